/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "accounts_run.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "batch.h"
#include "know/account_files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Keeps those with the word in name, program or file. */
static void narrow(struct accounts *list, const char *word)
{
	struct accounts kept = {.errors = list->errors}, rest = {0};

	kept.v = mem_calloc(list->n ? list->n : 1, sizeof *kept.v);
	rest.v = mem_calloc(list->n ? list->n : 1, sizeof *rest.v);
	for (size_t i = 0; i < list->n; i++) {
		const struct account *a = &list->v[i];
		bool has = !word || str_icontains(a->name, word) ||
			   str_icontains(a->program, word) ||
			   str_icontains(str_file_name(a->file), word);

		if (has)
			kept.v[kept.n++] = *a;
		else
			rest.v[rest.n++] = *a;
	}
	accounts_clear(&rest);
	free(list->v);
	*list = kept;
}

char *accounts_run_none(void)
{
	struct strs names = {0};

	for (size_t i = 0; i < account_source_n; i++)
		if (!strs_has(&names, account_sources[i].name))
			strs_add(&names, account_sources[i].name);
	char *all = strs_join(&names, ", ");
	/* TRANSLATORS: names of mail programs. */
	char *text = mem_printf(
	    _("No account of a mail program was found there. porthorn can read those of %s."), all);

	free(all);
	strs_clear(&names);
	return text;
}

static char *none_found(const struct porthorn *p, size_t before)
{
	if (!before)
		return accounts_run_none();
	return mem_printf(
	    _("No account here has \"%s\" in its name; porthorn --accounts checks all."),
	    p->options.word);
}

void accounts_run_all(const struct porthorn *p, struct accounts *ret)
{
	*ret = (struct accounts){0};
	accounts_find(ret, getenv("HOME"), p->options.from);
}

char *accounts_run_id(const struct account *a)
{
	return mem_printf("%s\n%s", a->file, a->name);
}

struct target *accounts_run_target(const struct porthorn *p, const char *id, char **ret_error)
{
	struct accounts list;
	struct target *t = NULL;

	accounts_run_all(p, &list);
	for (size_t i = 0; i < list.n && !t && !*ret_error; i++) {
		char *its = accounts_run_id(&list.v[i]);

		if (str_eq(its, id))
			t = begin_account(p, &list.v[i], ret_error);
		free(its);
	}
	accounts_clear(&list);
	if (!t && !*ret_error)
		*ret_error = mem_strdup(_("That account is no longer there."));
	return t;
}

bool accounts_run_find(const struct porthorn *p, struct accounts *ret, char **ret_error)
{
	const char *from = p->options.from, *home = getenv("HOME");

	*ret = (struct accounts){0};
	if (from && !is_folder(from)) {
		*ret_error = mem_printf(
		    _("--from needs a folder, such as a copied profile: \"%s\" isn't one."), from);
		return false;
	}
	accounts_find(ret, home, from);
	size_t before = ret->n;

	narrow(ret, p->options.word);
	if (ret->n)
		return true;
	*ret_error = none_found(p, before);
	accounts_clear(ret);
	return false;
}

/* Which account comes next. */
static void tell(const struct porthorn *p, const struct account *a)
{
	struct page_options layout = batch_layout(p->options.no_color);
	char *file = esc_text(a->file, strlen(a->file), false),
	     *name = esc_text(a->name, strlen(a->name), false);
	struct page page;
	struct buf out;

	buf_init(&out, 0);
	page_init(&page, &out, &layout);
	/* TRANSLATORS: an account, a mail program, a file. */
	page_give(&page, PAGE_HEADING, "",
		  mem_printf(_("%s, in %s (%s)"), name, account_program_name(a->program), file));
	batch_print(&out);
	buf_clear(&out);
	free(file);
	free(name);
}

int accounts_run(struct porthorn *p, int (*probe)(struct porthorn *p, struct target *t))
{
	bool json = p->options.report && !str_eq(p->options.report->name, "text") &&
		    !str_eq(p->options.report->name, "full");
	struct accounts list;
	char *error = NULL;
	int status = 0;

	if (!accounts_run_find(p, &list, &error))
		return batch_complain(error, STATUS_COULD_NOT);
	for (size_t i = 0; i < list.errors.n; i++)
		batch_complain(mem_strdup(list.errors.v[i]), 0);
	if (list.n > 1 && (p->options.output || p->options.save_case)) {
		accounts_clear(&list);
		return batch_complain(
		    mem_strdup(_(
			"There are several accounts, and one file for all: name one account, such "
			"as porthorn --accounts anna@example.org --output FILE.")),
		    STATUS_USAGE);
	}
	for (size_t i = 0; i < list.n && status < STATUS_SIGNAL; i++) {
		struct target *t = begin_account(p, &list.v[i], &error);

		if (p->options.report && !json && list.n > 1)
			tell(p, &list.v[i]);
		int one = t ? probe(p, t) : batch_complain(error, STATUS_USAGE);

		status = one > status ? one : status;
	}
	accounts_clear(&list);
	return status;
}
