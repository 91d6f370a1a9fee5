/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A network that does not exist: this computer, the way to some servers, and what
 * was done to it. Made by hand (a test) or invented from a seed (invent.c); wire.c, names.c and way.c answer the engine from it.
 */
#ifndef TESTS_SIM_WORLD_H
#define TESTS_SIM_WORLD_H

#include "model/terms.h"
#include "practice/script.h"
#include "practice/talk.h"
#include "tests/sim/dice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>

#define WORLD_HOSTS_MAX 8
#define WORLD_ROUTERS_MAX 12
#define WORLD_PORTS_MAX 12
#define WORLD_FAULTS_MAX 4
#define WORLD_TEXT 64
#define WORLD_RECORDS_MAX 16
#define WORLD_VALUES_MAX 2
#define WORLD_DOCUMENTS_MAX 4

struct world_port {
	int port;
	enum service service;
	const struct script *script; /* of worlds.c's store */
	struct talk_host host;
	struct talk_host later; /* from the second conversation on */
	bool unasked;		/* the run leaves it out */
	bool served;
	int turned_away;
	struct talk *talks[16];
	size_t talk_n;
};

struct world_router {
	char address[2][WORLD_TEXT]; /* IPv4, IPv6 */
	char name[WORLD_TEXT];	     /* in reverse DNS, or "" */
	int64_t ns;		     /* there and back from this computer */
	bool silent;		     /* answers no packet whose time to live ends there */
};

enum name_fault {
	NAME_THERE,
	NAME_NONE,
	NAME_SERVFAIL,
	NAME_SILENT,
	NAME_NO_DATA,
	NAME_SLOW, /* the right answer, after some seconds */
	NAME_LIES
};

struct world_host {
	char name[WORLD_TEXT];
	char address[2][WORLD_TEXT]; /* "": it has none */
	struct world_router
	    way[WORLD_ROUTERS_MAX + 1]; /* from 1; the first ones are common to all hosts */
	int routers;
	int64_t ns; /* there and back to the server */
	struct world_port ports[WORLD_PORTS_MAX];
	size_t port_n;
	enum name_fault name_is[2];  /* as the name server has it, for IPv4 and IPv6 */
	char name_leads[WORLD_TEXT]; /* NAME_LIES: to this IPv4 address */
	bool unasked;		     /* as a reference */
};

enum world_deed {
	DEED_NONE,
	DEED_DROP,   /* packets to the port vanish */
	DEED_RESET,  /* RST in the server's name */
	DEED_REJECT, /* an ICMP message of the machine that does it */
	DEED_ANSWER, /* another machine accepts in the server's name and follows a script of its own */
	DEED_CUT,    /* accepted, and reset once the client or the server has said something */
	DEED_STALL, /* large segments from the server are lost (path MTU) */
	DEED_COUNT_
};

/* What a machine on the way does to ports. */
struct world_fault {
	enum world_deed deed;
	int at; /* 0: this computer; 1 …: that router; the server's own firewall: beyond the last */
	bool all_hosts; /* else the first one's only */
	bool family[2]; /* IPv4, IPv6 */
	int ports[WORLD_PORTS_MAX];
	size_t port_n;		   /* 0: every port */
	struct world_port answers; /* DEED_ANSWER */
};

/* What a name has of one type, besides the addresses of hosts. */
struct world_record {
	enum lookup_type type;
	char name[WORLD_TEXT];
	char values[WORLD_VALUES_MAX][WORLD_TEXT]; /* as records_text() writes them */
	size_t n;
};

/* What a web server answers to a question. */
struct world_document {
	char url[2 * WORLD_TEXT]; /* up to its parameters */
	enum outcome
	    outcome; /* OK, or what becomes of the fetch once the server has been reached */
	int http;
	unsigned status;   /* of the certificate */
	int64_t ns;	   /* the server thinks that long */
	const char *bytes; /* static, or NULL */
	const char *type;  /* static */
};

/* The mail domain that was typed. */
struct world_domain {
	char name[WORLD_TEXT]; /* "": a server was typed */
	bool whole_address;    /* and not the domain alone */
	struct world_record records[WORLD_RECORDS_MAX];
	size_t record_n;
	enum name_fault types_are[LOOKUP_COUNT_]; /* as the name server answers for the type */
	bool any_name;				  /* every name below it has an address */
	struct world_document documents[WORLD_DOCUMENTS_MAX];
	size_t document_n;
};

struct world {
	struct dice dice;
	struct world_host hosts[WORLD_HOSTS_MAX]; /* the first one is the person's */
	size_t host_n;
	int common; /* routers that all ways share */
	struct world_fault faults[WORLD_FAULTS_MAX];
	size_t fault_n;
	bool family[2]; /* this computer has that family */
	char own[2][WORLD_TEXT], gateway[2][WORLD_TEXT], device[WORLD_TEXT], container[WORLD_TEXT];
	char resolver[WORLD_TEXT];
	int64_t resolver_ns; /* there and back */
	int64_t noise_ns;    /* at most that much is added to a round trip */
	int loss;	     /* of 1,000 packets */
	int busy;	     /* of 1,000 steps the program is held up before */
	struct world_domain domain;
};

/* A record of the domain with one value more. */
void world_add_record(struct world *w, enum lookup_type type, const char *name, const char *value);

/* Copies text into a field of WORLD_TEXT bytes. */
#define WORLD_SET(field, text) snprintf(field, WORLD_TEXT, "%s", text)

extern struct world *world; /* the one that answers now */

/* Zeroes *w, with a computer, the routers of a home line, and no host. */
void world_init(struct world *w, uint64_t seed);
void world_clear(struct world *w);
/* A host with ROUTERS routers on its way; the first one is the person's. */
struct world_host *world_add_host(struct world *w, const char *name, int routers);
/* A port of the host that follows the script, "like imaps" and what differs. */
struct world_port *world_add_port(struct world_host *h, enum service service, const char *script);
/* The same for a machine that answers instead. */
void world_script(struct world_port *p, enum service service, const char *script,
		  const char *host_name);

/* What becomes of a connection to the address. */
struct world_route {
	enum {
		ROUTE_SILENT,
		ROUTE_REFUSED,
		ROUTE_ICMP,
		ROUTE_DENIED,
		ROUTE_UNREACHABLE,
		ROUTE_OPEN
	} how;
	int64_t ns;		 /* there and back, to who answers */
	int hop;		 /* who answers, or the last who passes it on */
	const char *from;	 /* of an ICMP message */
	struct world_port *port; /* ROUTE_OPEN */
	struct world_host *host; /* or NULL */
	bool cut, stalls;
};
struct world_route world_route(const struct sockaddr *address, const char *numeric, int port);
/* The same for a host's IPv4 address. */
struct world_route world_route_to(struct world_host *h, int port);
/* The host with the address, or NULL. */
struct world_host *world_host_at(const char *numeric);
struct world_host *world_host_named(const char *name);
/* The fault that a packet to that port meets first, or NULL. h: NULL for an address without a host. */
struct world_fault *world_fault_on(const struct world_host *h, int six, int port);
struct world_port *world_port_of(struct world_host *h, int port);
/* There and back to that hop of the way; beyond the last router: to the server. */
int64_t world_ns_to(const struct world_host *h, int hop);
int64_t world_noise(void);
bool world_loses(void);

#endif
