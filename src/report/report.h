/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports: one row a format, each a pure function of a session. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/buf.h"
#include "session/session.h"
#include "words/page.h"

struct report_format {
	const char *name;   /* "text", "json", "pem" */
	const char *suffix; /* "txt" */
	void (*write)(struct buf *out, const struct session *s, const struct page_options *o);
};

const struct report_format *report_format(const char *name); /* NULL if there is none */
const struct report_format *report_formats(size_t *ret_n);
/* Writes text to file: whole or not at all, mode 0600, never over an existing file without force.
 * False with *ret_error: one sentence, the caller frees. */
bool report_save(const char *file, const char *bytes, size_t len, bool force, char **ret_error);

#endif
