/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that refuse an address because of a list, in the greeting or later. */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/address.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/blocklists.h"

#include <stdlib.h>
#include <string.h>

const struct event *row_listed(const struct judge *j, const struct row *r)
{
	return j->refusal[r->e->id - 1] == REFUSAL_MEANS_LISTED ? row_refusal(j, r) : NULL;
}

/* ---- which address is meant ---- */

/* The client's own address, as the server sees it: of the connection's family, not the server's,
 * not a list's code (127.0.0.10). */
static bool may_be_ours(const struct row *r, const char *address)
{
	return address_is_numeric(address) &&
	       address_version(address) == address_version(r->address) &&
	       !address_equal(address, r->address) && !address_is(address, ADDRESS_LOOPBACK);
}

/* The address at the start of text, if it is a separate word; NULL if not, or if it is not ours. */
static char *address_at(const struct row *r, const char *text)
{
	static const char used[] = "0123456789abcdefABCDEF.:";
	size_t len = strspn(text, used);

	/* Punctuation behind it in a sentence or a list is not part of it. */
	if (!strchr(" ])>,;&\n", text[len]))
		return NULL;
	while (len && (text[len - 1] == '.' || text[len - 1] == ':'))
		len--;
	char *word = len && len <= ADDRESS_TEXT_MAX ? mem_strndup(text, len) : NULL;

	if (word && may_be_ours(r, word))
		return word;
	free(word);
	return NULL;
}

/* The address that the refusal is about, or NULL; the caller frees. */
static char *told_address(const struct row *r, const char *text)
{
	static const char before[] = " [(<=\n";
	char *found = NULL;

	while (*text && !found) {
		found = address_at(r, text);
		text += strcspn(text, before);
		text += strspn(text, before);
	}
	return found;
}

/* ---- the rules ---- */

/* What to do about a known list. For a login server, a home connection's listing cannot be left as
 * it is. */
static const char *action_of(const struct blocklist *known, const struct row *r)
{
	if (!known->home || r->service->purpose == PURPOSE_DELIVERY)
		return known->action;
	return known->check
		   ? N_("See what the list says at {check}. A home connection belongs on it: the "
			"mail provider must change something, not the list.")
		   : NULL;
}

static void tell_unknown(const char *name, struct draft *d)
{
	draft_arg(d, "list", name ? name : N_("a list that it does not name"));
	draft_arg(d, "unnamed", name ? NULL : "yes");
	if (!name)
		return;
	draft_arg(d, FINDING_ARG_MEANING, N_("porthorn doesn't know this list."));
	draft_arg(
	    d, FINDING_ARG_ACTION,
	    N_("Look for the list's own page on the web by its name ({list}): it says why the "
	       "address is there, and who can take it off."));
}

static void tell_known(const struct row *r, const struct blocklist *known, struct draft *d)
{
	draft_arg(d, "list", known->name);
	draft_arg(d, "nolist", known->no_list ? "yes" : NULL);
	if (!known->confirmed)
		return;
	draft_arg(d, "check", known->check);
	draft_arg(d, FINDING_ARG_MEANING, known->meaning);
	draft_arg(d, FINDING_ARG_ACTION, action_of(known, r));
}

/* Home connections may be on it as a matter of course: the list, or one of those that go by that name, has them. */
static bool may_list_homes(const struct blocklist *known)
{
	static const char *const families[] = {"spamhaus", "abusix"};

	if (!known || known->home)
		return true;
	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		if (str_eq(known->id, families[i]))
			return true;
	return false;
}

static bool tell(const struct row *r, const struct event *said, struct draft *d)
{
	const struct blocklist *known = blocklist_find(said->text);
	char *address = told_address(r, said->text);
	char *name = known ? NULL : blocklist_name_in(said->text);

	draft_quote_reply(d, said);
	if (known)
		tell_known(r, known, d);
	else
		tell_unknown(name, d);
	draft_key(d, known ? known->id : name);
	draft_arg(d, "home", may_list_homes(known) ? "yes" : NULL);
	draft_arg(d, FINDING_ARG_LISTED, address);
	draft_cite_stage(d, r, r->f->end_stage);
	free(name);
	free(address);
	return true;
}

/* Whether the refusal is the server's own mistake. */
static bool is_mistake(const struct event *said)
{
	const struct blocklist *known = blocklist_find(said->text);

	return known && known->mistake && known->confirmed;
}

RULE(greeting_listed_mistake)
{
	const struct event *said = row_listed(j, r);

	return said && is_mistake(said) && tell(r, said, d);
}

RULE(greeting_listed)
{
	const struct event *said = row_listed(j, r);

	return said && !is_mistake(said) && r->service->purpose == PURPOSE_DELIVERY &&
	       tell(r, said, d);
}

/* On a login port, sending on another port is no advice. */
RULE(greeting_listed_login)
{
	const struct event *said = row_listed(j, r);

	return said && !is_mistake(said) && r->service->purpose != PURPOSE_DELIVERY &&
	       tell(r, said, d);
}
