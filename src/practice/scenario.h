/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios of `porthorn demo` as table rows: each server's behaviour. */
#ifndef PRACTICE_SCENARIO_H
#define PRACTICE_SCENARIO_H

#include "practice/practice.h"

/* The services of every scenario, each at its own host. */
struct scenario_place {
	enum service service;
	const char *host;
};

extern const struct practice_scenario scenario_rows[];
extern const size_t scenario_row_n;
extern const struct scenario_place scenario_places[];
extern const size_t scenario_place_n;

/* The service's behaviour in that scenario: a script (practice/script.h). The caller frees. */
char *scenario_script(const char *scenario, enum service service);

#endif
