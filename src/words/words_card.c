/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_card.h"

#include "base/buf.h"
#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/services.h"
#include "reason/domain/sources.h"
#include "reason/facts/rows.h"
#include "words/words.h"

#include <stdlib.h>
#include <string.h>

#define CAUSE_BYTES 120 /* of a longer one the brief form says less */

/* ---- brief ---- */

static bool is_upper_or_quote(char c)
{
	return (c >= 'A' && c <= 'Z') || c == '"' || (unsigned char)c >= 0x80;
}

/* Where the brief form ends: after the first sentence, or before a clause that explains it. */
static bool ends_here(const char *at, bool quoted)
{
	if (quoted || !at[1])
		return !at[1];
	if (at[1] != ' ')
		return false;
	return strchr(".!?;", *at) || (*at == ':' && !is_upper_or_quote(at[2]));
}

char *words_brief(const char *text)
{
	bool quoted = false;
	int depth = 0;
	struct buf out;
	const char *first = strstr(text, ": \""), *last = strrchr(text, '"');

	buf_init(&out, 0);
	for (const char *at = text; *at; at++) {
		if (*at == '(' && !quoted) {
			depth++;
			if (out.len && out.data[out.len - 1] == ' ')
				out.len--;
		}
		/* What is to be said to a third party ends with its last quotation mark. */
		if (first && at > first && at <= last)
			quoted = at < last && (quoted || *at == '"');
		else
			quoted = quoted != (*at == '"');
		if (!depth && ends_here(at, quoted)) {
			buf_putc(&out, strchr(";:", *at) ? '.' : *at);
			break;
		}
		if (!depth)
			buf_putc(&out, *at);
		if (*at == ')' && depth)
			depth--;
	}
	return buf_take(&out);
}

static struct card_words both_forms(char *full)
{
	return (struct card_words){full, words_brief(full)};
}

/* ---- READ and SEND ---- */

static bool works(const struct record *record, const struct endpoint *e)
{
	const struct endpoint_facts *f = facts_of(&record->facts, e->id);

	return f && f->outcome == OUTCOME_OK;
}

#define RANK_REFUSED 1000 /* behind ports that answer: it may not be meant to serve */
#define RANK_ASKED 4000	  /* the port that was asked for comes first, whatever became of it */

static bool is_refused(const struct record *record, const struct endpoint *e)
{
	const struct endpoint_facts *f = facts_of(&record->facts, e->id);

	return f && f->stages[STAGE_TCP].outcome == OUTCOME_REFUSED;
}

static bool some_connects(const struct record *record, enum purpose purpose)
{
	for (size_t i = 0; i < record->plan.n; i++) {
		const struct endpoint *e = &record->plan.v[i];
		const struct endpoint_facts *f = facts_of(&record->facts, e->id);

		if (f && endpoint_counts(e) && row_purpose(&record->facts, e) == purpose &&
		    f->stages[STAGE_TCP].outcome == OUTCOME_OK)
			return true;
	}
	return false;
}

/* Of those that serve the purpose; only_working: NULL if none works. */
static const struct endpoint *choose(const struct record *record, enum purpose purpose,
				     bool only_working)
{
	const struct endpoint *best = NULL;
	int best_rank = 0, penalty = some_connects(record, purpose) ? RANK_REFUSED : 0;

	/* A name that was only guessed, and in vain, is no choice. */
	if (sources_guessed(record->target) && !record->summary.setting_n)
		return NULL;
	for (size_t i = 0; i < record->plan.n; i++) {
		const struct endpoint *e = &record->plan.v[i];
		const struct service_row *service = service_row(e->service);
		bool asked = target_asks_for(record->target, e->service, e->port);
		int rank = (service->preference ? service->preference : 1000) +
			   (is_refused(record, e) ? penalty : 0) - (asked ? RANK_ASKED : 0);

		if (!endpoint_counts(e) || row_purpose(&record->facts, e) != purpose ||
		    (only_working && !works(record, e)) || (best && rank >= best_rank))
			continue;
		best = e;
		best_rank = rank;
	}
	return best;
}

const struct endpoint *words_first_choice(const struct record *record, enum purpose purpose)
{
	return choose(record, purpose, false);
}

