/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lookups that need no name server: numbers, overrides, and "localhost" from the hosts file; and
 * the answers of a small name server on loopback.
 */
#include "config.h"
#include "net/dns.h"
#include "net/resolve.h"

#include "base/str.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "leap.h"
#include "named.h"

struct asked {
	struct dns **dns;
	unsigned calls;
	int err;
	int64_t us;
	char addresses[256];
	enum dns_said said;
	char server[64], each[256], heard[256];
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
	dns_set_system(dns, NULL, "none"); /* nothing leaves this machine */
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

/* Unfinished lookups in the pool. */
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
	a->said = answer->said.said;
	strncpy(a->server, answer->said.server ? answer->said.server : "", sizeof a->server - 1);
	joined = strs_join(&answer->said.each, ", ");
	strncpy(a->each, joined, sizeof a->each - 1);
	free(joined);
	joined = strs_join(&answer->said.addresses, ", ");
	strncpy(a->heard, joined, sizeof a->heard - 1);
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
	assert_string_equal(a.addresses, "127.0.0.1"); /* and only once */
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
	assert_int_equal(running(), 2); /* asked again */
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
	dns_set_system(dns, NULL, "none"); /* nothing leaves this machine */
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
	dns_set_system(dns, NULL, "none"); /* nothing leaves this machine */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* ---- a name server ---- */

#define SILENT (-1)

/* Answers each question with its RCODE, and NOERROR with its address if it has one. */
struct server {
	uv_udp_t udp;
	int rcode; /* or SILENT */
	const char *address;
	char text[32]; /* "127.0.0.1@5300" */
	char room[1024], reply[1024];
	unsigned asked;
};

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *ret)
{
	struct server *s = handle->data;

	(void)suggested;
	*ret = uv_buf_init(s->room, sizeof s->room);
}

static void on_question(uv_udp_t *udp, ssize_t len, const uv_buf_t *bytes,
			const struct sockaddr *from, unsigned flags)
{
	struct server *s = udp->data;
	/* A pointer to the question's name, type A, class IN, a day, four bytes. */
	static const char record[] = "\xc0\x0c\0\1\0\1\0\1\x51\x80\0\4";
	uv_buf_t reply = uv_buf_init(s->reply, (unsigned)len);

	(void)flags;
	if (len <= 0 || !from)
		return;
	s->asked++;
	if (s->rcode == SILENT)
		return;
	memcpy(s->reply, bytes->base, (size_t)len);
	s->reply[2] = (char)0x81;
	s->reply[3] = (char)(0x80 | s->rcode);
	if (s->address) {
		s->reply[7] = 1;
		memcpy(s->reply + len, record, sizeof record - 1);
		inet_pton(AF_INET, s->address, s->reply + len + sizeof record - 1);
		reply.len += sizeof record - 1 + 4;
	}
	uv_udp_try_send(udp, &reply, 1, from);
}

static void server_start(struct server *s, int rcode, const char *address)
{
	struct sockaddr_in at;
	int len = sizeof at;

	*s = (struct server){.rcode = rcode, .address = address};
	uv_udp_init(&loop, &s->udp);
	s->udp.data = s;
	uv_ip4_addr("127.0.0.1", 0, &at);
	assert_int_equal(uv_udp_bind(&s->udp, (struct sockaddr *)&at, 0), 0);
	uv_udp_getsockname(&s->udp, (struct sockaddr *)&at, &len);
	snprintf(s->text, sizeof s->text, "127.0.0.1@%d", ntohs(at.sin_port));
	uv_udp_recv_start(&s->udp, on_room, on_question);
	uv_unref((uv_handle_t *)&s->udp);
}

static void server_stop(struct server *s)
{
	uv_close((uv_handle_t *)&s->udp, NULL);
	uv_run(&loop, UV_RUN_DEFAULT);
}

/* ---- the system ---- */

static int system_err;
static const char *system_address;

static int system_says(const char *host, enum family family, struct strs *ret)
{
	(void)host;
	(void)family;
	if (system_address)
		strs_add(ret, system_address);
	return system_err;
}

static struct asked ask_with(int err, const char *address, const char *servers)
{
	system_err = err;
	system_address = address;
	dns_set_system(dns, system_says, servers);
	struct asked a = ask("mail.example.org", FAMILY_IPV4);

	dns_drop(dns, "mail.example.org", FAMILY_IPV4);
	return a;
}

