/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages to read: the help, all about a row or a finding, the article about a port, single topics. */
#ifndef UI_READER_H
#define UI_READER_H

#include "reason/record.h"
#include "ui/list.h"

#define READER_DEPTH_MAX 8

enum reader_kind {
	READER_HELP,
	READER_PORT,
	READER_TOPIC,
	READER_WHY,
	READER_AUDIT,
	READER_WELL,
	READER_ARTICLE
};

struct reader_page {
	enum reader_kind kind;
	int port; /* READER_PORT */
	/* READER_PORT: further topic ids, separated by spaces, or NULL; static */
	const char *topics;
	const char *topic; /* READER_TOPIC: its id; static */
	unsigned endpoint; /* READER_WHY: the row */
	unsigned
	    finding; /* READER_WHY: of the finding alone (run_finding_ref()); 0: all about the row */
};

struct reader {
	struct reader_page pages[READER_DEPTH_MAX]; /* the last one is in front */
	size_t n;
	char *article; /* READER_ARTICLE: its id; owned, NULL: none */
	struct list list;
	struct rect room;
	int built_cols;
};

struct ui;

/* Shows a page on top of the current one. */
void reader_open(struct ui *ui, const struct reader_page *page);
/* Shows what options->explain() says about an id. */
void reader_open_article(struct ui *ui, const char *id);
/* The run has news: a page about it is built again. */
void reader_stale(struct reader *r);

/* An audit as lines: what to change, what was asked, what to publish. Pure. */
void audit_page_build(struct list *l, const struct record *record, int cols);
/* Starts the audit of a domain, or of an address in it, and shows its page. */
void audit_open(struct ui *ui, const char *domain);
/* Shows the page of the run in front if it is an audit; else asks to start one of its domain. */
void audit_ask(struct ui *ui);

#endif
