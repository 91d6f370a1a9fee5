/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tests/sim/invent.h"

#include "tests/sim/clock.h"

#include <stdio.h>
#include <string.h>

static const enum service services[] = {SERVICE_SMTP,  SERVICE_SUBMISSION, SERVICE_SUBMISSIONS,
					SERVICE_IMAP,  SERVICE_IMAPS,	   SERVICE_POP3,
					SERVICE_POP3S, SERVICE_HTTPS};
static const char *const stock[] = {"like smtp\n",  "like submission\n", "like submissions\n",
				    "like imap\n",  "like imaps\n",	 "like pop3\n",
				    "like pop3s\n", "tls on\n"};
#define SERVICES (sizeof services / sizeof *services)

/* What may be wrong at the server: added to the scripts of the ports that the mask names, in the order above. */
static const struct server_fault {
	const char *kind;
	const char *script;
	unsigned ports;
} server_faults[] = {
    {"expired", "identity expired\n", 0xff},
    {"expired, mail only", "identity expired\n", 0x7f},
    {"wrong name", "identity wrong-name\n", 0x7f},
    {"self-signed", "identity self-signed\n", 0x7f},
    {"unknown issuer", "identity unknown-issuer\n", 0x7f},
    {"no submission service", "listen refused\n", 0x06},
    {"no IMAP service", "listen refused\n", 0x18},
    {"no POP3", "listen refused\n", 0x60},
    {"no mail service", "listen refused\n", 0x7f},
    {"sending in clear text",
     "else\n  reply 502 5.5.1 no\nplain\non STARTTLS\n  reply 454 4.7.0 TLS not available due to local problem\n",
     0x02},
    {"TLS 1.0", "priorities NORMAL:-VERS-ALL:+VERS-TLS1.0\n", 0x7f},
    {"alert to every hello", "alert 40\n", 0x54},
    {"turned away",
     "greet\n  reply 421 4.3.2 Service not available, closing transmission channel\n  close\n",
     0x06},
    {"BYE", "greet\n  reply * BYE Internal error, try again later\n  close\n", 0x18},
    {"slow greeting", "greet\n  wait 6000\n  reply 220 mail.practice.example ESMTP Postfix\n",
     0x02},
    {"mute", "tls off\ngreet\n  silence\n", 0x06},
    {"full", "listen full\n", 0x06},
    {"hangs up", "tls off\ngreet\n  close\n", 0x06},
};

/* What is done on the way, to which ports. */
static const struct way_fault {
	const char *name;
	enum world_deed deed;
} way_faults[] = {{"drop", DEED_DROP},	   {"drop", DEED_DROP},	    {"reset", DEED_RESET},
		  {"reject", DEED_REJECT}, {"answer", DEED_ANSWER}, {"cut", DEED_CUT},
		  {"stall", DEED_STALL}};
static const struct ports {
	const char *name;
	int v[8];
	size_t n;
} port_sets[] = {{"25", {25}, 1},
		 {"587", {587}, 1},
		 {"465 and 587", {465, 587}, 2},
		 {"25, 465 and 587", {25, 465, 587}, 3},
		 {"143 and 993", {143, 993}, 2},
		 {"all mail ports", {25, 465, 587, 143, 993, 110, 995}, 7},
		 {"everything", {0}, 0}};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static size_t pick(struct world *w, size_t n)
{
	return (size_t)dice_below(&w->dice, (int64_t)n);
}

static void add_ports(struct world *w, struct world_host *h, const struct server_fault *fault)
{
	char script[1024];

	(void)w;
	for (size_t i = 0; i < SERVICES; i++) {
		snprintf(script, sizeof script, "%s%s", stock[i],
			 fault && fault->ports & 1u << i ? fault->script : "");
		world_add_port(h, services[i], script);
	}
}

/* One of the ways a computer is connected. */
static void invent_home(struct world *w)
{
	switch (pick(w, 5)) {
	case 0: /* a server with a public address */
		WORLD_SET(w->own[0], "203.0.113.77");
		WORLD_SET(w->gateway[0], "203.0.113.1");
		WORLD_SET(w->device, "eth0");
		break;
	case 1:
		WORLD_SET(w->container, "docker");
		WORLD_SET(w->own[0], "172.17.0.2");
		WORLD_SET(w->gateway[0], "172.17.0.1");
		WORLD_SET(w->device, "eth0");
		break;
	default:
		break;
	}
	w->family[1] = dice_chance(&w->dice, 400);
}

static void invent_fault(struct world *w, struct plot *plot)
{
	const struct way_fault *how = &way_faults[pick(w, COUNT(way_faults))];
	const struct ports *ports = &port_sets[pick(w, COUNT(port_sets))];
	struct world_fault *f = &w->faults[w->fault_n++];
	int routers = w->hosts[0].routers;

	f->deed = how->deed;
	f->ports[0] = 0;
	memcpy(f->ports, ports->v, sizeof ports->v);
	f->port_n = ports->n;
	f->family[0] = true;
	f->family[1] = dice_chance(&w->dice, 700);
	f->all_hosts = dice_chance(&w->dice, 800);
	f->at =
	    f->all_hosts ? (int)pick(w, (size_t)w->common + 1) : (int)pick(w, (size_t)routers + 2);
	if (f->at == 0 && f->deed >= DEED_ANSWER)
		f->at = 1;
	world_script(&f->answers, SERVICE_SUBMISSION,
		     dice_chance(&w->dice, 500) ? "tls off\ngreet\n  silence\n"
						: "tls off\ngreet\n  close\n",
		     "");
	plot->network = true;
	plot->deed = f->deed;
	plot->at = f->at;
	plot->contained = *w->container;
	plot->routers = routers;
	plot->own_server = !f->all_hosts;
	snprintf(plot->kind, sizeof plot->kind, "%s %s at %s%s", how->name, ports->name,
		 f->at == 0	   ? "this computer"
		 : f->at == 1	   ? "router 1"
		 : f->at > routers ? "the server"
				   : "a router",
		 f->all_hosts ? "" : ", this server only");
}

void invent(struct world *w, struct plot *plot, uint64_t number, bool simple)
{
	const struct server_fault *fault = NULL;

	world_init(w, number);
	memset(plot, 0, sizeof *plot);
	invent_home(w);
	if (!simple) {
		w->noise_ns = dice_below(&w->dice, 6) * CLOCK_MS;
		w->loss = (int)dice_below(&w->dice, 4) == 0 ? 30 : 0;
		w->busy = dice_chance(&w->dice, 200) ? 5 : 0;
	}
	int kind = (int)pick(w, 10);

	if (kind == 0)
		plot->healthy = true;
	else if (kind < 4)
		fault = &server_faults[pick(w, COUNT(server_faults))];
	snprintf(plot->kind, sizeof plot->kind, "%s", fault ? fault->kind : "healthy");
	for (size_t i = 0; i < 4; i++) {
		static const char *const names[] = {"mail.practice.example", "mail.one.example",
						    "mail.two.example", "mail.three.example"};
		struct world_host *h = world_add_host(w, names[i], 4 + (int)pick(w, 5));

		add_ports(w, h, i ? NULL : fault);
		if (!w->family[1])
			h->address[1][0] = '\0';
		for (int k = 1; k <= h->routers; k++)
			h->way[k].silent = i == 0 || k > w->common ? dice_chance(&w->dice, 100)
								   : w->hosts[0].way[k].silent;
	}
	if (kind >= 4)
		invent_fault(w, plot);
}
