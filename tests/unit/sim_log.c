/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The log of a run in an invented network: ordinary connections, then the sweeps of the plan, with
 * the waves, limits and ends of net/here/path.c and run/sweep.c, played in the order in which
 * answers come.
 */
#include "config.h"
#include "tests/unit/sim.h"

#include "base/mem.h"
#include "model/event_local.h"
#include "know/services.h"
#include "model/target.h"
#include "reason/plan/plan.h"
#include "tests/unit/scene.h"

#include <errno.h>
#include <stdlib.h>

#define HOST "mail.example.org"
#define TTL_MAX 24
#define WAVE 8
#define WAVE_US 120000
#define LIMIT_US 3400000
#define QUIET_US 1300000
#define NEAR 3	   /* routers asked themselves */
#define BEYOND 2   /* TTLs past the working port's distance */
#define SEND_US 60 /* between two connections of a wave */
#define SWEEPS_MAX 3
#define ORDINARY_TTL 64

static const int64_t again_us[] = {0, 1000000, 3000000,
				   7000000}; /* a packet and its retransmissions */

static void tell(struct sim_case *c, struct event *e)
{
	e->at_us = (int64_t)c->log.n * 1000;
	log_append(&c->log, e);
}

/* ---- ordinary connections ---- */

static struct sim_answer first_answer(struct sim *s, const struct sim_flow *f, size_t tries)
{
	struct sim_answer a = {.kind = SIM_SILENCE};

	for (size_t i = 0; i < tries && a.kind == SIM_SILENCE; i++)
		a = sim_answer(s, f, (int)i, again_us[i]);
	return a;
}

static enum outcome icmp_outcome(enum family family, int code, int *ret_err)
{
	bool six = family == FAMILY_IPV6;

	*ret_err = code == 0 ? ENETUNREACH : EHOSTUNREACH;
	if (code == (six ? 4 : 3)) {
		*ret_err = ECONNREFUSED;
		return OUTCOME_REFUSED;
	}
	if (six && code == 1) {
		*ret_err = EACCES;
		return OUTCOME_DENIED;
	}
	return OUTCOME_UNREACHABLE;
}

static enum outcome outcome_of(const struct sim *s, const struct sim_answer *a, int *ret_err)
{
	*ret_err = 0;
	switch (a->kind) {
	case SIM_OPEN:
		return OUTCOME_OK;
	case SIM_RST:
		*ret_err = ECONNREFUSED;
		return OUTCOME_REFUSED;
	case SIM_ICMP:
		return icmp_outcome(s->family, a->icmp_code, ret_err);
	default:
		return OUTCOME_TIMEOUT;
	}
}

static void option(struct scene_line *line, const char *name, const char *value)
{
	strs_append(&line->words, mem_printf("%s=%s", name, value));
}

/* The events of the row's probe. */
static void connect_row(struct sim_case *c, struct sim *s, int port)
{
	const struct endpoint *e = &c->plan.v[port];
	struct sim_flow f = sim_flow(s, port, ORDINARY_TTL, s->busy ? sim_below(s, 12000) : 0);
	struct sim_answer a = first_answer(s, &f, sizeof again_us / sizeof *again_us);
	struct scene_line line = {0};
	int err;
	enum outcome outcome = outcome_of(s, &a, &err);
	size_t n;

	option(&line, "row", "");
	option(&line, "row", "");
	option(&line, "dns", s->server);
	option(&line, "tcp", outcome_name(outcome));
	if (s->deed == SIM_SYN_PROXY && s->affected[port]) {
		option(&line, port == 1 ? "greeting" : "tls",
		       sim_chance(s, 500) ? "reset" : "timeout");
		option(&line, port == 1 ? "greeting-ms" : "tls-ms", "30000");
	}
	struct event **v = scene_play_row(e, &line, 0, &n);

	for (size_t i = 0; i < n; i++) {
		if (v[i]->type == EVENT_STAGE_END && v[i]->stage == STAGE_TCP) {
			v[i]->us = a.kind == SIM_SILENCE ? 10000000 : a.at_us + f.late_us;
			v[i]->err = err;
		}
		if (v[i]->type == EVENT_CONNECTED) {
			free(v[i]->local);
			v[i]->local = mem_strdup(s->own);
		}
		tell(c, v[i]);
	}
	free(v);
	strs_clear(&line.words);
}

