/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parties that a person can write to about a run: who could help with which finding. Pure. */
#ifndef REASON_PARTIES_H
#define REASON_PARTIES_H

#include "reason/record.h"

enum party {
	PARTY_BLOCKLIST, /* the operator of the list that has the person's address */
	PARTY_CLOUD,
	PARTY_HOSTER,  /* of this computer */
	PARTY_NETWORK, /* the administrator of this network, or of the VPN */
	PARTY_ISP,
	PARTY_MAIL, /* the mail provider, or the administrator of the mail servers */
	PARTY_HELPDESK,
	PARTY_COUNT_
};
const char *party_name(enum party p);	      /* "block-list", "cloud", "isp", … */
enum party party_from_name(const char *name); /* PARTY_COUNT_: there is none */

/* Those that fit the finding, the likeliest first; returns how many. NULL: nothing was found wrong. */
size_t parties_of(const struct record *r, const struct finding *f, enum party ret[PARTY_COUNT_]);
/* Those that fit the run: first those of its cause. */
size_t parties_of_run(const struct record *r, const struct finding *cause,
		      enum party ret[PARTY_COUNT_]);
/* What to write to that party about: the cause, or else the first finding that fits; NULL: nothing was found wrong.
 * False if the party does not fit this run at all. */
bool party_finding(const struct record *r, const struct finding *cause, enum party p,
		   const struct finding **ret);

#endif
