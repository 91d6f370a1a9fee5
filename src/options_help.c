/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "options.h"

#include "base/i18n.h"
#include "advice/topics.h"
#include "base/mem.h"
#include "options_rows.h"
#include "words/page.h"

#include <stdlib.h>

#define COL_WHAT 30

/* "  form                what it does", the latter wrapped beside it. */
static void help_row(struct page *p, const char *form, const char *what)
{
	char *lead = mem_printf("  %-*s", COL_WHAT - 2, form);

	page_paragraph(p, PAGE_PLAIN, lead, what);
	free(lead);
}

static void help_usage(struct page *p)
{
	static const struct {
		const char *usage, *what;
	} forms[] = {
	    {N_("porthorn [OPTIONS] [TARGET]"),
	     N_("test a provider (gmail), an e-mail address or a server "
		"(mail.example.org:587); without one, choose")},
	    {N_("porthorn audit DOMAIN"), N_("compare a mail domain's records with its servers")},
	    {N_("porthorn settings TARGET"), N_("test, and print what to enter (--for PROGRAM)")},
	    {N_("porthorn message TARGET"), N_("test, and write to the party that can help")},
	    {N_("porthorn explain [WORDS]"), N_("look up a port, a finding or an error message")},
	    {N_("porthorn providers [WORD]"), N_("list the mail providers that porthorn knows")},
	    {N_("porthorn demo [NAME]"), N_("practise, without any outside connection")},
	};

	page_paragraph(p, PAGE_PLAIN, "",
		       _("Find out why mail doesn't work here, and which settings will."));
	page_gap(p);
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		help_row(p, _(forms[i].usage), _(forms[i].what));
}

static char *option_form(const struct option_row *row)
{
	char letter[] = {'-', (char)row->id, ',', ' ', '\0'};

	return mem_printf("%s--%s%s%s", (int)row->id < 128 ? letter : "", row->name,
			  row->argument ? " " : "", row->argument ? _(row->argument) : "");
}

/* What the option does, and the words that it accepts. */
static char *option_what(const struct option_row *row)
{
	char *names = row->names ? row->names() : NULL;
	/* TRANSLATORS: a sentence, then a list of words. */
	char *what = names ? mem_printf(_("%s The names are: %s."), _(row->what), names)
			   : mem_strdup(_(row->what));

	free(names);
	return what;
}

static void help_options(struct page *p)
{
	static const char *const titles[GROUP_COUNT_] = {N_("What to try"), N_("How"),
							 N_("What you get"), N_("Other")};

	size_t n;
	const struct option_row *rows = options_rows(&n);

	for (int group = 0; group < GROUP_COUNT_; group++) {
		if (group)
			page_gap(p);
		page_paragraph(p, PAGE_HEADING, "", _(titles[group]));
		for (size_t i = 0; i < n; i++) {
			if ((int)rows[i].group != group)
				continue;
			char *form = option_form(&rows[i]), *what = option_what(&rows[i]);

			page_line(p, PAGE_PLAIN, "  ", form);
			page_paragraph(p, PAGE_PLAIN, "      ", what);
			free(form);
			free(what);
		}
	}
}

static void help_limits(struct page *p)
{
	page_paragraph(p, PAGE_HEADING, "", _("Limits (times in milliseconds)"));
	for (size_t i = 0; i < limits_row_n; i++) {
		char *form = mem_printf("%s=%d", limits_rows[i].name, limits_rows[i].value);

		page_line(p, PAGE_PLAIN, "  ", form);
		page_paragraph(p, PAGE_PLAIN, "      ", _(limits_rows[i].what));
		free(form);
	}
}

static void help_common(struct page *p)
{
	size_t n;
	const struct option_row *rows = options_rows(&n);

	page_section(p, _("Options"));
	for (size_t i = 0; i < n; i++) {
		char *form = option_form(&rows[i]);

		if (rows[i].brief)
			help_row(p, form, _(rows[i].brief));
		free(form);
	}
}

/* The others by name only. */
static void help_rest(struct page *p)
{
	struct strs forms = {0};
	size_t n;
	const struct option_row *rows = options_rows(&n);

	for (size_t i = 0; i < n; i++)
		if (!rows[i].brief)
			strs_append(&forms, option_form(&rows[i]));
	char *all = strs_join(&forms, ", ");

	page_gap(p);
	/* TRANSLATORS: %s is a list of options. */
	page_give(p, PAGE_PLAIN, "", mem_printf(_("Also: %s."), all));
	free(all);
	strs_clear(&forms);
}

void options_help(struct buf *out, const struct page_options *layout)
{
	struct page p;

	page_init(&p, out, layout);
	help_usage(&p);
	help_common(&p);
	help_rest(&p);
	page_paragraph(&p, PAGE_PLAIN, "", _(topic_contacts_brief));
	page_paragraph(
	    &p, PAGE_PLAIN, "",
	    _("More: porthorn help options, help limits, explain contacts; man porthorn."));
	page_paragraph(
	    &p, PAGE_PLAIN, "",
	    _("Exit status: 0 reading and sending work safely; 1 they don't, or an audit has "
	      "something to change; 2 wrong usage; 3 porthorn couldn't run; 130 interrupted."));
}

bool options_help_about(struct buf *out, const char *word, const struct page_options *layout)
{
	bool options = str_ieq(word, "options"), limits = str_ieq(word, "limits");
	struct page p;

	if (!options && !limits)
		return false;
	page_init(&p, out, layout);
	if (options)
		help_options(&p);
	else
		help_limits(&p);
	return true;
}
