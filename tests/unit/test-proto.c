/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations without sockets: what the dialog sends, learns and concludes. */
#include "config.h"

#include "base/buf.h"
#include "base/mem.h"
#include "proto/dialog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct dialog_limits limits = {
    .line_bytes = 200, .reply_lines = 6, .reply_bytes = 500};

struct talk {
	struct dialog *dialog;
	struct buf trace; /* all output, one short line each */
	struct buf in;
	const char *const *server; /* the server's next words */
	bool due;		   /* the client has spoken */
	int stages;		   /* begun and not ended */
};

static void on_emit(struct event *e, void *user)
{
	struct talk *t = user;
	char *list = strs_join(&e->list, ",");
	const char *tls = e->flags & EVENT_UNDER_TLS ? "~" : "";

	switch (e->type) {
	case EVENT_LINE_SENT:
		buf_printf(&t->trace, "%sC: %s\n", tls, e->text);
		break;
	case EVENT_LINE_RECEIVED:
		buf_printf(&t->trace, "%sS: %s\n", tls, e->text);
		break;
	case EVENT_GREETING:
		buf_printf(&t->trace, "greeting %s %d [%s] {%s} %s\n", outcome_name(e->outcome),
			   e->code, e->enhanced ? e->enhanced : "", e->detail ? e->detail : "",
			   e->text);
		break;
	case EVENT_REPLY:
		buf_printf(&t->trace, "%s %s %d [%s] %s\n", e->detail, outcome_name(e->outcome),
			   e->code, e->enhanced ? e->enhanced : "", e->text);
		break;
	case EVENT_CAPS:
		buf_printf(&t->trace, "%s%s=%s\n", tls, stage_name(e->stage), list);
		break;
	case EVENT_LIMIT:
		buf_printf(&t->trace, "limit %s %d\n", e->text, e->num);
		break;
	case EVENT_UNASKED:
		buf_printf(&t->trace, "unasked %s %s\n", outcome_name(e->outcome), e->text);
		break;
	default:
		buf_printf(&t->trace, "%s %d %s\n", event_type_name(e->type), e->size, e->text);
	}
	free(list);
	event_free(e);
}

static void on_send(const char *bytes, size_t len, void *user)
{
	struct talk *t = user;

	assert_true(len > 2);
	assert_memory_equal(bytes + len - 2, "\r\n", 2);
	t->due = true;
}

static void on_begin(enum stage stage, void *user)
{
	struct talk *t = user;

	assert_int_equal(t->stages++, 0);
	buf_printf(&t->trace, "+%s\n", stage_name(stage));
}

static void on_end(enum stage stage, enum outcome outcome, void *user)
{
	struct talk *t = user;

	assert_int_equal(--t->stages, 0);
	buf_printf(&t->trace, "-%s %s\n", stage_name(stage), outcome_name(outcome));
}

static const struct dialog_ops ops = {on_emit, on_send, on_begin, on_end, NULL};

static enum dialog_state say(struct talk *t, const char *bytes, size_t len, size_t chunk)
{
	enum dialog_state state = DIALOG_WAITS;

	for (size_t at = 0; at < len && state == DIALOG_WAITS; at += chunk) {
		size_t n = len - at < chunk ? len - at : chunk;

		buf_append(&t->in, bytes + at, n);
		state = dialog_feed(t->dialog, &t->in);
		if (state == DIALOG_SETTLES) { /* meanwhile the rest comes */
			buf_append(&t->in, bytes + at + n, len - at - n);
			state = dialog_settled(t->dialog, &t->in);
			return state == DIALOG_WAITS ? dialog_feed(t->dialog, &t->in) : state;
		}
	}
	return state;
}

/* Plays a whole conversation; the server's words go in in pieces of chunk bytes. The caller frees
 * the trace. */
static char *hold_bytes(const struct proto *proto, enum security security, const char *own,
			const char *const *server, const size_t *lens, size_t chunk,
			enum outcome stop)
{
	struct talk t = {.server = server};
	enum dialog_state state;

	buf_init(&t.trace, 0);
	buf_init(&t.in, 0);
	t.dialog = dialog_new(proto, security, own, &limits, &ops, &t);
	state = dialog_begin(t.dialog);
	assert_false(t.due); /* never talks first */
	for (size_t i = 0; server[i] && state != DIALOG_DONE; i++) {
		t.due = false;
		if (state == DIALOG_WANTS_TLS) {
			assert_int_equal(t.in.len, 0);
			assert_int_equal(t.stages, 0);
			buf_puts(&t.trace, "TLS\n");
			state = dialog_tls_up(t.dialog, &t.in);
		}
		if (*server[i])
			state = say(&t, server[i], lens ? lens[i] : strlen(server[i]), chunk);
	}
	if (state == DIALOG_WAITS)
		dialog_stop(t.dialog, &t.in, stop);
	assert_int_equal(t.stages, 0);
	dialog_free(t.dialog);
	buf_clear(&t.in);
	return buf_take(&t.trace);
}

static char *hold(const struct proto *proto, enum security security, const char *const *server,
		  size_t chunk, enum outcome stop)
{
	return hold_bytes(proto, security, "192.0.2.3", server, NULL, chunk, stop);
}

struct conversation {
	const char *name;
	const struct proto *proto;
	enum security security;
	const char *server[9];
	const char *trace;
};

#define BYE_SMTP "+quit\nC: QUIT\nS: 221 bye\nQUIT ok 221 [] bye\n-quit ok\n"
#define BYE_SMTP_TLS "+quit\n~C: QUIT\n~S: 221 bye\nQUIT ok 221 [] bye\n-quit ok\n"

