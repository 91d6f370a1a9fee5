/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The firewall's own rules about a port (net/here/ruleset.h), as root only, read by net/pool. */
#ifndef NET_HERE_FIREWALL_H
#define NET_HERE_FIREWALL_H

#include "net/here/local.h"

#include <uv.h>

#define FIREWALL_BYTES_MAX (8 << 20) /* of a program's list; a longer one is not read */
#define FIREWALL_RULE_MAX 300	     /* bytes of a quoted rule */
#define FIREWALL_MS 5000	     /* nft and iptables-save answer within a few hundred */

struct firewall; /* an unfinished reading */

typedef void firewall_done(void *user);

/* The commands that list the rules, for a process that may start no others: words up to NULL; NULL past the last. */
const char *const *firewall_command(unsigned n);

/* Passes each rule to the sink, from the loop, then calls done once, after FIREWALL_MS at the
 * latest (then without rules); it is freed afterwards. NULL if this is not root. */
struct firewall *firewall_read(uv_loop_t *loop, int port, enum family family, local_sink *sink,
			       firewall_done *done, void *user);
/* Abandons it: sink and done are not called any more. NULL allowed. */
void firewall_cancel(struct firewall *f);

#endif