/* getaddrinfo() has the same number for all of them. */
static void test_words(void **state)
{
	static const struct {
		int err, rcode;
		const char *address;
		enum dns_said said;
	} rows[] = {
	    {EAI_AGAIN, 2, NULL, DNS_SAID_SERVFAIL}, {EAI_AGAIN, 5, NULL, DNS_SAID_REFUSED},
	    {EAI_AGAIN, 4, NULL, DNS_SAID_OTHER},    {EAI_NONAME, 3, NULL, DNS_SAID_NO_NAME},
	    {EAI_FAIL, 0, NULL, DNS_SAID_NO_DATA},   {EAI_AGAIN, 0, "192.0.2.7", DNS_SAID_ADDRESS},
	};
	(void)state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct server server;

		server_start(&server, rows[i].rcode, rows[i].address);
		struct asked a = ask_with(rows[i].err, NULL, server.text);

		assert_int_equal(a.err, rows[i].err);
		assert_int_equal(a.said, rows[i].said);
		assert_string_equal(a.server, server.text);
		assert_string_equal(a.heard, rows[i].address ? rows[i].address : "");
		assert_int_equal(server.asked, 1);
		assert_true(a.us < DNS_LATE_MS * 1000);
		server_stop(&server);
	}
}

/* All is well, or getaddrinfo() has said everything: no server is asked. */
static void test_no_words(void **state)
{
	struct server server;
	(void)state;

	server_start(&server, 0, NULL);
	assert_int_equal(ask_with(0, "192.0.2.7", server.text).said, DNS_SAID_NONE);
	assert_int_equal(ask_with(EAI_NODATA, NULL, server.text).said, DNS_SAID_NONE);
	assert_int_equal(server.asked, 0);
	server_stop(&server);
}

/* An address that leads nowhere: from the hosts file, or from the name server? */
static void test_nowhere(void **state)
{
	struct server server;
	(void)state;

	server_start(&server, 0, "192.0.2.7");
	struct asked a = ask_with(0, "0.0.0.0", server.text);

	assert_string_equal(a.addresses, "0.0.0.0");
	assert_string_equal(a.heard, "192.0.2.7");
	server_stop(&server);
}

static void test_no_server(void **state)
{
	struct server server;
	struct asked a;
	char gone[32];
	(void)state;

	server_start(&server, 0, NULL);
	memcpy(gone, server.text, sizeof gone);
	server_stop(&server);
	a = ask_with(EAI_AGAIN, NULL, gone);
	assert_int_equal(a.said, DNS_SAID_CLOSED);
	a = ask_with(EAI_AGAIN, NULL, "none");
	assert_int_equal(a.said, DNS_SAID_NO_SERVER);
	assert_string_equal(a.server, "");
}

/* One is silent, the other answers: the answer counts, and what each did is kept. */
static void test_two_servers(void **state)
{
	struct server silent, good;
	char servers[80], each[160];
	(void)state;

	server_start(&silent, SILENT, NULL);
	server_start(&good, 2, NULL);
	snprintf(servers, sizeof servers, "%s %s", silent.text, good.text);
	snprintf(each, sizeof each, "%s silent, %s servfail", silent.text, good.text);
	struct asked a = ask_with(EAI_AGAIN, NULL, servers);

	assert_int_equal(a.said, DNS_SAID_SERVFAIL);
	assert_string_equal(a.server, good.text);
	assert_string_equal(a.each, each);
	server_stop(&silent);
	server_stop(&good);
}

/* ---- a system that hangs ---- */

static uv_mutex_t hang;

static void hang_begins(void)
{
	uv_mutex_init(&hang);
	uv_mutex_lock(&hang);
	leap_over(1);
}

static void hang_ends(void)
{
	leap_over(-1);
	uv_mutex_unlock(&hang);
}

static int system_hangs(const char *host, enum family family, struct strs *ret)
{
	(void)host;
	(void)family;
	uv_mutex_lock(&hang);
	uv_mutex_unlock(&hang);
	strs_add(ret, "192.0.2.9");
	return 0;
}

/* Nothing waits for getaddrinfo() if no name server answers; its later answer is lost. */
static void test_hanging(void **state)
{
	struct server server;
	struct asked a = {0};
	(void)state;

	hang_begins();
	server_start(&server, SILENT, NULL);
	dns_set_system(dns, system_hangs, server.text);
	dns_ask(dns, "mail.example.org", FAMILY_IPV4, on_answer, &a);
	while (!a.calls)
		uv_run(&loop, UV_RUN_ONCE);
	assert_int_equal(a.err, EAI_AGAIN);
	assert_int_equal(a.said, DNS_SAID_SILENT);
	hang_ends();
	uv_run(&loop, UV_RUN_DEFAULT); /* until it returns */
	assert_int_equal(a.calls, 1);
	a = ask("mail.example.org", FAMILY_IPV4);
	assert_int_equal(a.err, EAI_AGAIN);
	server_stop(&server);
	uv_mutex_destroy(&hang);
}

