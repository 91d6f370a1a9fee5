/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every scenario starts quickly, can be reached, and stops at once. */
#include "config.h"
#include "practice/practice.h"

#include "base/mem.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "named.h"

#define LONG_MS 5000 /* no answer should take that long; a failure, not a wait */
#define SHORT_MS 150 /* long enough to be sure that a dropped SYN is not answered */

static struct practice *start(const char *scenario)
{
	char *error = NULL;
	struct practice *p = practice_start(scenario, &error);

	if (!p)
		print_message("%s: %s\n", scenario, error);
	assert_non_null(p);
	return p;
}

/* The real port behind (service, family), or 0. */
static int real_port(const struct target *t, enum service service, enum family family)
{
	for (size_t i = 0; i < t->server_n; i++)
		for (size_t k = 0; t->servers[i].service == service && k < t->override_n; k++)
			if (t->overrides[k].family == family &&
			    t->overrides[k].port == t->servers[i].port &&
			    str_eq(t->overrides[k].host, t->servers[i].host))
				return t->overrides[k].connect_port;
	return 0;
}

/* A socket connected to that port of 127.0.0.1; *ret_err is the result within ms (EINPROGRESS: none
 * yet). */
static int connect_to(int port, int ms, int *ret_err)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)port),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	socklen_t len = sizeof *ret_err;

	assert_true(fd >= 0);
	*ret_err = connect(fd, (struct sockaddr *)&to, sizeof to) < 0 ? errno : 0;
	if (*ret_err == EINPROGRESS) {
		struct pollfd p = {.fd = fd, .events = POLLOUT};

		if (poll(&p, 1, ms) == 1)
			getsockopt(fd, SOL_SOCKET, SO_ERROR, ret_err, &len);
	}
	return fd;
}

/* Reads until line end, the end, or LONG_MS. */
static void read_line(int fd, char *line, size_t size)
{
	size_t n = 0;
	struct pollfd p = {.fd = fd, .events = POLLIN};

	while (n + 1 < size && poll(&p, 1, LONG_MS) == 1 && read(fd, line + n, 1) == 1 &&
	       line[n] != '\n')
		n++;
	line[n] = '\0';
}

static double ms_since(const struct timespec *then)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - then->tv_sec) * 1e3 +
	       (double)(now.tv_nsec - then->tv_nsec) / 1e6;
}

static void rows_are_whole(void **state)
{
	size_t n;
	const struct practice_scenario *rows = practice_scenarios(&n);

	(void)state;
	assert_string_equal(rows[0].name, "home");
	assert_int_equal(rows[0].exit_status, 0);
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(practice_scenario(rows[i].name), &rows[i]);
		assert_true(strlen(rows[i].title) > 5 && strlen(rows[i].title) <= 60);
		assert_int_equal(rows[i].teaches[strlen(rows[i].teaches) - 1], '.');
		assert_within(rows[i].exit_status, 0, 1);
	}
	assert_null(practice_scenario("no-such"));
	char *error = NULL;

	assert_null(practice_start("no-such", &error));
	assert_non_null(strstr(error, "no-such"));
	free(error);
}

