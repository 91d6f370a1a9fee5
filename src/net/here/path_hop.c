/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One TTL of a sweep: an ordinary connect() with it, and what its error queue says. */
#include "config.h"
#include "net/here/path_private.h"

#ifndef PORTABLE /* else no sweep begins: path.c */

#include "base/fd.h"
#include "base/mem.h"
#include "net/here/icmp.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_US 1000

struct event *path_event(const struct path *p, enum event_type type)
{
	struct event *e = event_new(type, 0);

	e->port = p->port;
	e->role = p->role;
	e->attempt = p->sweep;
	return e;
}

struct event *path_hop_event(const struct path *p, int ttl)
{
	struct event *e = path_event(p, EVENT_PATH_HOP);

	e->num = ttl;
	e->us = (int64_t)((uv_hrtime() - p->hops[ttl].sent_ns) / NS_PER_US);
	return e;
}

static int64_t real_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* The time when the kernel got the message (0: unknown), since a busy program reads it late. If the
 * clock was set meanwhile, the program's own time is kept. */
static void take_stamp(const struct path *p, int ttl, struct event *e, int64_t stamp_ns)
{
	int64_t us = (stamp_ns - p->hops[ttl].sent_real_ns) / NS_PER_US;

	if (stamp_ns && us > 0 && us < e->us)
		e->us = us;
}

void path_hop_settle(struct path *p, int ttl)
{
	struct path_hop *hop = &p->hops[ttl];

	hop->settled = true;
	if (hop->fd >= 0)
		close(hop->fd);
	hop->fd = -1;
}

/* A machine at this TTL ended the journey: hops beyond it add nothing. */
static void reached(struct path *p, int ttl)
{
	if (!p->reached_ttl || ttl < p->reached_ttl)
		p->reached_ttl = ttl;
	for (int beyond = p->reached_ttl + 1; beyond <= PATH_TTL_MAX; beyond++)
		path_hop_settle(p, beyond);
}

static enum outcome outcome_of(int err)
{
	switch (err) {
	case 0:
		return OUTCOME_OK;
	case ECONNREFUSED:
		return OUTCOME_REFUSED;
	case ECONNRESET:
		return OUTCOME_RESET;
	case EPERM:
	case EACCES:
		return OUTCOME_DENIED;
	case ETIMEDOUT:
		return OUTCOME_TIMEOUT;
	default:
		return OUTCOME_UNREACHABLE;
	}
}

/* The connect() at this TTL has ended: connected, refused, or an error of the kernel, which
 * measures an accepted connection's round trip better than a busy program (0: it did not). */
static void hop_ended(struct path *p, int ttl, int err, int64_t kernel_us)
{
	struct event *e = path_hop_event(p, ttl);

	if (kernel_us > 0 && kernel_us < e->us)
		e->us = kernel_us;
	e->err = err;
	e->outcome = outcome_of(err);
	if (e->outcome == OUTCOME_OK)
		e->address = mem_strdup(p->address);
	path_hop_settle(p, ttl);
	reached(p, ttl);
	p->sink(e, p->user);
}

/* Reads one message from the queue of the hop's socket; false if there is none. */
static bool hop_read_error(struct path *p, int ttl)
{
	struct icmp_message message;

	if (!icmp_take(p->hops[ttl].fd, &message))
		return false;
	struct event *e = path_hop_event(p, ttl);

	take_stamp(p, ttl, e, message.at_ns);
	e->err = message.err;
	e->address = *message.from ? mem_strdup(message.from) : NULL;
	e->icmp_type = message.type;
	e->icmp_code = message.code;
	e->outcome = icmp_is_time_exceeded(&message) ? OUTCOME_NONE : outcome_of(e->err);
	path_hop_settle(p, ttl);
	if (e->outcome != OUTCOME_NONE)
		reached(p, ttl);
	p->sink(e, p->user);
	return true;
}

/* A reset is refused while the connection is asked for (ECONNREFUSED). Any later one shows that it was
 * accepted first, however late a busy program looks. */
