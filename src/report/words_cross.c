/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "report/words_cross.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "report/words.h"

#include <stdlib.h>

char *words_cross_title(const struct cross_row *r)
{
	/* TRANSLATORS: a port's number, then "IPv4" or "IPv6". */
	return mem_printf(_("Port %d, %s"), r->port, words_family(r->family));
}

/* How the others fare: " (refused 1, no answer 2)". */
static void put_rest(struct buf *out, const struct cross_cell *c)
{
	const struct {
		size_t n;
		enum outcome outcome;
	} kinds[] = {
	    {c->refused, OUTCOME_REFUSED},
	    {c->silent, OUTCOME_TIMEOUT},
	    {c->unreachable, OUTCOME_UNREACHABLE},
	};
	const char *gap = " (";

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (!kinds[i].n)
			continue;
		buf_printf(out, "%s%s %zu", gap, words_outcome(kinds[i].outcome), kinds[i].n);
		gap = ", ";
	}
	if (c->pending) {
		/* TRANSLATORS: how many have not answered yet. */
		char *waiting = mem_printf(_("waiting %zu"), c->pending);

		buf_printf(out, "%s%s", gap, waiting);
		gap = ", ";
		free(waiting);
	}
	if (*gap == ',')
		buf_putc(out, ')');
}

char *words_cross_cell(const struct cross_cell *c)
{
	struct buf out;

	if (!c->asked)
		return mem_strdup(_("not tried"));
	buf_init(&out, 0);
	/* TRANSLATORS: how many of the servers that were tried accept the connection. */
	buf_printf(&out, ngettext("%zu of %zu connects", "%zu of %zu connect", c->up), c->up,
		   c->asked);
	put_rest(&out, c);
	return buf_take(&out);
}

char *words_cross_impossible(const struct cross_row *r)
{
	if (!r->impossible || r->answered == OUTCOME_NONE || r->answered == OUTCOME_CANCELLED)
		return NULL;
	if (r->answered == OUTCOME_OK)
		return mem_strdup(
		    _("An address that nobody has accepted the connection: something answers for "
		      "everyone."));
	return mem_strdup(
	    _("An address that nobody has did not accept the connection, as it should be."));
}

void words_cross(const struct cross_row *r, struct strs *ret)
{
	const struct {
		const char *title;
		const struct cross_cell *cell;
	} cells[] = {
	    {_("This server, this port"), &r->here_port},
	    {_("This server, other ports"), &r->here_rest},
	    {_("Other servers, this port"), &r->else_port},
	    {_("Other servers, port 443"), &r->else_rest},
	};
	char *impossible = words_cross_impossible(r);

	strs_append(ret, words_cross_title(r));
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		char *text = words_cross_cell(cells[i].cell);

		if (cells[i].cell->asked)
			/* TRANSLATORS: a cell of the crossed table: its heading, then what was
			 * seen. */
			strs_append(ret, mem_printf(_("%s: %s"), cells[i].title, text));
		free(text);
	}
	if (impossible)
		strs_append(ret, impossible);
}
