/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/dns_private.h"

#include "base/address.h"
#include "base/mem.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>

struct dns_fixed {
	struct dns_fixed *next;
	char *host;
	enum family family;
	char *address;
};

/* Only the system knows the interface of fe80::1%eth0: such an address is looked up like a name. */
static enum family plain_family(const char *address)
{
	return strchr(address, '%') ? FAMILY_ANY : family_of_address(address);
}

void dns_fixed_add(struct dns_fixed **list, const char *host, enum family family,
		   const char *address)
{
	enum family numeric = plain_family(address);

	if (numeric == FAMILY_ANY)
		numeric = family;
	/* A target names the address once for each port that it moves. */
	for (; *list; list = &(*list)->next)
		if (str_ieq((*list)->host, host) && (*list)->family == numeric &&
		    str_eq((*list)->address, address))
			return;
	struct dns_fixed *row = mem_calloc(1, sizeof *row);

	row->host = mem_strdup(host);
	row->family = numeric;
	row->address = mem_strdup(address);
	*list = row;
}

void dns_fixed_free(struct dns_fixed *list)
{
	while (list) {
		struct dns_fixed *row = list;

		list = row->next;
		free(row->host);
		free(row->address);
		free(row);
	}
}

bool dns_fixed_answer(const struct dns_fixed *list, const char *host, enum family family,
		      struct dns_answer *answer)
{
	enum family numeric = plain_family(host);
	bool known = false;

	for (; list; list = list->next) {
		if (!str_ieq(list->host, host))
			continue;
		known = true;
		if (list->family == family)
			strs_append(&answer->addresses, address_spelled(list->address));
	}
	if (known) {
		answer->err = answer->addresses.n ? 0 : EAI_NODATA;
		return true;
	}
	if (numeric == family)
		strs_append(&answer->addresses, address_spelled(host));
	else if (numeric != FAMILY_ANY)
		answer->err = EAI_ADDRFAMILY;
	return numeric != FAMILY_ANY;
}
