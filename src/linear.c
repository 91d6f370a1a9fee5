/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "linear.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "batch.h"
#include "report/report_text.h"
#include "ui/port_rows.h"
#include "words/words.h"
#include "words/words_card.h"
#include "words/words_account.h"
#include "words/words_error.h"
#include "words/words_remedies.h"
#include "words/words_well.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES 512
#define SEEN_MOST 4 /* of one finding's proof: the log has all */

struct linear {
	struct session *session; /* NULL: a saved case */
	const struct record *record;
	struct page_options layout;
	size_t told; /* events of the log that were told */
};

bool linear_is_wanted(const struct options *o)
{
	const char *wish = getenv("ACCESSIBLE"), *term = getenv("TERM");
	bool dumb = isatty(STDOUT_FILENO) && isatty(STDIN_FILENO) &&
		    (!term || !*term || str_eq(term, "dumb"));

	if (o->report || o->output || o->save_case || o->settings || o->message)
		return false;
	return o->accessible || dumb || (wish && *wish && !str_eq(wish, "0"));
}

/* ---- lines ---- */

static void begin_page(const struct linear *l, struct page *p, struct buf *out)
{
	buf_init(out, 0);
	page_init(p, out, &l->layout);
}

static void end_page(struct buf *out)
{
	batch_print(out);
	buf_clear(out);
}

/* "Label: text", one line. Takes ownership of text. */
static void tell(const struct linear *l, const char *label, char *text)
{
	/* TRANSLATORS: a label ("Read"), then what there is to say of it. */
	char *line = label ? mem_printf(_("%s: %s"), label, text) : mem_strdup(text);
	struct page p;
	struct buf out;

	begin_page(l, &p, &out);
	page_line(&p, PAGE_PLAIN, "",
		  line); /* the terminal wraps it, and a screen reader reads it as one */
	end_page(&out);
	free(line);
	free(text);
}

/* ---- while it runs ---- */

char *linear_row(const struct record *record, const struct endpoint *e)
{
	const struct endpoint_facts *f = facts_of(&record->facts, e->id);
	char *name = port_row_name(e), *state = NULL, *text;

	if (f && f->end_event && f->outcome == OUTCOME_OK)
		state = mem_strdup(f->verify && f->verify->status ? _("answers, but isn't trusted")
								  : _("works"));
	else if (f && f->end_event)
		state = mem_strdup(words_ended_plainly(f->end_stage, f->outcome));
	else
		state = mem_strdup(words_verdict(VERDICT_UNTESTED));
	/* TRANSLATORS: a port ("993 IMAP"), IPv4 or IPv6, and how it ended. */
	text = mem_printf(_("%s, %s, %s"), name, words_family(e->family), state);
	free(state);
	free(name);
	return text;
}

/* Whose event it is: "993 IMAP, IPv4". The caller frees. */
static char *event_label(const struct linear *l, const struct event *e)
{
	const struct endpoint *of = endpoints_get(&l->record->plan, e->endpoint);

	if (!of)
		return mem_strdup(_("Run"));
	if (!endpoint_counts(of)) /* TRANSLATORS: a server, and a port. */
		return mem_printf(_("Comparison, %s, port %d"), of->host, of->port);
	char *name = port_row_name(of);
	/* TRANSLATORS: a port ("993 IMAP"), IPv4 or IPv6. */
	char *label = mem_printf(_("%s, %s"), name, words_family(of->family));

	free(name);
	return label;
}

/* Each event is a line; the end of a row has words that a person knows. */
static void tell_event(const struct linear *l, const struct event *e)
{
	const struct endpoint *of = endpoints_get(&l->record->plan, e->endpoint);
	char *text = words_event(e, l->layout.ascii), *label = event_label(l, e);

	if (text && *text)
		tell(l, label, mem_strdup(text));
	if (of && endpoint_counts(of) && e->type == EVENT_PROBE_END &&
	    e->outcome != OUTCOME_NOTOFFERED)
		tell(l, _("Result"), linear_row(l->record, of));
	free(label);
	free(text);
}

static void tell_news(struct linear *l)
{
	for (; l->told < l->record->log.n; l->told++)
		tell_event(l, l->record->log.v[l->told]);
}

static void follow(struct linear *l)
{
	tell(l, _("Testing"), mem_strdup(l->record->target->label));
	while (session_pump(l->session), tell_news(l), !session_done(l->session)) {
		struct pollfd fd = {.fd = session_fd(l->session), .events = POLLIN};

		poll(&fd, 1, session_wait_ms(l->session));
	}
	l->record = session_record(l->session);
	l->told = l->record->log.n;
}

/* ---- the answer ---- */

