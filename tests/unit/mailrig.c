/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "mailrig.h"

#include "base/buf.h"
#include "base/mem.h"
#include "practice/tls_make.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define DAY_S 86400

/* ---- servers ---- */

/* Says words until one waits for the client. */
static void speak(struct rig_talk *t)
{
	const char *const *words = t->words;
	const char *word = words ? words[t->at] : NULL;

	if (!word)
		return;
	t->at++;
	if (strcmp(word, RIG_TLS) == 0) {
		conn_start_tls(t->conn, t->server->tls, NULL);
	} else if (strcmp(word, RIG_CLOSE) == 0) {
		conn_shutdown(t->conn);
	} else if (strcmp(word, RIG_RESET) == 0) {
		conn_reset(t->conn);
		t->conn = NULL;
	} else {
		conn_write(t->conn, word, strlen(word));
		word = words[t->at];
		if (word && *word == '@')
			speak(t);
	}
}

static void on_talk(struct conn *c, enum conn_event event, void *user)
{
	struct rig_talk *t = user;
	struct buf *in = conn_in(c);
	const char *lf;

	if (event == CONN_TLS_DONE) {
		speak(t);
	} else if (event == CONN_DOWN) {
		conn_close(c);
		t->conn = NULL;
	}
	while (t->conn && in->len && (lf = memchr(in->data, '\n', in->len))) {
		buf_consume(in, (size_t)(lf - in->data) + 1);
		speak(t);
	}
}

static bool has_company(const struct rig_server *s)
{
	for (size_t i = 0; i < s->talk_n; i++)
		if (s->talks[i].conn)
			return true;
	return false;
}

static void on_client(uv_poll_t *poll, int status, int events)
{
	struct rig_server *s = poll->data;
	int fd = accept4(s->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void)status;
	(void)events;
	if (fd < 0)
		return;
	assert_true(s->talk_n < RIG_CONNS_MAX);
	struct rig_talk *t = &s->talks[s->talk_n];

	t->server = s;
	t->words = s->busy_words && has_company(s) ? s->busy_words : s->words;
	s->talk_n++;
	t->conn = conn_accept(poll->loop, fd, on_talk, t);
	speak(t);
}

static int listen_on(int backlog, int *ret_port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
	if (backlog >= 0)
		assert_int_equal(listen(fd, backlog), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &len), 0);
	*ret_port = ntohs(a.sin_port);
	return fd;
}

void rig_open(struct rig_server *s, uv_loop_t *loop, const char *const *words,
	      const struct tls_config *tls)
{
	*s = (struct rig_server){.words = words, .tls = tls};
	s->fd = listen_on(RIG_CONNS_MAX, &s->port);
	uv_poll_init(loop, &s->poll, s->fd);
	s->poll.data = s;
	uv_poll_start(&s->poll, UV_READABLE, on_client);
}

void rig_close(struct rig_server *s)
{
	for (size_t i = 0; i < s->talk_n; i++)
		conn_close(s->talks[i].conn);
	uv_close((uv_handle_t *)&s->poll, NULL);
	uv_run(s->poll.loop, UV_RUN_NOWAIT);
	close(s->fd);
}

int rig_closed_port(void)
{
	int port, fd = listen_on(-1, &port); /* bound, and never listening */

	close(fd);
	return port;
}

void rig_full_open(struct rig_full *f)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	f->n = 0;
	f->fds[f->n++] = listen_on(0, &f->port);
	a.sin_port = htons((uint16_t)f->port);
	while (f->n < sizeof f->fds / sizeof *f->fds) {
		int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

		assert_true(fd >= 0);
		f->fds[f->n++] = fd;
		connect(fd, (struct sockaddr *)&a, sizeof a);
	}
}

void rig_full_close(struct rig_full *f)
{
	while (f->n)
		close(f->fds[--f->n]);
}

/* ---- certificates ---- */

struct tls_config *rig_tls(char **ret_ca_file)
{
	static const char *const names[] = {RIG_HOST, "127.0.0.1", NULL};
	const int64_t now = (int64_t)time(NULL);
	const struct tls_make_spec root_spec = {.common_name = "rig root",
						.not_before = now - DAY_S,
						.not_after = now + DAY_S,
						.is_ca = true};
	const struct tls_make_spec leaf_spec = {.common_name = RIG_HOST,
						.names = names,
						.not_before = now - DAY_S,
						.not_after = now + DAY_S};
	struct tls_identity *root = tls_make(&root_spec, NULL), *leaf = tls_make(&leaf_spec, root);
	char *error = NULL, *file = mem_strdup("/tmp/porthorn-rig-XXXXXX");
	int fd = mkstemp(file);
	size_t len = strlen(root->cert_pem);

