/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether what a run has seen fits the error message that a mail program shows. Pure. */
#ifndef REASON_ERROR_FIT_H
#define REASON_ERROR_FIT_H

#include "advice/error_causes.h"
#include "know/error_messages.h"
#include "reason/record.h"

#define ERROR_FIT_MAX 12 /* causes of all messages that the text holds */

enum error_state {
	ERROR_SEEN,	 /* a finding shows it */
	ERROR_OPEN,	 /* not seen, and not to be ruled out from here */
	ERROR_RULED_OUT, /* what was seen excludes it, from this computer and now */
	ERROR_STATE_COUNT_
};
const char *error_state_name(enum error_state s); /* "seen", "open", "ruled-out" */

struct error_fit {
	struct error_hits hits;
	struct {
		const struct error_cause *cause;
		enum error_state state;
		const struct finding
		    *finding;	 /* that shows it, borrowed from the record; or NULL */
	} causes[ERROR_FIT_MAX]; /* the likeliest first; of a running check none */
	size_t n;
	bool works; /* what the message is about works from here */
};

/* text as pasted. No memory is kept. */
void error_fit(struct error_fit *ret, const struct record *record, const char *text);

#endif
