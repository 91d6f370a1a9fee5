/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer on top, and the settings to enter. */
#include "config.h"
#include "words/words.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "words/fill.h"

#include <stdlib.h>
#include <string.h>

/* "993 (SSL/TLS) or 143 (STARTTLS)": the ports of a purpose and protocol that worked, each once, with
 * its security.  "" if none. */
static char *ports_of(const struct summary *summary, enum purpose purpose, enum protocol protocol)
{
	struct strs ports = {0};

	for (size_t i = 0; i < summary->setting_n; i++) {
		const struct setting *set = &summary->settings[i];
		/* TRANSLATORS: a port, then "SSL/TLS" or "STARTTLS". */
		char *port = mem_printf(_("%d (%s)"), set->port, words_security(set->security));

		if (set->purpose != purpose || set->protocol != protocol || strs_has(&ports, port))
			free(port);
		else
			strs_append(&ports, port);
	}
	/* TRANSLATORS: between two ports: "993 (SSL/TLS) or 143 (STARTTLS)". */
	char *text = strs_join(&ports, _(" or "));

	strs_clear(&ports);
	return text;
}

/* "IMAP on port 993 (SSL/TLS), POP3 on port 995 (SSL/TLS)": what worked for a purpose.  "" if nothing. */
static char *ways(const struct summary *summary, enum purpose purpose)
{
	static const enum protocol order[] = {PROTOCOL_IMAP, PROTOCOL_POP3, PROTOCOL_SMTP};
	struct strs list = {0};

	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		char *ports = ports_of(summary, purpose, order[i]);

		if (*ports)
			/* TRANSLATORS: a protocol, then one or more port numbers. */
			strs_append(
			    &list, mem_printf(_("%s on port %s"), words_protocol(order[i]), ports));
		free(ports);
	}
	char *text = strs_join(&list, ", ");

	strs_clear(&list);
	return text;
}

/* The sentences for one answer; {ways} stands for ways(). */
struct sentences {
	const char *ok, *ok_bare, *sometimes, *unsafe, *failed, *untested, *waiting;
};

static const struct sentences receive_sentences = {
    .ok = N_("You can read mail: {ways}."),
    .ok_bare = N_("You can read mail."),
    .sometimes = N_("Reading mail works only sometimes."),
    .unsafe = N_("Don't enter your password yet: reading mail isn't safe from here."),
    .failed = N_("You can't read mail from here."),
    .untested = N_("Reading mail couldn't be tested."),
    .waiting = N_("Reading mail is still being tested."),
};

static const struct sentences send_sentences = {
    .ok = N_("You can send mail: {ways}."),
    .ok_bare = N_("You can send mail."),
    .sometimes = N_("Sending mail works only sometimes."),
    .unsafe = N_("Don't enter your password yet: sending mail isn't safe from here."),
    .failed = N_("You can't send mail from here."),
    .untested = N_("Sending mail couldn't be tested."),
    .waiting = N_("Sending mail is still being tested."),
};

/* If reading and sending have the same answer, and it is a bad one. */
static const struct sentences both_sentences = {
    .sometimes = N_("Reading and sending mail works only sometimes."),
    .unsafe = N_("Don't enter your password yet: reading and sending mail isn't safe from here."),
    .failed = N_("You can't read or send mail from here."),
    .untested = N_("Reading and sending mail couldn't be tested."),
    .waiting = N_("Reading and sending mail is still being tested."),
};

static const struct sentences delivery_sentences = {
    .ok_bare = N_("Mail servers can be reached on port 25 from here."),
    .sometimes = N_("The mail server can be reached on port 25 only sometimes."),
    .unsafe = N_("The mail server answers on port 25, but not as it should."),
    .failed = N_("No mail server that was tested accepts mail on port 25 from here."),
    .untested = N_("Port 25 couldn't be tested."),
    .waiting = N_("Port 25 is still being tested."),
};

static char *ways_value(const char *name, const void *how)
{
	return str_eq(name, "ways") ? mem_strdup(how) : NULL;
}

static char *answer_sentence(const struct sentences *words, enum answer answer, char *how,
			     bool done)
{
	char *text;

	if (answer == ANSWER_OK && *how)
		text = fill_text(_(words->ok), ways_value, how);
	else if (answer == ANSWER_OK)
		text = mem_strdup(_(words->ok_bare));
	else if (answer == ANSWER_SOMETIMES)
		text = mem_strdup(_(words->sometimes));
	else if (answer == ANSWER_UNSAFE)
		text = mem_strdup(_(words->unsafe));
	else if (!done)
		text = mem_strdup(_(words->waiting));
	else if (answer == ANSWER_FAILED)
		text = mem_strdup(_(words->failed));
	else
		text = mem_strdup(_(words->untested));
	free(how);
	return text;
}

