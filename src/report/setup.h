/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files that set up a mail program, one row a format: each a pure function of a record, without any
 * password.
 */
#ifndef REPORT_SETUP_H
#define REPORT_SETUP_H

#include "base/buf.h"
#include "reason/record.h"

struct setup_format {
	const char *name;    /* "muttrc" */
	const char *file;    /* its usual name, without a folder: "account.mobileconfig" */
	const char *program; /* N_(): whose file it is */
	bool qr;	     /* to be shown as a QR code (report/qr) */
};

const struct setup_format *setup_formats(size_t *ret_n);
/* By its name, ASCII case ignored; NULL if there is none. */
const struct setup_format *setup_format(const char *name);
/* The format whose usual name the file has, or else ends with; NULL if none does. */
const struct setup_format *setup_format_of_file(const char *file);

/*
 * Appends the whole file; nothing and *ret_error, a sentence that says why not (the caller frees): the
 * user name is not known, a server that it needs does not work from here, or the program cannot sign
 * in. Published settings are written where nothing was tested at all.
 */
bool setup_write(struct buf *out, const struct setup_format *format, const struct record *record,
		 char **ret_error);
/* The file's usual name for that record: Evolution's are named after the account. The caller frees. */
char *setup_file_name(const struct setup_format *format, const struct record *record);

#endif
