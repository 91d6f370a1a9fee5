/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One probe as the engine would emit it. Options:
 *   dns=ADDRESS,… or noname, nodata, again, timeout, fail
 *   said=WORD by=ADDRESS each=TEXT gives=ADDRESS   what the name server itself said, and which
 *   hosts=yes                    the hosts file has the name
 *   tcp= tls= greeting= caps= starttls= caps-tls= quit=OUTCOME     how that stage ends
 *   tcp-ms= tls-ms= greeting-ms= dns-ms=N  how long it took
 *   leaves=ADDRESS               this computer's end of the connection
 *   refuser=TYPE.CODE@ADDRESS    the ICMP message that ended connecting
 *   ooo=N unacked=N              segments out of order, bytes not acknowledged, of the stage that times out
 *   bytes=TEXT                   bytes outside the protocol, in the first stage that ends badreply
 *   code=N text=TEXT             of the greeting, or of the reply that denies
 *   list= list-tls=CAP|CAP       capabilities before and after TLS
 *   version= kx= cipher= status=NAME,… issuer= top= names=NAME,… leaf=ID from=DAY until=DAY subject= key=
 *   dh=BITS handshake=SIGNATURE renegotiation=no   of the session
 *   flags= top-flags=WORD,… purposes=TEXT bits=N   of the leaf, of its issuer: permitted uses
 *   roots=none roots-why=TEXT    this computer trusts no authority
 *   dane=OUTCOME dane-list=RECORD|RECORD dane-status=NAME,… dane-alias=NAME dane-issuer=NAME
 *                                of comparing the certificate with the TLSA records
 *   top-weak=yes                 its key is of 1024 bits
 *   top-until=DAY mixed=yes      the top certificate's end; it comes before the issuer's
 *   chain-limit=TEXT asks=yes    too much was sent; a client certificate was asked for
 *   self=NAME hello=TEXT         the server's own name; its answer to EHLO, or HELO after unknown=
 *   hello-tls=TEXT               its answer to EHLO after STARTTLS, if different
 *   alert-num=N alert=TEXT error=TEXT leftover=TEXT limit=NAME
 *   tls-check=VERSION tls-greeting=TEXT   a silent port speaks TLS; what it says there
 *   tls-check=OUTCOME tls-greeting=TEXT   it does not; what it says in clear text instead
 *   noise=TEXT                   records beside the conversation under TLS
 *   first=TEXT first-code=N      an earlier try was refused with that; this one is alone
 *   greeting-code=N caps-code=N starttls-code=N text=TEXT   a code that the step cannot have
 *   unasked=TEXT unasked-code=N  answers to something else, before the first command
 *   odd=TEXT                     a legal line of IMAP in clear text, out of place
 *   begun=TEXT                   the greeting's first line, where it does not end
 *   check=OUTCOME                how the second connection to a silent port ended
 *   helo=OUTCOME                 how HELO was answered on a second connection
 *   unknown=TEXT unknown-code=N  how the first command was answered before it went on without it
 *   caps-ms= starttls-ms= caps-tls-ms=N
 *   running=STAGE                the stage has not ended; nothing more has come
 */
#include "config.h"
#include "tests/unit/scene.h"

#include "base/address.h"
#include "base/esc.h"
#include "base/mem.h"
#include "know/services.h"

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

struct play {
	const struct endpoint *e;
	const struct scene_line *options;
	int host;
	struct event **v;
	size_t n;
	enum outcome failed; /* first failure, or OK */
	enum stage failed_stage;
	bool running;
	bool under_tls;
	unsigned attempt;
};

static const char *option(const struct play *p, const char *name)
{
	return p->options ? scene_option(p->options, 2, name) : NULL;
}

static const char *option_or(const struct play *p, const char *name, const char *otherwise)
{
	const char *value = option(p, name);

	return value ? value : otherwise;
}

static struct event *put(struct play *p, enum event_type type)
{
	struct event *ev = event_new(type, p->e->id);

	ev->attempt = p->attempt;
	ev->flags = p->under_tls ? EVENT_UNDER_TLS : 0;
	p->v = mem_realloc(p->v, p->n + 1, sizeof *p->v);
	p->v[p->n++] = ev;
	return ev;
}

static void set_text(char **field, const char *octets)
{
	size_t len;
	char *bytes = octets ? esc_unoctets(octets, &len) : NULL;

	if (bytes)
		event_set_bytes(field, bytes, len);
	free(bytes);
}

