/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answer on top, over all scenes and sizes, without a terminal: READ, SEND, WHY and DO are there, nothing in them
 * is cut, and they leave room for the ports.
 */
#include "config.h"
#include "ui/card.h"

#include "base/buf.h"
#include "base/mem.h"
#include "report/report.h"
#include "scene.h"
#include "ui/text.h"
#include "words/words.h"

#include <dirent.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	int cols, rows;
} sizes[] = {{40, 12}, {80, 24}, {100, 30}, {120, 35}, {200, 60}};

static struct record *play(const char *name)
{
	char *file = mem_printf("%s/%s", CASES, name);
	struct scene s;
	struct record *record;

	scene_load(&s, file);
	record = scene_record(&s);
	scene_clear(&s);
	free(file);
	return record;
}

/* All letters of the lines, without spaces: text that was wrapped is in it as a whole. */
static char *letters(const char *text)
{
	struct buf out;

	buf_init(&out, 0);
	for (; *text; text++)
		if (*text != ' ' && *text != '\n')
			buf_putc(&out, *text);
	return buf_take(&out);
}

/* The text of the lines; where boxes are side by side, that of one after the other. */
static char *box_text(const struct list *l, const struct card *card, int cols)
{
	int boxes = cols < CARD_BOXES_COLS ? 1 : (int)card->answer_n + 1, box = cols / boxes;
	struct buf out;

	buf_init(&out, 0);
	for (int left = 0; left < boxes * box; left += box)
		for (size_t i = 0; i < l->line_n; i++)
			for (size_t k = 0; k < l->lines[i].n; k++) {
				const struct list_cell *c = &l->lines[i].cells[k];

				/* an upright line is no text */
				if (boxes == 1 || (c->col > left && c->col < left + box) ||
				    (!left && !c->col))
					buf_puts(&out, c->text);
			}
	return buf_take(&out);
}

static void must_have(const char *name, int cols, const char *all, const char *text)
{
	char *wanted = letters(text);

	if (!strstr(all, wanted))
		fail_msg("%s at %d columns lacks \"%s\": %s", name, cols, text, all);
	free(wanted);
}

static void check_width(const char *name, const struct list *l, int cols)
{
	for (size_t i = 0; i < l->line_n; i++)
		for (size_t k = 0; k < l->lines[i].n; k++) {
			const struct list_cell *c = &l->lines[i].cells[k];

			if (c->col + text_cols(c->text) > cols)
				fail_msg("%s at %d columns: \"%s\" is cut", name, cols, c->text);
		}
}

static void check_answers(const char *name, const struct card *card, int cols, const char *all)
{
	for (size_t i = 0; i < card->answer_n; i++) {
		const struct card_answer *a = &card->answers[i];
		char port[16];

		must_have(name, cols, all, a->label);
		must_have(name, cols, all, a->word);
		if (!a->reachable)
			continue;
		snprintf(port, sizeof port, "%d", a->port);
		must_have(name, cols, all, a->host);
		must_have(name, cols, all, port);
		must_have(name, cols, all, a->security);
	}
}

/* Returns the lines that are missing. */
static int check_size(const char *name, const struct card *card, int cols, int rows)
{
	int most = layout_card_rows(rows, cols);
	struct list l = {0};
	struct card_place why;

	card_build(&l, card, cols, most, &why);
	char *text = box_text(&l, card, cols), *all = letters(text);

	check_width(name, &l, cols);
	check_answers(name, card, cols, all);
	char *brief = letters(card->why.brief), *full = letters(card->why.full);
	/* without a step, a key for more */
	char *step = letters(card->step_n ? card->steps[0].brief : "DO Press");
	char *whole = letters(card->step_n ? card->steps[0].full : "DO Press");

	if (!strstr(all, full))
		must_have(name, cols, all, brief);
	if (!strstr(all, whole) && !strstr(all, "DOPressEnter"))
		must_have(name, cols, all, step);
	assert_true(why.line < l.line_n && why.col < cols);
	int missing = (int)l.line_n - most;

	free(whole);
	free(full);
	free(step);
	free(brief);
	free(all);
	free(text);
	list_clear(&l);
	return missing;
}

