/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people type, and the result: a target, or one clear sentence. */
#include "config.h"
#include "base/mem.h"
#include "discover/discover.h"
#include "know/services.h"
#include "discover/hostname.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "named.h"

static struct providers providers;

static int load(void **state)
{
	(void)state;
	providers_load(&providers, SRCDIR "/data/providers", "/nonexistent");
	return providers.n ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	providers_clear(&providers);
	return 0;
}

static struct target *target_of(const char *word, const struct discover_options *options)
{
	char *error;
	struct target *t = discover_target(&providers, word, options, &error);

	if (!t)
		fail_msg("%s: %s", word, error);
	assert_null(error);
	return t;
}

static int count(const struct target *t, const char *host, int port, enum service service)
{
	int n = 0;

	for (size_t i = 0; i < t->server_n; i++)
		n += (!host || !strcmp(t->servers[i].host, host)) &&
		     (!port || t->servers[i].port == port) &&
		     (service == SERVICE_COUNT_ || t->servers[i].service == service);
	return n;
}

static void providers_by_any_name(void **state)
{
	static const char *const words[] = {"gmail",	 "GMAIL",	" Gmail ",
					    "gmail.com", "a@gmail.com", "mailto:A.B@GMail.Com"};

	(void)state;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct target *t = target_of(words[i], NULL);

		assert_string_equal(t->provider, "gmail");
		assert_string_equal(t->label, "Gmail");
		assert_int_equal(count(t, "imap.gmail.com", 993, SERVICE_IMAPS), 1);
		assert_int_equal(count(t, "imap.gmail.com", 443, SERVICE_HTTPS), 1);
		assert_int_equal(!!t->email, !!strchr(words[i], '@'));
		target_free(t);
	}
}

/* Port 25 asked for by name: the domain's MX, however the domain was typed. */
static void relaying_is_asked_of_the_domain(void **state)
{
	const enum service smtp = SERVICE_SMTP;
	const int ports[] = {25};
	const struct discover_options by_service = {.services = &smtp, .service_n = 1},
				      by_port = {.ports = ports, .port_n = 1};
	const char *const words[] = {"user@corp.example", "corp.example"};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct target *t = target_of(words[i % 2], i / 2 ? &by_port : &by_service);

		assert_string_equal(t->mx_domain, "corp.example");
		assert_int_equal(t->server_n, 1);
		assert_int_equal(count(t, "corp.example", 25, SERVICE_SMTP), 1);
		assert_false(strs_has(&t->codes, "guessed"));
		target_free(t);
	}
	const char *const servers[] = {"192.0.2.7", "2001:db8::7", "localhost",
				       "mail.corp.example:25"};

	for (size_t i = 0; i < sizeof servers / sizeof *servers; i++) {
		struct target *t = target_of(servers[i], i < 3 ? &by_service : NULL);

		assert_null(t->mx_domain);
		target_free(t);
	}
	struct target *t = target_of("user@corp.example", NULL);

	assert_null(t->mx_domain); /* the question is about reading and sending */
	target_free(t);
}

static void an_unknown_domain_is_guessed(void **state)
{
	(void)state;
	struct target *t = target_of("Joe.Bloggs@Example.ORG", NULL);

	assert_null(t->provider);
	assert_string_equal(t->email, "Joe.Bloggs@example.org");
	assert_string_equal(t->domain, "example.org");
	assert_true(strs_has(&t->codes, "guessed"));
	assert_int_equal(count(t, "imap.example.org", 993, SERVICE_IMAPS), 1);
	assert_int_equal(count(t, "mail.example.org", 993, SERVICE_IMAPS), 1);
	assert_int_equal(count(t, "smtp.example.org", 465, SERVICE_SUBMISSIONS), 1);
	assert_int_equal(count(t, NULL, 0, SERVICE_SMTP), 1);
	for (size_t i = 0; i < t->server_n; i++)
		assert_true(t->servers[i].unconfirmed);
	target_free(t);
}

