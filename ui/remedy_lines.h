/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to do about a finding on the operating system that is chosen: its firewall, its scanner, its router. */
#ifndef UI_REMEDY_LINES_H
#define UI_REMEDY_LINES_H

#include "ui/run.h"

/* Behind the finding's steps; nothing for most findings. whole: all, and commands are rows to copy; else the first ones. */
void remedies_put(struct list *l, const struct run *run, const struct finding *f, int cols,
		  bool whole);

#endif
