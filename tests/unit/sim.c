/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tests/unit/sim.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdio.h>
#include <string.h>

#define PORT_WEB 2

/* ---- dice ---- */

static uint64_t roll(struct sim *s)
{
	s->dice ^= s->dice << 13;
	s->dice ^= s->dice >> 7;
	s->dice ^= s->dice << 17;
	return s->dice * 0x2545f4914f6cdd1dull;
}

int64_t sim_below(struct sim *s, int64_t limit)
{
	return limit > 0 ? (int64_t)((roll(s) >> 11) % (uint64_t)limit) : 0;
}

bool sim_chance(struct sim *s, int of_1000)
{
	return sim_below(s, 1000) < of_1000;
}

/* Many small values, few large ones. */
static int64_t noise(struct sim *s)
{
	int64_t us = sim_below(s, s->noise) + sim_below(s, s->noise) * sim_below(s, 3);

	return sim_chance(s, 30) ? us + 2000 + sim_below(s, 50000) : us;
}

/* ---- inventing ---- */

static void set_address(struct sim *s, char *to, enum sim_home home, int node)
{
	int a = (int)sim_below(s, 200) + 20, b = (int)sim_below(s, 250) + 1;

	if (s->family == FAMILY_IPV6) {
		snprintf(to, SIM_ADDRESS_LEN, node == 1 && a < 90 ? "fe80::%x" : "2001:db8:%x::%x",
			 a, b + node);
		return;
	}
	if (node == 1 && home != SIM_OUTSIDE)
		snprintf(to, SIM_ADDRESS_LEN, "%s",
			 home == SIM_MOBILE	 ? "100.66.1.1"
			 : home == SIM_CONTAINER ? "172.17.0.1"
			 : home == SIM_VPN	 ? "10.8.0.1"
			 : home == SIM_HOSTED	 ? "10.0.0.1"
			 : home == SIM_VIRTUAL	 ? "10.0.2.2"
						 : "192.168.1.1");
	else if (node == 2 && (home == SIM_CONTAINER || home == SIM_VIRTUAL))
		snprintf(to, SIM_ADDRESS_LEN, "192.168.1.1");
	else if (node == 2 && home == SIM_CARRIER)
		snprintf(to, SIM_ADDRESS_LEN, "100.64.%d.%d", a, b);
	else if (node == 2 && a < 40)
		snprintf(to, SIM_ADDRESS_LEN, "10.200.%d.%d", a, b);
	else
		snprintf(to, SIM_ADDRESS_LEN, "203.%d.%d.%d", a, node, b);
}

static void invent_router(struct sim *s, struct sim_router *r, int node)
{
	set_address(s, r->address, s->home, node);
	set_address(s, r->other, SIM_OUTSIDE, node + 2);
	r->answers = 100;
	r->late = false;
	r->slow = sim_chance(s, 200) ? sim_below(s, 8000) : sim_below(s, 60);
	if (sim_chance(s, 100))
		r->answers = 0;
	else if (sim_chance(s, 150))
		r->answers = 20 + (int)sim_below(s, 70);
	else
		r->late = sim_chance(s, 60);
}

/* The first hop is a wire, a bridge, a radio link or a mobile line, some others an ocean. */
static int64_t leg(struct sim *s, int node)
{
	if (node == 1)
		return s->home == SIM_CONTAINER || s->home == SIM_VIRTUAL || s->home == SIM_HOSTED
			   ? 30 + sim_below(s, 100)
		       : s->home == SIM_MOBILE || s->home == SIM_VPN ? 8000 + sim_below(s, 60000)
								     : 150 + sim_below(s, 4000);
	return sim_chance(s, 60)    ? 20000 + sim_below(s, 100000)
	       : sim_chance(s, 400) ? 100 + sim_below(s, 900)
				    : 500 + sim_below(s, 9000);
}

static void invent_way(struct sim *s, struct sim_way *w, int n)
{
	int64_t us = 0;

	w->n = n;
	for (int i = 1; i <= n + 1; i++) {
		invent_router(s, &w->v[i], i);
		us += leg(s, i);
		/* A different way back. */
		w->v[i].us = us + (i > 2 && sim_chance(s, 80) ? sim_below(s, 15000) : 0);
	}
	snprintf(w->v[n + 1].address, SIM_ADDRESS_LEN, "%s", s->server);
}

