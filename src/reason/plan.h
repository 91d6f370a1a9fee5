/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What to try next.  Pure: the same target and log give the same endpoints;
 * idempotent; monotone (nothing is ever taken out); bounded by PLAN_ENDPOINTS_MAX.
 */
#ifndef REASON_PLAN_H
#define REASON_PLAN_H

#include "model/endpoint.h"
#include "model/log.h"
#include "model/target.h"

#define PLAN_ENDPOINTS_MAX 200

/*
 * Appends the endpoints that target and log call for and that the plan does
 * not have yet; returns how many.  At first every (server, wanted family);
 * then, for each EVENT_DNS_ANSWER with more than one address, the further ones.
 */
size_t plan_grow(struct endpoints *plan, const struct target *target, const struct log *log);

#endif
