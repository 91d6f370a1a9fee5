/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every scene of tests/cases: what must be found, and what no part of its log may claim. */
#include "config.h"
#include "tests/unit/scene.h"

#include "base/buf.h"
#include "base/mem.h"
#include "reason/audit.h"
#include "reason/domain/sources.h"
#include "reason/rules/rules.h"
#include "reason/starttls.h"
#include "reason/rules/diagnose.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *files[2000];
static size_t file_n;
static struct scene *scenes; /* one a file */

/* ---- one diagnosis ---- */

struct result {
	struct facts facts;
	struct findings findings;
	struct summary summary;
};

static void judge(struct result *r, const struct target *t, const struct log *log,
		  const struct endpoints *plan)
{
	facts_init(&r->facts, t, log, plan);
	diagnose(&r->findings, &r->facts);
	summary_init(&r->summary, &r->facts, &r->findings);
}

static void result_clear(struct result *r)
{
	summary_clear(&r->summary);
	findings_clear(&r->findings);
	facts_clear(&r->facts);
}

/* A result as text, to compare two and to show a wrong one. */
static char *shown(const struct result *r)
{
	struct buf out;

	buf_init(&out, 0);
	for (size_t i = 0; i < r->findings.n; i++) {
		const struct finding *f = &r->findings.v[i];

		buf_printf(&out, "%s%s %s %s place=%s under=%d rows", f->under >= 0 ? "  " : "",
			   f->id, verdict_name(f->verdict), certainty_name(f->certainty),
			   place_name(f->place), f->under);
		for (size_t k = 0; k < f->endpoints.n; k++)
			buf_printf(&out, " %u", f->endpoints.v[k]);
		buf_puts(&out, " events");
		for (size_t k = 0; k < f->evidence.n; k++)
			buf_printf(&out, " %u", f->evidence.v[k]);
		for (size_t k = 0; k < f->arg_n; k++)
			buf_printf(&out, " %s=%s", f->args[k].name, f->args[k].value);
		buf_puts(&out, "\n");
	}
	buf_printf(&out, "receive %s, send %s, relay %s, exit %d; settings",
		   answer_name(r->summary.receive), answer_name(r->summary.send),
		   answer_name(r->summary.delivery), summary_exit_status(&r->summary));
	for (size_t i = 0; i < r->summary.setting_n; i++)
		buf_printf(&out, " %s:%d:%s", service_name(r->summary.settings[i].service),
			   r->summary.settings[i].port, r->summary.settings[i].auth);
	buf_puts(&out, "\n");
	return buf_take(&out);
}

/* ---- what a scene says ---- */

static void wrong(const struct scene *s, const struct scene_line *line, const struct result *r,
		  const char *what)
{
	fail_msg("%s:%d: %s: %s\n%s", s->file, line->number, line->words.v[0], what, shown(r));
}

static bool is_one_of(const char *word, const char *(*name)(unsigned), unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (str_eq(word, name(i)))
			return true;
	return false;
}

static const char *verdict_word(unsigned v)
{
	return verdict_name((enum verdict)v);
}

static const char *certainty_word(unsigned c)
{
	return certainty_name((enum certainty)c);
}

/* The value of {name} in sentences; NULL without one. The caller frees. */
static char *value_of(const struct scene *s, const struct finding *f, const char *name)
{
	struct strs items = {0};

	if (str_eq(name, "ports"))
		finding_ports(f, &s->plan, &items);
	else if (str_eq(name, "hosts"))
		finding_hosts(f, &s->plan, &items);
	else
		return mem_strdup(finding_arg(f, name));
	char *text = strs_join(&items, ", ");

	strs_clear(&items);
	return text;
}

