/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ports: a row a service, grouped by purpose; a bar that stops where it stops, and a time a family. */
#include "config.h"
#include "ui/port_rows.h"
#include "ui/run.h"
#include "ui/waiting.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "know/services.h"
#include "words/words.h"
#include "words/words_card.h"
#include "ui/port_bar.h"
#include "ui/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COL_GROUP 1
#define TIME_COLS 8
#define TIMES_ROOM 14 /* behind the bar, before the times: below, the times go */
#define WORDS_COLS_MIN 12
#define NAME_COLS_MIN 12

/* Where the pieces of a row are: computed from what there is. */
struct columns {
	int name, bar, words, words_end;
	bool grouped; /* the groups' titles are before the names */
	int edges[2]; /* the right edges of the families' times; 0: not shown */
};

/* ---- columns ---- */

static char *row_name(const struct port_row *row, const struct record *record)
{
	const struct endpoint *e = port_row_endpoint(row, record);
	const char *where = row->address && e->address ? e->address : row->several ? e->host : NULL;
	char *name = port_row_name(e);

	if (!where && !row->split && !row->address)
		return name;
	char *shown = where ? esc_text(where, strlen(where), theme_ascii()) : NULL;
	bool family = row->split || (row->address && !e->address);
	char *full = shown && family
			 ? mem_printf("%s %s %s", name, shown, words_family(e->family))
			 : mem_printf("%s %s", name, shown ? shown : words_family(e->family));

	free(shown);
	free(name);
	return full;
}

/* The columns of the longest name; bare: of port and protocol, which are typed into programs and never cut. */
static int longest_name(const struct port_rows *rows, const struct record *record, bool bare)
{
	int cols = bare ? 0 : NAME_COLS_MIN;

	for (size_t i = 0; i < rows->n; i++) {
		char *name = bare ? port_row_name(port_row_endpoint(&rows->v[i], record))
				  : row_name(&rows->v[i], record);
		int needed = text_cols(name);

		cols = needed > cols ? needed : cols;
		free(name);
	}
	return cols;
}

static int group_cols(void)
{
	int cols = 0;

	for (unsigned g = 0; g < PORT_GROUP_COUNT_; g++) {
		int needed = text_cols(_(port_group_title((enum port_group)g)));

		cols = needed > cols ? needed : cols;
	}
	return cols;
}

/* What is left for names behind that column. */
static int name_room(int cols, int col)
{
	return cols - col - 2 - PORT_BAR_COLS - 1 - WORDS_COLS_MIN;
}

static struct columns columns_for(const struct port_rows *rows, const struct run *run, int cols)
{
	const struct target *t = run->record->target;
	int families = t->want_ipv4 + t->want_ipv6, times = families * TIME_COLS;
	struct columns c = {.name = COL_GROUP + group_cols() + 2, .grouped = true};
	int name = longest_name(rows, run->record, false);
	int least = longest_name(rows, run->record, true);
	int most = name_room(cols, c.name);

	if (most < least) {
		c.name = COL_GROUP;
		c.grouped = false;
		most = name_room(cols, c.name);
	}
	most = most < least ? least : most;
	name = name < most ? name : most;
	c.bar = c.name + name + 2;
	c.words = c.bar + PORT_BAR_COLS + 1;
	c.words_end = cols - 1;
	if (cols - c.words - times < TIMES_ROOM - 2)
		return c;
	c.words_end = cols - 2 - times;
	c.edges[1] = t->want_ipv6 ? cols - 2 : 0;
	c.edges[0] = t->want_ipv4 ? cols - 2 - (t->want_ipv6 ? TIME_COLS : 0) : 0;
	return c;
}

void pane_ports_edges(const struct run *run, int cols, int ret[2])
{
	struct port_rows rows;

	port_rows_init(&rows, run->record, &run->opened, run->all_rows);
	struct columns c = columns_for(&rows, run, cols);

	ret[0] = c.edges[0];
	ret[1] = c.edges[1];
	port_rows_clear(&rows);
}

/* ---- the bar ---- */