/* The servers of a domain are found out once the run has begun; a server's name is one. */
static void a_domain_is_asked(void **state)
{
	static const struct {
		const char *word;
		bool seeks;
		const char *domain, *email;
	} rows[] = {
	    {"joe@company.example", true, "company.example", "joe@company.example"},
	    {"company.example", true, "company.example", NULL},
	    {"company.co.uk", true, "company.co.uk", NULL},
	    {"Company.EXAMPLE.", true, "company.example", NULL},
	    {"mail.company.example", false, NULL, NULL},
	    {"company.example:993", false, NULL, NULL},
	    {"192.0.2.1", false, NULL, NULL},
	    {"localhost", false, NULL, NULL},
	    {"a@gmail.com", false, "gmail.com", "a@gmail.com"},
	    {"gmail.com", false, NULL, NULL},
	};
	static const enum service wanted[] = {SERVICE_IMAPS};
	static const int ports[] = {587};
	const struct discover_options o = {.find_out = true};
	const struct discover_options narrow = {
	    .find_out = true, .services = wanted, .service_n = 1, .ports = ports, .port_n = 1};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct target *t = target_of(rows[i].word, &o);

		assert_row(t->discover == rows[i].seeks, "%s", rows[i].word);
		assert_int_equal(t->server_n == 0, rows[i].seeks);
		if (rows[i].domain)
			assert_string_equal(t->domain, rows[i].domain);
		if (rows[i].email)
			assert_string_equal(t->email, rows[i].email);
		else
			assert_null(t->email);
		target_free(t);
	}
	struct target *t = target_of("joe@company.example", &narrow);

	assert_int_equal(t->asked.n, 2);
	assert_string_equal(t->asked.v[0], "imaps");
	assert_string_equal(t->asked.v[1], "587");
	target_free(t);
}

static void hosts(void **state)
{
	static const struct {
		const char *word, *host, *label;
		int servers, port;
	} rows[] = {
	    {"mail.example.org", "mail.example.org", "mail.example.org", 8, 0},
	    {"MAIL.Example.org.", "mail.example.org", "mail.example.org", 8, 0},
	    {"mail.example.org:587", "mail.example.org", "mail.example.org:587", 1, 587},
	    {"mail.example.org:2587", "mail.example.org", "mail.example.org:2587", 1, 2587},
	    {"localhost", "localhost", "localhost", 8, 0},
	    {"192.0.2.7", "192.0.2.7", "192.0.2.7", 8, 0},
	    {"mail.example.org:imaps", "mail.example.org", "mail.example.org:imaps", 1, 993},
	    {"[2001:db8::7]:submission", "2001:db8::7", "[2001:db8::7]:submission", 1, 587},
	    {"user@[192.0.2.7]", "192.0.2.7", "user@[192.0.2.7]", 8, 0},
	    {"user@[IPv6:2001:db8::7]", "2001:db8::7", "user@[IPv6:2001:db8::7]", 8, 0},
	    {"192.0.2.7:25", "192.0.2.7", "192.0.2.7:25", 1, 25},
	    {"2001:db8::7", "2001:db8::7", "2001:db8::7", 8, 0},
	    {"[2001:db8::7]", "2001:db8::7", "2001:db8::7", 8, 0},
	    {"[2001:db8::7]:993", "2001:db8::7", "[2001:db8::7]:993", 1, 993},
	    {"fe80::1%eth0", "fe80::1%eth0", "fe80::1%eth0", 8, 0},
	    {"xn--bcher-kva.example", "xn--bcher-kva.example", "xn--bcher-kva.example", 8, 0},
#ifdef HAVE_LIBIDN2
	    {"b\xc3\xbc"
	     "cher.example",
	     "xn--bcher-kva.example",
	     "b\xc3\xbc"
	     "cher.example (xn--bcher-kva.example)",
	     8, 0},
	    {"B\xc3\x9c"
	     "CHER.example",
	     "xn--bcher-kva.example",
	     "B\xc3\x9c"
	     "CHER.example (xn--bcher-kva.example)",
	     8, 0},
#endif
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct target *t = target_of(rows[i].word, NULL);

		assert_string_equal(t->label, rows[i].label);
		assert_row((int)t->server_n == (int)rows[i].servers, "%s", rows[i].word);
		assert_row((int)count(t, rows[i].host, rows[i].port, SERVICE_COUNT_) ==
			       (int)rows[i].servers,
			   "%s", rows[i].word);
		assert_int_equal(count(t, NULL, 0, SERVICE_SUBMISSION_ALT), 0);
		target_free(t);
	}
}

