/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A letter to each party: who writes, what is asked, and the proof that this party needs. A likely cause is
 * asked as a question; the program's own conclusion is quoted with its certainty.
 */
#include "config.h"
#include "words/words_message.h"

#include "base/i18n.h"
#include "base/esc.h"
#include "base/mem.h"
#include "advice/advice.h"
#include "words/words.h"
#include "words/words_card.h"
#include "words/words_message_private.h"

#include <stdlib.h>
#include <string.h>

#define SUBJECT_PORTS_MAX 2

/* What a party is given to look it up. */
enum shows {
	SHOWS_ADDRESS = 1,
	SHOWS_COMPARED = 2,
	SHOWS_LAST_ROUTER = 4,
	SHOWS_ROUTERS = 8,
	SHOWS_REPLIES = 16,
	SHOWS_MAILBOX = 32,
	SHOWS_WORKING = 64,
};
#define SHOWS_NETWORK (SHOWS_ADDRESS | SHOWS_COMPARED | SHOWS_ROUTERS | SHOWS_WORKING)

/* All texts N_(). */
static const struct letter_row {
	const char *title;
	const char *troubled; /* mail fails because of it */
	const char *noted;    /* it is worth knowing */
	/* What is asked if a port doesn't connect, and otherwise; {ports} and {hosts} as in advice/. */
	const char *blocked, *other;
	enum who asks;	/* whose steps in the advice are what to ask: before the above */
	enum who hints; /* whose steps are worth passing on; WHO_YOU: no one's */
	unsigned shows;
} rows[PARTY_COUNT_] = {
    [PARTY_BLOCKLIST] =
	{N_("the operator of the block list"),
	 N_("A mail server refuses connections from my IP address because of your list."),
	 N_("A mail server refuses connections from my IP address because of your list."), NULL,
	 N_("Why is the address below on your list, and how can it be taken off?"), WHO_YOU,
	 WHO_YOU, SHOWS_ADDRESS | SHOWS_REPLIES},
    [PARTY_CLOUD] =
	{N_("your cloud's support"), N_("Mail connections from my instance in your cloud fail."),
	 N_("A test of mail connections from my instance in your cloud shows the following."),
	 N_("[Is outgoing port {ports}|Are outgoing ports {ports}] blocked for my instance, and what "
	    "do I have to do to have [it|them] opened?"),
	 N_("Does something in your network block or change mail connections from my instance?"),
	 WHO_YOU, WHO_YOU, SHOWS_NETWORK},
    [PARTY_HOSTER] =
	{N_("your server's hosting company"),
	 N_("I rent a server from you, and mail connections from it fail."),
	 N_("A test of mail connections from the server that I rent from you shows the "
	    "following."),
	 N_("[Is outgoing port {ports}|Are outgoing ports {ports}] blocked for my server, and what "
	    "do I have to do to have [it|them] opened?"),
	 N_("Does something in your network block or change mail connections from my server?"),
	 WHO_YOU, WHO_YOU, SHOWS_NETWORK},
    [PARTY_NETWORK] =
	{N_("the administrator of this network"),
	 N_("On your network, mail doesn't work as it should."),
	 N_("A test of mail connections from your network shows the following."),
	 N_("[Is outgoing port {ports}|Are outgoing ports {ports}] blocked in your network? If so, "
	    "can you open [it|them], or tell me which settings to use here?"),
	 N_("Does a firewall, proxy or filter in your network block or change mail connections?"),
	 WHO_YOU, WHO_ROUTER, SHOWS_NETWORK},
    [PARTY_ISP] =
	{N_("your Internet provider"),
	 N_("I am your customer, and mail doesn't work as it should on my line."),
	 N_("I am your customer. A test of mail connections on my line shows the following."),
	 N_("[Is outgoing port {ports}|Are outgoing ports {ports}] blocked on my line, and what is "
	    "needed to open [it|them]?"),
	 N_("Does something in your network block or change mail connections on my line?"), WHO_ISP,
	 WHO_YOU, SHOWS_NETWORK},
    [PARTY_MAIL] =
	{N_("your mail provider"), N_("I can't use your mail servers as I should."),
	 N_("A test of your mail servers shows the following."),
	 N_("[Is {hosts}|Are {hosts}] in order on [port|ports] {ports}, and is my IP address blocked "
	    "there?"),
	 N_("Can you look into it, and tell me whether I have to change something?"), WHO_PROVIDER,
	 WHO_ADMIN,
	 SHOWS_ADDRESS | SHOWS_COMPARED | SHOWS_LAST_ROUTER | SHOWS_REPLIES | SHOWS_MAILBOX |
	     SHOWS_WORKING},
    [PARTY_HELPDESK] = {N_("the helpdesk"), NULL, NULL, NULL, NULL, WHO_YOU, WHO_YOU,
			SHOWS_NETWORK | SHOWS_REPLIES},
};

