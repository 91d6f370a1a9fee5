/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The help page: the keys of the pane one is in, then all keys, then the signs. Knows no terminal. */
#ifndef UI_HELP_H
#define UI_HELP_H

#include "ui/list.h"

/* pane: the one with the focus; PANE_COUNT_: none, for the start screen. */
void help_put(struct list *l, enum pane pane, int cols);

#endif
