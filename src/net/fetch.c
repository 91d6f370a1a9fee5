/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/fetch.h"

#include "base/address.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "model/event.h"
#include "net/pool.h"

#include <netdb.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#ifdef HAVE_CURL
#include <curl/curl.h>
#endif

#define HTTPS_PORT 443
#define HTTP_PORT 80

struct fetches {
	struct pool *pool;
	char *ca_file;
	struct strs moved; /* "host:port:address:connect-port", as CURLOPT_CONNECT_TO has it */
};

struct fetch {
	fetch_handler *handler;
	char *host, *url, *ca_file;
	char *body, *body_type; /* of a POST, or NULL */
	char *inside;		/* the domain that may lead inside, or NULL: no such check */
	long redirects;
	struct strs moved;
	long limit_ms;
	atomic_bool abandoned;
	/* Used by the pool: */
	struct fetch_answer answer;
	struct buf bytes;
	char *content_type, *reason, *end_url;
	bool kept_out; /* an address inside was refused */
};

/* ---- in the pool ---- */

#ifdef HAVE_CURL

static size_t on_bytes(char *bytes, size_t size, size_t n, void *user)
{
	struct fetch *f = user;

	return buf_append(&f->bytes, bytes, size * n) ? size * n : 0;
}

static int on_progress(void *user, curl_off_t total, curl_off_t now, curl_off_t up, curl_off_t sent)
{
	struct fetch *f = user;

	(void)total;
	(void)now;
	(void)up;
	(void)sent;
	return atomic_load(&f->abandoned);
}

/* Whether the domain's own name leads to an address inside, too. */
static bool is_inside(const char *domain)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list = NULL;
	char *rooted = mem_printf("%s.", domain);
	bool inside = false;

	if (getaddrinfo(rooted, NULL, &hints, &list) != 0)
		list = NULL;
	for (const struct addrinfo *a = list; a && !inside; a = a->ai_next) {
		char text[INET6_ADDRSTRLEN];

		inside = getnameinfo(a->ai_addr, a->ai_addrlen, text, sizeof text, NULL, 0,
				     NI_NUMERICHOST) == 0 &&
			 !address_is_public(text);
	}
	if (list)
		freeaddrinfo(list);
	free(rooted);
	return inside;
}

/* A name from outside must not make this computer talk to its own network. */
static curl_socket_t open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct fetch *f = user;
	char text[INET6_ADDRSTRLEN] = "";

	(void)purpose;
	if (getnameinfo(&to->addr, (socklen_t)to->addrlen, text, sizeof text, NULL, 0,
			NI_NUMERICHOST) == 0 &&
	    !address_is_public(text) && !f->moved.n && !is_inside(f->inside)) {
		f->kept_out = true;
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static struct curl_slist *ways(const struct strs *moved)
{
	struct curl_slist *list = NULL;

	for (size_t i = 0; i < moved->n; i++)
		list = curl_slist_append(list, moved->v[i]);
	return list;
}

/* Encryption that has begun is never given up by a redirect. */
static void set_protocols(CURL *curl, const struct fetch *f)
{
	bool plain = str_istarts(f->url, "http:");

#if LIBCURL_VERSION_NUM >= 0x075500
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https");
	curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, plain ? "http,https" : "https");
#else
	long secure = CURLPROTO_HTTPS, both = CURLPROTO_HTTP | CURLPROTO_HTTPS;

	curl_easy_setopt(curl, CURLOPT_PROTOCOLS, plain ? (long)CURLPROTO_HTTP : secure);
	curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS, plain ? both : secure);
#endif
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, f->redirects ? 1L : 0L);
	curl_easy_setopt(curl, CURLOPT_MAXREDIRS, f->redirects);
}

static struct curl_slist *set_body(CURL *curl, const struct fetch *f)
{
	if (!f->body)
		return NULL;
	char *line = mem_printf("Content-Type: %s", f->body_type);
	struct curl_slist *headers = curl_slist_append(NULL, line);

	free(line);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, f->body);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	return headers;
}