static void begin(struct play *p, enum stage stage)
{
	put(p, EVENT_STAGE_BEGIN)->stage = stage;
}

static void play_segments(struct play *p, enum stage stage)
{
	const char *out_of_order = option(p, "ooo"), *unacked = option(p, "unacked");

	if (!out_of_order && !unacked)
		return;
	struct event *ev = put(p, EVENT_SEGMENTS);

	ev->stage = stage;
	ev->num = out_of_order ? (int)strtol(out_of_order, NULL, 10) : 0;
	ev->size = unacked ? (int)strtol(unacked, NULL, 10) : 0;
}

static void play_refuser(struct play *p)
{
	const char *refuser = option(p, "refuser"), *at = refuser ? strchr(refuser, '@') : NULL;
	char *end;

	if (!at)
		return;
	struct event *ev = put(p, EVENT_REFUSER);

	ev->icmp_type = (int)strtol(refuser, &end, 10);
	ev->icmp_code = *end == '.' ? (int)strtol(end + 1, NULL, 10) : 0;
	ev->address = mem_strdup(at + 1);
}

static bool finish(struct play *p, enum stage stage, enum outcome outcome, long ms)
{
	if (stage == STAGE_TCP)
		play_refuser(p);
	else if (outcome == OUTCOME_TIMEOUT)
		play_segments(p, stage);
	struct event *ev = put(p, EVENT_STAGE_END);

	ev->stage = stage;
	ev->outcome = outcome;
	ev->us = ms * 1000;
	if (outcome != OUTCOME_OK && p->failed == OUTCOME_OK) {
		p->failed = outcome;
		p->failed_stage = stage;
	}
	return outcome == OUTCOME_OK;
}

static enum outcome wanted(const struct play *p, const char *name)
{
	const char *value = option(p, name);
	enum outcome outcome = value ? outcome_from_name(value) : OUTCOME_OK;

	if (!value && p->e->why == WHY_IMPOSSIBLE && str_eq(name, "tcp"))
		return OUTCOME_TIMEOUT;
	return outcome;
}

/* Begins the stage; true if the scene ends in the middle of it. */
static bool starts(struct play *p, enum stage stage)
{
	const char *running = option(p, "running");

	begin(p, stage);
	p->running = running && stage_from_name(running) == stage;
	return p->running;
}

static void play_bytes(struct play *p, enum stage stage, enum outcome outcome)
{
	if (outcome == OUTCOME_BADREPLY && option(p, "bytes")) {
		struct event *ev = put(p, EVENT_BYTES_RECEIVED);

		ev->stage = stage;
		set_text(&ev->text, option(p, "bytes"));
		ev->size = ev->text ? (int)strlen(ev->text) : 0;
	}
	if (outcome == OUTCOME_BADREPLY && option(p, "limit")) {
		struct event *ev = put(p, EVENT_LIMIT);

		ev->stage = stage;
		ev->num = 8192;
		set_text(&ev->text, option(p, "limit"));
	}
	if (outcome == OUTCOME_CLOSED || outcome == OUTCOME_RESET) {
		struct event *ev = put(p, EVENT_CLOSED);

		ev->stage = stage;
		ev->outcome = outcome;
	}
}

static int dns_error(const char *word)
{
	static const struct {
		const char *word;
		int err;
	} words[] = {{"noname", EAI_NONAME},
		     {"nodata", EAI_NODATA},
		     {"again", EAI_AGAIN},
		     {"fail", EAI_FAIL}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(word, words[i].word))
			return words[i].err;
	return 0;
}

/* As net/dns_answer has it; written apart, as a test that asked the code would prove nothing. */
static enum outcome said_outcome(const char *said)
{
	switch (said ? dns_said_from_name(said) : DNS_SAID_SILENT) {
	case DNS_SAID_SERVFAIL:
	case DNS_SAID_OTHER:
	case DNS_SAID_ADDRESS:
		return OUTCOME_BADREPLY;
	case DNS_SAID_REFUSED:
		return OUTCOME_DENIED;
	case DNS_SAID_CLOSED:
		return OUTCOME_REFUSED;
	case DNS_SAID_UNREACHABLE:
	case DNS_SAID_NO_SERVER:
		return OUTCOME_UNREACHABLE;
	default:
		return OUTCOME_TIMEOUT;
	}
}

