/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/meant.h"

#include "know/services.h"

#include <string.h>

static const struct provider *owner_of(const struct providers *list, const char *host)
{
	const struct provider *p = NULL;

	for (const char *dot = strchr(host, '.'); dot && !p; dot = strchr(dot + 1, '.'))
		p = providers_for_domain(list, dot + 1);
	return p;
}

static enum protocol protocol_of(const char *host)
{
	return str_istarts(host, "smtp")  ? PROTOCOL_SMTP
	       : str_istarts(host, "pop") ? PROTOCOL_POP3
					  : PROTOCOL_IMAP;
}

static const char *server_for(const struct provider *p, enum protocol protocol)
{
	for (size_t i = 0; i < p->server_n; i++) {
		const struct target_server *s = &p->servers[i];
		const struct service_row *row = service_row(s->service);

		if (row->protocol == protocol && row->purpose <= PURPOSE_SEND && !s->unconfirmed &&
		    !strchr(s->host, '%'))
			return s->host;
	}
	return NULL;
}

const char *meant_server(const struct providers *list, const char *host)
{
	const struct provider *p = providers_for_host(list, host) ? NULL : owner_of(list, host);

	return p ? server_for(p, protocol_of(host)) : NULL;
}

const char *meant_other(const struct provider *p, const char *host, enum service service)
{
	const struct service_row *asked = service_row(service);
	bool other = false;

	for (size_t i = 0; i < p->server_n; i++) {
		enum purpose purpose = service_row(p->servers[i].service)->purpose;

		if (purpose > PURPOSE_SEND || !str_ieq(p->servers[i].host, host))
			continue;
		if (purpose == asked->purpose)
			return NULL;
		other = true;
	}
	return other && asked->purpose <= PURPOSE_SEND ? server_for(p, asked->protocol) : NULL;
}
