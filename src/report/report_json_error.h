/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of the JSON report about a mail program's error message. */
#ifndef REPORT_REPORT_JSON_ERROR_H
#define REPORT_REPORT_JSON_ERROR_H

#include "reason/record.h"

#include <jansson.h>

/* What was pasted, which messages it holds, and how each of their causes fits; null without one. The caller owns it. */
json_t *report_json_error(const struct record *record);

#endif