static bool play_dns(struct play *p)
{
	char *own = p->e->family == FAMILY_IPV6 ? mem_printf("2001:db8::%x", p->host + 1)
						: mem_printf("192.0.2.%d", p->host + 1);
	const char *value = option_or(p, "dns", own);
	int err = dns_error(value);
	enum outcome outcome = OUTCOME_OK;

	if (starts(p, STAGE_DNS))
		goto out;
	if (str_eq(value, "timeout")) {
		outcome = OUTCOME_TIMEOUT;
	} else {
		struct event *ev = put(p, EVENT_DNS_ANSWER);

		ev->host = mem_strdup(p->e->host);
		ev->family = p->e->family;
		ev->err = err;
		ev->us = strtol(option_or(p, "dns-ms", "0"), NULL, 10) * 1000;
		ev->text = mem_strdup(option(p, "said"));
		ev->address = mem_strdup(option(p, "by"));
		ev->detail = mem_strdup(option(p, "each"));
		ev->alias = mem_strdup(option(p, "gives"));
		if (option(p, "hosts"))
			ev->flags |= EVENT_HOSTS_FILE;
		if (!err)
			strs_split(&ev->list, value, ",");
		if (err)
			outcome = err == EAI_NONAME || err == EAI_NODATA ? OUTCOME_NOTOFFERED
									 : OUTCOME_BADREPLY;
		if (err == EAI_AGAIN)
			outcome = said_outcome(ev->text);
		for (size_t i = 0; i < ev->list.n && p->e->public_only; i++)
			if (!address_is_public(ev->list.v[i]))
				outcome = OUTCOME_DENIED;
	}
	finish(p, STAGE_DNS, outcome, 12);
out:
	free(own);
	return outcome == OUTCOME_OK && !p->running;
}

static bool play_tcp(struct play *p)
{
	enum outcome outcome = wanted(p, "tcp");
	long ms =
	    strtol(option_or(p, "tcp-ms", outcome == OUTCOME_TIMEOUT ? "3000" : "20"), NULL, 10);

	if (starts(p, STAGE_TCP))
		return false;
	if (outcome == OUTCOME_OK) {
		struct event *ev = put(p, EVENT_CONNECTED);
		const char *tried = p->e->address;

		for (size_t i = 0; i < p->n && !tried; i++)
			if (p->v[i]->type == EVENT_DNS_ANSWER)
				tried = p->v[i]->list.v[0];
		ev->host = mem_strdup(p->e->host);
		ev->address = mem_strdup(tried);
		ev->connect_port = p->e->connect_port;
		ev->local = mem_strdup(option_or(
		    p, "leaves", p->e->family == FAMILY_IPV6 ? "2001:db8::99" : "198.51.100.9"));
	}
	return finish(p, STAGE_TCP, outcome, ms);
}

unsigned scene_status(const char *list)
{
	static const char *const names[] = {
	    "untrusted",  "self-signed", "expired", "early",	 "wrong-name",
	    "revoked",	  "weak",	 "purpose", "signature", "missing-staple",
	    "bad-staple", "constraints", "no-name", "other",	 "missing-issuer"};
	struct strs words = {0};
	unsigned status = 0;

	strs_split(&words, list, ",");
	for (size_t k = 0; k < words.n; k++) {
		size_t i = 0;

		while (i < sizeof names / sizeof *names && !str_eq(words.v[k], names[i]))
			i++;
		status |= i < sizeof names / sizeof *names ? 1u << i : SCENE_STATUS_WRONG;
	}
	strs_clear(&words);
	return status;
}

unsigned scene_cert_flags(const char *list)
{
	static const struct {
		const char *word;
		unsigned flag;
	} words[] = {
	    {"authority", EVENT_CERT_AUTHORITY},   {"no-constraints", EVENT_CERT_NO_CONSTRAINTS},
	    {"no-signing", EVENT_CERT_NO_SIGNING}, {"no-signature", EVENT_CERT_NO_SIGNATURE},
	    {"no-purpose", EVENT_CERT_NO_PURPOSE}, {"empty-purpose", EVENT_CERT_EMPTY_PURPOSE}};
	struct strs given = {0};
	unsigned flags = 0;

	strs_split(&given, list, ",");
	for (size_t k = 0; k < given.n; k++) {
		size_t i = 0;

		while (i < sizeof words / sizeof *words && !str_eq(given.v[k], words[i].word))
			i++;
		flags |= i < sizeof words / sizeof *words ? words[i].flag : SCENE_FLAGS_WRONG;
	}
	strs_clear(&given);
	return flags;
}

