/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A path sweep as the engine would emit it, from a line
 *
 *   path ROW suspect|working HOP … [option=value …]
 *
 * with one HOP for each TTL from 1:
 *   ADDRESS/MS               a router answered "time exceeded"
 *   -                        silence
 *   open/MS  rst/MS          accepted, refused
 *   denied/MS  noroute/MS    the kernel's own EACCES, ENETUNREACH
 *   TYPE.CODE@ADDRESS/MS     another ICMP message and its sender
 * and the options
 *   sweep=N                  only the Nth; both the first and the second by default
 *   end=OUTCOME|none         "skipped" with text=WHY; none: it still runs
 *   retrans=N requests=N transmits=N    the counters' rise, over the number of silent sockets
 *   called=NAME@ADDRESS      what reverse DNS says of a router
 *   next=OUTCOME@ADDRESS     the answer of the next router, asked on the port itself
 */
#include "config.h"
#include "tests/unit/scene.h"

#include "base/mem.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct play {
	const struct scene_line *line;
	const struct endpoint *e;
	enum sweep_role role;
	unsigned sweep;
	struct event **v;
	size_t n;
};

static struct event *put(struct play *p, enum event_type type)
{
	struct event *ev = event_new(type, p->e->id);

	ev->attempt = p->sweep;
	ev->port = p->e->port;
	ev->role = p->role;
	p->v = mem_realloc(p->v, p->n + 1, sizeof *p->v);
	p->v[p->n++] = ev;
	return ev;
}

static void take_icmp(struct event *ev, const char *word, bool six)
{
	char *end;

	ev->icmp_type = (int)strtol(word, &end, 10);
	ev->icmp_code = *end == '.' ? (int)strtol(end + 1, &end, 10) : 0;
	ev->err = EHOSTUNREACH;
	ev->outcome = OUTCOME_UNREACHABLE;
	if (ev->icmp_code == (six ? 4 : 3)) {
		ev->err = ECONNREFUSED;
		ev->outcome = OUTCOME_REFUSED;
	}
	if (*end == '@')
		ev->address = mem_strdup(end + 1);
}

static void take_word(struct event *ev, char *word, const char *server, bool six)
{
	static const struct {
		const char *word;
		enum outcome outcome;
		int err;
	} ends[] = {{"open", OUTCOME_OK, 0},
		    {"rst", OUTCOME_REFUSED, ECONNREFUSED},
		    {"denied", OUTCOME_DENIED, EACCES},
		    {"noroute", OUTCOME_UNREACHABLE, ENETUNREACH},
		    {"-", OUTCOME_TIMEOUT, 0}};
	char *slash = strrchr(word, '/');

	if (slash) {
		ev->us = (int64_t)(strtod(slash + 1, NULL) * 1000);
		*slash = '\0';
	}
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_eq(word, ends[i].word)) {
			ev->outcome = ends[i].outcome;
			ev->err = ends[i].err;
			if (!ev->err && ev->outcome == OUTCOME_OK)
				ev->address = mem_strdup(server);
			return;
		}
	if (strchr(word, '@')) {
		take_icmp(ev, word, six);
		return;
	}
	ev->outcome = OUTCOME_NONE;
	ev->icmp_type = six ? 3 : 11;
	ev->address = mem_strdup(word);
}

static void put_counter(struct play *p, const char *option, const char *name, int silent)
{
	const char *value = scene_option(p->line, 3, option);

	if (!value)
		return;
	struct event *ev = put(p, EVENT_COUNTER);

	ev->text = mem_strdup(name);
	ev->num = (int)strtol(value, NULL, 10);
	ev->size = silent;
}

static void play_end(struct play *p)
{
	const char *end = scene_option(p->line, 3, "end"), *why = scene_option(p->line, 3, "text");

	if (str_eq(end, "none"))
		return;
	struct event *ev = put(p, EVENT_PATH_END);

	ev->outcome = end ? outcome_from_name(end) : OUTCOME_OK;
	ev->text = why ? mem_strdup(why) : NULL;
}

static void play_sweep(struct play *p, const char *server)
{
	if (str_eq(scene_option(p->line, 3, "end"), "skipped")) { /* never begins */
		play_end(p);
		return;
	}
	struct event *ev = put(p, EVENT_PATH_BEGIN);
	bool six = p->e->family == FAMILY_IPV6;
	int ttl = 0, silent = 0;

	ev->family = p->e->family;
	ev->address = mem_strdup(server);
	for (size_t i = 3; i < p->line->words.n; i++) {
		char *word = mem_strdup(p->line->words.v[i]);

		if (!strchr(word, '=')) {
			ev = put(p, EVENT_PATH_HOP);
			ev->num = ++ttl;
			take_word(ev, word, server, six);
			silent += ev->outcome == OUTCOME_TIMEOUT;
		}
		free(word);
	}
	put_counter(p, "retrans", "TCPRetransFail", silent);
	put_counter(p, "requests", "OutRequests", silent);
	put_counter(p, "transmits", "OutTransmits", silent);
	play_end(p);
}

static void play_next(struct play *p)
{
	const char *next = scene_option(p->line, 3, "next"), *at = next ? strchr(next, '@') : NULL;

	if (!at)
		return;
	struct event *ev = put(p, EVENT_PATH_NEXT);
	char *outcome = mem_strndup(next, (size_t)(at - next));

	ev->outcome = outcome_from_name(outcome);
	ev->address = mem_strdup(at + 1);
	free(outcome);
}

static void play_name(struct play *p)
{
	const char *called = scene_option(p->line, 3, "called"),
		   *at = called ? strchr(called, '@') : NULL;

	if (!at)
		return;
	struct event *ev = put(p, EVENT_PATH_NAME);

	ev->host = mem_strndup(called, (size_t)(at - called));
	ev->address = mem_strdup(at + 1);
}

struct event **scene_play_path(const struct scene_line *line, const struct endpoint *e,
			       const char *server, size_t *ret_n)
{
	const char *only = scene_option(line, 3, "sweep");
	struct play p = {.line = line, .e = e, .role = sweep_role_from_name(line->words.v[2])};

	for (p.sweep = 1; p.sweep <= 2; p.sweep++)
		if (!only || (unsigned)strtol(only, NULL, 10) == p.sweep)
			play_sweep(&p, server);
	play_next(&p);
	play_name(&p);
	*ret_n = p.n;
	return p.v;
}
