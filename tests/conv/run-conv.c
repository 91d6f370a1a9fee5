/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs scripted conversations: the real engine against practice servers on
 * loopback, many side by side on one loop, three times over: bytes as they
 * come, byte by byte, and with EAGAIN before every read and write.
 *
 *	run-conv [-v] [FILE or FOLDER]…     without any: all below $srcdir/tests/conv
 */
#include "config.h"
#include "tests/conv/conv.h"

#include "base/mem.h"
#include "know/services.h"
#include "net/conn.h"
#include "practice/identity.h"
#include "practice/listener.h"
#include "practice/server.h"
#include "reason/finding.h"
#include "run/engine.h"

#include <errno.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

#define PASS_MS 20000	/* a pass that takes longer hangs */
#define SWEEP_MS 5	/* how often finished engines are looked for */
#define SIDE_BY_SIDE 24 /* conversations at a time: their limits are short, none may starve */
#define DAY_S (24 * 60 * 60)

/* ---- system calls of the three passes ---- */

static ssize_t recv_byte(int fd, void *bytes, size_t len)
{
	return recv(fd, bytes, len ? 1 : 0, 0);
}

static ssize_t send_byte(int fd, const void *bytes, size_t len)
{
	return send(fd, bytes, len ? 1 : 0, MSG_NOSIGNAL);
}

/* Every second call on a descriptor is let through. */
static bool again(bool *turns, int fd)
{
	bool *turn = &turns[fd % FD_SETSIZE];

	*turn = !*turn;
	if (*turn)
		errno = EAGAIN;
	return *turn;
}

static ssize_t recv_again(int fd, void *bytes, size_t len)
{
	static bool turns[FD_SETSIZE];

	return again(turns, fd) ? -1 : recv(fd, bytes, len, 0);
}

static ssize_t send_again(int fd, const void *bytes, size_t len)
{
	static bool turns[FD_SETSIZE];

	return again(turns, fd) ? -1 : send(fd, bytes, len, MSG_NOSIGNAL);
}

static const struct pass {
	const char *name;
	struct conn_io io; /* without calls: the real ones */
	bool in_bytes;
} passes[] = {
    {"whole", {NULL, NULL}},
    {"byte by byte", {recv_byte, send_byte}, true},
    {"EAGAIN", {recv_again, send_again}},
};

enum { PASSES = sizeof passes / sizeof *passes };

/* ---- one conversation in one pass ---- */

struct run {
	struct conv *conv;
	struct server *servers[CONV_SERVERS_MAX];
	struct target *target;
	struct endpoints plan;
	struct engine *engine;
	struct log log;
	char *error; /* it could not even begin */
	char *transcripts[PASSES];
	unsigned passed, failed; /* passes */
};

struct suite {
	uv_loop_t loop;
	struct identities *identities;
	char ca_file[64];
	int64_t now;
	struct run *runs;
	size_t n;
	size_t pass, begun;
	uv_timer_t sweep;
	bool verbose;
};

static void sink(struct event *e, void *user)
{
	struct run *r = user;

	log_append(&r->log, e);
}

static bool open_server(struct suite *s, struct run *r, size_t i)
{
	const struct conv *c = r->conv;
	const struct conv_server *of = &c->servers[i];
	const struct service_row *row = service_row(of->service);

	r->servers[i] =
	    server_open(&s->loop, s->identities, c->name, buf_text(&of->script), &r->error);
	if (!r->servers[i])
		return false;
	int port = server_port(r->servers[i], c->family);

	target_add(r->target, of->service, row->security, c->host, row->port);
	target_override(r->target, c->host, c->family, listener_address(c->family), row->port,
			port);
	endpoints_add(&r->plan, &(struct endpoint){.service = of->service,
						   .security = row->security,
						   .family = c->family,
						   .host = c->host,
						   .port = row->port,
						   .connect_port = port});
	return true;
}

static void begin_run(struct suite *s, struct run *r)
{
	const struct conv *c = r->conv;

	if (c->together && passes[s->pass].in_bytes)
		return;
	r->target = target_new(c->name);
	r->target->want_ipv4 = c->family == FAMILY_IPV4;
	r->target->want_ipv6 = c->family == FAMILY_IPV6;
	r->target->only_target = r->target->no_path = r->target->practice = true;
	r->target->ca_file = mem_strdup(s->ca_file);
	for (size_t i = 0; i < c->server_n; i++)
		if (!open_server(s, r, i))
			return;
	struct engine_options options = {
	    .limits = c->limits, .target = r->target, .now = s->now + c->days * DAY_S};

	r->engine = engine_new(&s->loop, &options, sink, r, &r->error);
	for (size_t i = 0; r->engine && i < r->plan.n; i++)
		engine_start(r->engine, &r->plan.v[i]);
}

static void judge_run(struct suite *s, struct run *r, size_t pass)
{
	struct facts facts;
	struct findings findings = {0};
	struct conv_seen seen = {
	    .log = &r->log, .target = r->target, .plan = &r->plan, .findings = &findings};

	facts_init(&facts, r->target, &r->log, &r->plan);
	diagnose(&findings, &facts);
	char *wrong = r->error ? mem_printf("  %s\n", r->error) : conv_judged(r->conv, &seen);

	r->transcripts[pass] = conv_transcript(&seen);
	if (!*wrong && pass && !r->conv->varies &&
	    !str_eq(r->transcripts[0], r->transcripts[pass])) {
		free(wrong);
		wrong = mem_strdup("  other events than with whole reads\n");
	}
	if (*wrong || s->verbose) {
		printf("%s [%s]%s\n%s%s", r->conv->name, passes[pass].name, *wrong ? " FAILED" : "",
		       wrong, r->transcripts[pass]);
		for (size_t i = 0; i < findings.n; i++)
			printf("    finding %s %s\n", verdict_name(findings.v[i].verdict),
			       findings.v[i].id);
	}
	r->failed += *wrong != '\0';
	r->passed += !*wrong;
	free(wrong);
	findings_clear(&findings);
	facts_clear(&facts);
}

