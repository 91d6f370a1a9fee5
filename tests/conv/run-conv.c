/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs scripted conversations: the real engine against practice servers on
 * loopback, many side by side on one loop, three times over: bytes as they
 * come, byte by byte, and with EAGAIN before every read and write.
 *
 *	run-conv [-v] [FILE or FOLDER]…     without any: all below $srcdir/tests/conv
 */
#include "config.h"
#include "tests/conv/conv-run.h"

#include "base/mem.h"
#include "reason/rules/finding.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

/* ---- system calls of the three passes ---- */

static ssize_t recv_byte(int fd, void *bytes, size_t len)
{
	return recv(fd, bytes, len ? 1 : 0, 0);
}

static ssize_t send_byte(int fd, const void *bytes, size_t len)
{
	return send(fd, bytes, len ? 1 : 0, MSG_NOSIGNAL);
}

/* Every second call on a descriptor succeeds. */
static bool again(bool *turns, int fd)
{
	bool *turn = &turns[fd % FD_SETSIZE];

	*turn = !*turn;
	if (*turn)
		errno = EAGAIN;
	return *turn;
}

static ssize_t recv_again(int fd, void *bytes, size_t len)
{
	static bool turns[FD_SETSIZE];

	return again(turns, fd) ? -1 : recv(fd, bytes, len, 0);
}

static ssize_t send_again(int fd, const void *bytes, size_t len)
{
	static bool turns[FD_SETSIZE];

	return again(turns, fd) ? -1 : send(fd, bytes, len, MSG_NOSIGNAL);
}

/* ---- what each pass showed ---- */

enum { PASS_WHOLE, PASS_BYTES, PASS_AGAIN, PASSES };

struct tally {			 /* the memory of a conversation */
	char *transcript;	 /* of the first pass */
	char *other;		 /* of a later one, where it differs */
	unsigned passed, failed; /* passes */
};

struct judging {
	const struct conv_pass *pass;
	bool verbose;
};

static void tell(const struct conv_run *r, const struct conv_seen *seen, const char *pass,
		 const char *wrong, const char *transcript)
{
	printf("%s [%s]%s\n%s%s", r->conv->name, pass, *wrong ? " FAILED" : "", wrong, transcript);
	for (size_t i = 0; i < seen->findings->n; i++)
		printf("    finding %s %s\n", verdict_name(seen->findings->v[i].verdict),
		       seen->findings->v[i].id);
}

static struct tally *tally_of(struct conv_run *r)
{
	if (!r->judged)
		r->judged = mem_calloc(1, sizeof(struct tally));
	return r->judged;
}

static char *wrong_of(const struct conv_run *r, const struct conv_seen *seen)
{
	return r->error ? mem_printf("  %s\n", r->error) : conv_judged(r->conv, seen);
}

static bool judge(struct conv_run *r, const struct conv_seen *seen, bool last, void *user)
{
	const struct judging *of = user;
	struct tally *t = tally_of(r);
	char *wrong = wrong_of(r, seen), *transcript = conv_transcript(seen);
	bool differs =
	    !*wrong && t->transcript && !r->conv->varies && !str_eq(t->transcript, transcript);
	bool right = !*wrong && !differs;

	if (*wrong || of->verbose)
		tell(r, seen, of->pass->name, wrong, transcript);
	t->failed += *wrong && last;
	t->passed += right;
	if (differs && last && !t->other)
		t->other = mem_strdup(transcript);
	else if (differs && last)
		t->failed++;
	if (t->transcript || !right)
		free(transcript);
	else
		t->transcript = transcript;
	free(wrong);
	return right;
}

static bool has_other(const struct conv_run *r)
{
	const struct tally *t = r->judged;

	return t && t->other;
}

/* A first pass among many others may have been the one that missed a limit: with whole reads again. */
static bool judge_other(struct conv_run *r, const struct conv_seen *seen, bool last, void *user)
{
	const struct judging *of = user;
	struct tally *t = tally_of(r);
	char *wrong = wrong_of(r, seen), *transcript = conv_transcript(seen);
	bool right = !*wrong && str_eq(t->other, transcript);

	t->passed += right;
	t->failed += !right && last;
	if (!right && last) {
		tell(r, seen, of->pass->name,
		     *wrong ? wrong : "  other events than with whole reads:\n", transcript);
		printf("  the others:\n%s", t->other);
	}
	free(transcript);
	free(wrong);
	return right;
}

/* ---- the suite ---- */

/* Returns how many files cannot be read: each has failed. */
static unsigned add_file(struct conv_suite *s, const char *file)
{
	char *error = NULL;
	struct conv *c = conv_read(file, &error);

	if (c)
		conv_suite_add(s, c);
	else
		printf("FAILED %s\n", error);
	free(error);
	return !c;
}

static unsigned add_path(struct conv_suite *s, const char *path)
{
	struct stat st;
	unsigned unread = 0;

	if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
		return add_file(s, path);
	char *here = mem_printf("%s/*.conv", path), *below = mem_printf("%s/*/*.conv", path);
	glob_t found = {0};

	glob(here, 0, NULL, &found);
	glob(below, GLOB_APPEND, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc; i++)
		unread += add_file(s, found.gl_pathv[i]);
	globfree(&found);
	free(here);
	free(below);
	return unread;
}

static int report(struct conv_suite *s, unsigned unread)
{
	unsigned passed = 0, failed = unread;

	for (size_t i = 0; i < s->n; i++) {
		struct tally *t = s->runs[i].judged;

		if (!t)
			continue;
		passed += t->passed;
		failed += t->failed;
		free(t->transcript);
		free(t->other);
		free(t);
	}
	printf("%zu conversations, each run in %d ways\n", s->n, PASSES);
	printf("%u passed, %u failed\n", passed, failed);
	return failed || !passed;
}

static bool play(struct conv_suite *s, bool verbose)
{
	bool all_judged = true;
	struct judging of = {.verbose = verbose};
	const struct conv_pass passes[PASSES + 1] = {
	    [PASS_WHOLE] = {"whole", {NULL, NULL}, false, NULL, judge, &of},
	    [PASS_BYTES] = {"byte by byte", {recv_byte, send_byte}, true, NULL, judge, &of},
	    [PASS_AGAIN] = {"EAGAIN", {recv_again, send_again}, false, NULL, judge, &of},
	    [PASSES] = {"whole, again", {NULL, NULL}, false, has_other, judge_other, &of},
	};

	for (size_t p = 0; p <= PASSES; p++) {
		of.pass = &passes[p];
		all_judged &= conv_suite_play(s, &passes[p]);
	}
	return all_judged;
}

int main(int argc, char **argv)
{
	const char *srcdir = getenv("srcdir");
	char *folder = mem_printf("%s/tests/conv", srcdir ? srcdir : ".");
	struct conv_suite s;
	bool verbose = false, ready = conv_suite_init(&s);
	unsigned unread = 0;
	int paths = 0;

	for (int i = 1; i < argc; i++) {
		if (str_eq(argv[i], "-v"))
			verbose = true;
		else if (++paths)
			unread += add_path(&s, argv[i]);
	}
	if (!paths)
		unread = add_path(&s, folder);
	free(folder);
	ready = ready && play(&s, verbose);
	int failed = report(&s, unread);

	ready = conv_suite_clear(&s) && ready;
	return failed || !ready;
}
