/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "find.h"

#include "advice/advice.h"
#include "advice/topics.h"
#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "explain_example.h"
#include "know/programs.h"
#include "words/fill.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 24 /* of a question; more do not make it clearer */

/* What is looked through: names first, then texts. */
struct thing {
	const char *names[3], *texts[2 + ADVICE_STEPS_MAX]; /* NULL: none */
};

struct question {
	struct strs words;
	size_t best; /* words that the best hit has, where none has all */
};

/* ---- words ---- */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c & 0x80);
}

/* The ends that a word may have in a text and not in a question. */
static bool ends_word(const char *at)
{
	static const char *const ends[] = {"", "s", "d", "ed", "es", "ing"};

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t len = strlen(ends[i]);

		if (str_istarts(at, ends[i]) && !is_letter(at[len]))
			return true;
	}
	return false;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The length of the word at the beginning of text, or 0. Hyphens make no difference: "wifi" is "Wi-Fi". */
static size_t word_at(const char *text, const char *word)
{
	const char *at = text;

	for (; *word; word++) {
		if (*word == '-')
			continue;
		at += at > text && *at == '-';
		if (lower(*at++) != lower(*word))
			return 0;
	}
	return (size_t)(at - text);
}

static bool has_word(const char *text, const char *word)
{
	for (const char *at = text; *at; at++) {
		size_t len = at == text || !is_letter(at[-1]) ? word_at(at, word) : 0;

		if (len && ends_word(at + len))
			return true;
	}
	return false;
}

/* Words that every text has say nothing about which is meant. */
static bool is_empty_word(const char *word)
{
	static const char *const empty[] = {
	    "a",    "an",  "and",  "are", "at",	  "by",	 "can", "cannot", "could", "do",
	    "does", "for", "from", "has", "have", "how", "i",	"in",	  "is",	   "it",
	    "me",   "my",  "no",   "not", "of",	  "on",	 "or",	"please", "the",   "this",
	    "to",   "was", "what", "why", "with", "you", "your"};

	for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
		if (str_ieq(word, empty[i]))
			return true;
	return false;
}

static void read_question(struct question *q, const char *text)
{
	struct strs all = {0};

	strs_split(&all, text, " \t\r\n,;:!?\"'()[]<>");
	for (size_t i = 0; i < all.n && q->words.n < WORDS_MAX; i++) {
		size_t len = strlen(all.v[i]);

		while (len && all.v[i][len - 1] == '.')
			all.v[i][--len] = '\0';
		if (len && !is_empty_word(all.v[i]) && !strs_has(&q->words, all.v[i]))
			strs_add(&q->words, all.v[i]);
	}
	if (!q->words.n)
		strs_copy(&q->words, &all);
	strs_clear(&all);
}

