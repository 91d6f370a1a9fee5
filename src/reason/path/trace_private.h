/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside trace_judge() only: the two compared sweeps, what its judges share (trace_compare.c), and
 * the judges themselves.
 */
#ifndef REASON_PATH_TRACE_PRIVATE_H
#define REASON_PATH_TRACE_PRIVATE_H

#include "reason/path/trace.h"

struct comparison {
	struct trace_verdict *ret;
	const struct facts *f;
	const struct traces *all;
	const struct trace *s, *w; /* suspect; working: NULL unless it opened */
	const struct trace *other; /* the working trace even if it did not open */
	int distance;		   /* the server's, 0 if not known */
	struct surroundings around;
	enum outcome tcp; /* of an ordinary connection */
	int64_t tcp_us;
};

/* What happened to the port: its rules, by place. */
struct deed {
	const char *home, *network;
};

/* ---- saying it ---- */

/* Event 0, and a cited one, are ignored. */
void trace_cite(struct comparison *c, unsigned event);
/* t may be NULL, and ttl anything. */
void trace_cite_hop(struct comparison *c, const struct trace *t, int ttl);
/* Sets the verdict and cites its evidence in the suspect's sweeps; true. */
bool trace_say(struct comparison *c, const char *id, enum place place, enum certainty certainty,
	       int hop_ttl, enum segment segment);
/* The same for a segment; nothing more precise for the computer around a container. */
bool trace_say_there(struct comparison *c, const struct deed *deed, enum segment there,
		     enum certainty certainty, int hop_ttl);

/* ---- trace_icmp.c ---- */

/* The name of such a message, N_(); NULL if it has none. */
const char *trace_icmp_words(enum family family, int code);
/* Whether a router dropped the packet in transit because its time to live had run out. */
bool trace_icmp_expired(enum family family, int type, int code);
/* Whether it is about the host or its network, and not about the port or a rule. */
bool trace_icmp_no_host(enum family family, int code);

/* ---- whose a router is ---- */

enum segment trace_segment(const struct comparison *c, int ttl, const char *address);
/* The router at that TTL, from either port's sweeps; NULL if none answered, or the TTL is out of
 * range. */
const char *trace_hop_address(const struct comparison *c, int ttl);
/* Nearer to the server than to us: the server's operator may run this router too. */
bool trace_is_far_end(const struct comparison *c, int ttl);
/* Same answers at every TTL below for both ports: they take the same path. */
bool trace_same_way(const struct comparison *c, int below);

/* ---- the same sign twice ---- */

/* Both ports showed the same in two sweeps. */
bool trace_is_steady(const struct comparison *c);
/* Certain if the suspect port showed the same in two sweeps, else likely. */
enum certainty trace_twice(const struct comparison *c);

/* ---- round trips: noise only adds, so the least of all samples counts ---- */

/* round trips that differ by this much, or by a tenth, can be told apart */
#define TRACE_APART_US 1000

/* The lesser of two samples, of which 0 is none. */
int64_t trace_least(int64_t a, int64_t b);
/* To the router at that TTL and back, 0 if neither port reached it. */
int64_t trace_router_us(const struct comparison *c, int ttl);
/* To the server and back, from the sweeps and from every port of it that connected. */
int64_t trace_server_us(const struct comparison *c);
/* So much sooner than the server answers that it is from another machine: noise only adds. */
bool trace_is_sooner(const struct comparison *c, int64_t us);
/* Whether an answer at TTL 1 was too quick for any wire. */
bool trace_too_quick(const struct comparison *c, int64_t us);

/* ---- the judges: true with a verdict, or false without ---- */

bool trace_judge_loop(struct comparison *c);   /* trace_loop.c */
bool trace_judge_here(struct comparison *c);   /* trace_refuse.c */
bool trace_judge_open(struct comparison *c);   /* trace_accept.c */
bool trace_judge_reset(struct comparison *c);  /* trace_refuse.c */
bool trace_judge_reject(struct comparison *c); /* trace_refuse.c */
bool trace_judge_silent(struct comparison *c); /* trace_silent.c */

#endif
