/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "practice/listener.h"

#include "base/fd.h"
#include "net/here/kernel.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 64
#define FILL_MS 20 /* a slower connect on loopback has been dropped */

static socklen_t loopback(enum family family, struct sockaddr_storage *ret)
{
	memset(ret, 0, sizeof *ret);
	if (family == FAMILY_IPV6) {
		struct sockaddr_in6 *six = (struct sockaddr_in6 *)ret;

		six->sin6_family = AF_INET6;
		six->sin6_addr = in6addr_loopback;
		return sizeof *six;
	}
	struct sockaddr_in *four = (struct sockaddr_in *)ret;

	four->sin_family = AF_INET;
	four->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return sizeof *four;
}

static int port_of(const struct sockaddr_storage *address)
{
	return address->ss_family == AF_INET6
		   ? ntohs(((const struct sockaddr_in6 *)address)->sin6_port)
		   : ntohs(((const struct sockaddr_in *)address)->sin_port);
}

/* Connects until the accept queue is full, or connect() stops succeeding. */
static int fill(struct listener *l, const struct sockaddr_storage *address, socklen_t len)
{
	while (l->filler_n < LISTENER_FILLERS_MAX) {
		if (kernel_queue_is_full(l->fd))
			return 0;
		int fd = fd_socket(address->ss_family, SOCK_STREAM, 0, false);

		if (fd < 0)
			return errno;
		l->fillers[l->filler_n++] = fd;
		if (connect(fd, (const struct sockaddr *)address, len) == 0)
			continue;
		if (errno != EINPROGRESS)
			return errno;
		struct pollfd p = {.fd = fd, .events = POLLOUT};

		if (poll(&p, 1, FILL_MS) == 0)
			return 0;
	}
	return ENOBUFS;
}

static int open_on(struct listener *l, enum family family, enum script_listen how)
{
	struct sockaddr_storage address;
	socklen_t len = loopback(family, &address);

	l->fd = fd_socket(address.ss_family, SOCK_STREAM, 0, false);
	if (l->fd < 0 || bind(l->fd, (struct sockaddr *)&address, len) < 0 ||
	    getsockname(l->fd, (struct sockaddr *)&address, &len) < 0)
		return errno;
	l->port = port_of(&address);
	if (how == SCRIPT_LISTEN_REFUSED)
		return 0;
	if (listen(l->fd, how == SCRIPT_LISTEN_FULL ? 0 : BACKLOG) < 0)
		return errno;
	return how == SCRIPT_LISTEN_FULL ? fill(l, &address, len) : 0;
}

int listener_open(struct listener *l, enum family family, enum script_listen how)
{
	*l = (struct listener){.fd = -1};
	int err = open_on(l, family, how);

	if (err)
		listener_close(l);
	return err;
}

void listener_close(struct listener *l)
{
	for (unsigned i = 0; i < l->filler_n; i++)
		close(l->fillers[i]);
	if (l->fd >= 0)
		close(l->fd);
	*l = (struct listener){.fd = -1};
}

const char *listener_address(enum family family)
{
	return family == FAMILY_IPV6 ? "::1" : "127.0.0.1";
}
