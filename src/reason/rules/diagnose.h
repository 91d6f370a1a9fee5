/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From facts to findings: asks every rule of rules.def about every row. */
#ifndef REASON_RULES_DIAGNOSE_H
#define REASON_RULES_DIAGNOSE_H

#include "reason/rules/finding.h"

/* Pure: reads no clock, locale, environment or file.  Free with findings_clear(). */
void diagnose(struct findings *ret, const struct facts *f);

#endif
