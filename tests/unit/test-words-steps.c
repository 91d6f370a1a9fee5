/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The steps, over all scenes and, for every row of advice, over scenes in which ports fail:
 * settings to enter have just worked, and no step comes twice.
 */
#include "config.h"
#include "words/words.h"

#include "base/mem.h"
#include "advice/topics.h"
#include "know/services.h"
#include "reason/domain/domain.h"
#include "reason/rules/rules.h"
#include "scene.h"
#include "words/words_instead.h"
#include "words/quote.h"
#include "words/words_remedies.h"
#include "words/words_well.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* What the scene wants in the first lines: of the answer and its cause, and of the next step. */
static void check_first_lines(const struct scene *s, const struct record *record)
{
	char *answer = words_summary(record), *step = words_next_step(record);

	for (size_t i = 0; i < s->n; i++) {
		const struct strs *words = &s->v[i].words;
		bool first = str_eq(words->v[0], "first");
		const char *said = first ? answer : step ? step : "";

		if ((first || str_eq(words->v[0], "step")) && !strstr(said, words->v[1]))
			fail_msg("%s:%d: \"%s\" is not in \"%s\"", s->file, s->v[i].number,
				 words->v[1], said);
	}
	free(step);
	free(answer);
}

/* What may be the cause where all ports work. */
static void add_well(const struct record *record, struct strs *ret)
{
	struct well_steps well;

	words_well(&well, record, NULL, false);
	for (size_t i = 0; i < well.n; i++)
		strs_add(ret, well.v[i].text);
	well_steps_clear(&well);
}

/* Its steps and commands on each system. */
static void add_remedies(const struct record *record, const struct finding *f, struct strs *ret)
{
	for (unsigned s = SYSTEM_OWN + 1; s < SYSTEM_COUNT_; s++) {
		struct remedy_steps steps;

		words_remedies(&steps, record, f, (enum operating_system)s);
		for (size_t i = 0; i < steps.n; i++)
			strs_append(ret,
				    mem_printf("%s: %s %s", system_name((enum operating_system)s),
					       steps.v[i].text,
					       steps.v[i].command ? steps.v[i].command : ""));
		remedy_steps_clear(&steps);
	}
}

/* What is said of the findings with that id, their steps among them, or of all being well ("well"). */
static void add_said(const struct record *record, const char *id, struct strs *ret)
{
	for (size_t i = 0; i < record->findings.n; i++) {
		const struct finding *f = &record->findings.v[i];

		if (!str_eq(f->id, id))
			continue;
		words_steps(record, f, ret);
		strs_append(ret, words_title(record, f));
		strs_append(ret, words_explanation(record, f));
		add_remedies(record, f, ret);
	}
	if (str_eq(id, "well"))
		add_well(record, ret);
}

/* "told ID WORDS": said of it; "untold ID WORDS": not said. */
static void check_told(const struct scene *s, const struct record *record)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct strs *words = &s->v[i].words;
		bool wanted = str_eq(words->v[0], "told"), found = false;
		struct strs said = {0};

		if (!wanted && !str_eq(words->v[0], "untold"))
			continue;
		add_said(record, words->v[1], &said);
		for (size_t k = 0; k < said.n; k++)
			found = found || strstr(said.v[k], words->v[2]);
		if (found != wanted || !said.n)
			fail_msg("%s:%d: \"%s\" is%s said of %s", s->file, s->v[i].number,
				 words->v[2], found ? "" : " not", words->v[1]);
		strs_clear(&said);
	}
}

static struct record *play(const char *name)
{
	char *file = mem_printf("%s/%s", CASES, name);
	struct scene s;
	struct record *record;

	scene_load(&s, file);
	record = scene_record(&s);
	check_first_lines(&s, record);
	check_told(&s, record);
	scene_clear(&s);
	free(file);
	return record;
}

/* ---- settings to enter ---- */

static bool is_setting(const struct record *record, const struct finding *f, const char *host,
		       int port)
{
	const struct summary *summary = &record->summary;

	for (size_t i = 0; i < f->endpoints.n; i++) {
		const struct endpoint *e = endpoints_get(&record->plan, f->endpoints.v[i]);

		if (e && e->port == port && str_ieq(e->host, host))
			return false;
	}
	for (size_t i = 0; i < summary->setting_n; i++)
		if (summary->settings[i].port == port && str_ieq(summary->settings[i].host, host))
			return true;
	return false;
}

/* The word that ends where the text goes on with at. */
static char *word_before(const char *text, const char *at)
{
	const char *begin = at;

	while (begin > text && begin[-1] != ' ')
		begin--;
	return mem_strndup(begin, (size_t)(at - begin));
}