static void play_cert(struct play *p, int num, const char *subject, const char *issuer)
{
	struct event *ev = put(p, EVENT_TLS_CERT);

	ev->num = num;
	set_text(&ev->subject, subject);
	set_text(&ev->issuer, issuer);
	ev->not_before = scene_day(option_or(p, "from", "2026-10-01"));
	ev->not_after = scene_day(option_or(p, "until", "2027-10-01"));
	ev->bits = 2048;
	ev->key = mem_strdup(option_or(p, "key", "RSA"));
	ev->signature = mem_strdup("RSA-SHA256");
	ev->flags = scene_cert_flags(option_or(p, num ? "top-flags" : "flags", ""));
	if (num) {
		ev->bits = option(p, "top-weak") ? 1024 : ev->bits;
		ev->not_before = scene_day("2020-01-01");
		ev->not_after = scene_day(option_or(p, "top-until", "2040-01-01"));
		ev->sha256 = mem_strdup("top");
		return;
	}
	ev->detail = mem_strdup(option(p, "purposes"));
	ev->bits = (int)strtol(option_or(p, "bits", "2048"), NULL, 10);
	ev->sha256 = mem_strdup(option_or(p, "leaf", p->e->host));
	strs_split(&ev->list, option_or(p, "names", p->e->host), ",");
}

static void play_certificate(struct play *p)
{
	struct event *ev = put(p, EVENT_TLS_SESSION);
	const char *issuer = option_or(p, "issuer", "CN=R11,O=Let's Encrypt,C=US");

	ev->version = mem_strdup(option_or(p, "version", "TLS1.3"));
	ev->cipher = mem_strdup(option_or(p, "cipher", "AES-256-GCM"));
	ev->kx = mem_strdup(option_or(p, "kx", "X25519"));
	ev->num = (int)strtol(option_or(p, "dh", "0"), NULL, 10);
	ev->signature = mem_strdup(option(p, "handshake"));
	if (option(p, "renegotiation"))
		ev->flags |= EVENT_NO_SAFE_RENEGOTIATION;
	play_cert(p, 0, option_or(p, "subject", "CN=mail.example.org"), issuer);
	if (option(p, "asks"))
		ev->flags |= EVENT_CLIENT_CERT_ASKED;
	if (option(p, "mixed")) {
		play_cert(p, 1, option(p, "top"), option(p, "top"));
		play_cert(p, 2, issuer, option(p, "top"));
	} else if (option(p, "top")) {
		play_cert(p, 1, issuer, option(p, "top"));
	}
	if (option(p, "chain-limit")) {
		ev = put(p, EVENT_LIMIT);
		ev->stage = STAGE_TLS;
		ev->num = 16;
		set_text(&ev->text, option(p, "chain-limit"));
	}
	ev = put(p, EVENT_TLS_VERIFY);
	ev->host = mem_strdup(p->e->host);
	ev->status = scene_status(option_or(p, "status", ""));
	if (option(p, "roots"))
		ev->flags |= EVENT_NO_ROOTS;
	set_text(&ev->reason, option(p, "roots-why"));
}

static bool play_tls(struct play *p)
{
	enum outcome outcome = wanted(p, "tls");

	if (starts(p, STAGE_TLS))
		return false;
	if (outcome == OUTCOME_OK) {
		play_certificate(p);
		p->under_tls = true;
	} else if (outcome == OUTCOME_DENIED) {
		struct event *ev = put(p, EVENT_TLS_ALERT);

		ev->num = (int)strtol(option_or(p, "alert-num", "40"), NULL, 10);
		ev->text = mem_strdup(option_or(p, "alert", "handshake failure"));
	} else if (outcome == OUTCOME_BADREPLY) {
		struct event *ev = put(p, EVENT_TLS_ERROR);

		ev->err = -15;
		ev->text =
		    mem_strdup(option_or(p, "error", "An unexpected TLS packet was received."));
	}
	play_bytes(p, STAGE_TLS, outcome);
	return finish(p, STAGE_TLS, outcome, strtol(option_or(p, "tls-ms", "41"), NULL, 10));
}

static enum protocol protocol_of(const struct play *p)
{
	return service_row(p->e->service)->protocol;
}

