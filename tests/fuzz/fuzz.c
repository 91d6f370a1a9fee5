/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hostile bytes for the parsers: conversations and events that are cut, bent and repeated at
 * random. Nothing may crash, hang, talk for ever or break the promises of proto/dialog.h and
 * model/event.h. The seed is fixed, so a failure can be repeated.
 *
 * 	fuzz [ROUNDS [SEED]]
 */
#include "config.h"

#include "base/buf.h"
#include "base/mem.h"
#include "model/event.h"
#include "proto/dialog.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 3000
#define SEED 20260101
#define BYTES_MAX 4096
#define SENT_MAX 16 /* lines that a dialog may send, whatever the answers */

static uint64_t state;

/* Steele and Vigna's splitmix64. */
static unsigned below(unsigned n)
{
	uint64_t z = state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (unsigned)((z ^ z >> 31) % n);
}

static void broken(const char *promise, const struct buf *bytes)
{
	printf("broken: %s\n", promise);
	for (size_t i = 0; i < bytes->len; i++)
		printf("%02x", (unsigned char)bytes->data[i]);
	printf("\n");
	exit(1);
}

/* ---- bending bytes ---- */

static void insert(struct buf *b, size_t at, const char *bytes, size_t len)
{
	struct buf out;

	buf_init(&out, BYTES_MAX);
	buf_append(&out, b->data, at);
	buf_append(&out, bytes, len);
	buf_append(&out, b->data + at, b->len - at);
	buf_clear(b);
	*b = out;
}

static void cut_out(struct buf *b, size_t at, size_t len)
{
	memmove(b->data + at, b->data + at + len, b->len - at - len);
	b->len -= len;
}

/* Pieces that parsers look for. */
static const char *const spice[] = {
    "\r\n",  "\n",	  "\r",	     "\r\n.\r\n", "-",	      "250-",  "250 ",	   "220 ",
    "* ",    "+OK",	  "-ERR",    "OK ",	  "[",	      "]",     "{99999}",  "{3}\r\n",
    "\"",    "\\",	  "(",	     ")",	  " ",	      "=",     "STARTTLS", "99999999999",
    "a1 OK", "* BYE\r\n", "\x1b[2J", "\xff\xfe",  "\xc3\x28", "AUTH=", "5.7.1",	   "CAPABILITY"};

static void bend(struct buf *b)
{
	size_t at = below((unsigned)b->len + 1), left = b->len - at;
	size_t len = left ? below((unsigned)(left < 40 ? left : 40)) : 0;
	const char *piece = spice[below(sizeof spice / sizeof *spice)];
	char byte = (char)below(256);

	switch (below(6)) {
	case 0:
		if (left)
			b->data[at] = byte;
		break;
	case 1:
		insert(b, at, &byte, 1); /* a NUL now and then */
		break;
	case 2:
		insert(b, at, piece, strlen(piece));
		break;
	case 3:
		cut_out(b, at, len);
		break;
	case 4:
		for (unsigned times = below(40); times; times--)
			insert(b, at, piece, strlen(piece));
		break;
	default:
		if (len) {
			char *copy = mem_strndup(b->data + at, len);

			insert(b, below((unsigned)b->len + 1), copy, strlen(copy));
			free(copy);
		}
	}
}

static void bend_much(struct buf *b)
{
	for (unsigned times = below(8) + 1; times; times--)
		bend(b);
}

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

int main(int argc, char **argv)
{
	unsigned rounds = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : ROUNDS;

	state = argc > 2 ? strtoull(argv[2], NULL, 10) : SEED;
	fuzz_talks(rounds);
	fuzz_events(rounds);
	printf("%u conversations and %u events bent, none broke anything\n", rounds, rounds);
	return 0;
}
