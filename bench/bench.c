/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The figures of doc/FIGURES, from one command: `make bench`. Runs ./porthorn as a person does, on
 * its own terminal or writing a report, and measures from outside; the probes' own times are in the
 * saved case.
 */
#include "config.h"

#include "base/mem.h"
#include "bench/busy.h"
#include "bench/terminal.h"

#include <fcntl.h>
#include <glob.h>
#include <jansson.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS 15
#define PORTS 10 /* silent ones, each over IPv4 and IPv6: 20 endpoints */
#define KEYS 60
#define BUSY_KEYS 320 /* half of it is as many down as up */
#define SPEAKERS                                                                                   \
	84 /* lines a second from each endpoint: 1,000 events a second from the 12 connected at a time */
#define LIMIT_MS 20000
/* The bars of issue 15. */
#define FIRST_FRAME_MS 15
#define VERSION_MS 5
#define DROPPED_MS 3050
#define RESIDENT_MIB 16

extern char **environ;

/* bar: what it must not exceed, 0 if there is none. */
static void print_bar(double value, double bar)
{
	if (bar > 0)
		printf("  bar %.10g%s", bar, value > bar ? ": MISSED" : "");
	putchar('\n');
}

static void print_times(const char *what, double *v, size_t n, double bar_ms)
{
	double middle = terminal_median(v, n);

	printf("%-62s %8.1f ms  (median of %zu; least %.1f, most %.1f)", what, middle, n, v[0],
	       v[n - 1]);
	print_bar(middle, bar_ms);
}

static void print_memory(const char *what, long kib)
{
	double mib = (double)kib / 1024;

	printf("%-62s %8.1f MiB", what, mib);
	print_bar(mib, RESIDENT_MIB);
}

/* From start to end; what it prints is thrown away. */
static double run_ms(const char *const *args, long *ret_peak_kib)
{
	struct run r = {.began_ms = terminal_now_ms()};
	posix_spawn_file_actions_t actions;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(&r.pid, args[0], &actions, NULL, (char *const *)args, environ))
		terminal_give_up("./porthorn does not start");
	if (terminal_end(&r) != 0)
		terminal_give_up("a run did not end well");
	posix_spawn_file_actions_destroy(&actions);
	if (ret_peak_kib && r.peak_kib > *ret_peak_kib)
		*ret_peak_kib = r.peak_kib;
	return terminal_now_ms() - r.began_ms;
}

/* Until the screen has that text. */
static void measure_first_frame(const char *what, const char *const *args, const char *text)
{
	double took[ROUNDS];

	for (size_t i = 0; i < ROUNDS; i++) {
		struct run r;

		terminal_start(&r, args);
		if (!terminal_await(&r, text, LIMIT_MS))
			terminal_give_up("there was no first frame");
		took[i] = terminal_now_ms() - r.began_ms;
		terminal_quit(&r);
	}
	print_times(what, took, ROUNDS, FIRST_FRAME_MS);
}

static void measure_version(void)
{
	static const char *const args[] = {"./porthorn", "--version", NULL};
	double took[ROUNDS];

	for (size_t i = 0; i < ROUNDS; i++)
		took[i] = run_ms(args, NULL);
	print_times("--version, start to end", took, ROUNDS, VERSION_MS);
}

static void measure_first_frames(void)
{
	static const char *const start[] = {"./porthorn", NULL},
				 *const practice[] = {"./porthorn", "demo", "all-good", NULL},
				 *const recorded[] = {"./porthorn", "demo", "provider-drops-587",
						      NULL},
				 *const provider[] = {
				     "./porthorn",
				     "--resolve=imap.gmail.com:127.0.0.1",
				     "--resolve=pop.gmail.com:127.0.0.1",
				     "--resolve=smtp.gmail.com:127.0.0.1",
				     "--resolve=gmail-smtp-in.l.google.com:127.0.0.1",
				     "--only-target",
				     "gmail",
				     NULL};

	measure_first_frame("start to first frame, start screen", start, "Provider, address");
	measure_first_frame("start to first frame, practice", practice, "Ports");
	measure_first_frame("start to first frame, a recorded network", recorded, "Ports");
	measure_first_frame("start to first frame, a provider", provider, "Ports");
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
	double ms = run_ms(args, ret_peak_kib);

	free(save);
	return ms;
}

static void measure_reports(const char *file, const char *scenario, const char *what,
			    const char *own, size_t rounds, double bar_ms, long *peak_kib)
{
	double took[ROUNDS], slowest[ROUNDS];

	for (size_t i = 0; i < rounds; i++) {
		took[i] = report_ms(scenario, file, peak_kib);
		slowest[i] = slowest_ms(file);
	}
	print_times(what, took, rounds, bar_ms);
	print_times(own, slowest, rounds, 0);
}

/* ---- keys ---- */

/* The time from a key to the mark of the selected row, painted again. Presses fall anywhere between the frames. */
static void press_keys(struct run *r, double *took, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double pressed = terminal_now_ms();

		terminal_press(r, i / 8 % 2 ? "k" : "j");
		if (!terminal_await(r, "\u25b8", LIMIT_MS))
			terminal_give_up("a key had no effect");
		took[i] = terminal_now_ms() - pressed;
		terminal_await(r, NULL, 7 + i % 30);
	}
}

