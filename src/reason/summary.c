/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/summary.h"

#include "base/mem.h"
#include "reason/domain/domain.h"
#include "reason/facts/role.h"
#include "reason/facts/rows.h"

#include <stdlib.h>
#include <string.h>

const char *answer_name(enum answer a)
{
	static const char *const names[] = {"ok", "sometimes", "unsafe", "failed", "untested"};

	return (unsigned)a < ANSWER_COUNT_ ? names[a] : "?";
}

/* The target's line for the endpoint; never NULL for a plan made from that target. */
static const struct target_server *server_of(const struct facts *f, const struct endpoint *e)
{
	for (size_t i = 0; i < f->target->server_n; i++) {
		const struct target_server *s = &f->target->servers[i];

		if (s->service == e->service && s->security == e->security && s->port == e->port &&
		    str_ieq(s->host, e->host))
			return s;
	}
	return NULL;
}

static bool documents(const struct target_server *s, const char *method)
{
	for (size_t i = 0; s && i < s->login.n; i++)
		if (str_istarts(s->login.v[i], method))
			return true;
	return false;
}

static const char *password_word(const struct target *t)
{
	return strs_has(&t->codes, "app-password") ? "app-password" : "password";
}

const char *setting_documented(const struct target *t, const struct target_server *s)
{
	return documents(s, "oauth2") && !documents(s, "password") ? "oauth2" : password_word(t);
}

/* The first kind of login that the server accepts and the settings can name, or METHOD_COUNT_. */
static enum method_kind first_kind(const struct login *l)
{
	enum method_kind kind = 0;

	while (kind < METHOD_COUNT_ && !l->takes[kind])
		kind++;
	return kind;
}

/*
 * What the provider documents and the server offers; if only one of the two is known, that one. A
 * password is preferred only if OAuth2 is not documented.
 */
static const char *auth_of(const struct facts *f, const struct row *r)
{
	const struct target_server *s = server_of(f, r->e);
	struct login login = r->login;
	enum method_kind kind = first_kind(&login);

	if (login.takes[METHOD_OAUTH2] && documents(s, "oauth2"))
		kind = METHOD_OAUTH2;
	if (kind == METHOD_PASSWORD)
		return password_word(f->target);
	if (kind != METHOD_COUNT_)
		return method_kind_name(kind);
	if (s && s->login.n)
		return setting_documented(f->target, s);
	return r->service->protocol == PROTOCOL_SMTP ? "none" : "password";
}

static bool is_same_setting(const struct setting *a, const struct setting *b)
{
	return a->service == b->service && a->security == b->security && a->port == b->port &&
	       str_ieq(a->host, b->host);
}

static void add_setting(struct summary *s, const struct facts *f, const struct row *r)
{
	struct setting row = {.endpoint = r->e->id,
			      .purpose = r->service->purpose,
			      .protocol = r->service->protocol,
			      .service = r->e->service,
			      .host = r->e->host,
			      .port = r->e->port,
			      .security = row_is_plain_here(r) ? SECURITY_NONE : r->e->security};

	for (size_t i = 0; i < s->setting_n; i++)
		if (is_same_setting(&s->settings[i], &row))
			return;
	const struct target_server *server = server_of(f, r->e);

	row.auth = auth_of(f, r);
	row.source = server && server->source ? server->source : f->target->found_by;
	row.user = server ? server->user : NULL;
	s->settings = mem_realloc(s->settings, s->setting_n + 1, sizeof *s->settings);
	s->settings[s->setting_n++] = row;
}

/* Smaller comes first: reading before sending, what was asked for, IMAP before POP3, a server's first choice before an
 * alternative, then RFC 8314's order, then the order of the target. */
static long rank(const struct facts *f, const struct setting *s)
{
	const struct endpoint *e = &f->plan->v[s->endpoint - 1];
	const struct target_server *server = server_of(f, e);
	int mode = s->security == SECURITY_TLS ? 0 : 1;
	long rank = s->purpose == PURPOSE_RECEIVE ? 0 : 1;

	rank = rank * 2 + !target_asks_for(f->target, s->service, s->port);
	rank = rank * 2 + (s->protocol == PROTOCOL_POP3);
	rank = rank * 2 + (server && server->alternative);
	rank = rank * 2 + mode;
	rank = rank * 16 + service_row(s->service)->preference;
	return rank * 1000 + (long)(server ? server - f->target->servers : 999);
}

