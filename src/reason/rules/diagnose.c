/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks the table of rules and turns what holds into findings. */
#include "config.h"
#include "reason/rules/diagnose.h"
#include "reason/domain/domain.h"
#include "reason/rules/rules.h"

#include "base/buf.h"
#include "base/mem.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A finding under construction. */
struct made {
	struct finding f;
	const struct rule *rule;
	char *key;  /* what its rows have in common */
	int under;  /* index into the same list, -1 if none */
	int blocks; /* how much of reading and sending it prevents: 0 to 2 */
	int rank;   /* of the likeliest of its ports: the smaller, the likelier it is in use */
	bool told;  /* without a word, where the host tells its fault at another port */
	bool spare; /* a warning about ports that refuse, where others serve */
	bool used;  /* one about a port that serves safely */
	bool asked; /* about a port that the person typed */
	bool shut;  /* all its ports refuse, and none was typed */
	bool open;  /* one of its ports connects */
};

struct work {
	struct judge judge;
	struct made *v;
	size_t n;
};

/* Worst first; untested findings come between the notes and the good ones. */
static int gravity(enum verdict v)
{
	static const int order[VERDICT_COUNT_] = {[VERDICT_OK] = 0,
						  [VERDICT_UNTESTED] = 1,
						  [VERDICT_NOTE] = 2,
						  [VERDICT_WARNING] = 3,
						  [VERDICT_PROBLEM] = 4};

	return order[v];
}

static bool has_number(const struct numbers *list, unsigned number)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i] == number)
			return true;
	return false;
}

static void add_number(struct numbers *list, unsigned number)
{
	if (!number || has_number(list, number))
		return;
	list->v = mem_realloc(list->v, list->n + 1, sizeof *list->v);
	list->v[list->n++] = number;
}

/* Whether a finding about the mail domain is about the row's name: one in that domain, or one that it names itself. */
static bool is_of_its_domain(const struct work *w, const struct made *m, unsigned endpoint)
{
	const char *host = w->judge.rows.v[endpoint - 1].e->host, *domain = w->judge.domain.name;
	const char *names = finding_arg(&m->f, "names");

	if (names)
		return str_icontains(names, host);
	return domain && str_is_within(host, domain);
}

/* The finding that explains the rule's finding about the row (0: about the target), -1 if none; rules above only. */
static int hider_of(const struct work *w, const struct rule *rule, unsigned endpoint)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct made *m = &w->v[i];
		bool target = m->rule->merge == MERGE_TARGET;

		if (m->rule != rule && m->rule->hides && str_is_listed(m->rule->hides, rule->id) &&
		    (!endpoint ? target
		     : target  ? is_of_its_domain(w, m, endpoint)
			       : has_number(&m->f.endpoints, endpoint)))
			return m->under >= 0 ? m->under : (int)i;
	}
	return -1;
}

static char *key_of(const struct rule *rule, const struct row *r, const struct draft *d, int under)
{
	const char *own = d->key ? d->key : "";

	switch (r ? rule->merge : MERGE_TARGET) { /* no row: it is about the whole run */
	case MERGE_TARGET:
		return mem_strdup(own);
	case MERGE_NONE:
		return mem_printf("%d|#%u|%s", under, r->e->id, own);
	default:
		return mem_printf("%d|%s", under, own);
	}
}

/* Whether the draft says the same as an existing finding. */
static bool says_the_same(const struct finding *f, const struct draft *d)
{
	for (size_t i = 0; i < d->arg_n; i++)
		if (!str_eq(finding_arg(f, d->args[i].name), d->args[i].value))
			return false;
	return true;
}

/* One host is one cause; so are several names of one machine with the same finding. */
static bool is_about_host(const struct judge *j, const struct made *m, const struct row *r,
			  const struct draft *d)
{
	size_t mine = r->e->id - 1, other = m->f.endpoints.v[0] - 1;

	if (m->rule->alike && domain_is_mx(j->f->target, r->e) &&
	    domain_is_mx(j->f->target, j->rows.v[other].e))
		return true;
	return j->host_of[mine] == j->host_of[other] ||
	       (j->machine_of[mine] == j->machine_of[other] && says_the_same(&m->f, d));
}

