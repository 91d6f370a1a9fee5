/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The names by which a server introduces itself: in its greeting and in its answer to EHLO (RFC
 * 5321 section 4.1.1.1). They are its own words: a stranger's name is a sign of a middlebox, never
 * a proof.
 */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "know/greetings.h"
#include "know/registrable.h"

#include <stdlib.h>
#include <string.h>

#define NAME_MAX_LEN 253 /* RFC 1035 section 2.3.4; a longer text is not a name */

/* ---- names ---- */

/* The name at the start of an answer to EHLO, as its grammar requires; NULL if there is something
 * else. The caller frees. */
static char *hello_name(const struct event *hello)
{
	static const char letters[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
	const char *text = hello && hello->text ? hello->text : "";
	size_t len = strspn(text, letters);
	bool whole = len <= NAME_MAX_LEN && (!text[len] || strchr(" \t\n", text[len]));
	char *name = mem_strndup(text, whole ? len : 0);

	if (name_can_be_entered(name))
		return name;
	free(name);
	return NULL;
}

/* "example.org" of "mail.example.org"; NULL without a registrable part. */
static const char *domain_of(const char *name)
{
	return name && !strchr(name, '[') && registrable_has(name) ? registrable_domain(name)
								   : NULL;
}

/* What machines without an Internet name call themselves (RFC 6762, RFC 8375 and habit): it means
 * nothing. */
static bool is_nickname(const char *name)
{
	static const char *const ends[] = {"local", "localdomain", "localhost", "internal",
					   "lan",   "home",	   "arpa",	"invalid"};
	const char *last = strrchr(name, '.');

	for (size_t i = 0; last && i < sizeof ends / sizeof *ends; i++)
		if (str_ieq(last + 1, ends[i]))
			return true;
	return false;
}

/* Both are names for the Internet, of different domains. */
static bool are_strangers(const char *a, const char *b)
{
	const char *domain_a = domain_of(a), *domain_b = domain_of(b);

	return a && b && domain_a && domain_b && strlen(a) <= NAME_MAX_LEN &&
	       strlen(b) <= NAME_MAX_LEN && !is_nickname(a) && !is_nickname(b) &&
	       !str_ieq(domain_a, domain_b);
}

static void tell_names(struct draft *d, const char *name, const char *other)
{
	draft_arg(d, "name", name);
	draft_arg(d, "other", other);
}

/* ---- what is known of a provider ---- */

static bool greets_otherwise(const char *provider, const struct row *r)
{
	char *line = row_greeting_line(r);
	bool differs = greeting_check(provider, r->service->protocol, line) == GREETING_DIFFERS;

	free(line);
	return differs;
}

static bool answers_otherwise(const char *provider, const struct row *r)
{
	char *name = hello_name(r->f->hello);
	bool differs = name && hello_check(provider, name) == GREETING_DIFFERS;

	free(name);
	return differs;
}

/* The domain of one of the target's servers. */
bool name_is_of_target(const struct target *t, const char *name)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (!are_strangers(t->servers[i].host, name))
			return true;
	return false;
}

/* The name in the greeting, else in the answer to EHLO, if it is a stranger to all of the
 * provider's servers; or NULL. The caller frees. */
static char *strange_name(const struct judge *j, const struct row *r)
{
	const char *greeted = r->f->greeting ? r->f->greeting->detail : NULL;
	char *said = greeted ? mem_strdup(greeted) : hello_name(r->f->hello);

	if (said && name_can_be_entered(said) && !name_is_of_target(j->f->target, said) &&
	    hello_check(j->f->target->provider, said) != GREETING_FITS)
		return said;
	free(said);
	return NULL;
}

void draft_stranger(struct draft *d, const struct judge *j, const struct row *r)
{
	char *name = strange_name(j, r);

	if (domain_of(name) && !is_nickname(name)) {
		draft_arg(d, "name", name);
		draft_cite_event(d, r->f->greeting);
	}
	free(name);
}

/* The first name of the certificate if none of them belongs to the provider's servers; or NULL. */
static const char *strange_owner(const struct judge *j, const struct row *r)
{
	const struct event *leaf = row_leaf(r);

	for (size_t i = 0; leaf && i < leaf->list.n; i++)
		if (name_is_of_target(j->f->target, leaf->list.v[i]))
			return NULL;
	return leaf && leaf->list.n ? leaf->list.v[0] : NULL;
}

/* A hosting provider's mail server, as configured by cPanel. */
static bool greets_as_hoster(const struct row *r)
{
	const char *text = r->f->greeting->text;

	return str_icontains(text, "ESMTP Exim") ||
	       str_icontains(text, "do not authorize the use of this system");
}

/*
 * A known provider's name, but another server's greeting and certificate: all but the name is in
 * order, so it is not an interceptor, which would show the right name.
 */
