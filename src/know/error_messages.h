/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error messages of mail programs and servers, and what usually causes them. */
#ifndef KNOW_ERROR_MESSAGES_H
#define KNOW_ERROR_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>

#define ERROR_TEXT_MAX 4096 /* bytes of a pasted text that are looked at */
#define ERROR_GAP_MAX 160   /* bytes that % of a pattern stands for at most */
#define ERROR_HITS_MAX 3

/* What did not succeed, as far as the message says. */
enum error_at {
	ERROR_AT_NAME,
	ERROR_AT_CONNECTION,
	ERROR_AT_GREETING,
	ERROR_AT_ENCRYPTION,
	ERROR_AT_SIGN_IN,
	ERROR_AT_MESSAGE, /* handing a message over */
	ERROR_AT_ANYWHERE,
	ERROR_AT_COUNT_
};

enum error_way {
	ERROR_WAY_BOTH,
	ERROR_WAY_READING,
	ERROR_WAY_SENDING,
	ERROR_WAY_DELIVERY, /* from server to server */
	ERROR_WAY_NEITHER,  /* in the program alone */
	ERROR_WAY_COUNT_
};

enum error_surety { ERROR_CERTAIN, ERROR_LIKELY, ERROR_POSSIBLE };

struct error_message {
	const char *program; /* an id of error_program_name() */
	const char *pattern;
	enum error_at at;
	enum error_way way;
	const char *causes; /* blank-separated, the likeliest first */
	/* how sure it is that the program says so and means that: a row from memory is POSSIBLE */
	enum error_surety surety;
};

struct error_hits {
	const struct error_message *v[ERROR_HITS_MAX]; /* the longest pattern first */
	size_t n;
};

/*
 * The messages that text holds: a pasted line or a whole box, with any spaces, quotation marks and letter case. A
 * pattern begins and ends where a word does; one of digits alone has to be the whole text, or an SMTP reply's code.
 * A text in which there is none may be a piece of one, with a digit: "5.7.139". Of rows that say the same, and of a program's rows that are part of one another, the longest is enough.
 */
void error_messages_find(struct error_hits *ret, const char *text);
/* "Outlook (classic)"; a name, not translated. */
const char *error_program_name(const char *program);
/* Whether it is said by a server: "smtp", "imap:…". */
bool error_is_by_server(const struct error_message *m);
/* For the tests that walk the table. */
const struct error_message *error_messages_all(size_t *ret_n);

#endif
