/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Topics in words: their texts, each followed by its table of know/. */
#ifndef WORDS_WORDS_TOPIC_H
#define WORDS_WORDS_TOPIC_H

#include "base/str.h"
#include "know/blocklists.h"
#include "know/networks.h"
#include "advice/topics.h"

/* In the form of struct topic's text, translated; the caller frees. */
char *words_topic(const struct topic *t);
/* One paragraph: what the network blocks, how to lift it, and how old the source is. */
char *words_network(const struct network *n);
/* One paragraph: what being on the list means, how to check and who can help. */
char *words_blocklist(const struct blocklist *b);
/* Appends the paragraphs of the networks of a country (ISO 3166, two letters, in any case). */
void words_country(const char *country, struct strs *ret);

#endif
