/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "sandbox.h"

#include "base/data.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "confine.h"
#include "discover/profiles.h"
#include "helper.h"
#include "know/account_files.h"
#include "practice/practice.h"
#include "run/worker.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#ifndef PORTABLE
#include <link.h>
#endif
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ENTRIES_MAX 5000 /* of a folder on the way to a private one */

/* What was true at the start. */
static struct {
	const struct options *options;
	char *cwd, *home; /* NULL: not known */
	struct strs own;  /* folders of ours: the user's provider files, what is remembered */
	int worker_set;
} begun = {.worker_set = -1};

/* ---- paths ---- */

/* Takes ownership; NULL adds nothing. */
static void append(struct strs *list, char *path)
{
	if (path)
		strs_append(list, path);
}

static bool is_below(const char *path, const char *folder)
{
	size_t len = strlen(folder);

	while (len > 1 && folder[len - 1] == '/')
		len--;
	return !strncmp(path, folder, len) && (len == 1 || path[len] == '/' || !path[len]);
}

static bool is_below_any(const char *path, const struct strs *folders)
{
	for (size_t i = 0; i < folders->n; i++)
		if (is_below(path, folders->v[i]))
			return true;
	return false;
}

/* The file in its real folder, without links and "..": NULL if there is no such folder. */
static char *real_path(const char *file)
{
	const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;
	char *folder = !slash	       ? mem_strdup(".")
		       : slash == file ? mem_strdup("/")
				       : mem_strndup(file, (size_t)(slash - file));
	char *real = realpath(folder, NULL), *path = NULL;

	if (real && *name && !str_eq(name, ".") && !str_eq(name, ".."))
		path = mem_printf("%s/%s", real[1] ? real : "", name);
	free(real);
	free(folder);
	return path;
}

static bool has_hidden_part(const char *path)
{
	return strstr(path, "/.") != NULL;
}

/* As it was given on the command line. */
static bool is_given(const char *file)
{
	const struct options *o = begun.options;
	const char *const given[] = {o->case_file, o->profile,	 o->ca_file,
				     o->output,	   o->save_case, o->word};

	for (size_t i = 0; i < sizeof given / sizeof *given; i++)
		if (str_eq(given[i], file))
			return true;
	return o->from && is_below(file, o->from);
}

/* ---- the helper's rules ---- */

static bool is_own(const char *path)
{
	return is_below_any(path, &begun.own);
}

static bool is_account_file(const char *path)
{
	bool found = false;

	for (size_t i = 0; i < account_source_n && !found; i++) {
		struct strs patterns = {0};

		strs_split(&patterns, account_sources[i].files, " ");
		for (size_t k = 0; k < patterns.n && !found; k++) {
			const char *pattern = patterns.v[k], *at = path;

			if (*pattern != '/' && (!begun.home || !is_below(path, begun.home)))
				continue;
			if (*pattern != '/')
				at += strlen(begun.home) + 1;
			found = fnmatch(pattern, at, FNM_PATHNAME | FNM_PERIOD) == 0;
		}
		strs_clear(&patterns);
	}
	return found;
}

/* Names of people's own files begin with no dot; what was typed relative to a hidden folder is meant so. */
static bool is_visible(const char *path)
{
	if (begun.cwd && begun.cwd[1] && is_below(path, begun.cwd))
		return !has_hidden_part(path + strlen(begun.cwd));
	return !has_hidden_part(path);
}

static bool may_be_read(const char *path)
{
	return is_own(path) || is_account_file(path) ||
	       ((str_iends(path, ".case") || str_iends(path, ".xml")) && is_visible(path));
}

/* In the folder that we were started in, also if it is "/"; below it, the home folder or a place for all. */
static bool is_in_place(const char *path)
{
	static const char *const places[] = {"/tmp", "/media", "/mnt", "/run/media"};
	bool found = (begun.cwd && begun.cwd[1] && is_below(path, begun.cwd)) ||
		     (begun.home && is_below(path, begun.home)) ||
		     (begun.cwd && !begun.cwd[1] && !strchr(path + 1, '/'));

	for (size_t i = 0; i < sizeof places / sizeof *places && !found; i++)
		found = is_below(path, places[i]);
	return found;
}

static bool is_practice_root(const char *path)
{
	char *begin = practice_root_begin();
	bool is = !strncmp(path, begin, strlen(begin)) && !strchr(path + strlen(begin), '/');

	free(begin);
	return is;
}

static bool may_be_written(const char *path)
{
	return is_own(path) || (is_in_place(path) && is_visible(path));
}

static const char *judge(const char *file, bool (*allows)(const char *path), const char *why)
{
	char *path;

	if (is_given(file) || is_practice_root(file) || is_own(file))
		return strstr(file, "/../") && !is_given(file) ? why : NULL;
	path = real_path(file);
	bool fine = path && allows(path);

	free(path);
	return fine ? NULL : why;
}

