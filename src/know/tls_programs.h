/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The newest version of TLS that mail programs have by default. */
#ifndef KNOW_TLS_PROGRAMS_H
#define KNOW_TLS_PROGRAMS_H

#include "model/terms.h"

#include <stddef.h>

struct tls_program {
	const char *name; /* a proper name, with the last release that this holds for */
	enum tls_version newest;
};

/* The programs whose newest version is between from and to, joined by ", "; NULL if there are none.
 * The caller frees. */
char *tls_programs_between(enum tls_version from, enum tls_version to);

#endif
