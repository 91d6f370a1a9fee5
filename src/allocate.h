/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory of the libraries. Some of them (GMP, GnuTLS, libuv) end the program without a word when none is left, or use
 * what they did not get, or report a network's failure. All of the program allocates through here.
 */
#ifndef ALLOCATE_H
#define ALLOCATE_H

/* From now on an allocation that fails ends the program by mem_exhausted(), in a library too. */
void allocate_guard(void);

#endif
