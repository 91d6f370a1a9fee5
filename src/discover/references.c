/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/references.h"

#include "base/address.h"
#include "base/mem.h"
#include "know/registrable.h"

#include <stdlib.h>

static bool same_registered(const char *a, const char *b)
{
	return registrable_same(a, b) && !address_is_numeric(a) && !address_is_numeric(b);
}

static bool same_owner(const struct provider *a, const struct provider *b)
{
	return a &&
	       (str_ieq(a->id, b->id) || (a->owner && b->owner && str_ieq(a->owner, b->owner)));
}

static bool is_host_of(const struct provider *p, const char *host)
{
	for (size_t i = 0; i < p->server_n; i++)
		if (same_registered(p->servers[i].host, host))
			return true;
	for (size_t i = 0; i < p->reference_n; i++)
		if (same_registered(p->references[i].host, host))
			return true;
	for (size_t i = 0; i < p->domains.n; i++)
		if (same_registered(p->domains.v[i], host))
			return true;
	return false;
}

/* Whether the provider has anything to do with the target. */
static bool is_related(const struct target *t, const struct providers *list,
		       const struct provider *p)
{
	if (same_owner(t->provider ? providers_find(list, t->provider) : NULL, p))
		return true;
	for (size_t i = 0; i < t->server_n; i++)
		if (is_host_of(p, t->servers[i].host))
			return true;
	return false;
}

static bool is_owner_taken(const struct provider *const *taken, size_t n, const struct provider *p)
{
	for (size_t i = 0; i < n; i++)
		if (same_owner(taken[i], p))
			return true;
	return false;
}

/* For each provider that offers comparison, whether it has to do with the target. The caller frees. */
static bool *related_ones(const struct target *t, const struct providers *list)
{
	bool *related = mem_calloc(list->n ? list->n : 1, sizeof *related);

	for (size_t i = 0; i < list->n; i++)
		related[i] = list->v[i].reference_n && is_related(t, list, &list->v[i]);
	return related;
}

static void choose_service(struct target *t, const struct providers *list, const bool *related,
			   enum service service)
{
	const struct provider *taken[REFERENCES_A_SERVICE];
	size_t n = 0;

	for (size_t i = 0; i < list->n && n < REFERENCES_A_SERVICE; i++) {
		const struct provider *p = &list->v[i];

		for (size_t k = 0; k < p->reference_n && n < REFERENCES_A_SERVICE; k++) {
			const struct target_reference *c = &p->references[k];

			if (c->service != service || related[i] || is_owner_taken(taken, n, p))
				continue;
			if (target_reference(t, service, c->host, c->port))
				taken[n++] = p;
		}
	}
}

void references_choose(struct target *t, const struct providers *list)
{
	bool *related = related_ones(t, list);

	for (int s = 0; s < SERVICE_COUNT_; s++)
		choose_service(t, list, related, (enum service)s);
	free(related);
}
