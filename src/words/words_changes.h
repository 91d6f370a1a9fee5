/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules that change with time, in sentences that say since when, or from when on. */
#ifndef WORDS_WORDS_CHANGES_H
#define WORDS_WORDS_CHANGES_H

#include "know/changes.h"
#include "reason/record.h"

/* "Since 2024-09-16: …", "From 2026-12-31 on: …"; now as Unix seconds, 0: not known. The caller frees. */
char *words_change(const struct change *c, int64_t now);
/* The day or days, the rule and its source, for a list. The caller frees. */
char *words_change_sourced(const struct change *c);
/* All of the provider (NULL: none), a sentence each; now as above. */
void words_changes_of(const char *provider, int64_t now, struct strs *ret);
/* All that concern the record's provider, with the log's own day. */
void words_changes(const struct record *record, struct strs *ret);
/* The same of one kind, joined by spaces; NULL without any. The caller frees. */
char *words_changes_of_kind(const struct record *record, enum change_kind kind);

#endif
