/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cause beside the answer on top, and what to do first. */
#include "config.h"
#include "words/words.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "know/services.h"

#include <stdlib.h>
#include <string.h>

/* Reading works, and the finding is only about ports for reading that do not connect: they are not
 * needed. */
static bool is_spare(const struct record *record, const struct finding *f)
{
	if (record->summary.receive != ANSWER_OK || f->verdict != VERDICT_WARNING ||
	    !f->endpoints.n)
		return false;
	for (size_t i = 0; i < f->endpoints.n; i++) {
		const struct endpoint *e = endpoints_get(&record->plan, f->endpoints.v[i]);
		const struct endpoint_facts *known = facts_of(&record->facts, f->endpoints.v[i]);

		/* A port was typed: the finding answers the question. */
		if (!e || service_row(e->service)->purpose != PURPOSE_RECEIVE ||
		    service_row(e->service)->port != e->port ||
		    target_asks_for(record->target, e->service, e->port) || !known ||
		    known->outcome == OUTCOME_OK || known->end_stage != STAGE_TCP)
			return false;
	}
	return true;
}

/* The worst finding that does not follow from another one, if it is worth a sentence on top. */
static const struct finding *foremost(const struct record *record)
{
	const struct findings *all = &record->findings;

	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].under < 0 && all->v[i].verdict >= VERDICT_WARNING &&
		    all->v[i].verdict <= VERDICT_PROBLEM && !is_spare(record, &all->v[i]))
			return &all->v[i];
	return NULL;
}

/* Port 25 of a server that mail programs send through: one may be set to it. */
static bool is_25_for_sending(const struct record *record, const struct finding *f)
{
	const struct endpoint *e = f->hint == HINT_PORT25 && f->endpoints.n
				       ? endpoints_get(&record->plan, f->endpoints.v[0])
				       : NULL;

	for (size_t i = 0; e && i < record->summary.setting_n; i++)
		if (record->summary.settings[i].purpose == PURPOSE_SEND &&
		    str_ieq(record->summary.settings[i].host, e->host))
			return true;
	return false;
}

/* How likely a note explains why a mail program fails: what was measured at the server that it sends through
 * counts more than a provider's rule that holds for everyone. */
static int likelihood(const struct record *record, const struct finding *f)
{
	return is_25_for_sending(record, f) ? 2 * HINT_PASSWORD + 1 : 2 * (int)f->hint;
}

/* All that was asked for works: the note, or spare warning, that may explain why a mail program still fails, or NULL. */
static const struct finding *hint(const struct record *record)
{
	const struct findings *all = &record->findings;
	const struct finding *best = NULL;

	if (!record->done || summary_exit_status(&record->summary))
		return NULL;
	for (size_t i = 0; i < all->n; i++)
		if ((all->v[i].verdict == VERDICT_NOTE || all->v[i].verdict == VERDICT_WARNING) &&
		    all->v[i].under < 0 &&
		    likelihood(record, &all->v[i]) > (best ? likelihood(record, best) : 0))
			best = &all->v[i];
	return best;
}

const struct finding *words_cause(const struct record *record)
{
	const struct finding *worst = foremost(record);

	return worst ? worst : hint(record);
}

static bool is_about(const struct record *record, const struct finding *f, enum purpose purpose)
{
	for (size_t i = 0; i < f->endpoints.n; i++) {
		const struct endpoint *e = endpoints_get(&record->plan, f->endpoints.v[i]);

		if (e && service_row(e->service)->purpose == purpose)
			return true;
	}
	return false;
}

static bool fails(const struct summary *summary, enum purpose purpose)
{
	enum answer answer = purpose == PURPOSE_RECEIVE ? summary->receive : summary->send;

	return answer == ANSWER_UNSAFE || answer == ANSWER_FAILED;
}

/* Reading and sending fail for different causes: that of the one that first does not explain. */
static const struct finding *other_cause(const struct record *record, const struct finding *first)
{
	const struct findings *all = &record->findings;

	for (int p = PURPOSE_RECEIVE; p <= PURPOSE_SEND && first->endpoints.n; p++) {
		enum purpose purpose = (enum purpose)p;

		if (!fails(&record->summary, purpose) || is_about(record, first, purpose))
			continue;
		for (size_t i = 0; i < all->n; i++)
			if (all->v[i].under < 0 && all->v[i].verdict == VERDICT_PROBLEM &&
			    &all->v[i] != first && is_about(record, &all->v[i], purpose))
				return &all->v[i];
	}
	return NULL;
}

static bool connects(const struct record *record, unsigned endpoint)
{
	const struct endpoint_facts *known = facts_of(&record->facts, endpoint);

	return known && known->stages[STAGE_TCP].outcome == OUTCOME_OK;
}

/* No port for sending connects, and port 25 of the same server does: a program that delivers to a
 * relay is set to it, and what fails there is the cause. NULL: not so. */
static const struct finding *relay_cause(const struct record *record, const struct finding *first)
{
	const struct findings *all = &record->findings;

	for (size_t i = 0; i < first->endpoints.n; i++)
		if (connects(record, first->endpoints.v[i]))
			return NULL;
	if (first->verdict != VERDICT_PROBLEM || !is_about(record, first, PURPOSE_SEND))
		return NULL;
	const struct endpoint *mine = endpoints_get(&record->plan, first->endpoints.v[0]);

	for (size_t i = 0; mine && i < all->n; i++) {
		const struct finding *f = &all->v[i];
		const struct endpoint *e =
		    f->under < 0 && f->verdict == VERDICT_NOTE && f->hint == HINT_PORT25
			? endpoints_get(&record->plan, f->endpoints.v[0])
			: NULL;

		if (e && service_row(e->service)->purpose == PURPOSE_DELIVERY &&
		    connects(record, e->id) && str_ieq(e->host, mine->host))
			return f;
	}
	return NULL;
}

