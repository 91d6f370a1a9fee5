/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_error.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "words/words.h"

#include <stdlib.h>
#include <string.h>

#define SEEN_MAX 2 /* findings that are named */
#define OPEN_MAX 3

/* What did not succeed, when a program says so. */
static const char *const by_program[ERROR_AT_COUNT_] = {
    [ERROR_AT_NAME] = N_("The program didn't find the server's name."),
    [ERROR_AT_CONNECTION] =
	N_("The program couldn't connect to the server, or lost the connection."),
    [ERROR_AT_GREETING] =
	N_("The server turned the program away at once, or said something unexpected."),
    [ERROR_AT_ENCRYPTION] = N_("Program and server didn't come to an encrypted connection."),
    [ERROR_AT_SIGN_IN] = N_("The server didn't let the program sign in."),
    [ERROR_AT_MESSAGE] = N_("The server didn't accept the message."),
    [ERROR_AT_ANYWHERE] = N_("The program failed; the message doesn't say at which step."),
};

static const char *const by_way[ERROR_WAY_COUNT_] = {
    [ERROR_WAY_READING] = N_("It is about reading."),
    [ERROR_WAY_SENDING] = N_("It is about sending."),
    [ERROR_WAY_DELIVERY] = N_("It is about mail from server to server."),
    [ERROR_WAY_NEITHER] = N_("It comes from the program itself, not from the connection."),
};

char *words_error_message(const struct error_message *m)
{
	/* TRANSLATORS: a program, the words of its error message, and what it means: whole sentences. */
	char *said = mem_printf(_("%s, \"%s\": %s"), error_program_name(m->program), m->pattern,
				_(by_program[m->at]));
	char *text =
	    by_way[m->way] ? mem_printf("%s %s", said, _(by_way[m->way])) : mem_strdup(said);

	free(said);
	if (m->surety != ERROR_POSSIBLE)
		return text;
	char *doubted = mem_printf(_("%s (From memory, so possible only.)"), text);

	free(text);
	return doubted;
}

char *words_error_cause(const struct error_cause *c)
{
	return mem_printf("%s %s", _(c->title), _(c->action));
}

static void add_messages(const struct error_hits *hits, struct strs *ret)
{
	for (size_t i = 0; i < hits->n; i++)
		strs_append(ret, words_error_message(hits->v[i]));
}

/* Whether anything was. */
static bool add_seen(const struct error_fit *fit, const struct record *record, struct strs *ret)
{
	const struct finding *said[SEEN_MAX];
	size_t n = 0;

	for (size_t i = 0; i < fit->n && n < SEEN_MAX; i++) {
		const struct finding *f = fit->causes[i].finding;

		if (!f || (n && said[0] == f))
			continue;
		char *title = words_title_apart(record, f);

		/* TRANSLATORS: a finding, and how sure it is. */
		strs_append(ret, mem_printf(_("What was seen here fits it: %s (%s)"), title,
					    words_certainty(f->certainty)));
		free(title);
		said[n++] = f;
	}
	return n > 0;
}

/* What the network cannot show. */
static void add_open(const struct error_fit *fit, struct strs *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < fit->n && n < OPEN_MAX; i++)
		if (fit->causes[i].state == ERROR_OPEN) {
			char *cause = words_error_cause(fit->causes[i].cause);

			/* TRANSLATORS: a possible cause and what to do about it, whole sentences. */
			strs_append(ret, mem_printf(_("Possible: %s"), cause));
			free(cause);
			n++;
		}
}

static void add_ruled_out(const struct error_fit *fit, struct strs *ret)
{
	for (size_t i = 0; i < fit->n; i++)
		if (fit->causes[i].state == ERROR_RULED_OUT)
			/* TRANSLATORS: a cause, a whole sentence. */
			strs_append(ret, mem_printf(_("Not the case here: %s"),
						    _(fit->causes[i].cause->title)));
}

static void add_unseen(const struct error_fit *fit, struct strs *ret)
{
	strs_add(ret, fit->works ? _("The way to the server is not the cause: the settings that "
				     "are shown work from here.")
				 : _("Nothing that was seen here fits it."));
	add_open(fit, ret);
	add_ruled_out(fit, ret);
}

void words_error(const struct record *record, const char *text, struct strs *ret)
{
	struct error_fit fit;

	error_fit(&fit, record, text);
	if (!fit.hits.n) {
		strs_add(ret, _("porthorn doesn't know this message. What it saw here follows."));
		return;
	}
	add_messages(&fit.hits, ret);
	if (fit.n && !add_seen(&fit, record, ret))
		add_unseen(&fit, ret);
}

static void add_causes(const struct error_message *m, struct strs *ret)
{
	const struct error_cause *causes[ERROR_FIT_MAX];
	size_t n = error_causes_of(m->causes, causes, ERROR_FIT_MAX);

	for (size_t i = 0; i < n; i++) {
		char *cause = words_error_cause(causes[i]);

		if (!strs_has(ret, cause))
			strs_add(ret, cause);
		free(cause);
	}
}

void words_error_alone(const struct error_hits *hits, struct strs *ret)
{
	add_messages(hits, ret);
	for (size_t i = 0; i < hits->n; i++)
		add_causes(hits->v[i], ret);
}
