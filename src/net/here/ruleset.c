/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/here/ruleset.h"

#include "base/mem.h"
#include "base/str.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct chain {
	const char *table, *name;
	bool outgoing; /* what leaves this computer enters here */
	bool met;      /* it has been walked, or is being walked */
	const char *policy;
};

struct line {
	size_t chain;
	const char *text;
};

struct set {
	enum ruleset_kind kind;
	enum family family;
	int port;
	ruleset_rule *rule;
	void *user;
	struct chain *chains;
	size_t chain_n;
	struct line *lines;
	size_t line_n;
};

/* ---- what one rule is about ---- */

/* Where word stands in text as a word of its own, or NULL. */
static const char *find_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = text; (at = strstr(at, word)); at++)
		if ((at == text || strchr(" \t{;,", at[-1])) && strchr(" \t;,}", at[len]))
			return at;
	return NULL;
}

static bool has_any(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (find_word(text, *words))
			return true;
	return false;
}

/* Whether a list such as "{ 25, 500-600 }" or "25,500:600" has the port; *ret_end: what follows it. */
static bool lists_port(const char *at, int port, const char **ret_end)
{
	bool found = false;

	while (*at && (strchr(" {},", *at) || isdigit((unsigned char)*at))) {
		if (!isdigit((unsigned char)*at)) {
			at++;
			continue;
		}
		char *end;
		long low = strtol(at, &end, 10), high = low;

		if ((*end == '-' || *end == ':') && isdigit((unsigned char)end[1]))
			high = strtol(end + 1, &end, 10);
		found |= low <= port && port <= high;
		at = end;
	}
	*ret_end = at;
	return found;
}

/* "dport vmap { 25 : drop, 587 : jump x }": whether the port is refused there. */
static bool maps_to_refusal(const char *at, int port)
{
	while ((at = strpbrk(at, "0123456789"))) {
		const char *end;
		bool ours = lists_port(at, port, &end);

		if (*end == ':')
			end += strspn(end, ": ");
		if (ours)
			return str_istarts(end, "drop") || str_istarts(end, "reject");
		at = end + strcspn(end, ",");
	}
	return false;
}

/* Whether the rule's ports, if it names any, are ours. */
static bool is_about_port(const char *text, int port)
{
	static const char *const words[] = {"dport", "--dport", "--dports", "--ports"};
	const char *end;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const char *at = find_word(text, words[i]);

		if (!at)
			continue;
		bool other = at - text >= 2 && at[-2] == '!';

		at += strlen(words[i]) + 1;
		if (str_istarts(at, "vmap"))
			return maps_to_refusal(at, port);
		if (str_istarts(at, "!="))
			other = true;
		return lists_port(at + (str_istarts(at, "!=") ? 2 : 0), port, &end) != other;
	}
	return !strstr(text, "sport"); /* ours is none that a rule would name */
}

static bool is_about_family(const char *text, enum family family)
{
	static const char *const four[] = {"ip daddr", "ip saddr", "nfproto ipv4", NULL};
	static const char *const six[] = {"ip6 daddr", "ip6 saddr", "nfproto ipv6", NULL};

	return !has_any(text, family == FAMILY_IPV6 ? four : six);
}

/* New connections by TCP: not what other protocols do, not what belongs to nothing known. */
static bool is_about_new_tcp(const char *text)
{
	static const char *const others[] = {"udp", "icmp", "icmpv6", "ipv6-icmp", "sctp", NULL};
	static const char *const states[] = {"ct state", "--ctstate", "--state", NULL};
	static const char *const fresh[] = {"new", "NEW", "0x8",
					    NULL}; /* a name, or nft's number */

	if (has_any(text, others) && !find_word(text, "tcp"))
		return false;
	return !has_any(text, states) || has_any(text, fresh);
}

/* "counter packets 0 bytes 0", or "[0:0]" in front. */
static bool never_fired(const char *text)
{
	return find_word(text, "counter packets 0") || str_istarts(text, "[0:0]");
}

static bool applies(const struct set *s, const char *text)
{
	return is_about_port(text, s->port) && is_about_family(text, s->family) &&
	       is_about_new_tcp(text) && !never_fired(text);
}

static bool refuses(const char *text)
{
	static const char *const words[] = {"drop", "reject", "-j DROP", "-j REJECT", NULL};

	return has_any(text, words);
}

/* ---- chains ---- */

static size_t chain_of(struct set *s, const char *table, const char *name)
{
	for (size_t i = 0; i < s->chain_n; i++)
		if (str_eq(s->chains[i].table, table) && str_eq(s->chains[i].name, name))
			return i;
	if (s->chain_n == RULESET_CHAINS_MAX)
		return RULESET_CHAINS_MAX;
	s->chains[s->chain_n] = (struct chain){.table = table, .name = name};
	return s->chain_n++;
}

/* Where the rule leads to: RULESET_CHAINS_MAX if nowhere. */
static size_t led_to(struct set *s, const struct line *line)
{
	static const char *const words[] = {"jump", "goto", "-j", "-g"};
	size_t first = s->kind == RULESET_NFT ? 0 : 2, to = RULESET_CHAINS_MAX;

	for (size_t i = first; i < first + 2; i++) {
		const char *at = find_word(line->text, words[i]);

		if (!at)
			continue;
		at += strlen(words[i]) + 1;
		for (size_t k = 0; k < s->chain_n; k++)
			if (str_eq(s->chains[k].table, s->chains[line->chain].table) &&
			    strlen(s->chains[k].name) == strcspn(at, " \t,;}") &&
			    str_istarts(at, s->chains[k].name))
				to = k;
	}
	return to;
}

