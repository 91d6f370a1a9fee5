/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the codes of provider files say to a person: what the provider wants before mail works. */
#ifndef KNOW_POLICIES_H
#define KNOW_POLICIES_H

#include <stdbool.h>
#include <stddef.h>

struct policy {
	const char *code; /* "app-password"; one that ends in "-" stands for all that begin so */
	const char *sentence; /* N_(): one whole sentence */
	bool login;	      /* about the sign-in: belongs beside the settings */
	const char *topic;    /* a topic of know/topics, or NULL */
};

/* The row of a code, or NULL.  "moved-to-yahoo" finds "moved-to-". */
const struct policy *policy_find(const char *code);
const struct policy *policy_all(size_t *ret_n);

#endif
