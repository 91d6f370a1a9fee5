/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/here/icmp.h"

#ifndef PORTABLE

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <linux/errqueue.h>

#define TIME_EXCEEDED 11
#define TIME_EXCEEDED_SIX 3

void icmp_keep(int fd, int family, bool keep)
{
	int on = keep;

	/* If this fails, only the name of the sender is missing. */
	if (family == AF_INET6)
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on);
	else
		(void)setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
}

void icmp_stamp(int fd)
{
	const int on = 1;

	(void)setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
}

static void put_sender(const struct sock_extended_err *error, char from[INET6_ADDRSTRLEN])
{
	const struct sockaddr *sender = SO_EE_OFFENDER(error);
	const void *address = NULL;

	if (sender->sa_family == AF_INET)
		address = &((const struct sockaddr_in *)(const void *)sender)->sin_addr;
	else if (sender->sa_family == AF_INET6)
		address = &((const struct sockaddr_in6 *)(const void *)sender)->sin6_addr;
	if (!address || !inet_ntop(sender->sa_family, address, from, INET6_ADDRSTRLEN))
		*from = '\0';
}

static bool put_error(const struct sock_extended_err *error, struct icmp_message *ret)
{
	if (error->ee_origin != SO_EE_ORIGIN_ICMP && error->ee_origin != SO_EE_ORIGIN_ICMP6 &&
	    error->ee_origin != SO_EE_ORIGIN_LOCAL)
		return false;
	ret->six = error->ee_origin == SO_EE_ORIGIN_ICMP6;
	ret->local = error->ee_origin == SO_EE_ORIGIN_LOCAL;
	ret->type = error->ee_type;
	ret->code = error->ee_code;
	ret->err = (int)error->ee_errno;
	put_sender(error, ret->from);
	return true;
}

static void put_time(const struct cmsghdr *c, struct icmp_message *ret)
{
	struct timespec at;

	memcpy(&at, CMSG_DATA(c), sizeof at);
	ret->at_ns = (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

/* True if the entry holds an error. */
static bool read_entry(struct msghdr *msg, struct icmp_message *ret)
{
	bool any = false;

	*ret = (struct icmp_message){0};
	for (struct cmsghdr *c = CMSG_FIRSTHDR(msg); c; c = CMSG_NXTHDR(msg, c)) {
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS)
			put_time(c, ret);
		if ((c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVERR) ||
		    (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_RECVERR))
			any = put_error((const void *)CMSG_DATA(c), ret);
	}
	return any;
}

bool icmp_take(int fd, struct icmp_message *ret)
{
	char control[512], data[512];
	struct iovec iov = {data, sizeof data};
	struct sockaddr_storage name;

	for (;;) {
		struct msghdr msg = {.msg_name = &name,
				     .msg_namelen = sizeof name,
				     .msg_iov = &iov,
				     .msg_iovlen = 1,
				     .msg_control = control,
				     .msg_controllen = sizeof control};

		if (fd < 0 || recvmsg(fd, &msg, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
			return false;
		if (read_entry(&msg, ret))
			return true;
	}
}

bool icmp_is_time_exceeded(const struct icmp_message *message)
{
	return !message->local &&
	       message->type == (message->six ? TIME_EXCEEDED_SIX : TIME_EXCEEDED);
}

#else

void icmp_keep(int fd, int family, bool keep)
{
	(void)fd;
	(void)family;
	(void)keep;
}

bool icmp_take(int fd, struct icmp_message *ret)
{
	(void)fd;
	(void)ret;
	return false;
}

#endif