/* Accepts whatever goes to the port: what stands below in the chains is not met any more. */
static bool lets_through(const char *text)
{
	static const char *const words[] = {"accept", "-j ACCEPT", NULL};
	static const char *const only_some[] = {"daddr", "saddr", "oif",   "oifname", "skuid",
						"skgid", "mark",  "limit", "vmap",    "-d",
						"-s",	 "-o",	  "owner", "set",     NULL};

	return has_any(text, words) && strstr(text, "dport") && !has_any(text, only_some);
}

/* True if the packet is accepted there. */
static bool clock(struct set *s, size_t chain, int depth)
{
	if (chain >= s->chain_n || s->chains[chain].met || depth == RULESET_DEPTH_MAX)
		return false;
	s->chains[chain].met = true;
	for (size_t i = 0; i < s->line_n; i++) {
		const struct line *line = &s->lines[i];

		if (line->chain != chain || !applies(s, line->text))
			continue;
		if (lets_through(line->text))
			return true;
		if (refuses(line->text))
			s->rule(line->text, s->user);
		if (clock(s, led_to(s, line), depth + 1))
			return true;
	}
	if (s->chains[chain].policy)
		s->rule(s->chains[chain].policy, s->user);
	return false;
}

/* ---- reading ---- */

static void take(struct set *s, size_t chain, const char *text)
{
	if (chain < RULESET_CHAINS_MAX && s->line_n < RULESET_LINES_MAX)
		s->lines[s->line_n++] = (struct line){chain, text};
}

/* The name between blanks after "chain ", cut out of the line. */
static char *cut_word(char *at)
{
	at[strcspn(at, " \t")] = '\0';
	return at;
}

static bool is_foreign_table(const char *head, enum family family)
{
	static const char *const four[] = {"ip", NULL}, *const six[] = {"ip6", NULL};
	static const char *const others[] = {"arp", "bridge", "netdev", NULL};

	return has_any(head, family == FAMILY_IPV6 ? four : six) || has_any(head, others);
}

static void read_nft(struct set *s, char *text)
{
	const char *table = NULL;
	size_t chain = RULESET_CHAINS_MAX;
	char *rest = text;

	for (char *line; (line = strsep(&rest, "\n"));) {
		line = str_trim(line);
		if (str_istarts(line, "table ")) {
			table = is_foreign_table(line + 5, s->family) ? NULL : line;
			chain = RULESET_CHAINS_MAX;
		} else if (str_istarts(line, "chain ")) {
			chain = table ? chain_of(s, table, cut_word(line + 6)) : RULESET_CHAINS_MAX;
		} else if (*line == '}') {
			chain = RULESET_CHAINS_MAX;
		} else if (chain < RULESET_CHAINS_MAX && strstr(line, " hook ")) {
			s->chains[chain].outgoing =
			    strstr(line, "hook output") || strstr(line, "hook postrouting");
			s->chains[chain].policy = strstr(line, "policy drop") ? line : NULL;
		} else {
			take(s, chain, line);
		}
	}
}

/* "*filter", ":OUTPUT DROP [3:180]", "[3:180] -A OUTPUT -j x". */
static void read_iptables(struct set *s, char *text)
{
	const char *table = NULL;
	char *rest = text;

	for (char *line; (line = strsep(&rest, "\n"));) {
		char *name = strstr(line, "-A ");

		if (*line == '*') {
			table = line;
		} else if (*line == ':' && table) {
			char *policy = mem_strdup(line);
			size_t chain = chain_of(s, table, cut_word(line + 1));
			bool drops = strstr(policy, " DROP ") && !strstr(policy, "[0:0]");

			free(policy);
			if (chain == RULESET_CHAINS_MAX)
				continue;
			s->chains[chain].outgoing =
			    str_eq(line + 1, "OUTPUT") || str_eq(line + 1, "POSTROUTING");
			if (drops && str_eq(line + 1, "OUTPUT"))
				s->chains[chain].policy = "-P OUTPUT DROP";
		} else if (name && table) {
			char *copy = mem_strndup(name + 3, strcspn(name + 3, " "));

			for (size_t i = 0; i < s->chain_n; i++)
				if (str_eq(s->chains[i].table, table) &&
				    str_eq(s->chains[i].name, copy))
					take(s, i, line);
			free(copy);
		}
	}
}

void ruleset_refusals(char *text, enum ruleset_kind kind, enum family family, int port,
		      ruleset_rule *rule, void *user)
{
	struct set s = {.kind = kind, .family = family, .port = port, .rule = rule, .user = user};

	s.chains = mem_calloc(RULESET_CHAINS_MAX, sizeof *s.chains);
	s.lines = mem_calloc(RULESET_LINES_MAX, sizeof *s.lines);
	if (kind == RULESET_NFT)
		read_nft(&s, text);
	else
		read_iptables(&s, text);
	for (size_t i = 0; i < s.chain_n; i++)
		if (s.chains[i].outgoing)
			clock(&s, i, 0);
	free(s.lines);
	free(s.chains);
}
