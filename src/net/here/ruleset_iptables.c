/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of iptables-save, which has no JSON. */
#include "config.h"
#include "net/here/ruleset_private.h"

#include "base/mem.h"
#include "base/str.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Where word is in text as a separate word, or NULL. */
static const char *find_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = text; (at = strstr(at, word)); at++)
		if ((at == text || at[-1] == ' ') && strchr(" ,", at[len]))
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

/* Whether a list such as "25,500:600" has the port. */
static bool lists_port(const char *at, int port)
{
	bool found = false;

	while (isdigit((unsigned char)*at)) {
		char *end;
		long low = strtol(at, &end, 10), high = low;

		if (*end == ':' && isdigit((unsigned char)end[1]))
			high = strtol(end + 1, &end, 10);
		found |= low <= port && port <= high;
		at = end + (*end == ',');
	}
	return found;
}

/* Whether the rule's ports, if it names any, are ours. */
static bool is_about_port(const char *text, int port)
{
	static const char *const words[] = {"--dport", "--dports", "--ports"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const char *at = find_word(text, words[i]);
		bool other = at && at - text >= 2 && at[-2] == '!';

		if (at)
			return lists_port(at + strlen(words[i]) + 1, port) != other;
	}
	return !strstr(text, "sport"); /* our source port is one that no rule would name */
}

/* New connections by TCP: not other protocols, not packets that belong to no known connection. */
static bool is_about_new_tcp(const char *text)
{
	static const char *const others[] = {"udp", "icmp", "icmpv6", "ipv6-icmp", "sctp", NULL};
	static const char *const states[] = {"--ctstate", "--state", NULL};
	static const char *const fresh[] = {"NEW", NULL};

	if (has_any(text, others) && !find_word(text, "tcp"))
		return false;
	return !has_any(text, states) || has_any(text, fresh);
}

/* Whether it applies to every connection to the port: a verdict has to name it. */
static bool is_certain(const char *text, enum ruleset_verdict verdict)
{
	static const char *const only_some[] = {"-d",	 "-s",	"-o",	    "owner", "mark",
						"limit", "set", "addrtype", NULL};

	return (verdict == RULESET_LEADS || strstr(text, "dport")) && !has_any(text, only_some);
}

/* The word behind "-j" or "-g", or NULL; the caller frees. */
static char *target_of(const char *text)
{
	const char *at = find_word(text, "-j");

	if (!at)
		at = find_word(text, "-g");
	return at ? mem_strndup(at + 3, strcspn(at + 3, " ")) : NULL;
}

static enum ruleset_verdict verdict_of(const char *target)
{
	static const struct {
		const char *target;
		enum ruleset_verdict verdict;
	} rows[] = {{"ACCEPT", RULESET_ACCEPTS},
		    {"DROP", RULESET_REFUSES},
		    {"REJECT", RULESET_REFUSES},
		    {"RETURN", RULESET_RETURNS}};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (str_eq(rows[i].target, target))
			return rows[i].verdict;
	return target ? RULESET_LEADS : RULESET_GOES_ON;
}

/* ":OUTPUT DROP [3:180]" */
static void read_chain(struct ruleset *set, const char *table, const char *line)
{
	char *name = mem_strndup(line + 1, strcspn(line + 1, " "));
	size_t chain = ruleset_add_chain(set, table, name);

	if (chain < RULESET_CHAINS_MAX) {
		struct ruleset_chain *c = &set->chains[chain];

		c->outgoing = str_eq(name, "OUTPUT") || str_eq(name, "POSTROUTING");
		if (str_eq(name, "OUTPUT") && strstr(line, " DROP ") && !strstr(line, "[0:0]"))
			c->policy.text = mem_strdup("-P OUTPUT DROP");
	}
	free(name);
}

/* "[3:180] -A OUTPUT -j x" */
static void read_rule(struct ruleset *set, const char *table, const char *line, int port)
{
	const char *at = strstr(line, "-A ") + strlen("-A ");
	char *name = mem_strndup(at, strcspn(at, " "));
	struct ruleset_line r = {.chain = ruleset_chain(set, table, name)};

	free(name);
	if (r.chain == RULESET_CHAINS_MAX || str_istarts(line, "[0:0]") ||
	    !is_about_port(line, port) || !is_about_new_tcp(line))
		return;
	r.to = target_of(line);
	r.verdict = verdict_of(r.to);
	r.certain = is_certain(line, r.verdict);
	r.text = mem_strdup(line);
	ruleset_add(set, &r);
}

struct quoting {
	ruleset_rule *rule;
	void *user;
};

static void on_line(const struct ruleset *set, const struct ruleset_line *line, void *user)
{
	const struct quoting *q = user;

	(void)set;
	q->rule(line->text, q->user);
}

void ruleset_iptables(char *text, int port, ruleset_rule *rule, void *user)
{
	struct ruleset *set = ruleset_new();
	struct quoting quoting = {rule, user};
	const char *table = NULL;
	char *rest = text;

	for (char *line; (line = strsep(&rest, "\n"));) {
		if (*line == '*')
			table = line;
		else if (*line == ':' && table)
			read_chain(set, table, line);
		else if (table && strstr(line, "-A "))
			read_rule(set, table, line, port);
	}
	ruleset_walk(set, on_line, &quoting);
	ruleset_free(set);
}
