/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the kernel keeps in a socket's error queue: the ICMP messages that reached a connection. */
#ifndef NET_HERE_ICMP_H
#define NET_HERE_ICMP_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

struct icmp_message {
	char from[INET6_ADDRSTRLEN]; /* "": this computer, or unknown */
	bool six;		     /* ICMPv6, or ICMP for IPv4 */
	bool local;		     /* no message: this computer refused by itself */
	int type, code;
	int err;       /* what the kernel makes of it */
	int64_t at_ns; /* when the kernel got it, by the clock; 0: unknown */
};

/* Turns the queue on or off: once connected, a message in it would end the connection. */
void icmp_keep(int fd, int family, bool keep);
/* Has the kernel note when each message came. */
void icmp_stamp(int fd);
/* Takes the next entry of the queue; false if it is empty. */
bool icmp_take(int fd, struct icmp_message *ret);
/* Whether a router dropped the packet at the end of its TTL. */
bool icmp_is_time_exceeded(const struct icmp_message *message);

#endif
