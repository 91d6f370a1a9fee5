/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What to enter, in every mail program: for every provider with each outcome, and over all scenes. No
 * placeholder is left, no field is empty, no line is wider than 80 columns unless it has to be typed
* whole. A program's file is whole, or there is a sentence that says why not. The main programs' sheets are golden (tests/screens/golden/sheet-*.txt).
 */
#include "config.h"
#include "report/report_sheet.h"
#include "report/setup.h"
#include "words/words_sheet.h"

#include "base/mem.h"
#include "case/case.h"
#include "discover/discover.h"
#include "golden.h"
#include "know/services.h"
#include "reason/offer.h"
#include "scene.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define COLS 80

/* ---- the checks ---- */

static void check_text(const char *where, const struct program *p, const char *what,
		       const char *text)
{
	if (!text || !*text || strchr(text, '{') || strchr(text, '}') || strstr(text, "%EMAIL") ||
	    strstr(text, "%REALNAME") || strstr(text, "(null)"))
		fail_msg("%s, %s: %s is \"%s\"", where, p->id, what, text ? text : "NULL");
}

static void check_list(const char *where, const struct program *p, const char *what,
		       const struct strs *list)
{
	for (size_t i = 0; i < list->n; i++)
		check_text(where, p, what, list->v[i]);
}

static bool is_typed(const struct sheet *s, const char *value)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].typed && str_eq(s->v[i].value, value))
			return true;
	return false;
}

/* A longer line is one word, or what has to be typed whole. */
static void check_lines(const char *where, const struct sheet *s, const char *text)
{
	struct strs lines = {0};

	strs_split(&lines, text, "\n");
	for (size_t i = 0; i < lines.n; i++) {
		const char *line = lines.v[i] + strspn(lines.v[i], " -");

		if (page_width(lines.v[i]) > COLS && strchr(line, ' ') && !is_typed(s, line))
			fail_msg("%s, %s: \"%s\"", where, s->program->id, lines.v[i]);
	}
	strs_clear(&lines);
}

static bool has_section(const struct sheet *s, enum sheet_section section)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].section == section)
			return true;
	return false;
}

/* Every server and port that the sheet is about can be read in it. */
static void check_servers(const char *where, const struct record *record, const struct sheet *s)
{
	struct offers offers;

	offers_init(&offers, record);
	const struct offer *in = offers_best(&offers, PURPOSE_RECEIVE),
			   *out = offers_best(&offers, PURPOSE_SEND);

	if ((in && s->program->incoming) != has_section(s, SHEET_INCOMING) ||
	    (out != NULL) != has_section(s, SHEET_OUTGOING))
		fail_msg("%s, %s: a form is missing, or too many", where, s->program->id);
	for (size_t i = 0; i < s->n; i++) {
		const struct offer *o = s->v[i].section == SHEET_OUTGOING ? out : in ? in : out;

		if (s->v[i].section != SHEET_SIGN_IN && s->v[i].works != o->works)
			fail_msg("%s, %s: %s says wrongly that it works", where, s->program->id,
				 s->v[i].field);
	}
	offers_clear(&offers);
}

static void check_sheet(const char *where, const struct record *record, const struct program *p)
{
	struct page_options layout = {.cols = COLS};
	struct sheet s;
	struct buf out;

	words_sheet(&s, record, p);
	check_text(where, p, "the state", s.state);
	check_text(where, p, "the origin", s.origin);
	for (size_t i = 0; i < s.n; i++) {
		check_text(where, p, "a field", s.v[i].field);
		check_text(where, p, s.v[i].field, s.v[i].value);
		if (s.v[i].note)
			check_text(where, p, "a note", s.v[i].note);
	}
	check_list(where, p, "a limit", &s.limits);
	check_list(where, p, "a path", &s.paths);
	check_list(where, p, "another setting", &s.also);
	check_list(where, p, "a failed setting", &s.failed);
	check_list(where, p, "a note", &s.notes);
	check_servers(where, record, &s);
	buf_init(&out, 0);
	report_sheet(&out, record, p, &layout);
	check_lines(where, &s, buf_text(&out));
	buf_clear(&out);
	sheet_clear(&s);
}

/* Whole, or nothing and a sentence; what the run shows to fail is in no file. */
static void check_setup(const char *where, const struct record *record,
			const struct setup_format *format)
{
	char *error = NULL;
	struct buf out;

	buf_init(&out, 0);
	bool written = setup_write(&out, format, record, &error);
	const char *text = buf_text(&out);

	if (written != !error || written != (out.len > 0))
		fail_msg("%s, %s: \"%s\" and %zu bytes", where, format->name, error ? error : "",
			 out.len);
	if (error && error[strlen(error) - 1] != '.')
		fail_msg("%s, %s: \"%s\"", where, format->name, error);
	if (strchr(text, '{') || strstr(text, "(null)") || strstr(text, "%EMAILDOMAIN") ||
	    (strstr(text, "%EMAIL") && !str_eq(format->name, "autoconfig")))
		fail_msg("%s, %s: %s", where, format->name, text);
	free(error);
	buf_clear(&out);
}

