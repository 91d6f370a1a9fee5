/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reports and words over logs made by hand. With a file's name as argument it only compares that
 * JSON report with data/report.schema.json (test-cli.sh).
 */
#include "config.h"
#include "report/report.h"

#include "base/mem.h"
#include "words/fill.h"
#include "words/words.h"
#include "words/words_topic.h"
#include "schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "named.h"

/* ---- logs ---- */

/* Appends one event, given as the members of its JSON object. */
static void add(struct log *log, int64_t at_ms, unsigned endpoint, const char *type,
		const char *members)
{
	char *line =
	    mem_printf("{\"at_us\":%lld,\"endpoint\":%u,\"attempt\":1,\"type\":\"%s\"%s%s}",
		       (long long)at_ms * 1000, endpoint, type, *members ? "," : "", members);
	char *error = NULL;
	struct event *e = event_from_json(line, &error);

	if (!e)
		fail_msg("%s: %s", line, error);
	log_append(log, e);
	free(line);
}

static void stage(struct log *log, int64_t at_ms, unsigned endpoint, const char *name,
		  const char *outcome, int ms)
{
	char *begin = mem_printf("\"stage\":\"%s\"", name);
	char *end =
	    mem_printf("\"stage\":\"%s\",\"outcome\":\"%s\",\"us\":%d", name, outcome, ms * 1000);

	add(log, at_ms, endpoint, "stage.begin", begin);
	add(log, at_ms + ms, endpoint, "stage.end", end);
	free(begin);
	free(end);
}

static void begin_run(struct log *log)
{
	add(log, 0, 0, "run.begin", "\"time\":1700000000,\"text\":\"0.1.0\"");
}

static void begin_probe(struct log *log, unsigned endpoint, const char *service,
			const char *security, const char *host, int port)
{
	char *members = mem_printf(
	    "\"service\":\"%s\",\"security\":\"%s\",\"family\":\"ipv4\",\"why\":\"target\","
	    "\"host\":\"%s\",\"port\":%d,\"connect_port\":%d",
	    service, security, host, port, port);

	add(log, 1, endpoint, "probe.begin", members);
	free(members);
	stage(log, 1, endpoint, "dns", "ok", 4);
	members = mem_printf(
	    "\"host\":\"%s\",\"family\":\"ipv4\",\"list\":[\"192.0.2.7\"],\"us\":4000", host);
	add(log, 5, endpoint, "dns.answer", members);
	free(members);
}

/* Endpoint 1: everything works; greeting is the server's text. */
static void good_imaps(struct log *log, const char *greeting)
{
	char *said = mem_printf(
	    "\"outcome\":\"ok\",\"text\":\"%s\",\"detail\":\"imap.example.org\"", greeting);

	begin_probe(log, 1, "imaps", "tls", "imap.example.org", 993);
	stage(log, 5, 1, "tcp", "ok", 40);
	add(log, 45, 1, "connected",
	    "\"host\":\"imap.example.org\",\"address\":\"192.0.2.7\",\"connect_port\":993,"
	    "\"local\":\"192.0.2.99\"");
	stage(log, 45, 1, "tls", "ok", 60);
	add(log, 105, 1, "tls.session", "\"version\":\"TLS1.3\",\"cipher\":\"AES-256-GCM\"");
	add(log, 105, 1, "tls.cert",
	    "\"subject\":\"CN=imap.example.org\",\"issuer\":\"CN=Example "
	    "CA\",\"list\":[\"imap.example.org\"],"
	    "\"not_before\":1740000000,\"not_after\":1800000000,\"key\":\"EC\",\"bits\":256");
	add(log, 105, 1, "tls.verify", "\"status\":0,\"host\":\"imap.example.org\"");
	stage(log, 105, 1, "greeting", "ok", 20);
	add(log, 125, 1, "greeting", said);
	stage(log, 125, 1, "caps", "ok", 20);
	add(log, 145, 1, "caps",
	    "\"stage\":\"caps\",\"list\":[\"IMAP4rev1\",\"AUTH=PLAIN\"],\"flags\":1");
	stage(log, 145, 1, "quit", "ok", 10);
	add(log, 155, 1, "probe.end", "\"outcome\":\"ok\",\"stage\":\"quit\"");
	free(said);
}