static bool was_accepted(int err, const struct tcp_info *info)
{
	return err ? err == ECONNRESET || err == EPIPE : info->tcpi_state != TCP_CLOSE;
}

void path_hop_news(struct path *p, int ttl)
{
	while (p->hops[ttl].fd >= 0 && hop_read_error(p, ttl))
		continue;
	if (p->hops[ttl].fd < 0)
		return;
	int err = 0;
	socklen_t len = sizeof err;
	struct tcp_info info = {0};
	socklen_t info_len = sizeof info;

	getsockopt(p->hops[ttl].fd, SOL_SOCKET, SO_ERROR, &err, &len);
	getsockopt(p->hops[ttl].fd, IPPROTO_TCP, TCP_INFO, &info, &info_len);
	if (err && !was_accepted(err, &info)) {
		/* The queue's entry, which names the sender, may have arrived only after the queue
		 * was read. */
		while (p->hops[ttl].fd >= 0 && hop_read_error(p, ttl))
			continue;
		if (p->hops[ttl].fd >= 0)
			hop_ended(p, ttl, err, 0);
		return;
	}
	if (info.tcpi_state != TCP_SYN_SENT)
		hop_ended(p, ttl, was_accepted(err, &info) ? 0 : ECONNRESET, info.tcpi_rtt);
}

/* 0, or the error of an immediate failure. The clock starts with the connection, not with its
 * socket. */
static int hop_connect(struct path *p, int ttl)
{
	struct path_hop *hop = &p->hops[ttl];
	bool v6 = p->family == FAMILY_IPV6;

	hop->fd = fd_socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0, false);
	int err = hop->fd < 0 ? errno : 0;

	if (!err) {
		setsockopt(hop->fd, v6 ? IPPROTO_IPV6 : IPPROTO_IP, v6 ? IPV6_UNICAST_HOPS : IP_TTL,
			   &ttl, sizeof ttl);
		icmp_keep(hop->fd, v6 ? AF_INET6 : AF_INET, true);
		icmp_stamp(hop->fd);
	}
	hop->sent_real_ns = real_ns();
	hop->sent_ns = uv_hrtime();
	if (!err && connect(hop->fd, (const struct sockaddr *)&p->to, p->to_len) < 0)
		err = errno;
	return err == EINPROGRESS ? 0 : err;
}

/*
 * Refused before connect() returned, yet not at once: either this computer's own firewall did it
 * while other programs ran, or a router was quick enough. The next try tells which.
 */
static bool was_held_up(const struct path *p, int ttl, int err)
{
	struct pollfd at = {.fd = p->hops[ttl].fd};
	uint64_t us = (uv_hrtime() - p->hops[ttl].sent_ns) / NS_PER_US;

	if (at.fd < 0 || us <= PATH_LOCAL_US)
		return false;
	return err == ECONNREFUSED || (!err && poll(&at, 1, 0) == 1 && (at.revents & POLLHUP));
}

void path_hop_send(struct path *p, int ttl)
{
	struct path_hop *hop = &p->hops[ttl];
	int err = hop_connect(p, ttl);

	hop->sent = true;
	for (int n = 1; ttl == 1 && n < PATH_LOCAL_TRIES && was_held_up(p, ttl, err); n++) {
		close(hop->fd);
		err = hop_connect(p, ttl);
	}
	if (!err) {
		struct epoll_event want = {.events = EPOLLOUT | EPOLLIN, .data.u32 = (uint32_t)ttl};

		epoll_ctl(p->epoll_fd, EPOLL_CTL_ADD, hop->fd, &want);
		/* This computer answers at once: reading that now keeps the loop's delay out of its
		 * time. */
		path_hop_news(p, ttl);
	} else if (hop->fd < 0 || (!hop_read_error(p, ttl) && hop->fd >= 0)) {
		hop_ended(p, ttl, err, 0);
	}
}

#endif
