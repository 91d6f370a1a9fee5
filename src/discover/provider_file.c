/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/provider_file.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/load.h"
#include "base/mem.h"
#include "base/str.h"
#include "discover/provider_xml.h"
#include "know/policies.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

/* ---- the file ---- */

/* Rows without confirmation (HACKING.md) make each server unconfirmed; a code without a note gets
 * the general sentence. */
void provider_finish(struct provider *p, const struct strs *told)
{
	bool doubtful = p->confidence && *p->confidence >= 'C';

	if (!p->name)
		p->name = mem_strdup(p->id);
	if (p->instruction)
		strs_add(&p->notes, p->instruction);
	for (size_t i = 0; i < p->server_n; i++)
		p->servers[i].unconfirmed |= doubtful;
	for (size_t i = 0; i < p->codes.n; i++) {
		const struct policy *policy = policy_find(p->codes.v[i]);

		if (policy && !strs_has(told, p->codes.v[i]))
			strs_add(&p->notes, _(policy->sentence));
	}
}

bool provider_read(struct provider *ret, const char *path, const char *id, char **ret_error)
{
	struct buf bytes;
	char *why = NULL;

	*ret_error = NULL;
	*ret = (struct provider){.id = mem_strdup(id), .file = mem_strdup(path)};
	buf_init(&bytes, PROVIDER_FILE_MAX);
	if (!load_whole(path, &bytes, &why))
		*ret_error = mem_printf("%s:1: %s", path, why);
	bool fine = !why && provider_xml_read(ret, path, buf_text(&bytes), bytes.len, ret_error);

	free(why);
	buf_clear(&bytes);
	if (!fine)
		provider_clear(ret);
	return fine;
}

bool provider_mentions(const char *path, const char *word, const char *other)
{
	struct buf bytes;
	char *why = NULL;

	buf_init(&bytes, PROVIDER_FILE_MAX);
	bool all = load_whole(path, &bytes, &why) && strlen(buf_text(&bytes)) == bytes.len;
	bool mentions =
	    !all || strcasestr(buf_text(&bytes), word) || strcasestr(buf_text(&bytes), other);

	free(why);
	buf_clear(&bytes);
	return mentions;
}

void provider_clear(struct provider *p)
{
	char *texts[] = {p->id,		p->file,	p->name,    p->short_name, p->kind,
			 p->region,	p->confidence,	p->checked, p->user_form,  p->help_url,
			 p->enable_url, p->instruction, p->owner};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		free(texts[i]);
	for (size_t i = 0; i < p->server_n; i++)
		target_server_clear(&p->servers[i]);
	free(p->servers);
	for (size_t i = 0; i < p->reference_n; i++)
		free(p->references[i].host);
	free(p->references);
	strs_clear(&p->domains);
	strs_clear(&p->mx);
	strs_clear(&p->codes);
	strs_clear(&p->notes);
	strs_clear(&p->remarks);
	*p = (struct provider){0};
}

/* ---- texts with something to fill in ---- */

struct mark {
	const char *name;
	const char *value; /* NULL: not known */
	size_t len;
};

/* The mark that text begins with, or NULL. */
static const struct mark *mark_at(const struct mark *marks, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (str_istarts(text, marks[i].name))
			return &marks[i];
	return NULL;
}

char *provider_filled(const char *text, const char *email)
{
	const char *at = email ? strrchr(email, '@') : NULL;
	bool whole = at && at > email;
	const struct mark marks[] = {
	    {"%EMAILADDRESS%", whole ? email : NULL, whole ? strlen(email) : 0},
	    {"%EMAILLOCALPART%", whole ? email : NULL, whole ? (size_t)(at - email) : 0},
	    {"%EMAILDOMAIN%", at ? at + 1 : NULL, at ? strlen(at + 1) : 0},
	    {"%REALNAME%", NULL, 0},
	};
	struct buf out;

	buf_init(&out, 0);
	while (*text) {
		const struct mark *mark = mark_at(marks, sizeof marks / sizeof *marks, text);

		if (mark && !mark->value) {
			buf_clear(&out);
			return NULL;
		}
		if (mark) {
			buf_append(&out, mark->value, mark->len);
			text += strlen(mark->name);
		} else {
			buf_putc(&out, *text++);
		}
	}
	return buf_take(&out);
}

char *provider_host(const char *host, const char *email)
{
	return provider_filled(host, email);
}

int provider_language_liking(const char *language)
{
	const char *mine = setlocale(LC_MESSAGES, NULL);

	if (!language || strlen(language) < 2)
		return 1;
	if (mine && strlen(mine) >= 2 && !strncmp(mine, language, 2))
		return 3;
	return str_istarts(language, "en") ? 2 : 0;
}

bool provider_is_web_address(const char *url)
{
	return url && (str_istarts(url, "https://") || str_istarts(url, "http://"));
}
