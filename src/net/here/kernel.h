/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the kernel knows of a socket that POSIX has no question for. */
#ifndef NET_HERE_KERNEL_H
#define NET_HERE_KERNEL_H

#include <stdbool.h>
#include <stddef.h>

/* Whether connect() has not ended yet. */
bool kernel_is_connecting(int fd);
/* How many bytes of what was sent the other end has not acknowledged; 0 where that cannot be known. */
size_t kernel_unacknowledged(int fd);
/* The round trip of a connection, as the kernel has it, in microseconds; 0 where that cannot be known. */
unsigned kernel_round_trip_us(int fd);
/* Whether a listener's queue of connections is full; false where that cannot be known. */
bool kernel_queue_is_full(int listener);

#endif