static void add_answers(struct strs *list, const struct summary *summary, bool over)
{
	bool read_over = summary->receive_done || over, sent_over = summary->send_done || over;

	if (summary->receive_asked && summary->send_asked && summary->receive == summary->send &&
	    summary->receive != ANSWER_OK && read_over == sent_over) {
		strs_append(list, answer_sentence(&both_sentences, summary->receive, mem_strdup(""),
						  read_over));
		return;
	}
	if (summary->receive_asked)
		strs_append(list, answer_sentence(&receive_sentences, summary->receive,
						  ways(summary, PURPOSE_RECEIVE), read_over));
	if (summary->send_asked)
		strs_append(list, answer_sentence(&send_sentences, summary->send,
						  ways(summary, PURPOSE_SEND), sent_over));
}

/* Why there is no answer although one was asked for. */
static void add_untested(struct strs *list, const struct record *record)
{
	const struct event *end = record->facts.run_end;

	if (!list->n || !summary_is_untested(&record->summary) || !end)
		return;
	if (end->outcome == OUTCOME_CANCELLED)
		strs_add(list, _("The run was stopped too early."));
	else if (end->outcome == OUTCOME_TIMEOUT)
		strs_add(list, _("The run's time was up too early."));
}

char *words_summary(const struct record *record)
{
	const struct summary *summary = &record->summary;
	bool over = record->done;
	struct strs list = {0};

	add_answers(&list, summary, over);
	if (summary->delivery_asked && !list.n)
		strs_append(&list, answer_sentence(&delivery_sentences, summary->delivery,
						   mem_strdup(""), summary->all_done || over));
	if (over)
		add_untested(&list, record);
	words_causes(record, &list);
	if (!list.n)
		strs_add(&list, over && !summary_exit_status(summary)
				    ? _("Everything tested works.")
				: over ? _("The run is over.")
				       : _("The tests are running."));
	char *text = strs_join(&list, " ");

	strs_clear(&list);
	return text;
}

/* The names of the settings' security and login in the common mail programs. */
static void add_programs(struct strs *ret, const struct summary *summary)
{
	bool tls = false, starttls = false, oauth = false, app = false;

	for (size_t i = 0; i < summary->setting_n; i++) {
		const struct setting *set = &summary->settings[i];

		/* Each has a warning about what must not be chosen instead. */
		starttls |= set->security == SECURITY_STARTTLS;
		if (!set->best)
			continue;
		tls |= set->security == SECURITY_TLS;
		oauth |= str_ieq(set->auth, "oauth2");
		app |= str_ieq(set->auth, "app-password");
	}
	if (tls)
		strs_add(
		    ret,
		    _("SSL/TLS: Thunderbird and Outlook call it \"SSL/TLS\"; in Apple Mail tick "
		      "\"Use TLS/SSL\" and enter the port by hand."));
	if (starttls)
		strs_add(
		    ret,
		    _("STARTTLS: Thunderbird and Outlook call it \"STARTTLS\"; in Apple Mail tick "
		      "\"Use TLS/SSL\" and enter the port by hand. Never choose \"STARTTLS, if "
		      "available\" or \"Auto\"."));
	if (oauth)
		strs_add(
		    ret,
		    _("OAuth2: choose \"OAuth2\" in Thunderbird; Outlook and Apple Mail open the "
		      "provider's sign-in page by themselves."));
	if (app)
		strs_add(
		    ret,
		    _("App password: make one on the provider's web page and enter it instead of "
		      "your usual password, with the method \"Normal password\"."));
}

void words_programs(const struct record *record, struct strs *ret)
{
	const struct summary *summary = &record->summary;
	const struct target *t = record->target;

	if (!summary->setting_n)
		return;
	if (t->user_form) {
		char *form = esc_text(t->user_form, strlen(t->user_form), false);

		/* TRANSLATORS: %s says what the provider wants as the user name, "full address" for
		 * one. */
		strs_append(ret, mem_printf(_("User name: %s."), form));
		free(form);
	}
	char *user = t->user_form ? NULL : setting_user(t, &summary->settings[0]);

	if (user) {
		char *name = esc_text(user, strlen(user), false);

		strs_append(ret, mem_printf(_("User name: %s."), name));
		free(name);
	}
	free(user);
	add_programs(ret, summary);
}
