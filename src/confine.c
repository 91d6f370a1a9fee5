/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "confine.h"

/* Android ends a program that asks for Landlock. */
#if defined PORTABLE || defined __ANDROID__

#include <errno.h>

int confine_version(void)
{
	return 0;
}

bool confine_has_calls(void)
{
	return false;
}

int confine_set(bool whole)
{
	(void)whole;
	errno = ENOSYS;
	return -1;
}

void confine_add(int set, const char *path, unsigned rights)
{
	(void)set;
	(void)path;
	(void)rights;
}

bool confine_enter(int set)
{
	(void)set;
	return false;
}

bool confine_calls(void)
{
	return false;
}

#else

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- files: linux/landlock.h, of which older headers have only a part ---- */

#define VERSION_ASKED 1 /* LANDLOCK_CREATE_RULESET_VERSION */
#define PATH_BENEATH 1	/* LANDLOCK_RULE_PATH_BENEATH */

enum {
	WRITE_FILE = 1 << 1,
	READ_FILE = 1 << 2,
	READ_DIR = 1 << 3,
	MAKE_DIR = 1 << 7,
	MAKE_REG = 1 << 8,
	REFER = 1 << 13,
	TRUNCATE = 1 << 14,
	IOCTL_DEV = 1 << 15,
	FIRST_FILES = REFER - 1, /* all of version 1 */
	BIND_TCP = 1 << 0,
	ABSTRACT_SOCKET = 1 << 0,
	SIGNAL = 1 << 1,
	OF_FILE = WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV, /* the others are for folders */
};

struct ruleset {
	uint64_t files, net, scoped;
};

struct beneath {
	uint64_t allowed;
	int32_t folder;
} __attribute__((packed));

#ifdef SYS_landlock_create_ruleset
static long create(const struct ruleset *all, size_t size, unsigned flags)
{
	return syscall(SYS_landlock_create_ruleset, all, size, flags);
}

static void add(int set, const struct beneath *rule)
{
	(void)syscall(SYS_landlock_add_rule, set, PATH_BENEATH, rule, 0);
}

static bool restrict_self(int set)
{
	return syscall(SYS_landlock_restrict_self, set, 0) == 0;
}
#else
static long create(const struct ruleset *all, size_t size, unsigned flags)
{
	(void)all;
	(void)size;
	(void)flags;
	errno = ENOSYS;
	return -1;
}

static void add(int set, const struct beneath *rule)
{
	(void)set;
	(void)rule;
}

static bool restrict_self(int set)
{
	(void)set;
	return false;
}
#endif

int confine_version(void)
{
	long version = create(NULL, 0, VERSION_ASKED);

	return version > 0 ? (int)version : 0;
}

/* All rights over files that this version knows. */
static uint64_t rights_of(int version)
{
	return FIRST_FILES | (version >= 2 ? REFER : 0) | (version >= 3 ? TRUNCATE : 0) |
	       (version >= 5 ? IOCTL_DEV : 0);
}

int confine_set(bool whole)
{
	int version = confine_version();
	struct ruleset all = {.files = rights_of(version),
			      .net = version >= 4 && !whole ? BIND_TCP : 0,
			      .scoped = version >= 6 && whole ? ABSTRACT_SOCKET | SIGNAL : 0};
	size_t size = version >= 6   ? sizeof all
		      : version >= 4 ? offsetof(struct ruleset, scoped)
				     : offsetof(struct ruleset, net);

	return (int)create(&all, size, 0);
}

void confine_add(int set, const char *path, unsigned rights)
{
	struct beneath rule = {.allowed = (rights & CONFINE_LIST ? READ_DIR : 0) |
					  (rights & CONFINE_READ ? READ_FILE | READ_DIR : 0) |
					  (rights & CONFINE_USE ? OF_FILE | READ_DIR : 0) |
					  (rights & CONFINE_MAKE ? MAKE_REG | MAKE_DIR : 0),
			       .folder = open(path, O_PATH | O_CLOEXEC)};
	struct stat st;

	if (rule.folder < 0)
		return;
	rule.allowed &= rights_of(confine_version());
	if (!fstat(rule.folder, &st) && !S_ISDIR(st.st_mode))
		rule.allowed &= OF_FILE;
	add(set, &rule);
	close(rule.folder);
}