static void options_narrow(void **state)
{
	static const enum service submission[] = {SERVICE_SUBMISSION};
	static const enum service relay[] = {SERVICE_SMTP};
	static const int ports[] = {25, 993};
	struct discover_options o = {.services = submission, .service_n = 1};
	struct target *t = target_of("mail.example.org", &o);

	(void)state;
	assert_int_equal(t->server_n, 1);
	assert_int_equal(count(t, "mail.example.org", 587, SERVICE_SUBMISSION), 1);
	target_free(t);
	t = target_of("gmail", &o);
	assert_int_equal(t->server_n, 1);
	assert_int_equal(count(t, "smtp.gmail.com", 587, SERVICE_SUBMISSION), 1);
	target_free(t);

	o = (struct discover_options){.services = relay, .service_n = 1};
	t = target_of("gmail", &o);
	assert_int_equal(count(t, "gmail-smtp-in.l.google.com", 25, SERVICE_SMTP), 1);
	assert_int_equal(t->server_n, 1);
	target_free(t);

	o = (struct discover_options){.ports = ports, .port_n = 2};
	t = target_of("mail.example.org", &o);
	assert_int_equal(t->server_n, 2);
	assert_int_equal(count(t, NULL, 25, SERVICE_SMTP), 1);
	assert_int_equal(count(t, NULL, 993, SERVICE_IMAPS), 1);
	target_free(t);
	t = target_of("gmail", &o);
	assert_int_equal(t->server_n, 2);
	target_free(t);

	o = (struct discover_options){
	    .services = submission, .service_n = 1, .ports = ports, .port_n = 1};
	t = target_of("mail.example.org", &o);
	assert_int_equal(t->server_n, 1);
	assert_int_equal(count(t, NULL, 25, SERVICE_SUBMISSION), 1);
	target_free(t);

	o = (struct discover_options){.all_services = true};
	t = target_of("mail.example.org", &o);
	assert_int_equal(t->server_n, SERVICE_COUNT_);
	target_free(t);
	t = target_of("gmail", &o);
	for (int s = 0; s < SERVICE_COUNT_; s++)
		assert_int_equal(count(t, NULL, 0, (enum service)s), 1);
	target_free(t);
}

/* A service that the provider's file lacks is asked for at the host that would have it. */
static void a_service_that_is_not_named(void **state)
{
	static const enum service services[] = {SERVICE_IMAP, SERVICE_MANAGESIEVE};
	struct discover_options o = {.services = services, .service_n = 2};
	struct target *t = target_of("gmail", &o);

	(void)state;
	assert_int_equal(t->server_n, 2);
	assert_int_equal(count(t, "imap.gmail.com", 143, SERVICE_IMAP), 1);
	assert_int_equal(count(t, "imap.gmail.com", 4190, SERVICE_MANAGESIEVE), 1);
	assert_true(t->servers[0].unconfirmed);
	target_free(t);
}

