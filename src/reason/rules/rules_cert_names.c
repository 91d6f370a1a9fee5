/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names in a certificate: whether they match, which one to enter instead, and what is not a
 * name. */
#include "config.h"
#include "reason/domain/domain.h"
#include "reason/rules/rules.h"

#include "base/address.h"
#include "base/i18n.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

/* The name server's answer about name: the event, and whether the row's address was in it. */
static const struct event *answer_about(const struct judge *j, const struct row *r,
					const char *name, bool *ret_same)
{
	const struct event *said = NULL;

	*ret_same = false;
	for (size_t i = 0; i < j->f->log->n && !*ret_same; i++) {
		const struct event *ev = j->f->log->v[i];

		if (ev->type != EVENT_DNS_ANSWER || !str_ieq(ev->host, name) ||
		    ev->family != r->e->family)
			continue;
		said = ev;
		*ret_same = r->address && strs_has(&ev->list, r->address);
	}
	return said;
}

static bool greets_with_covered_name(const struct row *r)
{
	const char *name = r->f->greeting ? r->f->greeting->detail : NULL;
	const struct event *leaf = row_leaf(r);

	for (size_t i = 0; name && leaf && i < leaf->list.n; i++)
		if (name_is_covered(leaf->list.v[i], name))
			return true;
	return false;
}

/* The greeting with the server's name, if a pattern of the row's certificate covers it; another
 * port's of the host if this one's has none: IMAP and POP3 greet without a name. */
static const struct event *covered_greeting(const struct judge *j, const struct row *r)
{
	if (greets_with_covered_name(r))
		return r->f->greeting;
	for (size_t i = 0; i < j->rows.n && row_leaf_id(r); i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && row_same_host(j, other, r) && row_same_address(other, r) &&
		    str_eq(row_leaf_id(other), row_leaf_id(r)) && greets_with_covered_name(other))
			return other->f->greeting;
	}
	return NULL;
}

/* The first name of the certificate that could be entered instead: one that leads here, or else a
 * close one that was not looked up. */
static const char *better_name(const struct judge *j, const struct row *r, bool looked_up,
			       struct draft *d)
{
	const struct event *leaf = row_leaf(r);

	for (size_t i = 0; leaf && i < leaf->list.n; i++) {
		const char *name = leaf->list.v[i];
		bool same;
		const struct event *said = answer_about(j, r, name, &same);

		if (!name_can_be_entered(name) || (looked_up ? !same : said != NULL) ||
		    (!looked_up && !name_is_close(r->e->host, name)))
			continue;
		draft_cite_event(d, said);
		return name;
	}
	return NULL;
}

/* The same for the name in its greeting: certificate and greeting agree, wherever it leads. */
static const char *better_covered_name(const struct judge *j, const struct row *r, bool looked_up,
				       struct draft *d)
{
	const struct event *greeting = covered_greeting(j, r);
	bool same = false;
	const struct event *said = greeting ? answer_about(j, r, greeting->detail, &same) : NULL;

	if (!greeting || (looked_up && !same))
		return NULL;
	draft_cite_event(d, said);
	draft_cite_event(d, greeting);
	if (!looked_up)
		draft_arg(d, "greeted", "yes");
	return greeting->detail;
}

/* … or the name of another server of the person's that shows the same certificate, and for which it is right. */
static const char *name_in_use(const struct judge *j, const struct row *r, struct draft *d)
{
	for (size_t i = 0; i < j->rows.n && row_leaf_id(r); i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || !row_safe(other) || !row_is_mail(other) ||
		    row_same_host(j, other, r) || !str_eq(row_leaf_id(other), row_leaf_id(r)))
			continue;
		draft_cite_event(d, other->f->verify);
		draft_arg(d, "used", "yes");
		d->certainty = CERTAINTY_LIKELY;
		return other->e->host;
	}
	return NULL;
}

/* A web server's name is no mail server's where no mail port of the machine answers: it may be anyone's. */
static bool is_web_alone(const struct judge *j, const struct row *r)
{
	if (row_is_mail(r))
		return false;
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && row_is_mail(other) && other->tcp == OUTCOME_OK &&
		    str_ieq(other->e->host, r->e->host))
			return false;
	}
	return true;
}

/* The name to enter instead of the row's.  A stranger's name is never offered instead of a known
 * provider's: it would get the password. */
static const char *name_instead(const struct judge *j, const struct row *r, bool looked_up,
				struct draft *d)
{
	if (!r->f->verify || !(r->f->verify->status & CERT_WRONG_NAME) || is_web_alone(j, r))
		return NULL;
	const char *name = better_name(j, r, looked_up, d);

