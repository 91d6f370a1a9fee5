/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/plan/plan.h"

#include "base/mem.h"
#include "know/services.h"
#include "reason/domain/domain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct questions {
	struct order *v;
	size_t n;
};

/* Takes ownership of name. */
static void add(struct questions *list, enum lookup_type type, char *name)
{
	struct order *o = &list->v[list->n];
	bool fits = list->n < PLAN_LOOKUPS_MAX && strlen(name) < sizeof o->name;

	for (size_t i = 0; fits && i < list->n; i++)
		fits = list->v[i].lookup != type || !str_ieq(list->v[i].name, name);
	if (fits) {
		*o = (struct order){.kind = ORDER_LOOKUP, .lookup = type};
		snprintf(o->name, sizeof o->name, "%s", name);
		list->n++;
	}
	free(name);
}

/* Its addresses are asked for because of their DNSSEC status; TLSA at the same time, which costs
 * less than waiting. */
static void add_server(struct questions *list, const struct target *t, const char *host)
{
	if (t->want_ipv4)
		add(list, LOOKUP_A, mem_strdup(host));
	if (t->want_ipv6)
		add(list, LOOKUP_AAAA, mem_strdup(host));
	add(list, LOOKUP_TLSA, domain_tlsa_name(host, service_row(SERVICE_SMTP)->port));
}

static void after_mx(struct questions *list, const struct target *t, const struct event *answer)
{
	const char *domain = domain_to_ask(t);
	struct strs hosts = {0};
	enum domain_mx mx = domain_mx(answer, &hosts);

	/* A typed name without MX is a server, not a domain that publishes policies. */
	if (mx == DOMAIN_MX_SOME || (mx == DOMAIN_MX_NONE && t->email)) {
		add(list, LOOKUP_TXT, domain_sts_name(domain));
		add(list, LOOKUP_TXT, domain_rpt_name(domain));
	}
	if (mx == DOMAIN_MX_NONE)
		add_server(list, t, domain);
	for (size_t i = 0; i < hosts.n; i++)
		add_server(list, t, hosts.v[i]);
	strs_clear(&hosts);
}

static void after_txt(struct questions *list, const struct target *t, const struct event *answer)
{
	char *name = domain_sts_name(domain_to_ask(t));
	size_t n;

	if (str_ieq(answer->host, name) && domain_txt(answer, "v=STSv1", &n) && n == 1 &&
	    !t->only_target)
		add(list, LOOKUP_POLICY, domain_policy_host(domain_to_ask(t)));
	free(name);
}

/* A mail server that is an alias: dane_way() needs to know more of it. */
static void after_address(struct questions *list, const struct event *answer)
{
	if (!domain_is_host(answer->alias))
		return;
	if (answer->dnssec == DNSSEC_SECURE)
		add(list, LOOKUP_TLSA,
		    domain_tlsa_name(answer->alias, service_row(SERVICE_SMTP)->port));
	else if (answer->dnssec == DNSSEC_INSECURE)
		add(list, LOOKUP_CNAME, mem_strdup(answer->host));
}

size_t plan_lookups(struct order *ret, const struct target *target, const struct log *log)
{
	struct questions list = {ret, 0};
	const char *domain = domain_to_ask(target);

	if (!domain)
		return 0;
	add(&list, LOOKUP_MX, mem_strdup(domain));
	for (size_t i = 0; i < log->n; i++) {
		const struct event *ev = log->v[i];

		if (ev->type != EVENT_RECORDS || !ev->host)
			continue;
		if (ev->lookup == LOOKUP_MX && str_ieq(ev->host, domain))
			after_mx(&list, target, ev);
		else if (ev->lookup == LOOKUP_TXT)
			after_txt(&list, target, ev);
		else if (ev->lookup == LOOKUP_A || ev->lookup == LOOKUP_AAAA)
			after_address(&list, ev);
	}
	return list.n;
}
