/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Recorded runs, played event by event as the screens see them: nothing that is shown as a cause is withdrawn later, or
 * folded under another cause.
 */
#include "config.h"
#include "case/case.h"

#include "base/mem.h"
#include "reason/record.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A cause on the screen: the rule, the row, and since when. */
struct shown {
	const char *id;
	unsigned endpoint;
	int64_t since_us;
	bool now;
};

static struct shown shown[512];
static size_t shown_n, withdrawn, held_back;

static struct shown *find(const char *id, unsigned endpoint)
{
	for (size_t i = 0; i < shown_n; i++)
		if (shown[i].id == id && shown[i].endpoint == endpoint)
			return &shown[i];
	return NULL;
}

static void see(const struct finding *f, unsigned endpoint, int64_t now_us)
{
	struct shown *s = find(f->id, endpoint);

	if (!s && shown_n < sizeof shown / sizeof *shown) {
		s = &shown[shown_n++];
		*s = (struct shown){f->id, endpoint, now_us, true};
	}
	if (s)
		s->now = true;
}

static void compare(const char *file, const struct record *r, int64_t now_us)
{
	for (size_t i = 0; i < shown_n; i++)
		shown[i].now = false;
	for (size_t i = 0; i < r->findings.n; i++) {
		const struct finding *f = &r->findings.v[i];

		if (f->under >= 0 || f->verdict == VERDICT_OK || f->verdict == VERDICT_UNTESTED)
			continue;
		for (size_t k = 0; k < f->endpoints.n; k++)
			see(f, f->endpoints.v[k], now_us);
		if (!f->endpoints.n)
			see(f, 0, now_us);
	}
	for (size_t i = 0; i < shown_n; i++) {
		if (shown[i].now)
			continue;
		print_message("%s: %s of row %u was shown at %lld ms and withdrawn after %lld ms\n",
			      strrchr(file, '/') + 1, shown[i].id, shown[i].endpoint,
			      (long long)shown[i].since_us / 1000,
			      (long long)(now_us - shown[i].since_us) / 1000);
		withdrawn++;
		shown[i--] = shown[--shown_n];
	}
}

static void play(const char *file)
{
	char *error = NULL;
	struct record *whole = case_open(file, &error);

	if (!whole)
		fail_msg("%s", error);
	struct record *live = record_new(target_copy(whole->typed ? whole->typed : whole->target));

	shown_n = 0;
	for (size_t i = 0; i < whole->log.n; i++) {
		struct event *e = whole->log.v[i];

		record_append(live, e);
		whole->log.v[i] = NULL;
		/* events of one moment are drawn at once */
		if (i + 1 < whole->log.n && whole->log.v[i + 1]->at_us - e->at_us < 8000)
			continue;
		record_time(live, false, e->at_us);
		record_conclude(live);
		held_back += live->ripens_us != 0;
		compare(file, live, e->at_us);
	}
	whole->log.n = 0;
	record_free(live);
	record_free(whole);
}

static void nothing_is_withdrawn(void **state)
{
	const char *folder = getenv("HOLD_CASES");
	glob_t files;
	char *pattern = mem_printf("%s/*.case", folder ? folder : SRCDIR "/tests/screens/cases");

	(void)state;
	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	for (size_t i = 0; i < files.gl_pathc; i++)
		play(files.gl_pathv[i]);
	globfree(&files);
	free(pattern);
	assert_int_equal(withdrawn, 0);
	assert_true(held_back > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_is_withdrawn)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
