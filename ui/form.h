/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The form for a provider of one's own. */
#ifndef UI_FORM_H
#define UI_FORM_H

#include "ui/list.h"
#include "ui/ui.h"

struct form {
	struct ui_profile profile;
	bool copy;    /* it becomes a new file, whatever it is from */
	bool changed; /* and not saved */
	struct list list;
	struct rect room; /* of the list, as drawn last */
	int built_cols;	  /* 0: the list must be built */
};

struct ui;

/* For the provider of that id, to be changed or copied; NULL: for a new one. */
void form_open(struct ui *ui, const char *id, bool copy);
void form_clear(struct form *form);

#endif
