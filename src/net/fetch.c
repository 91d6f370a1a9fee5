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

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#ifdef HAVE_CURL
#include <curl/curl.h>
#endif

#define HTTPS_PORT 443

struct fetches {
	struct pool *pool;
	char *ca_file;
	struct strs moved; /* "host:port:address:connect-port", as CURLOPT_CONNECT_TO has it */
};

struct fetch {
	fetch_handler *handler;
	char *host, *path, *ca_file;
	struct strs moved;
	long limit_ms;
	atomic_bool abandoned;
	/* Used by the pool: */
	struct fetch_answer answer;
	struct buf bytes;
	char *content_type, *reason;
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

static struct curl_slist *ways(const struct strs *moved)
{
	struct curl_slist *list = NULL;

	for (size_t i = 0; i < moved->n; i++)
		list = curl_slist_append(list, moved->v[i]);
	return list;
}

static void set_up(CURL *curl, struct fetch *f, const char *url, struct curl_slist *moved,
		   char *words)
{
	curl_easy_setopt(curl, CURLOPT_URL, url);
#if LIBCURL_VERSION_NUM >= 0x075500
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
#else
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS, (long)CURLPROTO_HTTPS);
#endif
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, f->limit_ms);
	curl_easy_setopt(curl, CURLOPT_MAXFILESIZE, (long)FETCH_BYTES_MAX);
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
	if (f->answer.http >= 300 && f->answer.http < 400) {
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
	switch (code) {
	case CURLE_OPERATION_TIMEDOUT:
		return OUTCOME_TIMEOUT;
	case CURLE_COULDNT_RESOLVE_HOST:
		return OUTCOME_NOTOFFERED;
	case CURLE_COULDNT_CONNECT:
		return OUTCOME_REFUSED;
	case CURLE_PEER_FAILED_VERIFICATION:
		f->answer.status = CERT_OTHER;
		return OUTCOME_BADREPLY;
	case CURLE_WRITE_ERROR:
	case CURLE_FILESIZE_EXCEEDED:
		f->answer.reason = N_("It is far too long for a policy.");
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
	char words[CURL_ERROR_SIZE] = "", *type = NULL;
	char *url = mem_printf("https://%s%s", f->host, f->path);
	struct curl_slist *moved = ways(&f->moved);
	CURL *curl = curl_easy_init();
	long http = 0;

	if (!curl)
		mem_exhausted();
	set_up(curl, f, url, moved, words);
	CURLcode code = curl_easy_perform(curl);

	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &http);
	if (curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type) == CURLE_OK)
		f->answer.content_type = f->content_type = mem_strdup(type);
	f->answer.http = (int)http;
	f->answer.outcome = code ? judge_failure(f, code, words) : judge_response(f);
	if (f->answer.status)
		tell_certificate(curl, f);
	curl_easy_cleanup(curl);
	curl_slist_free_all(moved);
	free(url);
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
	f->answer.reason = N_("This porthorn was built without libcurl, which fetches the policy.");
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
	bool v6 = address_version(address) == 6;

	if (port && port != HTTPS_PORT)
		return;
	strs_append(&f->moved, mem_printf(v6 ? "%s:%d:[%s]:%d" : "%s:%d:%s:%d", host, HTTPS_PORT,
					  address, connect_port ? connect_port : HTTPS_PORT));
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
	free(f->path);
	free(f->ca_file);
	free(f->content_type);
	free(f->reason);
	free(f);
}

static const struct pool_ops fetch_ops = {work, on_hurry, on_done, on_free};

void fetches_get(struct fetches *list, const char *host, const char *path, int limit_ms,
		 fetch_handler *handler, void *user)
{
	struct fetch *f = mem_calloc(1, sizeof *f);

	f->handler = handler;
	f->host = mem_strdup(host);
	f->path = mem_strdup(path);
	f->ca_file = mem_strdup(list->ca_file);
	strs_copy(&f->moved, &list->moved);
	f->limit_ms = limit_ms;
	atomic_init(&f->abandoned, false);
	buf_init(&f->bytes, FETCH_BYTES_MAX);
	pool_start(list->pool, &fetch_ops, f, limit_ms, user);
}

void fetches_stop(struct fetches *f, enum outcome outcome)
{
	pool_stop(f->pool, outcome);
}

size_t fetches_active(const struct fetches *f)
{
	return pool_active(f->pool);
}
