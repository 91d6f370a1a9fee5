/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Attacks on the screens, in a terminal of our own: signals at many moments, memory and descriptors that run out,
 * sizes and keys by chance.  After each the program has ended with a documented status, and the terminal is as
 * it was.  No step waits by the clock: moments are bytes of output, and a deadline only ends what hangs.
 *
 *	screens PORTHORN PRELOAD CASE
 *
 * To be called in a network namespace without a way out: keys by chance type names of hosts.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define SEED 20261128
#define DEADLINE_S 120
#define QUIET_S 0.7 /* only for a good moment */
#define SIZES 1000
#define KEYS 10000
#define ARGS_MAX 8

static const char *program, *preload, *kept_case;
static unsigned passed, failed;
static uint64_t state = SEED;

/* Steele and Vigna's splitmix64. */
static unsigned below(unsigned n)
{
	uint64_t z = state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (unsigned)((z ^ z >> 31) % n);
}

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- the terminal ---- */

/* Modes that a program switches on or off by CSI ? number h or l. */
static const int modes[] = {1049, 1000, 1002, 1006, 2004, 1, 25};
#define MODE_N (sizeof modes / sizeof *modes)
#define CURSOR (MODE_N - 1)

static struct terminal {
	pid_t pid;
	int master, slave;
	struct termios before;
	size_t bytes; /* of output so far */
	bool on[MODE_N];
	char csi[16]; /* a sequence that has begun */
	size_t csi_len;
	char text[1024]; /* the end of the output */
	size_t text_len;
	bool ended;
	int status;
} t;

static void note_mode(int number, bool on)
{
	for (size_t i = 0; i < MODE_N; i++)
		if (modes[i] == number)
			t.on[i] = on;
}

static void note_sequence(char last)
{
	char *at = t.csi + 2, *end;

	if ((last != 'h' && last != 'l') || t.csi_len < 3 || t.csi[1] != '?')
		return;
	do {
		note_mode((int)strtol(at, &end, 10), last == 'h');
		at = end + 1;
	} while (*end == ';');
}

static void note_byte(char c)
{
	t.bytes++;
	if (t.text_len == sizeof t.text - 1) {
		memmove(t.text, t.text + 1, sizeof t.text - 2);
		t.text_len--;
	}
	t.text[t.text_len++] = c;
	t.text[t.text_len] = '\0';
	if (c == '\033')
		t.csi_len = 0;
	else if (c == '[' && t.csi_len == 0)
		t.csi[t.csi_len++] = c;
	else if (t.csi_len && t.csi_len < sizeof t.csi - 1 && (unsigned char)c >= 0x20) {
		t.csi[t.csi_len++] = c;
		t.csi[t.csi_len] = '\0';
		if (c >= 0x40) {
			note_sequence(c);
			t.csi_len = sizeof t.csi; /* until the next one begins */
		}
	}
}

/* Reads what there is; waits for it at most so long.  False: the program has ended, and all is read. */
static bool pump(int wait_ms)
{
	struct pollfd polled = {.fd = t.master, .events = POLLIN};
	char bytes[4096];

	if (!t.ended && waitpid(t.pid, &t.status, WNOHANG) == t.pid) {
		t.ended = true;
		wait_ms = 0;
	}
	if (poll(&polled, 1, wait_ms) > 0) {
		ssize_t n = read(t.master, bytes, sizeof bytes);

		for (ssize_t i = 0; i < n; i++)
			note_byte(bytes[i]);
		return true;
	}
	return !t.ended;
}

static void stop_hanging(void)
{
	kill(t.pid, SIGKILL);
	waitpid(t.pid, &t.status, 0);
	t.ended = true;
}

/* Until so many bytes were written, or no more come, or the program has ended. */
static void pump_until(size_t bytes)
{
	double quiet = now_s() + QUIET_S;

	while (t.bytes < bytes && now_s() < quiet) {
		size_t had = t.bytes;

		if (!pump(20))
			break;
		if (t.bytes > had)
			quiet = now_s() + QUIET_S;
	}
}

static void resize(unsigned cols, unsigned rows)
{
	struct winsize size = {.ws_col = (unsigned short)cols, .ws_row = (unsigned short)rows};

	ioctl(t.master, TIOCSWINSZ, &size);
}

/* What the program's process does before it begins: a limit, or variables for the preload. */
struct shortage {
	unsigned files;
	const char *name;
	unsigned long value;
};

/* A background shell ignores some for all that it starts, and porthorn keeps to that.  Before any is started: a signal
 * may be sent before a new process does anything. */
