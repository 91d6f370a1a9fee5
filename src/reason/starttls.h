/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a mail program can rely on STARTTLS at a port: the setting "STARTTLS" insists on it, the
 * old setting "if available" continues in clear text without it. */
#ifndef REASON_STARTTLS_H
#define REASON_STARTTLS_H

#include "reason/rules/finding.h"

enum starttls_use {
	STARTTLS_NONE, /* not a mail program's port that begins in clear text */
	/* it came up with a good certificate: safe if the program insists on it */
	STARTTLS_REQUIRED,
	/* missing, refused or broken off: only "if available" would continue */
	STARTTLS_IF_AVAILABLE,
	STARTTLS_UNPROVEN, /* it came up, but a finding or the certificate speaks against it */
	STARTTLS_UNTESTED, /* the conversation did not get that far, or is not over */
	STARTTLS_USE_COUNT_
};

/* "required", "if-available", "unproven", "untested"; NULL for NONE. */
const char *starttls_use_name(enum starttls_use use);
/* Pure. v has room for one entry for each endpoint of the plan, v[id - 1]. */
void starttls_uses(enum starttls_use *v, const struct facts *f, const struct findings *findings);

#endif
