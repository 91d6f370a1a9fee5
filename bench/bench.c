/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The figures of the README, from one command: `make bench`. Runs ./porthorn as a person does, on
 * its own terminal or writing a report, and measures from outside; the probes' own times are in the
 * saved case.
 */
#include "config.h"

#include "base/mem.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 15
#define PORTS 10 /* silent ones, each over IPv4 and IPv6: 20 endpoints */
#define KEYS 60
#define TAIL_LEN 4096
#define LIMIT_MS 20000

extern char **environ;

struct run {
	pid_t pid;
	int fd; /* our end of its terminal */
	double began_ms;
	long peak_kib;
	char tail[TAIL_LEN + 1]; /* the last bytes that it wrote */
	size_t tail_len;
};

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void give_up(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *v, size_t n)
{
	qsort(v, n, sizeof *v, by_size);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static void print_times(const char *what, double *v, size_t n)
{
	double middle = median(v, n);

	printf("%-62s %8.1f ms  (median of %zu; least %.1f, most %.1f)\n", what, middle, n, v[0],
	       v[n - 1]);
}

/* ---- porthorn on a terminal ---- */

static void start_on_terminal(struct run *r, const char *const *args)
{
	struct winsize size = {.ws_row = 24, .ws_col = 80};

	*r = (struct run){.began_ms = now_ms()};
	r->pid = forkpty(&r->fd, NULL, NULL, &size);
	if (r->pid < 0)
		give_up("there is no terminal to be had");
	if (r->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		execv(args[0], (char *const *)args);
		_exit(127);
	}
}

/* Reads until the output has text (true) or limit_ms have passed. */
static bool await(struct run *r, const char *text, double limit_ms)
{
	double until = now_ms() + limit_ms;

	for (;;) {
		struct pollfd fd = {.fd = r->fd, .events = POLLIN};
		double left = until - now_ms();

		if (text && strstr(r->tail, text))
			return true;
		if (left <= 0 || poll(&fd, 1, (int)left + 1) <= 0)
			return false;
		if (r->tail_len > TAIL_LEN / 2) { /* keeps enough for a text in two parts */
			memmove(r->tail, r->tail + r->tail_len - 64, 64);
			r->tail_len = 64;
		}
		ssize_t got = read(r->fd, r->tail + r->tail_len, TAIL_LEN - r->tail_len);

		if (got <= 0)
			return false;
		for (ssize_t i = 0; i < got; i++) /* so that strstr() sees all */
			if (!r->tail[r->tail_len + (size_t)i])
				r->tail[r->tail_len + (size_t)i] = ' ';
		r->tail_len += (size_t)got;
		r->tail[r->tail_len] = '\0';
	}
}

static void forget(struct run *r)
{
	r->tail_len = 0;
	r->tail[0] = '\0';
}

static void press(struct run *r, const char *key)
{
	forget(r);
	if (write(r->fd, key, strlen(key)) != (ssize_t)strlen(key))
		give_up("a key could not be pressed");
}

static int end(struct run *r)
{
	struct rusage usage;
	int status;

	if (wait4(r->pid, &status, 0, &usage) != r->pid)
		give_up("porthorn is not there any more");
	r->peak_kib = usage.ru_maxrss;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void quit(struct run *r)
{
	press(r, "q");
	await(r, NULL, 200);
	kill(r->pid, SIGTERM);
	end(r);
	close(r->fd);
}

static void measure_first_frame(void)
{
	static const char *const args[] = {"./porthorn", "demo", "all-good", NULL};
	double took[ROUNDS];

	for (size_t i = 0; i < ROUNDS; i++) {
		struct run r;

		start_on_terminal(&r, args);
		if (!await(&r, "Ports", LIMIT_MS))
			give_up("there was no first frame");
		took[i] = now_ms() - r.began_ms;
		quit(&r);
	}
	print_times("start to first frame", took, ROUNDS);
}

/* ---- porthorn writing reports ---- */

/* The longest time from a probe's beginning to its end, by the saved case. */
static double slowest_ms(const char *file)
{
	FILE *f = fopen(file, "r");
	json_int_t began[256] = {0};
	double longest = 0;
	char *line = NULL;
	size_t cap = 0;

	while (f && getline(&line, &cap, f) > 0) {
		json_t *e = json_loads(line, 0, NULL);
		const char *type = json_string_value(json_object_get(e, "type"));
		json_int_t row = json_integer_value(json_object_get(e, "endpoint")) & 255;
		json_int_t at = json_integer_value(json_object_get(e, "at_us"));

		if (type && !strcmp(type, "probe.begin"))
			began[row] = at;
		if (type && !strcmp(type, "probe.end") && (double)(at - began[row]) / 1e3 > longest)
			longest = (double)(at - began[row]) / 1e3;
		json_decref(e);
	}
	free(line);
	if (f)
		fclose(f);
	return longest;
}

/* A run from start to end; the report is thrown away, the case stays in file. */
static double report_ms(const char *scenario, const char *file, long *ret_peak_kib)
{
	char *save = mem_printf("--save-case=%s", file);
	const char *args[] = {"./porthorn", "--report=json", "--force", save,
			      "demo",	    scenario,	     NULL};
	struct run r = {.began_ms = now_ms()};
	posix_spawn_file_actions_t actions;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(&r.pid, args[0], &actions, NULL, (char *const *)args, environ))
		give_up("./porthorn does not start");
	if (end(&r) != 0)
		give_up("the practice run did not end well");
	posix_spawn_file_actions_destroy(&actions);
	free(save);
	if (ret_peak_kib && r.peak_kib > *ret_peak_kib)
		*ret_peak_kib = r.peak_kib;
	return now_ms() - r.began_ms;
}

static void measure_reports(const char *file, const char *scenario, const char *what,
			    const char *own, size_t rounds, long *peak_kib)
{
	double took[ROUNDS], slowest[ROUNDS];

	for (size_t i = 0; i < rounds; i++) {
		took[i] = report_ms(scenario, file, peak_kib);
		slowest[i] = slowest_ms(file);
	}
	print_times(what, took, rounds);
	print_times(own, slowest, rounds);
}

/* ---- keys ---- */

static int listen_at(int family, int port)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	v6.sin6_addr = in6addr_loopback;
	const struct sockaddr *at = family == AF_INET ? (void *)&v4 : (void *)&v6;

	if (fd >= 0 && !bind(fd, at, family == AF_INET ? sizeof v4 : sizeof v6) && !listen(fd, 16))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* A port that accepts connections over both families and is silent. */
static int silent_port(void)
{
	for (int tries = 0; tries < 50; tries++) {
		struct sockaddr_in at = {0};
		socklen_t len = sizeof at;
		int fd = listen_at(AF_INET, 0);

		if (fd < 0 || getsockname(fd, (struct sockaddr *)&at, &len))
			break;
		if (listen_at(AF_INET6, ntohs(at.sin_port)) >= 0)
			return ntohs(at.sin_port);
		close(fd);
	}
	give_up("no port could be had");
	return 0;
}

static void measure_keys(long *ret_peak_kib)
{
	const char *args[8 + 2 * PORTS] = {"./porthorn", "--service=submission",
					   "--resolve=mail.bench.example:127.0.0.1",
					   "--resolve=mail.bench.example:::1"};
	char *ports[PORTS];
	size_t n = 4;
	double took[KEYS];
	struct run r;

	for (size_t i = 0; i < PORTS; i++)
		args[n++] = ports[i] = mem_printf("--port=%d", silent_port());
	args[n] = "mail.bench.example";
	start_on_terminal(&r, args);
	if (!await(&r, "Ports", LIMIT_MS))
		give_up("there was no first frame");
	await(&r, NULL, 1000); /* all twenty wait for a greeting now */
	press(&r, "j");	       /* the first key selects a row, the next ones move */
	await(&r, "\u25b8", LIMIT_MS);
	for (size_t i = 0; i < KEYS; i++) {
		double pressed = now_ms();

		press(&r, i / 8 % 2 ? "k" : "j");
		/* the mark of the selected row, painted again */
		if (!await(&r, "\u25b8", LIMIT_MS))
			give_up("a key had no effect");
		took[i] = now_ms() - pressed;
		await(&r, NULL,
		      7 + i % 30); /* presses fall anywhere between the spinner's frames */
	}
	quit(&r);
	for (size_t i = 0; i < PORTS; i++)
		free(ports[i]);
	*ret_peak_kib = r.peak_kib;
	print_times("key press to redraw while 20 endpoints are probed", took, KEYS);
}

int main(void)
{
	char file[] = "/tmp/porthorn-bench-XXXXXX";
	int fd = mkstemp(file);
	long report_kib = 0, screen_kib = 0;

	if (fd < 0)
		give_up("no temporary file can be made");
	close(fd);
	setenv("LC_ALL", "C.UTF-8", 1);
	/* The person's list of recent words is neither read nor written. */
	unsetenv("HOME");
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_STATE_HOME");
	measure_first_frame();
	measure_reports(file, "all-good", "start to full verdict, all-good (process ends)",
			"  of that the slowest endpoint's own time", ROUNDS, &report_kib);
	measure_reports(file, "home", "start to verdict on a dropped port (process ends)",
			"  of that the connect limit's own time", 3, &report_kib);
	measure_keys(&screen_kib);
	printf("%-62s %8.1f MiB\n", "peak memory, report of all-good or home",
	       (double)report_kib / 1024);
	printf("%-62s %8.1f MiB\n", "peak memory, screens with 20 endpoints",
	       (double)screen_kib / 1024);
	unlink(file);
	return 0;
}