static struct made *find_or_add(struct work *w, const struct rule *rule, const struct row *r,
				const struct draft *d)
{
	int under = hider_of(w, rule, r ? r->e->id : 0);
	char *key = key_of(rule, r, d, under);

	for (size_t i = 0; i < w->n; i++)
		if (w->v[i].rule == rule && str_eq(w->v[i].key, key) &&
		    (!r || rule->merge != MERGE_HOST || is_about_host(&w->judge, &w->v[i], r, d))) {
			free(key);
			return &w->v[i];
		}
	w->v = mem_realloc(w->v, w->n + 1, sizeof *w->v);
	w->v[w->n] = (struct made){.rule = rule, .key = key, .under = under};
	w->v[w->n].f = (struct finding){.id = rule->id,
					.verdict = d->verdict,
					.certainty = d->certainty,
					.place = d->place,
					.wait_ms = rule->wait_ms,
					.hop = mem_strdup(d->hop),
					.under = -1};
	return &w->v[w->n++];
}

static void add_arg(struct finding *f, const char *name, const char *value)
{
	if (finding_arg(f, name))
		return;
	f->args = mem_realloc(f->args, f->arg_n + 1, sizeof *f->args);
	f->args[f->arg_n++] =
	    (struct finding_arg){.name = mem_strdup(name), .value = mem_strdup(value)};
}

/* Several rows, one finding: the graver verdict, the lesser certainty, all the evidence. */
static void merge(struct finding *f, const struct row *r, const struct draft *d)
{
	if (gravity(d->verdict) > gravity(f->verdict))
		f->verdict = d->verdict;
	if (d->certainty < f->certainty)
		f->certainty = d->certainty;
	if (d->place != f->place)
		f->place = PLACE_UNKNOWN;
	if (r)
		add_number(&f->endpoints, r->e->id);
	for (size_t i = 0; i < d->evidence_n; i++)
		add_number(&f->evidence, d->evidence[i]);
	for (size_t i = 0; i < d->arg_n; i++)
		add_arg(f, d->args[i].name, d->args[i].value);
}

/* r is NULL for a rule about the target. */
static void try_rule(struct work *w, const struct rule *rule, const struct row *r)
{
	struct draft d;

	draft_begin(&d, rule->verdict, rule->certainty, rule->place);
	if (rule->holds(rule, &w->judge, r, &d)) {
		if (r && !d.evidence_n)
			draft_cite_stage(&d, r, rule->stage);
		if (r && !d.evidence_n)
			draft_cite(&d, r->f->end_event ? r->f->end_event : r->f->begin_event);
		merge(&find_or_add(w, rule, r, &d)->f, r, &d);
		if (r)
			w->judge.found[r->e->id - 1]++;
	}
	draft_clear(&d);
}

/* Whether some row serves the purpose safely, or still may. */
static bool purpose_served(const struct judge *j, enum purpose purpose)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];

		if (r->counted && r->service->purpose == purpose && (!r->ended || row_safe(r)) &&
		    !role_is_superseded(j->f, r->e))
			return true;
	}
	return false;
}

/* Every port for sending of the host refuses, and there is one. */
static bool sending_is_shut(const struct judge *j, const struct row *r)
{
	bool any = false;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || other->service->purpose != PURPOSE_SEND ||
		    !row_same_host(j, other, r))
			continue;
		if (other->tcp != OUTCOME_REFUSED)
			return false;
		any = true;
	}
	return any;
}

/* Port 25 where a person sends by it: it was typed and nothing else serves, or it alone has words. */
static bool is_for_sending(const struct judge *j, const struct row *r)
{
	if (r->service->purpose != PURPOSE_DELIVERY || purpose_served(j, PURPOSE_SEND))
		return false;
	return target_asks_for(j->f->target, r->e->service, r->e->port) ||
	       (j->refusal[r->e->id - 1] != REFUSAL_MEANS_NONE && sending_is_shut(j, r));
}

