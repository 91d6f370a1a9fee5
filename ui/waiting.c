/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/waiting.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "reason/path/trace.h"
#include "words/fill.h"
#include "words/words.h"

#include <stdlib.h>
#include <string.h>

/* The steps: in a row, and in a sentence about a server. */
static const struct {
	const char *brief, *sentence;
} steps[STAGE_COUNT_] = {
    /* TRANSLATORS: each of the first words is at most about 11 columns. {host} and {port} stay; the sentence
     * goes on with ": 2.1 s". */
    [STAGE_DNS] = {N_("looking up"), N_("Looking up the address of {host}")},
    [STAGE_TCP] = {N_("connecting"), N_("Connecting to {host}, port {port}")},
    [STAGE_TLS] = {N_("encrypting"), N_("Setting up encryption with {host}, port {port}")},
    [STAGE_GREETING] = {N_("greeting"), N_("Waiting for the greeting of {host}, port {port}")},
    [STAGE_CAPS] = {N_("asking"), N_("Asking {host}, port {port}, what it can do")},
    [STAGE_STARTTLS] = {N_("encrypting"), N_("Asking {host}, port {port}, for encryption")},
    [STAGE_CAPS_TLS] = {N_("asking"), N_("Asking {host}, port {port}, what it can do")},
    [STAGE_LOGIN] = {N_("asking"), N_("Asking {host}, port {port}, what it can do")},
    [STAGE_QUIT] = {N_("closing"), N_("Saying goodbye to {host}, port {port}")},
};

/* The running stage; STAGE_COUNT_: none. */
static enum stage stage_of(const struct endpoint_facts *f)
{
	unsigned stage = 0;

	while (stage < STAGE_COUNT_ && (!f->stages[stage].begin || f->stages[stage].end))
		stage++;
	return (enum stage)stage;
}

static int64_t waited_us(const struct run *run, const struct endpoint_facts *f, enum stage stage)
{
	const struct event *begin = log_get(&run->record->log, f->stages[stage].begin);

	return begin ? run->record->elapsed_us - begin->at_us : 0;
}

/* Whether another port of the same address has answered: then a connection is given up sooner. */
static bool has_sibling(const struct run *run, unsigned endpoint)
{
	const struct facts *facts = &run->record->facts;
	const char *address = facts_address(facts, endpoint);

	for (size_t i = 0; address && i < facts->n; i++)
		if (i + 1 != endpoint && facts->v[i].stages[STAGE_TCP].outcome == OUTCOME_OK &&
		    str_eq(facts->v[i].address, address))
			return true;
	return false;
}

static int limit_ms(const struct run *run, unsigned endpoint, enum stage stage)
{
	const struct limits *limits = run->limits;

	switch (stage) {
	case STAGE_DNS:
		return limits->dns_ms;
	case STAGE_TCP:
		return has_sibling(run, endpoint) ? limits->connect_sibling_ms : limits->connect_ms;
	case STAGE_TLS:
		return limits->tls_ms;
	case STAGE_GREETING:
		return limits->greeting_ms;
	case STAGE_QUIT:
		return limits->quit_ms;
	default:
		return limits->reply_ms;
	}
}

char *waiting_brief(const struct run *run, unsigned endpoint)
{
	const struct endpoint_facts *f = facts_of(&run->record->facts, endpoint);
	enum stage stage = f ? stage_of(f) : STAGE_COUNT_;

	/* Before it connects, it may wait until the server has room for one more. */
	if (stage == STAGE_COUNT_)
		return mem_strdup(f && f->stages[STAGE_TCP].begin ? "" : _("waiting"));
	char *time = words_time(waited_us(run, f, stage));
	/* TRANSLATORS: a step of a row ("connecting"), and for how long ("2.1 s"). */
	char *text = mem_printf(_("%s %s"), _(steps[stage].brief), time);

	free(time);
	return text;
}

static char *step_value(const char *name, const void *user)
{
	const struct endpoint *e = user;

	return str_eq(name, "port") ? mem_printf("%d", e->port)
				    : esc_text(e->host, strlen(e->host), false);
}

static char *row_sentence(const struct run *run, unsigned endpoint, enum stage stage, int64_t us)
{
	const struct endpoint *e = endpoints_get(&run->record->plan, endpoint);
	char *step = fill_text(_(steps[stage].sentence), step_value, e), *time = words_time(us),
	     *text;

	if (run->limits) {
		char *limit = words_time((int64_t)limit_ms(run, endpoint, stage) * 1000);
		/* TRANSLATORS: a step ("Connecting to imap.example.org, port 993"), for how long, and the
		 * time after which it is given up ("8.0 s"). */
		text = mem_printf(_("%s: %s (gives up at %s)"), step, time, limit);
		free(limit);
	} else { /* TRANSLATORS: a step, and for how long. */
		text = mem_printf(_("%s: %s"), step, time);
	}
	free(time);
	free(step);
	return text;
}

/* After the last result: a sweep along the way, or the versions of TLS. */
static char *further_sentence(const struct run *run)
{
	struct traces traces;
	char *text = NULL;

	traces_init(&traces, &run->record->log);
	for (size_t i = 0; i < traces.n && !text; i++)
		if (!traces.v[i].why_not && !traces.v[i].end_event) /* TRANSLATORS: %d is a port. */
			text = mem_printf(_("Looking where port %d is blocked on the way."),
					  traces.v[i].port);
	traces_clear(&traces);
	if (text)
		return text;
	if (run->record->target->mx_domain)
		return mem_strdup(_("Still asking for the records of the domain."));
	return mem_strdup(_("Still asking the servers which versions of encryption they accept."));
}

char *waiting_sentence(const struct run *run)
{
	const struct facts *facts = &run->record->facts;
	unsigned longest = 0;
	enum stage at = STAGE_COUNT_;
	int64_t most = -1;

	if (run->record->done || run_is_over(run))
		return NULL;
	for (size_t i = 0; i < facts->n; i++) {
		enum stage stage = facts->v[i].end_event ? STAGE_COUNT_ : stage_of(&facts->v[i]);
		int64_t us = stage != STAGE_COUNT_ ? waited_us(run, &facts->v[i], stage) : -1;

		if (us > most && endpoint_counts(&run->record->plan.v[i])) {
			most = us;
			longest = (unsigned)i + 1;
			at = stage;
		}
	}
	if (longest)
		return row_sentence(run, longest, at, most);
	return run->record->summary.all_done ? further_sentence(run) : NULL;
}
