/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Time that leaps. A test that links leap.c (with $(leap_wrap)) has real sockets, threads and libuv, and a monotonic
 * clock that stands still while something works: once every thread waits and no descriptor has news, it leaps to the next
 * moment at which one of them is due. Three seconds of silence cost nothing and are three seconds, on a busy machine too.
 *
 * It works by symbols: clock_gettime(), poll() and its kin, and epoll_wait() of this program come before the C library's, for libuv
 * as well. Threads of ours and jobs of libuv's pool count as working until they wait in one of these or end. Elsewhere
 * than on 64-bit Linux nothing leaps, and time passes as it does.
 */
#ifndef TESTS_UNIT_LEAP_H
#define TESTS_UNIT_LEAP_H

/* So many more of the pool's jobs (or, below 0, fewer) wait for something that the test itself gives back: time goes on
 * without them. */
void leap_over(int jobs);

#endif
