/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Firewalls' rules: which of them may refuse a port. tests/unit/ruleset/ has rules, and the real
 * nft's (1.0.6) lists of them: NAME.nft, and as NAME.json and NAME.txt the output of `nft -n -j
 * list ruleset` and `nft -n -a list ruleset`.
 */
#include "config.h"
#include "net/here/ruleset.h"

#include "base/buf.h"
#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void keep(const char *rule, void *user)
{
	buf_printf(user, "%s\n", rule);
}

static char *contents(const char *name, const char *ending)
{
	const char *folder = getenv("srcdir");
	char *path = mem_printf("%s/tests/unit/ruleset/%s.%s", folder ? folder : ".", name, ending);
	FILE *in = fopen(path, "r");
	struct buf out;

	buf_init(&out, 0);
	if (!in)
		fail_msg("%s cannot be read", path);
	for (int c; (c = getc(in)) != EOF;)
		buf_putc(&out, (char)c);
	fclose(in);
	free(path);
	return buf_take(&out);
}

/* The rules found in the recorded ones, a line each; the caller frees. */
static char *told_of(const char *name, enum family family, int port)
{
	char *json = contents(name, "json"), *text = contents(name, "txt");
	struct buf out;

	buf_init(&out, 0);
	ruleset_nft(json, text, family, port, keep, &out);
	free(json);
	free(text);
	return buf_take(&out);
}

static void check_nft(const char *name, enum family family, int port, const char *expected)
{
	char *told = told_of(name, family, port);

	assert_string_equal(told, expected);
	free(told);
}

/* Every rule with the comment "told", and no other, in the order of the file. */
static void test_matches(void **state)
{
	char *told = told_of("rules", FAMILY_IPV4, 587), *text = contents("rules", "txt");
	const char *at = told;
	unsigned n = 0;
	char *rest = text;

	(void)state;
	for (char *line; (line = strsep(&rest, "\n"));) {
		char *end = strstr(line, "comment \"told\" #");

		if (!end)
			continue;
		end[strlen("comment \"told\"")] = '\0';
		line += strspn(line, "\t");
		if (strncmp(at, line, strlen(line)) || at[strlen(line)] != '\n')
			fail_msg("\"%s\" is not told of; next is %s", line, at);
		at += strlen(line) + 1;
		n++;
	}
	assert_string_equal(at, "");
	assert_true(n >= 20);
	free(text);
	free(told);
}

static void test_order(void **state)
{
	(void)state;
	check_nft("order", FAMILY_IPV4, 587,
		  "tcp dport 587 reject comment \"from mail\"\n"
		  "tcp dport 587 drop comment \"back again\"\n"
		  "tcp dport 587 drop comment \"late\"\n"
		  "type filter hook output priority 0; policy drop;\n");
	check_nft("order", FAMILY_IPV6, 993,
		  "type filter hook output priority 0; policy drop;\n"
		  "type filter hook output priority 0; policy drop;\n");
}

static void test_accepted(void **state)
{
	(void)state;
	check_nft("accepted", FAMILY_IPV4, 587,
		  "type filter hook output priority 1; policy drop;\n");
	check_nft("accepted", FAMILY_IPV4, 443,
		  "type filter hook output priority 1; policy drop;\n");
	check_nft("accepted", FAMILY_IPV4, 25,
		  "type filter hook output priority 0; policy drop;\n"
		  "type filter hook output priority 1; policy drop;\n");
}

static void test_iptables(void **state)
{
	char *text =
	    mem_strdup("*filter\n:INPUT DROP [5:300]\n:OUTPUT DROP [7:420]\n:ufw-out - [0:0]\n"
		       "[5:300] -A INPUT -p tcp -m tcp --dport 587 -j DROP\n"
		       "[9:540] -A OUTPUT -j ufw-out\n"
		       "[0:0] -A OUTPUT -p tcp -m tcp --dport 587 -j DROP\n"
		       "[3:180] -A ufw-out -p tcp -m multiport --dports 25,500:600 -j REJECT "
		       "--reject-with tcp-reset\n"
		       "[3:180] -A ufw-out -p udp -m udp --dport 587 -j DROP\n"
		       "[3:180] -A ufw-out -p tcp -m tcp ! --dport 587 -j DROP\nCOMMIT\n");
	struct buf out;

	(void)state;
	buf_init(&out, 0);
	ruleset_iptables(text, 587, keep, &out);
	assert_string_equal(buf_text(&out),
			    "[3:180] -A ufw-out -p tcp -m multiport --dports 25,500:600 -j REJECT "
			    "--reject-with tcp-reset\n"
			    "-P OUTPUT DROP\n");
	buf_clear(&out);
	free(text);
}

/* ---- however long and however strange: only what fits is read, and it ends ---- */

static void check_strange(const char *json, const char *text, const char *expected)
{
	struct buf out;

	buf_init(&out, 0);
	ruleset_nft(json, text, FAMILY_IPV4, 587, keep, &out);
	assert_string_equal(buf_text(&out), expected);
	buf_clear(&out);
}

#define CHAIN(name, rest)                                                                          \
	"{\"chain\":{\"family\":\"inet\",\"table\":\"t\",\"name\":\"" name "\"" rest "}}"
#define HOOK ",\"type\":\"filter\",\"hook\":\"output\",\"prio\":0,\"policy\":\"accept\""
#define RULE(chain, handle, statements)                                                            \
	"{\"rule\":{\"family\":\"inet\",\"table\":\"t\",\"chain\":\"" chain                        \
	"\",\"handle\":" handle ",\"expr\":[" statements "]}}"
#define DROP "{\"drop\":null}"

static void test_strange(void **state)
{
	static const char *const nonsense[] = {
	    "",
	    "{",
	    "[]",
	    "{\"nftables\":5}",
	    "{\"nftables\":[{},5,null,{\"rule\":[]},{\"chain\":{}}]}",
	    "{\"nftables\":[" RULE("o", "1", DROP) "]}"};
	static const char text[] = "table inet t {\n\tchain o {\n\t\tdrop # handle 1\n\t}\n}\n";
	static const char dropping[] =
	    "{\"nftables\":[" CHAIN("o", HOOK) "," RULE("o", "1", DROP) "]}";

	(void)state;
	for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++)
		check_strange(nonsense[i], text, "");
	check_strange(dropping, text, "drop\n");
	check_strange(dropping, "", "");
	check_strange(dropping, "table inet t {\n}\n\t\tdrop # handle 1\n", "");
	check_strange(dropping, "table inet t {\n\tchain o {\n\t\tdrop # handle 11\n\t}\n}\n", "");
}

/* A chain that leads to the next one, and so on; each has a rule that refuses. */
static void test_depth(void **state)
{
	struct buf json, text, out;

	(void)state;
	buf_init(&json, 0);
	buf_init(&text, 0);
	buf_init(&out, 0);
	buf_puts(&json, "{\"nftables\":[" CHAIN("c0", HOOK));
	buf_puts(&text, "table inet t {\n");
	for (int i = 1; i <= 2 * RULESET_CHAINS_MAX; i++)
		buf_printf(&json, "," CHAIN("c%d", ""), i);
	for (int i = 0; i < 2 * RULESET_CHAINS_MAX; i++) {
		buf_printf(&json,
			   "," RULE("c%d", "%d", DROP) "," RULE("c%d", "0",
								"{\"jump\":{\"target\":\"c%d\"}}"),
			   i, i + 1, i, i + 1);
		buf_printf(&text, "drop in %d # handle %d\n", i, i + 1);
	}
	buf_puts(&json, "]}");
	buf_puts(&text, "}\n");
	ruleset_nft(buf_text(&json), buf_text(&text), FAMILY_IPV4, 587, keep, &out);
	assert_non_null(strstr(buf_text(&out), "drop in 15\n"));
	assert_null(strstr(buf_text(&out), "drop in 16\n"));
	buf_clear(&json);
	buf_clear(&text);
	buf_clear(&out);
}

static void test_many(void **state)
{
	struct buf json, out;
	unsigned lines = 0;

	(void)state;
	buf_init(&json, 0);
	buf_init(&out, 0);
	buf_puts(&json, "{\"nftables\":[" CHAIN("o", HOOK));
	for (int i = 0; i < 2 * RULESET_RULES_MAX; i++)
		buf_puts(&json, "," RULE("o", "1", DROP));
	buf_puts(&json, "]}");
	ruleset_nft(buf_text(&json), "table inet t {\n drop # handle 1\n}\n", FAMILY_IPV4, 587,
		    keep, &out);
	for (const char *at = buf_text(&out); (at = strchr(at, '\n')); at++)
		lines++;
	assert_int_equal(lines, RULESET_TOLD_MAX);
	buf_clear(&json);
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_matches),  cmocka_unit_test(test_order),
	    cmocka_unit_test(test_accepted), cmocka_unit_test(test_iptables),
	    cmocka_unit_test(test_strange),  cmocka_unit_test(test_depth),
	    cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
