/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every other reader of foreign bytes, with the tree's own files as its corpus: each is read as it is, then bent at
 * random.  Case files are carried on into every report.  Nothing may crash, hang or break a promise of its header.
 *
 *	readers [ROUNDS [SEED [READER]]]
 *	readers minutes N [READER]       each reader for N minutes of this processor's time; says how often
 */
#include "config.h"
#include "bend.h"
#include "tls.h"

#include "accounts/accounts.h"
#include "base/address.h"
#include "base/esc.h"
#include "base/mem.h"
#include "case/case.h"
#include "discover/discover.h"
#include "options.h"
#include "preferences.h"
#include "net/here/ruleset.h"
#include "net/nameserver.h"
#include "net/records_text.h"
#include "practice/script.h"
#include "practice/stock.h"
#include "reason/domain/domain.h"
#include "report/report.h"
#include "ui/run.h"

#include <arpa/inet.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 1500
#define SEED 20260101
#define BYTES_MAX (256 * 1024)
#define MINUTE_S 60
#define WORDS_MAX 60
#define ROWS_MAX 40 /* of a bent case, for the screens */

/* ---- what must hold ---- */

/* Valid UTF-8 that no terminal interprets, apart from the ends of lines. */
static void check_harmless(const char *text, size_t len, const struct buf *bytes)
{
	unsigned code;

	for (size_t i = 0, n; i < len; i += n) {
		n = esc_decode(text + i, len - i, &code);
		if (!n || (code < 0x20 && code != '\n') || (code >= 0x7f && code < 0xa0) ||
		    (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069))
			broken("what is printed is harmless", bytes);
	}
}

static void check_reports(const struct record *r, const struct buf *bytes)
{
	static const struct page_options page = {.cols = 80};
	size_t n;
	const struct report_format *all = report_formats(&n);
	struct buf out;

	for (size_t i = 0; i < n; i++) {
		buf_init(&out, 0);
		all[i].write(&out, r, &page);
		check_harmless(buf_text(&out), out.len, bytes);
		buf_clear(&out);
	}
}

/* ---- the readers ---- */

static struct record *open_case(const struct buf *bytes)
{
	char file[40], *error = NULL;
	int fd = memfd_create("case", MFD_CLOEXEC);

	snprintf(file, sizeof file, "/proc/self/fd/%d", fd);
	if (fd < 0 || write(fd, bytes->data, bytes->len) != (ssize_t)bytes->len)
		broken("a file in memory can be written", bytes);
	struct record *r = case_open(file, &error);

	if (!r == !error)
		broken("a case is read, or there is a reason why not", bytes);
	free(error);
	close(fd);
	return r;
}

static void read_case(const struct buf *bytes, const char *text)
{
	struct record *r = open_case(bytes);

	(void)text;
	if (r)
		check_reports(r, bytes);
	record_free(r);
}

static void read_script(const struct buf *bytes, const char *text)
{
	char *error = NULL;
	struct script *s = script_parse("bent", text, &error);

	if (!s == !error)
		broken("a script is read, or there is a reason why not", bytes);
	if (s)
		script_find(s, SCRIPT_ON, script_uses_tls(s), text);
	script_free(s);
	free(error);
}

static void read_esc(const struct buf *bytes, const char *text)
{
	size_t len;

	(void)text;
	for (int ascii = 0; ascii < 2; ascii++) {
		char *shown = esc_text(bytes->data, bytes->len, ascii);

		check_harmless(shown, strlen(shown), bytes);
		if (strchr(shown, '\n'))
			broken("one line stays one line", bytes);
		for (const char *at = shown; ascii && *at; at++)
			if ((unsigned char)*at >= 0x7f)
				broken("ASCII is ASCII", bytes);
		free(shown);
	}
	char *kept = esc_octets(bytes->data, bytes->len), *back = esc_unoctets(kept, &len);

	if (!back || len != bytes->len || memcmp(back, bytes->data, len))
		broken("what is kept comes back", bytes);
	free(kept);
	free(back);
	back = esc_unoctets(text, NULL);
	free(back);
}

/* A name that can be put into a command. */
static void check_host(const char *host, const struct buf *bytes)
{
	if (!*host || *host == '-')
		broken("a server's name is no option", bytes);
	for (; *host; host++)
		if ((unsigned char)*host <= ' ' || strchr("\"'`$;&|<>\\()", *host))
			broken("a server's name is a word", bytes);
}

