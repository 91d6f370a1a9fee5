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

#include "know/changes.h"
#include "know/tls_refusals.h"
#include "reason/facts/role.h"
#include "reason/rules/draft.h"
#include "reason/rules/survey.h"

/* TARGET: about the target without a row; asked once, with r NULL, and has to cite its evidence
 * itself. */
enum merge { MERGE_RUN, MERGE_HOST, MERGE_NONE, MERGE_TARGET };

/* How bad it is for what the person wants. */
enum grade {
	GRADE_FIXED,
	GRADE_ONLY_25, /* a problem if only port 25 was asked for */
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
		const char *codes; /* of provider files, separated by spaces */
	};
	enum hint hint;	   /* as a note, where everything works */
	bool for_person;   /* TARGET: it concerns the person, too */
	bool for_operator; /* concerns the server's operator, and nothing that the person can see */
	int wait_ms; /* since its last proof, before a live run shows it: better causes may follow */
	bool alike;  /* HOST: several MX of a domain that say the same are one cause */
	bool wordless; /* a fault that the host tells at another port explains it better */
};

extern const struct rule rules[];
extern const size_t rule_n;

/* survey_paths.c: the verdict of the sweeps, for each row; and once all else is surveyed, what comparing
 * with other servers changes about it. */
void survey_paths(struct judge *j);
void survey_blocks(struct judge *j);
void survey_paths_clear(struct judge *j);
/* The verdict on the row; NULL: none. */
const struct trace_verdict *row_path(const struct judge *j, const struct row *r);
/* rules_path.c: another server to which the way goes on where the row's ends: {onward}; or where it ends at the
 * same router: {alike}. */
void row_tell_way(const struct judge *j, const struct row *r, struct draft *d);
/* rules_path.c: {hop}, {number}: how far packets get, and what row_tell_way() adds; v may be NULL. */
void row_tell_end(const struct judge *j, const struct row *r, const struct trace_verdict *v,
		  struct draft *d);
/* rules_path.c: {hop}, {number}: the way shows that what answers is behind that router, and so neither on this
 * computer nor in its router; false if it doesn't.  v may be NULL. */
bool draft_behind(struct draft *d, const struct trace_verdict *v);
/* rules_path.c: {managed}: what shows that this network is a company's, a school's or a hotel's. */
void draft_managed(struct draft *d, const struct judge *j);
/* rules_path.c: the server's own address refuses the row in ICMP, as a firewall does. */
bool row_is_rejected(const struct judge *j, const struct row *r);
/* rules_starttls.c: Exchange, by its greeting. */
bool row_is_exchange(const struct row *r);

/* rules_tcp.c: "prohibited", from another machine over IPv6: unreachable, as it would be over IPv4. */
bool row_is_denied_afar(const struct judge *j, const struct row *r);
/* rules_tcp.c: each attempt of the family failed at once: programs take the other family without delay. */
bool family_failed_at_once(const struct judge *j, enum family family);
/* rules_tcp.c: this computer has no address of the row's family at all, and has one of the other. */
bool row_lacks_family(const struct judge *j, const struct row *r);
/* … or all of the family failed at once, at other servers too, where the other family connects. */
bool row_is_of_missing_family(const struct judge *j, const struct row *r);

/* rules_host.c: all of the server's addresses of the row's family are lost, and the other family
 * connects. */
bool host_has_one_family(const struct judge *j, const struct row *r);
/* … the machine itself leaves the port shut, as far as can be seen, and its firewall has no word about it. */
bool row_is_shut_there(const struct judge *j, const struct row *r);
/* rules_service.c: connected, and then ended or silent before the first word. */
bool row_is_wordless(const struct row *r);
/* … its port, once. */
void row_add_port(const struct row *r, struct strs *ports);
/* rules_around.c: the cloud around this computer is known to block what is silent here everywhere. */
bool row_is_blocked_by_cloud(const struct judge *j, const struct row *r);

/* rules_around.c: {container}: what this computer is inside of. */
void draft_container(struct draft *d, const struct judge *j);
/* {cloud}: the known cloud that this computer runs in, if it isn't known to close the port. */
void draft_cloud(struct draft *d, const struct judge *j, int port);

/* rules_tcp.c: every mail port of a provider is silent, more of them than comparing and sweeps speak of, and the
 * web answers: one finding for all of them. */
bool row_is_of_only_web(const struct judge *j, const struct row *r);

/* rules_compare.c: for the row's server the port ends at the home router, which lets it through to
 * other servers. */
bool row_is_off_list(const struct judge *j, const struct row *r);
/* … the port fails at most other servers too, where others get through. */
bool row_is_blocked_elsewhere(const struct judge *j, const struct row *r);
/* Its port is 25, blocked like that, and no other is. */
bool row_is_only_25(const struct judge *j, const struct row *r);
/* … the same port of the same server, connected over the other family; or NULL. */
const struct row *row_twin_up(const struct judge *j, const struct row *r);
/* Another row whose issuer this computer trusts, of the same host or of any; or NULL. */
const struct row *row_vouched(const struct judge *j, const struct row *r, bool any_host);
bool row_is_unconnected(const struct judge *j, const struct row *r);
/* Whether most other servers that were asked answer on the port, so that nothing near here stops it. */
bool row_is_fine_elsewhere(const struct judge *j, const struct row *r);
/* The event of the VPN by which connections leave, or NULL. */
const struct event *tunnel_in_use(const struct judge *j);
/* Whether something accepts connections to an address that cannot exist. */
bool impossible_is_accepted(const struct judge *j);
/* {posing}: something near accepts the row's port for any address, so that what it does is not the server's deed. */
void draft_posing(struct draft *d, const struct judge *j, const struct row *r);