/* A mark and what it stands for; NULL: not known. */
static char *filled(const char *text, const char *mark, const char *value)
{
	const char *at = strstr(text, mark);

	return at && value
		   ? mem_printf("%.*s%s%s", (int)(at - text), text, value, at + strlen(mark))
		   : mem_strdup(text);
}

char *setting_user(const struct target *t, const struct setting *s)
{
	const char *at = t->email ? strrchr(t->email, '@') : NULL;
	char *local = at ? mem_strndup(t->email, (size_t)(at - t->email)) : NULL;
	char *text = mem_strdup(s->user ? s->user : t->user_form ? "" : t->email ? t->email : "");
	const struct {
		const char *mark, *value;
	} marks[] = {{"%EMAILADDRESS%", t->email},
		     {"%EMAILLOCALPART%", local},
		     {"%EMAILDOMAIN%", t->domain}};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		char *next = filled(text, marks[i].mark, marks[i].value);

		free(text);
		text = next;
	}
	free(local);
	if (*text && !strstr(text, "%EMAIL") && !strstr(text, "%REALNAME%"))
		return text;
	free(text);
	return NULL;
}

static void sort_settings(struct summary *s, const struct facts *f)
{
	for (size_t i = 1; i < s->setting_n; i++) {
		struct setting moving = s->settings[i];
		size_t k = i;

		for (; k && rank(f, &s->settings[k - 1]) > rank(f, &moving); k--)
			s->settings[k] = s->settings[k - 1];
		s->settings[k] = moving;
	}
	for (size_t i = 0; i < s->setting_n; i++)
		s->settings[i].best = i == 0 ||
				      s->settings[i - 1].purpose != s->settings[i].purpose ||
				      s->settings[i - 1].protocol != s->settings[i].protocol;
}

/* The results for one purpose so far. */
struct purpose_tally {
	size_t asked, ended, cut_off, safe, sometimes, unsafe;
};

/* Whether the row does its job, accused or not. */
static bool works(const struct row *r)
{
	if (!row_is_mail(r))
		return r->trusted;
	/* Between servers TLS is opportunistic (RFC 3207 section 4.2): a conversation is enough. */
	if (r->service->purpose == PURPOSE_DELIVERY)
		return r->greeted && r->f->stages[STAGE_CAPS].outcome == OUTCOME_OK;
	return row_safe(r);
}

/* A mail program gets either address of the name by chance, and one of them isn't proven. */
static bool is_proven_by_chance(const struct rows *rows, const struct row *r)
{
	return r->service->purpose <= PURPOSE_SEND && row_unproven_twin(rows, r);
}

static void count(struct purpose_tally *t, const struct rows *rows, const struct row *r, bool safe)
{
	bool sometimes =
	    !safe && works(r) && (row_uneven_twin(rows, r) || is_proven_by_chance(rows, r));

	t->asked++;
	t->ended += r->ended;
	t->cut_off += r->cut_off;
	t->safe += safe;
	t->sometimes += sometimes;
	t->unsafe += !safe && !sometimes && (row_unsafe(r) || works(r));
}

/* Anything but "ok" only once everything for it has ended: until then it may still succeed. */
static enum answer answer_of(const struct purpose_tally *t)
{
	if (t->safe)
		return ANSWER_OK;
	if (t->ended < t->asked || t->cut_off || !t->asked)
		return ANSWER_UNTESTED;
	if (t->sometimes)
		return ANSWER_SOMETIMES;
	return t->unsafe ? ANSWER_UNSAFE : ANSWER_FAILED;
}

static enum answer worse(enum answer a, enum answer b)
{
	return a > b ? a : b;
}

static enum answer others_of(const struct purpose_tally *tallies)
{
	const struct purpose_tally *filter = &tallies[PURPOSE_FILTER], *web = &tallies[PURPOSE_WEB];

	if (!filter->asked)
		return answer_of(web);
	return web->asked ? worse(answer_of(filter), answer_of(web)) : answer_of(filter);
}

