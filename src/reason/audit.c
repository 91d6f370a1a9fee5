/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/audit.h"

#include "base/mem.h"
#include "know/methods.h"
#include "know/registrable.h"
#include "know/services.h"
#include "model/listing.h"
#include "reason/domain/domain.h"
#include "reason/domain/sources.h"
#include "reason/facts/login.h"
#include "reason/facts/rows.h"

#include <stdlib.h>
#include <string.h>

#define AUDIT_MAX 100 /* faults of one domain */

const char *audit_kind_name(enum audit_kind k)
{
	static const char *const names[] = {
	    "no-name",	  "dead",      "mode",	      "certificate", "unsafe", "plain",
	    "method",	  "alias",     "contradicts", "broken",	     "remark", "http-only",
	    "media-type", "elsewhere", "no-srv",      "no-document",
	};
	_Static_assert(sizeof names / sizeof *names == AUDIT_COUNT_, "a name for each");

	return (unsigned)k < AUDIT_COUNT_ ? names[k] : "?";
}

struct auditor {
	struct audit *ret;
	const struct facts *f;
	struct rows rows;
	struct sources_said said;
};

/* The provider whose list the answer stands for, or NULL. */
static const char *owner_of(const struct source_said *s)
{
	return s && s->meaning ? listing_find(&s->meaning->list, "name") : NULL;
}

/* Takes ownership of subject and detail. Valid until the next one; NULL: there are enough. */
static struct audit_fault *add(struct auditor *a, enum audit_kind kind, const struct source_said *s,
			       char *subject, char *detail, unsigned event)
{
	struct audit *list = a->ret;
	struct audit_fault fault = {.kind = kind,
				    .source = s ? s->source : SOURCE_NONE,
				    .question = s ? mem_strdup(s->question) : NULL,
				    .owner = mem_strdup(owner_of(s)),
				    .subject = subject,
				    .detail = detail,
				    .event = event};

	if (list->n == AUDIT_MAX) {
		free(fault.question);
		free(fault.owner);
		free(subject);
		free(detail);
		return NULL;
	}
	list->v = mem_realloc(list->v, list->n + 1, sizeof *list->v);
	size_t at = list->n++;

	for (; at && list->v[at - 1].kind > kind; at--)
		list->v[at] = list->v[at - 1];
	list->v[at] = fault;
	return &list->v[at];
}

static char *place_of(const struct target_server *s)
{
	return mem_printf("%s:%d", s->host, s->port);
}

/* ---- a published server against what it does ---- */

/* The row of that server that got furthest, of whatever security mode; NULL: not tried. */
static const struct row *row_of(const struct auditor *a, const struct target_server *s, bool other)
{
	const struct row *best = NULL;

	for (size_t i = 0; i < a->rows.n; i++) {
		const struct row *r = &a->rows.v[i];
		bool same = r->e->service == s->service;

		if (!r->counted || !r->ended || r->e->port != s->port || same == other ||
		    !str_ieq(r->e->host, s->host) ||
		    r->service->protocol != service_row(s->service)->protocol)
			continue;
		if (!best || row_safe(r) > row_safe(best) || r->greeted > best->greeted ||
		    (best->absent && !r->absent))
			best = r;
	}
	return best;
}

static const char *method_word(const char *published)
{
	static const struct {
		const char *published;
		enum method_kind kind;
	} words[] = {{"password", METHOD_PASSWORD}, {"cram", METHOD_ENCRYPTED},
		     {"oauth2", METHOD_OAUTH2},	    {"ntlm", METHOD_NTLM},
		     {"gssapi", METHOD_KERBEROS},   {"client-certificate", METHOD_CERTIFICATE}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(words[i].published, published))
			return method_kind_name(words[i].kind);
	return NULL;
}

static bool takes(const struct login *l, const char *word)
{
	for (int k = 0; k < METHOD_COUNT_; k++)
		if (l->takes[k] && str_eq(method_kind_name((enum method_kind)k), word))
			return true;
	return false;
}

static void check_methods(struct auditor *a, const struct source_said *s,
			  const struct target_server *server, const struct row *r)
{
	struct login login = r->login;

	for (size_t i = 0; i < server->login.n && login.names_any; i++) {
		const char *word = method_word(server->login.v[i]);

		if (word && !takes(&login, word))
			add(a, AUDIT_METHOD, s, place_of(server), mem_strdup(word),
			    r->f->end_event);
	}
}

