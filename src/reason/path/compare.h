/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of comparisons: this server and other servers, this port and other ports, and the
 * address that cannot exist. Pure; one row for each port and family that the plan compares.
 */
#ifndef REASON_PATH_COMPARE_H
#define REASON_PATH_COMPARE_H

#include "reason/facts/facts.h"

#define DENIED_AT_ONCE_US 1000 /* no router but the first answers so soon */

/* How many connections ended in each way. */
struct compare_ends {
	size_t up, refused, silent, unreachable, other;
};

/*
 * How connecting went for some endpoints; those whose name has no address of the family are not
 * asked. For those that are up: whether the other end then sent anything in answer, that is a
 * greeting, or under TLS from the first byte anything after the client's hello. What is not known
 * (yet) is neither.
 */
struct compare_cell {
	size_t asked, pending; /* pending: no end yet */
	struct compare_ends tcp;
	size_t hosts;			   /* distinct names among those that have ended */
	size_t heard, mute, closed, reset; /* mute: silent for as long as it was listened to */
};

struct compare_row {
	int port;
	enum family family;
	struct compare_cell here_port; /* the target's servers, this port */
	struct compare_cell here_rest; /* the target's servers, other ports */
	struct compare_cell else_port; /* other servers, this port */
	struct compare_cell else_rest; /* other servers, port 443 */
	bool comparable;     /* another server with the port is known; else_port is empty if not */
	unsigned impossible; /* the endpoint at the address that cannot exist, 0 if there is none */
	enum outcome answered; /* how connecting there ended, OUTCOME_NONE until then */
};

struct compare_table {
	struct compare_row *v; /* in the order of planning */
	size_t n;
};

void compare_count(struct compare_ends *ends, enum outcome tcp); /* tcp: any but NONE */
void compare_init(struct compare_table *comparison,
		  const struct facts *f); /* free with compare_clear() */
void compare_clear(struct compare_table *comparison);
/* The row of a port and family, or NULL if it is not compared. */
const struct compare_row *compare_row(const struct compare_table *comparison, int port,
				      enum family family);
/* All other servers of the family (FAMILY_ANY: of both) on the port (0: on any port). */
struct compare_cell compare_others(const struct facts *f, int port, enum family family);
/* Those that have ended without a connection. */
size_t compare_failed(const struct compare_cell *cell);
/* Whether more than half of those asked, of at least two, did not connect; or did. */
bool compare_mostly_failed(const struct compare_cell *cell);
bool compare_mostly_up(const struct compare_cell *cell);
/* Other servers mostly connect on the port, and an address that cannot exist doesn't. NULL: not known, so false. */
bool compare_is_fine(const struct compare_row *row);
/* Those that connected, and then were silent or ended the connection without a word. */
size_t compare_stopped(const struct compare_cell *cell);
/* Whether more than half of those that connected or still may, of at least two, were stopped like
 * that; or were heard. */
bool compare_mostly_stopped(const struct compare_cell *cell);
bool compare_mostly_heard(const struct compare_cell *cell);
/* The other end's reaction once connected: OK if it sent anything, else TIMEOUT, CLOSED or RESET,
 * NONE if that is not known. */
enum outcome compare_word(const struct endpoint *e, const struct endpoint_facts *f);

#endif
