/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transcript of the selected row, with the events that a finding cites marked. */
#include "config.h"
#include "ui/run.h"

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

static void put_event(struct list *l, const struct run *run, const struct event *e, int cols)
{
	char *text = words_event(e, theme_ascii());
	bool proof = run_is_proof(run, e->seq);

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
static void put_other_proof(struct list *l, const struct run *run, int cols)
{
	const struct log *log = &run->record->log;
	unsigned endpoint = run->endpoint;

	for (size_t i = 0; i < run->proof_n; i++) {
		const struct event *e = log_get(log, run->proof[i]);

		if (!e || e->endpoint == run->endpoint)
			continue;
		if (e->endpoint != endpoint) {
			endpoint = e->endpoint;
			put_heading(l,
				    endpoint ? words_endpoint_name(run->record, endpoint)
					     : mem_strdup(_("About the whole run")),
				    cols);
		}
		put_event(l, run, e, cols);
	}
}

void pane_conversation_build(struct list *l, const struct run *run, int cols)
{
	const struct log *log = &run->record->log;

	put_heading(l, words_endpoint_name(run->record, run->endpoint), cols);
	/* TRANSLATORS: %s marks a line, the other one is the title of a finding. */
	if (run->proof_title)
		put_heading(l,
			    mem_printf(_("%s marks the proof of: %s"), theme_glyph(GLYPH_MARK),
				       run->proof_title),
			    cols);
	for (size_t i = 0; i < log->n; i++)
		if (log->v[i]->endpoint == run->endpoint &&
		    (!is_stale(run, log->v[i]) || run_is_proof(run, log->v[i]->seq)))
			put_event(l, run, log->v[i], cols);
	put_other_proof(l, run, cols);
}
