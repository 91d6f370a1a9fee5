/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Politeness to servers: how many of our connections one of them holds at a time, counted by its
 * address. A connection is opened in its turn, and the turn is given back when it is closed.
 *
 * A connection attempt without an answer for TURNS_SILENT_MS no longer counts, or ten blocked ports
 * would wait for each other. If it comes up after that, it counts again, and none is opened until
 * there is room. Path sweeps have no turn: their connections carry no conversation.
 */
#ifndef RUN_TURNS_H
#define RUN_TURNS_H

#include "model/endpoint.h"

#include <stdbool.h>
#include <uv.h>

#define TURNS_PER_ADDRESS 6
#define TURNS_EXTRA 2 /* of them: to ask for TLS versions and the like */
#define TURNS_SILENT_MS 1200
/* After a 421 or a reset, no connection to that address is opened for so long; twice as long after
 * the next one, up to the most. */
#define TURNS_BACK_OFF_MS 500
#define TURNS_BACK_OFF_MOST_MS 4000

struct turns;
struct turn;

/* Called from the loop. It may ask for turns and give them back. */
typedef void turn_handler(void *user);

struct turns *turns_new(uv_loop_t *loop);
/* All turns have been given back; the loop must run afterwards. */
void turns_free(struct turns *t);
/*
 * Asks for a turn at a numeric address. If turn_has_come() right away, go is not called. Of those
 * that wait, an extra one is next, then the lowest rank, then the first to ask.
 */
struct turn *turns_ask(struct turns *t, const char *address, bool extra, int rank, turn_handler *go,
		       void *user);
bool turn_has_come(const struct turn *turn); /* false for NULL */
/* Since it was asked for, until it came. */
int turn_waited_ms(const struct turn *turn);
/* The connection is up. */
void turn_connected(struct turn *turn);
/* Whether others wait for a turn at the same address. */
bool turn_is_wanted(const struct turn *turn);
/* The connection is closed, or no longer wanted. NULL allowed. */
void turn_give_back(struct turn *turn);
/* The server at that address has had enough. Once for all that it says within one such time. */
void turns_back_off(struct turns *t, const char *address);
/*
 * The rank of an endpoint's connection: 0 to TURNS_RANKS - 1. The longest conversations go first, so
 * that all end soon; before them HTTPS, which is the shortest and soon shows that the server is there.
 */
#define TURNS_RANKS 5
int turns_rank(const struct endpoint *e);

#endif
