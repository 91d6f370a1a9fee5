/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "options.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "options_rows.h"
#include "words/page.h"

#include <stdlib.h>

static void help_usage(struct page *p)
{
	static const struct {
		const char *usage, *what;
	} forms[] = {
	    {N_("porthorn [OPTIONS] [TARGET]"),
	     N_("Check a mail provider (gmail), an e-mail address (user@example.org) or a server "
		"(mail.example.org, mail.example.org:587, [2001:db8::7]:993). Without a target: "
		"choose on the "
		"screen.")},
	    {N_("porthorn audit DOMAIN"),
	     N_("Hold what a mail domain publishes against what its servers do.")},
	    {N_("porthorn providers [WORD]"), N_("List the providers that porthorn knows.")},
	    {N_("porthorn explain [PORT|FINDING|TOPIC|WORDS]"),
	     N_("Explain a port, a finding or a question.")},
	    {N_("porthorn demo [SCENARIO]"),
	     N_("Practise with servers inside porthorn; nobody outside is contacted.")},
	};

	page_paragraph(p, PAGE_PLAIN, "",
		       _("porthorn tells which mail ports your network really lets through, why "
			 "the others fail, "
			 "and what to enter in your mail program."));
	page_gap(p);
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		page_line(p, PAGE_PLAIN, "  ", _(forms[i].usage));
		page_paragraph(p, PAGE_PLAIN, "      ", _(forms[i].what));
	}
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
	page_gap(p);
	page_paragraph(p, PAGE_HEADING, "", _("Limits (times in milliseconds)"));
	for (size_t i = 0; i < limits_row_n; i++) {
		char *form = mem_printf("%s=%d", limits_rows[i].name, limits_rows[i].value);

		page_line(p, PAGE_PLAIN, "  ", form);
		page_paragraph(p, PAGE_PLAIN, "      ", _(limits_rows[i].what));
		free(form);
	}
}

void options_help(struct buf *out, const struct page_options *layout)
{
	struct page p;

	page_init(&p, out, layout);
	help_usage(&p);
	help_options(&p);
	help_limits(&p);
	page_gap(&p);
	page_paragraph(
	    &p, PAGE_PLAIN, "",
	    _("Exit status: 0 mail can be read and sent safely, as far as was asked "
	      "for; 1 it cannot, "
	      "or not safely, or an audit has something to change; 2 wrong usage; 3 could not run; 130 interrupted."));
}
