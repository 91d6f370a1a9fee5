/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which rules of a firewall may refuse a TCP connection that leaves this
 * computer, out of what `nft -n list ruleset` and `iptables-save -c` print.
 * Pure.  A rule that is found names the port or all of them; that it was the
 * one that fired is not proven.
 */
#ifndef NET_HERE_RULESET_H
#define NET_HERE_RULESET_H

#include "model/terms.h"

enum ruleset_kind { RULESET_NFT, RULESET_IPTABLES };

#define RULESET_LINES_MAX 8000 /* what is listed beyond is passed over */
#define RULESET_CHAINS_MAX 256
#define RULESET_DEPTH_MAX 16 /* chains that lead to one another */

typedef void ruleset_rule(const char *rule, void *user);

/*
 * Tells each rule that drops or rejects what goes out to port over the family,
 * in the order in which it is met: from the output hook, then postrouting, into
 * the chains that they lead to, a chain's policy last.  Rules that by their own
 * counter never fired are left out.  text is changed.
 */
void ruleset_refusals(char *text, enum ruleset_kind kind, enum family family, int port,
		      ruleset_rule *rule, void *user);

#endif