static bool fits_word(const struct scene *s, const struct finding *f, const struct findings *all,
		      const char *word)
{
	char *equals = strchr(word, '=');

	if (is_one_of(word, verdict_word, VERDICT_COUNT_))
		return str_eq(word, verdict_name(f->verdict));
	if (is_one_of(word, certainty_word, CERTAINTY_COUNT_))
		return str_eq(word, certainty_name(f->certainty));
	if (str_eq(word, "top"))
		return f->under < 0;
	if (!equals)
		return false;
	if (str_istarts(word, "under="))
		return f->under >= 0 && str_eq(all->v[f->under].id, equals + 1);
	if (str_istarts(word, "rows="))
		return f->endpoints.n == (size_t)strtol(equals + 1, NULL, 10);
	if (str_istarts(word, "place="))
		return str_eq(place_name(f->place), equals + 1);
	char *name = mem_strndup(word, (size_t)(equals - word));
	char *value = value_of(s, f, name);
	bool fits = str_eq(value ? value : "-", equals + 1);

	free(value);
	free(name);
	return fits;
}

static void expect(const struct scene *s, const struct scene_line *line, const struct result *r)
{
	for (size_t i = 0; i < r->findings.n; i++) {
		const struct finding *f = &r->findings.v[i];
		bool fits = str_eq(f->id, line->words.v[1]);

		for (size_t k = 2; k < line->words.n; k++)
			fits = fits && fits_word(s, f, &r->findings, line->words.v[k]);
		if (fits)
			return;
	}
	wrong(s, line, r, line->words.v[1]);
}

static bool is_like(const char *id, const char *pattern)
{
	size_t len = strlen(pattern);

	return len && pattern[len - 1] == '*' ? !strncmp(id, pattern, len - 1)
					      : str_eq(id, pattern);
}

static void forbid(const struct scene *s, const struct scene_line *line, const struct result *r)
{
	for (size_t i = 0; i < r->findings.n; i++)
		for (size_t k = 1; k < line->words.n; k++)
			if (is_like(r->findings.v[i].id, line->words.v[k]))
				wrong(s, line, r, r->findings.v[i].id);
}

static void check_settings(const struct scene *s, const struct scene_line *line,
			   const struct result *r)
{
	struct buf is, wanted;

	buf_init(&is, 0);
	buf_init(&wanted, 0);
	for (size_t i = 0; i < r->summary.setting_n; i++)
		buf_printf(&is, "%s:%d:%s ", service_name(r->summary.settings[i].service),
			   r->summary.settings[i].port, r->summary.settings[i].auth);
	for (size_t k = 1; k < line->words.n && !str_eq(line->words.v[k], "-"); k++)
		buf_printf(&wanted, "%s ", line->words.v[k]);
	if (!str_eq(buf_text(&is), buf_text(&wanted)))
		wrong(s, line, r, buf_text(&wanted));
	buf_clear(&is);
	buf_clear(&wanted);
}

static void check_starttls(const struct scene *s, const struct scene_line *line,
			   const struct result *r)
{
	enum starttls_use *uses = mem_calloc(s->plan.n + 1, sizeof *uses);
	size_t met = 0;

	starttls_uses(uses, &r->facts, &r->findings);
	for (size_t i = 0; i < s->plan.n; i++) {
		const char *use = starttls_use_name(uses[i]);

		if (!scene_row_fits(line->words.v[1], &s->plan.v[i]))
			continue;
		met++;
		if (!str_eq(line->words.v[2], use ? use : "-"))
			wrong(s, line, r, use ? use : "-");
	}
	free(uses);
	if (!met)
		wrong(s, line, r, "no such row");
}

static void check_verdict(const struct scene *s, const struct scene_line *line,
			  const struct result *r)
{
	size_t met = 0;

	for (size_t i = 0; i < s->plan.n; i++) {
		if (!scene_row_fits(line->words.v[1], &s->plan.v[i]))
			continue;
		met++;
		if (!str_eq(line->words.v[2], verdict_name(findings_verdict(&r->findings, &r->facts,
									    s->plan.v[i].id))))
			wrong(s, line, r, line->words.v[1]);
	}
	if (!met)
		wrong(s, line, r, "no such row");
}