static void conclude(struct summary *s, const struct purpose_tally *tallies)
{
	const struct purpose_tally *receive = &tallies[PURPOSE_RECEIVE],
				   *send = &tallies[PURPOSE_SEND];

	s->receive = answer_of(receive);
	s->send = answer_of(send);
	s->delivery = answer_of(&tallies[PURPOSE_DELIVERY]);
	s->others = others_of(tallies);
	s->receive_asked = receive->asked;
	s->send_asked = send->asked;
	s->delivery_asked = tallies[PURPOSE_DELIVERY].asked;
	s->others_asked = tallies[PURPOSE_FILTER].asked || tallies[PURPOSE_WEB].asked;
	s->receive_done = receive->ended == receive->asked;
	s->send_done = send->ended == send->asked;
	s->all_done = s->done == s->total;
}

/*
 * For a domain, a connection is not all: a server that accepts its mail and breaks the domain's
 * promises is not well.
 */
static bool domain_has_problem(const struct facts *f, const struct findings *findings)
{
	for (size_t i = 0; i < findings->n && domain_to_ask(f->target); i++) {
		const struct finding *found = &findings->v[i];
		const struct endpoint *e =
		    found->endpoints.n ? endpoints_get(f->plan, found->endpoints.v[0]) : NULL;

		if (found->verdict == VERDICT_PROBLEM && (!e || e->service == SERVICE_SMTP))
			return true;
	}
	return false;
}

/* A domain whose servers are not known: nothing was tested, and that is no failure of a server. */
static void no_servers(struct summary *s, const struct facts *f, const struct findings *findings)
{
	bool unknown = false;

	for (size_t i = 0; i < findings->n; i++)
		unknown |= str_istarts(findings->v[i].id, "discover.") &&
			   findings->v[i].verdict == VERDICT_PROBLEM && !findings->v[i].endpoints.n;
	if (!f->target->discover || s->setting_n || (!unknown && s->total))
		return;
	s->receive = s->send = ANSWER_UNTESTED;
	s->receive_asked = s->send_asked = true;
}

void summary_init(struct summary *s, const struct facts *f, const struct findings *findings)
{
	struct purpose_tally tallies[PURPOSE_COUNT_] = {0};
	struct rows rows;

	*s = (struct summary){0};
	rows_init(&rows, f);
	for (size_t i = 0; i < rows.n; i++) {
		const struct row *r = &rows.v[i];

		if (!r->counted)
			continue;
		bool safe = works(r) && !is_proven_by_chance(&rows, r) &&
			    findings_verdict(findings, f, r->e->id) != VERDICT_PROBLEM;

		s->total++;
		s->done += r->ended;
		s->checked += r->ended && !r->cut_off;
		if (role_is_superseded(f, r->e))
			continue;
		if (!role_is_foreign(f, r->e))
			count(&tallies[r->service->purpose], &rows, r, safe);
		if (safe && r->service->preference && r->service->purpose <= PURPOSE_SEND)
			add_setting(s, f, r);
	}
	rows_clear(&rows);
	sort_settings(s, f);
	conclude(s, tallies);
	no_servers(s, f, findings);
	/* Asked for, even if it led to no server. */
	s->delivery_asked = s->delivery_asked || domain_to_ask(f->target);
	if (s->delivery == ANSWER_OK && domain_has_problem(f, findings))
		s->delivery = ANSWER_UNSAFE;
}

void summary_clear(struct summary *s)
{
	free(s->settings);
	*s = (struct summary){0};
}

static bool is_bad(bool asked, enum answer answer)
{
	return asked && (answer == ANSWER_UNSAFE || answer == ANSWER_FAILED);
}

bool summary_is_untested(const struct summary *s)
{
	bool mail = s->receive_asked || s->send_asked;

	return summary_exit_status(s) && !is_bad(s->receive_asked, s->receive) &&
	       !is_bad(s->send_asked, s->send) &&
	       !is_bad(!mail && s->delivery_asked, s->delivery) &&
	       !is_bad(!mail && !s->delivery_asked && s->others_asked, s->others);
}

int summary_exit_status(const struct summary *s)
{
	if (s->receive_asked && s->receive != ANSWER_OK)
		return 1;
	if (s->send_asked && s->send != ANSWER_OK)
		return 1;
	if (s->receive_asked || s->send_asked)
		return 0;
	/* A mail program needs neither port 25 nor the web port: they count if nothing else was
	 * asked for. */
	if (s->delivery_asked)
		return s->delivery == ANSWER_OK ? 0 : 1;
	return s->others_asked && s->others == ANSWER_OK ? 0 : 1;
}
