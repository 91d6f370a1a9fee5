/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Read in the programs' own sources and manuals, November 2026: comm-central (nsIMsgIncomingServer, smtpserver prefs),
 * evolution-data-server (ESourceAuthentication, ESourceSecurity), Geary (accounts-manager), kdepim-runtime and
 * ksmtp's transports (kcfg files), neomutt, msmtp, isync, fetchmail, aerc and himalaya's manuals, Postfix's postconf(5).
 */
#include "config.h"
#include "know/account_files.h"

#include "base/mem.h"
#include "base/str.h"
#include "know/pattern.h"

#define ANY PROTOCOL_COUNT_

const struct account_source account_sources[] = {
    {"thunderbird", "Thunderbird",
     ".thunderbird/*/prefs.js .mozilla-thunderbird/*/prefs.js snap/thunderbird/common/.thunderbird/*/prefs.js "
     ".var/app/org.mozilla.Thunderbird/.thunderbird/*/prefs.js Library/Thunderbird/Profiles/*/prefs.js",
     "prefs.js", SYNTAX_PREFS, false, SECURITY_NONE, false},
    {"evolution", "Evolution",
     ".config/evolution/sources/*.source .var/app/org.gnome.Evolution/config/evolution/sources/*.source",
     "*.source", SYNTAX_INI, true, SECURITY_NONE, false},
    {"geary", "Geary",
     ".config/geary/*/geary.ini .var/app/org.gnome.Geary/config/geary/*/geary.ini", "geary.ini",
     SYNTAX_INI, false, SECURITY_TLS, false},
    {"kmail", "KMail",
     ".config/akonadi_imap_resource_*rc .config/akonadi_pop3_resource_*rc .config/mailtransports "
     ".local/share/akonadi_imap_resource_*rc",
     "akonadi_*_resource_*rc", SYNTAX_INI, false, SECURITY_NONE, false},
    {"kmail", "KMail", "", "mailtransports", SYNTAX_INI, false, SECURITY_NONE, false},
    {"mutt", "Mutt and NeoMutt",
     ".muttrc .mutt/muttrc .config/mutt/muttrc .neomuttrc .config/neomutt/neomuttrc", "*muttrc",
     SYNTAX_SET, false, SECURITY_STARTTLS, false},
    {"msmtp", "msmtp", ".msmtprc .config/msmtp/config", "*msmtprc", SYNTAX_WORDS, false,
     SECURITY_NONE, true},
    {"mbsync", "mbsync", ".mbsyncrc .config/isyncrc", "*mbsyncrc", SYNTAX_WORDS, false,
     SECURITY_STARTTLS, false},
    {"mbsync", "mbsync", "", "*isyncrc", SYNTAX_WORDS, false, SECURITY_STARTTLS, false},
    {"fetchmail", "fetchmail", ".fetchmailrc", "*fetchmailrc", SYNTAX_POLL, false,
     SECURITY_STARTTLS, false},
    {"aerc", "aerc", ".config/aerc/accounts.conf", "accounts.conf", SYNTAX_INI, false, SECURITY_TLS,
     false},
    {"himalaya", "Himalaya", ".config/himalaya/config.toml", "config.toml", SYNTAX_TOML, false,
     SECURITY_TLS, false},
    {"postfix", "Postfix", "/etc/postfix/main.cf", "main.cf", SYNTAX_PLAIN, false,
     SECURITY_STARTTLS, true},
};
const size_t account_source_n = sizeof account_sources / sizeof *account_sources;