static enum role point_role(enum bar_point point, enum verdict verdict)
{
	static const enum role roles[BAR_COUNT_] = {
	    [BAR_DONE] = ROLE_OK,	  [BAR_DOUBT] = ROLE_PROBLEM, [BAR_FAILED] = ROLE_PROBLEM,
	    [BAR_RUNNING] = ROLE_RUNNING, [BAR_UNTESTED] = ROLE_DIM,
	};

	/* A blocked port that does not matter is not alarming. */
	if (roles[point] == ROLE_PROBLEM && verdict != VERDICT_PROBLEM &&
	    verdict != VERDICT_UNTESTED)
		return pane_verdict_role(verdict);
	return roles[point];
}

static const char *point_text(enum bar_point point, const struct run *run)
{
	static const enum glyph glyphs[BAR_COUNT_] = {
	    [BAR_DONE] = GLYPH_POINT,	 [BAR_DOUBT] = GLYPH_DOUBT,	  [BAR_FAILED] = GLYPH_STOP,
	    [BAR_RUNNING] = GLYPH_POINT, [BAR_UNTESTED] = GLYPH_UNTESTED,
	};

	return point == BAR_RUNNING ? theme_spinner(run->record->elapsed_us / 1000)
				    : theme_glyph(glyphs[point]);
}

/* Returns the column behind it. */
static int put_bar(struct list *l, const struct run *run, const struct endpoint *e, int col,
		   enum verdict verdict)
{
	struct port_bar bar;

	port_bar_init(&bar, e, facts_of(&run->record->facts, e->id), run_is_over(run));
	for (size_t i = 0; i < bar.n; i++) {
		if (i) {
			enum role role = point_role(bar.v[i - 1], verdict);

			list_putf(l, col, role, "%s%s", theme_glyph(GLYPH_LINK),
				  theme_glyph(GLYPH_LINK));
			col += 2;
		}
		list_put(l, col++, point_role(bar.v[i], verdict), point_text(bar.v[i], run));
	}
	return col;
}

/* ---- the outcome in words ---- */

/* What there is to say of a row that came through and yet is not fine: the finding's title if there is room,
 * else a word. */
static char *finding_text(const struct run *run, const struct endpoint *e, enum verdict verdict,
			  int room)
{
	const struct findings *all = &run->record->findings;
	const struct endpoint_facts *f = facts_of(&run->record->facts, e->id);

	for (size_t i = 0; i < all->n; i++) {
		if (all->v[i].verdict != verdict || !finding_is_about(&all->v[i], e->id))
			continue;
		char *title = words_title(run->record, &all->v[i]);

		if (text_cols(title) <= room)
			return title;
		free(title);
		break;
	}
	return mem_strdup(f->verify && f->verify->status ? _("not trusted")
							 : words_verdict(verdict));
}

static char *row_words(const struct run *run, const struct endpoint *e, enum verdict verdict,
		       int room)
{
	const struct endpoint_facts *f = facts_of(&run->record->facts, e->id);

	if (!f || !f->end_event)
		return run_is_over(run) ? mem_strdup(words_verdict(VERDICT_UNTESTED))
					: waiting_brief(run, e->id);
	if (f->outcome != OUTCOME_OK)
		return mem_strdup(words_ended_plainly(f->end_stage, f->outcome));
	return verdict == VERDICT_OK || verdict == VERDICT_UNTESTED
		   ? mem_strdup("")
		   : finding_text(run, e, verdict, room);
}

static enum role words_role(const struct run *run, const struct endpoint *e, enum verdict verdict)
{
	const struct endpoint_facts *f = facts_of(&run->record->facts, e->id);

	if (!f || !f->end_event)
		return run_is_over(run) ? ROLE_DIM : ROLE_RUNNING;
	return verdict == VERDICT_UNTESTED && f->outcome != OUTCOME_OK ? ROLE_DIM
								       : pane_verdict_role(verdict);
}

