/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside reason/ only: what a rule is, and what a rule may look at.
 *
 * A rule is one row of rules[]: a predicate over one endpoint's facts and the
 * survey of the whole run.  Where it holds for several endpoints that its merge
 * puts together, they make one finding.  Rules stand in the table from broad
 * to narrow: a rule can hide only rules that stand below it.
 */
#ifndef REASON_RULES_RULES_H
#define REASON_RULES_RULES_H

#include "know/interceptors.h"
#include "reason/path/compare.h"
#include "reason/rules/finding.h"
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
	unsigned *host_of, *address_of; /* [row]: number of its host, of its address */
	struct tally all, mail, control, by_family[FAMILY_COUNT_];
	struct tally *by_host, *by_address;
	struct trust trust;
	struct portal portal;
	bool named; /* a provider's documented servers, not a host that was typed */
	bool family_pair[FAMILY_COUNT_]; /* some row of the family fails whose twin in the other one
					    connects */
	struct comparison comparison;	 /* the compared ports */
	struct compare_cell others[FAMILY_COUNT_]; /* servers of others, on whatever port */
	struct traces traces;
	struct trace_verdict *path; /* [row]: what its sweeps say; NULL if there are none */
	/* [row]: known by an issuer of its chain, by its greeting */
	struct box *issuer_box, *banner_box;
	size_t *found; /* [row]: findings about it so far */
};

#define RULES_NO_WIRE_US 5000 /* an answer faster than this hardly came from another network */
#define RULES_ENOUGH_HOSTS 3  /* unrelated servers that leave little doubt */
#define RULES_LEAST_HOSTS 2   /* … that say anything */

#define DRAFT_EVIDENCE_MAX 12
#define DRAFT_ARGS_MAX 8

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

/* TARGET: about the target and no row; asked once, with r NULL, and has to cite its evidence itself. */
enum merge { MERGE_RUN, MERGE_HOST, MERGE_PORT, MERGE_NONE, MERGE_TARGET };

/* How bad it is, seen from what the person wants. */
enum grade {
	GRADE_FIXED,
	GRADE_MAIL, /* a note where only the control or the relay is hit, a warning for filter rules
		     */
	GRADE_ELSE, /* the same, and a warning while the purpose is or may yet be served elsewhere
		     */
	GRADE_SPARE /* the same, and then only a note for a host that was typed: it need not have
		       every port */
};

struct refusal;

struct rule {
	const char *id;
	enum verdict verdict;
	enum certainty certainty;
	enum place place;
	enum stage stage; /* where it shows */
	enum merge merge;
	enum grade grade;
	bool (*holds)(const struct judge *j, const struct row *r, struct draft *d);
	const char *args;  /* names of the arguments that it gives beside the usual ones, or NULL */
	const char *hides; /* blank-separated rule ids, "tcp.*" for a family, or NULL */
};

extern const struct rule rules[];
extern const size_t rule_n;

/* survey.c */
void judge_init(struct judge *j, const struct facts *f);
void judge_clear(struct judge *j);
const struct tally *tally_of_host(const struct judge *j, const struct row *r);
/* Whether another port at the row's address, or at its name over the same family, accepts
 * connections. */
bool sibling_answers(const struct judge *j, const struct row *r);
/* Whether the purpose is served safely by some row, or may still be. */
bool purpose_served(const struct judge *j, enum purpose purpose);
/* The first row of the crossed table for the family if holds() is true of each of them, else NULL. */
const struct compare_row *first_if_all(const struct judge *j, enum family family,
				       bool (*holds)(const struct judge *j,
						     const struct compare_row *c));
/* Whether the relay is all that was asked for. */
bool only_relay(const struct judge *j);

/* rules_path.c: what the sweeps say, for each row. */
void survey_paths(struct judge *j);
void survey_paths_clear(struct judge *j);

