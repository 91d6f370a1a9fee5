/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One reply of a server: its lines as they come, and what a protocol reads from them once it is
 * complete.
 */
#ifndef PROTO_REPLY_H
#define PROTO_REPLY_H

#include "base/str.h"
#include "model/terms.h"

#include <stdbool.h>
#include <stddef.h>

/* The state of a reply after one more line; STRAY: the line is not part of it, and the expected one
 * may still come. */
enum reply_state { REPLY_MORE, REPLY_COMPLETE, REPLY_BAD, REPLY_STRAY };

struct reply {
	struct strs lines; /* without line ends; a NUL is written as the two characters "\0" */
	size_t bytes;	   /* as received, line ends included */
	/* Set by the protocol when the reply is complete: */
	/* OK, DENIED, NOTOFFERED: the server does not know the command; BADREPLY: no answer to
	 * it */
	enum outcome outcome;
	int code; /* SMTP reply code, else 0 */
	/* RFC 3463 status, or an IMAP, POP3 or ManageSieve response code; or NULL */
	char *enhanced;
	char *text;    /* the server's text, lines joined by '\n' */
	char *name;    /* the server's own name in its greeting, or NULL */
	bool has_caps; /* caps is a capability list, perhaps an empty one */
	struct strs caps;
	bool logged_in; /* IMAP PREAUTH: STARTTLS is not possible any more */
};

/* Zero-initialised is empty.  Frees what r holds and empties it. */
void reply_clear(struct reply *r);
const char *reply_last_line(const struct reply *r); /* "" if there is none */

/* The first word of text if it looks like a host name or an address literal, else NULL. The caller
 * frees. */
char *reply_host_name(const char *text);
/* The RFC 3463 status ("5.7.1") that text begins with, or NULL.  The caller frees. */
char *reply_enhanced(const char *text);
/*
 * The response code at the start of text, between open and its closing counterpart: "SYS/TEMP" of
 * "[SYS/TEMP] busy". NULL if there is none. The caller frees.
 */
char *reply_code_text(const char *text, char open);
/* If text begins with word (ASCII case ignored) followed by its end or a space: the rest, else
 * NULL. */
const char *reply_after_word(const char *text, const char *word);

#endif
