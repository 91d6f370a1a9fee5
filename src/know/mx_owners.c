/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/mx_owners.h"

#include "base/str.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

#define CONFIRMED false
#define LIKELY true
#define OWNER(pattern, owner, kind, provider, imap, pop3, smtp, user, codes, likely)               \
	{(pattern), (owner), MX_KIND_##kind, (provider), (imap),                                   \
	 (pop3),    (smtp),  (user),	     (codes),	 (likely)},
static const struct mx_owner owners[] = {
#include "know/mx_owners.def"
};

static const char *const kinds[] = {"host",    "panel",	  "filter",    "forwarder",
				    "archive", "parking", "no-mailbox"};
_Static_assert(COUNT(kinds) == MX_KIND_COUNT_, "a name for each");

const char *mx_kind_name(enum mx_kind k)
{
	return (unsigned)k < MX_KIND_COUNT_ ? kinds[k] : "?";
}

enum mx_kind mx_kind_from_name(const char *name)
{
	unsigned k = 0;

	while (k < MX_KIND_COUNT_ && !str_ieq(kinds[k], name))
		k++;
	return (enum mx_kind)k;
}

const struct mx_owner *mx_owners_find(const char *host)
{
	for (size_t i = 0; i < COUNT(owners); i++)
		if (str_is_within(host, owners[i].pattern))
			return &owners[i];
	return NULL;
}

const struct mx_owner *mx_owners_all(size_t *ret_n)
{
	*ret_n = COUNT(owners);
	return owners;
}