static const struct conversation conversations[] = {
    {"smtp with STARTTLS",
     &proto_smtp,
     SECURITY_STARTTLS,
     {"220-mx.example.org ESMTP\r\n220 no spam\r\n",
      "250-mx.example.org hello\r\n250-STARTTLS\r\n250-AUTH=LOGIN\r\n250 SIZE 1000\r\n",
      "220 2.0.0 go ahead\r\n",
      "250-mx.example.org\r\n250-AUTH PLAIN LOGIN\r\n250 AUTH=PLAIN LOGIN\r\n", "221 bye\r\n"},
     "+greeting\nS: 220-mx.example.org ESMTP\nS: 220 no spam\n"
     "greeting ok 220 [] {mx.example.org} mx.example.org ESMTP\nno spam\n-greeting ok\n"
     "+caps\nC: EHLO [192.0.2.3]\nS: 250-mx.example.org hello\nS: 250-STARTTLS\nS: 250-AUTH=LOGIN\n"
     "S: 250 SIZE 1000\nEHLO ok 250 [] mx.example.org hello\nSTARTTLS\nAUTH=LOGIN\nSIZE 1000\n"
     "caps=STARTTLS,AUTH LOGIN,SIZE 1000\n-caps ok\n"
     "+starttls\nC: STARTTLS\nS: 220 2.0.0 go ahead\nSTARTTLS ok 220 [2.0.0] 2.0.0 go ahead\n"
     "-starttls ok\nTLS\n+caps-tls\n~C: EHLO [192.0.2.3]\n~S: 250-mx.example.org\n"
     "~S: 250-AUTH PLAIN LOGIN\n~S: 250 AUTH=PLAIN LOGIN\n"
     "EHLO ok 250 [] mx.example.org\nAUTH PLAIN LOGIN\nAUTH=PLAIN LOGIN\n"
     "~caps-tls=AUTH PLAIN LOGIN\n-caps-tls ok\n" BYE_SMTP_TLS},
    {"smtp under TLS",
     &proto_smtp,
     SECURITY_TLS,
     {"220 mail ESMTP\r\n", "250 hello\r\n", "221 bye\r\n"},
     "+greeting\n~S: 220 mail ESMTP\ngreeting ok 220 [] {} mail ESMTP\n-greeting ok\n+caps\n"
     "~C: EHLO [192.0.2.3]\n~S: 250 hello\nEHLO ok 250 [] hello\n~caps=\n-caps ok\n" BYE_SMTP_TLS},
    {"smtp, clear text wanted",
     &proto_smtp,
     SECURITY_NONE,
     {"220 mail ESMTP\n", "250-hello\n250 STARTTLS\n", "221 bye\n"},
     "+greeting\nS: 220 mail ESMTP\ngreeting ok 220 [] {} mail ESMTP\n-greeting ok\n+caps\n"
     "C: EHLO [192.0.2.3]\nS: 250-hello\nS: 250 STARTTLS\nEHLO ok 250 [] hello\nSTARTTLS\n"
     "caps=STARTTLS\n-caps ok\n" BYE_SMTP},
    {"smtp without STARTTLS",
     &proto_smtp,
     SECURITY_STARTTLS,
     {"220 mail\r\n", "250-hello\r\n250 XXXXXXXA\r\n", "221 bye\r\n"},
     "+greeting\nS: 220 mail\ngreeting ok 220 [] {} mail\n-greeting ok\n+caps\n"
     "C: EHLO [192.0.2.3]\nS: 250-hello\nS: 250 XXXXXXXA\nEHLO ok 250 [] hello\nXXXXXXXA\n"
     "caps=XXXXXXXA\n-caps ok\n+starttls\n-starttls notoffered\n" BYE_SMTP},
    {"smtp, HELO only",
     &proto_smtp,
     SECURITY_STARTTLS,
     {"220 mail\r\n", "502 5.5.2 what?\r\n", "250 hello\r\n", "221 bye\r\n"},
     "+greeting\nS: 220 mail\ngreeting ok 220 [] {} mail\n-greeting ok\n+caps\n"
     "C: EHLO [192.0.2.3]\nS: 502 5.5.2 what?\nEHLO notoffered 502 [5.5.2] 5.5.2 what?\n"
     "C: HELO [192.0.2.3]\nS: 250 hello\nHELO ok 250 [] hello\ncaps=\n-caps ok\n"
     "+starttls\n-starttls notoffered\n" BYE_SMTP},
    {"smtp, not even HELO",
     &proto_smtp,
     SECURITY_STARTTLS,
     {"220 (vsFTPd)\r\n", "530 log in\r\n", "221 bye\r\n"},
     "+greeting\nS: 220 (vsFTPd)\ngreeting ok 220 [] {} (vsFTPd)\n-greeting ok\n+caps\n"
     "C: EHLO [192.0.2.3]\nS: 530 log in\nEHLO denied 530 [] log in\n-caps denied\n" BYE_SMTP},
    {"smtp, STARTTLS temporarily not available",
     &proto_smtp,
     SECURITY_STARTTLS,
     {"220 mail\r\n", "250-hello\r\n250 starttls\r\n", "454 4.7.0 no key\r\n", "221 bye\r\n"},
     "+greeting\nS: 220 mail\ngreeting ok 220 [] {} mail\n-greeting ok\n+caps\n"
     "C: EHLO [192.0.2.3]\nS: 250-hello\nS: 250 starttls\nEHLO ok 250 [] hello\nstarttls\n"
     "caps=starttls\n-caps ok\n+starttls\nC: STARTTLS\nS: 454 4.7.0 no key\n"
     "STARTTLS denied 454 [4.7.0] 4.7.0 no key\n-starttls denied\n" BYE_SMTP},
    {"smtp, STARTTLS listed and then unknown",
     &proto_smtp,
     SECURITY_STARTTLS,
     {"220 mail\r\n", "250-hello\r\n250 STARTTLS\r\n", "502 unknown\r\n", "221 bye\r\n"},
     "+greeting\nS: 220 mail\ngreeting ok 220 [] {} mail\n-greeting ok\n+caps\n"
     "C: EHLO [192.0.2.3]\nS: 250-hello\nS: 250 STARTTLS\nEHLO ok 250 [] hello\nSTARTTLS\n"
     "caps=STARTTLS\n-caps ok\n+starttls\nC: STARTTLS\nS: 502 unknown\n"
     "STARTTLS denied 502 [] unknown\n-starttls denied\n" BYE_SMTP},
    {"smtp refuses in its greeting",
     &proto_smtp,
     SECURITY_STARTTLS,
     {"554-mx.example.org\r\n554 5.7.1 Service unavailable; blocked using zen\r\n", "221 bye\r\n"},
     "+greeting\nS: 554-mx.example.org\nS: 554 5.7.1 Service unavailable; blocked using zen\n"
     "greeting denied 554 [5.7.1] {mx.example.org} mx.example.org\n"
     "5.7.1 Service unavailable; blocked using zen\n-greeting denied\n" BYE_SMTP},
    {"imap with STARTTLS",
     &proto_imap,
     SECURITY_STARTTLS,
     {"* OK [CAPABILITY IMAP4rev1 STARTTLS] imap.example.org ready.\r\n",
      "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\nA1 OK done\r\n",
      "A2 OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] go\r\n",
      "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nA3 OK done\r\n", "* BYE so long\r\nA4 OK bye\r\n"},
     "+greeting\nS: * OK [CAPABILITY IMAP4rev1 STARTTLS] imap.example.org ready.\n"
     "greeting ok 0 [] {imap.example.org} OK [CAPABILITY IMAP4rev1 STARTTLS] imap.example.org "
     "ready.\n"
     "caps=IMAP4rev1,STARTTLS\n-greeting ok\n"
     "+caps\nC: A1 CAPABILITY\nS: * CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\nS: A1 OK done\n"
     "CAPABILITY ok 0 [] OK done\ncaps=IMAP4rev1,STARTTLS,LOGINDISABLED\n-caps ok\n"
     "+starttls\nC: A2 STARTTLS\nS: A2 OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] go\n"
     "STARTTLS ok 0 [] OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] go\n-starttls ok\nTLS\n"
     "+caps-tls\n~C: A3 CAPABILITY\n~S: * CAPABILITY IMAP4rev1 AUTH=PLAIN\n~S: A3 OK done\n"
     "CAPABILITY ok 0 [] OK done\n~caps-tls=IMAP4rev1,AUTH=PLAIN\n-caps-tls ok\n"
     "+quit\n~C: A4 LOGOUT\n~S: * BYE so long\n~S: A4 OK bye\nLOGOUT ok 0 [] OK bye\n-quit ok\n"},
    {"imap, already logged in",
     &proto_imap,
     SECURITY_STARTTLS,
     {"* PREAUTH welcome\r\n", "* CAPABILITY IMAP4rev1 STARTTLS\r\nA1 OK done\r\n",
      "A4 OK bye\r\n"},
     "+greeting\nS: * PREAUTH welcome\ngreeting ok 0 [] {} PREAUTH welcome\n-greeting ok\n"
     "+caps\nC: A1 CAPABILITY\nS: * CAPABILITY IMAP4rev1 STARTTLS\nS: A1 OK done\n"
     "CAPABILITY ok 0 [] OK done\ncaps=IMAP4rev1,STARTTLS\n-caps ok\n"
     "+starttls\n-starttls skipped\n+quit\nC: A4 LOGOUT\nS: A4 OK bye\nLOGOUT ok 0 [] OK "
     "bye\n-quit ok\n"},
    {"imap says goodbye at once",
     &proto_imap,
     SECURITY_TLS,
     {"* BYE [UNAVAILABLE] too many\r\n", "A4 OK bye\r\n"},
     "+greeting\n~S: * BYE [UNAVAILABLE] too many\n"
     "greeting denied 0 [UNAVAILABLE] {} BYE [UNAVAILABLE] too many\n-greeting denied\n"
     "+quit\n~C: A4 LOGOUT\n~S: A4 OK bye\nLOGOUT ok 0 [] OK bye\n-quit ok\n"},
    {"imap says goodbye later",
     &proto_imap,
     SECURITY_TLS,
     {"* OK hello\r\n", "* BYE idle\r\n", "A4 OK bye\r\n"},
     "+greeting\n~S: * OK hello\ngreeting ok 0 [] {} OK hello\n-greeting ok\n"
     "+caps\n~C: A1 CAPABILITY\n~S: * BYE idle\nCAPABILITY denied 0 [] BYE idle\n-caps denied\n"
     "+quit\n~C: A4 LOGOUT\n~S: A4 OK bye\nLOGOUT ok 0 [] OK bye\n-quit ok\n"},
    {"imap with a literal",
     &proto_imap,
     SECURITY_TLS,
     {"* OK hello\r\n", "* ID {4}\r\na\r\nb x\r\nA1 OK done\r\n", "A4 OK bye\r\n"},
     "+greeting\n~S: * OK hello\ngreeting ok 0 [] {} OK hello\n-greeting ok\n"
     "+caps\n~C: A1 CAPABILITY\n~S: * ID {4}\r\na\r\nb x\n~S: A1 OK done\nCAPABILITY ok 0 [] OK "
     "done\n"
     "-caps ok\n+quit\n~C: A4 LOGOUT\n~S: A4 OK bye\nLOGOUT ok 0 [] OK bye\n-quit ok\n"},
    {"pop3 with STLS and APOP",
     &proto_pop3,
     SECURITY_STARTTLS,
     {"+OK ready <12.34@pop.example.org>\r\n", "+OK list\r\nUSER\r\nSTLS\r\n..odd\r\n.\r\n",
      "+OK go\r\n", "+OK\r\nSASL PLAIN LOGIN\r\n.\r\n", "+OK bye\r\n"},
     "+greeting\nS: +OK ready <12.34@pop.example.org>\n"
     "greeting ok 0 [] {pop.example.org} +OK ready <12.34@pop.example.org>\n-greeting ok\n"
     "+caps\nC: CAPA\nS: +OK list\nS: USER\nS: STLS\nS: ..odd\nS: .\nCAPA ok 0 [] +OK list\n"
     "caps=USER,STLS,.odd,APOP\n-caps ok\n+starttls\nC: STLS\nS: +OK go\nSTLS ok 0 [] +OK go\n"
     "-starttls ok\nTLS\n+caps-tls\n~C: CAPA\n~S: +OK\n~S: SASL PLAIN LOGIN\n~S: .\nCAPA ok 0 [] "
     "+OK\n"
     "~caps-tls=SASL PLAIN LOGIN,APOP\n-caps-tls ok\n"
     "+quit\n~C: QUIT\n~S: +OK bye\nQUIT ok 0 [] +OK bye\n-quit ok\n"},
    {"pop3 without CAPA, with STLS",
     &proto_pop3,
     SECURITY_STARTTLS,
     {"+OK\r\n", "-ERR what?\r\n", "+OK go\r\n", "-ERR what?\r\n", "+OK\r\n"},
     "+greeting\nS: +OK\ngreeting ok 0 [] {} +OK\n-greeting ok\n"
     "+caps\nC: CAPA\nS: -ERR what?\nCAPA notoffered 0 [] -ERR what?\n-caps ok\n"
     "+starttls\nC: STLS\nS: +OK go\nSTLS ok 0 [] +OK go\n-starttls ok\nTLS\n"
     "+caps-tls\n~C: CAPA\n~S: -ERR what?\nCAPA notoffered 0 [] -ERR what?\n-caps-tls ok\n"
     "+quit\n~C: QUIT\n~S: +OK\nQUIT ok 0 [] +OK\n-quit ok\n"},
    {"pop3 without CAPA and STLS",
     &proto_pop3,
     SECURITY_STARTTLS,
     {"+OK\r\n", "-ERR what?\r\n", "-ERR what?\r\n", "+OK\r\n"},
     "+greeting\nS: +OK\ngreeting ok 0 [] {} +OK\n-greeting ok\n"
     "+caps\nC: CAPA\nS: -ERR what?\nCAPA notoffered 0 [] -ERR what?\n-caps ok\n"
     "+starttls\nC: STLS\nS: -ERR what?\nSTLS notoffered 0 [] -ERR what?\n-starttls notoffered\n"
     "+quit\nC: QUIT\nS: +OK\nQUIT ok 0 [] +OK\n-quit ok\n"},
    {"pop3 refuses",
     &proto_pop3,
     SECURITY_TLS,
     {"-ERR [SYS/TEMP] busy\r\n", "+OK\r\n"},
     "+greeting\n~S: -ERR [SYS/TEMP] busy\ngreeting denied 0 [SYS/TEMP] {} -ERR [SYS/TEMP] busy\n"
     "-greeting denied\n+quit\n~C: QUIT\n~S: +OK\nQUIT ok 0 [] +OK\n-quit ok\n"},
    {"managesieve",
     &proto_sieve,
     SECURITY_STARTTLS,
     {"\"IMPLEMENTATION\" \"a \\\"b\\\"\"\r\n\"STARTTLS\"\r\nOK \"hi\"\r\n",
      "\"STARTTLS\"\r\nOK\r\n", "OK \"begin\"\r\n",
      "\"SASL\" \"PLAIN LOGIN\"\r\nOK (TAG {2}\r\nab) \"yes\"\r\n", "OK {3}\r\nbye\r\n"},
     "+greeting\nS: \"IMPLEMENTATION\" \"a \\\"b\\\"\"\nS: \"STARTTLS\"\nS: OK \"hi\"\n"
     "greeting ok 0 [] {} OK hi\ncaps=IMPLEMENTATION a \"b\",STARTTLS\n-greeting ok\n"
     "+caps\nC: CAPABILITY\nS: \"STARTTLS\"\nS: OK\nCAPABILITY ok 0 [] OK\ncaps=STARTTLS\n-caps "
     "ok\n"
     "+starttls\nC: STARTTLS\nS: OK \"begin\"\nSTARTTLS ok 0 [] OK begin\n-starttls ok\nTLS\n"
     "+caps-tls\n~S: \"SASL\" \"PLAIN LOGIN\"\n~S: OK (TAG {2}\r\nab) \"yes\"\n"
     "CAPABILITY ok 0 [TAG {2}\r\nab] OK yes\n~caps-tls=SASL PLAIN LOGIN\n-caps-tls ok\n"
     "+quit\n~C: LOGOUT\n~S: OK {3}\r\nbye\nLOGOUT ok 0 [] OK bye\n-quit ok\n"},
    {"managesieve refuses",
     &proto_sieve,
     SECURITY_STARTTLS,
     {"BYE (TRYLATER) \"busy\"\r\n", "OK\r\n"},
     "+greeting\nS: BYE (TRYLATER) \"busy\"\ngreeting denied 0 [TRYLATER] {} BYE busy\n-greeting "
     "denied\n"
     "+quit\nC: LOGOUT\nS: OK\nLOGOUT ok 0 [] OK\n-quit ok\n"},
};

