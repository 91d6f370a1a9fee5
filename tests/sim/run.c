/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tests/sim/run.h"

#include "base/mem.h"
#include "discover/discover.h"
#include "discover/owner.h"
#include "know/services.h"
#include "run/turns.h"
#include "tests/sim/clock.h"
#include "tests/sim/wire.h"

#include <stdlib.h>
#include <string.h>

#define NEWS_NS_MAX (30 * (int64_t)CLOCK_MS) /* the main thread reads news at the latest then … */
#define TICK_NS_MAX (200 * (int64_t)CLOCK_MS) /* … and looks at the clock without any */
#define STEPS_MAX 2000000
#define RUN_NS_MAX                                                                                 \
	(75 * (int64_t)1000 * CLOCK_MS) /* the whole-run limit, and what the last deed takes */

static const struct providers no_providers;

/* As the program makes it of a typed word; no provider is known. */
static struct target *typed_domain(const struct world_domain *d)
{
	struct discover_options options = {.find_out = true};
	char *word = mem_printf("%s%s", d->whole_address ? "kim@" : "", d->name), *why = NULL;
	struct target *t = discover_target(&no_providers, word, &options, &why);

	if (!t)
		abort();
	free(word);
	return t;
}

static struct event *read_records(const struct target *t, const struct event *e, void *user)
{
	(void)user;
	return owner_answer(&no_providers, t, e);
}

struct target *run_target(const struct world *w)
{
	bool domain = *w->domain.name;
	struct target *t = domain ? typed_domain(&w->domain) : target_new(w->hosts[0].name);

	t->want_ipv4 = true;
	t->want_ipv6 = *w->hosts[0].address[1];
	for (size_t i = 0; !domain && i < w->hosts[0].port_n; i++) {
		enum service service = w->hosts[0].ports[i].service;

		if (w->hosts[0].ports[i].unasked)
			continue;
		target_add(t, service, service_row(service)->security, w->hosts[0].name,
			   w->hosts[0].ports[i].port);
	}
	for (size_t i = 1; i < w->host_n; i++)
		for (size_t k = 0; !w->hosts[i].unasked && k < w->hosts[i].port_n; k++)
			target_reference(t, w->hosts[i].ports[k].service, w->hosts[i].name,
					 w->hosts[i].ports[k].port);
	return t;
}

/* ---- what holds for every run ---- */

#define ENDPOINTS_MAX 256

struct tally {
	int probes[ENDPOINTS_MAX]; /* begun and not ended */
	int stages[ENDPOINTS_MAX];
	bool over;
};

static const char *note(struct tally *t, const struct event *e)
{
	unsigned id = e->endpoint;

	/* Names of routers are waited for by nothing; a retry begins again what had ended. */
	if (t->over && e->type != EVENT_RUN_END && e->type != EVENT_PATH_NAME &&
	    e->type != EVENT_RETRY)
		return "an event after the end of the run";
	t->over = e->type == EVENT_RUN_END || (t->over && e->type != EVENT_RETRY);
	if (id >= ENDPOINTS_MAX)
		return "an endpoint beyond the plan";
	switch (e->type) {
	case EVENT_PROBE_BEGIN:
		return t->probes[id]++ ? "a probe began twice" : NULL;
	case EVENT_PROBE_END:
		if (t->stages[id])
			return "a probe ended in the middle of a stage";
		return t->probes[id]-- != 1 ? "a probe ended that had not begun" : NULL;
	case EVENT_STAGE_BEGIN:
		return t->stages[id]++ ? "a stage began inside another" : NULL;
	case EVENT_STAGE_END:
		return t->stages[id]-- != 1 ? "a stage ended that had not begun" : NULL;
	default:
		return NULL;
	}
}

static const char *check_log(const struct log *log, bool whole)
{
	struct tally t = {0};
	int64_t last = 0;

	for (size_t i = 0; i < log->n; i++) {
		const struct event *e = log->v[i];
		const char *wrong = note(&t, e);

		if (wrong)
			return wrong;
		if (e->at_us < last && e->at_us)
			return "time ran backwards";
		last = e->at_us > last ? e->at_us : last;
	}
	for (unsigned id = 0; id < ENDPOINTS_MAX; id++)
		if (whole && (t.probes[id] || t.stages[id]))
			return "something that began did not end";
	return NULL;
}

/* ---- what a person sees on the way ---- */

#define SHOWN_MAX 64

/* Rules whose problems were shown as certain. */
struct shown {
	const char *ids[SHOWN_MAX];
	size_t n;
};

