/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Services × ports: one row each. A new service is one row (and its name in model/terms). */
#ifndef KNOW_SERVICES_H
#define KNOW_SERVICES_H

#include "model/terms.h"

#include <stdbool.h>

struct service_row {
	enum service service;
	enum protocol protocol;
	enum purpose purpose;
	enum security security; /* the port's own mode */
	int port;		/* the standard port */
	bool usual;		/* one of the seven mail ports and 443: tried for a bare host */
	/* order in which settings are proposed, RFC 8314 section 3: 1 first; 0 never */
	int preference;
	const char *title; /* N_(): "Mail submission with TLS" */
	const char *what;  /* N_(): what the port is for, one or two whole sentences */
};

const struct service_row *service_row(enum service s); /* never NULL for a real service */
/* SERVICE_SMTP where a person entered port 25 for sending with a login: it serves as 587 does. Without words. */
const struct service_row *service_login_on_25(void);
/* The service with that standard port, or SERVICE_COUNT_. */
enum service service_for_port(int port);
/* A port that web servers, and the control panels of hosters, have: never mail's. */
bool service_port_is_webs(int port);
/* By the name that a person types: ours, or another usual one ("smtps"); or SERVICE_COUNT_. */
enum service service_by_word(const char *word);

#endif
