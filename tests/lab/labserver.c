/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lab's mail servers: the practice scripts on the standard ports of every address of this
 * namespace.
 *
 *   labserver CA_FILE|-          the usual ports; the practice root goes to CA_FILE
 *   labserver CA_FILE|- IPV4-ADDRESS     the same at that address alone, with ManageSieve instead of
 *                       the web port
 *   labserver CA_FILE|- ten     the usual ports, ManageSieve and 2525
 *   labserver CA_FILE|- all SCRIPT [STOCK]     the usual ports with more of a script; all but the
 *                       web port like that stock server
 *   labserver CA_FILE|- PORT [SCRIPT [ADDRESS]]     a submission server on PORT alone, with its
 *                       own script (practice/script.h); at that IPv4 address alone
 *
 * Prints "ready" and serves until it is killed.
 */
#include "config.h"

#include "base/mem.h"
#include "net/tls/tls.h"
#include "practice/identity.h"
#include "practice/script.h"
#include "practice/stock.h"
#include "practice/talk.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <uv.h>

struct place {
	int port;
	const char *stock;
	const char *address; /* as for listen_on() */
	uv_poll_t poll;
	struct talk_host host;
	int fd;
};

static struct place places[] = {
    {.port = 25, .stock = "smtp"},	   {.port = 587, .stock = "submission"},
    {.port = 465, .stock = "submissions"}, {.port = 143, .stock = "imap"},
    {.port = 993, .stock = "imaps"},	   {.port = 110, .stock = "pop3"},
    {.port = 995, .stock = "pop3s"},	   {.port = 443, .stock = "https"},
    {.port = 2525, .stock = "submission"}, {.port = 4190, .stock = "managesieve"},
};
#define USUAL 8

static void die(const char *what)
{
	fprintf(stderr, "labserver: %s\n", what);
	exit(1);
}

static void on_ended(struct talk *t, void *user)
{
	(void)t;
	(void)user;
}

static void on_client(uv_poll_t *poll, int status, int events)
{
	struct place *p = poll->data;
	int fd;

	(void)status;
	(void)events;
	while ((fd = accept4(p->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
		talk_open(&p->host, fd, true);
}

/* One socket for both families; address: "::ffff:192.0.2.1", or NULL for any. */
static int listen_on(const char *address, int port)
{
	struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
	const int on = 1, off = 0;
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (address && inet_pton(AF_INET6, address, &any.sin6_addr) != 1)
		die("no address");
	setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (fd < 0 || bind(fd, (struct sockaddr *)&any, sizeof any) < 0 || listen(fd, 256) < 0)
		die("cannot listen");
	return fd;
}

static void open_place(struct place *p, struct identities *ids, int port, const char *otherwise)
{
	char *error = NULL;
	char *text = mem_printf("like %s\n%s\n", p->stock, otherwise);
	struct script *script = script_parse(p->stock, text, &error);
	const char *chain, *key;

	if (!script || !identity_get(ids, script->identity, &chain, &key))
		die(error ? error : p->stock);
	p->host = (struct talk_host){.loop = uv_default_loop(),
				     .script = script,
				     .tls = tls_config_server(chain, key, NULL, &error),
				     .ended = on_ended};
	p->fd = listen_on(p->address, port);
	uv_poll_init(uv_default_loop(), &p->poll, p->fd);
	p->poll.data = p;
	uv_poll_start(&p->poll, UV_READABLE, on_client);
	free(text);
}

static void write_root(struct identities *ids, const char *file)
{
	FILE *out = fopen(file, "we");

	if (!out || fputs(identity_root(ids), out) < 0 || fclose(out) != 0)
		die("cannot write the root");
}

int main(int argc, char **argv)
{
	struct identities *ids = identities_new((int64_t)time(NULL));
	bool more = argc > 3 && strcmp(argv[2], "all") == 0;
	bool ten = argc == 3 && strcmp(argv[2], "ten") == 0;
	bool all = argc == 2 || more || ten || (argc == 3 && strchr(argv[2], '.'));
	size_t n = ten ? sizeof places / sizeof *places : USUAL;

	if (argc < 2 || argc > 5)
		die("usage: labserver CA_FILE|- [PORT [SCRIPT [ADDRESS]]]");
	if (strcmp(argv[1], "-") != 0)
		write_root(ids, argv[1]);
	if (argc == 5 && !more)
		places[1].address = mem_printf("::ffff:%s", argv[4]);
	if (!all)
		open_place(&places[1], ids, (int)strtol(argv[2], NULL, 10),
			   argc > 3 ? argv[3] : "");
	for (size_t i = 0; all && i < n; i++) {
		if (argc == 3 && !ten) {
			places[i].address = mem_printf("::ffff:%s", argv[2]);
			if (places[i].port == 443) {
				places[i].port = 4190;
				places[i].stock = "managesieve";
			}
		}
		if (argc == 5 && places[i].port != 443)
			places[i].stock = argv[4];
		open_place(&places[i], ids, places[i].port, more ? argv[3] : "");
	}
	puts("ready");
	fflush(stdout);
	return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
