/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "base/fd.h"

#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <sys/select.h>
#include <unistd.h>

#ifndef PORTABLE

int fd_socket(int family, int type, int protocol, bool waits)
{
	return socket(family, type | SOCK_CLOEXEC | (waits ? 0 : SOCK_NONBLOCK), protocol);
}

int fd_accept(int listener)
{
	return accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

int fd_pipe(int ret_ends[2], bool waits)
{
	return pipe2(ret_ends, O_CLOEXEC | (waits ? 0 : O_NONBLOCK));
}

int fd_pair(int ret_ends[2])
{
	return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ret_ends);
}

void fd_wait(int fd, const sigset_t *mask)
{
	struct pollfd one = {.fd = fd, .events = POLLIN};

	ppoll(&one, 1, NULL, mask);
}

#else

/* Closes fd if that fails. */
static int prepared(int fd, bool waits)
{
	int flags = fd < 0 ? -1 : fcntl(fd, F_GETFL);

	if (fd < 0)
		return -1;
	/* An accepted descriptor has its listener's flags on some systems. */
	if (flags < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 ||
	    fcntl(fd, F_SETFL, waits ? flags & ~O_NONBLOCK : flags | O_NONBLOCK) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

int fd_socket(int family, int type, int protocol, bool waits)
{
	return prepared(socket(family, type, protocol), waits);
}

int fd_accept(int listener)
{
	return prepared(accept(listener, NULL, NULL), false);
}

/* Closes both if that fails. */
static int prepared_ends(const int ends[2], bool waits)
{
	for (int i = 0; i < 2; i++)
		if (prepared(ends[i], waits) < 0) {
			close(ends[!i]);
			return -1;
		}
	return 0;
}

int fd_pipe(int ret_ends[2], bool waits)
{
	return pipe(ret_ends) < 0 ? -1 : prepared_ends(ret_ends, waits);
}

int fd_pair(int ret_ends[2])
{
	return socketpair(AF_UNIX, SOCK_STREAM, 0, ret_ends) < 0 ? -1
								 : prepared_ends(ret_ends, true);
}

void fd_wait(int fd, const sigset_t *mask)
{
	struct pollfd one = {.fd = fd, .events = POLLIN};
	fd_set set;

	if (fd >= FD_SETSIZE) { /* signals are then noticed with the next news */
		poll(&one, 1, 1000);
		return;
	}
	FD_ZERO(&set);
	FD_SET(fd, &set);
	pselect(fd + 1, &set, NULL, NULL, NULL, mask);
}

#endif
