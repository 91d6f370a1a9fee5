/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whose is a name? The part that its owner registered, by the Public Suffix List as libpsl has it
 * built in: no file is read. Without libpsl a short list of registries is all that is known.
 */
#ifndef KNOW_REGISTRABLE_H
#define KNOW_REGISTRABLE_H

#include <stdbool.h>

/* "example.co.uk" of "mail.example.co.uk", within name; the whole name where it has no such part
 * (a registry's own, a single label, a numeric address). */
const char *registrable_domain(const char *name);
/* Whether the name is one that an owner registered, or is below one. */
bool registrable_has(const char *name);
/* Whether both names are below one registrable domain. */
bool registrable_same(const char *a, const char *b);

#endif