/* Other routers of about the same length between two nodes, now and then one more. */
static void invent_other_way(struct sim *s)
{
	const struct sim_way *a = &s->ways[0];
	struct sim_way *b = &s->ways[1];
	int from = 2 + (int)sim_below(s, a->n), to = from + (int)sim_below(s, 3);

	*b = *a;
	for (int i = from; i <= to && i <= a->n; i++) {
		int64_t us = a->v[i].us;

		invent_router(s, &b->v[i], i);
		b->v[i].us = us + sim_below(s, 600);
	}
	if (!s->uneven || from > a->n || a->n >= SIM_ROUTERS_MAX)
		return;
	memmove(&b->v[from + 1], &b->v[from], (size_t)(b->n + 2 - from) * sizeof b->v[0]);
	invent_router(s, &b->v[from], from);
	b->v[from].us = (b->v[from - 1].us + b->v[from + 1].us) / 2;
	b->n++;
	b->at += b->at >= from;
	b->web_at += b->web_at >= from;
}

/* Another machine behind the server's address, some hops further in. */
static void invent_machine(struct sim *s, struct sim_way *to, const struct sim_way *from)
{
	*to = *from;
	if (from->n + 1 > SIM_ROUTERS_MAX)
		return;
	int64_t us = from->v[from->n + 1].us;

	to->n++;
	invent_router(s, &to->v[to->n], to->n);
	to->v[to->n].us = us;
	to->v[to->n + 1] = from->v[from->n + 1];
	to->v[to->n + 1].us = us + 50 + sim_below(s, us / 5 < 3000 ? us / 5 : 3000);
	if (from->at == from->n + 1)
		to->at++;
}

static void plant(struct sim *s)
{
	static const enum sim_deed usual[] = {
	    SIM_NOTHING, SIM_DROP,	     SIM_DROP,	    SIM_DROP,
	    SIM_RESET,	 SIM_RESET,	     SIM_RESET,	    SIM_REJECT,
	    SIM_REJECT,	 SIM_WAY_BACK,	     SIM_REDIRECT,  SIM_NOT_LISTENING,
	    SIM_FORWARD, SIM_FORWARD_CLOSED, SIM_SYN_PROXY, SIM_LOOP};
	struct sim_way *w = &s->ways[0];
	int last = w->n + 1;

	s->deed = usual[sim_below(s, sizeof usual / sizeof *usual)];
	switch (sim_below(s, 6)) {
	case 0:
		w->at = 0;
		break;
	case 1:
		w->at = 1;
		break;
	case 2:
		w->at = w->n;
		break;
	case 3:
		w->at = last;
		break;
	case 4: /* the way into the provider's network */
		w->at = w->n > 1 ? 2 : w->n;
		break;
	default:
		w->at = 1 + (int)sim_below(s, last);
	}
	if (s->deed == SIM_NOT_LISTENING || s->deed == SIM_NOTHING)
		w->at = last;
	if (s->deed >= SIM_REDIRECT && (w->at >= last || (w->at == 0 && s->deed != SIM_REDIRECT)))
		w->at = w->n ? 1 + (int)sim_below(s, w->n) : 0;
	if (s->deed > SIM_REDIRECT && !w->n)
		s->deed = SIM_NOTHING;
	if (s->deed == SIM_LOOP && w->at < 2)
		s->deed = SIM_DROP;
	s->where = w->at == 0	   ? SIM_HERE
		   : w->at == last ? SIM_SERVER
		   : w->at == 1	   ? SIM_FIRST
		   : w->at == w->n ? SIM_LAST
				   : SIM_MIDDLE;
	s->early = sim_chance(s, 300);
	s->spares_own = sim_chance(s, 500);
	s->as_other = sim_chance(s, 150);
	s->behind_nat = s->deed == SIM_REJECT && s->where == SIM_LAST && sim_chance(s, 200);
	static const int codes4[] = {13, 13, 3, 1, 10, 0}, codes6[] = {1, 1, 4, 3, 1, 0};
	size_t code = (size_t)sim_below(s, 6);

	s->icmp_code = s->family == FAMILY_IPV6 ? codes6[code] : codes4[code];
	w->web_at = w->n && sim_chance(s, 80) ? 1 + (int)sim_below(s, w->n) : 0;
}

static void invent_ports(struct sim *s)
{
	bool machines = sim_chance(s, 100), ways = sim_chance(s, 300);

	s->by_flow = ways && sim_chance(s, 400);
	s->uneven = ways && sim_chance(s, 200);
	if (ways)
		invent_other_way(s);
	else
		s->ways[1] = s->ways[0];
	invent_machine(s, &s->ways[2], &s->ways[0]);
	invent_machine(s, &s->ways[3], &s->ways[1]);
	for (int i = 0; i < SIM_PORTS; i++) {
		s->machine[i] = machines ? (int)sim_below(s, 2) : 0;
		s->way[i] = ways ? (int)sim_below(s, 2) : 0;
		s->affected[i] = i == 1 || (i == 0 && sim_chance(s, 250)) || s->deed == SIM_LOOP;
	}
	if (s->affected[0] && sim_chance(s, 300))
		s->affected[PORT_WEB] = true;
}

