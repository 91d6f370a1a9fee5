/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/here/kernel.h"

#ifndef PORTABLE

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <linux/sockios.h>

bool kernel_is_connecting(int fd)
{
	struct tcp_info info = {0};
	socklen_t len = sizeof info;

	return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) == 0 &&
	       info.tcpi_state == TCP_SYN_SENT;
}

unsigned kernel_round_trip_us(int fd)
{
	struct tcp_info info;
	socklen_t len = sizeof info;

	return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) == 0 ? info.tcpi_rtt : 0;
}

size_t kernel_unacknowledged(int fd)
{
	int bytes = 0;

	return ioctl(fd, SIOCOUTQ, &bytes) == 0 && bytes > 0 ? (size_t)bytes : 0;
}

/* Linux says how many connections of a listener wait for accept() and how many may. */
bool kernel_queue_is_full(int listener)
{
	struct tcp_info info;
	socklen_t len = sizeof info;

	return getsockopt(listener, IPPROTO_TCP, TCP_INFO, &info, &len) == 0 &&
	       info.tcpi_unacked > info.tcpi_sacked;
}

#else

#include <errno.h>
#include <sys/socket.h>

bool kernel_is_connecting(int fd)
{
	struct sockaddr_storage peer;
	socklen_t len = sizeof peer;

	return getpeername(fd, (struct sockaddr *)&peer, &len) < 0 && errno == ENOTCONN;
}

unsigned kernel_round_trip_us(int fd)
{
	(void)fd;
	return 0;
}

size_t kernel_unacknowledged(int fd)
{
	(void)fd;
	return 0;
}

bool kernel_queue_is_full(int listener)
{
	(void)listener;
	return false;
}

#endif
