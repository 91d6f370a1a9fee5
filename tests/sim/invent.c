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

static size_t pick(struct dice *dice, size_t n)
{
	return (size_t)dice_below(dice, (int64_t)n);
}

static void add_ports(struct world_host *h, const struct server_fault *fault)
{
	char script[1024];

	for (size_t i = 0; i < SERVICES; i++) {
		snprintf(script, sizeof script, "%s%s", stock[i],
			 fault && fault->ports & 1u << i ? fault->script : "");
		world_add_port(h, services[i], script);
	}
}

/* One of the ways a computer is connected. */
static void invent_home(struct world *w)
{
	switch (pick(&w->dice, 5)) {
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

/* What the name server makes of the person's server. */
static const struct name_row {
	const char *kind;
	enum name_fault fault[2];
	const char *leads;
} name_rows[] = {
    {"no such name", {NAME_NONE, NAME_NONE}, ""},
    {"SERVFAIL", {NAME_SERVFAIL, NAME_SERVFAIL}, ""},
    {"SERVFAIL for IPv6", {NAME_THERE, NAME_SERVFAIL}, ""},
    {"mute name server", {NAME_SILENT, NAME_SILENT}, ""},
    {"mute for IPv6", {NAME_THERE, NAME_SILENT}, ""},
    {"no IPv4 address", {NAME_NO_DATA, NAME_THERE}, ""},
    {"slow names", {NAME_SLOW, NAME_SLOW}, ""},
    {"name leads nowhere", {NAME_LIES, NAME_LIES}, "0.0.0.0"},
    {"name leads home", {NAME_LIES, NAME_LIES}, "127.0.0.1"},
    {"name leads inside", {NAME_LIES, NAME_LIES}, "192.168.1.77"},
    {"name leads to a router", {NAME_LIES, NAME_LIES}, "192.168.1.1"},
    {"name leads to another", {NAME_LIES, NAME_LIES}, "198.18.1.10"},
};

struct plant *plot_plant(struct plot *plot, const struct cuts *cuts, const char *kind,
			 const char *row)
{
	size_t number = plot->planted++;
	bool cut = cuts && cuts->faults & 1u << number;
	size_t len = plot->n && !cut ? strlen(plot->kind) : 0;

	if (cut)
		return NULL;
	snprintf(plot->kind + len, sizeof plot->kind - len, "%s%s", len ? " + " : "", kind);
	snprintf(plot->row, sizeof plot->row, "%s", plot->n ? "several faults" : row);
	return &plot->plants[plot->n++];
}

/* "drop 25 at a router"; without ports "drop at a router". */
static void describe(char *kind, const char *how, const char *ports, const struct world_fault *f,
		     int routers)
{
	snprintf(kind, KIND_MAX, "%s%s%s at %s%s", how, *ports ? " " : "", ports,
		 f->at == 0	   ? "this computer"
		 : f->at == 1	   ? "router 1"
		 : f->at > routers ? "the server"
				   : "a router",
		 f->all_hosts ? "" : ", this server only");
}

static void invent_way(struct world *w, struct dice *dice, struct plot *plot,
		       const struct cuts *cuts)
{
	const struct way_fault *how = &way_faults[pick(dice, COUNT(way_faults))];
	const struct ports *ports = &port_sets[pick(dice, COUNT(port_sets))];
	struct world_fault *f = &w->faults[w->fault_n];
	int routers = w->hosts[0].routers;
	char kind[KIND_MAX], row[KIND_MAX];

	f->deed = how->deed;
	f->ports[0] = 0;
	memcpy(f->ports, ports->v, sizeof ports->v);
	f->port_n = ports->n;
	f->family[0] = true;
	f->family[1] = dice_chance(dice, 700);
	f->all_hosts = dice_chance(dice, 800);
	f->at = f->all_hosts ? (int)pick(dice, (size_t)w->common + 1)
			     : (int)pick(dice, (size_t)routers + 2);
	if (f->at == 0 && f->deed >= DEED_ANSWER)
		f->at = 1;
	world_script(&f->answers, SERVICE_SUBMISSION,
		     dice_chance(dice, 500) ? "tls off\ngreet\n  silence\n"
					    : "tls off\ngreet\n  close\n",
		     "");
	describe(kind, how->name, ports->name, f, routers);
	describe(row, how->name, "", f, routers);
	struct plant *p = plot_plant(plot, cuts, kind, row);

	if (!p)
		return;
	w->fault_n++;
	*p = (struct plant){
	    .where = PLANT_WAY, .deed = f->deed, .at = f->at, .own_server = !f->all_hosts};
}

static void invent_name(struct world *w, struct dice *dice, struct plot *plot,
			const struct cuts *cuts)
{
	const struct name_row *row = &name_rows[pick(dice, COUNT(name_rows))];
	struct plant *p = plot_plant(plot, cuts, row->kind, row->kind);

	if (!p)
		return;
	*p = (struct plant){.where = PLANT_NAME,
			    .fault = row->fault[0] ? row->fault[0] : row->fault[1]};
	memcpy(w->hosts[0].name_is, row->fault, sizeof row->fault);
	WORLD_SET(w->hosts[0].name_leads, row->leads);
}

/* Long ways, slow name servers and losses of many kinds, and up to two more faults. */
static void invent_more(struct world *w, struct plot *plot, uint64_t number,
			const struct cuts *cuts)
{
	static const int losses[] = {0, 0, 0, 10, 30, 100};
	static const int64_t delays[] = {0, 0, 0, 40, 150, 600};
	struct dice dice;

	dice_init(&dice, number * 3 + 1);
	w->loss = losses[pick(&dice, COUNT(losses))];
	w->noise_ns = (1 + dice_below(&dice, 60)) * CLOCK_MS;
	w->resolver_ns = (1 + dice_below(&dice, 200)) * CLOCK_MS;
	int64_t far = delays[pick(&dice, COUNT(delays))] * CLOCK_MS;

	for (size_t i = 0; i < w->host_n; i++)
		w->hosts[i].ns += far;
	if (plot->planted && dice_chance(&dice, 300))
		invent_way(w, &dice, plot, cuts);
	if (dice_chance(&dice, 250))
		invent_name(w, &dice, plot, cuts);
}

const struct cuts invent_calm = {.noise = true, .loss = true, .busy = true};

static void cut(struct world *w, const struct cuts *cuts)
{
	w->noise_ns = cuts->noise ? 0 : w->noise_ns;
	w->loss = cuts->loss ? 0 : w->loss;
	w->busy = cuts->busy ? 0 : w->busy;
	w->family[1] = w->family[1] && !cuts->ipv6;
	for (size_t i = 0; i < w->host_n; i++) {
		struct world_host *h = &w->hosts[i];

		h->unasked |= (cuts->hosts & 1u << i) != 0;
		if (cuts->ipv6)
			h->address[1][0] = '\0';
		for (int k = 1; cuts->silent && k <= h->routers; k++)
			h->way[k].silent = false;
	}
	for (size_t i = 0; i < w->hosts[0].port_n; i++)
		w->hosts[0].ports[i].unasked = cuts->ports & 1u << i;
}

static void add_hosts(struct world *w, const struct server_fault *fault)
{
	static const char *const names[] = {"mail.practice.example", "mail.one.example",
					    "mail.two.example", "mail.three.example"};

	for (size_t i = 0; i < COUNT(names); i++) {
		struct world_host *h = world_add_host(w, names[i], 4 + (int)pick(&w->dice, 5));

		add_ports(h, i ? NULL : fault);
		if (!w->family[1])
			h->address[1][0] = '\0';
		for (int k = 1; k <= h->routers; k++)
			h->way[k].silent = i == 0 || k > w->common ? dice_chance(&w->dice, 100)
								   : w->hosts[0].way[k].silent;
	}
}

void invent(struct world *w, struct plot *plot, uint64_t number, const struct cuts *cuts)
{
	const struct server_fault *fault = NULL;

	world_init(w, number);
	memset(plot, 0, sizeof *plot);
	invent_home(w);
	w->noise_ns = dice_below(&w->dice, 6) * CLOCK_MS;
	w->loss = (int)dice_below(&w->dice, 4) == 0 ? 30 : 0;
	w->busy = dice_chance(&w->dice, 200) ? 5 : 0;
	snprintf(plot->kind, sizeof plot->kind, "healthy");
	snprintf(plot->row, sizeof plot->row, "healthy");
	int kind = (int)pick(&w->dice, 10);

	if (kind > 0 && kind < 4)
		fault = &server_faults[pick(&w->dice, COUNT(server_faults))];
	add_hosts(w, fault && plot_plant(plot, cuts, fault->kind, fault->kind) ? fault : NULL);
	if (kind >= 4)
		invent_way(w, &w->dice, plot, cuts);
	plot->routers = w->hosts[0].routers;
	plot->contained = *w->container;
	if (number >= INVENT_MORE)
		invent_more(w, plot, number, cuts);
	if (number >= INVENT_DOMAINS)
		invent_domain(w, plot, number, cuts);
	if (cuts)
		cut(w, cuts);
}
