/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "report/words_path.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "report/words.h"

#include <stdlib.h>
#include <string.h>

/* A case file can hold anything where an address should be. */
static char *escaped(const char *text)
{
	return text ? esc_text(text, strlen(text), false) : mem_strdup("?");
}

/* Who answered at a hop: two addresses where the ports go different ways, else the address and its
 * name. */
static char *who(const struct trace_hop *a, const struct trace_hop *b)
{
	const struct trace_hop *hop = a->address ? a : b;

	if (!hop || !hop->address)
		return mem_strdup("?");
	bool apart = a->address && b->address && !str_eq(a->address, b->address);
	char *address = escaped(hop->address);
	char *more = apart ? escaped(b->address) : hop->name ? escaped(hop->name) : NULL;
	char *text = mem_printf(apart  ? "%s / %s"
				: more ? "%s (%s)"
				       : "%s%s",
				address, more ? more : "");

	free(address);
	free(more);
	return text;
}

static char *cell(const struct trace_hop *hop, bool running)
{
	char *time = words_time(hop->us), *text;

	switch (hop->mark) {
	case TRACE_PASSED:
		return time;
	case TRACE_OPEN:
		/* TRANSLATORS: a port took the connection after this time. */
		text = mem_printf(_("open, %s"), time);
		break;
	case TRACE_REFUSED:
		/* TRANSLATORS: a port was refused after this time. */
		text = mem_printf(_("refused, %s"), time);
		break;
	case TRACE_UNREACHABLE:
		/* TRANSLATORS: a router or this computer says "unreachable" after this time. */
		text = mem_printf(_("unreachable, %s"), time);
		break;
	case TRACE_DENIED:
		text = mem_strdup(_("forbidden"));
		break;
	case TRACE_SILENT:
		text = mem_strdup(_("no answer"));
		break;
	default:
		text = mem_strdup(running ? "…" : "");
	}
	free(time);
	return text;
}

static int last_row(const struct trace *s, const struct trace *w)
{
	int last = s->reached ? s->reached : s->passed + 1;

	if (w && w->reached > last)
		last = w->reached;
	if (w && w->passed > last)
		last = w->passed;
	return last > TRACE_TTL_MAX ? TRACE_TTL_MAX : last;
}

static void add_rows(struct path_picture *p, const struct trace *s, const struct trace *w)
{
	static const struct trace_hop nothing;
	int last = last_row(s, w);

	p->rows = mem_calloc((size_t)last + 1, sizeof *p->rows);
	p->break_at = (size_t)last;
	for (int ttl = 1; ttl <= last; ttl++) {
		const struct trace_hop *a = &s->hops[ttl], *b = w ? &w->hops[ttl] : &nothing;
		struct path_row *row = &p->rows[p->n++];

		row->ttl = ttl;
		row->who = who(a, b);
		row->suspect =
		    s->reached && ttl > s->reached ? mem_strdup("") : cell(a, p->running);
		row->working = cell(b, p->running);
		row->mark = a->mark;
		row->event = a->event ? a->event : b->event;
	}
	bool stops = s->reached ? s->hops[s->reached].mark != TRACE_OPEN : s->sweeps_ended > 0;

	if (stops)
		p->break_at = (size_t)(s->reached ? s->reached - 1 : s->passed);
	if (p->break_at > p->n)
		p->break_at = p->n;
}

/* The title of the path finding about the row. */
static char *verdict_of(const struct session *s, unsigned endpoint)
{
	const struct findings *all = session_findings(s);

	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; k < all->v[i].endpoints.n; k++)
			if (all->v[i].endpoints.v[k] == endpoint &&
			    !strncmp(all->v[i].id, "path.", 5))
				return words_title(s, &all->v[i]);
	return NULL;
}

static void draw(struct path_picture *p, const struct session *s, const struct trace *suspect,
		 const struct trace *working)
{
	*p = (struct path_picture){.endpoint = suspect->endpoint, .port = suspect->port};
	if (suspect->why_not) {
		p->why_not = escaped(_(suspect->why_not));
		p->title = mem_strdup(_("The way to the server"));
		return;
	}
	p->running = !suspect->end_event;
	p->working_port = working ? working->port : 0;
	char *address = escaped(suspect->address);

	/* TRANSLATORS: an address, and one or two port numbers. */
	p->title = working ? mem_printf(_("The way to %s, port %d compared with port %d"), address,
					suspect->port, working->port)
			   : mem_printf(_("The way to %s, port %d"), address, suspect->port);
	free(address);
	add_rows(p, suspect, working);
	p->verdict = verdict_of(s, suspect->endpoint);
}

void words_paths(struct path_pictures *ret, const struct session *s, unsigned endpoint)
{
	struct traces traces;

	*ret = (struct path_pictures){0};
	traces_init(&traces, session_log(s));
	for (size_t i = 0; i < traces.n; i++) {
		const struct trace *t = &traces.v[i];

		if (!str_eq(t->role, "suspect") || (endpoint && t->endpoint != endpoint))
			continue;
		ret->v = mem_realloc(ret->v, ret->n + 1, sizeof *ret->v);
		draw(&ret->v[ret->n++], s, t, t->why_not ? NULL : traces_working(&traces, t));
	}
	traces_clear(&traces);
}

void path_pictures_clear(struct path_pictures *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct path_picture *p = &list->v[i];

		for (size_t k = 0; k < p->n; k++) {
			free(p->rows[k].who);
			free(p->rows[k].suspect);
			free(p->rows[k].working);
		}
		free(p->rows);
		free(p->title);
		free(p->verdict);
		free(p->why_not);
	}
	free(list->v);
	*list = (struct path_pictures){0};
}
