/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/engine.h"

#include "base/mem.h"
#include "know/server_limits.h"
#include "net/dns.h"
#include "net/here/local.h"
#include "net/reverse.h"
#include "net/tls/tls.h"
#include "run/dane.h"
#include "run/due.h"
#include "run/lookups.h"
#include "run/probe.h"
#include "run/sweeps.h"
#include "run/tls_probes.h"

#include <stdlib.h>
#include <time.h>

#define NS_PER_US 1000
#define ALONE_MS 500 /* after the last neighbour's goodbye, so that the server notices it */

/* What the engine remembers of an endpoint from one try to the next. */
struct attempt {
	unsigned endpoint;
	unsigned tries;
	char *address;		/* numeric, of the last probe's connection, or NULL */
	bool turned_away;	/* the server refused this try as one connection too many */
	struct endpoint *again; /* to be tried once more, alone, or NULL */
};

struct engine {
	uv_loop_t *loop;
	struct limits limits;
	engine_sink *sink;
	void *user;
	uint64_t began_ns;
	struct probe_world world;
	struct dns *dns;
	struct reverse *names; /* of addresses on the way; NULL: they are not looked up */
	struct tls_config *tls;
	struct probe **probes; /* in progress */
	size_t probe_n;
	struct sweeps *sweeps;
	struct lookups *lookups;
	struct dane *dane;
	struct tls_probes *tls_probes;
	struct turns *turns;
	struct attempt *attempts;
	size_t attempt_n;
	struct strs answering; /* numeric addresses that accepted a connection */
	struct strs welcoming; /* those with a server's greeting */
	uv_timer_t run_limit;
	struct due due;
	bool started;  /* the whole-run limit has begun */
	bool over;     /* and is over */
	bool stopping; /* what ends now is not tried again */
};

static void note_welcome(struct engine *engine, const struct event *e);

/* Stamps an observation of a probe, a sweep or the engine itself, and passes it on. */
static void emit(struct event *e, void *user)
{
	struct engine *engine = user;

	note_welcome(engine, e);
	e->at_us = (int64_t)((uv_hrtime() - engine->began_ns) / NS_PER_US);
	/* The sink owns e; what follows from it comes after it. */
	bool news = dane_note(engine->dane, e);

	engine->sink(e, engine->user);
	if (news)
		dane_tell(engine->dane, emit, engine);
}

/* ---- what probes ask of the engine ---- */

static bool on_answers(const char *address, void *user)
{
	const struct engine *engine = user;

	return strs_has(&engine->answering, address);
}

static void on_connected(const char *address, void *user)
{
	struct engine *engine = user;

	if (strs_has(&engine->answering, address))
		return;
	strs_add(&engine->answering, address);
	for (size_t i = 0; i < engine->probe_n; i++)
		probe_hurry(engine->probes[i], address);
}

static struct attempt *attempt_of(struct engine *engine, unsigned endpoint)
{
	for (size_t i = 0; i < engine->attempt_n; i++)
		if (engine->attempts[i].endpoint == endpoint)
			return &engine->attempts[i];
	engine->attempts =
	    mem_realloc(engine->attempts, engine->attempt_n + 1, sizeof *engine->attempts);
	engine->attempts[engine->attempt_n] = (struct attempt){.endpoint = endpoint};
	return &engine->attempts[engine->attempt_n++];
}

static void remember_address(struct engine *engine, const struct probe *p)
{
	struct attempt *attempt = attempt_of(engine, probe_id(p));

	if (!probe_address(p))
		return;
	free(attempt->address);
	attempt->address = mem_strdup(probe_address(p));
}

static void next_alone(struct engine *engine, const struct probe *ended);

static void on_ended(struct probe *p, void *user)
{
	struct engine *engine = user;
	size_t i = 0;

	remember_address(engine, p);
	while (i < engine->probe_n && engine->probes[i] != p)
		i++;
	if (i < engine->probe_n)
		engine->probes[i] = engine->probes[--engine->probe_n];
	next_alone(engine, p);
}

/* ---- beginning and end ---- */

static void list_option(struct strs *list, const char *name, bool set)
{
	if (set)
		strs_add(list, name);
}

