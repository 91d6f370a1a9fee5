/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the codes of provider files mean to a person: what the provider requires before mail
 * works. */
#ifndef KNOW_POLICIES_H
#define KNOW_POLICIES_H

#include <stdbool.h>
#include <stddef.h>

struct policy {
	const char *code;     /* "app-password"; a final "-" matches all codes that begin with it */
	const char *sentence; /* N_(): one whole sentence */
	bool login;	      /* about the sign-in: shown beside the settings */
	const char *topic;    /* a topic of advice/topics, or NULL */
};

/* The row of a code, or NULL.  "moved-to-yahoo" finds "moved-to-". */
const struct policy *policy_find(const char *code);
const struct policy *policy_all(size_t *ret_n); /* for the test that walks the table */

#endif
