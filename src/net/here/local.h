/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What this computer tells of its own place in the network, without
 * privileges: an EVENT_LOCAL for each fact (model/event_local.h).  As root the
 * firewall's own rules are read too.
 */
#ifndef NET_HERE_LOCAL_H
#define NET_HERE_LOCAL_H

#include "model/event.h"

#define LOCAL_ROWS_MAX 64		/* events of one kind */
#define LOCAL_RULE_MAX 300		/* bytes of a quoted rule */
#define LOCAL_RULES_BYTES_MAX (1 << 20) /* of a firewall's rules; more are not read */

typedef void local_sink(struct event *e, void *user);

/* Everything but the rules; takes about a millisecond.  The sink takes each event. */
void local_emit(local_sink *sink, void *user);
/* The gateways once more: their neighbour state is known only after something was sent. */
void local_emit_gateways(local_sink *sink, void *user);
/*
 * The firewall's rules that may refuse the port over the family (net/ruleset.h), in their order;
 * only as root, by running nft and iptables-save, at most a few hundred milliseconds.
 * For a thread of the pool, not for the loop.
 */
void local_emit_rules(int port, enum family family, local_sink *sink, void *user);

#endif
