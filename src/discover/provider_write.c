/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/provider_write.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "discover/provider_xml.h"
#include "know/policies.h"
#include "know/services.h"

#include <stdlib.h>

static void put_escaped(struct buf *out, const char *text)
{
	static const struct {
		char c;
		const char *name;
	} names[] = {{'<', "&lt;"}, {'>', "&gt;"}, {'&', "&amp;"}, {'"', "&quot;"}};

	for (; *text; text++) {
		const char *name = NULL;

		for (size_t i = 0; i < sizeof names / sizeof *names && !name; i++)
			name = names[i].c == *text ? names[i].name : NULL;
		if (name)
			buf_puts(out, name);
		else
			buf_putc(out, *text);
	}
}

/* NULL text: nothing. */
static void put(struct buf *out, int depth, const char *element, const char *text)
{
	if (!text)
		return;
	buf_printf(out, "%*s<%s>", 2 * depth, "", element);
	put_escaped(out, text);
	buf_printf(out, "</%s>\n", element);
}

static void put_all(struct buf *out, const char *element, const struct strs *texts)
{
	for (size_t i = 0; i < texts->n; i++)
		put(out, 2, element, texts->v[i]);
}

/* The usual name of a login method of ours. */
static const char *method_name(const char *ours)
{
	static const struct {
		const char *ours, *theirs;
	} methods[] = {
	    {"password", "password-cleartext"},
	    {"cram", "password-encrypted"},
	    {"oauth2", "OAuth2"},
	    {"client-ip", "client-IP-address"},
	    {"gssapi", "GSSAPI"},
	    {"ntlm", "NTLM"},
	    {"none", "none"},
	    {"client-certificate", "TLS-client-cert"},
	};

	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (str_eq(ours, methods[i].ours))
			return methods[i].theirs;
	return ours;
}

const char *provider_socket_type(enum security security)
{
	static const char *const names[] = {
	    [SECURITY_NONE] = "plain", [SECURITY_STARTTLS] = "STARTTLS", [SECURITY_TLS] = "SSL"};

	return names[security];
}

static void put_server(struct buf *out, const struct target_server *s)
{
	static const char *const types[] = {
	    [PROTOCOL_SMTP] = "smtp", [PROTOCOL_IMAP] = "imap", [PROTOCOL_POP3] = "pop3"};
	enum protocol protocol = service_row(s->service)->protocol;
	const char *element = protocol == PROTOCOL_SMTP ? "outgoingServer" : "incomingServer";

	buf_printf(out, "    <%s type=\"%s\"%s%s>\n", element, types[protocol],
		   s->alternative ? " p:alternative=\"yes\"" : "",
		   s->unconfirmed ? " p:unconfirmed=\"yes\"" : "");
	put(out, 3, "hostname", s->host);
	buf_printf(out, "      <port>%d</port>\n", s->port);
	put(out, 3, "socketType", provider_socket_type(s->security));
	for (size_t i = 0; i < s->login.n; i++)
		put(out, 3, "authentication", method_name(s->login.v[i]));
	put(out, 3, "username", s->user);
	buf_printf(out, "    </%s>\n", element);
}

static void put_page(struct buf *out, const char *element, const char *attribute, const char *url,
		     const char *instruction)
{
	if (!url && !instruction)
		return;
	buf_printf(out, "    <%s %s=\"", element, attribute);
	put_escaped(out, url ? url : "");
	buf_puts(out, "\">\n");
	put(out, 3, "instruction", instruction);
	buf_printf(out, "    </%s>\n", element);
}

/* The general sentence of a code is not of the file: reading adds it. */
static bool is_of_a_code(const struct provider *p, const char *note)
{
	for (size_t i = 0; i < p->codes.n; i++) {
		const struct policy *policy = policy_find(p->codes.v[i]);

		if (policy && str_eq(note, _(policy->sentence)))
			return true;
	}
	return false;
}

/* The codes that a note explains, for reading to leave their general sentence out; the caller frees. */
static char *told_codes(const struct provider *p)
{
	struct strs told = {0};

	for (size_t i = 0; i < p->codes.n; i++) {
		const struct policy *policy = policy_find(p->codes.v[i]);

		if (policy && !strs_has(&p->notes, _(policy->sentence)))
			strs_add(&told, p->codes.v[i]);
	}
	char *all = strs_join(&told, " ");

	strs_clear(&told);
	return all;
}

static void put_notes(struct buf *out, const struct provider *p)
{
	char *told = told_codes(p);
	bool first = true;

	for (size_t i = 0; i < p->notes.n; i++) {
		const char *note = p->notes.v[i];

		if (is_of_a_code(p, note) || str_eq(note, p->instruction))
			continue;
		if (first && *told)
			buf_printf(out, "    <p:note for=\"%s\">", told);
		else
			buf_puts(out, "    <p:note>");
		first = false;
		put_escaped(out, note);
		buf_puts(out, "</p:note>\n");
	}
	free(told);
}

static void put_ours(struct buf *out, const struct provider *p)
{
	put(out, 2, "p:owner", p->owner);
	put(out, 2, "p:kind", p->kind);
	put(out, 2, "p:region", p->region);
	put(out, 2, "p:confidence", p->confidence);
	put(out, 2, "p:checked", p->checked);
	put(out, 2, "p:userForm", p->user_form);
	put_all(out, "p:mx", &p->mx);
	put_all(out, "p:code", &p->codes);
	put_notes(out, p);
	for (size_t i = 0; i < p->reference_n; i++)
		buf_printf(out, "    <p:control>%s:%d</p:control>\n", p->references[i].host,
			   p->references[i].port);
}

char *provider_write_server(const struct target_server *s)
{
	struct buf out;

	buf_init(&out, 0);
	put_server(&out, s);
	char *text = buf_take(&out), *trimmed = mem_strdup(str_trim(text));

	free(text);
	return trimmed;
}

char *provider_write(const struct provider *p)
{
	struct buf out;

	buf_init(&out, 0);
	buf_puts(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		       "<clientConfig version=\"1.1\" xmlns:p=\"" PROVIDER_NAMESPACE "\">\n"
		       "  <emailProvider id=\"");
	put_escaped(&out, p->id);
	buf_puts(&out, "\">\n");
	put_all(&out, "domain", &p->domains);
	put(&out, 2, "displayName", p->name);
	put(&out, 2, "displayShortName", p->short_name);
	for (size_t i = 0; i < p->server_n; i++)
		put_server(&out, &p->servers[i]);
	put_page(&out, "documentation", "url", p->help_url, NULL);
	put_page(&out, "enable", "visiturl", p->enable_url, p->instruction);
	put_ours(&out, p);
	buf_puts(&out, "  </emailProvider>\n</clientConfig>\n");
	return buf_take(&out);
}
