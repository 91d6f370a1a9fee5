/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "run/turns.h"

#include "base/mem.h"
#include "base/str.h"
#include "know/services.h"

#include <stdlib.h>

#define NS_PER_MS 1000000

struct turn {
	struct turns *all;
	char *address;
	bool extra;
	int rank;
	turn_handler *go;
	void *user;
	bool come;	   /* else it waits */
	bool connected;	   /* … and its connection is up */
	uint64_t asked_ns; /* when it was asked for … */
	uint64_t come_ns;  /* … and when it came */
	struct turn *next; /* in the order of asking */
};

/* A server that has had enough. */
struct weary {
	char *address;
	uint64_t until_ns;
	uint64_t ms; /* how long it is left alone this time */
	struct weary *next;
};

struct turns {
	uv_timer_t timer; /* to see whose turn has come */
	struct turn *first;
	struct weary *weary;
};

struct turns *turns_new(uv_loop_t *loop)
{
	struct turns *t = mem_calloc(1, sizeof *t);

	uv_timer_init(loop, &t->timer);
	t->timer.data = t;
	return t;
}

static void on_closed(uv_handle_t *handle)
{
	free(handle->data);
}

void turns_free(struct turns *t)
{
	while (t->weary) {
		struct weary *next = t->weary->next;

		free(t->weary->address);
		free(t->weary);
		t->weary = next;
	}
	uv_close((uv_handle_t *)&t->timer, on_closed);
}

int turns_rank(const struct endpoint *e)
{
	enum protocol protocol = service_row(e->service)->protocol;

	if (!endpoint_counts(e))
		return TURNS_RANKS - 1;
	if (protocol == PROTOCOL_HTTPS)
		return 0;
	if (e->security == SECURITY_TLS)
		return 3;
	return protocol == PROTOCOL_SMTP ? 1 : 2;
}

/* ---- who may go ---- */

/* When the attempt stops counting; 0: it counts to its end. */
static uint64_t silent_from_ns(const struct turn *turn)
{
	return turn->connected ? 0 : turn->come_ns + (uint64_t)TURNS_SILENT_MS * NS_PER_MS;
}

static bool counts(const struct turn *turn, uint64_t now_ns)
{
	return turn->come && (turn->connected || now_ns < silent_from_ns(turn));
}

static const struct weary *weary_at(const struct turns *t, const char *address)
{
	const struct weary *w = t->weary;

	while (w && !str_eq(w->address, address))
		w = w->next;
	return w;
}

static bool may_come(const struct turn *turn, uint64_t now_ns)
{
	const struct weary *w = weary_at(turn->all, turn->address);
	int busy = 0, extra = 0;

	if (turn->come || (w && now_ns < w->until_ns))
		return false;
	for (const struct turn *o = turn->all->first; o; o = o->next) {
		if (!counts(o, now_ns) || !str_eq(o->address, turn->address))
			continue;
		busy++;
		extra += o->extra;
	}
	return busy < TURNS_PER_ADDRESS && (!turn->extra || extra < TURNS_EXTRA);
}

static struct turn *next_turn(const struct turns *t, uint64_t now_ns)
{
	struct turn *best = NULL;

	for (struct turn *turn = t->first; turn; turn = turn->next)
		if ((!best || turn->rank < best->rank) && may_come(turn, now_ns))
			best = turn;
	return best;
}

/* ---- waiting ---- */

static void earlier(uint64_t *at_ns, uint64_t other_ns, uint64_t now_ns)
{
	if (other_ns > now_ns && other_ns < *at_ns)
		*at_ns = other_ns;
}

/* When time alone may let one of those that wait go; UINT64_MAX: never. */
static uint64_t next_change_ns(const struct turns *t, uint64_t now_ns)
{
	uint64_t at_ns = UINT64_MAX;

	for (const struct turn *turn = t->first; turn; turn = turn->next) {
		const struct weary *w = turn->come ? NULL : weary_at(t, turn->address);

		if (w)
			earlier(&at_ns, w->until_ns, now_ns);
		if (turn->come && turn_is_wanted(turn))
			earlier(&at_ns, silent_from_ns(turn), now_ns);
	}
	return at_ns;
}

static void on_timer(uv_timer_t *timer);

static void wake_in(struct turns *t, uint64_t ms)
{
	uv_update_time(t->timer.loop);
	uv_timer_start(&t->timer, on_timer, ms, 0);
}

static void come(struct turn *turn, uint64_t now_ns)
{
	turn->come = true;
	turn->come_ns = now_ns;
}

static void on_timer(uv_timer_t *timer)
{
	struct turns *t = timer->data;
	struct turn *turn;

	while ((turn = next_turn(t, uv_hrtime()))) {
		come(turn, uv_hrtime());
		turn->go(turn->user);
	}
	uint64_t now_ns = uv_hrtime(), at_ns = next_change_ns(t, now_ns);

	if (at_ns != UINT64_MAX)
		wake_in(t, (at_ns - now_ns) / NS_PER_MS + 1);
}

struct turn *turns_ask(struct turns *t, const char *address, bool extra, int rank, turn_handler *go,
		       void *user)
{
	struct turn *turn = mem_calloc(1, sizeof *turn), **at = &t->first;

	*turn = (struct turn){.all = t,
			      .address = mem_strdup(address),
			      .extra = extra,
			      .rank = extra ? -1 : rank,
			      .go = go,
			      .user = user,
			      .asked_ns = uv_hrtime()};
	while (*at)
		at = &(*at)->next;
	*at = turn;
	if (may_come(turn, turn->asked_ns))
		come(turn, turn->asked_ns);
	else
		wake_in(t, 0);
	return turn;
}

bool turn_has_come(const struct turn *turn)
{
	return turn && turn->come;
}

int turn_waited_ms(const struct turn *turn)
{
	return (int)((turn->come_ns - turn->asked_ns) / NS_PER_MS);
}

void turn_connected(struct turn *turn)
{
	turn->connected = true;
}

bool turn_is_wanted(const struct turn *turn)
{
	for (const struct turn *o = turn->all->first; o; o = o->next)
		if (!o->come && str_eq(o->address, turn->address))
			return true;
	return false;
}

/* The next one goes later, from the loop: a run that is cancelled gives all turns back at once. */
void turn_give_back(struct turn *turn)
{
	if (!turn)
		return;
	struct turns *t = turn->all;
	struct turn **at = &t->first;

	while (*at != turn)
		at = &(*at)->next;
	*at = turn->next;
	free(turn->address);
	free(turn);
	if (t->first)
		wake_in(t, 0);
}

/* ---- back-off ---- */

static struct weary *note_weary(struct turns *t, const char *address)
{
	struct weary *w = (struct weary *)weary_at(t, address);

	if (w)
		return w;
	w = mem_calloc(1, sizeof *w);
	w->address = mem_strdup(address);
	w->next = t->weary;
	t->weary = w;
	return w;
}

void turns_back_off(struct turns *t, const char *address)
{
	struct weary *w = note_weary(t, address);
	uint64_t now_ns = uv_hrtime();

	if (now_ns < w->until_ns)
		return;
	w->ms = w->ms ? 2 * w->ms : TURNS_BACK_OFF_MS;
	if (w->ms > TURNS_BACK_OFF_MOST_MS)
		w->ms = TURNS_BACK_OFF_MOST_MS;
	w->until_ns = now_ns + w->ms * NS_PER_MS;
}
