/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A mail protocol as a table of steps plus its framing and its reading of replies. dialog.c runs
 * the table; nothing here knows about sockets or time.
 */
#ifndef PROTO_PROTO_H
#define PROTO_PROTO_H

#include "proto/reply.h"

enum { STEP_NONE = 0, STEP_END = -1 }; /* step 0 is the greeting: no step leads back to it */

struct step {
	enum stage stage;
	const char *verb; /* the command that EVENT_REPLY names; NULL: the greeting */
	/* the line without CRLF, "%s" is our address literal; NULL: the server speaks first */
	const char *send;
	bool learns_caps; /* a good reply lists capabilities */
	/* a STARTTLS step: the capability that offers it. A good reply is the go-ahead */
	const char *needs;
	/* The next step, depending on the reply. */
	int ok;
	int fail;
	int unknown;	   /* the server does not know the command; STEP_NONE: as fail */
	int skip;	   /* the next step if a STARTTLS step is skipped */
	const char *later; /* sent if the server should speak unasked and does not; or NULL */
};

/* The kinds of lines that come before any question. */
enum stray {
	STRAY_ODD,    /* an answer to something else */
	STRAY_LEGAL,  /* it may come at any time */
	STRAY_GOODBYE /* it may come at any time, and is the server's last word */
};

struct proto {
	const char *name;
	const struct step *steps;
	/*
	 * Looks at one more line of the reply to s; before holds the lines so far. REPLY_BAD: this
	 * is not the protocol.
	 */
	enum reply_state (*frame)(const struct step *s, const struct reply *before,
				  const char *line);
	/* Reads the complete reply r to s and fills it in.  banner: the greeting's text, "" in the
	 * greeting itself. */
	void (*read)(const struct step *s, struct reply *r, const char *banner);
	enum stray (*stray)(const char *line);
	/* Whether line, though legal in the reply to s, is one that no server needs to send there.
	 * May be NULL. */
	bool (*odd)(const struct step *s, const char *line);
	/* Whether r, read as the reply to s, has the form of the reply to the previous step, which
	 * got another answer. May be NULL. */
	bool (*is_late)(const struct step *s, const struct reply *r);
	/* "Unknown" is said with the word of every other error, so that it may be a stray line: the
	 * next question waits for a moment. */
	bool doubts;
	bool literals; /* a line that ends in {n} is followed by n octets (RFC 9051 section 4.3) */
};

extern const struct proto proto_smtp;  /* RFC 5321, 3207, 4954, 3463 */
extern const struct proto proto_imap;  /* RFC 9051, 3501 */
extern const struct proto proto_pop3;  /* RFC 1939, 2449, 2595 */
extern const struct proto proto_sieve; /* RFC 5804 */

/* NULL for PROTOCOL_HTTPS: there is no conversation. */
const struct proto *proto_of(enum protocol p);
/* The number of the step that says goodbye; its line has no parameters. */
int proto_goodbye(const struct proto *proto);

#endif
