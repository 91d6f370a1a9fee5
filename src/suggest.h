/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Did you mean": the closest of a list of words. */
#ifndef SUGGEST_H
#define SUGGEST_H

#include <stddef.h>

struct suggest {
	const char *word; /* what was typed */
	const char *best; /* the closest so far, borrowed, or NULL if nothing is close */
	unsigned distance;
};

struct suggest suggest_for(const char *word);
/* Offers one more word that would have been right. */
void suggest_offer(struct suggest *s, const char *word);
/* " Did you mean NAME?", or "" if nothing is close.  The caller frees. */
char *suggest_text(const struct suggest *s);

#endif
