/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hostile bytes for the parsers: conversations and events that are cut, bent and repeated at
 * random, and so are documents and records that name a domain's servers. Nothing may crash, hang,
 * talk for ever or break the promises of proto/dialog.h and model/event.h. The seed is fixed, so a failure can be repeated.
 *
 * 	fuzz [ROUNDS [SEED]]
 *	fuzz minutes N [KIND]     each kind for N minutes of this processor's time; says how often
 */
#include "config.h"

#include "bend.h"

#include "base/buf.h"
#include "base/mem.h"
#include "discover/autodiscover.h"
#include "discover/owner.h"
#include "discover/provider_edit.h"
#include "discover/provider_file.h"
#include "discover/provider_xml.h"
#include "model/event.h"
#include "model/listing.h"
#include "net/records_text.h"
#include "proto/dialog.h"
#include "reason/domain/sources.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 3000
#define SEED 20260101
#define BYTES_MAX 4096
#define SENT_MAX 16 /* lines that a dialog may send, whatever the answers */

/* ---- conversations ---- */

static const struct {
	const struct proto *proto;
	const char *server; /* everything that it says */
} talks[] = {
    {&proto_smtp, "220 mail.example.org ESMTP ready\r\n"
		  "250-mail.example.org Hello [192.0.2.1]\r\n250-SIZE 1000\r\n250-STARTTLS\r\n"
		  "250 AUTH PLAIN LOGIN\r\n220 2.0.0 Ready\r\n"
		  "250-mail.example.org\r\n250 AUTH PLAIN\r\n221 2.0.0 Bye\r\n"},
    {&proto_smtp, "421 4.3.2 Too busy\r\n221 Bye\r\n"},
    {&proto_imap, "* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready\r\n"
		  "* CAPABILITY IMAP4rev1 STARTTLS\r\nA1 OK done\r\nA2 OK begin\r\n"
		  "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nA3 OK done\r\n* BYE out\r\nA4 OK done\r\n"},
    {&proto_imap, "* PREAUTH hello\r\n* OK [ALERT] {3}\r\nabc\r\nA1 BAD what\r\n"},
    {&proto_pop3, "+OK ready <1.2@example.org>\r\n+OK\r\nTOP\r\nSTLS\r\nSASL PLAIN\r\n.\r\n"
		  "+OK begin\r\n+OK\r\nUSER\r\n.\r\n+OK bye\r\n"},
    {&proto_sieve, "\"IMPLEMENTATION\" \"x\"\r\n\"SASL\" \"\"\r\n\"STARTTLS\"\r\nOK \"ready\"\r\n"
		   "OK \"begin\"\r\n\"SASL\" \"PLAIN\"\r\nOK\r\nOK \"bye\"\r\n"},
};

struct listener {
	int stages;
	unsigned sent;
	bool wrong;
};

static void on_emit(struct event *e, void *user)
{
	struct listener *l = user;
	char *json = event_to_json(e);
	struct event *again = event_from_json(json, NULL);

	l->wrong = l->wrong || !again;
	event_free(again);
	free(json);
	event_free(e);
}

static void on_send(const char *bytes, size_t len, void *user)
{
	struct listener *l = user;

	l->sent++;
	l->wrong = l->wrong || len < 2 || memcmp(bytes + len - 2, "\r\n", 2);
}

static void on_begin(enum stage stage, void *user)
{
	struct listener *l = user;

	l->wrong = l->wrong || l->stages++ || stage >= STAGE_COUNT_;
}

static void on_end(enum stage stage, enum outcome outcome, void *user)
{
	struct listener *l = user;

	l->wrong = l->wrong || --l->stages || stage >= STAGE_COUNT_ || outcome == OUTCOME_NONE;
}

static bool is_unheard(void *user)
{
	(void)user;
	return !below(8);
}

static void converse(const struct proto *proto, enum security security, const struct buf *server)
{
	static const struct dialog_limits limits = {
	    .line_bytes = 200, .reply_lines = 20, .reply_bytes = 1000};
	static const struct dialog_ops ops = {on_emit, on_send, on_begin, on_end, is_unheard};
	struct listener l = {0};
	struct buf in;
	struct dialog *d = dialog_new(proto, security, "192.0.2.9", &limits, &ops, &l);
	enum dialog_state now = dialog_begin(d);

	buf_init(&in, 0);
	for (size_t at = 0; at < server->len && now != DIALOG_DONE;) {
		size_t n = below(60) + 1;

		if (now == DIALOG_WANTS_TLS) {
			now = dialog_tls_up(d, &in);
			continue;
		}
		if (now == DIALOG_SETTLES && below(2)) {
			now = dialog_settled(d, &in);
			continue;
		}
		if (!below(4))
			dialog_prompt(d);
		if (n > server->len - at)
			n = server->len - at;
		buf_append(&in, server->data + at, n);
		at += n;
		now = dialog_feed(d, &in);
		if (now == DIALOG_WAITS && in.len > (size_t)limits.reply_bytes + 60)
			broken("what is not understood is bounded", server);
	}
	dialog_interrupted(d, &in);
	if (now != DIALOG_DONE)
		dialog_stop(d, &in, below(2) ? OUTCOME_CLOSED : OUTCOME_TIMEOUT);
	if (l.wrong || l.stages)
		broken("stages nest, lines end, events survive JSON", server);
	if (l.sent > SENT_MAX)
		broken("the dialog comes to an end", server);
	dialog_free(d);
	buf_clear(&in);
}