/* Endpoint 2: no answer. */
static void silent_submission(struct log *log)
{
	begin_probe(log, 2, "submission", "starttls", "smtp.example.org", 587);
	stage(log, 5, 2, "tcp", "timeout", 3000);
	add(log, 3005, 2, "probe.end", "\"outcome\":\"timeout\",\"stage\":\"tcp\"");
}

static struct target *mailbox(void)
{
	struct target *t = target_new("Example Mail");

	t->want_ipv6 = false;
	t->user_form = mem_strdup("full address");
	t->help_url = mem_strdup("https://help.example.org/mail");
	strs_add(&t->notes, "IMAP has to be switched on first.");
	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "imap.example.org", 993);
	target_add(t, SERVICE_SUBMISSION, SECURITY_STARTTLS, "smtp.example.org", 587);
	return t;
}

static struct record *record_of(struct target *t, struct log *log)
{
	char *error = NULL;
	struct record *record = record_of_log(t, log, &error);

	if (!record)
		fail_msg("%s", error);
	return record;
}

static struct record *half_working(void)
{
	struct log log = {0};

	begin_run(&log);
	good_imaps(&log, "* OK ready");
	silent_submission(&log);
	add(&log, 3005, 0, "run.end", "\"outcome\":\"ok\"");
	return record_of(mailbox(), &log);
}

/* Attacks of a hostile server on a terminal or a shell. */
static struct record *hostile(void)
{
	struct log log = {0};
	struct target *t = target_new("evil \x1b[31m\xe2\x80\xae name");

	t->want_ipv6 = false;
	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "a';touch x;'\x1b]0;y\x07", 993);
	begin_run(&log);
	begin_probe(&log, 1, "imaps", "tls", "a';touch x;'", 993);
	stage(&log, 5, 1, "tcp", "ok", 40);
	add(&log, 45, 1, "bytes.received",
	    "\"stage\":\"tls\",\"size\":12,\"text\":\"\\\\x1b[2J\\\\x07\\\\x9b31m\\\\xff\"");
	stage(&log, 45, 1, "tls", "badreply", 5);
	add(&log, 50, 1, "probe.end", "\"outcome\":\"badreply\",\"stage\":\"tls\"");
	return record_of(t, &log);
}

static char *report_of(const struct record *record, const char *format,
		       const struct page_options *o)
{
	struct buf out;

	buf_init(&out, 0);
	report_format(format)->write(&out, record, o);
	return buf_take(&out);
}

static json_t *checked(const struct record *record);

/* ---- text ---- */

static void assert_says(const char *text, const char *words)
{
	if (!strstr(text, words))
		fail_msg("\"%s\" is not in:\n%s", words, text);
}

static void text_answers_first(void **state)
{
	struct record *record = half_working();
	struct page_options o = {.cols = 80};
	char *text = report_of(record, "full", &o);

	(void)state;
	assert_int_equal(strncmp(text, "Mail check: Example Mail\n", 25), 0);
	assert_says(text, "2023-11-14 22:13 UTC");
	assert_says(text, "2 of 2 tested");
	assert_says(text, "You can read mail: IMAP on port 993 (SSL/TLS).");
	assert_says(text, "You can't send mail from here.");
	assert_says(text, "Incoming mail  IMAP  imap.example.org  993   SSL/TLS   Normal password");
	assert_says(text, "User name: full address.");
	assert_says(text, "Thunderbird and Outlook call it \"SSL/TLS\"");
	assert_says(text, "no answer");
	assert_says(text, "IMAP has to be switched on first.");
	assert_true(strstr(text, "You can read") < strstr(text, "Settings to enter"));
	assert_null(strstr(text, "\x1b"));
	free(text);
	record_free(record);
}

