/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the screens that know no terminal; linked without ncurses, which proves it. */
#include "config.h"

#include "base/buf.h"
#include "base/mem.h"
#include "ui/clip.h"
#include "ui/keys.h"
#include "ui/layout.h"
#include "ui/port_bar.h"
#include "ui/port_rows.h"
#include "ui/kept.h"
#include "ui/privacy.h"
#include "ui/prompt.h"
#include "ui/recent.h"
#include "ui/start_match.h"
#include "ui/text.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "named.h"

static struct layout lay_out(int rows, int cols, enum pane focus)
{
	struct layout_wish wish = {.rows = rows,
				   .cols = cols,
				   .card_rows = 5,
				   .port_rows = 8,
				   .settings_rows = 20,
				   .way_rows = 6,
				   .focus = focus};
	struct layout l;

	wish.tab = layout_is_tab(layout_form(rows, cols), focus) ? focus
		   : layout_form(rows, cols) == LAYOUT_WIDE	 ? PANE_LIVE
								 : PANE_WHY;
	layout_run(&l, &wish);
	return l;
}

static void test_forms(void **state)
{
	(void)state;
	assert_int_equal(lay_out(11, 80, PANE_PORTS).form, LAYOUT_TOO_SMALL);
	assert_int_equal(lay_out(24, 39, PANE_PORTS).form, LAYOUT_TOO_SMALL);
	assert_int_equal(lay_out(12, 40, PANE_PORTS).form, LAYOUT_NARROW);
	assert_int_equal(lay_out(17, 200, PANE_PORTS).form, LAYOUT_NARROW);
	assert_int_equal(lay_out(24, 80, PANE_PORTS).form, LAYOUT_NORMAL);
	assert_int_equal(lay_out(24, 100, PANE_PORTS).form, LAYOUT_BROAD);
	assert_int_equal(lay_out(24, 200, PANE_PORTS).form, LAYOUT_BROAD);
	assert_int_equal(lay_out(30, 120, PANE_PORTS).form, LAYOUT_WIDE);
}

/* Marks each cell of a rectangle as used; two must never want the same one. */
static void take(bool *taken, int rows, int cols, const struct rect *r)
{
	for (int row = r->row; row < r->row + r->rows; row++)
		for (int col = r->col; col < r->col + r->cols; col++) {
			assert_within(row, 0, rows - 1);
			assert_within(col, 0, cols - 1);
			assert_false(taken[row * cols + col]);
			taken[row * cols + col] = true;
		}
}

static void check_layout(int rows, int cols, enum pane focus)
{
	struct layout l = lay_out(rows, cols, focus);
	bool *taken = mem_calloc((size_t)rows * (size_t)cols, sizeof *taken);
	int free_cells = 0;

	take(taken, rows, cols, &l.header);
	take(taken, rows, cols, &l.card);
	take(taken, rows, cols, &l.bar);
	for (size_t i = 0; i < PANE_COUNT_; i++) {
		take(taken, rows, cols, &l.title[i]);
		take(taken, rows, cols, &l.pane[i]);
	}
	for (int i = 0; i < rows * cols; i++)
		free_cells += !taken[i];
	/* The rest is the strip and the upright rules. */
	int left = l.strip.rows * l.strip.cols + l.rule[0].rows + l.rule[1].rows;

	assert_true(free_cells <= left && free_cells >= left - 2);
	assert_true(l.card.rows >= 1 || focus != PANE_PORTS);
	assert_true(l.pane[focus].rows >= 1 || l.form != LAYOUT_NARROW);
	free(taken);
}

static void test_nothing_overlaps(void **state)
{
	(void)state;
	for (int rows = LAYOUT_ROWS_MIN; rows < 70; rows++)
		for (int cols = LAYOUT_COLS_MIN; cols < 240; cols += 3)
			for (unsigned focus = 0; focus < PANE_COUNT_; focus++)
				check_layout(rows, cols, (enum pane)focus);
}

static int panes_shown(const struct layout *l)
{
	int shown = 0;

	for (size_t i = 0; i < PANE_COUNT_; i++)
		shown += l->pane[i].rows > 0;
	return shown;
}

