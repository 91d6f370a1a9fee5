/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers for the bench: ports over both families that are silent, or that greet for as long as one listens. */
#ifndef BENCH_BUSY_H
#define BENCH_BUSY_H

#include <stddef.h>
#include <sys/types.h>

#define BUSY_PORTS_MAX 32

struct busy {
	int ports[BUSY_PORTS_MAX];
	size_t n;
	int fds[2 * BUSY_PORTS_MAX]; /* listening */
	pid_t pid;		     /* of the process that talks; 0: none */
};

/* lines_per_second 0: connections are accepted by the kernel, and nothing is said; else each connection gets lines of an
 * endless greeting. */
void busy_start(struct busy *b, size_t ports, int lines_per_second);
void busy_stop(struct busy *b);

#endif
