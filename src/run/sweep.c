/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/sweep.h"

#include "base/mem.h"
#include "net/here/local.h"
#include "net/here/path.h"
#include "net/reverse.h"
#include "net/here/firewall.h"
#include "run/next_router.h"

#include <stdlib.h>

enum part { PART_FIRST, PART_WORKING, PART_AGAIN, PART_WORKING_AGAIN, PART_COUNT_ };

struct sweep_part {
	struct sweep *sweep;
	const struct endpoint *endpoint; /* whose port it is */
	struct path *path;		 /* NULL when not under way */
};

struct sweep {
	uv_loop_t *loop;
	uv_timer_t again; /* starts the second sweep; later moves the end to the loop */
	struct endpoint *suspect, *working;
	struct sweep_part parts[PART_COUNT_];
	int distance; /* of the working port's end, 0 until known */
	bool again_started, ended;
	struct sweep_way *way;	  /* what is known of the way to the address; the caller's */
	int passed;		  /* furthest router that let the suspect through */
	bool reached;		  /* the suspect ended somewhere */
	struct next_router *next; /* being asked, or NULL */
	bool next_asked;
	struct reverse *names;	/* the engine's, or NULL */
	struct firewall *rules; /* an unfinished reading, or NULL */
	bool rules_wanted;	/* once is enough */
	sweep_sink *sink;
	sweep_done *done;
	void *user;
};

static void pass_on(struct sweep *s, const struct endpoint *about, struct event *e)
{
	e->endpoint = about->id;
	s->sink(e, s->user);
}

static void on_local(struct event *e, void *user)
{
	struct sweep *s = user;

	s->sink(e, s->user);
}

static void on_rule(struct event *e, void *user)
{
	struct sweep *s = user;

	pass_on(s, s->suspect, e);
}

static void on_again_closed(uv_handle_t *handle)
{
	struct sweep *s = handle->data;

	endpoint_free(s->suspect);
	endpoint_free(s->working);
	free(s);
}

static void end(struct sweep *s, bool tell)
{
	if (s->ended)
		return;
	s->ended = true;
	firewall_cancel(s->rules);
	s->rules = NULL;
	next_router_cancel(s->next);
	s->next = NULL;
	if (tell) {
		local_emit_gateways(on_local, s);
		pass_on(s, s->suspect, event_new(EVENT_PATH_DONE, 0));
		s->done(s, s->user);
	}
	uv_close((uv_handle_t *)&s->again, on_again_closed);
}

static void cap(struct sweep *s, enum part part)
{
	if (s->distance && s->parts[part].path)
		path_cap(s->parts[part].path, s->distance + SWEEP_BEYOND_HOPS);
}

static bool is_over(const struct sweep *s)
{
	for (int i = 0; i < PART_COUNT_; i++)
		if (s->parts[i].path)
			return false;
	return s->again_started;
}

static void on_end(uv_timer_t *timer)
{
	end(timer->data, true);
}

static void end_if_over(struct sweep *s)
{
	if (!is_over(s) || s->next)
		return;
	if (s->rules)
		uv_timer_start(&s->again, on_end, SWEEP_RULES_MS, 0);
	else
		end(s, true);
}

static void on_rules_read(void *user)
{
	struct sweep *s = user;

	s->rules = NULL;
	end_if_over(s);
}

static void on_next_told(struct event *e, void *user)
{
	struct sweep *s = user;

	s->next = NULL;
	pass_on(s, s->suspect, e);
	end_if_over(s);
}

/* Silence behind one of the nearest routers, while the working port shows which router is next. */
static void ask_next(struct sweep *s)
{
	int next = s->passed + 1;

	if (s->next_asked || s->reached || !s->passed || next > SWEEP_NEAR_HOPS ||
	    !s->way->hops[next])
		return;
	s->next_asked = true;
	s->next =
	    next_router_ask(s->loop, s->way->hops[next], s->suspect->connect_port, on_next_told, s);
}

/* What the events tell of the way, for ask_next(). */
static void learn(struct sweep *s, const struct sweep_part *part, const struct event *e)
{
	bool passed = e->outcome == OUTCOME_NONE;

	if (e->type != EVENT_PATH_HOP || e->outcome == OUTCOME_TIMEOUT)
		return;
	if (part->endpoint == s->suspect) {
		s->reached = s->reached || !passed;
		s->passed = passed && e->num > s->passed ? e->num : s->passed;
	} else if (passed && e->num <= SWEEP_NEAR_HOPS && e->address && !s->way->hops[e->num]) {
		s->way->hops[e->num] = mem_strdup(e->address);
	}
}

