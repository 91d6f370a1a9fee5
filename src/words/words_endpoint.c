/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row of the grid means now. */
#include "config.h"
#include "words/words.h"

#include "base/buf.h"
#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/services.h"
#include "words/fill.h"

#include <stdlib.h>
#include <string.h>

#define ANY_STAGE STAGE_COUNT_

/* How a probe ended, in a sentence: the first matching row. */
static const struct {
	enum outcome outcome;
	enum stage stage; /* or ANY_STAGE */
	const char *text;
} endings[] = {
    {OUTCOME_OK, ANY_STAGE, N_("Everything worked, in {time}.")},
    {OUTCOME_NOTOFFERED, STAGE_DNS,
     N_("The name {host} has no {family} address, so there was nothing to try.")},
    {OUTCOME_TIMEOUT, STAGE_DNS, N_("The name server did not answer in time.")},
    {OUTCOME_CANCELLED, ANY_STAGE, N_("This was stopped before it was finished.")},
    {OUTCOME_SKIPPED, ANY_STAGE, N_("This was not tried.")},
    {OUTCOME_DENIED, STAGE_DNS, N_("The name server refused to answer.")},
    {OUTCOME_BADREPLY, STAGE_DNS, N_("The name could not be looked up.")},
    {OUTCOME_REFUSED, STAGE_DNS, N_("No name server runs at the address that is set.")},
    {OUTCOME_UNREACHABLE, STAGE_DNS, N_("There is no name server that can be asked from here.")},
    {OUTCOME_REFUSED, STAGE_TCP,
     N_("The connection was refused: something answered at once that nobody listens there.")},
    {OUTCOME_TIMEOUT, STAGE_TCP, N_("Nothing answered at all for {stage_time}.")},
    {OUTCOME_UNREACHABLE, STAGE_TCP, N_("There is no way to this address from here.")},
    {OUTCOME_DENIED, STAGE_TCP, N_("This computer does not allow the connection.")},
    {OUTCOME_TIMEOUT, STAGE_TLS,
     N_("The port is open, but encryption did not come about within {stage_time}.")},
    {OUTCOME_BADREPLY, STAGE_TLS,
     N_("The port is open, but what answers there does not speak TLS as it should.")},
    {OUTCOME_CLOSED, STAGE_TLS,
     N_("The port is open, but the other end hung up while encryption was set up.")},
    {OUTCOME_RESET, STAGE_TLS,
     N_("The port is open, but the connection was torn down while encryption was set up.")},
    {OUTCOME_TIMEOUT, STAGE_GREETING,
     N_("The port is open, but the server said nothing for {stage_time}.")},
    {OUTCOME_DENIED, STAGE_GREETING, N_("The server greeted with a refusal.")},
    {OUTCOME_BADREPLY, STAGE_GREETING,
     N_("The port is open, but what answers there is not the mail server that belongs there.")},
    {OUTCOME_NOTOFFERED, STAGE_STARTTLS,
     N_("The server does not offer to encrypt this connection.")},
    {OUTCOME_DENIED, STAGE_STARTTLS, N_("The server refuses to encrypt this connection.")},
    {OUTCOME_CLOSED, ANY_STAGE, N_("The other end hung up at the step {stage}.")},
    {OUTCOME_RESET, ANY_STAGE, N_("The connection was torn down at the step {stage}.")},
    {OUTCOME_TIMEOUT, ANY_STAGE,
     N_("The server stopped answering at the step {stage}, for {stage_time}.")},
    {OUTCOME_DENIED, ANY_STAGE, N_("The server refused the step {stage}.")},
};

struct subject {
	const struct endpoint *e;
	const struct endpoint_facts *known;
	int64_t us;
};

static char *value(const char *name, const void *user)
{
	const struct subject *subject = user;

	if (str_eq(name, "host"))
		return esc_text(subject->e->host, strlen(subject->e->host), false);
	if (str_eq(name, "family"))
		return mem_strdup(words_family(subject->e->family));
	if (str_eq(name, "time"))
		return words_time(subject->us);
	if (str_eq(name, "stage"))
		return mem_strdup(words_stage(subject->known->end_stage));
	if (str_eq(name, "stage_time"))
		return words_time(subject->known->stages[subject->known->end_stage].us);
	return NULL;
}

/* TLS was up, and an alert came instead of the greeting. */
static bool is_alert_for_greeting(const struct endpoint_facts *known)
{
	return known->outcome == OUTCOME_DENIED && known->end_stage == STAGE_GREETING &&
	       known->alert && !known->greeting;
}

static char *ending(const struct subject *subject)
{
	if (is_alert_for_greeting(subject->known))
		return mem_strdup(
		    _("The server ended encryption with an alert instead of a greeting."));
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (endings[i].outcome == subject->known->outcome &&
		    (endings[i].stage == ANY_STAGE ||
		     endings[i].stage == subject->known->end_stage))
			return fill_text(_(endings[i].text), value, subject);
	/* TRANSLATORS: a column's heading ("TCP"), then how it ended ("no answer"). */
	return mem_printf(_("It ended at the step %s: %s."), words_stage(subject->known->end_stage),
			  words_ended(subject->known->end_stage, subject->known->outcome));
}

/* The current stage, or STAGE_COUNT_. */
static enum stage running(const struct endpoint_facts *known)
{
	unsigned stage = 0;

	while (stage < STAGE_COUNT_ && (!known->stages[stage].begin || known->stages[stage].end))
		stage++;
	return (enum stage)stage;
}

static char *state(const struct record *record, const struct subject *subject)
{
	if (!subject->known || !subject->known->begin)
		return mem_strdup(record->done ? _("This was not tried.")
					       : _("This has not begun yet."));
	if (subject->known->end_event)
		return ending(subject);
	enum stage stage = running(subject->known);

	if (record->done)
		return mem_strdup(_("This was not finished."));
	if (stage == STAGE_COUNT_)
		return mem_strdup(_("This is under way."));
	if (subject->known->stages[stage].waiting_us) {
		char *time = words_time(subject->known->stages[stage].waiting_us);
		/* TRANSLATORS: a column's heading ("Hello"), then how long it has been waiting
		 * ("4.0 s"). */
		char *text = mem_printf(
		    _("The step %s is still waiting after %s. Some servers make everyone "
		      "wait on purpose."),
		    words_stage(stage), time);

		free(time);
		return text;
	}
	return mem_printf(_("The step %s is under way."), words_stage(stage));
}

/* Microseconds between two events. */
static int64_t between(const struct record *record, unsigned first, unsigned last)
{
	const struct event *a = log_get(&record->log, first), *b = log_get(&record->log, last);

	return a && b ? b->at_us - a->at_us : 0;
}

char *words_state(const struct record *record, unsigned endpoint)
{
	struct subject subject = {endpoints_get(&record->plan, endpoint),
				  facts_of(&record->facts, endpoint), 0};

	if (!subject.e)
		return mem_strdup("");
	if (subject.known)
		subject.us = between(record, subject.known->begin_event, subject.known->end_event);
	return state(record, &subject);
}
