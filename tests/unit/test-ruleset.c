/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Firewalls' rules: which of them may refuse a port. */
#include "config.h"
#include "net/here/ruleset.h"

#include "base/buf.h"
#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void keep(const char *rule, void *user)
{
	buf_printf(user, "%s\n", rule);
}

static void check_family(const char *set, enum ruleset_kind kind, enum family family, int port,
			 const char *expected)
{
	char *text = mem_strdup(set);
	struct buf out;

	buf_init(&out, 0);
	ruleset_refusals(text, kind, family, port, keep, &out);
	assert_string_equal(buf_text(&out), expected);
	buf_clear(&out);
	free(text);
}

static void check(const char *set, enum ruleset_kind kind, const char *expected)
{
	check_family(set, kind, FAMILY_IPV4, 587, expected);
}

/* One rule in the output chain. */
static void check_rule(const char *rule, bool found)
{
	char *set =
	    mem_printf("table inet t {\n\tchain c {\n\t\ttype filter hook output priority 0; "
		       "policy accept;\n\t\t%s\n\t}\n}\n",
		       rule);
	char *expected = mem_printf("%s\n", rule);

	check(set, RULESET_NFT, found ? expected : "");
	free(expected);
	free(set);
}

static void test_ports(void **state)
{
	(void)state;
	check_rule("tcp dport 587 drop", true);
	check_rule("tcp dport 5870 drop", false);
	check_rule("tcp dport 58 drop", false);
	check_rule("tcp dport { 25, 465, 587 } reject", true);
	check_rule("tcp dport { 25, 465 } reject", false);
	check_rule("tcp dport 500-600 drop", true);
	check_rule("tcp dport { 1-24, 26-442 } drop", false);
	check_rule("tcp dport != 587 drop", false);
	check_rule("tcp dport != { 25, 443 } drop", true);
	check_rule("tcp dport vmap { 25 : accept, 587 : drop }", true);
	check_rule("tcp dport vmap { 25 : drop, 587 : accept }", false);
	check_rule("tcp sport 587 drop", false);
	check_rule("tcp dport 587 accept", false);
	check_rule("udp dport 587 drop", false);
	check_rule("ip daddr 192.0.2.7 drop", true);
	check_rule("ip6 daddr 2001:db8::7 drop", false);
	check_rule("meta nfproto ipv6 tcp dport 587 drop", false);
	check_rule("ct state invalid drop", false);
	check_rule("ct state 0x1 drop", false);
	check_rule("ct state 0x2,0x8 tcp dport 587 drop", true);
	check_rule("ct state new tcp dport 587 reject with tcp reset", true);
	check_rule("tcp dport 587 counter packets 0 bytes 0 drop", false);
	check_rule("tcp dport 587 counter packets 10 bytes 600 drop", true);
	check_rule("tcp dport 99999999999999999999999 drop", false);
	check_rule("tcp dport", false);
	check_rule("drop", true);
}

/* Only chains that what leaves here meets, in the order in which it does. */
static const char order[] = "table ip6 other {\n"
			    "\tchain o {\n"
			    "\t\ttype filter hook output priority 0; policy drop;\n"
			    "\t}\n"
			    "}\n"
			    "table inet filter {\n"
			    "\tset s {\n"
			    "\t\ttype ipv4_addr\n"
			    "\t\telements = { 192.0.2.1 }\n"
			    "\t}\n"
			    "\tchain unused {\n"
			    "\t\ttcp dport 587 drop comment \"unused\"\n"
			    "\t}\n"
			    "\tchain mail {\n"
			    "\t\ttcp dport 587 reject comment \"from mail\"\n"
			    "\t\tjump out\n"
			    "\t}\n"
			    "\tchain in {\n"
			    "\t\ttype filter hook input priority 0; policy drop;\n"
			    "\t\ttcp dport 587 drop comment \"in\"\n"
			    "\t}\n"
			    "\tchain out {\n"
			    "\t\ttype filter hook output priority 0; policy drop;\n"
			    "\t\ttcp dport 587 jump mail\n"
			    "\t\ttcp dport 25 jump unused\n"
			    "\t\ttcp dport 587 drop comment \"late\"\n"
			    "\t}\n"
			    "}\n";