static void tell_error(const struct linear *l)
{
	struct strs lines = {0};

	words_account(l->record, &lines);
	for (size_t i = 0; i < lines.n; i++)
		tell(l, _("Mail program"), mem_strdup(lines.v[i]));
	strs_clear(&lines);
	if (l->record->target->error)
		words_error(l->record, l->record->target->error, &lines);
	for (size_t i = 0; i < lines.n; i++)
		tell(l, _("Error message"), mem_strdup(lines.v[i]));
	strs_clear(&lines);
}

static void tell_answer(const struct linear *l)
{
	struct card card;

	tell_error(l);
	words_card(&card, l->record);
	for (size_t i = 0; i < card.answer_n; i++)
		tell(l, card.answers[i].label, words_card_answer(&card.answers[i], true));
	tell(l, _("WHY"), words_card_why(&card));
	for (size_t i = 0; i < card.step_n; i++) {
		/* TRANSLATORS: a label before the first, second … step. */
		char *label = mem_printf(_("DO %zu"), i + 1);

		tell(l, label, mem_strdup(card.steps[i].full));
		free(label);
	}
	if (words_card_next(&card))
		tell(l, _("DO"), mem_strdup(words_card_next(&card)));
	card_clear(&card);
}

/* ---- the menu ---- */

static bool is_cause(const struct finding *f)
{
	return f->under < 0 && f->verdict != VERDICT_OK;
}

/* What it may be if the mail program still fails. */
static void tell_well(const struct linear *l)
{
	struct well_steps steps;

	tell(l, NULL, mem_strdup(_("You don't have to do anything: every port works.")));
	if (!l->record->summary.setting_n)
		return;
	tell(l, NULL, mem_strdup(_("If your mail program still fails, it is one of these:")));
	words_well(&steps, l->record, NULL, false);
	for (size_t i = 0; i < steps.n; i++) {
		char *label = mem_printf("%zu", i + 1);

		tell(l, label, mem_printf("%s. %s", steps.v[i].title, steps.v[i].text));
		free(label);
	}
	well_steps_clear(&steps);
}

/* On the chosen system; a command is a line of its own. */
static void tell_remedies(const struct linear *l, const struct finding *f)
{
	struct remedy_steps steps;

	words_remedies(&steps, l->record, f, l->layout.system);
	char *title = words_remedies_title(&steps, l->layout.system);

	for (size_t i = 0; i < steps.n; i++) {
		tell(l, title, mem_strdup(steps.v[i].text));
		if (steps.v[i].command)
			tell(l, _("Command"), mem_strdup(steps.v[i].command));
	}
	free(title);
	remedy_steps_clear(&steps);
}

static void tell_steps(const struct linear *l)
{
	const struct findings *all = &l->record->findings;
	bool any = false;

	for (size_t i = 0; i < all->n; i++) {
		struct strs steps = {0};

		if (!is_cause(&all->v[i]))
			continue;
		any = true;
		tell(l, words_verdict(all->v[i].verdict), words_title_apart(l->record, &all->v[i]));
		words_steps(l->record, &all->v[i], &steps);
		for (size_t k = 0; k < steps.n; k++) {
			char *label = mem_printf("%zu", k + 1);

			tell(l, label, mem_strdup(steps.v[k]));
			free(label);
		}
		strs_clear(&steps);
		tell_remedies(l, &all->v[i]);
	}
	if (!any)
		tell_well(l);
}

static void tell_seen(const struct linear *l, const struct finding *f)
{
	for (size_t k = 0; k < f->evidence.n && k < SEEN_MOST; k++) {
		const struct event *e = log_get(&l->record->log, f->evidence.v[k]);

		if (e)
			tell(l, _("Seen"), words_event(e, l->layout.ascii));
	}
	if (f->evidence.n > SEEN_MOST) {
		size_t more = f->evidence.n - SEEN_MOST;

		tell(l, _("Seen"),
		     mem_printf(
			 ngettext("%zu more line of the log", "%zu more lines of the log", more),
			 more));
	}
}

static void tell_proof(const struct linear *l)
{
	const struct findings *all = &l->record->findings;
	bool any = false;

	for (size_t i = 0; i < all->n; i++) {
		const struct finding *f = &all->v[i];

		if (!is_cause(f))
			continue;
		any = true;
		tell(l, words_verdict(f->verdict), words_title_apart(l->record, f));
		tell(l, _("How we know"), words_explanation(l->record, f));
		tell_seen(l, f);
	}
	if (!any)
		tell(l, NULL,
		     mem_strdup(_("There is nothing to prove: every port answered as it should.")));
}

