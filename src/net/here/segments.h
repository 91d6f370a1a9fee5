/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the kernel knows of a connection's segments: those that are missing on the way in, or on the
 * way out. */
#ifndef NET_HERE_SEGMENTS_H
#define NET_HERE_SEGMENTS_H

#include <stdbool.h>

struct segments {
	/* came while one before them was missing; 0 where the kernel does not count them */
	int out_of_order;
	int unacked; /* bytes of ours that the other end has not acknowledged */
};

bool segments_read(int fd, struct segments *ret); /* false if it is no TCP socket */

#endif