/* No line is wider than allowed, except a single word or a command. */
static void text_fits_its_width(void **state)
{
	static const int widths[] = {30, 40, 60, 80, 132};
	struct record *record = half_working();

	(void)state;
	for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
		struct page_options o = {.cols = widths[i]};
		char *text = report_of(record, "full", &o);
		struct strs lines = {0};

		strs_split(&lines, text, "\n");
		for (size_t k = 0; k < lines.n; k++)
			if (strlen(lines.v[k]) > (size_t)widths[i] &&
			    !strstr(lines.v[k], "https://"))
				fail_msg("at %d columns: %s", widths[i], lines.v[k]);
		strs_clear(&lines);
		free(text);
	}
	record_free(record);
}

static void text_colors_only_when_asked(void **state)
{
	struct record *record = half_working();
	struct page_options o = {.cols = 80, .color = true};
	char *text = report_of(record, "full", &o);

	(void)state;
	assert_non_null(strstr(text, "\x1b[1m"));
	assert_non_null(strstr(text, "\x1b[m"));
	free(text);
	record_free(record);
}

/* Every kind of event twice, each field with harmful bytes. */
static struct record *hostile_case(void)
{
	static const char bytes[] = "\x1b[2J\xff\xe2\x80\xae{host}%s\xc2\x9b";
	struct target *t = mailbox();
	struct log log = {0};

	free(t->help_url);
	free(t->user_form);
	t->help_url = mem_strdup(bytes);
	t->user_form = mem_strdup(bytes);
	strs_add(&t->notes, bytes);
	begin_run(&log);
	good_imaps(&log, "* OK ready");
	begin_probe(&log, 2, "submission", "starttls", "smtp.example.org", 587);
	add(&log, 900, 2, "path.begin",
	    "\"detail\":\"suspect\",\"port\":587,\"address\":\"\\\\x1b[2J\\\\xff\",\"num\":1");
	add(&log, 901, 2, "path.hop",
	    "\"num\":1,\"port\":587,\"outcome\":\"unreachable\",\"icmp_type\":11,\"address\":"
	    "\"\\\\x1b[2J\"");
	for (int i = 0; i < 2 * EVENT_COUNT_; i++) {
		struct event *e =
		    event_new((enum event_type)(i % EVENT_COUNT_), 1 + (unsigned)i / EVENT_COUNT_);

		for (size_t k = 0; k < event_fields.n; k++) {
			void *at = field_at(&event_fields.v[k], e);

			if (event_fields.v[k].kind == FIELD_TEXT)
				*(char **)at = mem_strdup(bytes);
			else if (event_fields.v[k].kind == FIELD_LIST)
				strs_add(at, bytes);
			else if (event_fields.v[k].kind == FIELD_INT)
				*(int *)at = 7;
		}
		if (e->type == EVENT_RUN_BEGIN)
			event_free(e);
		else
			log_append(&log, e);
	}
	return record_of(t, &log);
}

static void assert_harmless(const char *text, bool ascii)
{
	for (const char *p = text; *p; p++) {
		unsigned char c = (unsigned char)*p;

		if ((c < 0x20 && c != '\n') || c == 0x7f || (ascii && c > 0x7e))
			fail_msg("byte %02x in %s", c, text);
	}
	assert_null(strstr(text, "\xe2\x80\xae"));
	assert_null(strstr(text, "\xc2\x9b"));
	assert_null(strchr(text, '\xff'));
}

static void a_foreign_case_is_harmless(void **state)
{
	struct record *record = hostile_case();

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct page_options o = {.cols = 80, .ascii = i >= 2};
		char *text = report_of(record, i % 2 ? "json" : "full", &o);

		assert_harmless(text, o.ascii);
		free(text);
	}
	for (unsigned id = 1; id <= record->plan.n; id++) {
		struct strs commands = {0};
		char *row = words_state(record, id);

		words_by_hand(record, id, &commands);
		for (size_t i = 0; i < commands.n; i++)
			assert_harmless(commands.v[i], false);
		assert_harmless(row, false);
		strs_clear(&commands);
		free(row);
	}
	json_decref(checked(record));
	record_free(record);
}

