/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other programs' output: whole, in time, or not at all; nothing of them stays behind. */
#include "config.h"
#include "net/here/child.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#define LONG_MS 60000 /* no test waits for it */

static char *output_of_shell(const char *script, size_t most, int limit_ms)
{
	const char *const argv[] = {"/bin/sh", "-c", script, NULL};

	return child_output(argv, most, limit_ms);
}

/* No child of ours is left, not even a dead one. */
static void assert_no_child(void)
{
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

static void all_is_read(void **state)
{
	char *text = output_of_shell("echo one; echo two", 100, LONG_MS);

	(void)state;
	assert_string_equal(text, "one\ntwo\n");
	free(text);
	assert_no_child();
}

static void what_fails_says_nothing(void **state)
{
	static const char *const missing[] = {"/no/such/program", NULL};

	(void)state;
	assert_null(output_of_shell("echo half; exit 1", 100, LONG_MS));
	assert_null(output_of_shell("echo half; kill -9 $$", 100, LONG_MS));
	assert_null(child_output(missing, 100, LONG_MS));
	assert_no_child();
}

/* yes(1) ends by SIGPIPE, which we ignore and it does not, or by our signal. */
static void too_much_is_nothing(void **state)
{
	(void)state;
	signal(SIGPIPE, SIG_IGN);
	assert_null(output_of_shell("exec yes", 1000, LONG_MS));
	signal(SIGPIPE, SIG_DFL);
	assert_no_child();
}

/* A program that hangs and ignores polite signals is killed and reaped. */
static void a_program_that_hangs_is_killed(void **state)
{
	(void)state;
	assert_null(output_of_shell("trap '' TERM PIPE; echo begun; exec sleep 1000", 100, 20));
	assert_no_child();
}

/* Nothing of our environment or our signals reaches it. */
static void it_starts_clean(void **state)
{
	char *text;

	(void)state;
	setenv("SECRET", "value", 1);
	signal(SIGPIPE, SIG_IGN);
	text = output_of_shell("echo \"$SECRET\"; grep SigIgn /proc/self/status", 200, LONG_MS);
	signal(SIGPIPE, SIG_DFL);
	assert_non_null(text);
	assert_null(strstr(text, "value"));
	const char *ignored = strstr(text, "SigIgn:\t");

	assert_non_null(ignored);
	assert_int_equal(strtoull(ignored + 8, NULL, 16) >> (SIGPIPE - 1) & 1, 0);
	free(text);
}

/* Memory that is gone ends the program by way of the one who can say so. */
static void tell(void)
{
	_exit(3);
}

static void no_memory_is_told(void **state)
{
	pid_t pid = fork();
	int status = 0;

	(void)state;
	if (!pid) {
		mem_on_exhausted(tell);
		free(mem_realloc(NULL, SIZE_MAX, 2)); /* no allocator is asked */
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_is_read),	   cmocka_unit_test(what_fails_says_nothing),
	    cmocka_unit_test(too_much_is_nothing), cmocka_unit_test(a_program_that_hangs_is_killed),
	    cmocka_unit_test(it_starts_clean),	   cmocka_unit_test(no_memory_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
