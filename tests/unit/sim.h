/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Networks that do not exist: each is invented from a number, has a fault at a known place (or
 * none), and answers packets. sim_log.c turns that into porthorn's log.
 *
 * Assumptions about networks:
 *  - noise only adds to a round trip; here and there tens of milliseconds;
 *  - the kernel's time stamps (ICMP, the round trip of an accepted connection) are late
 *    only by the network's noise; a reset is late by the computer's own as well,
 *    and a busy computer is equally late for a whole sweep;
 *  - a router's answers to rising times to live may return by a longer way, and be
 *    later than what it only forwards; both are the same each time;
 *  - the first router with a private address is the home's (or the company's);
 *  - a router or network that filters a port does so on every way that leads there;
 *  - machines behind one address are about as far away: a fifth of the round trip more,
 *    and no more than 3 ms;
 *  - a router that drops incoming packets may spare those for itself;
 *  - a rule that applies before a router's own answer (prerouting) hides that answer.
 */
#ifndef TESTS_SIM_H
#define TESTS_SIM_H

#include "model/log.h"
#include "reason/rules/finding.h"

#include <stdint.h>

#define SIM_ROUTERS_MAX 20
#define SIM_PORTS 3 /* imaps, submission, https */
#define SIM_WAYS 4  /* way + 2 * machine */
#define SIM_ADDRESS_LEN 48

enum sim_deed {
	SIM_NOTHING,
	SIM_DROP,
	SIM_RESET,
	SIM_REJECT,
	SIM_WAY_BACK, /* the server's answers are dropped */
	SIM_NOT_LISTENING,
	SIM_REDIRECT,	    /* another machine accepts, at the router itself */
	SIM_FORWARD,	    /* … on a machine behind it, address rewritten */
	SIM_FORWARD_CLOSED, /* … and that machine refuses */
	SIM_SYN_PROXY,
	SIM_LOOP,
	SIM_DEED_COUNT_
};

/* Where, as classes to count by. */
enum sim_where { SIM_HERE, SIM_FIRST, SIM_MIDDLE, SIM_LAST, SIM_SERVER, SIM_WHERE_COUNT_ };

enum sim_home { /* where this computer is */
		SIM_AT_HOME,
		SIM_CARRIER, /* at home, and the provider translates addresses */
		SIM_OUTSIDE, /* a public address of its own */
		SIM_MOBILE,
		SIM_CONTAINER,
		SIM_VPN,
		SIM_HOSTED,
		SIM_VIRTUAL,
		SIM_HOME_COUNT_
};

struct sim_router {
	char address[SIM_ADDRESS_LEN], other[SIM_ADDRESS_LEN]; /* what it answers from */
	int64_t us;					       /* there and back, without noise */
	int64_t slow; /* its own answers are later by that much */
	int answers;  /* of 100 packets whose time to live ends there */
	bool late;    /* never to the first packet of a connection */
};

struct sim_way {
	int n;					  /* routers */
	struct sim_router v[SIM_ROUTERS_MAX + 3]; /* from 1; v[n + 1] is the server */
	int at;					  /* where the fault is: 0 here, n + 1 the server */
	int web_at;
};

struct sim {
	uint64_t dice;
	enum family family;
	enum sim_home home;
	char own[SIM_ADDRESS_LEN], server[SIM_ADDRESS_LEN], device[8];
	struct sim_way ways[SIM_WAYS];
	int machine[SIM_PORTS]; /* which one answers the port */
	int way[SIM_PORTS];
	bool by_flow; /* each connection may take either way */
	bool uneven;  /* the ways differ in length */
	bool affected[SIM_PORTS];
	enum sim_deed deed;
	enum sim_where where;
	bool early;	 /* before routing: prerouting, an access list at the inner side */
	bool spares_own; /* … and does so only to packets that go further */
	bool as_other;	 /* its errors come from another interface's address */
	bool behind_nat; /* … in the server's name */
	bool web_proxy;	 /* 443 is answered by a router on the way */
	int icmp_code;	 /* of rejections */
	int loss;	 /* of 1000 packets, each way */
	int64_t noise;	 /* mean */
	bool busy;
};

enum sim_kind { SIM_SILENCE, SIM_PASSED, SIM_OPEN, SIM_RST, SIM_ICMP };

struct sim_answer {
	enum sim_kind kind;
	const char *address;
	int64_t us;    /* the measured round trip */
	int64_t at_us; /* when it comes, since the connection began */
	int icmp_code;
	bool local; /* it was there before connect() returned */
};

/* A connection as the network sees it: its first packet, and its retransmissions. */
struct sim_flow {
	int port, ttl;
	const struct sim_way *way;
	int64_t late_us; /* this computer's own lateness during the sweep */
};

void sim_invent(struct sim *s, uint64_t number);
int64_t sim_below(struct sim *s, int64_t limit); /* 0 … limit - 1 */
bool sim_chance(struct sim *s, int of_1000);
struct sim_flow sim_flow(struct sim *s, int port, int ttl, int64_t late_us);
/* The answer to the flow's packet number try (0, 1, 2 …), sent sent_us after the first. */
struct sim_answer sim_answer(struct sim *s, const struct sim_flow *flow, int try, int64_t sent_us);

/* Whether that router answers an ordinary connection to the port at its own address. */
bool sim_next_answers(struct sim *s, int port, int node);

/* The owner of the node's place; n + 1 of the way: the server. */
enum place sim_place_of(const struct sim *s, const struct sim_way *way, int node);
/* Whether the port really is hindered there. */
bool sim_is_right(const struct sim *s, enum place place);
/* Whether that hop (NULL: not known), at TTL number, is the last that forwards the port. */
bool sim_is_right_hop(const struct sim *s, const char *hop, int number);
const char *sim_deed_name(enum sim_deed d);
const char *sim_where_name(enum sim_where w);
char *sim_describe(const struct sim *s); /* the caller frees */

/* sim_log.c */
struct sim_case {
	struct target *target;
	struct endpoints plan;
	struct log log;
};
void sim_case_init(struct sim_case *c, struct sim *s);
void sim_case_clear(struct sim_case *c);

#endif
