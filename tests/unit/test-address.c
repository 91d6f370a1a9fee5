/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define N(a) (sizeof(a) / sizeof *(a))

static void test_version(void **state)
{
	static const struct {
		const char *text;
		int version;
	} rows[] = {
	    {"192.0.2.7", 4},
	    {"0.0.0.0", 4},
	    {"2001:db8::7", 6},
	    {"2001:DB8:0:0:0:0:0:7", 6},
	    {"::", 6},
	    {"::ffff:192.0.2.7", 6},
	    {"fe80::1%eth0", 6},
	    {"fe80::1%wg-0.5_a", 6},
	    {"ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", 6},
	    {NULL, 0},
	    {"", 0},
	    {"%eth0", 0},
	    {"fe80::1%", 0},
	    {"fe80::1%eth 0", 0},
	    {"192.0.2.7%eth0", 0},
	    {"192.0.2", 0},
	    {"192.0.2.256", 0},
	    {"192.0.2.7 ", 0},
	    {"[2001:db8::7]", 0},
	    {"2001:db8::7::1", 0},
	    {"mail.example.org", 0},
	    {"10.example.org", 0},
	    {"fd.example.org", 0},
	    {"ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255.255.255.255.255", 0},
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		if (address_version(rows[i].text) != rows[i].version)
			fail_msg("%s", rows[i].text ? rows[i].text : "NULL");
		assert_int_equal(address_is_numeric(rows[i].text), rows[i].version != 0);
	}
}

/* Both ends of every range, and their neighbours outside. */
static void test_kind(void **state)
{
	static const struct {
		const char *text;
		enum address_kind kind;
	} rows[] = {
	    {"0.0.0.0", ADDRESS_UNSPECIFIED},
	    {"0.255.255.255", ADDRESS_UNSPECIFIED},
	    {"1.0.0.0", ADDRESS_PUBLIC},
	    {"9.255.255.255", ADDRESS_PUBLIC},
	    {"10.0.0.0", ADDRESS_PRIVATE},
	    {"10.255.255.255", ADDRESS_PRIVATE},
	    {"11.0.0.0", ADDRESS_PUBLIC},
	    {"100.63.255.255", ADDRESS_PUBLIC},
	    {"100.64.0.0", ADDRESS_CARRIER},
	    {"100.127.255.255", ADDRESS_CARRIER},
	    {"100.128.0.0", ADDRESS_PUBLIC},
	    {"126.255.255.255", ADDRESS_PUBLIC},
	    {"127.0.0.1", ADDRESS_LOOPBACK},
	    {"127.255.255.255", ADDRESS_LOOPBACK},
	    {"128.0.0.0", ADDRESS_PUBLIC},
	    {"169.253.255.255", ADDRESS_PUBLIC},
	    {"169.254.0.0", ADDRESS_LINK_LOCAL},
	    {"169.254.255.255", ADDRESS_LINK_LOCAL},
	    {"169.255.0.0", ADDRESS_PUBLIC},
	    {"172.15.255.255", ADDRESS_PUBLIC},
	    {"172.16.0.0", ADDRESS_PRIVATE},
	    {"172.31.255.255", ADDRESS_PRIVATE},
	    {"172.32.0.0", ADDRESS_PUBLIC},
	    {"192.0.1.255", ADDRESS_PUBLIC},
	    {"192.0.2.0", ADDRESS_DOCUMENTATION},
	    {"192.0.3.0", ADDRESS_PUBLIC},
	    {"192.167.255.255", ADDRESS_PUBLIC},
	    {"192.168.0.0", ADDRESS_PRIVATE},
	    {"192.168.255.255", ADDRESS_PRIVATE},
	    {"192.169.0.0", ADDRESS_PUBLIC},
	    {"198.51.100.9", ADDRESS_DOCUMENTATION},
	    {"203.0.113.9", ADDRESS_DOCUMENTATION},
	    {"223.255.255.255", ADDRESS_PUBLIC},
	    {"224.0.0.0", ADDRESS_MULTICAST},
	    {"239.255.255.255", ADDRESS_MULTICAST},
	    {"240.0.0.0", ADDRESS_RESERVED},
	    {"255.255.255.255", ADDRESS_RESERVED},
	    {"::", ADDRESS_UNSPECIFIED},
	    {"0:0:0:0:0:0:0:0", ADDRESS_UNSPECIFIED},
	    {"::1", ADDRESS_LOOPBACK},
	    {"::2", ADDRESS_RESERVED},
	    {"::ffff:10.0.0.1", ADDRESS_RESERVED},
	    {"1fff:ffff::", ADDRESS_RESERVED},
	    {"2000::", ADDRESS_PUBLIC},
	    {"2001:db7:ffff::", ADDRESS_PUBLIC},
	    {"2001:db8::", ADDRESS_DOCUMENTATION},
	    {"2001:DB8:ffff::1", ADDRESS_DOCUMENTATION},
	    {"2001:db9::", ADDRESS_PUBLIC},
	    {"3fff:ffff::", ADDRESS_PUBLIC},
	    {"4000::", ADDRESS_RESERVED},
	    {"fbff::", ADDRESS_RESERVED},
	    {"fc00::", ADDRESS_PRIVATE},
	    {"FD00::1", ADDRESS_PRIVATE},
	    {"fdff:ffff::", ADDRESS_PRIVATE},
	    {"fc::1", ADDRESS_RESERVED},
	    {"fe00::", ADDRESS_RESERVED},
	    {"fe80::1%eth0", ADDRESS_LINK_LOCAL},
	    {"febf::1", ADDRESS_LINK_LOCAL},
	    {"fec0::1", ADDRESS_RESERVED},
	    {"ff02::1", ADDRESS_MULTICAST},
	    {"10.example.org", ADDRESS_NONE},
	    {NULL, ADDRESS_NONE},
	};
	bool met[ADDRESS_KIND_COUNT_] = {false};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		if (address_kind(rows[i].text) != rows[i].kind)
			fail_msg("%s", rows[i].text ? rows[i].text : "NULL");
		assert_true(address_is(rows[i].text, rows[i].kind));
		met[rows[i].kind] = true;
	}
	for (size_t i = 0; i < N(met); i++)
		assert_true(met[i]);
}