static void check_server(struct auditor *a, const struct source_said *s,
			 const struct target_server *server)
{
	const struct target_server asked = {
	    .service = server->service, .host = server->host, .port = server->port};
	const struct row *r = row_of(a, &asked, false), *other = row_of(a, &asked, true);

	if (server->security == SECURITY_NONE)
		add(a, AUDIT_PLAIN, s, place_of(server), NULL, s->answer->seq);
	if (!r)
		return;
	if (r->absent)
		add(a, AUDIT_NO_NAME, s, place_of(server), NULL, r->f->end_event);
	else if (other && row_ready(other) && !row_ready(r))
		add(a, AUDIT_MODE, s, place_of(server),
		    mem_strdup(security_name(other->e->security)), other->f->end_event);
	else if (r->tcp != OUTCOME_OK)
		add(a, AUDIT_DEAD, s, place_of(server), mem_strdup(outcome_name(r->f->outcome)),
		    r->f->end_event);
	else if (r->f->verify && r->f->verify->status)
		add(a, AUDIT_CERTIFICATE, s, place_of(server),
		    mem_strdup(r->f->verify->status & CERT_WRONG_NAME ? "name" : "trust"),
		    r->f->verify->seq);
	else if (!row_safe(r))
		add(a, AUDIT_UNSAFE, s, place_of(server), NULL, r->f->end_event);
	else
		check_methods(a, s, server, r);
}

/* ---- an answer by itself ---- */

static bool is_document(const struct source_said *s)
{
	return strstr(s->question, "://") != NULL;
}

static void check_alias(struct auditor *a, const struct source_said *s,
			const struct target_server *server)
{
	const struct event *e = facts_lookup(a->f, LOOKUP_CNAME, server->host);

	if (s->source == SOURCE_SRV && e && e->outcome == OUTCOME_OK)
		add(a, AUDIT_ALIAS, s, mem_strdup(server->host),
		    mem_strdup(e->list.n ? e->list.v[0] : e->alias), e->seq);
}

static bool is_xml(const char *type)
{
	return !type || str_istarts(type, "text/xml") || str_istarts(type, "application/xml");
}

/* Whether redirects led to a name of another registered domain. */
static bool leads_elsewhere(const struct event *e)
{
	const char *host = e->alias ? strstr(e->alias, "://") : NULL;

	if (!host)
		return false;
	char *end = mem_strndup(host + 3, strcspn(host + 3, ":/?#"));
	bool elsewhere = !registrable_same(end, e->host);

	free(end);
	return elsewhere;
}

static void check_document(struct auditor *a, const struct source_said *s)
{
	const struct event *e = s->answer;

	if (!s->row || s->row->scope != SOURCE_SCOPE_DOMAIN)
		return;
	if (e->status || e->outcome == OUTCOME_BADREPLY || e->outcome == OUTCOME_DENIED)
		add(a, AUDIT_BROKEN, s, mem_strdup(e->host), mem_strdup(e->reason), e->seq);
	for (size_t i = 0; i < e->list.n; i++) {
		const char *remark = listing_value(e->list.v[i], "remark");

		if (remark)
			add(a, AUDIT_REMARK, s, mem_strdup(e->host), mem_strdup(remark), e->seq);
	}
	if (e->outcome != OUTCOME_OK)
		return;
	if (s->source == SOURCE_AUTOCONFIG && !is_xml(e->detail))
		add(a, AUDIT_MEDIA_TYPE, s, mem_strdup(e->host), mem_strdup(e->detail), e->seq);
	if (leads_elsewhere(e))
		add(a, AUDIT_ELSEWHERE, s, mem_strdup(e->host), mem_strdup(e->alias), e->seq);
}

/* What is fetched without encryption, and says no more than another document: its faults are those. */
static bool is_echo(const struct auditor *a, const struct source_said *s)
{
	if (s->source != SOURCE_AUTOCONFIG || s->rank < SOURCES_RANK_UNPROVEN || !s->answer)
		return false;
	for (size_t i = 0; i < a->said.n; i++) {
		const struct source_said *other = &a->said.v[i];

		if (other->source == SOURCE_AUTOCONFIG && other->rank < s->rank && other->answer &&
		    other->answer->outcome == OUTCOME_OK &&
		    listing_same_servers(&other->answer->list, &s->answer->list))
			return true;
	}
	return false;
}

