/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What porthorn knows as JSON values; the caller owns each. */
#ifndef REPORT_VALUE_H
#define REPORT_VALUE_H

#include "base/str.h"

#include <stdint.h>

#include <jansson.h>

/* Foreign bytes as a string; null for NULL. */
json_t *value_octets(const char *text);
/* A sentence made by words_…(), which it frees; null for NULL. */
json_t *value_sentence(char *text);
/* An array of foreign strings, empty for NULL. */
json_t *value_list(const struct strs *strs);
/* Microseconds as milliseconds. */
json_t *value_ms(int64_t us);
/* Seconds since 1970 by RFC 3339; null for 0. */
json_t *value_date(int64_t unix_s);
/* Gives value to object under key. */
void value_set(json_t *object, const char *key, json_t *value);

#endif
