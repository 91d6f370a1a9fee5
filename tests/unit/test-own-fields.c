/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A provider of one's own in the form: one field is changed, and nothing else changes in its file. */
#include "config.h"
#include "own_fields.h"

#include "base/buf.h"
#include "base/load.h"
#include "base/mem.h"
#include "discover/profiles.h"
#include "discover/provider_file.h"
#include "discover/provider_write.h"
#include "discover/provider_xml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SERVER(kind, type, host, port, socket, methods, user)                                      \
	"<" kind "Server type=\"" type "\"><hostname>" host "</hostname><port>" port "</port>"     \
	"<socketType>" socket "</socketType>" methods "<username>" user "</username></" kind       \
	"Server>\n"
#define PASSWORD "<authentication>password-cleartext</authentication>"
#define OAUTH "<authentication>OAuth2</authentication>"

/* Two servers for reading with IMAP, one with POP3, two for sending. */
static const char several[] =
    "<?xml version=\"1.0\"?>\n<clientConfig version=\"1.1\">\n<emailProvider id=\"several.example\">\n"
    "<domain>several.example</domain><domain>more.example</domain>"
    "<displayName>Several &amp; Sons</displayName>\n" SERVER(
	"incoming", "imap", "imap1.several.example", "993", "SSL", OAUTH PASSWORD,
	"%EMAILADDRESS%") SERVER("incoming", "imap", "imap2.several.example", "143", "STARTTLS",
				 PASSWORD, "%EMAILLOCALPART%")
	SERVER("incoming", "pop3", "pop.several.example", "995", "SSL", PASSWORD,
	       "%EMAILADDRESS%") SERVER("outgoing", "smtp", "smtp1.several.example", "465", "SSL",
					OAUTH PASSWORD, "%EMAILADDRESS%")
	    SERVER(
		"outgoing", "smtp", "smtp2.several.example", "2525", "STARTTLS",
		"<authentication>password-encrypted</authentication>",
		"%EMAILADDRESS%") "<documentation url=\"https://several.example/help\"><descr lang=\"en\">Help</descr></documentation>\n"
				  "</emailProvider>\n</clientConfig>\n";

struct dirs {
	char top[64];
	char *given; /* the file to import */
	char *kept;  /* where it then is */
};

static int make_dirs(void **state)
{
	struct dirs *d = mem_calloc(1, sizeof *d);

	snprintf(d->top, sizeof d->top, "/tmp/porthorn-fields-XXXXXX");
	if (!mkdtemp(d->top))
		return -1;
	d->given = mem_printf("%s/several.xml", d->top);
	d->kept = mem_printf("%s/porthorn/providers/several.xml", d->top);
	FILE *out = fopen(d->given, "w");

	if (!out || fwrite(several, 1, sizeof several - 1, out) != sizeof several - 1)
		return -1;
	fclose(out);
	setenv("XDG_CONFIG_HOME", d->top, 1);
	*state = d;
	return 0;
}

static int remove_dirs(void **state)
{
	struct dirs *d = *state;

	unlink(d->given);
	unlink(d->kept);
	for (char *slash = strrchr(d->kept, '/'); strlen(d->kept) > strlen(d->top);
	     slash = strrchr(d->kept, '/')) {
		*slash = '\0';
		rmdir(d->kept);
	}
	free(d->given);
	free(d->kept);
	free(d);
	return 0;
}

/* What the file says, in our own spelling; the caller frees. */
static char *content(const char *file)
{
	struct provider p;
	char *error;

	if (!provider_read(&p, file, "several", &error))
		fail_msg("%s", error);
	char *text = provider_write(&p);

	provider_clear(&p);
	return text;
}

/* Reads, changes, and saves, as the form does. */
static void edit(const struct dirs *d, void (*change)(struct ui_profile *form))
{
	struct provider p;
	struct ui_profile form;
	char *error;

	assert_true(provider_read(&p, d->kept, "several", &error));
	own_fields_read(&form, &p);
	assert_int_equal(form.server_n, 5);
	change(&form);
	assert_null(own_fields_fault(&form));
	own_fields_fill(&p, &form);
	if (!profiles_save(&p, d->kept, true, &error))
		fail_msg("%s", error);
	ui_profile_clear(&form);
	provider_clear(&p);
}

