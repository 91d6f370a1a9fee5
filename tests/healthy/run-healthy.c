/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plays the healthy servers of healthy.txt, each with a certificate that holds: the real engine
 * against a practice server that says just those lines.  None may get a warning or a problem.
 *
 *	run-healthy [-v] [WORD]     the blocks with that word in their text; without one all
 *
 * A block ends at an empty line. "# note: class …" marks what cannot be played unchanged: see
 * left_out[]. The other keys: service, greeting, caps (before TLS, or under TLS from the first
 * byte) and caps-tls (after STARTTLS); what a block lacks is the stock server's.
 */
#include "config.h"
#include "tests/conv/conv-run.h"

#include "base/mem.h"
#include "know/services.h"
#include "reason/rules/finding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Classes that are not a healthy server quoted word by word. */
static const char *const left_out[] = {"plaintext-only", "preauth", "not-literal-list"};

struct block {
	unsigned line; /* of the file */
	struct strs classes, greeting, caps, caps_tls;
	char *service, *source;
};

static void block_clear(struct block *b)
{
	strs_clear(&b->classes);
	strs_clear(&b->greeting);
	strs_clear(&b->caps);
	strs_clear(&b->caps_tls);
	free(b->service);
	free(b->source);
	*b = (struct block){0};
}

/* ---- reading ---- */

static const char *after(const char *line, const char *key)
{
	size_t len = strlen(key);

	return strncmp(line, key, len) ? NULL : line + len + strspn(line + len, " ");
}

/* False if the line is none that a block can have. */
static bool read_line(struct block *b, const char *line)
{
	const char *value;

	if ((value = after(line, "# note: class")))
		strs_split(&b->classes, value, " ");
	else if ((value = after(line, "# source:")) && !b->source)
		b->source = mem_strdup(value);
	else if ((value = after(line, "service:")))
		b->service = mem_strdup(value);
	else if ((value = after(line, "greeting:")))
		strs_add(&b->greeting, value);
	else if ((value = after(line, "caps:")))
		strs_add(&b->caps, value);
	else if ((value = after(line, "caps-tls:")))
		strs_add(&b->caps_tls, value);
	return value || *line == '#' || after(line, "tls:");
}

static bool is_left_out(const struct block *b)
{
	for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
		if (strs_has(&b->classes, left_out[i]))
			return true;
	return !b->service && !b->greeting.n && !b->caps.n && !b->caps_tls.n;
}

static bool is_whole(const struct block *b)
{
	return b->service && service_from_name(b->service) != SERVICE_COUNT_ &&
	       (b->greeting.n || b->caps.n || b->caps_tls.n);
}

/* ---- a block as a conversation ---- */

/* The lines, as a server of the protocol sends them. */
static void add_lines(struct buf *out, const struct strs *lines)
{
	for (size_t i = 0; i < lines->n; i++) {
		buf_printf(out, "  reply ");
		for (const char *c = lines->v[i]; *c; c++)
			buf_printf(out, *c == '\\' ? "\\\\" : "%c", *c);
		buf_printf(out, "\n");
	}
}

static void add_list(struct buf *out, enum protocol protocol, const struct strs *list)
{
	static const char *const asked[PROTOCOL_COUNT_] = {[PROTOCOL_SMTP] = "on EHLO",
							   [PROTOCOL_IMAP] = "on * CAPABILITY",
							   [PROTOCOL_POP3] = "on CAPA",
							   [PROTOCOL_SIEVE] = "on CAPABILITY"};

	if (!list->n)
		return;
	buf_printf(out, "%s\n", asked[protocol]);
	add_lines(out, list);
	if (protocol == PROTOCOL_IMAP)
		buf_printf(out, "  reply {tag} OK done\n");
}

/* A server's list under TLS if the source does not show it: the same without STARTTLS. */
static void guess_under_tls(struct block *b)
{
	bool logins = false;

	/* Without a login here it comes after TLS, as in the stock server. */
	for (size_t i = 0; i < b->caps.n; i++)
		logins = logins || str_icontains(b->caps.v[i], "AUTH");
	for (size_t i = 0; i < b->caps.n && (logins || str_eq(b->service, "smtp")); i++)
		if (!str_icontains(b->caps.v[i], "STARTTLS"))
			strs_add(&b->caps_tls, b->caps.v[i]);
	if (b->caps_tls.n && strlen(b->caps_tls.v[b->caps_tls.n - 1]) > 3)
		b->caps_tls.v[b->caps_tls.n - 1][3] = ' '; /* the last line of the reply */
}

