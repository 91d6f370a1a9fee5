/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report for a helpdesk's ticket: the answer, what to enter, the cause with its place and proof, in a few lines. */
#include "config.h"
#include "report/report_text.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/services.h"
#include "words/words.h"
#include "words/words_place.h"
#include "words/words_card.h"
#include "words/words_remedies.h"
#include "words/words_sources.h"

#include <stdlib.h>
#include <string.h>

#define LINES_MAX 25

/* How much is said, most first: the first that fits into LINES_MAX. */
static const struct level {
	bool brief; /* the steps */
	bool also;  /* further settings that worked */
	size_t explanation_bytes, others, proof;
} levels[] = {
    {false, true, 400, 3, 3}, {false, true, 240, 3, 3}, {true, true, 240, 3, 3},
    {true, true, 240, 1, 3},  {true, true, 160, 1, 2},	{true, false, 160, 0, 1},
};
#define LEVELS (sizeof levels / sizeof *levels)

static void write_header(struct page *p, const struct record *record)
{
	const struct target *t = record->target;
	const struct summary *s = &record->summary;
	char *label = esc_text(t->label, strlen(t->label), false);
	char *date = words_date(log_now(&record->log)), *took = words_time(record->elapsed_us);

	/* TRANSLATORS: the heading of the report: whose mail it is about. */
	page_give(p, PAGE_HEADING, "", mem_printf(_("Mail check: %s"), label));
	/* TRANSLATORS: date, duration, two numbers of ports, version. */
	page_give(p, PAGE_FAINT, "",
		  mem_printf(_("%s, %s, %zu of %zu tested, porthorn %s (--report full)"), date,
			     took, s->checked, s->total, PACKAGE_VERSION));
	report_cut_short(p, record);
	page_gap(p);
	free(took);
	free(date);
	free(label);
}

/* ---- settings beyond the first choices ---- */

static char *setting_text(const struct setting *set)
{
	char *host = esc_text(set->host, strlen(set->host), false);
	/* TRANSLATORS: IMAP, a server, a port, SSL/TLS. */
	char *text = mem_printf(_("%s %s %d %s"), words_protocol(set->protocol), host, set->port,
				words_security(set->security));

	free(host);
	return text;
}

/* "name@example.org, Normal password" */
static char *sign_in_text(const struct record *record, const struct setting *s)
{
	char *method = words_auth(s->auth), *user = setting_user(record->target, s);

	if (!user)
		return method;
	char *name = esc_text(user, strlen(user), false);
	char *text = mem_printf("%s, %s", name, method);

	free(name);
	free(user);
	free(method);
	return text;
}

static const struct setting *best_for(const struct summary *s, enum purpose purpose)
{
	for (size_t i = 0; i < s->setting_n; i++)
		if (s->settings[i].purpose == purpose)
			return &s->settings[i];
	return NULL;
}

/* Some providers want another user name for sending. */
static void write_other_sign_in(struct page *p, const struct record *record)
{
	const struct setting *in = best_for(&record->summary, PURPOSE_RECEIVE);
	const struct setting *out = best_for(&record->summary, PURPOSE_SEND);
	char *read = in ? sign_in_text(record, in) : NULL;
	char *send = in && out ? sign_in_text(record, out) : NULL;

	if (send && !str_eq(read, send))
		/* TRANSLATORS: how to sign in: a user name and "Normal password". */
		page_give(p, PAGE_PLAIN, "", mem_printf(_("Sign-in for sending: %s"), send));
	free(read);
	free(send);
}

static void write_settings(struct page *p, const struct record *record, bool also)
{
	const struct summary *s = &record->summary;
	enum purpose shown = PURPOSE_COUNT_;
	struct strs list = {0};
	char *auth = s->setting_n ? sign_in_text(record, &s->settings[0]) : NULL;
	char *from = s->setting_n && record->target->discover ? words_servers_from(record) : NULL;

	for (size_t i = 0; i < s->setting_n; i++) {
		if (s->settings[i].purpose != shown)
			shown = s->settings[i].purpose; /* the answer has it */
		else if (also)
			strs_append(&list, setting_text(&s->settings[i]));
	}
	if (auth || list.n)
		page_gap(p);
	if (auth) /* TRANSLATORS: how to sign in: "Normal password", "OAuth2"; a user name before it. */
		page_give(p, PAGE_PLAIN, "", mem_printf(_("Sign-in: %s"), auth));
	write_other_sign_in(p, record);
	if (from)
		page_give(p, PAGE_PLAIN, "", mem_printf(_("Servers from: %s"), from));
	if (list.n) {
		char *all = strs_join(&list, "; ");

		/* TRANSLATORS: %s are settings. */
		page_give(p, PAGE_PLAIN, "", mem_printf(_("Also worked: %s"), all));
		free(all);
	}
	strs_clear(&list);
	free(auth);
	free(from);
}

