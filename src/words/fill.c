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

/* The length of the "[form|form]" at the start of text, or 0 if there is none. A form may hold others. */
static size_t choice(const char *text)
{
	size_t depth = 0, forms = 0;

	for (size_t i = 0; text[i] && (i == 0 || depth); i++) {
		depth += text[i] == '[';
		forms += text[i] == '|' && depth == 1;
		if (text[i] == ']' && depth-- == 1)
			return forms ? i + 1 : 0;
	}
	return 0;
}

/* The list whose number decides, removed from the front of the forms; {ports} by default. */
static char *decider(const char **forms)
{
	size_t len = strspn(*forms, "abcdefghijklmnopqrstuvwxyz-");

	if ((*forms)[len] != ':')
		return mem_strdup("#ports");
	char *name = mem_printf("#%.*s", (int)len, *forms);

	*forms += len + 1;
	return name;
}

/* The bar after the first form, or the end of the text. */
static char *end_of_form(char *forms)
{
	for (size_t depth = 0; *forms && (depth || *forms != '|'); forms++)
		depth += *forms == '[' ? 1 : *forms == ']' ? (size_t)-1 : 0;
	return forms;
}

/* Cuts the form with that number out of "form|form", the last one if there are not so many; a form
 * may be empty. */
static char *cut_form(char *forms, long which)
{
	char *end;

	while (*(end = end_of_form(forms)) && which--)
		forms = end + 1;
	*end = '\0';
	return forms;
}

/* The form that applies of the "[form|form]" of that length, not filled in yet. */
static char *chosen(const char *text, size_t len, fill_value *value, const void *user)
{
	char *inside = mem_strndup(text + 1, len - 2);
	const char *forms = inside;
	char *name = decider(&forms), *number = value(name, user);
	long which = 0;

	if (number)
		str_number(number, 0, 9, &which);
	char *form = mem_strdup(cut_form(inside + (forms - inside), which));

	free(number);
	free(name);
	free(inside);
	return form;
}

char *fill_text(const char *text, fill_value *value, const void *user)
{
	struct buf out;

	buf_init(&out, 0);
	while (*text) {
		size_t len = placeholder(text), forms = choice(text);

		if (forms) {
			char *form = chosen(text, forms, value, user);
			char *filled = fill_text(form, value, user);

			buf_puts(&out, filled);
			free(filled);
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

static bool has_value(const char *text, size_t len, fill_value *value, const void *user)
{
	char *found = value_of(text, len, value, user);

	free(found);
	return found != NULL;
}

bool fill_complete(const char *text, fill_value *value, const void *user)
{
	bool complete = true;

	for (; complete && *text; text++) {
		size_t len = placeholder(text), forms = choice(text);

		if (forms) {
			char *form = chosen(text, forms, value, user);

			complete = fill_complete(form, value, user);
			free(form);
			text += forms - 1;
		} else if (len) {
			complete = has_value(text, len, value, user);
		}
	}
	return complete;
}
