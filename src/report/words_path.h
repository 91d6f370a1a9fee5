/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The way to the server as a picture: hops down, the suspect port beside a
 * working one, the break between the last hop that let the port through and
 * the next.  Text, JSON and the Path tab paint the same rows.
 */
#ifndef REPORT_WORDS_PATH_H
#define REPORT_WORDS_PATH_H

#include "reason/trace.h"
#include "session/session.h"

struct path_row {
	int ttl;
	char *who; /* "192.168.1.1 (router.home)", "?" where nobody answered for either port */
	char *suspect, *working; /* "8.6 ms", "no answer", "accepted, 26 ms", "…" while one is awaited, "" */
	enum trace_mark mark; /* of the suspect port */
	unsigned event; /* of the suspect port, else of the working one; 0 if none */
};

struct path_picture {
	unsigned endpoint; /* the suspect row */
	char *title; /* "The way to 192.0.2.1, port 587 compared with port 443" */
	int port, working_port; /* headings; working_port 0: none */
	struct path_row *rows;
	size_t n;
	size_t break_at; /* the break is drawn above rows[break_at]; n: there is none */
	char *verdict; /* what it means, one sentence; NULL while nothing is concluded */
	bool running;
	char *why_not; /* "not available here, because …", or NULL */
};

struct path_pictures {
	struct path_picture *v;
	size_t n;
};

/* The pictures of one row, or of all rows (endpoint 0) whose way was measured.  Free with path_pictures_clear(). */
void words_paths(struct path_pictures *ret, const struct session *s, unsigned endpoint);
void path_pictures_clear(struct path_pictures *list);

#endif
