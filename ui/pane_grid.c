/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grid: endpoints down, stages across, grouped by purpose. */
#include "config.h"
#include "ui/grid_rows.h"
#include "ui/run.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/services.h"
#include "words/words.h"
#include "ui/text.h"

#include <stdlib.h>
#include <string.h>

#define STAGES_COLS 49 /* the stages fit from here on */
#define WORDY_COLS 66  /* the word, the time and the host fit too from here on */
#define COL_SERVICE 1
#define COL_PORT 12
#define COL_FAMILY 18
#define COL_STAGE 22
#define COL_RESULT 39
#define COL_RESULT_NARROW 22
#define COL_HOST 60

/* A column of the grid: its stages, in their order. */
enum column { COLUMN_DNS, COLUMN_TCP, COLUMN_TLS, COLUMN_HELLO, COLUMN_COUNT_ };

static const struct {
	enum stage title;
	int col;
	enum stage stages[3];
	size_t n;
} columns[COLUMN_COUNT_] = {
    [COLUMN_DNS] = {STAGE_DNS, COL_STAGE, {STAGE_DNS}, 1},
    [COLUMN_TCP] = {STAGE_TCP, COL_STAGE + 4, {STAGE_TCP}, 1},
    [COLUMN_TLS] = {STAGE_TLS, COL_STAGE + 8, {STAGE_STARTTLS, STAGE_TLS}, 2},
    [COLUMN_HELLO] = {STAGE_GREETING,
		      COL_STAGE + 12,
		      {STAGE_GREETING, STAGE_CAPS, STAGE_CAPS_TLS},
		      3},
};

size_t pane_grid_columns(int cols, struct grid_column *ret, size_t most)
{
	size_t n = 0;

	for (; cols >= STAGES_COLS && n < COLUMN_COUNT_ && n < most; n++)
		ret[n] = (struct grid_column){columns[n].col, words_stage(columns[n].title)};
	return n;
}

/* How far a column's stages have come: the running one, else the first that failed, else the
 * last. */
static const struct fact_stage *column_fact(const struct endpoint_facts *f, enum column c)
{
	const struct fact_stage *last = NULL;

	for (size_t i = 0; i < columns[c].n; i++) {
		const struct fact_stage *s = &f->stages[columns[c].stages[i]];

		if (!s->begin)
			continue;
		last = s;
		if (!s->end || s->outcome != OUTCOME_OK)
			break;
	}
	return last;
}

static enum glyph outcome_glyph(enum outcome o, enum role *ret_role)
{
	switch (o) {
	case OUTCOME_OK:
		*ret_role = ROLE_OK;
		return GLYPH_OK;
	case OUTCOME_TIMEOUT:
		*ret_role = ROLE_PROBLEM;
		return GLYPH_SILENT;
	case OUTCOME_SKIPPED:
	case OUTCOME_CANCELLED:
		*ret_role = ROLE_DIM;
		return GLYPH_UNTESTED;
	case OUTCOME_NONE:
		*ret_role = ROLE_DIM;
		return GLYPH_SKIPPED;
	default:
		*ret_role = ROLE_PROBLEM;
		return GLYPH_NO;
	}
}

/* A column whose stages have not begun. */
static enum glyph unbegun_glyph(const struct run *run, const struct endpoint_facts *f,
				enum column c)
{
	bool applies = c != COLUMN_HELLO || !f->begin ||
		       service_row(f->begin->service)->purpose != PURPOSE_WEB;

	if (!f->end_event)
		return run_is_over(run) ? GLYPH_UNTESTED : GLYPH_PENDING;
	return applies && (f->outcome == OUTCOME_CANCELLED || f->outcome == OUTCOME_SKIPPED)
		   ? GLYPH_UNTESTED
		   : GLYPH_SKIPPED;
}

static void put_column(struct list *l, const struct run *run, const struct endpoint_facts *f,
		       enum column c, enum verdict verdict)
{
	const struct fact_stage *s = column_fact(f, c);
	enum role role = ROLE_DIM;
	enum glyph glyph = unbegun_glyph(run, f, c);
	int col = columns[c].col + 1;

	if (s && !s->end && run_is_over(run)) {
		list_put(l, col, role, theme_glyph(GLYPH_UNTESTED));
		return;
	}
	if (s && !s->end && !f->end_event) {
		list_put(l, col, ROLE_RUNNING, theme_spinner(run->record->elapsed_us / 1000));
		return;
	}
	if (s && s->end)
		glyph = outcome_glyph(s->outcome, &role);
	if (c == COLUMN_TLS && glyph == GLYPH_OK && f->verify && f->verify->status) {
		glyph = GLYPH_WARNING;
		role = ROLE_PROBLEM;
	}
	/* A blocked port that does not matter is not alarming. */
	if (role == ROLE_PROBLEM && verdict != VERDICT_PROBLEM && f->end_event)
		role = pane_verdict_role(verdict);
	list_put(l, col, role, theme_glyph(glyph));
}

/* The running stage, or NULL. */
static const struct fact_stage *running_stage(const struct endpoint_facts *f, enum stage *ret_stage)
{
	for (size_t i = 0; i < STAGE_COUNT_; i++)
		if (f->stages[i].begin && !f->stages[i].end) {
			*ret_stage = (enum stage)i;
			return &f->stages[i];
		}
	return NULL;
}

static char *running_text(const struct run *run, const struct endpoint_facts *f, bool with_stage)
{
	enum stage stage = STAGE_DNS;
	const struct fact_stage *s = running_stage(f, &stage);
	const struct event *begin = s ? log_get(&run->record->log, s->begin) : NULL;

	if (!begin)
		return mem_strdup(_("waiting"));
	char *time = words_time(run->record->elapsed_us - begin->at_us);
	char *text = with_stage ? mem_printf("%s  %s", words_stage(stage), time) : mem_strdup(time);

	free(time);
	return text;
}