/* A certificate is printed only as it was made: Base64, and nothing beside it. */
static void only_certificates_are_printed(void **state)
{
	static const struct {
		const char *pem;
		bool printed;
	} rows[] = {
	    {"-----BEGIN CERTIFICATE-----\\nMIIB+/A=\\n-----END CERTIFICATE-----\\n", true},
	    {"-----BEGIN CERTIFICATE-----\\nMII\\u0005\\n-----END CERTIFICATE-----\\n", false},
	    {"-----BEGIN CERTIFICATE-----\\nMII\\\\x9b2J\\n-----END CERTIFICATE-----\\n", false},
	    {"-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\nrm -r\\n", false},
	    {"-----BEGIN CERTIFICATE-----\\nMIIB\\n", false},
	    {"MIIB\\n", false},
	};
	struct page_options o = {.cols = 80};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct log log = {0};
		char *members = mem_printf("\"subject\":\"CN=x\",\"pem\":\"%s\"", rows[i].pem);

		begin_run(&log);
		begin_probe(&log, 1, "imaps", "tls", "imap.example.org", 993);
		add(&log, 9, 1, "tls.cert", members);
		struct record *record = record_of(mailbox(), &log);
		char *text = report_of(record, "pem", &o);

		assert_non_null(strstr(text, "# subject CN=x\n"));
		if ((strstr(text, "MII") != NULL) != rows[i].printed)
			fail_msg("%s: %s", rows[i].pem, text);
		assert_harmless(text, true);
		free(text);
		free(members);
		record_free(record);
	}
}

static void foreign_text_is_harmless(void **state)
{
	struct record *record = hostile();
	static const char *const formats[] = {"text", "full", "json"};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct page_options o = {.cols = 80, .ascii = i >= 2};
		char *text = report_of(record, formats[i % 2], &o);

		assert_harmless(text, o.ascii);
		free(text);
	}
	record_free(record);
}

/* ---- JSON ---- */

static json_t *load(const char *file)
{
	json_error_t at;
	json_t *value = json_load_file(file, JSON_REJECT_DUPLICATES, &at);

	if (!value)
		fprintf(stderr, "%s:%d: %s\n", file, at.line, at.text);
	return value;
}

static json_t *checked(const struct record *record)
{
	struct page_options o = {0};
	char *text = report_of(record, "json", &o);
	json_t *report = json_loads(text, JSON_REJECT_DUPLICATES, NULL),
	       *schema = load(SRCDIR "/data/report.schema.json");

	assert_non_null(report);
	assert_non_null(schema);
	char *complaint = schema_complaint(schema, report);

	if (complaint)
		fail_msg("%s in %s", complaint, text);
	json_decref(schema);
	free(text);
	return report;
}

