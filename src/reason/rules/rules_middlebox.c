/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small signs of a middlebox, or of a stranger at the other end. None proves anything alone, and
 * each says so. */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/address.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define FEWER_MIN 2	/* capabilities that disappear under TLS */
#define FEWER_SHOWN 8	/* named in a sentence */
#define CAP_WORD_MAX 32 /* bytes of a capability's word; a longer one is in no standard */

/* ---- who the server believes that we are ---- */

/* "mail.example.org Hello host [192.0.2.7]", "… [IPv6:2001:db8::7]": the address in brackets.  The
 * caller frees. */
static char *address_told(const char *hello)
{
	static const char tag[] = "IPv6:"; /* RFC 5321 section 4.1.3; not all write it */
	const char *open = hello ? strchr(hello, '[') : NULL;
	size_t line = hello ? strcspn(hello, "\n") : 0;

	if (!open++ || (size_t)(open - hello) > line)
		return NULL;
	if (str_istarts(open, tag))
		open += strlen(tag);
	size_t len = strcspn(open, "]\n");

	return len && len <= ADDRESS_TEXT_MAX ? mem_strndup(open, len) : NULL;
}

/* Two public addresses of one family that differ. */
static bool are_other(const char *a, const char *b)
{
	return address_is_public(a) && address_is_public(b) &&
	       address_version(a) == address_version(b) && !address_equal(a, b);
}

/* Where no address is translated on purpose, the server should see our own. */
RULE(greeting_other_address)
{
	const struct event *hello = r->f->hello;
	char *told = hello ? address_told(hello->text) : NULL;
	bool other = told && r->f->local_address && are_other(told, r->f->local_address);

	if (other) {
		draft_arg(d, "told", told);
		draft_arg(d, "own", r->f->local_address);
		draft_cite(d, r->f->connected_event);
		draft_cite_event(d, hello);
	}
	free(told);
	return other;
}

/* ---- capabilities before and after TLS ---- */

static bool has_both_lists(const struct row *r)
{
	return r->secured && r->e->security == SECURITY_STARTTLS && r->f->caps.event &&
	       r->f->caps_tls.event && row_ended(r, STAGE_CAPS_TLS, OUTCOME_OK);
}

static void cite_lists(const struct row *r, struct draft *d)
{
	draft_cite(d, r->f->caps.event);
	draft_cite(d, r->f->caps_tls.event);
}

/* A POP3 server without CAPA says nothing about logins, and is not accused. */
static bool offers_login(const struct login *l)
{
	return !l->unknown && (l->names_any || login_takes_password(l));
}

/* A login that only clear text offers: a lure, or a server configured the wrong way round. */
RULE(starttls_changed)
{
	struct login before = row_login_in_clear(r), after = row_login(r);

	if (!has_both_lists(r) || after.unknown || !offers_login(&before) || offers_login(&after))
		return false;
	cite_lists(r, d);
	return true;
}

/* What may change under TLS, and what is about this session only. */
static bool may_go(const char *word)
{
	static const char *const words[] = {"STARTTLS", "STLS", "LOGINDISABLED", "AUTH",
					    "SASL",	"USER", "COMPRESS",	 "SIZE"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(word, words[i]))
			return true;
	return str_istarts(word, "X");
}

/*
 * Capabilities that are gone under TLS: a middlebox that ends TLS answers with its own list. One
 * word alone is a server's whim.
 */
RULE(starttls_fewer)
{
	struct strs gone = {0};

	for (size_t i = 0; has_both_lists(r) && i < r->f->caps.list->n; i++) {
		const char *cap = r->f->caps.list->v[i];
		char *word = mem_strndup(cap, strcspn(cap, " ="));

		if (strlen(word) > CAP_WORD_MAX || gone.n == FEWER_SHOWN || may_go(word) ||
		    caps_have(r->f->caps_tls.list, word) || strs_has(&gone, word))
			free(word);
		else
			strs_append(&gone, word);
	}
	bool fewer = gone.n >= FEWER_MIN;

	if (fewer) {
		draft_arg_list(d, "words", &gone);
		cite_lists(r, d);
	}
	strs_clear(&gone);
	return fewer;
}

/* RFC 3207 section 4.2 and RFC 2595 forbid it; a middlebox that ends TLS for a server forgets
 * it. */
RULE(starttls_again)
{
	if (!has_both_lists(r) || !caps_have_starttls(r->f->caps_tls.list))
		return false;
	cite_lists(r, d);
	return true;
}

/* Missing on this port, offered on another one of the same server. */
RULE(starttls_uneven)
{
	if (!r->greeted || !row_ended(r, STAGE_STARTTLS, OUTCOME_NOTOFFERED))
		return false;
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || other->e->port == r->e->port ||
		    !row_offers_starttls(other) || !row_same_host(j, other, r))
			continue;
		draft_arg_number(d, "otherport", other->e->port);
		draft_cite(d, r->f->caps.event);
		draft_cite(d, other->f->caps.event);
		return true;
	}
	return false;
}
