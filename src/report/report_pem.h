/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The certificates that were shown, as PEM (RFC 7468): each chain once, in the order sent, after a
 * line that says where. */
#ifndef REPORT_REPORT_PEM_H
#define REPORT_REPORT_PEM_H

#include "report/report.h"

void report_pem(struct buf *out, const struct record *record, const struct page_options *o);

#endif
