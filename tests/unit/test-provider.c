/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Provider files: all of ours, and the errors for bad or hostile ones. */
#include "config.h"
#include "base/buf.h"
#include "base/mem.h"
#include "discover/profiles.h"
#include "discover/provider.h"
#include "discover/provider_check.h"
#include "discover/provider_file.h"
#include "discover/provider_write.h"
#include "discover/provider_xml.h"
#include "know/often.h"
#include "know/policies.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#define OUR_DIR SRCDIR "/data/providers"
#define OUR_COUNT 172 /* rows of the table that the files were made from; only ever grows */

/* A test's two folders, instead of ours and the user's. */
struct dirs {
	char top[64];
	char *ours, *own;
};

static int make_dirs(void **state)
{
	struct dirs *d = mem_calloc(1, sizeof *d);

	snprintf(d->top, sizeof d->top, "/tmp/porthorn-test-XXXXXX");
	if (!mkdtemp(d->top))
		return -1;
	d->ours = mem_printf("%s/ours", d->top);
	d->own = mem_printf("%s/own", d->top);
	*state = d;
	return mkdir(d->ours, 0700) || mkdir(d->own, 0700);
}

static void empty(const char *path)
{
	DIR *dir = opendir(path);

	for (struct dirent *e; dir && (e = readdir(dir));) {
		char *file = mem_printf("%s/%s", path, e->d_name);

		if (e->d_name[0] != '.')
			unlink(file);
		free(file);
	}
	if (dir)
		closedir(dir);
	rmdir(path);
}

static int remove_dirs(void **state)
{
	struct dirs *d = *state;

	empty(d->ours);
	empty(d->own);
	rmdir(d->top);
	free(d->ours);
	free(d->own);
	free(d);
	return 0;
}

static void write_file(const char *dir, const char *name, const char *bytes, size_t len)
{
	char *path = mem_printf("%s/%s", dir, name);
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
	free(path);
}

static const char good[] =
    "<?xml version='1.0'?>\n"
    "<clientConfig version='1.1' xmlns:p='urn:porthorn:provider:1'>\n"
    " <emailProvider id='x'>\n"
    "  <domain>Example.ORG</domain><domain>*.example.net</domain>\n"
    "  <displayName> Example &amp; Sons </displayName>\n"
    "  <incomingServer type='exchange'><hostname>ews.example.org</hostname></incomingServer>\n"
    "  <incomingServer type='imap'><hostname>imap.%EMAILDOMAIN%</hostname><port>993</port>\n"
    "   <socketType>SSL</socketType><authentication>OAuth2</authentication>\n"
    "   <authentication>password-cleartext</authentication></incomingServer>\n"
    "  <incomingServer type='pop3' p:alternative='yes'><hostname>pop.example.org</hostname>\n"
    "   <port>110</port><socketType>STARTTLS</socketType></incomingServer>\n"
    "  <outgoingServer type='smtp'><hostname>smtp.example.org</hostname><port>587</port>\n"
    "   <socketType>SSL</socketType></outgoingServer>\n"
    "  <outgoingServer type='smtp' p:unconfirmed='yes'><hostname>192.0.2.1</hostname>\n"
    "   <port>2525</port><socketType>STARTTLS</socketType></outgoingServer>\n"
    "  <documentation url='https://help.example.org/'/><enable visiturl='x'>\n"
    "   <instruction lang='en'>Switch it on.</instruction><instruction "
    "lang='de'>?</instruction></enable>\n"
    "  <p:mx>mx.example.org</p:mx><p:code>app-password</p:code><p:code>region</p:code>\n"
    "  <p:note for='region x'>A note.</p:note>\n"
    "  <p:confidence>B</p:confidence><p:userForm>full address</p:userForm>\n"
    " </emailProvider>\n</clientConfig>\n";

#define ACME(host)                                                                                 \
	"<clientConfig><emailProvider><domain>acme.example</domain><incomingServer type='imap'>"   \
	"<hostname>" host "</hostname><port>993</port><socketType>SSL</socketType>"                \
	"</incomingServer></emailProvider></clientConfig>"

/* ---- ours ---- */

static void ours_all_load(void **state)
{
	struct dirs *d = *state;
	struct providers list;

	providers_load(&list, OUR_DIR, d->own);
	assert_null(providers_missing(&list));
	for (size_t i = 0; i < list.errors.n; i++)
		print_error("%s\n", list.errors.v[i]);
	assert_int_equal(list.errors.n, 0);
	assert_true(list.n >= OUR_COUNT);
	for (size_t i = 0; i < list.n; i++) {
		const struct provider *p = &list.v[i];
		bool none = strs_has(&p->codes, "no-mail-clients");

		assert_true(*p->name && p->kind && p->region && p->confidence);
		assert_false(p->own);
		assert_int_equal(p->server_n == 0, none);
		assert_ptr_equal(providers_find(&list, p->id), p);
		if (i)
			assert_true(strcasecmp(list.v[i - 1].name, p->name) <= 0);
		for (size_t k = 0; k < p->codes.n; k++)
			if (!policy_find(p->codes.v[k]))
				fail_msg("%s: the code %s is not in know/policies", p->id,
					 p->codes.v[k]);
		for (size_t k = 0; k < p->notes.n; k++)
			assert_int_equal(p->notes.v[k][strlen(p->notes.v[k]) - 1], '.');
		for (size_t k = 0; k < p->server_n; k++)
			if (*p->confidence >= 'C')
				assert_true(p->servers[k].unconfirmed);
	}
	providers_clear(&list);
}

