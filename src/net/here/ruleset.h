/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which rules of a firewall may refuse a TCP connection that leaves this computer. Pure. A rule
 * that is found names the port or all ports; nothing proves that it was the one that fired.
 *
 * Each rule that drops or rejects outgoing packets to port over the family is passed to rule, in
 * the order of evaluation: chain by chain of the output and postrouting hooks, into the chains that
 * they lead to, a chain's policy last. Rules whose own counter is 0 are left out.
 */
#ifndef NET_HERE_RULESET_H
#define NET_HERE_RULESET_H

#include "model/terms.h"

#define RULESET_RULES_MAX 8000 /* more than this are ignored */
#define RULESET_CHAINS_MAX 256
#define RULESET_DEPTH_MAX 16 /* chains that lead to one another */
#define RULESET_TOLD_MAX 64

/* rule is the text that the firewall's own program shows for it. */
typedef void ruleset_rule(const char *rule, void *user);

/*
 * json is the output of `nft -n -j list ruleset` and text that of `nft -n -a list ruleset`: the
 * rules are read from json, and quoted from text by their handles. A rule that text lacks is not
 * mentioned.
 */
void ruleset_nft(const char *json, const char *text, enum family family, int port,
		 ruleset_rule *rule, void *user);
/* text is the output of `iptables-save -c` or ip6tables-save, and is changed. */
void ruleset_iptables(char *text, int port, ruleset_rule *rule, void *user);

#endif
