/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/asked.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "know/services.h"

#include <stdlib.h>
#include <string.h>

/* ---- which service a port is for ---- */

/* Ports that some providers use besides the standard ones. */
static const struct {
	int port;
	enum service service;
} other_ports[] = {
    {26, SERVICE_SUBMISSION},	 {80, SERVICE_SUBMISSION},   {586, SERVICE_SUBMISSIONS},
    {588, SERVICE_SUBMISSION},	 {1025, SERVICE_SUBMISSION}, {1110, SERVICE_POP3},
    {1143, SERVICE_IMAP},	 {1993, SERVICE_IMAPS},	     {1995, SERVICE_POP3S},
    {2465, SERVICE_SUBMISSIONS}, {2587, SERVICE_SUBMISSION}, {3535, SERVICE_SUBMISSION},
    {8025, SERVICE_SUBMISSION},	 {10143, SERVICE_IMAP},	     {10993, SERVICE_IMAPS},
};

static enum service service_behind(int port)
{
	enum service service = service_for_port(port);

	for (size_t i = 0; i < sizeof other_ports / sizeof *other_ports; i++)
		if (service == SERVICE_COUNT_ && other_ports[i].port == port)
			service = other_ports[i].service;
	return service;
}

/* ---- what was asked for ---- */

static bool wants_service(const struct discover_options *o, enum service service)
{
	for (size_t i = 0; i < o->service_n; i++)
		if (o->services[i] == service)
			return true;
	return !o->service_n;
}

static bool wants_port(const struct discover_options *o, int port)
{
	for (size_t i = 0; i < o->port_n; i++)
		if (o->ports[i] == port)
			return true;
	return !o->port_n;
}

bool asked_has(const struct target *t, enum service service, int port)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (t->servers[i].service == service && (!port || t->servers[i].port == port))
			return true;
	return false;
}

/* ---- a server by name or address ---- */

void asked_add(struct target *t, enum service service, const char *host, int port)
{
	const struct service_row *row = service_row(service);

	target_add(t, service, row->security, host, port ? port : row->port);
}

static char *unknown_port(int port)
{
	return mem_printf(
	    _("Port %d is not a usual mail port; name its service, for example --service "
	      "submission."),
	    port);
}

/* Ports without a service: each gets its usual one. */
static char *add_ports(struct target *t, const char *host, const struct discover_options *o)
{
	for (size_t i = 0; i < o->port_n; i++) {
		enum service service = service_behind(o->ports[i]);

		if (service == SERVICE_COUNT_)
			return unknown_port(o->ports[i]);
		asked_add(t, service, host, o->ports[i]);
	}
	return NULL;
}

static void add_services(struct target *t, const char *host, const struct discover_options *o)
{
	for (int s = 0; s < SERVICE_COUNT_; s++) {
		bool wanted = o->service_n ? wants_service(o, (enum service)s)
					   : o->all_services || service_row((enum service)s)->usual;

		for (size_t i = 0; wanted && i < o->port_n; i++)
			asked_add(t, (enum service)s, host, o->ports[i]);
		if (wanted && !o->port_n)
			asked_add(t, (enum service)s, host, 0);
	}
}

char *asked_host(struct target *t, const char *host, const struct discover_options *o)
{
	if (o->port_n && !o->service_n)
		return add_ports(t, host, o);
	add_services(t, host, o);
	return NULL;
}

/* ---- the domain's relays ---- */

bool asked_mx(const struct discover_options *o)
{
	bool port = false;

	for (size_t i = 0; i < o->port_n; i++)
		port = port || o->ports[i] == service_row(SERVICE_SMTP)->port;
	if (o->service_n)
		return wants_service(o, SERVICE_SMTP) && (port || !o->port_n);
	return port || (o->all_services && !o->port_n);
}

