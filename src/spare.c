/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "spare.h"

#include "base/i18n.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/resource.h>
#include <unistd.h>

#define ENOUGH 1024 /* for the longest plan, its extra connections and the practice servers */
#define LEAST 64    /* for every port of one server, over IPv4 and IPv6 */

static void raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= ENOUGH)
		return;
	limit.rlim_cur = limit.rlim_max < ENOUGH ? limit.rlim_max : ENOUGH;
	(void)setrlimit(RLIMIT_NOFILE, &limit); /* what remains too few is counted next */
}

/* How many more files can be opened, up to LEAST; errno says why not more. */
static size_t count_free(void)
{
	int fds[LEAST], err;
	size_t n = 0;

	while (n < LEAST && (fds[n] = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0)) >= 0)
		n++;
	err = errno;
	for (size_t i = 0; i < n; i++)
		close(fds[i]);
	errno = err;
	return n;
}

bool spare_files(char **ret_error)
{
	raise_limit();
	size_t n = count_free();

	if (n == LEAST)
		return true;
	*ret_error =
	    /* TRANSLATORS: two numbers. */
	    mem_printf(
		_("A check needs %d open files at once, and only %zu are free here. Close other "
		  "programs, or raise the limit with ulimit -n 1024, and start again."),
		LEAST, n);
	return false;
}
