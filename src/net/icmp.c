/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/icmp.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <time.h>

#include <linux/errqueue.h>

void icmp_keep(int fd, int family, bool keep)
{
	int on = keep;

	/* Without it only the name of who refused is missing. */
	if (family == AF_INET6)
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on);
	else
		(void)setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
}

static bool is_icmp(const struct sock_extended_err *error)
{
	return error->ee_origin == SO_EE_ORIGIN_ICMP || error->ee_origin == SO_EE_ORIGIN_ICMP6;
}

static bool put_message(const struct sock_extended_err *error, struct icmp_message *ret)
{
	const struct sockaddr *from = SO_EE_OFFENDER(error);
	const void *address = NULL;

	if (from->sa_family == AF_INET)
		address = &((const struct sockaddr_in *)(const void *)from)->sin_addr;
	else if (from->sa_family == AF_INET6)
		address = &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr;
	*ret = (struct icmp_message){.type = error->ee_type, .code = error->ee_code};
	return address && inet_ntop(from->sa_family, address, ret->from, sizeof ret->from);
}

bool icmp_take(int fd, struct icmp_message *ret)
{
	char control[512], data[512];
	struct iovec iov = {data, sizeof data};
	struct sockaddr_storage name;
	struct msghdr msg = {.msg_name = &name,
			     .msg_namelen = sizeof name,
			     .msg_iov = &iov,
			     .msg_iovlen = 1,
			     .msg_control = control,
			     .msg_controllen = sizeof control};

	if (fd < 0 || recvmsg(fd, &msg, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
		return false;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&msg); c; c = CMSG_NXTHDR(&msg, c)) {
		const struct sock_extended_err *error = (const void *)CMSG_DATA(c);
		bool four = c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVERR;
		bool six = c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_RECVERR;

		if ((four || six) && is_icmp(error))
			return put_message(error, ret);
	}
	return false;
}
