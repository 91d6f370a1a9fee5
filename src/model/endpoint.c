/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "model/endpoint.h"

#include "base/mem.h"

#include <stdlib.h>

bool endpoint_counts(const struct endpoint *e)
{
	return e->why == WHY_TARGET || e->why == WHY_ADDRESS;
}

enum stage endpoint_first_word(const struct endpoint *e)
{
	return e->security == SECURITY_TLS ? STAGE_TLS : STAGE_GREETING;
}

static struct endpoint copied(const struct endpoint *e)
{
	struct endpoint copy = *e;

	copy.host = mem_strdup(e->host);
	copy.address = mem_strdup(e->address);
	return copy;
}

unsigned endpoints_add(struct endpoints *list, const struct endpoint *e)
{
	list->v = mem_realloc(list->v, list->n + 1, sizeof *list->v);
	list->v[list->n] = copied(e);
	list->v[list->n].id = (unsigned)list->n + 1;
	return (unsigned)++list->n;
}

const struct endpoint *endpoints_get(const struct endpoints *list, unsigned id)
{
	return id && id <= list->n ? &list->v[id - 1] : NULL;
}

void endpoints_clear(struct endpoints *list)
{
	for (size_t i = 0; i < list->n; i++) {
		free(list->v[i].host);
		free(list->v[i].address);
	}
	free(list->v);
	*list = (struct endpoints){0};
}

struct endpoint *endpoint_copy(const struct endpoint *e)
{
	struct endpoint *copy = mem_calloc(1, sizeof *copy);

	*copy = copied(e);
	return copy;
}

struct endpoint *endpoint_copy_at(const struct endpoint *e, const char *address)
{
	if (!address)
		return NULL;
	struct endpoint *copy = endpoint_copy(e);

	free(copy->address);
	copy->address = mem_strdup(address);
	return copy;
}

void endpoint_free(struct endpoint *e)
{
	if (!e)
		return;
	free(e->host);
	free(e->address);
	free(e);
}