const struct account_key account_keys[] = {
    {"thunderbird", "mail.server.server*", "realhostname", ACCOUNT_HOST, ANY},
    {"thunderbird", "mail.server.server*", "hostname", ACCOUNT_HOST, ANY},
    {"thunderbird", "mail.server.server*", "type", ACCOUNT_KIND, ANY},
    {"thunderbird", "mail.server.server*", "port", ACCOUNT_PORT, ANY},
    {"thunderbird", "mail.server.server*", "socketType", ACCOUNT_ENCRYPTION, ANY},
    {"thunderbird", "mail.server.server*", "realuserName", ACCOUNT_USER, ANY},
    {"thunderbird", "mail.server.server*", "userName", ACCOUNT_USER, ANY},
    {"thunderbird", "mail.server.server*", "authMethod", ACCOUNT_METHOD, ANY},
    {"thunderbird", "mail.smtpserver.smtp*", "hostname", ACCOUNT_HOST, PROTOCOL_SMTP},
    {"thunderbird", "mail.smtpserver.smtp*", "port", ACCOUNT_PORT, PROTOCOL_SMTP},
    {"thunderbird", "mail.smtpserver.smtp*", "try_ssl", ACCOUNT_ENCRYPTION, PROTOCOL_SMTP},
    {"thunderbird", "mail.smtpserver.smtp*", "username", ACCOUNT_USER, PROTOCOL_SMTP},
    {"thunderbird", "mail.smtpserver.smtp*", "authMethod", ACCOUNT_METHOD, PROTOCOL_SMTP},
    {"evolution", "Authentication", "Host", ACCOUNT_HOST, ANY},
    {"evolution", "Authentication", "Port", ACCOUNT_PORT, ANY},
    {"evolution", "Authentication", "User", ACCOUNT_USER, ANY},
    {"evolution", "Authentication", "Method", ACCOUNT_METHOD, ANY},
    {"evolution", "Security", "Method", ACCOUNT_ENCRYPTION, ANY},
    {"evolution", "Mail *", "BackendName", ACCOUNT_KIND, ANY},
    {"geary", "Incoming", "host", ACCOUNT_HOST, PROTOCOL_IMAP},
    {"geary", "Incoming", "port", ACCOUNT_PORT, PROTOCOL_IMAP},
    {"geary", "Incoming", "login", ACCOUNT_USER, PROTOCOL_IMAP},
    {"geary", "Incoming", "transport_security", ACCOUNT_ENCRYPTION, PROTOCOL_IMAP},
    {"geary", "Outgoing", "host", ACCOUNT_HOST, PROTOCOL_SMTP},
    {"geary", "Outgoing", "port", ACCOUNT_PORT, PROTOCOL_SMTP},
    {"geary", "Outgoing", "login", ACCOUNT_USER, PROTOCOL_SMTP},
    {"geary", "Outgoing", "transport_security", ACCOUNT_ENCRYPTION, PROTOCOL_SMTP},
    {"kmail", "network", "ImapServer", ACCOUNT_HOST, PROTOCOL_IMAP},
    {"kmail", "network", "ImapPort", ACCOUNT_PORT, PROTOCOL_IMAP},
    {"kmail", "network", "UserName", ACCOUNT_USER, PROTOCOL_IMAP},
    {"kmail", "network", "Safety", ACCOUNT_ENCRYPTION, PROTOCOL_IMAP},
    {"kmail", "General", "host", ACCOUNT_HOST, PROTOCOL_POP3},
    {"kmail", "General", "port", ACCOUNT_PORT, PROTOCOL_POP3},
    {"kmail", "General", "login", ACCOUNT_USER, PROTOCOL_POP3},
    {"kmail", "General", "useSSL", ACCOUNT_TLS, PROTOCOL_POP3},
    {"kmail", "General", "useTLS", ACCOUNT_STARTTLS, PROTOCOL_POP3},
    {"kmail", "Transport *", "host", ACCOUNT_HOST, PROTOCOL_SMTP},
    {"kmail", "Transport *", "port", ACCOUNT_PORT, PROTOCOL_SMTP},
    {"kmail", "Transport *", "user", ACCOUNT_USER, PROTOCOL_SMTP},
    {"kmail", "Transport *", "encryption", ACCOUNT_ENCRYPTION, PROTOCOL_SMTP},
    {"mutt", "*", "folder", ACCOUNT_URL, ANY},
    {"mutt", "*", "spoolfile", ACCOUNT_URL, ANY},
    {"mutt", "*", "smtp_url", ACCOUNT_URL, ANY},
    {"msmtp", "account *", "host", ACCOUNT_HOST, PROTOCOL_SMTP},
    {"msmtp", "*", "port", ACCOUNT_PORT, PROTOCOL_SMTP},
    {"msmtp", "*", "user", ACCOUNT_USER, PROTOCOL_SMTP},
    {"msmtp", "*", "auth", ACCOUNT_METHOD, PROTOCOL_SMTP},
    {"msmtp", "*", "tls", ACCOUNT_TLS, PROTOCOL_SMTP},
    {"msmtp", "*", "tls_starttls", ACCOUNT_STARTTLS, PROTOCOL_SMTP},
    {"mbsync", "IMAP*", "Host", ACCOUNT_HOST, PROTOCOL_IMAP},
    {"mbsync", "IMAP*", "Port", ACCOUNT_PORT, PROTOCOL_IMAP},
    {"mbsync", "IMAP*", "User", ACCOUNT_USER, PROTOCOL_IMAP},
    {"mbsync", "IMAP*", "SSLType", ACCOUNT_ENCRYPTION, PROTOCOL_IMAP},
    {"mbsync", "IMAP*", "TLSType", ACCOUNT_ENCRYPTION, PROTOCOL_IMAP},
    {"fetchmail", "*", "via", ACCOUNT_HOST, ANY},
    {"fetchmail", "*", "poll", ACCOUNT_HOST, ANY},
    {"fetchmail", "*", "server", ACCOUNT_HOST, ANY},
    {"fetchmail", "*", "proto", ACCOUNT_KIND, ANY},
    {"fetchmail", "*", "protocol", ACCOUNT_KIND, ANY},
    {"fetchmail", "*", "port", ACCOUNT_PORT, ANY},
    {"fetchmail", "*", "service", ACCOUNT_PORT, ANY},
    {"fetchmail", "*", "user", ACCOUNT_USER, ANY},
    {"fetchmail", "*", "username", ACCOUNT_USER, ANY},
    {"fetchmail", "*", "ssl", ACCOUNT_TLS, ANY},
    {"aerc", "*", "source", ACCOUNT_URL, ANY},
    {"aerc", "*", "outgoing", ACCOUNT_URL, ANY},
    {"himalaya", "accounts.*backend", "host", ACCOUNT_HOST, ANY},
    {"himalaya", "accounts.*backend", "port", ACCOUNT_PORT, ANY},
    {"himalaya", "accounts.*backend", "login", ACCOUNT_USER, ANY},
    {"himalaya", "accounts.*backend", "type", ACCOUNT_KIND, ANY},
    {"himalaya", "accounts.*backend", "encryption.type", ACCOUNT_ENCRYPTION, ANY},
    {"himalaya", "accounts.*backend", "encryption", ACCOUNT_ENCRYPTION, ANY},
    {"postfix", "*", "relayhost", ACCOUNT_HOST_PORT, PROTOCOL_SMTP},
    {"postfix", "*", "smtp_tls_wrappermode", ACCOUNT_TLS, PROTOCOL_SMTP},
};
const size_t account_key_n = sizeof account_keys / sizeof *account_keys;