static void set_up(CURL *curl, struct fetch *f, struct curl_slist *moved, char *words)
{
	curl_easy_setopt(curl, CURLOPT_URL, f->url);
	set_protocols(curl, f);
	if (f->inside) {
		curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
		curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, f);
	}
	curl_easy_setopt(curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L); /* no login, ever */
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, f->limit_ms);
	curl_easy_setopt(curl, CURLOPT_MAXFILESIZE, (long)f->bytes.max);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "porthorn/" PACKAGE_VERSION);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_bytes);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, f);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, f);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
	if (f->ca_file) {
		curl_easy_setopt(curl, CURLOPT_CAINFO, f->ca_file);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
	if (moved)
		curl_easy_setopt(curl, CURLOPT_CONNECT_TO, moved);
}

/* What a response says: RFC 8461 section 3.3 accepts only 200. */
static enum outcome judge_response(struct fetch *f)
{
	if (f->answer.http == 200)
		return OUTCOME_OK;
	if (f->answer.http >= 300 && f->answer.http < 400 && !f->redirects) {
		f->answer.reason =
		    N_("It redirects, and a policy may not be fetched from elsewhere (RFC 8461).");
		return OUTCOME_DENIED;
	}
	return OUTCOME_NOTOFFERED;
}

static enum outcome judge_failure(struct fetch *f, CURLcode code, const char *words)
{
	f->answer.err = (int)code;
	f->answer.reason = f->reason = mem_strdup(*words ? words : curl_easy_strerror(code));
	if (f->kept_out) {
		f->answer.reason = N_("It leads to an address of this computer or of this network, "
				      "and the domain itself does not.");
		return OUTCOME_DENIED;
	}
	switch (code) {
	case CURLE_UNSUPPORTED_PROTOCOL:
		if (!f->redirects)
			return OUTCOME_BADREPLY;
		f->answer.reason = N_("It redirects to an address without encryption.");
		return OUTCOME_DENIED;
	case CURLE_TOO_MANY_REDIRECTS:
		f->answer.reason = N_("It redirects again and again.");
		return OUTCOME_BADREPLY;
	case CURLE_PARTIAL_FILE:
		f->answer.reason = N_("The answer was cut off.");
		return OUTCOME_BADREPLY;
	case CURLE_OPERATION_TIMEDOUT:
		return OUTCOME_TIMEOUT;
	case CURLE_COULDNT_RESOLVE_HOST:
		f->answer.reason = N_("No such name.");
		return OUTCOME_NOTOFFERED;
	case CURLE_COULDNT_CONNECT:
		return OUTCOME_REFUSED;
	case CURLE_PEER_FAILED_VERIFICATION:
		f->answer.status = CERT_OTHER;
		return OUTCOME_BADREPLY;
	case CURLE_WRITE_ERROR:
	case CURLE_FILESIZE_EXCEEDED:
		f->answer.reason = N_("It is far too long.");
		return OUTCOME_BADREPLY;
	default:
		return OUTCOME_BADREPLY;
	}
}

/* A second connection that checks only the name finds out what was wrong with the certificate. */
static void tell_certificate(CURL *curl, struct fetch *f)
{
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
	curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
	CURLcode code = curl_easy_perform(curl);

	if (code == CURLE_PEER_FAILED_VERIFICATION)
		f->answer.status = CERT_WRONG_NAME;
	else if (code == CURLE_OK)
		f->answer.status = CERT_UNTRUSTED;
}

static void work(void *job)
{
	struct fetch *f = job;
	char words[CURL_ERROR_SIZE] = "", *type = NULL, *end = NULL;
	struct curl_slist *moved = ways(&f->moved), *headers;
	CURL *curl = curl_easy_init();
	long http = 0;

	if (!curl)
		mem_exhausted();
	set_up(curl, f, moved, words);
	headers = set_body(curl, f);
	CURLcode code = curl_easy_perform(curl);

	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &http);
	if (curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type) == CURLE_OK)
		f->answer.content_type = f->content_type = mem_strdup(type);
	if (f->redirects && curl_easy_getinfo(curl, CURLINFO_EFFECTIVE_URL, &end) == CURLE_OK &&
	    !str_eq(end, f->url))
		f->answer.end_url = f->end_url = mem_strdup(end);
	f->answer.http = (int)http;
	f->answer.outcome = code ? judge_failure(f, code, words) : judge_response(f);
	if (f->answer.status)
		tell_certificate(curl, f);
	curl_easy_cleanup(curl);
	curl_slist_free_all(moved);
	curl_slist_free_all(headers);
}