/* Each "HOST, port N, SECURITY" of a step is one of the settings, and none of the finding's rows.
 * Returns how many there are. */
static size_t check_settings(const struct record *record, const struct finding *f, const char *step)
{
	size_t n = 0;

	for (const char *at = step; (at = strstr(at, ", port ")); at++) {
		char *host = word_before(step, at);
		int port = (int)strtol(at + strlen(", port "), NULL, 10);

		if (!is_setting(record, f, host, port))
			fail_msg("%s: \"%s\"", f->id, step);
		free(host);
		n++;
	}
	return n;
}

static bool is_ports_own(const struct record *record, const struct finding *f, int port)
{
	for (size_t i = 0; i < f->endpoints.n; i++) {
		const struct endpoint *e = endpoints_get(&record->plan, f->endpoints.v[i]);

		if (e && e->port == port)
			return true;
	}
	return false;
}

static bool has_setting(const struct record *record, int port)
{
	for (size_t i = 0; i < record->summary.setting_n; i++)
		if (record->summary.settings[i].port == port)
			return true;
	return false;
}

/* Where no settings work: a port that greets, which the step calls faulty. */
static bool is_beside(const struct record *record, const struct finding *f, int port,
		      const char *step)
{
	char *beside = words_beside(record, f);
	bool same = beside && (int)strtol(beside, NULL, 10) == port;

	free(beside);
	return same && strstr(step, "once what is wrong there is settled");
}

/* A step for the reader names only ports that worked or that the finding is about. The ports that a
 * network says it blocks may be others. */
static void check_ports(const struct record *record, const struct finding *f, const char *step)
{
	const char *policy = finding_arg(f, "policy"), *told = policy ? strstr(step, policy) : NULL;
	const char *end = told ? told + strlen(policy) : NULL;

	for (const char *at = step; *at; at += strspn(at, "0123456789")) {
		at += strcspn(at, "0123456789");
		int port = *at ? (int)strtol(at, NULL, 10) : 0;

		if (told && at > told && at < end)
			continue;
		if (service_for_port(port) != SERVICE_COUNT_ && !is_ports_own(record, f, port) &&
		    !has_setting(record, port) && !is_beside(record, f, port, step))
			fail_msg("%s: port %d in \"%s\"", f->id, port, step);
	}
}

static bool is_reader(const char *step)
{
	for (int w = WHO_YOU + 1; w < WHO_COUNT_; w++)
		if (str_istarts(step, who_title((enum who)w)))
			return false;
	return true;
}

/* A sign of a text that is not filled in; what a server said may have them. */
static bool is_unfinished(const struct finding *f, const char *step)
{
	const char *said = finding_arg(f, "text");
	const char *signs = said && strpbrk(said, "{}|[") ? "" : "{}|[";

	return strpbrk(step, signs) || strstr(step, "(unknown)");
}

/* Finished, each but once; "wait" but once; with how many settings. */
static size_t check_steps(const struct record *record, const struct finding *f)
{
	struct strs steps = {0};
	size_t settings = 0, waits = 0;

	words_steps(record, f, &steps);
	for (size_t i = 0; i < steps.n; i++) {
		const char *step = steps.v[i];

		settings += check_settings(record, f, step);
		if (is_reader(step))
			check_ports(record, f, step);
		waits += is_reader(step) && (str_istarts(step, "wait") || strstr(step, " wait "));
		if (is_unfinished(f, step))
			fail_msg("%s: \"%s\"", f->id, step);
		for (size_t k = 0; k < i; k++)
			if (str_eq(steps.v[k], step))
				fail_msg("%s: \"%s\" twice", f->id, step);
	}
	if (waits > 1)
		fail_msg("%s says %zu times to wait", f->id, waits);
	strs_clear(&steps);
	return settings;
}

/* Finished, with nothing unknown. */
static void check_words(const struct record *record, const struct finding *f)
{
	char *title = words_title(record, f), *why = words_explanation(record, f);

	if (strstr(title, "(unknown)") || strstr(why, "(unknown)"))
		fail_msg("%s: \"%s\", \"%s\"", f->id, title, why);
	free(why);
	free(title);
}

/* ---- mail servers ---- */

