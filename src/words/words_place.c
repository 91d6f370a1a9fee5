/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_place.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "reason/facts/surroundings.h"
#include "words/words.h"

enum { CLUSTER = 1, WINDOWS };
enum { OTHER_COMPUTER = 2, NO_VPN };

static bool in_windows(const struct facts *f)
{
	const struct event *container = surroundings_told(f, LOCAL(CONTAINER));

	return container && str_eq(container->detail, "wsl");
}

/* Whether the connections leave by a VPN, as those do that were made. */
static bool is_tunnelled(const struct facts *f)
{
	struct surroundings around = {0};

	for (size_t i = 0; i < f->n && !around.tunnelled; i++)
		if (f->v[i].address)
			surroundings_init(&around, f, f->v[i].address, NULL);
	return around.tunnelled;
}

bool words_place_is_managed(const struct record *record)
{
	return surroundings_standing(&record->facts) == STANDING_OWN &&
	       (findings_have(&record->findings, "net.captive-portal") ||
		surroundings_organisation(&record->facts));
}

char *words_place_value(const struct record *record, bool servers, const char *name, bool number)
{
	enum standing where = surroundings_standing(&record->facts);

	if (!number)
		return !str_eq(name, "my-line") ? NULL
		       /* TRANSLATORS: follows "on": a line to the Internet, or a rented server. */
		       : where >= STANDING_CLUSTER	     ? mem_strdup(_("my server"))
		       : words_place_is_managed(record)	     ? mem_strdup(_("this network"))
		       : surroundings_mobile(&record->facts) ? mem_strdup(_("my mobile tariff"))
							     : mem_strdup(_("my line"));
	if (str_eq(name, "place"))
		return mem_printf("%u", (unsigned)where);
	if (str_eq(name, "box"))
		return mem_printf("%d", where == STANDING_CLUSTER    ? CLUSTER
					: in_windows(&record->facts) ? WINDOWS
								     : 0);
	if (str_eq(name, "own-router"))
		return mem_strdup(words_place_is_managed(record) ? "1" : "0");
	if (str_eq(name, "vpn-in-use"))
		return mem_strdup(is_tunnelled(&record->facts) ? "1" : "0");
	if (str_eq(name, "mobile"))
		return mem_strdup(surroundings_mobile(&record->facts) ? "1" : "0");
	if (str_eq(name, "away"))
		return mem_printf("%d", servers			       ? 1
					: where != STANDING_OWN	       ? OTHER_COMPUTER
					: is_tunnelled(&record->facts) ? NO_VPN
								       : 0);
	return NULL;
}

bool words_place_is_rented(const struct record *record)
{
	struct surroundings around;

	surroundings_init(&around, &record->facts, NULL, NULL);
	return around.rented;
}

bool words_place_may_change(const struct record *record)
{
	return surroundings_standing(&record->facts) != STANDING_RENTED;
}

/* What is around this computer and yet no network. */
static const char *around(const struct finding *f, enum standing where)
{
	bool either = finding_arg(f, "either") != NULL;

	if (str_eq(f->id, "path.drop.first"))
		return N_("on this computer, or at the first router");
	if (str_eq(f->id, "path.gateway.dead") && where != STANDING_OWN)
		return N_("in this container's network");
	if (str_eq(f->id, "path.here.reject") &&
	    (where == STANDING_CONTAINER || where == STANDING_CLUSTER))
		return N_("in or around this container");
	if (!str_eq(f->id, "path.host"))
		return NULL;
	if (where == STANDING_CLUSTER)
		return either ? N_("in the cluster's network, or the cloud around it")
			      : N_("in the cluster's network");
	return either ? N_("at the computer around this one, or just behind it")
		      : N_("at the computer around this one");
}

const char *words_place_of(const struct record *record, const struct finding *f)
{
	enum place p = f->place;
	static const char *const here[STANDING_COUNT_] = {
	    [STANDING_CONTAINER] = N_("in the network around this container"),
	    [STANDING_CLUSTER] = N_("in the cluster's network"),
	    [STANDING_RENTED] = N_("at the firewall around this machine"),
	};
	static const char *const edge[STANDING_COUNT_] = {
	    [STANDING_CONTAINER] = N_("in the network around this container, or just behind it"),
	    [STANDING_CLUSTER] = N_("in the cluster's network, or just behind it"),
	    [STANDING_RENTED] = N_("at the firewall around this machine, or just behind it"),
	};
	enum standing where = surroundings_standing(&record->facts);
	bool managed = words_place_is_managed(record);
	const char *name = p == PLACE_HOME_ROUTER && managed ? N_("at this network's router")
			   : p == PLACE_HOME_ROUTER	     ? here[where]
			   : p == PLACE_HOME_OR_NETWORK	     ? edge[where]
							     : around(f, where);

	return name ? _(name) : words_place(p);
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
	bool vpn = where == STANDING_OWN && is_tunnelled(&record->facts);
	bool mobile = where == STANDING_OWN && surroundings_mobile(&record->facts);
	bool managed = words_place_is_managed(record);
	const char *title = who == WHO_ROUTER && managed
				? N_("On this network's router (ask its administrators)")
			    : who == WHO_ROUTER ? routers[where]
			    : who != WHO_ISP	? NULL
			    : vpn     ? N_("Ask the VPN's operator or your Internet provider")
			    : mobile  ? N_("Ask your mobile operator")
			    : managed ? N_("Ask this network's administrators")
				      : providers[where];

	return _(title ? title : who_title(who));
}