/* A reply with a code that the step cannot have, if the scene wants one. */
static bool play_wrong_code(struct play *p, enum stage stage, const char *verb)
{
	char *name = mem_printf("%s-code", stage_name(stage));
	const char *code = option(p, name);

	free(name);
	if (!code)
		return false;
	struct event *ev = put(p, verb ? EVENT_REPLY : EVENT_GREETING);

	ev->stage = stage;
	ev->outcome = OUTCOME_BADREPLY;
	ev->code = (int)strtol(code, NULL, 10);
	ev->detail = mem_strdup(verb);
	set_text(&ev->text, option_or(p, "text", "hm"));
	return true;
}

static void play_begun(struct play *p, enum outcome outcome)
{
	if (option(p, "check")) {
		struct event *ev = put(p, EVENT_TLS_CHECK);

		ev->outcome = wanted(p, "check");
	}
	if (option(p, "begun") && outcome != OUTCOME_OK) {
		struct event *ev = put(p, EVENT_LINE_RECEIVED);

		ev->stage = STAGE_GREETING;
		set_text(&ev->text, option(p, "begun"));
	}
}

/* Unrequested lines, before the first command is sent. */
static void play_unasked(struct play *p)
{
	const char *names[] = {"unasked", "odd"};

	for (size_t i = 0; i < 2; i++) {
		if (!option(p, names[i]))
			continue;
		struct event *ev = put(p, EVENT_UNASKED);

		ev->stage = STAGE_CAPS;
		ev->outcome = i ? OUTCOME_OK : OUTCOME_BADREPLY;
		ev->code = i ? 0 : (int)strtol(option_or(p, "unasked-code", "0"), NULL, 10);
		set_text(&ev->text, option(p, names[i]));
	}
}

/* The server calls the first command unknown, and the conversation continues without it. */
static void play_unknown(struct play *p)
{
	if (!option(p, "unknown"))
		return;
	struct event *ev = put(p, EVENT_REPLY);

	ev->stage = STAGE_CAPS;
	ev->outcome = OUTCOME_NOTOFFERED;
	ev->code = (int)strtol(option_or(p, "unknown-code", "0"), NULL, 10);
	set_text(&ev->text, option(p, "unknown"));
	if (protocol_of(p) == PROTOCOL_SMTP)
		ev->detail = mem_strdup("EHLO");
}

static void play_hello_check(struct play *p)
{
	if (!option(p, "helo"))
		return;
	struct event *ev = put(p, EVENT_HELLO_CHECK);

	ev->outcome = wanted(p, "helo");
	ev->code = ev->outcome == OUTCOME_OK ? 250 : 0;
	ev->text = mem_strdup("mail.example.org");
}

static bool play_greeting(struct play *p)
{
	static const char *const texts[] = {"mail.example.org ESMTP ready", "OK ready", "+OK ready",
					    "", "OK ready"};
	enum outcome outcome = wanted(p, "greeting");
	bool smtp = protocol_of(p) == PROTOCOL_SMTP, denied = outcome == OUTCOME_DENIED;

	if (starts(p, STAGE_GREETING))
		return false;
	if (option(p, "tls-check") && outcome != OUTCOME_OK) {
		struct event *ev = put(p, EVENT_TLS_CHECK);

		enum outcome seen = outcome_from_name(option(p, "tls-check"));

		ev->outcome = seen < OUTCOME_COUNT_ ? seen : OUTCOME_OK;
		if (ev->outcome == OUTCOME_OK)
			ev->detail = mem_strdup(option(p, "tls-check"));
		if (option(p, "tls-greeting"))
			set_text(&ev->text, option(p, "tls-greeting"));
	}
	if (outcome == OUTCOME_OK || denied) {
		struct event *ev = put(p, EVENT_GREETING);
		bool own = denied || option(p, "greet");

		ev->outcome = outcome;
		ev->code =
		    smtp ? (int)strtol(option_or(p, denied ? "code" : "-", "220"), NULL, 10) : 0;
		set_text(&ev->text, own ? option_or(p, denied ? "text" : "greet", "no")
					: texts[protocol_of(p)]);
		if (option(p, "self"))
			ev->detail = mem_strdup(option(p, "self"));
		if (option(p, "enhanced"))
			ev->enhanced = mem_strdup(option(p, "enhanced"));
	}
	if (outcome == OUTCOME_BADREPLY)
		play_wrong_code(p, STAGE_GREETING, NULL);
	play_begun(p, outcome);
	play_bytes(p, STAGE_GREETING, outcome);
	return finish(
	    p, STAGE_GREETING, outcome,
	    strtol(option_or(p, "greeting-ms", outcome == OUTCOME_TIMEOUT ? "30000" : "30"), NULL,
		   10));
}