static void read_target(const struct buf *bytes, const char *text)
{
	static const struct providers none;
	struct discover_options o = {.find_out = below(2), .all_services = below(2)};
	char *error = NULL;
	struct target *t = discover_target(&none, text, &o, &error);

	if (!t == !error)
		broken("a word is a target, or there is a reason why not", bytes);
	for (size_t i = 0; t && i < t->server_n; i++)
		check_host(t->servers[i].host, bytes);
	target_free(t);
	free(error);
}

static void on_rule(const char *rule, void *user)
{
	if (!rule)
		broken("a rule has a text", user);
}

static void read_ruleset(const struct buf *bytes, const char *text)
{
	char *copy = mem_strdup(text);

	ruleset_nft(text, text, FAMILY_IPV4, 587, on_rule, (void *)bytes);
	ruleset_iptables(copy, 587, on_rule, (void *)bytes);
	free(copy);
}

static void read_account(const struct buf *bytes, const char *text)
{
	static const char *const files[] = {"prefs.js",	      ".muttrc",       ".msmtprc",
					    ".mbsyncrc",      ".fetchmailrc",  "main.cf",
					    "geary.ini",      "accounts.conf", "config.toml",
					    "mailtransports", "1.source",      ".offlineimaprc"};
	struct accounts list = {0};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		accounts_read(&list, files[i], text);
	for (size_t i = 0; i < list.n; i++) {
		struct target *t = list.v[i].server_n ? account_target(&list.v[i]) : NULL;

		if (!list.v[i].name)
			broken("an account has a name", bytes);
		target_free(t);
	}
	accounts_clear(&list);
}

static void read_policy(const struct buf *bytes, const char *text)
{
	struct domain_policy p = {0};
	const char *wrong = NULL;

	if (domain_policy_read(&p, text, &wrong) == !!wrong)
		broken("a policy is read, or the line that is wrong is named", bytes);
	domain_policy_covers(&p, "mail.example.org");
	domain_policy_clear(&p);
	domain_sts_record_fault(text);
}

static void read_record(const struct buf *bytes, const char *text)
{
	(void)text;
	for (int type = 0; type < LOOKUP_COUNT_; type++)
		free(records_text((enum lookup_type)type, (const unsigned char *)bytes->data,
				  bytes->len));
}

static void read_packet(const struct buf *bytes, const char *text)
{
	unsigned char address[16];

	(void)text;
	for (int family = FAMILY_IPV4; family <= FAMILY_IPV6; family++) {
		struct nameserver_answer a;
		bool is = nameserver_read(&a, "x.example", (enum family)family,
					  (const unsigned char *)bytes->data, bytes->len);

		if (!is && a.addresses.n)
			broken("only a reply has addresses", bytes);
		for (size_t i = 0; i < a.addresses.n; i++)
			if (inet_pton(family == FAMILY_IPV6 ? AF_INET6 : AF_INET, a.addresses.v[i],
				      address) != 1)
				broken("an address is one", bytes);
		nameserver_answer_clear(&a);
	}
}

/* Of a name server: x.example has an alias and an address; is not there. */
static bool packet_seed(size_t i, struct buf *to)
{
	static const char question[] = "\1x\7example\0\0\1\0\1";
	static const char question6[] = "\1x\7example\0\0\34\0\1";
	static const char answers[] = "\300\14\0\5\0\1\0\0\0\74\0\4\1y\300\16"
				      "\300\47\0\1\0\1\0\0\0\74\0\4\300\0\2\1";
	static const char answer6[] =
	    "\300\14\0\34\0\1\0\0\0\74\0\20\40\1\15\270\0\0\0\0\0\0\0\0\0\0\0\1";

	switch (i) {
	case 0:
		buf_append(to, "ab\201\200\0\1\0\2\0\0\0\0", 12);
		buf_append(to, question, sizeof question - 1);
		buf_append(to, answers, sizeof answers - 1);
		return true;
	case 1:
		buf_append(to, "ab\205\203\0\1\0\0\0\0\0\0", 12);
		buf_append(to, question, sizeof question - 1);
		return true;
	case 2:
		buf_append(to, "ab\201\200\0\1\0\1\0\0\0\0", 12);
		buf_append(to, question6, sizeof question6 - 1);
		buf_append(to, answer6, sizeof answer6 - 1);
		return true;
	default:
		return false;
	}
}

static void read_address(const struct buf *bytes, const char *text)
{
	(void)bytes;
	address_is_public(text);
}

