/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside reason/ only: shared by the rules about a mail domain, judged once for all of them. */
#ifndef REASON_RULES_RULES_DOMAIN_H
#define REASON_RULES_RULES_DOMAIN_H

#include "reason/domain/domain.h"

struct judge;
struct row;

enum mx_state { MX_UNKNOWN, MX_NULL, MX_NONE, MX_BOGUS, MX_BAD, MX_UNTESTED, MX_NO_DOMAIN };
enum rpt_state { RPT_UNKNOWN, RPT_UNTESTED, RPT_MISSING, RPT_BAD, RPT_PRESENT };
enum sts_state {
	STS_UNKNOWN, /* not asked, or no answer yet */
	STS_UNTESTED,
	STS_MISSING,
	STS_BAD_RECORD,
	STS_UNREACHABLE,
	STS_BAD_HOST, /* the certificate of the policy's host */
	STS_BAD_POLICY,
	STS_OFF,
	STS_MISMATCH,
	STS_TESTING,
	STS_UNSEEN, /* enforced, and the certificate of an MX has not been seen */
	STS_ENFORCED
};
enum dane_state { /* of one server of the domain */
		  DANE_UNKNOWN,
		  DANE_BOGUS_ADDRESS,
		  DANE_BOGUS,
		  DANE_NO_ANSWER,
		  DANE_NONE,
		  DANE_UNPROVEN,
		  DANE_UNSIGNED_MX,
		  DANE_UNTESTED,
		  DANE_SEEN
};

struct domain_view {
	const char *name;
	const struct event *records; /* the answer about its MX; NULL: nothing is known yet */
	enum domain_mx mx;
	struct strs hosts; /* that accept its mail, by preference */
};

struct sts {
	enum sts_state state;
	const struct event *txt, *file; /* the record, and the policy's EVENT_POLICY */
	struct domain_policy policy;
	const char *wrong;     /* line of the policy, or NULL */
	const char *why;       /* why it is not tested, not available or wrong */
	struct strs uncovered; /* MX that the policy does not name */
	size_t records;	       /* that announce a policy */
};

/* rules_domain.c, rules_sts.c: fill in j->domain, then j->sts. */
void survey_domain(struct judge *j);
void survey_sts(struct judge *j);
/* The answer fails DNSSEC.  NULL: no. */
bool answer_is_bogus(const struct event *records);
/* The lookup itself failed. */
bool answer_failed(const struct event *records);
/* Why, marked N_() or a library's words; never NULL. */
const char *answer_why_failed(const struct event *ev);
/* A mail server that answers on port 25 and offers no STARTTLS. */
bool mx_lacks_starttls(const struct row *r);

#endif
