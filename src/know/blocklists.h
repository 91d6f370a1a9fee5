/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists of addresses that mail servers do not want to hear from: how a refusal
 * names them, what being on one means, where one looks it up and who can change it.
 */
#ifndef KNOW_BLOCKLISTS_H
#define KNOW_BLOCKLISTS_H

#include <stdbool.h>
#include <stddef.h>

#define BLOCKLIST_FRAGMENTS_MAX 8
#define BLOCKLIST_NAME_MAX 64 /* bytes of a list's name that is taken from a refusal */

struct blocklist {
	const char *id;					/* "spamhaus-pbl" */
	const char *fragments[BLOCKLIST_FRAGMENTS_MAX]; /* patterns of know/pattern, each found
							   anywhere in a refusal; ends at NULL */
	const char *name;    /* N_(): "Spamhaus PBL"; it fits into brackets */
	const char *meaning; /* N_(): what being on it means, whole sentences */
	const char *action;  /* N_(): how to check and whom to ask; may use {check} */
	const char *check;   /* the page for that, or NULL */
	bool mistake; /* the server asks in a wrong way or a list that is no more: nobody is listed
		       */
	bool home;    /* it holds lines at home as a matter of course */
	bool confirmed; /* read in a source; otherwise only its name is to be told */
};

/* The row of the list that a refusal names, or NULL.  Most telling first: a list before the
 * family that it belongs to. */
const struct blocklist *blocklist_find(const char *text);
const struct blocklist *blocklist_by_id(const char *id); /* NULL if there is none */
const struct blocklist *blocklist_all(size_t *ret_n);
/* Whether the words say that an address stands on some list, known or not. */
bool blocklist_is_named(const char *text);
/* The host name by which a refusal names its list ("blocked using NAME"), at most
 * BLOCKLIST_NAME_MAX letters, digits, hyphens and dots; NULL if there is none.  The caller
 * frees. */
char *blocklist_name_in(const char *text);

#endif
