/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/sock.h"

#include "base/address.h"
#include "base/fd.h"
#include "base/mem.h"
#include "net/here/icmp.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

static void no_delay(int fd)
{
	int one = 1;

	/* Only for speed, so a refusal (not a TCP socket) does not matter. */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

int sock_connect(const struct sockaddr *address, socklen_t len, int *ret_err)
{
	int fd = fd_socket(address->sa_family, SOCK_STREAM, 0, false);

	if (fd < 0) {
		*ret_err = errno;
		return -1;
	}
	no_delay(fd);
	icmp_keep(fd, address->sa_family, true);
	*ret_err = connect(fd, address, len) == 0 ? 0 : errno;
	/* An interrupted connect() goes on in the background. */
	if (*ret_err == EINTR)
		*ret_err = EINPROGRESS;
	if (*ret_err && *ret_err != EINPROGRESS) {
		close(fd);
		return -1;
	}
	return fd;
}

socklen_t sock_address(const char *numeric, int port, struct sockaddr_storage *ret)
{
	struct sockaddr_in *v4 = (void *)ret;
	struct sockaddr_in6 *v6 = (void *)ret;
	struct address a;

	*ret = (struct sockaddr_storage){0};
	if (!address_parse(numeric, &a))
		return 0;
	if (a.version == 4) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons((uint16_t)port);
		memcpy(&v4->sin_addr, a.bytes, sizeof v4->sin_addr);
		return sizeof *v4;
	}
	const char *zone = strchr(numeric, '%');

	v6->sin6_family = AF_INET6;
	v6->sin6_port = htons((uint16_t)port);
	v6->sin6_scope_id = zone ? if_nametoindex(zone + 1) : 0;
	memcpy(&v6->sin6_addr, a.bytes, sizeof v6->sin6_addr);
	return sizeof *v6;
}

int sock_adopt(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
		return errno;
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)
		return errno;
	no_delay(fd);
	return 0;
}

int sock_error(int fd)
{
	int err = 0;
	socklen_t len = sizeof err;

	return getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) == 0 ? err : errno;
}

bool sock_has_news(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	return poll(&p, 1, 0) > 0;
}

char *sock_text(const struct sockaddr *address, socklen_t len)
{
	char text[NI_MAXHOST];

	if (getnameinfo(address, len, text, sizeof text, NULL, 0, NI_NUMERICHOST))
		return mem_strdup("");
	return mem_strdup(text);
}

char *sock_name(int fd)
{
	struct sockaddr_storage address;
	socklen_t len = sizeof address;

	if (getsockname(fd, (struct sockaddr *)&address, &len) < 0)
		return mem_strdup("");
	return sock_text((struct sockaddr *)&address, len);
}

void sock_reset(int fd)
{
	struct linger now = {.l_onoff = 1, .l_linger = 0};

	(void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	close(fd);
}

ssize_t sock_recv(int fd, void *bytes, size_t len)
{
	return recv(fd, bytes, len, 0);
}

ssize_t sock_send(int fd, const void *bytes, size_t len)
{
	return send(fd, bytes, len, MSG_NOSIGNAL);
}
