/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tests/conv/conv-run.h"

#include "base/mem.h"
#include "know/services.h"
#include "practice/identity.h"
#include "practice/listener.h"
#include "practice/server.h"
#include "reason/rules/finding.h"
#include "reason/plan/plan.h"
#include "reason/rules/diagnose.h"
#include "run/engine.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define HANG_MS 20000	/* a pass in which nothing happens for so long hangs */
#define SWEEP_MS 25	/* how often to look for finished engines */
#define SIDE_BY_SIDE 24 /* conversations at a time: their limits are short, and none may starve */
#define DAY_S (24 * 60 * 60)

/* ---- one conversation in one pass ---- */

static void sink(struct event *e, void *user)
{
	struct conv_run *r = user;

	r->suite->seen += e->type != EVENT_WAITING;
	log_append(&r->log, e);
}

static bool open_server(struct conv_suite *s, struct conv_run *r, size_t i)
{
	const struct conv *c = r->conv;
	const struct conv_server *of = &c->servers[i];
	const struct service_row *row = service_row(of->service);

	r->servers[i] =
	    server_open(&s->loop, s->identities, c->name, buf_text(&of->script), &r->error);
	if (!r->servers[i])
		return false;
	const char *host = of->host ? of->host : c->host;

	int port = server_port(r->servers[i], of->family);

	target_add(r->target, of->service, row->security, host, row->port);
	target_override(r->target, host, of->family, listener_address(of->family), row->port, port);
	endpoints_add(&r->plan, &(struct endpoint){.service = of->service,
						   .security = row->security,
						   .family = of->family,
						   .host = (char *)host,
						   .port = row->port,
						   .connect_port = port});
	r->target->want_ipv4 = r->target->want_ipv4 || of->family == FAMILY_IPV4;
	r->target->want_ipv6 = r->target->want_ipv6 || of->family == FAMILY_IPV6;
	return true;
}

static void begin_run(struct conv_suite *s, struct conv_run *r)
{
	const struct conv *c = r->conv;

	r->suite = s;
	r->settled = r->settled || (c->together && s->pass->in_bytes);
	if (r->settled)
		return;
	r->target = target_new(c->name);
	r->target->want_ipv4 = r->target->want_ipv6 = false;
	r->target->only_target = r->target->no_path = true;
	r->target->practice = !c->provider;
	r->target->provider = mem_strdup(c->provider);
	r->target->discover = c->published;
	strs_copy(&r->target->codes, &c->codes);
	r->target->ca_file = mem_strdup(s->ca_file);
	for (size_t i = 0; i < c->server_n; i++)
		if (!open_server(s, r, i))
			return;
	struct engine_options options = {
	    .limits = c->limits, .target = r->target, .now = s->now + c->days * DAY_S};

	r->engine = engine_new(&s->loop, &options, sink, r, &r->error);
	for (size_t i = 0; r->engine && i < r->plan.n; i++) {
		const struct order o = {.kind = ORDER_PROBE, .endpoint = &r->plan.v[i]};

		engine_obey(r->engine, order_copy(&o, NULL, NULL));
	}
}

/* What the session asks for once all verdicts are known. */
static void begin_trials(struct conv_run *r)
{
	struct order orders[PLAN_TLS_PROBES_MAX];
	struct facts facts;

	r->tried = true;
	facts_init(&facts, r->target, &r->log, &r->plan);
	size_t n = plan_tls_probes(orders, &facts);

	for (size_t i = 0; i < n; i++) {
		const char *address = facts_address(&facts, orders[i].endpoint->id);

		engine_obey(r->engine, order_copy(&orders[i], address, NULL));
	}
	facts_clear(&facts);
}

/* A port that spoke another security mode than was published is tried in that mode. */
static void begin_other_modes(struct conv_run *r)
{
	size_t before = r->plan.n;

	r->grown = true;
	for (size_t i = 0; i < r->log.n; i++)
		plan_other_mode(r->target, &r->plan, r->log.v[i]);
	plan_grow(&r->plan, r->target, &r->log);
	for (size_t i = before; i < r->plan.n; i++) {
		const struct order o = {.kind = ORDER_PROBE, .endpoint = &r->plan.v[i]};

		engine_obey(r->engine, order_copy(&o, NULL, NULL));
	}
}

/* An ordinary user has 1024 descriptors, and there are more conversations than that has room for. */
static void close_servers(struct conv_run *r)
{
	for (size_t k = 0; k < CONV_SERVERS_MAX; k++) {
		server_close(r->servers[k]);
		r->servers[k] = NULL;
	}
}

static size_t active_of(struct conv_run *r)
{
	if (r->engine && !engine_active(r->engine) && r->conv->published && !r->grown)
		begin_other_modes(r);
	if (r->engine && !engine_active(r->engine) && r->conv->versions && !r->tried)
		begin_trials(r);
	return r->engine ? engine_active(r->engine) : 0;
}

