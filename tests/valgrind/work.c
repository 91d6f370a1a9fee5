/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Work whose instructions tests/valgrind/counts counts; what a further TIMES costs is the work itself.
 *
 *   work compiler                 what built it, for figures that were recorded
 *   work diagnose TIMES FILE…     the findings of saved cases
 *   work rows ROWS TIMES FILE     the same of the case's rows over and over, as other hosts
 *   work frames TIMES FILE        the selection moves, and the screen is drawn, 80x24
 */
#include "config.h"

#include "base/mem.h"
#include "case/case.h"
#include "reason/facts/facts.h"
#include "reason/rules/diagnose.h"
#include "ui/app.h"
#include "ui/term.h"

#include <gnu/libc-version.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void die(const char *why)
{
	fprintf(stderr, "work: %s\n", why);
	exit(1);
}

static struct record *open_case(const char *file)
{
	char *error = NULL;
	struct record *r = case_open(file, &error);

	if (!r)
		die(error);
	return r;
}

static void judge(const struct facts *f, long times)
{
	for (long i = 0; i < times; i++) {
		struct findings found = {0};

		diagnose(&found, f);
		if (!found.n)
			die("there are no findings");
		findings_clear(&found);
	}
}

static void do_diagnose(long times, char **files)
{
	for (; *files; files++) {
		struct record *r = open_case(*files);

		judge(&r->facts, times);
		record_free(r);
	}
}

/* ---- many rows ---- */

static void add_rows(struct endpoints *plan, const struct endpoints *from, int copy)
{
	for (size_t i = 0; i < from->n; i++) {
		struct endpoint e = from->v[i];

		if (copy)
			e.host = mem_printf("copy%d.%s", copy, e.host);
		endpoints_add(plan, &e);
		if (copy)
			free(e.host);
	}
}

/* Moves the events of a copy; what is about the whole run is kept of the first one only. */
static void add_events(struct log *log, struct log *from, unsigned first_row)
{
	for (size_t i = 0; i < from->n; i++) {
		struct event *e = from->v[i];

		if (!e->endpoint && first_row) {
			event_free(e);
			continue;
		}
		e->endpoint += e->endpoint ? first_row : 0;
		log_append(log, e);
	}
	free(from->v);
	*from = (struct log){0};
}

static void do_rows(size_t rows, long times, const char *file)
{
	struct endpoints plan = {0};
	struct log log = {0};
	struct record *first = open_case(file);
	size_t own = first->plan.n;
	struct facts facts;

	for (int copy = 0; plan.n + own <= rows; copy++) {
		struct record *r = open_case(file);
		unsigned before = (unsigned)plan.n;

		add_rows(&plan, &r->plan, copy);
		add_events(&log, &r->log, before);
		record_free(r);
	}
	facts_init(&facts, first->target, &log, &plan);
	printf("%zu rows, %zu events\n", plan.n, log.n);
	judge(&facts, times);
	facts_clear(&facts);
	endpoints_clear(&plan);
	log_clear(&log);
	record_free(first);
}

/* ---- frames ---- */

static void do_frames(long times, const char *file)
{
	FILE *nowhere = fopen("/dev/null", "r+e");
	struct ui_options options = {.saved = open_case(file)};
	char *error = NULL;
	struct ui ui;

	setlocale(LC_ALL, "C.UTF-8");
	setenv("LINES", "24", 1);
	setenv("COLUMNS", "80", 1);
	if (!nowhere || !term_open("xterm", nowhere, nowhere, THEME_MONO, &error))
		die(error ? error : "no terminal");
	app_init(&ui, &options);
	app_draw(&ui);
	for (long i = 0; i < times; i++) {
		app_key(&ui, &(struct key_event){i % 2 ? 'k' : 'j', -1, -1});
		app_draw(&ui);
	}
	term_close();
	app_clear(&ui);
	fclose(nowhere);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	if (!strcmp(what, "compiler"))
		printf("%s-%.*s-glibc-%s%s\n",
#ifdef __clang__
		       "clang",
#else
		       "gcc",
#endif
		       (int)strcspn(__VERSION__, " "), __VERSION__, gnu_get_libc_version(),
#ifdef __OPTIMIZE__
		       ""
#else
		       "-unoptimized"
#endif
		);
	else if (!strcmp(what, "diagnose") && argc > 3)
		do_diagnose(strtol(argv[2], NULL, 10), argv + 3);
	else if (!strcmp(what, "rows") && argc == 5)
		do_rows(strtoul(argv[2], NULL, 10), strtol(argv[3], NULL, 10), argv[4]);
	else if (!strcmp(what, "frames") && argc == 4)
		do_frames(strtol(argv[2], NULL, 10), argv[3]);
	else
		die("see its first lines");
	return 0;
}
