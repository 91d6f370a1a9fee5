/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The part of JSON Schema (draft 2020-12) that data/report.schema.json uses: $ref into $defs, type,
 * const, enum, required, properties, additionalProperties false, items, minimum and maximum. An
 * unknown keyword is an error, so the schema cannot outgrow the check.
 */
#ifndef TESTS_SCHEMA_H
#define TESTS_SCHEMA_H

#include <jansson.h>

/* NULL if value matches; else where and why it does not, in new memory. */
char *schema_complaint(const json_t *schema, const json_t *value);

#endif