static int64_t round_trip_us(const struct endpoint_facts *f)
{
	return f->stages[STAGE_TCP].outcome == OUTCOME_OK ? f->stages[STAGE_TCP].us
							  : f->stages[f->end_stage].us;
}

/* A word for how it ended, and the time: of the connection if there was one, else of the wait. */
static char *ended_text(const struct endpoint_facts *f, enum verdict verdict, int cols)
{
	char *time = words_time(round_trip_us(f));
	char *text = NULL;
	const char *word = f->outcome != OUTCOME_OK ? words_ended(f->end_stage, f->outcome)
			   : verdict == VERDICT_OK  ? words_outcome(OUTCOME_OK)
						    : words_verdict(verdict);

	if (cols >= WORDY_COLS)
		text = mem_printf("%-11s %s", word, time);
	else if (cols < STAGES_COLS)
		text = mem_printf("%s %s", word, time);
	else if (f->outcome == OUTCOME_OK && verdict == VERDICT_OK)
		text = mem_strdup(time);
	else
		text = mem_strdup(word);
	free(time);
	return text;
}

static void put_result(struct list *l, const struct run *run, const struct endpoint_facts *f,
		       enum verdict verdict, int cols)
{
	bool narrow = cols < STAGES_COLS;
	int col = narrow ? COL_RESULT_NARROW : COL_RESULT;
	bool wordy = narrow || cols >= WORDY_COLS;
	enum role role = pane_verdict_role(verdict);
	char *text = NULL;

	bool running = !f->end_event && !run_is_over(run);

	if (!f->end_event && !running) {
		text = mem_strdup(words_verdict(VERDICT_UNTESTED));
	} else if (running) {
		role = ROLE_RUNNING;
		text = running_text(run, f, wordy);
	} else {
		text = ended_text(f, verdict, cols);
	}
	if (narrow && running)
		list_put(l, col, role, theme_spinner(run->record->elapsed_us / 1000));
	else if (narrow)
		list_put(l, col, role, theme_glyph(pane_verdict_glyph(verdict)));
	list_put(l, narrow ? col + 3 : col, role, text);
	free(text);
}

/* "v4", or "v4+2" if two more addresses of the name behave alike. */
static char *family_text(const struct grid_row *row)
{
	const char *family = row->endpoint->family == FAMILY_IPV6 ? "v6" : "v4";

	return row->alike ? mem_printf("%s+%u", family, row->alike) : mem_strdup(family);
}

/* The service, or the host if only that distinguishes rows and has no column of its own. */
static char *service_text(const struct grid_row *row, int cols)
{
	const struct endpoint *e = row->endpoint;
	char *name = row->several && cols < WORDY_COLS
			 ? esc_text(e->host, strlen(e->host), theme_ascii())
			 : mem_strdup(service_name(e->service));
	char *clipped = text_clip(name, COL_PORT - COL_SERVICE, theme_ascii());

	free(name);
	return clipped;
}

static void put_row(struct list *l, const struct run *run, const struct grid_row *row, int cols)
{
	const struct endpoint *e = row->endpoint;
	const struct facts *facts = &run->record->facts;
	const struct endpoint_facts *f = facts_of(facts, e->id);
	enum verdict verdict = findings_verdict(&run->record->findings, facts, e->id);
	enum role role = row->absent ? ROLE_DIM : ROLE_NORMAL;
	char *family = family_text(row);
	char *service = service_text(row, cols);

	list_item(l, ITEM_ROW, e->id);
	list_line(l);
	list_put(l, COL_SERVICE, role, service);
	list_putf(l, COL_PORT, role, "%5d", e->port);
	list_put(l, COL_FAMILY, ROLE_DIM, family);
	free(family);
	free(service);
	if (row->absent) {
		list_put(l, cols < STAGES_COLS ? COL_RESULT_NARROW : COL_STAGE, ROLE_DIM,
			 _("no address of this kind"));
		return;
	}
	for (int c = 0; f && cols >= STAGES_COLS && c < COLUMN_COUNT_; c++)
		put_column(l, run, f, (enum column)c, verdict);
	if (f)
		put_result(l, run, f, verdict, cols);
	if (cols >= WORDY_COLS)
		list_put(l, COL_HOST, ROLE_DIM, e->why == WHY_ADDRESS ? e->address : e->host);
}

/* One line for all rows that are left out because the name has no address of their family. */
static void put_left_out(struct list *l, size_t n, int cols)
{
	char *text = mem_printf(
	    ngettext("%zu row left out: the name has no such address (a shows it)",
		     "%zu rows left out: the names have no such address (a shows them)", n),
	    n);

	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, COL_SERVICE, cols, ROLE_DIM, text);
	free(text);
}

void pane_grid_build(struct list *l, const struct run *run, int cols)
{
	enum grid_group group = GRID_GROUP_COUNT_;
	struct grid_rows rows;

	grid_rows_init(&rows, run->record, run->all_rows);
	for (size_t i = 0; i < rows.n; i++) {
		if (rows.v[i].group != group) {
			group = rows.v[i].group;
			list_item(l, ITEM_HEADING, 0);
			list_line(l);
			list_put(l, 0, ROLE_TITLE, _(grid_group_title(group)));
		}
		put_row(l, run, &rows.v[i], cols);
	}
	if (rows.absent_n)
		put_left_out(l, rows.absent_n, cols);
	grid_rows_clear(&rows);
}
