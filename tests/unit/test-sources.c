/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What records and documents show about a domain's mailboxes, and the sources that are left out. */
#include "config.h"
#include "base/mem.h"
#include "discover/autodiscover.h"
#include "discover/discover.h"
#include "discover/owner.h"
#include "know/mailbox_signs.h"
#include "know/mx_owners.h"
#include "know/sources.h"
#include "model/listing.h"
#include "words/words_sources.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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

/* Every sign leads to a file or a row, and a strong one to servers. */
static void table_of_signs(void **state)
{
	size_t n;
	const struct mailbox_sign *all = mailbox_signs(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		const struct mx_owner *o = all[i].mx ? mx_owners_find(all[i].mx) : NULL;
		bool selector = all[i].record == SIGN_SELECTOR || all[i].record == SIGN_KEY;

		if (selector != (all[i].where != NULL))
			fail_msg("%s: the name of its record", all[i].text);
		if (all[i].provider ? !providers_find(&providers, all[i].provider) : !o)
			fail_msg("%s leads nowhere", all[i].text);
		if (o && o->provider)
			fail_msg("%s: name the provider's file", all[i].text);
		for (size_t k = 0; k < i; k++)
			if (all[k].record == all[i].record && str_eq(all[k].where, all[i].where) &&
			    str_ieq(all[k].text, all[i].text))
				fail_msg("%s is there twice", all[i].text);
	}
}

/* ---- the data against what others say ---- */

/* Calls row with the words of each line of a file in tests/unit. */
static void each_row(const char *file, void (*row)(const struct strs *words))
{
	char *path = mem_printf("%s/tests/unit/%s", SRCDIR, file), *line = NULL;
	FILE *in = fopen(path, "r");
	size_t size = 0, rows = 0;

	assert_non_null(in);
	while (getline(&line, &size, in) > 0) {
		struct strs words = {0};

		strs_split(&words, str_trim(line), " ");
		if (words.n && words.v[0][0] != '#') {
			row(&words);
			rows++;
		}
		strs_clear(&words);
	}
	assert_true(rows > 50);
	fclose(in);
	free(line);
	free(path);
}

static bool has_server(const struct provider *p, const char *host, const char *port)
{
	for (size_t i = 0; i < p->server_n; i++) {
		char *number = mem_printf("%d", p->servers[i].port);
		bool same = str_ieq(p->servers[i].host, host) && str_eq(number, port);

		free(number);
		if (same)
			return true;
	}
	return false;
}

/* The form of the user name; one that is no address has no placeholder beside it. */
static bool has_form(const struct provider *p, const struct strs *words)
{
	struct strs rest = {0};

	for (size_t i = 2; i < words->n; i++)
		strs_add(&rest, words->v[i]);
	char *form = strs_join(&rest, " ");
	bool same = str_istarts(p->user_form, form), address = str_eq(form, "full address");

	for (size_t i = 0; i < p->server_n && !address; i++)
		same = same && !p->servers[i].user;
	strs_clear(&rest);
	free(form);
	return same;
}

static void provider_row(const struct strs *words)
{
	const struct provider *p = providers_find(&providers, words->v[1]);

	if (!p)
		fail_msg("no file %s.xml", words->v[1]);
	if (str_eq(words->v[0], "server") && !has_server(p, words->v[2], words->v[3]))
		fail_msg("%s lacks %s port %s", p->id, words->v[2], words->v[3]);
	for (size_t i = 2; str_eq(words->v[0], "codes") && i < words->n; i++)
		if (!strs_has(&p->codes, words->v[i]))
			fail_msg("%s lacks %s", p->id, words->v[i]);
	if (str_eq(words->v[0], "form") && !has_form(p, words))
		fail_msg("%s: %s", p->id, p->user_form ? p->user_form : "no form");
	if (str_eq(words->v[0], "confidence") && !str_eq(p->confidence, words->v[2]))
		fail_msg("%s: %s", p->id, p->confidence);
	for (size_t i = 2; str_eq(words->v[0], "domains") && i < words->n; i++)
		if (providers_for_domain(&providers, words->v[i]) != p)
			fail_msg("%s is not of %s", words->v[i], p->id);
}

static void provider_facts(void **state)
{
	(void)state;
	each_row("provider-facts.txt", provider_row);
}