static bool in_any(const char *const *texts, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (texts[i] && has_word(texts[i], word))
			return true;
	return false;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* How many of the words it has: in its names, or in its texts too. */
static size_t words_in(const struct question *q, const struct thing *t, bool texts_too)
{
	size_t n = 0;

	for (size_t i = 0; i < q->words.n; i++)
		n += in_any(t->names, COUNT(t->names), q->words.v[i]) ||
		     (texts_too && in_any(t->texts, COUNT(t->texts), q->words.v[i]));
	return n;
}

/* ---- the passes: all words in the names, else all in the texts, else most of them ---- */

enum pass { PASS_NAMES, PASS_TEXTS, PASS_MOST, PASS_COUNT_ };

static bool fits(struct question *q, const struct thing *t, enum pass pass)
{
	size_t n = words_in(q, t, pass != PASS_NAMES);

	if (pass != PASS_MOST)
		return q->words.n && n == q->words.n;
	return n > 1 && 2 * n > q->words.n && n >= q->best;
}

/* Takes ownership of both texts. */
static void add(struct find *f, enum find_kind kind, char *id, char *title)
{
	if (f->n < FIND_HITS_MAX) {
		f->v[f->n++] = (struct find_hit){kind, id, title};
		return;
	}
	free(id);
	free(title);
}

static void measure(struct question *q, const struct thing *t)
{
	size_t n = words_in(q, t, true);

	q->best = n > q->best ? n : q->best;
}

static char *escaped(const char *text)
{
	return esc_text(text, strlen(text), false);
}

static struct thing topic_thing(const struct topic *t)
{
	return (struct thing){.names = {t->id, _(t->title)}, .texts = {_(t->text)}};
}

static struct thing finding_thing(const struct advice *a)
{
	struct thing t = {.names = {a->id, _(a->title)},
			  .texts = {a->explanation ? _(a->explanation) : NULL}};

	for (size_t i = 0; i < ADVICE_STEPS_MAX && a->steps[i].text; i++)
		t.texts[1 + i] = _(a->steps[i].text);
	return t;
}

static struct thing program_thing(const struct program *p)
{
	return (struct thing){.names = {p->id, p->name}};
}

static struct thing provider_thing(const struct provider *p)
{
	return (struct thing){.names = {p->id, p->name, p->short_name}};
}

/* Programs and providers have names only. */
static void find_names(struct find *f, struct question *q, const struct providers *providers)
{
	size_t n;
	const struct program *programs = program_all(&n);

	for (size_t i = 0; i < n; i++) {
		struct thing t = program_thing(&programs[i]);

		if (fits(q, &t, PASS_NAMES))
			add(f, FIND_PROGRAM, mem_printf(FIND_PROGRAM_PREFIX "%s", programs[i].id),
			    /* TRANSLATORS: %s is a mail program. */
			    mem_printf(_("Where %s has its settings"), programs[i].name));
	}
	for (size_t i = 0; providers && i < providers->n; i++) {
		struct thing t = provider_thing(&providers->v[i]);

		if (fits(q, &t, PASS_NAMES))
			add(f, FIND_PROVIDER,
			    mem_printf(FIND_PROVIDER_PREFIX "%s", providers->v[i].id),
			    escaped(providers->v[i].name));
	}
}

/* What programs and systems say, and people call things; a fragment of the question. */
static const struct {
	const char *fragment, *topic;
} sayings[] = {
    {"timed out", "no-answer-or-refused"},
    {"timeout", "no-answer-or-refused"},
    {"time-out", "no-answer-or-refused"},
    {"not responding", "no-answer-or-refused"},
    {"connection refused", "no-answer-or-refused"},
    {"ECONNREFUSED", "no-answer-or-refused"},
    {"ETIMEDOUT", "no-answer-or-refused"},
    {"connection reset", "no-answer-or-refused"},
    {"ECONNRESET", "no-answer-or-refused"},
    {"was interrupted", "no-answer-or-refused"},
    {"no route to host", "no-internet"},
    {"network is unreachable", "no-internet"},
    {"no internet", "no-internet"},
    {"unknown host", "server-name"},
    {"host not found", "server-name"},
    {"server not found", "server-name"},
    {"ENOTFOUND", "server-name"},
    {"name or service not known", "server-name"},
    {"could not resolve", "server-name"},
    {"self-signed", "certificates"},
    {"self signed", "certificates"},
    {"not trusted", "certificates"},
    {"untrusted", "certificates"},
    {"unknown issuer", "certificates"},
    {"unable to verify", "certificates"},
    {"certificate verify failed", "certificates"},
    {"SSL_ERROR", "certificates"},
    {"wrong password", "user-name"},
    {"username or password", "user-name"},
    {"user name or password", "user-name"},
    {"login failed", "user-name"},
    {"authentication failed", "user-name"},
    {"app password", "app-passwords"},
    {"application-specific", "app-passwords"},
    {"wrong version number", "tls-or-ssl"},
    {"hotel", "captive-portals"},
    {"antivirus", "virus-scanners"},
    {"virus scanner", "virus-scanners"},
};

static bool is_hit(const struct find *f, const char *id)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->v[i].id, id))
			return true;
	return false;
}

static void find_sayings(struct find *f, const char *text)
{
	for (size_t i = 0; i < COUNT(sayings); i++) {
		const struct topic *t = topic_find(sayings[i].topic);

		if (t && !is_hit(f, t->id) && str_icontains(text, sayings[i].fragment))
			add(f, FIND_TOPIC, mem_strdup(t->id), mem_strdup(_(t->title)));
	}
}