/* Each mistake has a sentence of its own, and that sentence says what would be right. */
static void mistakes(void **state)
{
	static char long_name[300], long_label[80], long_local[90];
	const struct {
		const char *word, *what;
	} rows[] = {
	    {"", "Type a provider"},
	    {"  \t ", "Type a provider"},
	    {"mail example.org", "contains a space"},
	    {"mail..example.org", "two dots in a row"},
	    {".example.org", "begins with a dot"},
	    {".", "two dots in a row"},
	    {long_name, "at most 253"},
	    {long_label, "at most 63"},
	    {"mail_1.example.org", "the character \"_\""},
	    {"mail.example.org/imap", "the character \"/\""},
	    {"mail\x01.example.org", "control character"},
	    {"-mail.example.org", "begin or end with a hyphen"},
	    {"mail-.example.org", "begin or end with a hyphen"},
	    {"300.1.1.1", "isn't a whole IPv4 address"},
	    {"192.0.2", "isn't a whole IPv4 address"},
	    {"mail.example.org:", "port is missing"},
	    {"mail.example.org:0", "no port 0"},
	    {"mail.example.org:65536", "no port 65536"},
	    {"mail.example.org:99999999999999999999", "no port 9999"},
	    {"mail.example.org:imapx", "isn't a port"},
	    {"mail.example.org:-1", "isn't a port"},
	    {"mail.example.org:12345", "--service"},
	    {":993", "name is empty"},
	    {"2001:db8::7:zzz", "more than one colon"},
	    {"a:1:2", "more than one colon"},
	    {"[2001:db8::7", "closing bracket is missing"},
	    {"[mail.example.org]:993", "in the brackets isn't an IPv6"},
	    {"[2001:db8::7]993", "After the closing bracket"},
	    {"[2001:db8::7]:", "port is missing"},
	    {"https://mail.example.org/inbox", "for example mail.example.org."},
	    {"imaps://joe:secret@mail.example.org", "for example mail.example.org."},
	    {"https://", "for example mail.example.org."},
	    {"joe@", "after the @"},
	    {"@example.org", "before the @"},
	    {"joe@home@example.org", "more than one @"},
	    {"joe bloggs@example.org", "contains a space"},
	    {"joe@exa mple.org", "contains a space"},
	    {"joe@example..org", "two dots"},
	    {long_local, "address is too long"},
	    {"gmial", "did you mean \"gmail\""},
	    {"outloo", "did you mean \"outlook\""},
	    {"bluehost", "type your e-mail address"},
	    {"\xff\xfe.example", "\xff\xfe.example"},
	};

	(void)state;
	for (int i = 0; i < 280; i++)
		long_name[i] = i % 50 == 49 ? '.' : 'a';
	memset(long_label, 'b', 70);
	memcpy(long_label + 64, ".org", 5);
	memset(long_local, 'c', 70);
	memcpy(long_local + 65, "@example.org", 13);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *error;

		assert_row(!discover_target(&providers, rows[i].word, NULL, &error), "%s",
			   rows[i].word);
		assert_row(error, "%s", rows[i].word);
		if (!strstr(error, rows[i].what) || strstr(error, "secret"))
			fail_msg("\"%s\": \"%s\" is not in \"%s\"", rows[i].word, rows[i].what,
				 error);
		assert_non_null(strchr(".", error[strlen(error) - 1]));
		free(error);
	}
}

static void a_provider_without_the_service(void **state)
{
	static const enum service pop[] = {SERVICE_POP3S};
	struct discover_options o = {.services = pop, .service_n = 1};
	char *error;

	(void)state;
	assert_null(discover_target(&providers, "icloud", &o, &error));
	assert_non_null(strstr(error, "has no server for that"));
	free(error);
}

static int references_of(const struct target *t, enum service service, const char *part)
{
	int n = 0;

	for (size_t i = 0; i < t->reference_n; i++)
		n += t->references[i].service == service &&
		     (!part || strstr(t->references[i].host, part));
	return n;
}