static const char *text_at(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static void json_keeps_its_keys(void **state)
{
	struct record *record = half_working();
	json_t *report = checked(record);
	const json_t *summary = json_object_get(report, "summary");
	const json_t *first = json_array_get(json_object_get(report, "endpoints"), 0);
	const json_t *setting = json_array_get(json_object_get(report, "settings"), 0);
	const json_t *tcp = json_object_get(json_object_get(first, "stages"), "tcp");

	(void)state;
	assert_string_equal(text_at(report, "schema"), "porthorn-report/1");
	assert_string_equal(text_at(summary, "receive"), "ok");
	assert_string_equal(text_at(summary, "send"), "failed");
	assert_int_equal(json_integer_value(json_object_get(summary, "exit_status")), 1);
	assert_string_equal(text_at(first, "service"), "imaps");
	assert_string_equal(text_at(first, "address"), "192.0.2.7");
	assert_string_equal(text_at(first, "verdict"), "ok");
	assert_string_equal(text_at(tcp, "outcome"), "ok");
	assert_true(json_number_value(json_object_get(tcp, "ms")) == 40.0);
	assert_string_equal(text_at(setting, "purpose"), "receive");
	assert_string_equal(text_at(setting, "protocol"), "imap");
	assert_string_equal(text_at(setting, "security"), "tls");
	json_decref(report);
	record_free(record);
}

/* Every number in a finding refers to something, and every finding has its proof. */
static void json_references_hold(void **state)
{
	struct record *record = half_working();
	json_t *report = checked(record), *findings = json_object_get(report, "findings"), *finding,
	       *item;
	size_t rows = json_array_size(json_object_get(report, "endpoints")), i, k;

	(void)state;
	assert_true(json_array_size(findings) > 0);
	json_array_foreach(findings, i, finding)
	{
		json_t *under = json_object_get(finding, "under");

		assert_true(json_is_null(under) ||
			    (size_t)json_integer_value(under) < json_array_size(findings));
		assert_true(json_array_size(json_object_get(finding, "evidence")) > 0);
		json_array_foreach(json_object_get(finding, "endpoints"), k, item)
		{
			assert_within(json_integer_value(item), 1, rows);
		}
		json_array_foreach(json_object_get(finding, "evidence"), k, item)
		{
			assert_within(json_integer_value(json_object_get(item, "event")), 1,
				      record->log.n);
		}
	}
	json_decref(report);
	record_free(record);
}

static void unfinished_runs_have_reports(void **state)
{
	struct log nothing = {0}, begun = {0}, midway = {0};

	(void)state;
	begin_run(&begun);
	begin_run(&midway);
	begin_probe(&midway, 1, "imaps", "tls", "imap.example.org", 993);
	add(&midway, 9, 1, "stage.begin", "\"stage\":\"tcp\"");
	add(&midway, 9, 1, "path.begin",
	    "\"detail\":\"suspect\",\"port\":993"); /* a case may lack anything */
	struct log *logs[] = {&nothing, &begun, &midway};

	for (size_t i = 0; i < 3; i++) {
		struct record *record = record_of(mailbox(), logs[i]);
		struct page_options o = {0};
		json_t *report = checked(record);
		char *text = report_of(record, "full", &o);

		assert_true(json_is_false(json_object_get(report, "complete")));
		assert_string_equal(text_at(json_object_get(report, "summary"), "receive"),
				    "untested");
		assert_says(text, "couldn't be tested");
		free(text);
		json_decref(report);
		record_free(record);
	}
}

/* The check itself must be able to fail. */
static void the_schema_bites(void **state)
{
	static const struct {
		const char *from, *to;
	} spoils[] = {
	    {"\"receive\": \"ok\"", "\"receive\": \"fine\""},
	    {"\"port\": 993", "\"port\": 99993"},
	    {"\"family\": \"ipv4\"", "\"famile\": \"ipv4\""},
	    {"\"complete\": true", "\"complete\": 1"},
	    {"porthorn-report/1", "porthorn-report/2"},
	    {"\"verdict\": \"ok\"", "\"verdict\": null"},
	};
	struct record *record = half_working();
	struct page_options o = {0};
	char *text = report_of(record, "json", &o);
	json_t *schema = load(SRCDIR "/data/report.schema.json");

	(void)state;
	for (size_t i = 0; i < sizeof spoils / sizeof *spoils; i++) {
		const char *at = strstr(text, spoils[i].from);

		if (!at)
			fail_msg("no %s in %s", spoils[i].from, text);
		char *spoilt = mem_printf("%.*s%s%s", (int)(at - text), text, spoils[i].to,
					  at + strlen(spoils[i].from));
		json_t *report = json_loads(spoilt, 0, NULL);
		char *complaint = report ? schema_complaint(schema, report) : NULL;

		if (!complaint)
			fail_msg("%s was not noticed", spoils[i].to);
		free(complaint);
		json_decref(report);
		free(spoilt);
	}
	json_decref(schema);
	free(text);
	record_free(record);
}

/* ---- words ---- */

/* Every row of a table is shown, with a date only if it was read in a source. */
static void topics_with_tables(void **state)
{
	char *networks = words_topic(topic_find("networks")),
	     *lists = words_topic(topic_find("block-lists")),
	     *plain = words_topic(topic_find("port-25"));
	size_t n;
	const struct network *all = network_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		char *text = words_network(&all[i]);

		assert_says(networks, text);
		assert_says(text, all[i].name);
		assert_says(text, all[i].policy);
		assert_says(text, all[i].lift);
		assert_int_equal(strstr(text, "(As of ") != NULL, all[i].date != NULL);
		assert_int_equal(strstr(text, "not confirmed") == NULL, all[i].confirmed);
		free(text);
	}
	const struct blocklist *known = blocklist_all(&n);

	for (size_t i = 0; i < n; i++) {
		char *text = words_blocklist(&known[i]);

		assert_says(lists, text);
		assert_says(text, known[i].name);
		assert_null(strpbrk(text, "{}"));
		if (known[i].check && strstr(known[i].action, "{check}") && known[i].confirmed)
			assert_says(text, known[i].check);
		free(text);
	}
	assert_string_equal(plain, topic_find("port-25")->text);
	free(plain);
	free(lists);
	free(networks);
}

