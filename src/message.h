/* SPDX-License-Identifier: GPL-3.0-or-later */
/* porthorn message: from a run to a message to the party that can help. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "base/buf.h"
#include "options.h"
#include "reason/record.h"

/* The message to --to, else to the first party that fits the cause; a sentence on standard error says what is private
 * in it. Returns 0, or STATUS_USAGE after a sentence with the parties that fit. */
int message_write(struct buf *out, const struct record *r, const struct options *o);

#endif