static void check_answer(struct auditor *a, const struct source_said *s)
{
	struct target_server *servers = mem_calloc(TARGET_SERVERS_MAX, sizeof *servers);
	size_t n = s->answer ? sources_servers(s, servers) : 0;

	if (s->answer && is_document(s))
		check_document(a, s);
	for (size_t i = 0; i < n; i++) {
		/* What porthorn itself is not sure of is no provider's fault. */
		if (!s->meaning || !servers[i].unconfirmed)
			check_server(a, s, &servers[i]);
		check_alias(a, s, &servers[i]);
		target_server_clear(&servers[i]);
	}
	free(servers);
}

/* ---- the answers together ---- */

/* Which hosts an answer names for each protocol. */
struct opinion {
	const struct source_said *said;
	struct strs hosts[PROTOCOL_COUNT_];
};

struct opinions {
	struct opinion *v;
	size_t n;
	struct opinion srv; /* of all SRV records together: they are one source */
};

static void list_hosts(struct opinion *o, const struct source_said *s)
{
	struct target_server *servers = mem_calloc(TARGET_SERVERS_MAX, sizeof *servers);
	size_t n = sources_servers(s, servers);

	for (size_t i = 0; i < n; i++) {
		const struct service_row *row = service_row(servers[i].service);
		struct strs *hosts = &o->hosts[row->protocol];

		if (row->purpose <= PURPOSE_SEND && !strs_has(hosts, servers[i].host))
			strs_add(hosts, servers[i].host);
		target_server_clear(&servers[i]);
	}
	free(servers);
}

static void opinions_init(struct opinions *all, const struct auditor *a)
{
	const struct sources_said *said = &a->said;

	*all = (struct opinions){.v = mem_calloc(said->n + 1, sizeof *all->v)};
	for (size_t i = 0; i < said->n; i++) {
		const struct source_said *s = &said->v[i];

		if (!s->answer || !s->source || is_echo(a, s))
			continue;
		all->v[all->n].said = s;
		list_hosts(&all->v[all->n++], s);
		if (s->source == SOURCE_SRV)
			list_hosts(&all->srv, s);
	}
}

static void opinions_clear(struct opinions *all)
{
	for (int p = 0; p < PROTOCOL_COUNT_; p++) {
		for (size_t i = 0; i < all->n; i++)
			strs_clear(&all->v[i].hosts[p]);
		strs_clear(&all->srv.hosts[p]);
	}
	free(all->v);
}

/* All that the source of the answer names. */
static const struct strs *whole(const struct opinions *all, const struct opinion *o, int protocol)
{
	return o->said->source == SOURCE_SRV ? &all->srv.hosts[protocol] : &o->hosts[protocol];
}

/* Of several SRV records the first one stands for them. */
static bool stands_for_source(const struct opinions *all, size_t at, int protocol)
{
	for (size_t i = 0; i < at && all->v[at].said->source == SOURCE_SRV; i++)
		if (all->v[i].said->source == SOURCE_SRV && all->v[i].hosts[protocol].n)
			return false;
	return true;
}

static bool overlap(const struct strs *a, const struct strs *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (strs_has(b, a->v[i]))
			return true;
	return false;
}

/* Two answers whose sources have no server for the protocol in common; the first is the better. */
static void compare(struct auditor *a, const struct opinions *all, size_t better, size_t at, int p)
{
	const struct opinion *best = &all->v[better], *o = &all->v[at];
	bool records = best->said->source == SOURCE_SRV && o->said->source == SOURCE_SRV;

	if (records || !best->hosts[p].n || !o->hosts[p].n || !stands_for_source(all, better, p) ||
	    overlap(whole(all, best, p), whole(all, o, p)))
		return;
	struct audit_fault *fault =
	    add(a, AUDIT_CONTRADICTS, o->said, strs_join(&o->hosts[p], ", "),
		strs_join(whole(all, best, p), ", "), o->said->answer->seq);

	if (fault) {
		fault->other = mem_strdup(best->said->question);
		fault->other_owner = mem_strdup(owner_of(best->said));
	}
}

/* Each source with each other. */
static void check_contradictions(struct auditor *a)
{
	struct opinions all;

	opinions_init(&all, a);
	for (size_t i = 0; i < all.n; i++)
		for (size_t k = 0; k < i; k++)
			for (int p = 0; p < PROTOCOL_COUNT_; p++)
				compare(a, &all, k, i, p);
	opinions_clear(&all);
}

