/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scripted conversations: one readable file a scenario (*.conv), with the server's part in the
 * language of practice/script.h, and the results that the engine must reach.
 *
 *	# comments
 *	[server SERVICE [HOST] [FAMILY]]   a practice server, and an endpoint that probes it
 *	like imap                   … its script
 *	[client]                    how the engine is configured
 *	limit NAME MS               one of run/limits.h; short ones if silence is the point
 *	host NAME                   mail.practice.example by default
 *	family ipv6                 ipv4 by default
 *	days N                      the computer's clock is N days ahead
 *	provider ID                 the servers are that provider's, not practice ones
 *	versions                    once all probes have ended, run/tls_probes.h
 *	published                   the servers are what a domain publishes: one that speaks another
 *	                            security mode is tried in that mode
 *	code WORD                   a policy code of the provider
 *	together                    not run byte by byte: bytes that come at once are the point
 *	varies                      the events differ from run to run (a reset, say, races)
 *	[expect] or [expect SERVICE]
 *	probe OUTCOME [STAGE]       how the probe ended, and where
 *	stage STAGE OUTCOME         `none`: it never began
 *	sent TEXT                   a line that contains TEXT was sent
 *	received TEXT               … was received
 *	caps TEXT                   the capabilities before TLS (or the only ones) have TEXT
 *	caps-tls TEXT               those after STARTTLS have it
 *	reply VERB OUTCOME [CODE]   how a command was answered
 *	event TYPE [TEXT]           an event of that type whose description contains TEXT
 *	verify WORD…                trusted, or exactly these: expired wrong-name untrusted …
 *	takes VERSION WORD          accepted, refused or not tested, by further connections
 *	finding ID                  a rule says so
 *	problem                     some rule found a problem
 *	problems ID…                these problems are found, and no other one
 *	names ID VERDICT CERTAINTY  that finding, explained by no other
 *	claims ID… | -              no warnings or problems but these, and those that they explain
 *	setting SERVICE PORT        these settings have just worked
 *	within MS ID                a rule says so by then
 *	no …                        none of that
 */
#ifndef TESTS_CONV_H
#define TESTS_CONV_H

#include "base/buf.h"
#include "base/str.h"
#include "model/log.h"
#include "model/target.h"
#include "run/limits.h"

#include <stdbool.h>
#include <stdint.h>

#define CONV_SERVERS_MAX 8
#define CONV_EXPECTS_MAX 64

struct conv_server {
	enum service service;
	char *host; /* NULL: the conversation's */
	enum family family;
	struct buf script;
};

struct conv_expect {
	unsigned line; /* of the file */
	size_t server; /* which of the servers */
	bool no;
	const struct conv_judge *judge;
	char *args; /* the rest of the line; "" if none */
};

struct conv {	    /* one file */
	char *name; /* with its folder, without ending: "smtp/starttls-454" */
	struct conv_server servers[CONV_SERVERS_MAX];
	size_t server_n;
	struct limits limits;
	char *host;
	char *provider; /* NULL: practice servers */
	struct strs codes;
	enum family family;
	long days;
	bool varies, together, versions, published;
	struct conv_expect expects[CONV_EXPECTS_MAX];
	size_t expect_n;
};

struct conv_seen { /* the results of one run of it */
	const struct log *log;
	const struct target *target;
	const struct endpoints *plan; /* one endpoint a server, in their order */
	const struct findings *findings;
};

struct conv_judge { /* one row for each kind of expectation */
	const char *word;
	bool takes; /* has arguments */
	bool (*holds)(const struct conv_seen *seen, unsigned endpoint, const char *args);
};

/* Reads a text in the language of the files.  NULL with *ret_error as below. */
struct conv *conv_parse(const char *name, const char *text, char **ret_error);
/* Reads a file.  NULL with *ret_error ("FILE:LINE: …"), which the caller frees. */
struct conv *conv_read(const char *file, char **ret_error);
void conv_free(struct conv *c); /* NULL allowed */

const struct conv_judge *conv_judge(const char *word); /* NULL if there is no such expectation */
/* The expectations that do not hold and the broken promises of engine.h, one a line; "" if all is
 * well. The caller frees. */
char *conv_judged(const struct conv *c, const struct conv_seen *seen);
/* When the log first had enough for that finding, in microseconds; -1: never. */
int64_t conv_named_us(const struct conv_seen *seen, const char *id);
/* How much longer than on an idle machine things may take now: 1, or more the busier it is. */
int conv_patience(void);
/* The conversations as text, without times and ports, to compare runs and to look at. The caller
 * frees. */
char *conv_transcript(const struct conv_seen *seen);

#endif