#define REST_SMTP                                                                                  \
	"C: EHLO [192.0.2.3]\nS: 250 hello\nEHLO ok 250 [] hello\ncaps=\n-caps ok\n" BYE_SMTP

/* Bytes that came before a command was sent are never its answer. */
static const struct conversation unasked[] = {
    {"smtp, an error for another sender's line",
     &proto_smtp,
     SECURITY_NONE,
     {"220 mail\r\n502 5.5.2 Error: command not recognized\r\n", "250 hello\r\n", "221 bye\r\n"},
     "+greeting\nS: 220 mail\ngreeting ok 220 [] {} mail\n-greeting ok\n+caps\n"
     "unasked badreply 502 5.5.2 Error: command not recognized\n" REST_SMTP},
    {"smtp, such an error of several lines, cut in the middle",
     &proto_smtp,
     SECURITY_NONE,
     {"220 mail\r\n500-what\r\n500-is", " that\r\n500 ?\r\n250 hello\r\n", "221 bye\r\n"},
     "+greeting\nS: 220 mail\ngreeting ok 220 [] {} mail\n-greeting ok\n+caps\n"
     "C: EHLO [192.0.2.3]\nunasked badreply 500-what\n500-is that\n500 ?\nS: 250 hello\n"
     "EHLO ok 250 [] hello\ncaps=\n-caps ok\n" BYE_SMTP},
    {"smtp, empty lines between the replies",
     &proto_smtp,
     SECURITY_NONE,
     {"220 mail\r\n\r\n", "\r\n250 hello\r\n", "221 bye\r\n"},
     "+greeting\nS: 220 mail\ngreeting ok 220 [] {} mail\n-greeting ok\n+caps\n"
     "unasked badreply \nC: EHLO [192.0.2.3]\nunasked badreply \nS: 250 hello\n"
     "EHLO ok 250 [] hello\ncaps=\n-caps ok\n" BYE_SMTP},
    {"smtp closes at any time with 421",
     &proto_smtp,
     SECURITY_NONE,
     {"220 mail\r\n421 4.4.2 timeout\r\n", "221 bye\r\n"},
     "+greeting\nS: 220 mail\ngreeting ok 220 [] {} mail\n-greeting ok\n+caps\n"
     "unasked denied 421 4.4.2 timeout\n-caps denied\n" BYE_SMTP},
    {"smtp, the answer to EHLO comes after HELO",
     &proto_smtp,
     SECURITY_NONE,
     {"220 mail\r\n", "502 what\r\n", "250-hello\r\n250 SIZE 9\r\n250 hello\r\n", "221 bye\r\n"},
     "+greeting\nS: 220 mail\ngreeting ok 220 [] {} mail\n-greeting ok\n+caps\n"
     "C: EHLO [192.0.2.3]\nS: 502 what\nEHLO notoffered 502 [] what\nC: HELO [192.0.2.3]\n"
     "S: 250-hello\nS: 250 SIZE 9\nunasked badreply 502 what\nEHLO ok 250 [] hello\nSIZE 9\n"
     "caps=SIZE 9\nS: 250 hello\nHELO ok 250 [] hello\n-caps ok\n" BYE_SMTP},
    {"smtp, an old reply comes after QUIT",
     &proto_smtp,
     SECURITY_TLS,
     {"220 mail\r\n", "250 hello\r\n", "250 what\r\n221 bye\r\n"},
     "+greeting\n~S: 220 mail\ngreeting ok 220 [] {} mail\n-greeting ok\n+caps\n"
     "~C: EHLO [192.0.2.3]\n~S: 250 hello\nEHLO ok 250 [] hello\n~caps=\n-caps ok\n"
     "+quit\n~C: QUIT\nunasked badreply 250 what\n~S: 221 bye\nQUIT ok 221 [] bye\n-quit ok\n"},
    {"imap, an error for another sender's line",
     &proto_imap,
     SECURITY_TLS,
     {"* OK hi\r\n* OK [ALERT] x\r\nPROXY BAD what\r\n", "P2 BAD what\r\nA1 OK done\r\n",
      "A4 OK bye\r\n"},
     "+greeting\n~S: * OK hi\ngreeting ok 0 [] {} OK hi\n-greeting ok\n+caps\n"
     "~S: * OK [ALERT] x\nunasked badreply PROXY BAD what\n~C: A1 CAPABILITY\n"
     "unasked badreply P2 BAD what\n~S: A1 OK done\nCAPABILITY ok 0 [] OK done\n-caps ok\n"
     "+quit\n~C: A4 LOGOUT\n~S: A4 OK bye\nLOGOUT ok 0 [] OK bye\n-quit ok\n"},
    {"imap, data of a mailbox before a login",
     &proto_imap,
     SECURITY_TLS,
     {"* LIST () \"/\" INBOX\r\n* OK hi\r\n", "* 3 EXISTS\r\nA1 OK [REFERRAL imap://x/] done\r\n",
      "A4 OK bye\r\n"},
     "+greeting\nunasked ok * LIST () \"/\" INBOX\n~S: * OK hi\n"
     "greeting ok 0 [] {} OK hi\n-greeting ok\n+caps\n~C: A1 CAPABILITY\n"
     "~S: * 3 EXISTS\nunasked ok * 3 EXISTS\n~S: A1 OK [REFERRAL imap://x/] done\n"
     "unasked ok A1 OK [REFERRAL imap://x/] done\n"
     "CAPABILITY ok 0 [REFERRAL imap://x/] OK [REFERRAL imap://x/] done\n-caps ok\n"
     "+quit\n~C: A4 LOGOUT\n~S: A4 OK bye\nLOGOUT ok 0 [] OK bye\n-quit ok\n"},
    {"pop3, an error for another sender's line",
     &proto_pop3,
     SECURITY_TLS,
     {"+OK hi\r\n-ERR Unknown command: PROXY\r\n", "+OK\r\nUSER\r\n.\r\n", "+OK bye\r\n"},
     "+greeting\n~S: +OK hi\ngreeting ok 0 [] {} +OK hi\n-greeting ok\n+caps\n"
     "unasked badreply -ERR Unknown command: PROXY\n~C: CAPA\n~S: +OK\n~S: USER\n~S: .\n"
     "CAPA ok 0 [] +OK\n~caps=USER\n-caps ok\n"
     "+quit\n~C: QUIT\n~S: +OK bye\nQUIT ok 0 [] +OK bye\n-quit ok\n"},
    {"managesieve says goodbye at any time",
     &proto_sieve,
     SECURITY_STARTTLS,
     {"OK \"hi\"\r\nBYE \"idle\"\r\n", "OK\r\n"},
     "+greeting\nS: OK \"hi\"\ngreeting ok 0 [] {} OK hi\ncaps=\n-greeting ok\n+caps\n"
     "unasked denied BYE \"idle\"\n-caps denied\n+quit\nC: LOGOUT\nS: OK\nLOGOUT ok 0 [] OK\n"
     "-quit ok\n"},
};