static char *conversation(struct block *b)
{
	enum service service = service_from_name(b->service);
	const struct service_row *row = service_row(service);
	struct buf out;

	if (row->protocol == PROTOCOL_SMTP && row->security == SECURITY_STARTTLS && !b->caps_tls.n)
		guess_under_tls(b);
	buf_init(&out, 0);
	buf_printf(&out, "[server %s]\nlike %s\n", b->service, b->service);
	buf_printf(&out, row->security == SECURITY_TLS ? "under-tls\n" : "plain\n");
	if (row->protocol == PROTOCOL_SIEVE && b->caps.n) {
		buf_printf(&out, "greet\n");
		add_lines(&out, &b->caps);
	} else if (b->greeting.n) {
		buf_printf(&out, "greet\n");
		add_lines(&out, &b->greeting);
	}
	add_list(&out, row->protocol, &b->caps);
	buf_printf(&out, "under-tls\n");
	if (row->protocol == PROTOCOL_SIEVE && b->caps_tls.n) {
		buf_printf(&out, "secured\n");
		add_lines(&out, &b->caps_tls);
	}
	add_list(&out, row->protocol, &b->caps_tls);
	buf_printf(&out, "[expect]\nclaims -\n");
	char *text = mem_strdup(buf_text(&out));

	buf_clear(&out);
	return text;
}

static bool add(struct conv_suite *s, struct block *b)
{
	char *name = mem_printf("line %u, %s, %s", b->line, b->service, b->source);
	char *text = conversation(b), *error = NULL;
	struct conv *c = conv_parse(name, text, &error);

	if (c)
		conv_suite_add(s, c);
	else
		printf("FAILED %s: %s\n%s", name, error, text);
	free(name);
	free(text);
	free(error);
	return c;
}

/* A line that cannot be read, or a block; it has failed. */
static unsigned unread(const char *file, unsigned line, const char *why)
{
	printf("FAILED %s:%u: %s\n", file, line, why);
	return 1;
}

/* A block that has ended; returns how many failures it is by itself. */
static unsigned end_block(struct conv_suite *s, struct block *b, const char *file, bool wanted)
{
	unsigned failed = 0;

	if (!is_left_out(b) && !is_whole(b))
		failed = unread(file, b->line, "a block needs a service, and a greeting or a list");
	else if (!is_left_out(b) && wanted)
		failed = !add(s, b);
	block_clear(b);
	return failed;
}

/* Returns how many blocks and lines cannot be read. */
static unsigned read_file(struct conv_suite *s, const char *file, const char *word)
{
	FILE *in = fopen(file, "r");
	struct block b = {.line = 1};
	bool wanted = !word;
	char *line = NULL;
	size_t room = 0;
	unsigned failed = in ? 0 : unread(file, 0, "cannot be read");

	for (unsigned number = 1; in; number++) {
		bool more = getline(&line, &room, in) > 0;

		if (!more || *line == '\n') {
			failed += end_block(s, &b, file, wanted);
			b.line = number + 1;
			wanted = !word;
		} else {
			wanted = wanted || strstr(line, word);
			line[strcspn(line, "\r\n")] = '\0';
			if (!read_line(&b, line))
				failed += unread(file, number, "there is no such line");
		}
		if (!more)
			break;
	}
	free(line);
	if (in)
		fclose(in);
	return failed;
}

/* ---- playing ---- */

struct judging {
	unsigned passed, failed;
	bool verbose;
};

static bool judge(struct conv_run *r, const struct conv_seen *seen, bool last, void *user)
{
	struct judging *of = user;
	char *wrong = r->error ? mem_strdup(r->error) : conv_judged(r->conv, seen);
	char *transcript = *wrong || of->verbose ? conv_transcript(seen) : NULL;

	bool right = !*wrong;

	of->failed += !right && last;
	of->passed += right;
	if (transcript)
		printf("%s%s\n%s%s", r->conv->name, *wrong ? " FAILED" : "", wrong, transcript);
	for (size_t i = 0; transcript && i < seen->findings->n; i++)
		printf("    finding %s %s\n", verdict_name(seen->findings->v[i].verdict),
		       seen->findings->v[i].id);
	free(transcript);
	free(wrong);
	return right;
}

int main(int argc, char **argv)
{
	const char *srcdir = getenv("srcdir"), *word = NULL;
	char *file = mem_printf("%s/tests/healthy/healthy.txt", srcdir ? srcdir : ".");
	struct judging of = {0};
	struct conv_pass pass = {.name = "whole", .judge = judge, .user = &of};
	struct conv_suite s;
	bool ready = conv_suite_init(&s);

	for (int i = 1; i < argc; i++)
		if (str_eq(argv[i], "-v"))
			of.verbose = true;
		else
			word = argv[i];
	of.failed = read_file(&s, file, word);
	ready = ready && conv_suite_play(&s, &pass);
	printf("%u passed, %u failed\n", of.passed, of.failed);
	ready = conv_suite_clear(&s) && ready;
	free(file);
	return of.failed || !of.passed || !ready;
}