/* ---- the cause ---- */

static char *where_text(const struct record *record, const struct finding *f)
{
	char *hop = f->hop ? esc_text(f->hop, strlen(f->hop), false) : NULL;
	char *text = hop ? /* TRANSLATORS: where it is, after which router. */
			 mem_printf(_("Where: %s, after %s. "), words_place_of(record, f), hop)
			 : f->place != PLACE_UNKNOWN
			       ? mem_printf(_("Where: %s. "), words_place_of(record, f))
			       : mem_strdup("");

	free(hop);
	return text;
}

/* The first sentences, as far as there is room. */
static char *shortened(char *text, size_t most)
{
	size_t len = strlen(text);

	if (len <= most)
		return text;
	for (size_t at = most; at > 0; at--)
		if (strchr(".!?", text[at - 1]) && text[at] == ' ') {
			text[at] = '\0';
			return text;
		}
	char *brief = words_brief(text);

	free(text);
	return brief;
}

/* The observation without its time. */
static const char *observation(const char *line)
{
	const char *gap = strstr(line, "  ");

	return gap ? gap + 2 : line;
}

/* Different ones, of a line each. */
static void write_proof(struct page *p, const struct record *record, const struct finding *f,
			size_t most)
{
	struct strs seen = {0};

	for (size_t i = 0; i < f->evidence.n && seen.n < most; i++) {
		const struct event *e = log_get(&record->log, f->evidence.v[i]);
		char *line = e ? words_event(e, p->ascii) : NULL;

		if (line && page_width(line) + 2 <= p->cols &&
		    !strs_has(&seen, observation(line))) {
			page_paragraph(p, PAGE_FAINT, "- ", line);
			strs_add(&seen, observation(line));
		}
		free(line);
	}
	strs_clear(&seen);
}

/* The first step on the chosen system; the others are in the full report. */
static void write_remedy(struct page *p, const struct record *record, const struct finding *f)
{
	struct remedy_steps steps;

	words_remedies(&steps, record, f, p->system);
	for (size_t i = 0; i < steps.n; i++) {
		if (!steps.v[i].command)
			continue;
		char *title = words_remedies_title(&steps, p->system);
		/* TRANSLATORS: "On Linux", then what to do there. */
		page_give(p, PAGE_PLAIN, "", mem_printf(_("%s: %s"), title, steps.v[i].text));
		page_line(p, PAGE_PLAIN, "  ", steps.v[i].command);
		free(title);
		break;
	}
	remedy_steps_clear(&steps);
}

static void write_cause(struct page *p, const struct record *record, const struct finding *f,
			const struct level *level)
{
	char *explanation = shortened(words_explanation(record, f), level->explanation_bytes);

	page_gap(p);
	char *where = where_text(record, f);

	/* TRANSLATORS: where it is (a sentence, or nothing), then how it is known. */
	page_give(p, PAGE_PLAIN, "", mem_printf(_("%sHow we know: %s"), where, explanation));
	free(where);
	free(explanation);
	write_proof(p, record, f, level->proof);
	if (!level->brief)
		write_remedy(p, record, f);
}

static bool has_ended(const struct record *record, const struct endpoint *e)
{
	const struct endpoint_facts *f = facts_of(&record->facts, e->id);

	return f && f->end_event && endpoint_counts(e) &&
	       f->stages[STAGE_DNS].outcome != OUTCOME_NOTOFFERED;
}

enum port_end { PORT_WORKS, PORT_FAULTY, PORT_REFUSED, PORT_SILENT, PORT_END_COUNT_ };

/* Its certificate is one that mail programs warn of or refuse; or, at any port, an interceptor's. */
static bool has_bad_certificate(const struct record *record, const struct endpoint *e)
{
	const struct endpoint_facts *known = facts_of(&record->facts, e->id);
	bool program = service_row(e->service)->purpose <= PURPOSE_SEND;

	if (!known->verify || !known->verify->status)
		return false;
	for (size_t i = 0; i < record->findings.n; i++) {
		const struct finding *f = &record->findings.v[i];

		if ((f->verdict == VERDICT_WARNING || f->verdict == VERDICT_PROBLEM) &&
		    (program || str_is_listed("tls.intercepted.*", f->id)) &&
		    finding_is_about(f, e->id))
			return true;
	}
	return false;
}

/* False if no connection to it was tried. */
static bool ended_as(const struct record *record, const struct endpoint *e, enum port_end *ret)
{
	const struct endpoint_facts *f = facts_of(&record->facts, e->id);
	enum outcome tcp = f ? f->stages[STAGE_TCP].outcome : OUTCOME_NONE;

	if (!has_ended(record, e) || tcp == OUTCOME_NONE)
		return false;
	if (tcp == OUTCOME_OK)
		*ret = f->outcome == OUTCOME_OK && !has_bad_certificate(record, e) ? PORT_WORKS
										   : PORT_FAULTY;
	else
		*ret = tcp == OUTCOME_TIMEOUT ? PORT_SILENT : PORT_REFUSED;
	return true;
}

