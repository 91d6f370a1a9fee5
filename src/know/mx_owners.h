/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose a mail exchanger is, and with that, where a domain's mailboxes are. */
#ifndef KNOW_MX_OWNERS_H
#define KNOW_MX_OWNERS_H

#include <stdbool.h>
#include <stddef.h>

enum mx_kind {
	MX_KIND_HOST,	    /* has the mailboxes */
	MX_KIND_PANEL,	    /* a hosting panel; the names follow from the customer's domain */
	MX_KIND_FILTER,	    /* looks through the mail; the mailboxes are elsewhere */
	MX_KIND_FORWARDER,  /* passes it on; there is no mailbox */
	MX_KIND_ARCHIVE,    /* keeps copies; the mailboxes are elsewhere */
	MX_KIND_PARKING,    /* the domain is not in use */
	MX_KIND_NO_MAILBOX, /* hands mail to a program */
	MX_KIND_COUNT_
};
const char *mx_kind_name(enum mx_kind k); /* "host", "filter", … */
enum mx_kind mx_kind_from_name(const char *name);

struct mx_owner {
	const char *pattern; /* the exchanger's name, or its end */
	const char *owner;
	enum mx_kind kind;
	const char *provider; /* id of a provider file, or NULL */
	/* "HOST:PORT:ssl|starttls|plain …", NULL: not known; %EMAILDOMAIN%, %MXHOST% and %MXSTEM% (the
	 * exchanger's name up to the first hyphen or dot) are to be filled in */
	const char *imap, *pop3, *smtp;
	const char *user;  /* the user name, with marks as in provider files; or NULL */
	const char *codes; /* policy codes, or NULL */
	bool likely;	   /* not confirmed by several sources */
};

/* The owner by the longest pattern, or NULL. */
const struct mx_owner *mx_owners_find(const char *host);
const struct mx_owner *mx_owners_all(size_t *ret_n);

#endif
