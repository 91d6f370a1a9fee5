/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the tests of know/'s tables of wordings (know/pattern.h). */
#ifndef TESTS_EXAMPLE_H
#define TESTS_EXAMPLE_H

/* What a server would say so that the pattern fits: lead, then the pattern with 7 for # and star
 * for each *.  The caller frees. */
char *example_of(const char *pattern, const char *lead, char star);

#endif
