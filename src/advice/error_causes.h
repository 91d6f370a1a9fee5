/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an error message of a mail program can be caused by, and how a run of porthorn shows it. */
#ifndef ADVICE_ERROR_CAUSES_H
#define ADVICE_ERROR_CAUSES_H

#include <stddef.h>

/* What of a run rules the cause out, for the services concerned. */
enum error_sight {
	ERROR_SIGHT_NONE,     /* nothing: it is in the account or in the program */
	ERROR_SIGHT_ANSWER,   /* any server that answers */
	ERROR_SIGHT_NAMES,    /* every name has an address */
	ERROR_SIGHT_CONNECT,  /* every port connects */
	ERROR_SIGHT_TLS,      /* every port has TLS with a trusted certificate */
	ERROR_SIGHT_STARTTLS, /* every port that should offer STARTTLS does */
	ERROR_SIGHT_COUNT_
};

struct error_cause {
	const char *id;	    /* "port-blocked", as in know/error_messages.def */
	const char *title;  /* N_(): one sentence */
	const char *action; /* N_(): what to do about it, whole sentences */
	const char *seen;   /* ids of the findings that show it, "tcp.*" for a family; or NULL */
	enum error_sight sight;
};

/* The rows of a list of ids with a space between two, in its order; at most max. Returns how many. */
size_t error_causes_of(const char *list, const struct error_cause **ret, size_t max);
const struct error_cause *error_cause_find(const char *id, size_t len); /* NULL if there is none */
const struct error_cause *error_causes_all(size_t *ret_n);

#endif
