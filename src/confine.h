/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the kernel can take away from a thread for good: files by Landlock, system calls by seccomp.  Threads that it
 * starts later have as little.  What a kernel, a container or a build lacks is not taken away; a portable build has
 * neither.
 */
#ifndef CONFINE_H
#define CONFINE_H

#include <stdbool.h>

enum confine_right {
	CONFINE_LIST = 1, /* see the names in folders */
	CONFINE_READ = 2,
	CONFINE_USE = 4,  /* read, write and steer: devices */
	CONFINE_MAKE = 8, /* and make files and folders */
};

/* Landlock's version, 0: there is none. */
int confine_version(void);
/* Whether system calls can be limited. */
bool confine_has_calls(void);

/* A set of files, empty at first; nothing else may be listed, read, written, made, removed, run or cut.  For the whole
 * program other processes get no signal, either; for one thread of it, no port of TCP is listened on.  -1 with errno. */
int confine_set(bool whole);
/* Adds a file, or all below a folder; one that does not exist adds nothing. */
void confine_add(int set, const char *path, unsigned rights);
/* From now on this thread has no more than the set, in addition to what was taken away before.  The set stays open. */
bool confine_enter(int set);

/* Takes away what no part of porthorn does: running programs, other processes (looking into them, signals to them),
 * sockets of other kinds than TCP, UDP, local and routing, putting words into the terminal's input, cutting files, their
 * owners, modes and labels, mounts, namespaces, modules of the kernel, its clock and keys.  They fail with EPERM.  With a
 * sanitizer, processes stay allowed: it looks for leaks with one. */
bool confine_calls(void);

#endif
