/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/fill.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/* The length of the "{name}" at the start of text, or 0 if there is none. */
static size_t placeholder(const char *text)
{
	size_t len = 0;

	if (*text == '{')
		len = strspn(text + 1, "abcdefghijklmnopqrstuvwxyz0123456789_-.");
	return len && text[len + 1] == '}' ? len + 2 : 0;
}

static char *value_of(const char *text, size_t len, fill_value *value, const void *user)
{
	char *name = mem_strndup(text + 1, len - 2);
	char *found = value(name, user);

	free(name);
	return found;
}

/* The length of the "[form|form]" at the start of text, or 0 if there is none. */
static size_t choice(const char *text)
{
	size_t len = *text == '[' ? strcspn(text, "]") : 0;

	return len && text[len] && memchr(text, '|', len) ? len + 1 : 0;
}

/* The list whose number decides, removed from the front of the forms; {ports} by default. */
static char *decider(const char **forms)
{
	size_t len = strspn(*forms, "abcdefghijklmnopqrstuvwxyz");

	if ((*forms)[len] != ':')
		return mem_strdup("#ports");
	char *name = mem_printf("#%.*s", (int)len, *forms);

	*forms += len + 1;
	return name;
}

static char *chosen(const char *text, size_t len, fill_value *value, const void *user)
{
	char *inside = mem_strndup(text + 1, len - 2);
	const char *forms = inside;
	char *name = decider(&forms), *form = value(name, user);
	struct strs all = {0};
	long which = 0;

	strs_split(&all, forms, "|");
	if (form && !str_number(form, 0, (long)all.n - 1, &which))
		which = (long)all.n - 1;
	char *filled = fill_text(all.n ? all.v[which] : "", value, user);

	strs_clear(&all);
	free(form);
	free(name);
	free(inside);
	return filled;
}

char *fill_text(const char *text, fill_value *value, const void *user)
{
	struct buf out;

	buf_init(&out, 0);
	while (*text) {
		size_t len = placeholder(text), forms = choice(text);

		if (forms) {
			char *form = chosen(text, forms, value, user);

			buf_puts(&out, form);
			free(form);
			len = forms;
		} else if (len) {
			char *found = value_of(text, len, value, user);

			/* TRANSLATORS: stands for an unknown value in a sentence. */
			buf_puts(&out, found ? found : _("(unknown)"));
			free(found);
		} else {
			len = 1 + strcspn(text + 1, "{[");
			buf_append(&out, text, len);
		}
		text += len;
	}
	return buf_take(&out);
}

bool fill_complete(const char *text, fill_value *value, const void *user)
{
	bool complete = true;

	for (; complete && (text = strchr(text, '{')); text++) {
		size_t len = placeholder(text);

		if (len) {
			char *found = value_of(text, len, value, user);

			complete = found != NULL;
			free(found);
		}
	}
	return complete;
}