/* No domain belongs to two providers: the answer must not depend on the order of files. */
static void domains_are_unique(void **state)
{
	struct dirs *d = *state;
	struct providers list;

	providers_load(&list, OUR_DIR, d->own);
	for (size_t i = 0; i < list.n; i++)
		for (size_t k = 0; k < list.v[i].domains.n; k++) {
			const char *domain = list.v[i].domains.v[k];

			for (size_t j = 0; j < i; j++)
				if (strs_has(&list.v[j].domains, domain))
					fail_msg("%s: %s and %s", domain, list.v[j].id,
						 list.v[i].id);
		}
	providers_clear(&list);
}

static const struct target_server *server_of(const struct target *t, enum service service)
{
	for (size_t i = 0; i < t->server_n; i++)
		if (t->servers[i].service == service)
			return &t->servers[i];
	return NULL;
}

static void special_cases(void **state)
{
	struct dirs *d = *state;
	struct providers list;

	providers_load(&list, OUR_DIR, d->own);
	struct target *t = provider_target(providers_find(&list, "SPECTRUM"), NULL);

	assert_int_equal(server_of(t, SERVICE_SUBMISSIONS)->port, 587);
	assert_null(server_of(t, SERVICE_SUBMISSION));
	target_free(t);

	t = provider_target(providers_find(&list, "proton"), NULL);
	assert_true(target_is_loopback(t) || server_of(t, SERVICE_SMTP));
	assert_int_equal(server_of(t, SERVICE_IMAP)->port, 1143);
	assert_int_equal(server_of(t, SERVICE_SUBMISSION)->port, 1025);
	assert_null(server_of(t, SERVICE_HTTPS));
	target_free(t);

	assert_true(strs_has(&providers_find(&list, "163")->codes, "imap-id-required"));
	t = provider_target(providers_find(&list, "gmail"), "someone@gmail.com");
	assert_string_equal(t->email, "someone@gmail.com");
	assert_string_equal(t->domain, "gmail.com");
	assert_string_equal(server_of(t, SERVICE_IMAPS)->host, "imap.gmail.com");
	assert_true(strs_has(&server_of(t, SERVICE_IMAPS)->login, "oauth2"));
	assert_string_equal(server_of(t, SERVICE_HTTPS)->host, "imap.gmail.com");
	assert_string_equal(server_of(t, SERVICE_SMTP)->host, "gmail-smtp-in.l.google.com");
	target_free(t);

	t = provider_target(providers_find(&list, "bluehost"), "me@example.org");
	assert_string_equal(server_of(t, SERVICE_IMAPS)->host, "mail.example.org");
	target_free(t);
	t = provider_target(providers_find(&list, "bluehost"), NULL);
	assert_int_equal(t->server_n, 0);
	target_free(t);
	assert_string_equal(providers_for_domain(&list, "joe.plus.com")->id, "plusnet");
	assert_string_equal(providers_for_domain(&list, "HOTMAIL.co.uk")->id, "outlook");
	assert_null(providers_for_domain(&list, "notgmail.com"));
	assert_string_equal(providers_closest(&list, "gmial")->id, "gmail");
	assert_null(providers_closest(&list, "zzzzzzzzzz"));
	assert_true(provider_matches(providers_find(&list, "outlook"), "hotmail"));
	assert_false(provider_matches(providers_find(&list, "outlook"), "gmail"));
	providers_clear(&list);
}

/* ---- one file ---- */

