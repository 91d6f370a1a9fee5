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

/* What a command that lists rules prints, from 0 on; NULL past the last, or as child_output(). The caller frees. Blocks
 * for a third of FIREWALL_MS. */
char *firewall_list(unsigned command);
/* Another process that lists them, for one that may no longer start programs. NULL: none. Set before any thread starts. */
void firewall_by(char *(*list)(unsigned command));

/* Passes each rule to the sink, from the loop, then calls done once, after FIREWALL_MS at the
 * latest (then without rules); it is freed afterwards. NULL if this is not root. */
struct firewall *firewall_read(uv_loop_t *loop, int port, enum family family, local_sink *sink,
			       firewall_done *done, void *user);
/* Abandons it: sink and done are not called any more. NULL allowed. */
void firewall_cancel(struct firewall *f);

#endif
