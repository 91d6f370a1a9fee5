/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/signals.h"

#include "base/fd.h"
#include "ui/term_rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

/* Curses leaves alone those that have a handler; the last one waits for its own. */
static const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH};
#define CAUGHT_N (sizeof caught / sizeof *caught)

/* These end the program at once; the terminal is restored before. */
static const int fatal[] = {SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
#define FATAL_N (sizeof fatal / sizeof *fatal)

static int pipe_fds[2] = {-1, -1};
static struct sigaction before[CAUGHT_N], before_fatal[FATAL_N];
static void (*curses_resize)(int);

static void handle(int number)
{
	int error = errno;
	unsigned char byte = (unsigned char)number;

	if (number == SIGWINCH && curses_resize)
		curses_resize(number);
	/* A full pipe is news enough. */
	if (write(pipe_fds[1], &byte, 1) < 0)
		errno = error;
	errno = error;
}

/* At SIGWINCH's place. */
#define SIZE_AT (CAUGHT_N - 1)

static void catch_signal(size_t i)
{
	struct sigaction action = {.sa_handler = handle};

	sigemptyset(&action.sa_mask);
	sigaction(caught[i], &action, &before[i]);
	/* nohup and the like want these signals ignored. */
	if (before[i].sa_handler == SIG_IGN && caught[i] != SIGWINCH && caught[i] != SIGCONT)
		sigaction(caught[i], &before[i], NULL);
	if (caught[i] == SIGWINCH && before[i].sa_handler != SIG_IGN &&
	    before[i].sa_handler != SIG_DFL)
		curses_resize = before[i].sa_handler;
}

/* Dies of the signal as without us: a core, the status, a sanitizer's report. */
static void die(int number)
{
	term_rescue();
	for (size_t i = 0; i < FATAL_N; i++)
		sigaction(fatal[i], &before_fatal[i], NULL);
	raise(number);
}

static void catch_fatal(void)
{
	struct sigaction action = {.sa_handler = die, .sa_flags = SA_NODEFER};

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < FATAL_N; i++)
		sigaction(fatal[i], &action, &before_fatal[i]);
}

int signals_open(void)
{
	if (fd_pipe(pipe_fds, false) != 0)
		return -1;
	for (size_t i = 0; i < SIZE_AT; i++)
		catch_signal(i);
	sigaction(caught[SIZE_AT], NULL, &before[SIZE_AT]);
	catch_fatal();
	return pipe_fds[0];
}

void signals_follow_size(void)
{
	catch_signal(SIZE_AT);
}

int signals_next(void)
{
	unsigned char byte;

	return read(pipe_fds[0], &byte, 1) == 1 ? byte : 0;
}

void signals_stop_here(void)
{
	struct sigaction ours, theirs = {.sa_handler = SIG_DFL};

	sigemptyset(&theirs.sa_mask);
	sigaction(SIGTSTP, &theirs, &ours);
	raise(SIGTSTP);
	sigaction(SIGTSTP, &ours, NULL);
}

void signals_close(void)
{
	if (pipe_fds[0] < 0)
		return;
	for (size_t i = 0; i < CAUGHT_N; i++)
		sigaction(caught[i], &before[i], NULL);
	for (size_t i = 0; i < FATAL_N; i++)
		sigaction(fatal[i], &before_fatal[i], NULL);
	close(pipe_fds[0]);
	close(pipe_fds[1]);
	pipe_fds[0] = pipe_fds[1] = -1;
	curses_resize = NULL;
}