static void check_all(const char *where, const struct record *record)
{
	size_t n;
	const struct program *all = program_all(&n);

	for (size_t i = 0; i < n; i++)
		check_sheet(where, record, &all[i]);
	const struct setup_format *formats = setup_formats(&n);

	for (size_t i = 0; i < n; i++)
		check_setup(where, record, &formats[i]);
}

/* ---- every provider with each outcome ---- */

enum scenario { UNTESTED, WELL, NO_SENDING, NO_READING, NOTHING, SCENARIO_COUNT_ };
static const char *const scenario_names[] = {"untested", "well", "no sending", "no reading",
					     "nothing works"};

static void tell(struct log *log, struct event *ev)
{
	ev->at_us = (int64_t)log->n * 1000;
	log_append(log, ev);
}

static bool fails(enum scenario scenario, const struct endpoint *e)
{
	enum purpose purpose = service_row(e->service)->purpose;

	return scenario == NOTHING || (scenario == NO_SENDING && purpose == PURPOSE_SEND) ||
	       (scenario == NO_READING && purpose == PURPOSE_RECEIVE);
}

static void play(struct log *log, const struct target *t, enum scenario scenario)
{
	struct scene_line silent = {0};
	struct endpoints plan = {0};
	struct event *ev = event_new(EVENT_RUN_BEGIN, 0);

	strs_split(&silent.words, "row * tcp=timeout", " ");
	ev->time = scene_day("2026-11-23");
	tell(log, ev);
	plan_grow(&plan, t, log);
	for (size_t i = 0; i < plan.n; i++) {
		size_t n;
		struct event **v =
		    scene_play_row(&plan.v[i], fails(scenario, &plan.v[i]) ? &silent : NULL, 1, &n);

		for (size_t k = 0; k < n; k++)
			tell(log, v[k]);
		free(v);
	}
	ev = event_new(EVENT_RUN_END, 0);
	ev->outcome = OUTCOME_OK;
	tell(log, ev);
	strs_clear(&silent.words);
	endpoints_clear(&plan);
}

static struct record *record_for(const struct providers *list, const char *word,
				 enum scenario scenario)
{
	struct discover_options narrow = {0};
	struct log log = {0};
	char *error = NULL;
	struct target *t = discover_target(list, word, &narrow, &error);

	if (!t)
		fail_msg("%s: %s", word, error);
	t->want_ipv6 = false;
	t->only_target = true;
	if (scenario != UNTESTED)
		play(&log, t, scenario);
	struct record *record = record_of_log(t, &log, &error);

	if (!record)
		fail_msg("%s: %s", word, error);
	return record;
}

/* A hoster whose customers have server names of their own has no settings to print. */
static bool has_servers(const struct providers *list, const char *word)
{
	struct discover_options narrow = {0};
	char *error = NULL;
	struct target *t = discover_target(list, word, &narrow, &error);
	bool found = t != NULL;

	target_free(t);
	free(error);
	return found;
}

/* Whether there was something to check. */
static bool check_provider(const struct providers *list, const struct provider *p)
{
	char *address = p->domains.n ? mem_printf("anna.lee@%s", p->domains.v[0]) : NULL;
	const char *word = address && !strchr(address, '*') ? address : p->id;
	bool known = has_servers(list, word);

	for (unsigned s = 0; known && s < SCENARIO_COUNT_; s++) {
		char *where = mem_printf("%s, %s", word, scenario_names[s]);
		struct record *record = record_for(list, word, (enum scenario)s);

		check_all(where, record);
		record_free(record);
		free(where);
	}
	free(address);
	return known;
}

static void providers(void **state)
{
	struct providers list;
	size_t n = 0;

	(void)state;
	providers_load(&list, SRCDIR "/data/providers", "/nonexistent");
	for (size_t i = 0; i < list.n; i++)
		n += check_provider(&list, &list.v[i]);
	assert_true(n > 150);
	providers_clear(&list);
}

/* ---- all scenes ---- */

static void scenes(void **state)
{
	DIR *dir = opendir(SRCDIR "/tests/cases");
	size_t n = 0;

	(void)state;
	assert_non_null(dir);
	for (struct dirent *e; (e = readdir(dir));) {
		char *file = mem_printf("%s/tests/cases/%s", SRCDIR, e->d_name);
		struct scene s;

		if (strstr(e->d_name, ".scene")) {
			scene_load(&s, file);
			struct record *record = scene_record(&s);

			check_all(e->d_name, record);
			record_free(record);
			scene_clear(&s);
			n++;
		}
		free(file);
	}
	closedir(dir);
	assert_true(n > 100);
}

