/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What could be entered: the settings that have just worked, then those that are published and have
 * not, each in the order of preference. Pure.
 */
#ifndef REASON_OFFER_H
#define REASON_OFFER_H

#include "reason/record.h"

struct offer {
	struct setting set; /* endpoint 0: the run has no endpoint for it; best is not set */
	bool works;
	bool tested; /* its endpoint has ended, in any way but cancelled or skipped */
};

struct offers {
	struct offer *v;
	size_t n;
};

/* Texts are borrowed from the record. Free with offers_clear(). Names that were only guessed, and in
 * vain, are no offers. */
void offers_init(struct offers *ret, const struct record *record);
void offers_clear(struct offers *o);
/* The best for that purpose, or NULL. */
const struct offer *offers_best(const struct offers *o, enum purpose purpose);
/* The login that the server takes besides OAuth2: "password", "app-password"; NULL if there is none,
 * or if the provider says that only OAuth2 is left. */
const char *offer_password(const struct record *record, const struct offer *o);

#endif
