/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of know/'s tables of patterns (know/pattern.h). */
#ifndef TESTS_EXAMPLE_H
#define TESTS_EXAMPLE_H

/* A server's text that matches the pattern: lead, then the pattern with 7 for # and star for each
 * *. The caller frees. */
char *example_of(const char *pattern, const char *lead, char star);

#endif
