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
     N_("{host} has no {family} address: there was nothing to try.")},
    {OUTCOME_TIMEOUT, STAGE_DNS, N_("The name server didn't answer in time.")},
    {OUTCOME_CANCELLED, ANY_STAGE, N_("The test was stopped before its end.")},
    {OUTCOME_SKIPPED, ANY_STAGE, N_("Not tested.")},
    {OUTCOME_DENIED, STAGE_DNS, N_("The name server refused to answer.")},
    {OUTCOME_BADREPLY, STAGE_DNS, N_("The name server couldn't look up {host}.")},
    {OUTCOME_REFUSED, STAGE_DNS, N_("No name server runs at the configured address.")},
    {OUTCOME_UNREACHABLE, STAGE_DNS, N_("No name server can be reached from here.")},
    {OUTCOME_REFUSED, STAGE_TCP, N_("The connection was refused at once.")},
    {OUTCOME_TIMEOUT, STAGE_TCP, N_("No answer for {stage_time}.")},
    {OUTCOME_UNREACHABLE, STAGE_TCP, N_("This address can't be reached from here.")},
    {OUTCOME_DENIED, STAGE_TCP, N_("This computer forbids the connection.")},
    {OUTCOME_TIMEOUT, STAGE_TLS,
     N_("The port is open, but encryption didn't start within {stage_time}.")},
    {OUTCOME_BADREPLY, STAGE_TLS, N_("The port is open, but its answer isn't proper TLS.")},
    {OUTCOME_CLOSED, STAGE_TLS,
     N_("The port is open, but the connection was closed while encryption was being set up.")},
    {OUTCOME_RESET, STAGE_TLS,
     N_("The port is open, but the connection was cut off while encryption was being set up.")},
    {OUTCOME_TIMEOUT, STAGE_GREETING,
     N_("The port is open, but the server said nothing for {stage_time}.")},
    {OUTCOME_DENIED, STAGE_GREETING, N_("The server greeted with a refusal.")},
    {OUTCOME_BADREPLY, STAGE_GREETING,
     N_("The port is open, but no proper mail server answers there.")},
    {OUTCOME_NOTOFFERED, STAGE_STARTTLS, N_("The server doesn't offer encryption here.")},
    {OUTCOME_DENIED, STAGE_STARTTLS, N_("The server refuses to encrypt this connection.")},
    {OUTCOME_CLOSED, ANY_STAGE, N_("The connection was closed at the step {stage}.")},
    {OUTCOME_RESET, ANY_STAGE, N_("The connection was cut off at the step {stage}.")},
    {OUTCOME_TIMEOUT, ANY_STAGE,
     N_("The server stopped answering at the step {stage}: nothing for {stage_time}.")},
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
		return mem_strdup(_("The server sent a TLS alert instead of a greeting."));
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

/* What a stage that has not ended is doing. */
static const char *const doing[STAGE_COUNT_] = {
    [STAGE_DNS] = N_("Looking up the server's address."),
    [STAGE_TCP] = N_("Connecting."),
    [STAGE_TLS] = N_("Setting up encryption."),
    [STAGE_GREETING] = N_("Waiting for the greeting."),
    [STAGE_CAPS] = N_("Asking what the server offers."),
    [STAGE_STARTTLS] = N_("Asking for encryption."),
    [STAGE_CAPS_TLS] = N_("Asking what the server offers now."),
    [STAGE_LOGIN] = N_("Testing the login."),
    [STAGE_QUIT] = N_("Saying goodbye."),
};

static char *waiting(enum stage stage, int64_t us)
{
	char *time = words_time(us), *text;

	/* TRANSLATORS: %s is how long it has been waiting, "4.0 s"; here and below. */
	if (stage == STAGE_TCP)
		text = mem_printf(_("No answer yet (%s). A blocked port looks like this."), time);
	else if (stage == STAGE_GREETING)
		text = mem_printf(_("No greeting yet (%s). Some servers wait on purpose."), time);
	else
		text = mem_printf(_("No answer yet (%s)."), time);
	free(time);
	return text;
}

static char *state(const struct record *record, const struct subject *subject)
{
	if (!subject->known || !subject->known->begin)
		return mem_strdup(record->done ? _("Not tested.") : _("Not started yet."));
	if (subject->known->end_event)
		return ending(subject);
	enum stage stage = running(subject->known);

	if (record->done)
		return mem_strdup(_("Not finished."));
	if (stage == STAGE_COUNT_)
		return mem_strdup(_("Testing."));
	if (subject->known->stages[stage].waiting_us)
		return waiting(stage, subject->known->stages[stage].waiting_us);
	return mem_strdup(_(doing[stage]));
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
