/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/trials.h"

#include "base/mem.h"

#include <stdlib.h>

struct trial {
	struct trials *all;
	struct endpoint *endpoint;
	enum tls_trial kind;
	struct probe_world world;
	struct probe *probe;  /* NULL: it waits for its turn */
	struct event *answer; /* to be; NULL once it has been given */
	bool secured;
};

struct trials {
	const struct probe_world *world;
	struct trial **v; /* in the order in which they were asked for */
	size_t n;
	struct tls_config *offers[TLS_TRIAL_COUNT_]; /* made when first needed */
	bool offered[TLS_TRIAL_COUNT_];
	uv_timer_t limit;
	bool stopping; /* nothing new begins */
};

struct trials *trials_new(const struct probe_world *world)
{
	struct trials *t = mem_calloc(1, sizeof *t);

	t->world = world;
	uv_timer_init(world->loop, &t->limit);
	t->limit.data = t;
	return t;
}

static void on_closed(uv_handle_t *handle)
{
	free(handle->data);
}

void trials_free(struct trials *t)
{
	for (size_t i = 0; i < TLS_TRIAL_COUNT_; i++)
		tls_config_free(t->offers[i]);
	free(t->v);
	uv_close((uv_handle_t *)&t->limit, on_closed);
}

size_t trials_active(const struct trials *t)
{
	return t->n;
}

/* ---- what a trial's probe sees ---- */

static void move(char **to, char **from)
{
	free(*to);
	*to = *from;
	*from = NULL;
}

/* The server's alert tells more than the one that our side answers with. */
static void note_alert(struct event *answer, struct event *e)
{
	if (answer->num && e->flags & EVENT_SENT)
		return;
	answer->num = e->num;
	move(&answer->text, &e->text);
}

static void note_leaf(struct event *answer, struct event *e)
{
	if (e->num)
		return;
	move(&answer->sha256, &e->sha256);
	if (answer->type != EVENT_TLS_NAMELESS)
		return;
	move(&answer->subject, &e->subject);
	strs_copy(&answer->list, &e->list);
}

static void on_event(struct event *e, void *user)
{
	struct trial *trial = user;
	struct event *answer = trial->answer;

	switch (e->type) {
	case EVENT_TLS_SESSION:
		if (answer->type == EVENT_TLS_SECRECY)
			move(&answer->version, &e->version);
		move(&answer->cipher, &e->cipher);
		move(&answer->kx, &e->kx);
		break;
	case EVENT_TLS_CERT:
		note_leaf(answer, e);
		break;
	case EVENT_TLS_VERIFY: /* without a name there is nothing to hold it against */
		answer->status = answer->type == EVENT_TLS_NAMELESS ? 0 : e->status;
		break;
	case EVENT_TLS_ALERT:
		note_alert(answer, e);
		break;
	case EVENT_TLS_ERROR:
		if (!answer->text)
			move(&answer->text, &e->text);
		break;
	case EVENT_STAGE_END:
		trial->secured |= e->stage == STAGE_TLS && e->outcome == OUTCOME_OK;
		break;
	case EVENT_PROBE_END: /* how it went on under TLS does not matter */
		answer->outcome = trial->secured ? OUTCOME_OK : e->outcome;
		answer->stage = trial->secured ? STAGE_TLS : e->stage;
		break;
	default:
		break;
	}
	event_free(e);
}

static bool on_answers(const char *address, void *user)
{
	const struct trial *trial = user;

	return trial->all->world->answers(address, trial->all->world->user);
}

static void on_connected(const char *address, void *user)
{
	(void)address;
	(void)user;
}

/* ---- the queue ---- */

static void start_waiting(struct trials *t);

/* Gives the answer, and takes the trial out. */
static void finish(struct trial *trial)
{
	struct trials *t = trial->all;
	size_t i = 0;

	while (t->v[i] != trial)
		i++;
	for (t->n--; i < t->n; i++)
		t->v[i] = t->v[i + 1];
	if (!t->n)
		uv_timer_stop(&t->limit);
	t->world->emit(trial->answer, t->world->user);
	endpoint_free(trial->endpoint);
	free(trial);
}