const struct account_word account_words[] = {
    {"thunderbird", ANY, "0", SECURITY_NONE},
    {"thunderbird", ANY, "2", SECURITY_STARTTLS},
    {"thunderbird", ANY, "1", SECURITY_STARTTLS}, /* of old versions: "if available" */
    {"thunderbird", ANY, "3", SECURITY_TLS},
    {"evolution", ANY, "none", SECURITY_NONE},
    {"evolution", ANY, "starttls-on-standard-port", SECURITY_STARTTLS},
    {"evolution", ANY, "ssl-on-alternate-port", SECURITY_TLS},
    {"geary", ANY, "none", SECURITY_NONE},
    {"geary", ANY, "start-tls", SECURITY_STARTTLS},
    {"geary", ANY, "transport", SECURITY_TLS},
    {"kmail", PROTOCOL_IMAP, "None", SECURITY_NONE},
    {"kmail", PROTOCOL_IMAP, "STARTTLS", SECURITY_STARTTLS},
    {"kmail", PROTOCOL_IMAP, "SSL", SECURITY_TLS},
    {"kmail", PROTOCOL_SMTP, "None", SECURITY_NONE},
    {"kmail", PROTOCOL_SMTP, "TLS", SECURITY_STARTTLS},
    {"kmail", PROTOCOL_SMTP, "SSL", SECURITY_TLS},
    {"kmail", PROTOCOL_POP3, "useSSL=true", SECURITY_TLS},
    {"kmail", PROTOCOL_POP3, "useTLS=true", SECURITY_STARTTLS},
    {"msmtp", ANY, "tls on, tls_starttls off", SECURITY_TLS},
    {"msmtp", ANY, "tls on, tls_starttls on", SECURITY_STARTTLS},
    {"mbsync", ANY, "None", SECURITY_NONE},
    {"mbsync", ANY, "STARTTLS", SECURITY_STARTTLS},
    {"mbsync", ANY, "IMAPS", SECURITY_TLS},
    {"fetchmail", ANY, "ssl", SECURITY_TLS},
    {"himalaya", ANY, "none", SECURITY_NONE},
    {"himalaya", ANY, "start-tls", SECURITY_STARTTLS},
    {"himalaya", ANY, "tls", SECURITY_TLS},
    {"postfix", ANY, "smtp_tls_wrappermode = yes", SECURITY_TLS},
    {"postfix", ANY, "smtp_tls_wrappermode = no, smtp_tls_security_level = encrypt",
     SECURITY_STARTTLS},
};
const size_t account_word_n = sizeof account_words / sizeof *account_words;

const struct account_source *account_source_of(const char *file)
{
	for (size_t i = 0; i < account_source_n; i++)
		if (pattern_match(account_sources[i].file, str_file_name(file)))
			return &account_sources[i];
	return NULL;
}

const char *account_program_name(const char *program)
{
	for (size_t i = 0; i < account_source_n; i++)
		if (str_eq(account_sources[i].program, program))
			return account_sources[i].name;
	return program;
}

const char *account_security_word(const char *program, enum protocol protocol,
				  enum security security)
{
	for (size_t i = 0; i < account_word_n; i++) {
		const struct account_word *w = &account_words[i];

		if (str_eq(w->program, program) && w->security == security &&
		    (w->protocol == PROTOCOL_COUNT_ || w->protocol == protocol))
			return w->word;
	}
	return NULL;
}

static bool writes_urls(const char *program)
{
	for (size_t i = 0; i < account_key_n; i++)
		if (str_eq(account_keys[i].program, program) &&
		    account_keys[i].field == ACCOUNT_URL)
			return true;
	return false;
}

char *account_url(const char *program, enum protocol protocol, enum security security,
		  const char *host, int port)
{
	static const char *const schemes[] = {
	    [PROTOCOL_SMTP] = "smtp", [PROTOCOL_IMAP] = "imap", [PROTOCOL_POP3] = "pop"};

	if (!writes_urls(program) || protocol > PROTOCOL_POP3)
		return NULL;
	return mem_printf("%s%s://%s:%d", schemes[protocol], security == SECURITY_TLS ? "s" : "",
			  host, port);
}
