/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The open files that a run needs. Without them libuv aborts, and ports that were never tried look dead. */
#ifndef SPARE_H
#define SPARE_H

#include <stdbool.h>

/* Raises the limit where that is allowed; false with a sentence if it stays too low for a run. */
bool spare_files(char **ret_error);

#endif
