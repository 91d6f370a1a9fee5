/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language of the practice servers: what it means, and errors that name their line. */
#include "config.h"
#include "practice/identity.h"
#include "practice/scenario.h"
#include "practice/script.h"
#include "practice/stock.h"

#include "base/buf.h"
#include "base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct script *parse(const char *text)
{
	char *error = NULL;
	struct script *s = script_parse("test", text, &error);

	if (!s)
		print_message("%s\n", error);
	assert_non_null(s);
	return s;
}

static const char *first_bytes(const struct script *s, enum script_when when, bool tls,
			       const char *line)
{
	const struct script_block *b = script_find(s, when, tls, line);

	return b && b->n ? b->actions[0].bytes : NULL;
}

static void settings_are_read(void **state)
{
	struct script *s = parse("# a comment\n"
				 "listen full\n"
				 "tls on\n"
				 "\n"
				 "identity expired\n"
				 "priorities NORMAL:-VERS-ALL:+VERS-TLS1.0\n"
				 "alert 40\n"
				 "turn-away 2\n"
				 "client-certificate required\n"
				 "greet\n"
				 "  reply 220 yes\n"
				 "turned-away\n"
				 "  reply 421 no");

	(void)state;
	assert_int_equal(s->listen, SCRIPT_LISTEN_FULL);
	assert_true(s->tls);
	assert_string_equal(s->identity, "expired");
	assert_string_equal(s->priorities, "NORMAL:-VERS-ALL:+VERS-TLS1.0");
	assert_int_equal(s->alert, 40);
	assert_int_equal(s->turn_away, 2);
	assert_string_equal(first_bytes(s, SCRIPT_GREET, true, NULL), "220 yes\r\n");
	assert_string_equal(first_bytes(s, SCRIPT_TURNED_AWAY, true, NULL), "421 no\r\n");
	assert_int_equal(s->client, SCRIPT_CLIENT_REQUIRED);
	script_free(s);
	s = parse("");
	assert_int_equal(s->listen, SCRIPT_LISTEN_OPEN);
	assert_false(s->tls);
	assert_string_equal(s->identity, "good");
	assert_int_equal(s->alert, -1);
	assert_int_equal(s->turn_away, 0);
	assert_null(script_find(s, SCRIPT_ON, false, "EHLO x"));
	script_free(s);
}

static void actions_are_read_in_order(void **state)
{
	struct script *s = parse("greet\n"
				 "  reply 220 a\\x20b\n"
				 "\tsend \\0\\r\\n\\t\\\\\n"
				 "  drip 7 slow\n"
				 "  repeat 3 reply x\n"
				 "  wait 1500\n"
				 "  reply\n"
				 "  start-tls\n"
				 "  close\n"
				 "  cut\n"
				 "  reset\n"
				 "  silence\n"
				 "  repeat 9 noise ticket\n");
	const struct script_action *a = s->blocks[0].actions;

	(void)state;
	assert_int_equal(s->blocks[0].n, 12);
	assert_string_equal(a[0].bytes, "220 a b\r\n");
	assert_int_equal(a[1].len, 5);
	assert_memory_equal(a[1].bytes, "\0\r\n\t\\", 5);
	assert_int_equal(a[2].verb, SCRIPT_DRIP);
	assert_int_equal(a[2].ms, 7);
	assert_string_equal(a[2].bytes, "slow");
	assert_int_equal(a[3].times, 3);
	assert_string_equal(a[3].bytes, "x\r\n");
	assert_int_equal(a[4].ms, 1500);
	assert_string_equal(a[5].bytes, "\r\n");
	for (int i = 6; i < 11; i++)
		assert_int_equal(a[i].verb, SCRIPT_START_TLS + i - 6);
	assert_int_equal(a[11].verb, SCRIPT_NOISE);
	assert_int_equal(a[11].noise, TLS_NOISE_TICKET);
	assert_int_equal(a[11].times, 9);
	script_free(s);
}

static void the_last_block_that_fits_wins(void **state)
{
	struct script *s = parse("on EHLO\n"
				 "  send first\n"
				 "on EHLO\n"
				 "  send second\n"
				 "plain\n"
				 "on * STARTTLS\n"
				 "  send plain\n"
				 "under-tls\n"
				 "on * STARTTLS\n"
				 "  send tls\n"
				 "greet\n"
				 "  send hello\n"
				 "always\n"
				 "else\n"
				 "  send else\n");

	(void)state;
	assert_string_equal(first_bytes(s, SCRIPT_ON, false, "ehlo there"), "second");
	assert_string_equal(first_bytes(s, SCRIPT_ON, false, "EHLOX"), "else");
	assert_string_equal(first_bytes(s, SCRIPT_ON, false, "a1 starttls"), "plain");
	assert_string_equal(first_bytes(s, SCRIPT_ON, true, "a1 starttls"), "tls");
	assert_string_equal(first_bytes(s, SCRIPT_ON, true, "STARTTLS"), "else");
	assert_string_equal(first_bytes(s, SCRIPT_ON, true, ""), "else");
	assert_null(first_bytes(s, SCRIPT_GREET, false, NULL));
	assert_string_equal(first_bytes(s, SCRIPT_GREET, true, NULL), "hello");
	assert_null(first_bytes(s, SCRIPT_ON_HELLO, false, NULL));
	script_free(s);
}

