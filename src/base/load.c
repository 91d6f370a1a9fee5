/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "base/load.h"

#include "base/i18n.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int (*deputy)(const char *file, char **ret_why);

void load_by(int (*open_for_us)(const char *file, char **ret_why))
{
	deputy = open_for_us;
}

int load_descriptor(const char *file, char **ret_why)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0 && errno == EACCES && deputy)
		return deputy(file, ret_why);
	if (fd < 0)
		*ret_why = mem_strdup(strerror(errno));
	return fd;
}

/* The descriptor of a regular file; -1 with *ret_why. */
static int open_regular(const char *file, char **ret_why)
{
	int fd = load_descriptor(file, ret_why);
	struct stat st;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st))
		*ret_why = mem_strdup(strerror(errno));
	else if (!S_ISREG(st.st_mode))
		*ret_why = mem_strdup(_("this is not a regular file"));
	else
		return fd;
	close(fd);
	return -1;
}

FILE *load_open(const char *file, char **ret_why)
{
	int fd = open_regular(file, ret_why);
	FILE *stream = fd < 0 ? NULL : fdopen(fd, "r");

	if (fd >= 0 && !stream) {
		*ret_why = mem_strdup(strerror(errno));
		close(fd);
	}
	return stream;
}

bool load_whole(const char *file, struct buf *bytes, char **ret_why)
{
	int fd = open_regular(file, ret_why);
	char part[16384];
	ssize_t got = 0;

	if (fd < 0)
		return false;
	while ((got = read(fd, part, sizeof part)) > 0 && buf_append(bytes, part, (size_t)got))
		;
	if (got < 0)
		*ret_why = mem_strdup(strerror(errno));
	else if (got)
		*ret_why = mem_printf(_("the file is larger than %zu bytes"), bytes->max);
	close(fd);
	return got == 0;
}