static void fuzz_talks(unsigned rounds)
{
	static const enum security modes[] = {SECURITY_STARTTLS, SECURITY_TLS, SECURITY_NONE};

	for (unsigned i = 0; i < rounds; i++) {
		unsigned of = below(sizeof talks / sizeof *talks);
		struct buf bytes;

		buf_init(&bytes, BYTES_MAX);
		buf_puts(&bytes, talks[of].server);
		bend_much(&bytes);
		converse(talks[of].proto, modes[below(3)], &bytes);
		buf_clear(&bytes);
	}
}

/* ---- events ---- */

static const char *const lines[] = {
    "{\"seq\":1,\"t\":0,\"type\":\"run.begin\",\"time\":1764000000,\"text\":\"1\",\"list\":[\"a\"]"
    "}",
    "{\"seq\":7,\"type\":\"tls.verify\",\"endpoint\":2,\"status\":17,\"text\":\"x\",\"host\":"
    "\"h\"}",
    "{\"seq\":8,\"type\":\"caps\",\"stage\":\"caps-tls\",\"list\":[\"AUTH PLAIN\",\"\\u001b[2J\"]}",
    "{\"seq\":9,\"type\":\"stage.end\",\"stage\":\"tls\",\"outcome\":\"denied\",\"err\":-12,\"us\":"
    "5}",
};

/* A line that is an event is the same after writing and reading it again. */
static void check_line(const struct buf *line)
{
	char *text = mem_strndup(line->data, line->len), *error = NULL;
	struct event *e = event_from_json(text, &error);
	char *json = e ? event_to_json(e) : NULL;
	struct event *again = json ? event_from_json(json, NULL) : NULL;
	char *twice = again ? event_to_json(again) : NULL;

	if (!e == !error)
		broken("either an event or a reason why not", line);
	if (e && (!twice || strcmp(json, twice)))
		broken("an event survives being written", line);
	event_free(e);
	event_free(again);
	free(error);
	free(json);
	free(twice);
	free(text);
}

/* One real line of each type, and some written by hand. */
static void fuzz_events(unsigned rounds)
{
	for (unsigned i = 0; i < rounds; i++) {
		struct event *e = event_new((enum event_type)below(EVENT_COUNT_), below(9));
		char *json = event_to_json(e);
		struct buf line;

		buf_init(&line, BYTES_MAX);
		buf_puts(&line, below(2) ? json : lines[below(sizeof lines / sizeof *lines)]);
		bend_much(&line);
		check_line(&line);
		buf_clear(&line);
		free(json);
		event_free(e);
	}
}

/* ---- what a domain publishes ---- */

/* At the ends of these an answer of each kind is read; all of it is hostile. */
static const char *const documents[] = {
    "<?xml version=\"1.0\"?><clientConfig version=\"1.1\"><emailProvider id=\"x\"><domain>x.example"
    "</domain><displayName>%EMAILLOCALPART%</displayName><incomingServer type=\"imap\"><hostname>"
    "imap.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType><authentication>OAuth2"
    "</authentication><username>%EMAILADDRESS%</username></incomingServer><outgoingServer type=\"smtp\">"
    "<hostname>smtp.x.example</hostname><port>587</port><socketType>STARTTLS</socketType></outgoingServer>"
    "<documentation url=\"https://x.example/\"/></emailProvider></clientConfig>",
    "<Autodiscover xmlns=\"urn:a\"><Response xmlns=\"urn:b\"><Account><Protocol><Type>IMAP</Type><Server>"
    "imap.x.example</Server><Port>993</Port><SSL>on</SSL><LoginName>x</LoginName></Protocol><Protocol><Type>"
    "SMTP</Type><Server>smtp.x.example</Server><Port>587</Port><Encryption>TLS</Encryption></Protocol>"
    "</Account></Response></Autodiscover>",
    "{\"Protocol\":\"AutodiscoverV1\",\"Url\":\"https://outlook.office365.com/EWS/Exchange.asmx\"}",
};

/* Every server that is read can be written and read again. */
static void check_listing(const struct strs *list, const struct buf *bytes)
{
	for (size_t i = 0; i < list->n; i++) {
		struct target_server s, again;

		if (!listing_read_server(list->v[i], &s))
			continue;
		char *line = listing_server(&s);

		if (!listing_read_server(line, &again) || !str_eq(s.host, again.host) ||
		    s.port != again.port || s.service != again.service)
			broken("a server survives being written", bytes);
		target_server_clear(&s);
		target_server_clear(&again);
		free(line);
	}
}