static void prepare(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

#else

static void work(void *job)
{
	struct fetch *f = job;

	f->answer.outcome = OUTCOME_SKIPPED;
	f->answer.reason = N_("This porthorn was built without libcurl, which fetches it.");
}

static void prepare(void)
{
}

#endif

/* ---- in the loop ---- */

struct fetches *fetches_new(uv_loop_t *loop, const char *ca_file)
{
	static uv_once_t once = UV_ONCE_INIT;
	struct fetches *f = mem_calloc(1, sizeof *f);

	uv_once(&once, prepare);
	f->pool = pool_new(loop);
	f->ca_file = mem_strdup(ca_file);
	return f;
}

void fetches_override(struct fetches *f, const char *host, const char *address, int port,
		      int connect_port)
{
	static const int ports[] = {HTTPS_PORT, HTTP_PORT};
	bool v6 = address_version(address) == 6;

	for (size_t i = 0; i < sizeof ports / sizeof *ports; i++)
		if (!port || port == ports[i])
			strs_append(&f->moved,
				    mem_printf(v6 ? "%s:%d:[%s]:%d" : "%s:%d:%s:%d", host, ports[i],
					       address, connect_port ? connect_port : ports[i]));
}

void fetches_free(struct fetches *f)
{
	if (!f)
		return;
	pool_free(f->pool);
	strs_clear(&f->moved);
	free(f->ca_file);
	free(f);
}

static void on_hurry(void *job)
{
	struct fetch *f = job;

	atomic_store(&f->abandoned, true);
}

static void on_done(void *job, enum outcome how, int64_t us, void *user)
{
	struct fetch *f = job;
	struct fetch_answer late = {.outcome = how, .bytes = ""};
	struct fetch_answer *a = how == OUTCOME_OK ? &f->answer : &late;

	a->host = f->host;
	a->us = us;
	if (how == OUTCOME_OK) {
		a->bytes = buf_text(&f->bytes);
		a->len = f->bytes.len;
	}
	f->handler(a, user);
}

static void on_free(void *job)
{
	struct fetch *f = job;

	buf_clear(&f->bytes);
	strs_clear(&f->moved);
	free(f->host);
	free(f->url);
	free(f->body);
	free(f->body_type);
	free(f->inside);
	free(f->end_url);
	free(f->ca_file);
	free(f->content_type);
	free(f->reason);
	free(f);
}

static const struct pool_ops fetch_ops = {work, on_hurry, on_done, on_free};

/* "example.org" of "https://example.org/path". */
static char *host_of(const char *url)
{
	const char *host = strstr(url, "://");

	host = host ? host + strlen("://") : url;
	return mem_strndup(host, strcspn(host, ":/?#"));
}

void fetches_ask(struct fetches *list, const struct fetch_request *q, int limit_ms,
		 fetch_handler *handler, void *user)
{
	struct fetch *f = mem_calloc(1, sizeof *f);

	f->handler = handler;
	f->host = host_of(q->url);
	f->url = mem_strdup(q->url);
	f->body = mem_strdup(q->body);
	f->body_type = mem_strdup(q->body_type);
	f->inside = mem_strdup(q->inside);
	f->redirects = q->redirects;
	f->ca_file = mem_strdup(list->ca_file);
	strs_copy(&f->moved, &list->moved);
	f->limit_ms = limit_ms;
	atomic_init(&f->abandoned, false);
	buf_init(&f->bytes, q->bytes_max ? q->bytes_max : FETCH_BYTES_MAX);
	pool_start(list->pool, &fetch_ops, f, limit_ms, user);
}

void fetches_get(struct fetches *list, const char *host, const char *path, int limit_ms,
		 fetch_handler *handler, void *user)
{
	char *url = mem_printf("https://%s%s", host, path);
	struct fetch_request q = {.url = url};

	fetches_ask(list, &q, limit_ms, handler, user);
	free(url);
}

void fetches_stop(struct fetches *f, enum outcome outcome)
{
	pool_stop(f->pool, outcome);
}

void fetches_stop_some(struct fetches *f, enum outcome outcome, bool (*which)(void *user))
{
	pool_stop_some(f->pool, outcome, which);
}

size_t fetches_active(const struct fetches *f)
{
	return pool_active(f->pool);
}