/* The lines of after that before lacks; before must have as many that after lacks. */
static char *difference(const char *before, const char *after)
{
	struct strs old = {0}, new = {0}, only = {0};
	size_t lost = 0;

	strs_split(&old, before, "\n");
	strs_split(&new, after, "\n");
	for (size_t i = 0; i < new.n; i++)
		if (!strs_has(&old, new.v[i]))
			strs_add(&only, str_trim(new.v[i]));
	for (size_t i = 0; i < old.n; i++)
		lost += !strs_has(&new, old.v[i]);
	char *joined = strs_join(&only, " "), *text = mem_printf("%s (%zu)", joined, lost);

	free(joined);
	strs_clear(&old);
	strs_clear(&new);
	strs_clear(&only);
	return text;
}

static void put(char **field, const char *text)
{
	free(*field);
	*field = mem_strdup(text);
}

static void none(struct ui_profile *f)
{
	(void)f;
}

static void name(struct ui_profile *f)
{
	put(&f->name, "Others");
}

static void domains(struct ui_profile *f)
{
	put(&f->domains, "several.example other.example");
}

static void second_imap(struct ui_profile *f)
{
	put(&f->servers[1].host, "imap3.several.example");
}

static void second_port(struct ui_profile *f)
{
	f->servers[4].port = 2587;
}

static void pop3_security(struct ui_profile *f)
{
	f->servers[2].security = SECURITY_STARTTLS;
}

static void one_user(struct ui_profile *f)
{
	put(&f->servers[1].user, "x-%EMAILLOCALPART%");
}

static const struct {
	const char *what;
	void (*change)(struct ui_profile *form);
	const char *after; /* the lines that are new, and how many are gone */
} edits[] = {
    {"nothing", none, " (0)"},
    {"the name", name, "<displayName>Others</displayName> (1)"},
    {"a domain", domains, "<domain>other.example</domain> (1)"},
    {"the second IMAP server", second_imap, "<hostname>imap3.several.example</hostname> (1)"},
    {"the second port for sending", second_port, "<port>2587</port> (1)"},
    {"one server's user name", one_user, "<username>x-%EMAILLOCALPART%</username> (1)"},
};

static void test_one_field(void **state)
{
	struct dirs *d = *state;

	for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
		char *file, *error;

		if (!profiles_import(d->given, true, &file, &error))
			fail_msg("%s", error);
		free(file);
		char *before = content(d->kept);

		edit(d, edits[i].change);
		char *after = content(d->kept), *new = difference(before, after);

		if (!str_eq(new, edits[i].after))
			fail_msg("%s: %s", edits[i].what, new);
		free(new);
		free(before);
		free(after);
	}
}

/* ---- what the form does not know ---- */

static const char foreign[] =
    "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
    "<!-- kept by hand: ask Anna before a change -->\r\n"
    "<clientConfig version=\"1.1\" xmlns=\"urn:x:config\" xmlns:q=\"urn:porthorn:provider:1\">\r\n"
    "\t<emailProvider id=\"foreign.example\">\r\n"
    "\t\t<domain>foreign.example</domain><domain purpose=\"mx\">mx.foreign.example</domain>\r\n"
    "\t\t<domain>b\xc3\xbc"
    "cher.example.</domain>\r\n"
    "\t\t<displayName lang=\"de\"><![CDATA[Fremd & Co]]></displayName>\r\n"
    "\t\t<!-- the new one -->\r\n"
    "\t\t<incomingServer type=\"exchange\"><hostname>ews.foreign.example</hostname></incomingServer>\r\n"
    "\t\t<incomingServer type=\"imap\" q:alternative=\"no\">\r\n"
    "\t\t\t<!-- since May --><hostname>imap.foreign.example</hostname>\r\n"
    "\t\t\t<port>993</port><socketType>SSL</socketType>\r\n"
    "\t\t\t<pop3><leaveMessagesOnServer>true</leaveMessagesOnServer></pop3>\r\n"
    "\t\t\t<authentication system=\"mail\">OAuth2</authentication>\r\n"
    "\t\t</incomingServer>\r\n"
    "\t\t<incomingServer type=\"imap\"><hostname>odd.foreign.example</hostname><port>993</port>"
    "<socketType>MAGIC</socketType></incomingServer>\r\n"
    "\t\t<outgoingServer type=\"smtp\"><hostname>smtp.foreign.example</hostname><port>465</port>"
    "<socketType>SSL</socketType><username/></outgoingServer>\r\n"
    "\t\t<documentation url=\"https://foreign.example/help\"><descr lang=\"fr\">Aide</descr>"
    "<descr lang=\"en\">Help</descr></documentation>\r\n"
    "\t\t<documentation url=\"https://foreign.example/hilfe\"/>\r\n"
    "\t</emailProvider>\r\n"
    "\t<webMail><loginPage url=\"https://foreign.example/\"/></webMail>\r\n"
    "\t<calendar type=\"caldav\"><serverURL>https://foreign.example/cal</serverURL></calendar>\r\n"
    "\t<clientConfigUpdate url=\"https://foreign.example/new.xml\"/>\r\n"
    "</clientConfig>\r\n<!-- end -->\r\n";