/* ---- single rules ---- */

static const struct sheet_row *row_of(const struct sheet *s, enum sheet_section section,
				      const char *field)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].section == section && str_eq(s->v[i].field, field))
			return &s->v[i];
	fail_msg("%s: there is no %s", s->program->id, field);
	return NULL;
}

static bool any_has(const struct strs *list, const char *part)
{
	for (size_t i = 0; i < list->n; i++)
		if (strstr(list->v[i], part))
			return true;
	return false;
}

static void check_limit(const char *scene, const char *program, const char *wanted)
{
	char *file = mem_printf("%s/tests/cases/%s", SRCDIR, scene);
	struct scene s;
	struct sheet sheet;

	scene_load(&s, file);
	struct record *record = scene_record(&s);

	words_sheet(&sheet, record, program_find(program));
	if (!any_has(&sheet.limits, wanted))
		fail_msg("%s, %s: nothing says \"%s\"", scene, program, wanted);
	sheet_clear(&sheet);
	record_free(record);
	scene_clear(&s);
	free(file);
}

/* A server and a program without a common version of TLS: said before it is tried. */
static void versions(void **state)
{
	(void)state;
	check_limit("tls-only-13.scene", "outlook", "on Windows 10 has TLS 1.2 at most");
	check_limit("tls-only-13.scene", "outlook",
		    "on Windows 7 as it was delivered has TLS 1.0 at most");
	check_limit("old-tls.scene", "thunderbird", "needs TLS 1.2 or newer");
	check_limit("old-tls.scene", "outlook",
		    "on Windows 11 24H2 and newer needs TLS 1.2 or newer");
}

/* In a company's network, or where a filter shows its own certificates: a list of authorities of its own matters. */
static void own_authorities(void **state)
{
	(void)state;
	check_limit("real-company-993.scene", "thunderbird", "trusted certificates of its own");
	check_limit("company-authority.scene", "outlook-new", "only this computer");
}

/* A server that accepts OAuth2 alone, a program that does not know it there. */
static void sign_in(void **state)
{
	struct providers list;
	struct sheet s;

	(void)state;
	providers_load(&list, SRCDIR "/data/providers", "/nonexistent");
	struct record *record = record_for(&list, "anna@outlook.com", UNTESTED);

	words_sheet(&s, record, program_find("printer"));
	assert_true(any_has(&s.limits, "can't sign in"));
	sheet_clear(&s);
	words_sheet(&s, record, program_find("thunderbird"));
	assert_string_equal(row_of(&s, SHEET_INCOMING, "Authentication method")->value, "OAuth2");
	assert_false(any_has(&s.limits, "can't sign in"));
	sheet_clear(&s);
	record_free(record);
	record = record_for(&list, "anna@gmail.com", WELL);
	words_sheet(&s, record, program_find("mutt"));
	assert_string_equal(row_of(&s, SHEET_OUTGOING, "set smtp_url")->value,
			    "\"smtps://anna%40gmail.com@smtp.gmail.com:465/\"");
	sheet_clear(&s);
	words_sheet(&s, record, program_find("printer"));
	assert_string_equal(row_of(&s, SHEET_OUTGOING, "Password")->value,
			    "an app password, not your usual one");
	sheet_clear(&s);
	record_free(record);
	providers_clear(&list);
}

static void stopped(void **state)
{
	struct providers list;
	struct sheet s;

	(void)state;
	providers_load(&list, SRCDIR "/data/providers", "/nonexistent");
	struct record *record = record_for(&list, "anna@gmail.com", NO_SENDING);

	words_sheet(&s, record, program_find("kmail"));
	assert_true(row_of(&s, SHEET_INCOMING, "IMAP Server")->works);
	assert_null(row_of(&s, SHEET_INCOMING, "IMAP Server")->note);
	assert_false(row_of(&s, SHEET_OUTGOING, "Outgoing mail server")->works);
	assert_non_null(row_of(&s, SHEET_OUTGOING, "Outgoing mail server")->note);
	assert_true(s.failed.n > 0);
	sheet_clear(&s);
	record_free(record);
	providers_clear(&list);
}

static void names(void **state)
{
	(void)state;
	assert_true(program_has_oauth2(program_find("thunderbird"), "imap.gmail.com"));
	assert_false(program_has_oauth2(program_find("thunderbird"), "notgmail.com"));
	assert_true(program_has_oauth2(program_find("mutt"), "mail.example.org"));
	assert_false(program_has_oauth2(program_find("printer"), "smtp.gmail.com"));
}

/* ---- files ---- */

