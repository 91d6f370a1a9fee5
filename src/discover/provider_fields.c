/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/provider_fields.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "discover/hostname.h"
#include "discover/provider_file.h"
#include "know/services.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* ---- texts of the provider ---- */

static void set(char **field, const char *text)
{
	free(*field);
	*field = mem_strdup(text);
}

char *provider_domain(const char *text)
{
	bool below = str_istarts(text, "*.");
	char *error = NULL, *name = hostname_parse(below ? text + 2 : text, &error);
	char *domain = name && below ? mem_printf("*.%s", name) : mem_strdup(name);

	free(error);
	free(name);
	return domain;
}

static void put_domain(struct reader *r, const char *text)
{
	char *domain = provider_domain(text);

	if (!domain)
		provider_remark(r, _("\"%s\" isn't a domain; write one name, such as example.org"),
				text);
	else if (str_ieq(r->purpose, "mx"))
		strs_append(&r->p->mx, domain);
	else
		strs_append(&r->p->domains, domain);
}

static void put_name(struct reader *r, const char *text)
{
	set(&r->p->name, text);
}

static void put_short_name(struct reader *r, const char *text)
{
	set(&r->p->short_name, text);
}

static void put_kind(struct reader *r, const char *text)
{
	set(&r->p->kind, text);
}

static void put_region(struct reader *r, const char *text)
{
	set(&r->p->region, text);
}

static void put_confidence(struct reader *r, const char *text)
{
	if (strlen(text) != 1 || *text < 'A' || *text > 'D')
		provider_remark(r, _("the confidence \"%s\" must be A, B, C or D"), text);
	else
		set(&r->p->confidence, text);
}