/* The connection's time for a family; how it ended is behind the bar. */
static void put_time(struct list *l, const struct run *run, const struct port_row *row, int family,
		     int edge)
{
	const struct endpoint *e = row->v[family];
	const struct endpoint_facts *f = e ? facts_of(&run->record->facts, e->id) : NULL;
	char *text = NULL;

	if (!f || !f->begin)
		return;
	if (row->absent[family]) /* TRANSLATORS: no IPv4 or IPv6 address; at most 6 columns. */
		text = mem_strdup(_("none"));
	else if (f->stages[STAGE_TCP].outcome == OUTCOME_OK)
		text = words_time(f->stages[STAGE_TCP].us);
	else if (f->end_event || run_is_over(run))
		text = mem_strdup(theme_glyph(GLYPH_SILENT));
	else
		text = mem_strdup(theme_spinner(run->record->elapsed_us / 1000));
	list_put(l, edge - text_cols(text), row->absent[family] ? ROLE_DIM : ROLE_NORMAL, text);
	free(text);
}

/* ---- rows ---- */

static enum verdict row_verdict(const struct run *run, const struct port_row *row)
{
	const struct endpoint *e = port_row_endpoint(row, run->record);

	return findings_verdict(&run->record->findings, &run->record->facts, e->id);
}

static bool is_row(const struct port_row *row, unsigned endpoint)
{
	return (row->v[0] && row->v[0]->id == endpoint) || (row->v[1] && row->v[1]->id == endpoint);
}

static void put_name(struct list *l, const struct run *run, const struct port_row *row,
		     const struct columns *c)
{
	bool about = !run->touched && is_row(row, run->endpoint);
	char *name = row_name(row, run->record);
	char *clipped = text_clip(name, c->bar - c->name - 1, theme_ascii());

	/* What the panes are about before a row is selected. */
	list_put(l, c->name, about ? ROLE_STRONG : ROLE_NORMAL, clipped);
	free(clipped);
	free(name);
}

static void put_row(struct list *l, const struct run *run, const struct port_row *row,
		    const struct columns *c)
{
	const struct endpoint *e = port_row_endpoint(row, run->record);
	enum verdict verdict = row_verdict(run, row);
	int col = put_bar(l, run, e, c->bar, verdict) + 1;
	char *words = row_words(run, e, verdict, c->words_end - col);
	char *clipped = text_clip(words, c->words_end - col, theme_ascii());

	list_put(l, col, words_role(run, e, verdict), clipped);
	free(clipped);
	free(words);
	for (int i = 0; i < 2; i++)
		if (c->edges[i])
			put_time(l, run, row, i, c->edges[i]);
}

static void put_folded(struct list *l, const struct numbers *ports, int cols)
{
	struct strs list = {0};

	for (size_t i = 0; i < ports->n; i++)
		strs_append(&list, mem_printf("%u", ports->v[i]));
	char *all = strs_join(&list, ", ");
	/* TRANSLATORS: %s is a list of ports. */
	char *plain = mem_printf(
	    _("not offered, and not needed: %s[all-rows: ({all-rows} shows them)|]"), all);
	char *text = command_text(plain, WHERE_RUN);

	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, COL_GROUP, cols, ROLE_DIM, text);
	free(text);
	free(plain);
	free(all);
	strs_clear(&list);
}

void pane_ports_build(struct list *l, const struct run *run, int cols)
{
	enum port_group group = PORT_GROUP_COUNT_;
	struct port_rows rows;

	port_rows_init(&rows, run->record, &run->opened, run->all_rows);
	port_rows_sort(&rows, run->record, run->order);
	struct columns c = columns_for(&rows, run, cols);

	for (size_t i = 0; i < rows.n; i++) {
		list_item(l, ITEM_ROW, port_row_ref(&rows.v[i]));
		list_line(l);
		if (c.grouped && (rows.v[i].group != group || run->order != PORT_BY_PURPOSE))
			list_put(l, COL_GROUP, ROLE_TITLE, _(port_group_title(rows.v[i].group)));
		group = rows.v[i].group;
		put_name(l, run, &rows.v[i], &c);
		put_row(l, run, &rows.v[i], &c);
		if (port_row_opens(&rows.v[i]))
			list_put(l, cols - 1, ROLE_DIM, theme_glyph(GLYPH_OPENS));
	}
	if (rows.folded.n)
		put_folded(l, &rows.folded, cols);
	port_rows_clear(&rows);
}

/* ---- in one line ---- */

