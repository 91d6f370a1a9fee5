/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/rules/rules.h"

#define ROW(id, verdict, certainty, place, stage, merge, grade, predicate, ...)                    \
	{id,                                                                                       \
	 VERDICT_##verdict,                                                                        \
	 CERTAINTY_##certainty,                                                                    \
	 PLACE_##place,                                                                            \
	 STAGE_##stage,                                                                            \
	 MERGE_##merge,                                                                            \
	 GRADE_##grade,                                                                            \
	 rule_##predicate,                                                                         \
	 __VA_ARGS__},
const struct rule rules[] = {
#include "reason/rules/rules.def"
};
const size_t rule_n = sizeof rules / sizeof *rules;
