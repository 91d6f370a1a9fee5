/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The places that may know which servers a mail domain has: what to ask, whom, and whose word wins.
 *
 * RFC 6186 and RFC 8314 (SRV), draft-ietf-mailmaint-autoconfig-06 and Thunderbird (clientConfig),
 * MS-OXDISCO and MS-OXDSCLI (Autodiscover).
 */
#ifndef KNOW_SOURCES_H
#define KNOW_SOURCES_H

#include "model/terms.h"

#include <stdbool.h>
#include <stddef.h>

/* Whose computer is asked. */
enum source_scope {
	SOURCE_SCOPE_DOMAIN, /* the domain's own */
	SOURCE_SCOPE_MX,     /* one of its mail exchanger's domain: %MXDOMAIN% is known by then */
	SOURCE_SCOPE_PUBLIC  /* a service for everyone: gets the domain, never the address */
};

struct source_row {
	enum source source;
	enum lookup_type lookup;
	const char *question; /* with %EMAILDOMAIN%, %MXDOMAIN% and %EMAILADDRESS% */
	enum source_scope scope;
	int rank;	      /* the smallest wins */
	enum service service; /* of an SRV record, else SERVICE_COUNT_ */
	const char *why;      /* of its rank, marked N_() */
};

#define SOURCES_RANK_PROVIDER 10 /* a provider file that lists the domain */
#define SOURCES_RANK_MX 20	 /* the MX belongs to a known host of mailboxes */
#define SOURCES_RANK_REDIRECT 72 /* an address that another source leads to */
#define SOURCES_RANK_SIGNS 75	 /* other records show a known host of mailboxes … */
#define SOURCES_RANK_SPF 77	 /* … and these less well */
#define SOURCES_RANK_UNPROVEN 80 /* came without encryption */
#define SOURCES_RANK_GUESS 100
#define SOURCES_RANK_NONE 1000

/* A usual name of a domain's server: PREFIX.DOMAIN. */
struct source_guess {
	const char *prefix;
	enum service service;
	bool second; /* tried beside a better one */
};
const struct source_guess *sources_guesses(size_t *ret_n);

const struct source_row *sources_all(size_t *ret_n);
/* The row of a question by its text as an event has it (with %EMAILADDRESS%); domain is the mail
 * domain. NULL if there is none. */
const struct source_row *sources_of_question(const char *question, const char *domain);
/* The question to ask; NULL if it has %MXDOMAIN% and mx_domain is NULL. The caller frees. */
char *sources_question(const struct source_row *row, const char *domain, const char *mx_domain);

#endif
