/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The practice servers for other programs: serve FILE writes a provider file with their names and real
 * ports, prints the file of their root certificate, and stops at the end of standard input.
 */
#include "config.h"

#include "know/services.h"
#include "practice/practice.h"

#include <stdio.h>
#include <stdlib.h>

static int real_port(const struct target *t, const struct target_server *s)
{
	for (size_t i = 0; i < t->override_n; i++)
		if (t->overrides[i].port == s->port && str_ieq(t->overrides[i].host, s->host))
			return t->overrides[i].connect_port;
	return s->port;
}

static void put_server(FILE *out, const struct target *t, const struct target_server *s)
{
	static const char *const types[] = {
	    [PROTOCOL_SMTP] = "smtp", [PROTOCOL_IMAP] = "imap", [PROTOCOL_POP3] = "pop3"};
	static const char *const sockets[] = {
	    [SECURITY_NONE] = "plain", [SECURITY_STARTTLS] = "STARTTLS", [SECURITY_TLS] = "SSL"};
	const struct service_row *row = service_row(s->service);
	const char *element = row->purpose == PURPOSE_SEND ? "outgoingServer" : "incomingServer";

	if (row->purpose > PURPOSE_SEND)
		return;
	fprintf(out,
		"<%s type=\"%s\"><hostname>%s</hostname><port>%d</port><socketType>%s</socketType>"
		"<authentication>password-cleartext</authentication>"
		"<username>%%EMAILADDRESS%%</username></%s>\n",
		element, types[row->protocol], s->host, real_port(t, s), sockets[s->security],
		element);
}

static bool write_provider(const char *name, const struct target *t)
{
	FILE *out = fopen(name, "w");

	if (!out)
		return false;
	fputs("<clientConfig version=\"1.1\"><emailProvider id=\"real-ports\">"
	      "<domain>practice.example</domain><displayName>Practice</displayName>\n",
	      out);
	for (size_t i = 0; i < t->server_n; i++)
		put_server(out, t, &t->servers[i]);
	fputs("</emailProvider></clientConfig>\n", out);
	return fclose(out) == 0;
}

int main(int argc, char **argv)
{
	char *error = NULL;
	struct practice *practice = argc == 2 ? practice_start("all-good", &error) : NULL;

	if (!practice) {
		fprintf(stderr, "serve FILE: %s\n", error ? error : "the file is missing");
		free(error);
		return 1;
	}
	struct target *t = practice_target(practice);
	bool written = write_provider(argv[1], t);

	puts(t->ca_file);
	fflush(stdout);
	while (written && getchar() != EOF)
		;
	target_free(t);
	practice_stop(practice);
	return written ? 0 : 1;
}
