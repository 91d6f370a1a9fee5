/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accounts in mail programs' files: what is read of them, what is not, and what a check says to change. */
#include "config.h"

#include "accounts/accounts.h"
#include "accounts/entries.h"
#include "base/mem.h"
#include "case/case.h"
#include "know/account_files.h"
#include "know/services.h"
#include "words/words_account.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define FOLDER SRCDIR "/tests/accounts"

static const struct {
	const char *file, *program, *name;
	const char *servers; /* "imap host port security user", a ';' between two */
} expected[] = {
    {"/thunderbird/prefs.js", "thunderbird", "anna@practice.example",
     "IMAP imap.practice.example 993 tls anna@practice.example;SMTP smtp.practice.example 25 none anna@practice.example"},
    {"/evolution/1.source", "evolution", "anna@example.org",
     "IMAP imap.example.org 143 starttls anna@example.org"},
    {"/geary/geary.ini", "geary", "anna@example.org",
     "IMAP imap.example.org 993 tls anna@example.org;SMTP smtp.example.org 587 starttls -"},
    {"/kmail/akonadi_imap_resource_0rc", "kmail", "anna, imap.example.org",
     "IMAP imap.example.org 993 tls anna"},
    {"/kmail/mailtransports", "kmail", "anna, smtp.example.org",
     "SMTP smtp.example.org 587 starttls anna"},
    {"/.muttrc", "mutt", "anna@example.org",
     "IMAP imap.example.org 993 tls anna@example.org;SMTP smtp.example.org 587 starttls anna"},
    {"/.msmtprc", "msmtp", "anna@example.org",
     "SMTP smtp.example.org 587 starttls anna@example.org"},
    {"/.msmtprc", "msmtp", "mail.example.org", "SMTP mail.example.org 465 tls -"},
    {"/.mbsyncrc", "mbsync", "anna, imap.example.org", "IMAP imap.example.org 993 tls anna"},
    {"/.fetchmailrc", "fetchmail", "anna, pop.example.org", "POP3 pop.example.org 995 tls anna"},
    {"/.fetchmailrc", "fetchmail", "anna, imap.example.org",
     "IMAP imap.example.org 143 starttls anna"},
    {"/aerc/accounts.conf", "aerc", "anna@example.org",
     "IMAP imap.example.org 993 tls anna@example.org;SMTP smtp.example.org 587 starttls anna"},
    {"/himalaya/config.toml", "himalaya", "anna@example.org",
     "IMAP imap.example.org 993 tls anna@example.org;SMTP smtp.example.org 587 starttls -"},
    {"/postfix/main.cf", "postfix", "smtp.example.org", "SMTP smtp.example.org 587 starttls -"},
};

static char *servers_text(const struct account *a)
{
	struct strs all = {0};

	for (size_t i = 0; i < a->server_n; i++) {
		const struct account_server *s = &a->servers[i];
		static const char *const names[] = {"SMTP", "IMAP", "POP3"};

		strs_append(&all, mem_printf("%s %s %d %s %s", names[s->protocol], s->host, s->port,
					     security_name(s->security), s->user ? s->user : "-"));
	}
	char *text = strs_join(&all, ";");

	strs_clear(&all);
	return text;
}

static void each_file_gives_its_accounts(void **state)
{
	struct accounts list;

	(void)state;
	accounts_find(&list, NULL, FOLDER);
	for (size_t k = 0; k < sizeof expected / sizeof *expected; k++) {
		bool found = false;

		for (size_t i = 0; i < list.n && !found; i++) {
			const struct account *a = &list.v[i];
			size_t len = strlen(a->file), tail = strlen(expected[k].file);
			char *servers = servers_text(a);

			found = len > tail && str_eq(a->file + len - tail, expected[k].file) &&
				str_eq(a->program, expected[k].program) &&
				str_eq(a->name, expected[k].name) &&
				str_eq(servers, expected[k].servers);
			free(servers);
		}
		if (!found) {
			for (size_t i = 0; i < list.n; i++)
				if (str_eq(list.v[i].program, expected[k].program))
					print_error("  %s: %s: %s\n", list.v[i].file,
						    list.v[i].name, servers_text(&list.v[i]));
			fail_msg("%s, %s: not as expected", expected[k].file, expected[k].name);
		}
	}
	assert_int_equal(list.n, sizeof expected / sizeof *expected);
	accounts_clear(&list);
}