static void find_articles(struct find *f, struct question *q, enum pass pass)
{
	size_t n;
	const struct topic *topics = topic_all(&n);

	for (size_t i = 0; i < n; i++) {
		struct thing t = topic_thing(&topics[i]);

		if (fits(q, &t, pass) && !is_hit(f, topics[i].id))
			add(f, FIND_TOPIC, mem_strdup(topics[i].id),
			    mem_strdup(_(topics[i].title)));
	}
	const struct advice *findings = advice_all(&n);

	for (size_t i = 0; i < n; i++) {
		struct thing t = finding_thing(&findings[i]);

		if (fits(q, &t, pass))
			add(f, FIND_FINDING, mem_strdup(findings[i].id),
			    fill_text(_(findings[i].title), explain_example, &findings[i]));
	}
}

/* The most words that any text has. */
static void measure_all(struct question *q)
{
	size_t n;
	const struct topic *topics = topic_all(&n);

	for (size_t i = 0; i < n; i++) {
		struct thing t = topic_thing(&topics[i]);

		measure(q, &t);
	}
	const struct advice *findings = advice_all(&n);

	for (size_t i = 0; i < n; i++) {
		struct thing t = finding_thing(&findings[i]);

		measure(q, &t);
	}
}

/* ---- refusals ---- */

/* "535 5.7.8 …": SMTP's reply code, or 0. */
static int code_of(const char *text)
{
	char digits[4] = {0};
	long code = 0;

	text += strspn(text, " ");
	memcpy(digits, text, strnlen(text, 3));
	if (is_letter(text[strnlen(text, 3)]) || !str_number(digits, 400, 599, &code))
		return 0;
	return (int)code;
}

static void add_refusal(struct find *f, const struct refusal *r)
{
	for (size_t i = 0; i < f->refusal_n; i++)
		if (str_eq(f->refusals[i]->meaning, r->meaning))
			return;
	if (f->refusal_n < FIND_REFUSALS_MAX)
		f->refusals[f->refusal_n++] = r;
}

/* A reply code alone: what servers mean by it, as far as a source says so. */
static void add_meanings(struct find *f, int code)
{
	size_t n;
	const struct refusal *all = refusal_all(&n);

	for (size_t i = 0; i < n; i++)
		if (all[i].code == code && !all[i].provider && all[i].confirmed)
			add_refusal(f, &all[i]);
}

/* A message, rather than a word or two about one. */
static void find_refusals(struct find *f, const char *text, const struct question *q)
{
	static const enum protocol protocols[] = {PROTOCOL_SMTP, PROTOCOL_IMAP, PROTOCOL_POP3};
	int code = code_of(text);

	if (code && q->words.n == 1) {
		add_meanings(f, code);
		return;
	}
	if (!code && q->words.n < 3)
		return;
	for (size_t i = 0; i < COUNT(protocols) && !(code && i); i++) {
		const struct refusal *r = refusal_find(protocols[i], code, text, NULL);

		if (r)
			add_refusal(f, r);
	}
}

void find_words(struct find *ret, const char *words, const struct providers *providers)
{
	struct question q = {.best = 0};

	*ret = (struct find){.n = 0};
	read_question(&q, words);
	error_messages_find(&ret->errors, words);
	find_refusals(ret, words, &q);
	find_sayings(ret, words);
	find_names(ret, &q, providers);
	size_t named = ret->n;

	for (int pass = PASS_NAMES; pass < PASS_COUNT_ && ret->n == named; pass++) {
		if (pass == PASS_MOST && named)
			break;
		if (pass == PASS_MOST)
			measure_all(&q);
		find_articles(ret, &q, (enum pass)pass);
		ret->partly = pass == PASS_MOST && ret->n;
	}
	strs_clear(&q.words);
}

void find_clear(struct find *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->v[i].id);
		free(f->v[i].title);
	}
	*f = (struct find){.n = 0};
}
