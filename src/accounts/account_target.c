/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an account to something to check. */
#include "config.h"
#include "accounts/accounts.h"

#include "base/mem.h"
#include "know/account_files.h"
#include "know/services.h"

#include <stdlib.h>
#include <string.h>

static enum service service_of(const struct account_server *s)
{
	enum service usual = service_for_port(s->port);
	bool tls = s->security == SECURITY_TLS;

	if (usual < SERVICE_COUNT_ && service_row(usual)->protocol == s->protocol)
		return usual;
	switch (s->protocol) {
	case PROTOCOL_IMAP:
		return tls ? SERVICE_IMAPS : SERVICE_IMAP;
	case PROTOCOL_POP3:
		return tls ? SERVICE_POP3S : SERVICE_POP3;
	default:
		return tls ? SERVICE_SUBMISSIONS : SERVICE_SUBMISSION;
	}
}

static bool has_port(const struct target *t, const char *host, int port)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (str_ieq(t->servers[i].host, host) && t->servers[i].port == port)
			return true;
	return false;
}

/* What may work instead, and the web port to compare with. */
static void add_usual(struct target *t, const struct account_server *s)
{
	for (int i = 0; i < SERVICE_COUNT_; i++) {
		const struct service_row *row = service_row((enum service)i);
		bool same = row->protocol == s->protocol && row->preference && row->usual &&
			    row->purpose != PURPOSE_DELIVERY;

		if ((!same && row->purpose != PURPOSE_WEB) || has_port(t, s->host, row->port))
			continue;
		struct target_server *added =
		    target_add(t, row->service, row->security, s->host, row->port);

		if (added)
			added->alternative = row->purpose != PURPOSE_WEB;
	}
}

struct target *account_target(const struct account *a)
{
	char *label = mem_printf("%s (%s)", a->name, account_program_name(a->program));
	struct target *t = target_new(label);

	free(label);
	if (strchr(a->name, '@'))
		t->email = mem_strdup(a->name);
	t->account = mem_strdup(a->program);
	t->found_by = SOURCE_TYPED;
	for (size_t i = 0; i < a->server_n; i++) {
		const struct account_server *s = &a->servers[i];
		struct target_server *added =
		    target_add(t, service_of(s), s->security, s->host, s->port);

		if (!added)
			break;
		added->user = s->user ? mem_strdup(s->user) : NULL;
		added->set_in = mem_strdup(str_file_name(a->file)); /* a report names no path */
		added->port_key = s->port_at.key ? mem_strdup(s->port_at.key) : NULL;
		added->port_line = (int)s->port_at.line;
		added->security_key = s->security_at.key ? mem_strdup(s->security_at.key) : NULL;
		added->security_line = (int)s->security_at.line;
	}
	for (size_t i = 0; i < a->server_n; i++)
		add_usual(t, &a->servers[i]);
	return t;
}