static void emit_run_begin(struct engine *engine, const struct engine_options *options)
{
	struct event *e = event_new(EVENT_RUN_BEGIN, 0);
	const struct target *target = options->target;

	e->time = options->now ? options->now : (int64_t)time(NULL);
	e->text = mem_strdup(PACKAGE_VERSION);
	list_option(&e->list, "ca-file", target->ca_file);
	list_option(&e->list, "only-target", target->only_target);
	list_option(&e->list, "no-path", target->no_path);
	list_option(&e->list, "no-versions", target->no_versions);
	for (size_t i = 0; i < limits_row_n; i++) {
		const struct limits_row *row = &limits_rows[i];
		int value = *(const int *)((const char *)&options->limits + row->offset);

		if (value != row->value)
			strs_append(&e->list, mem_printf("%s=%d", row->name, value));
	}
	emit(e, engine);
}

static void set_up_names(struct engine *engine, const struct target *target)
{
	engine->dns = dns_new(engine->loop, engine->limits.run_ms);
	for (size_t i = 0; i < target->override_n; i++) {
		const struct target_override *o = &target->overrides[i];

		if (o->address)
			dns_override(engine->dns, o->host, o->family, o->address);
	}
}

static void on_name(const char *address, const char *host, unsigned about, void *user)
{
	struct event *e = event_new(EVENT_PATH_NAME, about);

	e->address = mem_strdup(address);
	e->host = mem_strdup(host);
	emit(e, user);
}

struct engine *engine_new(uv_loop_t *loop, const struct engine_options *options, engine_sink *sink,
			  void *user, char **ret_error)
{
	struct tls_config *tls =
	    tls_config_client(options->target->ca_file, options->now, ret_error);

	if (!tls)
		return NULL;
	struct engine *engine = mem_calloc(1, sizeof *engine);

	engine->loop = loop;
	engine->limits = options->limits;
	engine->sink = sink;
	engine->user = user;
	engine->began_ns = uv_hrtime();
	engine->tls = tls;
	set_up_names(engine, options->target);
	engine->lookups = lookups_new(engine->loop, &engine->limits, options->target, emit, engine);
	engine->dane = dane_new(options->target->mx_domain, options->now, engine->tls);
	if (!options->target->only_target)
		engine->names = reverse_new(loop, on_name, engine);
	engine->sweeps = sweeps_new(loop, engine->names, emit, engine);
	engine->turns = turns_new(loop);
	engine->world = (struct probe_world){
	    .loop = loop,
	    .limits = &engine->limits,
	    .dns = engine->dns,
	    .turns = engine->turns,
	    .tls = tls,
	    .emit = emit,
	    .answers = on_answers,
	    .connected = on_connected,
	    .ended = on_ended,
	    .user = engine,
	};
	engine->tls_probes = tls_probes_new(&engine->world);
	uv_timer_init(loop, &engine->run_limit);
	engine->run_limit.data = engine;
	emit_run_begin(engine, options);
	if (!options->target->practice && !target_is_loopback(options->target))
		local_emit(emit, engine);
	return engine;
}

static void on_closed(uv_handle_t *handle)
{
	free(handle->data);
}

void engine_free(struct engine *engine)
{
	if (!engine)
		return;
	engine_cancel_all(engine);
	tls_probes_free(engine->tls_probes);
	turns_free(engine->turns);
	dns_free(engine->dns);
	lookups_free(engine->lookups);
	dane_free(engine->dane);
	sweeps_free(engine->sweeps);
	reverse_free(engine->names);
	tls_config_free(engine->tls);
	strs_clear(&engine->answering);
	strs_clear(&engine->welcoming);
	for (size_t i = 0; i < engine->attempt_n; i++) {
		free(engine->attempts[i].address);
		endpoint_free(engine->attempts[i].again);
	}
	free(engine->attempts);
	free(engine->probes);
	uv_close((uv_handle_t *)&engine->run_limit, on_closed);
}

/* ---- probes ---- */

static void forget_again(struct attempt *attempt)
{
	endpoint_free(attempt->again);
	attempt->again = NULL;
}

/* A comparison that the run's end cuts short has not shown that nothing answers. */
static void stop_probe(struct probe *p, enum outcome outcome)
{
	bool counts = endpoint_counts(probe_endpoint(p));

	probe_stop(p, counts ? outcome : OUTCOME_CANCELLED);
}

