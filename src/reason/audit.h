/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a mail domain publishes about its servers, each source held against the others and against
 * what the servers really do. Pure.
 */
#ifndef REASON_AUDIT_H
#define REASON_AUDIT_H

#include "reason/rules/finding.h"

enum audit_kind {
	AUDIT_NO_NAME,	   /* a published server does not exist */
	AUDIT_DEAD,	   /* its port does not connect */
	AUDIT_MODE,	   /* it speaks in another security mode */
	AUDIT_CERTIFICATE, /* its certificate is not good for its name */
	AUDIT_UNSAFE,	   /* it answers, and not safely */
	AUDIT_PLAIN,	   /* clear text is published */
	AUDIT_METHOD,	   /* a published login method that the server lacks */
	AUDIT_ALIAS,	   /* an SRV record's target is an alias (RFC 2782) */
	AUDIT_CONTRADICTS, /* a better source names other servers */
	AUDIT_BROKEN,	   /* a document that cannot be used: its certificate, its text */
	AUDIT_REMARK,	   /* a part of a document that cannot be used */
	AUDIT_HTTP_ONLY,   /* a document that is published without encryption alone */
	AUDIT_MEDIA_TYPE,  /* of a document, other than XML's */
	AUDIT_ELSEWHERE,   /* a document is fetched from another domain in the end */
	AUDIT_NO_SRV,	   /* no SRV record for reading, sending or (no detail) both */
	AUDIT_NO_DOCUMENT, /* no autoconfig document */
	AUDIT_COUNT_
};
const char *audit_kind_name(enum audit_kind k); /* "no-name", "dead" … */

struct audit_fault {
	enum audit_kind kind;
	enum source source;
	char *question; /* where it is published, or NULL */
	char *owner;	/* whose list that stands for, by the MX or another record; or NULL */
	char *other;	/* the better source that it contradicts, or NULL */
	char *other_owner;
	char *subject;	/* "imap.example.org:993", or NULL */
	char *detail;	/* what was seen, or NULL; foreign */
	unsigned event; /* that shows it, or 0 */
};
struct audit {
	struct audit_fault *v; /* in the order of the kinds */
	size_t n;
};

/* Empty unless target->audit. Free with audit_clear(). */
void audit_init(struct audit *a, const struct facts *f);
void audit_clear(struct audit *a);
/* The domain's server for filter rules, and whether it can be used; NULL: that is not known. */
const struct endpoint *audit_filter(const struct facts *f, bool *ret_works);
/* Whether the finding, in an audit, is something for the administrator to change. */
bool audit_is_about(const struct finding *f);
/* Whether there is anything to change: a fault, or such a finding. */
bool audit_asks_for_change(const struct facts *f, const struct findings *findings);

#endif
