/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report for programs: one JSON document, described by data/report.schema.json,
 * "porthorn-report/1". */
#ifndef REPORT_REPORT_JSON_H
#define REPORT_REPORT_JSON_H

#include "report/report.h"

void report_json(struct buf *out, const struct record *record, const struct page_options *o);

#endif
