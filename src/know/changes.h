/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules of mail providers and certificate authorities that change with time: what, from which day on, and who says so. */
#ifndef KNOW_CHANGES_H
#define KNOW_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum change_kind {
	CHANGE_SIGN_IN,		   /* how mail programs sign in */
	CHANGE_SENDING,		   /* sending with a login */
	CHANGE_TLS,		   /* which versions of TLS are refused */
	CHANGE_FETCHING,	   /* fetching mail from other providers' mailboxes */
	CHANGE_ACCESS,		   /* switches, and who may use mail programs */
	CHANGE_LIFETIME,	   /* how long certificates are valid */
	CHANGE_CLIENT_CERTIFICATE, /* certificates with which a computer signs in */
	CHANGE_STAPLE,		   /* the authority's word that a certificate isn't revoked */
	CHANGE_KIND_COUNT_
};

enum change_time {
	CHANGE_UNDATED, /* today is not known */
	CHANGE_BEFORE,
	CHANGE_DURING, /* it has begun, and is not complete */
	CHANGE_AFTER,
};

struct change {
	const char *id; /* "microsoft365.sending" */
	enum change_kind kind;
	const char
	    *providers; /* ids of provider files, separated by spaces; NULL: an authority's */
	const char
	    *authority;	    /* O= of the issuer; NULL: all public ones, if providers is NULL too */
	const char *from;   /* "2026-07-01" or "2026-07": the first day */
	const char *done;   /* the day on which it is complete; NULL: from */
	const char *what;   /* N_(): one whole sentence, true from then on */
	const char *source; /* the page that says so */
	const char *read;   /* the day of the source */
	bool likely;	    /* not the provider's own word */
};

#define CHANGE_DAY_SIZE 11 /* "2026-11-28" */

/* The day in UTC; "" for 0. */
void change_day(int64_t unix_s, char ret[CHANGE_DAY_SIZE]);
/* Where today ("2026-11-28", or "") is. */
enum change_time change_time(const struct change *c, const char *today);
/* Whether it is about that provider file's id; false for NULL. */
bool change_is_of(const struct change *c, const char *provider);
/* The provider's next one of that kind, or the last that has come; NULL without any. */
const struct change *change_of_provider(enum change_kind kind, const char *provider,
					const char *today);
/* The same for an authority (NULL: what holds for all). */
const struct change *change_of_authority(enum change_kind kind, const char *authority,
					 const char *today);
const struct change *change_find(const char *id); /* or NULL */
const struct change *change_all(size_t *ret_n);	  /* by kind and provider in the order of time */

#endif