static void write_text(const char *file, const char *text)
{
	FILE *out = fopen(file, "w");

	assert_non_null(out);
	assert_int_equal(fwrite(text, 1, strlen(text), out), strlen(text));
	assert_int_equal(fclose(out), 0);
}

/* text with the first `old` as `new`; the caller frees. */
static char *with(const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);

	if (!at)
		fail_msg("\"%s\" is not in it", old);
	return mem_printf("%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

/* What the change makes of the document; the caller frees. */
static char *edited(const struct dirs *d, const char *text,
		    void (*edit_form)(struct ui_profile *form))
{
	struct provider p;
	struct ui_profile form;
	struct buf bytes;
	char *error = NULL, *file;

	write_text(d->given, text);
	if (!profiles_import(d->given, true, &file, &error))
		fail_msg("%s", error);
	assert_true(provider_read(&p, file, "several", &error));
	own_fields_read(&form, &p);
	edit_form(&form);
	own_fields_fill(&p, &form);
	if (!profiles_save(&p, file, true, &error))
		fail_msg("%s", error);
	buf_init(&bytes, 0);
	assert_true(load_whole(file, &bytes, &error));
	ui_profile_clear(&form);
	provider_clear(&p);
	free(file);
	return buf_take(&bytes);
}

static void new_name(struct ui_profile *f)
{
	put(&f->name, "A & \xc3\x9c <B>");
}

static void new_host(struct ui_profile *f)
{
	put(&f->servers[0].host, "imap2.foreign.example");
}

static void new_mode(struct ui_profile *f)
{
	f->servers[1].port = 587;
	f->servers[1].security = SECURITY_STARTTLS;
}

static void new_user(struct ui_profile *f)
{
	put(&f->user, "%EMAILLOCALPART%");
}

static void fewer_domains(struct ui_profile *f)
{
	put(&f->domains, "foreign.example more.example");
}

static void no_imap(struct ui_profile *f)
{
	put(&f->servers[0].host, "");
}

static void one_more(struct ui_profile *f)
{
	f->servers[f->server_n++] =
	    (struct ui_profile_server){.kind = UI_SERVER_IMAP,
				       .host = mem_strdup("imap3.foreign.example"),
				       .security = SECURITY_TLS};
}

#define IMAP_ELEMENT                                                                               \
	"\r\n\t\t<incomingServer type=\"imap\" q:alternative=\"no\">\r\n"                          \
	"\t\t\t<!-- since May --><hostname>imap.foreign.example</hostname>\r\n"                    \
	"\t\t\t<port>993</port><socketType>SSL</socketType>\r\n"                                   \
	"\t\t\t<pop3><leaveMessagesOnServer>true</leaveMessagesOnServer></pop3>\r\n"               \
	"\t\t\t<authentication system=\"mail\">OAuth2</authentication>\r\n"                        \
	"\t\t</incomingServer>"

/* In a document with comments, elements of others and a server that is left out: what is written, and in its stead. */
static const struct {
	void (*change)(struct ui_profile *form);
	const char *old[2], *new[2];
} kept[] = {
    {none, {NULL, NULL}, {NULL, NULL}},
    {new_name, {"<![CDATA[Fremd & Co]]>", NULL}, {"A &amp; \xc3\x9c &lt;B>", NULL}},
    {new_host, {"<hostname>imap.foreign", NULL}, {"<hostname>imap2.foreign", NULL}},
    {new_mode,
     {"<port>465</port><socketType>SSL</socketType><username/>", NULL},
     {"<port>587</port><socketType>STARTTLS</socketType><username/>", NULL}},
    {fewer_domains,
     {"</domain>\r\n\t\t<domain>b\xc3\xbc"
      "cher.example.</domain>",
      NULL},
     {"</domain>\n    <domain>more.example</domain>", NULL}},
    {no_imap, {IMAP_ELEMENT, NULL}, {"", NULL}},
    {one_more,
     {"</authentication>\r\n\t\t</incomingServer>", NULL},
     {"</authentication>\r\n\t\t</incomingServer>\n    <incomingServer type=\"imap\">\n"
      "      <hostname>imap3.foreign.example</hostname>\n      <port>993</port>\n"
      "      <socketType>SSL</socketType>\n    </incomingServer>",
      NULL}},
    {new_user,
     {"OAuth2</authentication>", "<username/>"},
     {"OAuth2</authentication>\n      <username>%EMAILLOCALPART%</username>",
      "<username>%EMAILLOCALPART%</username>"}},
};

static void test_foreign_parts_stay(void **state)
{
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		char *expected = mem_strdup(foreign);
		char *text = edited(*state, foreign, kept[i].change);

		for (size_t k = 0; k < 2 && kept[i].old[k]; k++) {
			char *next = with(expected, kept[i].old[k], kept[i].new[k]);

			free(expected);
			expected = next;
		}
		if (kept[i].change == new_user) { /* what the form of the user name is, is ours */
			char *next = with(expected, "hilfe\"/>",
					  "hilfe\"/>\n    <userForm xmlns=\"" PROVIDER_NAMESPACE
					  "\">local part</userForm>");

			free(expected);
			expected = next;
		}
		assert_string_equal(text, expected);
		free(text);
		free(expected);
	}
}

