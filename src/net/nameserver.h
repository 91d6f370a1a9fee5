/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What this computer's name servers themselves say about a name. getaddrinfo() has one number
 * (EAI_AGAIN) for SERVFAIL, REFUSED, silence and a computer without a name server; this asks the
 * configured servers once more, by UDP, all at the same time, and keeps each one's answer.
 */
#ifndef NET_NAMESERVER_H
#define NET_NAMESERVER_H

#include "base/str.h"
#include "model/terms.h"

#include <stdbool.h>
#include <stddef.h>

#define NAMESERVER_MAX 3	/* as in the C library */
#define NAMESERVER_WAIT_MS 2500 /* for all of them together */
/* Set in the environment (tests): the servers, "127.0.0.1@5300", separated by spaces; "none": no
 * server. */
#define NAMESERVER_ENV "PORTHORN_RESOLVER"

struct nameserver_answer {
	enum dns_said said; /* by the server that said the most */
	int rcode;	    /* RFC 6895 section 2.3 */
	bool authoritative; /* … and the name is in a zone of that server */
	bool empty;	    /* no record at all answers: not even an alias */
	char *server;	    /* its address, or NULL */
	struct strs each;   /* "192.0.2.53 servfail", one for each server */
	struct strs addresses;
};

/*
 * Asks for host's addresses of family (IPV4 or IPV6). Blocks, at most NAMESERVER_WAIT_MS: for a
 * thread of the pool. servers: instead of the environment's and /etc/resolv.conf's; may be NULL.
 */
void nameserver_ask(struct nameserver_answer *ret, const char *host, enum family family,
		    const char *servers);
/* What a packet says to such a question, whatever its id is. False: it is no reply to it. The caller clears *ret. */
bool nameserver_read(struct nameserver_answer *ret, const char *host, enum family family,
		     const unsigned char *packet, size_t len);
void nameserver_answer_clear(struct nameserver_answer *a);
/* The servers of a resolv.conf(5), at most NAMESERVER_MAX; none if the file does not exist. A test
 * has its own file. */
void nameserver_configured(struct strs *ret, const char *file);

#endif
