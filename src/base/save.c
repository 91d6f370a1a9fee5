/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "base/save.h"

#include "base/i18n.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct save_deputy *deputy;

void save_by(const struct save_deputy *chosen)
{
	deputy = chosen;
}

/* The folder that file is in.  The caller frees. */
static char *folder_of(const char *file)
{
	const char *slash = strrchr(file, '/');

	if (!slash)
		return mem_strdup(".");
	return slash == file ? mem_strdup("/") : mem_strndup(file, (size_t)(slash - file));
}

static char *exists_error(const char *file)
{
	/* TRANSLATORS: %s is a file name. */
	return mem_printf(
	    _("The file %s already exists; choose another name, or add --force to replace it."),
	    file);
}

char *save_refused(const char *file, const char *why)
{
	/* TRANSLATORS: the first %s is a file name, the second the system's words for what went
	 * wrong. */
	return mem_printf(_("The file %s can't be written: %s."), file, why);
}

static char *failed_error(const char *file, int err)
{
	return save_refused(file, strerror(err));
}

bool save_check(const char *file, bool force, char **ret_error)
{
	struct stat at;

	*ret_error = NULL;
	if (!*file)
		*ret_error = mem_strdup(_("The file name is empty."));
	else if (lstat(file, &at) == 0 && S_ISDIR(at.st_mode))
		*ret_error = failed_error(file, EISDIR);
	else if (lstat(file, &at) == 0 && !S_ISREG(at.st_mode))
		/* A device or a pipe must never be replaced by a file, --force or not. */
		*ret_error =
		    mem_printf(_("%s isn't an ordinary file; porthorn doesn't replace it."), file);
	else if (lstat(file, &at) == 0 && !force)
		*ret_error = exists_error(file);
	if (*ret_error)
		return false;
	char *folder = folder_of(file);

	if (access(folder, W_OK | X_OK) < 0)
		*ret_error = failed_error(file, errno);
	free(folder);
	return !*ret_error;
}

/* Writes all bytes and syncs them to the disk; false with errno. */
static bool write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t wrote = write(fd, bytes, len);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return false;
		bytes += wrote;
		len -= (size_t)wrote;
	}
	/* Some file systems cannot sync; the bytes are written even so. */
	return fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP;
}

/* Moves the finished temporary file to its name in one step; false with errno. */
static bool put_in_place(const char *temporary, const char *file, bool force)
{
	if (force)
		return rename(temporary, file) == 0;
#if defined RENAME_NOREPLACE && !defined PORTABLE
	if (renameat2(AT_FDCWD, temporary, AT_FDCWD, file, RENAME_NOREPLACE) == 0)
		return true;
	if (errno != EINVAL && errno != ENOSYS)
		return false;
#endif
	/* A system or a file system without RENAME_NOREPLACE: a hard link is as careful. */
	if (link(temporary, file) < 0)
		return false;
	unlink(temporary);
	return true;
}

/* Writes and closes it; false with errno. */
static bool fill(int fd, const char *bytes, size_t len)
{
	bool fine = write_all(fd, bytes, len);
	int err = errno;

	if (close(fd) < 0 && fine)
		return false;
	errno = err;
	return fine;
}

bool save_file(const char *file, const char *bytes, size_t len, bool force, char **ret_error)
{
	if (!save_check(file, force, ret_error))
		return false;
	if (deputy)
		return deputy->file(file, bytes, len, force, ret_error);
	char *temporary = mem_printf("%s.XXXXXX", file);
	int fd = mkostemp(temporary, O_CLOEXEC); /* mode 0600 */
	bool fine = fd >= 0 && fill(fd, bytes, len) && put_in_place(temporary, file, force);

	if (!fine) {
		*ret_error = errno == EEXIST ? exists_error(file) : failed_error(file, errno);
		if (fd >= 0)
			unlink(temporary);
	}
	free(temporary);
	return fine;
}

char *save_temporary(const char *begin, const char *bytes, size_t len, char **ret_error)
{
	if (deputy)
		return deputy->temporary(begin, bytes, len, ret_error);
	char *file = mem_printf("%s-XXXXXX", begin);
	int fd = mkostemp(file, O_CLOEXEC);

	if (fd >= 0 && fill(fd, bytes, len))
		return file;
	*ret_error = failed_error(file, errno);
	if (fd >= 0)
		unlink(file);
	free(file);
	return NULL;
}

int save_remove(const char *file)
{
	return deputy ? deputy->remove(file) : unlink(file);
}

bool save_make_folder(const char *path, char **ret_error)
{
	if (deputy)
		return deputy->make_folder(path, ret_error);
	char *copy = mem_strdup(path);
	bool fine = true;

	for (char *at = strchr(copy + 1, '/'); fine; at = strchr(at + 1, '/')) {
		if (at)
			*at = '\0';
		fine = !mkdir(copy, 0700) || errno == EEXIST;
		if (!fine)
			*ret_error = mem_printf(_("The folder %s can't be made: %s."), copy,
						strerror(errno));
		if (!at)
			break;
		*at = '/';
	}
	free(copy);
	return fine;
}
