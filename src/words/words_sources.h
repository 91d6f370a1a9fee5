/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was asked to find a domain's servers, and what came of it, in words. */
#ifndef WORDS_WORDS_SOURCES_H
#define WORDS_WORDS_SOURCES_H

#include "reason/record.h"

/* "SRV records", "Thunderbird's collection (ISPDB)" … */
const char *words_source(enum source s);
/* What records mean by an EVENT_SOURCE ("mx.example.net -> Example Mail"), and the servers of one; NULL: it is not
 * about that. The caller frees. */
char *words_source_meaning(const struct event *e, bool ascii);
char *words_source_servers(const struct event *e);
/* Where the target's servers are from; NULL if nothing is known. The caller frees. */
char *words_servers_from(const struct record *record);

struct source_words {
	enum source source;
	char *question; /* "SRV _imaps._tcp.example.org", "https://…" */
	char *said;	/* a few words, without a full stop */
	enum outcome outcome;
	int64_t us; /* 0 if there is no answer yet */
	bool used;
};
struct sources_words {
	struct source_words *v;
	size_t n;
};
/* All questions that have to do with a source, the best first. folded: those of one source that
 * found nothing are one. Free with sources_words_clear(). */
void words_sources(struct sources_words *ret, const struct record *record, bool folded);
void sources_words_clear(struct sources_words *s);

#endif