static void heed_signals(void)
{
	static const int all[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		signal(all[i], SIG_DFL);
}

static void become(const char *const *args, const struct shortage *s)
{
	char text[32];
	const char *argv[ARGS_MAX + 2] = {program};

	for (size_t i = 0; args[i]; i++)
		argv[i + 1] = args[i];
	setsid();
	ioctl(t.slave, TIOCSCTTY, 0);
	for (int fd = 0; fd < 3; fd++)
		dup2(t.slave, fd);
	for (int fd = 3; fd < 20; fd++)
		close(fd);
	if (s && s->name) {
		snprintf(text, sizeof text, "%lu", s->value);
		setenv(s->name, text, 1);
		setenv("LD_PRELOAD", preload, 1);
	}
	if (s && s->files) {
		struct rlimit limit = {s->files, s->files};

		setrlimit(RLIMIT_NOFILE, &limit);
	}
	execv(program, (char **)argv);
	_exit(127);
}

static void start(const char *const *args, const struct shortage *s)
{
	memset(&t, 0, sizeof t);
	t.on[CURSOR] = true;
	t.csi_len = sizeof t.csi;
	t.master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	grantpt(t.master);
	unlockpt(t.master);
	t.slave = open(ptsname(t.master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (t.master < 0 || t.slave < 0) {
		perror("no pseudo-terminal");
		exit(1);
	}
	tcgetattr(t.slave, &t.before);
	resize(80, 24);
	t.pid = fork();
	if (!t.pid)
		become(args, s);
}

static bool same_modes(const struct termios *a, const struct termios *b)
{
	return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_cflag == b->c_cflag &&
	       a->c_lflag == b->c_lflag && !memcmp(a->c_cc, b->c_cc, sizeof a->c_cc);
}

/* ---- what must hold ---- */

static void complain(const char *what, const char *format, ...)
{
	va_list args;

	failed++;
	printf("FAILED: %s: ", what);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("; the end of its output:\n");
	for (size_t i = 0; i < t.text_len; i++)
		printf((unsigned char)t.text[i] < 0x20 ? "^%c" : "%c",
		       (unsigned char)t.text[i] < 0x20 ? t.text[i] + 0x40 : t.text[i]);
	printf("\n");
	fflush(stdout);
}

/* The exit status, or 128 and the signal that it died of, as a shell has it. */
static int status_of(void)
{
	return WIFEXITED(t.status) ? WEXITSTATUS(t.status) : 128 + WTERMSIG(t.status);
}

static bool is_restored(const char *what)
{
	struct termios after;

	tcgetattr(t.slave, &after);
	if (!same_modes(&t.before, &after)) {
		complain(what, "status %d, and the terminal's modes are not as before (%x %x)",
			 status_of(), after.c_lflag, t.before.c_lflag);
		return false;
	}
	for (size_t i = 0; i < MODE_N; i++)
		if (t.on[i] != (i == CURSOR)) {
			complain(what, "mode %d of the terminal is left %s", modes[i],
				 t.on[i] ? "on" : "off");
			return false;
		}
	return true;
}

/* It ends by itself, with one of the statuses, says so if it must, and leaves the terminal as it was. */
static void check_end(const char *what, const char *statuses, const char *says)
{
	double end = now_s() + DEADLINE_S;
	char status[16];

	while (now_s() < end && pump(20))
		;
	bool hangs = !t.ended;

	if (hangs)
		stop_hanging();
	snprintf(status, sizeof status, " %d ", status_of());
	if (hangs)
		complain(what, "it did not end");
	else if (!strstr(statuses, status))
		complain(what, "status%snot among%s", status, statuses);
	else if (says && !strstr(status, " 0 ") && !strstr(status, " 1 ") && !strstr(t.text, says))
		complain(what, "it does not say \"%s\"", says);
	else if (is_restored(what))
		passed++;
	close(t.master);
	close(t.slave);
}

/* ---- the attacks ---- */

static const char *const demo[] = {"demo", "provider-drops-587", NULL};
static const char *const live[] = {"demo", "all-good", NULL};

static void attack_by_signals(void)
{
	static const int numbers[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGABRT};
	char what[80], statuses[16];

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		for (unsigned moment = 0; moment < 8; moment++) {
			size_t at = moment ? below(1u << (moment + 6)) : 0;

			start(moment % 2 ? live : demo, NULL);
			pump_until(at);
			kill(t.pid, numbers[i]);
			snprintf(what, sizeof what, "%s after %zu bytes", strsignal(numbers[i]),
				 at);
			snprintf(statuses, sizeof statuses, " %d ", 128 + numbers[i]);
			check_end(what, statuses, NULL);
		}
}

/* Steps grow, so that every stage of a run is met. */
static void attack_memory(const char *const *args, const char *variable)
{
	char what[80];

	for (unsigned long n = 1; n < 120000; n += 1 + n / 4) {
		struct shortage s = {.name = variable, .value = n};

		start(args, &s);
		pump_until(6000);
		kill(t.pid, SIGTERM); /* if it got so far */
		snprintf(what, sizeof what, "%s=%lu on the screens", variable, n);
		check_end(what, " 3 143 ",
			  strcmp(variable, "ATTACK_MALLOC") || n > 2000 ? NULL : "enough memory");
	}
}

static void attack_files(const char *const *args)
{
	char what[80];

	for (unsigned n = 4; n <= 60; n += n < 16 ? 1 : 4) {
		struct shortage s = {.files = n};

		start(args, &s);
		pump_until(1500);
		kill(t.pid, SIGTERM);
		snprintf(what, sizeof what, "%u descriptors on the screens of %s", n, args[0]);
		check_end(what, " 3 143 ", NULL);
	}
}

static void attack_by_sizes(void)
{
	start(live, NULL);
	pump_until(500);
	for (unsigned i = 0; i < SIZES && !t.ended; i++) {
		resize(1 + below(i % 3 ? 100 : 400), 1 + below(i % 3 ? 40 : 150));
		pump(0);
	}
	resize(80, 24);
	size_t before = t.bytes;

	if (write(t.master, "\f", 1) == 1) /* Ctrl-L draws all */
		pump_until(before + 1000);
	kill(t.pid, SIGTERM);
	check_end("1,000 sizes", " 143 ", NULL);
}

/* Ctrl-S must not hold the output, or nothing could end it. */
static void attack_by_hold(void)
{
	start(live, NULL);
	pump_until(1000);
	if (write(t.master, "\023", 1) == 1)
		pump_until(t.bytes + 4000);
	kill(t.pid, SIGTERM);
	check_end("Ctrl-S", " 143 ", NULL);
}

static void press(void)
{
	static const char *const sequences[] = {"\033[A",
						"\033[B",
						"\033[C",
						"\033[D",
						"\033[H",
						"\033[F",
						"\033[5~",
						"\033[6~",
						"\033OP",
						"\033[Z",
						"\033",
						"\r",
						"\t",
						"\177",
						"\033[<0;10;5M",
						"\033[<0;10;5m",
						"\033[<64;9;9M",
						"\303\244",
						"\360\237\230\200",
						"\377"};
	char one = (char)(below(4) ? 0x20 + below(95) : 1 + below(31));
	const char *bytes =
	    below(3) ? NULL : sequences[below(sizeof sequences / sizeof *sequences)];

	if (one == 3 || one == 28) /* Ctrl-C and Ctrl-\ end it: signals have their turn */
		one = ' ';
	if (write(t.master, bytes ? bytes : &one, bytes ? strlen(bytes) : 1) < 0)
		pump(20);
}

/* What ends by a key that ends it begins again. */
static void attack_by_keys(void)
{
	static const char *const nothing[] = {NULL};
	const char *const saved[] = {"--case", kept_case, NULL};
	const char *const *const all[] = {live, demo, nothing, saved};
	unsigned pressed = 0, runs = 0;

	while (pressed < KEYS) {
		start(all[runs++ % 4], NULL);
		pump_until(1000);
		for (unsigned i = 0; i < KEYS / 8 && pressed < KEYS && !t.ended; i++, pressed++) {
			press();
			pump(pressed % 16 ? 0 : 1);
		}
		kill(t.pid, SIGTERM);
		check_end("keys by chance", " 0 1 3 130 143 ", NULL);
	}
	printf("%u keys, in %u runs\n", pressed, runs);
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	program = argv[1];
	preload = argv[2];
	kept_case = argv[3];
	const char *const saved[] = {"--case", kept_case, NULL};

	heed_signals();
	setenv("TERM", "xterm-256color", 1);
	double began = now_s();
#define STEP(call) (call, printf("%-60s %6.1f s\n", #call, now_s() - began), fflush(stdout))
	STEP(attack_by_signals());
	STEP(attack_memory(live, "ATTACK_MALLOC"));
	STEP(attack_memory(live, "ATTACK_MALLOC_ONCE"));
	STEP(attack_files(live));
	STEP(attack_files(saved));
	STEP(attack_by_sizes());
	STEP(attack_by_hold());
	STEP(attack_by_keys());
	printf("%u passed, %u failed\n", passed, failed);
	return failed != 0;
}
