/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run as a whole, counted once, so that every rule can look at it cheaply. */
#include "config.h"
#include "reason/rules/survey.h"
#include "reason/rules/rules.h"

#include "base/mem.h"
#include "know/services.h"

#include <stdlib.h>

/* Numbers the distinct texts of the rows: the number of the first row with an equal one. */
static void number(const struct rows *rows, const char *(*text)(const struct row *r),
		   unsigned *numbers)
{
	for (size_t i = 0; i < rows->n; i++) {
		const char *mine = text(&rows->v[i]);
		size_t k = 0;

		while (k < i && !(mine && str_ieq(text(&rows->v[k]), mine)))
			k++;
		numbers[i] = (unsigned)k;
	}
}

static const char *host_text(const struct row *r)
{
	return r->e->host;
}

/* Rows with one name or one address are about one machine, and so on along the chain. */
static void number_machines(struct judge *j)
{
	unsigned *machine = j->machine_of;

	for (size_t i = 0; i < j->rows.n; i++)
		machine[i] = (unsigned)i;
	for (size_t i = 0; i < j->rows.n; i++)
		for (size_t k = 0; k < i; k++) {
			unsigned old = machine[i], one = machine[k];

			if (old == one || (j->host_of[i] != j->host_of[k] &&
					   !row_same_address(&j->rows.v[i], &j->rows.v[k])))
				continue;
			for (size_t m = 0; m <= i; m++)
				if (machine[m] == old)
					machine[m] = one;
		}
}

static bool is_pending(const struct row *r)
{
	return !r->ended && !r->absent && r->tcp == OUTCOME_NONE;
}

static bool was_tried(const struct row *r)
{
	return r->tcp != OUTCOME_NONE && r->tcp != OUTCOME_CANCELLED && r->tcp != OUTCOME_SKIPPED;
}

static void count_in(const struct judge *j, struct tally *c, const struct row *r)
{
	enum outcome tcp = row_is_denied_afar(j, r) ? OUTCOME_UNREACHABLE : r->tcp;

	c->rows++;
	c->pending += is_pending(r);
	if (!was_tried(r))
		return;
	compare_count(&c->tcp, tcp);
	if (!c->port_low || r->e->port < c->port_low)
		c->port_low = r->e->port;
	if (r->e->port > c->port_high)
		c->port_high = r->e->port;
}

static void count_rows(struct judge *j)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];
		bool is_web = !row_is_mail(r);

		if (!r->counted)
			continue;
		count_in(j, &j->all, r);
		count_in(j, is_web ? &j->web : &j->mail, r);
		count_in(j, &j->by_family[r->e->family], r);
		count_in(j, &j->by_host[j->host_of[i]], r);
		count_in(j, &j->by_machine[j->machine_of[i]], r);
	}
	for (size_t i = 0; i < j->rows.n; i++)
		j->all.hosts += j->by_host[i].port_high > 0;
}

static bool is_twin(const struct endpoint *a, const struct endpoint *b)
{
	return a->service == b->service && a->port == b->port && a->family != b->family &&
	       str_ieq(a->host, b->host);
}

/* The families of which some row fails although its twin in the other family connects. */
static void pair_families(struct judge *j)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *a = &j->rows.v[i];

		if (a->tcp != OUTCOME_TIMEOUT && a->tcp != OUTCOME_UNREACHABLE)
			continue;
		for (size_t k = 0; k < j->rows.n && !j->family_pair[a->e->family]; k++)
			if (j->rows.v[k].tcp == OUTCOME_OK && is_twin(a->e, j->rows.v[k].e))
				j->family_pair[a->e->family] = true;
	}
}

static void count_leaf(struct judge *j, const struct row *r)
{
	const struct event *leaf = row_leaf(r);
	struct trust *t = &j->trust;

	t->leaves++;
	t->expired += leaf->not_after && leaf->not_after < j->f->now;
	t->early += leaf->not_before > j->f->now;
	if (!t->newest || leaf->not_before > row_leaf(t->newest)->not_before)
		t->newest = r;
}

static void count_trust(struct judge *j)
{
	unsigned *leaf_of = mem_calloc(j->rows.n + 1, sizeof *leaf_of);
	bool *seen = mem_calloc(j->rows.n + 1, sizeof *seen);
	bool shared = true;

	number(&j->rows, row_leaf_id, leaf_of);
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];
		struct trust *t = &j->trust;

		if (!r->counted || !r->f->chain_n || !r->f->verify)
			continue;
		if (leaf_of[i] == i)
			count_leaf(j, r);
		if (seen[j->host_of[i]])
			continue;
		seen[j->host_of[i]] = true;
		t->hosts++;
		if (!(r->f->verify->status & CERT_UNTRUSTED))
			continue;
		t->foreign_hosts++;
		if (!t->foreign_issuer)
			t->foreign_issuer = row_issuer(r); /* a proxy signs with it */
		shared = shared && t->foreign_issuer && str_eq(t->foreign_issuer, row_issuer(r));
	}
	if (!shared)
		j->trust.foreign_issuer = NULL;
	free(seen);
	free(leaf_of);
}

