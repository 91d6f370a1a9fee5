/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options' values: each function stores one in the options, or says in a sentence what would be
 * right. */
#ifndef OPTIONS_VALUE_H
#define OPTIONS_VALUE_H

#include "options.h"

struct given {
	struct options *o;
	const char *value; /* the option's argument */
	char *error;	   /* set: the usage error, for the caller to free */
};

void options_value_service(struct given *s);
void options_value_port(struct given *s);
void options_value_timeout(struct given *s);
void options_value_limit(struct given *s);
void options_value_resolve(struct given *s);
void options_value_error(struct given *s);
void options_value_report(struct given *s);
void options_value_theme(struct given *s);
void options_value_setup(struct given *s);
void options_value_program(struct given *s);
void options_value_system(struct given *s);
void options_value_party(struct given *s);
void options_value_play(struct given *s);

/* The names for --service, --report, --theme, --for, --system, --write and --to, as "a, b, c"; the caller frees. */
char *options_value_services(void);
char *options_value_formats(void);
char *options_value_themes(void);
char *options_value_programs(void);
char *options_value_systems(void);
char *options_value_setups(void);
char *options_value_parties(void);

#endif