/* Nothing about it is at a port that a mail program connects to. */
static bool is_between_servers(const struct record *record, const struct finding *f)
{
	const struct summary *s = &record->summary;
	bool all = f->endpoints.n;

	for (size_t i = 0; i < f->endpoints.n; i++) {
		const struct endpoint *e = endpoints_get(&record->plan, f->endpoints.v[i]);

		all = all && e && domain_is_mx(record->target, e);
	}
	return all || (s->delivery_asked && !s->receive_asked && !s->send_asked);
}

/* The owner of a mail server has no use for what a mail program's owner can do. */
static void check_reader(const struct record *record, const struct finding *f)
{
	static const char *const others[] = {
	    "Thunderbird",	    "Outlook",	       "a phone's",	     "web mail",
	    "provider's instr",	    "your password",   "an exception",	     "Never choose",
	    "let the mail program", "another program", "another TLS library"};
	struct strs said = {0};

	strs_append(&said, words_title(record, f));
	strs_append(&said, words_explanation(record, f));
	words_steps(record, f, &said);
	for (size_t i = 0; i < said.n; i++)
		for (size_t k = 0; k < sizeof others / sizeof *others; k++)
			if (strstr(said.v[i], others[k]))
				fail_msg("%s: \"%s\" to a mail server's owner", f->id, said.v[i]);
	strs_clear(&said);
}

static size_t check_readers(const struct record *record)
{
	size_t n = 0;

	for (size_t i = 0; i < record->findings.n; i++)
		if (is_between_servers(record, &record->findings.v[i])) {
			check_reader(record, &record->findings.v[i]);
			n++;
		}
	return n;
}

static void every_scene_says_what_works(void **state)
{
	DIR *dir = opendir(CASES);
	size_t scenes = 0, settings = 0, between = 0;

	(void)state;
	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (!strstr(entry->d_name, ".scene"))
			continue;
		struct record *record = play(entry->d_name);

		for (size_t i = 0; i < record->findings.n; i++) {
			check_words(record, &record->findings.v[i]);
			settings += check_steps(record, &record->findings.v[i]);
		}
		between += check_readers(record);
		record_free(record);
		scenes++;
	}
	closedir(dir);
	assert_true(between > 40);
	assert_true(scenes > 250);
	assert_true(settings > 100);
}

/* ---- every row of advice ---- */

static char *any_value(const char *name)
{
	return str_eq(name, "dead") ? mem_strdup("IPv6") : mem_printf("(%s)", name);
}

/* A finding of the rule about those rows that fail, with all its arguments. */
static struct finding about_failing(const struct record *record, const struct rule *rule)
{
	struct finding f = {.id = rule->id, .verdict = rule->verdict, .under = -1};
	struct strs names = {0};

	f.endpoints.v = mem_calloc(record->plan.n, sizeof *f.endpoints.v);
	for (size_t i = 0; i < record->plan.n; i++)
		if (record->facts.v[i].stages[STAGE_TCP].outcome != OUTCOME_OK)
			f.endpoints.v[f.endpoints.n++] = record->plan.v[i].id;
	if (rule->args)
		strs_split(&names, rule->args, " ");
	f.args = mem_calloc(names.n + 1, sizeof *f.args);
	for (; f.arg_n < names.n; f.arg_n++)
		f.args[f.arg_n] =
		    (struct finding_arg){mem_strdup(names.v[f.arg_n]), any_value(names.v[f.arg_n])};
	strs_clear(&names);
	return f;
}

static void forget(struct finding *f)
{
	for (size_t i = 0; i < f->arg_n; i++) {
		free(f->args[i].name);
		free(f->args[i].value);
	}
	free(f->args);
	free(f->endpoints.v);
}

static bool has_instead(const struct advice *a)
{
	for (size_t i = 0; i < ADVICE_STEPS_MAX && a->steps[i].text; i++)
		if (strstr(a->steps[i].text, "{instead"))
			return true;
	return false;
}

static void every_row_says_what_works(void **state)
{
	static const struct {
		const char *scene;
		size_t settings; /* that a step names: 0 or 1 */
	} worlds[] = {{"submission-blocked.scene", 0},
		      {"submission-587-blocked.scene", 1},
		      {"mail-ports-blocked.scene", 0},
		      {"everything-silent.scene", 0},
		      {"home.scene", 1}};

	(void)state;
	for (size_t w = 0; w < sizeof worlds / sizeof *worlds; w++) {
		struct record *record = play(worlds[w].scene);

		for (size_t i = 0; i < rule_n; i++) {
			struct finding f = about_failing(record, &rules[i]);
			size_t settings = check_steps(record, &f),
			       wanted = has_instead(advice_find(f.id)) ? worlds[w].settings : 0;

			assert_true(f.endpoints.n > 0);
			if (settings != wanted)
				fail_msg("%s in %s: %zu settings, not %zu", f.id, worlds[w].scene,
					 settings, wanted);
			forget(&f);
		}
		record_free(record);
	}
}