	if (!name)
		name = better_covered_name(j, r, looked_up, d);
	if (!name && !looked_up)
		name = name_in_use(j, r, d);
	return name && j->f->target->provider && !name_is_of_target(j->f->target, name) ? NULL
											: name;
}

/* Another server of the person's has a name of its own to enter instead. */
static void tell_other_pair(const struct judge *j, const struct row *r, bool looked_up,
			    const char *name, struct draft *d)
{
	struct draft aside = {0};
	const struct row *other = NULL;
	const char *enter = NULL;

	for (size_t i = 0; i < j->rows.n && !enter; i++) {
		other = &j->rows.v[i];
		if (other->counted && !str_ieq(other->e->host, r->e->host) &&
		    !domain_is_mx(j->f->target, other->e))
			enter = name_instead(j, other, looked_up, &aside);
		if (str_ieq(enter, name))
			enter = NULL;
	}
	if (enter) {
		draft_arg(d, "otherhost", other->e->host);
		draft_arg(d, "otherenter", enter);
	}
	draft_clear(&aside);
}

static bool tell_better_name(const struct judge *j, const struct row *r, bool looked_up,
			     struct draft *d)
{
	const char *name = name_instead(j, r, looked_up, d);

	if (!name || !row_has_status(r, CERT_WRONG_NAME, d))
		return false;
	draft_arg(d, "enter", name);
	draft_names(d, r);
	if (address_is_numeric(r->e->host))
		draft_arg(d, "numeric", "yes");
	tell_other_pair(j, r, looked_up, name, d);
	/* One finding is one name to enter. */
	draft_key_print(d, "%s|%s", row_leaf_id(r), name);
	return true;
}

/* It is for a name that leads to the same address: the right server under another name. */
RULE(cert_other_name)
{
	return !domain_is_mx(j->f->target, r->e) && tell_better_name(j, r, true, d);
}

/* It is for a name close to the requested one, which was not looked up. */
RULE(cert_close_name)
{
	return !domain_is_mx(j->f->target, r->e) && tell_better_name(j, r, false, d);
}

/* "mail.example.org" of "CN=mail.example.org,O=Example", or NULL.  The caller frees. */
static char *common_name(const struct event *leaf)
{
	const char *at = leaf ? leaf->subject : NULL;

	while (at && !str_istarts(at, "CN=")) {
		at = strchr(at, ',');
		at += at != NULL;
	}
	return at ? mem_strndup(at + 3, strcspn(at + 3, ",")) : NULL;
}

/* Without a subjectAltName, old programs use the common name: it may be wrong too. */
static bool tell_wrong_common_name(const struct row *r, struct draft *d)
{
	char *name = common_name(row_leaf(r));
	bool wrong = name && *name && !str_ieq(name, r->e->host);

	if (wrong) {
		draft_arg(d, "names", name);
		draft_arg(d, "named", name);
	}
	free(name);
	return wrong;
}

/* The same name and address at another port, where the certificate is good. */
static const struct row *proven_port(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->trusted && other->e->port != r->e->port &&
		    str_ieq(other->e->host, r->e->host) && row_same_address(other, r) &&
		    row_is_mail(other))
			return other;
	}
	return NULL;
}

/* The server's name is right, and one of its services shows the certificate of its first
 * installation, or of something else. An intermediate left out and a date are other faults. */
RULE(cert_one_service)
{
	const unsigned foreign = CERT_WRONG_NAME | CERT_SELF_SIGNED;
	const struct row *other = proven_port(j, r);

	if (!other || !r->f->verify || !(r->f->verify->status & foreign) ||
	    r->f->verify->status & (CERT_EXPIRED | CERT_NOT_YET_VALID) ||
	    str_eq(row_leaf_id(r), row_leaf_id(other)))
		return false;
	draft_cite_leaf(d, r);
	draft_cite_leaf(d, other);
	draft_names(d, r);
	draft_arg_number(d, "otherport", other->e->port);
	return true;
}

#define NAME_TOLD_MAX 40 /* longer ones do not fit into a title */

/* The first name of the certificate, if it says something in a title; or NULL. */
static const char *first_name(const struct row *r)
{
	const struct event *leaf = row_leaf(r);
	const char *name = leaf && leaf->list.n ? leaf->list.v[0] : NULL;

	return name && strlen(name) <= NAME_TOLD_MAX && strchr(name, '.') ? name : NULL;
}