/* rules_tls.c, rules_greeting.c: leave *box unchanged if there is no known one. */
void row_find_issuer(const struct row *r, struct box *box);
void row_find_banner(const struct row *r, struct box *box);
bool draft_cite_greeting(const struct row *r, struct draft *d); /* always true */
/* A greeting has begun, and not ended. */
bool row_has_begun_to_greet(const struct row *r);
/* The row's protocol by its name if nothing of the host greets in it, and another protocol does; or NULL. */
const char *row_protocol_alone(const struct judge *j, const struct row *r);
/* rules_refused.c: the words that turned the row away, in whatever step; or NULL. */
const struct event *row_refusal(const struct judge *j, const struct row *r);
/* … if they name a cause that has a rule of its own. */
const struct event *row_says_why(const struct judge *j, const struct row *r);
/* Whether the words are known as a fault of the server's own encryption. */
bool reply_tells_tls_fault(const struct judge *j, const struct row *r, const struct event *said);
/* Whether the words of a refusal are known and give a reason. */
bool reply_gives_reason(const struct judge *j, const struct row *r, const struct event *said);
/* {busy}: the words say that the server has too much to do. */
void draft_busy(const struct judge *j, const struct row *r, const struct event *said,
		struct draft *d);
/* Whether a refusal holds for now only. */
bool reply_is_for_now(const struct judge *j, const struct row *r, const struct event *said);
/* rules_proto.c: what the mail service that speaks in place of the row's is for; PURPOSE_COUNT_: none does. */
enum purpose row_spoken_purpose(const struct row *r);
/* rules_starttls.c: bytes in clear text came between the go-ahead and the handshake. */
bool row_is_injected(const struct row *r);
/* … the reply to STARTTLS that says that the server's own encryption is broken; or NULL. */
const struct event *row_tells_tls_fault(const struct judge *j, const struct row *r);
/* … the talk went well until TLS was to begin, and was cut then. */
bool row_is_cut_at_tls(const struct row *r);
/* rules_turn.c: text that agrees or informs, and is neither an error nor a goodbye. */
bool text_is_good_news(enum protocol p, const char *text);
/* … that ends the connection, or puts off. */
bool text_refuses(enum protocol p, const char *text); /* … or turns away for good */
bool text_is_farewell(enum protocol p, const char *text);
/* rules_blocklist.c: the refusal of this address because of a list, or NULL. */
const struct event *row_listed(const struct judge *j, const struct row *r);
/* Stars for letters: Cisco's ESMTP inspection (fixup) masks the greeting. */
bool greeting_is_masked(const struct row *r);
/* … whose first line announces more, and what follows has no code. */
bool row_breaks_greeting(const struct row *r);
/* rules_names.c: {published}: the SRV record that the row's server, port and security are from. */
void draft_published(const struct judge *j, const struct row *r, struct draft *d);

void survey_portal(struct judge *j);

/* rules_identity.c: whether the name may belong to a domain of one of the target's servers. */
bool name_is_of_target(const struct target *t, const char *name);
/* {name}: how the row's server calls itself, if that name is nothing of the target's. */
void draft_stranger(struct draft *d, const struct judge *j, const struct row *r);

/* rules_address.c: two rows' names with no more than their top-level domain in common. */
bool names_are_unrelated(const struct row *a, const struct row *b);
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
/* A program on this computer answers there, with a certificate of its own making. */
void draft_here(struct draft *d, const struct row *r);
void draft_issuer(struct draft *d, const struct row *r); /* {issuer} */
/* {bad}, {good}: another address of the name shows the successor of the row's expired certificate. */
void draft_renewed_elsewhere(struct draft *d, const struct judge *j, const struct row *r);
/* {stock}, {remedy}: a test certificate, a stand-in, a device maker's; false if it is none. */
bool draft_stock(struct draft *d, const struct row *r);
void draft_names(struct draft *d, const struct row *r); /* {names} */
/* {nologin}: the port, if it offers no login either. */
void draft_login_too(struct draft *d, const struct judge *j, const struct row *r);

/* rules_changes.c: {change}, what the row's provider, or its certificate's authority, changes; false: nothing. */
bool draft_provider_change(struct draft *d, const struct judge *j, enum change_kind kind);
/* On the run's day the provider still accepted the account's own password. */
bool provider_demand_is_to_come(const struct judge *j);
void draft_authority_change(struct draft *d, const struct judge *j, enum change_kind kind,
			    const struct row *r);
/* rules_strict.c: {programs} that refuse that trait; false if none is known. */
bool draft_refusers(struct draft *d, enum tls_trait trait);

/* rules_discover.c: a usual name that was tried in vain: nothing about it means anything. */
bool row_is_vain_guess(const struct judge *j, const struct row *r);

/* rules_greeting.c: a certificate that this computer trusts, without a known middlebox. */
bool row_is_proven(const struct judge *j, const struct row *r);
/* rules_proto.c: a web server's answer, or NULL. */
const struct event *row_speaks_http(const struct row *r);
/* … words in clear text where TLS was begun, that turn away by a count with that meaning; or NULL. */
const struct event *row_counted_in_clear(const struct row *r, enum refusal_meaning meaning);

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
