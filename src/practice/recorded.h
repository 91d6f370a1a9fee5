/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recorded networks to practise with: case files of tests/lab, in data/practice/. */
#ifndef PRACTICE_RECORDED_H
#define PRACTICE_RECORDED_H

#include <stddef.h>

/* Who is to blame for what is wrong there; several may be. */
enum blame {
	BLAME_COMPUTER = 1, /* with what runs on it: a VPN, a virus scanner */
	BLAME_ROUTER = 2,
	BLAME_NETWORK = 4, /* the Internet provider's, a hotel's, a cloud's */
	BLAME_SERVER = 8
};

struct recorded {
	const char *name;    /* "provider-drops-587": of the file, without .case */
	const char *title;   /* N_(): one line for --list */
	const char *teaches; /* N_(): what to notice, one or two sentences */
	unsigned blame;	     /* as it was set up in tests/lab: any of these is right */
};

const struct recorded *recorded_all(size_t *ret_n);
const struct recorded *recorded_find(const char *name); /* NULL if there is none */
/* Its file's name; the caller frees. NULL if it is nowhere. */
char *recorded_file(const struct recorded *r);

#endif
