/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * nft's rules as JSON (libnftables-json(5)). Each match of a rule is compared with what is known of
 * our connection: new, TCP, to the port, over the family. Unknown properties, an address, an
 * interface, a user, may match.
 */
#include "config.h"
#include "net/here/ruleset_private.h"

#include "base/mem.h"
#include "base/str.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

enum fit { FIT_NO, FIT_MAYBE, FIT_YES };

#define CT_STATE_NEW 8 /* as `nft -n` writes "new" */
#define NFT_IPV4 2     /* NFPROTO_IPV4 of <linux/netfilter.h> */
#define NFT_IPV6 10
#define OWN_PORT 50000 /* one of the ports that the system chooses */

/* A value of our connection: nft writes it as a number, or by name. */
struct ours {
	int number;
	const char *name; /* or NULL */
};

struct nft_reader {
	struct ruleset *set;
	const json_t *listed; /* all objects */
	enum family family;
	int port;
};

static const char *string(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

/* ---- values ---- */

/* The elements in value: {"set": […]}, or "@name" of kind "set" or "map" in the rule's table. */
static const json_t *elements(const struct nft_reader *r, const json_t *rule, const json_t *value,
			      const char *kind)
{
	const char *name = json_string_value(value);
	size_t i;
	const json_t *object;

	if (!name || *name != '@')
		return json_object_get(value, "set");
	json_array_foreach(r->listed, i, object)
	{
		const json_t *set = json_object_get(object, kind);

		if (set && str_eq(string(set, "name"), name + 1) &&
		    str_eq(string(set, "family"), string(rule, "family")) &&
		    str_eq(string(set, "table"), string(rule, "table")))
			return json_object_get(set, "elem");
	}
	return NULL;
}

/* Whether ours equals the value, is within it, or one of a list. */
static bool is_ours(const json_t *value, const struct ours *ours)
{
	const json_t *range = json_object_get(value, "range");
	const json_t *any = json_object_get(value, "|");
	const json_t *elem = json_object_get(value, "elem"); /* with a comment or a counter */
	size_t i;
	const json_t *one;

	if (json_is_integer(value))
		return json_integer_value(value) == ours->number;
	if (json_is_string(value))
		return ours->name && str_eq(json_string_value(value), ours->name);
	if (range)
		return json_integer_value(json_array_get(range, 0)) <= ours->number &&
		       ours->number <= json_integer_value(json_array_get(range, 1));
	if (elem)
		return is_ours(json_object_get(elem, "val"), ours);
	json_array_foreach(any ? any : value, i, one)
	{
		if (is_ours(one, ours))
			return true;
	}
	return false;
}

/* ---- matches ---- */

/* What a match looks at: FIT_YES if *ret_ours is our value of it, else how any value matches. */
static enum fit look_at_payload(const struct nft_reader *r, const json_t *payload,
				struct ours *ret_ours)
{
	static const char *const others[] = {"udp",  "udplite", "sctp", "dccp", "icmp", "icmpv6",
					     "igmp", "esp",	"ah",	"comp", "arp",	"ether"};
	const char *protocol = string(payload, "protocol"), *field = string(payload, "field");
	const char *other_ip = r->family == FAMILY_IPV6 ? "ip" : "ip6";

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (str_eq(protocol, others[i]))
			return FIT_NO;
	if (str_eq(protocol, other_ip))
		return FIT_NO;
	if (str_eq(field, "sport"))
		*ret_ours = (struct ours){OWN_PORT, NULL};
	else if (str_eq(field, "dport"))
		*ret_ours = (struct ours){r->port, NULL};
	else if (str_eq(field, "protocol") || str_eq(field, "nexthdr"))
		*ret_ours = (struct ours){IPPROTO_TCP, "tcp"};
	else
		return FIT_MAYBE;
	return FIT_YES;
}

static enum fit look_at_meta(const struct nft_reader *r, const char *key, struct ours *ret_ours)
{
	bool six = r->family == FAMILY_IPV6;

	if (str_eq(key, "l4proto"))
		*ret_ours = (struct ours){IPPROTO_TCP, "tcp"};
	else if (str_eq(key, "nfproto"))
		*ret_ours = six ? (struct ours){NFT_IPV6, "ipv6"} : (struct ours){NFT_IPV4, "ipv4"};
	else
		return FIT_MAYBE;
	return FIT_YES;
}

static enum fit look_at(const struct nft_reader *r, const json_t *left, struct ours *ret_ours)
{
	const json_t *payload = json_object_get(left, "payload");

	if (payload)
		return look_at_payload(r, payload, ret_ours);
	if (json_object_get(left, "meta"))
		return look_at_meta(r, string(json_object_get(left, "meta"), "key"), ret_ours);
	if (!str_eq(string(json_object_get(left, "ct"), "key"), "state"))
		return FIT_MAYBE;
	*ret_ours = (struct ours){CT_STATE_NEW, "new"};
	return FIT_YES;
}

/* "ip daddr . tcp dport" against one element. */
static bool may_fit_parts(const struct nft_reader *r, const json_t *parts, const json_t *values)
{
	struct ours ours;
	size_t i;
	const json_t *part;

	json_array_foreach(parts, i, part)
	{
		enum fit fit = look_at(r, part, &ours);

		if (fit == FIT_NO || (fit == FIT_YES && !is_ours(json_array_get(values, i), &ours)))
			return false;
	}
	return true;
}

/* How our connection matches one value. */
static enum fit fit_one(const struct nft_reader *r, const json_t *left, const json_t *value)
{
	const json_t *parts = json_object_get(left, "concat");
	struct ours ours;
	enum fit fit = FIT_MAYBE;

	if (str_eq(json_string_value(value), "*")) /* everything that no other element names */
		return FIT_MAYBE;
	if (parts)
		return may_fit_parts(r, parts, json_object_get(value, "concat")) ? FIT_MAYBE
										 : FIT_NO;
	fit = look_at(r, left, &ours);
	if (fit == FIT_YES && !is_ours(value, &ours))
		fit = FIT_NO;
	return fit;
}

static enum fit fit_match(const struct nft_reader *r, const json_t *rule, const json_t *match)
{
	const json_t *left = json_object_get(match, "left");
	const json_t *right = json_object_get(match, "right");
	const json_t *list = elements(r, rule, right, "set"), *value;
	enum fit fit = FIT_NO;
	struct ours ours;
	size_t i;

	if (!json_object_get(left, "concat") && look_at(r, left, &ours) == FIT_NO)
		return FIT_NO; /* whatever it is compared with */
	if (!list)
		fit = fit_one(r, left, right);
	json_array_foreach(list, i, value)
	{
		enum fit one = fit_one(r, left, value);

		fit = one > fit ? one : fit;
	}
	return str_eq(string(match, "op"), "!=") ? (enum fit)(FIT_YES - fit) : fit;
}

/* ---- rules ---- */

/* The verdict of a statement, {"drop": null}; *ret_to: the chain that it leads to. */
static enum ruleset_verdict verdict_of(const json_t *statement, const char **ret_to)
{
	static const struct {
		const char *name;
		enum ruleset_verdict verdict;
	} rows[] = {{"accept", RULESET_ACCEPTS}, {"drop", RULESET_REFUSES},
		    {"reject", RULESET_REFUSES}, {"return", RULESET_RETURNS},
		    {"jump", RULESET_LEADS},	 {"goto", RULESET_LEADS}};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const json_t *value = json_object_get(statement, rows[i].name);

		*ret_to = string(value, "target");
		if (value)
			return rows[i].verdict;
	}
	return RULESET_GOES_ON;
}

