/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/remedies.h"

#include "base/i18n.h"
#include "base/str.h"
#include "know/networks.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct remedy remedies[] = {
#include "know/remedies.def"
};

const struct remedy *remedy_all(size_t *ret_n)
{
	*ret_n = COUNT(remedies);
	return remedies;
}

const char *remedy_cause_name(enum remedy_cause c)
{
	static const char *const names[REMEDY_CAUSE_COUNT_] = {"firewall", "scanner", "router",
							       "vpn",	   "cloud",   "provider"};

	return (unsigned)c < REMEDY_CAUSE_COUNT_ ? names[c] : "?";
}

const char *remedy_text(const struct remedy *r)
{
	const struct network *n = r->text || !r->whose ? NULL : network_find(r->whose);

	return n ? n->lift : r->text;
}

static bool has_own(enum remedy_cause cause, const char *whose)
{
	for (size_t i = 0; i < COUNT(remedies); i++)
		if (remedies[i].cause == cause && remedies[i].whose &&
		    str_ieq(remedies[i].whose, whose))
			return true;
	return false;
}

bool remedy_fits(const struct remedy *r, enum remedy_cause cause, enum operating_system s,
		 const char *whose)
{
	if (r->cause != cause || (r->system != SYSTEM_OWN && r->system != system_meant(s)))
		return false;
	if (whose && has_own(cause, whose))
		return r->whose && str_ieq(r->whose, whose);
	if (cause == REMEDY_ROUTER) /* the router is unknown: those that are known to filter */
		return true;
	return !r->whose;
}