static int exit_status(const struct result *r)
{
	if (r->facts.target->audit && audit_asks_for_change(&r->facts, &r->findings))
		return 1;
	return summary_exit_status(&r->summary);
}

/* fault [-]KIND [SUBJECT] [DETAIL] */
static void check_fault(const struct scene *s, const struct scene_line *line,
			const struct result *r)
{
	const struct strs *w = &line->words;
	bool unwanted = w->v[1][0] == '-', found = false;
	struct audit audit;

	audit_init(&audit, &r->facts);
	for (size_t i = 0; i < audit.n; i++) {
		const struct audit_fault *f = &audit.v[i];

		found |= str_eq(audit_kind_name(f->kind), w->v[1] + unwanted) &&
			 (w->n < 3 || (f->subject && strstr(f->subject, w->v[2]))) &&
			 (w->n < 4 || (f->detail && strstr(f->detail, w->v[3])));
	}
	audit_clear(&audit);
	if (found == unwanted)
		wrong(s, line, r, w->v[1]);
}

static void check_line(const struct scene *s, const struct scene_line *line, const struct result *r)
{
	const char *word = line->words.v[0], *value = line->words.n > 1 ? line->words.v[1] : "";
	const struct summary *sum = &r->summary;

	if (str_eq(word, "expect"))
		expect(s, line, r);
	else if (str_eq(word, "forbid"))
		forbid(s, line, r);
	else if (str_eq(word, "settings"))
		check_settings(s, line, r);
	else if (str_eq(word, "fault"))
		check_fault(s, line, r);
	else if (str_eq(word, "verdict"))
		check_verdict(s, line, r);
	else if (str_eq(word, "starttls"))
		check_starttls(s, line, r);
	else if (str_eq(word, "receive") && !str_eq(value, answer_name(sum->receive)))
		wrong(s, line, r, value);
	else if (str_eq(word, "send") && !str_eq(value, answer_name(sum->send)))
		wrong(s, line, r, value);
	else if (str_eq(word, "relay") && !str_eq(value, answer_name(sum->delivery)))
		wrong(s, line, r, value);
	else if (str_eq(word, "checked") && strtoul(value, NULL, 10) != sum->checked)
		wrong(s, line, r, value);
	else if (str_eq(word, "untested") && summary_is_untested(sum) != str_eq(value, "yes"))
		wrong(s, line, r, value);
	else if (str_eq(word, "exit") && strtol(value, NULL, 10) != exit_status(r))
		wrong(s, line, r, value);
	for (size_t i = 0; i < r->findings.n && str_eq(word, "calm"); i++)
		if (r->findings.v[i].verdict == VERDICT_WARNING ||
		    r->findings.v[i].verdict == VERDICT_PROBLEM)
			wrong(s, line, r, r->findings.v[i].id);
}

static void test_scenes(void **state)
{
	(void)state;
	for (size_t i = 0; i < file_n; i++) {
		const struct scene *s = &scenes[i];
		struct result r;

		judge(&r, s->target, &s->log, &s->plan);
		for (size_t k = 0; k < s->n; k++)
			check_line(s, &s->v[k], &r);
		result_clear(&r);
	}
}

#define ORDERS 40

/* What the sources say decides, and not which of them was the first to say it. */
static void test_order_of_arrival(void **state)
{
	(void)state;
	for (size_t i = 0; i < file_n * ORDERS; i++) {
		struct scene s;
		struct result r;

		if (!strstr(files[i / ORDERS], "discover-") && !strstr(files[i / ORDERS], "audit-"))
			continue;
		scene_load_in_order(&s, files[i / ORDERS], (unsigned)(i % ORDERS) + 1);
		judge(&r, s.target, &s.log, &s.plan);
		for (size_t k = 0; k < s.n; k++)
			check_line(&s, &s.v[k], &r);
		result_clear(&r);
		scene_clear(&s);
	}
}

