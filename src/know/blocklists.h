/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists of addresses whose mail servers reject: how a refusal names them, what being on one means,
 * where to look it up and who can change it.
 */
#ifndef KNOW_BLOCKLISTS_H
#define KNOW_BLOCKLISTS_H

#include <stdbool.h>
#include <stddef.h>

#define BLOCKLIST_FRAGMENTS_MAX 8
#define BLOCKLIST_NAME_MAX 64 /* bytes of a list's name in a refusal that are kept */

struct blocklist {
	const char *id; /* "spamhaus-pbl" */
	/* patterns of know/pattern, each found anywhere in a refusal; ends at NULL */
	const char *fragments[BLOCKLIST_FRAGMENTS_MAX];
	const char *name;    /* N_(): "Spamhaus PBL"; fits into brackets */
	const char *meaning; /* N_(): what being on it means, whole sentences */
	const char *action;  /* N_(): how to check and whom to ask; may use {check} */
	const char *check;   /* the page to check it on, or NULL */
	/* the server asks in a wrong way, or the list no longer exists: no address is on it */
	bool mistake;
	bool home;	/* home connections are on it as a matter of course */
	bool confirmed; /* read in a source; otherwise only its name is shown */
	bool no_list;	/* the server's own rule or judgement */
};

/* The row of the list that a refusal names, or NULL. Most telling first: a list before its
 * family. */
const struct blocklist *blocklist_find(const char *text);
const struct blocklist *blocklist_by_id(const char *id); /* NULL if there is none */
const struct blocklist *blocklist_all(size_t *ret_n);
/* Whether the words say that an address is on a list, known or not. */
bool blocklist_is_named(const char *text);
/* The host name by which a refusal names its list ("blocked using NAME"), at most
 * BLOCKLIST_NAME_MAX letters, digits, hyphens and dots; NULL if there is none.  The caller
 * frees. */
char *blocklist_name_in(const char *text);

#endif