static const char *may_read(const char *file)
{
	return judge(file, may_be_read,
		     _("the sandbox opens only cases, provider files and accounts; start porthorn "
		       "with --no-sandbox for any other file"));
}

static const char *may_write(const char *file)
{
	return judge(file, may_be_written,
		     _("the sandbox saves only in this folder, in the home folder and in /tmp, and "
		       "nothing hidden; start porthorn with --no-sandbox for any other place"));
}

static const char *may_remove(const char *file)
{
	return judge(file, is_own, _("the sandbox removes only porthorn's own files"));
}

static const struct helper_rules rules = {may_read, may_write, may_remove};

/* ---- files that stay open to all ---- */

/* People's files and what programs keep, the whole of /dev too: all else on this computer is the system's. */
static void list_private(struct strs *list)
{
	static const char *const folders[] = {
	    "/home",  "/root", "/tmp",	    "/var",	  "/srv",	  "/mnt",
	    "/media", "/dev",  "/run/user", "/run/media", "/run/secrets", "/run/credentials"};
	const char *dir = getenv("TMPDIR");

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		append(list, realpath(folders[i], NULL));
	append(list, begun.home ? mem_strdup(begun.home) : NULL);
	append(list, dir && *dir == '/' && dir[1] ? realpath(dir, NULL) : NULL);
}

static bool leads_to(const char *folder, const struct strs *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (is_below(list->v[i], folder))
			return true;
	return false;
}

/* All below folder apart from the private places. Links are passed over: where they lead, their own rule counts. False:
 * it can't be listed. */
static bool add_but(int set, const char *folder, const struct strs *private)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	if (!dir)
		return false;
	for (int i = 0; i < ENTRIES_MAX && (entry = readdir(dir)); i++) {
		struct stat st;
		char *path = mem_printf("%s/%s", folder[1] ? folder : "", entry->d_name);

		if (!str_eq(entry->d_name, ".") && !str_eq(entry->d_name, "..") &&
		    !lstat(path, &st) && !S_ISLNK(st.st_mode)) {
			if (!leads_to(path, private))
				confine_add(set, path, CONFINE_READ);
			else if (S_ISDIR(st.st_mode) && !is_below_any(path, private))
				(void)add_but(set, path, private);
		}
		free(path);
	}
	closedir(dir);
	return true;
}

/* Where "/" can't be listed. */
static void add_usual(int set)
{
	static const char *const folders[] = {"/bin", "/sbin", "/lib", "/lib64", "/usr", "/etc",
					      "/opt", "/nix",  "/gnu", "/proc",	 "/sys"};

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		confine_add(set, folders[i], CONFINE_READ);
}

/* A file of the system may be a link to anywhere (WSL: /mnt/wsl/resolv.conf), and is made again when it changes. */
static void add_linked(int set)
{
	static const char *const files[] = {"/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf"};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *real = realpath(files[i], NULL), *slash = real ? strrchr(real, '/') : NULL;

		if (real)
			confine_add(set, real, CONFINE_READ);
		if (slash && slash != real) {
			*slash = '\0';
			if (!begun.home || !is_below(begun.home, real))
				confine_add(set, real, CONFINE_READ);
		}
		free(real);
	}
}

#ifndef PORTABLE
/* A library may be anywhere, and another that it loads later beside it. */
static int add_library(struct dl_phdr_info *info, size_t size, void *user)
{
	const char *slash = strrchr(info->dlpi_name, '/');

	(void)size;
	if (slash && slash != info->dlpi_name) {
		char *folder = mem_strndup(info->dlpi_name, (size_t)(slash - info->dlpi_name));

		if (!strs_has(user, folder))
			strs_append(user, folder);
		else
			free(folder);
	}
	return 0;
}

static void add_libraries(int set)
{
	struct strs folders = {0};

	dl_iterate_phdr(add_library, &folders);
	for (size_t i = 0; i < folders.n; i++)
		confine_add(set, folders.v[i], CONFINE_READ);
	strs_clear(&folders);
}
#else
static void add_libraries(int set)
{
	(void)set;
}
#endif

/* What variables of the environment point to. */
static void add_chosen_by_environment(int set)
{
	static const char *const names[] = {"SSL_CERT_FILE", "SSL_CERT_DIR",
					    "OPENSSL_CONF",  "GNUTLS_SYSTEM_PRIORITY_FILE",
					    "HOSTALIASES",   "PORTHORN_TRUST_ANCHOR"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (getenv(names[i]))
			confine_add(set, getenv(names[i]), CONFINE_READ);
}

static void add_in_home(int set, const char *name)
{
	char *path = begun.home ? mem_printf("%s/%s", begun.home, name) : NULL;

	if (path)
		confine_add(set, path, CONFINE_READ);
	free(path);
}

/* For the network: the worker needs no more. */
static void add_system(int set)
{
	static const char *const kept[] = {"/var/lib/ca-certificates", "/var/lib/sss",
					   "/var/lib/unbound", "/var/db", "/var/run"};
	static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random",
					      "/dev/urandom"};
	struct strs private = {0};

	list_private(&private);
	confine_add(set, "/", CONFINE_LIST);
	if (!add_but(set, "/", &private))
		add_usual(set);
	add_linked(set);
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		char *real = realpath(kept[i], NULL);

		if (real && str_eq(real, kept[i]))
			confine_add(set, real, CONFINE_READ);
		free(real);
	}
	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
		confine_add(set, devices[i], CONFINE_USE);
	add_libraries(set);
	add_in_home(set, ".config/pkcs11");
	add_chosen_by_environment(set);
	if (begun.options->ca_file)
		confine_add(set, begun.options->ca_file, CONFINE_READ);