/* Every pane of every row. */
static void read_screens(const struct buf *bytes, const char *text)
{
	struct record *r = open_case(bytes);
	struct run run;

	(void)text;
	if (!r)
		return;
	run_init(&run);
	run_set_record(&run, r, NULL);
	run.touched = true;
	for (run.endpoint = 1; run.endpoint <= r->plan.n && run.endpoint < ROWS_MAX; run.endpoint++)
		for (int p = 0; p < PANE_COUNT_; p++) {
			struct list list = {0};

			list_begin(&list);
			pane_rows[p].build(&list, &run, below(2) ? 80 : 40 + (int)below(100));
			list_end(&list);
			char *shown = list_text(&list);

			check_harmless(shown, strlen(shown), bytes);
			free(shown);
			list_clear(&list);
		}
	run_clear(&run);
	record_free(r);
}

/* The words of a command line, and a configuration file. */
static void read_options(const struct buf *bytes, const char *text)
{
	char *argv[WORDS_MAX + 2] = {(char *)"porthorn"}, *error = NULL;
	char *copy = mem_strdup(text), *at = copy, *word;
	struct preferences preferred = {0};
	struct options o;
	int argc = 1;

	limits_init(&preferred.limits);
	if (preferences_read(&preferred, "bent", text, &error) == !!error)
		broken("a configuration is read, or there is a reason why not", bytes);
	free(error);
	while (argc <= WORDS_MAX && (word = strsep(&at, "\n")))
		argv[argc++] = word;
	if (options_parse(&o, &preferred, argc, argv, &error) == !!error)
		broken("options are read, or there is a reason why not", bytes);
	options_clear(&o);
	preferences_clear(&preferred);
	free(error);
	free(copy);
}

static void read_chain(const struct buf *bytes, const char *text)
{
	(void)text;
	tls_chain_read(bytes);
}

static void read_records(const struct buf *bytes, const char *text)
{
	(void)text;
	tls_records_read(bytes);
}

static const char *const lines_of_options[] = {
    "gmail\n--service\nimaps\n--port\n587\n--timeout\n20\n--limit\ndns=1000\n--resolve\nx.example:192.0.2.1",
    "settings\nanna@example.org\n--for\nthunderbird\n--system\nlinux\n--write\nmuttrc\n--output\nx\n--force",
    "message\nx.example\n--to\nisp\n--report\njson\n-4",
    "--case\nx.case\n--play\n0.5\n--theme\nlight\n--accessible",
    "explain\n535\n5.7.8\nx\xc3\xa4",
    "theme = dark\nprogram = thunderbird\nlimit.dns = 2000\nkey.quit = q\n# a remark\nlanguage = de\nprivate = yes",
    NULL};
static const char *const scripts[] = {
    "like submission\non EHLO\n  reply 250-x\n  repeat 3 reply 250 {tag}\n  drip 1 a\\x41\\r\\n\nelse\n  wait 5\n  cut\n",
    "listen full\ntls on\nidentity good\nturn-away 2\nturned-away\n  reply 421 no\n  reset\nunder-tls\non *\n  noise keys\n",
    NULL};
static const char *const texts[] = {
    "\xd7\x90\xe2\x80\xae b\xcc\x81\xcc\x81\xcc\x81 \x9b \\x1b \\u{200b}",
    "caf\xc3\xa9\t\xf0\x9f\x98\x80\x1b]0;x\a", NULL};
static const char *const words[] = {"user@example.org",
				    "mail.example.org:587",
				    "[2001:db8::1]:993",
				    "192.0.2.1",
				    "xn--bcher-kva.example",
				    "\"a b\"@b\xc3\xbc"
				    "cher.example",
				    "imaps://x.example/",
				    NULL};
static const char *const policies[] = {
    "version: STSv1\r\nmode: enforce\r\nmx: mail.example.org\r\nmx: *.example.net\r\nmax_age: 86400\r\n",
    "v=STSv1; id=20260101T000000;", NULL};
static const char *const records[] = {"\001\002\003\341\004imap\001x\007example",
				      "\012v=STSv1; \003a b", "\003\001\001abcdefgh",
				      "\300\000\002\001", NULL};

/* Files: in the source tree; lines: written here. slow: one round is many others. */
static const struct reader {
	const char *name;
	void (*read)(const struct buf *bytes, const char *text);
	const char *files;
	const char *const *lines;
	unsigned slow;
	bool (*seed)(size_t i, struct buf *to); /* made here: false past the last; NULL: none */
	void (*bend)(struct buf *b);		/* NULL: bend_much() */
} readers[] = {
    {"case", read_case, "data/practice/*.case", NULL, 30},
    {"screens", read_screens, "data/practice/*.case", NULL, 100},
    {"chain", read_chain, NULL, NULL, 10, tls_chain_seed, tls_chain_bend},
    {"records", read_records, NULL, NULL, 4, tls_records_seed},
    {"options", read_options, NULL, lines_of_options, 1},
    {"script", read_script, NULL, scripts, 1},
    {"esc", read_esc, NULL, texts, 1},
    {"target", read_target, NULL, words, 1},
    {"ruleset", read_ruleset, "tests/unit/ruleset/*", NULL, 4},
    {"account", read_account, "tests/accounts/*/*", NULL, 4},
    {"account-file", read_account, "tests/accounts/.[a-z]*rc", NULL, 4},
    {"policy", read_policy, NULL, policies, 1},
    {"record", read_record, NULL, records, 1},
    {"packet", read_packet, NULL, NULL, 1, packet_seed},
    {"address", read_address, NULL, words, 1},
};
#define READER_N (sizeof readers / sizeof *readers)

