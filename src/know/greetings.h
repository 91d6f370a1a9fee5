/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How known providers greet, to tell them from a middlebox. A greeting that does not match is a
 * hint, never a proof: providers change their words.
 */
#ifndef KNOW_GREETINGS_H
#define KNOW_GREETINGS_H

#include "model/terms.h"

#include <stdbool.h>
#include <stddef.h>

struct greeting {
	const char *providers; /* provider ids, separated by spaces */
	enum protocol protocol;
	const char *pattern; /* of know/pattern, on the whole first line */
	bool confirmed;	     /* read in a source */
};

enum greeting_fit {
	GREETING_UNKNOWN, /* no confirmed row for this provider and protocol */
	GREETING_FITS,
	GREETING_DIFFERS
};
/* Compares line, without its line end, with the rows of a provider; provider may be NULL. */
enum greeting_fit greeting_check(const char *provider, enum protocol protocol, const char *line);
/* Compares the name in an answer to EHLO with the names of a provider's machines; provider may be
 * NULL. */
enum greeting_fit hello_check(const char *provider, const char *name);
const struct greeting *greeting_all(size_t *ret_n); /* for the test that walks the table */

#endif