/* Only servers were tested, as their administrator does. */
static bool is_relay(const struct record *record)
{
	const struct summary *s = &record->summary;

	return s->delivery_asked && !s->receive_asked && !s->send_asked;
}

const char *words_party(const struct record *record, enum party p)
{
	return p == PARTY_MAIL && is_relay(record) ? _("the mail servers' administrator")
						   : _(rows[p].title);
}

char *words_parties(const struct record *record, const enum party *list, size_t n)
{
	struct strs all = {0};

	for (size_t i = 0; i < n; i++)
		/* TRANSLATORS: a party ("your Internet provider"), then its word on the command line. */
		strs_append(&all, mem_printf(_("%s (%s)"), words_party(record, list[i]),
					     party_name(list[i])));
	char *text = strs_join(&all, ", ");

	strs_clear(&all);
	return text;
}

/* ---- layout ---- */

/* The e-mail address is for the mail provider only, whatever text it came in. The caller frees. */
static char *without_mailbox(const char *text, const char *email)
{
	const char *found;
	struct buf out;

	buf_init(&out, 0);
	while (email && *email && (found = str_icontains(text, email))) {
		buf_append(&out, text, (size_t)(found - text));
		buf_puts(&out, _("(my e-mail address)"));
		text = found + strlen(email);
	}
	buf_puts(&out, text);
	return buf_take(&out);
}

static const char *hidden_mailbox(const struct letter *l)
{
	return l->to == PARTY_MAIL ? NULL : l->record->target->email;
}

/* With Markdown's own letters escaped: none of them is meant. */
static void put(struct letter *l, const char *text)
{
	char *said = without_mailbox(text, hidden_mailbox(l));

	for (const char *at = said; *at; at++) {
		if (l->markdown && strchr("\\`*_[]<>#|", *at))
			buf_putc(&l->out, '\\');
		buf_putc(&l->out, *at);
	}
	free(said);
}

void letter_paragraph(struct letter *l, char *text)
{
	if (text && *text) {
		buf_puts(&l->out, l->out.len ? "\n" : "");
		put(l, text);
		buf_putc(&l->out, '\n');
	}
	free(text);
}

void letter_heading(struct letter *l, const char *title)
{
	buf_puts(&l->out, l->out.len ? "\n" : "");
	buf_puts(&l->out, l->markdown ? "## " : "");
	put(l, title);
	buf_puts(&l->out, l->markdown ? "\n\n" : ":\n");
}

void letter_item(struct letter *l, char *text)
{
	if (text && *text) {
		buf_puts(&l->out, "- ");
		put(l, text);
		buf_putc(&l->out, '\n');
	}
	free(text);
}

void letter_reveals(struct letter *l, char *text)
{
	if (strs_has(&l->revealed, text))
		free(text);
	else
		strs_append(&l->revealed, text);
}

/* ---- what is said ---- */

/* What was tested, without the person's e-mail address. */
static char *name_of(const struct record *record)
{
	const struct target *t = record->target;
	const char *at = strchr(t->label, '@');
	const char *name = at ? at + 1 : t->label;

	return esc_text(name, strlen(name), false);
}

