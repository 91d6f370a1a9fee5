/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/discover.h"

#include "base/address.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "discover/asked.h"
#include "discover/references.h"
#include "discover/hostname.h"
#include "discover/meant.h"
#include "know/policies.h"
#include "know/registrable.h"
#include "know/services.h"
#include "know/sources.h"

#include <stdlib.h>
#include <string.h>

#define EMAIL_LOCAL_MAX 64 /* RFC 5321 section 4.5.3.1.1 */
#define EMAIL_MAX 254	   /* RFC 5321 section 4.5.3.1.3 less the angle brackets */

/* ---- a server by name or address ---- */

static struct target *host_target(const char *label, const char *host,
				  const struct discover_options *o, char **ret_error)
{
	struct target *t = target_new(label);

	t->source = mem_strdup(_("typed"));
	t->found_by = SOURCE_TYPED;
	*ret_error = asked_host(t, host, o);
	if (*ret_error) {
		target_free(t);
		return NULL;
	}
	return t;
}

/* Whether a typed name may be a mail domain as well as a server. */
static bool may_be_domain(const char *host)
{
	return strchr(host, '.') && !strpbrk(host, ":%") && !address_is_numeric(host);
}

/* ---- an e-mail address ---- */

/* Without a provider's file, and with nothing asked, the usual names of the domain's own servers
 * are tried. */
static struct target *guessed_target(const char *email, const char *domain)
{
	struct target *t = target_new(email);
	size_t n;

	t->email = mem_strdup(email);
	t->domain = mem_strdup(domain);
	t->found_by = SOURCE_GUESS;
	t->source = mem_strdup(_("guessed from the domain"));
	strs_add(&t->codes, "guessed");
	strs_add(&t->notes, _(policy_find("guessed")->sentence));
	const struct source_guess *guesses = sources_guesses(&n);

	for (size_t i = 0; i < n; i++) {
		char *host = mem_printf("%s.%s", guesses[i].prefix, domain);

		if (hostname_valid(host)) {
			asked_add(t, guesses[i].service, host, 0);
			t->servers[t->server_n - 1].unconfirmed = true;
			t->servers[t->server_n - 1].alternative = guesses[i].second;
			t->servers[t->server_n - 1].source = SOURCE_GUESS;
		}
		free(host);
	}
	return t;
}

static void note_asked(struct target *t, const struct discover_options *o)
{
	strs_clear(&t->asked);
	for (size_t i = 0; i < o->service_n; i++)
		strs_add(&t->asked, service_name(o->services[i]));
	for (size_t i = 0; i < o->port_n; i++)
		strs_append(&t->asked, mem_printf("%d", o->ports[i]));
}

/* The domain's servers are found out once the run has begun. */
static struct target *sought_target(const char *label, const char *email, const char *domain,
				    const struct discover_options *o)
{
	struct target *t = target_new(label);

	t->email = mem_strdup(email);
	t->domain = mem_strdup(domain);
	t->discover = true;
	note_asked(t, o);
	return t;
}

/* Whether there may be anyone to ask about the domain. */
static bool may_ask(const char *domain, const struct discover_options *o)
{
	return o->find_out && !asked_mx(o) && strchr(domain, '.') && !strpbrk(domain, ":%") &&
	       !address_is_numeric(domain);
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
		return mem_strdup(
		    _("The address is too long: at most 64 characters before the @, and 254 "
		      "in all."));
	for (const char *c = word; c < at; c++)
		if ((unsigned char)*c <= ' ' || *c == 0x7f)
			return mem_printf(
			    _("The address \"%s\" contains a space; type one address without "
			      "spaces."),
			    word);
	return NULL;
}

/* Names with letters outside ASCII are shown as typed, and as the DNS has them. */
static char *label_of(const char *word, const char *host, int port)
{
	for (const char *c = word; *c; c++)
		if ((unsigned char)*c >= 0x80)
			return mem_printf("%s (%s)", word, host);
	return mem_strdup(port ? word : host);
}

