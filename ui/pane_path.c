/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way to the server, where it was looked at: what answered at which distance. */
#include "config.h"
#include "ui/run.h"

#include "base/i18n.h"
#include "report/words.h"

#include <stdlib.h>

static bool is_path(const struct event *e)
{
	return e->type == EVENT_PATH_BEGIN || e->type == EVENT_PATH_HOP ||
	       e->type == EVENT_PATH_NAME || e->type == EVENT_PATH_END;
}

bool pane_path_has(const struct run *run)
{
	const struct log *log = run->session ? session_log(run->session) : NULL;

	for (size_t i = 0; log && i < log->n; i++)
		if (is_path(log->v[i]))
			return true;
	return false;
}

void pane_path_build(struct list *l, const struct run *run, int cols)
{
	const struct log *log = session_log(run->session);

	bool any = false;

	for (size_t i = 0; i < log->n; i++) {
		const struct event *e = log->v[i];

		if (!is_path(e) || e->endpoint != run->endpoint)
			continue;
		any = true;
		char *text = words_event(run->session, e, theme_ascii());

		list_item(l, ITEM_TEXT, e->seq);
		list_wrap(l, 1, cols, ROLE_NORMAL, text ? text : "");
		free(text);
	}
	if (any)
		return;
	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, 1, cols, ROLE_DIM, _("The way to this port was not looked at; t does so."));
}
