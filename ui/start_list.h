/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of the start screen: what is typed, what was tested last, providers, and what else there is. */
#ifndef UI_START_LIST_H
#define UI_START_LIST_H

#include "ui/app.h"

/* Does nothing if it is built already for these columns. */
void start_build(struct ui *ui, int cols);
/* The word that the selected row stands for, or NULL. The caller frees. */
char *start_selected_word(const struct ui *ui);
/* The command of the selected row under "More", or COMMAND_NONE. */
enum command start_selected_command(const struct ui *ui);
/* The remembered word of the selected row under "Last tested", or NULL. */
const char *start_selected_recent(const struct ui *ui);

#endif
