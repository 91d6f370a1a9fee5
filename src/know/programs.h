/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mail programs: where server, port and encryption are set, and what they call it. */
#ifndef KNOW_PROGRAMS_H
#define KNOW_PROGRAMS_H

#include "model/terms.h"

#include <stdbool.h>
#include <stddef.h>

struct program {
	const char *id;		  /* "thunderbird" */
	const char *name;	  /* "Thunderbird" */
	const char *path_receive; /* N_(): the way through the menus to the incoming server */
	const char *path_send;	  /* N_(): and to the outgoing one */
	const char *security[SECURITY_COUNT_]; /* N_(): what the menu calls none, STARTTLS and TLS;
						  NULL if it has no such entry */
	bool local;	      /* false: the maker's servers connect, not this computer */
	bool confirmed;	      /* menus and times read in a source */
	int silent_address_s; /* seconds until it tries the next address if one is silent, at most; 0: not
				 worth speaking of, or not known */
};

const struct program *program_find(const char *id); /* NULL if there is none */
const struct program *program_all(size_t *ret_n);

#endif