static void every_scenario_starts_and_stops(void **state)
{
	size_t n;
	const struct practice_scenario *rows = practice_scenarios(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct timespec then;
		struct stat st;

		clock_gettime(CLOCK_MONOTONIC, &then);
		struct practice *p = start(rows[i].name);
		double started = ms_since(&then);
		struct target *t = practice_target(p);

		assert_int_equal(t->server_n, 8);
		assert_true(t->only_target && t->practice && t->want_ipv4);
		assert_true(target_is_loopback(t));
		assert_string_equal(t->scenario, rows[i].name);
		for (size_t k = 0; k < t->server_n; k++)
			assert_true(real_port(t, t->servers[k].service, FAMILY_IPV4) > 0);
		if (t->want_ipv6)
			assert_true(real_port(t, SERVICE_SMTP, FAMILY_IPV6) > 0);
		assert_int_equal(stat(t->ca_file, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
		clock_gettime(CLOCK_MONOTONIC, &then);
		practice_stop(p);
		print_message("%-20s start %.1f ms, stop %.1f ms\n", rows[i].name, started,
			      ms_since(&then));
		assert_int_equal(stat(t->ca_file, &st), -1);
		target_free(t);
	}
	practice_stop(NULL);
}

static void a_person_can_talk_to_it(void **state)
{
	struct practice *p = start("all-good");
	struct target *t = practice_target(p);
	char line[256];
	int err, fd = connect_to(real_port(t, SERVICE_SMTP, FAMILY_IPV4), LONG_MS, &err);

	(void)state;
	assert_int_equal(err, 0);
	read_line(fd, line, sizeof line);
	assert_string_equal(line, "220 mail.practice.example ESMTP Postfix (Debian/GNU)\r");
	assert_int_equal(write(fd, "what?\nquit\n", 11), 11); /* two at once, without CR */
	read_line(fd, line, sizeof line);
	assert_string_equal(line, "502 5.5.2 Error: command not recognized\r");
	read_line(fd, line, sizeof line);
	assert_string_equal(line, "221 2.0.0 Bye\r");
	read_line(fd, line, sizeof line);
	assert_string_equal(line, "");
	close(fd);
	target_free(t);
	practice_stop(p);
}

/* Bytes that are not a line: each lot is one unknown command, and the server goes on. */
static void nonsense_is_one_unknown_command(void **state)
{
	static const char unknown[] = "502 5.5.2 Error: command not recognized\r";
	struct practice *p = start("all-good");
	struct target *t = practice_target(p);
	char line[256], lot[4096];
	int err, fd = connect_to(real_port(t, SERVICE_SMTP, FAMILY_IPV4), LONG_MS, &err);

	(void)state;
	assert_int_equal(err, 0);
	read_line(fd, line, sizeof line);
	/* A ClientHello in two parts, with line ends in it. */
	assert_int_equal(write(fd, "\x16\x03\x01\x00\x06\n", 6), 6);
	assert_int_equal(write(fd, "\nab\n\n", 5), 5);
	read_line(fd, line, sizeof line);
	assert_string_equal(line, unknown);
	/* A line without an end. */
	memset(lot, 'x', sizeof lot);
	assert_int_equal(write(fd, lot, 4096), 4096);
	read_line(fd, line, sizeof line);
	assert_string_equal(line, unknown);
	assert_int_equal(write(fd, "QUIT\r\n", 6), 6);
	read_line(fd, line, sizeof line);
	assert_string_equal(line, "221 2.0.0 Bye\r");
	close(fd);
	target_free(t);
	practice_stop(p);
}

static void stopping_does_not_wait_for_clients(void **state)
{
	struct practice *p = start("slow-greeting");
	struct target *t = practice_target(p);
	char line[256];
	int err, fd = connect_to(real_port(t, SERVICE_SMTP, FAMILY_IPV4), LONG_MS, &err);

	(void)state;
	assert_int_equal(err, 0);
	read_line(fd, line, sizeof line);
	assert_string_equal(line, "220-mail.practice.example ESMTP\r");
	practice_stop(p);
	read_line(fd, line, sizeof line); /* the greeting's next line would have come by then */
	assert_string_equal(line, "");
	close(fd);
	target_free(t);
}

static void silence_and_refusal_are_real(void **state)
{
	struct practice *p = start("home");
	struct target *t = practice_target(p);
	int err, fd = connect_to(real_port(t, SERVICE_SMTP, FAMILY_IPV4), SHORT_MS, &err);

	(void)state;
	assert_int_equal(err, EINPROGRESS);
	close(fd);
	close(connect_to(real_port(t, SERVICE_IMAP, FAMILY_IPV4), LONG_MS, &err));
	assert_int_equal(err, 0);
	target_free(t);
	practice_stop(p);

	p = start("server-down");
	t = practice_target(p);
	close(connect_to(real_port(t, SERVICE_IMAPS, FAMILY_IPV4), LONG_MS, &err));
	assert_int_equal(err, ECONNREFUSED);
	target_free(t);
	practice_stop(p);
}

/* More clients than SERVER_TALKS_MAX: the rest is hung up, and the server lives. */
static void clients_are_bounded(void **state)
{
	enum { CLIENTS = 80 };
	struct practice *p = start("all-good");
	struct target *t = practice_target(p);
	int fds[CLIENTS], err, greeted = 0;
	char line[256];

	(void)state;
	for (int i = 0; i < CLIENTS; i++)
		fds[i] = connect_to(real_port(t, SERVICE_SMTP, FAMILY_IPV4), LONG_MS, &err);
	for (int i = 0; i < CLIENTS; i++) {
		read_line(fds[i], line, sizeof line);
		greeted += str_istarts(line, "220 ");
	}
	assert_int_equal(greeted, 64);
	for (int i = 0; i < CLIENTS; i++)
		close(fds[i]);
	target_free(t);
	practice_stop(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_are_whole),
	    cmocka_unit_test(every_scenario_starts_and_stops),
	    cmocka_unit_test(a_person_can_talk_to_it),
	    cmocka_unit_test(nonsense_is_one_unknown_command),
	    cmocka_unit_test(stopping_does_not_wait_for_clients),
	    cmocka_unit_test(silence_and_refusal_are_real),
	    cmocka_unit_test(clients_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
