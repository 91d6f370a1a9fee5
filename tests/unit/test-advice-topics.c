/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The topics of `porthorn explain`: complete rows, and a checklist that every question of the
 * project's guidance is answered, in the words of the RFCs.
 */
#include "config.h"
#include "base/str.h"
#include "advice/advice.h"
#include "know/services.h"
#include "advice/topics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define COMMAND "    "

static const struct {
	const char *question, *topic;
	const char *phrases[8];
} checklist[] = {
    {"What is the port for outgoing SMTP?",
     "port-25",
     {"IANA", "RFC 821", "relay mail to each other", "use port 465 or 587"}},
    {"Can I use 587 instead of 25?",
     "port-587",
     {"instead of 25", "message submission port", "hardly ever block", "wants a login",
      "Outlook or Thunderbird"}},
    {"Does SMTP use port 25?", "relay-or-submission", {"port 25", "one mail server", "open relay"}},
    {"How do I choose my port?",
     "which-port",
     {"465 with TLS", "587 with STARTTLS", "what your provider offers", "Port 25 is not for mail"}},
    {"Is 587 TLS or SSL?", "tls-or-ssl", {"port 587 is TLS, not SSL", "RFC 7568", "implicit TLS"}},
    {"Is 587 an SSL port?", "port-465", {"TLS from the first byte", "RFC 8314", "submissions"}},
    {"How do I enable port 25?",
     "enable-25",
     {"not at all", "inbound rule", "does not help a mail program", "windows-firewall"}},
    {"… in Windows",
     "windows-firewall",
     {"Control Panel, Windows Defender Firewall, Advanced settings", "New Rule", "\"Port\"",
      "\"TCP\"", "outbound rule is for a mail program", "inbound rule is only for a mail server",
      "-Direction Outbound", "-Direction Inbound"}},
    {"… in Windows: its own default",
     "windows-firewall",
     {"lets outgoing connections through unless", "many Internet providers block port 25"}},
    {"What is port 110?", "port-110", {"POP3", "clear text", "port 995", "IMAP", "STLS"}},
    {"What is port 995?", "port-995", {"POP3S", "TLS from the first byte"}},
    {"What is port 25 used for?", "port-25", {"does not need port 25", "block outgoing"}},
    {"How do I check whether a port is open?",
     "check-by-hand",
     {"Turn Windows features on or off", "tick \"Telnet Client\"", "telnet smtp.example.org 25",
      "Test-NetConnection", "openssl s_client", "gnutls-cli", "An empty screen",
      "look at the firewall, the Internet provider"}},
    {"Why is 25 blocked?",
     "why-25-blocked",
     {"spam", "open relay", "lines at home", "port 465 or 587 with a login"}},
    {"Is 25 TLS?", "port-25", {"may offer STARTTLS", "only if both can", "465 or 587 with TLS"}},
    {"Is 25 opportunistic?", "starttls", {"opportunistic (RFC 7435)", "RFC 3207"}},
    {"TCP or UDP?",
     "tcp-or-udp",
     {"uses TCP", "no mail service over UDP", "repeats what got lost"}},
    {"What is port 443?",
     "port-443",
     {"HTTPS", "web pages and programs", "SMTP over TLS has its own port, 465"}},
    {"What is port 143?",
     "port-143",
     {"IMAP", "stays on the server", "changes on all", "port 993", "clear text"}},
    {"What is port 993?", "port-993", {"IMAPS", "TLS from the first byte"}},
    {"IMAP or POP3?", "imap-or-pop3", {"All your devices", "fetches mail to one device"}},
    {"What if it is blocked in the router?", "router", {"outgoing connections", "Speedport"}},
};

static void the_guidance_is_answered(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof checklist / sizeof *checklist; i++) {
		const struct topic *t = topic_find(checklist[i].topic);

		if (!t)
			fail_msg("%s: no topic %s", checklist[i].question, checklist[i].topic);
		for (size_t k = 0; k < 8 && checklist[i].phrases[k]; k++)
			if (!strstr(t->text, checklist[i].phrases[k]))
				fail_msg("%s: topic %s does not say \"%s\"", checklist[i].question,
					 t->id, checklist[i].phrases[k]);
	}
}

/* Each paragraph is sentences, or else only commands. */
static void check_paragraph(const char *id, const char *text, size_t len)
{
	if (!len)
		fail_msg("%s: an empty paragraph", id);
	if (!strncmp(text, COMMAND, strlen(COMMAND)))
		return;
	if (!strchr(".:?", text[len - 1]))
		fail_msg("%s: \"…%.*s\" ends without a full stop", id, 20, text + len - 20);
	if (memchr(text, '\n', len))
		fail_msg("%s: a line break inside a paragraph", id);
}

static void rows_are_whole(void **state)
{
	size_t n;
	const struct topic *all = topic_all(&n);

	(void)state;
	assert_true(n > 30);
	for (size_t i = 0; i < n; i++) {
		const struct topic *t = &all[i];

		assert_ptr_equal(topic_find(t->id), t); /* so ids are unique */
		assert_int_equal(strspn(t->id, "abcdefghijklmnopqrstuvwxyz0123456789-"),
				 strlen(t->id));
		assert_true(*t->title && strlen(t->title) <= 60);
		for (const char *p = t->text; *p;) {
			const char *end = strstr(p, "\n\n");
			size_t len = end ? (size_t)(end - p) : strlen(p);

			check_paragraph(t->id, p, len);
			p += len + (end ? 2 : 0);
		}
	}
	assert_null(topic_find("no-such-topic"));
}

/* Every row of the grid leads to its topic. */
static void each_port_has_its_topic(void **state)
{
	(void)state;
	for (int s = 0; s < SERVICE_COUNT_; s++) {
		int port = service_row((enum service)s)->port;
		const struct topic *t = topic_for_port(port);

		assert_non_null(t);
		assert_non_null(strstr(t->id, "port-"));
		assert_int_equal(port, strtol(t->id + strlen("port-"), NULL, 10));
	}
	assert_string_equal(topic_for_port(2587)->id, "port-2525");
	assert_null(topic_for_port(5));
	assert_null(topic_for_port(0));
}

/* What advice and topics refer to must exist. */
static void references_lead_somewhere(void **state)
{
	static const char *const named[] = {"windows-firewall", "macos-firewall", "linux-firewall",
					    "router",		"virus-scanners", "proxies",
					    "captive-portals"};
	size_t n;
	const struct advice *advice = advice_all(&n);

	(void)state;
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		assert_non_null(topic_find(named[i]));
	for (size_t i = 0; i < n; i++) {
		struct strs ids = {0};

		if (advice[i].topics)
			strs_split(&ids, advice[i].topics, " ");
		for (size_t k = 0; k < ids.n; k++)
			if (!topic_find(ids.v[k]))
				fail_msg("%s: there is no topic %s", advice[i].id, ids.v[k]);
		strs_clear(&ids);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_guidance_is_answered),
	    cmocka_unit_test(rows_are_whole),
	    cmocka_unit_test(each_port_has_its_topic),
	    cmocka_unit_test(references_lead_somewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
