/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/provider_check.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "discover/provider.h"
#include "discover/provider_file.h"
#include "know/policies.h"
#include "know/services.h"

#include <stdlib.h>
#include <string.h>

static void add(struct strs *faults, const char *file, const char *what)
{
	strs_append(faults, mem_printf("%s: %s", file, what));
}

static bool has_purpose(const struct provider *p, enum purpose purpose)
{
	for (size_t i = 0; i < p->server_n; i++)
		if (service_row(p->servers[i].service)->purpose == purpose)
			return true;
	return false;
}

/* What no line has, since it is missing. */
static void check_missing(const struct provider *p, const char *file, struct strs *faults)
{
	bool none = strs_has(&p->codes, "no-mail-clients");
	bool sends = strs_has(&p->codes, "sending-only");

	bool by_id = str_eq(p->kind, "hosting") || str_eq(p->kind, "generic");

	if (!p->domains.n && !p->mx.n && !sends && !by_id)
		add(faults, file,
		    _("no e-mail address leads here; add <domain>example.org</domain>"));
	if (!none && !sends && !has_purpose(p, PURPOSE_RECEIVE))
		add(faults, file,
		    _("the file has no server for reading mail; add an incomingServer of type "
		      "imap or pop3"));
	if (!none && !has_purpose(p, PURPOSE_SEND))
		add(faults, file,
		    _("the file has no server for sending mail; add an outgoingServer of "
		      "type smtp"));
	for (size_t i = 0; i < p->server_n; i++)
		for (size_t k = i + 1; k < p->server_n; k++)
			if (p->servers[i].port == p->servers[k].port &&
			    p->servers[i].service == p->servers[k].service &&
			    str_ieq(p->servers[i].host, p->servers[k].host)) {
				char *what =
				    mem_printf(_("%s port %d is there twice; delete one of them"),
					       p->servers[i].host, p->servers[i].port);

				add(faults, file, what);
				free(what);
			}
}

static void check_codes(const struct provider *p, const char *file, struct strs *faults)
{
	for (size_t i = 0; i < p->codes.n; i++)
		if (!policy_find(p->codes.v[i])) {
			char *what = mem_printf(
			    _("the code \"%s\" is unknown; write a p:note instead"), p->codes.v[i]);

			add(faults, file, what);
			free(what);
		}
}

static void tell_good(const struct provider *p, struct strs *good)
{
	char *domains = strs_join(&p->domains, ", ");

	/* TRANSLATORS: a provider's name and its domains. */
	strs_append(good,
		    *domains ? mem_printf(_("%s, for %s"), p->name, domains) : mem_strdup(p->name));
	for (size_t i = 0; i < p->server_n; i++) {
		const struct target_server *s = &p->servers[i];

		strs_append(good, mem_printf("%s %s:%d %s", service_name(s->service), s->host,
					     s->port, security_name(s->security)));
	}
	free(domains);
}

bool provider_check(const char *file, struct strs *faults, struct strs *good)
{
	struct provider p;
	char *error = NULL;
	size_t before = faults->n;

	if (!provider_read(&p, file, "checked", &error)) {
		strs_append(faults, error);
		return false;
	}
	for (size_t i = 0; i < p.remarks.n; i++)
		strs_add(faults, p.remarks.v[i]);
	check_missing(&p, file, faults);
	check_codes(&p, file, faults);
	tell_good(&p, good);
	provider_clear(&p);
	return faults->n == before;
}
