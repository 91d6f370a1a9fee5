/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records of a domain, other than its MX, that show where its mailboxes are: mostly for domains
 * whose MX is a filter in front of them.
 */
#ifndef KNOW_MAILBOX_SIGNS_H
#define KNOW_MAILBOX_SIGNS_H

#include "base/str.h"
#include "model/terms.h"

#include <stdbool.h>
#include <stddef.h>

enum sign_record {
	SIGN_ALIAS,    /* CNAME of autodiscover.DOMAIN: its end */
	SIGN_FINDER,   /* SRV of _autodiscover._tcp.DOMAIN: its target */
	SIGN_SELECTOR, /* CNAME of WHERE.DOMAIN, a key of DKIM: its end */
	SIGN_KEY,      /* TXT of WHERE.DOMAIN, a key of DKIM: its beginning */
	SIGN_SPF,      /* TXT of DOMAIN, "v=spf1": one of its words */
	SIGN_TEXT,     /* TXT of DOMAIN: its beginning */
	SIGN_EXCHANGE, /* no record: the host that Autodiscover leads to */
	SIGN_COUNT_
};

struct mailbox_sign {
	enum sign_record record;
	const char *where;    /* "selector1._domainkey", or NULL */
	const char *text;     /* a host, or below it; a word; a beginning */
	const char *provider; /* id of a provider file, or NULL */
	const char *mx;	      /* else: an MX of the owner, for know/mx_owners */
	bool weak;	      /* no proof: told, not acted on */
};

/* The best sign in the answer about name, with its records; NULL if there is none. */
const struct mailbox_sign *mailbox_sign_find(enum lookup_type type, const char *name,
					     const char *domain, const struct strs *records);
const struct mailbox_sign *mailbox_sign_of_exchange(const char *host);
const struct mailbox_sign *mailbox_signs(size_t *ret_n);
/* The type of its record, and the name that is asked for it; the caller frees. */
enum lookup_type mailbox_sign_lookup(const struct mailbox_sign *sign);
char *mailbox_sign_name(const struct mailbox_sign *sign, const char *domain);

#endif