static void every_field_is_read(void **state)
{
	struct dirs *d = *state;
	struct providers list;

	write_file(d->ours, "Mine.xml", good, sizeof good - 1);
	providers_load(&list, d->ours, d->own);
	assert_int_equal(list.errors.n, 0);
	assert_int_equal(list.n, 1);
	const struct provider *p = &list.v[0];

	assert_string_equal(p->id, "mine");
	assert_string_equal(p->name, "Example & Sons");
	assert_string_equal(p->domains.v[0], "example.org");
	assert_ptr_equal(providers_for_domain(&list, "a.example.net"), p);
	assert_null(providers_for_domain(&list, "example.net"));
	assert_string_equal(p->help_url, "https://help.example.org/");
	assert_string_equal(p->codes.v[0], "app-password");
	/* A code without a note gets the general sentence. */
	assert_int_equal(p->notes.n, 3);
	assert_string_equal(p->notes.v[0], "A note.");
	assert_string_equal(p->notes.v[1], "Switch it on.");
	assert_string_equal(p->notes.v[2], policy_find("app-password")->sentence);
	assert_string_equal(p->user_form, "full address");
	assert_int_equal(p->server_n, 4);
	assert_int_equal(p->servers[0].service, SERVICE_IMAPS);
	assert_string_equal(p->servers[0].login.v[0], "oauth2");
	assert_string_equal(p->servers[0].login.v[1], "password");
	assert_int_equal(p->servers[1].service, SERVICE_POP3);
	assert_true(p->servers[1].alternative);
	assert_int_equal(p->servers[2].service, SERVICE_SUBMISSIONS);
	assert_false(p->servers[2].unconfirmed);
	assert_int_equal(p->servers[3].service, SERVICE_SUBMISSION_ALT);
	assert_true(p->servers[3].unconfirmed);
	providers_clear(&list);
}

static void the_users_file_wins(void **state)
{
	struct dirs *d = *state;
	struct providers list;
	static const char other[] = "<clientConfig><emailProvider><displayName>Theirs"
				    "</displayName></emailProvider></clientConfig>";

	write_file(d->ours, "mine.xml", other, sizeof other - 1);
	write_file(d->ours, "second.xml", other, sizeof other - 1);
	write_file(d->own, "MINE.xml", good, sizeof good - 1);
	write_file(d->own, "readme.txt", "x", 1);
	providers_load(&list, d->ours, d->own);
	assert_int_equal(list.n, 2);
	assert_int_equal(list.errors.n, 0);
	assert_string_equal(providers_find(&list, "mine")->name, "Example & Sons");
	assert_true(providers_find(&list, "mine")->own);
	assert_string_equal(providers_find(&list, "second")->name, "Theirs");
	providers_clear(&list);
}

static void folders_that_are_not_there(void **state)
{
	struct dirs *d = *state;
	struct providers list;

	(void)d;
	providers_load(&list, "/nonexistent/a", "/nonexistent/b");
	assert_int_equal(list.n, 0);
	assert_int_equal(list.errors.n, 0);
	char *missing = providers_missing(&list);

	assert_non_null(strstr(missing, "looked here: /nonexistent/a."));
	free(missing);
	assert_null(providers_find(&list, "gmail"));
	assert_null(providers_closest(&list, "gmail"));
	providers_clear(&list);
}

/* ---- bad and hostile files ---- */

#define HEAD "<clientConfig>\n<emailProvider>\n"
#define TAIL "\n</emailProvider>\n</clientConfig>\n"
#define SERVER(host, port, socket)                                                                 \
	"<incomingServer type='imap'><hostname>" host "</hostname><port>" port                     \
	"</port><socketType>" socket "</socketType></incomingServer>"

static const struct {
	const char *bytes;
	int line;
	const char *what; /* part of the sentence */
	bool loads;	  /* all the rest of the file does */
} bad[] = {
    {"", 1, "no element"},
    {"hello", 1, "syntax error"},
    {"<a/>", 1, "root element is \"a\""},
    {"<clientConfig/>", 1, "no emailProvider"},
    {HEAD, 3, "no element found"},
    {"<clientConfig>\n<emailProvider/>\n<emailProvider/>\n</clientConfig>", 3, "second", true},
    {HEAD SERVER("imap.example.org", "0", "SSL") TAIL, 3, "\"0\" isn't a port", true},
    {HEAD SERVER("imap.example.org", "65536", "SSL") TAIL, 3, "65536", true},
    {HEAD SERVER("imap.example.org", "993x", "SSL") TAIL, 3, "993x", true},
    {HEAD SERVER("im ap", "993", "SSL") TAIL, 3, "isn't a server's name", true},
    {HEAD SERVER("-x.example.org", "993", "SSL") TAIL, 3, "isn't a server's name", true},
    {HEAD SERVER("imap.example.org", "993", "TLS1.3") TAIL, 3, "socketType", true},
    {HEAD "<incomingServer type='imap'><port>1</port></incomingServer>" TAIL, 3, "needs", true},
    {HEAD "<domain>a b</domain>" TAIL, 3, "isn't a domain", true},
    {HEAD "<domain>" TAIL, 4, "mismatched"},
    /* The billion laughs, an external entity, and an external DTD: all are rejected. */
    {"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>\n<clientConfig>&b;"
     "</clientConfig>",
     1, "DOCTYPE"},
    {"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>\n<clientConfig>&a;</clientConfig>", 1,
     "DOCTYPE"},
    {"<!DOCTYPE clientConfig SYSTEM 'http://192.0.2.1/x.dtd'>\n<clientConfig/>", 1, "DOCTYPE"},
    {HEAD "<displayName>&undefined;</displayName>" TAIL, 3, "undefined entity"},
    {"<?xml version='1.0' encoding='x-unknown'?>\n<clientConfig/>", 1, "encoding"},
    {HEAD "<displayName>\xff\xfe</displayName>" TAIL, 3, "not well-formed"},
    {HEAD "<displayName>\x01</displayName>" TAIL, 3, "not well-formed"},
    {HEAD "<displayName><p:x/></displayName>" TAIL, 3, "unbound prefix"},
};

