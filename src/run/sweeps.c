/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/sweeps.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "net/here/path.h"

#include <stdlib.h>

struct count {
	unsigned endpoint;
	int swept; /* as a suspect or with one, in this try; at most PATH_SWEEPS_MAX */
};

/* One of an address, for all sweeps that go there. */
struct way {
	char *address;
	struct sweep_way way;
	struct way *next;
};

struct sweeps {
	uv_loop_t *loop;
	struct reverse *names;
	sweep_sink *emit;
	void *user;
	struct sweep **v; /* unfinished */
	size_t n;
	struct count *counts;
	size_t count_n;
	struct way *ways;
};

struct sweeps *sweeps_new(uv_loop_t *loop, struct reverse *names, sweep_sink *emit, void *user)
{
	struct sweeps *s = mem_calloc(1, sizeof *s);

	s->loop = loop;
	s->names = names;
	s->emit = emit;
	s->user = user;
	return s;
}

void sweeps_free(struct sweeps *s)
{
	while (s->ways) {
		struct way *next = s->ways->next;

		for (int ttl = 0; ttl <= SWEEP_NEAR_HOPS; ttl++)
			free(s->ways->way.hops[ttl]);
		free(s->ways->address);
		free(s->ways);
		s->ways = next;
	}
	free(s->counts);
	free(s->v);
	free(s);
}

size_t sweeps_active(const struct sweeps *s)
{
	return s->n;
}

static int *count_of(struct sweeps *s, unsigned endpoint)
{
	for (size_t i = 0; i < s->count_n; i++)
		if (s->counts[i].endpoint == endpoint)
			return &s->counts[i].swept;
	s->counts = mem_realloc(s->counts, s->count_n + 1, sizeof *s->counts);
	s->counts[s->count_n] = (struct count){.endpoint = endpoint};
	return &s->counts[s->count_n++].swept;
}

void sweeps_forget(struct sweeps *s, unsigned endpoint)
{
	*count_of(s, endpoint) = 0;
}

static void on_done(struct sweep *sweep, void *user)
{
	struct sweeps *s = user;

	for (size_t i = 0; i < s->n; i++) {
		if (s->v[i] != sweep)
			continue;
		s->v[i] = s->v[--s->n];
		return;
	}
}

static void emit_done(struct sweeps *s, unsigned endpoint)
{
	s->emit(event_new(EVENT_PATH_DONE, endpoint), s->user);
}

static void stop(struct sweeps *s, struct sweep *sweep)
{
	unsigned endpoint = sweep_endpoint(sweep);

	on_done(sweep, s);
	sweep_cancel(sweep);
	emit_done(s, endpoint);
}

void sweeps_stop(struct sweeps *s)
{
	while (s->n)
		stop(s, s->v[0]);
}

static void skip(struct sweeps *s, const struct endpoint *suspect)
{
	struct event *e = event_new(EVENT_PATH_END, suspect->id);

	e->port = suspect->port;
	e->outcome = OUTCOME_SKIPPED;
	e->text = mem_strdup(N_("No address of this server is known."));
	s->emit(e, s->user);
	emit_done(s, suspect->id);
}

static void pass_on(struct event *e, void *user)
{
	struct sweeps *s = user;

	s->emit(e, s->user);
}

static struct sweep_way *way_to(struct sweeps *s, const char *address)
{
	struct way *w = s->ways;

	while (w && !str_eq(w->address, address))
		w = w->next;
	if (!w) {
		w = mem_calloc(1, sizeof *w);
		w->address = mem_strdup(address);
		w->next = s->ways;
		s->ways = w;
	}
	return &w->way;
}

static void begin(struct sweeps *s, struct endpoint *suspect, struct endpoint *working)
{
	int before = *count_of(s, suspect->id);
	int first = before ? PATH_SWEEPS_MAX : 1, sweeps = before ? 1 : PATH_SWEEPS_MAX - 1;

	*count_of(s, suspect->id) += sweeps;
	if (working)
		*count_of(s, working->id) += sweeps;
	s->v = mem_realloc(s->v, s->n + 1, sizeof *s->v);
	s->v[s->n++] = sweep_start(s->loop, suspect, working, first, way_to(s, suspect->address),
				   s->names, pass_on, on_done, s);
}

void sweeps_add(struct sweeps *s, struct endpoint *suspect, struct endpoint *working)
{
	bool can = suspect->address && *count_of(s, suspect->id) < PATH_SWEEPS_MAX;
	bool beside = can && working && working->address && !*count_of(s, working->id);

	for (size_t i = 0; i < s->n; i++)
		if (sweep_endpoint(s->v[i]) == suspect->id)
			stop(s, s->v[i]);
	if (can)
		begin(s, suspect, beside ? working : NULL);
	else if (!suspect->address)
		skip(s, suspect);
	else
		emit_done(s, suspect->id);
	if (!beside)
		endpoint_free(working);
	if (!can)
		endpoint_free(suspect);
}
