/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Kernel counters that need no privilege (/proc/net/netstat, /proc/net/snmp of the own network
 * namespace): they tell a packet dropped on its way out of this computer from one that was lost
 * further away.
 */
#ifndef NET_HERE_COUNTERS_H
#define NET_HERE_COUNTERS_H

#include "model/event.h"

#include <stdint.h>

enum counter {
	COUNTER_TCP_RETRANS_FAIL, /* TcpExt: the kernel could not send its own retransmission */
	COUNTER_IP_OUT_REQUESTS,  /* Ip: packets handed down */
	COUNTER_IP_OUT_TRANSMITS, /* Ip: packets that got past the output filter (newer kernels) */
	COUNTER_TCP_SYN_RETRANS,  /* TcpExt: TCPSynRetrans */
	COUNTER_COUNT_
};

struct counters {
	int64_t v[COUNTER_COUNT_]; /* -1: this kernel does not have it */
};

void counters_read(struct counters *c);
/* Emits an EVENT_COUNTER for each counter in both: text its name, num the rise, size silent. */
void counters_emit(const struct counters *before, const struct counters *after, int silent,
		   void (*sink)(struct event *e, void *user), void *user);

#endif
