/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least and the newest TLS version of mail programs, by the system that they are on. */
#ifndef KNOW_PROGRAM_TLS_H
#define KNOW_PROGRAM_TLS_H

#include "model/terms.h"

#include <stddef.h>

struct program_tls {
	const char *program;	      /* an id of know/programs */
	const char *where;	      /* N_(): "on Windows 10"; NULL: everywhere */
	enum tls_version least, most; /* what it has there by default */
	const char *source, *date;
};

const struct program_tls *program_tls_all(size_t *ret_n);

#endif