static void add(const struct nft_reader *r, struct ruleset_line line, const json_t *statement,
		enum fit fit)
{
	const char *to;

	line.verdict = verdict_of(statement, &to);
	line.certain = fit == FIT_YES;
	if (line.verdict == RULESET_LEADS)
		line.to = mem_strdup(to);
	if (line.verdict != RULESET_GOES_ON)
		ruleset_add(r->set, &line);
}

/* One line for each verdict that may apply to us. */
static void add_map(const struct nft_reader *r, struct ruleset_line line, const json_t *rule,
		    const json_t *map, enum fit fit)
{
	size_t i;
	const json_t *pair;

	json_array_foreach(elements(r, rule, json_object_get(map, "data"), "map"), i, pair)
	{
		enum fit one = fit_one(r, json_object_get(map, "key"), json_array_get(pair, 0));

		if (one != FIT_NO)
			add(r, line, json_array_get(pair, 1), one < fit ? one : fit);
	}
}

/* How the rule continues after a statement that is not a verdict. */
static enum fit fit_statement(const struct nft_reader *r, const json_t *rule,
			      const json_t *statement)
{
	static const char *const no_condition[] = {"counter", "log", "mangle", "notrack"};
	const json_t *packets = json_object_get(json_object_get(statement, "counter"), "packets");
	const json_t *match = json_object_get(statement, "match");

	if (match)
		return fit_match(r, rule, match);
	if (packets && !json_integer_value(packets))
		return FIT_NO; /* it never fired */
	if (json_object_get(statement, "xt"))
		return FIT_NO; /* iptables' own, which iptables-save explains */
	for (size_t i = 0; i < sizeof no_condition / sizeof *no_condition; i++)
		if (json_object_get(statement, no_condition[i]))
			return FIT_YES;
	return FIT_MAYBE;
}