/* RFC 5321 section 4.3.2: a code that the step cannot have is no answer to it. */
static const struct conversation codes[] = {
    {"a greeting 250",
     &proto_smtp,
     SECURITY_STARTTLS,
     {"250 Ok: queued\r\n", "221 bye\r\n"},
     "+greeting\nS: 250 Ok: queued\ngreeting badreply 250 [] {} Ok: queued\n"
     "-greeting badreply\n" BYE_SMTP},
    {"a greeting 221",
     &proto_smtp,
     SECURITY_STARTTLS,
     {"221 go away\r\n", "221 bye\r\n"},
     "+greeting\nS: 221 go away\ngreeting badreply 221 [] {} go away\n-greeting badreply\n" BYE_SMTP},
    {"a greeting 354",
     &proto_smtp,
     SECURITY_STARTTLS,
     {"354 go on\r\n", "221 bye\r\n"},
     "+greeting\nS: 354 go on\ngreeting badreply 354 [] {} go on\n-greeting badreply\n" BYE_SMTP},
    {"EHLO answered 333",
     &proto_smtp,
     SECURITY_STARTTLS,
     {"220 mail\r\n", "333 hm\r\n", "221 bye\r\n"},
     "+greeting\nS: 220 mail\ngreeting ok 220 [] {} mail\n-greeting ok\n+caps\n"
     "C: EHLO [192.0.2.3]\nS: 333 hm\nEHLO badreply 333 [] hm\n-caps badreply\n" BYE_SMTP},
    {"STARTTLS answered 354",
     &proto_smtp,
     SECURITY_STARTTLS,
     {"220 mail\r\n", "250-hello\r\n250 STARTTLS\r\n", "354 go on\r\n", "221 bye\r\n"},
     "+greeting\nS: 220 mail\ngreeting ok 220 [] {} mail\n-greeting ok\n+caps\n"
     "C: EHLO [192.0.2.3]\nS: 250-hello\nS: 250 STARTTLS\nEHLO ok 250 [] hello\nSTARTTLS\n"
     "caps=STARTTLS\n-caps ok\n+starttls\nC: STARTTLS\nS: 354 go on\n"
     "STARTTLS badreply 354 [] go on\n-starttls badreply\n" BYE_SMTP},
};

