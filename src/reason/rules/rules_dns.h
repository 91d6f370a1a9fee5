/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside reason/ only: what the name servers said, for the rules about names. */
#ifndef REASON_RULES_RULES_DNS_H
#define REASON_RULES_RULES_DNS_H

#include "reason/rules/rules.h"

/* Whether the row's look-up failed, and that is the most that was said about its name over both families. */
bool row_name_ended(const struct judge *j, const struct row *r, enum dns_said said);
/* It failed, and no other row has an address of its name. */
bool row_name_lost(const struct judge *j, const struct row *r);
/* Cites the look-up; always true. */
bool draft_cite_name(const struct row *r, struct draft *d);
/* {server}: the name servers that were asked, or those that this computer is configured to ask. */
void draft_name_servers(const struct judge *j, const struct row *r, struct draft *d);
/* {container}, {vpn}: what look-ups pass on the way to the name server. */
void draft_lookup_way(const struct judge *j, struct draft *d);

#endif