void asked_use_mx(struct target *t, const char *domain)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->server_n; i++)
		if (t->servers[i].service == SERVICE_SMTP) {
			target_server_clear(&t->servers[i]);
		} else {
			t->servers[kept++] = t->servers[i];
		}
	t->server_n = kept;
	if (!kept && !t->provider && !t->discover) { /* nothing more is guessed */
		free(t->source);
		/* Whether it has MX records is not known yet. */
		t->source = mem_strdup(_("typed"));
		strs_clear(&t->notes);
		strs_clear(&t->codes);
	}
	t->mx_domain = mem_strdup(domain);
	asked_add(t, SERVICE_SMTP, domain, 0);
}

/* ---- a provider ---- */

/* A host of the provider that speaks the protocol of service, or NULL. Hosts for port 25 serve
 * nothing else. */
static const struct target_server *sibling(const struct target *t, enum service service)
{
	const struct service_row *row = service_row(service);

	for (size_t i = 0; i < t->server_n; i++) {
		const struct target_server *s = &t->servers[i];
		const struct service_row *other = service_row(s->service);
		bool same =
		    other->protocol == row->protocol &&
		    (other->purpose != PURPOSE_DELIVERY || row->purpose == PURPOSE_DELIVERY);

		if (same || (row->protocol == PROTOCOL_SIEVE && other->protocol == PROTOCOL_IMAP))
			return s;
	}
	return NULL;
}

/* A service that the provider's file lacks, at the host that would have it. */
static void add_unnamed(struct target *t, enum service service, int port)
{
	const struct target_server *s = sibling(t, service);

	if (!s || asked_has(t, service, port))
		return;
	char *host = mem_strdup(s->host);
	struct target_server *added = target_add(t, service, service_row(service)->security, host,
						 port ? port : service_row(service)->port);

	if (added)
		added->unconfirmed = true;
	free(host);
}

static bool has_port(const struct target *t, int port)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (t->servers[i].port == port)
			return true;
	return false;
}

static void add_asked_for(struct target *t, const struct discover_options *o)
{
	for (int s = 0; s < SERVICE_COUNT_; s++)
		if (o->all_services || (o->service_n && wants_service(o, (enum service)s))) {
			for (size_t i = 0; i < o->port_n; i++)
				add_unnamed(t, (enum service)s, o->ports[i]);
			if (!o->port_n)
				add_unnamed(t, (enum service)s, 0);
		}
	for (size_t i = 0; i < o->port_n && !o->service_n; i++) {
		enum service service = service_behind(o->ports[i]);

		if (service != SERVICE_COUNT_ && !has_port(t, o->ports[i]))
			add_unnamed(t, service, o->ports[i]);
	}
}

static void drop_unwanted(struct target *t, const struct discover_options *o)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->server_n; i++) {
		struct target_server *s = &t->servers[i];

		if (wants_service(o, s->service) && wants_port(o, s->port)) {
			t->servers[kept++] = *s;
			continue;
		}
		target_server_clear(s);
	}
	t->server_n = kept;
}

struct target *asked_narrow(struct target *t, const struct discover_options *o, char **ret_error)
{
	bool had_servers = t->server_n;

	for (size_t i = 0; i < o->port_n && !o->service_n; i++)
		if (service_behind(o->ports[i]) == SERVICE_COUNT_ && !has_port(t, o->ports[i])) {
			*ret_error = unknown_port(o->ports[i]);
			target_free(t);
			return NULL;
		}
	add_asked_for(t, o);
	drop_unwanted(t, o);
	if (t->server_n)
		return t;
	if (had_servers)
		/* TRANSLATORS: %s is a mail provider. */
		*ret_error = mem_printf(
		    _("%s has no server for that; leave out --service and --port to see all its "
		      "servers."),
		    t->label);
	else
		/* TRANSLATORS: %s is a mail provider. */
		*ret_error = mem_printf(
		    _("Each customer of %s has a server name of their own; type your e-mail "
		      "address, or the server's name."),
		    t->label);
	target_free(t);
	return NULL;
}
