/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What each rule's finding says to a person.  One row a rule id; the rule
 * itself is in reason/.  Texts are marked N_() and may hold {name} for the
 * finding's arguments; every finding also has {host}, {port}, {service},
 * {address} and {family} of its first endpoint, {ports} and {hosts} of all, and
 * {provider}.  "[port|ports] {ports}" has a form for one and one for several,
 * "[hosts:was|were]" goes by {hosts}, and "[isp:without|with]" by whether the
 * finding has the argument isp; a list is said as "25, 143 and 587".
 */
#ifndef ADVICE_ADVICE_H
#define ADVICE_ADVICE_H

#include <stddef.h>

enum who { WHO_YOU, WHO_ROUTER, WHO_ISP, WHO_PROVIDER, WHO_ADMIN, WHO_COUNT_ };
const char *who_title(enum who w); /* N_(): "You", "Whoever runs your router", … */

#define ADVICE_STEPS_MAX 8

struct advice_step {
	enum who who;
	const char *text; /* N_(): one whole sentence, an imperative */
};

struct advice {
	const char *id;				    /* "tcp.blocked.port25" */
	const char *title;			    /* N_(): one line, at most about 70 columns */
	const char *explanation;		    /* N_(): what it means, a few whole sentences */
	struct advice_step steps[ADVICE_STEPS_MAX]; /* ends at the first without a text */
	/* blank-separated topic ids of know/topics for "more about this", or NULL */
	const char *topics;
};

/* The row of a rule id, or NULL. */
const struct advice *advice_find(const char *id);
/* All rows, for `porthorn explain` and the test that walks the table. */
const struct advice *advice_all(size_t *ret_n);

#endif
