/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tls.h"
#include "bend.h"
#include "der.h"

#include "base/mem.h"
#include "base/str.h"
#include "net/tls/tls.h"
#include "net/tls/tls_dane.h"
#include "practice/identity.h"

#include <gnutls/gnutls.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NOW 1800000000
#define SERVERS_MAX 80
#define CHAIN_BYTES_MAX (16 * 1024) /* a larger one takes its time for nothing */
#define TURNS 40
#define RECORD_CIPHER 20 /* RFC 8446 section 5.1 */
#define RECORD_HANDSHAKE 22

/* ---- the servers ---- */

static struct tls_config *client, *servers[SERVERS_MAX];
static struct buf seeds[SERVERS_MAX]; /* the chain and the OCSP response, as the server has them */
static size_t server_n;

/* Appends each certificate of a PEM text as DER. */
static void put_chain(struct buf *to, const char *pem)
{
	static const char begin[] = "-----BEGIN CERTIFICATE";

	for (const char *at = pem; (at = strstr(at, begin)); at += sizeof begin - 1) {
		gnutls_datum_t text = {(unsigned char *)(uintptr_t)at, (unsigned)strlen(at)}, der;

		if (gnutls_pem_base64_decode2("CERTIFICATE", &text, &der) < 0)
			continue;
		buf_append(to, (char *)der.data, der.size);
		gnutls_free(der.data);
	}
}

static void add_server(struct identities *ids, const char *name)
{
	const char *chain, *key;
	char *error = NULL, *staple;
	size_t len;
	struct buf der;

	if (server_n == SERVERS_MAX || !identity_get(ids, name, &chain, &key))
		return;
	buf_init(&der, 0);
	put_chain(&der, chain);
	struct tls_config *c =
	    der.len > CHAIN_BYTES_MAX
		? NULL
		: tls_config_server(chain, key, "NORMAL:-VERS-ALL:+VERS-TLS1.2", &error);

	free(error);
	if (!c) {
		buf_clear(&der);
		return;
	}
	if ((staple = identity_staple(ids, name, (enum tls_staple)(server_n % 3), &len))) {
		tls_config_server_staple(c, staple, len);
		buf_append(&der, staple, len);
		free(staple);
	}
	seeds[server_n] = der;
	servers[server_n++] = c;
}

/* Once. */
static void set_up(void)
{
	if (client)
		return;
	struct identities *ids = identities_new(NOW);
	char file[] = "/tmp/porthorn-fuzz-XXXXXX", *error = NULL, *trusted = identity_trusted(ids);
	int fd = mkstemp(file);

	if (fd < 0 || write(fd, trusted, strlen(trusted)) < 0) {
		perror(file);
		exit(1);
	}
	close(fd);
	client = tls_config_client(file, NOW, &error);
	unlink(file);
	for (size_t i = 0; identity_name(i); i++)
		add_server(ids, identity_name(i));
	free(trusted);
	identities_free(ids);
}

/* ---- a handshake in memory ---- */

struct pipe {
	struct buf bytes;
	size_t read;
};

static ssize_t pull(void *user, void *bytes, size_t len)
{
	struct pipe *p = user;
	size_t left = p->bytes.len - p->read;

	if (!left) {
		errno = EAGAIN;
		return -1;
	}
	if (len > left)
		len = left;
	memcpy(bytes, p->bytes.data + p->read, len);
	p->read += len;
	return (ssize_t)len;
}

struct rig {
	const struct buf *chain; /* instead of the server's; NULL: as it is */
	struct pipe to_client, to_server;
	struct buf sent, said; /* records of the server; what its handshake says */
	size_t sent_read;
	bool secret; /* from now on all is encrypted */
	char version[2];
};

static void put24(struct buf *b, size_t n)
{
	buf_putc(b, (char)(n >> 16));
	buf_putc(b, (char)(n >> 8));
	buf_putc(b, (char)n);
}

/* A message of the handshake, in as many records as it needs. */
static void pass_message(struct rig *r, const char *bytes, size_t len)
{
	do {
		size_t n = len < 16000 ? len : 16000;

		buf_putc(&r->to_client.bytes, RECORD_HANDSHAKE);
		buf_append(&r->to_client.bytes, r->version, sizeof r->version);
		buf_putc(&r->to_client.bytes, (char)(n >> 8));
		buf_putc(&r->to_client.bytes, (char)n);
		buf_append(&r->to_client.bytes, bytes, n);
		bytes += n;
		len -= n;
	} while (len);
}

/* The last whole element of the bytes: the OCSP response; what is before it is the chain. */
static size_t last_element(const struct buf *b)
{
	const unsigned char *bytes = (const unsigned char *)b->data;
	size_t head, whole, at = 0, last = b->len;

	while (at < b->len && der_element(bytes + at, b->len - at, &head, &whole)) {
		last = at;
		at += whole;
	}
	return last;
}

