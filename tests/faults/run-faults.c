/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of faults: a real server on loopback for each line of faults.txt,
 * which has to be named by its own rule, in time, with nothing else claimed.
 *
 *	run-faults            plays all of them and compares doc/FAULTS.md with the table
 *	run-faults -v [WORD]  those whose line has WORD, and how long each took
 *	run-faults --doc      writes what doc/FAULTS.md has to be
 *
 * A line has five columns, separated by " | ":
 *	what is wrong, as a sentence
 *	the servers: "SERVICE [HOST] [FAMILY]: script", more after " ++ "; "client: settings".  In a
 *	script (practice/script.h) "; " stands for a line's end
 *	ID VERDICT CERTAINTY of the finding, or "-": a healthy server
 *	milliseconds until it must be named, from the start of the run; "-" for a healthy server
 *	other warnings and problems that may be claimed; "-" for none
 */
#include "config.h"
#include "tests/conv/conv-run.h"

#include "base/buf.h"
#include "base/mem.h"
#include "reason/rules/finding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAULTS_MIN 40
#define DOC "doc/FAULTS.md"
#define TABLE "tests/faults/faults.txt"
#define TABLE_BYTES_MAX (256 * 1024)

enum column { WHAT, SERVERS, FINDING, MS, ALSO, COLUMN_COUNT_ };

struct fault {
	struct strs columns;
	unsigned line;
};

struct table {
	struct fault *v;
	size_t n;
	unsigned unread; /* lines that are not well formed: each has failed */
};

struct judging {
	bool verbose;
	unsigned passed, failed;
};

static const char *column(const struct fault *f, enum column which)
{
	return f->columns.v[which];
}

static bool is_healthy(const struct fault *f)
{
	return str_eq(column(f, FINDING), "-");
}

/* ---- the table ---- */

/* Cuts text at each sep, and trims every piece. */
static void cut_at(struct strs *ret, const char *text, const char *sep)
{
	for (const char *end; text; text = end ? end + strlen(sep) : NULL) {
		end = strstr(text, sep);
		char *piece = end ? mem_strndup(text, (size_t)(end - text)) : mem_strdup(text);

		strs_add(ret, str_trim(piece));
		free(piece);
	}
}

static char *slurp(const char *name)
{
	const char *srcdir = getenv("srcdir");
	char *path = mem_printf("%s/%s", srcdir ? srcdir : ".", name), part[4096];
	FILE *f = fopen(path, "re");
	struct buf text;
	size_t n;

	buf_init(&text, TABLE_BYTES_MAX);
	while (f && (n = fread(part, 1, sizeof part, f)) > 0 && buf_append(&text, part, n))
		;
	if (f)
		fclose(f);
	else
		printf("%s cannot be read\n", path);
	free(path);
	return buf_take(&text);
}

static void read_table(struct table *t)
{
	char *text = slurp(TABLE);
	struct strs lines = {0};

	cut_at(&lines, text, "\n");
	for (size_t i = 0; i < lines.n; i++) {
		struct fault f = {.line = (unsigned)i + 1};

		if (!*lines.v[i] || *lines.v[i] == '#')
			continue;
		cut_at(&f.columns, lines.v[i], " | ");
		if (f.columns.n != COLUMN_COUNT_) {
			printf("FAILED %s:%u: %zu columns, not %d\n", TABLE, f.line, f.columns.n,
			       COLUMN_COUNT_);
			strs_clear(&f.columns);
			t->unread++;
			continue;
		}
		t->v = mem_realloc(t->v, t->n + 1, sizeof *t->v);
		t->v[t->n++] = f;
	}
	strs_clear(&lines);
	free(text);
}

static void clear_table(struct table *t)
{
	for (size_t i = 0; i < t->n; i++)
		strs_clear(&t->v[i].columns);
	free(t->v);
}

/* ---- a line as a conversation ---- */

/* A block's actions are indented; all else is at the margin. */
static bool is_action(const char *line)
{
	static const char words[] =
	    " reply send drip repeat wait start-tls noise close cut reset silence ";
	char *word = mem_printf(" %.*s ", (int)strcspn(line, " "), line);
	bool found = strstr(words, word);

	free(word);
	return found;
}

static void put_section(struct buf *out, char *server)
{
	char *script = strstr(server, ": ");
	struct strs lines = {0};

	if (script)
		*script++ = '\0';
	if (str_eq(server, "client"))
		buf_puts(out, "[client]\n");
	else
		buf_printf(out, "[server %s]\n", server);
	cut_at(&lines, script ? script : "", ";");
	for (size_t i = 0; i < lines.n; i++)
		buf_printf(out, "%s%s\n", is_action(lines.v[i]) ? "  " : "", lines.v[i]);
	strs_clear(&lines);
}

static void put_expectations(struct buf *out, const struct fault *f)
{
	char *id = mem_strndup(column(f, FINDING), strcspn(column(f, FINDING), " "));

	buf_puts(out, "[expect]\n");
	if (!is_healthy(f))
		buf_printf(out, "names %s\nwithin %s %s\n", column(f, FINDING), column(f, MS), id);
	buf_printf(out, "claims %s %s\n", id, column(f, ALSO));
	free(id);
}

static struct conv *conv_of(const struct fault *f)
{
	struct strs servers = {0};
	struct buf text;
	char *error = NULL, *name = mem_printf("faults:%u", f->line);

	buf_init(&text, 0);
	cut_at(&servers, column(f, SERVERS), " ++ ");
	for (size_t i = 0; i < servers.n; i++)
		put_section(&text, servers.v[i]);
	put_expectations(&text, f);
	struct conv *c = conv_parse(name, buf_text(&text), &error);

