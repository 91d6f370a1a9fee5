/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/domain/dane_way.h"

#include "know/services.h"
#include "reason/domain/domain.h"

#include <stdlib.h>

bool dane_way_proven(const struct event *records)
{
	return records && records->dnssec == DNSSEC_SECURE;
}

static const struct event *tlsa_at(const struct facts *f, const char *host)
{
	char *name = domain_tlsa_name(host, service_row(SERVICE_SMTP)->port);
	const struct event *records = facts_lookup(f, LOOKUP_TLSA, name);

	free(name);
	return records;
}

static const struct event *with_status(const struct event *const answers[2], enum dnssec dnssec)
{
	for (int i = 0; i < 2; i++)
		if (answers[i] && answers[i]->dnssec == dnssec)
			return answers[i];
	return NULL;
}

/* An alias into an unsigned zone: its first step may be signed. */
static enum dane_way_state judge_alias(const struct facts *f, struct dane_way *way,
				       const char *host)
{
	const struct event *step = facts_lookup(f, LOOKUP_CNAME, host);

	if (!step)
		return f->run_ended ? DANE_WAY_UNKNOWN : DANE_WAY_OPEN;
	if (dane_way_proven(step))
		way->addresses = step;
	return dane_way_proven(step) ? DANE_WAY_SIGNED : DANE_WAY_UNSIGNED;
}

/* One signed family is enough; an unknown one counts only if there is no other. */
static enum dane_way_state judge_addresses(const struct facts *f, struct dane_way *way,
					   const char *host)
{
	const struct event *answers[] = {facts_lookup(f, LOOKUP_A, host),
					 facts_lookup(f, LOOKUP_AAAA, host)};
	bool out = !f->run_ended && (!answers[0] || !answers[1]);

	if ((way->addresses = with_status(answers, DNSSEC_SECURE)))
		return DANE_WAY_SIGNED;
	if ((way->addresses = with_status(answers, DNSSEC_INSECURE)))
		return way->addresses->alias ? judge_alias(f, way, host) : DANE_WAY_UNSIGNED;
	if (out)
		return DANE_WAY_OPEN;
	if ((way->addresses = with_status(answers, DNSSEC_BOGUS)))
		return DANE_WAY_BOGUS;
	way->addresses = answers[0] ? answers[0] : answers[1];
	return DANE_WAY_UNKNOWN;
}

struct dane_way dane_way(const struct facts *f, const char *host)
{
	struct dane_way way = {.base = host};

	way.state = judge_addresses(f, &way, host);
	if (way.state == DANE_WAY_SIGNED && domain_is_host(way.addresses->alias)) {
		way.base = way.addresses->alias;
		way.tlsa = tlsa_at(f, way.base);
		if (!way.tlsa || way.tlsa->outcome != OUTCOME_NOTOFFERED)
			return way;
	}
	way.base = host;
	way.tlsa = tlsa_at(f, host);
	return way;
}
