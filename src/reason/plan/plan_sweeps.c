/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/plan/plan.h"

#include "reason/facts/facts.h"

#define US_MAX 600000000 /* no round trip takes longer; a stranger's log may say so */
#define NEAR_US 1500	 /* a difference of round trips that is more than chance … */
/* … and the part of the working port's round trip that is less than its own */
#define NEAR_PERCENT 85

static const struct fact_stage *tcp_of(const struct endpoint_facts *e)
{
	return &e->stages[STAGE_TCP];
}

static const char *address_of(const struct facts *f, size_t i)
{
	return facts_address(f, (unsigned)i + 1);
}

static bool is_at(const struct facts *f, size_t i, const char *address)
{
	const char *other = address ? address_of(f, i) : NULL;

	return other && (other == address || str_eq(other, address));
}

static bool is_beside(const struct facts *f, size_t a, size_t b)
{
	return a != b && is_at(f, b, address_of(f, a));
}

/* A row that connects at the same address and family, 0 if there is none: the comparison for a
 * suspect. */
static unsigned working_beside(const struct facts *f, unsigned suspect)
{
	const char *address = facts_address(f, suspect);
	unsigned best = 0;

	for (size_t i = 0; suspect && suspect <= f->n && i < f->n; i++) {
		/* The one with the longest path: a nearer answer may be a proxy's. */
		bool better = tcp_of(&f->v[i])->outcome == OUTCOME_OK && i != suspect - 1 &&
			      (!best || tcp_of(&f->v[i])->us > tcp_of(&f->v[best - 1])->us);

		if (better && is_at(f, i, address))
			best = (unsigned)i + 1;
	}
	return best;
}

/*
 * A row of another server over the suspect's family, 0 if there is none: where no port of the address works, the
 * way there shows how far the suspect should get. The first one that connects, else the first silent one.
 */
static unsigned reference_for(const struct facts *f, unsigned suspect)
{
	enum family family = f->plan->v[suspect - 1].family;
	unsigned silent = 0;

	for (size_t i = 0; i < f->n; i++) {
		const struct endpoint *e = &f->plan->v[i];

		if (e->why != WHY_REFERENCE || e->family != family || !address_of(f, i))
			continue;
		if (tcp_of(&f->v[i])->outcome == OUTCOME_OK)
			return (unsigned)i + 1;
		if (!silent &&
		    (tcp_of(&f->v[i])->outcome == OUTCOME_TIMEOUT || tcp_of(&f->v[i])->waiting_us))
			silent = (unsigned)i + 1;
	}
	return silent;
}

/* The row whose sweep is to be compared with the suspect's, or 0. */
static unsigned beside(const struct facts *f, unsigned suspect)
{
	unsigned working = working_beside(f, suspect);

	if (working || !suspect || suspect > f->n ||
	    tcp_of(&f->v[suspect - 1])->outcome != OUTCOME_TIMEOUT)
		return working;
	return reference_for(f, suspect);
}

/* Whether any port was accepted so late: most rows are done with before addresses are compared. */
static bool is_outdone(const struct facts *f, int64_t us)
{
	for (size_t i = 0; i < f->n; i++) {
		int64_t other = tcp_of(&f->v[i])->us;

		if (tcp_of(&f->v[i])->outcome == OUTCOME_OK &&
		    (other > US_MAX || (other > 0 && us * 100 < other * NEAR_PERCENT)))
			return true;
	}
	return false;
}

/* Accepted far sooner than another port of the same address. */
static bool opens_near(const struct facts *f, size_t i)
{
	int64_t us = tcp_of(&f->v[i])->us;

	if (us < 0 || us > US_MAX || !is_outdone(f, us))
		return false;
	unsigned working = working_beside(f, (unsigned)i + 1);

	if (!working || tcp_of(&f->v[working - 1])->us > US_MAX)
		return false;
	return us * 100 < tcp_of(&f->v[working - 1])->us * NEAR_PERCENT &&
	       tcp_of(&f->v[working - 1])->us - us > NEAR_US;
}

/* Its certificate is not trusted, and that of another port of the same address is. */
static bool is_strange(const struct facts *f, size_t i)
{
	if (!f->v[i].verify || !(f->v[i].verify->status & CERT_UNTRUSTED))
		return false;
	for (size_t k = 0; k < f->n; k++)
		if (is_beside(f, i, k) && f->v[k].verify && !f->v[k].verify->status)
			return true;
	return false;
}

/* A port of the same address may yet turn out to work: a sweep is worth little without one. */
static bool is_worth_waiting(const struct facts *f, size_t i)
{
	if (working_beside(f, (unsigned)i + 1))
		return false;
	for (size_t k = 0; k < f->n; k++)
		if (endpoint_counts(&f->plan->v[k]) && f->v[k].begin &&
		    !tcp_of(&f->v[k])->outcome && !tcp_of(&f->v[k])->waiting_us &&
		    !f->v[k].end_event && (!address_of(f, k) || is_beside(f, i, k)))
			return true;
	return false;
}

static bool is_suspect(const struct facts *f, size_t i)
{
	const struct fact_stage *tcp = tcp_of(&f->v[i]);

	switch (tcp->outcome) {
	case OUTCOME_NONE:
		return tcp->begin && tcp->waiting_us && working_beside(f, (unsigned)i + 1);
	case OUTCOME_TIMEOUT:
	case OUTCOME_REFUSED:
	case OUTCOME_RESET:
	case OUTCOME_UNREACHABLE:
	case OUTCOME_DENIED:
		return true;
	case OUTCOME_OK:
		return opens_near(f, i) || is_strange(f, i);
	default:
		return false;
	}
}

struct order plan_sweep(const struct facts *f, unsigned suspect)
{
	return (struct order){.kind = ORDER_SWEEP,
			      .endpoint = endpoints_get(f->plan, suspect),
			      .beside = endpoints_get(f->plan, beside(f, suspect))};
}

bool plan_may_sweep(const struct event *ev)
{
	switch (ev->type) {
	case EVENT_PROBE_BEGIN:
	case EVENT_PROBE_END:
	case EVENT_RETRY:
	case EVENT_DNS_ANSWER:
	case EVENT_CONNECTED:
	case EVENT_TLS_VERIFY:
		return true;
	default:
		return ev->stage == STAGE_TCP;
	}
}

size_t plan_sweeps(struct order *ret, const struct facts *f)
{
	size_t n = 0;

	if (f->target->no_path || f->target->practice || target_is_loopback(f->target))
		return 0;
	for (size_t i = 0; i < f->n && n < PLAN_SWEEPS_MAX; i++) {
		size_t same = 0;

		if (!endpoint_counts(&f->plan->v[i]) || !address_of(f, i) || !is_suspect(f, i) ||
		    is_worth_waiting(f, i))
			continue;
		for (size_t k = 0; k < n; k++)
			same += is_beside(f, i, ret[k].endpoint->id - 1);
		if (same >= (tcp_of(&f->v[i])->outcome == OUTCOME_REFUSED
				 ? PLAN_REFUSED_PER_ADDRESS
				 : PLAN_SWEEPS_PER_ADDRESS))
			continue;
		ret[n++] = plan_sweep(f, (unsigned)i + 1);
	}
	return n;
}