/* Below a home folder the usual places are looked into, and no others; letters of patterns in its name are letters. */
static void a_home_folder_is_looked_through(void **state)
{
	static const char *const made[] = {"", "/.thunderbird", "/.thunderbird/x.default",
					   "/elsewhere"};
	static const char prefs[] =
	    "user_pref(\"mail.account.account1.server\", \"server1\");\n"
	    "user_pref(\"mail.accountmanager.accounts\", \"account1\");\n"
	    "user_pref(\"mail.server.server1.hostname\", \"imap.example.org\");\n"
	    "user_pref(\"mail.server.server1.type\", \"imap\");\n";
	static const char *const files[] = {"/.thunderbird/x.default/prefs.js",
					    "/elsewhere/prefs.js"};
	char top[] = "/tmp/porthorn-home-XXXXXX";
	struct accounts list;

	(void)state;
	assert_non_null(mkdtemp(top));
	char *home = mem_printf("%s/[a]*", top);

	for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
		char *path = mem_printf("%s%s", home, made[i]);

		assert_int_equal(mkdir(path, 0700), 0);
		free(path);
	}
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *path = mem_printf("%s%s", home, files[i]);
		FILE *out = fopen(path, "we");

		assert_non_null(out);
		fputs(prefs, out);
		fclose(out);
		free(path);
	}
	accounts_find(&list, home, NULL);
	size_t own = 0;

	for (size_t i = 0; i < list.n; i++)
		own += str_istarts(list.v[i].file, home);
	assert_int_equal(own, 1);
	for (size_t i = 0; i < list.n; i++)
		if (str_istarts(list.v[i].file, home))
			assert_string_equal(list.v[i].servers[0].host, "imap.example.org");
	accounts_clear(&list);
	accounts_find(&list, NULL, NULL);
	assert_int_equal(list.n, 0);
	accounts_clear(&list);
	for (size_t i = sizeof files / sizeof *files; i--;) {
		char *path = mem_printf("%s%s", home, files[i]);

		unlink(path);
		free(path);
	}
	for (size_t i = sizeof made / sizeof *made; i--;) {
		char *path = mem_printf("%s%s", home, made[i]);

		rmdir(path);
		free(path);
	}
	rmdir(top);
	free(home);
}

/* The samples have the password SECRET in each place where a program may keep one. */
static void no_password_is_read(void **state)
{
	struct accounts list;

	(void)state;
	accounts_find(&list, NULL, FOLDER);
	for (size_t i = 0; i < list.n; i++) {
		struct target *t = account_target(&list.v[i]);
		char *text = servers_text(&list.v[i]);

		assert_null(strstr(text, "SECRET"));
		assert_null(strstr(t->label, "SECRET"));
		assert_null(strstr(list.v[i].name, "SECRET"));
		free(text);
		target_free(t);
	}
	accounts_clear(&list);
}

static void lines_and_keys_are_known(void **state)
{
	struct accounts list;

	(void)state;
	accounts_find(&list, NULL, FOLDER "/thunderbird");
	assert_int_equal(list.n, 1);
	const struct account_server *smtp = &list.v[0].servers[1];

	assert_int_equal(smtp->port_at.line, 17);
	assert_string_equal(smtp->port_at.key, "mail.smtpserver.smtp2.port");
	assert_int_equal(smtp->security_at.line, 18);
	assert_string_equal(smtp->security_at.key, "mail.smtpserver.smtp2.try_ssl");
	accounts_clear(&list);
}

/* As set, and what else its hosts usually have; nothing of another folder. */
static void a_target_has_the_usual_ports_beside(void **state)
{
	struct accounts list;
	size_t set = 0, spare = 0, web = 0;

	(void)state;
	accounts_find(&list, NULL, FOLDER "/thunderbird");
	struct target *t = account_target(&list.v[0]);

	for (size_t i = 0; i < t->server_n; i++) {
		const struct target_server *s = &t->servers[i];

		set += s->set_in != NULL;
		spare += s->alternative;
		web += s->service == SERVICE_HTTPS;
		if (s->set_in)
			assert_null(strchr(s->set_in, '/'));
	}
	assert_int_equal(set, 2);
	assert_int_equal(spare, 3); /* 143, 465, 587 */
	assert_int_equal(web, 2);
	assert_string_equal(t->email, "anna@practice.example");
	target_free(t);
	accounts_clear(&list);
}

static void nonsense_gives_nothing(void **state)
{
	static const char *const files[] = {
	    "prefs.js",	    "x.source",	     "geary.ini",   ".muttrc", ".msmtprc",	".mbsyncrc",
	    ".fetchmailrc", "accounts.conf", "config.toml", "main.cf", "mailtransports"};
	static const char *const texts[] = {"",
					    "\n\n",
					    "[",
					    "=",
					    "user_pref(\"",
					    "user_pref(\"a.b\", ",
					    "poll",
					    "set folder=",
					    "set folder=imaps://",
					    "relayhost=[",
					    "\"\"\"\"",
					    "[a]\nhost",
					    "account\nhost\nport x\n",
					    "\xff\xfe\xfd",
					    "host \"x"};

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
			struct accounts list = {0};

			accounts_read(&list, files[i], texts[k]);
			for (size_t n = 0; n < list.n; n++)
				assert_true(*list.v[n].servers[0].host);
			accounts_clear(&list);
		}
}