static void a_fault_is_what_comes_after_like(void **state)
{
	struct script *s = parse("like imaps\n"
				 "tls off\n"
				 "greet\n"
				 "  reply * BYE no\n");

	(void)state;
	assert_false(s->tls);
	assert_true(script_uses_tls(s));
	assert_string_equal(first_bytes(s, SCRIPT_GREET, false, NULL), "* BYE no\r\n");
	assert_string_equal(first_bytes(s, SCRIPT_GREET, true, NULL), "* BYE no\r\n");
	assert_string_equal(first_bytes(s, SCRIPT_ON, false, "x nonsense"),
			    "{tag} BAD Error in IMAP command received by server.\r\n");
	script_free(s);
}

static void errors_name_their_line(void **state)
{
	static const struct {
		const char *text, *error;
	} wrong[] = {
	    {"greet\n  reply 220\nfoo bar\n", "test:3: there is no setting or block \"foo\""},
	    {"\n\n  reply 220\n",
	     "test:3: an action needs a block (greet, on, else) above it: \"reply\""},
	    {"like smtp\n  reply 220\n",
	     "test:2: an action needs a block (greet, on, else) above it: \"reply\""},
	    {"like no-such", "test:1: there is no stock server \"no-such\""},
	    {"identity no-such", "test:1: there is no identity \"no-such\""},
	    {"issuer Fortinet",
	     "test:1: an issuer is O=…,CN=… or one of the two, not \"Fortinet\""},
	    {"listen often", "test:1: one of \"open full refused\" is due here, not \"often\""},
	    {"on\n", "test:1: something is due after \"on\""},
	    {"greet now\n", "test:1: nothing may stand after \"greet\""},
	    {"turn-away 1001\n", "test:1: a number from 0 to 1000 is due here, not \"1001\""},
	    {"turned-away x\n", "test:1: nothing may stand after \"turned-away\""},
	    {"alert 256\n", "test:1: a number from 0 to 255 is due here, not \"256\""},
	    {"greet\n  wait -1\n", "test:2: a number from 0 to 60000 is due here, not \"-1\""},
	    {"greet\n  wait 1 2\n", "test:2: nothing may stand after the number of \"wait\""},
	    {"greet\n  close now\n", "test:2: nothing may stand after \"close\""},
	    {"greet\n  shout a\n", "test:2: there is no action \"shout\""},
	    {"greet\n  noise music\n", "test:2: there is no such noise: \"music\""},
	    {"greet\n  repeat 2 close\n", "test:2: this cannot be repeated: \"close\""},
	    {"greet\n  repeat 100000 send abc\n", "test:2: too many bytes for one action"},
	    {"greet\n  send a\\q\n", "test:2: unknown escape: a backslash before \"q\""},
	    {"greet\n  send a\\x4\n", "test:2: unknown escape: a backslash before \"x4\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char *error = NULL;

		assert_null(script_parse("test", wrong[i].text, &error));
		assert_string_equal(error, wrong[i].error);
		free(error);
	}
}

static void blocks_and_actions_are_bounded(void **state)
{
	struct buf text;
	char *error = NULL;

	(void)state;
	buf_init(&text, 0);
	for (int i = 0; i <= SCRIPT_BLOCKS_MAX; i++)
		buf_puts(&text, "greet\n");
	assert_null(script_parse("test", buf_text(&text), &error));
	assert_string_equal(error, "test:129: too many blocks");
	free(error);
	buf_reset(&text);
	buf_puts(&text, "greet\n");
	for (int i = 0; i <= SCRIPT_ACTIONS_MAX; i++)
		buf_puts(&text, " close\n");
	assert_null(script_parse("test", buf_text(&text), &error));
	assert_string_equal(error, "test:66: too many actions in one block");
	free(error);
	buf_clear(&text);
}

static void every_stock_server_and_scenario_parses(void **state)
{
	(void)state;
	for (size_t i = 0; stock_name(i); i++)
		script_free(parse(stock_find(stock_name(i))));
	for (int service = 0; service < SERVICE_COUNT_; service++)
		assert_non_null(stock_find(service_name(service)));
	for (size_t i = 0; i < scenario_row_n; i++)
		for (size_t k = 0; k < scenario_place_n; k++) {
			char *text =
			    scenario_script(scenario_rows[i].name, scenario_places[k].service);

			script_free(parse(text));
			free(text);
		}
	for (size_t i = 0; identity_name(i); i++)
		assert_true(identity_exists(identity_name(i)));
	assert_false(identity_exists("no-such"));
	assert_null(identity_by("Fortinet"));

	char *by = identity_by("O=Fortinet,CN=FG200F");

	assert_true(identity_exists(by));
	free(by);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(settings_are_read),
	    cmocka_unit_test(actions_are_read_in_order),
	    cmocka_unit_test(the_last_block_that_fits_wins),
	    cmocka_unit_test(a_fault_is_what_comes_after_like),
	    cmocka_unit_test(errors_name_their_line),
	    cmocka_unit_test(blocks_and_actions_are_bounded),
	    cmocka_unit_test(every_stock_server_and_scenario_parses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
