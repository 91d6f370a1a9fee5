/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside reason/ only: what a rule is, and what a rule may look at.
 *
 * A rule is one row of rules.def: a predicate over one endpoint's facts and the
 * survey of the whole run.  Where it holds for several endpoints that its merge
 * puts together, they make one finding.  Rows may share a predicate.
 */
#ifndef REASON_RULES_RULES_H
#define REASON_RULES_RULES_H

#include "know/interceptors.h"
#include "know/tls_refusals.h"
#include "reason/path/compare.h"
#include "reason/rules/finding.h"
#include "reason/rules/refusal.h"
#include "reason/rules/rules_domain.h"
#include "reason/facts/rows.h"
#include "reason/path/trace.h"

/* How a set of endpoints fared at TCP. */
struct tally {
	size_t rows, pending;				/* asked for; not known yet */
	size_t up, refused, silent, unreachable, other; /* how connecting ended */
	int port_low, port_high;			/* of those that ended */
	size_t hosts; /* distinct ones of those that ended; of all rows only */
};

/* What the certificates of the run have in common. */
struct trust {
	size_t leaves, hosts;	    /* distinct leaf certificates seen, and hosts that showed one */
	size_t expired, early;	    /* leaves that have expired, that are not valid yet */
	size_t foreign_hosts;	    /* hosts whose chain leads to an unknown issuer */
	const char *foreign_issuer; /* the issuer that they all share, or NULL */
	const struct row *newest;   /* whose leaf is the youngest */
};

/* Somebody in between, by a name that know/interceptors has, and the event that shows it. */
struct box {
	const struct interceptor *known; /* NULL: nobody */
	unsigned event;
};

/* Signs of a network that wants to be signed in to first. */
struct portal {
	size_t http;	     /* rows that answer as a web server does, in clear text */
	size_t misnamed;     /* certificates for another name */
	size_t web_misnamed; /* … of those on 443 */
	bool one_address;    /* names without anything in common lead to one address */
};

/* What a rule may look at. */
struct judge {
	const struct facts *f;
	struct rows rows;
	/* [row]: number of its host, and of its machine: names that share an address are one */
	unsigned *host_of, *machine_of;
	struct tally all, mail, control, by_family[FAMILY_COUNT_];
	struct tally *by_host;
	struct trust trust;
	struct portal portal;
	bool named; /* a provider's documented servers, not a host that was typed */
	/* some row of the family fails whose twin in the other one connects */
	bool family_pair[FAMILY_COUNT_];
	struct comparison comparison;		   /* the compared ports */
	struct compare_cell others[FAMILY_COUNT_]; /* servers of others, on whatever port */
	struct traces traces;
	struct trace_verdict *path; /* [row]: what its sweeps say; NULL if there are none */
	struct domain_view domain;
	struct sts sts;
	/* [row]: known by an issuer of its chain, by its greeting */
	struct box *issuer_box, *banner_box;
	enum refusal_meaning *refusal; /* [row]: of the greeting, or of a reply that ended it */
	size_t *found;		       /* [row]: findings about it so far */
};

#define RULES_NO_WIRE_US 5000 /* an answer faster than this hardly came from another network */
#define RULES_ENOUGH_HOSTS 3  /* unrelated servers that leave little doubt */
#define RULES_LEAST_HOSTS 2   /* … that say anything */

#define DRAFT_EVIDENCE_MAX 12
#define DRAFT_ARGS_MAX 10

/* What a predicate says about one endpoint; the first four begin as the rule has them. */
struct draft {
	enum verdict verdict;
	enum certainty certainty;
	enum place place;
	char *key; /* only rows with an equal key share a finding; NULL: all of the rule's merge */
	unsigned evidence[DRAFT_EVIDENCE_MAX];
	size_t evidence_n;
	struct finding_arg args[DRAFT_ARGS_MAX];
	size_t arg_n;
	const char *hop; /* last hop that let the port through, or NULL; borrowed */
};

/* TARGET: about the target and no row; asked once, with r NULL, and has to cite its evidence
 * itself. */
enum merge { MERGE_RUN, MERGE_HOST, MERGE_NONE, MERGE_TARGET };