static void test_narrow_shows_one_pane(void **state)
{
	struct layout l = lay_out(12, 40, PANE_LOG);

	(void)state;
	assert_int_equal(panes_shown(&l), 1);
	assert_true(l.pane[PANE_LOG].rows >= 9);
	assert_int_equal(l.card.rows, 0);
}

/* The answer stays, and the ports share a line where a list has no room. */
static void test_narrow_begins_with_the_answer(void **state)
{
	struct layout l = lay_out(12, 40, PANE_PORTS);

	(void)state;
	assert_int_equal(l.card.rows, 5);
	assert_false(l.in_line);
	l = lay_out(24, 40, PANE_PORTS);
	assert_false(l.in_line);
	struct layout_wish wish = {.rows = 12, .cols = 40, .card_rows = 8, .port_rows = 8};

	layout_run(&l, &wish);
	assert_true(l.in_line);
	assert_int_equal(l.card.rows, 8);
	assert_int_equal(l.pane[PANE_PORTS].rows, 2);
}

/* The settings from 100 columns, the way and the log from 120. */
static void test_more_room_shows_more(void **state)
{
	struct layout l = lay_out(24, 80, PANE_PORTS);

	(void)state;
	assert_int_equal(panes_shown(&l), 2);
	l = lay_out(24, 100, PANE_PORTS);
	assert_true(l.pane[PANE_SETTINGS].rows > 0);
	assert_int_equal(panes_shown(&l), 3);
	l = lay_out(35, 120, PANE_PORTS);
	assert_true(l.pane[PANE_WAY].rows > 0 && l.pane[PANE_LIVE].rows > 0);
	assert_int_equal(panes_shown(&l), 5);
}

static void test_cols(void **state)
{
	int used;

	(void)state;
	assert_int_equal(text_cols("grün"), 4);
	assert_int_equal(text_cols("邮件"), 4);
	assert_int_equal(text_cols("e\u0301a"), 2);
	assert_int_equal(text_cols("\xff\xfe"), 2);
	assert_int_equal(text_fit("邮件", 3, &used), 3);
	assert_int_equal(used, 2);
}

static void check_clip(const char *text, int cols, bool ascii, const char *expected)
{
	char *clipped = text_clip(text, cols, ascii);

	assert_string_equal(clipped, expected);
	assert_true(text_cols(clipped) <= cols);
	free(clipped);
}

static void test_clip(void **state)
{
	(void)state;
	check_clip("mail", 4, false, "mail");
	check_clip("mailbox", 5, false, "mail…");
	check_clip("mailbox", 5, true, "mai..");
	check_clip("邮件邮件", 4, false, "邮…");
	check_clip("mailbox", 1, false, "m");
	check_clip("mailbox", 0, false, "");
}

static void check_wrap(const char *text, int cols, const char *expected)
{
	struct strs lines = {0};

	text_wrap(&lines, text, cols);
	char *joined = strs_join(&lines, "|");

	assert_string_equal(joined, expected);
	free(joined);
	strs_clear(&lines);
}

static void test_wrap(void **state)
{
	(void)state;
	check_wrap("", 10, "");
	check_wrap("one two three", 8, "one two|three");
	check_wrap("one two three", 7, "one two|three");
	check_wrap("one two\n\nthree", 20, "one two||three");
	check_wrap("unbreakable", 4, "unbr|eaka|ble");
	check_wrap("邮件邮件", 3, "邮|件|邮|件");
	check_wrap("邮", 1, "邮");
	check_wrap("    openssl s_client", 12, "    openssl |    s_client");
}