RULE(greeting_not_reached)
{
	const unsigned unproven =
	    CERT_WRONG_NAME | CERT_UNTRUSTED | CERT_SELF_SIGNED | CERT_NO_NAME;
	const struct event *v = r->f->verify;
	const char *provider = j->f->target->provider;

	if (!provider || !r->greeted || !r->secured || !v || !(v->status & CERT_WRONG_NAME) ||
	    (v->status & ~unproven) || j->issuer_box[r->e->id - 1].known ||
	    j->banner_box[r->e->id - 1].known)
		return false;
	const char *owner = strange_owner(j, r);
	char *name = owner ? strange_name(j, r) : NULL;
	bool differs = owner && (name || greets_otherwise(provider, r));

	if (differs) {
		if (v->status != CERT_WRONG_NAME)
			d->certainty = CERTAINTY_LIKELY;
		draft_arg(d, "name", name ? name : owner);
		draft_arg(d, "greets", name);
		draft_names(d, r);
		if (greets_as_hoster(r))
			draft_arg(d, FINDING_ARG_MEANING,
				  N_("It greets like a hosting company's own mail server: hosting "
				     "companies redirect outgoing mail to it."));
		draft_cite_event(d, r->f->greeting);
		draft_cite_leaf(d, r);
	}
	free(name);
	return differs;
}

/* If only the issuer is unknown, the words of a greeting say little: new words are not a stranger.
 * A stranger's name is. */
static bool names_itself(const struct judge *j, const struct row *r)
{
	char *name = strange_name(j, r);
	bool strange = name != NULL;

	free(name);
	return strange;
}

static bool only_issuer_unknown(const struct row *r)
{
	return r->secured && r->f->verify && (r->f->verify->status & CERT_UNTRUSTED) &&
	       !(r->f->verify->status & CERT_WRONG_NAME);
}

/* A known provider's server that does not introduce itself as usual, and has no certificate that
 * proves it. */
RULE(greeting_stranger)
{
	const struct event *g = r->f->greeting;
	const char *provider = j->f->target->provider;

	if (!provider || !r->greeted || !r->ended || r->cut_off || !g->text || r->trusted ||
	    greeting_is_masked(r) || j->banner_box[r->e->id - 1].known)
		return false;
	bool greets = greets_otherwise(provider, r), answers = answers_otherwise(provider, r);

	if (only_issuer_unknown(r) && !names_itself(j, r))
		return false;
	if (answers)
		draft_cite_event(d, r->f->hello);
	if (greets || answers)
		draft_quote(d, greets ? g->text : r->f->hello->text);
	return (greets || answers) && draft_cite_greeting(r, d);
}

/* ---- one connection ---- */

/* One name in the greeting, another one in the answer to EHLO, and no certificate that proves
 * either. */
RULE(greeting_hello_name)
{
	const char *greeted = r->f->greeting ? r->f->greeting->detail : NULL;
	char *said = hello_name(r->f->hello);
	bool differs = r->greeted && r->ended && !r->cut_off && !r->trusted && said &&
		       are_strangers(greeted, said);

	if (differs) {
		tell_names(d, greeted, said);
		draft_cite_event(d, r->f->greeting);
		draft_cite_event(d, r->f->hello);
	}
	free(said);
	return differs;
}

/*
 * Another name once TLS is up: the machine that speaks in clear text is not the one under TLS. If
 * the certificate is the provider's, that is most likely the provider's own front.
 */
RULE(starttls_other_name)
{
	char *before = hello_name(r->f->hello), *after = hello_name(r->f->hello_tls);
	const char *domain = domain_of(before);
	bool differs = domain && domain_of(after) && !str_ieq(domain, domain_of(after));

	if (differs && r->trusted) {
		d->verdict = VERDICT_NOTE;
		d->certainty = CERTAINTY_POSSIBLE;
		d->place = PLACE_UNKNOWN;
	}
	if (differs) {
		tell_names(d, before, after);
		draft_cite_event(d, r->f->hello);
		draft_cite_event(d, r->f->hello_tls);
		draft_cite_event(d, r->f->verify);
	}
	free(before);
	free(after);
	return differs;
}

/* ---- two ports of one machine ---- */

static bool is_relay(const struct row *r)
{
	return r->service->purpose == PURPOSE_DELIVERY;
}

/* The two greetings' names, or the two answers' to EHLO, if they are strangers to each other. */
static bool differ(const struct row *r, const struct row *other, struct draft *d)
{
	char *said = hello_name(r->f->hello), *other_said = hello_name(other->f->hello);
	const char *greeted = r->f->greeting->detail, *other_greeted = other->f->greeting->detail;
	bool greet = are_strangers(greeted, other_greeted);
	bool say = said && other_said && are_strangers(said, other_said);

	if (greet || say) {
		tell_names(d, greet ? greeted : said, greet ? other_greeted : other_said);
		draft_arg_number(d, "otherport", other->e->port);
	}
	if (greet) {
		draft_cite_event(d, r->f->greeting);
		draft_cite_event(d, other->f->greeting);
	}
	if (say) {
		draft_cite_event(d, r->f->hello);
		draft_cite_event(d, other->f->hello);
	}
	free(said);
	free(other_said);
	return greet || say;
}

/* One machine, port 25 and the ports for sending, two different names for itself. */
RULE(greeting_two_names)
{
	for (size_t i = 0; is_relay(r) && r->greeted && i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->service->protocol == PROTOCOL_SMTP && !is_relay(other) &&
		    other->counted && other->greeted && row_same_address(r, other) &&
		    differ(r, other, d))
			return true;
	}
	return false;
}
