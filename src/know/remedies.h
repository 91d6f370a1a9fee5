/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a block is seen and lifted: in each system's firewall, in virus scanners, home routers and VPNs, at clouds and
 * Internet providers. A step a row, with its source and day.
 */
#ifndef KNOW_REMEDIES_H
#define KNOW_REMEDIES_H

#include "know/systems.h"

#include <stdbool.h>
#include <stddef.h>

enum remedy_cause {
	REMEDY_FIREWALL, /* this computer's */
	REMEDY_SCANNER,	 /* a virus scanner's mail shield */
	REMEDY_ROUTER,	 /* a router at home */
	REMEDY_VPN,
	REMEDY_CLOUD,	 /* its own rules */
	REMEDY_PROVIDER, /* the Internet provider's */
	REMEDY_CAUSE_COUNT_
};

enum remedy_shell { SHELL_SH, SHELL_POWERSHELL, SHELL_CMD, SHELL_COUNT_ };

struct remedy {
	const char *id; /* "windows.rules" */
	enum remedy_cause cause;
	enum operating_system system; /* SYSTEM_OWN: whichever */
	const char *
	    whose; /* product of know/interceptors or know/routers, id of know/networks; NULL: any */
	const char
	    *text; /* N_(): whole sentences; NULL: the network's own, how it lifts the block */
	/* With {port}, {ports} ("587,465"), {host} and {device}, quoted for its shell; NULL: none */
	const char *command;
	enum remedy_shell shell;
	const char *source; /* a web page, or where else it is from */
	const char *date;   /* of the source, or when it was looked up */
	bool likely;	    /* from memory: the source was not read */
};

const struct remedy *remedy_all(size_t *ret_n);
const char *remedy_cause_name(enum remedy_cause c); /* stable: "firewall" */
/* How the step is put: its own words, or the network's; N_(). */
const char *remedy_text(const struct remedy *r);
/* Whether it is for that cause and system; whose (NULL: unknown) leaves out those of other products, and where a row is
 * for it alone, those for any. */
bool remedy_fits(const struct remedy *r, enum remedy_cause cause, enum operating_system s,
		 const char *whose);

#endif
