/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of addresses (reverse DNS): getnameinfo() by net/pool, each address once, a few at a time
 * to leave room for other lookups. Nothing waits for them: an address without a name, or without an
 * answer within REVERSE_MS, is not mentioned again.
 */
#ifndef NET_REVERSE_H
#define NET_REVERSE_H

#include <uv.h>

#define REVERSE_AT_ONCE 4
#define REVERSE_MS 30000 /* as long as the resolver itself tries */
#define REVERSE_MAX 64	 /* addresses looked up by one loop */

struct reverse;

/* Called from the loop, once for an address that has a name. host is foreign text and may be
 * anything. */
typedef void reverse_handler(const char *address, const char *host, unsigned about, void *user);

struct reverse *reverse_new(uv_loop_t *loop, reverse_handler *handler, void *user);
/* Frees; unfinished lookups are abandoned. NULL allowed. */
void reverse_free(struct reverse *r);
/* address is numeric; about is passed to the handler. Does nothing if the address was asked for
 * already, or r is NULL. */
void reverse_ask(struct reverse *r, const char *address, unsigned about);

#endif
