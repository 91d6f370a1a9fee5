/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Findings, stages and settings in words: the sentences that text, JSON and the screens share,
 * translated, with foreign text escaped. Each function returns new text that the caller frees,
 * unless it says otherwise.
 */
#ifndef WORDS_WORDS_H
#define WORDS_WORDS_H

#include "advice/advice.h"
#include "reason/rules/finding.h"
#include "reason/summary.h"
#include "reason/record.h"

char *words_title(const struct record *record, const struct finding *f);
/* The same, with the family if its rows connect over the other family only. */
char *words_title_of_family(const struct record *record, const struct finding *f);
/* The same again, with the family also if there is such a finding about the other one. */
char *words_title_apart(const struct record *record, const struct finding *f);
char *words_explanation(const struct record *record, const struct finding *f);
/* The firewall's own rule, if a finding quotes one; else NULL. The explanation has it too. */
char *words_rule(const struct finding *f);
/* What can be done about it, one a string; see words_step(). */
void words_steps(const struct record *record, const struct finding *f, struct strs *ret);
/* The words alone of the steps that who can do, for a message to that party. */
void words_steps_for(const struct record *record, const struct finding *f, enum who who,
		     struct strs *ret);
/* text, marked N_(), with the finding's values as in the advice; NULL if one is missing. */
char *words_filled(const struct record *record, const struct finding *f, const char *text);
/* A step of the advice as the reader sees it, with whom to ask ("Ask your mail provider") if others can do it. Owns text. */
char *words_step(const char *whom, enum who who, char *text);
/* The summary's one to three sentences: whether mail can be read, whether it can be sent, what else
 * matters. */
char *words_summary(const struct record *record);
/* The finding that the summary names besides the answer; borrowed; NULL without one. */
const struct finding *words_cause(const struct record *record);
/* Its title with a full stop, and the programs meant where others work. */
char *words_cause_title(const struct record *record, const struct finding *f);
/* Appends what the summary ends with: the cause, two if reading and sending fail for different ones,
 * or what may still stop a mail program where all works. */
void words_causes(const struct record *record, struct strs *ret);
/* The first step of what the summary ends with, an order to the reader; NULL while the run goes on
 * and where nothing has to be done. */
char *words_next_step(const struct record *record);
const char *words_verdict(enum verdict v); /* translated, static */
const char *words_certainty(enum certainty c);
const char *words_place(enum place p);
/* as mail programs call it: "SSL/TLS", "STARTTLS", "None" */
const char *words_security(enum security s);
const char *words_stage(enum stage s); /* a column's heading: "DNS", "TCP", "TLS", "Hello" */
/* The outcome of a stage: of a look-up "failed", not "nonsense". */
const char *words_ended(enum stage s, enum outcome o);
const char *words_outcome(enum outcome o);   /* "refused", "no answer", … */
const char *words_purpose(enum purpose p);   /* "Incoming mail", "Outgoing mail", … */
const char *words_protocol(enum protocol p); /* "IMAP", "SMTP" */
const char *words_family(enum family f);     /* "IPv4" */
char *words_time(int64_t us);		     /* "41 ms", "1.4 s" */
char *words_date(int64_t unix_s);	     /* "2026-11-23 17:43 UTC" */
char *words_auth(
    const char *auth); /* "Normal password", "OAuth2", "App password" as mail programs call it */
/* One event as a line of evidence: "0.041 s  connected to 192.0.2.1 port 587". */
char *words_event(const struct event *e, bool ascii);
/* Commands that repeat the endpoint's probe by hand: openssl, gnutls-cli, telnet, PowerShell. A
 * string that begins with "# " says what the next ones are for; all others are commands, quoted for
 * their shell. */
void words_by_hand(const struct record *record, unsigned endpoint, struct strs *ret);
/* The settings in the words of common mail programs, a sentence a string; none if nothing has
 * worked. */
void words_programs(const struct record *record, struct strs *ret);
/* The endpoint's name in words: "submission, port 587, IPv4". */
/* Whether the run tries the row's service at several hosts, so that its name needs the host's. */
bool words_several_hosts(const struct record *record, const struct endpoint *like);
char *words_endpoint_name(const struct record *record, unsigned endpoint);
/* The items as part of a sentence: "25", "25 and 587", "25, 143 and 587"; "" for none. */
char *words_list(const struct strs *items);
/* Which of a sentence's forms goes with n: 0 for one, in English 1 for more. */
unsigned words_plural(size_t n);
/* Rows in words, each service and port once, with the family if not all tried ones are meant:
 * "submission 587, imap 143 (IPv6)"; "" for none. */
char *words_rows(const struct record *record, const struct numbers *endpoints);
/* How far the endpoint's probe is, or how it ended, one sentence. */
char *words_state(const struct record *record, unsigned endpoint);

#endif
