/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lookups that need no name server: numbers, overrides, and "localhost" from the hosts file. */
#include "config.h"
#include "net/dns.h"

#include "base/str.h"

#include <netdb.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "named.h"

struct asked {
	struct dns **dns;
	unsigned calls;
	int err;
	int64_t us;
	char addresses[256];
	void (*hook)(struct asked *a);
};

#define PATIENCE_MS 60000

static uv_loop_t loop;
static struct dns *dns;

static int set_up(void **state)
{
	(void)state;
	uv_loop_init(&loop);
	dns = dns_new(&loop, PATIENCE_MS);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	dns_free(dns);
	dns = NULL;
	uv_run(&loop, UV_RUN_DEFAULT);
	return uv_loop_close(&loop);
}

/* Lookups under way in the pool. */
static unsigned running(void)
{
	return loop.active_reqs.count;
}

static void on_answer(const struct dns_answer *answer, void *user)
{
	struct asked *a = user;
	char *joined = strs_join(&answer->addresses, " ");

	a->calls++;
	a->err = answer->err;
	a->us = answer->us;
	strncpy(a->addresses, joined, sizeof a->addresses - 1);
	free(joined);
	if (a->hook)
		a->hook(a);
}

static struct asked ask(const char *host, enum family family)
{
	struct asked a = {0};
	unsigned asked = dns_ask(dns, host, family, on_answer, &a);

	assert_int_not_equal(asked, 0);
	assert_int_equal(a.calls, 0); /* never from inside */
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(a.calls, 1);
	return a;
}

static void test_numeric(void **state)
{
	static const struct {
		const char *host;
		enum family family;
		int err;
		const char *addresses;
	} rows[] = {
	    {"192.0.2.7", FAMILY_IPV4, 0, "192.0.2.7"},
	    {"192.0.2.7", FAMILY_IPV6, EAI_ADDRFAMILY, ""},
	    {"2001:db8::7", FAMILY_IPV6, 0, "2001:db8::7"},
	    {"2001:DB8:0::07", FAMILY_IPV6, 0, "2001:db8::7"}, /* however it is typed */
	    {"2001:db8::7", FAMILY_IPV4, EAI_ADDRFAMILY, ""},
	};
	(void)state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct asked a = ask(rows[i].host, rows[i].family);

		assert_row(a.err == rows[i].err, "%s as %s: %s", rows[i].host,
			   family_name(rows[i].family), gai_strerror(a.err));
		assert_string_equal(a.addresses, rows[i].addresses);
		assert_int_equal(running(), 0);
	}
}

static void test_overrides(void **state)
{
	(void)state;
	dns_override(dns, "mail.practice.example", FAMILY_IPV4, "127.0.0.2");
	dns_override(dns, "mail.practice.example", FAMILY_ANY, "127.0.0.3");
	dns_override(dns, "six.practice.example", FAMILY_ANY, "::1");
	dns_override(dns, "192.0.2.7", FAMILY_IPV4, "127.0.0.4");

	assert_string_equal(ask("mail.practice.example", FAMILY_IPV4).addresses,
			    "127.0.0.2 127.0.0.3");
	assert_string_equal(ask("MAIL.practice.EXAMPLE", FAMILY_IPV4).addresses,
			    "127.0.0.2 127.0.0.3");
	assert_int_equal(ask("mail.practice.example", FAMILY_IPV6).err, EAI_NODATA);
	assert_string_equal(ask("mail.practice.example", FAMILY_IPV6).addresses, "");
	assert_int_equal(ask("six.practice.example", FAMILY_IPV4).err, EAI_NODATA);
	assert_string_equal(ask("six.practice.example", FAMILY_IPV6).addresses, "::1");
	assert_string_equal(ask("192.0.2.7", FAMILY_IPV4).addresses, "127.0.0.4");
}

static void test_lookup(void **state)
{
	struct asked a = ask("localhost", FAMILY_IPV4);
	(void)state;

	if (a.err) {
		print_message("no hosts file names localhost on this machine\n");
		skip();
	}
	assert_int_equal(a.err, 0);
	assert_string_equal(a.addresses, "127.0.0.1"); /* and that only once */
	assert_true(a.us >= 0);
	assert_true(ask("localhost", FAMILY_IPV4).us == a.us); /* kept */
}