static void test_clean(void **state)
{
	static const struct {
		const char *text;
		bool ascii;
		const char *expected;
	} rows[] = {
	    {"plain", false, "plain"},
	    {"\033[31m", false, "\\x1b[31m"},
	    {"a\nb", false, "a\nb"},
	    {"\u202eabc", false, "\\u{202e}abc"},
	    {"\xff", false, "\\xff"},
	    {"“mail” – 1 × 2…", true, "\"mail\" - 1 x 2..."},
	    {"ü", true, "\\u{fc}"},
	    {"ü", false, "ü"},
	    /* what fills room or is not seen, and marks that pile up */
	    {"a\u3164b", false, "a\\u{3164}b"},
	    {"a\u2800b", false, "a\\u{2800}b"},
	    {"a\u034fb", false, "a\\u{34f}b"},
	    {"a\uffa0b", false, "a\\u{ffa0}b"},
	    {"a\u115fb", false, "a\\u{115f}b"},
	    {"a\u1160b", false, "a\\u{1160}b"},
	    {"a\u17b4b", false, "a\\u{17b4}b"},
	    {"a\u17b5b", false, "a\\u{17b5}b"},
	    {"a\ufe0fb", false, "a\\u{fe0f}b"},
	    {"a\U000e0100b", false, "a\\u{e0100}b"},
	    {"a\U000e0041b", false, "a\\u{e0041}b"},
	    {"e\u0301\u0302x", false, "e\u0301\u0302x"},
	    {"e\u0301\u0302\u0303x", false, "e\u0301\u0302\\u{303}x"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *clean = text_clean(rows[i].text, rows[i].ascii);

		assert_string_equal(clean, rows[i].expected);
		free(clean);
	}
}

static void test_typing(void **state)
{
	struct prompt_text t = {0};

	(void)state;
	prompt_text_set(&t, "mail g");
	assert_true(prompt_text_key(&t, 0xfc));
	assert_true(prompt_text_key(&t, 'n'));
	assert_string_equal(t.bytes, "mail gün");
	prompt_text_key(&t, KEYS_BACKSPACE);
	prompt_text_key(&t, KEYS_BACKSPACE);
	assert_string_equal(t.bytes, "mail g");
	prompt_text_key(&t, KEYS_CTRL('w'));
	assert_string_equal(t.bytes, "mail ");
	prompt_text_key(&t, KEYS_CTRL('u'));
	assert_string_equal(t.bytes, "");
	assert_false(prompt_text_key(&t, KEYS_UP));
	assert_false(prompt_text_key(&t, 0x9b));
	for (int i = 0; i < 2 * PROMPT_BYTES_MAX; i++)
		prompt_text_key(&t, 0x90ae);
	assert_true(strlen(t.bytes) < PROMPT_BYTES_MAX);
	assert_int_equal(strlen(t.bytes) % 3, 0);
}

static void check_sequence(const char *text, enum clip_wrap wrap, const char *expected)
{
	struct buf out;

	buf_init(&out, 0);
	assert_true(clip_sequence(&out, text, strlen(text), wrap));
	assert_string_equal(buf_text(&out), expected);
	buf_clear(&out);
}

static void test_clipboard(void **state)
{
	(void)state;
	check_sequence("", CLIP_PLAIN, "\033]52;c;\a");
	check_sequence("f", CLIP_PLAIN, "\033]52;c;Zg==\a");
	check_sequence("fo", CLIP_PLAIN, "\033]52;c;Zm8=\a");
	check_sequence("foobar\xff", CLIP_PLAIN, "\033]52;c;Zm9vYmFy/w==\a");
	check_sequence("foo", CLIP_TMUX, "\033Ptmux;\033\033]52;c;Zm9v\a\033\\\033]52;c;Zm9v\a");
	check_sequence("foo", CLIP_SCREEN, "\033P\033]52;c;Zm9v\a\033\\");
	assert_int_equal(clip_wrap("xterm-256color", NULL), CLIP_PLAIN);
	assert_int_equal(clip_wrap("screen-256color", "/tmp/tmux"), CLIP_TMUX);
	assert_int_equal(clip_wrap("screen", NULL), CLIP_SCREEN);
	assert_int_equal(clip_wrap("linux", NULL), CLIP_NONE);
	assert_int_equal(clip_wrap("vt100", NULL), CLIP_NONE);
}

static void test_clipboard_limit(void **state)
{
	char *text = mem_calloc(CLIP_BYTES_MAX + 1, 1);
	struct buf out;

	(void)state;
	buf_init(&out, 0);
	assert_false(clip_sequence(&out, text, CLIP_BYTES_MAX + 1, CLIP_PLAIN));
	assert_int_equal(out.len, 0);
	assert_true(clip_sequence(&out, text, CLIP_BYTES_MAX, CLIP_PLAIN));
	assert_true(out.len <= 74994);
	buf_clear(&out);
	free(text);
}

static void test_recent(void **state)
{
	char folder[] = "/tmp/porthorn-test-XXXXXX";
	struct recent list = {.n = 0};
	struct stat file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	char *dir = mem_printf("%s/state/porthorn", folder);
	char *name = mem_printf("%s/recent", dir);

	assert_true(recent_use(&list, dir, "gmail", 1));
	assert_true(recent_use(&list, dir, "me@example.org", 2));
	assert_true(recent_use(&list, dir, "GMAIL", 3));
	assert_false(recent_use(&list, dir, "two\nlines", 4));
	assert_int_equal(list.n, 2);
	for (int i = 0; i < 2 * RECENT_MAX; i++) {
		char word[32];

		snprintf(word, sizeof word, "host%d.example.org", i);
		assert_true(recent_use(&list, dir, word, 10 + i));
	}
	assert_true(recent_set_result(&list, dir, "host23.example.org", RECENT_READING, 99));
	assert_false(recent_set_result(&list, dir, "nowhere.example.org", RECENT_WORKS, 99));
	recent_clear(&list);
	recent_load(&list, dir);
	assert_int_equal(list.n, RECENT_MAX);
	assert_string_equal(list.v[0].word, "host23.example.org");
	assert_int_equal(list.v[0].result, RECENT_READING);
	assert_int_equal(list.v[0].when_s, 99);
	assert_int_equal(list.v[1].result, RECENT_UNKNOWN);
	assert_int_equal(list.v[1].when_s, 32);
	assert_int_equal(stat(name, &file), 0);
	assert_int_equal(file.st_mode & 0777, 0600);
	assert_int_equal(stat(dir, &file), 0);
	assert_int_equal(file.st_mode & 0777, 0700);
	assert_true(recent_forget(&list, dir, "HOST23.example.org"));
	assert_int_equal(list.n, RECENT_MAX - 1);
	assert_true(recent_forget(&list, dir, NULL));
	recent_load(&list, dir);
	assert_int_equal(list.n, 0);

	/* A file of the first release has words alone, and odd ones harm no one. */
	FILE *old = fopen(name, "w");

	assert_non_null(old);
	fputs("gmail\nx\tnonsense\t-5\n\t\t\ny\tworks\tsoon\n", old);
	fclose(old);
	recent_load(&list, dir);
	assert_int_equal(list.n, 3);
	assert_string_equal(list.v[0].word, "gmail");
	assert_int_equal(list.v[1].result, RECENT_UNKNOWN);
	assert_int_equal(list.v[2].result, RECENT_WORKS);
	assert_int_equal(list.v[2].when_s, 0);
	recent_clear(&list);

	/* Without a folder nothing is written, and the list works. */
	assert_false(recent_use(&list, NULL, "gmail", 1));
	assert_int_equal(list.n, 1);
	recent_clear(&list);

	unlink(name);
	rmdir(dir);
	*strrchr(dir, '/') = '\0';
	rmdir(dir);
	rmdir(folder);
	free(name);
	free(dir);
}

static void append(struct log *log, enum event_type type, unsigned endpoint, enum stage stage,
		   enum outcome outcome)
{
	struct event *e = event_new(type, endpoint);

	e->stage = stage;
	e->outcome = outcome;
	e->attempt = endpoint ? 1 : 0;
	assert_true(log_append(log, e));
}

/* One name with two addresses of the first family and none of the second. */
static struct record *two_addresses(enum outcome second)
{
	struct target *t = target_new("test");
	struct log log = {0};
	char *error = NULL;

	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "imap.example.org", 993);
	append(&log, EVENT_RUN_BEGIN, 0, 0, 0);
	append(&log, EVENT_PROBE_BEGIN, 1, 0, 0);
	append(&log, EVENT_DNS_ANSWER, 1, 0, 0);
	log.v[2]->family = FAMILY_IPV4;
	log.v[2]->host = mem_strdup("imap.example.org");
	strs_add(&log.v[2]->list, "192.0.2.1");
	strs_add(&log.v[2]->list, "192.0.2.2");
	append(&log, EVENT_PROBE_END, 1, STAGE_CAPS, OUTCOME_OK);
	append(&log, EVENT_PROBE_BEGIN, 2, 0, 0);
	append(&log, EVENT_STAGE_BEGIN, 2, STAGE_DNS, 0);
	append(&log, EVENT_STAGE_END, 2, STAGE_DNS, OUTCOME_NOTOFFERED);
	append(&log, EVENT_PROBE_END, 2, STAGE_DNS, OUTCOME_NOTOFFERED);
	append(&log, EVENT_PROBE_BEGIN, 3, 0, 0);
	if (second != OUTCOME_NONE)
		append(&log, EVENT_PROBE_END, 3, STAGE_CAPS, second);
	struct record *record = record_of_log(t, &log, &error);

	assert_non_null(record);
	return record;
}

