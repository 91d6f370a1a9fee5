/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside the lookups only: dns.c asks and delivers, dns_fixed.c answers without a query,
 * dns_answer.c says what an answer means.
 */
#ifndef NET_DNS_PRIVATE_H
#define NET_DNS_PRIVATE_H

#include "net/dns.h"

/* Addresses that were given beforehand: see dns_override(). */
struct dns_fixed;

void dns_fixed_add(struct dns_fixed **list, const char *host, enum family family,
		   const char *address);
void dns_fixed_free(struct dns_fixed *list);
/* Answers from the list, or for a numeric host; false if the system has to be asked. */
bool dns_fixed_answer(const struct dns_fixed *list, const char *host, enum family family,
		      struct dns_answer *answer);

void dns_answer_copy(struct dns_answer *to, const struct dns_answer *from); /* to is empty */
void dns_answer_clear(struct dns_answer *answer);

#endif