/* Whether words are so long that the ports must give way: on the smallest screen only. */
static bool is_crowded(const char *name, const struct card *card, int cols, int rows)
{
	int missing = check_size(name, card, cols, rows);

	if (missing > (rows == LAYOUT_ROWS_MIN ? IN_LINE_ROWS : 0))
		fail_msg("%s at %dx%d: the answer has %d lines too many", name, cols, rows,
			 missing);
	return missing > 0;
}

/* Words that are complete by themselves. */
static void check_words(const char *name, const struct card *card)
{
	assert_true(card->answer_n >= 1 && (card->step_n >= 1 || card->next));
	assert_true(*card->why.full && *card->why.brief);
	assert_true(strlen(card->why.brief) <= strlen(card->why.full));
	for (size_t i = 0; i < card->step_n; i++) {
		const char *full = card->steps[i].full, *brief = card->steps[i].brief;

		if (!*brief || strlen(brief) > strlen(full) ||
		    !strchr(".!?\"", brief[strlen(brief) - 1]))
			fail_msg("%s: \"%s\" is no brief form of \"%s\"", name, brief, full);
	}
}

/* The report for a ticket, at 80 columns. */
static void check_ticket(const char *name, const struct record *record)
{
	struct page_options options = {.cols = 80};
	size_t lines = 0;
	struct buf out;

	buf_init(&out, 0);
	report_format("text")->write(&out, record, &options);
	for (size_t i = 0; i < out.len; i++)
		lines += out.data[i] == '\n';
	if (lines > 25 && !record->target->audit) /* an audit is a page of its own */
		fail_msg("%s: a report of %zu lines:\n%s", name, lines, buf_text(&out));
	buf_clear(&out);
}

static void over_all_scenes(void **state)
{
	DIR *folder = opendir(CASES);
	struct dirent *entry;
	size_t scenes = 0, crowded = 0;

	(void)state;
	assert_non_null(folder);
	while ((entry = readdir(folder))) {
		const char *end = strrchr(entry->d_name, '.');

		if (!end || strcmp(end, ".scene") != 0)
			continue;
		struct record *record = play(entry->d_name);
		struct card card;

		words_card(&card, record);
		if (!card.answer_n) {
			fail_msg("%s has no answer", entry->d_name);
		} else {
			check_words(entry->d_name, &card);
			for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
				crowded +=
				    is_crowded(entry->d_name, &card, sizes[i].cols, sizes[i].rows);
		}
		check_ticket(entry->d_name, record);
		card_clear(&card);
		record_free(record);
		scenes++;
	}
	closedir(folder);
	assert_true(scenes > 100);
	print_message(
	    "%zu of %zu scenes leave the ports less than two lines on the smallest screen\n",
	    crowded, scenes);
	assert_true(crowded * 5 < scenes);
}

static void check_brief(const char *text, const char *expected)
{
	char *brief = words_brief(text);

	assert_string_equal(brief, expected);
	free(brief);
}

static void brief_forms(void **state)
{
	(void)state;
	check_brief("Try another network, such as a phone's: if mail works there, it is this one.",
		    "Try another network, such as a phone's.");
	check_brief("On your router (or ask its owner): Restart it.",
		    "On your router: Restart it.");
	check_brief("Ask your Internet provider: \"Is port 587 blocked? Since when?\"",
		    "Ask your Internet provider: \"Is port 587 blocked? Since when?\"");
	check_brief(
	    "Ask your mail provider: \"On port 993 it says \"* BYE Fatal error: it failed. Bye\". Why?\"",
	    "Ask your mail provider: \"On port 993 it says \"* BYE Fatal error: it failed. Bye\". Why?\"");
	check_brief("The server said: \"No. Never.\" So be it; or not.",
		    "The server said: \"No. Never.\" So be it.");
	check_brief("Use 1.5 seconds. Then go on.", "Use 1.5 seconds.");
	check_brief("Port 25 is blocked, as usual; mail programs don't need it",
		    "Port 25 is blocked, as usual.");
	check_brief("", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(over_all_scenes),
	    cmocka_unit_test(brief_forms),
	};

	setlocale(LC_ALL, "C.UTF-8");
	unsetenv("LANGUAGE");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