static bool has_answer(const struct auditor *a, enum source source, bool secure)
{
	for (size_t i = 0; i < a->said.n; i++) {
		const struct source_said *s = &a->said.v[i];

		if (s->source == source && s->answer && s->answer->outcome == OUTCOME_OK &&
		    s->row && s->row->scope == SOURCE_SCOPE_DOMAIN &&
		    (!secure || str_istarts(s->question, "https:")))
			return true;
	}
	return false;
}

/* Whether any record is for that purpose, and be it that it is not offered. */
static bool has_records_for(const struct auditor *a, enum purpose purpose)
{
	for (size_t i = 0; i < a->said.n; i++) {
		const struct source_said *s = &a->said.v[i];

		if (s->source == SOURCE_SRV && s->answer && s->answer->outcome == OUTCOME_OK &&
		    s->row && service_row(s->row->service)->purpose == purpose)
			return true;
	}
	return false;
}

static void check_records(struct auditor *a)
{
	bool read = has_records_for(a, PURPOSE_RECEIVE), send = has_records_for(a, PURPOSE_SEND);
	const char *missing = !read && !send ? NULL : read ? "_submissions" : "_imaps";

	if (!read || !send)
		add(a, AUDIT_NO_SRV, NULL, mem_strdup(a->f->target->domain), mem_strdup(missing),
		    0);
}

/* It does not exist, or accepts no mail: there is nothing to publish. */
static bool has_no_mail(const struct auditor *a)
{
	const struct event *mx = facts_lookup(a->f, LOOKUP_MX, a->f->target->domain);

	return mx && (mx->err == DOMAIN_RCODE_NXDOMAIN || domain_mx(mx, NULL) == DOMAIN_MX_NULL);
}

static void check_missing(struct auditor *a)
{
	const char *domain = a->f->target->domain;

	if (has_no_mail(a))
		return;
	check_records(a);
	if (!has_answer(a, SOURCE_AUTOCONFIG, false))
		add(a, AUDIT_NO_DOCUMENT, NULL, mem_strdup(domain), NULL, 0);
	else if (!has_answer(a, SOURCE_AUTOCONFIG, true))
		add(a, AUDIT_HTTP_ONLY, NULL, mem_strdup(domain), NULL, 0);
}

void audit_init(struct audit *ret, const struct facts *f)
{
	struct auditor a = {.ret = ret, .f = f};

	*ret = (struct audit){0};
	if (!f->target->audit)
		return;
	rows_init(&a.rows, f);
	sources_said_init(&a.said, f->target, f->log);
	for (size_t i = 0; i < a.said.n; i++)
		if (!is_echo(&a, &a.said.v[i]))
			check_answer(&a, &a.said.v[i]);
	check_contradictions(&a);
	check_missing(&a);
	sources_said_clear(&a.said);
	rows_clear(&a.rows);
}

const struct endpoint *audit_filter(const struct facts *f, bool *ret_works)
{
	const struct endpoint *found = NULL;
	struct rows rows;

	*ret_works = false;
	rows_init(&rows, f);
	for (size_t i = 0; i < rows.n && !*ret_works; i++) {
		const struct row *r = &rows.v[i];
		bool safe = row_safe(r);

		if (!r->counted || r->service->purpose != PURPOSE_FILTER || !r->ended ||
		    (!safe && r->tcp != OUTCOME_REFUSED))
			continue;
		found = r->e;
		*ret_works = safe;
	}
	rows_clear(&rows);
	return found;
}

void audit_clear(struct audit *a)
{
	for (size_t i = 0; i < a->n; i++) {
		free(a->v[i].question);
		free(a->v[i].owner);
		free(a->v[i].other);
		free(a->v[i].other_owner);
		free(a->v[i].subject);
		free(a->v[i].detail);
	}
	free(a->v);
	*a = (struct audit){0};
}

bool audit_is_about(const struct finding *f)
{
	return f->for_operator && f->under < 0 &&
	       (f->verdict == VERDICT_WARNING || f->verdict == VERDICT_PROBLEM);
}

bool audit_asks_for_change(const struct facts *f, const struct findings *findings)
{
	struct audit audit;

	audit_init(&audit, f);
	bool asks = audit.n > 0;

	audit_clear(&audit);
	for (size_t i = 0; i < findings->n && !asks; i++)
		asks = audit_is_about(&findings->v[i]);
	return asks;
}
