/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answer in four parts: READ, SEND, WHY, DO, each complete by itself. Words that may be long have a
 * brief form for narrow screens. Screens and the text report lay them out.
 */
#ifndef WORDS_WORDS_CARD_H
#define WORDS_WORDS_CARD_H

#include "reason/record.h"

enum card_mark {
	CARD_GOOD,
	CARD_NOTE,
	CARD_WARNING,
	CARD_BAD,
	CARD_UNKNOWN,
	CARD_RUNNING,
	CARD_MARK_COUNT_
};

struct card_answer {
	const char *label; /* "READ", translated, static */
	enum card_mark mark;
	char *word; /* "works", "blocked" */
	/* What to enter: static and translated, but for the host, which is escaped. host NULL: nothing to
	 * show. */
	const char *protocol, *security;
	char *host;
	int port;
	bool reachable; /* false: the provider's own settings, which do not work from here now */
	bool typed;	/* … of a server that was typed: a usual port that was tried */
	bool between;	/* of mail between servers: no provider's settings for a person */
	char *text;	/* said instead of settings, of which the host alone is shown; or NULL */
};

struct card_words {
	char *full, *brief;
};

#define CARD_ANSWERS_MAX 3
#define CARD_STEPS_MAX 3

enum card_next {
	CARD_NEXT_NONE,
	CARD_NEXT_AGAIN, /* to test everything again */
	CARD_NEXT_MORE	 /* to read more about it */
};

struct card {
	struct card_answer answers[CARD_ANSWERS_MAX];
	size_t answer_n;
	const struct finding *cause; /* borrowed from the record; NULL: none */
	enum card_mark why_mark;
	struct card_words why;
	const char *certainty; /* translated, static; NULL without a cause */
	struct card_words steps[CARD_STEPS_MAX];
	size_t step_n;
	enum card_next next; /* what to offer where there is no step */
};

/* Names no key: a screen does, and a report has none. Free with card_clear(). */
void words_card(struct card *ret, const struct record *record);
void card_clear(struct card *card);
/* The answer in a line, in the report's form or, spoken, with a name before each value. The caller frees. */
char *words_card_answer(const struct card_answer *a, bool spoken);
/* What to do where there is no step and no key; NULL: nothing. Static, translated. */
const char *words_card_next(const struct card *card);
/* The cause with how sure it is. The caller frees. */
char *words_card_why(const struct card *card);
/* The best service of that purpose which the run tries; NULL without any. */
const struct endpoint *words_first_choice(const struct record *record, enum purpose purpose);
/* How a row ended, in a word or three that a person knows: "no answer", "no encryption". Static, translated. */
const char *words_ended_plainly(enum stage stage, enum outcome outcome);
/* The first sentence of text without what is in brackets and without what follows a semicolon, or a colon
 * that begins an explanation: still a whole sentence. The caller frees. */
char *words_brief(const char *text);

#endif
