/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which rules of a firewall may refuse a TCP connection that leaves this
 * computer.  Pure.  A rule that is found names the port or all of them; that it
 * was the one that fired is not proven.
 *
 * Each rule that drops or rejects what goes out to port over the family is
 * given to rule, in the order in which it is met: chain by chain of the output
 * and postrouting hooks, into the chains that they lead to, a chain's policy
 * last.  Rules that by their own counter never fired are left out.
 */
#ifndef NET_HERE_RULESET_H
#define NET_HERE_RULESET_H

#include "model/terms.h"

#define RULESET_RULES_MAX 8000 /* what is listed beyond is passed over */
#define RULESET_CHAINS_MAX 256
#define RULESET_DEPTH_MAX 16 /* chains that lead to one another */
#define RULESET_TOLD_MAX 64

/* rule is the text that the firewall's own program shows for it. */
typedef void ruleset_rule(const char *rule, void *user);

/*
 * json is what `nft -n -j list ruleset` prints and text what `nft -n -a list
 * ruleset` does: the rules are read from json, and quoted from text by their
 * handles.  A rule that text does not have is not mentioned.
 */
void ruleset_nft(const char *json, const char *text, enum family family, int port,
		 ruleset_rule *rule, void *user);
/* text is what `iptables-save -c` or ip6tables-save prints, and is changed. */
void ruleset_iptables(char *text, int port, ruleset_rule *rule, void *user);

#endif