static void pass_chain(struct rig *r)
{
	const unsigned char *bytes = (const unsigned char *)r->chain->data;
	size_t end = last_element(r->chain), at = 0, head, whole;
	struct buf list, message;

	buf_init(&list, 0);
	buf_init(&message, 0);
	while (at < end) {
		if (!der_element(bytes + at, end - at, &head, &whole))
			whole = end - at;
		put24(&list, whole);
		buf_append(&list, (const char *)bytes + at, whole);
		at += whole;
	}
	buf_putc(&message, GNUTLS_HANDSHAKE_CERTIFICATE_PKT);
	put24(&message, list.len + 3);
	put24(&message, list.len);
	buf_append(&message, list.data, list.len);
	pass_message(r, message.data, message.len);
	buf_clear(&list);
	buf_clear(&message);
}

static void pass_staple(struct rig *r)
{
	size_t at = last_element(r->chain), len = r->chain->len - at;
	struct buf message;

	buf_init(&message, 0);
	buf_putc(&message, GNUTLS_HANDSHAKE_CERTIFICATE_STATUS);
	put24(&message, len + 4);
	buf_putc(&message, 1); /* of OCSP */
	put24(&message, len);
	buf_append(&message, r->chain->data + at, len);
	pass_message(r, message.data, message.len);
	buf_clear(&message);
}

static size_t get24(const char *at)
{
	const unsigned char *b = (const unsigned char *)at;

	return (size_t)b[0] << 16 | (size_t)b[1] << 8 | b[2];
}

/* Whole messages so far, with those of the certificates changed. */
static void pass_said(struct rig *r)
{
	size_t at = 0;

	while (r->said.len - at >= 4 && r->said.len - at >= 4 + get24(r->said.data + at + 1)) {
		const char *message = r->said.data + at;
		size_t len = 4 + get24(message + 1);

		if (r->chain && *message == GNUTLS_HANDSHAKE_CERTIFICATE_PKT)
			pass_chain(r);
		else if (r->chain && *message == GNUTLS_HANDSHAKE_CERTIFICATE_STATUS)
			pass_staple(r);
		else
			pass_message(r, message, len);
		at += len;
	}
	memmove(r->said.data, r->said.data + at, r->said.len - at);
	r->said.len -= at;
}

/* Whole records of the server so far. */
static void pass_sent(struct rig *r)
{
	while (r->sent.len - r->sent_read >= 5) {
		const char *record = r->sent.data + r->sent_read;
		size_t len = get24(record + 2) & 0xffff;

		if (r->sent.len - r->sent_read < 5 + len)
			return;
		memcpy(r->version, record + 1, sizeof r->version);
		r->secret = r->secret || *record == RECORD_CIPHER;
		if (!r->secret && *record == RECORD_HANDSHAKE)
			buf_append(&r->said, record + 5, len);
		else
			buf_append(&r->to_client.bytes, record, 5 + len);
		if (r->said.len)
			pass_said(r);
		r->sent_read += 5 + len;
	}
}

static ssize_t push_of_client(void *user, const void *bytes, size_t len)
{
	struct rig *r = user;

	buf_append(&r->to_server.bytes, bytes, len);
	return (ssize_t)len;
}

static ssize_t push_of_server(void *user, const void *bytes, size_t len)
{
	struct rig *r = user;

	buf_append(&r->sent, bytes, len);
	pass_sent(r);
	return (ssize_t)len;
}

static ssize_t pull_of_client(void *user, void *bytes, size_t len)
{
	return pull(&((struct rig *)user)->to_client, bytes, len);
}

static ssize_t pull_of_server(void *user, void *bytes, size_t len)
{
	return pull(&((struct rig *)user)->to_server, bytes, len);
}

static void rig_init(struct rig *r, const struct buf *chain)
{
	*r = (struct rig){.chain = chain};
	buf_init(&r->to_client.bytes, 0);
	buf_init(&r->to_server.bytes, 0);
	buf_init(&r->sent, 0);
	buf_init(&r->said, 0);
}

static void rig_clear(struct rig *r)
{
	buf_clear(&r->to_client.bytes);
	buf_clear(&r->to_server.bytes);
	buf_clear(&r->sent);
	buf_clear(&r->said);
}

static void shake_hands(struct tls *c, struct tls *s)
{
	enum tls_step client_step = TLS_STEP_AGAIN, server_step = TLS_STEP_AGAIN;

	for (int i = 0; i < TURNS && client_step == TLS_STEP_AGAIN; i++) {
		client_step = tls_handshake(c);
		if (s && server_step == TLS_STEP_AGAIN)
			server_step = tls_handshake(s);
	}
}

/* ---- what must hold ---- */

static const struct buf *now_read;

static void on_event(struct event *e, void *user)
{
	char *json = event_to_json(e), *twice;
	struct event *again = event_from_json(json, NULL);

	if (user && e->type == EVENT_TLS_CERT && e->pem)
		strs_add(user, e->pem);
	twice = again ? event_to_json(again) : NULL;
	if (!str_eq(json, twice))
		broken("an event survives JSON", now_read);
	free(json);
	free(twice);
	event_free(again);
	event_free(e);
}

