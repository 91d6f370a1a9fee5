/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of --version: the release, and each library that this porthorn was built without. */
#ifndef VERSION_H
#define VERSION_H

#include "base/buf.h"

void version_text(struct buf *out);

#endif