struct claim {
	const char *a, *b; /* b: only for a question about two addresses */
	bool holds;
};

static void check(const struct claim *rows, size_t n, bool (*one)(const char *a),
		  bool (*two)(const char *a, const char *b))
{
	for (size_t i = 0; i < n; i++) {
		const struct claim *row = &rows[i];

		if ((one ? one(row->a) : two(row->a, row->b)) != row->holds)
			fail_msg("%s, %s: not %s", row->a ? row->a : "NULL",
				 row->b ? row->b : "NULL", row->holds ? "true" : "false");
	}
}

static void test_groups(void **state)
{
	static const struct claim inside[] = {
	    {"192.168.1.1", NULL, true}, {"169.254.1.1", NULL, true}, {"fe80::1%eth0", NULL, true},
	    {"100.64.0.1", NULL, false}, {"127.0.0.1", NULL, false},  {NULL, NULL, false},
	};
	static const struct claim public[] = {
	    {"8.8.8.8", NULL, true},   {"203.0.113.5", NULL, true},  {"2001:db8::5", NULL, true},
	    {"10.0.0.1", NULL, false}, {"example.org", NULL, false},
	};
	static const struct claim localhost[] = {
	    {"LocalHost", NULL, true},	      {"127.8.9.10", NULL, true}, {"0:0::1", NULL, true},
	    {"127.example.org", NULL, false}, {NULL, NULL, false},
	};
	static const struct claim host[] = {
	    {"mail.example.org", NULL, true},
	    {"xn--mller-kva.example.", NULL, true},
	    {"_smtp.example.org", NULL, true},
	    {"192.0.2.1", NULL, true},
	    {"fe80::1%eth0", NULL, true},
	    {"", NULL, false},
	    {"-oX", NULL, false},
	    {".example.org", NULL, false},
	    {"a..b", NULL, false},
	    {"a.-b", NULL, false},
	    {"a b", NULL, false},
	    {"a&b", NULL, false},
	    {"a'b", NULL, false},
	    {"a\x1b", NULL, false},
	    {"m\xc3\xbcller.example", NULL, false},
	    {NULL, NULL, false},
	};

	(void)state;
	check(host, N(host), address_is_host, NULL);
	check(inside, N(inside), address_is_inside, NULL);
	check(public, N(public), address_is_public, NULL);
	check(localhost, N(localhost), address_is_localhost, NULL);
}

