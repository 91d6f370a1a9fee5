/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which logins a server accepts, by its capabilities: the mechanisms that it names, and the
 * commands that need none. SMTP: AUTH (RFC 4954). IMAP: AUTH=, and LOGIN unless LOGINDISABLED (RFC
 * 9051 section 6.2.3). POP3: SASL (RFC 5034), USER (RFC 2449 section 6.3), and APOP if the greeting
 * has a time stamp (RFC 1939 section 7). ManageSieve: SASL (RFC 5804).
 */
#ifndef REASON_FACTS_LOGIN_H
#define REASON_FACTS_LOGIN_H

#include "base/str.h"
#include "know/methods.h"
#include "model/terms.h"

struct login {
	bool takes[METHOD_COUNT_];
	bool names_any; /* the server names a mechanism, a known one or not */
	bool unknown;	/* it has listed no capabilities at all */
};

/* caps and greeting may be NULL: not seen. */
struct login login_of(const struct strs *caps, enum protocol protocol, const char *greeting);
/* Whether a password is the key, sent in clear or proved by a challenge. */
bool login_takes_password(const struct login *l);
/* The capabilities leave no way to log in, not even by an unknown mechanism. Only IMAP and POP3
 * servers say so; an SMTP server without AUTH may know its users otherwise. */
bool login_takes_none(const struct login *l, enum protocol protocol);

#endif
