/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/fetch_private.h"

#include "base/address.h"
#include "base/fd.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/event.h"
#include "net/curl_calls.h"
#include "net/resolve.h"

#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#ifdef HAVE_CURL
/* One request: the first, or one that a redirect led to. */
struct visit {
	struct fetch *f;
	const struct curl_calls *lib;
	CURL *curl;
	char *url;
	bool may_enter; /* an address inside may be connected to */
	uint64_t ends_ns;
	struct curl_slist *moved, *found, *headers;
	char words[CURL_ERROR_SIZE];
};

/* ---- where a host is ---- */

/* The addresses that the user gave it; returns how many. */
static size_t given_addresses(const struct fetch *f, const char *host, struct strs *ret)
{
	size_t len = strlen(host);

	for (size_t i = 0; i < f->given.n; i++)
		if (str_istarts(f->given.v[i], host) && f->given.v[i][len] == ' ')
			strs_add(ret, f->given.v[i] + len + 1);
	return ret->n;
}

/* Whether any is of this computer or its network. */
static bool has_inside(const struct strs *addresses)
{
	for (size_t i = 0; i < addresses->n; i++)
		if (!address_is_public(addresses->v[i]))
			return true;
	return false;
}

/* Whether the domain's own name leads inside, too. */
static bool is_inside(const struct fetch *f, const char *domain)
{
	struct strs list = {0};

	if (!given_addresses(f, domain, &list))
		resolve_system(domain, FAMILY_ANY, &list);
	bool inside = has_inside(&list);

	strs_clear(&list);
	return inside;
}

static void keep_public(struct strs *list)
{
	struct strs kept = {0};

	for (size_t i = 0; i < list->n; i++)
		if (address_is_public(list->v[i]))
			strs_add(&kept, list->v[i]);
	strs_clear(list);
	*list = kept;
}

static void add_found(struct visit *v, const char *host, const char *port, const struct strs *list)
{
	struct buf line;

	buf_init(&line, 0);
	buf_printf(&line, "%s:%s:", host, port);
	for (size_t i = 0; i < list->n; i++)
		buf_printf(&line, address_version(list->v[i]) == 6 ? "%s[%s]" : "%s%s",
			   i ? "," : "", list->v[i]);
	v->found = v->lib->slist_append(v->found, buf_text(&line));
	buf_clear(&line);
}

static enum outcome fail(struct fetch *f, enum outcome outcome, CURLcode code, const char *reason)
{
	f->answer.err = (int)code;
	f->answer.reason = reason;
	return outcome;
}

/* What the name servers had to say of the host is no answer of the document's server. */
static enum outcome judge_name(struct fetch *f, int err)
{
	if (err == EAI_NONAME)
		return fail(f, OUTCOME_NOTOFFERED, CURLE_COULDNT_RESOLVE_HOST, N_("No such name."));
#ifdef EAI_NODATA
	if (err == EAI_NODATA)
		return fail(f, OUTCOME_NOTOFFERED, CURLE_COULDNT_RESOLVE_HOST,
			    N_("The name has no address."));
#endif
	return fail(f, OUTCOME_TIMEOUT, CURLE_COULDNT_RESOLVE_HOST,
		    N_("No name server gave its address."));
}

/* A name from outside must not make this computer talk to its own network. */
static enum outcome find_host(struct visit *v, const char *host, const char *port)
{
	struct fetch *f = v->f;
	struct strs list = {0};
	enum outcome outcome = OUTCOME_OK;
	int err = 0;

	v->may_enter = given_addresses(f, host, &list) || !f->inside;
	if (!list.n)
		err = resolve_system(host, FAMILY_ANY, &list);
	if (err)
		outcome = judge_name(f, err);
	else if (!v->may_enter && has_inside(&list)) {
		v->may_enter = is_inside(f, f->inside);
		if (!v->may_enter)
			keep_public(&list);
	}
	if (!err && !list.n)
		outcome = fail(
		    f, OUTCOME_DENIED, CURLE_COULDNT_CONNECT,
		    N_("It leads to an address of this computer or this network, but the domain "
		       "itself doesn't."));
	if (list.n)
		add_found(v, host, port, &list);
	strs_clear(&list);
	return outcome;
}

