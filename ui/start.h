/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The start screen: a line to type in, and below it recent words and the matching providers. */
#ifndef UI_START_H
#define UI_START_H

#include "ui/list.h"
#include "ui/prompt.h"
#include "ui/recent.h"

#include "base/str.h"

struct start {
	struct prompt_text text;
	struct recent recent;
	struct list list;
	struct rect room; /* of the list, as drawn last */
	char *error;	  /* why the typed text cannot be checked, or NULL */
	int built_cols;	  /* 0: the list must be built */
};

#endif