/* The capabilities of a well configured server: [protocol][TLS is up]. */
static const char *const usual_caps[PROTOCOL_COUNT_][2] = {
    [PROTOCOL_SMTP] = {"PIPELINING|SIZE 35882577|STARTTLS|8BITMIME",
		       "PIPELINING|AUTH PLAIN LOGIN|8BITMIME"},
    [PROTOCOL_IMAP] = {"IMAP4rev1|STARTTLS|LOGINDISABLED", "IMAP4rev1|IDLE|AUTH=PLAIN"},
    [PROTOCOL_POP3] = {"TOP|UIDL|STLS", "TOP|UIDL|USER|SASL PLAIN"},
    [PROTOCOL_SIEVE] = {"IMPLEMENTATION x|STARTTLS|SASL", "IMPLEMENTATION x|SASL PLAIN"},
};

static struct event *play_denial(struct play *p, enum stage stage, const char *verb)
{
	struct event *ev = put(p, EVENT_REPLY);

	ev->stage = stage;
	ev->outcome = OUTCOME_DENIED;
	ev->detail = mem_strdup(verb);
	ev->code = protocol_of(p) == PROTOCOL_SMTP
		       ? (int)strtol(option_or(p, "code", "554"), NULL, 10)
		       : 0;
	set_text(&ev->text, option_or(p, "text", "no"));
	return ev;
}

static bool play_caps(struct play *p, enum stage stage)
{
	bool after = stage == STAGE_CAPS_TLS;
	enum outcome outcome = wanted(p, after ? "caps-tls" : "caps");

	if (starts(p, stage))
		return false;
	if (!after) {
		play_unasked(p);
		play_unknown(p);
	}
	const char *hello = option(p, "hello");

	if (after && option(p, "hello-tls"))
		hello = option(p, "hello-tls");
	if (outcome == OUTCOME_OK && hello) {
		struct event *ev = put(p, EVENT_REPLY);

		ev->stage = stage;
		ev->outcome = OUTCOME_OK;
		ev->code = 250;
		ev->detail = mem_strdup(!after && option(p, "unknown") ? "HELO" : "EHLO");
		set_text(&ev->text, hello);
	}
	if (outcome == OUTCOME_OK) {
		struct event *ev = put(p, EVENT_CAPS);
		const char *list = option_or(p, after ? "list-tls" : "list",
					     usual_caps[protocol_of(p)][p->under_tls]);

		ev->stage = stage;
		strs_split(&ev->list, list, "|");
	} else if (outcome == OUTCOME_DENIED) {
		play_denial(p, stage, "EHLO");
	}
	if (outcome == OUTCOME_BADREPLY)
		play_wrong_code(p, stage, "EHLO");
	play_bytes(p, stage, outcome);
	play_hello_check(p);
	return finish(p, stage, outcome,
		      strtol(option_or(p, after ? "caps-tls-ms" : "caps-ms", "22"), NULL, 10));
}

static bool play_starttls(struct play *p)
{
	enum outcome outcome = wanted(p, "starttls");

	if (starts(p, STAGE_STARTTLS))
		return false;
	if (outcome == OUTCOME_DENIED)
		play_denial(p, STAGE_STARTTLS,
			    protocol_of(p) == PROTOCOL_POP3 ? "STLS" : "STARTTLS");
	if (option(p, "leftover")) {
		struct event *ev = put(p, EVENT_LEFTOVER);

		ev->stage = STAGE_STARTTLS;
		set_text(&ev->text, option(p, "leftover"));
	}
	if (outcome == OUTCOME_BADREPLY)
		play_wrong_code(p, STAGE_STARTTLS, "STARTTLS");
	play_bytes(p, STAGE_STARTTLS, outcome);
	return finish(p, STAGE_STARTTLS, outcome,
		      strtol(option_or(p, "starttls-ms", "20"), NULL, 10));
}