static void expect_error(struct dirs *d, const char *bytes, size_t len, int line, const char *what,
			 bool loads)
{
	struct providers list;

	write_file(d->ours, "bad.xml", bytes, len);
	write_file(d->ours, "good.xml", good, sizeof good - 1);
	providers_load(&list, d->ours, d->own);
	char *place = mem_printf("%s/bad.xml:%d: ", d->ours, line);

	/* The broken one is named with its line; the other loads. */
	assert_int_equal(list.errors.n, 1);
	assert_int_equal(list.n, loads ? 2 : 1);
	if (strncmp(list.errors.v[0], place, strlen(place)) || !strstr(list.errors.v[0], what))
		fail_msg("expected %s…%s, got %s", place, what, list.errors.v[0]);
	free(place);
	providers_clear(&list);
}

static void bad_files_are_named(void **state)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		expect_error(*state, bad[i].bytes, strlen(bad[i].bytes), bad[i].line, bad[i].what,
			     bad[i].loads);
}

/* ---- documents as others publish them: what is understood is used ---- */

#define NAMED(rest) SERVER("imap.example.org", "993", "SSL") rest
#define WITH(extra)                                                                                \
	"<incomingServer type='imap'><hostname>imap.example.org</hostname><port>993</port>"        \
	"<socketType>SSL</socketType>" extra "</incomingServer>"

static const struct {
	const char *bytes;
	size_t servers, remarks;
	const char *host, *login, *user; /* of the first server; NULL: not looked at */
} shapes[] = {
    {HEAD NAMED("") TAIL, 1, 0, "imap.example.org"},
    {"<clientConfig xmlns='urn:x' version='1.2'><emailProvider>" NAMED("") "</emailProvider>"
									   "</clientConfig>",
     1, 0, "imap.example.org"},
    {"\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8'?>" HEAD NAMED("") TAIL, 1, 0},
    {"<?xml version='1.0' encoding='ISO-8859-1'?>" HEAD "<displayName>\xe9</displayName>" NAMED("")
	 TAIL,
     1, 0},
    {HEAD SERVER("imap.example.org", "993", "TLS") TAIL, 1, 0},
    {HEAD SERVER("imap.example.org", "993", "ssl") TAIL, 1, 0},
    {HEAD SERVER("imap.example.org.", "993", "SSL") TAIL, 1, 0, "imap.example.org"},
    {HEAD SERVER(" imap.example.org\n", " 993 ", " SSL ") TAIL, 1, 0, "imap.example.org"},
    {HEAD SERVER("imap.%EMAILDOMAIN%", "993", "SSL") TAIL, 1, 0, "imap.%EMAILDOMAIN%"},
#ifdef HAVE_LIBIDN2
    {HEAD SERVER("imap.b\xc3\xbc"
		 "cher.example",
		 "993", "SSL") TAIL,
     1, 0, "imap.xn--bcher-kva.example"},
    {HEAD "<domain>b\xc3\xbc"
	  "cher.example</domain>" NAMED("") TAIL,
     1, 0},
#endif
    {HEAD "<domain>example.org.</domain>" NAMED("") TAIL, 1, 0},
    {HEAD "<domain purpose='mx'>mx.example.net</domain>" NAMED("") TAIL, 1, 0},
    {HEAD "<domain>not a domain</domain>" NAMED("") TAIL, 1, 1, "imap.example.org"},
    {HEAD NAMED(SERVER("pop.example.org", "1", "magic")) TAIL, 1, 1, "imap.example.org"},
    {HEAD SERVER("im ap", "993", "SSL") NAMED("") TAIL, 1, 1, "imap.example.org"},
    {HEAD WITH("<authentication>SCRAM-SHA-256</authentication>") TAIL, 1, 0, NULL, "cram"},
    {HEAD WITH("<authentication system='sasl'>SCRAM-SHA-256-PLUS</authentication>") TAIL, 1, 0,
     NULL, "cram"},
    {HEAD WITH("<authentication>oauth2</authentication>") TAIL, 1, 0, NULL, "oauth2"},
    {HEAD WITH("<authentication>OAuth</authentication>") TAIL, 1, 0, NULL, "oauth2"},
    {HEAD WITH("<authentication>xoauth2</authentication>") TAIL, 1, 0, NULL, "oauth2"},
    {HEAD WITH("<authentication>PLAIN</authentication>") TAIL, 1, 0, NULL, "password"},
    {HEAD WITH("<authentication>Password-Cleartext</authentication>") TAIL, 1, 0, NULL, "password"},
    {HEAD WITH("<authentication>http-basic</authentication>"
	       "<authentication>password-cleartext</authentication>") TAIL,
     1, 0, NULL, "password"},
    {HEAD WITH("<authentication>telepathy</authentication>"
	       "<authentication>OAuth2</authentication>") TAIL,
     1, 1, NULL, "oauth2"},
    {HEAD WITH("<authentication>telepathy</authentication>") NAMED("") TAIL, 1, 2},
    {HEAD WITH("<authentication>http-basic</authentication>") NAMED("") TAIL, 1, 1},
    {HEAD WITH("<username>%EMAILLOCALPART%</username>") TAIL, 1, 0, NULL, NULL, "%EMAILLOCALPART%"},
    {HEAD WITH("<username>fred</username>") TAIL, 1, 0, NULL, NULL, "fred"},
    {HEAD WITH("<password>%PASSWORD%</password><unheardOf/>") TAIL, 1, 0},
    {HEAD "<incomingServer type='jmap'><url>https://example.org/</url></incomingServer>" NAMED("")
	 TAIL,
     1, 0},
    {HEAD "<incomingServer><hostname>x</hostname></incomingServer>" NAMED("") TAIL, 1, 0},
    {"<clientConfig><webMail><loginPage url='https://x.example/'/><loginPageInfo "
     "url='https://x.example/'><username>%EMAILADDRESS%</username></loginPageInfo></webMail>"
     "<emailProvider>" NAMED("") "</emailProvider>"
				 "<calendar type='caldav'><url>x</url></calendar></clientConfig>",
     1, 0, "imap.example.org"},
    {"<clientConfig><emailProvider>" NAMED("") "</emailProvider><emailProvider>" SERVER(
	 "other.example.org", "993", "SSL") "</emailProvider></clientConfig>",
     1, 1, "imap.example.org"},
    {HEAD "<enable visiturl='https://x.example/'><instruction lang='de'>Ein.</instruction>"
	  "<instruction lang='en'>On.</instruction></enable>" NAMED("") TAIL,
     1, 0},
    {HEAD "<documentation url='https://x.example/'><descr lang='en'>Help</descr>"
	  "</documentation>" NAMED("") TAIL,
     1, 0},
};

