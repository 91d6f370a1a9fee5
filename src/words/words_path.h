/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The path to the server as a picture: hops down, the suspect port beside a working one, the break
 * between the last hop that forwarded the port and the next. Text, JSON and the Path tab paint the
 * same rows.
 */
#ifndef WORDS_WORDS_PATH_H
#define WORDS_WORDS_PATH_H

#include "reason/path/trace.h"
#include "reason/record.h"

/* One port at one hop. */
struct path_cell {
	enum trace_mark mark;
	bool pending;	/* an answer may still come */
	bool beyond;	/* beyond the end of this port's journey: always empty */
	bool at_break;	/* a refusal from before this hop: the break says it, the cell is empty */
	char *address;	/* the sender of the answer, escaped; NULL without one */
	int64_t us;	/* round trip */
	unsigned event; /* 0 if none */
};

struct path_row {
	int ttl;
	char *who; /* "192.168.1.1 (router.home)", "?" without an answer for either port */
	char *address,
	    *name; /* escaped; of the suspect port's hop, else of the working one's; or NULL */
	enum segment segment; /* the owner of this part of the path */
	bool known;	      /* there was an answer: segment is meaningful */
	bool managed;	      /* at home: the routers here are a company's, a hotel's … */
	bool posing;	      /* something nearer answers in the server's name */
	struct path_cell suspect, working;
};

struct path_picture {
	unsigned endpoint;	/* the suspect row */
	char *title;		/* "The way to 192.0.2.1, port 587 compared with port 443" */
	char *address;		/* of the server, escaped */
	int port, working_port; /* headings; working_port 0: none */
	struct path_row *rows;
	size_t n;
	bool broken;
	/* the break is drawn above rows[break_at], or below the last row; only if broken */
	size_t break_at;
	char *break_text; /* "port 587 gets no further than here"; NULL unless broken */
	/* the finding that names the place; borrowed from the record; or NULL */
	const struct finding *finding;
	char *verdict;	/* its title; NULL while there is no conclusion */
	char *sentence; /* the verdict, or what else there is to say; never NULL */
	bool running;
	char *why_not; /* "not available here, because …", or NULL */
};

struct path_pictures {
	struct path_picture *v;
	size_t n;
};

/* The pictures of one row, or of all rows (endpoint 0) with a measured path. Free with
 * path_pictures_clear(). */
void words_paths(struct path_pictures *ret, const struct record *record, unsigned endpoint);
void path_pictures_clear(struct path_pictures *list);
/* "8 ms", "no answer", "open, 26 ms", "…" while waiting for one, ""; brief: at most about 11
 * columns. The caller frees. */
char *words_path_cell(const struct path_cell *cell, bool brief);
/* The owner of the row's part of the path: "your router"; "" if unknown. Static, translated. */
const char *words_path_segment(const struct path_row *row);
/* Why there is no picture of a row, and how to get one: one sentence, two with the key of
 * {path}, for command_text(). The caller frees. */
char *words_path_missing(const struct record *record, unsigned endpoint);

#endif
