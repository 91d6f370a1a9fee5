/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/discover.h"

#include "base/address.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "discover/references.h"
#include "discover/hostname.h"
#include "know/policies.h"
#include "know/services.h"

#include <stdlib.h>
#include <string.h>

#define EMAIL_LOCAL_MAX 64 /* RFC 5321 section 4.5.3.1.1 */
#define EMAIL_MAX 254	   /* RFC 5321 section 4.5.3.1.3 less the angle brackets */

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

static bool has_server(const struct target *t, enum service service, int port)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (t->servers[i].service == service && (!port || t->servers[i].port == port))
			return true;
	return false;
}

/* ---- a server by name or address ---- */

/* One service of a host; port 0 means the service's own. */
static void add_service(struct target *t, enum service service, const char *host, int port)
{
	const struct service_row *row = service_row(service);

	target_add(t, service, row->security, host, port ? port : row->port);
}

static char *unknown_port(int port)
{
	return mem_printf(_("Port %d is not a usual mail port; say with --service what it is for, "
			    "for example --service submission."),
			  port);
}

/* Ports without a service: each gets its usual one. */
static char *add_ports(struct target *t, const char *host, const struct discover_options *o)
{
	for (size_t i = 0; i < o->port_n; i++) {
		enum service service = service_behind(o->ports[i]);

		if (service == SERVICE_COUNT_)
			return unknown_port(o->ports[i]);
		add_service(t, service, host, o->ports[i]);
	}
	return NULL;
}

static void add_services(struct target *t, const char *host, const struct discover_options *o)
{
	for (int s = 0; s < SERVICE_COUNT_; s++) {
		bool wanted = o->service_n ? wants_service(o, (enum service)s)
					   : o->all_services || service_row((enum service)s)->usual;

		for (size_t i = 0; wanted && i < o->port_n; i++)
			add_service(t, (enum service)s, host, o->ports[i]);
		if (wanted && !o->port_n)
			add_service(t, (enum service)s, host, 0);
	}
}

static struct target *host_target(const char *label, const char *host,
				  const struct discover_options *o, char **ret_error)
{
	struct target *t = target_new(label);

	t->source = mem_strdup(_("typed"));
	if (o->port_n && !o->service_n)
		*ret_error = add_ports(t, host, o);
	else
		add_services(t, host, o);
	if (*ret_error) {
		target_free(t);
		return NULL;
	}
	return t;
}

/* ---- the domain's relays ---- */

static bool asks_for_mx(const struct discover_options *o)
{
	bool port = false;

	for (size_t i = 0; i < o->port_n; i++)
		port = port || o->ports[i] == service_row(SERVICE_SMTP)->port;
	if (o->service_n)
		return wants_service(o, SERVICE_SMTP) && (port || !o->port_n);
	return port || (o->all_services && !o->port_n);
}

/* Mail between servers goes to the MX of a domain: one server line represents them all. */
static void use_mx(struct target *t, const char *domain)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->server_n; i++)
		if (t->servers[i].service == SERVICE_SMTP) {
			free(t->servers[i].host);
			strs_clear(&t->servers[i].login);
		} else {
			t->servers[kept++] = t->servers[i];
		}
	t->server_n = kept;
	if (!kept && !t->provider) { /* nothing more is guessed */
		free(t->source);
		/* Whether it has MX records is not known yet. */
		t->source = mem_strdup(_("typed"));
		strs_clear(&t->notes);
		strs_clear(&t->codes);
	}
	t->mx_domain = mem_strdup(domain);
	add_service(t, SERVICE_SMTP, domain, 0);
}

/* Whether a typed name may be a mail domain as well as a server. */
static bool may_be_domain(const char *host)
{
	return strchr(host, '.') && !strpbrk(host, ":%") && !address_is_numeric(host);
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
		bool same = other->protocol == row->protocol &&
			    (other->purpose != PURPOSE_RELAY || row->purpose == PURPOSE_RELAY);

		if (same || (row->protocol == PROTOCOL_SIEVE && other->protocol == PROTOCOL_IMAP))
			return s;
	}
	return NULL;
}

/* A service that the provider's file lacks, at the host that would have it. */
static void add_unnamed(struct target *t, enum service service, int port)
{
	const struct target_server *s = sibling(t, service);

	if (!s || has_server(t, service, port))
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
		free(s->host);
		strs_clear(&s->login);
	}
	t->server_n = kept;
}

