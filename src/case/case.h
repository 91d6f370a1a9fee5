/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Case files: a run to keep, to send to a helpdesk and to open again without
 * any network.  JSON lines (RFC 8259 objects, one a line): first
 * {"porthorn-case":1,"target":{…}}, then one event a line, oldest first.
 */
#ifndef CASE_CASE_H
#define CASE_CASE_H

#include "base/buf.h"
#include "model/log.h"
#include "model/target.h"
#include "reason/record.h"

#define CASE_VERSION 1
#define CASE_FILE_MAX (64 * 1024 * 1024) /* bytes of one file */
#define CASE_LINE_MAX (512 * 1024)	 /* bytes of one line */

/* Appends the whole case file to out. */
void case_write(struct buf *out, const struct target *target, const struct log *log);
/*
 * Reads a case file; the caller frees *ret_target and clears *ret_log.  False
 * with *ret_error, "FILE:LINE: what is wrong" (the caller frees), and then
 * nothing else is set.  A case from a newer version of the format is refused.
 */
bool case_read(const char *file, struct target **ret_target, struct log *ret_log, char **ret_error);
/* The record of a case file.  NULL with *ret_error ("FILE:LINE: …", the caller frees). */
struct record *case_open(const char *file, char **ret_error);
/* Writes a case file, whole or not at all, mode 0600.  False with *ret_error (the caller frees);
 * an existing file is replaced only by force. */
bool case_save(const struct record *r, const char *file, bool force, char **ret_error);

#endif
