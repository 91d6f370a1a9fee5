/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Messages to send, over all scenes and recorded networks: for each finding and each party that fits it, no
 * placeholder is left, ports, addresses and times are there, and nothing private that the party doesn't need. Those of
 * typical cases are golden (tests/screens/golden/message-*.txt).
 */
#include "config.h"
#include "words/words_message.h"

#include "base/address.h"
#include "base/mem.h"
#include "case/case.h"
#include "golden.h"
#include "scene.h"
#include "words/words.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define FEW 12 /* connections that a message names one by one */

struct where {
	const char *file;
	const struct record *record;
	const struct finding *f;
	const struct message *m;
};

static void complain(const struct where *w, const char *what)
{
	fail_msg("%s, %s to %s: %s in:\n%s\n%s", w->file, w->f ? w->f->id : "nothing wrong",
		 party_name(w->m->to), what, w->m->subject, w->m->text);
}

/* ---- the checks ---- */

static void check_filled(const struct where *w, const char *text)
{
	static const char *const left[] = {"{host",	"{port",  "{instead", "{provider",
					   "(unknown)", "(null)", "[port|",   "[Port",
					   "[it|",	"%EMAIL", "  ("};

	for (size_t i = 0; i < sizeof left / sizeof *left; i++)
		if (strstr(text, left[i]))
			complain(w, left[i]);
	if (!*text)
		complain(w, "an empty text");
}

static bool connects(const struct endpoint_facts *f)
{
	return f && f->begin && f->outcome != OUTCOME_SKIPPED && f->outcome != OUTCOME_NOTOFFERED;
}

static void check_ports(const struct where *w)
{
	for (size_t i = 0; w->f && i < w->f->endpoints.n && i < FEW; i++) {
		const struct endpoint *e = endpoints_get(&w->record->plan, w->f->endpoints.v[i]);
		char *port = mem_printf(", port %d, ", e->port);

		if (w->f->endpoints.n <= FEW && connects(facts_of(&w->record->facts, e->id)) &&
		    !strstr(w->m->text, port))
			complain(w, port);
		free(port);
	}
}

static void check_times(const struct where *w)
{
	char *day = words_date(w->record->facts.now);

	day[strlen("2026-11-28")] = '\0';
	if (!strstr(w->m->text, day) || !strstr(w->m->text, " UTC"))
		complain(w, day);
	free(day);
}

/* Servers outside never see an inner address; the own network's people need it. */
static void check_addresses(const struct where *w)
{
	bool outside = w->m->to == PARTY_MAIL || w->m->to == PARTY_BLOCKLIST;

	for (size_t i = 0; w->f && i < w->f->endpoints.n && i < FEW; i++) {
		const struct endpoint_facts *f = facts_of(&w->record->facts, w->f->endpoints.v[i]);
		const char *own = f ? f->local_address : NULL;

		if (!own || !connects(f) || w->f->endpoints.n > FEW)
			continue;
		if (outside && (address_is_inside(own) || address_is(own, ADDRESS_LOOPBACK))) {
			char *from = mem_printf("from %s", own);

			if (strstr(w->m->text, from))
				complain(w, from);
			free(from);
		} else if (!strstr(w->m->text, own)) {
			complain(w, own);
		}
	}
}

static void check_mailbox(const struct where *w)
{
	const char *email = w->record->target->email;

	if (!email)
		return;
	if (w->m->to == PARTY_MAIL && !str_icontains(w->m->text, email))
		complain(w, "no e-mail address");
	if (w->m->to != PARTY_MAIL &&
	    (str_icontains(w->m->text, email) || str_icontains(w->m->subject, email)))
		complain(w, "the e-mail address");
}