/* text as a sentence: with a full stop if it lacks one. */
static char *stopped(char *text)
{
	size_t len = strlen(text);

	if (len && strchr(".!?", text[len - 1]))
		return text;
	char *sentence = mem_printf("%s.", text);

	free(text);
	return sentence;
}

static bool is_at_25_alone(const struct record *record, const struct finding *f)
{
	for (size_t i = 0; i < f->endpoints.n; i++) {
		const struct endpoint *e = endpoints_get(&record->plan, f->endpoints.v[i]);

		if (!e || e->port != 25)
			return false;
	}
	return f->endpoints.n;
}

static bool is_about_25_alone(const struct record *record, const struct finding *f)
{
	return is_at_25_alone(record, f) && f->verdict == VERDICT_NOTE && f->hint == HINT_PORT25;
}

static char *replaced(char *old, char *text)
{
	free(old);
	return text;
}

/* Bytes of a list that a title can carry on the smallest screen, too. */
#define TITLE_PROGRAMS_MAX 100

char *words_cause_title(const struct record *record, const struct finding *f)
{
	char *title = words_title_of_family(record, f);
	const char *programs = f->hint == HINT_STRICT ? finding_arg(f, "programs") : NULL;

	if (is_about_25_alone(record, f) && !strstr(title, "25"))
		/* TRANSLATORS: a finding's title, about port 25. */
		title = replaced(title, mem_printf(_("%s (port %d)"), title, 25));
	/* Mail programs have no business at port 25. A long list is in the explanation alone. */
	if (!programs || strlen(programs) > TITLE_PROGRAMS_MAX || is_at_25_alone(record, f))
		return stopped(title);
	/* TRANSLATORS: a finding's title, then the mail programs that it is about. */
	char *full = mem_printf(_("%s (%s)."), title, programs);

	free(title);
	return full;
}

/* Beside a provider's rule about logins, or port 25: port 25, or a further rule; one alone often does not
 * explain a refusal. */
static const struct finding *second_hint(const struct record *record, const struct finding *first)
{
	const struct findings *all = &record->findings;
	const struct finding *rule = NULL;

	if (first->hint < HINT_SWITCH && !is_25_for_sending(record, first))
		return NULL;
	for (size_t i = 0; i < all->n; i++) {
		const struct finding *f = &all->v[i];

		if (f == first || f->verdict != VERDICT_NOTE)
			continue;
		if (is_25_for_sending(record, f))
			return f;
		if (!rule && f->hint >= HINT_SWITCH && f->hint <= HINT_PASSWORD)
			rule = f;
	}
	return rule;
}

static char *cause_sentence(const struct record *record, const struct finding *f)
{
	char *title = words_cause_title(record, f);

	if (f->verdict != VERDICT_NOTE)
		return title;
	const struct finding *second = second_hint(record, f);
	char *also = second ? words_cause_title(record, second) : NULL;
	/* Exchange's port 25 without a certificate: other servers' mail stays away, and programs send. */
	bool mail = (record->summary.receive_asked || record->summary.send_asked) &&
		    !finding_arg(f, "enable");
	char *text =
	    !mail ? /* TRANSLATORS: of mail between servers; a finding's title. */
		mem_printf(_("If mail still doesn't arrive: %s"), title)
		  : also ? /* TRANSLATORS: each %s is a finding's title, a whole sentence. */
			mem_printf(_("If your mail program still fails: %s Also: %s"), title, also)
			 : /* TRANSLATORS: %s is a finding's title, a whole sentence. */
			mem_printf(_("If your mail program still fails: %s"), title);

	free(also);
	free(title);
	return text;
}

static void add_relay_cause(const struct record *record, const struct finding *first,
			    struct strs *ret)
{
	const struct finding *relay = relay_cause(record, first);
	char *title = relay ? words_cause_title(record, relay) : NULL;

	if (title)
		/* TRANSLATORS: %s is a finding's title, a whole sentence. */
		strs_append(ret, mem_printf(_("If your program is set to port 25: %s"), title));
	free(title);
}

void words_causes(const struct record *record, struct strs *ret)
{
	const struct finding *worst = words_cause(record);
	const struct finding *other = worst ? other_cause(record, worst) : NULL;

	if (!ret->n && worst && worst->verdict == VERDICT_NOTE)
		strs_add(ret, _("Everything tested works."));
	if (worst)
		strs_append(ret, cause_sentence(record, worst));
	if (other) {
		char *text = cause_sentence(record, other);

		/* Findings about different servers may have the same title. */
		if (!str_eq(text, ret->v[ret->n - 1]))
			strs_add(ret, text);
		free(text);
	}
	if (worst && !other)
		add_relay_cause(record, worst, ret);
}

char *words_next_step(const struct record *record)
{
	const struct finding *worst = record->done ? words_cause(record) : NULL;
	struct strs steps = {0};
	char *first = NULL;

	if (worst)
		words_steps(record, worst, &steps);
	if (steps.n)
		first = mem_strdup(steps.v[0]);
	strs_clear(&steps);
	return first;
}
