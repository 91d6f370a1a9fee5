/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "practice/talk.h"

#include "base/buf.h"
#include "base/mem.h"
#include "net/conn.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define UNSENT_MAX (CONN_OUT_MAX / 4) /* with more, wait until the kernel has it all */

enum waiting { WAITING_NOT, WAITING_PAUSE, WAITING_SENT, WAITING_TLS, WAITING_END };

struct talk {
	const struct talk_host *host;
	struct conn *conn; /* NULL once it is over */
	uv_timer_t pause, idle;
	unsigned handles; /* timers not closed yet */
	enum waiting waiting;
	const struct script_block *block; /* in progress; NULL: the next line is due */
	size_t at;			  /* action of block */
	size_t dripped;			  /* bytes of the current drip */
	size_t unsent;
	char *tag; /* first word of the last line; NULL before the first line */
	bool under_tls;
	bool mute;
	enum script_when greets; /* how the conversation begins */
};

static void go_on(struct talk *t);

/* ---- beginning and end ---- */

static void handle_closed(uv_handle_t *handle)
{
	struct talk *t = handle->data;

	if (--t->handles)
		return;
	free(t->tag);
	free(t);
}

static void finish(struct talk *t)
{
	conn_close(t->conn);
	t->conn = NULL;
	uv_close((uv_handle_t *)&t->pause, handle_closed);
	uv_close((uv_handle_t *)&t->idle, handle_closed);
}

static void over(struct talk *t)
{
	t->host->ended(t, t->host->user);
	finish(t);
}

void talk_close(struct talk *t)
{
	finish(t);
}

static void idle_over(uv_timer_t *timer)
{
	over(timer->data);
}

static void still_there(struct talk *t)
{
	uv_timer_start(&t->idle, idle_over,
		       t->waiting == WAITING_END ? TALK_LINGER_MS : TALK_IDLE_MS, 0);
}

static void begin(struct talk *t, const struct script_block *block)
{
	t->block = block;
	t->at = t->dripped = 0;
}

/* ---- what a block does ---- */

static void pause_over(uv_timer_t *timer)
{
	struct talk *t = timer->data;

	t->waiting = WAITING_NOT;
	go_on(t);
}

static void wait_for(struct talk *t, int ms)
{
	t->waiting = WAITING_PAUSE;
	uv_timer_start(&t->pause, pause_over, (uint64_t)ms, 0);
}

/* Whether the kernel has everything written; if not, the talk now waits for that. */
static bool all_sent(struct talk *t)
{
	if (t->unsent)
		t->waiting = WAITING_SENT;
	return !t->unsent;
}

static void put(struct talk *t, const char *bytes, size_t len)
{
	if (!len)
		return;
	conn_write(t->conn, bytes, len);
	t->unsent += len;
}

/* The action's bytes with {tag} filled in. */
static void expand(const struct talk *t, const struct script_action *a, struct buf *out)
{
	static const char mark[] = "{tag}";
	const char *at = a->bytes, *end = a->bytes + a->len, *found;

	while ((found = memmem(at, (size_t)(end - at), mark, sizeof mark - 1))) {
		buf_append(out, at, (size_t)(found - at));
		buf_puts(out, t->tag ? t->tag : "*");
		at = found + sizeof mark - 1;
	}
	buf_append(out, at, (size_t)(end - at));
}

static bool send_bytes(struct talk *t, const struct script_action *a)
{
	struct buf once, all;

	if (t->unsent > UNSENT_MAX && !all_sent(t))
		return false;
	buf_init(&once, 0);
	buf_init(&all, SCRIPT_SEND_MAX);
	expand(t, a, &once);
	for (unsigned i = 0; i < a->times && buf_append(&all, once.data, once.len); i++)
		;
	put(t, all.data, all.len);
	buf_clear(&once);
	buf_clear(&all);
	return true;
}

static bool drip(struct talk *t, const struct script_action *a)
{
	if (t->dripped == a->len) {
		t->dripped = 0;
		return true;
	}
	put(t, a->bytes + t->dripped++, 1);
	wait_for(t, a->ms);
	return false;
}

/* conn_close() would say goodbye under TLS, so the socket is shut down first. */
static void cut(struct talk *t)
{
	int fd = conn_fd(t->conn);

	if (fd >= 0)
		shutdown(fd, SHUT_WR);
}

static void end(struct talk *t, enum script_verb how)
{
	t->waiting = WAITING_END;
	still_there(t);
	switch (how) {
	case SCRIPT_CLOSE:
		conn_shutdown(t->conn);
		break;
	case SCRIPT_CUT:
		cut(t);
		break;
	default:
		conn_reset(t->conn);
		t->conn = NULL;
		over(t);
	}
}

/* Does one action. False if the talk has to wait, or has ended; an action that has to wait is
 * repeated. */