/* The word that a finding about the endpoint has for its end, or NULL. */
static const char *word_of(const struct finding *f, unsigned endpoint)
{
	/* TRANSLATORS: how testing a port ended; at most about 20 columns. */
	static const struct {
		const char *prefix, *word;
	} words[] = {
	    {"tcp.blocked.", N_("blocked")},
	    {"path.drop.", N_("blocked")},
	    {"path.reject.", N_("blocked")},
	    {"path.here.", N_("blocked")},
	    {"dns.sinkhole", N_("wrong address")},
	    {"greeting.too-many", N_("turned away")},
	    {"greeting.attempts", N_("turned away")},
	    {"tls.refused-in-clear", N_("turned away")},
	    {"dns.no-answer.name", N_("lookup failed")},
	    {"dns.web-proxy", N_("no answer")},
	    {"dns.hosts-file.dead", N_("wrong address")},
	    {"host.other-purpose", N_("wrong server")},
	    {"proto.other-mail", N_("wrong setting")},
	    {"proto.starttls-on-tls-setting", N_("wrong setting")},
	    {"proto.tls-on-plain-port", N_("wrong setting")},
	    {"setting.plain", N_("wrong setting")},
	};

	if (!finding_is_about(f, endpoint))
		return NULL;
	for (size_t k = 0; k < sizeof words / sizeof *words; k++)
		if (!strncmp(f->id, words[k].prefix, strlen(words[k].prefix)))
			return _(words[k].word);
	return NULL;
}

