/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bench/busy.h"

#include "bench/terminal.h"

#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define TALKS_MAX (4 * BUSY_PORTS_MAX)

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

/* Both sockets of a port that is free over both families. */
static int open_port(int ret_fds[2])
{
	for (int tries = 0; tries < 50; tries++) {
		struct sockaddr_in at = {0};
		socklen_t len = sizeof at;
		int fd = ret_fds[0] = listen_at(AF_INET, 0);

		if (fd < 0 || getsockname(fd, (struct sockaddr *)&at, &len))
			break;
		ret_fds[1] = listen_at(AF_INET6, ntohs(at.sin_port));
		if (ret_fds[1] >= 0)
			return ntohs(at.sin_port);
		close(fd);
	}
	terminal_give_up("no port could be had");
}

static void accept_new(const struct busy *b, int talks[TALKS_MAX], size_t *n, int wait_ms)
{
	struct pollfd fds[2 * BUSY_PORTS_MAX];

	for (size_t i = 0; i < 2 * b->n; i++)
		fds[i] = (struct pollfd){b->fds[i], POLLIN, 0};
	if (poll(fds, 2 * b->n, wait_ms) <= 0)
		return;
	for (size_t i = 0; i < 2 * b->n; i++)
		if (fds[i].revents && *n < TALKS_MAX)
			talks[(*n)++] = accept(fds[i].fd, NULL, NULL);
}

/* Until it is killed. Lines come as evenly as the clock allows. */
static void talk(const struct busy *b, int lines_per_second)
{
	double began = terminal_now_ms();
	int talks[TALKS_MAX];
	size_t n = 0;
	long said = 0;

	for (;;) {
		char line[80];

		accept_new(b, talks, &n, 2);
		if (terminal_now_ms() - began < (double)said * 1000 / lines_per_second)
			continue;
		int len =
		    snprintf(line, sizeof line, "220-line %ld of a long greeting\r\n", said++);

		for (size_t i = 0; i < n; i++)
			send(talks[i], line, (size_t)len, MSG_NOSIGNAL | MSG_DONTWAIT);
	}
}

void busy_start(struct busy *b, size_t ports, int lines_per_second)
{
	*b = (struct busy){.n = ports};
	for (size_t i = 0; i < ports; i++)
		b->ports[i] = open_port(&b->fds[2 * i]);
	if (!lines_per_second)
		return;
	b->pid = fork();
	if (b->pid < 0)
		terminal_give_up("no process can be started");
	if (b->pid == 0) {
		talk(b, lines_per_second);
		_exit(0);
	}
}

void busy_stop(struct busy *b)
{
	for (size_t i = 0; i < 2 * b->n; i++)
		close(b->fds[i]);
	if (b->pid) {
		kill(b->pid, SIGKILL);
		waitpid(b->pid, NULL, 0);
	}
	*b = (struct busy){0};
}