/* The reference servers for a failing port: three, none with the target's owner. */
static void others_to_compare_with(void **state)
{
	static const struct {
		const char *word, *not ;
	} cases[] = {
	    {"gmail", "gmail.com"},
	    {"gworkspace", "google.com"},
	    {"microsoft365", "outlook"},
	    {"aol", "yahoo"},
	    {"webde", "gmx"},
	    {"imap.gmx.net", "gmx"},
	    {"smtp.fastmail.com", "fastmail"},
	    {"posteo.de:587", "posteo"},
	    {"smtp.sendgrid.net:2525", "sendgrid"},
	    {"postmark", "postmark"},
	    {"mail.example.co.uk", "example"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct target *t = target_of(cases[i].word, NULL);

		assert_int_equal(references_of(t, SERVICE_SMTP, NULL), 3);
		assert_int_equal(references_of(t, SERVICE_SUBMISSION, NULL), 3);
		assert_int_equal(references_of(t, SERVICE_IMAPS, NULL), 3);
		assert_int_equal(references_of(t, SERVICE_HTTPS, NULL), 3);
		assert_int_equal(references_of(t, SERVICE_SUBMISSION_ALT, NULL), 3);
		for (int s = 0; s < SERVICE_COUNT_; s++)
			assert_int_equal(references_of(t, (enum service)s, cases[i].not ), 0);
		target_free(t);
	}
}

static size_t count_of(const struct target *t, const char *host, enum purpose purpose)
{
	size_t n = 0;

	for (size_t i = 0; i < t->server_n; i++)
		n += service_row(t->servers[i].service)->purpose == purpose &&
		     (!host || str_ieq(t->servers[i].host, host));
	return n;
}

/* A provider's server, typed by its name, is the provider's: its rules, and none of the ports that
 * it lacks. */
static void a_providers_server(void **state)
{
	struct target *t = target_of("IMAP.gmail.com", NULL);

	(void)state;
	assert_string_equal(t->provider, "gmail");
	assert_string_equal(t->label, "imap.gmail.com");
	assert_int_equal(count_of(t, NULL, PURPOSE_RECEIVE),
			 count_of(t, "imap.gmail.com", PURPOSE_RECEIVE));
	assert_int_equal(count_of(t, "imap.gmail.com", PURPOSE_SEND), 0);
	assert_true(count_of(t, "smtp.gmail.com", PURPOSE_SEND) > 0);
	assert_true(strs_has(&t->codes, "app-password"));
	target_free(t);

	t = target_of("smtp.gmail.com", NULL);
	assert_int_equal(count_of(t, "smtp.gmail.com", PURPOSE_RECEIVE), 0);
	assert_true(count_of(t, "imap.gmail.com", PURPOSE_RECEIVE) > 0);
	target_free(t);

	t = target_of("imap.gmail.com:993", NULL);
	assert_string_equal(t->provider, "gmail");
	assert_string_equal(t->label, "imap.gmail.com:993");
	assert_int_equal(t->server_n, 1);
	target_free(t);

	/* The port is that server's, and no other's. */
	t = target_of("imap.gmail.com:submission", NULL);
	assert_int_equal(t->server_n, 1);
	assert_string_equal(t->servers[0].host, "imap.gmail.com");
	assert_int_equal(t->servers[0].port, 587);
	target_free(t);

	t = target_of("mail.example.org:smtps", NULL);
	assert_int_equal(t->servers[0].service, SERVICE_SUBMISSIONS);
	target_free(t);
	t = target_of("mail.example.org:SIEVE", NULL);
	assert_int_equal(t->servers[0].port, 4190);
	target_free(t);

	t = target_of("imap.example.org", NULL);
	assert_null(t->provider);
	target_free(t);
}

/* A name of a provider's domain that is no server of its own, and the one that it means. */
static void a_name_means_a_server(void **state)
{
	static const struct {
		const char *word, *meant; /* NULL: nothing */
	} rows[] = {
	    {"imap.yahoo.com", "imap.mail.yahoo.com"},
	    {"pop.yahoo.com:995", "pop.mail.yahoo.com"},
	    {"smtp.live.com", "smtp-mail.outlook.com"},
	    {"smtp.google.com", "smtp.gmail.com"},
	    {"mail.eu.gmx.net", "imap.gmx.net"},
	    {"imap.gmail.com", NULL},
	    /* One for sending, typed for reading, and the contrary. */
	    {"smtp.gmail.com:993", "imap.gmail.com"},
	    {"smtp.gmail.com:995", "pop.gmail.com"},
	    {"imap.gmail.com:465", "smtp.gmail.com"},
	    {"smtp.office365.com:993", "outlook.office365.com"},
	    {"smtp.gmail.com:465", NULL},
	    {"smtp.gmail.com:25", NULL},
	    {"imap.example.org", NULL},
	    {"192.0.2.1", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct target *t = target_of(rows[i].word, NULL);

		if (!str_eq(t->meant, rows[i].meant))
			fail_msg("%s means %s", rows[i].word, t->meant ? t->meant : "nothing");
		target_free(t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(providers_by_any_name),
	    cmocka_unit_test(relaying_is_asked_of_the_domain),
	    cmocka_unit_test(an_unknown_domain_is_guessed),
	    cmocka_unit_test(a_domain_is_asked),
	    cmocka_unit_test(hosts),
	    cmocka_unit_test(a_providers_server),
	    cmocka_unit_test(a_name_means_a_server),
	    cmocka_unit_test(options_narrow),
	    cmocka_unit_test(a_service_that_is_not_named),
	    cmocka_unit_test(mistakes),
	    cmocka_unit_test(a_provider_without_the_service),
	    cmocka_unit_test(others_to_compare_with),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
