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

/* Two public addresses of one family that differ. */
static bool are_other(const char *a, const char *b)
{
	return address_is_public(a) && address_is_public(b) &&
	       address_version(a) == address_version(b) && !address_equal(a, b);
}

/* Where no address is translated on purpose, the server should see our own. */
RULE(greeting_other_address)
{
	char *told = facts_address_told(r->f);
	bool other = told && r->f->local_address && are_other(told, r->f->local_address) &&
		     !surroundings_has_address(j->f, told);

	if (other) {
		draft_arg(d, "told", told);
		draft_arg(d, "own", r->f->local_address);
		draft_cite(d, r->f->connected_event);
		draft_cite_event(d, r->f->hello);
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
	struct login before = r->login_in_clear, after = r->login;

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

/* ---- another program answers ---- */

#define OTHER_WORDS_MIN 2 /* functions that one list has and the other lacks */

/* The words of a greeting that name the program: no host, date, version or number, none that
 * every greeting has. */
static void program_words(const struct row *r, struct strs *ret)
{
	static const char *const common[] = {"ESMTP",  "SMTP", "IMAP",	"IMAP4",  "POP3",
					     "server", "at",   "ready", "ready.", "service"};
	struct strs words = {0};
	char *line = row_greeting_line(r);

	strs_split(&words, line, " ");
	for (size_t i = 0; i < words.n; i++) {
		bool told = strpbrk(words.v[i], "0123456789.@<>[]:*") != NULL;

		for (size_t k = 0; k < sizeof common / sizeof *common; k++)
			told = told || str_ieq(words.v[i], common[k]);
		if (!told && !strs_has(ret, words.v[i]))
			strs_add(ret, words.v[i]);
	}
	strs_clear(&words);
	free(line);
}

static bool has_all(const struct strs *list, const struct strs *of)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strs_has(of, list->v[i]))
			return false;
	return true;
}

/* One greeting names a program, and the other one does not, or names another. */
static bool greets_as_another(const struct row *r, const struct row *other)
{
	struct strs mine = {0}, others = {0};

	program_words(r, &mine);
	program_words(other, &others);
	bool differs = others.n && !has_all(&others, &mine);

	strs_clear(&mine);
	strs_clear(&others);
	return differs;
}

/* Logins and encryption differ between the ports of one server; sizes and help say nothing. */
static bool is_of_program(const char *cap)
{
	static const char *const others[] = {"STARTTLS", "STLS", "AUTH", "SASL", "LOGINDISABLED",
					     "SIZE",	 "HELP", "OK",	 "USER"};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (str_istarts(cap, others[i]))
			return false;
	return true;
}

static size_t count_missing(const struct strs *of, const struct strs *in)
{
	size_t n = 0;

	for (size_t i = 0; i < of->n; i++)
		n += is_of_program(of->v[i]) && !strs_has(in, of->v[i]);
	return n;
}

static bool lists_otherwise(const struct row *r, const struct row *other)
{
	const struct strs *mine = r->f->caps.event ? r->f->caps.list : NULL;
	const struct strs *others = facts_caps(other->f);

	return mine && others &&
	       count_missing(mine, others) + count_missing(others, mine) >= OTHER_WORDS_MIN;
}

/* Another port of that machine, by the same protocol, where the certificate proves the server. */
static bool is_proven_sibling(const struct judge *j, const struct row *r, const struct row *other)
{
	return other->counted && other->e->port != r->e->port && other->trusted && other->greeted &&
	       !j->banner_box[other->e->id - 1].known &&
	       other->service->protocol == r->service->protocol && row_same_address(other, r) &&
	       row_same_host(j, other, r);
}

/* Greeting and list are not those of the server that a certificate proves on another port; and
 * encryption is missing, which an inspection removes. */
RULE(starttls_stranger)
{
	if (!r->greeted || !row_ended(r, STAGE_STARTTLS, OUTCOME_NOTOFFERED) || row_refusal(j, r))
		return false;
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!is_proven_sibling(j, r, other) || !greets_as_another(r, other) ||
		    !lists_otherwise(r, other))
			continue;
		/* Port 25 may well have a filter of the server's own in front. */
		if (r->service->purpose == PURPOSE_DELIVERY ||
		    other->service->purpose == PURPOSE_DELIVERY)
			d->certainty = CERTAINTY_POSSIBLE;
		char *theirs = row_greeting_line(other), *line = row_greeting_line(r);

		draft_quote(d, line);
		draft_arg(d, "other", theirs);
		draft_arg_number(d, "otherport", other->e->port);
		draft_cite_greeting(r, d);
		draft_cite_greeting(other, d);
		draft_cite(d, r->f->caps.event);
		draft_cite_event(d, other->f->verify);
		free(theirs);
		free(line);
		return true;
	}
	return false;
}

/* Missing on this port, offered on another one of the same server. Why Exchange leaves it out on port 25 is known
 * (starttls.missing.relay). */
RULE(starttls_uneven)
{
	if (!r->greeted || !row_ended(r, STAGE_STARTTLS, OUTCOME_NOTOFFERED) ||
	    (r->service->purpose == PURPOSE_DELIVERY && row_is_exchange(r)))
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
