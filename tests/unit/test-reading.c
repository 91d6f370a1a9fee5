/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How easily the first lines read: the titles of findings, and the first sentences of explanations, steps and topics.
 * Words a sentence, syllables a word (counted as groups of vowels) and Flesch's reading ease, which says 60 to 70 for
 * plain English. And how long it all is: the words of each whole explanation and step, every form counted.
 * With the word "figures" it prints them and tests nothing: make check ends with that.
 */
#include "config.h"

#include "advice/advice.h"
#include "advice/topics.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define WORDS_MANY 20 /* more on a first line are hard to hear on the telephone */
#define WORDS_LONG 70 /* an explanation of more is not read to its end */

struct reading {
	size_t lines, words, syllables, many, most;
};

static const char *const kinds[] = {"titles", "explanations", "steps", "topics"};
enum { TITLES, EXPLANATIONS, STEPS, TOPICS, KINDS };

/* The first sentence as it is shown: of several forms the first, a value as one word. The caller frees. */
static char *first_sentence(const char *text)
{
	struct buf out;

	buf_init(&out, 0);
	for (; *text; text++) {
		if (*text == '[') {
			size_t form = strcspn(text, ":|]"), space = strcspn(text, " ");

			text += form < space && text[form] == ':' ? form : 0;
		} else if (*text == '|') {
			text += strcspn(text, "]");
			if (!*text)
				break;
		} else if (*text == '{') {
			buf_puts(&out, "port");
			text += strcspn(text, "}");
		} else if (*text != ']') {
			buf_putc(&out, *text);
			if (strchr(".?!", *text) && (!text[1] || strchr(" \n", text[1])))
				break;
		}
	}
	return buf_take(&out);
}

static bool is_vowel(char c)
{
	return c && strchr("aeiouyAEIOUY", c);
}

static size_t syllables_of(const char *word, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += is_vowel(word[i]) && (!i || !is_vowel(word[i - 1]));
	if (n > 1 && word[len - 1] == 'e' && !is_vowel(word[len - 2]) && word[len - 2] != 'l')
		n--;
	return n ? n : 1;
}

static void read_line(struct reading *r, const char *text)
{
	char *sentence = first_sentence(text);
	size_t words = 0;

	for (const char *at = sentence; *at;) {
		size_t len = 0;

		while (isalnum((unsigned char)at[len]) || (len && at[len] == '\'') ||
		       (len && at[len] && strchr("-./:", at[len]) &&
			isalnum((unsigned char)at[len + 1])))
			len++;
		if (!len) {
			at++;
			continue;
		}
		words++;
		r->syllables += syllables_of(at, len);
		at += len;
	}
	r->lines++;
	r->words += words;
	r->many += words > WORDS_MANY;
	r->most = words > r->most ? words : r->most;
	if (words > WORDS_MANY && getenv("READING_VERBOSE"))
		printf("%zu words: %s\n", words, sentence);
	free(sentence);
}

static void read_all(struct reading all[KINDS])
{
	size_t n;
	const struct advice *advice = advice_all(&n);

	memset(all, 0, KINDS * sizeof *all);
	for (size_t i = 0; i < n; i++) {
		read_line(&all[TITLES], advice[i].title);
		read_line(&all[EXPLANATIONS], advice[i].explanation);
		for (size_t k = 0; k < ADVICE_STEPS_MAX && advice[i].steps[k].text; k++)
			read_line(&all[STEPS], advice[i].steps[k].text);
	}
	const struct topic *topics = topic_all(&n);

	for (size_t i = 0; i < n; i++)
		read_line(&all[TOPICS], topics[i].text);
}

static double ease(const struct reading *r)
{
	return 206.835 - 1.015 * (double)r->words / (double)r->lines -
	       84.6 * (double)r->syllables / (double)r->words;
}

static size_t words_between_spaces(const char *text)
{
	size_t n = 0;

	for (text += strspn(text, " \n"); *text; n++) {
		text += strcspn(text, " \n");
		text += strspn(text, " \n");
	}
	return n;
}

static void put_longest(struct buf *out, const char **text);

/* One of the forms in brackets: up to the bar or the bracket behind it. */
static void put_form(struct buf *out, const char **text)
{
	while (**text && **text != '|' && **text != ']')
		if (**text == '[')
			put_longest(out, text);
		else
			buf_putc(out, *(*text)++);
}

/* Of the forms in brackets the one with the most words. */
static void put_longest(struct buf *out, const char **text)
{
	size_t name = strspn(++*text, "abcdefghijklmnopqrstuvwxyz-");
	char *longest = mem_strdup("");

	if ((*text)[name] == ':')
		*text += name + 1;
	for (;; ++*text) {
		struct buf form;

		buf_init(&form, 0);
		put_form(&form, text);
		if (words_between_spaces(buf_text(&form)) > words_between_spaces(longest)) {
			free(longest);
			longest = mem_strdup(buf_text(&form));
		}
		buf_clear(&form);
		if (**text != '|')
			break;
	}
	if (**text == ']')
		++*text;
	buf_puts(out, longest);
	free(longest);
}

