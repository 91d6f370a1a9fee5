/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tests/conv/conv.h"

#include "base/mem.h"
#include "practice/identity.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_BYTES_MAX (64 * 1024)
#define HOUR_MS (60 * 60 * 1000)

struct reader {
	struct conv *conv;
	struct conv_server *server; /* the one that script lines belong to; NULL outside [server] */
	bool client, expect;
	size_t about; /* the server of [expect] */
	unsigned line;
};

static enum service service_or_fail(const char *name, const char **ret_why)
{
	enum service s = service_from_name(name);

	if (s == SERVICE_COUNT_)
		*ret_why = "there is no such service";
	return s;
}

static size_t server_of(const struct conv *c, enum service service)
{
	size_t i = 0;

	while (i < c->server_n && c->servers[i].service != service)
		i++;
	return i;
}

/* "SERVICE [HOST] [FAMILY]" */
static const char *add_server(struct reader *r, const char *arg)
{
	struct conv *c = r->conv;
	struct strs words = {0};
	const char *why = NULL;

	if (c->server_n == CONV_SERVERS_MAX)
		return "too many servers";
	strs_split(&words, arg, " ");
	enum service service = service_or_fail(words.n ? words.v[0] : "", &why);

	r->server = why ? NULL : &c->servers[c->server_n++];
	for (size_t i = 0; r->server && i < words.n; i++) {
		enum family family = family_from_name(words.v[i]);

		if (!i)
			*r->server = (struct conv_server){.service = service, .family = c->family};
		else if (family != FAMILY_COUNT_)
			r->server->family = family;
		else if (!r->server->host)
			r->server->host = mem_strdup(words.v[i]);
	}
	if (r->server)
		buf_init(&r->server->script, FILE_BYTES_MAX);
	strs_clear(&words);
	return why;
}

static const char *open_section(struct reader *r, const char *name, const char *arg)
{
	struct conv *c = r->conv;
	const char *why = NULL;

	r->server = NULL;
	r->client = r->expect = false;
	if (str_eq(name, "server")) {
		why = add_server(r, arg);
	} else if (str_eq(name, "client")) {
		r->client = true;
	} else if (str_eq(name, "expect")) {
		r->expect = true;
		r->about = *arg ? server_of(c, service_or_fail(arg, &why)) : 0;
		if (!why && r->about >= c->server_n)
			why = "expectations come after the [server] that they are about";
	} else {
		why = "there is no such section";
	}
	return why;
}

static const char *read_client(struct conv *c, const char *name, char *arg)
{
	long n = 0;

	if (str_eq(name, "limit")) {
		char *value = strchr(arg, ' ');

		if (!value)
			return "a limit needs a name and a number";
		*value++ = '\0';
		if (!str_number(value, 0, 1000000000, &n) || !limits_set(&c->limits, arg, n))
			return "there is no such limit, or not with this value";
	} else if (str_eq(name, "host")) {
		free(c->host);
		c->host = mem_strdup(arg);
	} else if (str_eq(name, "provider")) {
		free(c->provider);
		c->provider = mem_strdup(arg);
	} else if (str_eq(name, "code")) {
		strs_add(&c->codes, arg);
	} else if (str_eq(name, "family")) {
		c->family = family_from_name(arg);
		for (size_t i = 0; i < c->server_n; i++)
			c->servers[i].family = c->family;
		if (c->family != FAMILY_IPV4 && c->family != FAMILY_IPV6)
			return "family is ipv4 or ipv6";
	} else if (str_eq(name, "days")) {
		c->days = strtol(arg, NULL, 10);
	} else if (str_eq(name, "varies")) {
		c->varies = true;
	} else if (str_eq(name, "together")) {
		c->together = true;
	} else if (str_eq(name, "versions")) {
		c->versions = true;
	} else if (str_eq(name, "published")) {
		c->published = true;
	} else {
		return "there is no such setting";
	}
	return NULL;
}