static const char *row_glyph(const struct run *run, const struct port_row *row, enum role *ret_role)
{
	const struct endpoint *e = port_row_endpoint(row, run->record);
	const struct endpoint_facts *f = facts_of(&run->record->facts, e->id);
	enum verdict verdict = row_verdict(run, row);

	*ret_role = pane_verdict_role(verdict);
	if (f && !f->end_event && !run_is_over(run)) {
		*ret_role = ROLE_RUNNING;
		return theme_spinner(run->record->elapsed_us / 1000);
	}
	if (f && f->end_event && f->outcome != OUTCOME_OK && verdict != VERDICT_UNTESTED)
		return theme_glyph(GLYPH_NO);
	return theme_glyph(pane_verdict_glyph(verdict));
}

static int port_cols(const struct run *run, const struct port_row *row)
{
	enum role role;
	char port[16];

	snprintf(port, sizeof port, "%d", port_row_endpoint(row, run->record)->port);
	return 1 + text_cols(port) + 1 + text_cols(row_glyph(run, row, &role));
}

/* The first port to show, so that the selected one is in sight. */
static size_t first_shown(const struct run *run, const struct port_rows *rows, size_t selected,
			  int cols)
{
	int used = 0;
	size_t first = selected;

	for (size_t i = 0; i < rows->n && i <= selected; i++)
		used += port_cols(run, &rows->v[i]) +
			(i && rows->v[i].group != rows->v[i - 1].group ? 2 : 0);
	if (used <= cols - 2)
		return 0;
	for (used = 0; first && used < cols / 2; first--)
		used += port_cols(run, &rows->v[first]) + 2;
	return first;
}

/* Returns the column of the selected port, or -1. */
static int put_ports(struct list *l, const struct run *run, const struct port_rows *rows,
		     size_t selected, int cols)
{
	int col = 0, found = -1;
	size_t i = first_shown(run, rows, selected, cols);
	size_t first = i;

	if (i)
		list_put(l, col++, ROLE_DIM, theme_glyph(GLYPH_LEFT));
	for (; i < rows->n && col + port_cols(run, &rows->v[i]) + 2 <= cols; i++) {
		enum role role;
		const char *glyph = row_glyph(run, &rows->v[i], &role);
		bool here = i == selected;

		if (i > first && rows->v[i].group != rows->v[i - 1].group) {
			list_put(l, ++col, ROLE_RULE, theme_glyph(GLYPH_UPRIGHT));
			col++;
		}
		if (here)
			found = col;
		if (here && run->touched)
			list_put(l, col, ROLE_STRONG, theme_glyph(GLYPH_CURSOR));
		list_putf(l, col + 1, here ? ROLE_STRONG : ROLE_NORMAL, "%d",
			  port_row_endpoint(&rows->v[i], run->record)->port);
		col += port_cols(run, &rows->v[i]);
		list_put(l, col - text_cols(glyph), role, glyph);
	}
	if (i < rows->n)
		list_put(l, cols - 1, ROLE_DIM, theme_glyph(GLYPH_RIGHT));
	return found;
}

void pane_ports_build_line(struct list *l, const struct run *run, int rows, int cols, int *ret_col)
{
	struct port_rows shown;
	size_t at = 0;

	*ret_col = -1;
	port_rows_init(&shown, run->record, &run->opened, run->all_rows);
	port_rows_sort(&shown, run->record, run->order);
	while (at < shown.n && !is_row(&shown.v[at], run->endpoint))
		at++;
	list_item(l, ITEM_TEXT, 0);
	list_line(l);
	*ret_col = put_ports(l, run, &shown, at < shown.n ? at : 0, cols);
	if (rows > 1 && at < shown.n) {
		char *name = row_name(&shown.v[at], run->record);
		struct columns c = {.name = 1, .words_end = cols - 1};
		char *clipped =
		    text_clip(name, cols - 2 - PORT_BAR_COLS - WORDS_COLS_MIN, theme_ascii());

		c.bar = c.name + text_cols(clipped) + 1;
		list_line(l);
		list_put(l, c.name, ROLE_NORMAL, clipped);
		put_row(l, run, &shown.v[at], &c);
		free(clipped);
		free(name);
	}
	port_rows_clear(&shown);
}
