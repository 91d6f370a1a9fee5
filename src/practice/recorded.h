/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recorded networks to practise with: case files of tests/lab, in data/practice/. */
#ifndef PRACTICE_RECORDED_H
#define PRACTICE_RECORDED_H

#include <stddef.h>

struct recorded {
	const char *name;    /* "provider-drops-587": of the file, without .case */
	const char *title;   /* N_(): one line for --list */
	const char *teaches; /* N_(): what to notice, one or two sentences */
};

const struct recorded *recorded_all(size_t *ret_n);
const struct recorded *recorded_find(const char *name); /* NULL if there is none */
/* Its file's name; the caller frees. NULL if it is nowhere. */
char *recorded_file(const struct recorded *r);

#endif