static const char *read_expect(struct reader *r, char *line)
{
	struct conv *c = r->conv;
	struct conv_expect e = {.line = r->line, .server = r->about};

	if (c->expect_n == CONV_EXPECTS_MAX)
		return "too many expectations";
	if (str_istarts(line, "no ")) {
		e.no = true;
		line = str_trim(line + 3);
	}
	char *args = line + strcspn(line, " ");

	if (*args)
		*args++ = '\0';
	e.judge = conv_judge(line);
	if (!e.judge)
		return "there is no such expectation";
	if (e.judge->takes != (*args != '\0') && !str_eq(line, "event"))
		return e.judge->takes ? "this expectation needs something after it"
				      : "nothing may stand after this expectation";
	e.args = mem_strdup(args);
	c->expects[c->expect_n++] = e;
	return NULL;
}

static const char *read_line(struct reader *r, const char *raw)
{
	char *line = mem_strdup(raw), *trimmed = str_trim(line);
	const char *why = NULL;
	size_t len = strlen(trimmed);

	if (*trimmed == '[' && trimmed[len - 1] == ']') {
		trimmed[len - 1] = '\0';
		char *arg = trimmed + strcspn(trimmed, " ");

		if (*arg)
			*arg++ = '\0';
		why = open_section(r, trimmed + 1, arg);
	} else if (r->server) {
		/* The script's own comments and blank lines stay, so that its line numbers are
		 * right. */
		buf_puts(&r->server->script, raw);
		buf_putc(&r->server->script, '\n');
	} else if (*trimmed && *trimmed != '#') {
		char *arg = trimmed + strcspn(trimmed, " ");

		if (r->expect) {
			why = read_expect(r, trimmed);
		} else if (r->client) {
			if (*arg)
				*arg++ = '\0';
			why = read_client(r->conv, trimmed, arg);
		} else {
			why = "a line before the first section";
		}
	}
	free(line);
	return why;
}

static char *slurp(const char *file)
{
	FILE *f = fopen(file, "re");
	struct buf text;
	char part[4096];
	size_t n;

	if (!f)
		return NULL;
	buf_init(&text, FILE_BYTES_MAX);
	while ((n = fread(part, 1, sizeof part, f)) > 0 && buf_append(&text, part, n))
		;
	fclose(f);
	return buf_take(&text);
}

static char *name_of(const char *file)
{
	const char *slash = strrchr(file, '/');

	while (slash && slash > file && slash[-1] != '/')
		slash--;
	char *name = mem_strdup(slash ? slash : file), *dot = strrchr(name, '.');

	if (dot)
		*dot = '\0';
	return name;
}

static const char *read_text(struct reader *r, char *text)
{
	const char *why = NULL;
	char *next;

	for (char *at = text; *at && !why; at = next) {
		next = at + strcspn(at, "\n");
		if (*next)
			*next++ = '\0';
		r->line++;
		why = read_line(r, at);
	}
	if (!why && (!r->conv->server_n || !r->conv->expect_n))
		why = "a [server] and an [expect] are needed";
	return why;
}

/* Byte by byte on a busy machine everything is slow: only a limit that the conversation sets ends a stage. */
static void set_limits(struct limits *limits)
{
	static const char *const names[] = {"tls", "greeting", "reply", "quit", "run"};

	limits_init(limits);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		limits_set(limits, names[i], HOUR_MS);
}

struct conv *conv_parse(const char *name, const char *text, char **ret_error)
{
	struct conv *c = mem_calloc(1, sizeof *c);
	struct reader r = {.conv = c};
	char *copy = mem_strdup(text);

	c->name = name_of(name);
	c->host = mem_strdup(IDENTITY_HOST_MAIL);
	c->family = FAMILY_IPV4;
	set_limits(&c->limits);
	const char *why = read_text(&r, copy);

	free(copy);
	if (!why)
		return c;
	*ret_error = mem_printf("%s:%u: %s", name, r.line, why);
	conv_free(c);
	return NULL;
}

struct conv *conv_read(const char *file, char **ret_error)
{
	char *text = slurp(file);

	if (!text) {
		*ret_error = mem_printf("%s: %s", file, strerror(errno));
		return NULL;
	}
	struct conv *c = conv_parse(file, text, ret_error);

	free(text);
	return c;
}

void conv_free(struct conv *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->server_n; i++) {
		buf_clear(&c->servers[i].script);
		free(c->servers[i].host);
	}
	for (size_t i = 0; i < c->expect_n; i++)
		free(c->expects[i].args);
	free(c->host);
	free(c->provider);
	strs_clear(&c->codes);
	free(c->name);
	free(c);
}
