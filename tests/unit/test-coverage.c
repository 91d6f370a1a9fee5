/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether each rule about TLS, the conversation and middleboxes has a scene that expects it, a
 * conversation that expects it and a line in the table of faults; or a reason why it cannot.
 */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/buf.h"
#include "base/mem.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TEXT_MAX (1024 * 1024)

enum place_kind { SCENE, CONVERSATION, FAULT, PLACE_KINDS };

static const char *const place_words[PLACE_KINDS] = {"scene that expects it in tests/cases/",
						     "conversation that expects it in tests/conv/",
						     "line in tests/faults/faults.txt"};

static const char *const families[] = {"tls.",	 "proto.", "greeting.",		"starttls.",
				       "proxy.", "login.", "net.captive-portal"};

/* The exceptions, and why. */
static const struct exception {
	const char *id;
	enum place_kind kind;
	const char *why;
} exceptions[] = {
    {"proxy.answers-everything", CONVERSATION,
     "conversations contact only the target: the lab plays it in a network of its own"},
    {"proxy.answers-everything", FAULT,
     "the table contacts only the target: the lab plays it in a network of its own"},
    {"proto.starttls-on-tls-setting", FAULT, "each server is known by its service's own port"},
    {"greeting.other-address", CONVERSATION, "no address on loopback is public"},
    {"greeting.other-address", FAULT, "no address on loopback is public"},
};

static struct strs named[PLACE_KINDS]; /* the rules that are expected somewhere */

/* ---- the rules that are expected ---- */

static char *slurp(const char *path)
{
	FILE *f = fopen(path, "re");
	char part[4096];
	struct buf text;
	size_t n;

	assert_non_null(f);
	buf_init(&text, TEXT_MAX);
	while ((n = fread(part, 1, sizeof part, f)) > 0 && buf_append(&text, part, n))
		;
	fclose(f);
	return buf_take(&text);
}

static char *path_of(const char *name)
{
	const char *srcdir = getenv("srcdir");

	return mem_printf("%s/%s", srcdir ? srcdir : ".", name);
}

/* "expect ID …" of a scene, "names ID …", "finding ID" and "problems ID…" of a conversation. */
static void note_line(enum place_kind kind, const char *line)
{
	static const char *const words[PLACE_KINDS] = {" expect ", " names finding problems "};
	struct strs parts = {0};

	strs_split(&parts, line, " ");
	char *word = mem_printf(" %s ", parts.n ? parts.v[0] : "");

	for (size_t i = 1; strstr(words[kind], word) && i < parts.n; i++)
		if (i == 1 || str_eq(parts.v[0], "problems"))
			strs_add(&named[kind], parts.v[i]);
	free(word);
	strs_clear(&parts);
}

/* The third field begins with the rule. */
static void note_fault(const char *line)
{
	const char *field = *line == '#' ? NULL : strstr(line, " | ");

	field = field ? strstr(field + 3, " | ") : NULL;
	if (field)
		strs_append(&named[FAULT], mem_strndup(field + 3, strcspn(field + 3, " ")));
}

static void note_file(enum place_kind kind, const char *path)
{
	char *text = slurp(path), *next;

	for (char *line = text; *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		if (kind == FAULT)
			note_fault(line);
		else
			note_line(kind, line);
	}
	free(text);
}

static void note_folder(enum place_kind kind, const char *path, const char *ending)
{
	DIR *folder = opendir(path);
	size_t len = strlen(ending);

	assert_non_null(folder);
	for (const struct dirent *e; (e = readdir(folder));) {
		size_t n = strlen(e->d_name);
		char *file = mem_printf("%s/%s", path, e->d_name);

		if (n > len && str_eq(e->d_name + n - len, ending))
			note_file(kind, file);
		free(file);
	}
	closedir(folder);
}

static int note_all(void **state)
{
	static const char *const folders[] = {"imap", "pop3", "sieve", "smtp", "tcp", "tls"};
	char *scenes = path_of("tests/cases"), *faults = path_of("tests/faults/faults.txt");

	(void)state;
	note_folder(SCENE, scenes, ".scene");
	note_file(FAULT, faults);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		char *name = mem_printf("tests/conv/%s", folders[i]), *path = path_of(name);

		note_folder(CONVERSATION, path, ".conv");
		free(path);
		free(name);
	}
	free(scenes);
	free(faults);
	return 0;
}

static int forget_all(void **state)
{
	(void)state;
	for (int kind = 0; kind < PLACE_KINDS; kind++)
		strs_clear(&named[kind]);
	return 0;
}

/* ---- the rules that must be ---- */

static const struct exception *excepted(const char *id, enum place_kind kind)
{
	for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
		if (str_eq(exceptions[i].id, id) && exceptions[i].kind == kind)
			return &exceptions[i];
	return NULL;
}

static bool is_asked(const char *id)
{
	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		if (str_istarts(id, families[i]))
			return true;
	return false;
}

static void every_rule_is_played(void **state)
{
	size_t missing = 0;

	(void)state;
	for (size_t i = 0; i < rule_n; i++) {
		for (int kind = 0; is_asked(rules[i].id) && kind < PLACE_KINDS; kind++) {
			if (strs_has(&named[kind], rules[i].id) ||
			    excepted(rules[i].id, (enum place_kind)kind))
				continue;
			print_error("%s: no %s\n", rules[i].id, place_words[kind]);
			missing++;
		}
	}
	assert_int_equal(missing, 0);
}

static bool is_rule(const char *id)
{
	for (size_t i = 0; i < rule_n; i++)
		if (str_eq(rules[i].id, id))
			return true;
	return false;
}

static void exceptions_are_needed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++) {
		const struct exception *e = &exceptions[i];

		if (!is_rule(e->id) || strs_has(&named[e->kind], e->id) || !*e->why)
			fail_msg("%s: an exception that is not needed for a %s", e->id,
				 place_words[e->kind]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_rule_is_played),
	    cmocka_unit_test(exceptions_are_needed),
	};

	return cmocka_run_group_tests(tests, note_all, forget_all);
}
