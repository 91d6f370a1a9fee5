/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/owner.h"

#include "base/mem.h"
#include "discover/provider_file.h"
#include "know/mx_owners.h"
#include "model/listing.h"

#include <stdlib.h>
#include <string.h>

void owner_list_provider(struct strs *list, const struct provider *p, const char *email)
{
	char *name = provider_filled(p->name, email);

	listing_add(list, "name", name ? name : p->name);
	for (size_t i = 0; i < p->server_n; i++) {
		struct target_server s = p->servers[i];

		s.host = provider_host(p->servers[i].host, email);
		if (s.host)
			strs_append(list, listing_server(&s));
		free(s.host);
	}
	for (size_t i = 0; i < p->codes.n; i++)
		listing_add(list, "code", p->codes.v[i]);
	for (size_t i = 0; i < p->notes.n; i++)
		listing_add(list, "note", p->notes.v[i]);
	listing_add(list, "help", p->help_url ? p->help_url : p->enable_url);
	listing_add(list, "form", p->user_form);
	free(name);
}

/* ---- servers of a row of know/mx_owners ---- */

/* "%MXHOST%" filled in; then as in a provider's file. */
static char *host_of(const char *text, const char *mx, const char *email)
{
	static const char mark[] = "%MXHOST%";
	char *with = str_istarts(text, mark) ? mem_printf("%s%s", mx, text + strlen(mark))
					     : mem_strdup(text);
	char *host = provider_host(with, email);

	free(with);
	return host;
}

static enum service service_of(enum protocol protocol, enum security security)
{
	static const enum service plain[] = {SERVICE_SUBMISSION, SERVICE_IMAP, SERVICE_POP3};
	static const enum service tls[] = {SERVICE_SUBMISSIONS, SERVICE_IMAPS, SERVICE_POP3S};

	return security == SECURITY_TLS ? tls[protocol] : plain[protocol];
}

/* "HOST:PORT:ssl" */
static void list_server(struct strs *list, const struct mx_owner *o, enum protocol protocol,
			const char *text, const char *mx, const char *email)
{
	struct strs parts = {0};
	long port;

	strs_split(&parts, text, ":");
	if (parts.n == 3 && str_number(parts.v[1], 1, 65535, &port)) {
		struct target_server s = {
		    .port = (int)port, .user = (char *)o->user, .unconfirmed = o->likely};

		s.security = str_eq(parts.v[2], "ssl")	      ? SECURITY_TLS
			     : str_eq(parts.v[2], "starttls") ? SECURITY_STARTTLS
							      : SECURITY_NONE;
		s.service = service_of(protocol, s.security);
		s.host = host_of(parts.v[0], mx, email);
		if (s.host)
			strs_append(list, listing_server(&s));
		free(s.host);
	}
	strs_clear(&parts);
}

static void list_servers(struct strs *list, const struct mx_owner *o, const char *mx,
			 const char *email)
{
	const char *texts[] = {
	    [PROTOCOL_SMTP] = o->smtp, [PROTOCOL_IMAP] = o->imap, [PROTOCOL_POP3] = o->pop3};
	static const enum protocol order[] = {PROTOCOL_IMAP, PROTOCOL_POP3, PROTOCOL_SMTP};

	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		struct strs words = {0};

		if (texts[order[i]])
			strs_split(&words, texts[order[i]], " ");
		for (size_t k = 0; k < words.n; k++)
			list_server(list, o, order[i], words.v[k], mx, email);
		strs_clear(&words);
	}
}

/* Whether the row's first server for reading is one of the provider's: its file then says more. */
static bool is_covered(const struct mx_owner *o, const struct provider *p)
{
	if (!o->imap)
		return true;
	for (size_t i = 0; i < p->server_n; i++) {
		size_t len = strlen(p->servers[i].host);

		if (str_istarts(o->imap, p->servers[i].host) && o->imap[len] == ':')
			return true;
	}
	return false;
}

/* What a known owner's row says. */
static void list_owner(struct strs *list, const struct mx_owner *o, const struct provider *p,
		       const char *mx, const char *email)
{
	struct strs codes = {0};

	if (p)
		listing_add(list, "provider", p->id);
	if (p && is_covered(o, p)) {
		owner_list_provider(list, p, email);
		return;
	}
	listing_add(list, "name", o->owner);
	if (o->kind != MX_KIND_HOST)
		listing_add(list, "kind", mx_kind_name(o->kind));
	list_servers(list, o, mx, email);
	strs_split(&codes, o->codes ? o->codes : "", " ");
	for (size_t i = 0; i < codes.n; i++)
		listing_add(list, "code", codes.v[i]);
	if (p)
		listing_add(list, "help", p->help_url);
	strs_clear(&codes);
}