static void networks_of_a_country(void **state)
{
	struct strs some = {0}, none = {0};

	(void)state;
	words_country("no", &some);
	assert_int_equal(some.n, 1);
	assert_says(some.v[0], "Nordic");
	words_country("De", &some);
	assert_true(some.n > 3);
	words_country("ZZ", &none);
	words_country("", &none);
	words_country("D", &none);
	assert_int_equal(none.n, 0);
	strs_clear(&some);
}

static char *value_x(const char *name, const void *user)
{
	(void)user;
	return str_eq(name, "x")       ? mem_strdup("one")
	       : str_eq(name, "#many") ? mem_strdup("1")
	       : str_eq(name, "#lots") ? mem_strdup("5")
				       : NULL;
}

static void names_are_filled(void **state)
{
	static const struct {
		const char *text, *filled;
		bool complete;
	} cases[] = {
	    {"", "", true},
	    {"plain", "plain", true},
	    {"{x}", "one", true},
	    {"a {x}, b {x}.", "a one, b one.", true},
	    {"{y}", "(unknown)", false},
	    {"{x} {y}", "one (unknown)", false},
	    {"{ x } {", "{ x } {", true},
	    {"{X}{}", "{X}{}", true},
	    {"{{x}", "{one", true},
	    {"[port|ports]", "port", true},
	    {"[many:port|ports] b", "ports b", true},
	    {"[many:is|are|aren|ares]", "are", true},
	    {"[lots:is|are]", "are", true},
	    {"[x {x}|y]", "x one", true},
	    {"a[many:| {x}]", "a one", true},
	    {"a[| {y}]", "a", true},
	    {"a[| {x}] {y}", "a (unknown)", false},
	    {"[many:a|{y}]", "(unknown)", false},
	    {"[many:{y}|a]", "a", true},
	    {"[::1] [a] [", "[::1] [a] [", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *filled = fill_text(cases[i].text, value_x, NULL);

		assert_string_equal(filled, cases[i].filled);
		assert_int_equal(fill_complete(cases[i].text, value_x, NULL), cases[i].complete);
		free(filled);
	}
}

/* Every type, with nothing in it and with everything, is a readable line. */
static void every_event_has_a_line(void **state)
{
	struct record *record = half_working();

	(void)state;
	for (int type = 0; type < EVENT_COUNT_; type++) {
		for (int full = 0; full < 2; full++) {
			struct event *e = event_new((enum event_type)type, 1);

			e->at_us = 41000;
			for (size_t i = 0; full && i < event_fields.n; i++) {
				void *at = field_at(&event_fields.v[i], e);

				if (event_fields.v[i].kind == FIELD_TEXT)
					*(char **)at = mem_strdup("Txt\x1b");
				else if (event_fields.v[i].kind == FIELD_LIST)
					strs_add(at, "Txt\x1b");
				else if (event_fields.v[i].kind == FIELD_INT)
					*(int *)at = 1;
			}
			char *line = words_event(e, false);

			if (strncmp(line, "0.041 s  ", 9) || strlen(line) < 14 ||
			    strpbrk(line, "{}\x1b") || str_eq(line + 9, event_type_name(e->type)))
				fail_msg("%s: %s", event_type_name(e->type), line);
			free(line);
			event_free(e);
		}
	}
	record_free(record);
}

static void every_value_has_a_word(void **state)
{
	(void)state;
	for (int i = 0; i < VERDICT_COUNT_; i++)
		assert_true(strlen(words_verdict((enum verdict)i)) > 1);
	for (int i = 0; i < OUTCOME_COUNT_; i++)
		assert_true(strlen(words_outcome((enum outcome)i)) > 0);
	for (int i = 0; i < STAGE_COUNT_; i++)
		assert_true(strlen(words_stage((enum stage)i)) > 1);
	for (int i = 0; i < PLACE_COUNT_; i++)
		assert_true(strlen(words_place((enum place)i)) > 1);
	assert_string_equal(words_security(SECURITY_TLS), "SSL/TLS");
	assert_string_equal(words_outcome(OUTCOME_COUNT_), "?");
	char *time = words_time(41400), *longer = words_time(3250000);

	assert_string_equal(time, "41 ms");
	assert_string_equal(longer, "3.2 s");
	free(time);
	free(longer);
}

static char *by_hand(const struct record *record, unsigned endpoint)
{
	struct strs lines = {0};

	words_by_hand(record, endpoint, &lines);
	char *text = strs_join(&lines, "\n");

	strs_clear(&lines);
	return text;
}

static void commands_by_hand(void **state)
{
	struct record *record = half_working();
	char *tls = by_hand(record, 1), *starttls = by_hand(record, 2), *none = by_hand(record, 9);

	(void)state;
	assert_says(tls, "\ntelnet 192.0.2.7 993");
	assert_says(tls, "\nTest-NetConnection -ComputerName 192.0.2.7 -Port 993");
	assert_says(tls,
		    "\nopenssl s_client -crlf -connect 192.0.2.7:993 -servername imap.example.org");
	assert_null(strstr(tls, "-starttls"));
	assert_says(starttls, " -starttls smtp");
	assert_says(starttls, "\ngnutls-cli --crlf --port 587 --sni-hostname smtp.example.org");
	assert_says(starttls, " --starttls-proto smtp 192.0.2.7");
	assert_string_equal(none, "");
	free(tls);
	free(starttls);
	free(none);
	record_free(record);
}

static void a_name_that_is_none_gives_no_command(void **state)
{
	struct record *record = hostile();
	char *text = by_hand(record, 1);

	(void)state;
	assert_string_equal(text, "");
	free(text);
	record_free(record);
}

static void the_name_of_a_file_is_quoted(void **state)
{
	static const struct {
		const char *file, *word;
	} cases[] = {
	    {"/etc/ours.pem", " -CAfile /etc/ours.pem"},
	    {"my roots.pem", " -CAfile 'my roots.pem'"},
	    {"-verify.pem", " -CAfile './-verify.pem'"},
	    {"a'$(reboot)`b`\n.pem", " -CAfile 'a'\\''$(reboot)`b`\\x0a.pem'"},
	};
	struct record *record = half_working();

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		free(record->target->ca_file);
		record->target->ca_file = mem_strdup(cases[i].file);
		char *text = by_hand(record, 1);

		assert_says(text, cases[i].word);
		free(text);
	}
	record_free(record);
}

