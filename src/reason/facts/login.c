/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/facts/login.h"

#include "reason/facts/rows.h"

#include <string.h>

/* "AUTH PLAIN LOGIN", "AUTH=PLAIN", "SASL PLAIN": the words after the first. */
static void read_mechanisms(struct login *l, const char *cap)
{
	struct strs words = {0};

	cap += strspn(cap, " =");
	if (!str_istarts(cap, "AUTH") && !str_istarts(cap, "SASL"))
		return;
	strs_split(&words, cap, " =");
	bool lists = words.n > 1 && (str_ieq(words.v[0], "AUTH") || str_ieq(words.v[0], "SASL"));

	for (size_t i = 1; lists && i < words.n; i++) {
		const struct method *method = method_find(words.v[i]);

		l->names_any = true;
		if (method)
			l->takes[method->kind] = true;
	}
	strs_clear(&words);
}

/* "<1896.697170952@dbc.mtview.ca.us>" in the greeting: APOP digests it with the password. */
static bool has_time_stamp(const char *greeting)
{
	const char *open = greeting ? strchr(greeting, '<') : NULL;
	const char *at = open ? strchr(open, '@') : NULL;
	const char *close = at ? strchr(at, '>') : NULL;

	return close && strcspn(open, " ") > (size_t)(close - open);
}

static void read_commands(struct login *l, const struct strs *caps, enum protocol protocol,
			  const char *greeting)
{
	if (protocol == PROTOCOL_IMAP && caps && !caps_have(caps, "LOGINDISABLED"))
		l->takes[METHOD_PASSWORD] = true;
	if (protocol != PROTOCOL_POP3)
		return;
	/* A server without CAPA says nothing about USER, and has it. */
	if (l->unknown || caps_have(caps, "USER"))
		l->takes[METHOD_PASSWORD] = true;
	if (has_time_stamp(greeting))
		l->takes[METHOD_ENCRYPTED] = true;
}

struct login login_of(const struct strs *caps, enum protocol protocol, const char *greeting)
{
	struct login l = {.unknown = !caps || !caps->n};

	for (size_t i = 0; caps && i < caps->n; i++)
		read_mechanisms(&l, caps->v[i]);
	read_commands(&l, caps, protocol, greeting);
	return l;
}

bool login_takes_password(const struct login *l)
{
	return l->takes[METHOD_PASSWORD] || l->takes[METHOD_ENCRYPTED] || l->takes[METHOD_NTLM];
}

bool login_takes_none(const struct login *l, enum protocol protocol)
{
	if ((protocol != PROTOCOL_IMAP && protocol != PROTOCOL_POP3) || l->unknown || l->names_any)
		return false;
	for (size_t i = 0; i < METHOD_COUNT_; i++)
		if (l->takes[i])
			return false;
	return true;
}