/* How bad it is, seen from what the person wants. */
enum grade {
	GRADE_FIXED,
	GRADE_RELAY, /* a problem where the relay is all that was asked for */
	/* a note where only the control or the relay is hit, a warning for filter rules */
	GRADE_MAIL,
	/* the same, and a warning for the certificate of an MX: DANE and MTA-STS, which make
	 * senders look at it, have rules of their own */
	GRADE_CERT,
	/* as MAIL, and a warning while the purpose is or may yet be served elsewhere */
	GRADE_ELSE,
	/* the same, and then only a note for a host that was typed: it need not have every port */
	GRADE_SPARE
};

/* path: which of the firewall's own rules, read as root, would show so. */
enum firewall { FIREWALL_UNASKED, FIREWALL_REJECTS, FIREWALL_DROPS };

struct refusal;

struct rule {
	const char *id;
	enum verdict verdict;
	enum certainty certainty;
	enum place place;
	enum stage stage; /* where it shows */
	enum merge merge;
	enum grade grade;
	bool (*holds)(const struct rule *rule, const struct judge *j, const struct row *r,
		      struct draft *d);
	/* The further columns; most rows leave them out. */
	const char *args;  /* names of the arguments that it gives beside the usual ones, or NULL */
	const char *hides; /* blank-separated rule ids, "tcp.*" for a family, or NULL */
	unsigned locals;   /* kinds of EVENT_LOCAL that bear on it: LOCAL(TUNNEL) | … */
	enum firewall firewall;
	union { /* what a predicate of several rows looks for */
		enum outcome outcome;
		unsigned status; /* CERT_… */
		enum interceptor_kind box;
		enum refusal_meaning refusal;
		enum mx_state mx;
		enum rpt_state rpt;
		enum sts_state sts;
		enum dane_state dane;
	};
	bool for_operator; /* concerns the server's operator, and nothing that the person can see */
};

extern const struct rule rules[];
extern const size_t rule_n;

/* survey.c */
void judge_init(struct judge *j, const struct facts *f);
void judge_clear(struct judge *j);
const struct tally *tally_of_host(const struct judge *j, const struct row *r);
bool row_same_host(const struct judge *j, const struct row *a, const struct row *b);
/* All have ended, none was answered. */
bool nothing_connects(const struct tally *c);
/* Whether another port for the row's purpose accepts connections, whatever comes of them. */
bool purpose_answered(const struct judge *j, const struct row *r);
/* The first row of the crossed table for the family if holds() is true of each of them, else
 * NULL. */
const struct compare_row *first_if_all(const struct judge *j, enum family family,
				       bool (*holds)(const struct judge *j,
						     const struct compare_row *c));

/* rules_path.c: what the sweeps say, for each row. */
void survey_paths(struct judge *j);
void survey_paths_clear(struct judge *j);
/* What they say of the row; NULL: nothing. */
const struct trace_verdict *row_path(const struct judge *j, const struct row *r);

/* rules_tcp.c: "prohibited", said by somebody else over IPv6: unreachable as it would be over
 * IPv4. */
bool row_is_denied_afar(const struct judge *j, const struct row *r);

/* rules_compare.c: for the row's server the port ends at the router at home, and others' are let
 * through. */
bool row_is_off_list(const struct judge *j, const struct row *r);

/* draft.c: an event is cited once; number 0 and NULL are passed over. */
void draft_cite(struct draft *d, unsigned seq);
void draft_cite_event(struct draft *d, const struct event *ev);
void draft_cite_stage(struct draft *d, const struct row *r, enum stage stage);
/* Without a value there is no argument; whoever fills the texts says that it is unknown. */
void draft_arg(struct draft *d, const char *name, const char *value);
void draft_arg_number(struct draft *d, const char *name, long value);
void draft_arg_list(struct draft *d, const char *name, const struct strs *values);
/* A date as YYYY-MM-DD (UTC). */
void draft_arg_day(struct draft *d, const char *name, int64_t unix_seconds);
/* {text}: the first line of what was said, cut to a length that fits into a sentence. */
void draft_quote(struct draft *d, const char *text);
/* Cites and quotes a reply with its code; NULL: it is not known. */
void draft_quote_reply(struct draft *d, const struct event *ev);
/* Cites and quotes a refusal (NULL: only that it is not known), with what is known of its words. */
void draft_explain(const struct judge *j, const struct row *r, const struct event *ev,
		   struct draft *d);
