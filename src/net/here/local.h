/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What this computer tells of its own place in the network, without
 * privileges: EVENT_LOCAL, with text one of the kinds below and detail a value
 * of words.  As root the firewall's own rules are read too.
 *
 *   address    "192.168.1.2 dev eth0"
 *   gateway    "192.168.1.1 dev eth0 family ipv4 state reachable"
 *              (state: reachable, stale, failed, incomplete or unknown)
 *   no-route   "ipv4" or "ipv6": there is no default route
 *   link-down  "eth0": an interface that is switched on but has no carrier
 *   tunnel     "wg0": an interface of the kind VPNs use
 *   resolver   "192.168.1.1"
 *   container  "docker", "podman", "lxc", "wsl" …
 *   dmi        "sys_vendor=Hetzner"
 *   rule       "nftables: tcp dport 25 drop" (root only)
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
