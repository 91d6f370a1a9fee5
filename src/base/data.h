/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where porthorn's own files are. */
#ifndef BASE_DATA_H
#define BASE_DATA_H

#include "base/str.h"

/* Appends the folders to look for a part of them ("providers"), the first one that can be read is the right one: that of
 * PORTHORN_DATA alone, else the one beside the program, so that ./porthorn works where it was built, and the installed
 * one. */
void data_places(struct strs *places, const char *part);

#endif