static char *written(const struct record *record, const char *format)
{
	char *error = NULL;
	struct buf out;

	buf_init(&out, 0);
	if (!setup_write(&out, setup_format(format), record, &error)) {
		buf_clear(&out);
		return error;
	}
	return buf_take(&out);
}

static struct record *published(const char *email, const char *host, const char *user)
{
	struct log none = {0};
	struct target *t = target_new("Practice");
	char *error = NULL;

	t->email = mem_strdup(email);
	target_add(t, SERVICE_IMAPS, SECURITY_TLS, host, 993)->user = mem_strdup(user);
	target_add(t, SERVICE_SUBMISSIONS, SECURITY_TLS, host, 465)->user = mem_strdup(user);
	struct record *record = record_of_log(t, &none, &error);

	assert_non_null(record);
	return record;
}

static void check_written(const char *email, const char *host, const char *user, const char *format,
			  const char *part)
{
	struct record *record = published(email, host, user);
	char *text = written(record, format);

	if (!strstr(text, part))
		fail_msg("%s: no %s in %s", format, part, text);
	free(text);
	record_free(record);
}

/* What a server's or a stranger's document names must not become a line of its own, or a command. */
static void hostile(void **state)
{
	const char *mail = "anna@example.org", *host = "mail.example.org";

	(void)state;
	check_written(mail, host, "a\"b`c$d\\e", "muttrc", "imaps://a%22b%60c%24d%5Ce@");
	check_written("a`id`\"@example.org", host, "anna", "muttrc",
		      "\"a\\`id\\`\\\"@example.org\"");
	check_written(mail, host, "a\"b", "mbsyncrc", "User \"a\\\"b\"");
	check_written(mail, host, "a\"b", "fetchmailrc", "username \"a\\\"b\"");
	check_written(mail, host, "a<b&c", "autoconfig", "<username>a&lt;b&amp;c</username>");
	check_written(mail, host, "a<b&c", "mobileconfig", "<string>a&lt;b&amp;c</string>");
	check_written(mail, host, "anna\npassword x", "msmtprc", "can't be a part of one");
	check_written(mail, "mail.example.org\nrelayhost = x", "anna", "postfix",
		      "can't be a part of one");
	check_written(mail, "mail.example.org;id", "anna", "fetchmailrc", "can't be a part of one");
	check_written("anna@x.example y", host, "anna", "evolution-identity",
		      "can't be a part of one");
	check_written(mail, "2001:db8::7", "anna", "muttrc", "@[2001:db8::7]:993/");
}

static void files(void **state)
{
	(void)state;
	assert_string_equal(setup_format_of_file("/home/a/.msmtprc")->name, "msmtprc");
	assert_string_equal(setup_format_of_file("x.mobileconfig")->name, "mobileconfig");
	assert_string_equal(setup_format_of_file("porthorn-1.source")->name, "evolution-account");
	assert_string_equal(setup_format_of_file("porthorn-1-transport.source")->name,
			    "evolution-transport");
	assert_null(setup_format_of_file("settings.txt"));
	size_t n;
	const struct program *all = program_all(&n);

	for (size_t i = 0; i < n; i++)
		assert_true(!all[i].setup || setup_format(all[i].setup));
}

/* ---- golden sheets ---- */

static void golden(void **state)
{
	static const struct {
		const char *program, *file;
	} rows[] = {
	    {"thunderbird", "good"},   {"outlook", "good"},
	    {"outlook-new", "good"},   {"apple-mail", "good"},
	    {"ios-mail", "good"},      {"thunderbird-android", "good"},
	    {"mutt", "good"},	       {"msmtp", "good"},
	    {"printer", "good"},       {"thunderbird", "problems"},
	    {"gmail-app", "problems"}, {"other", "stopped"},
	};
	struct page_options layout = {.cols = COLS};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *file = mem_printf("%s/tests/screens/cases/%s.case", SRCDIR, rows[i].file);
		char *name = mem_printf("%s/tests/screens/golden/sheet-%s-%s.txt", SRCDIR,
					rows[i].file, rows[i].program);
		char *error = NULL;
		struct record *record = case_open(file, &error);
		struct buf out;

		if (!record)
			fail_msg("%s: %s", file, error);
		buf_init(&out, 0);
		report_sheet(&out, record, program_find(rows[i].program), &layout);
		golden_check(name, buf_text(&out));
		buf_clear(&out);
		record_free(record);
		free(name);
		free(file);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(providers),       cmocka_unit_test(scenes),
	    cmocka_unit_test(sign_in),	       cmocka_unit_test(versions),
	    cmocka_unit_test(own_authorities), cmocka_unit_test(stopped),
	    cmocka_unit_test(names),	       cmocka_unit_test(golden),
	    cmocka_unit_test(hostile),	       cmocka_unit_test(files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