/* Ends everything in progress. */
static void stop_all(struct engine *engine, enum outcome outcome)
{
	engine->stopping = true;
	for (size_t i = 0; i < engine->attempt_n; i++)
		forget_again(&engine->attempts[i]);
	while (engine->probe_n) /* each one removes itself from the list */
		stop_probe(engine->probes[0], outcome);
	sweeps_stop(engine->sweeps);
	lookups_stop(engine->lookups, outcome);
	tls_probes_stop(engine->tls_probes, 0, outcome);
	engine->stopping = false;
}

static void on_run_limit(uv_timer_t *timer)
{
	struct engine *engine = timer->data;
	bool only_tls_probes =
	    tls_probes_active(engine->tls_probes) == engine_active(engine) && engine_active(engine);

	if (due_is_late(&engine->due, timer))
		return;
	engine->over = true;
	stop_all(engine, OUTCOME_TIMEOUT);
	if (only_tls_probes) /* all verdicts were known */
		return;
	struct event *e = event_new(EVENT_RUN_END, 0);

	e->outcome = OUTCOME_TIMEOUT;
	emit(e, engine);
}

static void start_run_limit(struct engine *engine)
{
	engine->started = true;
	engine->over = false;
	due_start(&engine->due, &engine->run_limit, on_run_limit, (uint64_t)engine->limits.run_ms);
}

static void emit_retry(struct engine *engine, const struct attempt *attempt, enum outcome why)
{
	struct event *e = event_new(EVENT_RETRY, attempt->endpoint);

	e->attempt = attempt->tries;
	e->outcome = why;
	emit(e, engine);
}

static struct probe *add_probe(struct engine *engine, const struct endpoint *e)
{
	struct attempt *attempt = attempt_of(engine, e->id);

	attempt->turned_away = false;
	struct probe *p = probe_new(&engine->world, e, ++attempt->tries);

	engine->probes = mem_realloc(engine->probes, engine->probe_n + 1, sizeof *engine->probes);
	engine->probes[engine->probe_n++] = p;
	return p;
}

static void start(struct engine *engine, const struct endpoint *e)
{
	if (attempt_of(engine, e->id)->tries) {
		emit_retry(engine, attempt_of(engine, e->id), OUTCOME_NONE);
		sweeps_forget(engine->sweeps, e->id);
		engine_cancel(engine, e->id);
		if (!e->address)
			dns_drop(engine->dns, e->host, e->family);
		start_run_limit(engine);
	} else if (!engine->started) {
		start_run_limit(engine);
	}
	struct probe *p = add_probe(engine, e);

	if (engine->over)
		stop_probe(p, OUTCOME_TIMEOUT);
	else
		probe_begin(p, 0);
}

static struct probe *find(const struct engine *engine, unsigned endpoint)
{
	for (size_t i = 0; i < engine->probe_n; i++)
		if (probe_id(engine->probes[i]) == endpoint)
			return engine->probes[i];
	return NULL;
}

/* The address of its probe, or of the last one; NULL if unknown. */
static const char *address_of(struct engine *engine, unsigned endpoint)
{
	const struct probe *p = find(engine, endpoint);

	return p && probe_address(p) ? probe_address(p) : attempt_of(engine, endpoint)->address;
}

void engine_cancel(struct engine *engine, unsigned endpoint)
{
	struct probe *p = find(engine, endpoint);
	struct attempt *attempt = attempt_of(engine, endpoint);

	attempt->turned_away = false;
	forget_again(attempt);
	tls_probes_stop(engine->tls_probes, endpoint, OUTCOME_CANCELLED);
	if (p)
		probe_stop(p, OUTCOME_CANCELLED);
}

void engine_cancel_all(struct engine *engine)
{
	stop_all(engine, OUTCOME_CANCELLED);
}

size_t engine_active(const struct engine *engine)
{
	return engine->probe_n + sweeps_active(engine->sweeps) + lookups_active(engine->lookups) +
	       tls_probes_active(engine->tls_probes);
}

/* ---- servers that count connections ---- */

/*
 * Small servers allow few simultaneous connections from one address, and a check of all ports is
 * many. An endpoint refused for too many connections is tried once more when its neighbours have
 * gone; not if the server counts attempts, because one more would count too.
 */