/* Senders that check DANE look at nothing else in the certificate (RFC 7672 section 3.1.1). */
static bool is_proven_by_dane(const struct judge *j, const struct row *r)
{
	struct draft aside = {0};
	bool proven = rule_dane_ok(NULL, j, r, &aside);

	draft_clear(&aside);
	return proven;
}

/* What one row's purpose makes of a problem. */
static enum verdict graded(const struct judge *j, const struct row *r, const struct rule *rule,
			   enum verdict v)
{
	enum purpose purpose = r->service->purpose;
	enum grade grade = rule->grade;

	if (row_is_aside(j->f, r->e) && !is_for_sending(j, r))
		return VERDICT_NOTE;
	if (purpose == PURPOSE_FILTER && v == VERDICT_PROBLEM)
		v = VERDICT_WARNING;
	if (grade == GRADE_CERT && v == VERDICT_PROBLEM && domain_is_mx(j->f->target, r->e))
		v = is_proven_by_dane(j, r) ? VERDICT_NOTE : VERDICT_WARNING;
	if (grade >= GRADE_ELSE && v == VERDICT_PROBLEM && purpose_served(j, purpose))
		v = VERDICT_WARNING;
	if (grade == GRADE_SPARE && v == VERDICT_PROBLEM && !j->named && purpose_answered(j, r))
		v = VERDICT_WARNING;
	/* Every MX of a domain is to receive mail (RFC 5321, 5.1): none is spare. */
	if (grade == GRADE_SPARE && v == VERDICT_WARNING && !j->named &&
	    !domain_is_mx(j->f->target, r->e) &&
	    !target_asks_for(j->f->target, r->e->service, r->e->port))
		v = VERDICT_NOTE;
	return v;
}

static void grade(const struct judge *j, struct made *m)
{
	enum verdict worst = VERDICT_OK;

	if (m->rule->grade == GRADE_ONLY_25 && judge_asks_only_mx(j))
		m->f.verdict =
		    purpose_served(j, PURPOSE_DELIVERY) ? VERDICT_WARNING : VERDICT_PROBLEM;
	if (m->rule->grade <= GRADE_ONLY_25 || m->f.verdict < VERDICT_NOTE ||
	    m->f.verdict > VERDICT_PROBLEM)
		return;
	for (size_t i = 0; i < m->f.endpoints.n; i++) {
		const struct row *r = &j->rows.v[m->f.endpoints.v[i] - 1];
		enum verdict v = graded(j, r, m->rule, m->f.verdict);

		if (v > worst)
			worst = v;
	}
	m->f.verdict = worst;
}

/* A problem of port 25 alone, and so only a note, that whatever answers there has told: a program set to that port
 * meets it. The web port may share it. */
static bool is_turned_away_at_25(const struct judge *j, const struct made *m)
{
	bool told = m->rule->stage == STAGE_TCP || m->rule->stage == STAGE_GREETING ||
		    m->rule->stage == STAGE_CAPS || m->rule->stage == STAGE_STARTTLS;

	if (!told || m->rule->verdict != VERDICT_PROBLEM || m->f.verdict != VERDICT_NOTE ||
	    m->rule->hint != HINT_NONE)
		return false;
	size_t n = 0;

	for (size_t i = 0; i < m->f.endpoints.n; i++) {
		const struct row *r = &j->rows.v[m->f.endpoints.v[i] - 1];

		if (!row_is_mail(r))
			continue;
		if (r->service->purpose != PURPOSE_DELIVERY || r->tcp != OUTCOME_OK)
			return false;
		n++;
	}
	return n;
}

/* Mail does not need the web port: no hint for it alone. */
static enum hint hint_of(const struct judge *j, const struct made *m)
{
	enum hint hint = is_turned_away_at_25(j, m) ? HINT_PORT25 : m->rule->hint;

	/* What the server's kind is known to leave out by mistake concerns other servers' mail, whatever was asked. */
	if (hint == HINT_ONLY_25 && finding_arg(&m->f, "enable"))
		hint = HINT_PORT25;