static void expect_conversations(const struct conversation *v, size_t n)
{
	static const size_t chunks[] = {1, 2, 7, 4096};

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < sizeof chunks / sizeof *chunks; k++) {
			char *trace =
			    hold(v[i].proto, v[i].security, v[i].server, chunks[k], OUTCOME_CLOSED);

			if (strcmp(trace, v[i].trace) != 0)
				print_message("%s, %zu at a time\n", v[i].name, chunks[k]);
			assert_string_equal(trace, v[i].trace);
			free(trace);
		}
}

static void test_conversations(void **state)
{
	(void)state;
	expect_conversations(conversations, sizeof conversations / sizeof *conversations);
	expect_conversations(unasked, sizeof unasked / sizeof *unasked);
	expect_conversations(codes, sizeof codes / sizeof *codes);
}

/* The server's words, all at once; then the connection ends with outcome stop. */
static void expect(const struct proto *proto, enum outcome stop, const char *server,
		   const char *trace)
{
	const char *const words[] = {server, NULL};
	char *got = hold(proto, SECURITY_STARTTLS, words, 4096, stop);

	assert_string_equal(got, trace);
	free(got);
}

static void test_nonsense(void **state)
{
	(void)state;
	expect(&proto_smtp, OUTCOME_TIMEOUT, "HTTP/1.1 302 Found\r\nLocation: /x\r\n",
	       "+greeting\nbytes.received 34 HTTP/1.1 302 Found\r\nLocation: /x\r\n\n-greeting "
	       "badreply\n");
	expect(&proto_imap, OUTCOME_TIMEOUT, "SSH-2.0-x\r\n",
	       "+greeting\nbytes.received 11 SSH-2.0-x\r\n\n-greeting badreply\n");
	expect(&proto_pop3, OUTCOME_TIMEOUT, "* OK imap\r\n",
	       "+greeting\nbytes.received 11 * OK imap\r\n\n-greeting badreply\n");
	expect(&proto_smtp, OUTCOME_TIMEOUT, "* OK imap\r\n",
	       "+greeting\nbytes.received 11 * OK imap\r\n\n-greeting badreply\n");
	expect(&proto_imap, OUTCOME_TIMEOUT, "220 smtp\r\n",
	       "+greeting\nbytes.received 10 220 smtp\r\n\n-greeting badreply\n");
	expect(&proto_sieve, OUTCOME_TIMEOUT, "+OK pop\r\n",
	       "+greeting\nbytes.received 9 +OK pop\r\n\n-greeting badreply\n");
	/* A TLS alert and a handshake record are known at once, without a line end. */
	expect(&proto_smtp, OUTCOME_TIMEOUT, "\x15\x03\x01",
	       "+greeting\nbytes.received 3 \x15\x03\x01\n"
	       "-greeting badreply\n");
	expect(&proto_sieve, OUTCOME_TIMEOUT, "\x16",
	       "+greeting\nbytes.received 1 \x16\n"
	       "-greeting badreply\n");
	/* Half a line: the wrong protocol is named, the right one was only cut off. */
	expect(&proto_smtp, OUTCOME_TIMEOUT, "<html>",
	       "+greeting\nbytes.received 6 <html>\n-greeting badreply\n");
	expect(&proto_smtp, OUTCOME_CLOSED, "220-mx.exa",
	       "+greeting\nbytes.received 10 220-mx.exa\n-greeting closed\n");
	expect(&proto_smtp, OUTCOME_RESET, "220-a\r\n", "+greeting\nS: 220-a\n-greeting reset\n");
	expect(&proto_smtp, OUTCOME_CANCELLED, "<html>",
	       "+greeting\nbytes.received 6 <html>\n-greeting cancelled\n");
	expect(&proto_smtp, OUTCOME_TIMEOUT, "", "+greeting\n-greeting timeout\n");
	/* In the middle of a reply. */
	expect(&proto_smtp, OUTCOME_TIMEOUT, "220-a\r\nno code\r\n",
	       "+greeting\nS: 220-a\nbytes.received 9 no code\r\n\n-greeting badreply\n");
	expect(&proto_imap, OUTCOME_TIMEOUT, "* OK\r\nA9 OK wrong tag\r\n",
	       "+greeting\nS: * OK\ngreeting ok 0 [] {} OK\n-greeting ok\n+caps\n"
	       "unasked badreply A9 OK wrong tag\nC: A1 CAPABILITY\n-caps timeout\n");
}

