/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message to send, on a screen of its own, a party a page. */
#ifndef UI_MESSAGE_PAGE_H
#define UI_MESSAGE_PAGE_H

#include "words/words_message.h"
#include "ui/list.h"

struct message_page {
	unsigned
	    finding; /* run_finding_ref() of what it is about; 0: the run's cause, or that all is well */
	enum party parties[PARTY_COUNT_]; /* that fit, the likeliest first */
	size_t n, at;
	int under; /* enum app_screen that Back leads to */
	struct list list;
	struct rect room;
	int built_cols;
};

struct ui;

/* Shows the message about a finding (NULL: about the run), once the run is over. */
void message_open(struct ui *ui, const struct finding *f);
/* The message in front; free with message_clear(). */
void message_page_write(const struct ui *ui, bool markdown, struct message *ret);

#endif
