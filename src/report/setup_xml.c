/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents: Thunderbird's clientConfig 1.1, and Apple's configuration profile. */
#include "config.h"
#include "report/setup_private.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static void put_text(struct buf *out, const char *text)
{
	for (; *text; text++)
		switch (*text) {
		case '<':
			buf_puts(out, "&lt;");
			break;
		case '>':
			buf_puts(out, "&gt;");
			break;
		case '&':
			buf_puts(out, "&amp;");
			break;
		default:
			buf_putc(out, *text);
		}
}

static void put_element(struct buf *out, const char *indent, const char *name, const char *text)
{
	buf_printf(out, "%s<%s>", indent, name);
	put_text(out, text);
	buf_printf(out, "</%s>\n", name);
}

/* ---- clientConfig ---- */

static void put_server(struct buf *out, const struct setup_side *side)
{
	static const char *const types[] = {
	    [PROTOCOL_SMTP] = "smtp", [PROTOCOL_IMAP] = "imap", [PROTOCOL_POP3] = "pop3"};
	static const char *const sockets[] = {
	    [SECURITY_NONE] = "plain", [SECURITY_STARTTLS] = "STARTTLS", [SECURITY_TLS] = "SSL"};
	const struct setting *set = side->set;
	const char *element = set->protocol == PROTOCOL_SMTP ? "outgoingServer" : "incomingServer";

	buf_printf(out, "    <%s type=\"%s\">\n", element, types[set->protocol]);
	put_element(out, "      ", "hostname", set->host);
	buf_printf(out, "      <port>%d</port>\n      <socketType>%s</socketType>\n", set->port,
		   sockets[set->security]);
	/* The first one that the program has is used. */
	if (str_ieq(set->auth, "oauth2") && !side->oauth2)
		put_element(out, "      ", "authentication", "OAuth2");
	put_element(out, "      ", "authentication",
		    side->none	      ? "none"
		    : side->oauth2    ? "OAuth2"
		    : side->encrypted ? "password-encrypted"
				      : "password-cleartext");
	if (!side->none)
		put_element(out, "      ", "username",
			    side->user	? side->user
			    : set->user ? set->user
					: "%EMAILADDRESS%");
	buf_printf(out, "    </%s>\n", element);
}

void setup_autoconfig(struct buf *out, const struct setup *s)
{
	const struct target *t = s->record->target;
	const char *at = s->email ? strrchr(s->email, '@') : NULL;
	const char *domain = at		 ? at + 1
			     : t->domain ? t->domain
			     : s->in.set ? s->in.set->host
					 : s->out.set->host;

	buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<clientConfig version=\"1.1\">\n"
		      "  <emailProvider id=\"");
	for (const char *p = domain; *p; p++)
		if (*p != '"' && *p != '<' && *p != '&')
			buf_putc(out, *p);
	buf_puts(out, "\">\n");
	put_element(out, "    ", "domain", domain);
	put_element(out, "    ", "displayName", s->name);
	if (s->in.set)
		put_server(out, &s->in);
	if (s->out.set)
		put_server(out, &s->out);
	buf_puts(out, "  </emailProvider>\n</clientConfig>\n");
}

/* ---- a configuration profile: Apple's "Mail" payload, com.apple.mail.managed ---- */

static void put_string(struct buf *out, const char *indent, const char *key, const char *value)
{
	put_element(out, indent, "key", key);
	put_element(out, indent, "string", value);
}

static void put_number(struct buf *out, const char *key, int value)
{
	put_element(out, "      ", "key", key);
	buf_printf(out, "      <integer>%d</integer>\n", value);
}

static void put_flag(struct buf *out, const char *key, bool value)
{
	put_element(out, "      ", "key", key);
	buf_printf(out, "      <%s/>\n", value ? "true" : "false");
}

/* The same for the same account, so that a new profile takes the place of the old one (RFC 9562,
 * version 8). */
static char *uuid(const struct setup *s, int part)
{
	return mem_printf("%.8s-%.4s-8%.3s-a%.3s-706f7274680%d", s->id, s->id + 8, s->id + 12,
			  s->id + 3, part);
}

static void put_side(struct buf *out, const char *prefix, const struct setup_side *side)
{
	static const char *const fields[] = {"Authentication", "HostName", "PortNumber", "UseSSL",
					     "Username"};
	const char *values[] = {side->none	  ? "EmailAuthNone"
				: side->encrypted ? "EmailAuthCRAMMD5"
						  : "EmailAuthPassword",
				side->set->host, NULL, NULL, side->user};
	char *keys[sizeof fields / sizeof *fields];

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		keys[i] = mem_printf("%s%s", prefix, fields[i]);
	put_string(out, "      ", keys[0], values[0]);
	put_string(out, "      ", keys[1], values[1]);
	put_number(out, keys[2], side->set->port);
	put_flag(out, keys[3], side->set->security != SECURITY_NONE);
	if (side->user && !side->none)
		put_string(out, "      ", keys[4], values[4]);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		free(keys[i]);
}

static void put_payload_head(struct buf *out, const struct setup *s, const char *indent, int part,
			     const char *type)
{
	char *id = uuid(s, part), *name = mem_printf("porthorn.%s.%d", s->id, part);

	put_string(out, indent, "PayloadType", type);
	put_element(out, indent, "key", "PayloadVersion");
	put_element(out, indent, "integer", "1");
	put_string(out, indent, "PayloadIdentifier", name);
	put_string(out, indent, "PayloadUUID", id);
	put_string(out, indent, "PayloadDisplayName", s->name);
	free(name);
	free(id);
}

void setup_mobileconfig(struct buf *out, const struct setup *s)
{
	bool imap = s->in.set->protocol == PROTOCOL_IMAP;

	buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		      "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
		      "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
		      "<plist version=\"1.0\">\n<dict>\n");
	put_payload_head(out, s, "  ", 1, "Configuration");
	buf_puts(out, "  <key>PayloadContent</key>\n  <array>\n    <dict>\n");
	put_payload_head(out, s, "      ", 2, "com.apple.mail.managed");
	put_string(out, "      ", "EmailAccountType", imap ? "EmailTypeIMAP" : "EmailTypePOP");
	put_string(out, "      ", "EmailAccountDescription", s->name);
	put_string(out, "      ", "EmailAddress", s->email);
	put_side(out, "IncomingMailServer", &s->in);
	put_side(out, "OutgoingMailServer", &s->out);
	put_flag(out, "OutgoingPasswordSameAsIncomingPassword", true);
	buf_puts(out, "    </dict>\n  </array>\n</dict>\n</plist>\n");
}
