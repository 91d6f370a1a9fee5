/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/nameserver.h"

#include "base/fd.h"
#include "base/mem.h"
#include "net/sock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifdef HAVE_SYS_RANDOM_H
#include <sys/random.h> /* getentropy() of macOS */
#endif

enum { PORT = 53, TYPE_A = 1, TYPE_AAAA = 28, CLASS_IN = 1 };
enum { HEADER_LEN = 12, RECORD_LEN = 10, LABEL_MAX = 63, QUERY_MAX = 300, REPLY_MAX = 4096 };
enum { RCODE_SERVFAIL = 2, RCODE_NXDOMAIN = 3, RCODE_REFUSED = 5 };

/* ---- which servers ---- */

void nameserver_configured(struct strs *ret, const char *file)
{
	char line[512];
	FILE *in = fopen(file, "re");

	while (in && ret->n < NAMESERVER_MAX && fgets(line, sizeof line, in)) {
		struct strs words = {0};

		strs_split(&words, line, " \t\n");
		if (words.n >= 2 && str_eq(words.v[0], "nameserver"))
			strs_add(ret, words.v[1]);
		strs_clear(&words);
	}
	if (in)
		fclose(in);
}

/* Without any, the C library asks this computer itself. */
static void choose_servers(struct strs *ret, const char *given, bool *ret_configured)
{
	const char *set = given ? given : getenv(NAMESERVER_ENV);

	if (set && *set && !str_eq(set, "none"))
		strs_split(ret, set, " ");
	else if (!set || !*set)
		nameserver_configured(ret, "/etc/resolv.conf");
	*ret_configured = ret->n > 0;
	if (!ret->n && !str_eq(set, "none"))
		strs_add(ret, "127.0.0.1");
}

/* "127.0.0.1@5300", "fe80::1%eth0"; 0 if it is not an address. */
static socklen_t server_address(const char *text, struct sockaddr_storage *ret)
{
	const char *at = strchr(text, '@');
	char *host = mem_strndup(text, strcspn(text, "@"));
	socklen_t len = sock_address(host, at ? (int)strtol(at + 1, NULL, 10) : PORT, ret);

	free(host);
	return len;
}

/* ---- the question ---- */

struct question {
	unsigned char bytes[QUERY_MAX];
	size_t len;
	int type;
};

static void put16(struct question *q, unsigned value)
{
	q->bytes[q->len++] = (unsigned char)(value >> 8);
	q->bytes[q->len++] = (unsigned char)value;
}

static bool put_name(struct question *q, const char *host)
{
	while (*host) {
		size_t len = strcspn(host, ".");

		if (!len || len > LABEL_MAX || q->len + len + 8 > sizeof q->bytes)
			return false;
		q->bytes[q->len++] = (unsigned char)len;
		memcpy(q->bytes + q->len, host, len);
		q->len += len;
		host += len + (host[len] == '.');
	}
	q->bytes[q->len++] = 0;
	return true;
}

/* RFC 1035 section 4.1: one question, recursion desired. */
static bool make_question(struct question *q, const char *host, enum family family)
{
	uint16_t id = 0;

	*q = (struct question){.type = family == FAMILY_IPV6 ? TYPE_AAAA : TYPE_A};
	if (getentropy(&id, sizeof id) != 0)
		id = (uint16_t)time(NULL);
	put16(q, id);
	put16(q, 0x0100);
	put16(q, 1);
	put16(q, 0);
	put16(q, 0);
	put16(q, 0);
	if (!put_name(q, host))
		return false;
	put16(q, (unsigned)q->type);
	put16(q, CLASS_IN);
	return true;
}

/* ---- an answer ---- */

static unsigned get16(const unsigned char *at)
{
	return (unsigned)at[0] << 8 | at[1];
}

