/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Further connections to ports with a verdict: which versions of TLS they accept, whether they have
 * forward secrecy, and what they do without a server name. Each is a probe until TLS is up, and
 * then says goodbye; of its events one remains. Never more than TURNS_EXTRA at a time to one address;
 * the others wait.
 */
#ifndef RUN_TLS_PROBES_H
#define RUN_TLS_PROBES_H

#include "run/probe.h"

#define TLS_PROBE_MAX 200 /* unfinished and waiting; a further one is skipped */

struct tls_probes;

/* TLS probes share what the probes of world share; world must outlive them. */
struct tls_probes *tls_probes_new(const struct probe_world *world);
/*
 * Connects to e, whose address is set, with that offer. Exactly one EVENT_TLS_ACCEPTS,
 * EVENT_TLS_SECRECY or EVENT_TLS_NAMELESS comes. All together have the limit versions_ms; what is
 * unknown then ends with TIMEOUT. old_together: with the other old version in one connection, if both are asked for;
 * what it leaves open gets a connection of its own.
 */
void tls_probes_add(struct tls_probes *t, struct endpoint *e, enum tls_offer kind,
		    bool old_together);
/* Ends those about the endpoint (0: all) with outcome, at once. */
void tls_probes_stop(struct tls_probes *t, unsigned endpoint, enum outcome outcome);
size_t tls_probes_active(const struct tls_probes *t); /* unfinished and waiting */
/* None may be left; the loop must run afterwards. */
void tls_probes_free(struct tls_probes *t);

#endif
