/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The mail services of a machine are down as a whole: it refuses ports for reading by itself, ends others without a
 * word, and still answers at its web port or at port 25.
 */
#include "config.h"
#include "reason/rules/rules.h"

#include <stdlib.h>
#include <string.h>

/* What the mail ports of one machine show together. */
struct outage {
	struct strs refused, cut; /* ports */
	bool reading;		  /* one for reading refuses */
	bool proven; /* one that was cut shows a certificate that this computer trusts */
	bool speaks; /* one has a word, or may still have, or is blocked on the way */
	const struct row *relay, *web; /* what is well */
};

static int by_number(const void *a, const void *b)
{
	const char *one = *(char *const *)a, *two = *(char *const *)b;
	size_t shorter = strlen(one), longer = strlen(two);

	return shorter != longer ? (shorter < longer ? -1 : 1) : strcmp(one, two);
}

static void tell_ports(struct draft *d, const char *name, struct strs *ports)
{
	if (ports->n)
		qsort(ports->v, ports->n, sizeof *ports->v, by_number);
	draft_arg_list(d, name, ports);
}

static bool is_for_people(const struct judge *j, const struct row *r)
{
	return (r->service->purpose == PURPOSE_RECEIVE || r->service->purpose == PURPOSE_SEND) &&
	       !row_is_aside(j->f, r->e);
}

/* Ended without a word by the machine itself, and not by what ends other servers' connections too. */
static bool is_cut_there(const struct judge *j, const struct row *r)
{
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);

	return row_is_wordless(r) && outcome_is_cut(r->f->outcome) &&
	       !(c && (c->answered == OUTCOME_OK || compare_stopped(&c->else_port)));
}

static void look_at(const struct judge *j, struct outage *o, const struct row *r)
{
	bool delivers = r->service->purpose == PURPOSE_DELIVERY;

	if (!row_is_mail(r)) {
		o->web = r->tcp == OUTCOME_OK ? r : o->web;
	} else if (delivers && r->greeted) {
		o->relay = r;
	} else if (is_cut_there(j, r) && (delivers || is_for_people(j, r))) {
		row_add_port(r, &o->cut);
		o->proven = o->proven || (r->trusted && !j->issuer_box[r->e->id - 1].known);
	} else if (is_for_people(j, r) && row_is_shut_there(j, r)) {
		if (r->tcp != OUTCOME_REFUSED)
			return;
		row_add_port(r, &o->refused);
		o->reading = o->reading || r->service->purpose == PURPOSE_RECEIVE;
	} else if (is_for_people(j, r)) {
		o->speaks = true;
	}
}

static void tell(const struct judge *j, const struct row *r, struct outage *o, struct draft *d)
{
	const struct row *well = o->relay ? o->relay : o->web;

	draft_cite(d, r->f->connected_event);
	draft_cite_event(d, r->f->closed);
	draft_cite_stage(d, r, r->f->end_stage);
	draft_cite_stage(d, well, well->greeted ? STAGE_GREETING : STAGE_TCP);
	tell_ports(d, "refused", &o->refused);
	tell_ports(d, "cut", &o->cut);
	draft_arg_number(d, "open", well->e->port);
	if (!o->proven && !o->relay && !row_is_fine_elsewhere(j, r))
		d->certainty = CERTAINTY_POSSIBLE;
}

/* A server for sending alone refuses what reads: row_is_aside() goes by its name. */
RULE(host_mail_down)
{
	bool member = r->service->purpose == PURPOSE_DELIVERY
			  ? is_cut_there(j, r)
			  : is_for_people(j, r) && (is_cut_there(j, r) || row_is_shut_there(j, r));
	struct outage o = {0};

	for (size_t i = 0; i < j->rows.n && member; i++)
		if (j->rows.v[i].counted && row_same_host(j, r, &j->rows.v[i]))
			look_at(j, &o, &j->rows.v[i]);
	bool down = member && !o.speaks && o.reading && o.cut.n && (o.relay || o.web);

	if (down)
		tell(j, r, &o, d);
	strs_clear(&o.refused);
	strs_clear(&o.cut);
	return down;
}
