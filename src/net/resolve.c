/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/resolve.h"

#include "net/sock.h"

#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOSTS_FILE "/etc/hosts"

/* The state is the thread's own, and is read again so that a changed resolv.conf counts; getaddrinfo()
 * would do so too, and then search. */
static void search_nowhere(void)
{
	res_init();
	_res.options &= ~RES_DNSRCH;
#ifdef RES_NORELOAD
	_res.options |= RES_NORELOAD;
#endif
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

/* hosts(5): an address and its names; "#" begins a comment. */
static bool line_has(char *line, const char *host)
{
	struct strs words = {0};
	bool found = false;

	line[strcspn(line, "#\r\n")] = '\0';
	for (char *c = line; *c; c++)
		if (*c == '\t')
			*c = ' ';
	strs_split(&words, line, " ");
	for (size_t i = 1; i < words.n; i++)
		found |= str_ieq(words.v[i], host);
	strs_clear(&words);
	return found;
}

bool resolve_is_listed(const char *host, const char *file)
{
	FILE *in = fopen(file ? file : HOSTS_FILE, "re");
	char *line = NULL;
	size_t size = 0;
	bool found = false;

	if (!in)
		return false;
	while (!found && getline(&line, &size, in) > 0)
		found = line_has(line, host);
	free(line);
	fclose(in);
	return found;
}