/* ---- sweeps ---- */

struct ttl {
	struct sim_answer answer;
	int64_t sent_us, comes_us; /* since the sweep began */
	bool told;
};

struct sweep {
	struct ttl ttls[TTL_MAX + 1];
	int cap, reached, order[TTL_MAX], silent;
	int64_t reached_us;
};

static int64_t wave_us(int ttl)
{
	return (ttl - 1) / WAVE * WAVE_US;
}

static void sort_by_time(struct sweep *w)
{
	for (int i = 0; i < TTL_MAX; i++) {
		int k = i, ttl = i + 1;

		for (; k && w->ttls[w->order[k - 1]].comes_us > w->ttls[ttl].comes_us; k--)
			w->order[k] = w->order[k - 1];
		w->order[k] = ttl;
	}
}

/* Receives the answers as they come, until the sweep ends. */
static void run_sweep(struct sweep *w)
{
	int64_t limit = LIMIT_US;

	sort_by_time(w);
	for (int i = 0; i < TTL_MAX; i++) {
		struct ttl *t = &w->ttls[w->order[i]];
		int ttl = w->order[i];

		if (t->comes_us > limit || t->answer.kind == SIM_SILENCE || ttl > w->cap ||
		    (w->reached && ttl > w->reached))
			continue;
		t->told = true;
		if (t->answer.kind == SIM_PASSED)
			continue;
		w->reached = ttl;
		w->reached_us = t->comes_us;
		if (t->comes_us < QUIET_US)
			limit = QUIET_US;
	}
	for (int ttl = 1; ttl <= w->cap; ttl++)
		w->silent += !w->ttls[ttl].told && (!w->reached || ttl < w->reached);
}

/* beside: the working port's sweep at the same time, or NULL; distance: known before, or 0. */
static void sweep_port(struct sweep *w, struct sim *s, int port, const struct sweep *beside,
		       int distance)
{
	int64_t late = s->busy ? sim_below(s, 12000) : 0;

	*w = (struct sweep){.cap = distance ? distance + BEYOND : TTL_MAX};
	if (beside && beside->reached) {
		int sent = WAVE * (int)(1 + beside->reached_us / WAVE_US);
		int cap = beside->reached + BEYOND > sent ? beside->reached + BEYOND : sent;

		w->cap = cap < w->cap ? cap : w->cap;
	}
	w->cap = w->cap > TTL_MAX ? TTL_MAX : w->cap;
	for (int ttl = 1; ttl <= TTL_MAX; ttl++) {
		struct ttl *t = &w->ttls[ttl];
		struct sim_flow f = sim_flow(s, port, ttl, late);

		t->answer = first_answer(s, &f, SWEEPS_MAX);
		t->sent_us = wave_us(ttl) + ttl * SEND_US;
		t->comes_us = t->sent_us + (t->answer.local ? 0 : t->answer.at_us);
	}
	run_sweep(w);
}

static struct event *path_event(struct sim_case *c, enum event_type type, int port,
				enum sweep_role role, int sweep)
{
	struct event *e = event_new(type, c->plan.v[port].id);

	e->port = c->plan.v[port].port;
	e->role = role;
	e->attempt = (unsigned)sweep;
	return e;
}

static void tell_hop(struct sim_case *c, const struct sim *s, const struct ttl *t, struct event *e)
{
	bool six = s->family == FAMILY_IPV6;

	e->us = t->answer.us;
	e->outcome = outcome_of(s, &t->answer, &e->err);
	e->address = mem_strdup(t->answer.address);
	if (!t->told) {
		e->outcome = OUTCOME_TIMEOUT;
		e->err = 0;
		e->us = LIMIT_US;
		free(e->address);
		e->address = NULL;
	} else if (t->answer.kind == SIM_PASSED) {
		e->outcome = OUTCOME_NONE;
		e->err = EHOSTUNREACH;
		e->icmp_type = six ? 3 : 11;
	} else if (t->answer.kind == SIM_ICMP) {
		e->icmp_type = six ? 1 : 3;
		e->icmp_code = t->answer.icmp_code;
	}
	tell(c, e);
}