/* Rules that may be about port 25 alone. */
static bool is_about_any_port(const char *id)
{
	static const char *const areas[] = {
	    "tcp.",	   "path.",	 "net.port",	 "net.host",	 "net.answers.",
	    "net.ipv6",	   "greeting.",	 "proto.",	 "refused.",	 "tls.cert.",
	    "tls.strict.", "tls.hello.", "tls.version.", "tls.strength."};

	for (size_t i = 0; i < sizeof areas / sizeof *areas; i++)
		if (str_istarts(id, areas[i]))
			return !str_eq(id, "greeting.not-reached"); /* a mail provider's */
	return false;
}

static void every_row_knows_its_reader(void **state)
{
	struct record *record = play("relay-only.scene");

	(void)state;
	for (size_t i = 0; i < rule_n; i++) {
		if (!is_about_any_port(rules[i].id))
			continue;
		struct finding f = about_failing(record, &rules[i]);

		check_reader(record, &f);
		forget(&f);
	}
	record_free(record);
}

/* ---- conditions ---- */

/* The finding with that id; fails the test without one. */
static const struct finding *find(const struct record *record, const char *id)
{
	for (size_t i = 0; i < record->findings.n; i++)
		if (str_eq(record->findings.v[i].id, id))
			return &record->findings.v[i];
	fail_msg("no %s", id);
	return NULL;
}

static bool says(const struct record *record, const char *id, const char *words)
{
	struct strs steps = {0};
	bool found = false;

	words_steps(record, find(record, id), &steps);
	for (size_t i = 0; i < steps.n; i++)
		found = found || strstr(steps.v[i], words);
	strs_clear(&steps);
	return found;
}

static void a_step_knows_when_it_is_none(void **state)
{
	struct record *none = play("submission-blocked.scene"),
		      *other = play("submission-587-blocked.scene"), *typed = play("no-name.scene");

	(void)state;
	assert_true(says(none, "tcp.blocked.submission", "web mail"));
	assert_false(says(none, "tcp.blocked.submission", "Enter the settings"));
	assert_false(says(other, "tcp.blocked.submission", "web mail"));
	assert_true(says(other, "tcp.blocked.submission",
			 "Enter the settings that work: smtp.example.org, port 465, SSL/TLS."));
	assert_true(says(other, "tcp.blocked.submission",
			 "Ask your Internet provider: \"Is port 587 blocked on my line"));
	free(typed->target->provider);
	typed->target->provider = NULL;
	assert_true(says(typed, "dns.no-name", "Enter your e-mail address here"));
	typed->target->email = mem_strdup("me@example.org");
	assert_false(says(typed, "dns.no-name", "Enter your e-mail address here"));
	record_free(typed);
	record_free(other);
	record_free(none);
}

/* A web server that answers over one family is there. */
static void no_web_server_over_one_family(void **state)
{
	struct record *record = play("control-one-family.scene");
	char *title = words_title(record, find(record, "tcp.control"));

	(void)state;
	assert_string_equal(title,
			    "No web server at imap.example.org over IPv6; mail isn't affected");
	free(title);
	record_free(record);
}

/* ---- when all is well ---- */

static void check_well(const char *name, const struct record *record)
{
	struct well_steps steps;

	words_well(&steps, record, program_find("thunderbird"), true);
	assert_true(steps.n >= 8);
	for (size_t i = 0; i < steps.n; i++) {
		const struct well_step *step = &steps.v[i];
		const char *user = record->target->email;

		if (!*step->title || !*step->text || strpbrk(step->text, "{}[]") ||
		    (step->lead == LEAD_TOPIC) != (step->topic != NULL) ||
		    (step->topic && !topic_find(step->topic)) ||
		    (user && strstr(step->title, user)))
			fail_msg("%s: \"%s\": \"%s\"", name, step->title, step->text);
	}
	well_steps_clear(&steps);
}

static void a_program_that_still_fails_has_steps(void **state)
{
	DIR *dir = opendir(CASES);
	size_t n = 0;

	(void)state;
	assert_non_null(dir);
	for (struct dirent *d; (d = readdir(dir));) {
		if (!strstr(d->d_name, ".scene"))
			continue;
		struct record *record = play(d->d_name);

		if (record->summary.setting_n) {
			check_well(d->d_name, record);
			n++;
		}
		record_free(record);
	}
	closedir(dir);
	assert_true(n > 100);
}

