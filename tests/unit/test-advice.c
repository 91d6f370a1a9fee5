/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every rule has words and all words have a rule; the texts can be filled in. */
#include "config.h"
#include "advice/advice.h"

#include "advice/refusals.h"
#include "advice/topics.h"
#include "base/mem.h"
#include "base/str.h"
#include "know/services.h"
#include "reason/rules/rules.h"
#include "words/fill.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TITLE_COLS_MAX 72 /* with the values of a usual case */
#define EXPLANATION_MIN 30

static const struct rule *rule_of(const char *id)
{
	for (size_t i = 0; i < rule_n; i++)
		if (str_eq(rules[i].id, id))
			return &rules[i];
	return NULL;
}

static void test_both_ways(void **state)
{
	size_t n, missing = 0;
	const struct advice *all = advice_all(&n);

	(void)state;
	for (size_t i = 0; i < rule_n; i++)
		if (!advice_find(rules[i].id)) {
			print_error("%s: no row in src/advice/advice_*.def\n", rules[i].id);
			missing++;
		}
	for (size_t i = 0; i < n; i++) {
		if (!rule_of(all[i].id)) {
			print_error("%s: no row in src/reason/rules/rules.def\n", all[i].id);
			missing++;
		}
		assert_ptr_equal(advice_find(all[i].id), &all[i]);
	}
	assert_int_equal(missing, 0);
	assert_int_equal(n, rule_n);
	assert_null(advice_find("no.such.rule"));
	assert_null(advice_find(NULL));
}

/* What a bad certificate means for the most common programs. */
static void test_mail_programs(void **state)
{
	static const char *const programs[] = {"Outlook", "Thunderbird", "Apple Mail"};
	size_t n;
	const struct advice *all = advice_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < sizeof programs / sizeof *programs; k++) {
			bool about = str_istarts(all[i].id, "tls.cert.") ||
				     str_eq(all[i].id, "tls.clock.wrong") ||
				     str_eq(all[i].id, "tls.version.old");

			if (about && !strstr(all[i].explanation, programs[k]))
				fail_msg("%s says nothing of %s", all[i].id, programs[k]);
		}
}

static bool is_word_of(const char *list, const char *word, size_t len)
{
	for (; list && *list; list += strcspn(list, " "), list += strspn(list, " "))
		if (strcspn(list, " ") == len && !strncmp(list, word, len))
			return true;
	return false;
}

/* A list of ports reads "port 25" or "ports 25 and 587", by a choice of forms. */
static void check_numbers(const struct advice *a, const char *text)
{
	for (const char *at = text; (at = strstr(at, "{ports}")); at++) {
		size_t before = (size_t)(at - text);
		bool bare = before >= 5 && str_istarts(at - 5, "port ");
		const char *open = NULL;

		for (const char *c = text; c < at; c++)
			open = *c == '[' ? c : *c == ']' ? NULL : open;
		if (bare && !open)
			fail_msg("%s: \"%.40s\" does not fit several ports", a->id, at - 5);
	}
}

/* Each {name} is one that every finding has, or one of the rule's. */
static void check_names(const struct advice *a, const char *text)
{
	static const char usual[] =
	    "host port ports hosts service services address addresses family provider "
	    "beside instead instead-tls over my-line";

	for (const char *at = text; (at = strchr(at, '{')); at++) {
		size_t len = strcspn(at + 1, "}");

		assert_int_equal(at[1 + len], '}');
		if (!is_word_of(usual, at + 1, len) &&
		    !is_word_of(rule_of(a->id)->args, at + 1, len))
			fail_msg("%s: no rule gives {%.*s}", a->id, (int)len, at + 1);
	}
}

/* Words that make English read like a translation. */
static void check_words(const char *id, const char *text)
{
	static const char *const banned[] = {"whoever",	  "somebody", "nobody ",      "in between",
					     " anew",	  "is told",  "all the same", "cleared up",
					     "telephone", NULL};

	for (size_t i = 0; banned[i]; i++)
		if (str_icontains(text, banned[i]))
			fail_msg("%s: \"%s\" says \"%s\"", id, text, banned[i]);
}

/* Whole sentences: they begin with a capital letter, a figure or a value, and end with a full stop
 * or a question mark. */
static void check_sentence(const struct advice *a, const char *text)
{
	size_t len = strlen(text);

	check_names(a, text);
	check_numbers(a, text);
	check_words(a->id, text);
	if (!len || strchr(" \t\n", text[0]) || strchr(" \t\n", text[len - 1]))
		fail_msg("%s: \"%s\" is empty or begins or ends with a blank", a->id, text);
	if (!strchr(".?]", text[len - 1]) && !str_istarts(text + len - 6, "{text}"))
		fail_msg("%s: \"%s\" has no end", a->id, text);
	if ((text[0] >= 'a' && text[0] <= 'z') || strstr(text, "  "))
		fail_msg("%s: \"%s\" is no sentence", a->id, text);
}

/* A finding of several servers or ports does not speak of the first alone: names of one machine, MX of a domain and
 * ports of a host share one. */
