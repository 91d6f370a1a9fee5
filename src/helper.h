/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A process beside ours, started before anything from outside is read: it opens and saves the files that the rules
 * allow, and lists the firewall's rules, because ours may do neither any more.  It reads nothing but our requests, each
 * through a connection of its own, and ends with us.  Once it is there, base/save, base/load and net/here/child ask it.
 */
#ifndef HELPER_H
#define HELPER_H

#include <stdbool.h>

struct helper_rules {
	/* NULL: it is allowed; else why not, a translated reason. */
	const char *(*read)(const char *file);
	const char *(*write)(const char *file); /* and make, replace */
	const char *(*remove)(const char *file);
};

/* Before any thread starts. False with errno. */
bool helper_start(const struct helper_rules *rules);
/* Ends it and waits for that, so that no dead process is left where none adopts it (a container). Without one: nothing. */
void helper_stop(void);

#endif
