/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with a line of a scene: a misspelt word would otherwise be ignored. */
#include "config.h"
#include "tests/unit/scene.h"

#include "base/address.h"
#include "base/mem.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum value {
	VALUE_TEXT,
	VALUE_NUMBER,
	VALUE_DAY,
	VALUE_YES,
	VALUE_OUTCOME,
	VALUE_STAGE,
	VALUE_STATUS,
	VALUE_FLAGS,
	VALUE_ADDRESSES,
	VALUE_WORD /* one of words */
};

struct scene_value {
	const char *name;
	enum value value;
	const char *words; /* other words allowed instead, separated by spaces, or NULL */
};

static const struct scene_value row_options[] = {
    {"dns", VALUE_ADDRESSES, "noname nodata again timeout fail"},
    {"tcp", VALUE_OUTCOME, NULL},
    {"tls", VALUE_OUTCOME, NULL},
    {"greeting", VALUE_OUTCOME, NULL},
    {"caps", VALUE_OUTCOME, NULL},
    {"starttls", VALUE_OUTCOME, NULL},
    {"caps-tls", VALUE_OUTCOME, NULL},
    {"quit", VALUE_OUTCOME, NULL},
    {"dns-ms", VALUE_NUMBER, NULL},
    {"said", VALUE_TEXT, NULL},
    {"by", VALUE_TEXT, NULL},
    {"each", VALUE_TEXT, NULL},
    {"gives", VALUE_TEXT, NULL},
    {"hosts", VALUE_TEXT, NULL},
    {"tcp-ms", VALUE_NUMBER, NULL},
    {"leaves", VALUE_TEXT, NULL},
    {"refuser", VALUE_TEXT, NULL},
    {"ooo", VALUE_NUMBER, NULL},
    {"unacked", VALUE_NUMBER, NULL},
    {"tls-ms", VALUE_NUMBER, NULL},
    {"greeting-ms", VALUE_NUMBER, NULL},
    {"bytes", VALUE_TEXT, NULL},
    {"code", VALUE_NUMBER, NULL},
    {"text", VALUE_TEXT, NULL},
    {"enhanced", VALUE_TEXT, NULL},
    {"greet", VALUE_TEXT, NULL},
    {"list", VALUE_TEXT, NULL},
    {"list-tls", VALUE_TEXT, NULL},
    {"version", VALUE_TEXT, NULL},
    {"kx", VALUE_TEXT, NULL},
    {"cipher", VALUE_TEXT, NULL},
    {"status", VALUE_STATUS, NULL},
    {"issuer", VALUE_TEXT, NULL},
    {"top", VALUE_TEXT, NULL},
    {"names", VALUE_TEXT, NULL},
    {"leaf", VALUE_TEXT, NULL},
    {"from", VALUE_DAY, NULL},
    {"until", VALUE_DAY, NULL},
    {"subject", VALUE_TEXT, NULL},
    {"key", VALUE_TEXT, NULL},
    {"dane", VALUE_OUTCOME, NULL},
    {"dane-list", VALUE_TEXT, NULL},
    {"dane-status", VALUE_STATUS, NULL},
    {"dane-alias", VALUE_TEXT, NULL},
    {"dane-issuer", VALUE_TEXT, NULL},
    {"top-weak", VALUE_YES, NULL},
    {"top-until", VALUE_DAY, NULL},
    {"mixed", VALUE_YES, NULL},
    {"chain-limit", VALUE_TEXT, NULL},
    {"asks", VALUE_YES, NULL},
    {"self", VALUE_TEXT, NULL},
    {"hello", VALUE_TEXT, NULL},
    {"hello-tls", VALUE_TEXT, NULL},
    {"alert-num", VALUE_NUMBER, NULL},
    {"alert", VALUE_TEXT, NULL},
    {"error", VALUE_TEXT, NULL},
    {"leftover", VALUE_TEXT, NULL},
    {"limit", VALUE_TEXT, NULL},
    {"tls-check", VALUE_TEXT, NULL},
    {"tls-greeting", VALUE_TEXT, NULL},
    {"noise", VALUE_TEXT, NULL},
    {"dh", VALUE_NUMBER, NULL},
    {"handshake", VALUE_TEXT, NULL},
    {"renegotiation", VALUE_WORD, "no"},
    {"flags", VALUE_FLAGS, NULL},
    {"top-flags", VALUE_FLAGS, NULL},
    {"purposes", VALUE_TEXT, NULL},
    {"bits", VALUE_NUMBER, NULL},
    {"roots", VALUE_WORD, "none"},
    {"roots-why", VALUE_TEXT, NULL},
    {"first", VALUE_TEXT, NULL},
    {"first-code", VALUE_NUMBER, NULL},
    {"greeting-code", VALUE_NUMBER, NULL},
    {"caps-code", VALUE_NUMBER, NULL},
    {"starttls-code", VALUE_NUMBER, NULL},
    {"unasked", VALUE_TEXT, NULL},
    {"unasked-code", VALUE_NUMBER, NULL},
    {"odd", VALUE_TEXT, NULL},
    {"begun", VALUE_TEXT, NULL},
    {"check", VALUE_OUTCOME, NULL},
    {"helo", VALUE_OUTCOME, NULL},
    {"unknown", VALUE_TEXT, NULL},
    {"unknown-code", VALUE_NUMBER, NULL},
    {"caps-ms", VALUE_NUMBER, NULL},
    {"starttls-ms", VALUE_NUMBER, NULL},
    {"caps-tls-ms", VALUE_NUMBER, NULL},
    {"running", VALUE_STAGE, NULL},
    {NULL, VALUE_TEXT, NULL},
};
static const struct scene_value path_options[] = {
    {"sweep", VALUE_NUMBER, NULL},    {"end", VALUE_OUTCOME, NULL},
    {"text", VALUE_TEXT, NULL},	      {"next", VALUE_TEXT, NULL},
    {"called", VALUE_TEXT, NULL},     {"retrans", VALUE_NUMBER, NULL},
    {"requests", VALUE_NUMBER, NULL}, {"transmits", VALUE_NUMBER, NULL},
    {NULL, VALUE_TEXT, NULL},
};
static const struct scene_value takes_options[] = {
    {"leaf", VALUE_TEXT, NULL}, {"status", VALUE_STATUS, NULL}, {NULL, VALUE_TEXT, NULL}};
