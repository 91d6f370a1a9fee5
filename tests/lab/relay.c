/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Wires with a delay, for the network lab: forwards Ethernet frames between pairs of interfaces of
 * its own namespace, each frame after a fixed time; the first wire loses some on request. In user
 * space, since many kernels lack sch_netem.
 *
 *   relay LOSS_PERCENT (IFACE_A IFACE_B DELAY_US)…
 *
 * Prints "ready" once all wires are up and ends on SIGTERM.
 */
#include "config.h"

#include <errno.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>

#define ENDS_MAX 32
#define FRAME_BYTES (65536 + 64)
#define QUEUE_FRAMES 4096

struct frame {
	uint64_t due_ns;
	size_t len;
	char bytes[];
};

struct end {
	int fd;
	uint64_t delay_ns;
	double loss;			   /* percent */
	struct frame *queue[QUEUE_FRAMES]; /* frames on their way out of this end, oldest first */
	unsigned first, n;
};

static struct end ends[ENDS_MAX];
static int end_n;
static volatile sig_atomic_t stop;

static void on_term(int signal_number)
{
	(void)signal_number;
	stop = 1;
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void fail(const char *what)
{
	fprintf(stderr, "relay: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* With PACKET_VNET_HDR, unfinished checksums and large segments pass unchanged. */
static int open_interface(const char *name)
{
	const int on = 1;
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, htons(ETH_P_ALL));

	if (fd < 0)
		fail("socket");
	if (setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof on) < 0)
		fail("PACKET_VNET_HDR");
	setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on);
	struct sockaddr_ll at = {.sll_family = AF_PACKET,
				 .sll_protocol = htons(ETH_P_ALL),
				 .sll_ifindex = (int)if_nametoindex(name)};

	if (!at.sll_ifindex || bind(fd, (struct sockaddr *)&at, sizeof at) < 0)
		fail(name);
	return fd;
}

static void take_frames(struct end *from, struct end *to)
{
	static char bytes[FRAME_BYTES];
	ssize_t len;

	while ((len = recv(from->fd, bytes, sizeof bytes, 0)) > 0) {
		if (to->n == QUEUE_FRAMES || drand48() * 100 < to->loss)
			continue;
		struct frame *f = malloc(sizeof *f + (size_t)len);

		if (!f)
			fail("malloc");
		f->due_ns = now_ns() + to->delay_ns;
		f->len = (size_t)len;
		memcpy(f->bytes, bytes, (size_t)len);
		to->queue[(to->first + to->n++) % QUEUE_FRAMES] = f;
	}
}

/* Sends the frames that are due; returns when the next one is, 0 if there is none. */
static uint64_t send_frames(struct end *e)
{
	while (e->n) {
		struct frame *f = e->queue[e->first];

		if (f->due_ns > now_ns())
			return f->due_ns;
		if (send(e->fd, f->bytes, f->len, 0) < 0 && errno == EAGAIN)
			return now_ns() + 100000;
		free(f);
		e->first = (e->first + 1) % QUEUE_FRAMES;
		e->n--;
	}
	return 0;
}

static void run(int timer)
{
	struct pollfd polls[ENDS_MAX + 1];

	while (!stop) {
		uint64_t next = 0;

		for (int i = 0; i < end_n; i++) {
			uint64_t due = send_frames(&ends[i]);

			if (due && (!next || due < next))
				next = due;
			polls[i] = (struct pollfd){.fd = ends[i].fd, .events = POLLIN};
		}
		struct itimerspec at = {.it_value = {.tv_sec = (time_t)(next / 1000000000u),
						     .tv_nsec = (long)(next % 1000000000u)}};

		timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, NULL);
		polls[end_n] = (struct pollfd){.fd = timer, .events = POLLIN};
		if (poll(polls, (nfds_t)end_n + 1, -1) < 0 && errno != EINTR)
			fail("poll");
		for (int i = 0; i < end_n; i++)
			if (polls[i].revents & POLLIN)
				take_frames(&ends[i], &ends[i ^ 1]);
	}
}

int main(int argc, char **argv)
{
	struct sigaction action = {.sa_handler = on_term};

	if (argc < 5 || (argc - 2) % 3 || (argc - 2) / 3 * 2 > ENDS_MAX) {
		fprintf(stderr, "usage: relay LOSS_PERCENT (IFACE_A IFACE_B DELAY_US)...\n");
		return 2;
	}
	srand48((long)getpid());
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	for (int i = 2; i < argc; i += 3) {
		for (int side = 0; side < 2; side++) {
			ends[end_n].loss = i == 2 ? strtod(argv[1], NULL) : 0;
			ends[end_n].fd = open_interface(argv[i + side]);
			ends[end_n++].delay_ns = strtoull(argv[i + 2], NULL, 10) * 1000u;
		}
	}
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);

	if (timer < 0)
		fail("timerfd");
	puts("ready");
	fflush(stdout);
	run(timer);
	return 0;
}
