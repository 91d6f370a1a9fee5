/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to enter in each mail program, as JSON. */
#ifndef REPORT_REPORT_JSON_SHEET_H
#define REPORT_REPORT_JSON_SHEET_H

#include "reason/record.h"

#include <jansson.h>

/* One object a program, in the order of know/programs. The caller owns it. */
json_t *report_json_programs(const struct record *record);

#endif
