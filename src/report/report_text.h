/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports for people: one to paste into a helpdesk's ticket, and the full one; and their parts. */
#ifndef REPORT_REPORT_TEXT_H
#define REPORT_REPORT_TEXT_H

#include "report/report.h"
#include "words/page.h"

/* At most about 25 lines for one fault; the whole of an audit. */
void report_text(struct buf *out, const struct record *record, const struct page_options *o);
void report_full(struct buf *out, const struct record *record, const struct page_options *o);
/* What to change in the mail program whose account it is; nothing for another run. */
void report_account(struct page *p, const struct record *record);
/* What the mail program's error message means, and whether what was seen fits it; nothing without one. */
void report_error(struct page *p, const struct record *record);
/* READ, SEND, WHY and DO (report_card.c); brief: the steps in fewer words. */
void report_card(struct page *p, const struct record *record, bool brief);
/* A run that was cut short must not look complete. */
void report_cut_short(struct page *p, const struct record *record);
/* The grid of ports alone (report_grid.c). */
void report_grid(struct page *p, const struct record *record);
/* The settings to enter (report_settings.c); nothing if none has worked. */
void report_settings(struct page *p, const struct record *record);

/* What a domain publishes and what to change (report_audit.c); nothing unless it is an audit. */
void report_audit(struct page *p, const struct record *record);
/* The measured paths, hop by hop. */
void report_path(struct page *p, const struct record *record);
/* The same without what they mean. */
void report_path_seen(struct page *p, const struct record *record);

#endif
