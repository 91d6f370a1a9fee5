/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A target as a JSON object and back; one table of fields drives both. */
#ifndef SESSION_CASE_TARGET_H
#define SESSION_CASE_TARGET_H

#include "model/target.h"

#include <jansson.h>

json_t *case_target_to_json(const struct target *t); /* a new reference */
/* NULL with *ret_error, the caller frees.  Members that are not known are passed over. */
struct target *case_target_from_json(const json_t *object, char **ret_error);

#endif