static struct target *narrowed(struct target *t, const struct discover_options *o, char **ret_error)
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
		*ret_error = mem_printf(_("%s has no server for what was asked for; leave out "
					  "--service and --port to see what it has."),
					t->label);
	else
		/* TRANSLATORS: %s is a mail provider. */
		*ret_error = mem_printf(_("%s uses servers under each customer's own name; type "
					  "your e-mail address, or the server's name."),
					t->label);
	target_free(t);
	return NULL;
}

/* ---- an e-mail address ---- */

/* Without a provider's file, the usual names of the domain's own servers are tried. */
static const struct guess {
	const char *prefix;
	enum service service;
} guesses[] = {
    {"imap", SERVICE_IMAPS},	   {"mail", SERVICE_IMAPS},	 {"imap", SERVICE_IMAP},
    {"mail", SERVICE_IMAP},	   {"pop", SERVICE_POP3S},	 {"mail", SERVICE_POP3S},
    {"pop", SERVICE_POP3},	   {"mail", SERVICE_POP3},	 {"smtp", SERVICE_SUBMISSIONS},
    {"mail", SERVICE_SUBMISSIONS}, {"smtp", SERVICE_SUBMISSION}, {"mail", SERVICE_SUBMISSION},
    {"mail", SERVICE_SMTP},	   {"mail", SERVICE_HTTPS},
};

static struct target *guessed_target(const char *email, const char *domain)
{
	struct target *t = target_new(email);

	t->email = mem_strdup(email);
	t->domain = mem_strdup(domain);
	t->source = mem_strdup(_("guessed from the domain"));
	strs_add(&t->codes, "guessed");
	strs_add(&t->notes, _(policy_find("guessed")->sentence));
	for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++) {
		char *host = mem_printf("%s.%s", guesses[i].prefix, domain);
		bool second = has_server(t, guesses[i].service, 0);

		if (hostname_valid(host)) {
			add_service(t, guesses[i].service, host, 0);
			t->servers[t->server_n - 1].unconfirmed = true;
			t->servers[t->server_n - 1].alternative = second;
		}
		free(host);
	}
	return t;
}

static char *email_error(const char *word, const char *at)
{
	if (!at[1])
		return mem_printf(_("The part after the @ of \"%s\" is missing; type the whole "
				    "address, for example name@example.org."),
				  word);
	if (at == word)
		return mem_printf(_("The part before the @ of \"%s\" is missing; type the whole "
				    "address, for example name@example.org."),
				  word);
	if (memchr(word, '@', (size_t)(at - word)) && *word != '"')
		return mem_printf(_("\"%s\" has more than one @; an e-mail address has one."),
				  word);
	if (at - word > EMAIL_LOCAL_MAX || strlen(word) > EMAIL_MAX)
		return mem_strdup(_("The address is too long: 64 characters can stand before the "
				    "@, and 254 in all."));
	for (const char *c = word; c < at; c++)
		if ((unsigned char)*c <= ' ' || *c == 0x7f)
			return mem_printf(_("The address \"%s\" holds a blank; type one address "
					    "without blanks."),
					  word);
	return NULL;
}

static struct target *email_target(const struct providers *providers, const char *word,
				   const char *at, const struct discover_options *o,
				   char **ret_error)
{
	*ret_error = email_error(word, at);
	char *domain = *ret_error ? NULL : hostname_parse(at + 1, ret_error);

	if (!domain)
		return NULL;
	char *email = mem_printf("%.*s@%s", (int)(at - word), word, domain);
	const struct provider *p = providers_for_domain(providers, domain);
	struct target *t = p ? provider_target(p, email) : guessed_target(email, domain);

	t = narrowed(t, o, ret_error);
	if (t && asks_for_mx(o))
		use_mx(t, domain);
	free(email);
	free(domain);
	return t;
}

/* ---- what was typed ---- */

/* "https://host/path": which part would be right. */
static char *url_error(const char *word)
{
	const char *host = strstr(word, "://");

	if (!host)
		return NULL;
	host += strlen("://");
	size_t len = strcspn(host, "/?#");

	for (size_t i = len; i; i--)
		if (host[i - 1] == '@') { /* the user's name, perhaps a password: not repeated */
			host += i;
			len -= i;
			break;
		}
	return mem_printf(_("This is a whole web or program address (with \"://\"); type only the "
			    "server's name, for example %.*s."),
			  len ? (int)len : (int)strlen("mail.example.org"),
			  len ? host : "mail.example.org");
}