/* What is announced as private is there, and no more is. */
static void check_revealed(const struct where *w)
{
	char *said = words_revealed(w->m);

	for (size_t i = 0; i < w->record->facts.local_n; i++) {
		const struct event *e = w->record->facts.local[i];
		char *line = e->kind == LOCAL_ADDRESS && !address_is(e->address, ADDRESS_LOOPBACK)
				 ? mem_printf("IP address: %s\n", e->address)
				 : NULL;

		if (line && strstr(w->m->text, line) && !(said && strstr(said, e->address)))
			complain(w, "an address that is not announced");
		free(line);
	}
	free(said);
}

static void check(const struct where *w)
{
	check_filled(w, w->m->text);
	check_filled(w, w->m->subject);
	check_ports(w);
	check_times(w);
	check_addresses(w);
	check_mailbox(w);
	check_revealed(w);
	if (strchr(w->m->subject, '\n'))
		complain(w, "a line's end in the subject");
}

/* To each party that fits f; returns how many. */
static size_t check_finding(const char *file, const struct record *record, const struct finding *f)
{
	enum party list[PARTY_COUNT_];
	size_t n = parties_of(record, f, list);

	if (!n)
		fail_msg("%s, %s: no party fits", file, f ? f->id : "nothing wrong");
	for (size_t i = 0; i < n; i++) {
		struct message m;

		words_message(&m, record, f, list[i], false);
		check(&(struct where){file, record, f, &m});
		message_clear(&m);
	}
	return n;
}

/* Each party that the run is said to fit has something to be written about. */
static void check_run(const char *file, const struct record *record)
{
	const struct finding *cause = words_cause(record), *about;
	enum party list[PARTY_COUNT_];
	size_t n = parties_of_run(record, cause, list);

	if (!n)
		fail_msg("%s: no party fits", file);
	for (size_t i = 0; i < n; i++)
		if (!party_finding(record, cause, list[i], &about))
			fail_msg("%s: nothing to write to %s about", file, party_name(list[i]));
	if (!cause)
		check_finding(file, record, NULL);
}

static size_t check_record(const char *file, const struct record *record)
{
	size_t n = 0;

	for (size_t i = 0; i < record->findings.n; i++)
		if (record->findings.v[i].verdict != VERDICT_OK)
			n += check_finding(file, record, &record->findings.v[i]);
	check_run(file, record);
	return n;
}

/* ---- the walks ---- */

static struct record *scene_of(const char *name)
{
	char *file = mem_printf("%s/tests/cases/%s", SRCDIR, name);
	struct scene s;

	scene_load(&s, file);
	struct record *record = scene_record(&s);

	scene_clear(&s);
	free(file);
	return record;
}

static struct record *recorded_of(const char *name)
{
	char *file = mem_printf("%s/data/practice/%s", SRCDIR, name), *error = NULL;
	struct record *record = case_open(file, &error);

	if (!record)
		fail_msg("%s", error);
	free(file);
	return record;
}

static size_t walk(const char *folder, const char *suffix, struct record *(*open)(const char *name))
{
	char *path = mem_printf("%s/%s", SRCDIR, folder);
	DIR *dir = opendir(path);
	size_t n = 0;

	assert_non_null(dir);
	for (struct dirent *d; (d = readdir(dir));) {
		size_t len = strlen(d->d_name), end = strlen(suffix);

		if (len < end || !str_eq(d->d_name + len - end, suffix))
			continue;
		struct record *record = open(d->d_name);

		n += check_record(d->d_name, record);
		record_free(record);
	}
	closedir(dir);
	free(path);
	return n;
}

static void every_scene_can_be_written_about(void **state)
{
	(void)state;
	assert_true(walk("tests/cases", ".scene", scene_of) > 1000);
}

static void every_recorded_network_can(void **state)
{
	(void)state;
	assert_true(walk("data/practice", ".case", recorded_of) > 10);
}

/* ---- to whom ---- */

static enum party first_of(struct record *record)
{
	enum party list[PARTY_COUNT_];
	size_t n = parties_of_run(record, words_cause(record), list);

	record_free(record);
	return n ? list[0] : PARTY_COUNT_;
}

