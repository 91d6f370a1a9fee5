/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/tls_probes.h"

#include "base/mem.h"

#include <stdlib.h>

#define OFFER_OLD TLS_OFFER_COUNT_ /* one more: both old versions */

struct tls_probe {
	struct tls_probes *all;
	struct endpoint *endpoint;
	enum tls_offer kind;
	struct probe_world world;
	bool old_together; /* with the other old version, as long as nothing is known */
	bool offers_old;   /* the connection offers both */
	struct probe
	    *probe; /* NULL: it waits for its turn, or for what the other old version's shows */
	struct event *answer; /* NULL once it was emitted */
	char *met;	      /* the version that was agreed on, or NULL */
	bool secured;
};

struct tls_probes {
	const struct probe_world *world;
	struct tls_probe **v; /* in the order of the requests */
	size_t n;
	struct tls_config *offers[OFFER_OLD + 1]; /* made when first needed */
	bool offered[OFFER_OLD + 1];
	uv_timer_t limit;
	bool stopping; /* nothing new starts */
};

struct tls_probes *tls_probes_new(const struct probe_world *world)
{
	struct tls_probes *t = mem_calloc(1, sizeof *t);

	t->world = world;
	uv_timer_init(world->loop, &t->limit);
	t->limit.data = t;
	return t;
}

static void on_closed(uv_handle_t *handle)
{
	free(handle->data);
}

void tls_probes_free(struct tls_probes *t)
{
	for (size_t i = 0; i <= OFFER_OLD; i++)
		tls_config_free(t->offers[i]);
	free(t->v);
	uv_close((uv_handle_t *)&t->limit, on_closed);
}

size_t tls_probes_active(const struct tls_probes *t)
{
	return t->n;
}

/* ---- what the probe sees ---- */

static void move(char **to, char **from)
{
	free(*to);
	*to = *from;
	*from = NULL;
}

/* The server's alert says more than the one that our side answers with. */
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
	struct tls_probe *tls_probe = user;
	struct event *answer = tls_probe->answer;

	switch (e->type) {
	case EVENT_TLS_SESSION:
		move(answer->type == EVENT_TLS_ACCEPTS ? &tls_probe->met : &answer->version,
		     &e->version);
		move(&answer->cipher, &e->cipher);
		move(&answer->kx, &e->kx);
		break;
	case EVENT_TLS_CERT:
		note_leaf(answer, e);
		break;
	case EVENT_TLS_VERIFY: /* without a name there is nothing to verify */
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
		tls_probe->secured |= e->stage == STAGE_TLS && e->outcome == OUTCOME_OK;
		if (e->stage == STAGE_TLS)
			answer->us = e->us;
		break;
	case EVENT_PROBE_END: /* what happened under TLS does not matter */
		answer->outcome = tls_probe->secured ? OUTCOME_OK : e->outcome;
		answer->stage = tls_probe->secured ? STAGE_TLS : e->stage;
		break;
	default:
		break;
	}
	event_free(e);
}

static bool on_answers(const char *address, void *user)
{
	const struct tls_probe *tls_probe = user;

	return tls_probe->all->world->answers(address, tls_probe->all->world->user);
}

static void on_connected(const char *address, void *user)
{
	(void)address;
	(void)user;
}

/* ---- the queue ---- */

static void start_waiting(struct tls_probes *t);

/* Emits the answer, and removes the TLS probe. */
static void finish(struct tls_probe *tls_probe)
{
	struct tls_probes *t = tls_probe->all;
	size_t i = 0;

	while (t->v[i] != tls_probe)
		i++;
	for (t->n--; i < t->n; i++)
		t->v[i] = t->v[i + 1];
	if (!t->n)
		uv_timer_stop(&t->limit);
	t->world->emit(tls_probe->answer, t->world->user);
	endpoint_free(tls_probe->endpoint);
	free(tls_probe->met);
	free(tls_probe);
}

/* The one about the other old version of the same port, or NULL. */
static struct tls_probe *other_old(const struct tls_probe *tls_probe)
{
	const struct tls_probes *t = tls_probe->all;

	for (size_t i = 0; i < t->n && tls_probe->old_together; i++)
		if (t->v[i] != tls_probe && t->v[i]->old_together &&
		    t->v[i]->endpoint->id == tls_probe->endpoint->id)
			return t->v[i];
	return NULL;
}

/* A server that refuses both old versions has answered twice. (One with TLS 1.0 and 1.2 and no 1.1, if there is any, may
 * refuse the pair.) */
static void answer_too(struct tls_probe *other, const struct event *answer)
{
	struct event *e = other->answer;

	e->outcome = answer->outcome;
	e->stage = answer->stage;
	e->num = answer->num;
	e->flags = answer->flags;
	e->us = answer->us;
	e->text = mem_strdup(answer->text);
	finish(other);
}

static void swap_versions(struct tls_probe *a, struct tls_probe *b)
{
	char *version = a->answer->version;
	enum tls_offer kind = a->kind;

	a->answer->version = b->answer->version;
	a->kind = b->kind;
	b->answer->version = version;
	b->kind = kind;
}

static struct event *answer_to(enum tls_offer kind, unsigned endpoint);
static void start(struct tls_probe *tls_probe);