static void start_with_ports(struct run *r, const struct busy *b)
{
	const char *args[10 + BUSY_PORTS_MAX] = {"./porthorn",
						 "--service=submission",
						 "--limit=reply-lines=10000",
						 "--limit=reply-bytes=1048576",
						 "--resolve=mail.bench.example:127.0.0.1",
						 "--resolve=mail.bench.example:::1"};
	char *ports[BUSY_PORTS_MAX];
	size_t n = 6;

	for (size_t i = 0; i < b->n; i++)
		args[n++] = ports[i] = mem_printf("--port=%d", b->ports[i]);
	args[n] = "mail.bench.example";
	terminal_start(r, args);
	if (!terminal_await(r, "Ports", LIMIT_MS))
		terminal_give_up("there was no first frame");
	for (size_t i = 0; i < b->n; i++)
		free(ports[i]);
}

static void measure_keys(long *ret_peak_kib)
{
	double took[KEYS];
	struct busy servers;
	struct run r;

	busy_start(&servers, PORTS, 0);
	start_with_ports(&r, &servers);
	terminal_await(&r, NULL, 1000); /* all twenty wait for a greeting now */
	terminal_press(&r, "j");	/* the first key selects a row, the next ones move */
	terminal_await(&r, "\u25b8", LIMIT_MS);
	press_keys(&r, took, KEYS);
	terminal_quit(&r);
	busy_stop(&servers);
	*ret_peak_kib = r.peak_kib;
	print_times("key press to redraw while 20 endpoints are probed", took, KEYS, 0);
}

/* The log is in front in the second half: every event changes the screen. */
static void measure_busy_keys(void)
{
	double took[BUSY_KEYS];
	struct busy servers;
	struct run r;

	busy_start(&servers, PORTS, SPEAKERS);
	start_with_ports(&r, &servers);
	terminal_await(&r, NULL, 300);
	terminal_press(&r, "j");
	terminal_await(&r, "\u25b8", LIMIT_MS);
	press_keys(&r, took, BUSY_KEYS / 2);
	terminal_press(&r, "7\033"); /* the live log, and back to the ports */
	terminal_await(&r, NULL, 300);
	press_keys(&r, took + BUSY_KEYS / 2, BUSY_KEYS / 2);
	terminal_quit(&r);
	busy_stop(&servers);
	print_times("the same with 1,000 events a second", took, BUSY_KEYS, 0);
	printf("%-62s %8.1f ms\n", "  its 99th percentile", took[BUSY_KEYS * 99 / 100]);
}

/* ---- what a frame writes, and what idling costs ---- */

/* Bytes that come within a moment after the key. */
static size_t bytes_of(struct run *r, const char *key)
{
	size_t before = r->bytes;

	terminal_press(r, key);
	terminal_await(r, NULL, 100);
	return r->bytes - before;
}

/* How often any thread of the process woke up, so far. */
static long wake_ups(pid_t pid)
{
	char *pattern = mem_printf("/proc/%d/task/*/status", (int)pid);
	glob_t files;
	long all = 0;

	if (glob(pattern, 0, NULL, &files))
		terminal_give_up("/proc cannot be read");
	for (size_t i = 0; i < files.gl_pathc; i++) {
		FILE *f = fopen(files.gl_pathv[i], "r");
		char line[256];
		long n;

		while (f && fgets(line, sizeof line, f))
			if (sscanf(line, "voluntary_ctxt_switches: %ld", &n) == 1)
				all += n;
		if (f)
			fclose(f);
	}
	globfree(&files);
	free(pattern);
	return all;
}

static void measure_quiet(void)
{
	static const char *const args[] = {"./porthorn", "demo", "all-good", "--no-versions", NULL};
	struct run r;

	terminal_start(&r, args);
	if (!terminal_await(&r, "done", LIMIT_MS))
		terminal_give_up("the practice run did not end");
	terminal_await(&r, NULL, 1500); /* the servers' goodbyes */
	terminal_press(&r, "j");
	terminal_await(&r, NULL, 100);
	size_t moved = 0, whole = bytes_of(&r, "\f");

	for (size_t i = 0; i < 4; i++)
		moved += bytes_of(&r, i % 2 ? "k" : "j");
	long before = wake_ups(r.pid);

	terminal_await(&r, NULL, 1000);
	long after = wake_ups(r.pid);

	terminal_quit(&r);
	printf("%-62s %8zu bytes\n", "written for the whole screen, 80x24", whole);
	printf("%-62s %8zu bytes  (only the cells that changed)\n", "written to select another row",
	       moved / 4);
	printf("%-62s %8ld times  bar 0%s\n", "awake in one second after the run, all threads",
	       after - before, after > before ? ": MISSED" : "");
}

/* With the word "busy", only what a busy run costs. */
int main(int argc, char **argv)
{
	bool all = argc < 2 || strcmp(argv[1], "busy") != 0;
	char file[] = "/tmp/porthorn-bench-XXXXXX";
	int fd = mkstemp(file);
	long report_kib = 0, screen_kib = 0;

	if (fd < 0)
		terminal_give_up("no temporary file can be made");
	close(fd);
	setenv("LC_ALL", "C.UTF-8", 1);
	/* The person's list of recent words is neither read nor written. */
	unsetenv("HOME");
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_STATE_HOME");
	if (!all) {
		measure_busy_keys();
		unlink(file);
		return 0;
	}
	measure_version();
	measure_first_frames();
	measure_reports(file, "all-good", "start to full verdict, all-good (process ends)",
			"  of that the slowest endpoint's own time", ROUNDS, 0, &report_kib);
	measure_reports(file, "home", "start to verdict on a dropped port (process ends)",
			"  of that the connect limit's own time", 3, DROPPED_MS, &report_kib);
	measure_keys(&screen_kib);
	measure_busy_keys();
	measure_quiet();
	print_memory("peak memory, report of all-good or home", report_kib);
	print_memory("peak memory, screens with 20 endpoints", screen_kib);
	unlink(file);
	return 0;
}