static void test_nul(void **state)
{
	static const char *const server[] = {"220 a\0b\r\n", "250 x\r\n", NULL};
	static const size_t lens[] = {9, 7};

	(void)state;
	char *trace = hold_bytes(&proto_smtp, SECURITY_TLS, "", server, lens, 1, OUTCOME_CLOSED);

	assert_non_null(strstr(trace, "~S: 220 a\\0b\n"));
	assert_non_null(strstr(trace, "~C: EHLO [127.0.0.1]\n"));
	assert_non_null(strstr(trace, "-quit closed\n"));
	free(trace);
}

static void test_own_address(void **state)
{
	static const char *const server[] = {"220 a\r\n", NULL};

	(void)state;
	char *trace = hold_bytes(&proto_smtp, SECURITY_NONE, "2001:db8::1%eth0", server, NULL, 99,
				 OUTCOME_CLOSED);

	assert_non_null(strstr(trace, "C: EHLO [IPv6:2001:db8::1]\n"));
	free(trace);
}

static void test_leftover(void **state)
{
	static const char *const server[] = {"220 a\r\n",
					     "250-a\r\n250 STARTTLS\r\n",
					     "220 go\r\n250-injected\r\n250 AUTH PLAIN\r\n",
					     "250 clean\r\n",
					     "221 bye\r\n",
					     NULL};

	(void)state;
	char *trace = hold(&proto_smtp, SECURITY_STARTTLS, server, 4096, OUTCOME_CLOSED);

	assert_non_null(strstr(trace, "STARTTLS ok 220 [] go\n"
				      "leftover 30 250-injected\r\n250 AUTH PLAIN\r\n\n"
				      "-starttls ok\nTLS\n+caps-tls\n"));
	assert_non_null(strstr(trace, "~S: 250 clean\n"));
	assert_null(strstr(trace, "S: 250-injected"));
	free(trace);
}