static bool act(struct talk *t, const struct script_action *a)
{
	switch (a->verb) {
	case SCRIPT_SEND:
		if (!send_bytes(t, a))
			return false;
		break;
	case SCRIPT_DRIP:
		if (!drip(t, a))
			return false;
		break;
	case SCRIPT_WAIT:
		t->at++;
		wait_for(t, a->ms);
		return false;
	case SCRIPT_START_TLS:
		if (t->under_tls)
			break;
		if (!all_sent(t))
			return false;
		t->waiting = WAITING_TLS;
		conn_start_tls(t->conn, t->host->tls, NULL);
		return false;
	case SCRIPT_NOISE:
		for (unsigned i = 0; i < a->times && conn_noise(t->conn, a->noise); i++)
			t->unsent++;
		break;
	case SCRIPT_SILENCE:
		t->mute = true;
		break;
	default:
		if (a->verb == SCRIPT_CLOSE || all_sent(t))
			end(t, a->verb);
		return false;
	}
	t->at++;
	return true;
}

/* ---- what the client says ---- */

/* Takes one line from in, without its end; NULL if there is no complete one yet. */
static char *take_line(struct buf *in)
{
	const char *newline = in->len ? memchr(in->data, '\n', in->len) : NULL;

	if (!newline && in->len < TALK_LINE_MAX)
		return NULL;
	size_t len = newline ? (size_t)(newline - in->data) : in->len;
	char *line = mem_strndup(in->data, len);

	buf_consume(in, len + (newline ? 1 : 0));
	line[strcspn(line, "\r")] = '\0';
	return line;
}

static void heard(struct talk *t, const char *line)
{
	size_t blank = strspn(line, " \t");

	free(t->tag);
	t->tag = mem_strndup(line + blank, strcspn(line + blank, " \t"));
	begin(t, script_find(t->host->script, SCRIPT_ON, t->under_tls, line));
}

/* Its length once all of it is there, else 0.  RFC 8446 section 5.1. */
static size_t hello_len(const struct buf *in)
{
	const unsigned char *head = (const unsigned char *)in->data;
	size_t len = in->len < 5 ? CONN_IN_MAX : 5 + (size_t)head[3] * 256 + head[4];

	return len <= in->len ? len : 0;
}

/* Goes to the block for what came next. False if there is nothing (useful) yet. */
static bool listen_on(struct talk *t)
{
	struct buf *in = conn_in(t->conn);

	while (!t->block) {
		if (t->mute)
			buf_consume(in, in->len);
		/* A TLS handshake record where a line was due; a person never types these bytes. */
		if (!t->under_tls && in->len && in->data[0] == 0x16) {
			size_t len = hello_len(in);

			if (!len)
				return false;
			buf_consume(in, len);
			/* Its bytes may hold line ends: all of it is one unknown command. */
			const struct script *script = t->host->script;
			const struct script_block *block =
			    script_find(script, SCRIPT_ON_HELLO, false, NULL);

			begin(t, block ? block : script_find(script, SCRIPT_ELSE, false, NULL));
			continue;
		}
		char *line = take_line(in);

		if (!line)
			return false;
		heard(t, line);
		free(line);
	}
	return true;
}

static void go_on(struct talk *t)
{
	for (;;) {
		if (t->block && t->at == t->block->n)
			t->block = NULL;
		if (!t->block && !listen_on(t))
			return;
		if (t->at < t->block->n && !act(t, &t->block->actions[t->at]))
			return;
	}
}

/* ---- the connection ---- */

static void secured(struct talk *t)
{
	bool upgraded = t->tag; /* by a command, not from the first byte */

	t->under_tls = true;
	t->waiting = WAITING_NOT;
	begin(t, script_find(t->host->script, upgraded ? SCRIPT_SECURED : t->greets, true, NULL));
	go_on(t);
}

static void conn_event(struct conn *c, enum conn_event event, void *user)
{
	struct talk *t = user;

	if (event == CONN_DOWN) {
		over(t);
		return;
	}
	still_there(t);
	if (event == CONN_TLS_DONE) {
		secured(t);
	} else if (event == CONN_WRITTEN) {
		t->unsent = 0;
		if (t->waiting == WAITING_SENT) {
			t->waiting = WAITING_NOT;
			go_on(t);
		}
	} else if (event == CONN_READABLE) {
		if (t->waiting == WAITING_END)
			buf_consume(conn_in(c), conn_in(c)->len);
		else if (t->waiting == WAITING_NOT)
			go_on(t);
	}
}

struct talk *talk_open(const struct talk_host *host, int fd, bool wanted)
{
	struct talk *t = mem_calloc(1, sizeof *t);

	t->host = host;
	t->greets = wanted ? SCRIPT_GREET : SCRIPT_TURNED_AWAY;
	t->handles = 2;
	t->pause.data = t->idle.data = t;
	uv_timer_init(host->loop, &t->pause);
	uv_timer_init(host->loop, &t->idle);
	t->conn = conn_accept(host->loop, fd, conn_event, t);
	still_there(t);
	if (host->script->tls) {
		t->waiting = WAITING_TLS;
		conn_start_tls(t->conn, t->host->tls, NULL);
		return t;
	}
	begin(t, script_find(host->script, t->greets, false, NULL));
	wait_for(t, 0); /* a script that ends at once must not end in here */
	return t;
}