static void check_rows(enum outcome second, bool all, size_t n, unsigned alike)
{
	struct record *record = two_addresses(second);
	struct port_rows rows;

	port_rows_init(&rows, record, NULL, all);
	assert_int_equal(rows.n, n);
	assert_int_equal(rows.v[0].alike, alike);
	assert_int_equal(rows.v[0].group, PORT_READ);
	port_rows_clear(&rows);
	record_free(record);
}

static void test_rows_left_out(void **state)
{
	(void)state;
	check_rows(OUTCOME_OK, false, 1, 1);
	check_rows(OUTCOME_NONE, false, 1, 1);
	check_rows(OUTCOME_RESET, false, 2, 0);
	check_rows(OUTCOME_OK, true, 3, 0);
}

/* One row a service, both families in it; opened, a row an address. */
static void test_rows_of_both_families(void **state)
{
	struct record *record = two_addresses(OUTCOME_OK);
	unsigned number = 2;
	struct numbers opened = {&number, 1};
	struct port_rows rows;

	(void)state;
	port_rows_init(&rows, record, NULL, false);
	assert_non_null(rows.v[0].v[0]);
	assert_non_null(rows.v[0].v[1]);
	assert_true(rows.v[0].absent[1] && !rows.v[0].absent[0]);
	assert_true(port_row_opens(&rows.v[0]));
	assert_int_equal(port_row_endpoint(&rows.v[0], record)->id, 1);
	char *name = port_row_name(rows.v[0].v[0]);

	assert_string_equal(name, "993 IMAP");
	free(name);
	port_rows_clear(&rows);
	port_rows_init(&rows, record, &opened, false);
	assert_int_equal(rows.n, 3);
	port_rows_clear(&rows);
	record_free(record);
}

