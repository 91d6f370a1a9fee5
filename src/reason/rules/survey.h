/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside reason/ only: the run as a whole, counted once, for every rule to look at. */
#ifndef REASON_RULES_SURVEY_H
#define REASON_RULES_SURVEY_H

#include "know/interceptors.h"
#include "reason/facts/rows.h"
#include "reason/path/compare.h"
#include "reason/path/trace.h"
#include "reason/rules/refusal.h"
#include "reason/rules/rules_domain.h"

/* The TCP results of a set of endpoints. */
struct tally {
	size_t rows, pending; /* asked for; not known yet */
	struct compare_ends tcp;
	int port_low, port_high; /* of the ended ones */
	size_t hosts;		 /* distinct hosts of the ended ones; of all rows only */
};

/* What the certificates of the run have in common. */
struct trust {
	size_t leaves, hosts;	    /* distinct leaf certificates seen, and hosts that showed one */
	size_t expired, early;	    /* leaves that have expired, that are not valid yet */
	size_t foreign_hosts;	    /* hosts whose chain leads to an unknown issuer */
	const char *foreign_issuer; /* the issuer of all of them, or NULL */
	const struct row *newest;   /* the row with the youngest leaf */
};

/* A middlebox, known by name in know/interceptors, and the event that shows it. */
struct box {
	const struct interceptor *known; /* NULL: none */
	unsigned event;
};

/* Signs of a network that requires a sign-in first. */
struct portal {
	size_t http;	     /* rows that answer like a web server, in clear text */
	size_t misnamed;     /* certificates for another name */
	size_t web_misnamed; /* … of those on 443 */
	bool one_address;    /* unrelated names lead to one address */
	/* whose certificate on 443 is a stranger's, and untrusted or shown in every address's place; or NULL */
	const struct row *web_stranger;
	bool gate; /* … in every address's place, even one that cannot exist */
};

/* What a rule may look at. */
struct judge {
	const struct facts *f;
	struct rows rows;
	/* [row]: number of its host, and of its machine: names that share an address are one */
	unsigned *host_of, *machine_of;
	struct tally all, mail, web, by_family[FAMILY_COUNT_];
	struct tally *by_host, *by_machine;
	struct trust trust;
	struct portal portal;
	bool named; /* a provider's documented servers, as opposed to a typed host */
	/* some row of the family fails although its twin in the other one connects */
	bool family_pair[FAMILY_COUNT_];
	struct compare_table comparison;	   /* the compared ports */
	struct compare_cell others[FAMILY_COUNT_]; /* other servers, on any port */
	struct traces traces;
	struct trace_verdict *path; /* [row]: the verdict of its sweeps; NULL without sweeps */
	struct domain_view domain;
	struct sts sts;
	/* [row]: known by an issuer of its chain, by its greeting */
	struct box *issuer_box, *banner_box;
	enum refusal_meaning *refusal; /* [row]: of the greeting, or of a reply that ended it */
	size_t *found;		       /* [row]: number of findings about it so far */
};

#define RULES_NO_WIRE_US 5000 /* a faster answer hardly came from another network */
#define RULES_ENOUGH_HOSTS 3  /* unrelated servers that leave little doubt */
#define RULES_LEAST_HOSTS 2   /* … that mean anything */

/* Free with judge_clear(); the facts must outlive it. */
void judge_init(struct judge *j, const struct facts *f);
void judge_clear(struct judge *j);
const struct tally *tally_of_host(const struct judge *j, const struct row *r);
/* … of all names of the row's machine: a firewall knows addresses, not names. */
const struct tally *tally_of_machine(const struct judge *j, const struct row *r);
/* Some other server, asked for comparison or for the run's purpose, answered over either family. */
bool something_answers(const struct judge *j);
bool row_same_host(const struct judge *j, const struct row *a, const struct row *b);
/* All have ended, and none was answered. */
bool nothing_connects(const struct tally *c);
/* Whether another port for the row's purpose accepts connections, whatever happens then. */
bool purpose_answered(const struct judge *j, const struct row *r);
/* Whether only port 25 was asked for. */
bool judge_asks_only_mx(const struct judge *j);
/* The first row of the table of comparisons for the family if holds() is true of each of them, else
 * NULL. */
const struct compare_row *first_if_all(const struct judge *j, enum family family,
				       bool (*holds)(const struct judge *j,
						     const struct compare_row *c));

#endif