const char *words_ended_plainly(enum stage stage, enum outcome outcome)
{
	/* TRANSLATORS: how testing a port ended; at most about 20 columns. */
	static const struct {
		enum outcome outcome;
		enum stage stage; /* STAGE_COUNT_: any */
		const char *text;
	} words[] = {
	    {OUTCOME_NOTOFFERED, STAGE_DNS, N_("no address")},
	    {OUTCOME_BADREPLY, STAGE_DNS, N_("lookup failed")},
	    {OUTCOME_DENIED, STAGE_DNS, N_("lookup refused")},
	    {OUTCOME_TIMEOUT, STAGE_DNS, N_("no name server")},
	    {OUTCOME_REFUSED, STAGE_DNS, N_("no name server")},
	    {OUTCOME_UNREACHABLE, STAGE_DNS, N_("no name server")},
	    {OUTCOME_NOTOFFERED, STAGE_COUNT_, N_("no encryption")},
	    {OUTCOME_BADREPLY, STAGE_TLS, N_("not encrypted")},
	    {OUTCOME_BADREPLY, STAGE_COUNT_, N_("not a mail server")},
	    {OUTCOME_DENIED, STAGE_TCP, N_("forbidden here")},
	    {OUTCOME_DENIED, STAGE_COUNT_, N_("turned away")},
	    {OUTCOME_RESET, STAGE_COUNT_, N_("cut off")},
	    {OUTCOME_CLOSED, STAGE_COUNT_, N_("hung up")},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (words[i].outcome == outcome &&
		    (words[i].stage == stage || words[i].stage == STAGE_COUNT_))
			return _(words[i].text);
	return words_ended(stage, outcome);
}

/* How the first choice ended, in a word or two. */
static const char *failed_word(const struct record *record, const struct endpoint *e)
{
	const struct endpoint_facts *known = e ? facts_of(&record->facts, e->id) : NULL;

	if (!known || !known->end_event || known->outcome == OUTCOME_OK)
		return _("does not work");
	for (size_t i = 0; i < record->findings.n; i++) {
		const char *word = word_of(&record->findings.v[i], e->id);

		if (word)
			return word;
	}
	return words_ended_plainly(known->end_stage, known->outcome);
}

/* What was reached if it worked, else what was to be entered. */
static const char *reached_security(const struct record *record, const struct endpoint *e)
{
	const struct endpoint_facts *f = facts_of(&record->facts, e->id);
	bool plain = f && f->stages[STAGE_STARTTLS].outcome == OUTCOME_NOTOFFERED;

	return plain ? _("no encryption") : words_security(e->security);
}

static bool is_typed(const struct target *t)
{
	return !t->provider && !t->email && !t->domain && !t->discover;
}

static void show_endpoint(struct card_answer *a, const struct record *record,
			  const struct endpoint *e)
{
	a->protocol = words_protocol(service_row(e->service)->protocol);
	a->host = esc_text(e->host, strlen(e->host), false);
	a->port = e->port;
	a->security = a->reachable ? reached_security(record, e) : words_security(e->security);
	a->typed = is_typed(record->target);
}

static bool show_setting(struct card_answer *a, const struct summary *s, enum purpose purpose)
{
	for (size_t i = 0; i < s->setting_n; i++) {
		const struct setting *set = &s->settings[i];

		if (set->purpose != purpose)
			continue;
		a->protocol = words_protocol(set->protocol);
		a->host = esc_text(set->host, strlen(set->host), false);
		a->port = set->port;
		a->security = words_security(set->security);
		a->reachable = true;
		return true;
	}
	return false;
}

/* What is wrong is what the mail domain publishes, not this server. */
static bool is_domains_fault(const struct record *record, const struct endpoint *first)
{
	return first && first->service == SERVICE_SMTP && record->target->mx_domain &&
	       findings_verdict(&record->findings, &record->facts, first->id) != VERDICT_PROBLEM;
}

/* The domain's own word is that it has no server for mail (RFC 7505). */
static bool takes_no_mail(const struct record *record)
{
	return findings_have(&record->findings, "mx.null");
}

/* "None" is set where STARTTLS is offered: the server is safe, the setting isn't. */
static bool is_set_plain(const struct record *record, const struct endpoint *e)
{
	return e && findings_about(&record->findings, e->id, "setting.plain");
}

/* The word for an answer, and its mark. */
static char *answer_word(struct card_answer *a, const struct record *record, enum answer answer,
			 const struct endpoint *first, bool over)
{
	static const enum card_mark marks[ANSWER_COUNT_] = {
	    [ANSWER_OK] = CARD_GOOD,	      [ANSWER_SOMETIMES] = CARD_WARNING,
	    [ANSWER_UNSAFE] = CARD_BAD,	      [ANSWER_FAILED] = CARD_BAD,
	    [ANSWER_UNTESTED] = CARD_UNKNOWN,
	};

	a->mark = marks[answer];
	if (!over && (answer == ANSWER_FAILED || answer == ANSWER_UNTESTED)) {
		a->mark = CARD_RUNNING;
		return mem_strdup(_("testing"));
	}
	switch (answer) {
	case ANSWER_OK:
		return mem_strdup(_("works"));
	case ANSWER_SOMETIMES:
		return mem_strdup(_("only sometimes"));
	case ANSWER_UNSAFE:
		return mem_strdup(is_domains_fault(record, first) ? _("works, but not as published")
				  : is_set_plain(record, first)	  ? _("wrong setting")
								  : _("not safe"));
	case ANSWER_FAILED:
		return mem_strdup(failed_word(record, first));
	default:
		return mem_strdup(!first && takes_no_mail(record) ? _("accepts no mail")
								  : _("not known"));
	}
}

static void add_answer(struct card *card, const struct record *record, const char *label,
		       enum purpose purpose, enum answer answer, bool over)
{
	struct card_answer *a = &card->answers[card->answer_n++];
	const struct endpoint *first = words_first_choice(record, purpose);
	const struct endpoint *working = choose(record, purpose, true);

	*a = (struct card_answer){.label = label};
	a->word = answer_word(a, record, answer, first, over);
	a->between = purpose == PURPOSE_DELIVERY;
	a->reachable = a->between && answer == ANSWER_OK;
	if (answer == ANSWER_UNSAFE && over && purpose != PURPOSE_DELIVERY &&
	    !is_set_plain(record, first))
		a->text = mem_strdup(_("Don't enter your password yet."));
	if ((a->text || !show_setting(a, &record->summary, purpose)) && (first || working))
		show_endpoint(a, record, working ? working : first);
}

static void add_answers(struct card *card, const struct record *record)
{
	const struct summary *s = &record->summary;
	bool over = record->done;

	if (s->receive_asked)
		add_answer(card, record, _("READ"), PURPOSE_RECEIVE, s->receive,
			   over || s->receive_done);
	if (s->send_asked)
		add_answer(card, record, _("SEND"), PURPOSE_SEND, s->send, over || s->send_done);
	if (s->delivery_asked &&
	    !card->answer_n) /* TRANSLATORS: mail between servers; at most 4 columns. */
		add_answer(card, record, _("MX"), PURPOSE_DELIVERY, s->delivery,
			   over || s->all_done);
	if (s->others_asked && !card->answer_n) /* TRANSLATORS: at most 4 columns. */
		add_answer(card, record, _("TEST"),
			   words_first_choice(record, PURPOSE_FILTER) ? PURPOSE_FILTER
								      : PURPOSE_WEB,
			   s->others, over || s->all_done);
}

/* ---- WHY ---- */

static enum card_mark verdict_mark(enum verdict v)
{
	static const enum card_mark marks[VERDICT_COUNT_] = {
	    [VERDICT_OK] = CARD_GOOD,	       [VERDICT_NOTE] = CARD_NOTE,
	    [VERDICT_WARNING] = CARD_WARNING,  [VERDICT_PROBLEM] = CARD_BAD,
	    [VERDICT_UNTESTED] = CARD_UNKNOWN,
	};

	return marks[v];
}

/* Without a long list of mail programs in brackets. */
static char *brief_cause(const struct record *record, const struct finding *f)
{
	char *title = words_cause_title(record, f);

	if (strlen(title) <= CAUSE_BYTES)
		return title;
	char *brief = words_brief(title);

	free(title);
	return brief;
}

/* Brief, it is the one cause that matters most. */
static void take_cause(struct card *card, const struct record *record, const struct finding *f)
{
	const struct summary *summary = &record->summary;
	struct strs sentences = {0};

	if (f->verdict == VERDICT_NOTE && (summary->receive_asked || summary->send_asked))
		/* A block of port 25 may follow. */
		strs_add(&sentences, f->hint == HINT_PORT25 ? _("The usual mail ports work here.")
							    : _("Nothing blocks mail here."));
	words_causes(record, &sentences);
	card->cause = f;
	card->why_mark = verdict_mark(f->verdict);
	card->why = (struct card_words){strs_join(&sentences, " "), brief_cause(record, f)};
	card->certainty = words_certainty(f->certainty);
	strs_clear(&sentences);
}

static const char *stopped_why(const struct record *record)
{
	const struct event *end = record->facts.run_end;

	if (end && end->outcome == OUTCOME_TIMEOUT)
		return _("The run's time was up too early.");
	return _("The run was stopped too early.");
}

static void add_why(struct card *card, const struct record *record)
{
	const struct finding *cause = words_cause(record);
	const char *text;

	if (cause && (record->done || record->summary.all_done)) {
		take_cause(card, record, cause);
		return;
	}
	if (!record->done && !record->summary.all_done) {
		card->why_mark = CARD_RUNNING;
		text = _("Still testing.");
	} else if (summary_exit_status(&record->summary) == 0) {
		card->why_mark = CARD_GOOD;
		text = _("Nothing blocks mail here.");
	} else if (summary_is_untested(&record->summary)) {
		card->why_mark = CARD_UNKNOWN;
		text = stopped_why(record);
	} else {
		card->why_mark = CARD_UNKNOWN;
		text = _("No cause was found.");
	}
	card->why = both_forms(mem_strdup(text));
}

/* ---- DO ---- */

static void add_step(struct card *card, char *text)
{
	if (card->step_n < CARD_STEPS_MAX)
		card->steps[card->step_n++] = both_forms(text);
	else
		free(text);
}

static const struct setting *best_setting(const struct summary *s, enum purpose purpose)
{
	for (size_t i = 0; i < s->setting_n; i++)
		if (s->settings[i].purpose == purpose)
			return &s->settings[i];
	return NULL;
}

static const char *const enter_these = N_("Enter these settings in your mail program.");

/* Where all is well: what to enter, how to sign in, what else it can be. */
static void add_good_steps(struct card *card, const struct record *record)
{
	const struct summary *s = &record->summary;
	const struct setting *set = best_setting(s, PURPOSE_SEND);

	set = set ? set : best_setting(s, PURPOSE_RECEIVE);
	if (!set) {
		add_step(card, mem_strdup(_("Nothing.")));
		return;
	}
	add_step(card, mem_strdup(_(enter_these)));
	if (str_ieq(set->auth, "app-password"))
		add_step(
		    card,
		    mem_strdup(_("Sign in with an app password: the usual password is refused.")));
	else if (str_ieq(set->auth, "oauth2"))
		add_step(card, mem_strdup(_("Choose OAuth2 to sign in.")));
	add_step(card, mem_strdup(_("If it still fails, check the user name and the password.")));
}

/* The step that names the settings that are entered anyway. */
static bool enters_what_works(const char *step)
{
	const char *text = _("Enter the settings that work: {instead}.");

	return !strncmp(step, text, strcspn(text, "{"));
}

static void add_cause_steps(struct card *card, const struct record *record)
{
	struct strs steps = {0};

	if (card->cause->verdict == VERDICT_NOTE && record->summary.setting_n)
		add_step(card, mem_strdup(_(enter_these)));
	words_steps(record, card->cause, &steps);
	for (size_t i = 0; i < steps.n; i++)
		if (!card->step_n || !enters_what_works(steps.v[i]))
			add_step(card, mem_strdup(steps.v[i]));
	strs_clear(&steps);
}

static void add_steps(struct card *card, const struct record *record)
{
	if (!record->done && !record->summary.all_done) {
		add_step(card, mem_strdup(_("Wait a moment: the answers appear by themselves.")));
		return;
	}
	if (card->cause)
		add_cause_steps(card, record);
	else if (card->why_mark == CARD_GOOD)
		add_good_steps(card, record);
	if (!card->step_n)
		card->next = !card->cause && card->why_mark != CARD_GOOD && record->live
				 ? CARD_NEXT_AGAIN
				 : CARD_NEXT_MORE;
}

const char *words_card_next(const struct card *card)
{
	static const char *const texts[] = {[CARD_NEXT_AGAIN] = N_("Test everything again."),
					    [CARD_NEXT_MORE] = N_("Read the details.")};

	return texts[card->next] ? _(texts[card->next]) : NULL;
}

void words_card(struct card *ret, const struct record *record)
{
	*ret = (struct card){0};
	add_answers(ret, record);
	add_why(ret, record);
	add_steps(ret, record);
}

static void clear_words(struct card_words *w)
{
	free(w->full);
	free(w->brief);
}

void card_clear(struct card *card)
{
	for (size_t i = 0; i < card->answer_n; i++) {
		free(card->answers[i].word);
		free(card->answers[i].host);
		free(card->answers[i].text);
	}
	clear_words(&card->why);
	for (size_t i = 0; i < card->step_n; i++)
		clear_words(&card->steps[i]);
	*card = (struct card){0};
}

/* What to enter, with a name before each value if it is to be spoken. */
static char *setting_text(const struct card_answer *a, bool spoken)
{
	/* TRANSLATORS: IMAP, a server, a port, SSL/TLS. */
	return mem_printf(spoken ? _("%s, server %s, port %d, security %s")
				 : _("%s %s, port %d, %s"),
			  a->protocol, a->host, a->port, a->security);
}

char *words_card_answer(const struct card_answer *a, bool spoken)
{
	char *setting, *text;

	if (a->text) /* TRANSLATORS: an answer ("not safe"), then a sentence. */
		return mem_printf(_("%s. %s"), a->word, a->text);
	if (!a->host)
		return mem_strdup(a->word);
	setting = setting_text(a, spoken);
	if (a->reachable) /* TRANSLATORS: an answer ("works"), then what to enter. */
		text = mem_printf(spoken ? _("%s. %s") : _("%s: %s"), a->word, setting);
	else if (a->between && spoken) /* TRANSLATORS: how it ended, then the server. */
		text = mem_printf(_("%s. The server: %s"), a->word, setting);
	else if (a->between) /* TRANSLATORS: how it ended ("no answer"), then the server. */
		text = mem_printf(_("%s (%s)"), a->word, setting);
	else if (spoken) /* TRANSLATORS: the same, where it does not work from here. */
		text = mem_printf(
		    a->typed ? _("%s. This was tried, and doesn't work from here now: %s")
			     : _("%s. The provider's settings, which don't work from here now: %s"),
		    a->word, setting);
	else
		text = mem_printf(a->typed ? _("%s (tried: %s)")
					   : _("%s (the provider's settings: %s)"),
				  a->word, setting);
	free(setting);
	return text;
}

char *words_card_why(const struct card *card)
{
	return card->certainty ? mem_printf("%s (%s)", card->why.full, card->certainty)
			       : mem_strdup(card->why.full);
}
