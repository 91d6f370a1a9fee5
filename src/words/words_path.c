/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_path.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "words/fill.h"
#include "words/words.h"
#include "words/words_place.h"

#include <stdlib.h>
#include <string.h>

/* A case file can have anything instead of an address. */
static char *escaped(const char *text)
{
	return text ? esc_text(text, strlen(text), false) : NULL;
}

/* ---- cells ---- */

/* The same with its time, and brief. */
static const struct {
	const char *timed, *brief;
} mark_words[TRACE_COUNT_] = {
    /* TRANSLATORS: {time} stays. A port took the connection. */
    [TRACE_OPEN] = {N_("open, {time}"), N_("open")},
    /* TRANSLATORS: {time} stays. A port was refused. */
    [TRACE_REFUSED] = {N_("refused, {time}"), N_("refused")},
    /* TRANSLATORS: {time} stays. A router or this computer says "unreachable". */
    [TRACE_UNREACHABLE] = {N_("unreachable, {time}"), N_("unreachable")},
    [TRACE_DENIED] = {N_("forbidden"), N_("forbidden")},
    [TRACE_SILENT] = {N_("no answer"), N_("no answer")},
};

static char *time_value(const char *name, const void *user)
{
	const struct path_cell *cell = user;

	(void)name;
	return words_time(cell->us);
}

char *words_path_cell(const struct path_cell *cell, bool brief)
{
	if (cell->beyond || cell->at_break)
		return mem_strdup("");
	if (cell->mark == TRACE_UNKNOWN)
		return mem_strdup(cell->pending ? "…" : "");
	if (cell->mark == TRACE_PASSED)
		return words_time(cell->us);
	if (brief)
		return mem_strdup(_(mark_words[cell->mark].brief));
	return fill_text(_(mark_words[cell->mark].timed), time_value, cell);
}

static void take_cell(struct path_cell *cell, const struct trace *t, int ttl)
{
	const struct trace_hop *hop = t ? &t->hops[ttl] : NULL;

	if (!hop)
		return;
	*cell = (struct path_cell){.mark = hop->mark,
				   .pending = !t->end_event,
				   .beyond = t->reached && ttl > t->reached,
				   .address = escaped(hop->address),
				   .us = hop->us,
				   .event = hop->event};
}

/* ---- rows ---- */

/* The answer at a hop: two addresses if the ports take different paths, else the address and its
 * name. */
static char *who(const struct path_row *row)
{
	if (!row->address)
		return mem_strdup("?");
	if (row->suspect.address && row->working.address &&
	    !str_eq(row->suspect.address, row->working.address))
		return mem_printf("%s / %s", row->suspect.address, row->working.address);
	return row->name ? mem_printf("%s (%s)", row->address, row->name)
			 : mem_strdup(row->address);
}

/* A finding says that not the server accepted the traced port. */
static bool is_posing(const struct record *record, const struct trace *t, int ttl)
{
	static const char not_the_server[] =
	    "net.own-router net.captive-portal proxy.answers-everything path.proxy.*";

	return t && t->reached == ttl &&
	       findings_about(&record->findings, t->endpoint, not_the_server);
}