/* ---- the corpus ---- */

struct corpus {
	struct buf *v;
	size_t n;
};

static struct buf *add(struct corpus *c)
{
	c->v = mem_realloc(c->v, c->n + 1, sizeof *c->v);
	buf_init(&c->v[c->n], BYTES_MAX);
	return &c->v[c->n++];
}

static void add_file(struct corpus *c, const char *file)
{
	FILE *in = fopen(file, "re");
	struct buf *b = add(c);
	char bytes[4096];
	size_t n;

	while (in && (n = fread(bytes, 1, sizeof bytes, in)) > 0 && buf_append(b, bytes, n))
		;
	if (in)
		fclose(in);
}

static void load(struct corpus *c, const struct reader *r)
{
	const char *top = getenv("srcdir");
	glob_t found = {0};

	*c = (struct corpus){0};
	for (size_t i = 0; r->lines && r->lines[i]; i++)
		buf_puts(add(c), r->lines[i]);
	for (size_t i = 0; r->seed; i++) {
		struct buf made;

		buf_init(&made, 0);
		bool is = r->seed(i, &made);

		if (is)
			buf_append(add(c), made.data, made.len);
		buf_clear(&made);
		if (!is)
			break;
	}
	if (r->read == read_script)
		for (size_t i = 0; stock_name(i); i++)
			buf_puts(add(c), stock_find(stock_name(i)));
	if (!r->files)
		return;
	char *pattern = mem_printf("%s/%s", top ? top : ".", r->files);

	if (!glob(pattern, 0, NULL, &found))
		for (size_t i = 0; i < found.gl_pathc; i++)
			add_file(c, found.gl_pathv[i]);
	globfree(&found);
	free(pattern);
	if (!c->n) {
		printf("%s: no file %s\n", r->name, r->files);
		exit(1);
	}
}

static void clear(struct corpus *c)
{
	for (size_t i = 0; i < c->n; i++)
		buf_clear(&c->v[i]);
	free(c->v);
}

/* ---- rounds ---- */

static void read_copy(const struct reader *r, const struct buf *bytes)
{
	char *text = mem_strndup(bytes->len ? bytes->data : "", bytes->len);

	r->read(bytes, text);
	free(text);
}

static void read_bent(const struct reader *r, const struct corpus *c)
{
	const struct buf *from = &c->v[below((unsigned)c->n)];
	struct buf bytes;

	buf_init(&bytes, BYTES_MAX);
	buf_append(&bytes, from->data, from->len);
	(r->bend ? r->bend : bend_much)(&bytes);
	read_copy(r, &bytes);
	buf_clear(&bytes);
}

static void replay(const struct reader *r, unsigned rounds, unsigned minutes)
{
	struct corpus c;
	double end = used_s() + (double)minutes * MINUTE_S;
	unsigned long done = 0;

	load(&c, r);
	for (size_t i = 0; i < c.n; i++)
		read_copy(r, &c.v[i]);
	while (minutes ? used_s() < end : done < rounds / r->slow) {
		read_bent(r, &c);
		done++;
	}
	printf("%-14s %3zu as they are, %8lu bent, none broke anything\n", r->name, c.n, done);
	fflush(stdout);
	clear(&c);
}

int main(int argc, char **argv)
{
	bool timed = argc > 2 && !strcmp(argv[1], "minutes");
	unsigned n = timed	? (unsigned)strtoul(argv[2], NULL, 10)
		     : argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10)
				: ROUNDS;
	const char *only = argc > 3 ? argv[3] : NULL;

	if (timed && !n)
		n = 1;
	bend_seed(timed ? (uint64_t)time(NULL) : argc > 2 ? strtoull(argv[2], NULL, 10) : SEED);
	for (size_t i = 0; i < READER_N; i++)
		if (!only || !strcmp(only, readers[i].name))
			replay(&readers[i], n, timed ? n : 0);
	return 0;
}