#ifdef COVERAGE_FOLDER
	confine_add(set, COVERAGE_FOLDER, CONFINE_USE | CONFINE_MAKE); /* its counters */
#endif
	strs_clear(&private);
}

static void add_ours(int set)
{
	static const char *const terminals[] = {"/dev/tty", "/dev/pts", "/dev/console"};
	struct strs data = {0};

	for (size_t i = 0; i < sizeof terminals / sizeof *terminals; i++)
		confine_add(set, terminals[i], CONFINE_USE);
	data_places(&data, "providers");
	data_places(&data, "practice");
	for (size_t i = 0; i < data.n; i++)
		confine_add(set, data.v[i], CONFINE_READ);
	strs_clear(&data);
	for (size_t i = 0; i < begun.own.n; i++)
		confine_add(set, begun.own.v[i], CONFINE_READ);
	confine_add(set, PORTHORN_LOCALEDIR, CONFINE_READ);
	add_in_home(set, ".terminfo");
	if (getenv("TERMINFO"))
		confine_add(set, getenv("TERMINFO"), CONFINE_READ);
}

/* ---- the start ---- */

static void note_places(const struct options *o, const char *state_dir)
{
	const char *home = getenv("HOME");

	begun.options = o;
	begun.cwd = realpath(".", NULL);
	begun.home = home && *home == '/' && home[1] ? realpath(home, NULL) : NULL;
	append(&begun.own, profiles_dir());
	append(&begun.own, state_dir ? mem_strdup(state_dir) : NULL);
}

void sandbox_enter_worker(void)
{
	(void)confine_enter(begun.worker_set);
}

/* NULL, or why not. */
static char *confine_all(void)
{
	int whole = confine_set(true), worker = confine_set(false);
	bool fine = whole >= 0 && worker >= 0;

	if (fine) {
		add_system(whole);
		add_ours(whole);
		add_system(worker);
		fine = confine_enter(whole);
	}
	char *why = fine ? NULL : mem_strdup(strerror(errno));

	if (whole >= 0)
		close(whole);
	if (fine) {
		begun.worker_set = worker;
		worker_at_start(sandbox_enter_worker);
	} else if (worker >= 0) {
		close(worker);
	}
	return why;
}

char *sandbox_begin(const struct options *o, const char *state_dir)
{
	bool has_files = confine_version() > 0, has_calls = confine_has_calls();
	char *why = NULL;

	if (o->no_sandbox || (!has_files && !has_calls))
		return NULL;
	note_places(o, state_dir);
	if (!helper_start(&rules))
		why = mem_strdup(strerror(errno));
	else if (has_files)
		why = confine_all();
	if (!why && has_calls)
		(void)confine_calls();
	if (!why)
		return NULL;
	/* TRANSLATORS: the system's words for what is missing. */
	char *error = mem_printf(
	    _("The sandbox can't be set up: %s. Start again with --no-sandbox to go without it."),
	    why);

	free(why);
	return error;
}

void sandbox_end(void)
{
	helper_stop();
}

void sandbox_text(struct buf *out)
{
	int version = confine_version(), set = version ? confine_set(true) : -1;

	if (set >= 0)
		confine_add(set, "/proc", CONFINE_READ); /* for a sanitizer, at the end */
	bool files = set >= 0 && confine_enter(set), calls = confine_has_calls() && confine_calls();

	if (files && calls)
		/* TRANSLATORS: Landlock and seccomp are parts of Linux; %d is a version. */
		buf_printf(out,
			   _("Sandbox: Landlock %d limits files, seccomp limits system calls."),
			   version);
	else if (files)
		buf_printf(out,
			   _("Sandbox: Landlock %d limits files; system calls are not limited."),
			   version);
	else
		buf_puts(
		    out,
		    calls
			? _("Sandbox: seccomp limits system calls; files are not limited, as there "
			    "is no Landlock here.")
			: _("No sandbox: there is neither Landlock nor seccomp here."));
	buf_puts(out, "\n");
	if (geteuid() == 0)
		buf_printf(out, "%s\n",
			   _("As root, porthorn also reads the firewall's rules, and may read the "
			     "system's files that others may not."));
}