static void take_row(struct path_row *row, const struct record *record, const struct trace *suspect,
		     const struct trace *working, int ttl)
{
	const struct trace_hop *a = &suspect->hops[ttl], *b = working ? &working->hops[ttl] : a;
	const struct trace_hop *of = a->address ? a : b;
	bool opens =
	    working && working->reached && working->hops[working->reached].mark == TRACE_OPEN;
	const char *first = suspect->hops[1].address || !working ? suspect->hops[1].address
								 : working->hops[1].address;
	struct surroundings around;

	surroundings_init(&around, &record->facts, suspect->address, first);
	row->ttl = ttl;
	take_cell(&row->suspect, suspect, ttl);
	take_cell(&row->working, working, ttl);
	row->address = escaped(of->address);
	row->name = escaped(of->name);
	/* After an address was rewritten, the suspect's hops have the server's address; the working
	 * port's do not. */
	const char *true_address = b->address ? b->address : a->address;

	row->known = true_address != NULL;
	row->segment = str_eq(true_address, suspect->address)
			   ? SEGMENT_SERVER
			   : surroundings_segment(&around, suspect->family, ttl, true_address,
						  opens ? working->reached : 0);
	row->managed = row->segment == SEGMENT_HOME && words_place_is_managed(record);
	bool poses = is_posing(record, working, ttl);
	bool arrives = working && working->reached == ttl && !poses;

	row->posing = !arrives && (poses || is_posing(record, suspect, ttl));
	row->who = who(row);
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

static void add_rows(struct path_picture *p, const struct record *record,
		     const struct trace *suspect, const struct trace *working)
{
	int last = last_row(suspect, working);

	p->rows = mem_calloc((size_t)last, sizeof *p->rows);
	for (int ttl = 1; ttl <= last; ttl++)
		take_row(&p->rows[p->n++], record, suspect, working, ttl);
}

const char *words_path_segment(const struct path_row *row)
{
	static const char *const names[SEGMENT_COUNT_] = {
	    [SEGMENT_HERE] = N_("this computer"),
	    [SEGMENT_HOST] = N_("the computer around this one"),
	    [SEGMENT_HOME] = N_("your router"),
	    [SEGMENT_CARRIER] = N_("your provider"),
	    [SEGMENT_NETWORK] = "",
	    [SEGMENT_SERVER] = N_("the server"),
	};
	const char *name =
	    !row->known					   ? ""
	    : row->segment == SEGMENT_HOME && row->managed ? N_("this network's router")
	    : row->segment == SEGMENT_SERVER && row->posing
		/* TRANSLATORS: "192.0.2.1, in the server's name": another machine answers. */
		? N_("in the server's name")
		: names[row->segment];

	return *name ? _(name) : "";
}

/* ---- the break ---- */

static const struct {
	const char *id, *text; /* the beginning of the finding's id; NULL: any */
} breaks[] = {
    /* TRANSLATORS: these stand between two hops of a path; {port} stays. */
    {"path.proxy.redirect", N_("port {port} is redirected here")},
    {"path.proxy.syn", N_("port {port} is answered here and not passed on")},
    {"path.proxy.", N_("port {port} is answered here, not by the server")},
    {"path.drop.server", N_("port {port}: no answer comes back")},
    {"path.drop.way-back", N_("port {port}: no answer comes back")},
    {"path.loop.expired", N_("port {port} goes round in circles from here on")},
    {"path.loop.suspected", N_("port {port} seems to go round in circles from here on")},
    {"path.loop", N_("port {port} goes round in circles from here on")},
    {"path.reset.", N_("port {port} is turned away here")},
    {"path.reject.", N_("port {port} is turned away here")},
    {"path.refused.", N_("port {port} is turned away here")},
    {"path.here.reject", N_("port {port} is turned away here")},
    {"path.here.denied", N_("port {port} is turned away here")},
    {NULL, N_("port {port} gets no further than here")},
};

/* Without a finding only the observation: silence may begin further on than answers end. */
static const char *break_words(const char *id, bool answered)
{
	size_t i = 0;

	if (!id)
		return answered ? _("port {port} ends around here")
				: _("port {port}: no answer beyond here");
	while (breaks[i].id && strncmp(id, breaks[i].id, strlen(breaks[i].id)) != 0)
		i++;
	return _(breaks[i].text);
}

static char *port_value(const char *name, const void *user)
{
	const struct path_picture *p = user;

	(void)name;
	return mem_printf("%d", p->port);
}

static bool is_refusal(const struct path_cell *cell)
{
	return cell->mark == TRACE_REFUSED || cell->mark == TRACE_UNREACHABLE ||
	       cell->mark == TRACE_DENIED;
}

/* A refusal that came from before the hop that was asked belongs to the break, not to that hop. */
static void tell_refusal_at_break(struct path_picture *p)
{
	struct path_cell *cell = p->break_at < p->n ? &p->rows[p->break_at].suspect : NULL;

	if (!p->finding || !cell || !is_refusal(cell) || p->break_at + 1 >= p->n)
		return;
	char *how = words_path_cell(cell, false);
	/* TRANSLATORS: what happens to a port there, and how ("refused, 3 ms"). */
	char *text = mem_printf(_("%s (%s)"), p->break_text, how);

	free(how);
	free(p->break_text);
	p->break_text = text;
	cell->at_break = true;
}

/* Where the finding puts it, else where the answers end. */
static void draw_break(struct path_picture *p, const struct trace *s, bool connects)
{
	bool stops = s->reached ? s->hops[s->reached].mark != TRACE_OPEN : s->sweeps_ended > 0;

	/* What a sweep missed of a port that works is no break. */
	stops = stops && !connects;
	const char *number = p->finding ? finding_arg(p->finding, "number") : NULL;

	p->broken = p->finding || stops;
	if (!p->broken)
		return;
	p->break_at = (size_t)(number	    ? strtoul(number, NULL, 10)
			       : s->reached ? (unsigned)s->reached - 1
					    : (unsigned)s->passed);
	if (p->break_at > p->n)
		p->break_at = p->n;
	p->break_text = fill_text(break_words(p->finding ? p->finding->id : NULL, s->reached > 0),
				  port_value, p);
	tell_refusal_at_break(p);
}

/* ---- what it means ---- */

/* What the path finding follows from says more than it. Without one: a refusal by this computer itself, which has no
 * way; or NULL. */
static const struct finding *meaning_of(const struct path_picture *p, const struct findings *all)
{
	if (!p->finding)
		return findings_about(all, p->endpoint, "tcp.refused.here");
	return p->finding->under >= 0 ? &all->v[p->finding->under] : p->finding;
}

static char *sentence_of(const struct path_picture *p, const struct trace *s)
{
	if (p->why_not)
		return mem_strdup(p->why_not);
	if (p->verdict)
		return mem_strdup(p->verdict);
	if (p->running)
		return mem_strdup(_("Answers are still coming in."));
	if (s->reached && s->hops[s->reached].mark == TRACE_OPEN) /* TRANSLATORS: %d is a port. */
		return mem_printf(_("Port %d gets through all the way."), p->port);
	/* TRANSLATORS: %d is a port. */
	return mem_printf(_("These answers don't show where port %d is lost."), p->port);
}

static char *title_of(const struct path_picture *p)
{
	if (!p->working_port) /* TRANSLATORS: an address and a port number. */
		return mem_printf(_("The way to %s, port %d"), p->address, p->port);
	/* TRANSLATORS: an address and two port numbers. */
	return mem_printf(_("The way to %s, port %d compared with port %d"), p->address, p->port,
			  p->working_port);
}

static bool connects(const struct record *record, unsigned endpoint)
{
	const struct endpoint_facts *f = facts_of(&record->facts, endpoint);

	return f && f->stages[STAGE_TCP].outcome == OUTCOME_OK;
}

static void draw(struct path_picture *p, const struct record *record, const struct trace *suspect,
		 const struct trace *working)
{
	*p = (struct path_picture){.endpoint = suspect->endpoint, .port = suspect->port};
	if (suspect->why_not) {
		p->why_not = escaped(_(suspect->why_not));
		p->title = mem_strdup(_("The way to the server"));
	} else {
		p->running = !suspect->end_event || (working && !working->end_event);
		p->working_port = working ? working->port : 0;
		p->address = escaped(suspect->address ? suspect->address : "?");
		p->title = title_of(p);
		p->finding = findings_about(&record->findings, suspect->endpoint, "path.*");
		const struct finding *said = meaning_of(p, &record->findings);

		p->verdict = said ? words_title(record, said) : NULL;
		add_rows(p, record, suspect, working);
		draw_break(p, suspect, connects(record, suspect->endpoint));
	}
	p->sentence = sentence_of(p, suspect);
}

void words_paths(struct path_pictures *ret, const struct record *record, unsigned endpoint)
{
	struct traces traces;

	*ret = (struct path_pictures){0};
	traces_init(&traces, &record->log);
	for (size_t i = 0; i < traces.n; i++) {
		const struct trace *t = &traces.v[i];

		if (t->role != SWEEP_SUSPECT || (endpoint && t->endpoint != endpoint))
			continue;
		ret->v = mem_realloc(ret->v, ret->n + 1, sizeof *ret->v);
		draw(&ret->v[ret->n++], record, t, t->why_not ? NULL : traces_working(&traces, t));
	}
	traces_clear(&traces);
}

static void row_clear(struct path_row *row)
{
	free(row->who);
	free(row->address);
	free(row->name);
	free(row->suspect.address);
	free(row->working.address);
}

void path_pictures_clear(struct path_pictures *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct path_picture *p = &list->v[i];

		for (size_t k = 0; k < p->n; k++)
			row_clear(&p->rows[k]);
		free(p->rows);
		free(p->title);
		free(p->address);
		free(p->break_text);
		free(p->verdict);
		free(p->sentence);
		free(p->why_not);
	}
	free(list->v);
	*list = (struct path_pictures){0};
}

char *words_path_missing(const struct record *record, unsigned endpoint)
{
	const struct target *t = record->target;
	const struct endpoint_facts *f = facts_of(&record->facts, endpoint);
	enum outcome tcp = f ? f->stages[STAGE_TCP].outcome : OUTCOME_NONE;
	const char *text = N_("The path to this port wasn't traced.");

	if (t->practice || target_is_loopback(t)) /* a practice target also has no_path set */
		text = N_("The server is on this computer: there is no path to trace.");
	else if (t->no_path)
		text = N_("The path isn't traced, because --no-path was given.");
	else if (!facts_address(&record->facts, endpoint))
		text = N_("No address of this server is known, so its path can't be traced.");
	else if (!record->live)
		text = N_("The path to this port wasn't traced.");
	else if (tcp == OUTCOME_OK)
		text = N_(
		    "This port works, so its path wasn't traced.[path: Press {path} to trace it.|]");
	else
		text = N_(
		    "The path to this port hasn't been traced yet.[path: Press {path} to trace it now.|]");
	return mem_strdup(_(text));
}