/* A duplicate is a new file with the same rest, and its pattern stays as it was. */
static void test_copy(void **state)
{
	struct dirs *d = *state;
	struct ui_profile form;
	struct provider p;
	struct buf bytes;
	char *error = NULL, *copy = mem_printf("%s/porthorn/providers/copy.xml", d->top);

	write_text(d->given, foreign);
	assert_true(provider_read(&p, d->given, "several", &error));
	own_fields_read(&form, &p);
	new_name(&form);
	free(p.id);
	free(p.file);
	p.id = mem_strdup("copy");
	p.file = NULL;
	own_fields_fill(&p, &form);
	if (!profiles_save(&p, d->given, false, &error))
		fail_msg("%s", error);
	buf_init(&bytes, 0);
	assert_true(load_whole(copy, &bytes, &error));
	char *expected = with(foreign, "<![CDATA[Fremd & Co]]>", "A &amp; \xc3\x9c &lt;B>");
	char *text = buf_take(&bytes);

	assert_string_equal(text, expected);
	buf_init(&bytes, 0);
	assert_true(load_whole(d->given, &bytes, &error));
	assert_string_equal(buf_text(&bytes), foreign);
	buf_clear(&bytes);
	unlink(copy);
	free(copy);
	free(text);
	free(expected);
	ui_profile_clear(&form);
	provider_clear(&p);
}

/* Letters beyond ASCII in an encoding that lacks them. */
static void test_other_encoding(void **state)
{
	char *utf8 = mem_strdup(foreign + 3);
	char *latin = with(utf8, "UTF-8", "ISO-8859-1");
	char *ascii = with(latin,
			   "b\xc3\xbc"
			   "cher",
			   "b\xfc"
			   "cher");
	char *text = edited(*state, ascii, new_name);
	char *expected = with(ascii, "<![CDATA[Fremd & Co]]>", "A &amp; &#xdc; &lt;B>");

	assert_string_equal(text, expected);
	free(utf8);
	free(latin);
	free(ascii);
	free(text);
	free(expected);
}

static void bad_host(struct ui_profile *f)
{
	put(&f->servers[0].host, "no name at all");
}

/* What was left out before stays so; a change that would be left out is refused. */
static void test_bad_change(void **state)
{
	struct dirs *d = *state;
	struct provider p;
	struct ui_profile form;
	char *error = NULL, *file;

	write_text(d->given, foreign);
	assert_true(profiles_import(d->given, true, &file, &error));
	assert_true(provider_read(&p, file, "several", &error));
	assert_int_equal(p.remarks.n, 1);
	own_fields_read(&form, &p);
	bad_host(&form);
	own_fields_fill(&p, &form);
	assert_false(profiles_save(&p, file, true, &error));
	assert_non_null(strstr(error, "no name at all"));
	free(error);
	ui_profile_clear(&form);
	provider_clear(&p);
	free(file);
}

