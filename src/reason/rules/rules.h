/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside reason/ only: what a rule is, and what a rule may look at.
 *
 * A rule is one row of rules.def: a predicate over one endpoint's facts and the survey of the whole
 * run. The endpoints for which it is true and that its merge puts together make one finding. Rows
 * may share a predicate.
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

/* The TCP results of a set of endpoints. */
struct tally {
	size_t rows, pending;				/* asked for; not known yet */
	size_t up, refused, silent, unreachable, other; /* how connecting ended */
	int port_low, port_high;			/* of the ended ones */
	size_t hosts; /* distinct hosts of the ended ones; of all rows only */
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
};

/* What a rule may look at. */
struct judge {
	const struct facts *f;
	struct rows rows;
	/* [row]: number of its host, and of its machine: names that share an address are one */
	unsigned *host_of, *machine_of;
	struct tally all, mail, web, by_family[FAMILY_COUNT_];
	struct tally *by_host;
	struct trust trust;
	struct portal portal;
	bool named; /* a provider's documented servers, as opposed to a typed host */
	/* some row of the family fails although its twin in the other one connects */
	bool family_pair[FAMILY_COUNT_];
	struct comparison comparison;		   /* the compared ports */
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

#define DRAFT_EVIDENCE_MAX 12
#define DRAFT_ARGS_MAX 10

/* What a predicate says about one endpoint; the first four begin with the rule's values. */
struct draft {
	enum verdict verdict;
	enum certainty certainty;
	enum place place;
	char *key; /* only rows with an equal key share a finding; NULL: all of the rule's merge */
	unsigned evidence[DRAFT_EVIDENCE_MAX];
	size_t evidence_n;
	struct finding_arg args[DRAFT_ARGS_MAX];
	size_t arg_n;
	const char *hop; /* last hop that forwarded the port, or NULL; borrowed */
};

/* TARGET: about the target without a row; asked once, with r NULL, and has to cite its evidence
 * itself. */
enum merge { MERGE_RUN, MERGE_HOST, MERGE_NONE, MERGE_TARGET };

/* How bad it is for what the person wants. */
enum grade {
	GRADE_FIXED,
	GRADE_RELAY, /* a problem if only port 25 was asked for */
	/* a note if only the web port or port 25 is affected, a warning for filter rules */
	GRADE_MAIL,
	/* the same, and a warning for the certificate of an MX: DANE and MTA-STS, which make
	 * senders check it, have their own rules */
	GRADE_CERT,
	/* as MAIL, and a warning if the purpose is or still may be served elsewhere */
	GRADE_ELSE,
	/* the same, and then only a note for a typed host: it need not have every port */
	GRADE_SPARE
};

/* path: which of the firewall's own rules, read as root, would look like this. */
enum firewall { FIREWALL_UNASKED, FIREWALL_REJECTS, FIREWALL_DROPS };

struct refusal;

struct rule {
	const char *id;
	enum verdict verdict;
	enum certainty certainty;
	enum place place;
	enum stage stage; /* the stage in which it shows */
	enum merge merge;
	enum grade grade;
	bool (*holds)(const struct rule *rule, const struct judge *j, const struct row *r,
		      struct draft *d);
	/* The further columns; most rows leave them out. */
	const char *args;  /* names of its arguments besides the usual ones, or NULL */
	const char *hides; /* rule ids separated by spaces, "tcp.*" for a family, or NULL */
	unsigned locals;   /* kinds of EVENT_LOCAL that matter for it: LOCAL(TUNNEL) | … */
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
/* All have ended, and none was answered. */
bool nothing_connects(const struct tally *c);
/* Whether another port for the row's purpose accepts connections, whatever happens then. */
bool purpose_answered(const struct judge *j, const struct row *r);
/* The first row of the table of comparisons for the family if holds() is true of each of them, else
 * NULL. */
const struct compare_row *first_if_all(const struct judge *j, enum family family,
				       bool (*holds)(const struct judge *j,
						     const struct compare_row *c));

/* rules_path.c: the verdict of the sweeps, for each row. */
void survey_paths(struct judge *j);
void survey_paths_clear(struct judge *j);
/* The verdict on the row; NULL: none. */
const struct trace_verdict *row_path(const struct judge *j, const struct row *r);

/* rules_tcp.c: "prohibited", from another machine over IPv6: unreachable, as it would be over IPv4. */
bool row_is_denied_afar(const struct judge *j, const struct row *r);

/* rules_compare.c: for the row's server the port ends at the home router, which lets it through to
 * other servers. */
bool row_is_off_list(const struct judge *j, const struct row *r);

/* draft.c: an event is cited once; number 0 and NULL are ignored. */
void draft_cite(struct draft *d, unsigned seq);
void draft_cite_event(struct draft *d, const struct event *ev);
void draft_cite_stage(struct draft *d, const struct row *r, enum stage stage);
/* NULL or "" adds nothing; the texts then say that it is unknown. */
void draft_arg(struct draft *d, const char *name, const char *value);
void draft_arg_number(struct draft *d, const char *name, long value);
void draft_arg_list(struct draft *d, const char *name, const struct strs *values);
/* A date as YYYY-MM-DD (UTC). */
void draft_arg_day(struct draft *d, const char *name, int64_t unix_seconds);
/* {text}: the first line of the words, cut to a length that fits into a sentence. */
void draft_quote(struct draft *d, const char *text);
/* Cites and quotes a reply with its code; NULL: unknown. */
void draft_quote_reply(struct draft *d, const struct event *ev);
/* Cites and quotes a refusal (NULL: says only that it is unknown), with the known meaning of its
 * words. */
void draft_explain(const struct judge *j, const struct row *r, const struct event *ev,
		   struct draft *d);
/* The same for a finding whose own words say that the server is busy or counts connections, and to
 * wait. */
void draft_explain_telling(const struct judge *j, const struct row *r, const struct event *ev,
			   struct draft *d);
/* What know/ has about the refusal's words, or NULL. */
const struct refusal *reply_refusal(const struct judge *j, const struct row *r,
				    const struct event *ev);
void draft_key(struct draft *d, const char *key);
void draft_key_print(struct draft *d, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void draft_clear(struct draft *d);

/* rules_tls.c, rules_greeting.c: leave *box unchanged if there is no known one. */
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
/* rules_blocklist.c: the refusal of this address because of a list, or NULL. */
const struct event *row_listed(const struct judge *j, const struct row *r);
/* Stars for letters: Cisco's ESMTP inspection (fixup) masks the greeting. */
bool greeting_is_masked(const struct row *r);

/* rules_proto.c: a web server's answer on a mail port. */
bool row_answers_http(const struct row *r);
void survey_portal(struct judge *j);

/* rules_identity.c: whether the name may belong to a domain of one of the target's servers. */
bool name_is_of_target(const struct target *t, const char *name);

/* rules_address.c: two names with no more than their top-level domain in common. */
bool names_are_unrelated(const char *a, const char *b);
/* Another row whose name has nothing in common with r's except its only address, or NULL. */
const struct row *row_sharing_address(const struct judge *j, const struct row *r);

/* rules_cert.c: the server's own certificate, what identifies it, and the topmost issuer's name;
 * NULL without a certificate. */
const struct event *row_leaf(const struct row *r);
const char *row_leaf_id(const struct row *r);
const char *row_issuer(const struct row *r);
void draft_cite_leaf(struct draft *d, const struct row *r); /* and the result of verification */
void draft_key_leaf(struct draft *d,
		    const struct row *r); /* rows with the same leaf share a finding */
/* Whether verification says that; cites it, and makes the leaf the draft's key. */
bool row_has_status(const struct row *r, unsigned bit, struct draft *d);
void draft_issuer(struct draft *d, const struct row *r); /* {issuer} */
void draft_names(struct draft *d, const struct row *r);	 /* {names} */

/* rules_strict.c: {programs} that refuse that trait; false if none is known. */
bool draft_refusers(struct draft *d, enum tls_trait trait);

/* rules_greeting.c: the first line of the greeting as it came.  The caller frees. */
char *row_greeting_line(const struct row *r);

/* Begins the definition of a predicate; parameters may be unused. */
#define RULE(name)                                                                                 \
	bool rule_##name(const struct rule *rule UNUSED, const struct judge *j UNUSED,             \
			 const struct row *r UNUSED, struct draft *d UNUSED)
#define UNUSED __attribute__((unused))

/* The predicates' prototypes. */
#define ROW(id, verdict, certainty, place, stage, merge, grade, predicate, ...) RULE(predicate);
#include "reason/rules/rules.def"

#endif