/* A misspelt word is an error; the same line spelt correctly is not. */
static void test_misspelt_scenes(void **state)
{
	static const struct {
		const char *right, *wrong, *fault;
	} rows[] = {
	    {"row imaps tcp=timeout", "row imaps tpc=timeout", "no such option: tpc=timeout"},
	    {"row imaps tcp=timeout", "row imaps tcp=timeuot", "no value for it: tcp=timeuot"},
	    {"row imaps tls-ms=40", "row imaps tls-ms=4O", "no value for it: tls-ms=4O"},
	    {"row imaps dns=192.0.2.1,192.0.2.2", "row imaps dns=192.0.2.1,192.0.2",
	     "no value for it: dns=192.0.2.1,192.0.2"},
	    {"row imaps dns=noname", "row imaps dns=nonam", "no value for it: dns=nonam"},
	    {"row imaps status=untrusted,expired", "row imaps status=untrusted,expierd",
	     "no value for it: status=untrusted,expierd"},
	    {"row imaps until=2026-11-01", "row imaps until=November",
	     "no value for it: until=November"},
	    {"row imaps running=tcp", "row imaps running=tpc", "no value for it: running=tpc"},
	    {"row imaps asks=yes", "row imaps asks=no", "no value for it: asks=no"},
	    {"row imaps asks=yes", "row imaps asks", "not NAME=VALUE: asks"},
	    {"path imaps suspect 192.168.1.1/1 - open/9", "path imaps suspct 192.168.1.1/1",
	     "no such role: suspct"},
	    {"path imaps working 3.13@192.168.1.1/1", "path imaps working 192.168.1/1",
	     "no such hop: 192.168.1/1"},
	    {"path imaps suspect - sweep=1", "path imaps suspect - sweeps=1",
	     "no such option: sweeps=1"},
	    {"policy ok status=2 version:|x", "policy ok statos=2 version:|x",
	     "no such option: statos=2"},
	    {"takes imaps TLS1.2 ok leaf=a", "takes imaps TLS1.2 ok laef=a",
	     "no such option: laef=a"},
	    {"secrecy imaps denied tls 40", "secrecy imaps denied tsl 40", "no such stage: tsl"},
	    {"nameless imaps ok", "nameless imaps okay", "no such outcome: okay"},
	    {"stop running", "stop runing", "no such outcome: runing"},
	    {"expect tls.expired", "expcet tls.expired", "no such line: expcet"},
	    {"calm", "calm down", "too few or too many words: calm"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct scene_line right = {0}, wrong = {0};

		strs_split(&right.words, rows[i].right, " ");
		strs_split(&wrong.words, rows[i].wrong, " ");
		char *none = scene_fault(&right), *fault = scene_fault(&wrong);

		if (none)
			fail_msg("%s: %s", rows[i].right, none);
		assert_string_equal(fault, rows[i].fault);
		free(fault);
		strs_clear(&right.words);
		strs_clear(&wrong.words);
	}
}

/* ---- what holds for every scene ---- */

static void mark_expected(const struct scene *s, bool *met)
{
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < rule_n && str_eq(s->v[i].words.v[0], "expect"); k++)
			met[k] = met[k] || str_eq(s->v[i].words.v[1], rules[k].id);
}

static void test_every_rule_has_a_scene(void **state)
{
	bool *met = mem_calloc(rule_n, sizeof *met);
	size_t missing = 0;

	(void)state;
	for (size_t i = 0; i < file_n; i++)
		mark_expected(&scenes[i], met);
	for (size_t k = 0; k < rule_n; k++)
		if (!met[k]) {
			print_error("%s: no scene in tests/cases/ expects it\n", rules[k].id);
			missing++;
		}
	free(met);
	assert_int_equal(missing, 0);
}

