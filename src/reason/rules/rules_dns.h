/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside reason/ only: what the name servers said, for the rules about names. */
#ifndef REASON_RULES_RULES_DNS_H
#define REASON_RULES_RULES_DNS_H

#include "reason/rules/rules.h"

#define RULES_SLOW_NAME_US                                                                         \
	3000000 /* of a look-up: mail programs with short limits have given up by then */

/* What was said about the row's name, NONE until that is known. */
enum dns_said row_name_said(const struct row *r);
/* The most that was said about it over both families: "no such name" is about both, "no address" about
 * one. NONE: nothing yet, ADDRESS: some address was found. */
enum dns_said row_host_said(const struct judge *j, const struct row *r);
bool row_name_failed(const struct row *r);
/* Whether the row's look-up failed, and that is the most that was said about its name over both families. */
bool row_name_ended(const struct judge *j, const struct row *r, enum dns_said said);
/* The same for results that say nothing about the name: a row without an address of its family does not
 * count. */
bool row_name_is(const struct judge *j, const struct row *r, enum dns_said said);
/* It failed, and no other row has an address of its name. */
bool row_name_lost(const struct judge *j, const struct row *r);
/* Cites the look-up; always true. */
bool draft_cite_name(const struct row *r, struct draft *d);
/* The name servers that were asked, or those that this computer is configured to ask; draft: {server}. */
void row_name_servers(const struct judge *j, const struct row *r, struct strs *ret);
void draft_name_servers(const struct judge *j, const struct row *r, struct draft *d);
/* {resolver}, {tailscale}: whose they are, if a person or program chose one that is known. */
void draft_name_service(const struct judge *j, const struct row *r, struct draft *d);
/* {container}, {vpn}: what look-ups pass on the way to the name server. */
void draft_lookup_way(const struct judge *j, struct draft *d);

#endif
