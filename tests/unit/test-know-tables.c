/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every row of the smaller tables: complete, unique, reachable, and referring to existing rows. */
#include "config.h"
#include "base/mem.h"
#include "base/str.h"
#include "know/greetings.h"
#include "base/address.h"
#include "know/name_servers.h"
#include "know/network_names.h"
#include "know/registrable.h"
#include "know/networks.h"
#include "know/ranges.h"
#include "know/routers.h"
#include "know/policies.h"
#include "know/changes.h"
#include "know/programs.h"
#include "know/tls_refusals.h"
#include "know/program_tls.h"
#include "know/remedies.h"
#include "know/interceptors.h"
#include "know/alerts.h"
#include "know/authorities.h"
#include "advice/topics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "named.h"

static void is_sentence(const char *text)
{
	if (!text || strlen(text) < 10 || text[strlen(text) - 1] != '.')
		fail_msg("not a whole sentence: \"%s\"", text ? text : "(none)");
	assert_true(text[0] >= 'A' && text[0] <= 'Z');
	assert_null(strstr(text, "  "));
}

static void alerts(void **state)
{
	size_t n;
	const struct alert *all = alert_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		is_sentence(all[i].meaning);
		assert_row(alert_find(all[i].alert) == &all[i], "%s", all[i].name);
		assert_row(!i || all[i - 1].alert < all[i].alert, "%s", all[i].name);
		assert_int_equal(strspn(all[i].name, "abcdefghijklmnopqrstuvwxyz_"),
				 strlen(all[i].name));
	}
	assert_string_equal(alert_find(40)->name, "handshake_failure");
	assert_string_equal(alert_find(112)->name, "unrecognized_name");
	/* Every alert of RFC 8446 section 6. */
	static const int alerts[] = {0,	 10, 20, 22, 40, 42, 43,  44,  45,  46,	 47,  48,  49, 50,
				     51, 70, 71, 80, 86, 90, 109, 110, 112, 113, 115, 116, 120};

	for (size_t i = 0; i < sizeof alerts / sizeof *alerts; i++)
		assert_non_null(alert_find(alerts[i]));
	assert_null(alert_find(255));
	assert_null(alert_find(-1));
}

static void policies(void **state)
{
	size_t n;
	const struct policy *all = policy_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		is_sentence(all[i].sentence);
		assert_row(policy_find(all[i].code) == &all[i], "%s", all[i].code);
		assert_row(!all[i].topic || topic_find(all[i].topic), "%s", all[i].code);
	}
	assert_string_equal(policy_find("moved-to-yahoo")->code, "moved-to-");
	assert_string_equal(policy_find("moving-to-junara")->code, "moving-to-");
	assert_null(policy_find("no-such-code"));
	assert_null(policy_find(""));
}

static bool is_day(const char *text, bool month)
{
	int y, m, d = 1, n = 0;

	return (sscanf(text, "%4d-%2d-%2d%n", &y, &m, &d, &n) == 3 ||
		(month && sscanf(text, "%4d-%2d%n", &y, &m, &n) == 2)) &&
	       !text[n] && y > 2000 && m >= 1 && m <= 12 && d >= 1 && d <= 31;
}