/* Whether the row, or the provider's file that it names, has the server. */
static bool has_port(const struct mx_owner *o, const char *host, const char *port)
{
	const struct provider *p = o->provider ? providers_find(&providers, o->provider) : NULL;
	char *server = mem_printf("%s:%s:", host, port);
	bool has = (p && has_server(p, host, port)) || str_icontains(o->imap, server) ||
		   str_icontains(o->pop3, server) || str_icontains(o->smtp, server);

	free(server);
	return has;
}

static void mx_row(const struct strs *words)
{
	char *mx = mem_printf("mx1.%s", words->v[0]);
	const struct mx_owner *o = mx_owners_find(mx);

	if (!o || !str_eq(o->pattern, words->v[0]))
		fail_msg("no row has %s", words->v[0]);
	if (!str_eq(mx_kind_name(o->kind), words->v[1]))
		fail_msg("%s is a %s, not a %s", words->v[0], mx_kind_name(o->kind), words->v[1]);
	for (size_t i = 2; i + 1 < words->n; i += 2)
		if (!has_port(o, words->v[i], words->v[i + 1]))
			fail_msg("%s: %s port %s is not there", words->v[0], words->v[i],
				 words->v[i + 1]);
	free(mx);
}

static void mx_facts(void **state)
{
	(void)state;
	each_row("mx-facts.txt", mx_row);
}

/* ---- signs ---- */

/* The provider or owner that follows from one answer about company.example; NULL: nothing. */
static char *shown_by(enum lookup_type type, const char *name, const char *record)
{
	struct target *t = target_new("company.example");
	struct event *e = event_new(EVENT_RECORDS, 0), *meaning;
	const char *id, *kind;
	char *shown = NULL;

	t->domain = mem_strdup("company.example");
	e->lookup = type;
	e->outcome = OUTCOME_OK;
	e->host = mem_strdup(name);
	strs_split(&e->list, record, "|");
	meaning = owner_answer(&providers, t, e);
	if (meaning) {
		id = listing_find(&meaning->list, "provider");
		kind = listing_find(&meaning->list, "kind");
		const char *name_of = id ? id : listing_find(&meaning->list, "name");

		if (name_of)
			shown = mem_printf("%s%s%s", name_of, kind ? " " : "", kind ? kind : "");
		event_free(meaning);
	}
	event_free(e);
	target_free(t);
	return shown;
}

