/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "helper.h"

#include "base/buf.h"
#include "base/fd.h"
#include "base/load.h"
#include "base/mem.h"
#include "base/save.h"
#include "net/here/firewall.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATH_BYTES_MAX 4096
#define CONTENT_BYTES_MAX ((size_t)1 << 30)
#define ANSWER_BYTES_MAX FIREWALL_BYTES_MAX

enum verb { VERB_OPEN, VERB_SAVE, VERB_TEMPORARY, VERB_FOLDER, VERB_REMOVE, VERB_FIREWALL };

/* Followed by the path and the content. */
struct request {
	int verb;
	bool force;
	unsigned command;
	size_t path_len, len;
};

/* Followed by a text up to the end: why not, a name, or what a program said. */
struct answer {
	bool fine;
	int error;
};

static const struct helper_rules *rules;
static int control = -1; /* connections are passed through it */
static pid_t helper;

/* ---- bytes and descriptors ---- */

static bool send_all(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len) {
		ssize_t n = send(fd, at, len, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

static bool read_all(int fd, void *bytes, size_t len)
{
	char *at = bytes;

	while (len) {
		ssize_t n = read(fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

/* Bytes with a descriptor beside them, or none (-1). */
static bool send_with(int fd, void *bytes, size_t len, int passed)
{
	struct iovec part = {bytes, len};
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} beside = {.room = ""};
	struct msghdr m = {.msg_iov = &part, .msg_iovlen = 1};
	ssize_t n;

	if (passed >= 0) {
		m.msg_control = &beside;
		m.msg_controllen = sizeof beside.room;
		struct cmsghdr *c = CMSG_FIRSTHDR(&m);

		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof passed);
		memcpy(CMSG_DATA(c), &passed, sizeof passed);
	}
	while ((n = sendmsg(fd, &m, MSG_NOSIGNAL)) < 0 && errno == EINTR)
		;
	return n == (ssize_t)len;
}

/* Exactly so many bytes, with *ret_passed: the descriptor beside them, or -1. */
static bool read_with(int fd, void *bytes, size_t len, int *ret_passed)
{
	struct iovec part = {bytes, len};
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} beside;
	struct msghdr m = {.msg_iov = &part,
			   .msg_iovlen = 1,
			   .msg_control = &beside,
			   .msg_controllen = sizeof beside.room};
	ssize_t n;

	*ret_passed = -1;
#ifdef MSG_CMSG_CLOEXEC
	int how = MSG_CMSG_CLOEXEC;
#else
	int how = 0;
#endif
	while ((n = recvmsg(fd, &m, how | MSG_WAITALL)) < 0 && errno == EINTR)
		;
	struct cmsghdr *c = n == (ssize_t)len ? CMSG_FIRSTHDR(&m) : NULL;

	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
		memcpy(ret_passed, CMSG_DATA(c), sizeof *ret_passed);
	return n == (ssize_t)len;
}

/* ---- the helper ---- */

static const char *refusal(enum verb verb, const char *path)
{
	if (verb == VERB_FIREWALL)
		return NULL;
	return verb == VERB_OPEN     ? rules->read(path)
	       : verb == VERB_REMOVE ? rules->remove(path)
				     : rules->write(path);
}

static char *do_it(const struct request *r, const char *path, const char *bytes, int *ret_fd,
		   struct answer *a)
{
	char *text = NULL;

	switch ((enum verb)r->verb) {
	case VERB_OPEN:
		*ret_fd = load_descriptor(path, &text);
		a->fine = *ret_fd >= 0;
		return text;
	case VERB_SAVE:
		a->fine = save_file(path, bytes, r->len, r->force, &text);
		return text;
	case VERB_TEMPORARY: {
		char *name = save_temporary(path, bytes, r->len, &text);

		a->fine = name;
		return name ? name : text;
	}
	case VERB_FOLDER:
		a->fine = save_make_folder(path, &text);
		return text;
	case VERB_REMOVE:
		a->fine = save_remove(path) == 0;
		a->error = errno;
		return NULL;
	case VERB_FIREWALL:
		text = firewall_list(r->command);
		a->fine = text;
		return text;
	}
	return NULL;
}

static void answer(int fd, const struct request *r, const char *path, const char *bytes)
{
	struct answer a = {.error = EACCES};
	int passed = -1;
	const char *why = refusal((enum verb)r->verb, path);
	char *text = !why		    ? do_it(r, path, bytes, &passed, &a)
		     : r->verb == VERB_OPEN ? mem_strdup(why)
					    : save_refused(path, why);

	if (send_with(fd, &a, sizeof a, passed) && text)
		send_all(fd, text, strlen(text));
	if (passed >= 0)
		close(passed);
	free(text);
}

static void serve(int fd)
{
	struct request r;

	if (!read_all(fd, &r, sizeof r) || r.path_len > PATH_BYTES_MAX || r.len > CONTENT_BYTES_MAX)
		return;
	char *path = mem_calloc(r.path_len + 1, 1), *bytes = mem_calloc(r.len + 1, 1);

	if (read_all(fd, path, r.path_len) && read_all(fd, bytes, r.len))
		answer(fd, &r, path, bytes);
	free(path);
	free(bytes);
}

_Noreturn static void leave(void)
{
#ifdef COVERAGE_FOLDER
	void __gcov_dump(void);

	__gcov_dump();
#endif
	_exit(0);
}

/* One that lists rules for seconds does not hold up the others. */
static void serve_beside(int fd)
{
	if (fork() == 0) {
		signal(SIGCHLD, SIG_DFL); /* it waits for its program */
		serve(fd);
		leave();
	}
}

_Noreturn static void serve_all(int ours)
{
	char how;
	int fd;

	while (read_with(ours, &how, 1, &fd)) {
		if (fd >= 0 && how == VERB_FIREWALL)
			serve_beside(fd);
		else if (fd >= 0)
			serve(fd);
		if (fd >= 0)
			close(fd);
	}
	leave();
}

/* It hears of the end of ours by its connection, not by signals, and holds no file of ours open. */
_Noreturn static void be_helper(int ours)
{
	static const int ignored[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGPIPE, SIGCHLD};
	int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
		signal(ignored[i], SIG_IGN);
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		dup2(nowhere, fd);
	close(nowhere);
	serve_all(ours);
}

/* ---- ours ---- */

/* What it says; *ret_fd: the file that it opened. */
static struct answer ask(const struct request *r, const char *path, const char *bytes,
			 struct buf *text, int *ret_fd)
{
	struct answer a = {.error = EPIPE};
	char how = (char)r->verb, part[4096];
	int ends[2];
	ssize_t n;

	*ret_fd = -1;
	if (fd_pair(ends) < 0) {
		a.error = errno;
		return a;
	}
	bool sent = send_with(control, &how, 1, ends[1]);

	close(ends[1]);
	if (!sent || !send_all(ends[0], r, sizeof *r) || !send_all(ends[0], path, r->path_len) ||
	    !send_all(ends[0], bytes, r->len) || !read_with(ends[0], &a, sizeof a, ret_fd))
		a = (struct answer){.error = EPIPE};
	else
		while ((n = read(ends[0], part, sizeof part)) > 0 || (n < 0 && errno == EINTR))
			if (n > 0)
				buf_append(text, part, (size_t)n);
	close(ends[0]);
	return a;
}

/* True with what it returns in *ret_text, if anything, false with why not. */
static bool ask_about(enum verb verb, const char *path, const char *bytes, size_t len, bool force,
		      char **ret_text, int *ret_fd)
{
	struct request r = {.verb = verb, .force = force, .path_len = strlen(path), .len = len};
	struct buf text;

	buf_init(&text, ANSWER_BYTES_MAX);
	struct answer a = ask(&r, path, bytes, &text, ret_fd);

	*ret_text = text.len		? buf_take(&text)
		    : a.fine		? NULL
		    : verb == VERB_OPEN ? mem_strdup(strerror(a.error))
					: save_refused(path, strerror(a.error));
	buf_clear(&text);
	errno = a.error;
	return a.fine;
}

static int open_by_helper(const char *file, char **ret_why)
{
	char *text;
	int fd;

	if (ask_about(VERB_OPEN, file, "", 0, false, &text, &fd)) {
		free(text);
		return fd;
	}
	*ret_why = text;
	return -1;
}

/* For what returns nothing but why not. */
static bool make_by_helper(enum verb verb, const char *path, const char *bytes, size_t len,
			   bool force, char **ret_error)
{
	char *text;
	int fd;
	bool fine = ask_about(verb, path, bytes, len, force, &text, &fd);

	if (!fine)
		*ret_error = text;
	return fine;
}

static bool save_by_helper(const char *file, const char *bytes, size_t len, bool force,
			   char **ret_error)
{
	return make_by_helper(VERB_SAVE, file, bytes, len, force, ret_error);
}

static char *temporary_by_helper(const char *begin, const char *bytes, size_t len, char **ret_error)
{
	char *text;
	int fd;

	if (ask_about(VERB_TEMPORARY, begin, bytes, len, false, &text, &fd))
		return text;
	*ret_error = text;
	return NULL;
}

static bool make_folder_by_helper(const char *path, char **ret_error)
{
	return make_by_helper(VERB_FOLDER, path, "", 0, false, ret_error);
}

static int remove_by_helper(const char *file)
{
	char *text;
	int fd;
	bool fine = ask_about(VERB_REMOVE, file, "", 0, false, &text, &fd);
	int error = errno;

	free(text);
	errno = error;
	return fine ? 0 : -1;
}

static char *list_by_helper(unsigned command)
{
	struct request r = {.verb = VERB_FIREWALL, .command = command};
	struct buf text;
	int fd;

	buf_init(&text, ANSWER_BYTES_MAX);
	if (ask(&r, "", "", &text, &fd).fine)
		return buf_take(&text);
	buf_clear(&text);
	return NULL;
}

static const struct save_deputy saves = {make_folder_by_helper, save_by_helper, temporary_by_helper,
					 remove_by_helper};

bool helper_start(const struct helper_rules *chosen)
{
	int ends[2];

	if (fd_pair(ends) < 0)
		return false;
	rules = chosen;
	pid_t pid = fork();

	if (pid == 0) {
		close(ends[0]);
		be_helper(ends[1]);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return false;
	}
	control = ends[0];
	helper = pid;
	save_by(&saves);
	load_by(open_by_helper);
	firewall_by(list_by_helper);
	return true;
}

void helper_stop(void)
{
	if (control < 0)
		return;
	close(control);
	control = -1;
	while (waitpid(helper, NULL, 0) < 0 && errno == EINTR)
		;
}
