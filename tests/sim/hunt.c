/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looks for untrue statements in networks that chance invents.
 *
 *   hunt [MINUTES [FIRST]]     seeds from FIRST on for that long on each processor, graded by kind; what is false
 *                              is listed with the smallest network that still has it
 *   hunt show SEED [CUT …]     one of them, with its report; without what the words name
 *   hunt shrink SEED           the smallest network that fails as that one
 *   hunt play FIRST COUNT      that many seeds, always the same work: what a profiler measures
 */
#include "config.h"
#include "tests/sim/invent.h"
#include "tests/sim/run.h"

#include "base/mem.h"
#include "report/report.h"
#include "tests/sim/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSORS_MAX 64

static int usage(const char *word)
{
	fprintf(stderr, "%s: no such cut\n", word);
	return 2;
}

static int show(uint64_t seed, char **words)
{
	struct page_options layout = {.ascii = true};
	struct cuts cuts = {0};
	struct graded g;
	struct buf out;

	for (; *words; words++)
		if (!cuts_read(&cuts, *words))
			return usage(*words);
	graded_run(&g, seed, &cuts);
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

/* A failure for the same reason. */
static bool fails_so(const struct graded *g, const void *why)
{
	return g->why && !strcmp(g->why, why) && (g->run.wrong || g->grade >= GRADE_LIKELY);
}

/* "SEED: what was planted: grade, why", and the command that shows it at its smallest. */
static void tell(uint64_t seed, const char *kind, enum grade grade, const char *why)
{
	struct cuts cuts = {0};

	shrink(&cuts, seed, fails_so, why);
	char *words = cuts_text(&cuts);

	printf("%s: %s: %s: tests/sim/hunt show %llu%s\n", grade_name(grade), why, kind,
	       (unsigned long long)seed, words);
	fflush(stdout);
	free(words);
}

static int shrink_one(uint64_t seed)
{
	struct graded g;

	graded_run(&g, seed, NULL);
	bool fails = g.why;
	char *why = mem_strdup(g.why);
	struct plot plot = g.plot;
	enum grade grade = g.grade;

	graded_clear(&g);
	if (fails)
		tell(seed, plot.kind, grade, why);
	else
		printf("nothing is untrue about seed %llu\n", (unsigned long long)seed);
	free(why);
	return fails;
}

/* ---- many ---- */

#define ROWS 200
#define TOLD_MOST 500

struct row {
	char kind[WORLD_TEXT];
	unsigned n[GRADE_COUNT_];
};

static struct table {
	unsigned long long runs;
	unsigned bad;
	double seconds;
	size_t n;
	struct row rows[ROWS];
} table;

static void count(const char *kind, const unsigned *n)
{
	size_t i = 0;

	while (i < table.n && strcmp(table.rows[i].kind, kind))
		i++;
	if (i == ROWS)
		return;
	if (i == table.n)
		WORLD_SET(table.rows[table.n++].kind, kind);
	for (int g = 0; g < GRADE_COUNT_; g++)
		table.rows[i].n[g] += n[g];
}

static void print_row(const struct row *row)
{
	printf("\n%-44s", row->kind);
	for (int g = 0; g < GRADE_COUNT_; g++)
		printf(" %8u", row->n[g]);
}

static int by_kind(const void *a, const void *b)
{
	return strcmp(((const struct row *)a)->kind, ((const struct row *)b)->kind);
}

static void print_table(void)
{
	struct row all = {.kind = "all"};

	qsort(table.rows, table.n, sizeof *table.rows, by_kind);
	printf("\n%-44s", "");
	for (int g = 0; g < GRADE_COUNT_; g++)
		printf(" %8s", grade_name((enum grade)g));
	for (size_t i = 0; i < table.n; i++) {
		print_row(&table.rows[i]);
		for (int g = 0; g < GRADE_COUNT_; g++)
			all.n[g] += table.rows[i].n[g];
	}
	print_row(&all);
	printf("\n\n");
}

static double processor_seconds(void)
{
	struct rusage used;

	getrusage(RUSAGE_SELF, &used);
	return (double)used.ru_utime.tv_sec + (double)used.ru_utime.tv_usec / 1e6;
}

/* Whether that finding about that kind of network is new: each is shown once, for the table counts all. */
static bool is_news(const char *row, const char *why)
{
	static char *told[TOLD_MOST];
	static size_t n;
	char *both = mem_printf("%s|%s", row, why);
	size_t i = 0;

	while (i < n && strcmp(told[i], both))
		i++;
	if (i < n || n == TOLD_MOST) {
		free(both);
		return false;
	}
	told[n++] = both;
	return true;
}

/* One of so many networks of a hunt has a mail domain: its runs cost three times as much. */
#define DOMAIN_EACH 7

/* told: with the smallest network that shows what is false. */
static void try_seed(uint64_t seed, bool told)
{
	unsigned one[GRADE_COUNT_] = {0};
	struct graded g;

	graded_run(&g, seed, NULL);
	one[g.grade] = 1;
	count(g.plot.row, one);
	table.runs++;
	bool bad = graded_is_bad(&g), shown = told && g.why && is_news(g.plot.row, g.why);
	struct plot plot = g.plot;
	enum grade grade = g.grade;
	char *why = mem_strdup(g.why);

	graded_clear(&g);
	table.bad += bad;
	if (shown)
		tell(seed, plot.kind, grade, why);
	free(why);
}

/* What one processor does: every step-th seed. */
static void try_seeds(uint64_t seed, uint64_t step, double minutes)
{
	for (; processor_seconds() < minutes * 60; seed += step)
		try_seed(seed % DOMAIN_EACH ? seed : INVENT_DOMAINS + seed, true);
	table.seconds = processor_seconds();
}

/* In this process. */
static int play(uint64_t first, uint64_t n)
{
	for (uint64_t seed = first; seed < first + n; seed++)
		try_seed(seed, false);
	print_table();
	return table.bad != 0;
}

static bool read_table(int fd, struct table *of)
{
	size_t have = 0;
	ssize_t n = 1;

	while (have < sizeof *of && (n = read(fd, (char *)of + have, sizeof *of - have)) > 0)
		have += (size_t)n;
	return have == sizeof *of;
}

/* Starts a process for the seeds; returns where its table can be read. */
static int start(uint64_t seed, uint64_t step, double minutes)
{
	int fds[2];

	if (pipe(fds) != 0)
		return -1;
	fflush(stdout);
	if (fork() == 0) {
		close(fds[0]);
		try_seeds(seed, step, minutes);
		_exit(write(fds[1], &table, sizeof table) != (ssize_t)sizeof table);
	}
	close(fds[1]);
	return fds[0];
}

static int hunt(double minutes, uint64_t first)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned n = processors > 0 && processors <= PROCESSORS_MAX ? (unsigned)processors : 1;
	int fds[PROCESSORS_MAX];
	static struct table one;
	double rate = 0;
	bool lost = false;

	for (unsigned i = 0; i < n; i++)
		fds[i] = start(first + i, n, minutes);
	for (unsigned i = 0; i < n; i++) {
		lost |= !read_table(fds[i], &one);
		close(fds[i]);
		for (size_t k = 0; k < one.n; k++)
			count(one.rows[k].kind, one.rows[k].n);
		table.runs += one.runs;
		table.bad += one.bad;
		rate += (double)one.runs / one.seconds;
	}
	while (wait(NULL) > 0)
		continue;
	print_table();
	printf("%llu runs, %.0f a second of processor time on %u processors\n", table.runs, rate,
	       n);
	if (lost)
		printf("a process ended early\n");
	return table.bad != 0 || lost;
}

int main(int argc, char **argv)
{
	if (argc > 2 && !strcmp(argv[1], "show"))
		return show(strtoull(argv[2], NULL, 10), argv + 3);
	if (argc == 3 && !strcmp(argv[1], "shrink"))
		return shrink_one(strtoull(argv[2], NULL, 10));
	if (argc == 4 && !strcmp(argv[1], "play"))
		return play(strtoull(argv[2], NULL, 10), strtoull(argv[3], NULL, 10));
	return hunt(argc > 1 ? strtod(argv[1], NULL) : 1,
		    argc > 2 ? strtoull(argv[2], NULL, 10) : INVENT_MORE);
}
