/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What people ask about mail ports: the text of `porthorn explain`, reachable
 * from each row of the grid.  All of the project's guidance is in this table.
 */
#ifndef ADVICE_TOPICS_H
#define ADVICE_TOPICS_H

#include <stddef.h>

/* The table whose rows follow the text, made by words/words_topic. */
enum topic_table {
	TOPIC_TABLE_NONE,
	TOPIC_TABLE_NETWORKS,
	TOPIC_TABLE_BLOCKLISTS,
	TOPIC_TABLE_CHANGES,
	TOPIC_TABLE_REMEDIES
};

struct topic {
	const char *id;	   /* "port-25", "why-25-blocked", "tls-or-ssl", "windows-firewall" … */
	const char *title; /* N_() */
	/* N_(): paragraphs separated by an empty line; lines that start with four blanks are
	 * commands, kept as they are */
	const char *text;
	const char *ports; /* blank-separated ports whose rows lead here, or NULL */
	enum topic_table table;
};

/* N_(): the topic "contacts" in a sentence, for --help and the screens before anything is contacted. */
extern const char topic_contacts_brief[];
const struct topic *topic_find(const char *id); /* NULL if there is none */
const struct topic *topic_all(size_t *ret_n);
/* The topic that explains a port, or NULL. */
const struct topic *topic_for_port(int port);

#endif