static void test_order(void **state)
{
	(void)state;
	check(order, RULESET_NFT,
	      "tcp dport 587 reject comment \"from mail\"\n"
	      "tcp dport 587 drop comment \"late\"\n"
	      "type filter hook output priority 0; policy drop;\n");
	check_family(order, RULESET_NFT, FAMILY_IPV6, 993,
		     "type filter hook output priority 0; policy drop;\n"
		     "type filter hook output priority 0; policy drop;\n");
}

/* What is accepted by its port meets nothing below; what only some are allowed does. */
static void test_accepted(void **state)
{
	(void)state;
	check("table inet f {\nchain o {\ntype filter hook output priority 0; policy drop;\n"
	      "tcp dport { 443, 587 } accept\ntcp dport 587 drop\n}\n}\n",
	      RULESET_NFT, "");
	check("table inet f {\nchain o {\ntype filter hook output priority 0; policy drop;\n"
	      "ip daddr 192.0.2.1 tcp dport 587 accept\n}\n}\n",
	      RULESET_NFT, "type filter hook output priority 0; policy drop;\n");
}

static void test_iptables(void **state)
{
	(void)state;
	check("*filter\n:INPUT DROP [5:300]\n:OUTPUT DROP [7:420]\n:ufw-out - [0:0]\n"
	      "[5:300] -A INPUT -p tcp -m tcp --dport 587 -j DROP\n"
	      "[9:540] -A OUTPUT -j ufw-out\n"
	      "[0:0] -A OUTPUT -p tcp -m tcp --dport 587 -j DROP\n"
	      "[3:180] -A ufw-out -p tcp -m multiport --dports 25,500:600 -j REJECT "
	      "--reject-with tcp-reset\n"
	      "[3:180] -A ufw-out -p udp -m udp --dport 587 -j DROP\n"
	      "[3:180] -A ufw-out -p tcp -m tcp ! --dport 587 -j DROP\nCOMMIT\n",
	      RULESET_IPTABLES,
	      "[3:180] -A ufw-out -p tcp -m multiport --dports 25,500:600 -j REJECT "
	      "--reject-with tcp-reset\n"
	      "-P OUTPUT DROP\n");
}

/* However long and however strange: nothing but what fits is read, and it ends. */
static void test_bounds(void **state)
{
	struct buf big;

	(void)state;
	check("", RULESET_NFT, "");
	check("}}}}\nchain x {\ntcp dport 587 drop\n", RULESET_NFT, "");
	check("-A OUTPUT -j DROP\n:OUTPUT DROP [1:1]\n", RULESET_IPTABLES, "");
	buf_init(&big, 0);
	buf_puts(&big, "table inet t {\n");
	for (int i = 0; i < 2 * RULESET_CHAINS_MAX; i++)
		buf_printf(&big, "chain c%d {\njump c%d\n}\n", i, i + 1);
	buf_puts(&big, "}\ntable inet u {\nchain o {\ntype filter hook output priority 0;\n");
	for (int i = 0; i < 2 * RULESET_LINES_MAX; i++)
		buf_puts(&big, "tcp dport 25 drop\n");
	buf_puts(&big, "tcp dport 587 drop\n}\n}\n");
	check(buf_text(&big), RULESET_NFT, "");
	buf_clear(&big);
	buf_init(&big, 0);
	buf_puts(&big,
		 "table inet t {\nchain c0 {\ntype filter hook output priority 0;\njump c1\n}\n");
	for (int i = 1; i <= RULESET_DEPTH_MAX; i++)
		buf_printf(&big, "chain c%d {\ntcp dport 587 drop comment \"%d\"\njump c%d\n}\n", i,
			   i, i + 1);
	buf_puts(&big, "}\n");
	char *text = buf_take(&big);
	struct buf out;

	buf_init(&out, 0);
	ruleset_refusals(text, RULESET_NFT, FAMILY_IPV4, 587, keep, &out);
	assert_non_null(strstr(buf_text(&out), "comment \"15\""));
	assert_null(strstr(buf_text(&out), "comment \"16\""));
	buf_clear(&out);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_ports),    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_accepted), cmocka_unit_test(test_iptables),
	    cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
