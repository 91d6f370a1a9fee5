/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the JSON report about the way and about what other servers did. */
#ifndef REPORT_REPORT_JSON_PATH_H
#define REPORT_REPORT_JSON_PATH_H

#include "reason/record.h"

#include <jansson.h>

/* The pictures of the way; the caller owns the array. */
json_t *report_json_paths(const struct record *record);
/* Each port against the other ports and servers; the caller owns the array. */
json_t *report_json_compare(const struct record *record);

#endif
