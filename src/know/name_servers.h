/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Name servers that people choose, or a program brings, instead of their network's. */
#ifndef KNOW_NAME_SERVERS_H
#define KNOW_NAME_SERVERS_H

#include <stddef.h>

struct name_server {
	const char *owner; /* "Quad9" */
	const char *network;
	unsigned bits;
};

/* The owner of the name server at the numeric address, or NULL if none is known; NULL has none. */
const char *name_server_owner(const char *address);
const struct name_server *name_servers_all(size_t *ret_n); /* for the test that walks the table */

#endif
