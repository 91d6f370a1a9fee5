/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who said no to a connection: the ICMP message that ended it, which the kernel keeps for those who
 * ask. */
#ifndef NET_ICMP_H
#define NET_ICMP_H

#include <netinet/in.h>
#include <stdbool.h>

struct icmp_message {
	char from[INET6_ADDRSTRLEN]; /* "": none was seen */
	int type, code;
};

/* Has the kernel keep such messages, or no more: once connected, one of them would end the
 * connection. */
void icmp_keep(int fd, int family, bool keep);
/* Takes the next message; false if there is none. */
bool icmp_take(int fd, struct icmp_message *ret);

#endif
