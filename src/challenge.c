/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "challenge.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "batch.h"
#include "begin.h"
#include "know/services.h"
#include "linear.h"
#include "practice/recorded.h"
#include "report/report_text.h"
#include "words/words.h"

#include <stdlib.h>
#include <time.h>

#define DAY_SECONDS (24 * 60 * 60)
#define NUMBER_MAX 999999999
#define STATUS_WRONG 1

/* The choices of a question; right: any of those. */
struct question {
	const char *text;
	struct strs choices;
	unsigned right; /* a bit for each */
};

long challenge_today(void)
{
	return (long)(time(NULL) / DAY_SECONDS);
}

static size_t common_divisor(size_t a, size_t b)
{
	return b ? common_divisor(b, a % b) : a;
}

/* The step has no divisor in common with the networks' number, so that each comes once before any comes again. */
const char *challenge_network(long number)
{
	size_t n;
	const struct recorded *all = recorded_all(&n);
	size_t step = n / 2 + 1;

	while (common_divisor(n, step) > 1)
		step++;
	return number > 0 ? all[(size_t)number * step % n].name : NULL;
}

/* The caller frees. */
static char *truth_about(const struct recorded *network)
{
	return mem_printf("%s. %s", _(network->title), _(network->teaches));
}

/* ---- asking ---- */

/* The number of the chosen one from 0 on, or the number of choices at the end of the input. */
static size_t ask(const struct question *q)
{
	linear_say(mem_strdup(q->text));
	for (size_t i = 0; i < q->choices.n; i++)
		linear_say(mem_printf("%zu %s", i + 1, q->choices.v[i]));
	for (;;) {
		char *line = linear_read();
		long number = 0;
		bool over = !line, fits = str_number(line, 1, (long)q->choices.n, &number);

		free(line);
		if (over || fits)
			return fits ? (size_t)number - 1 : q->choices.n;
		linear_say(
		    mem_printf(_("Type a number from 1 to %zu, then press Enter."), q->choices.n));
	}
}

/* What it was, and whether that was said. */
static bool judge(const struct question *q, size_t said)
{
	bool right = said < q->choices.n && q->right & 1u << said;
	struct strs truth = {0};

	for (size_t i = 0; i < q->choices.n; i++)
		if (q->right & 1u << i)
			strs_add(&truth, q->choices.v[i]);
	char *all = strs_join(&truth, _(", or "));

	/* TRANSLATORS: after a question of the challenge: the right answer. */
	linear_say(mem_printf(right ? _("Right: %s") : _("Not quite. It is: %s"), all));
	free(all);
	strs_clear(&truth);
	return right;
}

/* ---- the two questions ---- */

static void ask_who(struct question *q, const struct recorded *network)
{
	static const char *const names[] = {
	    N_("this computer, or what runs on it: a VPN, a virus scanner"),
	    N_("the router at home"),
	    N_("the network behind it: the Internet provider, the hotel, the cloud"),
	    N_("the mail provider's server")};

	*q = (struct question){.text = _("Who is to blame?"), .right = network->blame};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		strs_add(&q->choices, _(names[i]));
}

/* Whether the run found that this port sends. */
static bool sends(const struct record *r, const struct endpoint *e)
{
	for (size_t i = 0; i < r->summary.setting_n; i++)
		if (r->summary.settings[i].purpose == PURPOSE_SEND &&
		    r->summary.settings[i].port == e->port)
			return true;
	return false;
}

static void ask_what(struct question *q, const struct record *r)
{
	*q = (struct question){.text = _("What do you enter to send mail from here?")};
	for (size_t i = 0; i < r->plan.n; i++) {
		const struct endpoint *e = &r->plan.v[i];
		enum purpose purpose = service_row(e->service)->purpose;

		if (!endpoint_counts(e) || (purpose != PURPOSE_SEND && purpose != PURPOSE_DELIVERY))
			continue;
		/* TRANSLATORS: a port and its encryption ("port 465, SSL/TLS"). */
		char *text = mem_printf(_("port %d, %s"), e->port, words_security(e->security));

		if (!strs_has(&q->choices, text)) {
			q->right |= (unsigned)sends(r, e) << q->choices.n;
			strs_add(&q->choices, text);
		}
		free(text);
	}
	if (!q->right)
		q->right = 1u << q->choices.n;
	strs_add(&q->choices, _("nothing works from here as it is"));
}

