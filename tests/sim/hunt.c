/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looks for untrue statements in networks that chance invents.
 *
 *   hunt [MINUTES [FIRST]]   seeds from FIRST on for that long, graded by kind; what is false is listed
 *   hunt show SEED           one of them, with its report
 */
#include "config.h"
#include "tests/sim/invent.h"
#include "tests/sim/run.h"

#include "report/report.h"
#include "tests/sim/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define ROWS 400

static int show(uint64_t seed)
{
	struct page_options layout = {.ascii = true};
	struct graded g;
	struct buf out;

	graded_run(&g, seed);
	printf("seed %llu: %s; %s (%s); %lu steps, %lld ms\n", (unsigned long long)seed,
	       g.plot.kind, grade_name(g.grade), g.why ? g.why : "-", g.run.steps,
	       (long long)(g.run.ns / CLOCK_MS));
	buf_init(&out, 0);
	report_format("full")->write(&out, g.run.record, &layout);
	verdict_text(&out, g.run.record);
	fwrite(buf_text(&out), 1, out.len, stdout);
	buf_clear(&out);
	bool bad = graded_is_bad(&g);

	graded_clear(&g);
	return bad;
}

static struct row {
	char kind[WORLD_TEXT];
	unsigned n[GRADE_COUNT_];
} rows[ROWS];
static size_t row_n;

static void count(const char *kind, enum grade g)
{
	size_t i = 0;

	while (i < row_n && strcmp(rows[i].kind, kind))
		i++;
	if (i == ROWS)
		return;
	if (i == row_n) {
		WORLD_SET(rows[row_n].kind, kind);
		row_n++;
	}
	rows[i].n[g]++;
}

static void print_table(void)
{
	struct row all = {.kind = "all"};

	printf("%-58s", "");
	for (int g = 0; g < GRADE_COUNT_; g++)
		printf(" %8s", grade_name((enum grade)g));
	for (size_t i = 0; i <= row_n; i++) {
		const struct row *row = i < row_n ? &rows[i] : &all;

		printf("\n%-58s", row->kind);
		for (int g = 0; g < GRADE_COUNT_; g++) {
			printf(" %8u", row->n[g]);
			all.n[g] += i < row_n ? row->n[g] : 0;
		}
	}
	printf("\n");
}

static double processor_seconds(void)
{
	struct rusage used;

	getrusage(RUSAGE_SELF, &used);
	return (double)used.ru_utime.tv_sec + (double)used.ru_utime.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "show"))
		return show(strtoull(argv[2], NULL, 10));
	double minutes = argc > 1 ? strtod(argv[1], NULL) : 1;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1000, first = seed;
	unsigned bad = 0;

	for (; processor_seconds() < minutes * 60; seed++) {
		struct graded g;

		graded_run(&g, seed);
		count(g.plot.kind, g.grade);
		if (g.run.wrong || g.grade >= GRADE_LIKELY)
			printf("seed %llu: %s: %s %s\n", (unsigned long long)seed, g.plot.kind,
			       grade_name(g.grade), g.why);
		bad += graded_is_bad(&g);
		graded_clear(&g);
	}
	print_table();
	printf("%llu runs, %.0f a second of processor time\n", (unsigned long long)(seed - first),
	       (double)(seed - first) / processor_seconds());
	return bad != 0;
}