static void check_hosts(const struct advice *a, const char *text)
{
	static const char *const of_the_first[] = {"host", "port", "service"};
	const struct rule *rule = rule_of(a->id);

	if (rule->merge != MERGE_RUN && rule->merge != MERGE_HOST)
		return;
	for (size_t i = 0; i < sizeof of_the_first / sizeof *of_the_first; i++) {
		const char *name = of_the_first[i];
		char *value = mem_printf("{%s}", name);

		if (strstr(text, value) && !is_word_of(rule->args, name, strlen(name)))
			fail_msg("%s: \"%s\" is about {%ss}", a->id, text, name);
		free(value);
	}
}

/* Whether the text says a mail port's number itself. */
static bool names_port(const char *text)
{
	for (const char *at = text; (at = strpbrk(at, "0123456789"));
	     at += strspn(at, "0123456789")) {
		int port = (int)strtol(at, NULL, 10);
		bool apart = at == text || at[-1] == ' ';

		if (apart && port != 443 && service_for_port(port) < SERVICE_COUNT_)
			return true;
	}
	return false;
}

/* Settings to enter come from what has just worked, not from a text; a step for a third party is a
 * question. */
static void check_step(const struct advice *a, const struct advice_step *step)
{
	check_sentence(a, step->text);
	check_hosts(a, step->text);
	assert_true((unsigned)step->who < WHO_COUNT_ && (unsigned)step->when < WHEN_COUNT_);
	if (step->who == WHO_YOU && names_port(step->text))
		fail_msg("%s: \"%s\" names a port that may not work", a->id, step->text);
	if (who_is_asked(step->who) && step->text[strlen(step->text) - 1] != '?')
		fail_msg("%s: \"%s\" asks nothing", a->id, step->text);
}

static size_t filled_cols(const char *title)
{
	static const struct {
		const char *name;
		size_t cols;
	} values[] = {{"{host}", 20},	  {"{hosts}", 20}, {"{asked}", 20},
		      {"{provider}", 10}, {"{ports}", 8},  {"{product}", 10}};
	size_t cols = strlen(title);

	for (const char *at = title; (at = strchr(at, '[')); at++) /* what a choice goes by */
		cols -= at[1 + strspn(at + 1, "abcdefghijklmnopqrstuvwxyz-")] == ':'
			    ? 1 + strspn(at + 1, "abcdefghijklmnopqrstuvwxyz-")
			    : 0;

	size_t depth = 0;

	/* The first form of each choice; a form may hold others. */
	for (const char *at = title; (at = strpbrk(at, "|[]")); at += *at != '\0') {
		depth += *at == '[';
		if (*at != '|') {
			depth -= *at == ']';
			cols--;
			continue;
		}
		const char *end = at;

		for (size_t deeper = depth; *end && deeper >= depth; end += deeper >= depth)
			deeper += *end == '[' ? 1 : *end == ']' ? (size_t)-1 : 0;
		cols -= (size_t)(end - at);
		at = end - 1;
	}
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		if (strstr(title, values[i].name))
			cols = cols - strlen(values[i].name) + values[i].cols;
	return cols;
}

static void test_texts(void **state)
{
	size_t n;
	const struct advice *all = advice_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const struct advice *a = &all[i];
		bool ended = false;

		check_names(a, a->title);
		check_numbers(a, a->title);
		check_words(a->id, a->title);
		check_hosts(a, a->title);
		check_hosts(a, a->explanation);
		if (!*a->title || filled_cols(a->title) > TITLE_COLS_MAX)
			fail_msg("%s: title of %zu columns", a->id, filled_cols(a->title));
		if (strlen(a->explanation) < EXPLANATION_MIN && a->explanation[0] != '{' &&
		    !strchr(a->explanation, '{'))
			fail_msg("%s: no explanation", a->id);
		check_sentence(a, a->explanation);
		for (size_t k = 0; k < ADVICE_STEPS_MAX; k++) {
			assert_false(ended && a->steps[k].text);
			ended = !a->steps[k].text;
			if (ended)
				continue;
			check_step(a, &a->steps[k]);
		}
		assert_non_null(a->steps[0].text);
	}
}

/* ---- one and several ---- */

struct lists {
	const char *ports, *hosts, *addresses;
	const char *form;
};

static char *list_of(const char *name, const void *user)
{
	const struct lists *l = user;

	return mem_strdup(*name == '#'		       ? l->form
			  : str_eq(name, "ports")      ? l->ports
			  : str_eq(name, "hosts")      ? l->hosts
			  : str_eq(name, "addresses")  ? l->addresses
			  : str_eq(name, "services")   ? l->hosts
			  : str_istarts(name, "insta") ? "x.example, port 993, SSL/TLS"
						       : "7");
}

/* Verbs as they follow one, and as they follow several. */
static const char one_verbs[] =
    "is was has does isn't wasn't hasn't doesn't stays gets speaks connects fails reaches "
    "answers refuses refused sends shows offers says ends knows works accepts stops would waits "
    "hangs takes gives leads needs breaks limits turns means greets treats cuts rejects agrees "
    "invites floods bars can";
