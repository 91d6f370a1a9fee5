/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel's own header: the C library's struct tcp_info is shorter. */
#include "config.h"
#include "net/here/segments.h"

#ifndef PORTABLE

#include <netinet/in.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <linux/sockios.h>
#include <linux/tcp.h>

#define INT_MOST 1000000000

bool segments_read(int fd, struct segments *ret)
{
	struct tcp_info info = {0};
	socklen_t len = sizeof info;
	int unacked = 0;

	*ret = (struct segments){0};
	if (fd < 0 || getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) < 0)
		return false;
	if (len >= offsetof(struct tcp_info, tcpi_rcv_ooopack) + sizeof info.tcpi_rcv_ooopack)
		ret->out_of_order =
		    info.tcpi_rcv_ooopack < INT_MOST ? (int)info.tcpi_rcv_ooopack : INT_MOST;
	if (ioctl(fd, SIOCOUTQ, &unacked) == 0)
		ret->unacked = unacked;
	return true;
}

#else

bool segments_read(int fd, struct segments *ret)
{
	(void)fd;
	*ret = (struct segments){0};
	return false;
}

#endif