/* Its rows have ports and hosts as names, at most as many as it has rows. */
static void check_rows(const struct scene *s, const struct finding *f)
{
	struct strs ports = {0}, hosts = {0};

	finding_ports(f, &s->plan, &ports);
	finding_hosts(f, &s->plan, &hosts);
	assert_true(!ports.n == !f->endpoints.n && ports.n <= f->endpoints.n);
	assert_true(!hosts.n == !f->endpoints.n && hosts.n <= f->endpoints.n);
	strs_clear(&ports);
	strs_clear(&hosts);
}

static void check_findings(const struct scene *s, const struct result *r)
{
	for (size_t i = 0; i < r->findings.n; i++) {
		const struct finding *f = &r->findings.v[i];

		if (!f->evidence.n)
			fail_msg("%s: %s cites nothing", s->file, f->id);
		for (size_t k = 0; k < f->evidence.n; k++)
			assert_non_null(log_get(&s->log, f->evidence.v[k]));
		for (size_t k = 0; k < f->endpoints.n; k++)
			assert_non_null(endpoints_get(&s->plan, f->endpoints.v[k]));
		assert_true(f->under < (int)i);
		assert_true(f->under < 0 || r->findings.v[f->under].under < 0);
		check_rows(s, f);
	}
	for (size_t i = 0; i < r->summary.setting_n; i++)
		assert_int_not_equal(
		    findings_verdict(&r->findings, &r->facts, r->summary.settings[i].endpoint),
		    VERDICT_PROBLEM);
}

/* ---- what no finding may claim beside what was seen ---- */

static bool is_any_id(const char *id, const char *const *ids)
{
	for (; *ids; ids++)
		if (str_eq(id, *ids))
			return true;
	return false;
}

/* Some server answered, of the target or a reference server: the Internet connection is not down. */
static bool something_connected(const struct scene *s, const struct result *r)
{
	for (size_t i = 0; i < r->facts.n; i++)
		if (s->plan.v[i].why != WHY_IMPOSSIBLE &&
		    r->facts.v[i].stages[STAGE_TCP].outcome == OUTCOME_OK)
			return true;
	return false;
}

static void check_not_down(const struct scene *s, const struct result *r)
{
	static const char *const down[] = {"net.no-network",	    "net.no-route",
					   "tcp.silent.everything", "net.everything-down",
					   "net.dns-only",	    NULL};

	if (!something_connected(s, r))
		return;
	for (size_t i = 0; i < r->findings.n; i++)
		if (is_any_id(r->findings.v[i].id, down))
			fail_msg("%s: %s, although something connected\n%s", s->file,
				 r->findings.v[i].id, shown(r));
}

static bool is_one_blocker(enum place place)
{
	return place == PLACE_THIS_COMPUTER || place == PLACE_HOME_ROUTER ||
	       place == PLACE_NETWORK || place == PLACE_SERVER;
}

static const struct rule *rule_of(const char *id)
{
	for (size_t i = 0; i < rule_n; i++)
		if (str_eq(rules[i].id, id))
			return &rules[i];
	return NULL;
}

/* Says who keeps the endpoint from connecting, with that much certainty. */
static bool blames(const struct finding *f, unsigned endpoint)
{
	return rule_of(f->id)->stage == STAGE_TCP && f->certainty >= CERTAINTY_LIKELY &&
	       is_one_blocker(f->place) && finding_is_about(f, endpoint);
}

static void check_one_blocker(const struct scene *s, const struct result *r)
{
	for (unsigned e = 1; e <= r->facts.n; e++) {
		const struct finding *first = NULL;

		for (size_t i = 0; i < r->findings.n; i++) {
			const struct finding *f = &r->findings.v[i];

			if (!blames(f, e))
				continue;
			if (first && first->place != f->place)
				fail_msg("%s: endpoint %u: %s and %s name two blockers\n%s",
					 s->file, e, first->id, f->id, shown(r));
			first = f;
		}
	}
}