static bool same_leaf(const struct buf *bent, const struct buf *seed)
{
	size_t head, whole;

	return der_element((const unsigned char *)seed->data, seed->len, &head, &whole) &&
	       bent->len >= whole && !memcmp(bent->data, seed->data, whole);
}

/* A TLSA record with all of a certificate: it matches if the certificate is read as it was sent. */
static char *record_of(unsigned usage, const char *pem)
{
	gnutls_datum_t text = {(unsigned char *)(uintptr_t)pem, (unsigned)strlen(pem)}, der;
	struct buf out;

	buf_init(&out, 0);
	buf_printf(&out, "%u 0 0 ", usage);
	if (gnutls_pem_base64_decode2("CERTIFICATE", &text, &der) == 0) {
		for (unsigned i = 0; i < der.size; i++)
			buf_printf(&out, "%02x", der.data[i]);
		gnutls_free(der.data);
	}
	return buf_take(&out);
}

static void check_dane(const struct strs *chain, const struct buf *bytes)
{
	struct strs records = {0}, hosts = {0};
	struct tls_dane found = {0};

	strs_add(&records,
		 "3 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
	strs_add(&records, "1 0 1 00");
	for (size_t i = 0; i < chain->n && i < 3; i++)
		if (below(3))
			strs_append(&records, record_of(2 + below(2), chain->v[i]));
	strs_add(&hosts, IDENTITY_HOST_MAIL);
	tls_dane_check(&records, chain, &hosts, NOW, client, &found);
	if (found.outcome == OUTCOME_OK && found.record >= records.n)
		broken("a record that matches is one of them", bytes);
	free(found.issuer);
	strs_clear(&records);
	strs_clear(&hosts);
}

static void talk_about(struct tls *c, const struct buf *bytes, bool may_be_trusted)
{
	struct strs chain = {0};

	now_read = bytes;
	tls_describe(c, on_event, &chain);
	unsigned status = tls_status(c);

	if (!status && !may_be_trusted)
		broken("a changed certificate is not trusted", bytes);
	tls_describe(c, on_event, NULL);
	check_dane(&chain, bytes);
	strs_clear(&chain);
}

/* ---- chains ---- */

bool tls_chain_seed(size_t i, struct buf *to)
{
	set_up();
	if (i >= server_n)
		return false;
	buf_putc(to, (char)i);
	buf_append(to, seeds[i].data, seeds[i].len);
	return true;
}

void tls_chain_bend(struct buf *b)
{
	struct buf der, whole;

	if (!b->len || !below(8)) {
		bend_much(b);
		return;
	}
	buf_init(&der, b->max);
	buf_append(&der, b->data + 1, b->len - 1);
	for (unsigned times = below(4) + 1; times; times--)
		der_bend(&der);
	buf_init(&whole, b->max);
	buf_putc(&whole, b->data[0]);
	buf_append(&whole, der.data, der.len);
	buf_clear(&der);
	buf_clear(b);
	*b = whole;
}

void tls_chain_read(const struct buf *bytes)
{
	size_t i = bytes->len ? (unsigned char)bytes->data[0] % server_n : 0;
	struct buf chain;
	struct rig r;

	buf_init(&chain, 0);
	if (bytes->len)
		buf_append(&chain, bytes->data + 1, bytes->len - 1);
	rig_init(&r, &chain);
	struct tls_transport ends[] = {{pull_of_client, push_of_client, &r},
				       {pull_of_server, push_of_server, &r}};
	struct tls *c = tls_new(client, IDENTITY_HOST_MAIL, &ends[0]),
		   *s = tls_new(servers[i], NULL, &ends[1]);

	shake_hands(c, s);
	talk_about(c, bytes, same_leaf(&chain, &seeds[i]));
	tls_free(c);
	tls_free(s);
	rig_clear(&r);
	buf_clear(&chain);
}

/* ---- records ---- */

bool tls_records_seed(size_t i, struct buf *to)
{
	struct rig r;

	set_up();
	if (i >= server_n)
		return false;
	rig_init(&r, NULL);
	struct tls_transport ends[] = {{pull_of_client, push_of_client, &r},
				       {pull_of_server, push_of_server, &r}};
	struct tls *c = tls_new(client, IDENTITY_HOST_MAIL, &ends[0]),
		   *s = tls_new(servers[i], NULL, &ends[1]);

	shake_hands(c, s);
	buf_append(to, r.sent.data, r.sent.len);
	tls_free(c);
	tls_free(s);
	rig_clear(&r);
	return true;
}

void tls_records_read(const struct buf *bytes)
{
	struct rig r;
	char rest[100];
	size_t len;

	set_up();
	rig_init(&r, NULL);
	buf_append(&r.to_client.bytes, bytes->data, bytes->len);
	struct tls_transport end = {pull_of_client, push_of_client, &r};
	struct tls *c = tls_new(client, IDENTITY_HOST_MAIL, &end);

	shake_hands(c, NULL);
	for (int i = 0; i < TURNS && tls_read(c, rest, sizeof rest, &len) == TLS_STEP_DONE; i++)
		;
	talk_about(c, bytes, true); /* what was recorded is theirs */
	tls_free(c);
	rig_clear(&r);
}
