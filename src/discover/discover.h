/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From what the user typed to a target.
 *
 * PACC (draft-ietf-mailmaint-pacc, a document that the domain's DNS vouches for) is left out on purpose: it is still a
 * working draft, version 04 in 2026, and its names and format have changed from version to version.
 */
#ifndef DISCOVER_DISCOVER_H
#define DISCOVER_DISCOVER_H

#include "discover/provider.h"

#define DISCOVER_NAME_MAX 253 /* RFC 1035 section 2.3.4 */

/*
 * Makes a target of word: a provider's id or name ("gmail"), an e-mail address ("user@example.org":
 * its domain's provider, or else the domain's own usual server names), a host name or numeric
 * address, "host:port" or "[v6]:port". services/service_n and ports/port_n (may be NULL/0) narrow
 * it: without them the provider's services, or for a bare host the seven mail ports and 443;
 * all_services: all ten. If port 25 is asked for by name, the domain of an address, or a typed name
 * with a dot, is the target's mail domain: its MX servers and its published records are tested.
 * NULL if word is none of these: *ret_error is then one clear sentence that says what is wrong and
 * what would be right (translated; the caller frees).
 */
struct discover_options {
	const enum service *services;
	size_t service_n;
	const int *ports;
	size_t port_n;
	bool all_services;
	/* The servers of a domain that no file knows are to be found out, be it typed in an address
	 * or alone ("example.org"; "mail.example.org" is a server): the target is then without
	 * servers, and says so (target->discover). Otherwise they are guessed. */
	bool find_out;
};
/* A domain, or an address in it, whose records and documents are all to be asked for and held
 * against each other and its servers, its MX too. NULL with *ret_error as above. */
struct target *discover_audit(const struct providers *providers, const char *word,
			      char **ret_error);
struct target *discover_target(const struct providers *providers, const char *word,
			       const struct discover_options *options, char **ret_error);

#endif