static enum refusal_meaning refusal_of(const struct judge *j, const struct row *r)
{
	enum refusal_meaning meaning =
	    refusal_meaning(row_refusal(j, r), r->service->protocol, j->f->target->provider);
	bool counts = meaning == REFUSAL_MEANS_CONNECTIONS || meaning == REFUSAL_MEANS_ATTEMPTS;

	/* A middlebox known by name counts separately. */
	return counts && j->banner_box[r->e->id - 1].known ? REFUSAL_MEANS_TEMPORARY : meaning;
}

void judge_init(struct judge *j, const struct facts *f)
{
	size_t room = f->n + 1;

	*j = (struct judge){.f = f};
	rows_init(&j->rows, f);
	j->host_of = mem_calloc(room, sizeof *j->host_of);
	j->machine_of = mem_calloc(room, sizeof *j->machine_of);
	j->by_host = mem_calloc(room, sizeof *j->by_host);
	j->by_machine = mem_calloc(room, sizeof *j->by_machine);
	j->found = mem_calloc(room, sizeof *j->found);
	j->named = f->target->provider || f->target->practice;
	number(&j->rows, host_text, j->host_of);
	number_machines(j);
	j->issuer_box = mem_calloc(room, sizeof *j->issuer_box);
	j->banner_box = mem_calloc(room, sizeof *j->banner_box);
	j->refusal = mem_calloc(room, sizeof *j->refusal);
	for (size_t i = 0; i < f->n; i++) {
		row_find_issuer(&j->rows.v[i], &j->issuer_box[i]);
		row_find_banner(&j->rows.v[i], &j->banner_box[i]);
		j->refusal[i] = refusal_of(j, &j->rows.v[i]);
	}
	survey_paths(j);
	count_rows(j);
	pair_families(j);
	count_trust(j);
	compare_init(&j->comparison, f);
	survey_portal(j);
	for (int family = 0; family < FAMILY_COUNT_; family++)
		j->others[family] = compare_others(f, 0, (enum family)family);
	survey_blocks(j);
	survey_domain(j);
	survey_sts(j);
}

void judge_clear(struct judge *j)
{
	survey_paths_clear(j);
	strs_clear(&j->domain.hosts);
	domain_policy_clear(&j->sts.policy);
	strs_clear(&j->sts.uncovered);
	compare_clear(&j->comparison);
	rows_clear(&j->rows);
	free(j->host_of);
	free(j->machine_of);
	free(j->by_host);
	free(j->by_machine);
	free(j->issuer_box);
	free(j->banner_box);
	free(j->refusal);
	free(j->found);
	*j = (struct judge){0};
}

bool row_same_host(const struct judge *j, const struct row *a, const struct row *b)
{
	return j->host_of[a->e->id - 1] == j->host_of[b->e->id - 1];
}

bool nothing_connects(const struct tally *c)
{
	return !c->pending && !c->tcp.up && !c->tcp.refused && !c->tcp.other &&
	       (c->tcp.silent || c->tcp.unreachable);
}

const struct tally *tally_of_host(const struct judge *j, const struct row *r)
{
	return &j->by_host[j->host_of[r->e->id - 1]];
}

const struct tally *tally_of_machine(const struct judge *j, const struct row *r)
{
	return &j->by_machine[j->machine_of[r->e->id - 1]];
}

static bool is_answer(const struct compare_ends *ends)
{
	return ends->up || ends->refused;
}

bool something_answers(const struct judge *j)
{
	return is_answer(&j->all.tcp) || is_answer(&j->others[FAMILY_ANY].tcp);
}

bool purpose_answered(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->e->port != r->e->port && other->tcp == OUTCOME_OK &&
		    other->service->purpose == r->service->purpose &&
		    !role_is_superseded(j->f, other->e))
			return true;
	}
	return false;
}

bool judge_asks_only_mx(const struct judge *j)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		enum purpose purpose = j->rows.v[i].service->purpose;

		if (j->rows.v[i].counted && purpose != PURPOSE_DELIVERY && purpose != PURPOSE_WEB &&
		    !role_is_foreign(j->f, j->rows.v[i].e))
			return false;
	}
	return true;
}

/* The web port answers here, and only the address that cannot exist was asked, because of its certificate's name. */
static bool is_asked_for_the_name(const struct compare_row *c)
{
	return c->port == service_row(SERVICE_HTTPS)->port && c->here_port.heard;
}

const struct compare_row *first_if_all(const struct judge *j, enum family family,
				       bool (*holds)(const struct judge *j,
						     const struct compare_row *c))
{
	const struct compare_row *first = NULL;

	for (size_t i = 0; i < j->comparison.n; i++) {
		const struct compare_row *c = &j->comparison.v[i];

		if (c->family != family || is_asked_for_the_name(c))
			continue;
		if (!holds(j, c))
			return NULL;
		first = first ? first : c;
	}
	return first;
}
