/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages to send: about one finding, to a party that could help with it, with what it will ask for. Pure. */
#ifndef WORDS_WORDS_MESSAGE_H
#define WORDS_WORDS_MESSAGE_H

#include "reason/parties.h"

struct message {
	enum party to;
	char *subject;
	/* The whole message, a line a paragraph or item. Holds no e-mail address unless it is for the mail provider. */
	char *text;
	struct strs revealed; /* what is private in it: "your IP address 192.0.2.7" */
};

/* f: one that the party fits, by party_finding(); NULL where nothing was found wrong. markdown: for a ticket system.
 * Free with message_clear(). */
void words_message(struct message *ret, const struct record *record, const struct finding *f,
		   enum party to, bool markdown);
void message_clear(struct message *m);
/* "your Internet provider"; static, translated. Who is responsible for mail depends on what was tested. */
const char *words_party(const struct record *record, enum party p);
/* "to your Internet provider (isp), to your network's administrator (network)". The caller frees. */
char *words_parties(const struct record *record, const enum party *list, size_t n);
/* What is private in it, one sentence; NULL if nothing is. The caller frees. */
char *words_revealed(const struct message *m);

#endif
