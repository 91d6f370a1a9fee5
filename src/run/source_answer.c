/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/source_answer.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "discover/autodiscover.h"
#include "discover/owner.h"
#include "discover/provider_file.h"
#include "discover/provider_xml.h"
#include "model/listing.h"

#include <stdlib.h>
#include <string.h>

#define REDIRECTS_MAX 3

static const char address_mark[] = "%EMAILADDRESS%";

/* RFC 3986 section 2.3: what need not be escaped; the rest is. */
static void put_escaped(struct buf *out, const char *text)
{
	static const char plain[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~@";

	for (const unsigned char *c = (const unsigned char *)text; *c; c++)
		if (strchr(plain, *c))
			buf_putc(out, (char)*c);
		else
			buf_printf(out, "%%%02X", *c);
}

struct source_request source_request(const struct order *o, const char *email, const char *domain)
{
	const char *mark = strstr(o->name, address_mark);
	struct source_request q = {.fetch = {.inside = domain,
					     .redirects = REDIRECTS_MAX,
					     .bytes_max = PROVIDER_FILE_MAX}};
	struct buf url;

	buf_init(&url, 0);
	buf_append(&url, o->name, mark ? (size_t)(mark - o->name) : strlen(o->name));
	if (mark) {
		put_escaped(&url, email ? email : "");
		buf_puts(&url, mark + strlen(address_mark));
	}
	q.fetch.url = q.url = buf_take(&url);
	if (o->lookup == LOOKUP_AUTODISCOVER) {
		q.fetch.body = q.body = autodiscover_question(email ? email : "");
		q.fetch.body_type = AUTODISCOVER_TYPE;
	}
	return q;
}

void source_request_clear(struct source_request *q)
{
	free(q->url);
	free(q->body);
}

/* ---- answers ---- */

/* What is wrong with the document, or NULL; the caller frees. */
static char *read_config(struct event *e, const struct fetch_answer *a, const char *email)
{
	struct provider p = {.id = mem_strdup(a->host)};
	char *error = NULL;

	if (provider_xml_read(&p, a->host, a->bytes, a->len, &error))
		owner_list_provider(&e->list, &p, email);
	for (size_t i = 0; i < p.remarks.n && !error; i++)
		listing_add(&e->list, "remark", p.remarks.v[i]);
	provider_clear(&p);
	return error;
}

static char *read_autodiscover(struct event *e, const struct fetch_answer *a)
{
	char *error = NULL;

	autodiscover_read(&e->list, a->bytes, a->len, &error);
	return error;
}

static char *read_autodiscover_json(struct event *e, const struct fetch_answer *a)
{
	char *url = autodiscover_read_json(a->bytes, a->len);

	listing_add(&e->list, "exchange", url);
	free(url);
	return e->list.n ? NULL : mem_strdup(N_("It isn't an Autodiscover answer."));
}

static char *read_document(struct event *e, const struct fetch_answer *a, const struct order *o,
			   const char *email)
{
	switch (o->lookup) {
	case LOOKUP_AUTODISCOVER:
		return read_autodiscover(e, a);
	case LOOKUP_AUTODISCOVER_JSON:
		return read_autodiscover_json(e, a);
	default:
		return read_config(e, a, email);
	}
}

static void judge_document(struct event *e, char *error)
{
	if (error) {
		e->outcome = OUTCOME_BADREPLY;
		e->reason = error;
	} else if (!listing_servers(&e->list)) {
		e->outcome = OUTCOME_NOTOFFERED;
		e->reason = mem_strdup(N_("It names no server that porthorn can use."));
	}
}

struct event *source_answer(const struct fetch_answer *a, const struct order *o, const char *email,
			    const char *domain)
{
	struct event *e = event_new(EVENT_SOURCE, 0);
	char *known = email ? mem_strdup(email) : mem_printf("@%s", domain ? domain : "");

	e->source = o->source;
	e->text = mem_strdup(o->name);
	e->host = mem_strdup(a->host);
	e->outcome = a->outcome;
	e->code = a->http;
	e->err = a->err;
	e->status = a->status;
	e->alias = mem_strdup(a->end_url);
	e->detail = mem_strdup(a->content_type);
	e->reason = mem_strdup(a->reason);
	e->us = a->us;
	if (str_istarts(o->name, "https:"))
		e->flags |= EVENT_UNDER_TLS;
	if (a->outcome == OUTCOME_OK)
		judge_document(e, read_document(e, a, o, known));
	free(known);
	return e;
}