static bool port_connected(const struct scene *s, const struct result *r, const char *port)
{
	for (size_t i = 0; i < r->facts.n; i++)
		if (endpoint_counts(&s->plan.v[i]) && s->plan.v[i].port == strtol(port, NULL, 10) &&
		    r->facts.v[i].stages[STAGE_TCP].outcome == OUTCOME_OK)
			return true;
	return false;
}

/* A port of which a sentence says that it answers did so, and so did every port to enter. */
static void check_said_to_work(const struct scene *s, const struct result *r)
{
	static const char *const names[] = {"working", "answering", "starttls"};

	for (size_t i = 0; i < r->findings.n; i++)
		for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
			const struct finding *f = &r->findings.v[i];
			const char *port = finding_arg(f, names[k]);

			if (port && !port_connected(s, r, port))
				fail_msg("%s: %s: port %s did not connect\n%s", s->file, f->id,
					 port, shown(r));
		}
	for (size_t i = 0; i < r->summary.setting_n; i++) {
		unsigned e = r->summary.settings[i].endpoint;

		if (r->facts.v[e - 1].stages[STAGE_TCP].outcome != OUTCOME_OK)
			fail_msg("%s: endpoint %u is to be entered, and did not connect\n%s",
				 s->file, e, shown(r));
	}
}

/* Some finding names each failed endpoint; names that were only guessed need none. */
static void check_complete(const struct scene *s, const struct result *r)
{
	if (sources_guessed(s->target))
		return;
	for (size_t i = 0; i < r->facts.n; i++) {
		const struct endpoint_facts *e = &r->facts.v[i];

		if (endpoint_counts(&s->plan.v[i]) && e->end_event && e->outcome != OUTCOME_OK &&
		    e->end_stage != STAGE_QUIT && e->outcome != OUTCOME_NOTOFFERED &&
		    findings_verdict(&r->findings, &r->facts, (unsigned)i + 1) == VERDICT_OK)
			fail_msg("%s: endpoint %zu failed and no finding says so\n%s", s->file,
				 i + 1, shown(r));
	}
}

static void test_findings_are_well_formed(void **state)
{
	(void)state;
	for (size_t i = 0; i < file_n; i++) {
		const struct scene *s = &scenes[i];
		struct result r;

		judge(&r, s->target, &s->log, &s->plan);
		check_findings(s, &r);
		check_complete(s, &r);
		check_not_down(s, &r);
		check_one_blocker(s, &r);
		check_said_to_work(s, &r);
		result_clear(&r);
	}
}

/* The same target and log give the same result, also after the log was saved and read. */
static void test_pure(void **state)
{
	(void)state;
	for (size_t i = 0; i < file_n; i++) {
		const struct scene *s = &scenes[i];
		struct result a, b, c;
		struct log again = {0};
		struct endpoints plan = {0};

		for (size_t k = 0; k < s->log.n; k++) {
			char *line = event_to_json(s->log.v[k]);
			struct event *ev = event_from_json(line, NULL);

			assert_non_null(ev);
			log_append(&again, ev);
			plan_grow(&plan, s->target, &again);
			free(line);
		}
		assert_int_equal(plan.n, s->plan.n);
		judge(&a, s->target, &s->log, &s->plan);
		judge(&b, s->target, &s->log, &s->plan);
		judge(&c, s->target, &again, &plan);
		char *texts[] = {shown(&a), shown(&b), shown(&c)};

		assert_string_equal(texts[0], texts[1]);
		assert_string_equal(texts[0], texts[2]);
		for (size_t k = 0; k < 3; k++)
			free(texts[k]);
		result_clear(&a);
		result_clear(&b);
		result_clear(&c);
		endpoints_clear(&plan);
		log_clear(&again);
	}
}