static char *subject_of(const struct letter *l)
{
	char *text =
	    l->f && l->to != PARTY_HELPDESK
		? words_filled(l->record, l->f,
			       N_("[Port|Ports] {ports} of {hosts}: a question about mail"))
		: NULL;

	struct strs ports = {0};

	if (l->f)
		finding_ports(l->f, &l->record->plan, &ports);
	bool few = ports.n && ports.n <= SUBJECT_PORTS_MAX;

	strs_clear(&ports);
	if (text && few)
		return text;
	free(text);
	char *name = name_of(l->record);
	char *other = l->to == PARTY_HELPDESK ? /* TRANSLATORS: %s is a mail provider or server. */
			  mem_printf(_("Mail trouble with %s"), name)
					      : /* TRANSLATORS: %s is a mail provider or server. */
			  mem_printf(_("A question about mail with %s"), name);

	free(name);
	return other;
}

/* No connection comes about at the first of its rows. */
static bool is_blocked(const struct letter *l)
{
	const struct endpoint_facts *f =
	    l->f && l->f->endpoints.n ? facts_of(&l->record->facts, l->f->endpoints.v[0]) : NULL;

	return f && f->end_event && f->end_stage == STAGE_TCP && f->outcome != OUTCOME_OK;
}

static void put_opening(struct letter *l)
{
	const struct letter_row *row = &rows[l->to];
	bool noted =
	    l->f && (l->f->verdict == VERDICT_NOTE || l->f->for_operator ||
		     (l->record->summary.delivery_asked && !l->record->summary.receive_asked &&
		      !l->record->summary.send_asked));

	letter_paragraph(l, mem_strdup(_("Hello,")));
	if (l->f)
		letter_paragraph(l, mem_strdup(_(noted ? row->noted : row->troubled)));
	else
		letter_paragraph(l, mem_strdup(_("I can't use my mailbox with you, although a test "
						 "reaches all ports of your servers.")));
}

static void put_question(struct letter *l)
{
	const struct letter_row *row = &rows[l->to];
	struct strs steps = {0};

	if (!l->f) {
		letter_paragraph(
		    l,
		    mem_strdup(_("Is access with a mail program (IMAP, POP3, SMTP) switched on for "
				 "my mailbox, and is it neither locked nor full? Which sign-ins "
				 "do you see, and why do they fail?")));
		return;
	}
	if (row->asks != WHO_YOU)
		words_steps_for(l->record, l->f, row->asks, &steps);
	for (size_t i = 0; i < steps.n; i++)
		letter_paragraph(l, mem_strdup(steps.v[i]));
	if (!steps.n) {
		char *blocked = row->blocked && is_blocked(l)
				    ? words_filled(l->record, l->f, row->blocked)
				    : NULL;

		letter_paragraph(l, blocked ? blocked : mem_strdup(_(row->other)));
	}
	strs_clear(&steps);
}

/* The title speaks to the person who ran the check: it is quoted. */
static void put_conclusion(struct letter *l)
{
	if (!l->f)
		return;
	enum certainty sure = l->f->certainty;
	char *title = words_title_apart(l->record, l->f);
	char *text =
	    sure == CERTAINTY_CERTAIN
		? /* TRANSLATORS: a finding's title. */
		mem_printf(_("The test program says: \"%s\""), title)
		: sure == CERTAINTY_LIKELY ? /* TRANSLATORS: a finding's title. */
		      mem_printf(_("The test program says what is probably the cause: \"%s\""),
				 title)
					   : /* TRANSLATORS: a finding's title. */
		      mem_printf(_("The test program says what is possibly the cause: \"%s\""),
				 title);

	letter_item(l, text);
	free(title);
}

static void put_hints(struct letter *l)
{
	struct strs steps = {0};

	if (l->f && rows[l->to].hints != WHO_YOU)
		words_steps_for(l->record, l->f, rows[l->to].hints, &steps);
	for (size_t i = 0; i < steps.n; i++)
		/* TRANSLATORS: %s is what an administrator could do. */
		letter_item(l, mem_printf(_("It suggests: \"%s\""), steps.v[i]));
	strs_clear(&steps);
}