/* A label of more than 63 bytes cannot be asked for, so no name server hears of it. */
static void test_no_such_name(void **state)
{
	static const char label[] =
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    ".invalid";
	struct asked a = ask(label, FAMILY_IPV4);
	(void)state;

	assert_int_not_equal(a.err, 0);
	assert_string_equal(a.addresses, "");
}

static void test_shared(void **state)
{
	struct asked a[3] = {0};
	(void)state;

	for (size_t i = 0; i < 3; i++)
		dns_ask(dns, i ? "localhost" : "LOCALHOST", FAMILY_IPV4, on_answer, &a[i]);
	assert_int_equal(running(), 1);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(a[0].calls, 1);
	assert_int_equal(a[1].calls, 1);
	assert_int_equal(a[2].calls, 1);
	assert_true(a[1].us == a[2].us);
	assert_int_equal(running(), 0);
}

static void test_forget(void **state)
{
	struct asked gone = {0}, stays = {0};
	(void)state;

	unsigned number = dns_ask(dns, "localhost", FAMILY_IPV4, on_answer, &gone);

	dns_ask(dns, "localhost", FAMILY_IPV4, on_answer, &stays);
	dns_forget(dns, number);
	dns_forget(dns, number); /* twice does no harm */
	dns_forget(dns, 12345);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(gone.calls, 0);
	assert_int_equal(stays.calls, 1);
}

static void test_drop(void **state)
{
	struct asked before = {0}, after = {0};
	(void)state;

	dns_ask(dns, "localhost", FAMILY_IPV4, on_answer, &before);
	dns_drop(dns, "localhost", FAMILY_IPV4);
	dns_ask(dns, "localhost", FAMILY_IPV4, on_answer, &after);
	assert_int_equal(running(), 2); /* asked anew */
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(before.calls, 1);
	assert_int_equal(after.calls, 1);
	dns_drop(dns, "localhost", FAMILY_IPV4);
	dns_drop(dns, "never.asked.example", FAMILY_IPV4);
	dns_ask(dns, "localhost", FAMILY_IPV4, on_answer, &after);
	assert_int_equal(running(), 1);
}

static void test_free_while_running(void **state)
{
	struct asked a = {0}, b = {0};
	(void)state;

	dns_ask(dns, "localhost", FAMILY_IPV4, on_answer, &a);
	dns_ask(dns, "127.0.0.1", FAMILY_IPV4, on_answer, &b);
	dns_free(dns);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(a.calls + b.calls, 0);
	dns = dns_new(&loop, PATIENCE_MS);
}

/* ---- what a handler may do ---- */

static void ask_again(struct asked *a)
{
	if (a->calls < 3)
		dns_ask(*a->dns, "127.0.0.1", FAMILY_IPV4, on_answer, a);
}

static void drop_itself(struct asked *a)
{
	dns_drop(*a->dns, "127.0.0.1", FAMILY_IPV4);
	assert_string_equal(a->addresses, "127.0.0.1");
}

static void free_all(struct asked *a)
{
	dns_free(*a->dns);
	*a->dns = NULL;
}

static void test_handlers(void **state)
{
	struct asked a = {.dns = &dns, .hook = ask_again};
	struct asked b = {.dns = &dns, .hook = drop_itself};
	struct asked c = {.dns = &dns, .hook = free_all}, d = {.dns = &dns};
	(void)state;

	dns_ask(dns, "127.0.0.1", FAMILY_IPV4, on_answer, &a);
	dns_ask(dns, "127.0.0.1", FAMILY_IPV4, on_answer, &b);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(a.calls, 3);
	assert_int_equal(b.calls, 1);
	dns_ask(dns, "127.0.0.1", FAMILY_IPV4, on_answer, &c);
	dns_ask(dns, "127.0.0.1", FAMILY_IPV4, on_answer, &d);
	uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(c.calls, 1);
	assert_int_equal(d.calls, 0);
	dns = dns_new(&loop, PATIENCE_MS);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_numeric),	 TEST(test_overrides),
	    TEST(test_lookup),	 TEST(test_no_such_name),
	    TEST(test_shared),	 TEST(test_forget),
	    TEST(test_drop),	 TEST(test_free_while_running),
	    TEST(test_handlers),
	};

	return cmocka_run_group_tests_name("dns", tests, NULL, NULL);
}