static void tell_counter(struct sim_case *c, struct event *e, const char *name, int num, int silent)
{
	e->text = mem_strdup(name);
	e->num = num;
	e->size = silent;
	tell(c, e);
}

/* lost: packets of any port that the kernel could not send meanwhile. */
static void tell_sweep(struct sim_case *c, const struct sim *s, const struct sweep *w, int port,
		       enum sweep_role role, int number, int lost)
{
	struct event *e = path_event(c, EVENT_PATH_BEGIN, port, role, number);

	e->family = s->family;
	e->address = mem_strdup(s->server);
	tell(c, e);
	for (int i = 0; i < 2 * TTL_MAX; i++) { /* answers as they come, then the silence */
		int ttl = i < TTL_MAX ? w->order[i] : i - TTL_MAX + 1;

		if (i < TTL_MAX
			? !w->ttls[ttl].told
			: w->ttls[ttl].told || ttl > w->cap || (w->reached && ttl > w->reached))
			continue;
		e = path_event(c, EVENT_PATH_HOP, port, role, number);
		e->num = ttl;
		tell_hop(c, s, &w->ttls[ttl], e);
	}
	if (w->silent) {
		int requests = 3 * w->cap;

		tell_counter(c, path_event(c, EVENT_COUNTER, port, role, number), "TCPRetransFail",
			     lost, w->silent);
		tell_counter(c, path_event(c, EVENT_COUNTER, port, role, number), "OutRequests",
			     requests, w->silent);
		tell_counter(c, path_event(c, EVENT_COUNTER, port, role, number), "OutTransmits",
			     requests - lost * 3 / 2, w->silent);
	}
	tell(c, path_event(c, EVENT_PATH_END, port, role, number));
	c->log.v[c->log.n - 1]->outcome = OUTCOME_OK;
}

/* If the suspect ends behind one of the nearest routers, the next one is asked itself. */
static void tell_next(struct sim_case *c, struct sim *s, const struct sweep *own,
		      const struct sweep *working, int port)
{
	int passed = 0;

	for (int ttl = 1; ttl <= TTL_MAX; ttl++)
		if (own->ttls[ttl].told && own->ttls[ttl].answer.kind == SIM_PASSED)
			passed = ttl;
	const struct ttl *next = &working->ttls[passed + 1];

	if (own->reached || !passed || passed + 1 > NEAR || !next->told ||
	    next->answer.kind != SIM_PASSED)
		return;
	struct event *e = path_event(c, EVENT_PATH_NEXT, port, SWEEP_NONE, 0);
	bool answers = sim_next_answers(s, port, passed + 1);

	e->address = mem_strdup(next->answer.address);
	e->outcome = answers ? OUTCOME_REFUSED : OUTCOME_TIMEOUT;
	e->err = answers ? ECONNREFUSED : 0;
	tell(c, e);
}

/* The suspect port's sweeps, with the working one's. */
static void sweep_row(struct sim_case *c, struct sim *s, int suspect, int working,
		      int swept[SIM_PORTS])
{
	int first = swept[suspect] ? SWEEPS_MAX : 1, last = swept[suspect] ? SWEEPS_MAX : 2,
	    distance = 0;

	if (working >= 0 && swept[working])
		working = -1;
	for (int number = first; number <= last; number++) {
		struct sweep w = {0}, own;
		bool beside = working >= 0 && number < SWEEPS_MAX;

		if (beside)
			sweep_port(&w, s, working, NULL, 0);
		sweep_port(&own, s, suspect, beside ? &w : NULL, distance);
		if (w.reached && (!distance || w.reached < distance))
			distance = w.reached;
		int lost = s->deed == SIM_DROP && s->where == SIM_HERE ? 2 * own.silent : 0;

		tell_sweep(c, s, &own, suspect, SWEEP_SUSPECT, number, lost);
		if (beside)
			tell_sweep(c, s, &w, working, SWEEP_WORKING, number, lost);
		if (beside && number == 1)
			tell_next(c, s, &own, &w, suspect);
		swept[suspect]++;
		if (beside)
			swept[working]++;
	}
	tell(c, event_new(EVENT_PATH_DONE, c->plan.v[suspect].id));
}

