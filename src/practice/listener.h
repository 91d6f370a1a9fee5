/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A listening socket on loopback, on a port that the system chooses: open, full (its accept queue
 * is filled by ourselves, so the kernel drops every further SYN: a real time-out without any
 * privilege), or refused (the port is reserved, without a listener).
 */
#ifndef PRACTICE_LISTENER_H
#define PRACTICE_LISTENER_H

#include "model/terms.h"
#include "practice/script.h"

#include <stdbool.h>

#define LISTENER_FILLERS_MAX 8

struct listener {
	int fd; /* non-blocking; -1 if closed */
	int port;
	int fillers[LISTENER_FILLERS_MAX]; /* our own connections, which keep the queue full */
	unsigned filler_n;
};

/* Zero, or an errno (EADDRNOTAVAIL, EAFNOSUPPORT: this computer has no such loopback address). *l
 * is closed then. */
int listener_open(struct listener *l, enum family family, enum script_listen how);
void listener_close(struct listener *l); /* closing twice is allowed */
/* The numeric loopback address of family. */
const char *listener_address(enum family family);

#endif