	if (!c)
		printf("FAILED %s:%u: %s\n%s", TABLE, f->line, error, buf_text(&text));
	free(error);
	free(name);
	buf_clear(&text);
	strs_clear(&servers);
	return c;
}

/* ---- playing them ---- */

static void tell_findings(const struct conv_seen *seen)
{
	for (size_t i = 0; i < seen->findings->n; i++) {
		const struct finding *f = &seen->findings->v[i];

		printf("    %s%s %s %s, named after %lld ms\n", f->under < 0 ? "" : "  ", f->id,
		       verdict_name(f->verdict), certainty_name(f->certainty),
		       (long long)conv_named_us(seen, f->id) / 1000);
	}
}

static bool judge(struct conv_run *r, const struct conv_seen *seen, bool last, void *user)
{
	struct judging *j = user;
	char *wrong = r->error ? mem_printf("  %s\n", r->error) : conv_judged(r->conv, seen);
	char *transcript = *wrong ? conv_transcript(seen) : mem_strdup("");

	if (*wrong || j->verbose) {
		printf("%s%s\n%s%s", r->conv->name, *wrong ? " FAILED" : "", wrong, transcript);
		tell_findings(seen);
	}
	bool right = !*wrong;

	j->failed += !right && last;
	j->passed += right;
	free(transcript);
	free(wrong);
	return right;
}

static bool is_chosen(const struct fault *f, const char *word)
{
	bool chosen = !word;

	for (size_t i = 0; i < COLUMN_COUNT_ && !chosen; i++)
		chosen = str_icontains(f->columns.v[i], word);
	return chosen;
}

static bool play(const struct table *t, bool verbose, const char *word)
{
	struct judging j = {.verbose = verbose, .failed = t->unread};
	const struct conv_pass pass = {.name = "whole", .judge = judge, .user = &j};
	struct conv_suite s;
	bool ready = conv_suite_init(&s);

	for (size_t i = 0; i < t->n; i++) {
		bool chosen = is_chosen(&t->v[i], word);
		struct conv *c = chosen ? conv_of(&t->v[i]) : NULL;

		if (c)
			conv_suite_add(&s, c);
		j.failed += chosen && !c;
	}
	ready = ready && conv_suite_play(&s, &pass);
	ready = conv_suite_clear(&s) && ready;
	printf("%u passed, %u failed\n", j.passed, j.failed);
	return ready && j.passed && !j.failed;
}

/* ---- the page ---- */

/* The services of the line, each once. */
static char *services_of(const struct fault *f)
{
	struct strs servers = {0}, names = {0};

	cut_at(&servers, column(f, SERVERS), " ++ ");
	for (size_t i = 0; i < servers.n; i++) {
		char *name = mem_strndup(servers.v[i], strcspn(servers.v[i], ": "));

		if (str_eq(name, "client") || strs_has(&names, name))
			free(name);
		else
			strs_append(&names, name);
	}
	char *joined = strs_join(&names, ", ");

	strs_clear(&names);
	strs_clear(&servers);
	return joined;
}

static void put_row(struct buf *out, const struct fault *f)
{
	struct strs words = {0};
	char *services = services_of(f);

	strs_split(&words, column(f, FINDING), " ");
	buf_printf(out, "| %s | %s | ", column(f, WHAT), services);
	if (words.n == 3)
		buf_printf(out, "`%s` | %s, %s | %s ms |\n", words.v[0], words.v[1], words.v[2],
			   column(f, MS));
	else
		buf_puts(out, "no warning, no problem | | |\n");
	free(services);
	strs_clear(&words);
}

static size_t faults_of(const struct table *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += !is_healthy(&t->v[i]);
	return n;
}

static char *page_of(const struct table *t)
{
	struct buf out;
	size_t faults = faults_of(t);

	buf_init(&out, 0);
	buf_printf(
	    &out,
	    "# Faults and their names\n\n"
	    "Each line is a server on loopback that behaves so, and what porthorn says of it.\n"
	    "`make check` plays all %zu faults and %zu healthy servers (tests/faults): each "
	    "fault must be\nnamed by its own rule within the time given, with no other warning "
	    "or problem claimed.\nThe page is written by `run-faults --doc`; the test compares "
	    "it with the table.\n\n"
	    "| What happens | Ports | Named | As | Within |\n"
	    "|---|---|---|---|---|\n",
	    faults, t->n - faults);
	for (size_t i = 0; i < t->n; i++)
		put_row(&out, &t->v[i]);
	return buf_take(&out);
}

static bool page_is_true(const struct table *t)
{
	char *want = page_of(t), *is = slurp(DOC);
	bool equal = str_eq(want, is);

	if (!equal)
		printf("%s is not what the table says; run-faults --doc writes it\n", DOC);
	free(want);
	free(is);
	return equal;
}

int main(int argc, char **argv)
{
	struct table t = {0};
	bool verbose = argc > 1 && str_eq(argv[1], "-v"), well;

	read_table(&t);
	well = !t.unread;
	if (argc > 1 && str_eq(argv[1], "--doc")) {
		char *page = page_of(&t);

		fputs(page, stdout);
		free(page);
	} else {
		well = play(&t, verbose, argc > 2 ? argv[2] : NULL) && well;
		if (!verbose)
			well = page_is_true(&t) && faults_of(&t) >= FAULTS_MIN && well;
	}
	clear_table(&t);
	return !well;
}