static void documents_of_every_shape(void **state)
{
	struct dirs *d = *state;

	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		struct providers list;

		write_file(d->ours, "shape.xml", shapes[i].bytes, strlen(shapes[i].bytes));
		providers_load(&list, d->ours, d->own);
		if (list.n != 1 || list.v[0].server_n != shapes[i].servers ||
		    list.v[0].remarks.n != shapes[i].remarks)
			fail_msg("%s: %s", shapes[i].bytes, list.errors.n ? list.errors.v[0] : "-");
		const struct target_server *s = &list.v[0].servers[0];

		if (shapes[i].host)
			assert_string_equal(s->host, shapes[i].host);
		if (shapes[i].login)
			assert_string_equal(s->login.v[0], shapes[i].login);
		if (shapes[i].user)
			assert_string_equal(s->user, shapes[i].user);
		providers_clear(&list);
	}
}

/* Pages and instructions in several languages: the person's own, then English, then the first. */
static void languages(void **state)
{
	static const struct {
		const char *bytes, *page, *note;
	} rows[] = {
	    {"<documentation url='https://x.example/de'><descr lang='de'>Hilfe</descr></documentation>"
	     "<documentation url='https://x.example/en'><descr lang='en'>Help</descr></documentation>"
	     "<enable visiturl='https://x.example/'><instruction lang='de'>Ein.</instruction>"
	     "<instruction lang='en'>On.</instruction></enable>",
	     "https://x.example/en", "On."},
	    {"<documentation url='https://x.example/cs'><descr lang='cs'>A</descr></documentation>"
	     "<documentation url='https://x.example/pl'><descr lang='pl'>B</descr></documentation>"
	     "<enable visiturl='https://x.example/'><instruction lang='cs'>A.</instruction>"
	     "<instruction lang='pl'>B.</instruction></enable>",
	     "https://x.example/cs", "A."},
	    {"<documentation url='https://x.example/cs'><descr lang='cs'>A</descr></documentation>"
	     "<documentation url='https://x.example/'/>",
	     "https://x.example/", NULL},
	    {"<documentation url='https://x.example/'><descr lang='de'>A</descr>"
	     "<descr lang='en'>B</descr></documentation>"
	     "<documentation url='https://y.example/'><descr lang='en'>C</descr></documentation>",
	     "https://x.example/", NULL},
	    {"<documentation url='javascript:x'><descr lang='en'>A</descr></documentation>", NULL,
	     NULL},
	};
	struct dirs *d = *state;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *bytes = mem_printf("%s%s%s", HEAD, rows[i].bytes, NAMED("") TAIL);
		struct providers list;

		write_file(d->ours, "shape.xml", bytes, strlen(bytes));
		providers_load(&list, d->ours, d->own);
		assert_int_equal(list.n, 1);
		if (!str_eq(list.v[0].help_url, rows[i].page))
			fail_msg("%s: %s", rows[i].bytes, list.v[0].help_url);
		assert_true(rows[i].note ? strs_has(&list.v[0].notes, rows[i].note)
					 : !list.v[0].notes.n);
		providers_clear(&list);
		free(bytes);
	}
}

