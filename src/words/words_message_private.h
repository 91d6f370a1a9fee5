/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside words_message*.c only: a message that is being written, and what proves its case. */
#ifndef WORDS_WORDS_MESSAGE_PRIVATE_H
#define WORDS_WORDS_MESSAGE_PRIVATE_H

#include "base/buf.h"
#include "words/words_message.h"

struct letter {
	const struct record *record;
	const struct finding *f; /* NULL: nothing was found wrong */
	enum party to;
	bool markdown;
	struct buf out;
	struct strs revealed;
};

/* A paragraph, a heading with an empty line before it, an item of a list. They own text; NULL adds nothing. */
void letter_paragraph(struct letter *l, char *text);
void letter_heading(struct letter *l, const char *title);
void letter_item(struct letter *l, char *text);
/* Notes that something private is in the letter. Owns text. */
void letter_reveals(struct letter *l, char *text);

/* Each connection that the finding is about, with its time, addresses, port and end; all of them if there is no
 * finding. */
void letter_connections(struct letter *l);
void letter_working(struct letter *l);	 /* those that worked at the same time */
void letter_addresses(struct letter *l); /* this computer's, as far as they are known */
void letter_compared(struct letter *l);	 /* with other servers, under a heading */
void letter_way(struct letter *l,
		bool whole);	       /* the last router, or each of them, under a heading */
void letter_replies(struct letter *l); /* what the server said and showed, under a heading */

#endif