/* What the settings and the provider's rules say of this very run. */
static void its_steps_are_about_the_run(void **state)
{
	struct record *record = play("app-password.scene");
	struct well_steps steps;

	(void)state;
	record->target->checked = mem_strdup("2026-11-28");
	words_well(&steps, record, NULL, false);
	assert_non_null(strstr(steps.v[0].title, "App password"));
	assert_non_null(strstr(steps.v[0].text, "Make an app password"));
	assert_non_null(strstr(steps.v[0].text, "(Last looked up on 2026-11-28.)"));
	assert_string_equal(steps.v[0].topic, "app-passwords");
	assert_int_equal(steps.v[1].lead, LEAD_SETTINGS);
	assert_non_null(strstr(steps.v[1].text, record->summary.settings[0].host));
	well_steps_clear(&steps);
	record_free(record);
}

/* ---- by operating system ---- */

static void check_remedies(const struct record *record, const struct finding *f,
			   enum operating_system s, size_t *count)
{
	struct remedy_steps steps;

	words_remedies(&steps, record, f, s);
	for (size_t i = 0; i < steps.n; i++) {
		const struct remedy_step *step = &steps.v[i];

		if (!*step->text || strpbrk(step->text, "{}") ||
		    (step->command &&
		     (strstr(step->command, "{p") || strstr(step->command, "unknown"))))
			fail_msg("%s: %s: %s %s", f->id, step->row->id, step->text,
				 step->command ? step->command : "");
		if (step->row->system != SYSTEM_OWN && step->row->system != s)
			fail_msg("%s: %s is for another system", f->id, step->row->id);
		count[step->row->cause]++;
	}
	remedy_steps_clear(&steps);
}

/* Over all scenes and systems: every cause has a scene, and nothing is left to fill in. */
static void remedies_are_whole(void **state)
{
	size_t count[REMEDY_CAUSE_COUNT_] = {0};
	DIR *dir = opendir(CASES);

	(void)state;
	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (!strstr(entry->d_name, ".scene"))
			continue;
		struct record *record = play(entry->d_name);

		for (size_t i = 0; i < record->findings.n; i++)
			for (unsigned s = SYSTEM_OWN + 1; s < SYSTEM_COUNT_; s++)
				check_remedies(record, &record->findings.v[i],
					       (enum operating_system)s, count);
		record_free(record);
	}
	closedir(dir);
	for (unsigned cause = 0; cause < REMEDY_CAUSE_COUNT_; cause++)
		if (!count[cause])
			fail_msg("no scene has steps of the kind %s",
				 remedy_cause_name((enum remedy_cause)cause));
}

/* A word from a stranger stays one word in each shell. */
static void words_are_quoted(void **state)
{
	static const struct {
		enum remedy_shell shell;
		const char *text, *word;
	} rows[] = {
	    {SHELL_SH, "tun0", "tun0"},
	    {SHELL_SH, "a'; rm -r ~; '", "'a'\\''; rm -r ~; '\\'''"},
	    {SHELL_SH, "-x", "'./-x'"},
	    {SHELL_POWERSHELL, "tun0", "'tun0'"},
	    {SHELL_POWERSHELL, "$(calc)", "'$(calc)'"},
	    {SHELL_POWERSHELL, "a'b", "'a''b'"},
	    {SHELL_POWERSHELL, "a‘b’", "'a‘‘b’’'"},
	    {SHELL_POWERSHELL, "a‚‛", "'a‚‚‛‛'"},
	    {SHELL_POWERSHELL, "a“", "'a“'"},
	    {SHELL_CMD, "tun0", "tun0"},
	    {SHELL_CMD, "a b & calc", "\"a b & calc\""},
	    {SHELL_CMD, "%PATH%", NULL},
	    {SHELL_CMD, "a\"b", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *word = quote_word(rows[i].shell, rows[i].text);

		if (!str_eq(word, rows[i].word))
			fail_msg("%s: %s", rows[i].text, word ? word : "(none)");
		free(word);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_scene_says_what_works),
	    cmocka_unit_test(every_row_says_what_works),
	    cmocka_unit_test(every_row_knows_its_reader),
	    cmocka_unit_test(a_step_knows_when_it_is_none),
	    cmocka_unit_test(no_web_server_over_one_family),
	    cmocka_unit_test(a_program_that_still_fails_has_steps),
	    cmocka_unit_test(its_steps_are_about_the_run),
	    cmocka_unit_test(remedies_are_whole),
	    cmocka_unit_test(words_are_quoted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
