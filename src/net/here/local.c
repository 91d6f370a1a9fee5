/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/here/local.h"

#include "base/mem.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#define REPLY_BYTES 32768

struct local {
	local_sink *sink;
	void *user;
	int rows;
};

static struct event *told(enum local_kind kind, const char *address, const char *device)
{
	struct event *e = event_new(EVENT_LOCAL, 0);

	e->kind = kind;
	e->address = mem_strdup(address);
	e->family = family_of_address(address);
	e->device = mem_strdup(device);
	return e;
}

static void say(struct local *l, struct event *e)
{
	if (l->rows++ < LOCAL_ROWS_MAX)
		l->sink(e, l->user);
	else
		event_free(e);
}

static void say_detail(struct local *l, enum local_kind kind, char *detail)
{
	struct event *e = told(kind, NULL, NULL);

	e->detail = detail;
	say(l, e);
}

/* ---- rtnetlink: routes and neighbours ---- */

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
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

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
	    told(LOCAL_GATEWAY, g->address, if_indextoname(g->index, device) ? device : NULL);

	e->state = g->state;
	say(l, e);
}

static void emit_family(struct local *l, int family, bool say_none)
{
	struct gateways *list = mem_calloc(1, sizeof *list);

	netlink_dump(l, RTM_GETROUTE, family, on_route, list);
	if (list->n)
		netlink_dump(l, RTM_GETNEIGH, family, on_neighbour, list);
	for (size_t i = 0; i < list->n; i++)
		say_gateway(l, &list->v[i]);
	if (!list->has_default && say_none) {
		struct event *e = told(LOCAL_NO_ROUTE, NULL, NULL);

		e->family = family == AF_INET6 ? FAMILY_IPV6 : FAMILY_IPV4;
		say(l, e);
	}
	free(list);
}

/* ---- interfaces ---- */

static bool is_tunnel(const char *device)
{
	static const char *const prefixes[] = {"wg",	 "tun",	      "tap", "ppp",
					       "ipsec",	 "tailscale", "zt",  "nordlynx",
					       "proton", "mullvad",   "vpn", "utun"};

	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (str_istarts(device, prefixes[i]))
			return true;
	return false;
}

static void emit_interface(struct local *l, const struct ifaddrs *i)
{
	char text[INET6_ADDRSTRLEN];
	const void *address = NULL;

	if (i->ifa_addr->sa_family == AF_INET)
		address = &((const struct sockaddr_in *)(const void *)i->ifa_addr)->sin_addr;
	else if (i->ifa_addr->sa_family == AF_INET6)
		address = &((const struct sockaddr_in6 *)(const void *)i->ifa_addr)->sin6_addr;
	if (address && !(i->ifa_flags & IFF_LOOPBACK) &&
	    inet_ntop(i->ifa_addr->sa_family, address, text, sizeof text))
		say(l, told(LOCAL_ADDRESS, text, i->ifa_name));
	if (i->ifa_addr->sa_family != AF_PACKET)
		return;
	if ((i->ifa_flags & IFF_UP) && !(i->ifa_flags & (IFF_RUNNING | IFF_LOOPBACK)))
		say(l, told(LOCAL_LINK_DOWN, NULL, i->ifa_name));
	if ((i->ifa_flags & IFF_UP) && is_tunnel(i->ifa_name))
		say(l, told(LOCAL_TUNNEL, NULL, i->ifa_name));
}

static void emit_interfaces(struct local *l)
{
	struct ifaddrs *list = NULL;

	if (getifaddrs(&list) != 0)
		return;
	for (const struct ifaddrs *i = list; i; i = i->ifa_next)
		if (i->ifa_addr)
			emit_interface(l, i);
	freeifaddrs(list);
}

/* ---- files ---- */

/* The first line of a small file without its newline, or NULL; the caller frees. */
static char *first_line(const char *file)
{
	char line[256];
	FILE *in = fopen(file, "re");
	char *got = in ? fgets(line, sizeof line, in) : NULL;

	if (in)
		fclose(in);
	return got ? mem_strdup(str_trim(line)) : NULL;
}

static void say_resolv(struct local *l, const struct strs *words)
{
	if (str_eq(words->v[0], "nameserver"))
		say(l, told(LOCAL_RESOLVER, words->v[1], NULL));
	else if (str_eq(words->v[0], "search") || str_eq(words->v[0], "domain"))
		for (size_t i = 1; i < words->n; i++)
			say_detail(l, LOCAL_DOMAIN, mem_strdup(words->v[i]));
}

static void emit_resolvers(struct local *l)
{
	char line[512];
	FILE *in = fopen("/etc/resolv.conf", "re");

	while (in && fgets(line, sizeof line, in)) {
		struct strs words = {0};

		strs_split(&words, line, " \t\n");
		if (words.n >= 2)
			say_resolv(l, &words);
		strs_clear(&words);
	}
	if (in)
		fclose(in);
}

static void emit_dmi(struct local *l)
{
	static const char *const fields[] = {"sys_vendor",     "product_name", "chassis_asset_tag",
					     "bios_vendor",    "bios_version", "board_vendor",
					     "board_asset_tag"};

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		char *file = mem_printf("/sys/class/dmi/id/%s", fields[i]);
		char *value = first_line(file);

		if (value && *value)
			say_detail(l, LOCAL_DMI, mem_printf("%s=%s", fields[i], value));
		free(value);
		free(file);
	}
}

static void emit_container(struct local *l)
{
	static const struct {
		const char *file, *word;
	} marks[] = {{"/.dockerenv", "docker"},
		     {"/run/.containerenv", "podman"},
		     {"/dev/lxd/sock", "lxc"},
		     {"/var/run/secrets/kubernetes.io", "kubernetes"},
		     {"/proc/sys/fs/binfmt_misc/WSLInterop", "wsl"}};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (access(marks[i].file, F_OK) == 0)
			say_detail(l, LOCAL_CONTAINER, mem_strdup(marks[i].word));
}

void local_emit_gateways(local_sink *sink, void *user)
{
	struct local l = {.sink = sink, .user = user};

	emit_family(&l, AF_INET, false);
	emit_family(&l, AF_INET6, false);
}

void local_emit(local_sink *sink, void *user)
{
	struct local l = {.sink = sink, .user = user};
	void (*const parts[])(struct local *) = {emit_interfaces, emit_resolvers, emit_dmi,
						 emit_container};

	emit_family(&l, AF_INET, true);
	emit_family(&l, AF_INET6, true);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		l.rows = 0;
		parts[i](&l);
	}
}
