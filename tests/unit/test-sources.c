/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What records and documents show about a domain's mailboxes, and the sources that are left out. */
#include "config.h"
#include "base/mem.h"
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

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(table_of_signs),
	    cmocka_unit_test(what_records_show),
	    cmocka_unit_test(sources_left_out),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