void sim_invent(struct sim *s, uint64_t number)
{
	*s = (struct sim){.dice = number * 0x9e3779b97f4a7c15ull + 0x1234567};
	for (int i = 0; i < 8; i++)
		roll(s);
	s->family = sim_chance(s, 300) ? FAMILY_IPV6 : FAMILY_IPV4;
	s->home = sim_chance(s, 450) ? SIM_AT_HOME : (enum sim_home)sim_below(s, SIM_HOME_COUNT_);
	bool six = s->family == FAMILY_IPV6;

	snprintf(s->server, sizeof s->server, six ? "2001:db8:ffff::25" : "192.0.2.25");
	snprintf(s->device, sizeof s->device, s->home == SIM_VPN ? "tun0" : "eth0");
	static const char *const own[SIM_HOME_COUNT_] = {
	    "192.168.1.2", "192.168.1.2", "198.51.100.7", "100.66.1.77",
	    "172.17.0.5",  "10.8.0.6",	  "10.0.0.17",	  "10.0.2.15"};

	snprintf(s->own, sizeof s->own, "%s", six ? "2001:db8:1::99" : own[s->home]);
	s->loss = sim_chance(s, 500) ? 0 : (int)sim_below(s, 110);
	s->noise = 50 + sim_below(s, 1500);
	s->busy = sim_chance(s, 250);
	invent_way(s, &s->ways[0], (int)sim_below(s, SIM_ROUTERS_MAX));
	plant(s);
	s->web_proxy = s->ways[0].web_at > 0;
	invent_ports(s);
}

/* ---- answering ---- */

struct sim_flow sim_flow(struct sim *s, int port, int ttl, int64_t late_us)
{
	int way = s->by_flow ? (int)sim_below(s, 2) : s->way[port];

	return (struct sim_flow){port, ttl, &s->ways[way + 2 * s->machine[port]], late_us};
}

static struct sim_answer silence(void)
{
	return (struct sim_answer){.kind = SIM_SILENCE};
}

static struct sim_answer passed(struct sim *s, const struct sim_flow *f, int node, int try,
				const char *address)
{
	const struct sim_router *r = &f->way->v[node];

	if (!sim_chance(s, r->answers * 10) || (r->late && !try))
		return silence();
	return (struct sim_answer){
	    .kind = SIM_PASSED, .address = address, .us = r->us + r->slow + noise(s)};
}

/* This computer answers itself, at once. */
static struct sim_answer from_here(struct sim *s, const struct sim_flow *f, enum sim_kind kind,
				   const char *address)
{
	int64_t held_up = s->busy && f->ttl == 1 && sim_chance(s, 20) ? sim_below(s, 15000) : 0;

	return (struct sim_answer){.kind = kind,
				   .address = address,
				   .us = 15 + sim_below(s, 70) + held_up,
				   .icmp_code = s->icmp_code,
				   .local = true};
}

static struct sim_answer from_node(struct sim *s, const struct sim_flow *f, int node,
				   enum sim_kind kind, const char *address)
{
	int64_t us = f->way->v[node].us + noise(s);

	if (kind == SIM_RST)
		us += f->late_us + (s->busy && sim_chance(s, 300) ? sim_below(s, 30000) : 0);
	return (struct sim_answer){
	    .kind = kind, .address = address, .us = us, .icmp_code = s->icmp_code};
}

static struct sim_answer reject(struct sim *s, const struct sim_flow *f, int node)
{
	const struct sim_router *r = &f->way->v[node];
	bool other = s->as_other && node > 1 && node <= f->way->n;

	return from_node(s, f, node, SIM_ICMP,
			 s->behind_nat ? s->server
			 : other       ? r->other
				       : r->address);
}

/* A packet to another machine three hops behind the router, address rewritten. */
static struct sim_answer forwarded(struct sim *s, const struct sim_flow *f, int node)
{
	int beyond = f->ttl - node;
	bool closed = s->deed == SIM_FORWARD_CLOSED;

	if (beyond < 2)
		return passed(s, f, node, 1, s->server);
	struct sim_answer a = from_node(s, f, node, closed ? SIM_RST : SIM_OPEN, s->server);

	a.us += 300;
	if (closed && s->as_other) {
		a.kind = SIM_ICMP;
		a.icmp_code = s->family == FAMILY_IPV6 ? 4 : 3;
	}
	return a;
}

