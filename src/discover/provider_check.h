/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks through one provider file for everything that would be left out, or is missing. */
#ifndef DISCOVER_PROVIDER_CHECK_H
#define DISCOVER_PROVIDER_CHECK_H

#include "base/str.h"

/* Appends to *faults "FILE:LINE: what is wrong, and what would be right", and to *good what the
 * file gives. True if there is no fault. */
bool provider_check(const char *file, struct strs *faults, struct strs *good);

#endif
