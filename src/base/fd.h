/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Descriptors that no child inherits, by one system call each where the system has one; a portable build
 * makes do with POSIX calls of 2008, which leave a gap only while another thread starts a program.
 */
#ifndef BASE_FD_H
#define BASE_FD_H

#include <signal.h>
#include <stdbool.h>
#include <sys/socket.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* porthorn ignores SIGPIPE */
#endif

/* socket(2); waits: reading and writing block. -1 with errno, as all here. */
int fd_socket(int family, int type, int protocol, bool waits);
/* accept(2); never blocks, and nor does what it returns. */
int fd_accept(int listener);
/* pipe(2): ret_ends[1] is written to. 0 or -1. */
int fd_pipe(int ret_ends[2], bool waits);
/* socketpair(2): two ends of a local stream, which block. 0 or -1. */
int fd_pair(int ret_ends[2]);
/* Until fd has something to read or a signal comes that mask lets through. */
void fd_wait(int fd, const sigset_t *mask);

#endif