static void limits_hold(void **state)
{
	struct accounts list = {0};
	char *text = mem_strdup("");

	(void)state;
	for (int i = 0; i < ACCOUNTS_MAX + 5; i++) {
		char *more = mem_printf("%saccount a%d\nhost h%d.example.org\n", text, i, i);

		free(text);
		text = more;
	}
	accounts_read(&list, ".msmtprc", text);
	assert_int_equal(list.n, ACCOUNTS_MAX);
	accounts_clear(&list);
	free(text);
	text = mem_printf("account a\nhost %0*d\n", ENTRY_VALUE_MAX + 1, 0);
	accounts_read(&list, ".msmtprc", text);
	assert_int_equal(list.n, 0);
	free(text);
}

/* ---- what to change ---- */

static struct record *recorded(const char *file)
{
	char *error = NULL;
	struct record *r = case_open(file, &error);

	if (!r)
		fail_msg("%s", error);
	return r;
}

static void set_by_program(struct record *r, const char *program, int port, const char *file,
			   const char *key, int line)
{
	r->target->account = mem_strdup(program);
	for (size_t i = 0; i < r->target->server_n; i++) {
		struct target_server *s = &r->target->servers[i];

		if (s->port != port)
			continue;
		s->set_in = mem_strdup(file);
		s->port_key = mem_strdup(key);
		s->port_line = line;
		s->security_key = mem_strdup("mail.smtpserver.smtp2.try_ssl");
		s->security_line = line + 1;
	}
}

static void a_blocked_port_is_to_be_changed(void **state)
{
	struct record *r = recorded(SRCDIR "/data/practice/provider-drops-587.case");
	struct strs lines = {0};

	(void)state;
	set_by_program(r, "thunderbird", 587, "prefs.js", "mail.smtpserver.smtp2.port", 48);
	words_account(r, &lines);
	assert_int_equal(lines.n, 3);
	assert_non_null(strstr(lines.v[0], "port 587, STARTTLS: doesn't work from here"));
	assert_string_equal(lines.v[1],
			    "prefs.js, line 48: mail.smtpserver.smtp2.port 587 \xe2\x86\x92 465");
	assert_string_equal(lines.v[2],
			    "prefs.js, line 49: mail.smtpserver.smtp2.try_ssl 2 \xe2\x86\x92 3");
	strs_clear(&lines);
	record_free(r);
}

static void a_url_is_to_be_changed_whole(void **state)
{
	struct record *r = recorded(SRCDIR "/data/practice/provider-drops-587.case");
	struct strs lines = {0};

	(void)state;
	set_by_program(r, "mutt", 587, "muttrc", "smtp_url", 7);
	words_account(r, &lines);
	assert_int_equal(lines.n, 2);
	assert_string_equal(
	    lines.v[1], "muttrc, line 7: smtp_url smtp://smtp.practice.example:587 \xe2\x86\x92 "
			"smtps://smtp.practice.example:465");
	strs_clear(&lines);
	record_free(r);
}

static void what_works_stays(void **state)
{
	struct record *r = recorded(SRCDIR "/data/practice/provider-drops-587.case");
	struct strs lines = {0};

	(void)state;
	set_by_program(r, "thunderbird", 993, "prefs.js", "mail.server.server1.port", 10);
	words_account(r, &lines);
	assert_int_equal(lines.n, 1);
	assert_non_null(strstr(lines.v[0], "works as it is set"));
	strs_clear(&lines);
	record_free(r);
}

/* Each program's word for an encryption is read back as that encryption. */
static void words_are_read_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < account_word_n; i++) {
		const struct account_word *w = &account_words[i];
		enum protocol p = w->protocol == PROTOCOL_COUNT_ ? PROTOCOL_IMAP : w->protocol;

		assert_non_null(account_security_word(w->program, p, w->security));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_file_gives_its_accounts),
	    cmocka_unit_test(a_home_folder_is_looked_through),
	    cmocka_unit_test(no_password_is_read),
	    cmocka_unit_test(lines_and_keys_are_known),
	    cmocka_unit_test(a_target_has_the_usual_ports_beside),
	    cmocka_unit_test(nonsense_gives_nothing),
	    cmocka_unit_test(limits_hold),
	    cmocka_unit_test(a_blocked_port_is_to_be_changed),
	    cmocka_unit_test(a_url_is_to_be_changed_whole),
	    cmocka_unit_test(what_works_stays),
	    cmocka_unit_test(words_are_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