static void judge_run(struct conv_suite *s, struct conv_run *r)
{
	struct facts facts;
	struct findings findings = {0};
	struct conv_seen seen = {
	    .log = &r->log, .target = r->target, .plan = &r->plan, .findings = &findings};

	facts_init(&facts, r->target, &r->log, &r->plan);
	diagnose(&findings, &facts);
	bool last = s->side_by_side == 1;

	r->settled = s->pass->judge(r, &seen, last, s->pass->user) || last;
	findings_clear(&findings);
	facts_clear(&facts);
}

static void clear_run(struct conv_run *r)
{
	log_clear(&r->log);
	endpoints_clear(&r->plan);
	target_free(r->target);
	free(r->error);
	r->target = NULL;
	r->error = NULL;
	r->tried = r->grown = false;
}

/* ---- a pass ---- */

static void hang(uv_timer_t *timer)
{
	uv_stop(timer->loop);
}

/* Each event that came since the last time puts off the end. */
static void note_progress(struct conv_suite *s)
{
	if (s->seen)
		uv_timer_start(&s->hangs, hang, HANG_MS, 0);
	s->seen = 0;
}

/* Begins the next conversations as others end; stops the loop after the last one. */
static void sweep(uv_timer_t *timer)
{
	struct conv_suite *s = timer->data;
	size_t active = 0;

	for (size_t i = 0; i < s->begun; i++)
		if (active_of(&s->runs[i]))
			active++;
		else
			close_servers(&s->runs[i]);
	while (s->begun < s->n && active < s->side_by_side) {
		struct conv_run *r = &s->runs[s->begun++];

		begin_run(s, r);
		active += active_of(r) > 0;
	}
	if (!active)
		uv_stop(&s->loop);
	note_progress(s);
}

/* Plays and judges the conversations that are not settled; returns how many are left. */
static size_t play(struct conv_suite *s, size_t side_by_side)
{
	uv_timer_init(&s->loop, &s->sweep);
	uv_timer_init(&s->loop, &s->hangs);
	s->sweep.data = s;
	s->side_by_side = side_by_side;
	s->begun = 0;
	uv_timer_start(&s->sweep, sweep, 0, SWEEP_MS);
	uv_timer_start(&s->hangs, hang, HANG_MS, 0);
	uv_run(&s->loop, UV_RUN_DEFAULT);
	uv_close((uv_handle_t *)&s->sweep, NULL);
	uv_close((uv_handle_t *)&s->hangs, NULL);
	for (size_t i = 0; i < s->n; i++) {
		struct conv_run *r = &s->runs[i];

		if (r->target)
			judge_run(s, r);
		if (r->engine)
			engine_free(r->engine);
		r->engine = NULL;
		close_servers(r);
	}
	uv_run(&s->loop, UV_RUN_DEFAULT); /* closes the handles; ends only if none is left */
	size_t left = 0;

	for (size_t i = 0; i < s->n; i++) {
		clear_run(&s->runs[i]);
		left += !s->runs[i].settled;
	}
	return left;
}

bool conv_suite_play(struct conv_suite *s, const struct conv_pass *pass)
{
	conn_set_io(pass->io.recv ? &pass->io : NULL);
	s->pass = pass;
	for (size_t i = 0; i < s->n; i++)
		s->runs[i].settled = pass->wanted && !pass->wanted(&s->runs[i]);
	size_t again = play(s, SIDE_BY_SIDE);

	if (again)
		printf("%s: %zu played once more, alone\n", pass->name, again);
	return !again || play(s, 1) == 0;
}

/* ---- the suite ---- */

static bool write_root(struct conv_suite *s)
{
	char *pem = identity_trusted(s->identities);

	snprintf(s->ca_file, sizeof s->ca_file, "/tmp/porthorn-conv-XXXXXX");
	int fd = pem ? mkstemp(s->ca_file) : -1;
	bool written = fd >= 0 && write(fd, pem, strlen(pem)) == (ssize_t)strlen(pem);

	if (fd >= 0)
		close(fd);
	free(pem);
	return written;
}

bool conv_suite_init(struct conv_suite *s)
{
	*s = (struct conv_suite){.now = time(NULL)};
	signal(SIGPIPE, SIG_IGN);
	s->identities = identities_new(s->now);
	uv_loop_init(&s->loop);
	return write_root(s);
}

void conv_suite_add(struct conv_suite *s, struct conv *c)
{
	s->runs = mem_realloc(s->runs, s->n + 1, sizeof *s->runs);
	s->runs[s->n++] = (struct conv_run){.conv = c};
}

bool conv_suite_clear(struct conv_suite *s)
{
	unlink(s->ca_file);
	for (size_t i = 0; i < s->n; i++)
		conv_free(s->runs[i].conv);
	free(s->runs);
	identities_free(s->identities);
	return uv_loop_close(&s->loop) == 0;
}
