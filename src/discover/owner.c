/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/owner.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "discover/provider_file.h"
#include "know/mailbox_signs.h"
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

/* "%MXHOST%" and "%MXSTEM%" filled in; then as in a provider's file. */
static char *host_of(const char *text, const char *mx, const char *email)
{
	static const char whole[] = "%MXHOST%", stem[] = "%MXSTEM%";
	char *with = str_istarts(text, whole) ? mem_printf("%s%s", mx, text + strlen(whole))
		     : str_istarts(text, stem)
			 ? mem_printf("%.*s%s", (int)strcspn(mx, "-."), mx, text + strlen(stem))
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

/* Whether mailboxes are elsewhere. */
static bool is_in_front(const char *mx)
{
	const struct mx_owner *o = mx_owners_find(mx);

	return o && (o->kind == MX_KIND_FILTER || o->kind == MX_KIND_ARCHIVE);
}

static bool has_mailboxes(const char *mx)
{
	const struct mx_owner *o = mx_owners_find(mx);

	return o && o->kind == MX_KIND_HOST && o->provider;
}

/* The MX of the smallest preference; if that is a filter, a host of mailboxes that is named beside
 * it. NULL: none. */
static const char *telling_mx(const struct strs *records)
{
	const char *first = NULL;
	long best = 0;

	for (size_t i = 0; i < records->n; i++) {
		const char *host = mx_host(records->v[i]);
		long preference = strtol(records->v[i], NULL, 10);

		if (host && (!first || preference < best)) {
			first = host;
			best = preference;
		}
	}
	for (size_t i = 0; first && is_in_front(first) && i < records->n; i++) {
		const char *host = mx_host(records->v[i]);

		if (host && has_mailboxes(host))
			return host;
	}
	return first;
}

static struct event *answer_mx(const struct providers *list, const char *email,
			       const struct event *records)
{
	const char *mx = telling_mx(&records->list);

	if (!mx)
		return NULL;
	const struct provider *own = provider_of_mx(list, mx);
	const struct mx_owner *o = own && own->own ? NULL : mx_owners_find(mx);
	struct event *e = event_new(EVENT_SOURCE, 0);

	e->source = SOURCE_MX;
	e->host = mem_strdup(records->host);
	e->text = mem_printf("%s %s", lookup_type_name(records->lookup), records->host);
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

/* ---- signs of a host behind a filter ---- */

/* What the sign is, as the record has it. */
static const char *evidence(const struct mailbox_sign *sign, const struct event *answer)
{
	bool leads = sign->record == SIGN_ALIAS || sign->record == SIGN_SELECTOR;

	if (leads && answer->list.n)
		return answer->list.v[0];
	return leads && answer->alias ? answer->alias : sign->text;
}

static void list_sign(struct strs *list, const struct mailbox_sign *sign, const struct provider *p,
		      const char *email)
{
	const struct mx_owner *o = sign->mx ? mx_owners_find(sign->mx) : NULL;

	if (sign->weak) {
		listing_add(list, "name", p ? p->name : o ? o->owner : NULL);
		listing_add(list, "kind", LISTING_WEAK_SIGN);
	} else if (p) {
		listing_add(list, "provider", p->id);
		owner_list_provider(list, p, email);
	} else if (o) {
		list_owner(list, o, NULL, sign->mx, email);
	}
}

static struct event *answer_sign(const struct providers *list, const char *email,
				 const struct mailbox_sign *sign, const struct event *answer)
{
	const struct provider *p =
	    sign && sign->provider ? providers_find(list, sign->provider) : NULL;

	if (!sign || (sign->provider && !p))
		return NULL;
	struct event *e = event_new(EVENT_SOURCE, 0);
	bool records = answer->type == EVENT_RECORDS;

	e->source = SOURCE_AUTODISCOVER;
	e->host = mem_strdup(answer->host);
	e->text = records ? mem_printf("%s %s", lookup_type_name(answer->lookup), answer->host)
			  : mem_printf(LISTING_EXCHANGE " %s", answer->text);
	e->alias = mem_strdup(evidence(sign, answer));
	list_sign(&e->list, sign, p, email);
	e->outcome = listing_servers(&e->list) ? OUTCOME_OK : OUTCOME_NOTOFFERED;
	return e;
}

/* The end of a chain of aliases, as a record. */
static const struct mailbox_sign *sign_of_records(const struct target *t, const struct event *e)
{
	struct strs end = {0};
	const struct mailbox_sign *sign =
	    mailbox_sign_find(e->lookup, e->host, t->domain, &e->list);

	if (!sign && e->lookup == LOOKUP_CNAME && e->alias) {
		strs_add(&end, e->alias);
		sign = mailbox_sign_find(e->lookup, e->host, t->domain, &end);
		strs_clear(&end);
	}
	return sign;
}

/* The computer that Autodiscover leads to without a login: "https://host/path", or a host alone. */
static const struct mailbox_sign *sign_of_document(const struct event *e)
{
	const char *value = listing_find(&e->list, LISTING_EXCHANGE);
	char *host = value ? listing_web_host(value) : NULL;
	const struct mailbox_sign *sign = mailbox_sign_of_exchange(host ? host : value);

	free(host);
	return sign;
}

struct event *owner_answer(const struct providers *list, const struct target *t,
			   const struct event *answer)
{
	char *domain = mem_printf("@%s", t->domain);
	const char *email = t->email ? t->email : domain;
	struct event *e = NULL;

	if (answer->type == EVENT_SOURCE && !listing_servers(&answer->list))
		e = answer_sign(list, email, sign_of_document(answer), answer);
	else if (answer->outcome == OUTCOME_OK && answer->lookup == LOOKUP_MX &&
		 str_ieq(answer->host, t->domain))
		e = answer_mx(list, email, answer);
	else if (answer->type == EVENT_RECORDS && answer->outcome == OUTCOME_OK)
		e = answer_sign(list, email, sign_of_records(t, answer), answer);
	free(domain);
	return e;
}

static char *file_words(const struct provider *p)
{
	/* TRANSLATORS: where servers are from; %s is the provider's short name, "gmail". */
	if (p->company)
		return mem_printf(_("your company's provider file (%s)"), p->id);
	return mem_printf(
	    p->own ? _("your own provider file (%s)") : _("porthorn's provider file (%s)"), p->id);
}

struct event *owner_listed(const struct provider *p, const char *domain)
{
	char *email = mem_printf("@%s", domain);
	struct event *e = event_new(EVENT_SOURCE, 0);

	e->source = SOURCE_PROVIDER;
	e->host = mem_strdup(domain);
	e->text = file_words(p);
	listing_add(&e->list, "provider", p->id);
	owner_list_provider(&e->list, p, email);
	e->outcome = listing_servers(&e->list) ? OUTCOME_OK : OUTCOME_NOTOFFERED;
	free(email);
	return e;
}