static void rows_in_words(void **state)
{
	struct record *record = half_working();
	char *good = words_state(record, 1), *silent = words_state(record, 2),
	     *none = words_state(record, 9);
	char *name = words_endpoint_name(record, 2);

	(void)state;
	assert_says(good, "Everything worked");
	assert_says(silent, "No answer for 3.0 s.");
	assert_string_equal(none, "");
	assert_string_equal(name, "submission, port 587, IPv4");
	free(good);
	free(silent);
	free(none);
	free(name);
	record_free(record);
}

/* Under TLS 1.3 a missing client certificate shows only then. */
static void an_alert_is_no_greeting(void **state)
{
	struct log log = {0};

	(void)state;
	begin_run(&log);
	begin_probe(&log, 1, "imaps", "tls", "imap.example.org", 993);
	stage(&log, 5, 1, "tcp", "ok", 40);
	stage(&log, 45, 1, "tls", "ok", 60);
	add(&log, 106, 1, "tls.alert", "\"num\":116,\"text\":\"certificate_required\"");
	stage(&log, 105, 1, "greeting", "denied", 5);
	add(&log, 111, 1, "probe.end", "\"outcome\":\"denied\",\"stage\":\"greeting\"");
	struct record *record = record_of(mailbox(), &log);
	char *row = words_state(record, 1);

	assert_says(row, "sent a TLS alert instead of a greeting");
	assert_null(strstr(row, "greeted"));
	free(row);
	record_free(record);
}

