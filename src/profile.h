/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands about a single provider file: porthorn providers --check and --import. */
#ifndef PROFILE_H
#define PROFILE_H

#include "base/buf.h"
#include "options.h"
#include "words/page.h"

/* Prints what to mend in the file, by way of out, which is empty afterwards; the exit status: 1 if
 * there is anything. */
int profile_check(const char *file, struct buf *out, const struct page_options *layout);
/* Keeps --import's file among the person's own, and appends to out where; the exit status. */
int profile_import(const struct options *o, struct buf *out, const struct page_options *layout);

#endif
