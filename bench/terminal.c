/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bench/terminal.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

double terminal_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double terminal_median(double *v, size_t n)
{
	qsort(v, n, sizeof *v, by_size);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

void terminal_give_up(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

void terminal_start(struct run *r, const char *const *args)
{
	struct winsize size = {.ws_row = 24, .ws_col = 80};

	*r = (struct run){.began_ms = terminal_now_ms()};
	r->pid = forkpty(&r->fd, NULL, NULL, &size);
	if (r->pid < 0)
		terminal_give_up("there is no terminal to be had");
	if (r->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		execv(args[0], (char *const *)args);
		_exit(127);
	}
}

/* Reads until the output has text (true) or limit_ms have passed. */
bool terminal_await(struct run *r, const char *text, double limit_ms)
{
	double until = terminal_now_ms() + limit_ms;

	for (;;) {
		struct pollfd fd = {.fd = r->fd, .events = POLLIN};
		double left = until - terminal_now_ms();

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
		r->bytes += (size_t)got;
		r->tail[r->tail_len] = '\0';
	}
}

void terminal_forget(struct run *r)
{
	r->tail_len = 0;
	r->tail[0] = '\0';
}

void terminal_press(struct run *r, const char *key)
{
	terminal_forget(r);
	if (write(r->fd, key, strlen(key)) != (ssize_t)strlen(key))
		terminal_give_up("a key could not be pressed");
}

int terminal_end(struct run *r)
{
	struct rusage usage;
	int status;

	if (wait4(r->pid, &status, 0, &usage) != r->pid)
		terminal_give_up("porthorn is not there any more");
	r->peak_kib = usage.ru_maxrss;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void terminal_quit(struct run *r)
{
	terminal_press(r, "q");
	terminal_await(r, NULL, 200);
	kill(r->pid, SIGTERM);
	terminal_end(r);
	close(r->fd);
}