static int hold(const char *file)
{
	json_t *report = load(file), *schema = load(SRCDIR "/data/report.schema.json");
	char *complaint =
	    report && schema ? schema_complaint(schema, report) : mem_strdup("no JSON");

	if (complaint)
		fprintf(stderr, "%s: %s\n", file, complaint);
	json_decref(report);
	json_decref(schema);
	int status = complaint != NULL;

	free(complaint);
	return status;
}

/* ---- families ---- */

static void connect_submission(struct log *log, unsigned endpoint, const char *family,
			       const char *outcome)
{
	char *begin =
	    mem_printf("\"service\":\"submission\",\"security\":\"starttls\",\"family\":\"%s\","
		       "\"why\":\"target\",\"host\":\"smtp.example.org\",\"port\":587,"
		       "\"connect_port\":587",
		       family);

	add(log, 1, endpoint, "probe.begin", begin);
	free(begin);
	stage(log, 5, endpoint, "tcp", outcome, 3000);
	add(log, 3005, endpoint, "probe.end", "\"outcome\":\"cancelled\",\"stage\":\"greeting\"");
}

/* The last sentence on top about port 587, over IPv4 and IPv6. */
static void assert_on_top(const char *four, const char *six, const char *words)
{
	struct target *t = target_new("Example Mail");
	struct log log = {0};

	target_add(t, SERVICE_SUBMISSION, SECURITY_STARTTLS, "smtp.example.org", 587);
	begin_run(&log);
	connect_submission(&log, 1, "ipv4", four);
	connect_submission(&log, 2, "ipv6", six);
	add(&log, 3005, 0, "run.end", "\"outcome\":\"ok\"");
	struct record *record = record_of(t, &log);
	char *text = words_summary(record);

	assert_says(text, words);
	free(text);
	record_free(record);
}

static void one_family_is_named(void **state)
{
	(void)state;
	assert_on_top("ok", "refused", "587 is refused (IPv6).");
	assert_on_top("refused", "ok", "587 is refused (IPv4).");
	assert_on_top("refused", "refused", "587 is refused.");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_answers_first),
	    cmocka_unit_test(text_fits_its_width),
	    cmocka_unit_test(text_colors_only_when_asked),
	    cmocka_unit_test(foreign_text_is_harmless),
	    cmocka_unit_test(a_foreign_case_is_harmless),
	    cmocka_unit_test(only_certificates_are_printed),
	    cmocka_unit_test(json_keeps_its_keys),
	    cmocka_unit_test(json_references_hold),
	    cmocka_unit_test(unfinished_runs_have_reports),
	    cmocka_unit_test(the_schema_bites),
	    cmocka_unit_test(names_are_filled),
	    cmocka_unit_test(every_event_has_a_line),
	    cmocka_unit_test(every_value_has_a_word),
	    cmocka_unit_test(commands_by_hand),
	    cmocka_unit_test(a_name_that_is_none_gives_no_command),
	    cmocka_unit_test(the_name_of_a_file_is_quoted),
	    cmocka_unit_test(topics_with_tables),
	    cmocka_unit_test(networks_of_a_country),
	    cmocka_unit_test(rows_in_words),
	    cmocka_unit_test(an_alert_is_no_greeting),
	    cmocka_unit_test(one_family_is_named),
	};

	if (argc > 1)
		return hold(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
