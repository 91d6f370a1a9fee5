/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts about this computer, in the form of this version's cases and of older ones; and the other
 * fields that were text once. */
#include "config.h"

#include "model/event_local.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof *(a))
#define HEAD "{\"seq\":3,\"at_us\":40,\"type\":\"local\","

static struct event *read_line(const char *line)
{
	char *error = NULL;
	struct event *e = event_from_json(line, &error);

	if (!e)
		fail_msg("%s: %s", line, error);
	return e;
}

/* An event as written by an older version, the same now, and its words in the evidence view. */
static const struct {
	const char *old, *now, *words;
} rows[] = {
    {"\"text\":\"address\",\"detail\":\"192.168.1.2 dev eth0\"}",
     "\"family\":\"ipv4\",\"address\":\"192.168.1.2\",\"device\":\"eth0\",\"text\":\"address\"}",
     "192.168.1.2 dev eth0"},
    {"\"text\":\"address\",\"detail\":\"fe80::1 dev wlan0\"}",
     "\"family\":\"ipv6\",\"address\":\"fe80::1\",\"device\":\"wlan0\",\"text\":\"address\"}",
     "fe80::1 dev wlan0"},
    {"\"text\":\"gateway\",\"detail\":\"192.168.1.1 dev eth0 family ipv4 state failed\"}",
     "\"family\":\"ipv4\",\"address\":\"192.168.1.1\",\"device\":\"eth0\",\"state\":\"failed\","
     "\"text\":\"gateway\"}",
     "192.168.1.1 dev eth0 family ipv4 state failed"},
    {"\"text\":\"gateway\",\"detail\":\"fe80::9 dev ? family ipv6 state unknown\"}",
     "\"family\":\"ipv6\",\"address\":\"fe80::9\",\"text\":\"gateway\"}",
     "fe80::9 dev ? family ipv6 state unknown"},
    {"\"text\":\"no-route\",\"detail\":\"ipv6\"}", "\"family\":\"ipv6\",\"text\":\"no-route\"}",
     "ipv6"},
    {"\"text\":\"link-down\",\"detail\":\"eth1\"}",
     "\"family\":\"any\",\"device\":\"eth1\",\"text\":\"link-down\"}", "eth1"},
    {"\"text\":\"tunnel\",\"detail\":\"wg0\"}",
     "\"family\":\"any\",\"device\":\"wg0\",\"text\":\"tunnel\"}", "wg0"},
    {"\"text\":\"resolver\",\"detail\":\"192.168.1.1\"}",
     "\"family\":\"ipv4\",\"address\":\"192.168.1.1\",\"text\":\"resolver\"}", "192.168.1.1"},
    {"\"text\":\"container\",\"detail\":\"docker\"}",
     "\"family\":\"any\",\"text\":\"container\",\"detail\":\"docker\"}", "docker"},
    {"\"text\":\"dmi\",\"detail\":\"sys_vendor=Dell Inc.\"}",
     "\"family\":\"any\",\"text\":\"dmi\",\"detail\":\"sys_vendor=Dell Inc.\"}",
     "sys_vendor=Dell Inc."},
    {"\"text\":\"rule\",\"detail\":\"nftables: tcp dport 25 drop\"}",
     "\"family\":\"any\",\"text\":\"rule\",\"detail\":\"nftables: tcp dport 25 drop\"}",
     "nftables: tcp dport 25 drop"},
    {"\"text\":\"domain\",\"detail\":\"corp.example.com\"}",
     "\"family\":\"any\",\"text\":\"domain\",\"detail\":\"corp.example.com\"}", "corp.example.com"},
    /* The rest is kept unchanged. */
    {"\"text\":\"gateway\",\"detail\":\"192.168.1.1 via eth0\"}",
     "\"family\":\"any\",\"text\":\"gateway\",\"detail\":\"192.168.1.1 via eth0\"}",
     "192.168.1.1 via eth0"},
    {"\"text\":\"gateway\",\"detail\":\"192.168.1.1 dev eth0 family ipv5 state failed\"}",
     "\"family\":\"any\",\"text\":\"gateway\",\"detail\":\"192.168.1.1 dev eth0 family ipv5 "
     "state failed\"}",
     "192.168.1.1 dev eth0 family ipv5 state failed"},
    {"\"text\":\"tunnel\",\"detail\":\"wg0 and more\"}",
     "\"family\":\"any\",\"text\":\"tunnel\",\"detail\":\"wg0 and more\"}", "wg0 and more"},
    {"\"text\":\"address\"}", "\"family\":\"any\",\"text\":\"address\"}", NULL},
};