static bool is_certain_problem(const struct finding *f)
{
	return f->under < 0 && f->verdict == VERDICT_PROBLEM && f->certainty == CERTAINTY_CERTAIN;
}

static void see(struct shown *shown, const struct record *r)
{
	for (size_t i = 0; i < r->findings.n; i++) {
		const struct finding *f = &r->findings.v[i];
		size_t k = 0;

		while (k < shown->n && strcmp(shown->ids[k], f->id))
			k++;
		if (k == shown->n && k < SHOWN_MAX && is_certain_problem(f))
			shown->ids[shown->n++] = f->id;
	}
}

/* A certain problem that is gone in the end, or NULL. It may have become less grave, or another's consequence. */
static const char *withdrawn(const struct shown *shown, const struct record *r)
{
	for (size_t k = 0; k < shown->n; k++) {
		size_t i = 0;

		while (i < r->findings.n && strcmp(r->findings.v[i].id, shown->ids[k]))
			i++;
		if (i == r->findings.n)
			return shown->ids[k];
	}
	return NULL;
}

/* ---- a run ---- */

struct run_options run_impatience(struct dice *d)
{
	struct run_options options = {0};

	if (dice_chance(d, 500))
		options.cancel_ns = 1 + dice_below(d, 4000) * CLOCK_MS;
	if (dice_chance(d, 600))
		options.retry_ns = 1 + dice_below(d, 4000) * CLOCK_MS;
	if (dice_chance(d, 300))
		options.leave_ns = 1 + dice_below(d, 4000) * CLOCK_MS;
	return options;
}

/* The main thread, which news and the clock wake. */
static struct {
	bool due, woken, over;
	unsigned long noticed;
} reader;

static void on_wake(void *user)
{
	reader.due = true;
	if (user && !reader.over)
		clock_in(1 + dice_below(&world->dice, TICK_NS_MAX), on_wake, user);
}

static void wake_reader(void)
{
	if (reader.woken || worker_said() == reader.noticed)
		return;
	reader.woken = true;
	clock_in(dice_below(&world->dice, NEWS_NS_MAX), on_wake, NULL);
}

static void read_news(struct session *s)
{
	reader.noticed = worker_said();
	reader.due = reader.woken = false;
	session_pump(s);
}

void run_in(struct run *r, struct world *w, struct target *target,
	    const struct run_options *options)
{
	static const struct run_options none;
	char *why = NULL;
	bool cancelled = false, retried = false;
	struct shown shown = {0};

	options = options ? options : &none;
	memset(r, 0, sizeof *r);
	world = w;
	clock_reset(options->order);
	r->session = session_new(target, NULL, &why);
	session_read_records(r->session, read_records, NULL);
	memset(&reader, 0, sizeof reader);
	on_wake(&reader);
	while (!session_done(r->session)) {
		if (options->cancel_ns && !cancelled && clock_now_ns() >= options->cancel_ns) {
			session_cancel(r->session);
			cancelled = true;
		}
		if (options->retry_ns && !retried && clock_now_ns() >= options->retry_ns) {
			session_retry(r->session, 1);
			retried = true;
		}
		if (options->leave_ns && clock_now_ns() >= options->leave_ns)
			break;
		if (dice_chance(&w->dice, w->busy))
			clock_stall(dice_below(&w->dice, 40) * CLOCK_MS);
		if (!clock_step()) {
			r->wrong = "nothing is left to happen, and the run is not over";
			break;
		}
		wake_reader();
		if (reader.due) {
			read_news(r->session);
			if (options->watched)
				see(&shown, session_record(r->session));
		}
		if (++r->steps > STEPS_MAX || clock_now_ns() > RUN_NS_MAX) {
			r->wrong = "the run does not end";
			break;
		}
	}
	r->ns = clock_now_ns();
	r->record = session_record(r->session);
	if (!r->wrong)
		r->wrong = check_log(&r->record->log, session_done(r->session));
	if (!r->wrong)
		r->wrong = withdrawn(&shown, r->record);
	if (!r->wrong && wires_crowd() >= TURNS_PER_ADDRESS)
		r->wrong = "too many connections to one server at a time";
	if (!r->wrong)
		r->wrong = wires_impolite();
}

void run_clear(struct run *r, struct world *w)
{
	session_free(r->session);
	world_clear(w);
	reader.over = true;
	while (clock_step())
		continue;
	if (wires_forget())
		abort(); /* a connection that neither end has let go */
	world = NULL;
	memset(r, 0, sizeof *r);
}
