/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "told.h"

#include "net/tls/tls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void take_event(struct event *e, void *user)
{
	struct told *told = user;

	assert_true(told->n < TOLD_MAX);
	told->v[told->n++] = e;
}

void told_take(struct told *told, struct conn *c)
{
	*told = (struct told){0};
	tls_describe(conn_tls(c), take_event, told);
}

void told_clear(struct told *told)
{
	for (size_t i = 0; i < told->n; i++)
		event_free(told->v[i]);
}

const struct event *told_find(const struct told *told, enum event_type type)
{
	for (size_t i = 0; i < told->n; i++)
		if (told->v[i]->type == type)
			return told->v[i];
	return NULL;
}

unsigned told_count(const struct told *told, enum event_type type)
{
	unsigned n = 0;

	for (size_t i = 0; i < told->n; i++)
		n += told->v[i]->type == type;
	return n;
}
