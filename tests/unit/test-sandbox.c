/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be done in the sandbox, and what no longer: each attempt is made twice, in processes of their own: free, where
 * all of them work, and confined.
 */
#include "config.h"
#include "confine.h"
#include "sandbox.h"

#include "base/load.h"
#include "base/mem.h"
#include "base/save.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static char top[] = "/tmp/porthorn-sandbox-XXXXXX";
static pid_t tests_pid;

static char *in(const char *name)
{
	return mem_printf("%s/%s", top, name);
}

static void put(const char *name, const char *text)
{
	char *file = in(name);
	FILE *out = fopen(file, "we");

	assert_non_null(out);
	fputs(text, out);
	fclose(out);
	free(file);
}

static void make(const char *name)
{
	char *folder = in(name);

	assert_int_equal(mkdir(folder, 0700), 0);
	free(folder);
}

/* ---- attempts: true if they succeed ---- */

static bool opens(const char *name, int how)
{
	char *file = *name == '/' ? mem_strdup(name) : in(name);
	int fd = open(file, how | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	free(file);
	return fd >= 0;
}

static bool loads(const char *name, int how)
{
	char *file = *name == '/' ? mem_strdup(name) : in(name), *why = NULL;
	FILE *in_it = load_open(file, &why);

	(void)how;
	assert_true(in_it || (why && *why));
	if (in_it)
		fclose(in_it);
	free(why);
	free(file);
	return in_it;
}

static bool saves(const char *name, int force)
{
	char *file = *name == '/' ? mem_strdup(name) : in(name), *error = NULL;
	bool fine = save_file(file, "saved", 5, force, &error);
	struct stat st;

	assert_true(fine || (error && strstr(error, file)));
	assert_true(!fine || (!stat(file, &st) && st.st_size == 5 && (st.st_mode & 0777) == 0600));
	free(error);
	free(file);
	return fine;
}

static bool cut_document(void)
{
	char *file = in("home/letter.txt");
	bool cut = truncate(file, 1) == 0;

	free(file);
	return cut;
}

static bool remove_document(void)
{
	char *file = in("home/letter.txt");
	bool gone = unlink(file) == 0;

	free(file);
	return gone;
}

static bool rename_document(void)
{
	char *file = in("home/letter.txt"), *to = in("home/.profile");
	bool moved = rename(file, to) == 0;

	free(file);
	free(to);
	return moved;
}

static bool make_runnable(void)
{
	char *file = in("home/letter.txt");
	bool done = chmod(file, 0700) == 0;

	free(file);
	return done;
}

static bool run_program(void)
{
	static char *const words[] = {(char *)"/bin/sh", (char *)"-c", (char *)"exit 0", NULL};
	int status = 1;
	pid_t pid = -1;

	return posix_spawn(&pid, words[0], NULL, NULL, words, NULL) == 0 &&
	       waitpid(pid, &status, 0) == pid && status == 0;
}

static bool become_program(void)
{
	static char *const words[] = {(char *)"/bin/sh", (char *)"-c", (char *)"exit 0", NULL};

	execve(words[0], words, NULL);
	return false; /* else the shell's 0 is this process's */
}

static bool signal_others(void)
{
	return kill(tests_pid, 0) == 0;
}
static bool signal_itself(void)
{
	return kill(getpid(), 0) == 0 && raise(SIGCONT) == 0;
}

static bool use_sockets(int family, int type)
{
	int fd = socket(family, type | SOCK_CLOEXEC, 0);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool use_tcp(void)
{
	return use_sockets(AF_INET, SOCK_STREAM);
}
static bool use_local(void)
{
	return use_sockets(AF_UNIX, SOCK_STREAM);
}
static bool use_vm(void)
{
	return use_sockets(AF_BLUETOOTH, SOCK_RAW) || errno != EPERM;
}

/* The request is known; without a terminal it only fails in another way. */
static bool type_into_terminal(void)
{
	return ioctl(STDIN_FILENO, TIOCSTI, "x") == 0 || errno != EPERM;
}

static void *nothing(void *user)
{
	return user;
}

static bool start_thread(void)
{
	pthread_t thread;
	void *back = NULL;

	return !pthread_create(&thread, NULL, nothing, top) && !pthread_join(thread, &back) &&
	       back == top;
}

static bool remember(void)
{
	char *folder = in("home/.local/state/porthorn"), *file = mem_printf("%s/recent", folder),
	     *error = NULL;
	bool fine = save_make_folder(folder, &error) && save_file(file, "x", 1, true, &error) &&
		    loads("home/.local/state/porthorn/recent", 0) && save_remove(file) == 0;

	free(error);
	free(folder);
	free(file);
	return fine;
}

static bool keep_temporary(void)
{
	char *error = NULL, *file = save_temporary("/tmp/porthorn-practice", "x", 1, &error);
	bool fine = file && loads(file, 0) && save_remove(file) == 0 && access(file, F_OK) < 0;

	free(error);
	free(file);
	return fine;
}

static bool remove_by_helper(void)
{
	char *file = in("home/letter.txt");
	bool gone = save_remove(file) == 0;

	free(file);
	return gone;
}

enum need { NOTHING, FILES, CALLS, EITHER };

static const struct attempt {
	const char *name;
	enum need against; /* what keeps it from working; NOTHING: it works in the sandbox */
	bool (*on)(const char *file, int how);
	const char *file;
	int how;	     /* how to open it; whether to replace it */
	bool (*works)(void); /* instead of on() */
	int least;	     /* with Landlock, its version */
} attempts[] = {
    {"read a secret", FILES, opens, "home/.ssh/id", O_RDONLY},
    {"read a document", FILES, opens, "home/letter.txt", O_RDONLY},
    {"read in /tmp", FILES, opens, "other/notes", O_RDONLY},
    {"read the system's files", NOTHING, opens, "/etc/passwd", O_RDONLY},
    {"write a document", FILES, opens, "home/letter.txt", O_WRONLY},
    {"make a document", FILES, opens, "home/new", O_WRONLY | O_CREAT},
    {"make a file here", FILES, opens, "work/new", O_WRONLY | O_CREAT},
    {"use /dev/null", NOTHING, opens, "/dev/null", O_RDWR},
    {"cut a document", EITHER, .works = cut_document, .least = 3},
    {"empty a document", FILES, opens, "home/letter.txt", O_RDONLY | O_TRUNC, .least = 3},
    {"remove a document", FILES, .works = remove_document},
    {"rename a document", FILES, .works = rename_document},
    {"make it runnable", CALLS, .works = make_runnable},
    {"run a program", EITHER, .works = run_program},
    {"become a program", EITHER, .works = become_program},
    {"signal others", CALLS, .works = signal_others},
    {"signal itself", NOTHING, .works = signal_itself},
    {"use TCP", NOTHING, .works = use_tcp},
    {"use local sockets", NOTHING, .works = use_local},
    {"use other sockets", CALLS, .works = use_vm},
    {"type into the terminal", CALLS, .works = type_into_terminal},
    {"start a thread", NOTHING, .works = start_thread},
    {"load a case", NOTHING, loads, "other/mail.case"},
    {"load a hidden case", FILES, loads, "home/.cache/mail.case"},
    {"load a secret", FILES, loads, "home/.ssh/id"},
    {"load what was given", NOTHING, loads, "home/.given"},
    {"load an account", NOTHING, loads, "home/.msmtprc"},
    {"load above a folder of its own", FILES, loads,
     "home/.config/porthorn/providers/../../../.ssh/id"},
    {"save here", NOTHING, saves, "work/report.txt"},
    {"save at home", NOTHING, saves, "home/report.json"},
    {"replace a document", NOTHING, saves, "home/letter.txt", true},
    {"save a hidden file", EITHER, saves, "home/.bashrc"},
    {"save below a hidden folder", EITHER, saves, "home/.ssh/authorized_keys"},
    {"save elsewhere", EITHER, saves, "/var/tmp/porthorn-test-sandbox", true},
    {"save where it was said", NOTHING, saves, "home/.out"},
    {"save above the folder", EITHER, saves, "work/../home/.bashrc"},
    {"remember", NOTHING, .works = remember},
    {"keep a temporary file", NOTHING, .works = keep_temporary},
    {"have a document removed", EITHER, .works = remove_by_helper},
};

/* ---- the processes ---- */

static void begin(bool free_of_it)
{
	static struct options o;
	char *work = in("work"), *state = in("home/.local/state/porthorn"), *home = in("home");

	o = (struct options){.case_file = in("home/.given"), .output = in("home/.out")};
	o.no_sandbox = free_of_it;
	setenv("HOME", home, 1);
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("TMPDIR");
	assert_int_equal(chdir(work), 0);
	char *error = sandbox_begin(&o, state);

	assert_null(error);
	free(work);
	free(state);
	free(home);
}

/* Whether it works, made in a new process among new files. */
static bool works(const struct attempt *a, bool free_of_it)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		begin(free_of_it);
		exit((a->on ? a->on(a->file, a->how) : a->works()) ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status) == 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static void remove_all(void)
{
	assert_int_equal(nftw(top, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
	unlink("/var/tmp/porthorn-test-sandbox");
}

static void make_all(void)
{
	static const char *const folders[] = {"home",
					      "home/.ssh",
					      "home/.cache",
					      "home/.config",
					      "home/.config/porthorn",
					      "home/.config/porthorn/providers",
					      "work",
					      "other"};
	static const char *const files[] = {
	    "home/.ssh/id", "home/letter.txt", "other/notes",	       "other/mail.case",
	    "home/.given",  "home/.msmtprc",   "home/.cache/mail.case"};

	memcpy(strrchr(top, '-'), "-XXXXXX", sizeof "-XXXXXX");
	assert_non_null(mkdtemp(top));
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		make(folders[i]);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		put(files[i], "text");
}

static bool is_kept(const struct attempt *a)
{
	bool files = confine_version() && confine_version() >= a->least,
	     calls = confine_has_calls();

	enum need against = a->against;

	return against == FILES	   ? files
	       : against == CALLS  ? calls
	       : against == EITHER ? files || calls
				   : false;
}

static void attempts_are_kept(void **state)
{
	(void)state;
	if (!confine_version() && !confine_has_calls())
		skip();
	for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
		const struct attempt *a = &attempts[i];

		for (int free_of_it = 0; free_of_it < 2; free_of_it++) {
			bool expected = free_of_it || !is_kept(a);

			make_all();
			if (works(a, free_of_it) != expected)
				fail_msg("%s %s: %s", free_of_it ? "free" : "in the sandbox",
					 a->name, expected ? "did not work" : "worked");
			remove_all();
		}
	}
}

/* ---- threads ---- */

static bool listens(void)
{
	struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool is =
	    fd >= 0 && bind(fd, (struct sockaddr *)&any, sizeof any) == 0 && listen(fd, 1) == 0;

	if (fd >= 0)
		close(fd);
	return is;
}

static void *as_worker(void *user)
{
	bool *ret = user;

	sandbox_enter_worker();
	ret[0] = opens("home/.config/porthorn/providers/x.xml", O_RDONLY);
	ret[1] = listens();
	ret[2] = opens("/etc/passwd", O_RDONLY) && use_tcp();
	return NULL;
}

/* The bits of the status: what the main thread and a worker's may do. */
static int with_worker(void)
{
	bool worker[3] = {false};
	pthread_t thread;

	begin(false);
	if (pthread_create(&thread, NULL, as_worker, worker) || pthread_join(thread, NULL))
		return 127;
	return worker[0] | worker[1] << 1 | worker[2] << 2 |
	       opens("home/.config/porthorn/providers/x.xml", O_RDONLY) << 3 | listens() << 4;
}

static void worker_has_the_network_only(void **state)
{
	int status = -1;

	(void)state;
	if (confine_version() < 4)
		skip();
	make_all();
	put("home/.config/porthorn/providers/x.xml", "x");
	pid_t pid = fork();

	if (pid == 0)
		exit(with_worker());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), 4 | 8 | 16);
	remove_all();
}

/* A pipe that the helper inherits ends only with the helper. */
static void helper_ends_with_us(void **state)
{
	int ends[2], status;
	char byte;

	(void)state;
	if (!confine_version() && !confine_has_calls())
		skip();
	make_all();
	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();

	if (pid == 0) {
		begin(false);
		kill(getpid(), SIGKILL);
	}
	close(ends[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(read(ends[0], &byte, 1), 0);
	close(ends[0]);
	remove_all();
}

/* Also where no other process adopts what is left. */
static void helper_is_reaped(void **state)
{
	int status = -1;

	(void)state;
	if (!confine_version() && !confine_has_calls())
		skip();
	make_all();
	pid_t pid = fork();

	if (pid == 0) {
		begin(false);
		sandbox_end();
		exit(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	remove_all();
}

static void version_tells_the_truth(void **state)
{
	int ends[2];
	char text[1000];
	size_t len = 0;
	ssize_t n;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();

	if (pid == 0) {
		struct buf out;

		buf_init(&out, 0);
		sandbox_text(&out);
		bool files = opens("/etc/passwd", O_RDONLY), sends = kill(tests_pid, 0) == 0;

		buf_printf(&out, "%s, %s\n", files ? "reads" : "reads not",
			   sends ? "signals" : "signals not");
		exit(write(ends[1], buf_text(&out), out.len) < 0);
	}
	close(ends[1]);
	while ((n = read(ends[0], text + len, sizeof text - 1 - len)) > 0)
		len += (size_t)n;
	text[len] = '\0';
	close(ends[0]);
	waitpid(pid, NULL, 0);
	assert_int_equal(strstr(text, "limits files") != NULL, strstr(text, "reads not") != NULL);
	assert_int_equal(strstr(text, "limits system calls") != NULL ||
			     (confine_version() >= 6 && strstr(text, "limits files")),
			 strstr(text, "signals not") != NULL);
	assert_int_equal(strstr(text, "limits files") != NULL, confine_version() > 0);
	assert_int_equal(strstr(text, "As root") != NULL, geteuid() == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(attempts_are_kept),
	    cmocka_unit_test(worker_has_the_network_only),
	    cmocka_unit_test(helper_ends_with_us),
	    cmocka_unit_test(helper_is_reaped),
	    cmocka_unit_test(version_tells_the_truth),
	};

	tests_pid = getpid();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