/* Where the families differ, each has a row. */
static void test_rows_split(void **state)
{
	struct target *t = target_new("test");
	struct log log = {0};
	char *error = NULL;
	struct port_rows rows;

	(void)state;
	target_add(t, SERVICE_IMAPS, SECURITY_TLS, "imap.example.org", 993);
	append(&log, EVENT_RUN_BEGIN, 0, 0, 0);
	append(&log, EVENT_PROBE_BEGIN, 1, 0, 0);
	append(&log, EVENT_PROBE_END, 1, STAGE_CAPS, OUTCOME_OK);
	append(&log, EVENT_PROBE_BEGIN, 2, 0, 0);
	append(&log, EVENT_PROBE_END, 2, STAGE_TCP, OUTCOME_TIMEOUT);
	struct record *record = record_of_log(t, &log, &error);

	port_rows_init(&rows, record, NULL, false);
	assert_int_equal(rows.n, 2);
	assert_true(rows.v[0].split && rows.v[1].split);
	port_rows_clear(&rows);
	record_free(record);
}

static void begin_and_end(struct endpoint_facts *f, enum stage stage, enum outcome outcome)
{
	f->stages[stage] = (struct fact_stage){.outcome = outcome, .begin = 1, .end = 2};
}

/* The bar stops where the row stops, in its own order of stages. */
static void test_bar(void **state)
{
	const struct event begin = {.type = EVENT_PROBE_BEGIN};
	struct endpoint e = {.service = SERVICE_SUBMISSION, .security = SECURITY_STARTTLS};
	struct endpoint_facts f = {.begin = &begin};
	struct port_bar bar;

	(void)state;
	begin_and_end(&f, STAGE_DNS, OUTCOME_OK);
	f.stages[STAGE_TCP].begin = 3;
	port_bar_init(&bar, &e, &f, false);
	assert_int_equal(bar.n, 2);
	assert_int_equal(bar.v[1], BAR_RUNNING);
	port_bar_init(&bar, &e, &f, true);
	assert_int_equal(bar.v[1], BAR_UNTESTED);
	begin_and_end(&f, STAGE_TCP, OUTCOME_OK);
	begin_and_end(&f, STAGE_GREETING, OUTCOME_OK);
	begin_and_end(&f, STAGE_CAPS, OUTCOME_OK);
	begin_and_end(&f, STAGE_STARTTLS, OUTCOME_NOTOFFERED);
	f.end_event = 9;
	f.outcome = OUTCOME_NOTOFFERED;
	port_bar_init(&bar, &e, &f, false);
	assert_int_equal(bar.n, 4);
	assert_int_equal(bar.v[2], BAR_DONE);
	assert_int_equal(bar.v[3], BAR_FAILED);
	e.security = SECURITY_TLS;
	begin_and_end(&f, STAGE_TCP, OUTCOME_TIMEOUT);
	memset(&f.stages[STAGE_GREETING], 0, sizeof f.stages[0]);
	port_bar_init(&bar, &e, &f, false);
	assert_int_equal(bar.n, 2);
	assert_int_equal(bar.v[1], BAR_FAILED);
	port_bar_init(&bar, &e, NULL, false);
	assert_int_equal(bar.n, 0);
}