/* It hangs, and some server does answer: late, but not a failure. */
static void test_late(void **state)
{
	struct server server;
	struct asked a = {0};
	(void)state;

	hang_begins();
	server_start(&server, 0, "192.0.2.9");
	dns_set_system(dns, system_hangs, server.text);
	dns_ask(dns, "mail.example.org", FAMILY_IPV4, on_answer, &a);
	while (!server.asked)
		uv_run(&loop, UV_RUN_ONCE);
	hang_ends();
	while (!a.calls)
		uv_run(&loop, UV_RUN_ONCE);
	assert_int_equal(a.err, 0);
	assert_string_equal(a.addresses, "192.0.2.9");
	assert_int_equal(a.said, DNS_SAID_ADDRESS);
	assert_true(a.us >= DNS_LATE_MS * 1000);
	server_stop(&server);
	uv_mutex_destroy(&hang);
}

static void test_configured(void **state)
{
	struct strs servers = {0};
	char file[] = "/tmp/porthorn-resolv-XXXXXX";
	int fd = mkstemp(file);
	static const char text[] =
	    "# one\nsearch example.org\nnameserver 192.0.2.53\n"
	    "nameserver\tfe80::1%lo\nnameserver 192.0.2.55\nnameserver 192.0.2.56\n";
	(void)state;

	assert_true(fd >= 0 && write(fd, text, sizeof text - 1) == sizeof text - 1);
	nameserver_configured(&servers, file);
	char *joined = strs_join(&servers, " ");

	assert_string_equal(joined, "192.0.2.53 fe80::1%lo 192.0.2.55");
	free(joined);
	strs_clear(&servers);
	unlink(file);
	close(fd);
	nameserver_configured(&servers, file);
	assert_int_equal(servers.n, 0);
}

/* A reply is one only to the name that was asked for, in whatever case; one that refuses may leave the name out. */
static void replies_answer_their_question(void **state)
{
	static const char asked[] = "ab\201\200\0\1\0\1\0\0\0\0\1X\7Example\0\0\1\0\1"
				    "\300\14\0\1\0\1\0\0\0\74\0\4\300\0\2\1",
			  refused[] = "ab\200\5\0\0\0\0\0\0\0\0";
	struct nameserver_answer a;

	(void)state;
	assert_true(nameserver_read(&a, "x.example", FAMILY_IPV4, (const unsigned char *)asked,
				    sizeof asked - 1));
	assert_int_equal(a.said, DNS_SAID_ADDRESS);
	assert_int_equal(a.addresses.n, 1);
	assert_string_equal(a.addresses.v[0], "192.0.2.1");
	nameserver_answer_clear(&a);
	assert_false(nameserver_read(&a, "y.example", FAMILY_IPV4, (const unsigned char *)asked,
				     sizeof asked - 1));
	assert_int_equal(a.addresses.n, 0);
	assert_false(nameserver_read(&a, "x.example", FAMILY_IPV6, (const unsigned char *)asked,
				     sizeof asked - 1));
	assert_false(
	    nameserver_read(&a, "x.example", FAMILY_IPV4, (const unsigned char *)asked, 20));
	assert_true(nameserver_read(&a, "x.example", FAMILY_IPV4, (const unsigned char *)refused,
				    sizeof refused - 1));
	assert_int_equal(a.said, DNS_SAID_REFUSED);
	nameserver_answer_clear(&a);
}

/* The hosts file: names in whatever case, comments, tabs. */
static void lines_of_a_hosts_file(void **state)
{
	static const char text[] = "127.0.0.1\tlocalhost\n"
				   "# 192.0.2.1 commented.example.org\n"
				   "192.0.2.2\tMail.Example.ORG  mail # not-this.example.org\n"
				   "192.0.2.3 last.example.org";
	static const struct {
		const char *host;
		bool listed;
	} rows[] = {
	    {"localhost", true},
	    {"mail.example.org", true},
	    {"mail", true},
	    {"last.example.org", true},
	    {"commented.example.org", false},
	    {"not-this.example.org", false},
	    {"example.org", false},
	    {"192.0.2.2", false},
	    {"ail.example.org", false},
	};
	char path[] = "/tmp/porthorn-hosts-XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, sizeof text - 1), sizeof text - 1);
	close(fd);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (resolve_is_listed(rows[i].host, path) != rows[i].listed)
			fail_msg("%s", rows[i].host);
	unlink(path);
	assert_false(resolve_is_listed("localhost", path));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(lines_of_a_hosts_file),
	    TEST(test_numeric),
	    TEST(test_overrides),
	    TEST(test_lookup),
	    TEST(test_no_such_name),
	    TEST(test_shared),
	    TEST(test_forget),
	    TEST(test_drop),
	    TEST(test_free_while_running),
	    TEST(test_handlers),
	    TEST(test_words),
	    TEST(test_no_words),
	    TEST(test_nowhere),
	    TEST(test_no_server),
	    TEST(test_two_servers),
	    TEST(test_hanging),
	    TEST(test_late),
	    TEST(test_configured),
	    TEST(replies_answer_their_question),
	};

	return cmocka_run_group_tests_name("dns", tests, NULL, NULL);
}
