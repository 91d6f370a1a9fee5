/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to enter in the mail program: a table, or a paragraph for each row if it does not fit. */
#include "config.h"
#include "report/report_text.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "words/words.h"
#include "words/words_starttls.h"

#include <stdlib.h>
#include <string.h>

enum column { PURPOSE, PROTOCOL, HOST, PORT, SECURITY, AUTH, COLUMN_COUNT_ };
#define GAP 2

struct table {
	const struct summary *summary;
	char *(*cells)[COLUMN_COUNT_]; /* of each setting */
	int width[COLUMN_COUNT_];
};

static const char *heading(enum column c)
{
	static const char *const words[COLUMN_COUNT_] = {
	    "", "", N_("Server"), N_("Port"), N_("Security"), N_("Login")};

	return *words[c] ? _(words[c]) : "";
}

static void fill(struct table *t, const struct summary *summary)
{
	t->summary = summary;
	t->cells = mem_calloc(summary->setting_n, sizeof *t->cells);
	for (int c = 0; c < COLUMN_COUNT_; c++)
		t->width[c] = page_width(heading((enum column)c));
	for (size_t i = 0; i < summary->setting_n; i++) {
		const struct setting *s = &summary->settings[i];
		char **cells = t->cells[i];

		cells[PURPOSE] = mem_strdup(words_purpose(s->purpose));
		cells[PROTOCOL] = mem_strdup(words_protocol(s->protocol));
		cells[HOST] = esc_text(s->host, strlen(s->host), false);
		cells[PORT] = mem_printf("%d", s->port);
		cells[SECURITY] = mem_strdup(words_security(s->security));
		cells[AUTH] = words_auth(s->auth);
		for (int c = 0; c < COLUMN_COUNT_; c++)
			if (page_width(cells[c]) > t->width[c])
				t->width[c] = page_width(cells[c]);
	}
}

static void line(struct page *p, const struct table *t, enum page_role role, char *const *cells)
{
	buf_puts(p->out, "  ");
	for (int c = 0; c < COLUMN_COUNT_; c++)
		page_cell(p, role, cells ? cells[c] : heading((enum column)c),
			  c + 1 < COLUMN_COUNT_ ? t->width[c] + GAP : 0);
	page_gap(p);
}

static void paragraph(struct page *p, char *const *cells)
{
	/* TRANSLATORS: "Incoming mail, IMAP: server NAME, port 993, security SSL/TLS, login: Normal
	 * password". */
	char *text =
	    mem_printf(_("%s, %s: server %s, port %s, security %s, login: %s"), cells[PURPOSE],
		       cells[PROTOCOL], cells[HOST], cells[PORT], cells[SECURITY], cells[AUTH]);

	page_paragraph(p, PAGE_PLAIN, "  - ", text);
	free(text);
}

static bool fits(const struct page *p, const struct table *t)
{
	int cols = 2;

	for (int c = 0; c < COLUMN_COUNT_; c++)
		cols += t->width[c] + (c + 1 < COLUMN_COUNT_ ? GAP : 0);
	return cols <= p->cols;
}

/* Either the first choices or the others. */
static void rows(struct page *p, const struct table *t, bool best)
{
	for (size_t i = 0; i < t->summary->setting_n; i++) {
		if (t->summary->settings[i].best != best)
			continue;
		if (fits(p, t))
			line(p, t, best ? PAGE_GOOD : PAGE_PLAIN, t->cells[i]);
		else
			paragraph(p, t->cells[i]);
	}
}

static bool has_others(const struct summary *summary)
{
	for (size_t i = 0; i < summary->setting_n; i++)
		if (!summary->settings[i].best)
			return true;
	return false;
}

static void hints(struct page *p, const struct record *record)
{
	struct strs lines = {0};

	words_programs(record, &lines);
	for (size_t i = 0; i < lines.n; i++)
		page_paragraph(p, PAGE_PLAIN, "  - ", lines.v[i]);
	strs_clear(&lines);
}

/* While nothing has worked yet, what must not be set is most worth saying. */
static void starttls(struct page *p, const struct record *record)
{
	struct strs lines = {0};

	words_starttls(record, &lines);
	if (lines.n) {
		page_gap(p);
		page_paragraph(p, PAGE_HEADING, "", words_starttls_title());
	}
	for (size_t i = 0; i < lines.n; i++)
		page_paragraph(p, PAGE_PLAIN, "  - ", lines.v[i]);
	strs_clear(&lines);
}

static void settings(struct page *p, const struct record *record)
{
	struct table t = {0};

	if (!record->summary.setting_n)
		return;
	fill(&t, &record->summary);
	page_gap(p);
	page_paragraph(
	    p, PAGE_HEADING, "",
	    _("Settings to enter in your mail program (each connection has just worked)"));
	if (fits(p, &t))
		line(p, &t, PAGE_FAINT, NULL);
	rows(p, &t, true);
	if (has_others(t.summary)) {
		page_paragraph(p, PAGE_PLAIN, "  ", _("These also work:"));
		rows(p, &t, false);
	}
	hints(p, record);
	for (size_t i = 0; i < t.summary->setting_n; i++)
		for (int c = 0; c < COLUMN_COUNT_; c++)
			free(t.cells[i][c]);
	free(t.cells);
}

void report_settings(struct page *p, const struct record *record)
{
	settings(p, record);
	starttls(p, record);
}