/* What the person types is computed from the address. */
static void placeholders_are_filled(void **state)
{
	static const struct {
		const char *text, *email, *filled;
	} rows[] = {
	    {"%EMAILADDRESS%", "a.b@example.org", "a.b@example.org"},
	    {"%EMAILLOCALPART%", "a.b@example.org", "a.b"},
	    {"x-%EMAILLOCALPART%@%EMAILDOMAIN%", "a.b@example.org", "x-a.b@example.org"},
	    {"%EmailDomain%", "@example.org", "example.org"},
	    {"%EMAILADDRESS%", "@example.org", NULL},
	    {"%EMAILADDRESS%", NULL, NULL},
	    {"%REALNAME%", "a.b@example.org", NULL},
	    {"100%", "a.b@example.org", "100%"},
	    {"%%EMAILDOMAIN%", "a.b@example.org", "%example.org"},
	    {"fred", NULL, "fred"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *filled = provider_filled(rows[i].text, rows[i].email);

		if (rows[i].filled)
			assert_string_equal(filled, rows[i].filled);
		else
			assert_null(filled);
		free(filled);
	}
}

/* What --check says of files: each fault with its remedy. */
static void a_file_is_checked(void **state)
{
	static const struct {
		const char *bytes, *fault; /* NULL: none */
	} rows[] = {
	    {HEAD "<domain>example.org</domain>" SERVER(
		 "imap.example.org", "993",
		 "SSL") "<outgoingServer "
			"type='smtp'><hostname>smtp.example.org</hostname><port>465</port>"
			"<socketType>SSL</socketType></outgoingServer>" TAIL,
	     NULL},
	    {HEAD "<domain>example.org</domain>" SERVER("imap.example.org", "993", "SSL") TAIL,
	     "add an outgoingServer"},
	    {HEAD SERVER("imap.example.org", "993", "SSL") TAIL, "add <domain>"},
	    {HEAD SERVER("imap.example.org", "993", "MAGIC") TAIL,
	     "must be plain, STARTTLS or SSL"},
	    {HEAD SERVER("imap.example.org", "993", "SSL") SERVER("imap.example.org", "993", "SSL")
		 TAIL,
	     "twice"},
	    {"<clientConfig/>", "put one into clientConfig"},
	    {HEAD, "no element found"},
	};
	struct dirs *d = *state;
	char *path = mem_printf("%s/x.xml", d->ours);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strs faults = {0}, fine = {0};

		write_file(d->ours, "x.xml", rows[i].bytes, strlen(rows[i].bytes));
		assert_int_equal(provider_check(path, &faults, &fine), !rows[i].fault);
		char *all = strs_join(&faults, "\n");

		if (rows[i].fault && !strstr(all, rows[i].fault))
			fail_msg("%s: %s", rows[i].fault, all);
		free(all);
		strs_clear(&faults);
		strs_clear(&fine);
	}
	free(path);
}

/* Ours have nothing to mend, but that nothing is known of the servers for sending of a few. */
static void ours_are_checked(void **state)
{
	struct dirs *d = *state;
	struct providers list;

	providers_load(&list, OUR_DIR, d->own);
	for (size_t i = 0; i < list.n; i++) {
		struct strs faults = {0}, fine = {0};

		assert_non_null(list.v[i].checked);
		if (!provider_check(list.v[i].file, &faults, &fine))
			for (size_t k = 0; k < faults.n; k++)
				if (!strstr(faults.v[k], "sending mail"))
					fail_msg("%s", faults.v[k]);
		strs_clear(&faults);
		strs_clear(&fine);
	}
	providers_clear(&list);
}

/* A copy of one's own: whole, for the user alone, and never over another by accident. */
static void a_file_is_imported(void **state)
{
	struct dirs *d = *state;
	char *from = mem_printf("%s/Mine.XML", d->ours),
	     *broken = mem_printf("%s/bad.xml", d->ours);
	char *wrong = mem_printf("%s/mine.txt", d->ours), *config = mem_printf("%s/own", d->top);
	char *file, *error;
	struct stat st;

	write_file(d->ours, "Mine.XML", good, sizeof good - 1);
	write_file(d->ours, "bad.xml", "<clientConfig/>", strlen("<clientConfig/>"));
	write_file(d->ours, "mine.txt", good, sizeof good - 1);
	setenv("XDG_CONFIG_HOME", config, 1);
	assert_false(profiles_import(broken, false, &file, &error));
	free(error);
	assert_false(profiles_import(wrong, false, &file, &error));
	assert_non_null(strstr(error, ".xml"));
	free(error);
	assert_true(profiles_import(from, false, &file, &error));
	assert_non_null(strstr(file, "/own/porthorn/providers/mine.xml"));
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_size, sizeof good - 1);
	char *again = NULL;

	assert_false(profiles_import(from, false, &again, &error));
	free(error);
	assert_true(profiles_import(from, true, &again, &error));
	unlink(file);
	for (int up = 0; up < 2; up++) {
		*strrchr(file, '/') = '\0';
		rmdir(file);
	}
	free(again);
	free(file);
	free(from);
	free(broken);
	free(wrong);
	free(config);
}