static void play_dane(struct play *p)
{
	if (!option(p, "dane"))
		return;
	struct event *ev = put(p, EVENT_DANE);

	ev->host = mem_strdup(p->e->host);
	ev->outcome = outcome_from_name(option(p, "dane"));
	ev->status = scene_status(option_or(p, "dane-status", ""));
	ev->alias = mem_strdup(option(p, "dane-alias"));
	ev->subject = mem_strdup(option(p, "dane-issuer"));
	strs_split(&ev->list, option_or(p, "dane-list", ""), "|");
	if (ev->status && ev->list.n)
		ev->text = mem_strdup(ev->list.v[0]);
}

static bool play_talk(struct play *p)
{
	if (!play_greeting(p) || !play_caps(p, STAGE_CAPS))
		return p->failed == OUTCOME_DENIED;
	if (p->e->security != SECURITY_STARTTLS)
		return true;
	if (!play_starttls(p))
		return p->failed == OUTCOME_NOTOFFERED || p->failed == OUTCOME_DENIED ||
		       p->failed == OUTCOME_SKIPPED;
	if (!play_tls(p))
		return false;
	play_dane(p);
	return play_caps(p, STAGE_CAPS_TLS);
}

/* A comparison goes no further than the greeting, and emits no certificates. */
static void play_compared(struct play *p)
{
	enum outcome outcome = wanted(p, "tls");

	if (p->e->security == SECURITY_TLS) {
		begin(p, STAGE_TLS);
		play_bytes(p, STAGE_TLS, outcome);
		if (!finish(p, STAGE_TLS, outcome, 41))
			return;
	}
	if (protocol_of(p) != PROTOCOL_HTTPS && play_greeting(p)) {
		begin(p, STAGE_QUIT);
		finish(p, STAGE_QUIT, OUTCOME_OK, 20);
	}
}

/* Records beside the conversation: too many, if the connection ended because of them. */
static void play_noise(struct play *p)
{
	struct event *ev = option(p, "noise") ? put(p, EVENT_TLS_NOISE) : NULL;

	if (!ev)
		return;
	ev->text = mem_strdup(option(p, "noise"));
	ev->num = 1;
	ev->outcome = p->failed == OUTCOME_BADREPLY ? OUTCOME_BADREPLY : OUTCOME_OK;
}

static void play_all(struct play *p)
{
	if (!play_dns(p) || p->e->why == WHY_NAME || !play_tcp(p))
		return;
	if (p->e->why == WHY_REFERENCE)
		play_compared(p);
	if (!endpoint_counts(p->e))
		return;
	if (p->e->security == SECURITY_TLS && !play_tls(p))
		return;
	if (protocol_of(p) == PROTOCOL_HTTPS)
		return;
	if (play_talk(p) && !p->running && !starts(p, STAGE_QUIT))
		finish(p, STAGE_QUIT, wanted(p, "quit"), 20);
}

static void play_begin(struct play *p)
{
	const struct endpoint *e = p->e;
	struct event *ev = put(p, EVENT_PROBE_BEGIN);

	ev->service = e->service;
	ev->security = e->security;
	ev->family = e->family;
	ev->why = e->why;
	ev->host = mem_strdup(e->host);
	ev->address = mem_strdup(e->address);
	ev->port = e->port;
	ev->connect_port = e->connect_port;
}

/* The try among the others, which the engine then repeats alone. */
static void play_first(struct play *p)
{
	play_begin(p);
	struct event *ev = put(p, EVENT_GREETING);

	ev->stage = STAGE_GREETING;
	ev->outcome = OUTCOME_DENIED;
	ev->code = (int)strtol(option_or(p, "first-code", "0"), NULL, 10);
	set_text(&ev->text, option(p, "first"));
	ev = put(p, EVENT_PROBE_END);
	ev->outcome = OUTCOME_DENIED;
	ev->stage = STAGE_GREETING;
	put(p, EVENT_RETRY)->outcome = OUTCOME_DENIED;
	p->attempt++;
}

struct event **scene_play_row(const struct endpoint *e, const struct scene_line *options, int host,
			      size_t *ret_n)
{
	struct play p = {.e = e,
			 .options = options,
			 .host = host,
			 .failed = OUTCOME_OK,
			 .failed_stage = STAGE_QUIT,
			 .attempt = 1};

	if (option(&p, "first"))
		play_first(&p);
	play_begin(&p);
	play_all(&p);
	play_noise(&p);
	if (!p.running) {
		struct event *ev = put(&p, EVENT_PROBE_END);

		ev->outcome = p.failed;
		ev->stage = p.failed_stage;
	}
	*ret_n = p.n;
	return p.v;
}