static void the_first_party_is_the_one_that_can_help(void **state)
{
	static const struct {
		const char *file;
		enum party party;
	} cases[] = {
	    {"provider-drops-587.case", PARTY_ISP}, {"cloud-25.case", PARTY_CLOUD},
	    {"hotel.case", PARTY_NETWORK},	    {"server-bans.case", PARTY_MAIL},
	    {"vpn-drops.case", PARTY_NETWORK},	    {"real-vps-25.scene", PARTY_HOSTER},
	    {"cert-other.scene", PARTY_MAIL},	    {"path-here-drop.scene", PARTY_HELPDESK},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct record *record = strstr(cases[i].file, ".case") ? recorded_of(cases[i].file)
								       : scene_of(cases[i].file);
		enum party first = first_of(record);

		if (first != cases[i].party)
			fail_msg("%s: %s, not %s", cases[i].file, party_name(first),
				 party_name(cases[i].party));
	}
}

static bool fits(const struct record *record, const struct finding *f, enum party p)
{
	enum party list[PARTY_COUNT_];
	size_t n = parties_of(record, f, list);

	for (size_t i = 0; i < n; i++)
		if (list[i] == p)
			return true;
	return false;
}

/* The operator of a list of home connections takes none off; that of another list may. */
static void a_list_of_home_connections_has_no_one_to_ask(void **state)
{
	struct record *record = scene_of("listed-login.scene");
	size_t home = 0;

	(void)state;
	for (size_t i = 0; i < record->findings.n; i++) {
		const struct finding *f = &record->findings.v[i];

		if (str_eq(finding_arg(f, "list"), "Spamhaus PBL")) {
			assert_false(fits(record, f, PARTY_BLOCKLIST));
			assert_true(fits(record, f, PARTY_MAIL));
			home++;
		}
	}
	assert_int_equal(home, 1);
	record_free(record);
	record = scene_of("listed.scene");
	assert_true(fits(record, words_cause(record), PARTY_BLOCKLIST));
	record_free(record);
}

static void names_are_read_back(void **state)
{
	(void)state;
	for (unsigned p = 0; p < PARTY_COUNT_; p++)
		assert_int_equal(party_from_name(party_name((enum party)p)), p);
	assert_int_equal(party_from_name("neighbour"), PARTY_COUNT_);
}

/* ---- golden ---- */

static void check_golden(struct record *record, enum party to, bool markdown, const char *name)
{
	const struct finding *about;
	struct message m;

	assert_true(party_finding(record, words_cause(record), to, &about));
	words_message(&m, record, about, to, markdown);
	char *whole = mem_printf("%s\n\n%s", m.subject, m.text),
	     *file = mem_printf("%s/tests/screens/golden/message-%s.txt", SRCDIR, name);

	golden_check(file, whole);
	free(file);
	free(whole);
	message_clear(&m);
	record_free(record);
}

static void typical_messages_are_golden(void **state)
{
	(void)state;
	check_golden(recorded_of("provider-drops-587.case"), PARTY_ISP, false, "isp");
	check_golden(recorded_of("cloud-25.case"), PARTY_CLOUD, false, "cloud");
	check_golden(recorded_of("hotel.case"), PARTY_NETWORK, false, "network");
	check_golden(recorded_of("server-bans.case"), PARTY_MAIL, false, "mail");
	check_golden(scene_of("listed.scene"), PARTY_BLOCKLIST, false, "block-list");
	check_golden(scene_of("all-good.scene"), PARTY_MAIL, false, "well");
	check_golden(recorded_of("provider-drops-587.case"), PARTY_HELPDESK, true, "helpdesk");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_scene_can_be_written_about),
	    cmocka_unit_test(every_recorded_network_can),
	    cmocka_unit_test(the_first_party_is_the_one_that_can_help),
	    cmocka_unit_test(a_list_of_home_connections_has_no_one_to_ask),
	    cmocka_unit_test(names_are_read_back),
	    cmocka_unit_test(typical_messages_are_golden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
