/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The meaning of a mail domain's records: its MX, and its MTA-STS policy. Pure; the texts are
 * hostile. */
#ifndef REASON_DOMAIN_DOMAIN_H
#define REASON_DOMAIN_DOMAIN_H

#include "model/log.h"
#include "model/target.h"

#include <stdbool.h>

#define DOMAIN_RCODE_NXDOMAIN 3 /* err of an EVENT_RECORDS: the domain does not exist */
#define DOMAIN_MX_MAX 10	/* MX of one domain that are tested */
#define DOMAIN_POLICY_MX_MAX 64 /* mx lines of a policy that are looked at */

/* The domain to ask for its MX: target->mx_domain, unless that was typed as a name whose address
 * the user gave too (--resolve). NULL: none. */
const char *domain_to_ask(const struct target *t);
/* Whether the server line represents the domain's MX, and is tested itself only if there is
 * none. */
bool domain_stands_for_mx(const struct target *t, const struct target_server *s);

/* Whether a name in a record can be a server's; false for NULL. */
bool domain_is_host(const char *name);

/* Whether the domain's records name the server, and not the person: other servers encrypt to it
 * without checking its identity (RFC 3207 section 4.2), except with DANE and MTA-STS. */
bool domain_is_mx(const struct target *t, const struct endpoint *e);

/* What a record was meant to name, where its name ends in the domain twice: a name without a dot at its
 * end is completed with the zone's own. The caller frees; NULL: it doesn't. */
char *domain_undoubled(const char *host, const char *domain);

enum domain_mx {
	DOMAIN_MX_UNKNOWN, /* no answer, or none that is usable */
	DOMAIN_MX_NONE,	   /* no MX: mail goes to the domain's own address (RFC 5321 section 5.1) */
	DOMAIN_MX_NULL,	   /* the domain accepts no mail (RFC 7505) */
	DOMAIN_MX_SOME
};
/* What an EVENT_RECORDS about MX says (NULL: unknown). *ret_hosts (may be NULL) gets the host
 * names, each once, by preference, at most DOMAIN_MX_MAX. */
enum domain_mx domain_mx(const struct event *records, struct strs *ret_hosts);

/* A record of the set that names no server: "0 ." (RFC 7505), which has to be the only one; or one that holds no
 * host name. */
bool domain_is_null_mx(const char *record);
bool domain_is_useless_mx(const char *record);

/* The names to ask for; the caller frees. */
char *domain_tlsa_name(const char *host, int port); /* "_25._tcp.HOST" */
char *domain_sts_name(const char *domain);	    /* "_mta-sts.DOMAIN" */
char *domain_policy_host(const char *domain);	    /* "mta-sts.DOMAIN" */
char *domain_rpt_name(const char *domain);	    /* "_smtp._tls.DOMAIN" */

/*
 * The one TXT record that begins with version ("v=STSv1", "v=TLSRPTv1") and what may follow; *ret_n
 * counts them: senders must ignore all unless there is exactly one. NULL if there is none. records
 * may be NULL.
 */
const char *domain_txt(const struct event *records, const char *version, size_t *ret_n);
/* The value of a "name=value" field of such a record, spaces trimmed; NULL if it has none. The
 * caller frees. */
char *domain_txt_field(const char *record, const char *name);

/* What is wrong with the _mta-sts record (N_()), or NULL: it needs an id of 1 to 32 letters and
 * digits. */
const char *domain_sts_record_fault(const char *record);
/* Whether reports can be sent to it: addresses "mailto:…" or "https://…", separated by commas (RFC
 * 8460 section 3). False for NULL. */
bool domain_rua_fine(const char *rua);
/* Whether a Content-Type is text/plain, whatever its parameters. */
bool domain_is_plain_text(const char *type);

enum domain_mode { DOMAIN_MODE_NONE, DOMAIN_MODE_TESTING, DOMAIN_MODE_ENFORCE, DOMAIN_MODE_COUNT_ };
struct domain_policy { /* RFC 8461 section 3.2 */
	enum domain_mode mode;
	long max_age; /* seconds */
	struct strs mx;
};
/* False if text is not a valid policy; *ret_wrong (static) then names the line: "version", "mode",
 * "max_age", "mx". Call domain_policy_clear() either way. */
bool domain_policy_read(struct domain_policy *p, const char *text, const char **ret_wrong);
void domain_policy_clear(struct domain_policy *p);
/* Whether a mx line covers host: itself, or "*." for one label (RFC 8461 section 4.1). */
bool domain_policy_covers(const struct domain_policy *p, const char *host);

#endif
