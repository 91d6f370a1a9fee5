/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching on the screen in front: in the pane with the focus, else in the next one that has the word. */
#ifndef UI_SEARCH_H
#define UI_SEARCH_H

#include <stdbool.h>

struct ui;

void search_ask(struct ui *ui);
/* To the next line with the word in the direction of step; without a word, says how to search. */
void search_on(struct ui *ui, int step);
/* What was found is not shown any more; false if nothing was. */
bool search_end(struct ui *ui);

#endif