static void check_form(const char *line, const char *now, const char *words)
{
	struct event *e = read_line(line);
	char *json = event_to_json(e), *told = event_local_words(e);

	assert_string_equal(json, now);
	if (words)
		assert_string_equal(told, words);
	else
		assert_null(told);
	event_free(e);
	free(json);
	free(told);
}

static void test_forms(void **state)
{
	bool met[LOCAL_COUNT_] = {false};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		char old[300], now[300];

		snprintf(old, sizeof old, HEAD "%s", rows[i].old);
		snprintf(now, sizeof now, HEAD "%s", rows[i].now);
		check_form(old, now, rows[i].words);
		check_form(now, now, rows[i].words);
		struct event *e = read_line(now);

		met[e->kind] = true;
		event_free(e);
	}
	for (int k = LOCAL_ADDRESS; k < LOCAL_COUNT_; k++)
		if (!met[k])
			fail_msg("no row for %s", local_kind_name((enum local_kind)k));
}

static void test_fields(void **state)
{
	struct event *e =
	    read_line(HEAD "\"text\":\"gateway\",\"detail\":\"10.0.0.1 dev eth0 family ipv4 state "
			   "incomplete\"}");

	(void)state;
	assert_int_equal(e->kind, LOCAL_GATEWAY);
	assert_string_equal(e->address, "10.0.0.1");
	assert_string_equal(e->device, "eth0");
	assert_int_equal(e->family, FAMILY_IPV4);
	assert_int_equal(e->state, NEIGHBOUR_INCOMPLETE);
	assert_null(e->text);
	assert_null(e->detail);
	event_free(e);
	assert_null(event_from_json(HEAD "\"text\":\"no such kind\"}", NULL));
}

/* Cases still have them as words. */
static void test_words_stay(void **state)
{
	static const char *const lines[] = {
	    "{\"seq\":1,\"at_us\":2,\"type\":\"path.begin\",\"endpoint\":3,\"attempt\":1,\"family\":"
	    "\"ipv4\",\"port\":25,\"connect_port\":25,\"address\":\"192.0.2.7\",\"detail\":"
	    "\"suspect\"}",
	    "{\"seq\":1,\"at_us\":2,\"type\":\"counter\",\"text\":\"OutRequests\",\"detail\":"
	    "\"working\"}",
	    "{\"seq\":1,\"at_us\":2,\"type\":\"path.end\",\"outcome\":\"skipped\",\"port\":25}",
	    "{\"seq\":1,\"at_us\":2,\"type\":\"records\",\"outcome\":\"ok\",\"host\":\"example.org\","
	    "\"text\":\"TLSA\",\"detail\":\"insecure\",\"list\":[]}",
	    "{\"seq\":1,\"at_us\":2,\"type\":\"records\",\"outcome\":\"timeout\",\"host\":"
	    "\"example.org\",\"text\":\"MX\",\"list\":[]}",
	};

	(void)state;
	for (size_t i = 0; i < N(lines); i++) {
		struct event *e = read_line(lines[i]);
		char *json = event_to_json(e);

		assert_string_equal(json, lines[i]);
		event_free(e);
		free(json);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_forms),
	    cmocka_unit_test(test_fields),
	    cmocka_unit_test(test_words_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