/* Names that follow from the exchanger's own. */
static void servers_by_the_exchanger(void **state)
{
	static const struct {
		const char *mx, *imap, *smtp;
	} rows[] = {
	    {"eagle.mxrouting.net", "eagle.mxrouting.net", "eagle.mxrouting.net"},
	    {"eagle-relay.mxrouting.net", "eagle.mxrouting.net", "eagle.mxrouting.net"},
	    {"us2.mx1.mailhostbox.com", "us2.imap.mailhostbox.com", "us2.smtp.mailhostbox.com"},
	    {"wes1-mx2.wedos.net", "wes1-imap.wedos.net", "wes1-smtp.wedos.net"},
	    {"sv1234.xserver.jp", "sv1234.xserver.jp", "sv1234.xserver.jp"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct target *t = target_new("company.example");
		struct event *e = event_new(EVENT_RECORDS, 0);
		char *imap = mem_printf("imaps tls %s 993", rows[i].imap);

		t->domain = mem_strdup("company.example");
		e->lookup = LOOKUP_MX;
		e->outcome = OUTCOME_OK;
		e->host = mem_strdup(t->domain);
		strs_append(&e->list, mem_printf("10 %s", rows[i].mx));
		struct event *meaning = owner_answer(&providers, t, e);
		char *all = meaning ? strs_join(&meaning->list, "\n") : NULL;

		if (!str_icontains(all, imap) || !str_icontains(all, rows[i].smtp))
			fail_msg("%s: %s", rows[i].mx, all ? all : "nothing");
		free(all);
		free(imap);
		event_free(meaning);
		event_free(e);
		target_free(t);
	}
}

static void what_records_show(void **state)
{
	static const struct {
		enum lookup_type type;
		const char *name, *record, *shown;
	} rows[] = {
	    {LOOKUP_CNAME, "autodiscover.company.example", "autodiscover.outlook.com",
	     "microsoft365"},
	    {LOOKUP_CNAME, "autodiscover.company.example", "autodiscover.example.net", NULL},
	    {LOOKUP_CNAME, "selector1._domainkey.company.example",
	     "selector1-company._domainkey.tenant.onmicrosoft.com", "microsoft365"},
	    {LOOKUP_CNAME, "selector1._domainkey.company.example",
	     "selector1-c._domainkey.tenant.x-v1.dkim.mail.microsoft", "microsoft365"},
	    {LOOKUP_CNAME, "selector1._domainkey.company.example", "wild.company.example", NULL},
	    {LOOKUP_CNAME, "selector1._domainkey.other.example", "t.onmicrosoft.com", NULL},
	    {LOOKUP_TXT, "google._domainkey.company.example", "v=DKIM1; k=rsa; p=A", "gworkspace"},
	    {LOOKUP_TXT, "company.example", "v=spf1 include:spf.protection.outlook.com -all",
	     "microsoft365"},
	    {LOOKUP_TXT, "company.example",
	     "v=spf1 include:_spf.google.com include:spf.protection.outlook.com ~all",
	     "microsoft365"},
	    {LOOKUP_TXT, "company.example", "MS=ms1|v=spf1 ?include:zoho.eu -all", "zoho-eu"},
	    {LOOKUP_TXT, "company.example", "v=spf1 include:zoho.eu.example -all", NULL},
	    {LOOKUP_TXT, "company.example", "v=spf1 include:spf.stackmail.com", "20i (UK)"},
	    {LOOKUP_TXT, "company.example", "MS=ms12345678",
	     "Microsoft 365 / Exchange Online (own domain) sign"},
	    {LOOKUP_TXT, "company.example", "google-site-verification=x", NULL},
	    {LOOKUP_SRV, "_autodiscover._tcp.company.example", "0 0 443 autoconfigure.strato.de",
	     "strato"},
	    {LOOKUP_MX, "company.example", "10 aspmx.l.google.com|5 mail.company.example", NULL},
	    {LOOKUP_MX, "company.example", "100 a.example|20 aspmx.l.google.com", "gworkspace"},
	    {LOOKUP_MX, "company.example", "10 mx1.company.eu.pphosted.com",
	     "Proofpoint Protection (enterprise) filter"},
	    {LOOKUP_MX, "company.example",
	     "10 mx1.company.eu.pphosted.com|20 x.mail.protection.outlook.com", "microsoft365"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *shown = shown_by(rows[i].type, rows[i].name, rows[i].record);
		bool same = rows[i].shown ? shown && str_istarts(shown, rows[i].shown) : !shown;

		if (!same)
			fail_msg("%s %s shows %s", rows[i].name, rows[i].record,
				 shown ? shown : "nothing");
		free(shown);
	}
}

/* A provider's domain: the file's servers, and each other source with the reason. */
static void sources_left_out(void **state)
{
	char *error;
	struct record *record =
	    record_new(discover_target(&providers, "anna@gmail.com", NULL, &error));
	struct sources_words all, folded;
	size_t n;

	(void)state;
	(void)sources_all(&n);
	words_sources(&all, record, false);
	assert_int_equal(all.n, n + 1);
	assert_int_equal(all.v[0].source, SOURCE_PROVIDER);
	assert_true(all.v[0].used);
	assert_non_null(strstr(all.v[0].said, "imap.gmail.com 993"));
	for (size_t i = 1; i < all.n; i++) {
		assert_false(all.v[i].used);
		assert_int_equal(all.v[i].outcome, OUTCOME_SKIPPED);
		assert_string_equal(all.v[i].said, "not asked: a provider file lists the domain");
	}
	words_sources(&folded, record, true);
	assert_int_equal(folded.n, 2);
	sources_words_clear(&all);
	sources_words_clear(&folded);
	record_free(record);
}

/* ---- Autodiscover ---- */

#define ANSWER(inside)                                                                             \
	"<Autodiscover xmlns=\"urn:a\"><Response xmlns=\"urn:b\"><Account>" inside                 \
	"</Account></Response></Autodiscover>"
#define PROTOCOL(inside) ANSWER("<Protocol>" inside "</Protocol>")

static void answers_of_autodiscover(void **state)
{
	static const struct {
		const char *answer, *lines; /* joined by ';'; NULL: it is refused */
	} rows[] = {
	    {PROTOCOL("<Type>IMAP</Type><Server>i.example</Server><Port>993</Port><SSL>on</SSL>"),
	     "server imaps tls i.example 993"},
	    {PROTOCOL("<Type>IMAP</Type><Server>i.example</Server><Port>143</Port><SSL>off</SSL>"),
	     "server imap none i.example 143"},
	    {PROTOCOL(
		 "<Type>SMTP</Type><Server>s.example</Server><Port>587</Port><Encryption>TLS</Encryption>"),
	     "server submission starttls s.example 587"},
	    {PROTOCOL(
		 "<Type>SMTP</Type><Server>s.example</Server><Port>465</Port><Encryption>TLS</Encryption>"),
	     "server submissions tls s.example 465"},
	    {PROTOCOL(
		 "<Type>POP3</Type><Server>p.example</Server><Port>110</Port><Encryption>SSL</Encryption>"),
	     "server pop3s tls p.example 110"},
	    {PROTOCOL(
		 "<Type>POP3</Type><Server>p.example</Server><Port>110</Port><Encryption>None</Encryption>"),
	     "server pop3 none p.example 110"},
	    {PROTOCOL("<Type>FAX</Type><Server>f.example</Server><Port>1</Port>"), ""},
	    {PROTOCOL("<Type>IMAP</Type><Server>-oX</Server><Port>993</Port>"), ""},
	    {PROTOCOL("<Type>IMAP</Type><Server>i.example</Server><Port>70000</Port>"), ""},
	    {PROTOCOL("<Type>EXCH</Type><Server>x.example</Server>"), "exchange x.example"},
	    {ANSWER("<RedirectUrl>https://r.example/</RedirectUrl>"),
	     "redirect https://r.example/"},
	    {ANSWER("<RedirectAddr>anna@r.example</RedirectAddr>"), "address anna@r.example"},
	    {"<html><body>Sign in</body></html>", NULL},
	    {"<!DOCTYPE x><Autodiscover/>", NULL},
	    {"<Autodiscover><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a/></a></a></a></a></a></a>"
	     "</a></a></a></a></a></a></a></a></a></Autodiscover>",
	     NULL},
	    {"<Autodiscover><Response>", NULL},
	    {"", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strs list = {0};
		char *error = NULL;
		bool read =
		    autodiscover_read(&list, rows[i].answer, strlen(rows[i].answer), &error);
		char *lines = strs_join(&list, ";");

		if (read != (rows[i].lines != NULL) || read == (error != NULL) ||
		    strcmp(lines, read ? rows[i].lines : ""))
			fail_msg("%s: %s (%s)", rows[i].answer, lines, error ? error : "no error");
		free(lines);
		free(error);
		strs_clear(&list);
	}
}

/* A name with letters that mean something in XML stays a name. */
static void the_question_is_whole(void **state)
{
	char *question = autodiscover_question("a<b>&\"'c@x.example"),
	     *url = autodiscover_read_json("{\"Url\":\"https://o.example/a\"}", 29);

	(void)state;
	assert_non_null(strstr(
	    question, "<EMailAddress>a&#60;b&#62;&#38;&#34;&#39;c@x.example</EMailAddress>"));
	assert_string_equal(url, "https://o.example/a");
	free(question);
	free(url);
	assert_null(autodiscover_read_json("[]", 2));
	assert_null(autodiscover_read_json("{\"Url\":7}", 9));
}

static void lists_are_compared_by_their_servers(void **state)
{
	struct strs a = {0}, b = {0};

	(void)state;
	strs_add(&a, "server imaps tls i.example 993");
	strs_add(&b, "exchange x.example");
	assert_false(listing_same_servers(&a, &b));
	strs_add(&b, "server imaps tls i.example 993");
	assert_true(listing_same_servers(&a, &b));
	strs_add(&b, "server pop3s tls i.example 995");
	assert_false(listing_same_servers(&a, &b));
	char *host = listing_web_host("https://w.example:8443/x");

	assert_string_equal(host, "w.example");
	free(host);
	assert_null(listing_web_host("http://w.example/"));
	assert_null(listing_web_host("https://a@w.example/"));
	strs_clear(&a);
	strs_clear(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(answers_of_autodiscover),
	    cmocka_unit_test(the_question_is_whole),
	    cmocka_unit_test(lists_are_compared_by_their_servers),
	    cmocka_unit_test(provider_facts),
	    cmocka_unit_test(mx_facts),
	    cmocka_unit_test(table_of_signs),
	    cmocka_unit_test(what_records_show),
	    cmocka_unit_test(sources_left_out),
	    cmocka_unit_test(servers_by_the_exchanger),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
