/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/rules/refusal.h"

#include "advice/refusals.h"
#include "know/blocklists.h"
#include "know/server_limits.h"

#include <stdlib.h>

/* Whether a particular list is named, by its own words or its host name. */
static bool names_list(const char *text)
{
	const struct blocklist *known = blocklist_find(text);
	char *name = blocklist_name_in(text);
	bool one = name || (known && (known->check || known->mistake));

	free(name);
	return one;
}

/* "Put off because of reputation" passes with time; being on a list does not. */
static bool is_listed(const char *text, bool wants_patience)
{
	return text && (names_list(text) || (blocklist_is_named(text) && !wants_patience));
}

/* Without a code, words about the service itself or a count say that it is for now. */
static bool is_said_of_now(const struct event *said)
{
	static const char *const words[] = {"temporar", "too many", "shutting down", "maintenance"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_icontains(said->text, words[i]))
			return true;
	return server_limit_of(said->enhanced, said->text) != SERVER_LIMIT_NONE;
}

/* RFC 5321 4yz, RFC 5530 UNAVAILABLE and INUSE, RFC 3206 SYS/TEMP, RFC 2449 IN-USE and
 * LOGIN-DELAY. */
static bool is_temporary(const struct event *said)
{
	static const char *const codes[] = {"UNAVAILABLE", "INUSE",  "LIMIT",
					    "SYS/TEMP",	   "IN-USE", "LOGIN-DELAY"};

	if (said->code)
		return said->code < 500;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (str_istarts(said->enhanced, codes[i]))
			return true;
	return is_said_of_now(said);
}

/* Words that name a cause of their own, whatever the code; else NONE. */
static enum refusal_meaning named_cause(const struct refusal *known, const struct event *said)
{
	if (!known || !known->confirmed)
		return REFUSAL_MEANS_NONE;
	if (refusal_wants_name(known))
		return REFUSAL_MEANS_NO_NAME;
	if (refusal_is_greylisting(known))
		return REFUSAL_MEANS_GREYLISTED;
	switch (known->kind) {
	case REFUSAL_BACKEND:
		return REFUSAL_MEANS_FAULT;
	case REFUSAL_SERVER:
		return is_temporary(said) ? REFUSAL_MEANS_NONE : REFUSAL_MEANS_FAULT;
	case REFUSAL_PROXY:
		return REFUSAL_MEANS_NO_SERVER;
	case REFUSAL_WRONG_SERVER:
		return REFUSAL_MEANS_NO_SERVICE;
	case REFUSAL_HELLO:
		return REFUSAL_MEANS_HELLO;
	default:
		return REFUSAL_MEANS_NONE;
	}
}

const struct refusal *refusal_of_reply(const struct event *said, enum protocol protocol,
				       const char *provider)
{
	const struct refusal *known = refusal_find(protocol, said->code, said->text, provider);
	bool before_hello = said->type == EVENT_GREETING;

	return known && before_hello && refusal_is_a_guess(known) ? NULL : known;
}

enum refusal_meaning refusal_meaning(const struct event *said, enum protocol protocol,
				     const char *provider)
{
	if (!said)
		return REFUSAL_MEANS_NONE;
	const struct refusal *known = refusal_of_reply(said, protocol, provider);
	bool wants_patience =
	    known && (known->kind == REFUSAL_WAIT || known->kind == REFUSAL_LIMIT);

	if (is_listed(said->text, wants_patience))
		return REFUSAL_MEANS_LISTED;
	if (named_cause(known, said))
		return named_cause(known, said);
	/* Words go before the code's class. */
	if ((known && refusal_lasts(known)) || (!wants_patience && !is_temporary(said)))
		return REFUSAL_MEANS_FINAL;
	switch (server_limit_of(said->enhanced, said->text)) {
	case SERVER_LIMIT_CONNECTIONS:
		return REFUSAL_MEANS_CONNECTIONS;
	case SERVER_LIMIT_ATTEMPTS:
		return REFUSAL_MEANS_ATTEMPTS;
	default:
		return REFUSAL_MEANS_TEMPORARY;
	}
}