/* Whose it is, a day that can be compared, and a source with its day; of one kind and owner in the order of time. */
static void changes(void **state)
{
	size_t n;
	const struct change *all = change_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const struct change *c = &all[i], *last = i ? &all[i - 1] : NULL;

		is_sentence(c->what);
		assert_row(change_find(c->id) == c, "%s", c->id);
		assert_row(is_day(c->from, true) && (!c->done || is_day(c->done, false)), "%s",
			   c->id);
		assert_row(!c->done || strcmp(c->from, c->done) < 0, "%s", c->id);
		assert_row(str_istarts(c->source, "https://") || c->likely, "%s", c->id);
		assert_row(*c->source && !strncmp(c->read, "20", 2), "%s", c->id);
		assert_row(c->kind < CHANGE_KIND_COUNT_ && !(c->providers && c->authority), "%s",
			   c->id);
		if (last && last->kind == c->kind && str_eq(last->providers, c->providers) &&
		    str_eq(last->authority, c->authority))
			assert_row(strcmp(last->from, c->from) < 0, "%s", c->id);
		if (c->authority) {
			char *issuer = mem_printf("CN=R1,O=%s,C=US", c->authority);

			assert_row(authority_find(issuer), "%s", c->id);
			free(issuer);
		}
	}
	const struct change *tls = change_find("microsoft365.tls");

	assert_int_equal(change_time(tls, ""), CHANGE_UNDATED);
	assert_int_equal(change_time(tls, "2026-06-30"), CHANGE_BEFORE);
	assert_int_equal(change_time(tls, "2026-07-01"), CHANGE_DURING);
	assert_int_equal(change_time(tls, "2026-12-30"), CHANGE_DURING);
	assert_int_equal(change_time(tls, "2026-12-31"), CHANGE_AFTER);
	assert_string_equal(change_of_authority(CHANGE_LIFETIME, NULL, "2026-03-14")->id,
			    "authorities.200-days");
	assert_string_equal(change_of_authority(CHANGE_LIFETIME, NULL, "2026-11-28")->id,
			    "authorities.100-days");
	assert_string_equal(change_of_authority(CHANGE_LIFETIME, NULL, "2030-01-01")->id,
			    "authorities.47-days");
	assert_null(change_of_provider(CHANGE_TLS, "gmail", "2026-11-28"));
	assert_null(change_of_provider(CHANGE_TLS, NULL, "2026-11-28"));
	assert_true(change_is_of(change_find("yahoo.app-passwords"), "aol"));
}

/* Rows of programs that there are, with a source; one that reaches less far than others says where. */
static void program_versions(void **state)
{
	size_t n;
	const struct program_tls *all = program_tls_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		assert_row(program_find(all[i].program), "%s", all[i].program);
		assert_row(all[i].least <= all[i].most && all[i].most < TLS_VERSION_COUNT_, "%s",
			   all[i].program);
		assert_row(all[i].where || all[i].most == TLS_VERSION_1_3, "%s", all[i].program);
		assert_row(*all[i].source && !strncmp(all[i].date, "20", 2), "%s", all[i].program);
	}
}

static bool has_remedy(enum remedy_cause cause, const char *whose)
{
	size_t n;
	const struct remedy *all = remedy_all(&n);

	for (size_t i = 0; i < n; i++)
		if (all[i].cause == cause && str_eq(all[i].whose, whose))
			return true;
	return false;
}

/* Each step is whole and has a source and a day; every scanner, router, cloud and Internet provider of the other tables has one. */
static void remedies(void **state)
{
	size_t n;
	const struct remedy *all = remedy_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const struct remedy *r = &all[i];

		assert_row(remedy_text(r), "%s", r->id);
		if (r->text && r->text[strlen(r->text) - 1] != ':')
			is_sentence(r->text);
		assert_row(str_istarts(r->source, "http") || r->likely ||
			       str_istarts(r->source, "porthorn") || r->date[0],
			   "%s", r->id);
		assert_row(*r->source && !strncmp(r->date, "20", 2) && strlen(r->date) >= 4, "%s",
			   r->id);
		assert_row(r->command || !r->shell, "%s", r->id);
		assert_row(!r->text || !r->whose || r->cause == REMEDY_SCANNER ||
			       r->cause == REMEDY_ROUTER,
			   "%s", r->id);
		for (size_t k = 0; k < i; k++)
			assert_row(!str_eq(all[k].id, r->id), "%s", r->id);
	}
	const struct interceptor *issuers = interceptor_issuers(&n);

	for (size_t i = 0; i < n; i++)
		assert_row(issuers[i].kind != INTERCEPTOR_SCANNER ||
			       has_remedy(REMEDY_SCANNER, issuers[i].product),
			   "%s", issuers[i].product);
	const struct interceptor *banners = interceptor_banners(&n);

	for (size_t i = 0; i < n; i++)
		assert_row(banners[i].kind != INTERCEPTOR_SCANNER || *banners[i].product == 'a' ||
			       has_remedy(REMEDY_SCANNER, banners[i].product),
			   "%s", banners[i].product);
	const struct network *networks = network_all(&n);

	for (size_t i = 0; i < n; i++) {
		assert_row(networks[i].kind != NETWORK_CLOUD ||
			       has_remedy(REMEDY_CLOUD, networks[i].id),
			   "%s", networks[i].id);
		assert_row(networks[i].kind != NETWORK_ACCESS ||
			       has_remedy(REMEDY_PROVIDER, networks[i].id),
			   "%s", networks[i].id);
	}
	for (unsigned s = SYSTEM_OWN + 1; s < SYSTEM_COUNT_; s++) {
		size_t fits = 0;
		const struct remedy *rows = remedy_all(&n);

		for (size_t i = 0; i < n; i++)
			fits +=
			    remedy_fits(&rows[i], REMEDY_FIREWALL, (enum operating_system)s, NULL);
		assert_true(fits >= 3);
		assert_int_equal(system_from_name(system_name((enum operating_system)s)), s);
	}
	assert_int_equal(system_next(SYSTEM_LINUX), SYSTEM_WINDOWS);
	assert_int_equal(system_from_name("amiga"), SYSTEM_COUNT_);
}

