/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tests/sim/invent.h"

#include <string.h>

/* Reading a case costs as much as ten runs, and looking at each state as twenty. */
#define REOPEN_EACH 127
#define WATCH_EACH 197
#define IMPATIENT_EACH 9

const char *grade_name(enum grade g)
{
	static const char *const names[] = {"right", "place", "harmless", "likely", "false"};

	return names[g];
}

/* Whether the machine that does it on the way may be called so. */
static bool is_way_place(const struct plot *plot, const struct plant *p, enum place place)
{
	int home = plot->contained ? 2 : 1; /* the router that is, or may be, the home's */
	bool server = p->at > plot->routers;

	switch (place) {
	case PLACE_THIS_COMPUTER:
		return p->at < home;
	case PLACE_HOME_ROUTER:
		return p->at && p->at <= home;
	case PLACE_HOME_OR_NETWORK:
		return p->at && p->at <= home + 1;
	case PLACE_NETWORK:
		/* A link close to the server is on the way to it as well. */
		return p->at && (!server || p->deed == DEED_STALL);
	case PLACE_PROXY:
		return p->deed == DEED_ANSWER || p->deed == DEED_CUT;
	case PLACE_SERVER:
	case PLACE_SERVER_OR_WAY_BACK:
		/* From outside, what is done to one server alone looks like its own deed. */
		return server || p->at == plot->routers ||
		       (p->own_server &&
			(place == PLACE_SERVER_OR_WAY_BACK || p->deed >= DEED_ANSWER));
	default:
		return true;
	}
}

/* A name server is in the router or beyond it; a name that is missing may be missing at its owner's. A false address
 * leads to whatever is there. */
static bool is_name_place(const struct plant *p, enum place place)
{
	switch (place) {
	case PLACE_THIS_COMPUTER:
		return false;
	case PLACE_SERVER:
	case PLACE_SERVER_OR_WAY_BACK:
		return p->fault != NAME_SILENT && p->fault != NAME_LIES;
	default:
		return true;
	}
}

/* Whether a machine at that place may be the cause. */
static bool is_place(const struct plot *plot, enum place place)
{
	bool server = place == PLACE_SERVER || place == PLACE_SERVER_OR_WAY_BACK;
	bool fits = place == PLACE_UNKNOWN || place == PLACE_EVERYTHING || (server && !plot->n);

	for (size_t i = 0; i < plot->n && !fits; i++) {
		const struct plant *p = &plot->plants[i];

		fits = p->where == PLANT_WAY		       ? is_way_place(plot, p, place)
		       : p->where == PLANT_NAME || p->by_names ? is_name_place(p, place)
							       : server;
	}
	return fits;
}

/* Whether the finding says what is wrong and not only that it is. */
static bool names_cause(const struct plot *plot, const struct finding *f)
{
	bool right = f->place != PLACE_UNKNOWN;

	for (size_t i = 0; i < plot->n; i++)
		right |= (plot->plants[i].where == PLANT_NAME && !strncmp(f->id, "dns.", 4)) ||
			 (plot->plants[i].where == PLANT_SOURCE &&
			  (!strncmp(f->id, "dns.", 4) || !strncmp(f->id, "discover.", 9)));
	return right;
}

/* A statement about the domain that only one fault makes true. */
static bool is_unfounded(const struct plot *plot, const struct finding *f)
{
	bool unfounded = domain_only_if(f->id);

	for (size_t i = 0; i < plot->n; i++)
		unfounded = unfounded &&
			    (!plot->plants[i].proves || strcmp(plot->plants[i].proves, f->id) != 0);
	return unfounded;
}

/* A server that does what the setting says, for this computer. With a second family or a false address it is not known
 * which way the program went. */
static bool is_true_setting(const struct setting *s)
{
	struct world_host *h = world_host_named(s->host);

	if (!h)
		return false;
	if (h->name_is[0] == NAME_LIES || (*h->address[1] && world->family[1]))
		return true;
	struct world_route route = world_route_to(h, s->port);

	return route.how == ROUTE_OPEN && !route.cut && route.port == world_port_of(h, s->port) &&
	       !strcmp(route.port->script->identity, "good");
}

static const char *false_setting(const struct record *r)
{
	for (size_t i = 0; i < r->summary.setting_n; i++)
		if (!is_true_setting(&r->summary.settings[i]))
			return "a setting is offered that doesn't work";
	return NULL;
}

enum grade judge(const struct record *r, const struct plot *plot, const char **ret_why)
{
	enum grade grade = GRADE_HARMLESS;

	*ret_why = NULL;
	for (size_t i = 0; i < r->findings.n; i++) {
		const struct finding *f = &r->findings.v[i];
		bool bad = f->verdict >= VERDICT_WARNING && f->under < 0;

		if (!bad)
			continue;
		bool calm = !plot->n && f->verdict == VERDICT_PROBLEM;
		bool true_place = is_place(plot, f->place) && !is_unfounded(plot, f);

		if (calm || !true_place) {
			enum grade g = f->certainty == CERTAINTY_CERTAIN || !plot->n ? GRADE_FALSE
										     : GRADE_LIKELY;

			if (g > grade || !*ret_why)
				*ret_why = f->id;
			grade = g > grade ? g : grade;
		} else if (names_cause(plot, f) && grade == GRADE_HARMLESS) {
			grade = GRADE_RIGHT;
		}
	}
	if (!plot->n && grade == GRADE_HARMLESS)
		return GRADE_RIGHT;
	return grade;
}

void graded_run(struct graded *g, uint64_t number, const struct cuts *cuts)
{
	struct run_options options = {0};

	invent(&g->world, &g->plot, number, cuts);
	if (number >= INVENT_MORE && number % IMPATIENT_EACH == 4)
		options = run_impatience(&g->world.dice);
	options.watched = number % WATCH_EACH == 1;
	run_in(&g->run, &g->world, run_target(&g->world), &options);
	g->grade = judge(g->run.record, &g->plot, &g->why);
	if (!g->run.wrong)
		g->run.wrong = false_setting(g->run.record);
	if (!g->run.wrong && number % REOPEN_EACH == 0 && session_done(g->run.session))
		g->run.wrong = reopened_differs(g->run.record);
	if (g->run.wrong)
		g->why = g->run.wrong;
}

void graded_clear(struct graded *g)
{
	run_clear(&g->run, &g->world);
}

bool graded_is_bad(const struct graded *g)
{
	return g->run.wrong || g->grade == GRADE_FALSE;
}

void verdict_text(struct buf *out, const struct record *r)
{
	for (size_t i = 0; i < r->findings.n; i++) {
		const struct finding *f = &r->findings.v[i];

		buf_printf(out, "%s %s %s %s%s\n", f->id, verdict_name(f->verdict),
			   certainty_name(f->certainty), place_name(f->place),
			   f->under < 0 ? "" : " under");
	}
	buf_printf(out, "read %s, send %s\n", answer_name(r->summary.receive),
		   answer_name(r->summary.send));
	for (size_t i = 0; i < r->summary.setting_n; i++) {
		const struct setting *s = &r->summary.settings[i];

		buf_printf(out, "%s %d %s %s%s\n", s->host, s->port, security_name(s->security),
			   s->auth, s->best ? " best" : "");
	}
}
