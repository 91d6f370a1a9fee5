/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/record.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "reason/audit.h"
#include "reason/domain/sources.h"
#include "reason/plan/plan.h"
#include "reason/rules/diagnose.h"

#include <stdlib.h>

/* Events after which the plan grew: far more than a run has names, and bounded for odd files. */
#define GROWS_MAX 1000

static void clear_conclusions(struct record *r)
{
	summary_clear(&r->summary);
	findings_clear(&r->findings);
}

static int64_t ripe_us(const struct record *r, const struct finding *f)
{
	int64_t proof_us = 0;

	for (size_t i = 0; i < f->evidence.n; i++) {
		const struct event *e = log_get(&r->log, f->evidence.v[i]);

		if (e && e->at_us > proof_us)
			proof_us = e->at_us;
	}
	return proof_us + (int64_t)f->wait_ms * 1000;
}

/* Nothing is shown that may have to be withdrawn when a sweep or another server answers. */
static void hold_back(struct record *r)
{
	int64_t last_us = r->log.n ? r->log.v[r->log.n - 1]->at_us : 0;
	int64_t now_us = last_us > r->elapsed_us ? last_us : r->elapsed_us;
	bool *drop = mem_calloc(r->findings.n + 1, sizeof *drop);

	r->ripens_us = 0;
	for (size_t i = 0; r->live && !r->done && i < r->findings.n; i++) {
		const struct finding *f = &r->findings.v[i];
		int64_t ripe = f->wait_ms ? ripe_us(r, f) : 0;

		drop[i] = ripe > now_us;
		if (drop[i] && (!r->ripens_us || ripe < r->ripens_us))
			r->ripens_us = ripe;
	}
	if (r->ripens_us)
		findings_drop(&r->findings, drop);
	free(drop);
}

void record_follow(struct record *r)
{
	facts_follow(&r->facts);
}

void record_conclude(struct record *r)
{
	clear_conclusions(r);
	record_follow(r);
	r->stale = false;
	diagnose(&r->findings, &r->facts);
	hold_back(r);
	summary_init(&r->summary, &r->facts, &r->findings);
}

/*
 * The plan grows after each event that may call for more, in the order of the log and not of the
 * calls, so that a case gives its endpoints the same numbers again.
 */
void record_append(struct record *r, struct event *e)
{
	bool news = plan_may_grow(e);
	bool says = e->type == EVENT_RECORDS || e->type == EVENT_SOURCE;
	bool shows = e->type == EVENT_TLS_CHECK || e->type == EVENT_BYTES_RECEIVED;

	r->stale = true;
	if (!log_append(&r->log, e) || !news || r->grows >= GROWS_MAX)
		return;
	r->grows++;
	if (says)
		sources_apply(r->target, &r->log);
	if ((says && r->target->discover) || (shows && plan_other_mode(r->target, &r->plan, e)))
		plan_course_restart(r->course);
	plan_go_on(r->course, &r->plan, r->target, &r->log);
}

static void begin(struct record *r, struct target *target)
{
	r->target = target;
	r->typed = plan_tries_other_modes(target) ? target_copy(target) : NULL;
	r->live = true;
	r->course = plan_course_new();
	plan_go_on(r->course, &r->plan, r->target, &r->log);
	facts_init(&r->facts, r->target, &r->log, &r->plan);
	record_conclude(r);
}

struct record *record_new(struct target *target)
{
	struct record *r = mem_calloc(1, sizeof *r);

	begin(r, target);
	return r;
}

/* Whether every event is about an endpoint of the plan. */
static bool fits_plan(const struct record *r, char **ret_error)
{
	for (size_t i = 0; i < r->log.n; i++) {
		unsigned id = r->log.v[i]->endpoint;

		if (id && !endpoints_get(&r->plan, id)) {
			*ret_error =
			    mem_printf(_("event %zu is about endpoint %u, which this target does "
					 "not lead to"),
				       i + 1, id);
			return false;
		}
	}
	return true;
}

struct record *record_of_log(struct target *target, struct log *log, char **ret_error)
{
	struct record *r = record_new(target);

	*ret_error = NULL;
	r->live = false;
	for (size_t i = 0; i < log->n; i++)
		record_append(r, log->v[i]);
	free(log->v);
	*log = (struct log){0};
	if (!fits_plan(r, ret_error)) {
		record_free(r);
		return NULL;
	}
	record_conclude(r);
	record_time(r, true, 0);
	return r;
}

static void clear(struct record *r)
{
	clear_conclusions(r);
	facts_clear(&r->facts);
	endpoints_clear(&r->plan);
	plan_course_free(r->course);
	log_clear(&r->log);
	target_free(r->target);
	target_free(r->typed);
}

void record_free(struct record *r)
{
	if (r)
		clear(r);
	free(r);
}

void record_rewind(struct record *r, struct target *target)
{
	bool live = r->live;

	free(r->log.v);
	r->log = (struct log){0};
	clear(r);
	*r = (struct record){0};
	begin(r, target);
	r->live = live;
}

/* When it ended, or when the last event came that it waited for: a router's name may come later. */
static int64_t last_us(const struct record *r)
{
	const struct log *log = &r->log;
	size_t n = log->n;

	if (r->facts.run_end)
		return r->facts.run_end->at_us;

	while (n && log->v[n - 1]->type == EVENT_PATH_NAME)
		n--;
	return n ? log->v[n - 1]->at_us : 0;
}

bool record_time(struct record *r, bool done, int64_t running_us)
{
	r->done = done;
	r->elapsed_us = done ? last_us(r) : running_us;
	if (!r->ripens_us || (!done && running_us < r->ripens_us))
		return false;
	record_conclude(r);
	return true;
}

int record_exit_status(const struct record *r)
{
	if (r->target->audit && audit_asks_for_change(&r->facts, &r->findings))
		return 1;
	return summary_exit_status(&r->summary);
}