static char *repeat(const char *piece, size_t times, const char *tail)
{
	struct buf b;

	buf_init(&b, 0);
	while (times--)
		buf_puts(&b, piece);
	buf_puts(&b, tail);
	return buf_take(&b);
}

/* An endless text of a server reaches a limit, whole or in drops. */
static void expect_limit_after(const struct proto *proto, const char *first, char *words,
			       const char *name)
{
	static const size_t chunks[] = {1, 4096};
	const char *const server[] = {first, words, NULL};

	for (size_t k = 0; k < 2; k++) {
		char *trace = hold(proto, SECURITY_NONE, server, chunks[k], OUTCOME_TIMEOUT);
		char *want = mem_printf("limit %s", name);

		assert_non_null(strstr(trace, want));
		assert_non_null(strstr(trace, " badreply\n"));
		assert_null(strstr(trace, "timeout"));
		free(want);
		free(trace);
	}
	free(words);
}

static void expect_limit(const struct proto *proto, char *words, const char *name)
{
	expect_limit_after(proto, "", words, name);
}

static void test_limits(void **state)
{
	(void)state;
	expect_limit(&proto_smtp, repeat("220 xxxxxxxx", 20, ""), "line-bytes 200");
	expect_limit(&proto_smtp, repeat("220 xxxxxxxx", 20, "\r\n"), "line-bytes 200");
	expect_limit(&proto_smtp, repeat("220-x\r\n", 7, ""), "reply-lines 6");
	expect_limit(&proto_smtp,
		     repeat("220-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
			    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n",
			    6, ""),
		     "reply-bytes 500");
	expect_limit(&proto_imap, repeat("* OK {201}\r\n", 1, ""), "line-bytes 200");
	expect_limit(&proto_imap, repeat("* OK {99999999999999999999999}\r\n", 1, ""),
		     "line-bytes 200");
	expect_limit(&proto_imap, repeat("* OK {4}\r\n", 40, ""), "line-bytes 200");
	expect_limit_after(&proto_pop3, "+OK\r\n",
			   repeat("+OK\r\n", 1, "a\r\na\r\na\r\na\r\na\r\na\r\na\r\n"),
			   "reply-lines 6");
}