/* "::1" of "[::1]", within it. */
static char *without_brackets(char *host)
{
	size_t len = strlen(host);

	if (*host != '[' || host[len - 1] != ']')
		return host;
	host[len - 1] = '\0';
	return host + 1;
}

/* libcurl would look the name up in the search domains, too. */
static enum outcome find_way(struct visit *v)
{
	CURLU *url = v->lib->url();
	char *host = NULL, *port = NULL;
	enum outcome outcome;

	if (!url)
		mem_exhausted();
	if (v->lib->url_set(url, CURLUPART_URL, v->url, 0) ||
	    v->lib->url_get(url, CURLUPART_HOST, &host, 0) ||
	    v->lib->url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT))
		outcome = fail(v->f, OUTCOME_BADREPLY, CURLE_URL_MALFORMAT,
			       N_("It leads to something that isn't a web address."));
	else
		outcome = find_host(v, without_brackets(host), port);
	v->lib->free(host);
	v->lib->free(port);
	v->lib->url_cleanup(url);
	return outcome;
}

/* ---- one request ---- */

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

/* Whatever libcurl makes of the host's spelling, nothing inside is connected to unasked. */
static curl_socket_t open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct visit *v = user;
	char text[INET6_ADDRSTRLEN] = "";

	(void)purpose;
	if (!v->may_enter &&
	    getnameinfo(&to->addr, (socklen_t)to->addrlen, text, sizeof text, NULL, 0,
			NI_NUMERICHOST) == 0 &&
	    !address_is_public(text))
		return CURL_SOCKET_BAD;
	return fd_socket(to->family, to->socktype, to->protocol, true);
}

