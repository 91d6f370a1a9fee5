/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TLS alerts (RFC 8446 section 6, and the older ones of RFC 5246) in plain words. */
#ifndef KNOW_ALERTS_H
#define KNOW_ALERTS_H

#include <stddef.h>

struct alert {
	int alert;	     /* AlertDescription, 0 to 255 */
	const char *name;    /* as the RFC spells it: "handshake_failure" */
	const char *meaning; /* N_(): what the side that sent it means, one whole sentence */
	const char
	    *action; /* N_(): what to do about it when the server sends it, whole sentences */
};

/* What to do where the server encrypts well on other ports: only the one service is at fault. */
const char *alert_action_for_one_service(const struct alert *a);

/* The row of an alert number, or NULL. */
const struct alert *alert_find(int alert);
const struct alert *alert_all(size_t *ret_n); /* for the test that walks the table */

#endif
