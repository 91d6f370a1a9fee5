/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands that only explain: porthorn providers, explain, explain --list, demo --list. */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "base/buf.h"
#include "discover/provider.h"
#include "report/report.h"

/* Appends what is known of word: a port, a service, the id of a finding, topic or hit of find.h, or any words, such as an
 * error message; NULL lists all topics. providers may be NULL. False with *ret_error, a sentence with the nearest
 * words, if there is no such thing. */
bool explain_word(struct buf *out, const char *word, const struct providers *providers,
		  const struct page_options *layout, char **ret_error);
/* Whether word is none of porthorn's own ids, so that explain_word() may look for it among the providers. */
bool explain_asks_providers(const char *word);
/* Appends every name that explain_word() knows, a line each with its title: topics, services, networks, block lists and
 * findings. word: only those with it in their name or title (NULL: all). False with *ret_error if none has. */
bool explain_names(struct buf *out, const char *word, const struct page_options *layout,
		   char **ret_error);
/* Appends the providers that match word (NULL: all), a line each. False with *ret_error if none
 * does. */
bool explain_providers(struct buf *out, const struct providers *list, const char *word,
		       const struct page_options *layout, char **ret_error);
/* Appends the practice scenarios whose name or title contains word (NULL: all).  False with
 * *ret_error if none does. */
bool explain_scenarios(struct buf *out, const char *word, const struct page_options *layout,
		       char **ret_error);

#endif
