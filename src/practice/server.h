/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A practice server: one script, listening on both loopback addresses, on the caller's loop. */
#ifndef PRACTICE_SERVER_H
#define PRACTICE_SERVER_H

#include "model/terms.h"
#include "practice/identity.h"

#include <uv.h>

#define SERVER_TALKS_MAX 64 /* conversations at a time; further ones are hung up at once */

struct server;

/*
 * Listens from here on; answers while the loop runs. name is for errors. The certificate is copied
 * out of ids. NULL with *ret_error (the caller frees) if the script is wrong, there is no IPv4
 * loopback to listen on, or the certificate cannot be made.
 */
struct server *server_open(uv_loop_t *loop, struct identities *ids, const char *name,
			   const char *script, char **ret_error);
/* The same in two steps, because certificates take milliseconds: the second one has to be over before the
 * loop runs, and may be on its thread. */
struct server *server_listen(uv_loop_t *loop, const char *name, const char *script,
			     char **ret_error);
bool server_certify(struct server *s, struct identities *ids, const char *name, char **ret_error);
/* The port for clients of that family; 0 if this computer has no such loopback address. */
int server_port(const struct server *s, enum family family);
/* For tests: how many conversations there were, and at most at a time. On the loop's thread. */
size_t server_all(const struct server *s);
size_t server_most(const struct server *s);
/* Hangs up and closes; the loop must run once more to let the handles go.  NULL allowed. */
void server_close(struct server *s);

#endif
