/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/well.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/privacy.h"
#include "words/words.h"

#include <stdlib.h>

#define COL_ROW 3

bool well_is(const struct run *run)
{
	const struct summary *s = &run->record->summary;

	return run_is_complete(run) && s->setting_n && !words_cause(run->record) &&
	       (!s->receive_asked || s->receive == ANSWER_OK) &&
	       (!s->send_asked || s->send == ANSWER_OK);
}

static void steps_of(struct well_steps *ret, const struct run *run)
{
	words_well(ret, run->record, run_program(run), privacy_is_on());
}

void well_put(struct list *l, const struct run *run, int cols)
{
	struct well_steps steps;
	char *title = command_text(
	    _("If your mail program still fails, it is one of these[enter: ({enter} tells more)|]"),
	    WHERE_RUN);

	steps_of(&steps, run);
	list_item(l, ITEM_HEADING, 0);
	list_wrap(l, 1, cols, ROLE_TITLE, title);
	free(title);
	for (size_t i = 0; i < steps.n; i++) {
		list_item(l, ITEM_ROW, WELL_FIRST + (unsigned)i);
		list_wrap(l, COL_ROW, cols, ROLE_NORMAL, steps.v[i].title);
	}
	well_steps_clear(&steps);
}

void well_put_page(struct list *l, const struct run *run, int cols)
{
	struct well_steps steps;

	steps_of(&steps, run);
	char *intro =
	    command_text(_("Nothing blocks mail here. Go through these in turn[enter:; {enter} "
			   "tells more about the one that is selected|]."),
			 WHERE_READER);

	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, 1, cols, ROLE_NORMAL, intro);
	free(intro);
	for (size_t i = 0; i < steps.n; i++) {
		list_gap(l);
		list_item(l, ITEM_ROW, WELL_FIRST + (unsigned)i);
		list_line(l);
		list_putf(l, 1, ROLE_STRONG, "%zu", i + 1);
		list_wrap_on(l, COL_ROW + 1, cols, ROLE_STRONG, steps.v[i].title);
		list_wrap(l, COL_ROW + 1, cols, ROLE_NORMAL, steps.v[i].text);
	}
	well_steps_clear(&steps);
}

bool well_has(const struct run *run, unsigned ref)
{
	enum well_lead lead;
	const char *topic;

	return well_is(run) && well_lead(run, ref, &lead, &topic);
}

bool well_lead(const struct run *run, unsigned ref, enum well_lead *ret_lead,
	       const char **ret_topic)
{
	struct well_steps steps;
	bool found;

	steps_of(&steps, run);
	found = ref >= WELL_FIRST && ref < WELL_FIRST + steps.n;
	if (found) {
		*ret_lead = steps.v[ref - WELL_FIRST].lead;
		*ret_topic = steps.v[ref - WELL_FIRST].topic;
	}
	well_steps_clear(&steps);
	return found;
}