/* The same for a finding whose own words say that the server is busy or counts connections, and to
 * wait. */
void draft_explain_telling(const struct judge *j, const struct row *r, const struct event *ev,
			   struct draft *d);
/* What know/ has on the refusal's words, or NULL. */
const struct refusal *reply_refusal(const struct judge *j, const struct row *r,
				    const struct event *ev);
void draft_key(struct draft *d, const char *key);
void draft_key_print(struct draft *d, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void draft_clear(struct draft *d);

/* rules_tls.c, rules_greeting.c: leave *box alone if nobody is known. */
void row_find_issuer(const struct row *r, struct box *box);
void row_find_banner(const struct row *r, struct box *box);
bool draft_cite_greeting(const struct row *r, struct draft *d); /* always true */
/* A greeting has begun, and not ended. */
bool row_has_begun_to_greet(const struct row *r);
/* rules_refused.c: the words that turned the row away, in whatever step; or NULL. */
const struct event *row_refusal(const struct judge *j, const struct row *r);
/* … if they name a cause that has a rule of its own. */
const struct event *row_says_why(const struct judge *j, const struct row *r);
/* Whether the words of a refusal are known, and more than "what?". */
bool reply_gives_reason(const struct judge *j, const struct row *r, const struct event *said);
/* Whether a refusal holds for now only. */
bool reply_is_for_now(const struct judge *j, const struct row *r, const struct event *said);
/* rules_starttls.c: bytes in clear text came between the go-ahead and the handshake. */
bool row_is_injected(const struct row *r);
/* rules_turn.c: text that says yes or tells something, and no error or farewell. */
bool text_is_good_news(enum protocol p, const char *text);
/* rules_blocklist.c: the refusal that turned this address away because of a list, or NULL. */
const struct event *row_listed(const struct judge *j, const struct row *r);
/* Stars for letters: Cisco's ESMTP inspection (fixup) masks the greeting. */
bool greeting_is_masked(const struct row *r);

/* rules_proto.c: a web server's answer on a mail port. */
bool row_answers_http(const struct row *r);
void survey_portal(struct judge *j);

/* rules_identity.c: whether the name may be of a domain that one of the target's servers is in. */
bool name_is_of_target(const struct target *t, const char *name);

/* rules_address.c: two names with no more than their top-level domain in common. */
bool names_are_unrelated(const char *a, const char *b);
/* Another row whose name has nothing in common with r's but its only address, or NULL. */
const struct row *row_sharing_address(const struct judge *j, const struct row *r);

/* rules_cert.c: the server's own certificate, what tells it from others, and the topmost issuer's
 * name; NULL without a certificate. */
const struct event *row_leaf(const struct row *r);
const char *row_leaf_id(const struct row *r);
const char *row_issuer(const struct row *r);
void draft_cite_leaf(struct draft *d, const struct row *r); /* and how it was verified */
void draft_key_leaf(struct draft *d,
		    const struct row *r); /* rows that show the same leaf share a finding */
/* Whether verification says that; cites it, and keys the draft by the leaf. */
bool row_has_status(const struct row *r, unsigned bit, struct draft *d);
void draft_issuer(struct draft *d, const struct row *r); /* {issuer} */
void draft_names(struct draft *d, const struct row *r);	 /* {names} */

/* rules_strict.c: {programs} that refuse what has that trait; false if none is known. */
bool draft_refusers(struct draft *d, enum tls_trait trait);

/* rules_greeting.c: the first line of the greeting as it came.  The caller frees. */
char *row_greeting_line(const struct row *r);

/* Heads the definition of a predicate; unused parameters are fine. */
#define RULE(name)                                                                                 \
	bool rule_##name(const struct rule *rule UNUSED, const struct judge *j UNUSED,             \
			 const struct row *r UNUSED, struct draft *d UNUSED)
#define UNUSED __attribute__((unused))

/* The predicates' prototypes. */
#define ROW(id, verdict, certainty, place, stage, merge, grade, predicate, ...) RULE(predicate);
#include "reason/rules/rules.def"

#endif