/* The port, with what tells it from rows of the same port that ended otherwise. */
static char *port_text(const struct record *record, const struct endpoint *e, enum port_end end)
{
	bool by_host = false, by_family = false;
	enum port_end other;

	for (size_t i = 0; i < record->plan.n; i++) {
		const struct endpoint *o = &record->plan.v[i];

		if (o->port != e->port || !ended_as(record, o, &other) || other == end)
			continue;
		by_host |= !str_ieq(o->host, e->host);
		by_family |= o->family != e->family;
	}
	if (by_host)
		return mem_printf("%d (%s)", e->port, e->host);
	if (by_family)
		return mem_printf("%d (%s)", e->port, words_family(e->family));
	return mem_printf("%d", e->port);
}

/* The port works when it is asked in another way: what was entered for it is wrong, not the port. */
static bool is_entry_wrong(const struct record *record, const struct endpoint *e, enum port_end end)
{
	enum port_end other;

	for (size_t i = 0; i < record->plan.n && end == PORT_FAULTY; i++) {
		const struct endpoint *o = &record->plan.v[i];

		if (o->port == e->port && o->family == e->family && str_ieq(o->host, e->host) &&
		    ended_as(record, o, &other) && other == PORT_WORKS)
			return true;
	}
	return false;
}

/* The ports that ended in one way, each once. */
static void write_ports(struct page *p, const struct record *record, enum port_end end)
{
	static const char *const labels[PORT_END_COUNT_] = {
	    /* TRANSLATORS: ports follow, "587, 993". */
	    [PORT_WORKS] = N_("Ports that work:"),
	    [PORT_FAULTY] = N_("Ports that answer, but not as they should:"),
	    [PORT_REFUSED] =
		N_("Ports that refuse the connection, or whose server can't be reached:"),
	    [PORT_SILENT] = N_("Ports that don't answer:"),
	};
	struct strs ports = {0};
	enum port_end is;

	for (size_t i = 0; i < record->plan.n; i++) {
		const struct endpoint *e = &record->plan.v[i];

		if (!ended_as(record, e, &is) || is != end || is_entry_wrong(record, e, end))
			continue;
		char *text = port_text(record, e, end);

		if (strs_has(&ports, text))
			free(text);
		else
			strs_append(&ports, text);
	}
	char *all = strs_join(&ports, ", ");

	if (ports.n)
		page_give(p, PAGE_PLAIN, "", mem_printf("%s %s.", _(labels[end]), all));
	free(all);
	strs_clear(&ports);
}

static bool is_cause(const struct finding *f)
{
	return f->under < 0 && f->verdict != VERDICT_OK && f->verdict != VERDICT_UNTESTED;
}

/* A line each. */
static void write_others(struct page *p, const struct record *record, const struct finding *cause,
			 size_t most)
{
	const struct findings *all = &record->findings;
	size_t shown = 0, more = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct finding *f = &all->v[i];

		if (f == cause || !is_cause(f))
			continue;
		if (shown == most) {
			more++;
			continue;
		}
		shown++;
		char *title = words_title_apart(record, f);

		page_give(p, PAGE_PLAIN, "- ",
			  mem_printf(_("%s: %s"), words_verdict(f->verdict), title));
		free(title);
	}
	if (more)
		page_give(p, PAGE_PLAIN, "- ",
			  mem_printf(ngettext("and %zu more, in the full report",
					      "and %zu more, in the full report", more),
				     more));
}

static size_t lines_of(const struct buf *out)
{
	size_t n = 0;

	for (size_t i = 0; i < out->len; i++)
		n += out->data[i] == '\n';
	return n;
}

static void write_level(struct page *p, const struct record *record, const struct level *level)
{
	const struct finding *cause = words_cause(record);

	write_header(p, record);
	report_card(p, record, level->brief);
	write_settings(p, record, level->also);
	if (cause)
		write_cause(p, record, cause, level);
	page_gap(p);
	for (int end = 0; end < PORT_END_COUNT_; end++)
		write_ports(p, record, (enum port_end)end);
	write_others(p, record, cause, level->others);
}

void report_text(struct buf *out, const struct record *record, const struct page_options *o)
{
	if (record->target->audit) {
		report_full(out, record, o);
		return;
	}
	for (size_t i = 0; i < LEVELS; i++) {
		struct page p;
		struct buf text;

		buf_init(&text, 0);
		page_init(&p, &text, o);
		write_level(&p, record, &levels[i]);
		bool fits = lines_of(&text) <= LINES_MAX || i + 1 == LEVELS;

		if (fits)
			buf_append(out, buf_text(&text), text.len);
		buf_clear(&text);
		if (fits)
			return;
	}
}
