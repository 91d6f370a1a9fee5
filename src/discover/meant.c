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

const char *meant_server(const struct providers *list, const char *host)
{
	const struct provider *p = providers_for_host(list, host) ? NULL : owner_of(list, host);

	for (size_t i = 0; p && i < p->server_n; i++) {
		const struct target_server *s = &p->servers[i];
		const struct service_row *row = service_row(s->service);

		if (row->protocol == protocol_of(host) && row->purpose <= PURPOSE_SEND &&
		    !s->unconfirmed && !strchr(s->host, '%'))
			return s->host;
	}
	return NULL;
}
