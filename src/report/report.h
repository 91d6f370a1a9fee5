/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports: one row a format, each a pure function of a record. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/buf.h"
#include "reason/record.h"
#include "words/page.h"

struct report_format {
	const char *name;   /* "text", "full", "json", "pem" */
	const char *suffix; /* "txt" */
	void (*write)(struct buf *out, const struct record *record, const struct page_options *o);
};

const struct report_format *report_format(const char *name); /* NULL if there is none */
const struct report_format *report_formats(size_t *ret_n);

#endif