	if (m->under >= 0 || (hint == HINT_ONLY_25 && !judge_asks_only_mx(j)) ||
	    (m->rule->grade == GRADE_CERT && judge_asks_only_mx(j)))
		return HINT_NONE;
	for (size_t i = 0; i < m->f.endpoints.n; i++) {
		const struct row *r = &j->rows.v[m->f.endpoints.v[i] - 1];

		/* Servers wait; a mail program has no business at port 25. */
		if (row_is_mail(r) && (hint != HINT_WAIT || !row_is_aside(j->f, r->e)))
			return hint;
	}
	return m->f.endpoints.n ? HINT_NONE : hint;
}

/* Reading and sending, as far as they fail and the finding is one of their problems. */
static int blocked_by(const struct judge *j, const struct finding *f)
{
	bool hit[PURPOSE_COUNT_] = {false};
	int n = 0;

	for (size_t i = 0; i < f->endpoints.n; i++) {
		const struct row *r = &j->rows.v[f->endpoints.v[i] - 1];

		hit[is_for_sending(j, r) ? PURPOSE_SEND : r->service->purpose] = true;
	}
	for (int purpose = PURPOSE_RECEIVE; purpose <= PURPOSE_SEND; purpose++)
		n += hit[purpose] && !purpose_served(j, (enum purpose)purpose);
	return f->verdict == VERDICT_PROBLEM ? n : 0;
}

#define RANK_SILENT 100 /* a port that does not connect is less likely the one in use */

static bool tells_its_fault(const struct judge *j, size_t host)
{
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->host_of[i] == host && j->refusal[i] == REFUSAL_MEANS_FAULT &&
		    j->rows.v[i].counted && row_says_why(j, &j->rows.v[i]))
			return true;
	return false;
}

static bool is_told_elsewhere(const struct judge *j, const struct made *m)
{
	for (size_t i = 0; i < m->f.endpoints.n && m->rule->wordless; i++)
		if (!tells_its_fault(j, j->host_of[m->f.endpoints.v[i] - 1]))
			return false;
	return m->rule->wordless && m->f.endpoints.n;
}

/* RFC 8314's order of preference. */
static int rank_of(const struct judge *j, const struct finding *f)
{
	int best = 2 * RANK_SILENT;

	for (size_t i = 0; i < f->endpoints.n; i++) {
		const struct row *r = &j->rows.v[f->endpoints.v[i] - 1];
		int rank = r->service->preference + (r->tcp == OUTCOME_OK ? 0 : RANK_SILENT);

		best = rank < best ? rank : best;
	}
	return best;
}

/* A warning of ports that refuse and that no setting needs; or of a port in use. */
static void tell_use(const struct judge *j, struct made *m)
{
	bool warns = m->f.verdict == VERDICT_WARNING && m->f.endpoints.n;

	m->spare = warns;
	for (size_t i = 0; i < m->f.endpoints.n && warns; i++) {
		const struct row *r = &j->rows.v[m->f.endpoints.v[i] - 1];

		m->spare =
		    m->spare && r->tcp == OUTCOME_REFUSED && purpose_served(j, r->service->purpose);
		m->used = m->used || (r->counted && row_safe(r));
	}
}

/* A port that was typed is the one in use; one that refuses, beside others, may not be meant to serve at all. */
static void tell_wish(const struct judge *j, struct made *m)
{
	m->shut = m->f.endpoints.n;
	for (size_t i = 0; i < m->f.endpoints.n; i++) {
		const struct row *r = &j->rows.v[m->f.endpoints.v[i] - 1];

		m->asked = m->asked || target_asks_for(j->f->target, r->e->service, r->e->port);
		m->shut = m->shut && r->tcp == OUTCOME_REFUSED;
		m->open = m->open || r->tcp == OUTCOME_OK;
	}
	m->shut = m->shut && !m->asked;
}

/* What a domain publishes for other servers concerns its administrator. */
static bool is_for_operator(const struct rule *rule)
{
	return rule->for_operator || (rule->merge == MERGE_TARGET && !rule->for_person);
}

