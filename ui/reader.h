/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages to read: the help, the explanation of a port or a finding, single topics. */
#ifndef UI_READER_H
#define UI_READER_H

#include "ui/list.h"

#define READER_DEPTH_MAX 8

enum reader_kind { READER_HELP, READER_PORT, READER_TOPIC };

struct reader_page {
	enum reader_kind kind;
	int port; /* READER_PORT */
	/* READER_PORT: further topic ids, separated by spaces, or NULL; static */
	const char *topics;
	const char *topic; /* READER_TOPIC: its id; static */
};

struct reader {
	struct reader_page pages[READER_DEPTH_MAX]; /* the last one is in front */
	size_t n;
	struct list list;
	struct rect room;
	int built_cols;
};

struct ui;

/* Shows a page on top of the current one. */
void reader_open(struct ui *ui, const struct reader_page *page);

#endif
