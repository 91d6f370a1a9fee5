/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which mail programs end at which version of TLS, as they came. */
#ifndef KNOW_TLS_PROGRAMS_H
#define KNOW_TLS_PROGRAMS_H

#include "model/terms.h"

#include <stddef.h>

struct tls_program {
	const char *name; /* a proper name, with the last release that it holds for */
	enum tls_version newest;
};

/* Those whose newest version is one of from … to, joined by ", "; NULL if there are none.  The caller frees. */
char *tls_programs_between(enum tls_version from, enum tls_version to);

#endif
