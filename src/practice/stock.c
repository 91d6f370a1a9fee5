/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "practice/stock.h"

#include "base/str.h"

#include <stddef.h>

/*
 * The exact words of Postfix, Dovecot and Pigeonhole in Debian, so that trying by hand shows the
 * real thing. No password is ever right.
 */

#define SMTP_EHLO_1                                                                                \
	"  reply 250-mail.practice.example\n"                                                      \
	"  reply 250-PIPELINING\n"                                                                 \
	"  reply 250-SIZE 52428800\n"                                                              \
	"  reply 250-ETRN\n"
#define SMTP_EHLO_2                                                                                \
	"  reply 250-ENHANCEDSTATUSCODES\n"                                                        \
	"  reply 250-8BITMIME\n"                                                                   \
	"  reply 250-DSN\n"                                                                        \
	"  reply 250-SMTPUTF8\n"                                                                   \
	"  reply 250 CHUNKING\n"

static const char smtp[] = "greet\n"
			   "  reply 220 mail.practice.example ESMTP Postfix (Debian/GNU)\n"
			   "on HELO\n"
			   "  reply 250 mail.practice.example\n"
			   "plain\n"
			   "on EHLO\n" SMTP_EHLO_1 "  reply 250-STARTTLS\n" SMTP_EHLO_2 //
			   "on STARTTLS\n"
			   "  reply 220 2.0.0 Ready to start TLS\n"
			   "  start-tls\n"
			   "under-tls\n"
			   "on EHLO\n" SMTP_EHLO_1 SMTP_EHLO_2 //
			   "always\n"
			   "on NOOP\n"
			   "  reply 250 2.0.0 Ok\n"
			   "on RSET\n"
			   "  reply 250 2.0.0 Ok\n"
			   "on HELP\n"
			   "  reply 214 2.0.0 Try EHLO, STARTTLS, MAIL, RCPT, QUIT\n"
			   "on MAIL\n"
			   "  reply 250 2.1.0 Ok\n"
			   "on RCPT\n"
			   "  reply 554 5.7.1 Relay access denied\n"
			   "on DATA\n"
			   "  reply 554 5.5.1 Error: no valid recipients\n"
			   "on AUTH\n"
			   "  reply 503 5.5.1 Error: authentication not enabled\n"
			   "on QUIT\n"
			   "  reply 221 2.0.0 Bye\n"
			   "  close\n"
			   "on GET\n"
			   "  reply 221 2.7.0 Error: I can break rules, too. Goodbye.\n"
			   "  close\n"
			   "else\n"
			   "  reply 502 5.5.2 Error: command not recognized\n";

static const char submission[] =
    "like smtp\n"
    "plain\n"
    "on MAIL\n"
    "  reply 530 5.7.0 Must issue a STARTTLS command first\n"
    "on AUTH\n"
    "  reply 530 5.7.0 Must issue a STARTTLS command first\n"
    "under-tls\n"
    "on EHLO\n" SMTP_EHLO_1 "  reply 250-AUTH PLAIN LOGIN\n" SMTP_EHLO_2 //
    "on MAIL\n"
    "  reply 530 5.7.0 Authentication required\n"
    "on AUTH\n"
    "  reply 535 5.7.8 Error: authentication failed: a practice server knows no passwords\n";

static const char submissions[] = "like submission\n"
				  "tls on\n";

#define IMAP_CAPABILITY "CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+"

static const char imap[] =
    "plain\n"
    "greet\n"
    "  reply * OK [" IMAP_CAPABILITY " STARTTLS LOGINDISABLED] Dovecot (Debian) ready.\n"
    "on * CAPABILITY\n"
    "  reply * " IMAP_CAPABILITY " STARTTLS LOGINDISABLED\n"
    "  reply {tag} OK Pre-login capabilities listed, post-login capabilities have more.\n"
    "on * STARTTLS\n"
    "  reply {tag} OK Begin TLS negotiation now.\n"
    "  start-tls\n"
    "on * LOGIN\n"
    "  reply {tag} NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure "
    "(SSL/TLS) "
    "connections.\n"
    "under-tls\n"
    "greet\n"
    "  reply * OK [" IMAP_CAPABILITY " AUTH=PLAIN AUTH=LOGIN] Dovecot (Debian) ready.\n"
    "on * CAPABILITY\n"
    "  reply * " IMAP_CAPABILITY " AUTH=PLAIN AUTH=LOGIN\n"
    "  reply {tag} OK Pre-login capabilities listed, post-login capabilities have more.\n"
    "on * STARTTLS\n"
    "  reply {tag} BAD TLS is already active.\n"
    "on * LOGIN\n"
    "  reply {tag} NO [AUTHENTICATIONFAILED] Authentication failed: a practice server knows no "
    "passwords.\n"
    "on * AUTHENTICATE\n"
    "  reply {tag} NO [AUTHENTICATIONFAILED] Authentication failed: a practice server knows no "
    "passwords.\n"
    "always\n"
    "on * NOOP\n"
    "  reply {tag} OK NOOP completed.\n"
    "on * ID\n"
    "  reply * ID (\"name\" \"Dovecot\")\n"
    "  reply {tag} OK ID completed.\n"
    "on * LOGOUT\n"
    "  reply * BYE Logging out\n"
    "  reply {tag} OK Logout completed.\n"
    "  close\n"
    "else\n"
    "  reply {tag} BAD Error in IMAP command received by server.\n";

