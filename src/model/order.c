/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "model/order.h"

#include "base/mem.h"

#include <stdlib.h>

static struct endpoint *copied(const struct endpoint *e, const char *address)
{
	if (!e)
		return NULL;
	return address ? endpoint_copy_at(e, address) : endpoint_copy(e);
}

struct order *order_copy(const struct order *o, const char *address, const char *beside_address)
{
	struct order *copy = mem_calloc(1, sizeof *copy);

	*copy = *o;
	copy->endpoint = copied(o->endpoint, address);
	copy->beside = copied(o->beside, beside_address);
	return copy;
}

void order_free(struct order *o)
{
	if (!o)
		return;
	endpoint_free((struct endpoint *)o->endpoint);
	endpoint_free((struct endpoint *)o->beside);
	free(o);
}