static void clear_run(struct run *r)
{
	log_clear(&r->log);
	endpoints_clear(&r->plan);
	target_free(r->target);
	free(r->error);
	r->target = NULL;
	r->error = NULL;
}

/* ---- a pass ---- */

/* Begins the next conversations as others end; stops the loop after the last one. */
static void sweep(uv_timer_t *timer)
{
	struct suite *s = timer->data;
	size_t active = 0;

	for (size_t i = 0; i < s->begun; i++)
		active += s->runs[i].engine && engine_active(s->runs[i].engine);
	for (; s->begun < s->n && active < SIDE_BY_SIDE; active++)
		begin_run(s, &s->runs[s->begun++]);
	if (!active)
		uv_stop(&s->loop);
}

static void hang(uv_timer_t *timer)
{
	uv_stop(timer->loop);
}

static void run_pass(struct suite *s, size_t pass)
{
	uv_timer_t limit;

	conn_set_io(passes[pass].io.recv ? &passes[pass].io : NULL);
	uv_timer_init(&s->loop, &s->sweep);
	uv_timer_init(&s->loop, &limit);
	s->sweep.data = s;
	s->pass = pass;
	s->begun = 0;
	uv_timer_start(&s->sweep, sweep, 0, SWEEP_MS);
	uv_timer_start(&limit, hang, PASS_MS, 0);
	uv_run(&s->loop, UV_RUN_DEFAULT);
	uv_close((uv_handle_t *)&s->sweep, NULL);
	uv_close((uv_handle_t *)&limit, NULL);
	for (size_t i = 0; i < s->n; i++) {
		struct run *r = &s->runs[i];

		if (r->target)
			judge_run(s, r, pass);
		if (r->engine)
			engine_free(r->engine);
		r->engine = NULL;
		for (size_t k = 0; k < CONV_SERVERS_MAX; k++) {
			server_close(r->servers[k]);
			r->servers[k] = NULL;
		}
	}
	uv_run(&s->loop, UV_RUN_DEFAULT); /* lets the handles go; ends only if none is left */
	for (size_t i = 0; i < s->n; i++)
		clear_run(&s->runs[i]);
}

/* ---- the suite ---- */

static bool add_file(struct suite *s, const char *file)
{
	char *error = NULL;
	struct conv *c = conv_read(file, &error);

	if (!c) {
		printf("%s\n", error);
		free(error);
		return false;
	}
	s->runs = mem_realloc(s->runs, s->n + 1, sizeof *s->runs);
	s->runs[s->n++] = (struct run){.conv = c};
	return true;
}

static bool add_path(struct suite *s, const char *path)
{
	struct stat st;
	bool all_read = true;

	if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
		return add_file(s, path);
	char *here = mem_printf("%s/*.conv", path), *below = mem_printf("%s/*/*.conv", path);
	glob_t found = {0};

	glob(here, 0, NULL, &found);
	glob(below, GLOB_APPEND, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc; i++)
		all_read &= add_file(s, found.gl_pathv[i]);
	globfree(&found);
	free(here);
	free(below);
	return all_read;
}

static bool write_root(struct suite *s)
{
	const char *pem = identity_root(s->identities);

	snprintf(s->ca_file, sizeof s->ca_file, "/tmp/porthorn-conv-XXXXXX");
	int fd = pem ? mkstemp(s->ca_file) : -1;
	bool written = fd >= 0 && write(fd, pem, strlen(pem)) == (ssize_t)strlen(pem);

	if (fd >= 0)
		close(fd);
	return written;
}

static int report(struct suite *s)
{
	unsigned passed = 0, failed = 0;

	for (size_t i = 0; i < s->n; i++) {
		passed += s->runs[i].passed;
		failed += s->runs[i].failed;
		for (size_t p = 0; p < PASSES; p++)
			free(s->runs[i].transcripts[p]);
		conv_free(s->runs[i].conv);
	}
	free(s->runs);
	printf("%zu conversations, each run in %d ways\n", s->n, PASSES);
	printf("%u passed, %u failed\n", passed, failed);
	return failed || !passed;
}

int main(int argc, char **argv)
{
	struct suite s = {.now = time(NULL)};
	const char *srcdir = getenv("srcdir");
	char *folder = mem_printf("%s/tests/conv", srcdir ? srcdir : ".");
	bool all_read = true;
	int paths = 0;

	signal(SIGPIPE, SIG_IGN);
	s.identities = identities_new(s.now);
	for (int i = 1; i < argc; i++) {
		if (str_eq(argv[i], "-v"))
			s.verbose = true;
		else if (++paths)
			all_read &= add_path(&s, argv[i]);
	}
	if (!paths)
		all_read = add_path(&s, folder);
	free(folder);
	uv_loop_init(&s.loop);
	bool ready = write_root(&s);

	for (size_t p = 0; ready && p < PASSES; p++)
		run_pass(&s, p);
	unlink(s.ca_file);
	ready = uv_loop_close(&s.loop) == 0 && ready;
	identities_free(s.identities);
	return report(&s) || !all_read || !ready;
}
