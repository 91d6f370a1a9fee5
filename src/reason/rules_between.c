/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small signs of somebody in between, or of a stranger at the other end.  None proves anything
 * alone, and each says so. */
#include "config.h"
#include "reason/rules.h"

#include "base/mem.h"
#include "know/greetings.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

/* ---- introductions ------------------------------------------------------------------------ */

/* A known provider's server does not greet as it is known to, nor does a certificate prove it. */
RULE(rule_greeting_stranger)
{
	const struct event *g = r->f->greeting;
	const char *provider = j->f->target->provider;

	if (!provider || !r->greeted || !r->ended || !g->text || r->trusted ||
	    greeting_is_masked(r) || j->banner_box[r->e->id - 1].known)
		return false;
	char *line = row_greeting_line(r);
	bool differs = greeting_check(provider, r->service->protocol, line) == GREETING_DIFFERS;

	free(line);
	if (!differs)
		return false;
	draft_quote(d, g->text);
	return draft_cite_greeting(r, d);
}

/* The last two labels: "example.org" of "mail.example.org"; NULL if there are not two. */
static const char *domain_of(const char *name)
{
	const char *dot = name ? strrchr(name, '.') : NULL;

	while (dot && dot > name && dot[-1] != '.')
		dot--;
	return dot && strchr(dot, '.') && !strchr(name, '[') ? dot : NULL;
}

static const char *own_domain(const struct row *r)
{
	return r->greeted && r->f->greeting ? domain_of(r->f->greeting->detail) : NULL;
}

static bool is_relay(const struct row *r)
{
	return r->service->purpose == PURPOSE_RELAY;
}

/* One machine, port 25 and the ports for sending, two different names for itself. */
RULE(rule_greeting_two_names)
{
	for (size_t i = 0; is_relay(r) && own_domain(r) && i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->service->protocol != PROTOCOL_SMTP || is_relay(other) ||
		    !other->counted || !own_domain(other) || !row_same_address(r, other) ||
		    str_ieq(own_domain(r), own_domain(other)))
			continue;
		draft_arg(d, "name", r->f->greeting->detail);
		draft_arg(d, "other", other->f->greeting->detail);
		draft_arg_number(d, "otherport", other->e->port);
		draft_cite_event(d, r->f->greeting);
		draft_cite_event(d, other->f->greeting);
		return true;
	}
	return false;
}

/* ---- who the server believes that we are ------------------------------------------------------
 */

/* Addresses that mean something to others: not private, shared (RFC 6598), local or link-local. */
static bool is_public4(const char *text)
{
	struct in_addr bytes;

	if (inet_pton(AF_INET, text, &bytes) != 1)
		return false;
	unsigned long a = ntohl(bytes.s_addr);

	return a >> 24 != 0 && a >> 24 != 10 && a >> 24 != 127 && a >> 20 != 0xac1 &&
	       a >> 16 != 0xc0a8 && a >> 16 != 0xa9fe && a >> 22 != 0x191 && a >> 28 < 14;
}

/* "mail.example.org Hello host [192.0.2.7]": the address in brackets.  The caller frees. */
static char *address_told(const char *hello)
{
	const char *open = hello ? strchr(hello, '[') : NULL;
	size_t line = hello ? strcspn(hello, "\n") : 0;
	size_t len = open ? strcspn(open + 1, "]\n") : 0;

	if (!open || (size_t)(open - hello) > line || !len || len >= INET_ADDRSTRLEN)
		return NULL;
	return mem_strndup(open + 1, len);
}

/* Where no address is translated on purpose, the server should see our own. */
RULE(rule_greeting_other_address)
{
	const struct event *hello = r->f->hello;
	char *told = hello ? address_told(hello->text) : NULL;
	bool other = told && r->f->local_address && is_public4(told) &&
		     is_public4(r->f->local_address) && !str_eq(told, r->f->local_address);

	(void)j;
	if (other) {
		draft_arg(d, "told", told);
		draft_arg(d, "own", r->f->local_address);
		draft_cite(d, r->f->connected_event);
		draft_cite_event(d, hello);
	}
	free(told);
	return other;
}

/* ---- capabilities before and after TLS
 * ----------------------------------------------------------- */

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

/* A login that only clear text offers: a lure, or a server set up the wrong way round. */
RULE(rule_starttls_changed)
{
	(void)j;
	if (!has_both_lists(r) || !caps_offer(r->f->caps.list, NULL) ||
	    caps_offer(r->f->caps_tls.list, NULL) || r->service->protocol != PROTOCOL_SMTP)
		return false;
	cite_lists(r, d);
	return true;
}

/* RFC 3207 section 4.2 and RFC 2595 forbid it; whoever ends TLS for a server forgets it. */
RULE(rule_starttls_again)
{
	(void)j;
	if (!has_both_lists(r) || (!caps_have(r->f->caps_tls.list, "STARTTLS") &&
				   !caps_have(r->f->caps_tls.list, "STLS")))
		return false;
	cite_lists(r, d);
	return true;
}

static bool offers_starttls(const struct row *r)
{
	return r->f->caps.event &&
	       (caps_have(r->f->caps.list, "STARTTLS") || caps_have(r->f->caps.list, "STLS"));
}

/* Missing on this port, there on another one of the same server. */
RULE(rule_starttls_uneven)
{
	if (!r->greeted || !row_ended(r, STAGE_STARTTLS, OUTCOME_NOTOFFERED))
		return false;
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || other->e->port == r->e->port || !offers_starttls(other) ||
		    j->host_of[i] != j->host_of[r->e->id - 1])
			continue;
		draft_arg_number(d, "otherport", other->e->port);
		draft_cite(d, r->f->caps.event);
		draft_cite(d, other->f->caps.event);
		return true;
	}
	return false;
}