/* Whether the suspect port did not reach even the first router. */
static bool stays_here(const struct sweep_part *part, const struct event *e)
{
	return part->endpoint == part->sweep->suspect && e->type == EVENT_PATH_HOP && e->num == 1 &&
	       e->outcome != OUTCOME_NONE && e->outcome != OUTCOME_OK;
}

/* Another server's distance says nothing about the suspect's. */
static bool same_address(const struct sweep *s)
{
	return s->working && str_eq(s->working->address, s->suspect->address);
}

static void on_path_event(struct event *e, void *user)
{
	struct sweep_part *part = user;
	struct sweep *s = part->sweep;
	bool ends_there =
	    e->type == EVENT_PATH_HOP && e->outcome == OUTCOME_OK && part->endpoint == s->working;

	if (ends_there && same_address(s) && (!s->distance || e->num < s->distance))
		s->distance = e->num;
	if (stays_here(part, e) && !s->rules_wanted) {
		s->rules_wanted = true;
		s->rules = firewall_read(s->loop, s->suspect->port, s->suspect->family, on_rule,
					 on_rules_read, s);
	}
	learn(s, part, e);
	if (e->type == EVENT_PATH_HOP && e->address)
		reverse_ask(s->names, e->address, s->suspect->id);
	pass_on(s, part->endpoint, e);
	if (ends_there) {
		cap(s, PART_FIRST);
		cap(s, PART_AGAIN);
	}
}

static void start_again(struct sweep *s);

static void on_path_done(void *user)
{
	struct sweep_part *part = user;
	struct sweep *s = part->sweep;

	part->path = NULL;
	if (!s->again_started && part == &s->parts[PART_FIRST])
		start_again(s);
	if (part == &s->parts[PART_FIRST])
		ask_next(s);
	end_if_over(s);
}

/* False if this system cannot measure; the reason is then in the log. */
static bool start_part(struct sweep *s, enum part part, const struct endpoint *e,
		       enum sweep_role role, int sweep)
{
	const char *why = NULL;
	struct path_request request = {.family = e->family,
				       .address = e->address,
				       .port = e->port,
				       .connect_port = e->connect_port,
				       .role = role,
				       .sweep = sweep};

	s->parts[part].sweep = s;
	s->parts[part].endpoint = e;
	s->parts[part].path =
	    path_start(s->loop, &request, on_path_event, on_path_done, &s->parts[part], &why);
	if (s->parts[part].path)
		return true;
	struct event *skipped = event_new(EVENT_PATH_END, 0);

	skipped->port = e->port;
	skipped->role = role;
	skipped->attempt = (unsigned)sweep;
	skipped->outcome = OUTCOME_SKIPPED;
	skipped->text = mem_strdup(why);
	pass_on(s, e, skipped);
	return false;
}

/* At once when the first sweep already has its answers, so that a refusal is named within
 * moments. */
static void start_again(struct sweep *s)
{
	s->again_started = true;
	uv_timer_stop(&s->again);
	start_part(s, PART_AGAIN, s->suspect, SWEEP_SUSPECT, 2);
	cap(s, PART_AGAIN);
	if (s->working)
		start_part(s, PART_WORKING_AGAIN, s->working, SWEEP_WORKING, 2);
}

static void on_again(uv_timer_t *timer)
{
	start_again(timer->data);
}

struct sweep *sweep_start(uv_loop_t *loop, struct endpoint *suspect, struct endpoint *working,
			  int first, struct sweep_way *way, struct reverse *names, sweep_sink *sink,
			  sweep_done *done, void *user)
{
	struct sweep *s = mem_calloc(1, sizeof *s);

	s->loop = loop;
	s->suspect = suspect;
	s->working = working;
	s->way = way;
	s->names = names;
	s->sink = sink;
	s->done = done;
	s->user = user;
	uv_timer_init(loop, &s->again);
	s->again.data = s;
	s->again_started = first >= PATH_SWEEPS_MAX;
	if (!start_part(s, PART_FIRST, s->suspect, SWEEP_SUSPECT, first)) {
		s->again_started = true;
		uv_timer_start(&s->again, on_end, 0, 0);
		return s;
	}
	if (s->working)
		start_part(s, PART_WORKING, s->working, SWEEP_WORKING, 1);
	if (!s->again_started)
		uv_timer_start(&s->again, on_again, SWEEP_AGAIN_MS, 0);
	return s;
}

void sweep_cancel(struct sweep *s)
{
	if (!s || s->ended)
		return;
	for (int i = 0; i < PART_COUNT_; i++) {
		path_cancel(s->parts[i].path);
		s->parts[i].path = NULL;
	}
	end(s, false);
}

unsigned sweep_endpoint(const struct sweep *s)
{
	return s->suspect->id;
}
