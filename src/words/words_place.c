/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_place.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "reason/facts/surroundings.h"

#define OTHER_COMPUTER 2

char *words_place_value(const struct record *record, bool servers, const char *name, bool number)
{
	enum standing where = surroundings_standing(&record->facts);

	if (!number)
		return !str_eq(name, "my-line") ? NULL
		       /* TRANSLATORS: follows "on": a line to the Internet, or a rented server. */
		       : where >= STANDING_CLUSTER ? mem_strdup(_("my server"))
						   : mem_strdup(_("my line"));
	if (str_eq(name, "place"))
		return mem_printf("%u", (unsigned)where);
	if (str_eq(name, "cluster"))
		return mem_strdup(where == STANDING_CLUSTER ? "1" : "0");
	if (str_eq(name, "away"))
		return mem_printf("%d", servers ? 1 : where == STANDING_OWN ? 0 : OTHER_COMPUTER);
	return NULL;
}

const char *words_who(const struct record *record, enum who who)
{
	static const char *const routers[STANDING_COUNT_] = {
	    [STANDING_CONTAINER] = N_("In the network around this container"),
	    [STANDING_CLUSTER] = N_("In the cluster's network"),
	    [STANDING_RENTED] = N_("In the firewall around this machine (security group)"),
	};
	static const char *const providers[STANDING_COUNT_] = {
	    [STANDING_CONTAINER] = N_("Ask the Internet provider or hosting company"),
	    [STANDING_CLUSTER] = N_("Ask the hosting company"),
	    [STANDING_RENTED] = N_("Ask the hosting company"),
	};
	enum standing where = surroundings_standing(&record->facts);
	const char *title = who == WHO_ROUTER ? routers[where]
			    : who == WHO_ISP  ? providers[where]
					      : NULL;

	return _(title ? title : who_title(who));
}
