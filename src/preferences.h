/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the user has chosen once and for all, in $XDG_CONFIG_HOME/porthorn/config: a line "NAME = VALUE" an option,
 * "#" begins a comment. The command line wins over it.
 */
#ifndef PREFERENCES_H
#define PREFERENCES_H

#include "know/systems.h"
#include "run/limits.h"
#include "ui/theme.h"

#include <stdbool.h>
#include <stddef.h>

#define PREFERENCES_BYTES_MAX 65536

struct preferences {
	enum theme theme;
	struct limits limits;
	const char *program;	      /* id in know/programs, static; NULL: the one used last */
	enum operating_system system; /* whose steps are given; SYSTEM_OWN: the one used last */
	char *language;		      /* NULL: that of the environment */
	bool no_history, no_summary, accessible, is_private;
};

struct preferences_row {
	const char *name;   /* "theme"; "limit." takes the name of a limit behind it */
	const char *values; /* N_(): what it takes, for the error */
	/* Takes the value over, or says in a sentence what would be right. rest: what follows a name that ends in
	 * a dot. */
	char *(*set)(struct preferences *p, const char *rest, const char *value);
};

extern const struct preferences_row preferences_rows[];
extern const size_t preferences_row_n;

/*
 * Reads the file; the keys go to ui/commands at once. No file is no error. False with *ret_error, "FILE:LINE: …" and
 * what would be right; the caller frees. *p is whole either way.
 */
bool preferences_load(struct preferences *p, char **ret_error);
/* The same from text; file is for the error. */
bool preferences_read(struct preferences *p, const char *file, const char *text, char **ret_error);
void preferences_clear(struct preferences *p);

#endif
