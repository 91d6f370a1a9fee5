/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "accounts/entries.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

#define BLANK " \t\r"

struct reader {
	struct entries *out;
	const char *keys;
	char *group; /* the one that lines belong to now; never NULL */
	unsigned line;
};

static void set_group(struct reader *r, char *group)
{
	free(r->group);
	r->group = group;
}

/* Whether the key is one of those to be kept; "*host" and "host*" count too. */
static bool is_wanted(const char *keys, const char *key)
{
	size_t n = strlen(key);

	while (*keys) {
		size_t len = strcspn(keys, " ");
		char *word = mem_strndup(keys, len);
		bool head = *word == '*', tail = len && word[len - 1] == '*', same;

		if (head)
			same = n >= len - 1 && str_ieq(key + n - (len - 1), word + 1);
		else if (tail) {
			word[len - 1] = '\0';
			same = str_istarts(key, word);
		} else
			same = str_ieq(key, word);
		free(word);
		if (same)
			return true;
		keys += len;
		keys += strspn(keys, " ");
	}
	return false;
}

/* Takes ownership of the three texts. */
static void keep(struct reader *r, char *group, char *key, char *value)
{
	struct entries *e = r->out;

	if (e->n < ENTRIES_MAX && strlen(value) <= ENTRY_VALUE_MAX && is_wanted(r->keys, key)) {
		e->v = mem_realloc(e->v, e->n + 1, sizeof *e->v);
		e->v[e->n++] = (struct entry){group, key, value, r->line};
		return;
	}
	free(group);
	free(key);
	free(value);
}

/* Without blanks around it, nor quotation marks around all of it. */
static char *unquoted(const char *text, size_t len)
{
	while (len && strchr(BLANK, *text))
		text++, len--;
	while (len && strchr(BLANK, text[len - 1]))
		len--;
	if (len >= 2 && (*text == '"' || *text == '\'') && text[len - 1] == *text)
		text++, len -= 2;
	return mem_strndup(text, len);
}

/* ---- one line in each syntax ---- */

/* user_pref("mail.server.server1.port", 993); */
static void read_prefs(struct reader *r, const char *line)
{
	static const char begin[] = "user_pref(\"";

	if (!str_istarts(line, begin))
		return;
	const char *name = line + strlen(begin), *end = strchr(name, '"');
	const char *comma = end ? strchr(end, ',') : NULL,
		   *close = comma ? strrchr(comma, ')') : NULL;

	if (!close)
		return;
	char *path = mem_strndup(name, (size_t)(end - name)), *dot = strrchr(path, '.');

	if (dot)
		keep(r, mem_strndup(path, (size_t)(dot - path)), mem_strdup(dot + 1),
		     unquoted(comma + 1, (size_t)(close - comma - 1)));
	free(path);
}

/* The value of a line without a comment behind it; "#" inside quotation marks is none. */
static size_t value_len(const char *text, const char *comment)
{
	char quote = '\0';
	size_t i = 0;

	for (; text[i]; i++) {
		if (quote ? text[i] == quote : text[i] == '"' || text[i] == '\'')
			quote = quote ? '\0' : text[i];
		else if (!quote && strchr(comment, text[i]) && (!i || strchr(BLANK, text[i - 1])))
			break;
	}
	return i;
}

/* "backend.encryption.type" in [accounts.x]: group "accounts.x.backend", key "encryption.type". Takes ownership of value. */
static void keep_dotted(struct reader *r, const char *key, char *value)
{
	static const char pair[] = ".encryption.type";
	const char *cut = strrchr(key, '.');
	size_t len = strlen(key), tail = strlen(pair);

	if (len > tail && str_ieq(key + len - tail, pair))
		cut = key + len - tail;
	if (str_ieq(key, pair + 1) || !cut)
		keep(r, mem_strdup(r->group), mem_strdup(key), value);
	else
		keep(r, mem_printf("%s.%.*s", r->group, (int)(cut - key), key), mem_strdup(cut + 1),
		     value);
}

static void read_assigned(struct reader *r, const char *line, bool dotted)
{
	const char *is = strchr(line, '=');

	if (*line == '#' || *line == ';' || !is)
		return;
	char *key = unquoted(line, (size_t)(is - line));
	char *value = unquoted(is + 1, value_len(is + 1, dotted ? "#" : ""));

	if (dotted) {
		keep_dotted(r, key, value);
		free(key);
	} else {
		keep(r, mem_strdup(r->group), key, value);
	}
}

static void read_ini(struct reader *r, const char *line, bool dotted)
{
	const char *close = *line == '[' ? strchr(line, ']') : NULL;

	if (close)
		set_group(r, mem_strndup(line + 1, (size_t)(close - line - 1)));
	else
		read_assigned(r, line, dotted);
}