/* The two routers pass it back and forth. */
static struct sim_answer looped(struct sim *s, const struct sim_flow *f, int node, int try)
{
	int turns = f->ttl - node;
	int who = turns % 2 ? node - 1 : node;
	struct sim_answer a = passed(s, f, who, try, f->way->v[who].address);

	if (f->ttl > 60) /* an ordinary connection */
		return silence();
	a.us += turns * 700;
	return a;
}

static struct sim_answer deed_at(struct sim *s, const struct sim_flow *f, int node, int try)
{
	switch (s->deed) {
	case SIM_DROP:
		return silence();
	case SIM_RESET:
		return node ? from_node(s, f, node, SIM_RST, NULL) : from_here(s, f, SIM_RST, NULL);
	case SIM_REJECT:
		return node ? reject(s, f, node) : from_here(s, f, SIM_ICMP, s->own);
	case SIM_REDIRECT:
		return node ? from_node(s, f, node, SIM_OPEN, s->server)
			    : from_here(s, f, SIM_OPEN, s->server);
	case SIM_SYN_PROXY:
		return from_node(s, f, node, SIM_OPEN, s->server);
	case SIM_FORWARD:
	case SIM_FORWARD_CLOSED:
		return forwarded(s, f, node);
	case SIM_LOOP:
		return looped(s, f, node, try);
	default:
		return from_node(s, f, node, SIM_RST, NULL);
	}
}

/* Whether the router also processes a packet that would end at it. */
static bool is_early(const struct sim *s)
{
	return s->early || s->deed == SIM_REDIRECT || s->deed == SIM_FORWARD ||
	       s->deed == SIM_FORWARD_CLOSED || s->deed == SIM_LOOP;
}

static struct sim_answer lossless(struct sim *s, const struct sim_flow *f, int try)
{
	const struct sim_way *w = f->way;
	bool affected = s->affected[f->port] && s->deed != SIM_NOTHING && s->deed != SIM_WAY_BACK;

	if (affected && w->at == 0)
		return deed_at(s, f, 0, try);
	for (int node = 1; node <= w->n; node++) {
		bool done = affected && w->at == node;

		if (done && is_early(s))
			return deed_at(s, f, node, try);
		if (f->port == PORT_WEB && s->web_proxy && w->web_at == node)
			return from_node(s, f, node, SIM_OPEN, s->server);
		if (f->ttl == node)
			return passed(s, f, node, try, w->v[node].address);
		if (done)
			return deed_at(s, f, node, try);
	}
	if (affected)
		return deed_at(s, f, w->n + 1, try);
	if (s->affected[f->port] && s->deed == SIM_WAY_BACK)
		return silence();
	return from_node(s, f, w->n + 1, SIM_OPEN, s->server);
}

struct sim_answer sim_answer(struct sim *s, const struct sim_flow *flow, int try, int64_t sent_us)
{
	struct sim_answer a = lossless(s, flow, try);

	if (!a.local && (sim_chance(s, s->loss) || sim_chance(s, s->loss)))
		return silence();
	a.at_us = a.us + sent_us;
	/* With TCP's time stamps the kernel knows which packet was answered. */
	if (a.kind != SIM_OPEN || sim_chance(s, 200))
		a.us = a.at_us;
	return a;
}

bool sim_next_answers(struct sim *s, int port, int node)
{
	const struct sim_way *w = &s->ways[s->way[port]];
	bool stopped = s->affected[port] && s->deed == SIM_DROP &&
		       (w->at < node || (w->at == node && is_early(s) && !s->spares_own));

	return node <= w->n && !stopped && sim_chance(s, 700);
}

/* ---- the truth ---- */

enum place sim_place_of(const struct sim *s, const struct sim_way *way, int node)
{
	bool bridged = s->home == SIM_CONTAINER || s->home == SIM_VIRTUAL;

	if (node <= 0)
		return PLACE_THIS_COMPUTER;
	if (node > way->n)
		return PLACE_SERVER;
	if (node == 1 && bridged)
		return PLACE_THIS_COMPUTER;
	if (node == 1 && (s->home == SIM_AT_HOME || s->home == SIM_CARRIER))
		return PLACE_HOME_ROUTER;
	if (node == 2 && bridged)
		return PLACE_HOME_ROUTER;
	return PLACE_NETWORK;
}

