/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tests that compare a text with a file in tests/screens/golden/. */
#ifndef TESTS_GOLDEN_H
#define TESTS_GOLDEN_H

/* Fails with the first line that differs. With UPDATE_GOLDEN in the environment it writes the file
 * instead; look at it before you commit. */
void golden_check(const char *file, const char *text);

#endif