static const struct ui_provider gmail = {"gmail", "Gmail", "Google Mail", NULL,
					 "gmail.com googlemail.com"},
				office = {"microsoft365", "Microsoft 365", "Office 365", NULL,
					  NULL},
				outlook = {"outlook", "Outlook.com / Hotmail / Live", "Outlook",
					   NULL, "outlook.com hotmail.com"};

/* By names, other names and domains, with slips of the finger, and while an address is typed. */
static void test_start_match(void **state)
{
	static const struct {
		const struct ui_provider *p;
		const char *typed;
		enum match match;
	} rows[] = {
	    {&gmail, "gm", MATCH_START},	  {&gmail, "google", MATCH_START},
	    {&gmail, "mail.com", MATCH_INSIDE},	  {&gmail, "gmial", MATCH_NEAR},
	    {&gmail, "gmx", MATCH_NONE},	  {&gmail, "anna@gm", MATCH_START},
	    {&gmail, "anna@goo", MATCH_START},	  {&gmail, "anna@web", MATCH_NONE},
	    {&office, "office 365", MATCH_START}, {&office, "365 office", MATCH_INSIDE},
	    {&office, "anna@gm", MATCH_NONE},	  {&gmail, "", MATCH_START},
	    {&outlook, "hotmial", MATCH_NEAR},	  {&outlook, "hotel", MATCH_NONE},
	    {&outlook, "olive", MATCH_NONE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(start_match(rows[i].p, rows[i].typed), rows[i].match);
}

static void check_canonical(const char *word, const char *expected)
{
	const struct ui_options options = {.providers = &gmail, .provider_n = 1};
	char *canonical = start_canonical(&options, word);

	assert_string_equal(canonical, expected);
	free(canonical);
}

static void test_start_canonical(void **state)
{
	char *address = start_complete(&gmail, "anna@goo");

	(void)state;
	assert_string_equal(address, "anna@googlemail.com");
	free(address);
	assert_null(start_complete(&gmail, "@gm"));
	assert_null(start_complete(&gmail, "gm"));
	check_canonical("Gmail ", "gmail");
	check_canonical("google mail", "gmail");
	check_canonical(" anna@gmail.com ", "anna@gmail.com");
}

static void check_private(const char *text, const char *wanted)
{
	char *shown = privacy_text(text);

	assert_string_equal(shown, wanted);
	free(shown);
}

static void test_privacy(void **state)
{
	static const char *const unchanged[] = {
	    "Port 587 is blocked (examplenet.net), 12:30:45, version 3.7.9.",
	    "imap.example.org:993",
	    "220 mail.example.org ESMTP",
	    "a: b",
	    "dead:beef",
	    "@home",
	    "x@",
	    "50% at 3 p.m."};
	static const struct {
		const char *text, *shown;
	} hidden[] = {
	    {"from 192.0.2.7.", "from [IP address]."},
	    {"[2001:db8::7]:993 and 192.0.2.7:25", "[[IP address]]:993 and [IP address]:25"},
	    {"(fe80::1%eth0)", "([IP address])"},
	    {"250 hello [192.0.2.7]", "250 hello [[IP address]]"},
	    {"192.0.2.0/24, ::1", "[IP address]/24, [IP address]"},
	    {"anna.b+c@gmale.example  (Gmale)", "[e-mail address]  (Gmale)"},
	    {"<a@b.example>, said 192.0.2.7", "<[e-mail address]>, said [IP address]"},
	};
	char *name;

	(void)state;
	check_private("192.0.2.7", "192.0.2.7");
	privacy_switch(true);
	for (size_t i = 0; i < sizeof unchanged / sizeof *unchanged; i++)
		check_private(unchanged[i], unchanged[i]);
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		check_private(hidden[i].text, hidden[i].shown);
	name = privacy_whole("anna");
	assert_string_equal(name, "[hidden]");
	free(name);
	privacy_switch(false);
}

static void test_kept(void **state)
{
	char folder[] = "/tmp/porthorn-kept-XXXXXX";
	struct stat at;

	(void)state;
	assert_non_null(mkdtemp(folder));
	char *below = mem_printf("%s/a/b", folder), *file = mem_printf("%s/program", below);

	assert_null(kept_read(below, "program"));
	assert_null(kept_read(NULL, "program"));
	kept_write(NULL, "program", "outlook");
	kept_write(below, "program", "outlook");
	assert_int_equal(stat(file, &at), 0);
	assert_int_equal(at.st_mode & 0777, 0600);
	char *word = kept_read(below, "program");

	assert_string_equal(word, "outlook");
	free(word);
	unlink(file);
	rmdir(below);
	free(file);
	free(below);
	below = mem_printf("%s/a", folder);
	rmdir(below);
	rmdir(folder);
	free(below);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_forms),
	    cmocka_unit_test(test_nothing_overlaps),
	    cmocka_unit_test(test_narrow_shows_one_pane),
	    cmocka_unit_test(test_narrow_begins_with_the_answer),
	    cmocka_unit_test(test_more_room_shows_more),
	    cmocka_unit_test(test_cols),
	    cmocka_unit_test(test_clip),
	    cmocka_unit_test(test_wrap),
	    cmocka_unit_test(test_clean),
	    cmocka_unit_test(test_typing),
	    cmocka_unit_test(test_clipboard),
	    cmocka_unit_test(test_clipboard_limit),
	    cmocka_unit_test(test_recent),
	    cmocka_unit_test(test_privacy),
	    cmocka_unit_test(test_kept),
	    cmocka_unit_test(test_rows_left_out),
	    cmocka_unit_test(test_rows_of_both_families),
	    cmocka_unit_test(test_rows_split),
	    cmocka_unit_test(test_bar),
	    cmocka_unit_test(test_start_match),
	    cmocka_unit_test(test_start_canonical),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