static void read_rule(const struct nft_reader *r, const char *table, const json_t *rule)
{
	struct ruleset_line line = {.chain = ruleset_chain(r->set, table, string(rule, "chain")),
				    .handle = json_integer_value(json_object_get(rule, "handle"))};
	enum fit fit = FIT_YES;
	size_t i;
	const json_t *statement;
	const char *to;

	if (line.chain == RULESET_CHAINS_MAX)
		return;
	json_array_foreach(json_object_get(rule, "expr"), i, statement)
	{
		const json_t *map = json_object_get(statement, "vmap");

		if (map) {
			add_map(r, line, rule, map, fit);
			fit = FIT_MAYBE; /* if no element matched */
		} else if (verdict_of(statement, &to) != RULESET_GOES_ON) {
			add(r, line, statement, fit);
		} else {
			enum fit next = fit_statement(r, rule, statement);

			fit = next < fit ? next : fit;
		}
		if (fit == FIT_NO)
			return;
	}
}

/* ---- tables and chains ---- */

static bool is_foreign(const struct nft_reader *r, const char *family)
{
	return !str_eq(family, "inet") && !str_eq(family, r->family == FAMILY_IPV6 ? "ip6" : "ip");
}

static void read_chain(const struct nft_reader *r, const char *table, const json_t *chain)
{
	const char *hook = string(chain, "hook");
	size_t i = ruleset_add_chain(r->set, table, string(chain, "name"));

	if (i == RULESET_CHAINS_MAX)
		return;
	r->set->chains[i].outgoing = str_eq(hook, "output") || str_eq(hook, "postrouting");
	if (str_eq(string(chain, "policy"), "drop"))
		r->set->chains[i].policy.text =
		    mem_printf("type %s hook %s priority %lld; policy drop;", string(chain, "type"),
			       hook, json_integer_value(json_object_get(chain, "prio")));
}

static void read_object(const struct nft_reader *r, const json_t *object)
{
	const json_t *chain = json_object_get(object, "chain");
	const json_t *rule = json_object_get(object, "rule");
	const json_t *either = chain ? chain : rule;
	char *table = mem_printf("%s %s", string(either, "family"), string(either, "table"));

	if (chain && !is_foreign(r, string(chain, "family")))
		read_chain(r, table, chain);
	else if (rule)
		read_rule(r, table, rule);
	free(table);
}

/* ---- quoting ---- */

struct quoting {
	const char *text;
	ruleset_rule *rule;
	void *user;
};

/* The line of the table's text that ends with the handle; the caller frees. NULL if there is
 * none. */
static char *quote(const char *text, const char *table, long long handle)
{
	char *head = mem_printf("table %s {", table),
	     *tail = mem_printf(" # handle %lld\n", handle);
	const char *from = strstr(text, head), *to = from ? strstr(from, "\n}") : NULL;
	const char *end = from ? strstr(from, tail) : NULL, *begin = end;

	free(head);
	free(tail);
	if (!end || !to || end > to)
		return NULL;
	while (begin[-1] != '\n')
		begin--;
	begin += strspn(begin, "\t ");
	return mem_strndup(begin, (size_t)(end - begin));
}

static void on_line(const struct ruleset *set, const struct ruleset_line *line, void *user)
{
	const struct quoting *q = user;
	char *text = line->text ? mem_strdup(line->text)
				: quote(q->text, set->chains[line->chain].table, line->handle);

	if (text)
		q->rule(text, q->user);
	free(text);
}

void ruleset_nft(const char *json, const char *text, enum family family, int port,
		 ruleset_rule *rule, void *user)
{
	json_t *whole = json_loads(json, 0, NULL);
	struct nft_reader r = {.set = ruleset_new(),
			       .listed = json_object_get(whole, "nftables"),
			       .family = family,
			       .port = port};
	struct quoting quoting = {text, rule, user};
	size_t i;
	const json_t *object;

	json_array_foreach(r.listed, i, object)
	{
		read_object(&r, object);
	}
	ruleset_walk(r.set, on_line, &quoting);
	ruleset_free(r.set);
	json_decref(whole);
}
