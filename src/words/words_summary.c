/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer on top, and the settings to enter. */
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
    .untested = N_("Whether you can read mail couldn't be tested."),
    .waiting = N_("Reading mail is still being tested."),
};

static const struct sentences send_sentences = {
    .ok = N_("You can send mail: {ways}."),
    .ok_bare = N_("You can send mail."),
    .sometimes = N_("Sending mail works only sometimes."),
    .unsafe = N_("Don't enter your password yet: sending mail isn't safe from here."),
    .failed = N_("You can't send mail from here."),
    .untested = N_("Whether you can send mail couldn't be tested."),
    .waiting = N_("Sending mail is still being tested."),
};

/* If reading and sending have the same answer, and it is a bad one. */
static const struct sentences both_sentences = {
    .sometimes = N_("Reading and sending mail works only sometimes."),
    .unsafe = N_("Don't enter your password yet: reading and sending mail isn't safe from here."),
    .failed = N_("You can't read or send mail from here."),
    .untested = N_("Whether you can read and send mail couldn't be tested."),
    .waiting = N_("Reading and sending mail is still being tested."),
};

static const struct sentences delivery_sentences = {
    .ok_bare = N_("Mail servers can be reached on port 25 from here."),
    .sometimes = N_("The mail server can be reached on port 25 only sometimes."),
    .unsafe = N_("The mail server answers on port 25, but not as it should."),
    .failed = N_("Mail servers can't be reached on port 25 from here."),
    .untested = N_("Whether mail servers can be reached on port 25 couldn't be tested."),
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

		if (!e || service_row(e->service)->purpose != PURPOSE_RECEIVE || !known ||
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

/* All that was asked for works: the note that may explain why a mail program still fails, or NULL. */
static const struct finding *hint(const struct record *record)
{
	const struct findings *all = &record->findings;
	const struct finding *best = NULL;

	if (!record->done || summary_exit_status(&record->summary))
		return NULL;
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].verdict == VERDICT_NOTE &&
		    all->v[i].hint > (best ? best->hint : HINT_NONE))
			best = &all->v[i];
	return best;
}

/* What the first lines name besides the answer, or NULL. */
static const struct finding *cause(const struct record *record)
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

/* The title, and which programs are meant where others work. */
static char *full_title(const struct record *record, const struct finding *f)
{
	char *title = words_title_of_family(record, f);
	const char *programs = f->hint == HINT_STRICT ? finding_arg(f, "programs") : NULL;

	if (!programs)
		return stopped(title);
	/* TRANSLATORS: a finding's title, then the mail programs that it is about. */
	char *full = mem_printf(_("%s (%s)."), title, programs);

	free(title);
	return full;
}

/* A further rule of the provider's about logins: one alone often does not explain a refusal. */
static const struct finding *second_hint(const struct record *record, const struct finding *first)
{
	const struct findings *all = &record->findings;

	for (size_t i = 0; first->hint >= HINT_SWITCH && i < all->n; i++)
		if (&all->v[i] != first && all->v[i].verdict == VERDICT_NOTE &&
		    all->v[i].hint >= HINT_SWITCH && all->v[i].hint <= HINT_PASSWORD)
			return &all->v[i];
	return NULL;
}

static char *cause_sentence(const struct record *record, const struct finding *f)
{
	char *title = full_title(record, f);

	if (f->verdict != VERDICT_NOTE)
		return title;
	const struct finding *second = second_hint(record, f);
	char *also = second ? full_title(record, second) : NULL;
	char *text = also ? /* TRANSLATORS: each %s is a finding's title, a whole sentence. */
			 mem_printf(_("If your mail program still fails: %s Also: %s"), title, also)
			  : /* TRANSLATORS: %s is a finding's title, a whole sentence. */
			 mem_printf(_("If your mail program still fails: %s"), title);

	free(also);
	free(title);
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
		strs_add(list, _("The time for the whole run was up too early."));
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
	const struct finding *worst = cause(record);

	if (!list.n && worst && worst->verdict == VERDICT_NOTE)
		strs_add(&list, _("Everything that was tried works."));
	const struct finding *other = worst ? other_cause(record, worst) : NULL;

	if (worst)
		strs_append(&list, cause_sentence(record, worst));
	if (other)
		strs_append(&list, cause_sentence(record, other));
	if (!list.n)
		strs_add(&list, over && !summary_exit_status(summary)
				    ? _("Everything that was tried works.")
				: over ? _("The run is over.")
				       : _("The tests are under way."));
	char *text = strs_join(&list, " ");

	strs_clear(&list);
	return text;
}

char *words_next_step(const struct record *record)
{
	const struct finding *worst = record->done ? cause(record) : NULL;
	struct strs steps = {0};
	char *first = NULL;

	if (worst)
		words_steps(record, worst, &steps);
	if (steps.n)
		first = mem_strdup(steps.v[0]);
	strs_clear(&steps);
	return first;
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
		    _("App password: make one on the provider's web page and enter it in place of "
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
	add_programs(ret, summary);
}
