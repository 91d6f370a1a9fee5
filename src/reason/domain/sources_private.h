/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside reason/domain/ only: the parts of sources.h. */
#ifndef REASON_DOMAIN_SOURCES_PRIVATE_H
#define REASON_DOMAIN_SOURCES_PRIVATE_H

#include "reason/domain/sources.h"

/* A label that no administrator gives; where it has an address, every name has one. */
#define SOURCES_NO_NAME "porthorn-asks-for-no-name"

#endif
