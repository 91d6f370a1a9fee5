/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An audit in sentences, and what to publish instead. */
#ifndef WORDS_WORDS_AUDIT_H
#define WORDS_WORDS_AUDIT_H

#include "reason/audit.h"
#include "reason/record.h"

/* One sentence each: what is wrong, and the record or line to change. The caller frees. */
char *words_audit_fault(const struct audit_fault *fault, const char *domain);
char *words_audit_remedy(const struct audit_fault *fault, const char *domain);

/* What to publish for the settings that have just worked; empty without any. */
void words_publish_srv(const struct record *record, struct strs *ret);
char *words_publish_autoconfig(const struct record *record);   /* NULL without any; freed by the */
char *words_publish_autodiscover(const struct record *record); /* caller */

#endif