/* draft.c: an event is cited once; number 0 and NULL are passed over. */
void draft_cite(struct draft *d, unsigned seq);
void draft_cite_event(struct draft *d, const struct event *ev);
void draft_cite_stage(struct draft *d, const struct row *r, enum stage stage);
/* Without a value there is no argument; whoever fills the texts says that it is unknown. */
void draft_arg(struct draft *d, const char *name, const char *value);
void draft_arg_number(struct draft *d, const char *name, long value);
/* A date as YYYY-MM-DD (UTC). */
void draft_arg_day(struct draft *d, const char *name, int64_t unix_seconds);
/* {text}: the first line of what was said, cut to a length that fits into a sentence. */
void draft_quote(struct draft *d, const char *text);
/* Cites and quotes a reply with its code; NULL: it is not known. */
void draft_quote_reply(struct draft *d, const struct event *ev);
/* Cites and quotes a refusal (NULL: only that it is not known), with what is known of its words. */
void draft_explain(const struct judge *j, const struct row *r, const struct event *ev,
		   struct draft *d);
/* The same for a finding whose own words say that the server is busy or counts connections, and to wait. */
void draft_explain_telling(const struct judge *j, const struct row *r, const struct event *ev,
			   struct draft *d);
/* What know/ has on the refusal's words, or NULL. */
const struct refusal *reply_refusal(const struct judge *j, const struct row *r,
				    const struct event *ev);
void draft_key(struct draft *d, const char *key);
void draft_clear(struct draft *d);

/* rules_tls.c, rules_greeting.c: leave *box alone if nobody is known. */
void row_find_issuer(const struct row *r, struct box *box);
void row_find_banner(const struct row *r, struct box *box);
bool draft_cite_greeting(const struct row *r, struct draft *d); /* always true */
/* RFC 5321 4yz, RFC 5530 UNAVAILABLE and INUSE, RFC 3206 SYS/TEMP, RFC 2449 IN-USE and LOGIN-DELAY.
 */
bool reply_is_temporary(const struct event *ev);
/* Whether what is known of a refusal's words says to wait. */
bool reply_wants_patience(const struct judge *j, const struct row *r, const struct event *said);
/* rules_listed.c: the refusal that turned this address away because of a list, or NULL. */
const struct event *row_listed(const struct judge *j, const struct row *r);
/* Whether the greeting turns the row away for now only, and no list is the reason. */
bool row_is_put_off(const struct judge *j, const struct row *r);
/* rules_limit.c: … because the server counts something. */
bool row_is_counted(const struct judge *j, const struct row *r);
/* Stars for letters: Cisco's ESMTP inspection (fixup) masks the greeting. */
bool greeting_is_masked(const struct row *r);

/* rules_proto.c: a web server's answer on a mail port. */
bool row_answers_http(const struct row *r);
void survey_portal(struct judge *j);

/* rules_dns.c: another row whose name has nothing in common with r's but its only address, or NULL. */
const struct row *row_sharing_address(const struct judge *j, const struct row *r);

/* rules_cert.c: the server's own certificate, or NULL; the topmost issuer's name, or NULL. */
const struct event *row_leaf(const struct row *r);
const char *row_issuer(const struct row *r);
void draft_cite_leaf(struct draft *d, const struct row *r); /* and how it was verified */
void draft_key_leaf(struct draft *d,
		    const struct row *r); /* rows that show the same leaf share a finding */
/* Whether verification says that; cites it, and keys the draft by the leaf. */
bool row_has_status(const struct row *r, unsigned bit, struct draft *d);
void draft_issuer(struct draft *d, const struct row *r); /* {issuer} */
void draft_names(struct draft *d, const struct row *r);	 /* {names} */

/* rules_greeting.c: the first line of the greeting as it came.  The caller frees. */
char *row_greeting_line(const struct row *r);

/* Predicates, by file. */
#define RULE(name) bool name(const struct judge *j, const struct row *r, struct draft *d)
RULE(rule_dns_no_name);
RULE(rule_dns_no_address);
RULE(rule_dns_no_answer);
RULE(rule_dns_failed);
RULE(rule_dns_sinkhole);
RULE(rule_dns_private);
RULE(rule_dns_same_address);