/* ---- which provider a record shows ---- */

/* "mx*.ovh.net": a star stands for any letters. */
static bool fits(const char *pattern, const char *host)
{
	while (*pattern && *pattern != '*') {
		char pair[2][2] = {{*pattern, 0}, {*host, 0}};

		if (!*host || !str_ieq(pair[0], pair[1]))
			return false;
		pattern++;
		host++;
	}
	if (!*pattern)
		return !*host;
	for (;; host++) {
		if (fits(pattern + 1, host))
			return true;
		if (!*host)
			return false;
	}
}

static const struct provider *provider_of_mx(const struct providers *list, const char *mx)
{
	for (int own = 1; own >= 0; own--)
		for (size_t i = 0; i < list->n; i++)
			for (size_t k = 0; list->v[i].own == own && k < list->v[i].mx.n; k++)
				if (strlen(list->v[i].mx.v[k]) < 100 &&
				    fits(list->v[i].mx.v[k], mx))
					return &list->v[i];
	return NULL;
}

/* The host of "10 mail.example.org". */
static const char *mx_host(const char *record)
{
	const char *space = strchr(record, ' ');

	return space && !str_eq(space, " .") ? space + 1 : NULL;
}

static struct event *answer_of(enum source source, const struct event *records)
{
	struct event *e = event_new(EVENT_SOURCE, 0);

	e->source = source;
	e->host = mem_strdup(records->host);
	e->text = mem_printf("%s %s", lookup_type_name(records->lookup), records->host);
	return e;
}

static struct event *answer_mx(const struct providers *list, const char *email,
			       const struct event *records)
{
	const char *mx = records->list.n ? mx_host(records->list.v[0]) : NULL;

	if (!mx)
		return NULL;
	const struct provider *own = provider_of_mx(list, mx);
	const struct mx_owner *o = own && own->own ? NULL : mx_owners_find(mx);
	struct event *e = answer_of(SOURCE_MX, records);

	e->alias = mem_strdup(mx);
	if (o) {
		list_owner(&e->list, o, o->provider ? providers_find(list, o->provider) : NULL, mx,
			   email);
	} else if (own) {
		listing_add(&e->list, "provider", own->id);
		owner_list_provider(&e->list, own, email);
	}
	e->outcome = listing_servers(&e->list) ? OUTCOME_OK : OUTCOME_NOTOFFERED;
	return e;
}

/* A sign of a provider whose mailboxes are behind a filter. */
static struct event *answer_sign(const struct providers *list, const char *email, const char *id,
				 const struct event *records)
{
	const struct provider *p = id ? providers_find(list, id) : NULL;

	if (!p)
		return NULL;
	struct event *e = answer_of(SOURCE_AUTODISCOVER, records);

	e->outcome = OUTCOME_OK;
	e->alias = mem_strdup(records->alias);
	listing_add(&e->list, "provider", p->id);
	owner_list_provider(&e->list, p, email);
	return e;
}

/* The domain's one SPF record (RFC 7208 section 4.5), or NULL. */
static const char *spf_of(const struct strs *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_istarts(list->v[i], "v=spf1"))
			return list->v[i];
	return NULL;
}

struct event *owner_answer(const struct providers *list, const struct target *t,
			   const struct event *records)
{
	char *domain = mem_printf("@%s", t->domain);
	const char *email = t->email ? t->email : domain, *id = NULL;
	struct event *e = NULL;

	if (records->outcome == OUTCOME_OK && records->lookup == LOOKUP_MX &&
	    str_ieq(records->host, t->domain))
		e = answer_mx(list, email, records);
	else if (records->outcome == OUTCOME_OK && records->lookup == LOOKUP_CNAME)
		id = mx_owners_alias_sign(records->list.n ? records->list.v[0] : records->alias);
	else if (records->outcome == OUTCOME_OK && records->lookup == LOOKUP_TXT &&
		 str_ieq(records->host, t->domain))
		id = mx_owners_spf_sign(spf_of(&records->list));
	if (id)
		e = answer_sign(list, email, id, records);
	free(domain);
	return e;
}
