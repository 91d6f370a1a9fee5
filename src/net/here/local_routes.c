/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes and neighbours, by rtnetlink. */
#include "config.h"
#include "net/here/local_private.h"

#ifndef PORTABLE

#include "base/fd.h"
#include "base/mem.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#define REPLY_BYTES 32768

typedef void netlink_handler(struct local *l, const struct nlmsghdr *message, void *user);

static bool netlink_read(int fd, struct local *l, netlink_handler *handler, void *user)
{
	static const int end = NLMSG_DONE;
	char *reply = mem_calloc(1, REPLY_BYTES);
	ssize_t got = recv(fd, reply, REPLY_BYTES, 0);
	size_t len = got > 0 ? (size_t)got : 0;
	bool more = len > 0;

	for (struct nlmsghdr *m = (void *)reply; NLMSG_OK(m, len); m = NLMSG_NEXT(m, len)) {
		if (m->nlmsg_type == end || m->nlmsg_type == NLMSG_ERROR) {
			more = false;
			break;
		}
		handler(l, m, user);
	}
	free(reply);
	return more;
}

/* Asks the kernel for a whole table; the handler gets each row. */
static void netlink_dump(struct local *l, int type, int family, netlink_handler *handler,
			 void *user)
{
	struct {
		struct nlmsghdr header;
		struct rtmsg body; /* as long as any of the requests' bodies */
	} ask = {.header = {.nlmsg_len = NLMSG_LENGTH(sizeof(struct rtmsg)),
			    .nlmsg_type = (uint16_t)type,
			    .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
		 .body = {.rtm_family = (unsigned char)family}};
	struct timeval limit = {.tv_usec = 200000};
	int fd = fd_socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE, true);

	if (fd < 0)
		return;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
	if (send(fd, &ask, ask.header.nlmsg_len, 0) >= 0)
		while (netlink_read(fd, l, handler, user))
			continue;
	close(fd);
}

struct gateway {
	unsigned index; /* of the interface */
	char address[INET6_ADDRSTRLEN];
	enum neighbour state;
};

struct gateways {
	struct gateway v[LOCAL_ROWS_MAX];
	size_t n;
	bool has_default;
};

static enum neighbour state_of(unsigned state)
{
	if (state & (NUD_REACHABLE | NUD_PERMANENT | NUD_DELAY | NUD_PROBE))
		return NEIGHBOUR_REACHABLE;
	if (state & NUD_STALE)
		return NEIGHBOUR_STALE;
	if (state & NUD_FAILED)
		return NEIGHBOUR_FAILED;
	return state & NUD_INCOMPLETE ? NEIGHBOUR_INCOMPLETE : NEIGHBOUR_UNKNOWN;
}

static void on_neighbour(struct local *l, const struct nlmsghdr *message, void *user)
{
	const struct ndmsg *row = NLMSG_DATA(message);
	struct gateways *list = user;
	int len = (int)message->nlmsg_len - (int)NLMSG_LENGTH(sizeof *row);
	char text[INET6_ADDRSTRLEN] = "";

	(void)l;
	for (const struct rtattr *a = (const void *)((const char *)row + NLMSG_ALIGN(sizeof *row));
	     RTA_OK(a, len); a = RTA_NEXT(a, len))
		if (a->rta_type == NDA_DST)
			inet_ntop(row->ndm_family, RTA_DATA(a), text, sizeof text);
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].index == (unsigned)row->ndm_ifindex &&
		    str_eq(list->v[i].address, text))
			list->v[i].state = state_of(row->ndm_state);
}

static void on_route(struct local *l, const struct nlmsghdr *message, void *user)
{
	const struct rtmsg *row = NLMSG_DATA(message);
	struct gateways *list = user;
	struct gateway found = {0};
	int len = (int)RTM_PAYLOAD(message);

	(void)l;
	if (row->rtm_dst_len || row->rtm_table != RT_TABLE_MAIN || row->rtm_type != RTN_UNICAST)
		return;
	for (const struct rtattr *a = RTM_RTA(row); RTA_OK(a, len); a = RTA_NEXT(a, len)) {
		if (a->rta_type == RTA_GATEWAY)
			inet_ntop(row->rtm_family, RTA_DATA(a), found.address,
				  sizeof found.address);
		else if (a->rta_type == RTA_OIF)
			memcpy(&found.index, RTA_DATA(a), sizeof found.index);
	}
	list->has_default = true;
	if (list->n < LOCAL_ROWS_MAX && found.address[0])
		list->v[list->n++] = found;
}

static void say_gateway(struct local *l, const struct gateway *g)
{
	char device[IF_NAMESIZE];
	struct event *e =
	    local_told(LOCAL_GATEWAY, g->address, if_indextoname(g->index, device) ? device : NULL);

	e->state = g->state;
	local_say(l, e);
}

void local_emit_routes(struct local *l, int family, bool say_none)
{
	struct gateways *list = mem_calloc(1, sizeof *list);

	netlink_dump(l, RTM_GETROUTE, family, on_route, list);
	if (list->n)
		netlink_dump(l, RTM_GETNEIGH, family, on_neighbour, list);
	for (size_t i = 0; i < list->n; i++)
		say_gateway(l, &list->v[i]);
	if (!list->has_default && say_none) {
		struct event *e = local_told(LOCAL_NO_ROUTE, NULL, NULL);

		e->family = family == AF_INET6 ? FAMILY_IPV6 : FAMILY_IPV4;
		local_say(l, e);
	}
	free(list);
}

#else

void local_emit_routes(struct local *l, int family, bool say_none)
{
	(void)l;
	(void)family;
	(void)say_none;
}

#endif
