/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mail providers that are asked for most, by country: what the start screen offers first. */
#ifndef KNOW_OFTEN_H
#define KNOW_OFTEN_H

#include <stddef.h>

struct often {
	const char *region; /* ISO 3166, separated by spaces; "": everywhere else */
	const char *ids;    /* of provider files, separated by spaces, the most usual first */
};

/* The row for a locale's name ("de_CH.UTF-8"); NULL, or one without a country, has the row for everywhere else. */
const struct often *often_for(const char *locale);
const struct often *often_all(size_t *ret_n); /* for the test that walks the table */

#endif
