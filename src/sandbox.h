/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Least privilege: what a run may still do once it is about to read what others sent.
 *
 * The whole program (main thread, screens, practice servers, libraries): reads the system's files, its own data,
 * configuration and what it remembers, but nothing else of homes, /tmp, /var, /srv and disks that were plugged in, of
 * which it sees names only; writes to no file and no device but the terminal and what was open before; runs no
 * program, signals none and looks into none; types nothing into the terminal.  It keeps TCP and UDP, because each run
 * begins a worker of its own, and threads inherit from the one that starts them.
 *
 * The worker, and the threads of libuv's pool that it starts: the network, and the system's files that this needs (name
 * servers, certificates, libraries); nothing of the user's own, no port to listen on.
 *
 * The helper (helper.h) does the rest by rules, in a process that reads nothing from outside: it opens the files of the
 * command line, of mail programs (as --accounts does), cases and provider files that are not hidden; it saves in the folder
 * that porthorn was started in, the home folder, /tmp and plugged-in disks, never below a hidden folder (".ssh") or as a
 * hidden file, apart from porthorn's own folders and names on the command line, and never so that a file can be run;
 * as root it lists the firewall's rules.
 *
 * What this cannot do: threads share their memory, so code of an attacker in one of them has what any of them has; a
 * socket of a local service (a name service needs them) can be connected to; a chosen file can be replaced.  Before version 3
 * of Landlock (Linux 6.2) a file can be emptied by opening it; before version 6, seccomp alone keeps from signals.
 *
 * Commands without a run (help, explain, providers, a list) read nothing from outside and have no sandbox: they may open a
 * pager.  The screens copy by the terminal's own clipboard, which needs no program.
 */
#ifndef SANDBOX_H
#define SANDBOX_H

#include "base/buf.h"
#include "options.h"

/* Before any thread starts; o stays as it is while the program runs. state_dir: what is remembered, or NULL. NULL, or a
 * translated sentence (the caller frees): something is used up. What this kernel or build lacks is no error:
 * sandbox_text() says so. */
char *sandbox_begin(const struct options *o, const char *state_dir);
/* At the end of the program: nothing can be saved any more. */
void sandbox_end(void);
/* What each worker's thread does first, by itself. */
void sandbox_enter_worker(void);
/* Sentences for --version, after trying: this process is confined then. */
void sandbox_text(struct buf *out);

#endif
