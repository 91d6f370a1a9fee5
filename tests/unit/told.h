/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of TLS: the events of tls_describe() about a conn's session. */
#ifndef TESTS_TOLD_H
#define TESTS_TOLD_H

#include "model/event.h"
#include "net/conn.h"

#define TOLD_MAX 32

struct told {
	struct event *v[TOLD_MAX];
	size_t n;
};

void told_take(struct told *told, struct conn *c);
void told_clear(struct told *told);
/* The first event of that type, or NULL. */
const struct event *told_find(const struct told *told, enum event_type type);
unsigned told_count(const struct told *told, enum event_type type);

#endif
