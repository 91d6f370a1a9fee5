/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "All ports work, but my program doesn't": what it may be then, for this run and mail program, the likeliest first. */
#ifndef WORDS_WORDS_WELL_H
#define WORDS_WORDS_WELL_H

#include "know/programs.h"
#include "reason/record.h"

enum well_lead { LEAD_TOPIC, LEAD_SETTINGS, LEAD_MESSAGE };

struct well_step {
	char *title; /* one line */
	char *text;  /* what to do about it here, whole sentences */
	enum well_lead lead;
	const char *topic; /* LEAD_TOPIC: of advice/topics; static */
};

struct well_steps {
	struct well_step *v;
	size_t n;
};

/* hidden: the user name is not named. Free with well_steps_clear(). */
void words_well(struct well_steps *ret, const struct record *record, const struct program *program,
		bool hidden);
void well_steps_clear(struct well_steps *list);

#endif