static void set_protocols(struct visit *v)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	v->lib->easy_setopt(v->curl, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	v->lib->easy_setopt(v->curl, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static void set_body(struct visit *v)
{
	if (!v->f->body)
		return;
	char *line = mem_printf("Content-Type: %s", v->f->body_type);

	v->headers = v->lib->slist_append(NULL, line);
	free(line);
	v->lib->easy_setopt(v->curl, CURLOPT_POSTFIELDS, v->f->body);
	v->lib->easy_setopt(v->curl, CURLOPT_HTTPHEADER, v->headers);
}

static long time_left(const struct visit *v)
{
	uint64_t now = uv_hrtime();

	return now < v->ends_ns ? (long)((v->ends_ns - now) / 1000000) + 1 : 1;
}

static void set_handlers(struct visit *v)
{
	v->lib->easy_setopt(v->curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	v->lib->easy_setopt(v->curl, CURLOPT_OPENSOCKETDATA, v);
	v->lib->easy_setopt(v->curl, CURLOPT_WRITEFUNCTION, on_bytes);
	v->lib->easy_setopt(v->curl, CURLOPT_WRITEDATA, v->f);
	v->lib->easy_setopt(v->curl, CURLOPT_NOPROGRESS, 0L);
	v->lib->easy_setopt(v->curl, CURLOPT_XFERINFOFUNCTION, on_progress);
	v->lib->easy_setopt(v->curl, CURLOPT_XFERINFODATA, v->f);
	v->lib->easy_setopt(v->curl, CURLOPT_ERRORBUFFER, v->words);
}

static void set_up(struct visit *v)
{
	v->lib->easy_setopt(v->curl, CURLOPT_URL, v->url);
	set_protocols(v);
	set_handlers(v);
	v->lib->easy_setopt(v->curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L); /* no login, ever */
	v->lib->easy_setopt(v->curl, CURLOPT_PROXY, "");
	v->lib->easy_setopt(v->curl, CURLOPT_NOSIGNAL, 1L);
	v->lib->easy_setopt(v->curl, CURLOPT_TIMEOUT_MS, time_left(v));
	v->lib->easy_setopt(v->curl, CURLOPT_MAXFILESIZE, (long)v->f->bytes.max);
	v->lib->easy_setopt(v->curl, CURLOPT_USERAGENT, "porthorn/" PACKAGE_VERSION);
	v->lib->easy_setopt(v->curl, CURLOPT_RESOLVE, v->found);
	if (v->f->ca_file) {
		v->lib->easy_setopt(v->curl, CURLOPT_CAINFO, v->f->ca_file);
		v->lib->easy_setopt(v->curl, CURLOPT_CAPATH, NULL);
	}
	if (v->moved)
		v->lib->easy_setopt(v->curl, CURLOPT_CONNECT_TO, v->moved);
}

/* What a response says: RFC 8461 section 3.3 accepts only 200. */
static enum outcome judge_response(struct fetch *f)
{
	if (f->answer.http == 200)
		return OUTCOME_OK;
	if (f->answer.http >= 300 && f->answer.http < 400 && !f->redirects)
		return fail(
		    f, OUTCOME_DENIED, CURLE_OK,
		    N_("It redirects, but a policy must not come from elsewhere (RFC 8461)."));
	return OUTCOME_NOTOFFERED;
}

static enum outcome judge_failure(struct visit *v, CURLcode code)
{
	struct fetch *f = v->f;

	free(f->reason);
	f->reason = mem_strdup(*v->words ? v->words : v->lib->easy_strerror(code));
	switch (code) {
	case CURLE_PARTIAL_FILE:
		return fail(f, OUTCOME_BADREPLY, code, N_("The answer was cut off."));
	case CURLE_WRITE_ERROR:
	case CURLE_FILESIZE_EXCEEDED:
		return fail(f, OUTCOME_BADREPLY, code, N_("It is far too long."));
	case CURLE_OPERATION_TIMEDOUT:
		return fail(f, OUTCOME_TIMEOUT, code, f->reason);
	case CURLE_COULDNT_RESOLVE_HOST:
		return fail(f, OUTCOME_NOTOFFERED, code, N_("No such name."));
	case CURLE_COULDNT_CONNECT:
		return fail(f, OUTCOME_REFUSED, code, f->reason);
	case CURLE_PEER_FAILED_VERIFICATION:
		f->answer.status = CERT_OTHER;
		return fail(f, OUTCOME_BADREPLY, code, f->reason);
	default:
		return fail(f, OUTCOME_BADREPLY, code, f->reason);
	}
}

/* A second connection that checks only the name finds out what was wrong with the certificate. */
static void tell_certificate(struct visit *v)
{
	v->lib->easy_setopt(v->curl, CURLOPT_SSL_VERIFYPEER, 0L);
	v->lib->easy_setopt(v->curl, CURLOPT_CONNECT_ONLY, 1L);
	CURLcode code = v->lib->easy_perform(v->curl);

	if (code == CURLE_PEER_FAILED_VERIFICATION)
		v->f->answer.status = CERT_WRONG_NAME;
	else if (code == CURLE_OK)
		v->f->answer.status = CERT_UNTRUSTED;
}

static void read_answer(struct visit *v)
{
	struct fetch *f = v->f;
	char *type = NULL;
	long http = 0;

	v->lib->easy_getinfo(v->curl, CURLINFO_RESPONSE_CODE, &http);
	f->answer.http = (int)http;
	free(f->content_type);
	f->content_type = NULL;
	if (v->lib->easy_getinfo(v->curl, CURLINFO_CONTENT_TYPE, &type) == CURLE_OK)
		f->content_type = mem_strdup(type);
	f->answer.content_type = f->content_type;
}

static void visit(struct visit *v, bool post)
{
	struct fetch *f = v->f;

	buf_reset(&f->bytes);
	f->answer.outcome = find_way(v);
	if (f->answer.outcome != OUTCOME_OK)
		return;
	set_up(v);
	if (post)
		set_body(v);
	CURLcode code = v->lib->easy_perform(v->curl);

	read_answer(v);
	f->answer.outcome = code ? judge_failure(v, code) : judge_response(f);
	if (f->answer.status)
		tell_certificate(v);
}

/* ---- one after the other ---- */

/* Where the answer leads; the caller frees. NULL: nowhere. */
static char *redirect_of(const struct visit *v)
{
	char *to = NULL;
	bool redirects = v->f->redirects && v->f->answer.outcome == OUTCOME_NOTOFFERED &&
			 v->f->answer.http >= 300 && v->f->answer.http < 400;

	if (redirects)
		v->lib->easy_getinfo(v->curl, CURLINFO_REDIRECT_URL, &to);
	return mem_strdup(to);
}

/* Encryption that has begun is never given up by a redirect. */
static bool may_follow(struct visit *v, const char *to, long left)
{
	if (str_istarts(v->url, "https:") && !str_istarts(to, "https:"))
		v->f->answer.outcome = fail(v->f, OUTCOME_DENIED, CURLE_UNSUPPORTED_PROTOCOL,
					    N_("It redirects to an address without encryption."));
	else if (!left)
		v->f->answer.outcome = fail(v->f, OUTCOME_BADREPLY, CURLE_TOO_MANY_REDIRECTS,
					    N_("It redirects again and again."));
	return v->f->answer.outcome == OUTCOME_NOTOFFERED;
}

static void leave(struct visit *v)
{
	v->lib->easy_reset(v->curl);
	v->lib->slist_free_all(v->found);
	v->lib->slist_free_all(v->headers);
	v->found = v->headers = NULL;
	v->words[0] = '\0';
}

static struct curl_slist *ways(const struct curl_calls *lib, const struct strs *moved)
{
	struct curl_slist *list = NULL;

	for (size_t i = 0; i < moved->n; i++)
		list = lib->slist_append(list, moved->v[i]);
	return list;
}

/* RFC 9110 section 15.4: only these repeat the question's body. */
static bool keeps_body(int http)
{
	return http == 307 || http == 308;
}

static void visit_all(struct visit *v)
{
	struct fetch *f = v->f;
	bool post = true;

	visit(v, post);
	for (long left = f->redirects;; left--) {
		char *to = redirect_of(v);

		if (!to || !may_follow(v, to, left)) {
			free(to);
			break;
		}
		post = post && keeps_body(f->answer.http);
		free(v->url);
		v->url = to;
		leave(v);
		visit(v, post);
	}
}

void fetch_work(void *job)
{
	struct fetch *f = job;
	const struct curl_calls *lib = curl_calls();

	if (!lib) {
		f->answer.outcome = OUTCOME_SKIPPED;
		f->answer.reason = N_("libcurl, which fetches it, is not installed here.");
		return;
	}
	struct visit v = {.f = f,
			  .lib = lib,
			  .curl = lib->easy_init(),
			  .url = mem_strdup(f->url),
			  .moved = ways(lib, &f->moved),
			  .ends_ns = uv_hrtime() + (uint64_t)f->limit_ms * 1000000};

	if (!v.curl)
		mem_exhausted();
	visit_all(&v);
	if (!str_eq(v.url, f->url))
		f->answer.end_url = f->end_url = mem_strdup(v.url);
	leave(&v);
	lib->easy_cleanup(v.curl);
	lib->slist_free_all(v.moved);
	free(v.url);
}

#else

void fetch_work(void *job)
{
	struct fetch *f = job;

	f->answer.outcome = OUTCOME_SKIPPED;
	f->answer.reason = N_("This porthorn was built without libcurl, which fetches it.");
}

#endif
