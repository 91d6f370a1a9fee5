/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an ICMP "destination unreachable" or "time exceeded" says: RFC 792 and 1812, RFC 4443. */
#include "config.h"
#include "reason/path/trace_private.h"

#include "base/i18n.h"

const char *trace_icmp_words(enum family family, int code)
{
	static const char *const four[] = {N_("network unreachable"),
					   N_("host unreachable"),
					   N_("protocol unreachable"),
					   N_("port unreachable"),
					   NULL,
					   NULL,
					   N_("network unknown"),
					   N_("host unknown"),
					   NULL,
					   N_("network administratively prohibited"),
					   N_("host administratively prohibited"),
					   NULL,
					   NULL,
					   N_("communication administratively prohibited")};
	static const char *const six[] = {N_("no route to destination"),
					  N_("communication administratively prohibited"),
					  NULL,
					  N_("address unreachable"),
					  N_("port unreachable"),
					  N_("source address failed policy"),
					  N_("route rejected")};
	const char *const *words = family == FAMILY_IPV6 ? six : four;
	size_t n = family == FAMILY_IPV6 ? sizeof six / sizeof *six : sizeof four / sizeof *four;

	return code >= 0 && (size_t)code < n ? words[code] : NULL;
}

bool trace_icmp_expired(enum family family, int type, int code)
{
	return type == (family == FAMILY_IPV6 ? 3 : 11) && code == 0;
}

bool trace_icmp_no_host(enum family family, int code)
{
	return code == 0 || code == (family == FAMILY_IPV6 ? 3 : 1);
}