static void test_equal(void **state)
{
	static const struct claim rows[] = {
	    {"192.0.2.7", "192.0.2.7", true},
	    {"2001:DB8::7", "2001:db8:0:0::0007", true},
	    {"2001:db8::c000:207", "2001:db8::192.0.2.7", true},
	    {"fe80::1%eth0", "fe80::1", true},
	    {"fe80::1%eth0", "fe80::1%eth0", true},
	    {"fe80::1%eth0", "fe80::1%eth1", false},
	    {"192.0.2.7", "192.0.2.8", false},
	    {"2001:db8::7", "2001:db8::8", false},
	    {"192.0.2.7", "::ffff:192.0.2.7", false},
	    {"localhost", "localhost", false},
	    {"192.0.2.7", NULL, false},
	    {NULL, NULL, false},
	};

	(void)state;
	check(rows, N(rows), NULL, address_equal);
}

static void test_spelling(void **state)
{
	static const char *const rows[][2] = {
	    {"2001:DB8:0:0:0:0:0:7", "2001:db8::7"},  {"2001:db8::192.0.2.7", "2001:db8::c000:207"},
	    {"FE80::0001%eth0", "fe80::1%eth0"},      {"192.0.2.7", "192.0.2.7"},
	    {"Mail.example.org", "Mail.example.org"},
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		char *text = address_spelled(rows[i][0]);

		assert_string_equal(text, rows[i][1]);
		free(text);
	}
	assert_null(address_spelled(NULL));
}

static void test_networks(void **state)
{
	static const struct claim rows[] = {
	    {"192.0.2.7", "192.0.2.200", true},	       {"192.0.2.7", "192.0.3.7", false},
	    {"2001:db8::7", "2001:db8::ffff:1", true}, {"2001:db8::7", "2001:db8:0:1::7", false},
	    {"192.0.2.7", "2001:db8::7", false},       {"a", "a", false},
	};

	(void)state;
	check(rows, N(rows), NULL, address_same_network);
	assert_true(address_within("172.31.0.1", "172.16.0.0", 12));
	assert_false(address_within("172.32.0.1", "172.16.0.0", 12));
	assert_true(address_within("192.0.2.7", "203.0.113.1", 0));
	assert_false(address_within("192.0.2.7", "192.0.2.7", 33));
}

static void test_embedded(void **state)
{
	static const struct {
		const char *ipv6, *ipv4;
		bool embeds;
	} rows[] = {
	    /* RFC 6052 section 2.4 */
	    {"2001:db8:c000:221::", "192.0.2.33", true},
	    {"2001:db8:1c0:2:21::", "192.0.2.33", true},
	    {"2001:db8:122:c000:2:2100::", "192.0.2.33", true},
	    {"2001:db8:122:3c0:0:221::", "192.0.2.33", true},
	    {"2001:db8:122:344:c0:2:2100::", "192.0.2.33", true},
	    {"2001:db8:122:344::192.0.2.33", "192.0.2.33", true},
	    {"64:ff9b::192.0.2.33", "192.0.2.33", true},
	    {"64:ff9b::192.0.2.34", "192.0.2.33", false},
	    {"2001:db8::1", "192.0.2.33", false},
	    {"192.0.2.33", "192.0.2.33", false},
	    {"2001:db8::1", "2001:db8::1", false},
	    {"x", "y", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(address_embeds(rows[i].ipv6, rows[i].ipv4), rows[i].embeds);
}

static void test_bytes(void **state)
{
	static const unsigned char four[] = {192, 0, 2, 7};
	static const unsigned char six[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 7};
	struct address a;

	(void)state;
	assert_true(address_parse("192.0.2.7", &a));
	assert_int_equal(address_size(&a), sizeof four);
	assert_memory_equal(a.bytes, four, sizeof four);
	assert_true(address_parse("2001:db8::7%lo", &a));
	assert_int_equal(address_size(&a), sizeof six);
	assert_memory_equal(a.bytes, six, sizeof six);
	assert_false(address_parse("x", &a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_version),  cmocka_unit_test(test_kind),
	    cmocka_unit_test(test_groups),   cmocka_unit_test(test_equal),
	    cmocka_unit_test(test_networks), cmocka_unit_test(test_spelling),
	    cmocka_unit_test(test_bytes),    cmocka_unit_test(test_embedded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
