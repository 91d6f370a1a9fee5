/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Case files: a run to keep, to send to a helpdesk and to open again without a network. JSON lines
 * (RFC 8259 objects, one a line): first {"porthorn-case":1,"target":{…}}, then one event a line,
 * oldest first.
 */
#ifndef CASE_CASE_H
#define CASE_CASE_H

#include "reason/record.h"

#define CASE_VERSION 1
#define CASE_FILE_MAX (64 * 1024 * 1024) /* bytes of one file */
#define CASE_LINE_MAX (512 * 1024)	 /* bytes of one line */

/* The record of a case file.  NULL with *ret_error, "FILE:LINE: what is wrong" (the caller frees).
 * A case from a newer version of the format is refused. */
struct record *case_open(const char *file, char **ret_error);
/* Writes a case file, whole or not at all, mode 0600. False with *ret_error (the caller frees); an
 * existing file is replaced only with force. */
bool case_save(const struct record *r, const char *file, bool force, char **ret_error);

#endif