static bool counts_connections(const struct event *e)
{
	if (e->type != EVENT_GREETING || e->outcome != OUTCOME_DENIED)
		return false;
	enum server_limit counts = server_limit_of(e->enhanced, e->text);

	/* 421: service not available, closing. */
	return counts == SERVER_LIMIT_CONNECTIONS ||
	       (counts == SERVER_LIMIT_NONE && e->code == 421);
}

/* A server that closes the conversation, or tears the connection. */
static bool has_had_enough(const struct event *e)
{
	return ((e->type == EVENT_GREETING || e->type == EVENT_REPLY) && e->code == 421) ||
	       counts_connections(e) || (e->type == EVENT_CLOSED && e->outcome == OUTCOME_RESET);
}

static void note_welcome(struct engine *engine, const struct event *e)
{
	const struct probe *p = e->type == EVENT_GREETING ? find(engine, e->endpoint) : NULL;
	const char *address = p ? probe_address(p) : NULL;
	const char *server = has_had_enough(e) ? address_of(engine, e->endpoint) : NULL;

	if (address && e->outcome == OUTCOME_OK && !strs_has(&engine->welcoming, address))
		strs_add(&engine->welcoming, address);
	if (server)
		turns_back_off(engine->turns, server);
	if (counts_connections(e))
		attempt_of(engine, e->endpoint)->turned_away = true;
}

/* Whether a probe has, or is about to have, a connection to the address. */
static bool is_busy(struct engine *engine, const char *address)
{
	for (size_t i = 0; i < engine->probe_n; i++) {
		const struct probe *p = engine->probes[i];

		if (probe_holds_server(p) && str_eq(address_of(engine, probe_id(p)), address))
			return true;
	}
	return false;
}

/* A probe has ended: starts the next one that waits to be alone. */
static void next_alone(struct engine *engine, const struct probe *ended)
{
	struct attempt *attempt = attempt_of(engine, probe_id(ended));

	if (engine->stopping || engine->over)
		return;
	if (attempt->turned_away && attempt->tries == 1 && endpoint_counts(probe_endpoint(ended)))
		attempt->again = endpoint_copy(probe_endpoint(ended));
	for (size_t i = 0; i < engine->attempt_n; i++) {
		attempt = &engine->attempts[i];
		if (!attempt->again || !strs_has(&engine->welcoming, attempt->address) ||
		    is_busy(engine, attempt->address))
			continue;
		struct endpoint *e = attempt->again;

		attempt->again = NULL;
		emit_retry(engine, attempt, OUTCOME_DENIED);
		probe_begin(add_probe(engine, e), ALONE_MS);
		endpoint_free(e);
	}
}

/* ---- what is ordered beside probes ---- */

/* From the end: each probe that ends gives its place to the last one. */
static void leave(struct engine *engine)
{
	for (size_t i = engine->probe_n; i--;)
		if (i < engine->probe_n)
			probe_leave(engine->probes[i]);
}

static void look_up(struct engine *engine, const struct order *o)
{
	if (!engine->started)
		start_run_limit(engine);
	lookups_ask(engine->lookups, o);
	if (engine->over)
		lookups_stop(engine->lookups, OUTCOME_TIMEOUT);
}

static void try_tls(struct engine *engine, struct endpoint *e, const struct order *o)
{
	unsigned id = e->id;

	tls_probes_add(engine->tls_probes, e, o->offer, o->old_together);
	if (engine->over)
		tls_probes_stop(engine->tls_probes, id, OUTCOME_TIMEOUT);
}

/* Moves an endpoint out of an order. */
static struct endpoint *handed(const struct endpoint **e)
{
	struct endpoint *it = (struct endpoint *)*e;

	*e = NULL;
	return it;
}

void engine_obey(struct engine *engine, struct order *o)
{
	switch (o->kind) {
	case ORDER_PROBE:
		start(engine, o->endpoint);
		break;
	case ORDER_LOOKUP:
		look_up(engine, o);
		break;
	case ORDER_SWEEP:
		sweeps_add(engine->sweeps, handed(&o->endpoint), handed(&o->beside));
		break;
	case ORDER_TLS:
		try_tls(engine, handed(&o->endpoint), o);
		break;
	case ORDER_HURRY:
		lookups_hurry(engine->lookups, o->rank);
		break;
	case ORDER_LEAVE:
		leave(engine);
		break;
	case ORDER_COUNT_:
		break;
	}
	order_free(o);
}
