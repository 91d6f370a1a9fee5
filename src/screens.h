/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lends the screens what they do not know: providers, practice scenarios, how to begin a run. */
#ifndef SCREENS_H
#define SCREENS_H

#include "begin.h"
#include "ui/ui.h"

/* Shows a run, live or saved, and frees it; both NULL: the start screen. Returns the exit status. */
int screens_show(struct porthorn *p, struct session *session, struct record *saved);
/* The folder that remembers, or NULL. The caller frees. */
char *screens_state_dir(void);
/* The list of providers is new: so are the options' rows. */
void screens_set_providers(struct ui_options *o);

#endif
