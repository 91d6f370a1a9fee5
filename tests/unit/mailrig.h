/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shared by the tests of the engine and the worker: small servers on loopback that speak from a
 * list of words, and the checks that apply to every log.
 */
#ifndef UNIT_MAILRIG_H
#define UNIT_MAILRIG_H

#include "model/log.h"
#include "model/target.h"
#include "net/conn.h"
#include "net/tls/tls.h"

#include <uv.h>

#define RIG_CONNS_MAX 128
#define RIG_HOST "mail.example.org"

/*
 * One server. It says words[0] to each client and the next one for each line that it gets. "" says
 * nothing; these words do something instead:
 */
#define RIG_TLS "@tls" /* shakes hands, then continues with the next word at once */
#define RIG_CLOSE "@close"
#define RIG_RESET "@reset"

struct rig_server {
	uv_poll_t poll;
	int fd;
	int port;
	const char *const *words;
	/* said instead during another connection; NULL: never */
	const char *const *busy_words;
	const struct tls_config *tls;
	struct rig_talk {
		struct rig_server *server;
		const char *const *words;
		struct conn *conn;
		size_t at; /* the next word */
	} talks[RIG_CONNS_MAX];
	size_t talk_n;
};

/* Listens on 127.0.0.1; NULL words: accepts and says nothing. */
void rig_open(struct rig_server *s, uv_loop_t *loop, const char *const *words,
	      const struct tls_config *tls);
void rig_close(struct rig_server *s);

/* A server certificate for RIG_HOST and 127.0.0.1 under its own root; *ret_ca_file names the root's
 * file. */
struct tls_config *rig_tls(char **ret_ca_file);

/* A loopback port without a listener. */
int rig_closed_port(void);
/* A listener whose queue is full, so that further SYNs to it are dropped. */
struct rig_full {
	int port;
	int fds[4];
	size_t n;
};
void rig_full_open(struct rig_full *f);
void rig_full_close(struct rig_full *f);

/* Every probe begins and ends once, every stage too, nothing comes after the end, times rise. */
void rig_check_log(const struct log *log);
/* The last event of that type about the endpoint (0: any), or NULL. */
const struct event *rig_find(const struct log *log, enum event_type type, unsigned endpoint);
/* The STAGE_END of the endpoint's last attempt, or NULL. */
const struct event *rig_stage(const struct log *log, unsigned endpoint, enum stage stage);
size_t rig_count(const struct log *log, enum event_type type, unsigned endpoint);
/* "greeting ok, caps ok, …, = ok": the stages of an endpoint's last attempt in order. The caller
 * frees. */
char *rig_stages(const struct log *log, unsigned endpoint);

#endif
