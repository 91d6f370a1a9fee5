/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/server_limits.h"

#include "base/mem.h"
#include "base/str.h"
#include "know/normalize.h"

#include <stdlib.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* The words of Postfix, Exim, Courier, Cyrus, Dovecot, Gmail, Exchange, Barracuda, SFR, Cox and
 * Spectrum. */
static const struct server_limit_row rows[] = {
    {"too many login", SERVER_LIMIT_ATTEMPTS},
    {"too many * login", SERVER_LIMIT_ATTEMPTS},
    {"too many auth", SERVER_LIMIT_ATTEMPTS},
    {"too many * auth", SERVER_LIMIT_ATTEMPTS},
    {"too many bad", SERVER_LIMIT_ATTEMPTS},
    {"too many failed", SERVER_LIMIT_ATTEMPTS},
    {"too many attempts", SERVER_LIMIT_ATTEMPTS},
    {"too many errors", SERVER_LIMIT_ATTEMPTS},
    {"too many requests", SERVER_LIMIT_ATTEMPTS},
    {"rate limit hit", SERVER_LIMIT_ATTEMPTS},
    {"rate limit exceeded", SERVER_LIMIT_ATTEMPTS},
    {"rate limit reached", SERVER_LIMIT_ATTEMPTS},
    {"connection rate", SERVER_LIMIT_ATTEMPTS},
    {"unusual rate", SERVER_LIMIT_ATTEMPTS},
    {"intrusion prevention", SERVER_LIMIT_ATTEMPTS}, /* IceWarp */
    {"temporarily banned", SERVER_LIMIT_ATTEMPTS},
    {"has been banned", SERVER_LIMIT_ATTEMPTS},
    {"is banned", SERVER_LIMIT_ATTEMPTS},
    {"too frequent", SERVER_LIMIT_ATTEMPTS},
    {"too often", SERVER_LIMIT_ATTEMPTS},
    {"too many connections", SERVER_LIMIT_CONNECTIONS},
    {"too many concurrent", SERVER_LIMIT_CONNECTIONS},
    {"too many simultaneous", SERVER_LIMIT_CONNECTIONS},
    {"too many open connections", SERVER_LIMIT_CONNECTIONS},
    {"too many SMTP sessions", SERVER_LIMIT_CONNECTIONS},
    {"too many sessions", SERVER_LIMIT_CONNECTIONS},
    {"too many new TLS sessions", SERVER_LIMIT_CONNECTIONS},
    {"maximum number of connections", SERVER_LIMIT_CONNECTIONS},
    {"maximum number of sessions", SERVER_LIMIT_CONNECTIONS},
    {"maximum connection", SERVER_LIMIT_CONNECTIONS},
    {"connection limit", SERVER_LIMIT_CONNECTIONS},
    {"connections limit", SERVER_LIMIT_CONNECTIONS},
    {"concurrent connections", SERVER_LIMIT_CONNECTIONS},
    {"trop de connexions", SERVER_LIMIT_CONNECTIONS},
    {"CXCNCT", SERVER_LIMIT_CONNECTIONS},
    {"AUP\\#I*-13#", SERVER_LIMIT_CONNECTIONS},
};

const struct server_limit_row *server_limit_all(size_t *ret_n)
{
	*ret_n = COUNT(rows);
	return rows;
}

const char *server_limit_name(enum server_limit c)
{
	static const char *const names[SERVER_LIMIT_COUNT_] = {"none", "connections", "attempts"};

	return (unsigned)c < SERVER_LIMIT_COUNT_ ? names[c] : "?";
}

bool server_limit_is_of_client(const char *text)
{
	static const char *const fragments[] = {
	    "from #", /* the address, as Postfix adds */
	    "from your",
	    "from this",
	    "from the same",
	    "per ip",
	    "per client",
	    "per host",
	    "per user",
	    "per address",
	    "per mailbox",
	    "per account",
	    "user+ip",
	    "userip",
	    "your ip",
	    "your host",
	    "your address",
	    "your client",
	    "limit reached from",
	    "same ip",
	    "this user",
	    "trop de connexions",
	    "CXCNCT",
	    "AUP\\#I*-13#",
	};
	char *line = text ? normalize_line(text) : NULL;
	bool own = false;

	for (size_t i = 0; line && i < COUNT(fragments) && !own; i++)
		own = normalize_has(line, fragments[i]);
	free(line);
	return own;
}

enum server_limit server_limit_of(const char *code, const char *text)
{
	enum server_limit found = SERVER_LIMIT_NONE;
	char *line = text ? normalize_line(text) : NULL;

	for (size_t i = 0; line && i < COUNT(rows) && !found; i++)
		if (normalize_has(line, rows[i].fragment))
			found = rows[i].kind;
	free(line);
	if (!found && str_ieq(code, "LIMIT")) /* RFC 5530 */
		found = SERVER_LIMIT_CONNECTIONS;
	if (!found && str_ieq(code, "LOGIN-DELAY")) /* RFC 2449 */
		found = SERVER_LIMIT_ATTEMPTS;
	return found;
}
