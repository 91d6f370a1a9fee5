/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Example values for the texts of findings, where no particular server is meant. */
#ifndef EXPLAIN_EXAMPLE_H
#define EXPLAIN_EXAMPLE_H

/* For fill_text(): the example for <name> in the texts of advice (a struct advice). The caller frees
 * it; NULL: there is none. */
char *explain_example(const char *name, const void *advice);

#endif
