/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of lines: mutt, msmtp, mbsync, fetchmail, Postfix. */
#include "config.h"
#include "report/setup_private.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* Between double quotes, with a backslash before each of special. */
static void put_quoted(struct buf *out, const char *text, const char *special)
{
	buf_putc(out, '"');
	for (; *text; text++) {
		if (strchr(special, *text))
			buf_putc(out, '\\');
		buf_putc(out, *text);
	}
	buf_putc(out, '"');
}

/* RFC 3986. */
static void put_url_part(struct buf *out, const char *text)
{
	for (; *text; text++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~",
			   *text))
			buf_putc(out, *text);
		else
			buf_printf(out, "%%%02X", (unsigned char)*text);
}

/* ---- mutt: muttrc(5) ---- */

#define MUTT_SPECIAL "\"\\$`"

static void mutt_set(struct buf *out, const char *name, const char *value)
{
	if (!value)
		return;
	buf_printf(out, "set %s = ", name);
	put_quoted(out, value, MUTT_SPECIAL);
	buf_putc(out, '\n');
}

static void mutt_url(struct buf *out, const char *name, const struct setup_side *side,
		     const char *plain, const char *tls)
{
	char *host = setup_host(side->set);

	buf_printf(out, "set %s = \"%s://", name,
		   side->set->security == SECURITY_TLS ? tls : plain);
	if (side->user && !side->none) {
		put_url_part(out, side->user);
		buf_putc(out, '@');
	}
	buf_printf(out, "%s:%d/\"\n", host, side->set->port);
	free(host);
}

static void mutt_login(struct buf *out, const char *protocol, const struct setup_side *side)
{
	if (!side->oauth2 && !side->encrypted)
		return;
	buf_printf(out, "set %s_authenticators = \"%s\"\n", protocol,
		   side->oauth2 ? "oauthbearer:xoauth2" : "cram-md5");
	if (side->oauth2)
		buf_printf(out, "# Needed: set %s_oauth_refresh_command = \"COMMAND\"\n", protocol);
}

static void mutt_in(struct buf *out, const struct setup_side *in)
{
	if (in->set->protocol == PROTOCOL_POP3) {
		mutt_url(out, "pop_host", in, "pop", "pops");
		mutt_login(out, "pop", in);
		return;
	}
	mutt_url(out, "folder", in, "imap", "imaps");
	buf_puts(out, "set spoolfile = \"+INBOX\"\n");
	mutt_login(out, "imap", in);
}

void setup_muttrc(struct buf *out, const struct setup *s)
{
	const struct setting *any = s->in.set ? s->in.set : s->out.set;

	setup_comment(out, s);
	buf_puts(out, "# mutt asks for the password.\n");
	mutt_set(out, "from", s->email);
	if (s->in.set)
		mutt_in(out, &s->in);
	if (s->out.set) {
		mutt_url(out, "smtp_url", &s->out, "smtp", "smtps");
		mutt_login(out, "smtp", &s->out);
	}
	buf_printf(out, "set ssl_starttls = %s\n", any->security == SECURITY_NONE ? "no" : "yes");
	buf_printf(out, "set ssl_force_tls = %s\n", any->security == SECURITY_NONE ? "no" : "yes");
}

/* ---- msmtp(1) ---- */

/* Double quotes group; inside, msmtp has no escape: such a name is not quoted. */
static void msmtp_line(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, "%-15s %s\n", name, value);
}

static const char *msmtp_auth(const struct setup_side *side)
{
	return side->none ? "off" : side->oauth2 ? "xoauth2" : "on";
}

void setup_msmtprc(struct buf *out, const struct setup *s)
{
	const struct setting *set = s->out.set;

	setup_comment(out, s);
	msmtp_line(out, "account", "default");
	msmtp_line(out, "host", set->host);
	buf_printf(out, "%-15s %d\n", "port", set->port);
	msmtp_line(out, "tls", set->security == SECURITY_NONE ? "off" : "on");
	if (set->security != SECURITY_NONE) {
		msmtp_line(out, "tls_starttls", set->security == SECURITY_STARTTLS ? "on" : "off");
		msmtp_line(out, "tls_trust_file", "system");
	}
	if (s->email)
		msmtp_line(out, "from", s->email);
	msmtp_line(out, "auth", msmtp_auth(&s->out));
	if (!s->out.none)
		msmtp_line(out, "user", s->out.user);
	if (s->out.oauth2)
		buf_puts(out,
			 "# Needed: passwordeval and a command that prints an access token.\n");
	else if (!s->out.none)
		buf_puts(out, "# msmtp asks for the password, or: passwordeval \"COMMAND\".\n");
}