static void networks(void **state)
{
	size_t n;
	const struct network *all = network_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		assert_row(network_find(all[i].id) == &all[i], "%s", all[i].id);
		is_sentence(all[i].policy);
		is_sentence(all[i].lift);
		assert_true(*all[i].name);
		assert_row(strspn(all[i].ports, "0123456789 ") == strlen(all[i].ports), "%s",
			   all[i].id);
		/* A fact from memory is shown without a date. */
		assert_row(all[i].confirmed || !all[i].date, "%s", all[i].id);
	}
	assert_true(network_blocks(network_find("hetzner"), 465));
	assert_false(network_blocks(network_find("hetzner"), 587));
	assert_false(network_blocks(network_find("ovh"), 25));
}

static void addresses(void **state)
{
	size_t n;
	const struct range *all = range_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		assert_row(all[i].kind < RANGE_COUNT_ && *all[i].owner, "%s", all[i].network);
		assert_row(address_is_public(all[i].network), "%s", all[i].network);
		assert_row(range_find(all[i].network) == &all[i], "%s", all[i].network);
	}
	assert_string_equal(range_find("104.21.5.9")->owner, "Cloudflare");
	assert_string_equal(range_find("172.71.255.1")->owner, "Cloudflare");
	assert_string_equal(range_find("2606:4700::6815:509")->owner, "Cloudflare");
	assert_int_equal(range_find("146.112.61.106")->kind, RANGE_BLOCK_PAGE);
	assert_null(range_find("172.80.0.1"));
	assert_null(range_find("8.8.8.8"));
	assert_null(range_find(NULL));
}

static void chosen_name_servers(void **state)
{
	size_t n;
	const struct name_server *all = name_servers_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		assert_row(*all[i].owner && name_server_owner(all[i].network) == all[i].owner, "%s",
			   all[i].network);
	assert_string_equal(name_server_owner("45.90.28.0"), "NextDNS");
	assert_string_equal(name_server_owner("2620:fe::9"), "Quad9");
	assert_null(name_server_owner("8.8.8.9"));
	assert_null(name_server_owner("192.168.1.1"));
	assert_null(name_server_owner(NULL));
}

static void routers(void **state)
{
	size_t n;
	const struct router *all = router_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		assert_row(*all[i].pattern && *all[i].product, "%s", all[i].pattern);
	assert_string_equal(router_find("www.fritz.box")->product, "FRITZ!Box");
	assert_null(router_find("mail.example.org"));
	assert_null(router_find("fritz.box.example.org"));
	assert_null(router_find(NULL));
}

