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

FILE *load_open(const char *file, char **ret_why)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	FILE *stream = NULL;

	if (fd < 0 || fstat(fd, &st))
		*ret_why = mem_strdup(strerror(errno));
	else if (!S_ISREG(st.st_mode))
		*ret_why = mem_strdup(_("this is not a regular file"));
	else if (!(stream = fdopen(fd, "r")))
		*ret_why = mem_strdup(strerror(errno));
	if (!stream && fd >= 0)
		close(fd);
	return stream;
}

bool load_whole(const char *file, struct buf *bytes, char **ret_why)
{
	FILE *in = load_open(file, ret_why);
	char part[8192];
	size_t got = 0;

	if (!in)
		return false;
	while ((got = fread(part, 1, sizeof part, in)) > 0 && buf_append(bytes, part, got))
		;
	if (ferror(in))
		*ret_why = mem_strdup(strerror(errno));
	else if (got)
		*ret_why = mem_printf(_("the file is larger than %zu bytes"), bytes->max);
	bool read = !got && !ferror(in);

	fclose(in);
	return read;
}
