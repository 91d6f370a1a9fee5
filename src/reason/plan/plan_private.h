/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside the plan only: how its parts add to it. */
#ifndef REASON_PLAN_PLAN_PRIVATE_H
#define REASON_PLAN_PLAN_PRIVATE_H

#include "reason/plan/plan.h"

/* Appends a copy of *e, whose connect_port is filled in, unless the plan has it or is full; returns
 * how many. */
size_t plan_add(struct endpoints *plan, const struct target *t, const struct endpoint *e);
/* Whether a host is wanted over the family: a numeric one has only its own. */
bool plan_wants(const struct target *t, const char *host, enum family family);

/* The ports that are compared, in the order in which they first failed. */
struct compared {
	int ports[PLAN_REFERENCE_PORTS_MAX];
	size_t n;
};

/* plan_references.c: what the event at index at calls for, given the ones before it, which made *c
 * what it is. */
size_t plan_add_references(struct endpoints *plan, const struct target *t, const struct log *log,
			   size_t at, struct compared *c);

/* plan_names.c: the same for a certificate that is for other names. */
size_t plan_add_names(struct endpoints *plan, const struct target *t, const struct log *log,
		      size_t at);

#endif
