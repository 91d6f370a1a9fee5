/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mail programs: where server, port and encryption are set, and their names there. */
#ifndef KNOW_PROGRAMS_H
#define KNOW_PROGRAMS_H

#include "model/terms.h"

#include <stdbool.h>
#include <stddef.h>

struct program {
	const char *id;		  /* "thunderbird" */
	const char *name;	  /* "Thunderbird" */
	const char *path_receive; /* N_(): the path through the menus to the incoming server */
	const char *path_send;	  /* N_(): and to the outgoing one */
	/* N_(): what the menu calls none, STARTTLS and TLS; NULL if it has no such entry */
	const char *security[SECURITY_COUNT_];
	bool local;	/* false: the maker's servers connect, not this computer */
	bool confirmed; /* menus and times read in a source */
	/* at most this many seconds until it tries the next address if one is silent; 0:
	 * negligible, or not known */
	int silent_address_s;
};

const struct program *program_find(const char *id); /* NULL if there is none */
const struct program *program_all(size_t *ret_n);   /* for the test that walks the table */

#endif