RULE(rule_net_no_route);
RULE(rule_net_everything_silent);
RULE(rule_net_mail_ports_blocked);
RULE(rule_net_family_missing);
RULE(rule_net_family_broken);
RULE(rule_tcp_denied);
RULE(rule_tcp_refused_all);
RULE(rule_tcp_refused_mail);
RULE(rule_tcp_silent_server);
RULE(rule_tcp_blocked_port25);
RULE(rule_tcp_blocked_submission);
RULE(rule_tcp_blocked_port);
RULE(rule_tcp_control);
RULE(rule_tcp_refused);
RULE(rule_tcp_silent);
RULE(rule_tcp_unreachable);
RULE(rule_tcp_reset);

RULE(rule_net_captive_portal);
RULE(rule_proto_http);
RULE(rule_proto_ssh);
RULE(rule_proto_plain_on_tls_port);
RULE(rule_proto_tls_on_plain_port);
RULE(rule_proto_other_mail);
RULE(rule_proto_ftp);
RULE(rule_proto_garbage);
RULE(rule_greeting_none);
RULE(rule_greeting_none_server);
RULE(rule_greeting_closed);
RULE(rule_greeting_reset);
RULE(rule_greeting_slow);
RULE(rule_greeting_listed_mistake);
RULE(rule_greeting_listed);
RULE(rule_greeting_listed_login);
RULE(rule_greeting_limit);
RULE(rule_greeting_too_many);
RULE(rule_greeting_attempts);
RULE(rule_greeting_temporary);
RULE(rule_greeting_refused);
RULE(rule_proxy_scanner);
RULE(rule_proxy_masked);
RULE(rule_proxy_gateway);
RULE(rule_proxy_portal);
RULE(rule_greeting_stranger);
RULE(rule_greeting_hello_name);
RULE(rule_greeting_two_names);
RULE(rule_greeting_other_address);
RULE(rule_starttls_changed);
RULE(rule_starttls_other_name);
RULE(rule_starttls_fewer);
RULE(rule_starttls_again);
RULE(rule_starttls_uneven);
RULE(rule_starttls_stripped);
RULE(rule_starttls_missing_relay);
RULE(rule_starttls_missing);
RULE(rule_starttls_temporary);
RULE(rule_starttls_refused);
RULE(rule_starttls_injected);
RULE(rule_starttls_preauth);
RULE(rule_starttls_cut);
RULE(rule_starttls_ignored);
RULE(rule_proto_limit);
RULE(rule_proto_refused);
RULE(rule_proto_timeout);
RULE(rule_proto_closed);
RULE(rule_proto_reset);
RULE(rule_proto_bad_reply);

RULE(rule_tls_clock_wrong);
RULE(rule_tls_intercepted_scanner);
RULE(rule_tls_intercepted_tool);
RULE(rule_tls_intercepted_gateway);
RULE(rule_tls_intercepted_unknown);
RULE(rule_cert_expired);
RULE(rule_cert_chain_expired);
RULE(rule_cert_root_expired);
RULE(rule_cert_expired_extra);
RULE(rule_cert_incomplete);
RULE(rule_cert_order);
RULE(rule_cert_limit);
RULE(rule_cert_not_yet_valid);
RULE(rule_cert_other_name);
RULE(rule_cert_close_name);
RULE(rule_cert_wrong_name);
RULE(rule_cert_bad_name);
RULE(rule_cert_no_name);
RULE(rule_cert_self_signed);
RULE(rule_cert_untrusted);
RULE(rule_cert_revoked);
RULE(rule_cert_weak);
RULE(rule_cert_staple);
RULE(rule_cert_bad);
RULE(rule_cert_other);
RULE(rule_cert_expiring);
RULE(rule_cert_alternates);
RULE(rule_tls_version_old);
RULE(rule_tls_intercepted_some_ports);
RULE(rule_tls_issuers_differ);
RULE(rule_tls_same_certificate);
RULE(rule_tls_client_certificate);
RULE(rule_tls_client_certificate_asked);
RULE(rule_tls_old_accepted);
RULE(rule_tls_no_12);
RULE(rule_tls_rsa_only);
RULE(rule_tls_rsa_preferred);
RULE(rule_tls_rsa_kx);
RULE(rule_tls_sni_needed);
RULE(rule_tls_modern);
RULE(rule_tls_renegotiation);
RULE(rule_tls_flood);
RULE(rule_tls_alert);
RULE(rule_tls_timeout);
RULE(rule_tls_closed);
RULE(rule_tls_reset);
RULE(rule_tls_failed);