/* "account work", "IMAPAccount work", "defaults" */
static bool begins_group(const char *key)
{
	static const char *const words[] = {"account",	 "defaults",	 "IMAPAccount",
					    "IMAPStore", "MaildirStore", "Channel"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(key, words[i]))
			return true;
	return false;
}

static void read_words(struct reader *r, const char *line)
{
	size_t len = strcspn(line, BLANK);

	if (!*line || *line == '#')
		return;
	char *key = mem_strndup(line, len),
	     *value = unquoted(line + len, value_len(line + len, "#"));

	if (begins_group(key)) {
		/* msmtp: "account b : a" has what a has; the name alone counts here */
		value[strcspn(value, " :\t")] = '\0';
		set_group(r, mem_printf("%s %s", key, value));
	}
	keep(r, mem_strdup(r->group), key, value);
}

/* "set imap_user = x", "set smtp_url=\"…\"" */
static void read_set(struct reader *r, const char *line)
{
	if (str_istarts(line, "set ") || str_istarts(line, "set\t")) {
		const char *rest = line + 4 + strspn(line + 4, BLANK);
		const char *is = strchr(rest, '=');

		if (is)
			keep(r, mem_strdup(r->group), unquoted(rest, (size_t)(is - rest)),
			     unquoted(is + 1, value_len(is + 1, "#")));
		else /* a switch: "set ssl_force_tls" */
			keep(r, mem_strdup(r->group), unquoted(rest, strlen(rest)),
			     mem_strdup("yes"));
	}
}

/* ---- fetchmail: words, whatever the lines ---- */

static size_t word_len(const char *at)
{
	if (*at == '"' || *at == '\'') {
		const char *end = strchr(at + 1, *at);

		return end ? (size_t)(end - at) + 1 : strlen(at);
	}
	return strcspn(at, BLANK ",;");
}

/* Words that have no value of their own. */
static bool is_switch(const char *word)
{
	return str_ieq(word, "ssl") || str_ieq(word, "keep") || str_ieq(word, "no") ||
	       str_ieq(word, "is") || str_ieq(word, "here") || str_ieq(word, "there") ||
	       str_ieq(word, "with") || str_ieq(word, "and") || str_ieq(word, "options") ||
	       str_ieq(word, "fetchall") || str_ieq(word, "idle") || str_ieq(word, "nokeep");
}

/* Reads on over lines: the key that waits for its value is kept between them. */
static void read_poll(struct reader *r, const char *line, char **key)
{
	for (const char *at = line + strspn(line, BLANK ",;"); *at && *at != '#';
	     at += strspn(at, BLANK ",;")) {
		size_t len = word_len(at);
		char *word = unquoted(at, len);

		at += len;
		if (*key) {
			if (str_ieq(*key, "poll") || str_ieq(*key, "server") ||
			    str_ieq(*key, "skip"))
				set_group(r, mem_strdup(word));
			keep(r, mem_strdup(r->group), *key, word);
			*key = NULL;
		} else if (str_ieq(word, "set")) { /* an option of the whole file */
			free(word);
			return;
		} else if (is_switch(word)) {
			keep(r, mem_strdup(r->group), word, mem_strdup("yes"));
		} else {
			*key = word;
		}
	}
}

static void read_line(struct reader *r, enum syntax syntax, const char *line, char **key)
{
	const char *at = line + strspn(line, BLANK);

	switch (syntax) {
	case SYNTAX_PREFS:
		read_prefs(r, at);
		break;
	case SYNTAX_INI:
	case SYNTAX_TOML:
		read_ini(r, at, syntax == SYNTAX_TOML);
		break;
	case SYNTAX_WORDS:
		read_words(r, at);
		break;
	case SYNTAX_POLL:
		read_poll(r, at, key);
		break;
	case SYNTAX_SET:
		read_set(r, at);
		break;
	default: /* Postfix: a line that begins with a blank continues the one before */
		if (at == line)
			read_assigned(r, at, false);
		break;
	}
}

void entries_read(struct entries *ret, enum syntax syntax, const char *text, const char *keys)
{
	struct reader r = {.out = ret, .keys = keys, .group = mem_strdup("")};
	char *key = NULL;

	for (const char *at = text; *at;) {
		size_t len = strcspn(at, "\n");
		char *line = mem_strndup(at, len);

		r.line++;
		read_line(&r, syntax, line, &key);
		free(line);
		at += len + (at[len] == '\n');
	}
	free(key);
	free(r.group);
}

void entries_clear(struct entries *e)
{
	for (size_t i = 0; i < e->n; i++) {
		free(e->v[i].group);
		free(e->v[i].key);
		free(e->v[i].value);
	}
	free(e->v);
	*e = (struct entries){0};
}