	assert_int_equal(write(fd, root->cert_pem, len), len);
	close(fd);
	struct tls_config *config = tls_config_server(leaf->chain_pem, leaf->key_pem, NULL, &error);

	assert_non_null(config);
	tls_identity_free(root);
	tls_identity_free(leaf);
	*ret_ca_file = file;
	return config;
}

/* ---- logs ---- */

/* One attempt of one endpoint, from the event that begins it. */
static void check_probe(const struct log *log, size_t from)
{
	const struct event *begin = log->v[from];
	enum stage open = STAGE_COUNT_;
	unsigned begun = 0;
	bool ended = false;

	for (size_t i = from + 1; i < log->n; i++) {
		const struct event *e = log->v[i];

		if (e->endpoint != begin->endpoint || e->attempt != begin->attempt ||
		    e->type == EVENT_RETRY)
			continue;
		assert_false(ended);
		assert_int_not_equal(e->type, EVENT_PROBE_BEGIN);
		if (e->type == EVENT_STAGE_BEGIN) {
			assert_int_equal(open, STAGE_COUNT_);
			assert_false(begun & 1u << e->stage);
			begun |= 1u << e->stage;
			open = e->stage;
		} else if (e->type == EVENT_STAGE_END) {
			assert_int_equal(open, e->stage);
			assert_int_not_equal(e->outcome, OUTCOME_NONE);
			assert_true(e->us >= 0);
			open = STAGE_COUNT_;
		} else if (e->type == EVENT_PROBE_END) {
			assert_int_equal(open, STAGE_COUNT_);
			assert_int_not_equal(e->outcome, OUTCOME_NONE);
			ended = true;
		}
	}
	assert_true(ended);
}

void rig_check_log(const struct log *log)
{
	assert_true(log->n > 0);
	assert_int_equal(log->v[0]->type, EVENT_RUN_BEGIN);
	for (size_t i = 0; i < log->n; i++) {
		if (i)
			assert_true(log->v[i]->at_us >= log->v[i - 1]->at_us);
		if (log->v[i]->type == EVENT_PROBE_BEGIN)
			check_probe(log, i);
	}
}

const struct event *rig_find(const struct log *log, enum event_type type, unsigned endpoint)
{
	for (size_t i = log->n; i > 0; i--) {
		const struct event *e = log->v[i - 1];

		if (e->type == type && (!endpoint || e->endpoint == endpoint))
			return e;
	}
	return NULL;
}

size_t rig_count(const struct log *log, enum event_type type, unsigned endpoint)
{
	size_t n = 0;

	for (size_t i = 0; i < log->n; i++)
		n += log->v[i]->type == type && (!endpoint || log->v[i]->endpoint == endpoint);
	return n;
}

const struct event *rig_stage(const struct log *log, unsigned endpoint, enum stage stage)
{
	for (size_t i = log->n; i > 0; i--) {
		const struct event *e = log->v[i - 1];

		if (e->endpoint != endpoint)
			continue;
		if (e->type == EVENT_STAGE_END && e->stage == stage)
			return e;
		if (e->type == EVENT_PROBE_BEGIN)
			return NULL;
	}
	return NULL;
}

char *rig_stages(const struct log *log, unsigned endpoint)
{
	struct buf clock;

	buf_init(&clock, 0);
	for (size_t i = 0; i < log->n; i++) {
		const struct event *e = log->v[i];

		if (e->endpoint != endpoint)
			continue;
		if (e->type == EVENT_PROBE_BEGIN)
			buf_reset(&clock);
		else if (e->type == EVENT_STAGE_END)
			buf_printf(&clock, "%s %s, ", stage_name(e->stage),
				   outcome_name(e->outcome));
		else if (e->type == EVENT_PROBE_END)
			buf_printf(&clock, "= %s %s", stage_name(e->stage),
				   outcome_name(e->outcome));
	}
	return buf_take(&clock);
}
