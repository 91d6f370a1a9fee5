/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/crowding.h"

#include "base/mem.h"
#include "base/str.h"
#include "know/normalize.h"

#include <stdlib.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* The words of Postfix, Exim, Courier, Cyrus, Dovecot, Gmail, Exchange, Barracuda, SFR, Cox and
 * Spectrum. */
static const struct crowding_row rows[] = {
    {"too many login", CROWDING_ATTEMPTS},
    {"too many * login", CROWDING_ATTEMPTS},
    {"too many auth", CROWDING_ATTEMPTS},
    {"too many * auth", CROWDING_ATTEMPTS},
    {"too many bad", CROWDING_ATTEMPTS},
    {"too many failed", CROWDING_ATTEMPTS},
    {"too many attempts", CROWDING_ATTEMPTS},
    {"too many errors", CROWDING_ATTEMPTS},
    {"too many requests", CROWDING_ATTEMPTS},
    {"rate limit hit", CROWDING_ATTEMPTS},
    {"rate limit exceeded", CROWDING_ATTEMPTS},
    {"rate limit reached", CROWDING_ATTEMPTS},
    {"connection rate", CROWDING_ATTEMPTS},
    {"unusual rate", CROWDING_ATTEMPTS},
    {"too frequent", CROWDING_ATTEMPTS},
    {"too often", CROWDING_ATTEMPTS},
    {"too many connections", CROWDING_CONNECTIONS},
    {"too many concurrent", CROWDING_CONNECTIONS},
    {"too many simultaneous", CROWDING_CONNECTIONS},
    {"too many open connections", CROWDING_CONNECTIONS},
    {"too many SMTP sessions", CROWDING_CONNECTIONS},
    {"too many sessions", CROWDING_CONNECTIONS},
    {"too many new TLS sessions", CROWDING_CONNECTIONS},
    {"maximum number of connections", CROWDING_CONNECTIONS},
    {"maximum connection", CROWDING_CONNECTIONS},
    {"connection limit", CROWDING_CONNECTIONS},
    {"connections limit", CROWDING_CONNECTIONS},
    {"concurrent connections", CROWDING_CONNECTIONS},
    {"trop de connexions", CROWDING_CONNECTIONS},
    {"CXCNCT", CROWDING_CONNECTIONS},
    {"AUP\\#I*-13#", CROWDING_CONNECTIONS},
};

const struct crowding_row *crowding_all(size_t *ret_n)
{
	*ret_n = COUNT(rows);
	return rows;
}

const char *crowding_name(enum crowding c)
{
	static const char *const names[CROWDING_COUNT_] = {"none", "connections", "attempts"};

	return (unsigned)c < CROWDING_COUNT_ ? names[c] : "?";
}

enum crowding crowding_of(const char *code, const char *text)
{
	enum crowding found = CROWDING_NONE;
	char *line = text ? normalize_line(text) : NULL;

	for (size_t i = 0; line && i < COUNT(rows) && !found; i++)
		if (normalize_has(line, rows[i].fragment))
			found = rows[i].kind;
	free(line);
	if (!found && str_ieq(code, "LIMIT")) /* RFC 5530 */
		found = CROWDING_CONNECTIONS;
	if (!found && str_ieq(code, "LOGIN-DELAY")) /* RFC 2449 */
		found = CROWDING_ATTEMPTS;
	return found;
}