static const char imaps[] = "like imap\n"
			    "tls on\n";

#define POP3_CAPA                                                                                  \
	"  reply +OK\n"                                                                            \
	"  reply CAPA\n"                                                                           \
	"  reply TOP\n"                                                                            \
	"  reply UIDL\n"                                                                           \
	"  reply RESP-CODES\n"                                                                     \
	"  reply PIPELINING\n"                                                                     \
	"  reply AUTH-RESP-CODE\n"

static const char pop3[] =
    "greet\n"
    "  reply +OK Dovecot (Debian) ready.\n"
    "plain\n"
    "on CAPA\n" POP3_CAPA "  reply STLS\n"
    "  reply SASL\n"
    "  reply .\n"
    "on STLS\n"
    "  reply +OK Begin TLS negotiation now.\n"
    "  start-tls\n"
    "on USER\n"
    "  reply -ERR [AUTH] Plaintext authentication disallowed on non-secure (SSL/TLS) connections.\n"
    "under-tls\n"
    "on CAPA\n" POP3_CAPA "  reply USER\n"
    "  reply SASL PLAIN LOGIN\n"
    "  reply .\n"
    "on STLS\n"
    "  reply -ERR TLS is already active.\n"
    "on USER\n"
    "  reply +OK\n"
    "on PASS\n"
    "  reply -ERR [AUTH] Authentication failed: a practice server knows no passwords.\n"
    "always\n"
    "on QUIT\n"
    "  reply +OK Logging out\n"
    "  close\n"
    "else\n"
    "  reply -ERR Unknown command.\n";

static const char pop3s[] = "like pop3\n"
			    "tls on\n";

#define SIEVE_CAPS                                                                                 \
	"  reply \"IMPLEMENTATION\" \"Dovecot (Debian) Pigeonhole\"\n"                             \
	"  reply \"SIEVE\" \"fileinto reject envelope vacation variables imap4flags "              \
	"relational\"\n"                                                                           \
	"  reply \"NOTIFY\" \"mailto\"\n"
#define SIEVE_PLAIN                                                                                \
	SIEVE_CAPS "  reply \"SASL\" \"\"\n"                                                       \
		   "  reply \"STARTTLS\"\n"                                                        \
		   "  reply \"VERSION\" \"1.0\"\n"                                                 \
		   "  reply OK \"Dovecot (Debian) ready.\"\n"
#define SIEVE_TLS                                                                                  \
	SIEVE_CAPS "  reply \"SASL\" \"PLAIN LOGIN\"\n"                                            \
		   "  reply \"VERSION\" \"1.0\"\n"                                                 \
		   "  reply OK \"TLS negotiation successful.\"\n"

static const char managesieve[] =
    "plain\n"
    "greet\n" SIEVE_PLAIN	  //
    "on CAPABILITY\n" SIEVE_PLAIN //
    "on STARTTLS\n"
    "  reply OK \"Begin TLS negotiation now.\"\n"
    "  start-tls\n"
    "under-tls\n"
    "secured\n" SIEVE_TLS	//
    "greet\n" SIEVE_TLS		//
    "on CAPABILITY\n" SIEVE_TLS //
    "always\n"
    "on NOOP\n"
    "  reply OK \"NOOP completed.\"\n"
    "on LOGOUT\n"
    "  reply OK \"Logout completed.\"\n"
    "  close\n"
    "else\n"
    "  reply NO \"Error in MANAGESIEVE command received by server.\"\n";

static const char web[] = "on GET\n"
			  "  reply HTTP/1.1 200 OK\n"
			  "  reply Content-Type: text/plain\n"
			  "  reply Connection: close\n"
			  "  reply\n"
			  "  reply porthorn practice\n"
			  "  close\n"
			  "on-hello\n"
			  "  reply HTTP/1.1 400 Bad Request\n"
			  "  reply Connection: close\n"
			  "  reply\n"
			  "  close\n"
			  "else\n"
			  "  reply HTTP/1.1 400 Bad Request\n"
			  "  reply Connection: close\n"
			  "  reply\n"
			  "  close\n";

static const char https[] = "like web\n"
			    "tls on\n";

/* A hotel's gateway: it answers everything with its sign-in page, at once. */
static const char portal[] = "greet\n"
			     "  reply HTTP/1.1 302 Found\n"
			     "  reply Location: http://login.hotel.example/welcome\n"
			     "  reply Content-Length: 0\n"
			     "  reply Connection: close\n"
			     "  reply\n"
			     "  close\n";

static const struct {
	const char *name, *script;
} stocks[] = {
    {"smtp", smtp},		//
    {"submission", submission}, //
    {"submissions", submissions},
    {"submission-alt", submission},
    {"imap", imap},
    {"imaps", imaps},
    {"pop3", pop3},
    {"pop3s", pop3s},
    {"managesieve", managesieve},
    {"web", web},
    {"https", https},
    {"portal", portal},
};

const char *stock_find(const char *name)
{
	for (size_t i = 0; i < sizeof stocks / sizeof *stocks; i++)
		if (str_eq(stocks[i].name, name))
			return stocks[i].script;
	return NULL;
}

const char *stock_name(size_t i)
{
	return i < sizeof stocks / sizeof *stocks ? stocks[i].name : NULL;
}