/* A line of exactly the limit is fine. */
static void test_limit_edge(void **state)
{
	char *words = repeat("xxxxxxxxxxxxxx", 14, "\r\n"); /* 196 */
	char *line = mem_printf("220 %s", words);
	const char *const server[] = {line, NULL};

	(void)state;
	char *trace = hold(&proto_smtp, SECURITY_NONE, server, 1, OUTCOME_CLOSED);

	assert_non_null(strstr(trace, "-greeting ok\n"));
	free(trace);
	free(line);
	free(words);
}

/* Random bytes, and good conversations with one byte changed: stages balance, nothing crashes, all
 * ends. */
static void test_hostile(void **state)
{
	static const struct proto *const protos[] = {&proto_smtp, &proto_imap, &proto_pop3,
						     &proto_sieve};
	static const char alphabet[] = "220-5 \r\n*+OKERBY{}\"()A1[]<@>.\\\t\xff\x01"
				       "7";
	unsigned seed = 4711;
	char words[120];

	(void)state;
	for (int round = 0; round < 4000; round++) {
		for (size_t i = 0; i + 1 < sizeof words; i++) {
			seed = seed * 1103515245 + 12345;
			words[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
		}
		words[sizeof words - 1] = '\0';
		const char *const server[] = {words, words + 60, words + 30, NULL};

		free(hold(protos[round % 4], SECURITY_STARTTLS, server, 1 + (size_t)round % 9,
			  OUTCOME_RESET));
	}
	for (size_t i = 0; i < sizeof conversations / sizeof *conversations; i++) {
		const struct conversation *c = &conversations[i];

		for (size_t k = 0; c->server[k]; k++) {
			for (size_t at = 0; c->server[k][at]; at++) {
				const char *server[10] = {0};
				char *changed = mem_strdup(c->server[k]);

				for (size_t n = 0; n < 9; n++)
					server[n] = n == k ? changed : c->server[n];
				changed[at] = alphabet[(at + k) % (sizeof alphabet - 1)];
				free(hold(c->proto, c->security, server, 5, OUTCOME_CLOSED));
				free(changed);
			}
		}
	}
}

/* ---- a run that is cut short ---- */

/* What the client's last line is when the driver closes after those words. The caller frees it. */
static char *farewell(const struct proto *proto, enum security security, const char *words)
{
	struct talk t = {0};
	enum dialog_state state;

	buf_init(&t.trace, 0);
	buf_init(&t.in, 0);
	t.dialog = dialog_new(proto, security, "", &limits, &ops, &t);
	dialog_begin(t.dialog);
	while (*words) { /* a line each, as if each answered a question */
		size_t len = strcspn(words, "\n") + 1;

		buf_append(&t.in, words, len);
		words += len;
		state = dialog_feed(t.dialog, &t.in);
		if (state == DIALOG_SETTLES)
			dialog_settled(t.dialog, &t.in);
	}
	dialog_stop(t.dialog, &t.in, OUTCOME_CANCELLED);
	assert_int_equal(t.stages, 0);
	buf_reset(&t.trace);
	dialog_farewell(t.dialog);
	dialog_free(t.dialog);
	buf_clear(&t.in);
	return buf_take(&t.trace);
}

/* A server that has greeted gets a goodbye, but never where the next byte may belong to TLS. */
static void test_farewell(void **state)
{
	static const struct {
		const struct proto *proto;
		enum security security;
		const char *words, *line;
	} rows[] = {
	    {&proto_smtp, SECURITY_STARTTLS, "", ""},
	    {&proto_smtp, SECURITY_STARTTLS, "HTTP/1.0 400 Bad\r\n", ""},
	    {&proto_smtp, SECURITY_STARTTLS, "220 here\r\n", "C: QUIT\n"},
	    {&proto_smtp, SECURITY_STARTTLS, "220 here\r\n250-here\r\n250 STARTTLS\r\n", ""},
	    {&proto_smtp, SECURITY_STARTTLS, "220 here\r\n250-here\r\n250 STARTTLS\r\n220 go\r\n",
	     ""},
	    {&proto_smtp, SECURITY_TLS, "220 here\r\nnonsense\r\n", "~C: QUIT\n"},
	    {&proto_smtp, SECURITY_TLS, "220 here\r\n250 here\r\n", ""}, /* it has left */
	    {&proto_imap, SECURITY_TLS, "* OK here\r\n", "~C: A4 LOGOUT\n"},
	    {&proto_pop3, SECURITY_TLS, "+OK here\r\n", "~C: QUIT\n"},
	    {&proto_sieve, SECURITY_STARTTLS, "\"SIEVE\" \"x\"\r\nOK\r\n", "C: LOGOUT\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *line = farewell(rows[i].proto, rows[i].security, rows[i].words);

		assert_string_equal(line, rows[i].line);
		free(line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_conversations), cmocka_unit_test(test_nonsense),
	    cmocka_unit_test(test_nul),		  cmocka_unit_test(test_own_address),
	    cmocka_unit_test(test_leftover),	  cmocka_unit_test(test_limits),
	    cmocka_unit_test(test_limit_edge),	  cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_farewell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