static struct provider read_given(const struct dirs *d)
{
	struct provider p;
	char *error;

	assert_true(provider_read(&p, d->given, "several", &error));
	return p;
}

/* A line may be the same as another server's: counted here. */
static void test_security(void **state)
{
	struct provider p = read_given(*state);
	struct ui_profile form;

	own_fields_read(&form, &p);
	pop3_security(&form);
	form.servers[2].port = 110;
	own_fields_fill(&p, &form);
	assert_int_equal(p.server_n, 5);
	assert_int_equal(p.servers[2].service, SERVICE_POP3);
	assert_int_equal(p.servers[2].security, SECURITY_STARTTLS);
	assert_int_equal(p.servers[2].port, 110);
	assert_string_equal(p.servers[2].host, "pop.several.example");
	assert_int_equal(p.servers[0].service, SERVICE_IMAPS);
	assert_int_equal(p.servers[0].login.n, 2);
	ui_profile_clear(&form);
	provider_clear(&p);
}

/* One is deleted by an empty name, and a new one comes behind the others of its kind. */
static void test_delete_and_add(void **state)
{
	static const char *const expected[] = {"imap2.several.example", "imap9.several.example",
					       "pop.several.example", "smtp1.several.example",
					       "smtp2.several.example"};
	struct provider p = read_given(*state);
	struct ui_profile form;

	own_fields_read(&form, &p);
	put(&form.servers[0].host, "");
	form.servers[form.server_n++] =
	    (struct ui_profile_server){.kind = UI_SERVER_IMAP,
				       .host = mem_strdup("imap9.several.example"),
				       .user = mem_strdup("%EMAILADDRESS%"),
				       .security = SECURITY_TLS};
	own_fields_fill(&p, &form);
	assert_int_equal(p.server_n, 5);
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(p.servers[i].host, expected[i]);
	assert_int_equal(p.servers[1].port, 993);
	assert_string_equal(p.servers[1].user, "%EMAILADDRESS%");
	assert_string_equal(p.servers[0].user, "%EMAILLOCALPART%");
	ui_profile_clear(&form);
	provider_clear(&p);
}

/* The file lost servers while the form was open. */
static void test_file_changed(void **state)
{
	struct provider p = read_given(*state);
	struct ui_profile form;

	own_fields_read(&form, &p);
	while (p.server_n > 3)
		target_server_clear(&p.servers[--p.server_n]);
	own_fields_fill(&p, &form);
	assert_int_equal(p.server_n, 5);
	assert_string_equal(p.servers[4].host, "smtp2.several.example");
	ui_profile_clear(&form);
	provider_clear(&p);
}

static void test_new(void **state)
{
	struct provider p = {.id = mem_strdup("new")};
	struct ui_profile form = {.name = mem_strdup("New"),
				  .domains = mem_strdup("new.example"),
				  .user = mem_strdup("%EMAILADDRESS%"),
				  .server_n = 2};

	(void)state;
	form.servers[0] = (struct ui_profile_server){.kind = UI_SERVER_IMAP,
						     .host = mem_strdup("imap.new.example"),
						     .security = SECURITY_TLS};
	form.servers[1] = (struct ui_profile_server){.kind = UI_SERVER_SMTP,
						     .host = mem_strdup("smtp.new.example"),
						     .security = SECURITY_STARTTLS};
	own_fields_fill(&p, &form);
	assert_int_equal(p.server_n, 2);
	assert_int_equal(p.servers[1].port, 587);
	assert_string_equal(p.servers[1].user, "%EMAILADDRESS%");
	assert_string_equal(p.user_form, "full address");
	ui_profile_clear(&form);
	provider_clear(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_one_field),
	    cmocka_unit_test(test_security),
	    cmocka_unit_test(test_delete_and_add),
	    cmocka_unit_test(test_file_changed),
	    cmocka_unit_test(test_new),
	    cmocka_unit_test(test_foreign_parts_stay),
	    cmocka_unit_test(test_copy),
	    cmocka_unit_test(test_other_encoding),
	    cmocka_unit_test(test_bad_change),
	};

	return cmocka_run_group_tests(tests, make_dirs, remove_dirs);
}