static const char several_verbs[] =
    "are were have do aren't weren't haven't don't stay get speak connect fail reach answer "
    "refuse refused send show offer say end know work accept stop would wait hang take give "
    "lead need break limit turn mean greet treat cut reject agree invite flood bar can";

/* In "the connection to LIST is reset" the verb goes with the connection, and in "let LIST lead" and
 * questions it has one form. */
static bool is_object(const char *text, const char *list)
{
	static const char *const before[] = {" to ",   " of ",	   " at ", " with ", " for ",
					     " from ", " behind ", "Let ", " let ",  " does ",
					     "Does ",  " do ",	   "Do ",  NULL};

	for (size_t i = 0; before[i]; i++) {
		size_t len = strlen(before[i]);

		if ((size_t)(list - text) >= len && !strncmp(list - len, before[i], len))
			return true;
	}
	return false;
}

/* The words before and after each list in a finished text. */
static void check_agreement(const struct advice *a, const char *text, const char *list,
			    bool several)
{
	for (const char *at = text; (at = strstr(at, list)); at += strlen(list)) {
		const char *next = at + strlen(list) + (at[strlen(list)] == ' ');
		size_t len = strcspn(next, " .,;:?)");
		bool one = is_word_of(one_verbs, next, len),
		     many = is_word_of(several_verbs, next, len);

		if (one != many && one == several && !is_object(text, at))
			fail_msg("%s: \"%s\"", a->id, text);
		if (*list != '5' && *list != '4')
			continue;
		if ((at - text >= 6 && !strncmp(at - 6, "ports ", 6) && !several) ||
		    (at - text >= 5 && !strncmp(at - 5, "port ", 5) && several))
			fail_msg("%s: \"%s\"", a->id, text);
	}
}

static void check_finished(const struct advice *a, const char *text)
{
	static const struct lists one = {"587", "a.example", "192.0.2.1", "0"},
				  several = {"465 and 587", "a.example and b.example",
					     "192.0.2.1 and 192.0.2.2", "1"};

	for (int i = 0; i < 2; i++) {
		const struct lists *l = i ? &several : &one;
		char *finished = fill_text(text, list_of, l);

		check_agreement(a, finished, l->ports, i);
		check_agreement(a, finished, l->hosts, i);
		check_agreement(a, finished, l->addresses, i);
		if (strpbrk(finished, "[]{}|"))
			fail_msg("%s: \"%s\" is not finished", a->id, finished);
		free(finished);
	}
}

static void test_agreement(void **state)
{
	size_t n;
	const struct advice *all = advice_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		check_finished(&all[i], all[i].title);
		check_finished(&all[i], all[i].explanation);
		for (size_t k = 0; k < ADVICE_STEPS_MAX && all[i].steps[k].text; k++)
			check_finished(&all[i], all[i].steps[k].text);
	}
}

static void test_wording(void **state)
{
	size_t n;
	const struct topic *topics = topic_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		check_words(topics[i].id, topics[i].title);
		check_words(topics[i].id, topics[i].text);
	}
	const struct refusal *refusals = refusal_all(&n);

	for (size_t i = 0; i < n; i++) {
		check_words(refusals[i].fragment, refusals[i].meaning);
		check_words(refusals[i].fragment, refusals[i].action);
	}
}

static void test_who(void **state)
{
	(void)state;
	for (unsigned w = 0; w < WHO_COUNT_; w++)
		assert_true(strlen(who_title((enum who)w)) > 2);
	assert_string_equal(who_title(WHO_COUNT_), "?");
}

/* A rule can hide only existing rules below it. */
static void test_table_of_rules(void **state)
{
	(void)state;
	for (size_t i = 0; i < rule_n; i++) {
		struct strs hidden = {0};

		for (size_t k = i + 1; k < rule_n; k++)
			assert_string_not_equal(rules[i].id, rules[k].id);
		assert_non_null(rules[i].holds);
		if (rules[i].hides)
			strs_split(&hidden, rules[i].hides, " ");
		for (size_t h = 0; h < hidden.n; h++) {
			size_t len = strlen(hidden.v[h]), met = 0;
			bool star = hidden.v[h][len - 1] == '*';

			for (size_t k = 0; k < rule_n; k++) {
				bool fits = star ? !strncmp(rules[k].id, hidden.v[h], len - 1)
						 : str_eq(rules[k].id, hidden.v[h]);

				if (fits && !star && k <= i)
					fail_msg("%s hides %s, which stands above it", rules[i].id,
						 rules[k].id);
				met += fits && k > i;
			}
			if (!met)
				fail_msg("%s hides %s, which there is not", rules[i].id,
					 hidden.v[h]);
		}
		strs_clear(&hidden);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_both_ways),	   cmocka_unit_test(test_mail_programs),
	    cmocka_unit_test(test_texts),	   cmocka_unit_test(test_wording),
	    cmocka_unit_test(test_agreement),	   cmocka_unit_test(test_who),
	    cmocka_unit_test(test_table_of_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
