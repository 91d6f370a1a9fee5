/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/here/child.h"

#include "base/buf.h"
#include "base/fd.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* We ignore SIGPIPE; the child has to die of it when we no longer read. */
static void prepare(posix_spawnattr_t *how)
{
	sigset_t reset, none;

	sigemptyset(&reset);
	sigaddset(&reset, SIGPIPE);
	sigemptyset(&none);
	posix_spawnattr_init(how);
	posix_spawnattr_setsigdefault(how, &reset);
	posix_spawnattr_setsigmask(how, &none);
	posix_spawnattr_setflags(how, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
}

/* Starts the program and returns a descriptor to read its output; -1 if it is not installed. */
static int spawn_reader(const char *const argv[], pid_t *ret_pid)
{
	static char path[] = "PATH=/usr/sbin:/sbin:/usr/bin:/bin";
	char *const environment[] = {path, NULL};
	int ends[2];
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t how;

	if (fd_pipe(ends, true) < 0)
		return -1;
	prepare(&how);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	int failed = posix_spawn(ret_pid, argv[0], &actions, &how, (char *const *)(uintptr_t)argv,
				 environment);

	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&how);
	close(ends[1]);
	if (!failed)
		return ends[0];
	close(ends[0]);
	return -1;
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Whether the output ended in time and within out's room. */
static bool read_all(int fd, struct buf *out, int limit_ms)
{
	int64_t deadline = now_ms() + limit_ms;
	char bytes[4096];

	for (;;) {
		struct pollfd ready = {.fd = fd, .events = POLLIN};
		int64_t left = deadline - now_ms();

		if (left <= 0 || poll(&ready, 1, (int)left) <= 0)
			return false;
		ssize_t n = read(fd, bytes, sizeof bytes);

		if (n <= 0)
			return n == 0;
		if (!buf_append(out, bytes, (size_t)n))
			return false;
	}
}

char *child_output(const char *const argv[], size_t most, int limit_ms)
{
	pid_t pid = -1;
	int fd = spawn_reader(argv, &pid), status = -1;
	struct buf out;

	if (fd < 0)
		return NULL;
	buf_init(&out, most);
	bool whole = read_all(fd, &out, limit_ms);

	close(fd);
	if (!whole) /* one that closed its output and goes on is no case: it has nothing to say */
		kill(pid, SIGKILL);
	char *text = buf_take(&out);

	if (waitpid(pid, &status, 0) == pid && status == 0 && whole)
		return text;
	free(text);
	return NULL;
}