static void put_mailbox(struct letter *l)
{
	const char *email = l->record->target->email;

	if (!email)
		return;
	char *said = esc_text(email, strlen(email), false);

	letter_item(l, mem_printf(_("My e-mail address: %s"), said));
	letter_reveals(l, mem_printf(_("your e-mail address (%s)"), said));
	free(said);
}

static void put_program(struct letter *l)
{
	const struct event *begin = l->record->log.n ? l->record->log.v[0] : NULL;

	if (!begin || !begin->text)
		return;
	char *version = esc_text(begin->text, strlen(begin->text), false);

	/* TRANSLATORS: the version of porthorn. */
	letter_item(l, mem_printf(_("Tested with porthorn %s, without signing in."), version));
	free(version);
}

/* What follows the list of connections in every message. */
static void put_proof(struct letter *l, unsigned shows)
{
	if (shows & SHOWS_WORKING)
		letter_working(l);
	if (shows & SHOWS_ADDRESS)
		letter_addresses(l);
	if (shows & SHOWS_MAILBOX)
		put_mailbox(l);
	put_conclusion(l);
	put_hints(l);
	put_program(l);
	if (shows & SHOWS_REPLIES)
		letter_replies(l);
	if (shows & SHOWS_COMPARED)
		letter_compared(l);
	if (shows & (SHOWS_ROUTERS | SHOWS_LAST_ROUTER))
		letter_way(l, shows & SHOWS_ROUTERS);
}

static void put_letter(struct letter *l)
{
	put_opening(l);
	put_question(l);
	letter_heading(l, _("What was seen (times in UTC)"));
	letter_connections(l);
	put_proof(l, rows[l->to].shows);
	letter_paragraph(l, mem_strdup(_("Thank you, and kind regards")));
}

/* ---- the helpdesk's ticket ---- */

static void put_answer(struct letter *l)
{
	struct card card;

	words_card(&card, l->record);
	for (size_t i = 0; i < card.answer_n; i++) {
		char *said = words_card_answer(&card.answers[i], true);

		/* TRANSLATORS: a label ("READ"), then the answer. */
		letter_item(l, mem_printf(_("%s: %s"), card.answers[i].label, said));
		free(said);
	}
	char *why = words_card_why(&card);

	letter_item(l, mem_printf(_("%s: %s"), _("WHY"), why));
	free(why);
	for (size_t i = 0; i < card.step_n; i++)
		letter_item(l, mem_printf(_("DO %zu: %s"), i + 1, card.steps[i].full));
	card_clear(&card);
}

static void put_ticket(struct letter *l)
{
	char *subject = subject_of(l);

	letter_heading(l, subject);
	free(subject);
	put_answer(l);
	letter_heading(l, _("What was seen (times in UTC)"));
	letter_connections(l);
	if (l->f)
		letter_item(l, words_explanation(l->record, l->f));
	put_proof(l, rows[PARTY_HELPDESK].shows);
}

/* ---- outside ---- */

void words_message(struct message *ret, const struct record *record, const struct finding *f,
		   enum party to, bool markdown)
{
	struct letter l = {.record = record, .f = f, .to = to, .markdown = markdown};
	char *subject = subject_of(&l);

	buf_init(&l.out, 0);
	if (to == PARTY_HELPDESK)
		put_ticket(&l);
	else
		put_letter(&l);
	*ret = (struct message){.to = to,
				.subject = without_mailbox(subject, hidden_mailbox(&l)),
				.text = buf_take(&l.out),
				.revealed = l.revealed};
	free(subject);
}

void message_clear(struct message *m)
{
	free(m->subject);
	free(m->text);
	strs_clear(&m->revealed);
	*m = (struct message){0};
}

char *words_revealed(const struct message *m)
{
	if (!m->revealed.n)
		return NULL;
	char *list = words_list(&m->revealed);
	/* TRANSLATORS: %s is a list such as "your IP address (192.0.2.7) and the routers along your way". */
	char *text = mem_printf(_("Private in this message: %s."), list);

	free(list);
	return text;
}