/* The end of the name that begins at `at`; len if the packet is broken. */
static size_t skip_name(const unsigned char *packet, size_t len, size_t at)
{
	while (at < len && packet[at]) {
		if ((packet[at] & 0xc0) == 0xc0)
			return at + 2 < len ? at + 2 : len;
		at += packet[at] + 1u;
	}
	return at < len ? at + 1 : len;
}

static void take_addresses(struct nameserver_answer *a, const struct question *q,
			   const unsigned char *packet, size_t len)
{
	size_t size = q->type == TYPE_A ? 4 : 16, at = q->len;

	for (unsigned left = get16(packet + 6); left; left--) {
		char text[INET6_ADDRSTRLEN];

		at = skip_name(packet, len, at);
		if (at + RECORD_LEN > len)
			return;
		unsigned type = get16(packet + at), data_len = get16(packet + at + 8);

		at += RECORD_LEN;
		if (at + data_len > len)
			return;
		if (type == (unsigned)q->type && data_len == size &&
		    inet_ntop(size == 4 ? AF_INET : AF_INET6, packet + at, text, sizeof text) &&
		    !strs_has(&a->addresses, text))
			strs_add(&a->addresses, text);
		at += data_len;
	}
}

static unsigned char low(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

/* Letters of names may differ in case (RFC 4343). */
static bool is_same_question(const struct question *q, const unsigned char *packet, size_t len)
{
	if (len < q->len)
		return false;
	for (size_t i = HEADER_LEN; i < q->len; i++)
		if (low(packet[i]) != low(q->bytes[i]))
			return false;
	return true;
}

/* Whether it answers this question and no other: the id, and the question repeated. */
static bool is_answer(const struct question *q, const unsigned char *packet, size_t len)
{
	if (len < HEADER_LEN || memcmp(packet, q->bytes, 2) != 0 || !(packet[2] & 0x80))
		return false;
	/* A server that refuses may leave out the question. */
	return !get16(packet + 4) || is_same_question(q, packet, len);
}

static enum dns_said said_of(int rcode, bool addresses)
{
	switch (rcode) {
	case 0:
		return addresses ? DNS_SAID_ADDRESS : DNS_SAID_NO_DATA;
	case RCODE_NXDOMAIN:
		return DNS_SAID_NO_NAME;
	case RCODE_SERVFAIL:
		return DNS_SAID_SERVFAIL;
	case RCODE_REFUSED:
		return DNS_SAID_REFUSED;
	default:
		return DNS_SAID_OTHER;
	}
}

/* False: it is no reply to that question. */
static bool read_reply(struct nameserver_answer *a, const struct question *q,
		       const unsigned char *packet, size_t len)
{
	if (!is_answer(q, packet, len))
		return false;
	a->rcode = packet[3] & 0x0f;
	a->authoritative = packet[2] & 0x04;
	a->empty = !get16(packet + 6);
	if (get16(packet + 4))
		take_addresses(a, q, packet, len);
	a->said = said_of(a->rcode, a->addresses.n);
	return true;
}

bool nameserver_read(struct nameserver_answer *ret, const char *host, enum family family,
		     const unsigned char *packet, size_t len)
{
	struct question q;

	*ret = (struct nameserver_answer){0};
	if (!make_question(&q, host, family) || len < 2)
		return false;
	memcpy(q.bytes, packet, 2);
	return read_reply(ret, &q, packet, len);
}

/* ---- one server ---- */

struct asked {
	const char *text;
	int fd; /* -1: done */
	struct nameserver_answer answer;
};

static void conclude(struct asked *s, enum dns_said said)
{
	s->answer.said = said;
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}

static enum dns_said said_by_errno(int err)
{
	return err == ECONNREFUSED ? DNS_SAID_CLOSED : DNS_SAID_UNREACHABLE;
}

static void send_question(struct asked *s, const struct question *q)
{
	struct sockaddr_storage address;
	socklen_t len = server_address(s->text, &address);

	s->fd = len ? fd_socket(address.ss_family, SOCK_DGRAM, 0, false) : -1;
	s->answer.said = s->fd < 0 ? DNS_SAID_UNREACHABLE : DNS_SAID_SILENT;
	if (s->fd >= 0 && (connect(s->fd, (struct sockaddr *)&address, len) < 0 ||
			   send(s->fd, q->bytes, q->len, MSG_NOSIGNAL) < 0))
		conclude(s, said_by_errno(errno));
}

static void take_reply(struct asked *s, const struct question *q)
{
	unsigned char packet[REPLY_MAX];
	ssize_t got = recv(s->fd, packet, sizeof packet, 0);

	if (got < 0 && errno != EAGAIN && errno != EINTR)
		conclude(s, said_by_errno(errno));
	if (got >= 0 && read_reply(&s->answer, q, packet, (size_t)got))
		conclude(s, s->answer.said);
}

/* ---- all of them ---- */

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Until each has answered, or all are out of time. */
static void wait_for_replies(struct asked *servers, size_t n, const struct question *q)
{
	int64_t until = now_ms() + NAMESERVER_WAIT_MS;

	for (;;) {
		struct pollfd polled[NAMESERVER_MAX];
		size_t open = 0;
		int64_t left = until - now_ms();

		for (size_t i = 0; i < n; i++) {
			polled[i] = (struct pollfd){.fd = servers[i].fd, .events = POLLIN};
			open += servers[i].fd >= 0;
		}
		if (!open || left <= 0 || (poll(polled, n, (int)left) < 0 && errno != EINTR))
			break;
		for (size_t i = 0; i < n; i++)
			if (servers[i].fd >= 0 && polled[i].revents)
				take_reply(&servers[i], q);
	}
	for (size_t i = 0; i < n; i++)
		conclude(&servers[i], servers[i].answer.said);
}

/* By the order of enum dns_said: the server that said more comes first. */
static void take_best(struct nameserver_answer *ret, struct asked *servers, size_t n,
		      bool configured)
{
	struct asked *best = NULL;

	for (size_t i = 0; i < n; i++) {
		struct asked *s = &servers[i];

		strs_append(&ret->each,
			    mem_printf("%s %s", s->text, dns_said_name(s->answer.said)));
		if (!best || s->answer.said < best->answer.said)
			best = s;
	}
	ret->said = best ? best->answer.said : DNS_SAID_NO_SERVER;
	if (!configured && ret->said >= DNS_SAID_SILENT)
		ret->said = DNS_SAID_NO_SERVER;
	if (!best || ret->said == DNS_SAID_NO_SERVER)
		return;
	ret->rcode = best->answer.rcode;
	ret->authoritative = best->answer.authoritative;
	ret->empty = best->answer.empty;
	ret->server = mem_strdup(best->text);
	strs_copy(&ret->addresses, &best->answer.addresses);
}

void nameserver_ask(struct nameserver_answer *ret, const char *host, enum family family,
		    const char *given)
{
	struct strs texts = {0};
	struct asked servers[NAMESERVER_MAX] = {0};
	struct question q;
	bool configured;
	size_t n = 0;

	*ret = (struct nameserver_answer){.said = DNS_SAID_NONE};
	if (!make_question(&q, host, family))
		return;
	choose_servers(&texts, given, &configured);
	for (; n < texts.n && n < NAMESERVER_MAX; n++) {
		servers[n].text = texts.v[n];
		send_question(&servers[n], &q);
	}
	wait_for_replies(servers, n, &q);
	take_best(ret, servers, n, configured);
	for (size_t i = 0; i < n; i++)
		nameserver_answer_clear(&servers[i].answer);
	strs_clear(&texts);
}

void nameserver_answer_clear(struct nameserver_answer *a)
{
	free(a->server);
	strs_clear(&a->each);
	strs_clear(&a->addresses);
	*a = (struct nameserver_answer){0};
}
