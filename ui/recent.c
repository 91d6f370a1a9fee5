/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/recent.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/load.h"
#include "base/mem.h"
#include "base/save.h"
#include "base/str.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;  /* in the file */
	const char *words; /* N_(): at most 12 columns */
} results[RECENT_COUNT_] = {
    [RECENT_UNKNOWN] = {"-", N_("not finished")},
    [RECENT_WORKS] = {"works", N_("works")},
    [RECENT_UNSAFE] = {"unsafe", N_("not safe")},
    [RECENT_READING] = {"reading", N_("only reading")},
    [RECENT_SENDING] = {"sending", N_("only sending")},
    [RECENT_FAILS] = {"fails", N_("fails")},
};

static char *file_name(const char *state_dir)
{
	return mem_printf("%s/recent", state_dir);
}

/* ---- the file: "WORD", or "WORD<tab>RESULT<tab>SECONDS" ---- */

static enum recent_result result_named(const char *name)
{
	for (int i = 0; i < RECENT_COUNT_; i++)
		if (str_eq(name, results[i].name))
			return (enum recent_result)i;
	return RECENT_UNKNOWN;
}

static struct recent_entry read_line(const char *line)
{
	struct strs parts = {0};
	struct recent_entry entry = {0};
	long when = 0;

	strs_split(&parts, line, "\t");
	if (parts.n > 1)
		entry.result = result_named(parts.v[1]);
	if (parts.n > 2 && str_number(parts.v[2], 0, INT64_MAX, &when))
		entry.when_s = when;
	if (parts.n)
		entry.word = mem_strdup(parts.v[0]);
	strs_clear(&parts);
	return entry;
}

void recent_load(struct recent *list, const char *state_dir)
{
	char bytes[RECENT_FILE_MAX + 1];
	struct strs lines = {0};

	if (!state_dir)
		return;
	char *name = file_name(state_dir), *why = NULL;
	FILE *file = load_open(name, &why);

	free(why);
	free(name);
	if (!file)
		return;
	bytes[fread(bytes, 1, RECENT_FILE_MAX, file)] = '\0';
	fclose(file);
	strs_split(&lines, bytes, "\n");
	for (size_t i = 0; i < lines.n && list->n < RECENT_MAX; i++) {
		struct recent_entry entry = read_line(lines.v[i]);

		if (entry.word)
			list->v[list->n++] = entry;
	}
	strs_clear(&lines);
}

static bool write_all(const struct recent *list, const char *state_dir)
{
	char *error = NULL;
	struct buf text;

	if (!state_dir || !save_make_folder(state_dir, &error)) {
		free(error);
		return false;
	}
	buf_init(&text, 0);
	for (size_t i = 0; i < list->n; i++)
		buf_printf(&text, "%s\t%s\t%" PRId64 "\n", list->v[i].word,
			   results[list->v[i].result].name, list->v[i].when_s);
	char *name = file_name(state_dir);
	bool saved = save_file(name, buf_text(&text), text.len, true, &error);

	free(error); /* the list of recent words is a convenience: its failure is silent */
	free(name);
	buf_clear(&text);
	return saved;
}

/* ---- the list ---- */

void recent_clear(struct recent *list)
{
	while (list->n)
		free(list->v[--list->n].word);
}

/* Its place, or n. */
static size_t place_of(const struct recent *list, const char *word)
{
	size_t at = 0;

	while (at < list->n && !str_ieq(list->v[at].word, word))
		at++;
	return at;
}

static void drop(struct recent *list, size_t at)
{
	free(list->v[at].word);
	list->n--;
	memmove(list->v + at, list->v + at + 1, (list->n - at) * sizeof *list->v);
}

bool recent_use(struct recent *list, const char *state_dir, const char *word, int64_t when_s)
{
	size_t before = place_of(list, word);
	char *copy = mem_strdup(word); /* it may be the list's own */

	if (!*word || strpbrk(word, "\r\n\t")) {
		free(copy);
		return false;
	}
	if (before < list->n)
		drop(list, before);
	else if (list->n == RECENT_MAX)
		drop(list, list->n - 1);
	memmove(list->v + 1, list->v, list->n * sizeof *list->v);
	list->v[0] = (struct recent_entry){copy, RECENT_UNKNOWN, when_s};
	list->n++;
	return write_all(list, state_dir);
}

bool recent_set_result(struct recent *list, const char *state_dir, const char *word,
		       enum recent_result result, int64_t when_s)
{
	size_t at = place_of(list, word);

	if (at == list->n)
		return false;
	list->v[at].result = result;
	list->v[at].when_s = when_s;
	return write_all(list, state_dir);
}

bool recent_forget(struct recent *list, const char *state_dir, const char *word)
{
	size_t at = word ? place_of(list, word) : 0;

	if (!word)
		recent_clear(list);
	else if (at < list->n)
		drop(list, at);
	return write_all(list, state_dir);
}

/* ---- results ---- */

enum recent_result recent_judge(const struct summary *s)
{
	bool reads = s->receive_asked && s->receive == ANSWER_OK;
	bool sends = s->send_asked && s->send == ANSWER_OK;

	if (summary_exit_status(s) == 0)
		return RECENT_WORKS;
	if (summary_is_untested(s))
		return RECENT_UNKNOWN;
	if ((s->receive_asked && s->receive == ANSWER_UNSAFE) ||
	    (s->send_asked && s->send == ANSWER_UNSAFE))
		return RECENT_UNSAFE;
	return reads ? RECENT_READING : sends ? RECENT_SENDING : RECENT_FAILS;
}

const char *recent_result_words(enum recent_result r)
{
	return _(results[r].words);
}