static void same_texts(const char *file, const struct strs *a, const struct strs *b)
{
	char *left = strs_join(a, "|"), *right = strs_join(b, "|");

	if (!str_eq(left, right))
		fail_msg("%s: %s became %s", file, left, right);
	free(left);
	free(right);
}

static void same_servers(const struct provider *a, const struct provider *b)
{
	assert_int_equal(a->server_n, b->server_n);
	for (size_t i = 0; i < a->server_n; i++) {
		const struct target_server *s = &a->servers[i], *t = &b->servers[i];

		if (s->service != t->service || s->security != t->security || s->port != t->port ||
		    s->alternative != t->alternative || s->unconfirmed != t->unconfirmed ||
		    !str_eq(s->host, t->host) || !str_eq(s->user, t->user))
			fail_msg("%s: server %zu differs", a->id, i);
		same_texts(a->id, &s->login, &t->login);
	}
}

/* Of whatever was read nothing is lost in writing. */
static void same(const struct provider *a, const struct provider *b)
{
	const char *texts[][2] = {
	    {a->name, b->name},
	    {a->short_name, b->short_name},
	    {a->kind, b->kind},
	    {a->region, b->region},
	    {a->confidence, b->confidence},
	    {a->checked, b->checked},
	    {a->user_form, b->user_form},
	    {a->help_url, b->help_url},
	    {a->enable_url, b->enable_url},
	    {a->instruction, b->instruction},
	    {a->owner, b->owner},
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!str_eq(texts[i][0], texts[i][1]))
			fail_msg("%s: %s became %s", a->id, texts[i][0], texts[i][1]);
	same_texts(a->id, &a->domains, &b->domains);
	same_texts(a->id, &a->mx, &b->mx);
	same_texts(a->id, &a->codes, &b->codes);
	same_texts(a->id, &a->notes, &b->notes);
	same_servers(a, b);
	assert_int_equal(a->reference_n, b->reference_n);
	for (size_t i = 0; i < a->reference_n; i++)
		assert_string_equal(a->references[i].host, b->references[i].host);
}

/* Every region's choice exists, each once, at most a dozen; and the region follows from the locale. */
static void often_asked_for(void **state)
{
	struct dirs *d = *state;
	struct providers list;
	size_t n;
	const struct often *all = often_all(&n);

	providers_load(&list, OUR_DIR, d->own);
	for (size_t i = 0; i < n; i++) {
		struct strs ids = {0}, seen = {0};

		strs_split(&ids, all[i].ids, " ");
		assert_in_range(ids.n, 4, 12);
		for (size_t k = 0; k < ids.n; k++) {
			if (!providers_find(&list, ids.v[k]) || strs_has(&seen, ids.v[k]))
				fail_msg("%s: %s", all[i].region, ids.v[k]);
			strs_add(&seen, ids.v[k]);
		}
		strs_clear(&ids);
		strs_clear(&seen);
	}
	assert_string_equal(all[n - 1].region, "");
	assert_string_equal(often_for("de_DE.UTF-8")->region, "DE");
	assert_string_equal(often_for("de_AT@euro")->region, "AT");
	assert_string_equal(often_for("en_UK")->region, "GB UK");
	assert_string_equal(often_for("C.UTF-8")->region, "");
	assert_string_equal(often_for("en_ZZ")->region, "");
	assert_string_equal(often_for("de")->region, "");
	assert_string_equal(often_for(NULL)->region, "");
	providers_clear(&list);
}

static void what_is_written_reads_the_same(void **state)
{
	struct dirs *d = *state;
	struct providers list;

	write_file(d->own, "good.xml", good, sizeof good - 1);
	providers_load(&list, OUR_DIR, d->own);
	assert_true(list.n > 100);
	for (size_t i = 0; i < list.n; i++) {
		char *text = provider_write(&list.v[i]), *error;
		struct provider again = {.id = mem_strdup(list.v[i].id)};

		if (!provider_xml_read(&again, "again", text, strlen(text), &error))
			fail_msg("%s: %s", list.v[i].id, error);
		same(&list.v[i], &again);
		provider_clear(&again);
		free(text);
	}
	providers_clear(&list);
}