/* A connection that offered both old versions has ended. False: it has not answered this order, which begins again. */
static bool share(struct tls_probe *tls_probe)
{
	struct tls_probe *other = other_old(tls_probe);
	bool met_other = tls_probe->secured && !str_eq(tls_probe->met, tls_probe->answer->version);

	if (!tls_probe->secured && other)
		answer_too(other, tls_probe->answer);
	else if (other)
		other->old_together = false;
	if (met_other && other)
		swap_versions(tls_probe, other);
	tls_probe->old_together = false;
	if (!met_other || other)
		return true;
	event_free(tls_probe->answer);
	tls_probe->answer = answer_to(tls_probe->kind, tls_probe->endpoint->id);
	tls_probe->secured = false;
	return false;
}

static void on_ended(struct probe *p, void *user)
{
	struct tls_probe *tls_probe = user;
	struct tls_probes *t = tls_probe->all;

	(void)p;
	if (!tls_probe->offers_old || t->stopping || share(tls_probe))
		finish(tls_probe);
	else
		start(tls_probe);
	start_waiting(t);
}

/* The client's configuration for that offer; NULL: this system's library has none. */
static const struct tls_config *offer_of(struct tls_probes *t, enum tls_offer kind)
{
	if (kind == TLS_OFFER_NAMELESS)
		return t->world->tls;
	if (!t->offered[kind])
		t->offers[kind] = kind == OFFER_OLD ? tls_config_client_old(t->world->tls)
						    : tls_config_client_offer(t->world->tls, kind);
	t->offered[kind] = true;
	return t->offers[kind];
}

static void start(struct tls_probe *tls_probe)
{
	struct tls_probes *t = tls_probe->all;

	tls_probe->offers_old = tls_probe->old_together && offer_of(t, OFFER_OLD);
	tls_probe->world = *t->world;
	tls_probe->world.tls = offer_of(t, tls_probe->offers_old ? OFFER_OLD : tls_probe->kind);
	tls_probe->world.emit = on_event;
	tls_probe->world.answers = on_answers;
	tls_probe->world.connected = on_connected;
	tls_probe->world.ended = on_ended;
	tls_probe->world.user = tls_probe;
	tls_probe->world.only_tls = true;
	tls_probe->world.nameless = tls_probe->kind == TLS_OFFER_NAMELESS;
	tls_probe->probe = probe_new(&tls_probe->world, tls_probe->endpoint, 1);
	probe_begin(tls_probe->probe, 0);
}

static bool has_turn(const struct tls_probes *t, const struct tls_probe *tls_probe)
{
	const struct tls_probe *other = other_old(tls_probe);
	size_t busy = 0;

	for (size_t i = 0; i < t->n; i++)
		busy += t->v[i]->probe &&
			str_eq(t->v[i]->endpoint->address, tls_probe->endpoint->address);
	return !tls_probe->probe && busy < TURNS_EXTRA && !(other && other->probe);
}

/* A TLS probe that ends at once changes the list, so the search starts again. */
static void start_waiting(struct tls_probes *t)
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
	tls_probes_stop(timer->data, 0, OUTCOME_TIMEOUT);
}

static struct event *answer_to(enum tls_offer kind, unsigned endpoint)
{
	struct event *e;

	if (kind == TLS_OFFER_SECRECY)
		return event_new(EVENT_TLS_SECRECY, endpoint);
	if (kind == TLS_OFFER_NAMELESS)
		return event_new(EVENT_TLS_NAMELESS, endpoint);
	if (kind > TLS_OFFER_SECRECY) {
		e = event_new(EVENT_TLS_OFFER, endpoint);
		e->detail = mem_strdup(tls_offer_name(kind));
		return e;
	}
	e = event_new(EVENT_TLS_ACCEPTS, endpoint);
	e->version = mem_strdup(tls_version_name((enum tls_version)kind));
	return e;
}

static struct tls_probe *append(struct tls_probes *t, struct endpoint *e, enum tls_offer kind,
				bool old_together)
{
	struct tls_probe *tls_probe = mem_calloc(1, sizeof *tls_probe);

	tls_probe->all = t;
	tls_probe->endpoint = e;
	tls_probe->answer = answer_to(kind, e->id);
	tls_probe->kind = kind;
	tls_probe->old_together = old_together;
	t->v = mem_realloc(t->v, t->n + 1, sizeof *t->v);
	t->v[t->n++] = tls_probe;
	return tls_probe;
}

void tls_probes_add(struct tls_probes *t, struct endpoint *e, enum tls_offer kind,
		    bool old_together)
{
	struct tls_probe *tls_probe = append(t, e, kind, old_together);

	if (t->n == 1) {
		uv_update_time(t->world->loop);
		uv_timer_start(&t->limit, on_limit, (uint64_t)t->world->limits->versions_ms, 0);
	}
	if (e->address && offer_of(t, kind) && t->n <= TLS_PROBE_MAX) {
		start_waiting(t);
		return;
	}
	tls_probe->answer->outcome = OUTCOME_SKIPPED;
	finish(tls_probe);
}

void tls_probes_stop(struct tls_probes *t, unsigned endpoint, enum outcome outcome)
{
	t->stopping = true;
	for (size_t i = t->n; i--;) {
		struct tls_probe *tls_probe = t->v[i];

		if (endpoint && tls_probe->endpoint->id != endpoint)
			continue;
		if (tls_probe->probe) {
			probe_stop(tls_probe->probe, outcome);
			continue;
		}
		tls_probe->answer->outcome = outcome;
		finish(tls_probe);
	}
	t->stopping = false;
	start_waiting(t);
}