/* The cause of what the person cannot do comes first, the more certain one of two. */
static bool goes_before(const struct made *a, const struct made *b)
{
	if (gravity(a->f.verdict) != gravity(b->f.verdict))
		return gravity(a->f.verdict) > gravity(b->f.verdict);
	if (a->blocks && b->blocks && a->told != b->told)
		return b->told;
	if (a->blocks && b->blocks && a->asked != b->asked)
		return a->asked;
	if (a->blocks != b->blocks)
		return a->blocks > b->blocks;
	if (a->blocks && a->asked != b->asked)
		return a->asked;
	if (a->blocks && ((a->shut && b->open) || (b->shut && a->open)))
		return b->shut;
	if ((a->spare && b->used) || (b->spare && a->used))
		return b->spare;
	if (is_for_operator(a->rule) != is_for_operator(b->rule))
		return is_for_operator(b->rule);
	if (a->f.certainty != b->f.certainty)
		return a->f.certainty > b->f.certainty;
	if (a->blocks && a->rank != b->rank)
		return a->rank < b->rank;
	return false; /* the order of the table, which is the order of making */
}

static void sort(const struct work *w, size_t *order)
{
	for (size_t i = 0; i < w->n; i++) {
		size_t k = i;

		for (; k && goes_before(&w->v[i], &w->v[order[k - 1]]); k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
}

/* What follows from something is no graver than that. */
static void ease(struct finding *consequence, const struct finding *cause)
{
	if (gravity(cause->verdict) >= gravity(VERDICT_NOTE) &&
	    gravity(consequence->verdict) > gravity(cause->verdict))
		consequence->verdict = cause->verdict;
}

/* Outputs the findings: worst first, each followed by those folded under it. */
static void put_out(struct work *w, struct findings *ret)
{
	size_t *order = mem_calloc(w->n + 1, sizeof *order);

	*ret = (struct findings){.v = mem_calloc(w->n + 1, sizeof *ret->v)};
	sort(w, order);
	for (size_t i = 0; i < w->n; i++) {
		if (w->v[order[i]].under >= 0)
			continue;
		int parent = (int)ret->n;

		ret->v[ret->n++] = w->v[order[i]].f;
		for (size_t k = 0; k < w->n; k++) {
			if (w->v[order[k]].under != (int)order[i])
				continue;
			ret->v[ret->n] = w->v[order[k]].f;
			ease(&ret->v[ret->n], &ret->v[parent]);
			ret->v[ret->n++].under = parent;
		}
	}
	assert(ret->n == w->n);
	free(order);
}

static void try_rules(struct work *w)
{
	const struct rows *rows = &w->judge.rows;
	const struct row **asked = mem_calloc(rows->n + 1, sizeof(const struct row *));
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++)
		if (rows->v[i].counted && rows->v[i].f->begin_event &&
		    !row_is_vain_guess(&w->judge, &rows->v[i]))
			asked[n++] = &rows->v[i];
	for (size_t i = 0; i < rule_n; i++) {
		if (rules[i].merge == MERGE_TARGET)
			try_rule(w, &rules[i], NULL);
		for (size_t k = 0; k < n && rules[i].merge != MERGE_TARGET; k++)
			try_rule(w, &rules[i], asked[k]);
	}
	free(asked);
}

void diagnose(struct findings *ret, const struct facts *f)
{
	struct work w = {0};

	judge_init(&w.judge, f);
	try_rules(&w);
	for (size_t i = 0; i < w.n; i++) {
		grade(&w.judge, &w.v[i]);
		w.v[i].blocks = blocked_by(&w.judge, &w.v[i].f);
		w.v[i].rank = rank_of(&w.judge, &w.v[i].f);
		w.v[i].told = is_told_elsewhere(&w.judge, &w.v[i]);
		tell_use(&w.judge, &w.v[i]);
		tell_wish(&w.judge, &w.v[i]);
		w.v[i].f.hint = hint_of(&w.judge, &w.v[i]);
		w.v[i].f.for_operator = is_for_operator(w.v[i].rule);
	}
	put_out(&w, ret);
	for (size_t i = 0; i < w.n; i++)
		free(w.v[i].key);
	free(w.v);
	judge_clear(&w.judge);
}