static void tell_settings(const struct linear *l)
{
	struct page p;
	struct buf out;

	if (!l->record->summary.setting_n)
		tell(l, NULL, mem_strdup(_("No settings work from here.")));
	begin_page(l, &p, &out);
	report_settings(&p, l->record);
	end_page(&out);
}

static void tell_ports(const struct linear *l)
{
	for (size_t i = 0; i < l->record->plan.n; i++)
		if (endpoint_counts(&l->record->plan.v[i]))
			tell(l, NULL, linear_row(l->record, &l->record->plan.v[i]));
}

/* What was compared. */
static void tell_others(const struct linear *l)
{
	for (size_t i = 0; i < l->record->plan.n; i++) {
		const struct endpoint *e = &l->record->plan.v[i];

		if (!endpoint_counts(e))
			tell(l, e->host, linear_row(l->record, e));
	}
}

static void tell_paths(const struct linear *l,
		       void (*paths)(struct page *p, const struct record *record))
{
	struct page p;
	struct buf out;

	begin_page(l, &p, &out);
	paths(&p, l->record);
	if (!out.len)
		page_paragraph(&p, PAGE_PLAIN, "",
			       _("No way was traced, or no port stops on the way."));
	end_page(&out);
}

static void tell_way(const struct linear *l)
{
	tell_paths(l, report_path);
}

static void tell_way_seen(const struct linear *l)
{
	tell_paths(l, report_path_seen);
}

static void tell_log(const struct linear *l)
{
	for (size_t i = 0; i < l->record->log.n; i++)
		tell(l, NULL, words_event(l->record->log.v[i], l->layout.ascii));
}

static void test_again(const struct linear *l)
{
	struct linear again = *l;

	if (!l->session) {
		tell(l, NULL, mem_strdup(_("This is a saved case: nothing can be tested again.")));
		return;
	}
	session_retry_all(l->session);
	follow(&again);
	tell_answer(&again);
}

static const struct choice {
	const char *title; /* N_() */
	void (*tell)(const struct linear *l);
} choices[] = {
    {N_("Answer"), tell_answer}, {N_("What to do"), tell_steps}, {N_("Settings"), tell_settings},
    {N_("Proof"), tell_proof},	 {N_("Ports"), tell_ports},	 {N_("Way"), tell_way},
    {N_("Log"), tell_log},	 {N_("Test again"), test_again},
};
#define CHOICES (sizeof choices / sizeof *choices)

static void tell_menu(const struct linear *l)
{
	for (size_t i = 0; i < CHOICES; i++)
		tell(l, NULL, mem_printf("%zu %s", i + 1, _(choices[i].title)));
	tell(l, NULL, mem_printf("0 %s", _("Quit")));
}

char *linear_read(void)
{
	char bytes[LINE_MAX_BYTES];

	if (!fgets(bytes, sizeof bytes, stdin))
		return NULL;
	return mem_strdup(str_trim(bytes));
}

char *linear_ask(void)
{
	printf("%s\n",
	       _("Type a provider, an e-mail address or a server, then press Enter. No password is "
		 "asked for."));
	fflush(stdout);
	return linear_read();
}

/* False to leave. */
static bool answer_question(const struct linear *l)
{
	char *line = linear_read();
	long number = -1;
	bool stays = line && !str_eq(line, "0") && !str_eq(line, "q");

	if (stays && str_number(line, 1, (long)CHOICES, &number))
		choices[number - 1].tell(l);
	else if (stays)
		tell_menu(l);
	free(line);
	if (stays)
		tell(l, NULL,
		     mem_strdup(_("Type a number, then press Enter; Enter alone shows the menu.")));
	return stays;
}

int linear_run(struct session *session, const struct record *saved, enum operating_system s)
{
	struct linear l = {.session = session,
			   .record = session ? session_record(session) : saved,
			   .layout = batch_layout(true)};

	l.layout.system = s;

	if (session)
		follow(&l);
	else
		tell(&l, _("Saved case"), words_date(l.record->facts.now));
	tell_answer(&l);
	tell_menu(&l);
	while (answer_question(&l))
		;
	return record_exit_status(l.record);
}

static struct linear over(const struct record *record)
{
	return (struct linear){.record = record, .layout = batch_layout(true)};
}

void linear_tell(const struct record *record, enum linear_part part)
{
	static void (*const tells[])(const struct linear *l) = {[LINEAR_ANSWER] = tell_answer,
								[LINEAR_PORTS] = tell_ports,
								[LINEAR_OTHERS] = tell_others,
								[LINEAR_WAY] = tell_way_seen,
								[LINEAR_LOG] = tell_log};
	struct linear l = over(record);

	tells[part](&l);
}

void linear_say(char *text)
{
	struct linear l = over(NULL);

	tell(&l, NULL, text);
}
