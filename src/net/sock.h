/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The socket calls behind a conn: the kernel's answers, without a loop. Descriptors are
 * non-blocking and closed on exec; errors are errno numbers.
 */
#ifndef NET_SOCK_H
#define NET_SOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/types.h>

/* Begins to connect.  Returns the descriptor or -1; *ret_err is 0 (connected),
 * EINPROGRESS, or why it failed (then the result is -1). */
int sock_connect(const struct sockaddr *address, socklen_t len, int *ret_err);
/* Makes an accepted descriptor non-blocking and without delay.  0 or an errno. */
int sock_adopt(int fd);
/* The socket's pending error, which is cleared; 0 if none. */
int sock_error(int fd);
/* Whether recv() would return something now: bytes, an end or an error. */
bool sock_has_news(int fd);
/* Fills ret with the numeric address and the port; returns its length, or 0 if it is not an
 * address. The interface of a zone is looked up. */
socklen_t sock_address(const char *numeric, int port, struct sockaddr_storage *ret);
/* A numeric address as text, and the socket's own.  The caller frees; "" if there is none. */
char *sock_text(const struct sockaddr *address, socklen_t len);
char *sock_name(int fd);
/* Closes with RST instead of FIN. */
void sock_reset(int fd);

/* recv(2) and send(2) without signals; struct conn_io has their shape. */
ssize_t sock_recv(int fd, void *bytes, size_t len);
ssize_t sock_send(int fd, const void *bytes, size_t len);

#endif
