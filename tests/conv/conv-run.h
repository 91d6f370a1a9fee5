/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plays conversations: for each its practice servers on loopback and a real engine that probes
 * them, many side by side on one loop. A judge gets each one's results. Time leaps (tests/unit/leap.h);
 * where it can't, a busy machine can miss a limit: a conversation that is judged wrong is played once more, alone.
 */
#ifndef TESTS_CONV_RUN_H
#define TESTS_CONV_RUN_H

#include "net/conn.h"
#include "tests/conv/conv.h"

#include <uv.h>

struct conv_run { /* one conversation in one pass */
	struct conv *conv;
	struct server *servers[CONV_SERVERS_MAX];
	struct target *target;
	struct endpoints plan;
	struct engine *engine;
	struct conv_suite *suite;
	struct log log;
	bool tried;   /* its TLS probes have been ordered */
	bool grown;   /* … and other security modes */
	bool settled; /* the pass is done with it */
	char *error;  /* why it could not begin */
	void *judged; /* the judge's own */
};

struct conv_pass { /* one way of playing them all */
	const char *name;
	struct conn_io io; /* without calls: the real ones */
	bool in_bytes;	   /* conversations that must not be cut are left out */
	bool (*wanted)(const struct conv_run *r); /* NULL: all */
	/* Whether the conversation went as it should; last: it is not played again. */
	bool (*judge)(struct conv_run *r, const struct conv_seen *seen, bool last, void *user);
	void *user;
};

struct conv_suite {
	uv_loop_t loop;
	struct identities *identities;
	char ca_file[64];
	int64_t now;
	struct conv_run *runs;
	size_t n;
	const struct conv_pass *pass;
	size_t begun, side_by_side;
	size_t seen; /* events since the last sweep */
	uv_timer_t sweep, hangs;
};

/* False if the machine cannot. */
bool conv_suite_init(struct conv_suite *s);
/* Takes ownership of c. */
void conv_suite_add(struct conv_suite *s, struct conv *c);
/* False if the limit of a pass came before every conversation was judged. */
bool conv_suite_play(struct conv_suite *s, const struct conv_pass *pass);
/* False if something was left behind on the loop. */
bool conv_suite_clear(struct conv_suite *s);

#endif
