/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which ports are safe with "STARTTLS" as a setting, and which only work with "if available". */
#ifndef WORDS_WORDS_STARTTLS_H
#define WORDS_WORDS_STARTTLS_H

#include "reason/record.h"

/* A heading for what follows, translated, static. */
const char *words_starttls_title(void);
/* One paragraph a string; none if no port of a mail program begins in clear text. */
void words_starttls(const struct record *record, struct strs *ret);

#endif
