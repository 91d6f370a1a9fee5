/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tests/sim/invent.h"

#include <string.h>

const char *grade_name(enum grade g)
{
	static const char *const names[] = {"right", "place", "harmless", "likely", "false"};

	return names[g];
}

/* Whether a machine at that place may be the cause. */
static bool is_place(const struct plot *p, enum place place)
{
	int home = p->contained ? 2 : 1; /* the router that is, or may be, the home's */
	bool server = p->at > p->routers;

	switch (place) {
	case PLACE_THIS_COMPUTER:
		return p->network && p->at < home;
	case PLACE_HOME_ROUTER:
		return p->network && p->at && p->at <= home;
	case PLACE_HOME_OR_NETWORK:
		return p->network && p->at && p->at <= home + 1;
	case PLACE_NETWORK:
		/* A link close to the server is on the way to it as well. */
		return p->network && p->at && (!server || p->deed == DEED_STALL);
	case PLACE_PROXY:
		return p->network && (p->deed == DEED_ANSWER || p->deed == DEED_CUT);
	case PLACE_SERVER:
	case PLACE_SERVER_OR_WAY_BACK:
		/* From outside, what is done to one server alone looks like its own deed. */
		return !p->network || server || p->at == p->routers ||
		       (p->own_server &&
			(place == PLACE_SERVER_OR_WAY_BACK || p->deed >= DEED_ANSWER));
	default:
		return true;
	}
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
		bool calm = plot->healthy && f->verdict == VERDICT_PROBLEM;
		bool true_place = is_place(plot, f->place);

		if (calm || !true_place) {
			enum grade g = f->certainty == CERTAINTY_CERTAIN || plot->healthy
					   ? GRADE_FALSE
					   : GRADE_LIKELY;

			if (g > grade || !*ret_why)
				*ret_why = f->id;
			grade = g > grade ? g : grade;
		} else if (f->place != PLACE_UNKNOWN && grade == GRADE_HARMLESS) {
			grade = GRADE_RIGHT;
		}
	}
	if (plot->healthy && grade == GRADE_HARMLESS)
		return GRADE_RIGHT;
	return grade;
}

void graded_run(struct graded *g, uint64_t number)
{
	invent(&g->world, &g->plot, number, false);
	run_in(&g->run, &g->world, run_target(&g->world), NULL);
	g->grade = judge(g->run.record, &g->plot, &g->why);
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
}