/* Added, changed, deleted; and the order: command line, the user's own, shipped. */
static void one_of_ones_own(void **state)
{
	struct dirs *d = *state;
	char *config = mem_printf("%s/own", d->top), *error = NULL;
	char *given_file = mem_printf("%s/given.xml", d->ours);
	struct target_server server = {.service = SERVICE_IMAPS,
				       .security = SECURITY_TLS,
				       .host = (char *)"imap.acme.example",
				       .port = 993};
	struct provider p = {.id = profiles_id(" Acme & Sons GmbH "),
			     .name = (char *)"Acme & Sons"};
	struct providers list;
	struct stat st;

	setenv("XDG_CONFIG_HOME", config, 1);
	assert_string_equal(p.id, "acme-sons-gmbh");
	strs_add(&p.domains, "acme.example");
	assert_false(profiles_save(&p, NULL, false, &error)); /* no server */
	free(error);
	p.servers = &server;
	p.server_n = 1;
	assert_true(profiles_save(&p, NULL, false, &error));
	assert_false(profiles_save(&p, NULL, false, &error)); /* it is there */
	free(error);
	server.host = (char *)"not a host";
	assert_false(profiles_save(&p, NULL, true, &error));
	free(error);

	char *dir = profiles_dir();
	char *file = mem_printf("%s/acme-sons-gmbh.xml", dir);

	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	write_file(d->ours, "acme.xml", ACME("shipped.example"), strlen(ACME("shipped.example")));
	write_file(d->ours, "given.xml", ACME("given.example"), strlen(ACME("given.example")));
	providers_load(&list, d->ours, dir);
	const struct provider *found = providers_for_domain(&list, "acme.example");

	assert_string_equal(found->servers[0].host, "imap.acme.example");
	assert_false(profiles_delete(providers_shipped_for_domain(&list, "acme.example"), &error));
	free(error);
	found = providers_give(&list, given_file, &error);
	assert_string_equal(found->id, "given");
	assert_ptr_equal(providers_for_domain(&list, "acme.example"), found);
	assert_false(profiles_delete(found, &error));
	free(error);
	assert_true(profiles_delete(providers_find(&list, "acme-sons-gmbh"), &error));
	assert_int_not_equal(stat(file, &st), 0);
	providers_clear(&list);
	rmdir(dir);
	*strrchr(dir, '/') = '\0';
	rmdir(dir);
	free(p.id);
	strs_clear(&p.domains);
	free(given_file);
	free(config);
	free(file);
	free(dir);
}

static void limits_hold(void **state)
{
	struct buf b;

	buf_init(&b, 0);
	buf_puts(&b, HEAD "<displayName>");
	for (int i = 0; i < 2001; i++)
		buf_putc(&b, 'x');
	buf_puts(&b, "</displayName>" TAIL);
	expect_error(*state, b.data, b.len, 3, "longer than 2000", true);
	buf_reset(&b);

	buf_puts(&b, HEAD);
	for (int i = 0; i < PROVIDER_DEPTH_MAX; i++)
		buf_puts(&b, "<a>");
	expect_error(*state, b.data, b.len, 3, "nested", false);
	buf_reset(&b);

	buf_puts(&b, HEAD);
	for (int i = 0; i <= TARGET_SERVERS_MAX; i++)
		buf_puts(&b, SERVER("imap.example.org", "993", "SSL"));
	buf_puts(&b, TAIL);
	expect_error(*state, b.data, b.len, 3, "more than 64 servers", true);
	buf_reset(&b);

	buf_puts(&b, "<clientConfig>");
	while (b.len <= PROVIDER_FILE_MAX)
		buf_putc(&b, '\n');
	expect_error(*state, b.data, b.len, 1, "larger", false);
	buf_clear(&b);
}

/* A pipe must not make the program wait for a writer. */
static void not_a_regular_file(void **state)
{
	struct dirs *d = *state;
	struct providers list;
	char *path = mem_printf("%s/pipe.xml", d->ours);

	assert_int_equal(mkfifo(path, 0600), 0);
	free(path);
	providers_load(&list, d->ours, d->own);
	assert_int_equal(list.errors.n, 1);
	assert_non_null(strstr(list.errors.v[0], "not a regular file"));
	providers_clear(&list);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_dirs, remove_dirs)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(ours_all_load),
	    TEST(domains_are_unique),
	    TEST(special_cases),
	    TEST(every_field_is_read),
	    TEST(the_users_file_wins),
	    TEST(folders_that_are_not_there),
	    TEST(bad_files_are_named),
	    TEST(limits_hold),
	    TEST(not_a_regular_file),
	    TEST(documents_of_every_shape),
	    TEST(languages),
	    TEST(a_file_is_checked),
	    TEST(a_file_is_imported),
	    TEST(one_of_ones_own),
	    TEST(what_is_written_reads_the_same),
	    TEST(often_asked_for),
	    TEST(ours_are_checked),
	    cmocka_unit_test(placeholders_are_filled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