static void registrables(void **state)
{
	static const struct {
		const char *name, *domain;
	} rows[] = {
	    {"a.b.example.co.uk", "example.co.uk"},
	    {"example.org", "example.org"},
	    {"MAIL.Example.Org", "Example.Org"},
	    {"mx.kantoor.example.com.au", "example.com.au"},
	    {"localhost", "localhost"},
	    {"192.0.2.17", "192.0.2.17"},
	    {"2001:db8::1", "2001:db8::1"},
	    {"", ""},
#ifdef HAVE_PSL
	    {"mail.example.lg.jp", "example.lg.jp"},
	    {"mail.kadena.okinawa.jp", "mail.kadena.okinawa.jp"},
	    {"mail.anna.github.io", "anna.github.io"},
	    {"mail.xn--bcher-kva.example", "xn--bcher-kva.example"},
	    {"co.uk", "co.uk"},
#endif
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(registrable_domain(rows[i].name), rows[i].domain);
	assert_true(registrable_has("mail.example.org"));
	assert_false(registrable_has("org"));
	assert_false(registrable_has("192.0.2.17"));
	assert_true(registrable_same("a.example.co.uk", "B.EXAMPLE.CO.UK"));
	assert_false(registrable_same("a.example.co.uk", "a.example2.co.uk"));
}

static void signs(void **state)
{
	size_t n;
	size_t name_n;
	const struct network_name *names = network_names_all(&name_n);

	for (size_t i = 0; i < name_n; i++)
		assert_non_null(network_find(names[i].network));
	assert_string_equal(network_names_find("ae1.cr2.example.comcast.net")->id, "comcast");
	assert_null(network_names_find("notcomcast.net"));
	assert_null(network_names_find(NULL));
	assert_true(network_names_is_organisation("corp.example.com"));
	assert_true(network_names_is_organisation("acme.local"));
	assert_false(network_names_is_organisation("local"));
	assert_false(network_names_is_organisation("fritz.box"));
	assert_false(network_names_is_organisation("hsd1.ca.comcast.net"));
	assert_false(network_names_is_organisation("tail1234.ts.net"));
	assert_false(network_names_is_organisation(NULL));
	const struct network_sign *all = network_signs(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		assert_row(network_find(all[i].network), "the sign of %s", all[i].network);
	assert_string_equal(network_by_sign("sys_vendor=Hetzner", false)->id, "hetzner");
	assert_string_equal(
	    network_by_sign("chassis_asset_tag=7783-7084-3265-9085-8269-3286-77", false)->id,
	    "azure");
	assert_string_equal(network_by_sign("product_name=Exoscale Compute Platform", false)->id,
			    "exoscale");
	assert_null(network_by_sign("sys_vendor=Microsoft Corporation", false));
	assert_null(network_by_sign("product_name=Hetzner", false));
	assert_null(network_by_sign("sys_vendor=LENOVO", false));
	assert_null(network_by_sign(NULL, false));
}

static const char *fit_name(enum greeting_fit fit)
{
	return fit == GREETING_FITS ? "fits" : fit == GREETING_DIFFERS ? "differs" : "unknown";
}

static void greetings(void **state)
{
	static const struct {
		const char *provider;
		enum protocol protocol;
		const char *line;
		enum greeting_fit fit;
	} rows[] = {
	    {"gmail", PROTOCOL_SMTP, "220 smtp.gmail.com ESMTP ab12-34cd.5 - gsmtp", GREETING_FITS},
	    {"gmail", PROTOCOL_SMTP, "220 mail.isp.example ESMTP Postfix", GREETING_DIFFERS},
	    {"gmail", PROTOCOL_IMAP, "* OK Gimap ready for requests from 192.0.2.1 ab1",
	     GREETING_FITS},
	    {"outlook", PROTOCOL_SMTP,
	     "220 AM0PR08CA0001.outlook.office365.com Microsoft ESMTP MAIL Service ready at Mon, "
	     "23 "
	     "Nov 2026 17:43:31 +0000 [08DE2A]",
	     GREETING_FITS},
	    {"outlook", PROTOCOL_IMAP, "* OK The Microsoft Exchange IMAP4 service is ready. [QQBN]",
	     GREETING_FITS},
	    /* Known only from memory: matches or says nothing. */
	    {"t-online", PROTOCOL_SMTP, "220 fwd74.aul.t-online.de T-Online ESMTP receiver",
	     GREETING_UNKNOWN},
	    {"fastmail", PROTOCOL_SMTP, "220 something else", GREETING_UNKNOWN},
	    {"posteo", PROTOCOL_SMTP, "220 submission.posteo.de ESMTP", GREETING_UNKNOWN},
	    {NULL, PROTOCOL_SMTP, "220 x", GREETING_UNKNOWN},
	};
	size_t n;
	const struct greeting *all = greeting_all(&n);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_named(
		    fit_name, greeting_check(rows[i].provider, rows[i].protocol, rows[i].line),
		    rows[i].fit, "%s, %s", rows[i].provider ? rows[i].provider : "-", rows[i].line);
	for (size_t i = 0; i < n; i++)
		assert_true(*all[i].providers && *all[i].pattern);
}

static void hello_names(void **state)
{
	(void)state;
	assert_int_equal(hello_check("gmail", "smtp.gmail.com"), GREETING_FITS);
	assert_int_equal(hello_check("gworkspace", "mx.google.com"), GREETING_FITS);
	assert_int_equal(hello_check("gmail", "mail.filter.example"), GREETING_DIFFERS);
	assert_int_equal(hello_check("outlook", "AM0PR08CA0001.outlook.office365.com"),
			 GREETING_FITS);
	assert_int_equal(hello_check("yandex", "iva1-db9fc35c0844.qloud-c.yandex.net"),
			 GREETING_FITS);
	assert_int_equal(hello_check("posteo", "mail.filter.example"), GREETING_UNKNOWN);
	assert_int_equal(hello_check(NULL, "mail.filter.example"), GREETING_UNKNOWN);
}

static void programs(void **state)
{
	size_t n;
	const struct program *all = program_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(program_find(all[i].id), &all[i]);
		assert_true(*all[i].name && *all[i].path_receive && *all[i].path_send);
		for (int s = 0; s < SECURITY_COUNT_; s++)
			assert_true(*all[i].security[s]);
	}
	assert_null(program_find("pine"));
}

static void authorities(void **state)
{
	(void)state;
	assert_string_equal(authority_find("C=US,O=ISRG,CN=Root YR"), "ISRG");
	assert_non_null(authority_find("CN=R11,O=Let's Encrypt,C=US"));
	assert_null(authority_find("CN=R11,O=Let's Encrypt Fans,C=US"));
	assert_null(authority_find("CN=Own CA,OU=ISRG"));
	assert_null(authority_find(NULL));
	assert_true(authority_is_root("CN=ISRG Root X1,O=Internet Security Research Group,C=US"));
	assert_true(authority_is_root("C=BE,CN=GlobalSign"));
	assert_false(authority_is_root("CN=Root YR,O=ISRG,C=US")); /* not in every list */
	assert_false(authority_is_root("CN=ISRG Root X10"));
	assert_false(authority_is_root("O=ISRG Root X1"));
	assert_false(authority_is_root(NULL));
}

/* A row for each trait and judge at most, each with its source; some program refuses each trait but
 * one. */
static void refusals(void **state)
{
	size_t n;
	const struct tls_refusal *all = tls_refusal_all(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(tls_refusal_find(all[i].trait, all[i].judge), &all[i]);
		assert_true(*all[i].programs && *all[i].source);
		assert_true(all[i].judge < TLS_JUDGE_COUNT_);
	}
	for (unsigned t = 0; t < TLS_TRAIT_COUNT_; t++) {
		char *programs = tls_refusal_programs((enum tls_trait)t);

		assert_row(!programs == (t == TLS_TRAIT_NO_SIGNATURE), "%s",
			   tls_trait_name((enum tls_trait)t));
		free(programs);
	}
	assert_null(tls_refusal_find(TLS_TRAIT_OVER_398_DAYS, TLS_JUDGE_OPENSSL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(alerts),
	    cmocka_unit_test(policies),
	    cmocka_unit_test(changes),
	    cmocka_unit_test(remedies),
	    cmocka_unit_test(program_versions),
	    cmocka_unit_test(networks),
	    cmocka_unit_test(registrables),
	    cmocka_unit_test(signs),
	    cmocka_unit_test(greetings),
	    cmocka_unit_test(hello_names),
	    cmocka_unit_test(programs),
	    cmocka_unit_test(refusals),
	    cmocka_unit_test(authorities),
	    cmocka_unit_test(addresses),
	    cmocka_unit_test(chosen_name_servers),
	    cmocka_unit_test(routers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
