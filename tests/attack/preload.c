/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Loaded before the C library: fails what a loaded machine, a full disk or a clock that is set would.
 *
 *	ATTACK_MALLOC=N         the N-th allocation after the beginning of main() fails, and all that follow
 *	ATTACK_MALLOC_ONCE=N    only the N-th
 *	ATTACK_COUNT=FILE       the number of allocations, written at the end
 *	ATTACK_ESCAPE=N:FOLDER  at the N-th reading of a clock reads FOLDER/.secret, writes FOLDER/.profile and runs
 *	                        a shell that makes FOLDER/ran; says on standard error what of it worked
 *	ATTACK_CALL=NAME:N:HOW  the N-th write, fsync, close or rename of a file in the way of saving: HOW is
 *	                        kill (by SIGKILL, before it), half (half of a write, then kill) or an errno's number
 *	ATTACK_CLOCK=SECONDS:N  from its N-th reading on the wall clock is so much later; for each reading more, if
 *	                        SECONDS ends in "+"
 *
 * Programs that ours starts run as they are.
 */
#include "config.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t align, size_t size);

static atomic_bool armed;
static atomic_ulong allocated, calls, readings;
static unsigned long fail_at, fail_once, call_at, jump_at;
static int count_fd = -1; /* opened before anything is forbidden */
static unsigned long escape_at;
static char escape_folder[256];
static char call_name[16], call_how[16];
static long jump;
static bool jumps_on;

__attribute__((constructor)) static void begin(void)
{
	const char *text;

	if ((text = getenv("ATTACK_MALLOC")))
		fail_at = strtoul(text, NULL, 10);
	if ((text = getenv("ATTACK_MALLOC_ONCE")))
		fail_once = strtoul(text, NULL, 10);
	if ((text = getenv("ATTACK_CALL")))
		sscanf(text, "%15[^:]:%lu:%15s", call_name, &call_at, call_how);
	if ((text = getenv("ATTACK_CLOCK"))) {
		sscanf(text, "%ld", &jump);
		jumps_on = strchr(text, '+') != NULL;
		jump_at = strtoul(strchr(text, ':') + 1, NULL, 10);
	}
	if ((text = getenv("ATTACK_COUNT")))
		count_fd = open(text, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if ((text = getenv("ATTACK_ESCAPE")))
		sscanf(text, "%lu:%255s", &escape_at, escape_folder);
	unsetenv("LD_PRELOAD");
}

__attribute__((destructor)) static void end(void)
{
	char text[32];
	int len = snprintf(text, sizeof text, "%lu\n", (unsigned long)allocated);

	if (count_fd >= 0 && syscall(SYS_write, count_fd, text, len) < 0)
		abort();
}

/* The first thing that main() does. */
char *setlocale(int category, const char *locale)
{
	static char *(*real)(int, const char *);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "setlocale");
	armed = true;
	return real(category, locale);
}

/* ---- memory ---- */

static bool is_gone(void)
{
	if (!armed)
		return false;
	unsigned long n = ++allocated;

	if ((!fail_at || n < fail_at) && n != fail_once)
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return is_gone() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return is_gone() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
	return is_gone() ? NULL : __libc_realloc(old, size);
}

int posix_memalign(void **ret, size_t align, size_t size)
{
	*ret = is_gone() ? NULL : __libc_memalign(align, size);
	return *ret ? 0 : ENOMEM;
}

/* ---- saving ---- */

/* Whether this call is the one that fails; errno says how.  Only files with a name of mkostemp() count. */
static bool fails(const char *name, int fd, const void *bytes, size_t len)
{
	char link[64], path[256] = "";

	if (!call_at || strcmp(name, call_name))
		return false;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	if (fd >= 0 && (readlink(link, path, sizeof path - 1) < 0 || !strstr(path, ".saved.")))
		return false;
	if (++calls != call_at)
		return false;
	if (!strcmp(call_how, "half"))
		syscall(SYS_write, fd, bytes, len / 2);
	if (!strcmp(call_how, "half") || !strcmp(call_how, "kill"))
		kill(getpid(), SIGKILL);
	errno = (int)strtol(call_how, NULL, 10);
	return true;
}

ssize_t write(int fd, const void *bytes, size_t len)
{
	return fails("write", fd, bytes, len) ? -1 : syscall(SYS_write, fd, bytes, len);
}

int fsync(int fd)
{
	return fails("fsync", fd, NULL, 0) ? -1 : (int)syscall(SYS_fsync, fd);
}

int close(int fd)
{
	bool failed = fails("close", fd, NULL, 0);
	int error = errno, closed = (int)syscall(SYS_close, fd);

	if (failed)
		errno = error;
	return failed ? -1 : closed;
}

int rename(const char *from, const char *to)
{
	return fails("rename", -1, NULL, 0) ? -1 : (int)syscall(SYS_rename, from, to);
}

/* ---- what code of an attacker would do ---- */

static void say(const char *word)
{
	syscall(SYS_write, STDERR_FILENO, word, strlen(word));
}

static int open_below(const char *name, int how)
{
	char file[300];

	snprintf(file, sizeof file, "%s/%s", escape_folder, name);
	return open(file, how | O_CLOEXEC, 0600);
}

static void run_below(void)
{
	char command[300];
	char *words[] = {"/bin/sh", "-c", command, NULL}, *none[] = {NULL};
	int status = 1;
	pid_t pid = fork();

	snprintf(command, sizeof command, "echo >%s/ran", escape_folder);
	if (pid == 0) {
		execve(words[0], words, none);
		_exit(1);
	}
	if (pid > 0 && waitpid(pid, &status, 0) == pid && status == 0)
		say("ran\n");
}

static void escape(void)
{
	int secret = open_below(".secret", O_RDONLY),
	    profile = open_below(".profile", O_WRONLY | O_CREAT);

	if (secret >= 0)
		say("read\n");
	if (profile >= 0)
		say("wrote\n");
	run_below();
	say("tried\n");
}

/* ---- the clock ---- */

static long jumped(void)
{
	unsigned long n = jump_at ? ++readings : 0;

	if (!jump_at || n < jump_at)
		return 0;
	return jumps_on ? jump * (long)(n - jump_at + 1) : jump;
}

int clock_gettime(clockid_t clock, struct timespec *ret)
{
	int status = (int)syscall(SYS_clock_gettime, clock, ret);
	static atomic_ulong looked;

	if (escape_at && ++looked == escape_at)
		escape();
	if (!status && clock == CLOCK_REALTIME)
		ret->tv_sec += jumped();
	return status;
}

time_t time(time_t *ret)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (ret)
		*ret = now.tv_sec;
	return now.tv_sec;
}

int gettimeofday(struct timeval *restrict ret, void *restrict zone)
{
	struct timespec now;

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &now);
	*ret = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
	return 0;
}
