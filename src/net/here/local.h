/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What this computer knows of its own place in the network, without privileges: an EVENT_LOCAL for
 * each fact (model/event_local.h).
 */
#ifndef NET_HERE_LOCAL_H
#define NET_HERE_LOCAL_H

#include "model/event.h"

#define LOCAL_ROWS_MAX 64 /* events of one kind */

typedef void local_sink(struct event *e, void *user);

/* Takes about a millisecond. The sink owns each event. */
void local_emit(local_sink *sink, void *user);
/* The gateways again: their neighbour state is known only after something was sent. */
void local_emit_gateways(local_sink *sink, void *user);

#endif
