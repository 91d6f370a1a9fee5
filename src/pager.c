/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "pager.h"

#include "base/str.h"
#include "batch.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGER_DEFAULT "less"
#define NOT_FOUND 127 /* the shell's status */

/* As rows of the screen; colors do not count, and no line is wider than the screen. */
static int lines_of(const struct buf *text)
{
	int n = 0;

	for (size_t i = 0; i < text->len; i++)
		n += text->data[i] == '\n';
	return n;
}

static bool is_longer_than_screen(const struct buf *text)
{
	struct winsize size = {0};

	return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
	       size.ws_row > 1 && lines_of(text) >= size.ws_row;
}

/* NULL: none is wanted. */
static const char *pager_name(void)
{
	const char *name = getenv("PAGER"), *term = getenv("TERM");

	if (str_eq(term, "dumb") || !isatty(STDIN_FILENO))
		return NULL;
	if (!name)
		return PAGER_DEFAULT;
	return *name && !str_eq(name, "cat") ? name : NULL;
}

extern char **environ;

/* The shell with that command line, reading from the pipe; -1: it cannot be started. */
static pid_t start(const char *name, const int ends[2])
{
	char *arguments[] = {(char *)"sh", (char *)"-c", (char *)name, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t how;
	sigset_t reset;
	pid_t child = -1;

	sigemptyset(&reset);
	sigaddset(&reset, SIGPIPE);
	posix_spawnattr_init(&how);
	posix_spawnattr_setsigdefault(&how, &reset);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
	posix_spawn_file_actions_addclose(&actions, ends[0]);
	posix_spawn_file_actions_addclose(&actions, ends[1]);
	if (posix_spawnp(&child, "/bin/sh", &actions, &how, arguments, environ) != 0)
		child = -1;
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&how);
	return child;
}

/* Cut short when the reader leaves. */
static void write_all(int fd, const struct buf *text)
{
	size_t done = 0;
	ssize_t n;

	while (done < text->len && ((n = write(fd, text->data + done, text->len - done)) > 0 ||
				    (n < 0 && errno == EINTR)))
		done += n > 0 ? (size_t)n : 0;
}

/* False: there is no such program. */
static bool show(const struct buf *text, const char *name)
{
	int ends[2], status = 0;

	/* less: leave the text on the screen, and show colors. */
	if (!getenv("LESS"))
		setenv("LESS", "FRX", 1);
	fflush(stdout);
	if (pipe(ends) != 0)
		return false;
	pid_t child = start(name, ends);

	signal(SIGINT, SIG_IGN); /* Ctrl-C is for the pager */
	close(ends[0]);
	if (child > 0)
		write_all(ends[1], text);
	close(ends[1]);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return child > 0 && !(WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND);
}

int pager_print(const struct buf *text, bool plain)
{
	const char *name = plain || !is_longer_than_screen(text) ? NULL : pager_name();

	return name && show(text, name) ? 0 : batch_print(text);
}
