/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/dns_private.h"

#include "base/mem.h"

#include <netdb.h>

void dns_answer_copy(struct dns_answer *to, const struct dns_answer *from)
{
	to->err = from->err;
	to->us = from->us;
	to->listed = from->listed;
	strs_copy(&to->addresses, &from->addresses);
	to->said.said = from->said.said;
	to->said.rcode = from->said.rcode;
	to->said.server = mem_strdup(from->said.server);
	strs_copy(&to->said.each, &from->said.each);
	strs_copy(&to->said.addresses, &from->said.addresses);
}

void dns_answer_clear(struct dns_answer *answer)
{
	strs_clear(&answer->addresses);
	nameserver_answer_clear(&answer->said);
}

/* The failures of looking up, kept apart as those of connecting are. */
static enum outcome outcome_of(enum dns_said said)
{
	switch (said) {
	case DNS_SAID_NO_DATA:
	case DNS_SAID_NO_NAME:
		return OUTCOME_NOTOFFERED;
	case DNS_SAID_REFUSED:
		return OUTCOME_DENIED;
	case DNS_SAID_CLOSED:
		return OUTCOME_REFUSED;
	case DNS_SAID_UNREACHABLE:
	case DNS_SAID_NO_SERVER:
		return OUTCOME_UNREACHABLE;
	case DNS_SAID_SERVFAIL:
	case DNS_SAID_OTHER:
	case DNS_SAID_ADDRESS:
		return OUTCOME_BADREPLY;
	default:
		return OUTCOME_TIMEOUT; /* no name server answered */
	}
}

enum outcome dns_outcome(const struct dns_answer *answer)
{
	switch (answer->err) {
	case 0:
		return answer->addresses.n ? OUTCOME_OK : OUTCOME_NOTOFFERED;
	case EAI_NONAME:
#ifdef EAI_NODATA
	case EAI_NODATA:
#endif
#ifdef EAI_ADDRFAMILY
	case EAI_ADDRFAMILY:
#endif
		return OUTCOME_NOTOFFERED;
	case EAI_AGAIN:
		return outcome_of(answer->said.said);
	default:
		return OUTCOME_BADREPLY;
	}
}