static const struct scene_value policy_options[] = {{"status", VALUE_NUMBER, NULL},
						    {"err", VALUE_NUMBER, NULL},
						    {"type", VALUE_TEXT, NULL},
						    {NULL, VALUE_TEXT, NULL}};

/* The first word of a line, and how many words it has at least and at most. */
static const struct shape {
	const char *word;
	size_t least, most;
	const struct scene_value *options; /* NULL: its words are not options */
	size_t outcome, stage;		   /* the words with one of these, 0: none */
} shapes[] = {
    {"provider", 2, 2, NULL, 0, 0},
    {"families", 2, 3, NULL, 0, 0},
    {"now", 2, 2, NULL, 0, 0},
    {"code", 2, 2, NULL, 0, 0},
    {"meant", 2, 2, NULL, 0, 0},
    {"listed", 1, 1, NULL, 0, 0},
    {"asked", 2, 2, NULL, 0, 0},
    {"first", 2, 2, NULL, 0, 0},
    {"step", 2, 2, NULL, 0, 0},
    {"told", 3, 3, NULL, 0, 0},
    {"untold", 3, 3, NULL, 0, 0},
    {"guess", 1, 1, NULL, 0, 0},
    {"server", 3, 5, NULL, 0, 0},
    {"reference", 3, 3, NULL, 0, 0},
    {"local", 3, 4, NULL, 0, 0},
    {"row", 2, UINT_MAX, row_options, 0, 0},
    {"domain", 2, 3, NULL, 0, 0},
    {"discover", 2, 3, NULL, 0, 0},
    {"audit", 2, 2, NULL, 0, 0},
    {"fault", 2, 4, NULL, 0, 0},
    {"source", 4, UINT_MAX, NULL, 2, 0},
    {"only", 1, 1, NULL, 0, 0},
    {"records", 5, UINT_MAX, NULL, 3, 0},
    {"policy", 2, UINT_MAX, policy_options, 1, 0},
    {"takes", 4, 6, takes_options, 3, 4},
    {"secrecy", 3, 5, NULL, 2, 3},
    {"nameless", 3, 4, NULL, 2, 0},
    {"offer", 4, 5, NULL, 3, 0},
    {"path", 4, UINT_MAX, path_options, 0, 0},
    {"stop", 2, 2, NULL, 1, 0},
    {"expect", 2, UINT_MAX, NULL, 0, 0},
    {"forbid", 2, UINT_MAX, NULL, 0, 0},
    {"calm", 1, 1, NULL, 0, 0},
    {"verdict", 3, 3, NULL, 0, 0},
    {"starttls", 3, 3, NULL, 0, 0},
    {"receive", 2, 2, NULL, 0, 0},
    {"send", 2, 2, NULL, 0, 0},
    {"relay", 2, 2, NULL, 0, 0},
    {"settings", 2, UINT_MAX, NULL, 0, 0},
    {"checked", 2, 2, NULL, 0, 0},
    {"untested", 2, 2, NULL, 0, 0},
    {"exit", 2, 2, NULL, 0, 0},
};