/* "user@[192.0.2.1]" (RFC 5321 section 4.1.3): the address is the server. */
static struct target *literal_target(const char *word, const char *at,
				     const struct discover_options *o, char **ret_error)
{
	const char *text = str_istarts(at + 2, "IPv6:") ? at + 2 + strlen("IPv6:") : at + 2;
	size_t len = strcspn(text, "]");
	char *address = mem_strndup(text, len);
	struct target *t = NULL;

	if (str_eq(text + len, "]") && address_is_numeric(address))
		t = host_target(word, address, o, ret_error);
	else
		*ret_error = mem_printf(
		    _("\"%s\" in the address isn't an IP address in brackets, such as [192.0.2.1] "
		      "or [IPv6:2001:db8::1]."),
		    at + 1);
	if (t)
		t->email = mem_strdup(word);
	free(address);
	return t;
}

static struct target *email_target(const struct providers *providers, const char *word,
				   const char *at, const struct discover_options *o,
				   char **ret_error)
{
	*ret_error = email_error(word, at);
	if (!*ret_error && at[1] == '[')
		return literal_target(word, at, o, ret_error);
	char *domain = *ret_error ? NULL : hostname_parse(at + 1, ret_error);

	if (!domain)
		return NULL;
	char *email = mem_printf("%.*s@%s", (int)(at - word), word, domain);
	const struct provider *p = providers_for_domain(providers, domain);
	bool seek = !p && may_ask(domain, o);
	char *label = label_of(word, domain, 1);
	struct target *t =
	    p	   ? provider_target(p, email)
	    : seek ? sought_target(str_eq(label, word) ? email : label, email, domain, o)
		   : guessed_target(email, domain);

	if (p && p->own)
		provider_add_notes(t, providers_shipped_for_domain(providers, domain));
	if (!seek)
		t = asked_narrow(t, o, ret_error);
	if (t && asked_mx(o))
		asked_use_mx(t, domain);
	free(label);
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
	return mem_printf(
	    _("This is a web address (with \"://\"); type only the server's name, for example "
	      "%.*s."),
	    len ? (int)len : (int)strlen("mail.example.org"), len ? host : "mail.example.org");
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
		target_server_clear(s);
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
	t = asked_narrow(t, o, &error);
	free(error);
	return t;
}

/* A typed port is asked for at the typed server, and at no other. */
static struct target *at_that_host(struct target *t, const char *host)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (str_ieq(t->servers[i].host, host))
			return t;
	target_free(t);
	return NULL;
}

/* "example.org" is a domain before it is a server; "mail.example.org" is a server. */
static bool is_registered(const char *host)
{
	return may_be_domain(host) && str_eq(registrable_domain(host), host);
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
	char *label = label_of(word, host, port);
	struct target *t = p ? provider_host_target(p, label, host, &one) : NULL;

	if (t && port)
		t = at_that_host(t, host);
	if (!t && !port && is_registered(host) && may_ask(host, &one))
		t = sought_target(label, NULL, host, &one);
	if (!t)
		t = host_target(label, host, &one, ret_error);
	if (t && !p)
		t->meant = mem_strdup(meant_server(providers, host));
	else if (t && !t->provider && t->server_n)
		t->meant = mem_strdup(meant_other(p, host, t->servers[0].service));
	if (t)
		note_asked(t, &one);

	/* "example.org:25" is that server and no other. */
	if (t && !port && asked_mx(o) && may_be_domain(host))
		asked_use_mx(t, host);

	free(label);
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
		*ret_error =
		    mem_strdup(_("Type a provider, an e-mail address or a server's name."));
	else if (p)
		t = asked_narrow(provider_target(p, NULL), o, ret_error);
	else if (at && !strstr(typed, "://"))
		t = email_target(providers, typed, at, o, ret_error);
	else
		t = host_or_error(providers, typed, o, ret_error);
	free(copy);
	if (t && !t->asked.n)
		note_asked(t, o);
	if (t)
		references_choose(t, providers);
	return t;
}

struct target *discover_audit(const struct providers *providers, const char *word, char **ret_error)
{
	static const struct discover_options all = {.find_out = true};
	const char *at = strrchr(word, '@');
	char *domain = hostname_parse(at ? at + 1 : word, ret_error);
	struct target *t = NULL;

	if (domain && !may_be_domain(domain))
		*ret_error = mem_printf(
		    _("\"%s\" isn't a mail domain; type one, such as example.org."), word);
	else if (domain) {
		char *label = label_of(at ? at + 1 : word, domain, 0);

		t = sought_target(label, at ? word : NULL, domain, &all);
		free(label);
	}
	if (t) {
		t->audit = true;
		asked_use_mx(t, domain);
		references_choose(t, providers);
	}
	free(domain);
	return t;
}
