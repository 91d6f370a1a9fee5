/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was said: with the selected row, with marks at what the open finding cites; and by all rows. */
#include "config.h"
#include "ui/run.h"
#include "ui/timeline.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "words/words.h"

#include <stdlib.h>

#define COL_TEXT 2

static enum role event_role(const struct event *e)
{
	switch (e->type) {
	case EVENT_LINE_SENT:
		return ROLE_SENT;
	case EVENT_LINE_RECEIVED:
		return ROLE_RECEIVED;
	case EVENT_BYTES_RECEIVED:
	case EVENT_TLS_ALERT:
	case EVENT_TLS_ERROR:
	case EVENT_CLOSED:
	case EVENT_LEFTOVER:
		return ROLE_WARNING;
	default:
		return ROLE_NORMAL;
	}
}

/* The beginning of a stage is news only until it has ended. */
static bool is_stale(const struct run *run, const struct event *e)
{
	const struct endpoint_facts *f = facts_of(&run->record->facts, e->endpoint);

	return e->type == EVENT_STAGE_BEGIN && f && f->stages[e->stage].end > e->seq;
}

static bool is_cited(const struct finding *f, unsigned seq)
{
	for (size_t i = 0; f && i < f->evidence.n; i++)
		if (f->evidence.v[i] == seq)
			return true;
	return false;
}

static void put_event(struct list *l, const struct event *e, bool proof, int cols)
{
	char *text = words_event(e, theme_ascii());

	if (text && *text) {
		list_item(l, proof ? ITEM_MARKED : ITEM_TEXT, e->seq);
		list_line(l);
		if (proof)
			list_put(l, 0, ROLE_MARK, theme_glyph(GLYPH_MARK));
		list_wrap_on(l, COL_TEXT, cols, proof ? ROLE_MARK : event_role(e), text);
	}
	free(text);
}

static void put_heading(struct list *l, char *text, int cols)
{
	list_item(l, ITEM_HEADING, 0);
	list_wrap(l, 1, cols, ROLE_TITLE, text);
	free(text);
}

/* Proof outside this row's conversation: of other rows, or of the whole run. */
static void put_other_proof(struct list *l, const struct run *run, const struct finding *f,
			    int cols)
{
	unsigned endpoint = run->endpoint;

	for (size_t i = 0; f && i < f->evidence.n; i++) {
		const struct event *e = log_get(&run->record->log, f->evidence.v[i]);

		if (!e || e->endpoint == run->endpoint)
			continue;
		if (e->endpoint != endpoint) {
			endpoint = e->endpoint;
			put_heading(l,
				    endpoint ? words_endpoint_name(run->record, endpoint)
					     : mem_strdup(_("About the whole run")),
				    cols);
		}
		put_event(l, e, true, cols);
	}
}

/* The marks are explained where there are any. */
static void put_what_is_marked(struct list *l, const struct run *run, const struct finding *f,
			       int cols)
{
	char *title = words_title(run->record, f);

	/* TRANSLATORS: %s marks a line, the other one is the title of a finding. */
	put_heading(l, mem_printf(_("%s marks the proof of: %s"), theme_glyph(GLYPH_MARK), title),
		    cols);
	free(title);
}

void pane_log_build(struct list *l, const struct run *run, int cols)
{
	const struct log *log = &run->record->log;
	const struct finding *f = run_finding(run);

	put_heading(l, words_endpoint_name(run->record, run->endpoint), cols);
	if (f)
		put_what_is_marked(l, run, f, cols);
	for (size_t i = 0; i < log->n; i++) {
		const struct event *e = log->v[i];

		if (e->endpoint == run->endpoint && (!is_stale(run, e) || is_cited(f, e->seq)))
			put_event(l, e, is_cited(f, e->seq), cols);
	}
	timeline_put(l, run, run->endpoint, cols);
	put_other_proof(l, run, f, cols);
}

/* ---- all rows ---- */

/* The latest ones while it runs, since each event may change them; then all. Fewer if the log is only looked at. */
#define LIVE_EVENTS 400
#define LIVE_EVENTS_BESIDE 100

/* "465 SSL/TLS  ", so that lines of several rows can be told apart. */
static char *live_text(const struct run *run, const struct event *e)
{
	const struct endpoint *of = endpoints_get(&run->record->plan, e->endpoint);
	char *text = words_event(e, theme_ascii()), *full;

	if (!of || !text || !*text)
		return text;
	/* TRANSLATORS: a port with its family, then a line of the log. */
	full = mem_printf(_("%d %s  %s"), of->port, words_family(of->family), text);
	free(text);
	return full;
}

/* Of the row that the panes are about, a line of time under the log. */
static void put_selected(struct list *l, const struct run *run, int cols)
{
	const struct endpoint_facts *f = run_facts(run);

	if (!f || !f->end_event)
		return;
	put_heading(l, words_endpoint_name(run->record, run->endpoint), cols);
	timeline_put(l, run, run->endpoint, cols);
}

void pane_live_build(struct list *l, const struct run *run, int cols)
{
	const struct log *log = &run->record->log;
	size_t n = run->frozen && run->frozen < log->n ? run->frozen : log->n;
	size_t most = run->record->done || run_is_over(run) ? n
		      : run->focus == PANE_LIVE		    ? LIVE_EVENTS
							    : LIVE_EVENTS_BESIDE;

	for (size_t i = n < most ? 0 : n - most; i < n; i++) {
		const struct event *e = log->v[i];
		char *text = e->type == EVENT_STAGE_BEGIN ? NULL : live_text(run, e);

		if (text && *text) {
			list_item(l, ITEM_TEXT, e->seq);
			list_line(l);
			list_wrap_on(l, 1, cols, event_role(e), text);
		}
		free(text);
	}
	if (!l->line_n) {
		list_item(l, ITEM_TEXT, 0);
		list_wrap(l, 1, cols, ROLE_DIM, _("Nothing has happened yet."));
	}
	put_selected(l, run, cols);
}