static void on_ended(struct probe *p, void *user)
{
	struct trial *trial = user;
	struct trials *t = trial->all;

	(void)p;
	finish(trial);
	start_waiting(t);
}

/* The client's configuration for that trial; NULL: this system's library has none. */
static const struct tls_config *offer_of(struct trials *t, enum tls_trial kind)
{
	if (kind == TLS_TRIAL_NAMELESS)
		return t->world->tls;
	if (!t->offered[kind])
		t->offers[kind] = tls_config_client_trial(t->world->tls, kind);
	t->offered[kind] = true;
	return t->offers[kind];
}

static void start(struct trial *trial)
{
	struct trials *t = trial->all;

	trial->world = *t->world;
	trial->world.tls = offer_of(t, trial->kind);
	trial->world.emit = on_event;
	trial->world.answers = on_answers;
	trial->world.connected = on_connected;
	trial->world.ended = on_ended;
	trial->world.user = trial;
	trial->world.only_tls = true;
	trial->world.nameless = trial->kind == TLS_TRIAL_NAMELESS;
	trial->probe = probe_new(&trial->world, trial->endpoint, 1);
	probe_begin(trial->probe, 0);
}

static bool has_turn(const struct trials *t, const struct trial *trial)
{
	size_t busy = 0;

	for (size_t i = 0; i < t->n; i++)
		busy += t->v[i]->probe &&
			str_eq(t->v[i]->endpoint->address, trial->endpoint->address);
	return !trial->probe && busy < TRIALS_PER_ADDRESS;
}

/* A trial that ends at once changes the list: from the beginning, then. */
static void start_waiting(struct trials *t)
{
	for (size_t i = 0; i < t->n && !t->stopping; i++) {
		if (!has_turn(t, t->v[i]))
			continue;
		start(t->v[i]);
		i = (size_t)-1;
	}
}

static void on_limit(uv_timer_t *timer)
{
	trials_stop(timer->data, 0, OUTCOME_TIMEOUT);
}

static struct event *answer_to(enum tls_trial kind, unsigned endpoint)
{
	if (kind == TLS_TRIAL_SECRECY)
		return event_new(EVENT_TLS_SECRECY, endpoint);
	if (kind == TLS_TRIAL_NAMELESS)
		return event_new(EVENT_TLS_NAMELESS, endpoint);
	struct event *e = event_new(EVENT_TLS_ACCEPTS, endpoint);

	e->version = mem_strdup(tls_version_name((enum tls_version)kind));
	return e;
}

static struct trial *append(struct trials *t, const struct endpoint *e, enum tls_trial kind)
{
	struct trial *trial = mem_calloc(1, sizeof *trial);

	trial->all = t;
	trial->endpoint = endpoint_copy(e);
	trial->answer = answer_to(kind, e->id);
	trial->kind = kind;
	t->v = mem_realloc(t->v, t->n + 1, sizeof *t->v);
	t->v[t->n++] = trial;
	return trial;
}

void trials_add(struct trials *t, const struct endpoint *e, enum tls_trial kind)
{
	struct trial *trial = append(t, e, kind);

	if (t->n == 1) {
		uv_update_time(t->world->loop);
		uv_timer_start(&t->limit, on_limit, (uint64_t)t->world->limits->versions_ms, 0);
	}
	if (e->address && offer_of(t, kind) && t->n <= TRIALS_MAX) {
		start_waiting(t);
		return;
	}
	trial->answer->outcome = OUTCOME_SKIPPED;
	finish(trial);
}

void trials_stop(struct trials *t, unsigned endpoint, enum outcome outcome)
{
	t->stopping = true;
	for (size_t i = t->n; i--;) {
		struct trial *trial = t->v[i];

		if (endpoint && trial->endpoint->id != endpoint)
			continue;
		if (trial->probe) {
			probe_stop(trial->probe, outcome);
			continue;
		}
		trial->answer->outcome = outcome;
		finish(trial);
	}
	t->stopping = false;
	start_waiting(t);
}