/* The kernel asks this of all but root. */
static bool gain_no_rights(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

bool confine_enter(int set)
{
	return gain_no_rights() && restrict_self(set);
}

/* ---- system calls ---- */

#ifndef HAVE_SECCOMP

bool confine_has_calls(void)
{
	return false;
}

bool confine_calls(void)
{
	return false;
}

#else

#include <seccomp.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#endif
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED
#endif

#ifndef TIOCLINUX
#define TIOCLINUX 0x541C
#endif
#ifndef CLONE_THREAD
#define CLONE_THREAD 0x00010000
#endif
#ifdef __s390__
#define CLONE_FLAGS 1
#else
#define CLONE_FLAGS 0
#endif

/* By name: what the library or this processor does not know is passed over. */
static const char *const never[] = {"execve",
				    "execveat",
#ifndef SANITIZED
				    "fork",
				    "vfork",
				    "ptrace",
#endif
				    "process_vm_readv",
				    "process_vm_writev",
				    "process_madvise",
				    "pidfd_getfd",
				    "pidfd_send_signal",
				    "rt_sigqueueinfo",
				    "kcmp",
				    "truncate",
				    "chmod",
				    "fchmod",
				    "fchmodat",
				    "fchmodat2",
				    "chown",
				    "lchown",
				    "fchown",
				    "fchownat",
				    "setxattr",
				    "lsetxattr",
				    "fsetxattr",
				    "removexattr",
				    "lremovexattr",
				    "fremovexattr",
				    "mknod",
				    "mknodat",
				    "utime",
				    "utimes",
				    "utimensat",
				    "futimesat",
				    "chroot",
				    "pivot_root",
				    "mount",
				    "umount",
				    "umount2",
				    "move_mount",
				    "open_tree",
				    "fsopen",
				    "fsconfig",
				    "fsmount",
				    "fspick",
				    "mount_setattr",
				    "unshare",
				    "setns",
				    "open_by_handle_at",
				    "bpf",
				    "perf_event_open",
				    "userfaultfd",
				    "add_key",
				    "request_key",
				    "keyctl",
				    "init_module",
				    "finit_module",
				    "delete_module",
				    "kexec_load",
				    "kexec_file_load",
				    "reboot",
				    "swapon",
				    "swapoff",
				    "quotactl",
				    "acct",
				    "syslog",
				    "vhangup",
				    "ioperm",
				    "iopl",
				    "settimeofday",
				    "clock_settime",
				    "clock_adjtime",
				    "adjtimex",
				    "stime",
				    "sethostname",
				    "setdomainname"};

/* As on an older kernel: libraries then do without. */
static const char *const unknown[] = {
    "io_uring_setup",
#ifndef SANITIZED
    "clone3" /* its flags are in memory, out of a filter's sight */
#endif
};

static const int families[] = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK};

static bool deny(scmp_filter_ctx filter, const char *name, int error)
{
	int number = seccomp_syscall_resolve_name(name);

	return number == __NR_SCMP_ERROR ||
	       seccomp_rule_add(filter, SCMP_ACT_ERRNO((unsigned)error), number, 0) == 0;
}

/* The call fails where an argument compares so. */
static bool deny_where(scmp_filter_ctx filter, int number, struct scmp_arg_cmp is)
{
	return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), number, 1, &is) == 0;
}

static bool deny_sockets(scmp_filter_ctx filter)
{
	bool fine = deny_where(filter, SCMP_SYS(socket), SCMP_A0(SCMP_CMP_GT, AF_NETLINK));

	for (int family = 0; fine && family < AF_NETLINK; family++) {
		bool used = false;

		for (size_t i = 0; i < sizeof families / sizeof *families; i++)
			used |= families[i] == family;
		if (!used)
			fine = deny_where(filter, SCMP_SYS(socket),
					  SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)family));
	}
	return fine;
}

static bool deny_others(scmp_filter_ctx filter)
{
	scmp_datum_t self = (scmp_datum_t)getpid();
	bool fine =
	    deny_where(filter, SCMP_SYS(ioctl), SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, TIOCSTI)) &&
	    deny_where(filter, SCMP_SYS(ioctl),
		       SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, TIOCLINUX)) &&
	    deny_where(filter, SCMP_SYS(kill), SCMP_A0(SCMP_CMP_NE, self)) &&
	    deny_where(filter, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_NE, self));

#ifndef SANITIZED
	fine = fine && deny_where(filter, SCMP_SYS(clone),
				  SCMP_CMP(CLONE_FLAGS, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
#endif
	return fine && deny_sockets(filter);
}

bool confine_has_calls(void)
{
	return prctl(PR_GET_SECCOMP) >= 0;
}

bool confine_calls(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	bool fine =
	    filter && !seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO(ENOSYS));

	for (size_t i = 0; fine && i < sizeof never / sizeof *never; i++)
		fine = deny(filter, never[i], EPERM);
	for (size_t i = 0; fine && i < sizeof unknown / sizeof *unknown; i++)
		fine = deny(filter, unknown[i], ENOSYS);
	fine = fine && deny_others(filter) && gain_no_rights() && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return fine;
}

#endif
#endif