/* "2026-11-28" */
static void put_checked(struct reader *r, const char *text)
{
	static const char shape[] = "dddd-dd-dd";
	bool fits = strlen(text) == strlen(shape);

	for (size_t i = 0; fits && shape[i]; i++)
		fits = shape[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == shape[i];
	if (!fits)
		provider_remark(r, _("\"%s\" isn't a date like 2026-11-28"), text);
	else
		set(&r->p->checked, text);
}

static void put_mx(struct reader *r, const char *text)
{
	strs_append(&r->p->mx, str_lower(mem_strdup(text)));
}

static void put_code(struct reader *r, const char *text)
{
	strs_add(&r->p->codes, text);
}

static void put_note(struct reader *r, const char *text)
{
	strs_add(&r->p->notes, text);
}

static void put_user_form(struct reader *r, const char *text)
{
	set(&r->p->user_form, text);
}

static void put_owner(struct reader *r, const char *text)
{
	set(&r->p->owner, text);
}

/* "HOST:PORT", a standard port. */
static void put_reference(struct reader *r, const char *text)
{
	char *host = NULL, *error = NULL;
	int port = 0;
	bool split = hostname_split(text, &host, &port, &error);
	enum service service = port ? service_for_port(port) : SERVICE_COUNT_;
	struct provider *p = r->p;

	free(error);
	if (!split || service == SERVICE_COUNT_ || p->reference_n == TARGET_REFERENCES_MAX) {
		provider_remark(
		    r,
		    _("the control \"%s\" isn't HOST:PORT with a usual port, or is one too many"),
		    text);
		free(host);
		return;
	}
	p->references = mem_realloc(p->references, p->reference_n + 1, sizeof *p->references);
	p->references[p->reference_n++] = (struct target_reference){service, host, port};
}

/* ---- what the provider asks the person to do ---- */

/* One text in several languages: the person's own wins, then English, then the first. */
static void put_instruction(struct reader *r, const char *text)
{
	struct provider *p = r->p;
	int liking = provider_language_liking(r->language);

	if (p->instruction && liking <= p->instruction_liking)
		return;
	set(&p->instruction, text);
	p->instruction_liking = liking;
}

/* Of several pages the one in the person's language, then an English one, then the first. */
static void choose_page(struct reader *r, int liking)
{
	struct provider *p = r->p;

	if (!r->page || (p->help_url && liking <= p->help_liking))
		return;
	set(&p->help_url, r->page);
	p->help_liking = liking;
}

static void put_description(struct reader *r, const char *text)
{
	(void)text;
	r->described = true;
	choose_page(r, provider_language_liking(r->language));
}

void provider_end_page(struct reader *r)
{
	if (!r->described)
		choose_page(r, provider_language_liking(NULL));
	free(r->page);
	r->page = NULL;
}

/* ---- texts of a server ---- */

/* The server that is being read cannot be used. */
static void spoil(struct reader *r, char *why)
{
	if (r->fault)
		free(why);
	else
		r->fault = why;
}

static void put_hostname(struct reader *r, const char *text)
{
	char *example = provider_host(text, "a@example.org"), *error = NULL;
	char *name = example ? hostname_parse(example, &error) : NULL;

	free(error);
	if (!name)
		spoil(r, mem_printf(
			     _("\"%s\" isn't a server's name; write one, such as imap.example.org"),
			     text));
	else /* in ASCII and without a final dot, unless something is to be filled in */
		set(&r->server.host, str_eq(example, text) ? name : text);
	free(name);
	free(example);
}

static void put_port(struct reader *r, const char *text)
{
	long port;

	if (str_number(text, 1, 65535, &port))
		r->server.port = (int)port;
	else
		spoil(r, mem_printf(_("\"%s\" isn't a port from 1 to 65535"), text));
}

static void put_socket_type(struct reader *r, const char *text)
{
	static const struct {
		const char *word;
		enum security security;
	} words[] = {{"plain", SECURITY_NONE},
		     {"STARTTLS", SECURITY_STARTTLS},
		     {"SSL", SECURITY_TLS},
		     {"TLS", SECURITY_TLS},
		     {"SSL/TLS", SECURITY_TLS}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(text, words[i].word)) {
			r->server.security = words[i].security;
			r->has_socket = true;
			return;
		}
	spoil(r, mem_printf(_("the socketType \"%s\" must be plain, STARTTLS or SSL"), text));
}

/* Kinds of login, and names of SASL methods (RFC 4422); "*" at the end matches the rest. */
static const struct {
	const char *theirs, *ours; /* NULL: known, and no login to a mail server */
} methods[] = {
    {"password-cleartext", "password"},
    {"plain", "password"},
    {"login", "password"},
    {"password-encrypted", "cram"},
    {"secure", "cram"},
    {"CRAM-*", "cram"},
    {"DIGEST-*", "cram"},
    {"SCRAM-*", "cram"},
    {"APOP", "cram"},
    {"OAuth", "oauth2"},
    {"OAuth2", "oauth2"},
    {"OAUTHBEARER", "oauth2"},
    {"XOAUTH2", "oauth2"},
    {"client-IP-address", "client-ip"},
    {"smtp-after-pop", "password"},
    {"none", "none"},
    {"GSSAPI", "gssapi"},
    {"GS2-KRB5*", "gssapi"},
    {"NTLM", "ntlm"},
    {"TLS-client-cert", "client-certificate"},
    {"EXTERNAL", "client-certificate"},
    {"http-*", NULL},
    {"basic", NULL},
    {"digest", NULL},
};

static bool is_method(const char *pattern, const char *text)
{
	size_t len = strlen(pattern);

	if (pattern[len - 1] != '*')
		return str_ieq(pattern, text);
	char *start = mem_strndup(pattern, len - 1);
	bool begins = str_istarts(text, start);

	free(start);
	return begins;
}

static void put_authentication(struct reader *r, const char *text)
{
	r->has_method = true;
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
		const char *ours = methods[i].ours;

		if (!is_method(methods[i].theirs, text))
			continue;
		if (ours && !strs_has(&r->server.login, ours))
			strs_add(&r->server.login, ours);
		return;
	}
	provider_remark(
	    r,
	    _("the authentication \"%s\" is unknown; use password-cleartext, password-encrypted "
	      "or OAuth2"),
	    text);
}

static void put_username(struct reader *r, const char *text)
{
	set(&r->server.user, text);
}

/* ---- which element goes where ---- */

const struct provider_field provider_fields[] = {
    {"domain", put_domain},
    {"displayName", put_name},
    {"displayShortName", put_short_name},
    {OURS("kind"), put_kind},
    {OURS("region"), put_region},
    {OURS("confidence"), put_confidence},
    {OURS("checked"), put_checked},
    {OURS("mx"), put_mx},
    {OURS("code"), put_code},
    {OURS("note"), put_note},
    {OURS("userForm"), put_user_form},
    {OURS("owner"), put_owner},
    {OURS("control"), put_reference},
    {NULL, NULL},
};

const struct provider_field provider_server_fields[] = {
    {"hostname", put_hostname},	     {"port", put_port},
    {"socketType", put_socket_type}, {"authentication", put_authentication},
    {"username", put_username},	     {NULL, NULL},
};

const struct provider_field provider_enable_fields[] = {
    {"instruction", put_instruction},
    {"descr", put_description},
    {NULL, NULL},
};
