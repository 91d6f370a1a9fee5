/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A scene: one situation as a readable file, from which the tests make a target and a log, with the
 * expected results. tests/cases/ holds them; a line is one of
 *
 *   provider NAME             the servers are a provider's documented ones
 *   families 4|6|4 6          the wanted families; IPv4 alone by default
 *   now YYYY-MM-DD            the day of the run
 *   code WORD                 a policy code of the provider
 *   meant HOST                the provider's server that the typed name means
 *   asked PORT|SERVICE        a person typed it by itself
 *   listed                    the servers are from a provider file
 *   guess                     the servers are guessed
 *   server SERVICE HOST[:PORT] [none|starttls|tls] [LOGIN,LOGIN]
 *   reference SERVICE HOST    a reference server
 *   local KIND VALUE          a fact about this computer (model/event_local.h)
 *   row ROW OPTION=VALUE …    an endpoint's results; by default all goes well
 *   domain DOMAIN [email]     the domain's MX are the servers; email: typed as an address
 *   discover DOMAIN [LABEL]   user@DOMAIN, typed as LABEL, whose servers are to be found out; what no
 *                             records or source line tells is not there
 *   audit DOMAIN              all that the domain publishes is held against what is
 *   source SOURCE OUTCOME QUESTION [alias=NAME] [http=N] [plain] [LINE…]
 *                             a source's answer (model/listing.h); plain: without encryption
 *   only                      --only-target
 *   records TYPE NAME OUTCOME DNSSEC [alias=NAME] [rcode=N] [RECORD…]
 *                             an answer of the name server
 *   policy OUTCOME [status=N] [err=N] [type=TYPE] [TEXT]
 *                             the MTA-STS policy; "|" ends a line
 *   takes ROW VERSION OUTCOME [STAGE | leaf=ID status=NAME,…]
 *                             a further connection with only that version; STAGE: tls by default
 *   secrecy ROW OUTCOME [STAGE [ALERT]]
 *                             one that offers forward secrecy alone; denied, alert 40 by default
 *   nameless ROW OUTCOME [LEAF]
 *                             one without a server name
 *   offer ROW OFFER OUTCOME [ALERT]
 *                             one that offers something else (tls_offer_name()); silent for 2 s
 *                             if it is a timeout
 *   path ROW ROLE HOP …       path sweeps of that port, see scene_path.c
 *   stop OUTCOME              how the run ends ("ok" by default), "running": not yet
 *   expect ID [VERDICT] [CERTAINTY] [under=ID] [rows=N] [NAME=VALUE …]
 *   told ID WORDS            the explanation or a step of that finding (or of "well") has these words (test-words-steps)
 *   untold ID WORDS          … does not have them
 *   forbid ID …               "tls.*" for a family
 *   calm                      nothing worse than a note
 *   verdict ROW VERDICT
 *   starttls ROW required|if-available|unproven|untested|-   how far a program can rely on it
 *   receive|send|relay ANSWER
 *   settings SERVICE:PORT:AUTH …   "settings -": none
 *   checked N                 the number of endpoints that ended with a result
 *   untested yes|no           nothing asked for is bad, but not all of it is known to be well
 *   exit N
 *   fault KIND [SUBJECT] [DETAIL]  what an audit finds; "-" before KIND: it must not
 *   first TEXT                the answer on top, with its cause, has that text
 *   step TEXT                 the next step has it
 *
 * ROW is SERVICE, SERVICE@HOST, SERVICE@ADDRESS (a further address of a name), each with /4 or /6,
 * or "*"; with "+" before it a reference server, with "!" the address that cannot exist (silent by
 * default). The first matching row line counts. A value with spaces is in double quotes and may
 * hold \xNN. The options are in scene_row.c.
 */
#ifndef TESTS_SCENE_H
#define TESTS_SCENE_H

#include "model/log.h"
#include "reason/plan/plan.h"
#include "reason/record.h"
#include "reason/summary.h"

struct scene_line { /* a line as words */
	struct strs words;
	int number;
};

struct scene {
	char *file;
	struct scene_line *v;
	size_t n;
	struct target *target;
	struct endpoints plan;
	struct log log;
};

/* What is wrong with a line, including its unknown options, or NULL (scene_check.c); the caller
 * frees. */
char *scene_fault(const struct scene_line *line);
/* Reads the file and plays it; fails the test with FILE:LINE if it is not well formed. */
void scene_load(struct scene *s, const char *file);
/* The same, with the answers about the domain in another order for each number, each one taken in as it comes. */
void scene_load_in_order(struct scene *s, const char *file, unsigned order);
void scene_clear(struct scene *s);
/* What is known after the scene; fails the test if its log gives none. Takes the scene's target and log.
 * Free with record_free(). */
struct record *scene_record(struct scene *s);
/* Whether ROW means the endpoint. */
bool scene_row_fits(const char *row, const struct endpoint *e);
/* The value of "NAME=…" among the words after the first ones, or NULL. */
const char *scene_option(const struct scene_line *line, size_t first, const char *name);
/* "untrusted,expired" as CERT_… bits, SCENE_STATUS_WRONG if one is unknown. */
#define SCENE_STATUS_WRONG (~0u)
unsigned scene_status(const char *list);
/* "authority,no-purpose" as EVENT_CERT_… flags, SCENE_FLAGS_WRONG likewise. */
#define SCENE_FLAGS_WRONG (~0u)
unsigned scene_cert_flags(const char *list);
int64_t scene_day(const char *text); /* YYYY-MM-DD as Unix seconds at noon, UTC */

/* scene_row.c: the events of an endpoint's probe, oldest first; options may be NULL. */
struct event **scene_play_row(const struct endpoint *e, const struct scene_line *options, int host,
			      size_t *ret_n);
/* scene_path.c: the events of the sweeps of a "path" line to the server's address. */
struct event **scene_play_path(const struct scene_line *line, const struct endpoint *e,
			       const char *server, size_t *ret_n);

#endif
