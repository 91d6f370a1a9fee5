/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recently checked words and how it went: a word a line in STATE_DIR/recent, the latest first, readable only by the
 * user. */
#ifndef UI_RECENT_H
#define UI_RECENT_H

#include "reason/summary.h"

#include <stdint.h>

#define RECENT_MAX 12	     /* words kept */
#define RECENT_FILE_MAX 8192 /* bytes read */

enum recent_result {
	RECENT_UNKNOWN, /* the run has not come to its end */
	RECENT_WORKS,
	RECENT_UNSAFE,
	RECENT_READING, /* reading works, sending does not */
	RECENT_SENDING,
	RECENT_FAILS,
	RECENT_COUNT_
};

struct recent_entry {
	char *word;
	enum recent_result result;
	int64_t when_s; /* 0: not known */
};

/* Zero-initialised is empty. */
struct recent {
	struct recent_entry v[RECENT_MAX];
	size_t n;
};

/* Fills an empty list with the words of the file; none if it cannot be read. state_dir may be NULL. */
void recent_load(struct recent *list, const char *state_dir);
void recent_clear(struct recent *list);
/* Puts word in front, checked at that time, and writes the file, whole or not at all, mode 0600; makes the folder
 * (0700). */
bool recent_use(struct recent *list, const char *state_dir, const char *word, int64_t when_s);
/* How it went, if the word is still there; writes the file. */
bool recent_set_result(struct recent *list, const char *state_dir, const char *word,
		       enum recent_result result, int64_t when_s);
/* Drops word, or every word if it is NULL, and writes the file. */
bool recent_forget(struct recent *list, const char *state_dir, const char *word);

/* A run in a word. */
enum recent_result recent_judge(const struct summary *s);
const char *recent_result_words(enum recent_result r); /* translated, static: "works" */

#endif
