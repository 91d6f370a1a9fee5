/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report for people, to paste into a helpdesk's ticket. */
#ifndef REPORT_REPORT_TEXT_H
#define REPORT_REPORT_TEXT_H

#include "report/report.h"
#include "words/page.h"

void report_text(struct buf *out, const struct record *record, const struct page_options *o);
/* The grid of ports alone (report_grid.c). */
void report_grid(struct page *p, const struct record *record);
/* The settings to enter (report_settings.c); nothing if none has worked. */
void report_settings(struct page *p, const struct record *record);

/* The measured paths, hop by hop. */
void report_path(struct page *p, const struct record *record);

#endif