/* ---- the run ---- */

static const struct {
	const char *title;
	enum linear_part part;
} parts[] = {
    {N_("Way"), LINEAR_WAY}, {N_("Other servers"), LINEAR_OTHERS}, {N_("Log"), LINEAR_LOG}};
#define PARTS (sizeof parts / sizeof *parts)

/* What was seen, and no finding. */
static void show(const struct record *r)
{
	struct record seen = *r;

	seen.findings = (struct findings){0};
	linear_tell(&seen, LINEAR_PORTS);
	for (;;) {
		struct question more = {.text = _("What else do you want to see?")};

		for (size_t i = 0; i < PARTS; i++)
			strs_add(&more.choices, _(parts[i].title));
		strs_add(&more.choices, _("Nothing more: I know it"));
		size_t said = ask(&more);

		strs_clear(&more.choices);
		if (said >= PARTS)
			return;
		linear_tell(&seen, parts[said].part);
	}
}

static int play(const struct record *r, const struct recorded *network)
{
	struct question who, what;

	show(r);
	ask_who(&who, network);
	ask_what(&what, r);
	size_t blamed = ask(&who), entered = ask(&what);
	bool right = judge(&who, blamed);

	right = judge(&what, entered) && right;
	linear_say(truth_about(network));
	linear_tell(r, LINEAR_ANSWER);
	strs_clear(&who.choices);
	strs_clear(&what.choices);
	return right ? 0 : STATUS_WRONG;
}

/* ---- on a screen ---- */

/* Ports, other servers' ports and the way, and no finding. */
static char *seen_text(const struct record *r, int cols)
{
	struct page_options layout = {.cols = cols};
	struct record seen = *r;
	struct page p;
	struct buf out;

	seen.findings = (struct findings){0};
	buf_init(&out, 0);
	page_init(&p, &out, &layout);
	for (size_t i = 0; i < r->plan.n; i++) {
		const struct endpoint *e = &r->plan.v[i];
		char *row = linear_row(&seen, e);

		if (endpoint_counts(e)) {
			page_give(&p, PAGE_PLAIN, "", row);
			continue;
		}
		page_give(&p, PAGE_PLAIN, "", mem_printf("%s: %s", e->host, row));
		free(row);
	}
	report_path_seen(&p, &seen);
	return buf_take(&out);
}

static void fill_question(struct ui_question *to, const struct question *from)
{
	*to = (struct ui_question){
	    .text = mem_strdup(from->text), .choices = from->choices, .right = from->right};
}

bool challenge_fill(struct ui_challenge *ret, int cols, void *user)
{
	long number = challenge_today();
	const struct recorded *network = recorded_find(challenge_network(number));
	struct question who, what;
	char *error = NULL;
	struct record *r = begin_recorded(network->name, &error);

	(void)user;
	free(error);
	if (!r)
		return false;
	ask_who(&who, network);
	ask_what(&what, r);
	*ret = (struct ui_challenge){
	    .title =
		mem_printf(_("Today's challenge, %ld: %s doesn't work as it should. Find out why."),
			   number, r->target->label),
	    .truth = truth_about(network),
	    .seen = seen_text(r, cols),
	    .network = mem_strdup(network->name)};
	fill_question(&ret->questions[0], &who);
	fill_question(&ret->questions[1], &what);
	record_free(r);
	return true;
}

int challenge_run(const char *word)
{
	long number = challenge_today();
	char *error = NULL;

	if (word && !str_number(word, 1, NUMBER_MAX, &number))
		return batch_complain(
		    mem_printf(_("A challenge is a number from 1 to %d, such as porthorn demo "
				 "--challenge 7; without one, it is today's."),
			       NUMBER_MAX),
		    STATUS_USAGE);
	const struct recorded *network = recorded_find(challenge_network(number));
	struct record *r = begin_recorded(network->name, &error);

	if (!r)
		return batch_complain(error, STATUS_COULD_NOT);
	linear_say(mem_printf(
	    word ? _("Challenge %ld: %s doesn't work as it should. Find out why.")
		 : _("Today's challenge, %ld: %s doesn't work as it should. Find out why."),
	    number, r->target->label));
	int status = play(r, network);

	record_free(r);
	return status;
}
