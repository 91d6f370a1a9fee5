/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a mail program can rely on STARTTLS at a port: the setting "STARTTLS" insists on it, the old
 * setting "if available" goes on in clear text without. */
#ifndef REASON_STARTTLS_H
#define REASON_STARTTLS_H

#include "reason/rules/finding.h"

enum starttls_use {
	STARTTLS_NONE,	   /* no port of a mail program that begins in clear text */
	STARTTLS_REQUIRED, /* it came up with a certificate that holds: safe where it is insisted on */
	STARTTLS_IF_AVAILABLE, /* missing, refused or broken off: only "if available" would go on */
	STARTTLS_UNPROVEN,     /* it came up, but a finding or the certificate speaks against it */
	STARTTLS_UNTESTED,     /* the conversation did not get that far, or is not over */
	STARTTLS_USE_COUNT_
};

/* "required", "if-available", "unproven", "untested"; NULL for NONE. */
const char *starttls_use_name(enum starttls_use use);
/* Pure.  v has room for one an endpoint of the plan, v[id - 1]. */
void starttls_uses(enum starttls_use *v, const struct facts *f, const struct findings *findings);

#endif