static const struct provider *by_name(const struct providers *list, const char *word)
{
	const struct provider *p = providers_find(list, word);

	for (size_t i = 0; i < list->n && !p; i++)
		if (str_ieq(list->v[i].name, word) || str_ieq(list->v[i].short_name, word))
			p = &list->v[i];
	/* "gmail.com" is a domain in addresses, not a mail server. */
	return p ? p : providers_for_domain(list, word);
}

/* A single word close to a provider's name: better to ask than to probe a host of that name. */
static char *misspelt(const struct providers *providers, const char *word)
{
	const struct provider *p;

	if (strpbrk(word, ".:") || str_ieq(word, "localhost"))
		return NULL;
	if (providers->missing.n)
		return providers_missing(providers);
	p = providers_closest(providers, word);
	if (!p)
		return NULL;
	return mem_printf(
	    _("There is no provider \"%s\"; did you mean \"%s\"? If it is a server of "
	      "your network, type its whole name with dots, or a port after it."),
	    word, p->id);
}

static enum purpose purpose_of(const struct target_server *s)
{
	return service_row(s->service)->purpose;
}

static bool serves(const struct target *t, const char *host, enum purpose purpose)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (purpose_of(&t->servers[i]) == purpose && str_ieq(t->servers[i].host, host))
			return true;
	return false;
}

/* Of a provider's servers the typed one, for all that it is for; what it is not for is asked at the
 * provider's own other servers. */
static void keep_host(struct target *t, const char *host)
{
	bool typed[PURPOSE_COUNT_];
	size_t kept = 0;

	for (int p = 0; p < PURPOSE_COUNT_; p++)
		typed[p] = serves(t, host, (enum purpose)p);
	for (size_t i = 0; i < t->server_n; i++) {
		struct target_server *s = &t->servers[i];

		if (!typed[purpose_of(s)] || str_ieq(s->host, host)) {
			t->servers[kept++] = *s;
			continue;
		}
		free(s->host);
		strs_clear(&s->login);
	}
	t->server_n = kept;
}

/* A server that a provider's file names: the provider's rules, and only the ports that it has. */
static struct target *provider_host_target(const struct provider *p, const char *label,
					   const char *host, const struct discover_options *o)
{
	struct target *t = provider_target(p, NULL);
	char *error = NULL;

	free(t->label);
	t->label = mem_strdup(label);
	keep_host(t, host);
	if (!o->service_n && !o->port_n && !o->all_services)
		return t;
	t = narrowed(t, o, &error);
	free(error);
	return t;
}

static struct target *host_or_error(const struct providers *providers, const char *word,
				    const struct discover_options *o, char **ret_error)
{
	struct discover_options one = *o;
	char *host;
	int port;

	*ret_error = url_error(word);
	if (!*ret_error)
		*ret_error = misspelt(providers, word);
	if (*ret_error || !hostname_split(word, &host, &port, ret_error))
		return NULL;
	if (port) {
		one.ports = &port;
		one.port_n = 1;
	}
	const struct provider *p = providers_for_host(providers, host);
	const char *label = port ? word : host;
	struct target *t = p ? provider_host_target(p, label, host, &one) : NULL;

	if (!t)
		t = host_target(label, host, &one, ret_error);

	/* "example.org:25" is that server and no other. */
	if (t && !port && asks_for_mx(o) && may_be_domain(host))
		use_mx(t, host);

	free(host);
	return t;
}

struct target *discover_target(const struct providers *providers, const char *word,
			       const struct discover_options *options, char **ret_error)
{
	static const struct discover_options everything = {0};
	const struct discover_options *o = options ? options : &everything;
	char *copy = mem_strdup(word), *typed = str_trim(copy);
	struct target *t = NULL;

	*ret_error = NULL;
	if (str_istarts(typed, "mailto:"))
		typed += strlen("mailto:");
	const struct provider *p = *typed ? by_name(providers, typed) : NULL;
	const char *at = strrchr(typed, '@');

	if (!*typed)
		*ret_error = mem_strdup(_("Nothing was typed; type a provider, an e-mail address "
					  "or a server's name."));
	else if (p)
		t = narrowed(provider_target(p, NULL), o, ret_error);
	else if (at && !strstr(typed, "://"))
		t = email_target(providers, typed, at, o, ret_error);
	else
		t = host_or_error(providers, typed, o, ret_error);
	free(copy);
	if (t)
		references_choose(t, providers);
	return t;
}
