/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What to try next. Pure: the same target and log give the same endpoints; idempotent; monotone
 * (nothing is ever removed); bounded by PLAN_ENDPOINTS_MAX.
 */
#ifndef REASON_PLAN_PLAN_H
#define REASON_PLAN_PLAN_H

#include "model/endpoint.h"
#include "model/log.h"
#include "model/order.h"
#include "model/target.h"

#define PLAN_ENDPOINTS_MAX 200
/* reference servers for a failing port, for each family */
#define PLAN_REFERENCES_A_PORT 3
#define PLAN_REFERENCE_PORTS_MAX 10 /* ports that are compared so: one for each service */
/* silence after connecting is compared from here on: postscreen waits 6 s */
#define PLAN_LATE_GREETING_US 6500000

/*
 * Appends the endpoints that target and log call for and that the plan does not have yet; returns
 * how many. First every (server, wanted family); then, for each EVENT_DNS_ANSWER with more than one
 * address, the further ones, and for the MX records of target->mx_domain every MX by preference.
 *
 * A port that does not connect, or connects and then is silent, is compared with the same port and
 * 443 at the target's reference servers (WHY_REFERENCE), and with an address that cannot exist
 * (WHY_IMPOSSIBLE). After SERVFAIL the names of those with 443 are looked up as well. That address is also asked if a machine answers that does not seem to be the
 * server. Names of a certificate that is for another one are looked up (WHY_NAME). None of this
 * with only_target, for practice or on loopback, except names with an override.
 */
size_t plan_grow(struct endpoints *plan, const struct target *target, const struct log *log);

/* How far a log is planned, so that a growing one is not read from its beginning for each event. */
struct plan_course;
struct plan_course *plan_course_new(void);
void plan_course_free(struct plan_course *c); /* NULL allowed */
/* The target has changed: the next call begins at the log's first event. */
void plan_course_restart(struct plan_course *c);
/* plan_grow() for what the log has more than at the last call. */
size_t plan_go_on(struct plan_course *c, struct endpoints *plan, const struct target *target,
		  const struct log *log);

/* Whether ports of the target are published: by its domain, or in a provider file. */
bool plan_tries_other_modes(const struct target *t);
/* A published port speaks in another security mode: the event shows it, and the port is tried in
 * that mode too, as a further server of the target. True if there is one. */
bool plan_other_mode(struct target *t, const struct endpoints *plan, const struct event *e);

#define PLAN_LOOKUPS_MAX 64
/*
 * The questions about the target's mail domain so far, in ret (room for PLAN_LOOKUPS_MAX); returns
 * how many. First its MX; with their answer the TXT records of MTA-STS and TLS-RPT, and for each MX
 * its addresses (for their DNSSEC status) and TLSA, and the same for an alias; the MTA-STS policy
 * if a record calls for it, unless only_target. For a growing log the list only grows at its end.
 */
size_t plan_lookups(struct order *ret, const struct target *target, const struct log *log);

#define PLAN_SWEEPS_MAX 16 /* suspects of one run */
#define PLAN_SWEEPS_PER_ADDRESS 4
/* refused ones together with others: they are answered at once */
#define PLAN_REFUSED_PER_ADDRESS 8

struct facts;
/* Whether the event may call for more endpoints. */
bool plan_may_grow(const struct event *ev);
/*
 * The sweeps that are called for so far, in ret (room for PLAN_SWEEPS_MAX); returns how many; their
 * endpoints are the plan's. A row is suspect if connecting is silent although another port of its
 * address answers, if it timed out, was refused, reset or unreachable, or opened far sooner than
 * the others. None with no_path or a target on loopback. Pure and, for a growing log, monotone;
 * rows that are ordered by hand (`t`) are added to these.
 */
size_t plan_sweeps(struct order *ret, const struct facts *f);
/* Whether the event may call for sweeps. */
bool plan_may_sweep(const struct event *ev);
/*
 * The sweep of a row, called for or not: beside a working port of the same address; else, if the row is silent,
 * beside a reference server's.
 */
struct order plan_sweep(const struct facts *f, unsigned suspect);

#define PLAN_TLS_ROWS_MAX 32
#define PLAN_TLS_PROBES_MAX (PLAN_TLS_ROWS_MAX * TLS_OFFER_COUNT_)

/*
 * The further connections to rows with working TLS that are called for, in ret (room for
 * PLAN_TLS_PROBES_MAX); returns how many. None before every row has ended. One row a (service,
 * host, port), IPv4 first, and not the web port. The version of the row's own session is known;
 * forward secrecy is asked about only if that session has none. A handshake that was refused, cut
 * off or not answered is tried again with older versions, a short ClientHello and no name. With
 * versions_on_reason a working session is asked only about the weakness that it showed. Pure.
 */
size_t plan_tls_probes(struct order *ret, const struct facts *f);

#endif