/* The most words that one reader may meet: of several forms, as for a home and for a container, one is shown. */
static size_t words_of(const char *text)
{
	struct buf out;

	buf_init(&out, 0);
	while (*text)
		if (*text == '[')
			put_longest(&out, &text);
		else
			buf_putc(&out, *text++);
	size_t n = words_between_spaces(buf_text(&out));

	buf_clear(&out);
	return n;
}

struct length {
	size_t rows, explanations, steps;
};

static struct length length_of_all(void)
{
	struct length l = {0};
	const struct advice *all = advice_all(&l.rows);

	for (size_t i = 0; i < l.rows; i++) {
		l.explanations += words_of(all[i].explanation);
		for (size_t k = 0; k < ADVICE_STEPS_MAX && all[i].steps[k].text; k++)
			l.steps += words_of(all[i].steps[k].text);
	}
	return l;
}

static void print_length(void)
{
	struct length l = length_of_all();

	printf(
	    "length of %zu rows of advice: %.1f words a row of explanations (%zu in all), %.1f of steps "
	    "(%zu)\n",
	    l.rows, (double)l.explanations / (double)l.rows, l.explanations,
	    (double)l.steps / (double)l.rows, l.steps);
}

static void print_figures(void)
{
	struct reading all[KINDS];

	read_all(all);
	for (size_t i = 0; i < KINDS; i++)
		printf(
		    "reading ease of %zu first lines of %s: %.0f (%.1f words a sentence, %.2f syllables a "
		    "word; %zu have more than %d words, the longest %zu)\n",
		    all[i].lines, kinds[i], ease(&all[i]),
		    (double)all[i].words / (double)all[i].lines,
		    (double)all[i].syllables / (double)all[i].words, all[i].many, WORDS_MANY,
		    all[i].most);
}

static void first_lines_are_plain(void **state)
{
	/* What is reached; a change may not fall behind it. */
	static const struct {
		double ease, words;
	} bounds[KINDS] = {{65, 12.5}, {68, 15.5}, {70, 13}, {60, 19.5}};
	struct reading all[KINDS];

	(void)state;
	read_all(all);
	for (size_t i = 0; i < KINDS; i++)
		if (ease(&all[i]) < bounds[i].ease ||
		    (double)all[i].words / (double)all[i].lines > bounds[i].words)
			fail_msg("%s: reading ease %.1f, %.1f words a sentence", kinds[i],
				 ease(&all[i]), (double)all[i].words / (double)all[i].lines);
}

/* What is reached; a change may not fall behind it. */
static void advice_is_short(void **state)
{
	struct length l = length_of_all();
	double explanations = (double)l.explanations / (double)l.rows;
	double steps = (double)l.steps / (double)l.rows;

	(void)state;
	if (explanations > 34 || steps > 46)
		fail_msg("%.1f words a row of explanations, %.1f of steps", explanations, steps);
}

/* Each has forms of which one is shown, and no reader meets them all. */
static const struct {
	const char *id, *reason;
} long_ones[] = {
    {"dns.servfail", "five cases: which server fails, and what it does find"},
};

static const char *reason_to_be_long(const char *id)
{
	for (size_t i = 0; i < sizeof long_ones / sizeof *long_ones; i++)
		if (str_eq(long_ones[i].id, id))
			return long_ones[i].reason;
	return NULL;
}

static void no_explanation_is_long(void **state)
{
	size_t n, met = 0;
	const struct advice *all = advice_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		size_t words = words_of(all[i].explanation);
		const char *reason = reason_to_be_long(all[i].id);

		met += reason != NULL;
		if (words > WORDS_LONG && !reason)
			fail_msg("%s: %zu words of explanation, %d are the bound", all[i].id, words,
				 WORDS_LONG);
		if (words <= WORDS_LONG && reason)
			fail_msg("%s is not long any more (\"%s\")", all[i].id, reason);
	}
	assert_int_equal(met, sizeof long_ones / sizeof *long_ones);
}

/* The counting itself, on sentences whose figures are known. */
static void words_are_counted(void **state)
{
	static const struct {
		const char *text;
		size_t words, syllables;
	} samples[] = {
	    {"Ask the administrator.", 3, 7},
	    {"[Port|Ports] {ports} [ports:is|are] open. And more.", 4, 5},
	    {"Use mail.example.org, port 465", 4, 8},
	};

	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		struct reading r = {0};

		read_line(&r, samples[i].text);
		assert_int_equal(r.words, samples[i].words);
		assert_int_equal(r.syllables, samples[i].syllables);
	}
	assert_int_equal(words_of(""), 0);
	assert_int_equal(words_of("[Port|Ports] {ports} [ports:is|are] open. And more."), 6);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(first_lines_are_plain), cmocka_unit_test(advice_is_short),
	    cmocka_unit_test(no_explanation_is_long), cmocka_unit_test(words_are_counted)};

	if (argc > 1 && str_eq(argv[1], "figures")) {
		print_figures();
		print_length();
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
