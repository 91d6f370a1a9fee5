/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands of the run screen. */
#ifndef UI_RUN_COMMANDS_H
#define UI_RUN_COMMANDS_H

#include "ui/commands.h"
#include "ui/run.h"

struct ui;

void run_command(struct ui *ui, enum command c);
/* The pane after (step 1) or before (-1) the focused one. */
enum pane run_next_pane(const struct run *run, int step);
/* Writing and copying, which ask first. */
void run_ask_write(struct ui *ui);
/* The settings of the program in front: its own file, or text. */
void run_ask_write_sheet(struct ui *ui);
/* The message in front: Markdown if the file's name ends in .md. */
void run_ask_write_message(struct ui *ui);
/* The settings in the words of the next mail program, or the one before. */
void run_change_system(struct ui *ui); /* whose steps are shown: the next one */
void run_change_program(struct run *run, bool next);
/* Copies the selected line. */
void run_copy_line(struct ui *ui);
void run_ask_copy(struct ui *ui);
/* Sends text to the terminal's clipboard; said is what to say then. Takes ownership of both. */
void run_copy(struct ui *ui, char *text, char *said);

#endif
