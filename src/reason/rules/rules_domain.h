/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside reason/ only: what the rules about a mail domain share. */
#ifndef REASON_RULES_RULES_DOMAIN_H
#define REASON_RULES_RULES_DOMAIN_H

#include "reason/domain/domain.h"
#include "reason/rules/rules.h"

struct domain_view {
	const char *name;
	const struct event *records; /* the answer about its MX */
	enum domain_mx mx;
	struct strs hosts; /* that take its mail, by preference */
};

/* False while nothing is known of its MX, or if there is no domain.  domain_view_clear() either way.
 */
bool domain_view_init(struct domain_view *d, const struct judge *j);
void domain_view_clear(struct domain_view *d);
/* The answer fails DNSSEC.  NULL: no. */
bool relay_bogus(const struct event *records);
/* The lookup itself came to nothing. */
bool relay_failed(const struct event *records);
/* Why, marked N_() or a library's words; never NULL. */
const char *relay_why_failed(const struct event *ev);
/* A mail server that answers on port 25 and offers no STARTTLS. */
bool relay_lacks_starttls(const struct row *r);

#endif