RULE(rule_login_cleartext);
RULE(rule_login_after_tls);
RULE(rule_login_none);
RULE(rule_login_disabled);
RULE(rule_login_oauth2_only);
RULE(rule_login_no_password);
RULE(rule_login_app_password);
RULE(rule_run_unfinished);
RULE(rule_probe_failed);

RULE(rule_net_everything_down);
RULE(rule_net_dns_only);
RULE(rule_net_ipv6_broken);
RULE(rule_net_port_way_back);
RULE(rule_net_port_blocked_25);
RULE(rule_net_port_blocked);
RULE(rule_net_port_fine);
RULE(rule_net_inspected_silent);
RULE(rule_net_inspected_cut);
RULE(rule_net_answers_elsewhere);
RULE(rule_net_cloud_known);
RULE(rule_net_tunnel);
RULE(rule_net_container);
RULE(rule_proxy_answers_everything);

RULE(rule_path_here_denied);
RULE(rule_path_here_route);
RULE(rule_path_here_reject);
RULE(rule_path_here_drop);
RULE(rule_path_gateway_dead);
RULE(rule_path_host);
RULE(rule_path_drop_home);
RULE(rule_path_drop_network);
RULE(rule_path_drop_server);
RULE(rule_path_reset_home);
RULE(rule_path_reset_network);
RULE(rule_path_reject_home);
RULE(rule_path_reject_network);
RULE(rule_path_refused_server);
RULE(rule_path_unreachable_host);
RULE(rule_path_proxy_here);
RULE(rule_path_proxy_syn);
RULE(rule_path_proxy_near);
RULE(rule_path_proxy_redirect);
RULE(rule_path_loop);
RULE(rule_path_loop_suspected);

/* rules_relay.c, rules_dane.c: the ones about the mail domain are asked once, with r NULL (MERGE_TARGET). */
RULE(rule_mx_null);
RULE(rule_mx_none);
RULE(rule_mx_bogus);
RULE(rule_mx_bad);
RULE(rule_mx_untested);
RULE(rule_sts_missing);
RULE(rule_sts_bad_record);
RULE(rule_sts_unreachable);
RULE(rule_sts_bad_host);
RULE(rule_sts_bad_policy);
RULE(rule_sts_off);
RULE(rule_sts_mismatch);
RULE(rule_sts_testing);
RULE(rule_sts_ok);
RULE(rule_sts_media_type);
RULE(rule_sts_short);
RULE(rule_sts_untested);
RULE(rule_sts_cert_fails);
RULE(rule_sts_no_tls);
RULE(rule_rpt_present);
RULE(rule_rpt_missing);
RULE(rule_rpt_bad);
RULE(rule_rpt_untested);
RULE(rule_dane_ok);
RULE(rule_dane_fails);
RULE(rule_dane_anchor_missing);
RULE(rule_dane_unusable);
RULE(rule_dane_no_tls);
RULE(rule_mx_host_bogus);
RULE(rule_dane_bogus);
RULE(rule_dane_no_answer);
RULE(rule_dane_none);
RULE(rule_dane_unproven);
RULE(rule_dane_unsigned_mx);
RULE(rule_dane_untested);

#endif
