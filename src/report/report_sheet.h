/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to enter in one mail program, as text. */
#ifndef REPORT_REPORT_SHEET_H
#define REPORT_REPORT_SHEET_H

#include "base/buf.h"
#include "know/programs.h"
#include "reason/record.h"
#include "words/page.h"

void report_sheet(struct buf *out, const struct record *record, const struct program *program,
		  const struct page_options *o);

#endif
