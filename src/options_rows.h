/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of options, for options.c and its --help. */
#ifndef OPTIONS_ROWS_H
#define OPTIONS_ROWS_H

#include <stddef.h>

enum option_group { GROUP_WHAT, GROUP_HOW, GROUP_OUT, GROUP_OTHER, GROUP_COUNT_ };

struct option_row {
	const char *name;
	int id;		      /* a letter is also the short form */
	const char *argument; /* its name in the help, or NULL */
	enum option_group group;
	const char *what;
	char *(*names)(void); /* the words it accepts, for help; NULL: anything */
	const char *brief;    /* N_(): for --help; NULL: it only names the option */
};

/* All options, in the order of --help, and their number. */
const struct option_row *options_rows(size_t *n);

#endif