bool sim_is_right(const struct sim *s, enum place place)
{
	const struct sim_way *w = &s->ways[0];
	enum place there = sim_place_of(s, w, w->at);

	switch (s->deed) {
	case SIM_NOTHING:
		return false;
	case SIM_WAY_BACK:
		return place == PLACE_SERVER_OR_WAY_BACK;
	case SIM_REDIRECT:
	case SIM_FORWARD:
	case SIM_SYN_PROXY:
		return place == PLACE_PROXY || place == there;
	case SIM_FORWARD_CLOSED:
		/* Near the server it is the server's own port forwarding. */
		return place == PLACE_PROXY || place == PLACE_NETWORK || place == there ||
		       (place == PLACE_SERVER && w->v[w->at].us > w->v[w->n + 1].us / 3 * 2);
	case SIM_LOOP:
		return place == PLACE_NETWORK;
	default:
		/* The router's way out, or the next one's way in. */
		if (place == PLACE_HOME_OR_NETWORK)
			return s->deed == SIM_DROP &&
			       (there == PLACE_HOME_ROUTER ||
				(there == PLACE_NETWORK &&
				 sim_place_of(s, w, w->at - 1) == PLACE_HOME_ROUTER));
		/* The server's own machine: its operator knows both. */
		if (s->behind_nat && place == PLACE_SERVER)
			return true;
		if (s->deed == SIM_DROP && w->at >= w->n && place == PLACE_SERVER_OR_WAY_BACK)
			return true;
		return place == there;
	}
}

bool sim_is_right_hop(const struct sim *s, const char *hop, int number)
{
	/* A machine behind the router answers, and the router need not show itself. */
	if (s->deed == SIM_FORWARD_CLOSED || s->deed == SIM_FORWARD)
		return true;
	bool known = !hop, placed = false;

	for (int i = 0; i < SIM_WAYS; i++) {
		const struct sim_way *w = &s->ways[i];
		int node = w->at > w->n || s->deed == SIM_WAY_BACK ? w->n : w->at;

		if (w->at <= w->n && node && s->deed != SIM_WAY_BACK && is_early(s))
			node--;
		/* Silence is placed between two hops, of which the further one may be the cause;
		 * for a loop any visible router of it is right. */
		placed |= number == node || (s->deed == SIM_DROP && number == node - 1) ||
			  (s->deed == SIM_LOOP && number >= node && number <= node + 3);
		known |= hop && number && str_eq(hop, w->v[number].address);
		known |= hop && s->deed == SIM_LOOP &&
			 (str_eq(hop, w->v[w->at].address) || str_eq(hop, w->v[w->at - 1].address));
	}
	return placed && known;
}

const char *sim_deed_name(enum sim_deed d)
{
	static const char *const names[] = {
	    "nothing",	"drop",	   "reset",	     "reject",	  "way back", "not listening",
	    "redirect", "forward", "forward closed", "syn proxy", "loop"};

	_Static_assert(sizeof names / sizeof *names == SIM_DEED_COUNT_, "a name for each");
	return names[d];
}

const char *sim_where_name(enum sim_where w)
{
	static const char *const names[] = {"here", "first router", "router", "last router",
					    "server"};

	_Static_assert(sizeof names / sizeof *names == SIM_WHERE_COUNT_, "a name for each");
	return names[w];
}

char *sim_describe(const struct sim *s)
{
	struct buf out;

	buf_init(&out, 0);
	buf_printf(&out, "%s at %s%s, home %d, loss %d, noise %d us%s%s%s%s\n",
		   sim_deed_name(s->deed), sim_where_name(s->where), s->early ? " (early)" : "",
		   (int)s->home, s->loss, (int)s->noise, s->busy ? ", busy" : "",
		   s->by_flow ? ", by flow" : "", s->web_proxy ? ", web proxy" : "",
		   s->uneven ? ", uneven" : "");
	for (int p = 0; p < SIM_PORTS; p++)
		buf_printf(&out, "  port %d: way %d machine %d%s\n", p, s->way[p], s->machine[p],
			   s->affected[p] ? ", affected" : "");
	for (int i = 0; i < SIM_WAYS; i++) {
		const struct sim_way *w = &s->ways[i];

		if (i && !s->by_flow && i != s->way[0] + 2 * s->machine[0] &&
		    i != s->way[1] + 2 * s->machine[1])
			continue;
		buf_printf(&out, "  way %d, at %d:", i, w->at);
		for (int k = 1; k <= w->n + 1; k++)
			buf_printf(&out, " %s/%.2f+%.2f%s%s", w->v[k].address,
				   (double)w->v[k].us / 1000, (double)w->v[k].slow / 1000,
				   w->v[k].late ? "~" : "",
				   w->v[k].answers < 100 ? w->v[k].answers ? "?" : "!" : "");
		buf_printf(&out, "\n");
	}
	return buf_take(&out);
}
