/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/reverse.h"

#include "base/mem.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdlib.h>
#include <sys/socket.h>

/* One question.  While it runs it belongs to libuv, else to the list. */
struct question {
	struct reverse *reverse; /* NULL: abandoned by reverse_free() */
	uv_work_t work;
	struct sockaddr_storage peer;
	socklen_t peer_len;
	char *address;
	unsigned about;
	bool running, ended;
	char host[NI_MAXHOST]; /* "" if there is none; the pool's while it runs */
};

struct reverse {
	uv_loop_t *loop;
	reverse_handler *handler;
	void *user;
	struct question *v[REVERSE_MAX];
	size_t n;
};

static void question_free(struct question *q)
{
	free(q->address);
	free(q);
}

/* In the thread pool. */
static void look_up(uv_work_t *work)
{
	struct question *q = work->data;

	if (getnameinfo((const struct sockaddr *)&q->peer, q->peer_len, q->host, sizeof q->host,
			NULL, 0, NI_NAMEREQD) != 0)
		q->host[0] = '\0';
}

static void start_some(struct reverse *r);

static void on_looked_up(uv_work_t *work, int status)
{
	struct question *q = work->data;
	struct reverse *r = q->reverse;

	if (!r) {
		question_free(q);
		return;
	}
	q->running = false;
	q->ended = true;
	if (status == 0 && q->host[0])
		r->handler(q->address, q->host, q->about, r->user);
	start_some(r);
}

static void start_some(struct reverse *r)
{
	size_t running = 0;

	for (size_t i = 0; i < r->n; i++)
		running += r->v[i]->running;
	for (size_t i = 0; i < r->n && running < REVERSE_AT_ONCE; i++) {
		struct question *q = r->v[i];

		if (q->running || q->ended)
			continue;
		q->running = uv_queue_work(r->loop, &q->work, look_up, on_looked_up) == 0;
		q->ended = !q->running;
		running += q->running;
	}
}

static bool parse(struct question *q, const char *address)
{
	struct sockaddr_in *four = (void *)&q->peer;
	struct sockaddr_in6 *six = (void *)&q->peer;

	if (inet_pton(AF_INET, address, &four->sin_addr) == 1) {
		four->sin_family = AF_INET;
		q->peer_len = sizeof *four;
	} else if (inet_pton(AF_INET6, address, &six->sin6_addr) == 1) {
		six->sin6_family = AF_INET6;
		q->peer_len = sizeof *six;
	}
	return q->peer_len > 0;
}

struct reverse *reverse_new(uv_loop_t *loop, reverse_handler *handler, void *user)
{
	struct reverse *r = mem_calloc(1, sizeof *r);

	r->loop = loop;
	r->handler = handler;
	r->user = user;
	return r;
}

void reverse_free(struct reverse *r)
{
	for (size_t i = 0; r && i < r->n; i++) {
		struct question *q = r->v[i];

		q->reverse = NULL;
		if (q->running) /* on_looked_up() frees it, sooner or later */
			(void)uv_cancel((uv_req_t *)&q->work);
		else
			question_free(q);
	}
	free(r);
}

void reverse_ask(struct reverse *r, const char *address, unsigned about)
{
	if (!r || r->n == REVERSE_MAX)
		return;
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->v[i]->address, address))
			return;
	struct question *q = mem_calloc(1, sizeof *q);

	q->reverse = r;
	q->work.data = q;
	q->address = mem_strdup(address);
	q->about = about;
	q->ended = !parse(q, address); /* a link-local address, for example */
	r->v[r->n++] = q;
	start_some(r);
}
