/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios of `porthorn demo` as table rows: which server behaves how. */
#ifndef PRACTICE_SCENARIO_H
#define PRACTICE_SCENARIO_H

#include "practice/practice.h"

/* The services that every scenario has, each at a host of its own kind. */
struct scenario_place {
	enum service service;
	const char *host;
};

extern const struct practice_scenario scenario_rows[];
extern const size_t scenario_row_n;
extern const struct scenario_place scenario_places[];
extern const size_t scenario_place_n;

/* How the service behaves in that scenario: a script (practice/script.h).  The caller frees. */
char *scenario_script(const char *scenario, enum service service);

#endif