/* ---- mbsync(1) ---- */

static const char *mbsync_ssl(enum security s)
{
	return s == SECURITY_TLS ? "IMAPS" : s == SECURITY_STARTTLS ? "STARTTLS" : "None";
}

/* type: the name of the keyword, which isync 1.5 changed. */
static void put_mbsync(struct buf *out, const struct setup *s, const char *type)
{
	const struct setting *set = s->in.set;

	setup_comment(out, s);
	buf_puts(out, "# mbsync asks for the password, or: PassCmd \"COMMAND\".\n");
	buf_printf(out, "IMAPAccount mail\nHost %s\nPort %d\nUser ", set->host, set->port);
	put_quoted(out, s->in.user, "\"\\");
	buf_printf(out, "\n%s %s\n", type, mbsync_ssl(set->security));
	if (s->in.encrypted)
		buf_puts(out, "AuthMechs CRAM-MD5\n");
	buf_puts(out, "\nIMAPStore mail-remote\nAccount mail\n"
		      "\nMaildirStore mail-local\nSubFolders Verbatim\nPath ~/Mail/\n"
		      "Inbox ~/Mail/INBOX\n"
		      "\nChannel mail\nFar :mail-remote:\nNear :mail-local:\nPatterns *\n"
		      "Create Near\nExpunge None\nSyncState *\n");
}

void setup_mbsyncrc(struct buf *out, const struct setup *s)
{
	put_mbsync(out, s, "SSLType");
}

void setup_isyncrc(struct buf *out, const struct setup *s)
{
	put_mbsync(out, s, "TLSType");
}

/* ---- fetchmail(1) ---- */

void setup_fetchmailrc(struct buf *out, const struct setup *s)
{
	const struct setting *set = s->in.set;
	const char *tls = set->security == SECURITY_TLS ? "    ssl\n    sslproto \"TLS1.2+\"\n"
			  : set->security == SECURITY_STARTTLS ? "    sslproto \"TLS1.2+\"\n"
							       : "    sslproto \"\"\n";

	setup_comment(out, s);
	buf_puts(out, "# fetchmail asks for the password. Messages stay on the server.\n");
	buf_printf(out, "poll %s\n    protocol %s\n    port %d\n", set->host,
		   set->protocol == PROTOCOL_POP3 ? "pop3" : "imap", set->port);
	if (s->in.encrypted && set->protocol == PROTOCOL_IMAP)
		buf_puts(out, "    auth cram-md5\n");
	buf_puts(out, "    username ");
	put_quoted(out, s->in.user, "\"\\");
	buf_printf(out, "\n%s%s    keep\n", tls,
		   set->security == SECURITY_NONE ? "" : "    sslcertck\n");
}

/* ---- Postfix: postconf(5), SASL_README ---- */

void setup_postfix(struct buf *out, const struct setup *s)
{
	const struct setting *set = s->out.set;

	setup_comment(out, s);
	buf_printf(out,
		   "# Add these lines to /etc/postfix/main.cf. All outgoing mail then goes to %s.\n"
		   "relayhost = [%s]:%d\n",
		   set->host, set->host, set->port);
	if (set->security == SECURITY_NONE)
		buf_puts(out, "smtp_tls_security_level = none\n");
	else
		buf_puts(out, "smtp_tls_security_level = secure\n"
			      "smtp_tls_CAfile = /etc/ssl/certs/ca-certificates.crt\n");
	if (set->security == SECURITY_TLS)
		buf_puts(out, "smtp_tls_wrappermode = yes\n");
	if (s->out.none)
		return;
	buf_printf(out,
		   "smtp_sasl_auth_enable = yes\n"
		   "smtp_sasl_security_options = noanonymous\n"
		   "smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n"
		   "# /etc/postfix/sasl_passwd, mode 0600, one line, then: postmap "
		   "/etc/postfix/sasl_passwd\n"
		   "#   [%s]:%d USER:PASSWORD\n",
		   set->host, set->port);
	if (s->out.user)
		buf_printf(out, "# USER is %s.\n", s->out.user);
}