static bool shares_row(const struct finding *a, const struct finding *b)
{
	for (size_t i = 0; i < a->endpoints.n; i++)
		for (size_t k = 0; k < b->endpoints.n; k++)
			if (a->endpoints.v[i] == b->endpoints.v[k])
				return true;
	return !a->endpoints.n && !b->endpoints.n; /* both about the domain */
}

static bool is_upheld(const struct finding *early, const struct findings *whole)
{
	for (size_t i = 0; i < whole->n; i++)
		if (str_eq(whole->v[i].id, early->id) && shares_row(early, &whole->v[i]))
			return true;
	return false;
}

static void check_upheld(const struct scene *s, size_t n, const struct result *part,
			 const struct result *whole)
{
	for (size_t k = 0; k < part->findings.n; k++) {
		const struct finding *f = &part->findings.v[k];

		if (f->verdict == VERDICT_PROBLEM && f->certainty == CERTAINTY_CERTAIN &&
		    !is_upheld(f, &whole->findings))
			fail_msg("%s: after %zu events %s, in the end not\n%s", s->file, n, f->id,
				 shown(part));
	}
	if (part->summary.receive == ANSWER_OK)
		assert_int_equal(whole->summary.receive, ANSWER_OK);
}

/* As a session does it: plan and facts follow the log. */
static void check_beginnings(const struct scene *s, const struct result *whole)
{
	struct log beginning = {.v = s->log.v};
	struct endpoints plan = {0};
	struct result part;

	facts_init(&part.facts, s->target, &beginning, &plan);
	for (size_t n = 1; n < s->log.n; n++) {
		beginning.n = n;
		plan_grow(&plan, s->target, &beginning);
		facts_follow(&part.facts);
		diagnose(&part.findings, &part.facts);
		summary_init(&part.summary, &part.facts, &part.findings);
		check_upheld(s, n, &part, whole);
		summary_clear(&part.summary);
		findings_clear(&part.findings);
	}
	facts_clear(&part.facts);
	endpoints_clear(&plan);
}

/* A certain finding must not be withdrawn while evidence still comes. */
static void test_beginnings_claim_nothing_false(void **state)
{
	(void)state;
	for (size_t i = 0; i < file_n; i++) {
		const struct scene *s = &scenes[i];
		struct result whole;

		judge(&whole, s->target, &s->log, &s->plan);
		check_beginnings(s, &whole);
		result_clear(&whole);
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list_files(const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)) && file_n < sizeof files / sizeof *files)
		if (strlen(entry->d_name) > 6 &&
		    str_eq(entry->d_name + strlen(entry->d_name) - 6, ".scene"))
			files[file_n++] = mem_printf("%s/%s", folder, entry->d_name);
	if (dir)
		closedir(dir);
	qsort(files, file_n, sizeof *files, by_name);
}

static void test_there_are_scenes(void **state)
{
	(void)state;
	assert_in_range(file_n, 20, sizeof files / sizeof *files - 1);
}

static int load_scenes(void **state)
{
	(void)state;
	scenes = mem_calloc(file_n + 1, sizeof *scenes);
	for (size_t i = 0; i < file_n; i++)
		scene_load(&scenes[i], files[i]);
	return 0;
}

static int clear_scenes(void **state)
{
	(void)state;
	for (size_t i = 0; i < file_n; i++)
		scene_clear(&scenes[i]);
	free(scenes);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_there_are_scenes),
	    cmocka_unit_test(test_misspelt_scenes),
	    cmocka_unit_test(test_scenes),
	    cmocka_unit_test(test_order_of_arrival),
	    cmocka_unit_test(test_every_rule_has_a_scene),
	    cmocka_unit_test(test_findings_are_well_formed),
	    cmocka_unit_test(test_pure),
	    cmocka_unit_test(test_beginnings_claim_nothing_false),
	};
	int failed;

	list_files(CASES);
	failed = cmocka_run_group_tests(tests, load_scenes, clear_scenes);
	for (size_t i = 0; i < file_n; i++)
		free(files[i]);
	return failed;
}