/* What a form changes in a document is there when it is read again, and no server more or less. */
static void check_edit(struct provider *p, const struct buf *bytes)
{
	struct provider before = {.id = mem_strdup("x")}, again = {.id = mem_strdup("x")};
	char *error = NULL, *text;

	if (!provider_xml_read(&before, "x", bytes->data, bytes->len, &error))
		broken("a document reads the same twice", bytes);
	free(p->name);
	p->name = mem_strdup("A <new> & \xc3\xa4 name");
	strs_add(&p->domains, "new.example");
	if (p->server_n)
		target_server_clear(&p->servers[--p->server_n]);
	text = provider_edit(bytes->data, bytes->len, &before, p);
	if (text && (!provider_xml_read(&again, "x", text, strlen(text), &error) ||
		     !str_eq(again.name, p->name) || again.server_n != p->server_n))
		broken("a changed document reads as it was changed", bytes);
	free(error);
	free(text);
	provider_clear(&before);
	provider_clear(&again);
}

static void check_document(const struct buf *bytes)
{
	struct strs list = {0};
	struct provider p = {.id = mem_strdup("x")};
	char *error = NULL, *url;

	if (provider_xml_read(&p, "x", bytes->data, bytes->len, &error)) {
		owner_list_provider(&list, &p, "user@x.example");
		check_edit(&p, bytes);
	} else if (!error)
		broken("a document is read, or there is a reason why not", bytes);
	free(error);
	provider_clear(&p);
	check_listing(&list, bytes);
	strs_clear(&list);
	if (autodiscover_read(&list, bytes->data, bytes->len, &error) == !!error)
		broken("an Autodiscover answer is read, or there is a reason why not", bytes);
	free(error);
	check_listing(&list, bytes);
	strs_clear(&list);
	url = autodiscover_read_json(bytes->data, bytes->len);
	free(url);
}

static void fuzz_documents(unsigned rounds)
{
	for (unsigned i = 0; i < rounds; i++) {
		struct buf bytes;

		buf_init(&bytes, BYTES_MAX);
		buf_puts(&bytes, documents[below(sizeof documents / sizeof *documents)]);
		bend_much(&bytes);
		check_document(&bytes);
		buf_clear(&bytes);
	}
}

/* An SRV record on the wire, and the text of one in an event that names a domain's servers. */
static void fuzz_records(unsigned rounds)
{
	static const char wire[] = "\0\1\0\2\3\341\4imap\1x\7example\0";

	for (unsigned i = 0; i < rounds; i++) {
		struct target *t = target_new("x.example");
		struct log log = {0};
		struct buf bytes;

		buf_init(&bytes, BYTES_MAX);
		buf_append(&bytes, wire, sizeof wire - 1);
		bend_much(&bytes);
		char *text = records_text(LOOKUP_SRV, (const unsigned char *)bytes.data, bytes.len);
		struct event *e = event_new(EVENT_RECORDS, 0);

		t->domain = mem_strdup("x.example");
		t->discover = true;
		e->host = mem_strdup("_imaps._tcp.x.example");
		e->lookup = LOOKUP_SRV;
		e->outcome = OUTCOME_OK;
		strs_add(&e->list, text ? text : "0 1 993 imap.x.example");
		log_append(&log, e);
		for (int type = LOOKUP_A; type <= LOOKUP_AAAA; type++) {
			e = event_new(EVENT_RECORDS, 0);
			e->host = mem_strdup("x.example");
			e->lookup = (enum lookup_type)type;
			e->outcome = OUTCOME_NOTOFFERED;
			log_append(&log, e);
		}
		sources_apply(t, &log);
		for (size_t k = 0; k < t->server_n; k++)
			if (!t->servers[k].port || !*t->servers[k].host)
				broken("a server has a name and a port", &bytes);
		free(text);
		buf_clear(&bytes);
		log_clear(&log);
		target_free(t);
	}
}

static const struct kind {
	const char *name;
	void (*fuzz)(unsigned rounds);
} kinds[] = {{"talks", fuzz_talks},
	     {"events", fuzz_events},
	     {"documents", fuzz_documents},
	     {"srv", fuzz_records}};

/* As `make fuzz` wants it. */
static int fuzz_long(unsigned minutes, const char *only)
{
	bend_seed((uint64_t)time(NULL));
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		double end = used_s() + 60.0 * (minutes ? minutes : 1);
		unsigned long done = 0;

		if (only && strcmp(only, kinds[i].name))
			continue;
		for (; used_s() < end; done += 100)
			kinds[i].fuzz(100);
		printf("%-14s %30lu bent, none broke anything\n", kinds[i].name, done);
		fflush(stdout);
	}
	return 0;
}

int main(int argc, char **argv)
{
	unsigned rounds = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : ROUNDS;

	if (argc > 2 && !strcmp(argv[1], "minutes"))
		return fuzz_long((unsigned)strtoul(argv[2], NULL, 10), argc > 3 ? argv[3] : NULL);
	bend_seed(argc > 2 ? strtoull(argv[2], NULL, 10) : SEED);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		kinds[i].fuzz(rounds);
	printf("%u conversations, events, documents and records each bent, none broke anything\n",
	       rounds);
	return 0;
}
