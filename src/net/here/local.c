/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/here/local.h"

#include "base/mem.h"
#include "base/str.h"
#include "net/here/local_private.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef AF_PACKET
#define AF_DEVICE AF_PACKET
#else
#define AF_DEVICE AF_LINK /* BSD and macOS */
#endif

struct event *local_told(enum local_kind kind, const char *address, const char *device)
{
	struct event *e = event_new(EVENT_LOCAL, 0);

	e->kind = kind;
	e->address = mem_strdup(address);
	e->family = family_of_address(address);
	e->device = mem_strdup(device);
	return e;
}

void local_say(struct local *l, struct event *e)
{
	if (l->rows++ < LOCAL_ROWS_MAX)
		l->sink(e, l->user);
	else
		event_free(e);
}

static void say_detail(struct local *l, enum local_kind kind, char *detail)
{
	struct event *e = local_told(kind, NULL, NULL);

	e->detail = detail;
	local_say(l, e);
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
		local_say(l, local_told(LOCAL_ADDRESS, text, i->ifa_name));
	if (i->ifa_addr->sa_family != AF_DEVICE)
		return;
	if ((i->ifa_flags & IFF_UP) && !(i->ifa_flags & (IFF_RUNNING | IFF_LOOPBACK)))
		local_say(l, local_told(LOCAL_LINK_DOWN, NULL, i->ifa_name));
	if ((i->ifa_flags & IFF_UP) && is_tunnel(i->ifa_name))
		local_say(l, local_told(LOCAL_TUNNEL, NULL, i->ifa_name));
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
		local_say(l, local_told(LOCAL_RESOLVER, words->v[1], NULL));
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

	local_emit_routes(&l, AF_INET, false);
	local_emit_routes(&l, AF_INET6, false);
}

void local_emit(local_sink *sink, void *user)
{
	struct local l = {.sink = sink, .user = user};
	void (*const parts[])(struct local *) = {emit_interfaces, emit_resolvers, emit_dmi,
						 emit_container};

	local_emit_routes(&l, AF_INET, true);
	local_emit_routes(&l, AF_INET6, true);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		l.rows = 0;
		parts[i](&l);
	}
}