static bool has_public_name(const struct event *leaf)
{
	for (size_t i = 0; i < leaf->list.n; i++)
		if (strpbrk(leaf->list.v[i], ".:*"))
			return true;
	return false;
}

static bool is_for_one_computer(const struct row *r)
{
	const struct event *leaf = row_leaf(r);

	for (size_t i = 0; leaf && i < leaf->list.n; i++)
		if (!address_is_localhost(leaf->list.v[i]))
			return false;
	return leaf && leaf->list.n;
}

/* "Plesk" or a container's number, as a server's software makes it for itself. */
static bool is_preset(const struct row *r)
{
	const struct event *leaf = row_leaf(r);

	return leaf && leaf->list.n && r->f->verify->status & CERT_SELF_SIGNED &&
	       !has_public_name(leaf);
}

/*
 * Where another name is no way out: a program of this computer's own; the computer that it was made on ("local"), as
 * Proton Bridge's; what a device or a server's software came with ("stock", "preset"); a self-signed one ("unproven"). In the own network the name has to lead there, too ("inside").
 */
static void tell_unusual(const struct row *r, struct draft *d)
{
	bool here = address_is_localhost(r->e->host);
	bool stock = !here && !is_for_one_computer(r) && draft_stock(d, r);
	const char *kind = NULL;

	if (here)
		draft_here(d, r);
	else if (is_for_one_computer(r))
		kind = "local";
	else if (!stock)
		kind = is_preset(r)				     ? "preset"
		       : r->f->verify->status & CERT_SELF_SIGNED     ? "unproven"
		       : r->address && address_is_inside(r->address) ? "inside"
								     : NULL;
	if (kind)
		draft_arg(d, kind, "yes");
	if (kind || here || stock)
		draft_arg(d, "unusual", "yes");
	if (!here)
		draft_arg(d, address_is_numeric(r->e->host) ? "numeric" : "byname", "yes");
}

/* {deep}: a pattern that has the host below it, but by more than one label (RFC 6125 section 6.4.3). */
static void tell_deep(const struct row *r, struct draft *d)
{
	const struct event *leaf = row_leaf(r);

	for (size_t i = 0; leaf && i < leaf->list.n; i++) {
		const char *name = leaf->list.v[i];

		if (str_istarts(name, "*.") && str_is_within(r->e->host, name + 2) &&
		    !str_ieq(r->e->host, name + 2)) {
			draft_arg(d, "deep", name);
			return;
		}
	}
}

RULE(cert_wrong_name)
{
	/* No certificate fits an MX record that is an address: mx.is-address. */
	if (!row_has_status(r, CERT_WRONG_NAME, d) ||
	    (domain_is_mx(j->f->target, r->e) && address_is_numeric(r->e->host)))
		return false;
	if (r->f->verify->status & CERT_NO_NAME)
		return tell_wrong_common_name(r, d);
	tell_unusual(r, d);
	tell_deep(r, d);
	draft_names(d, r);
	draft_arg(d, "named", first_name(r));
	draft_login_too(d, j, r);
	if (domain_is_mx(j->f->target, r->e))
		draft_arg(
		    d, FINDING_ARG_MEANING,
		    N_("Mail still arrives: sending servers encrypt without checking the name, "
		       "unless DANE or MTA-STS requires the check."));
	return true;
}

/* A byte that no server's name has: RFC 5280 section 4.2.1.6, and what is found in use. */
static bool is_odd_byte(char c)
{
	bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

	return !letter && !(c >= '0' && c <= '9') && !strchr("-._*:", c);
}

static bool has_nul(const char *name)
{
	return strstr(name, "\\0"); /* as events write it */
}

/* The worst of the invalid names, or NULL. */
static const char *odd_name(const struct event *leaf)
{
	const char *odd = NULL;

	for (size_t i = 0; leaf && i < leaf->list.n; i++) {
		const char *name = leaf->list.v[i];
		bool is = false;

		for (size_t k = 0; name[k]; k++)
			is = is || is_odd_byte(name[k]);
		if (is && (!odd || (has_nul(name) && !has_nul(odd))))
			odd = name;
	}
	return odd;
}

/* A zero byte in a certificate is never a mistake; spaces and the like are. */
RULE(cert_bad_name)
{
	const char *name = odd_name(row_leaf(r));

	if (!name)
		return false;
	if (!has_nul(name))
		d->verdict = VERDICT_WARNING;
	draft_cite_leaf(d, r);
	draft_key_leaf(d, r);
	draft_arg(d, "name", name);
	return true;
}
