/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/resolve.h"

#include "net/sock.h"

#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdlib.h>

/* The state is the thread's own, and is read again so that a changed resolv.conf counts. */
static void search_nowhere(void)
{
	res_init();
	_res.options &= ~RES_DNSRCH;
}

static int number_of(enum family family)
{
	return family == FAMILY_IPV6 ? AF_INET6 : family == FAMILY_IPV4 ? AF_INET : AF_UNSPEC;
}

int resolve_system(const char *host, enum family family, struct strs *ret)
{
	struct addrinfo *found = NULL;
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_family = number_of(family)};

	search_nowhere();
	int err = getaddrinfo(host, NULL, &hints, &found);

	if (err)
		return err;
	for (struct addrinfo *a = found; a && ret->n < RESOLVE_ADDRESSES_MAX; a = a->ai_next) {
		char *text = sock_text(a->ai_addr, a->ai_addrlen);

		if (strs_has(ret, text))
			free(text);
		else
			strs_append(ret, text);
	}
	freeaddrinfo(found);
	return 0;
}