/* ---- values ---- */

static bool are_addresses(const char *text)
{
	struct strs list = {0};
	bool fine = true;

	strs_split(&list, text, ",");
	for (size_t i = 0; i < list.n; i++)
		fine = fine && address_is_numeric(list.v[i]);
	strs_clear(&list);
	return fine;
}

static bool is_day(const char *text)
{
	return strspn(text, "0123456789-") == strlen(text) && strlen(text) == strlen("YYYY-MM-DD");
}

static bool is_value(const struct scene_value *option, const char *text)
{
	long number;

	switch (option->value) {
	case VALUE_NUMBER:
		return str_number(text, 0, LONG_MAX, &number);
	case VALUE_DAY:
		return is_day(text);
	case VALUE_YES:
		return str_eq(text, "yes");
	case VALUE_OUTCOME:
		return outcome_from_name(text) < OUTCOME_COUNT_;
	case VALUE_STAGE:
		return stage_from_name(text) < STAGE_COUNT_;
	case VALUE_STATUS:
		return scene_status(text) != SCENE_STATUS_WRONG;
	case VALUE_FLAGS:
		return scene_cert_flags(text) != SCENE_FLAGS_WRONG;
	case VALUE_WORD:
		return false;
	case VALUE_ADDRESSES:
		return are_addresses(text);
	default:
		return true;
	}
}

static bool is_one_of(const char *text, const char *words)
{
	struct strs list = {0};

	strs_split(&list, words ? words : "", " ");
	bool met = strs_has(&list, text);

	strs_clear(&list);
	return met;
}

/* ---- words ---- */

/* The length of the name at the start of "name=…", 0 if it is not an option. */
static size_t option_name(const char *word)
{
	size_t len = strspn(word, "abcdefghijklmnopqrstuvwxyz-");

	return word[len] == '=' ? len : 0;
}

static char *option_fault(const struct scene_value *options, const char *word, size_t len)
{
	for (; options->name; options++) {
		if (strlen(options->name) != len || strncmp(options->name, word, len) != 0)
			continue;
		return is_value(options, word + len + 1) ||
			       is_one_of(word + len + 1, options->words)
			   ? NULL
			   : mem_printf("no value for it: %s", word);
	}
	return mem_printf("no such option: %s", word);
}

/* ADDRESS/MS, open/MS, 3.13@ADDRESS/MS … */
static char *hop_fault(const char *word)
{
	char *what = mem_strndup(word, strcspn(word, "/"));
	const char *at = strchr(what, '@');
	bool fine =
	    is_one_of(what, "open rst denied noroute -") || address_is_numeric(at ? at + 1 : what);

	free(what);
	return fine ? NULL : mem_printf("no such hop: %s", word);
}

static char *word_fault(const struct shape *shape, const char *word, size_t at)
{
	size_t len = option_name(word);

	if (len)
		return option_fault(shape->options, word, len);
	if (str_eq(shape->word, "row"))
		return mem_printf("not NAME=VALUE: %s", word);
	if (!str_eq(shape->word, "path"))
		return NULL;
	if (at > 2)
		return hop_fault(word);
	enum sweep_role role = sweep_role_from_name(word);

	return role == SWEEP_SUSPECT || role == SWEEP_WORKING
		   ? NULL
		   : mem_printf("no such role: %s", word);
}

static char *options_fault(const struct scene_line *line, const struct shape *shape)
{
	char *fault = NULL;

	for (size_t i = 2; !fault && i < line->words.n; i++)
		fault = word_fault(shape, line->words.v[i], i);
	return fault;
}

static const struct shape *shape_of(const char *word)
{
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		if (str_eq(shapes[i].word, word))
			return &shapes[i];
	return NULL;
}

static const char *word_at(const struct scene_line *line, size_t at)
{
	const char *word = at && at < line->words.n ? line->words.v[at] : NULL;

	return word && !option_name(word) ? word : NULL;
}

char *scene_fault(const struct scene_line *line)
{
	const struct shape *shape = shape_of(line->words.v[0]);

	if (!shape)
		return mem_printf("no such line: %s", line->words.v[0]);
	if (line->words.n < shape->least || line->words.n > shape->most)
		return mem_printf("too few or too many words: %s", shape->word);
	const char *outcome = word_at(line, shape->outcome), *stage = word_at(line, shape->stage);

	if (outcome && outcome_from_name(outcome) == OUTCOME_COUNT_ &&
	    !(str_eq(shape->word, "stop") && str_eq(outcome, "running")))
		return mem_printf("no such outcome: %s", outcome);
	if (stage && stage_from_name(stage) == STAGE_COUNT_)
		return mem_printf("no such stage: %s", stage);
	return shape->options ? options_fault(line, shape) : NULL;
}