static void sweep_rows(struct sim_case *c, struct sim *s)
{
	struct order orders[PLAN_SWEEPS_MAX];
	struct facts facts;
	int swept[SIM_PORTS] = {0};

	facts_init(&facts, c->target, &c->log, &c->plan);
	size_t n = plan_sweeps(orders, &facts);

	/* By hand too. */
	if (!n || sim_chance(s, 100))
		orders[n++] = plan_sweep(&facts, 2);
	for (size_t i = 0; i < n; i++) {
		int suspect = (int)orders[i].endpoint->id - 1;
		int working = orders[i].beside ? (int)orders[i].beside->id - 1 : -1;

		if (swept[suspect] < SWEEPS_MAX)
			sweep_row(c, s, suspect, working, swept);
	}
	facts_clear(&facts);
}

/* ---- the run ---- */

static void tell_local(struct sim_case *c, enum local_kind kind, char *words)
{
	struct event *e = event_new(EVENT_LOCAL, 0);

	e->kind = kind;
	event_local_read(e, words);
	free(words);
	tell(c, e);
}

static void tell_surroundings(struct sim_case *c, const struct sim *s)
{
	tell_local(c, LOCAL_ADDRESS, mem_printf("%s dev %s", s->own, s->device));
	/* With IPv6 the own IPv4 address shows a connection without a router. */
	if (s->family == FAMILY_IPV6 && (s->home == SIM_OUTSIDE || s->home == SIM_MOBILE))
		tell_local(c, LOCAL_ADDRESS, mem_printf("198.51.100.7 dev %s", s->device));
	if (s->home == SIM_VPN)
		tell_local(c, LOCAL_TUNNEL, mem_strdup(s->device));
	if (s->home == SIM_CONTAINER)
		tell_local(c, LOCAL_CONTAINER, mem_strdup("docker"));
	if (s->home == SIM_HOSTED)
		tell_local(c, LOCAL_DMI, mem_strdup("sys_vendor=Hetzner"));
	if (s->home == SIM_VIRTUAL)
		tell_local(c, LOCAL_DMI, mem_strdup("sys_vendor=QEMU"));
}

void sim_case_init(struct sim_case *c, struct sim *s)
{
	*c = (struct sim_case){.target = target_new(HOST)};
	c->target->want_ipv4 = s->family == FAMILY_IPV4;
	c->target->want_ipv6 = s->family == FAMILY_IPV6;
	c->target->only_target = true;
	target_add(c->target, SERVICE_IMAPS, SECURITY_TLS, HOST, 993);
	target_add(c->target, SERVICE_SUBMISSION, SECURITY_STARTTLS, HOST, 587);
	target_add(c->target, SERVICE_HTTPS, SECURITY_TLS, HOST, 443);
	tell(c, event_new(EVENT_RUN_BEGIN, 0));
	c->log.v[0]->time = scene_day("2026-11-23");
	tell_surroundings(c, s);
	plan_grow(&c->plan, c->target, &c->log);
	for (int port = 0; port < SIM_PORTS; port++)
		connect_row(c, s, port);
	sweep_rows(c, s);
	tell_local(c, LOCAL_GATEWAY,
		   mem_printf("%s dev %s family %s state reachable", s->ways[0].v[1].address,
			      s->device, family_name(s->family)));
	tell(c, event_new(EVENT_RUN_END, 0));
	c->log.v[c->log.n - 1]->outcome = OUTCOME_OK;
}

void sim_case_clear(struct sim_case *c)
{
	log_clear(&c->log);
	endpoints_clear(&c->plan);
	target_free(c->target);
}
