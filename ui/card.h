/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer on top, as lines: READ, SEND, WHY, DO. Nothing in it is ever cut: where there is less room, words are
 * briefer, steps fewer and lines more. Knows no terminal. */
#ifndef UI_CARD_H
#define UI_CARD_H

#include "ui/list.h"
#include "words/words_card.h"

#define CARD_BOXES_COLS 120 /* from here on READ, SEND and WHY are side by side */

struct card_place {
	size_t line;
	int col;
};

/* Fills l for a screen of that width, in at most most lines if that is possible. *ret_why: where WHY begins. */
void card_build(struct list *l, const struct card *card, int cols, int most,
		struct card_place *ret_why);

#endif
