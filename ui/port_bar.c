/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/port_bar.h"

#include "know/services.h"

/* The stages behind one point, in their order; STAGE_COUNT_ ends them. */
#define POINT_STAGES 4
struct point {
	enum stage stages[POINT_STAGES];
};

#define END STAGE_COUNT_
static const struct point name = {{STAGE_DNS, END}}, connection = {{STAGE_TCP, END}},
			  tls = {{STAGE_TLS, END}}, greeting = {{STAGE_GREETING, STAGE_CAPS, END}},
			  starttls = {{STAGE_STARTTLS, STAGE_TLS, STAGE_CAPS_TLS, END}};

/* The row's points; returns how many. */
static size_t points_of(const struct endpoint *e, const struct point *ret[PORT_BAR_MAX])
{
	size_t n = 0;

	ret[n++] = &name;
	ret[n++] = &connection;
	if (e->security == SECURITY_TLS)
		ret[n++] = &tls;
	if (service_row(e->service)->purpose != PURPOSE_WEB)
		ret[n++] = &greeting;
	if (e->security == SECURITY_STARTTLS)
		ret[n++] = &starttls;
	return n;
}

/* How far a point's stages have come: the running one, else the first that failed, else the last. */
static const struct fact_stage *stage_of(const struct endpoint_facts *f, const struct point *p)
{
	const struct fact_stage *last = NULL;

	for (size_t i = 0; p->stages[i] != END; i++) {
		const struct fact_stage *s = &f->stages[p->stages[i]];

		if (!s->begin)
			continue;
		last = s;
		if (!s->end || s->outcome != OUTCOME_OK)
			break;
	}
	return last;
}

static bool encrypts(const struct point *p)
{
	return p == &tls || p == &starttls;
}

static enum bar_point ended_point(const struct endpoint_facts *f, const struct point *p,
				  enum outcome outcome)
{
	if (outcome == OUTCOME_SKIPPED || outcome == OUTCOME_CANCELLED)
		return BAR_UNTESTED;
	if (outcome != OUTCOME_OK)
		return BAR_FAILED;
	return encrypts(p) && f->verify && f->verify->status ? BAR_DOUBT : BAR_DONE;
}

static bool begins_later(const struct endpoint_facts *f, const struct point *const *points,
			 size_t at, size_t n)
{
	while (++at < n)
		if (stage_of(f, points[at]))
			return true;
	return false;
}

/* The point, or BAR_COUNT_: nothing to draw, the bar ends before it. */
static enum bar_point point_at(const struct endpoint_facts *f, const struct point *const *points,
			       size_t at, size_t n, bool over)
{
	const struct fact_stage *s = stage_of(f, points[at]);

	if (s && s->end)
		return ended_point(f, points[at], s->outcome);
	if (s)
		return over || f->end_event ? BAR_UNTESTED : BAR_RUNNING;
	if (begins_later(f, points, at, n))
		return BAR_DONE; /* an address needs no name server */
	if (f->end_event)
		return f->outcome == OUTCOME_CANCELLED || f->outcome == OUTCOME_SKIPPED
			   ? BAR_UNTESTED
			   : BAR_COUNT_;
	if (over)
		return BAR_UNTESTED;
	return f->begin ? BAR_RUNNING : BAR_COUNT_;
}

void port_bar_init(struct port_bar *bar, const struct endpoint *e, const struct endpoint_facts *f,
		   bool over)
{
	const struct point *points[PORT_BAR_MAX];
	size_t n = points_of(e, points);

	bar->n = 0;
	for (size_t i = 0; f && i < n; i++) {
		enum bar_point point = point_at(f, points, i, n, over);

		if (point == BAR_COUNT_)
			return;
		bar->v[bar->n++] = point;
		if (point != BAR_DONE && point != BAR_DOUBT)
			return;
	}
}
