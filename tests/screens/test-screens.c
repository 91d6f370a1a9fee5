/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Golden screens: each scene is drawn from a saved case on a terminal without output, read back
 * cell by cell, and compared with tests/screens/golden/. UPDATE_GOLDEN=1 writes the files again;
 * look at them before committing.
 *
 * A file holds the screen as text; with colour, a line of dashes follows and then each cell's role
 * as a letter ('.' for ROLE_NORMAL, 'a' for the next one …).
 */
#include "config.h"
#include "ui/app.h"

#include "base/buf.h"
#include "base/mem.h"
#include "case/case.h"
#include "ui/term.h"

#include <limits.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>

#include <cmocka.h>

#include "golden.h"
#include <curses.h>

struct style {
	const char *name, *term, *locale;
	bool no_color;
};

static const struct style styles[] = {
    {"color", "xterm-256color", "C.UTF-8", false},
    {"mono", "xterm-256color", "C.UTF-8", true},
    {"ascii", "vt100", "C", true},
};

static const struct {
	const char *name;
	int cols, rows;
} sizes[] = {{"80x24", 80, 24}, {"40x12", 40, 12}, {"120x35", 120, 35}};

enum { STYLE_COLOR = 1, STYLE_MONO = 2, STYLE_ASCII = 4, STYLES_ALL = 7 };

/* Every style is drawn at the first size. Each other size shows one: what the narrow layout leaves
 * out must do without line drawing, what the wide one adds has its colors. */
static const unsigned preferred[] = {0, STYLE_ASCII, STYLE_COLOR};

static const struct scene {
	const char *name;
	const char *file; /* the case, or NULL: the start screen */
	int keys[12];
	unsigned styles;
	const char *notice; /* a first sentence; there are no providers then */
	bool played;	    /* standing still at its beginning */
} scenes[] = {
    {"start", NULL, {0}, STYLES_ALL},
    {"start-typed", NULL, {'g', 'm'}, STYLE_MONO},
    {"start-slip", NULL, {'g', 'm', 'i', 'a', 'l'}, STYLE_MONO},
    {"start-address", NULL, {'a', 'n', 'n', 'a', '@', 'g', 'm'}, STYLE_MONO},
    {"start-words", NULL, {'o', 'f', 'f', 'i', 'c', 'e', ' ', '3', '6'}, STYLE_MONO},
    {"start-server", NULL, {'m', '.', 'e', 'x', ':', '5', '8', '7'}, STYLE_MONO},
    {"running", "running.case", {0}, STYLES_ALL},
    {"challenge", NULL, {KEYS_F(5), KEYS_END, KEYS_ENTER, KEYS_ENTER}, STYLES_ALL},
    {"challenge-truth",
     NULL,
     {KEYS_F(5), KEYS_END, KEYS_ENTER, KEYS_ENTER, KEYS_ENTER},
     STYLES_ALL},
    {"played", "path-network.case", {']', ']'}, STYLES_ALL, .played = true},
    {"played-back", "path-network.case", {']', ']', ']', '['}, STYLE_MONO, .played = true},
    {"played-end", "path-network.case", {'S', ']', '>'}, STYLE_MONO, .played = true},
    {"good", "good.case", {0}, STYLES_ALL},
    {"good-settings", "good.case", {'s'}, STYLE_MONO},
    {"good-sheet", "good.case", {'s', KEYS_ENTER}, STYLES_ALL},
    {"good-sheet-next", "good.case", {'s', 's', KEYS_RIGHT, 'l', KEYS_DOWN, KEYS_DOWN}, STYLE_MONO},
    {"good-sheet-end", "good.case", {'s', KEYS_ENTER, KEYS_LEFT, KEYS_END}, STYLE_MONO},
#ifdef HAVE_QRENCODE
    {"good-sheet-phone", "good.case", {'s', KEYS_ENTER, 'p'}, STYLE_MONO | STYLE_ASCII},
#endif
    {"good-sheet-save", "good.case", {'s', KEYS_ENTER, 'w'}, STYLE_MONO},
    {"problems-sheet", "problems.case", {'s', KEYS_ENTER}, STYLE_MONO},
    {"good-certificate", "good.case", {'4'}, STYLE_MONO},
    {"good-by-hand", "good.case", {'6'}, STYLE_MONO},
    {"problems", "problems.case", {0}, STYLES_ALL},
    {"problems-proof", "problems.case", {KEYS_ENTER, KEYS_ENTER}, STYLE_COLOR | STYLE_ASCII},
    {"problems-why", "problems.case", {'1', 'j', KEYS_PAGE_DOWN}, STYLE_MONO},
    {"problems-row", "problems.case", {'j', 'j', 'j'}, STYLE_COLOR | STYLE_MONO},
    {"problems-more", "problems.case", {'j', KEYS_ENTER}, STYLE_MONO},
    {"good-row", "good.case", {'j', 'j', '+'}, STYLE_MONO},
    {"good-all", "good.case", {'a'}, STYLE_MONO},
    {"good-live", "good.case", {'7'}, STYLE_MONO},
    {"good-search", "good.case", {'/', 'c', 'l', 'o', 's', 'i', KEYS_ENTER, 'n', 'n'}, STYLE_MONO},
    {"good-sorted", "good.case", {'O', 'O'}, STYLE_MONO},
    {"good-log", "good.case", {'j', '5', KEYS_END}, STYLE_MONO | STYLE_ASCII},
    {"good-log-help", "good.case", {'5', '?'}, STYLE_MONO},
    {"good-settings-line", "good.case", {'s', 'j', 'j', 'j'}, STYLE_COLOR},
    {"good-well", "good.case", {KEYS_ENTER, 'j', 'j'}, STYLE_MONO},
    {"good-well-page", "good.case", {KEYS_ENTER, KEYS_ENTER}, STYLE_MONO},
    {"good-dead-key", "good.case", {'Z'}, STYLE_MONO},
    {"problems-hostile",
     "problems.case",
     {'j', 'j', 'j', 'j', '5', 'f', 'R', 'e', 'd'},
     STYLE_MONO | STYLE_ASCII},
    {"path-none", "problems.case", {'3'}, STYLE_MONO},
    {"path-network", "path-network.case", {'3'}, STYLES_ALL},
    {"path-router", "path-router.case", {'3'}, STYLE_MONO},
    {"path-redirected", "path-redirected.case", {'3'}, STYLE_MONO | STYLE_ASCII},
    {"path-here", "path-here.case", {'3'}, STYLE_MONO},
    {"path-here-why", "path-here.case", {'1'}, STYLE_MONO},
    {"path-here-windows", "path-here.case", {'1', KEYS_ENTER, 'o', KEYS_DOWN}, STYLE_MONO},
    {"path-named", "path-named.case", {'3'}, STYLE_MONO},
    {"path-compared", "path-compared.case", {'3', KEYS_END}, STYLE_MONO},
    {"inspected", "inspected.case", {0}, STYLE_MONO},
    {"path-inspected", "inspected.case", {'3'}, STYLE_MONO},
    {"path-root", "path-root.case", {'3'}, STYLE_MONO},
    {"path-running", "path-running.case", {'3'}, STYLE_MONO | STYLE_ASCII},
    {"problems-settings", "problems.case", {'2'}, STYLE_MONO},
    {"stopped", "stopped.case", {0}, STYLE_COLOR | STYLE_MONO},
    {"stopped-settings", "stopped.case", {'2'}, STYLE_MONO},
    {"stopped-certificate", "stopped.case", {'4'}, STYLE_MONO},
    {"versions-conversation", "versions.case", {'j', '5', KEYS_END}, STYLE_MONO | STYLE_ASCII},
    {"versions-tls-check", "versions.case", {'5', KEYS_END}, STYLE_MONO},
    {"versions-certificate", "versions.case", {'j', '4', KEYS_END}, STYLE_MONO},
    {"problems-message", "problems.case", {'m'}, STYLES_ALL},
    {"problems-message-next", "problems.case", {'m', KEYS_RIGHT}, STYLE_MONO},
    {"good-message", "good.case", {'m'}, STYLE_MONO},
    {"path-message", "path-network.case", {'m', KEYS_PAGE_DOWN}, STYLE_MONO},
    {"path-message-private", "path-network.case", {'m', 'x'}, STYLE_MONO},
    {"path-message-save", "path-network.case", {'m', 'w'}, STYLE_MONO},
    {"problems-explain", "problems.case", {'e'}, STYLE_MONO},
    {"discover-nothing", "discover-nothing.case", {0}, STYLE_MONO},
    {"discover-nothing-settings", "discover-nothing.case", {'2'}, STYLE_MONO},
    {"discover-found", "discover-found.case", {0}, STYLE_MONO},
    {"discover-found-settings", "discover-found.case", {'2'}, STYLE_MONO},
    {"audit", "audit.case", {0}, STYLES_ALL},
    {"audit-end", "audit.case", {KEYS_END}, STYLE_MONO},
    {"audit-run", "audit.case", {KEYS_ESCAPE}, STYLE_MONO},
    {"own", NULL, {KEYS_F(7)}, STYLES_ALL},
    {"own-add", NULL, {KEYS_F(7), 'a', KEYS_RIGHT}, STYLE_MONO},
    {"own-edit", NULL, {KEYS_F(7), KEYS_ENTER, 'j', 'j', 'j', 'j', 'j', KEYS_RIGHT}, STYLE_MONO},
    {"own-copy", NULL, {KEYS_F(7), 'j', 'j', 'd'}, STYLE_MONO},
    {"own-company", NULL, {KEYS_F(7), 'j', KEYS_ENTER}, STYLE_MONO},
    {"own-delete", NULL, {KEYS_F(7), 'D'}, STYLE_MONO},
    {"found", NULL, {KEYS_F(4), 'x', KEYS_ENTER}, STYLE_MONO | STYLE_ASCII},
    {"found-article", NULL, {KEYS_F(4), 'x', KEYS_ENTER, 'j', KEYS_ENTER}, STYLE_MONO},
    {"found-nothing", NULL, {KEYS_F(4), 'z', KEYS_ENTER}, STYLE_MONO},
    {"start-forget", NULL, {'e', 'x', KEYS_DELETE}, STYLE_MONO},
    {"start-forget-all", NULL, {KEYS_CTRL('x')}, STYLE_MONO},
    {"accounts", NULL, {KEYS_F(8)}, STYLE_MONO | STYLE_ASCII},
    {"practice", NULL, {KEYS_F(5)}, STYLE_MONO | STYLE_ASCII},
    {"relay", "relay.case", {0}, STYLE_MONO},
    {"relay-settings", "relay.case", {'2'}, STYLE_MONO},
    {"help", "good.case", {'?'}, STYLES_ALL},
    {"start-missing",
     NULL,
     {0},
     STYLE_MONO,
     "The provider files of porthorn were not found; it looked here: /nowhere/providers. Install "
     "porthorn with make install, or set PORTHORN_DATA to the folder data of its source."},
};

static const struct ui_provider providers[] = {
    {"acme", "Acme Mail", NULL, NULL, "acme.example", .own = true},
    {"example-net", "Example Net", NULL, NULL, "example.net", .own = true, .company = true},
    {"fastmail", "Fastmail", NULL, "mailbox", "fastmail.com fastmail.fm"},
    {"gmail", "Gmail", "Google Mail", "mailbox", "gmail.com googlemail.com"},
    {"gmx", "GMX (international)", NULL, "mailbox", "gmx.com gmx.us"},
    {"outlook", "Outlook.com", "Microsoft 365, Office 365", "mailbox",
     "outlook.com hotmail.com live.com msn.com"},
    {"posteo", "Posteo", NULL, "mailbox", "posteo.de posteo.net"},
    {"strato", "Strato", NULL, "hosting", NULL},
    {"yahoo", "Yahoo Mail", NULL, "mailbox", "yahoo.com ymail.com rocketmail.com"},
};

static const struct ui_practice practices[] = {
    {"home", "An ordinary line at home: port 25 is blocked, all else works."},
    {"expired", "The certificates of several servers have expired."},
    {"provider-drops-587", "An Internet provider blocks port 587", .recorded = true},
};

/* The form's fields of any provider. */
static bool read_profile(struct ui_options *o, const char *id, struct ui_profile *ret)
{
	(void)o;
	*ret = (struct ui_profile){.id = mem_strdup(id),
				   .name = mem_strdup("Acme Mail"),
				   .domains = mem_strdup("acme.example acme.test"),
				   .user = mem_strdup("ACME\\%EMAILLOCALPART%")};
	ret->servers[ret->server_n++] = (struct ui_profile_server){
	    .kind = UI_SERVER_IMAP,
	    .host = mem_strdup("a-server-with-a-long-name.imap.acme.example"),
	    .port = 993,
	    .security = SECURITY_TLS,
	    .from = 1};
	ret->servers[ret->server_n++] =
	    (struct ui_profile_server){.kind = UI_SERVER_SMTP,
				       .host = mem_strdup("smtp.acme.example"),
				       .port = 2525,
				       .security = SECURITY_STARTTLS,
				       .from = 2};
	return true;
}

static void look_up(const char *words, struct ui_found *ret, void *user)
{
	(void)user;
	*ret = (struct ui_found){0};
	if (*words == 'z')
		return;
	ret->said =
	    mem_strdup("The user name or password is wrong, or the provider wants another kind "
		       "of password. Check both.\nThe mailbox is locked.\n");
	ret->v = mem_calloc(2, sizeof *ret->v);
	ret->n = 2;
	ret->v[0].id = mem_strdup("user-name");
	ret->v[0].title = mem_strdup("User name and password");
	ret->v[1].id = mem_strdup("provider:acme");
	ret->v[1].title =
	    mem_strdup("Acme Mail, a provider with a name that is longer than forty columns");
}

static char *explain(const char *id, int cols, void *user)
{
	(void)cols;
	(void)user;
	return mem_printf("Everything about %s\n\nOne paragraph.\n\nAnother one.\n", id);
}

static const struct ui_profiles profiles = {.read = read_profile};

static void accounts(struct ui_accounts *ret, void *user)
{
	static const char *const rows[][3] = {
	    {"anna@example.org", "Thunderbird", "/home/anna/.thunderbird/x1.default/prefs.js"},
	    {"anna@firm.example", "Evolution", "/home/anna/.config/evolution/sources/a.source"},
	    {"backup@smtp.example.org", "msmtp", "/home/anna/.msmtprc"},
	};

	(void)user;
	*ret = (struct ui_accounts){.v = mem_calloc(3, sizeof *ret->v)};
	for (size_t i = 0; i < 3; i++)
		ret->v[ret->n++] = (struct ui_account){
		    mem_printf("%s\n%s", rows[i][2], rows[i][0]), mem_strdup(rows[i][0]),
		    mem_strdup(rows[i][1]), mem_strdup(rows[i][2])};
}

static enum ui_begin begun;
static char *begun_with; /* the word of the last run that was to begin */

static struct session *no_session(enum ui_begin how, const char *word, void *user, char **ret_error)
{
	begun = how;
	free(begun_with);
	begun_with = mem_strdup(word);
	(void)user;
	*ret_error = mem_strdup("There is no network in this test.");
	return NULL;
}

static void put_cell(struct buf *text, struct buf *roles, int row, int col)
{
	cchar_t cell;
	wchar_t wide[CCHARW_MAX + 1] = {0};
	attr_t attributes;
	short pair = 0;
	char bytes[MB_LEN_MAX * CCHARW_MAX + 1];

	mvwin_wch(newscr, row, col, &cell);
	getcchar(&cell, wide, &attributes, &pair, NULL);
	size_t len = wcstombs(bytes, wide, sizeof bytes);

	assert_true(len != (size_t)-1);
	buf_append(text, bytes, len);
	buf_putc(roles, pair <= 1 ? '.' : (char)('a' + pair - 2));
}

static void end_line(struct buf *b)
{
	while (b->len && b->data[b->len - 1] == ' ')
		b->len--;
	buf_putc(b, '\n');
}

/* The screen as the text of a golden file.  The caller frees. */
static char *read_back(bool with_roles)
{
	struct buf text, roles;

	buf_init(&text, 0);
	buf_init(&roles, 0);
	for (int row = 0; row < LINES; row++) {
		for (int col = 0; col < COLS; col++)
			put_cell(&text, &roles, row, col);
		end_line(&text);
		buf_putc(&roles, '\n');
	}
	if (with_roles)
		buf_printf(&text, "----\n%s", buf_text(&roles));
	buf_clear(&roles);
	return buf_take(&text);
}

static void set_size(int rows, int cols)
{
	char text[16];

	snprintf(text, sizeof text, "%d", rows);
	setenv("LINES", text, 1);
	snprintf(text, sizeof text, "%d", cols);
	setenv("COLUMNS", text, 1);
}

/* Read once: drawing changes no record. */
static struct record *record_in(const char *name)
{
	static struct {
		const char *name;
		struct record *record;
	} known[32];
	size_t i = 0;

	while (i < sizeof known / sizeof *known && known[i].name && !str_eq(known[i].name, name))
		i++;
	assert_true(i < sizeof known / sizeof *known);
	if (!known[i].name) {
		char *file = mem_printf("%s/tests/screens/cases/%s", SRCDIR, name), *error = NULL;

		known[i].name = name;
		known[i].record = case_open(file, &error);
		if (!known[i].record)
			fail_msg("%s", error);
		free(file);
	}
	return known[i].record;
}

static struct session *standing(const char *file_name)
{
	char *error = NULL, *file = mem_printf("%s/tests/screens/cases/%s", SRCDIR, file_name);
	struct record *saved = case_open(file, &error);

	free(file);
	assert_non_null(saved);
	struct session *s = session_play(saved, 100);

	session_pause(s);
	session_seek(s, -session_length_us(s)); /* whatever time has passed */
	return s;
}

static bool challenge(struct ui_challenge *ret, int cols, void *user)
{
	(void)user;
	(void)cols;
	*ret = (struct ui_challenge){
	    .title = mem_strdup("Today's challenge, 7: Practice Mail doesn't work as it should. "
				"Find out why."),
	    .truth = mem_strdup("An Internet provider drops port 587. The way to it ends at the "
				"provider's second router."),
	    .seen = mem_strdup("465 SSL/TLS, IPv4, works\n587 STARTTLS, IPv4, no answer"),
	    .network = mem_strdup("provider-drops-587")};
	ret->questions[0] =
	    (struct ui_question){.text = mem_strdup("Who is to blame?"), .right = 2};
	strs_add(&ret->questions[0].choices, "the router at home");
	strs_add(&ret->questions[0].choices, "the network behind it");
	ret->questions[1] =
	    (struct ui_question){.text = mem_strdup("What do you enter?"), .right = 1};
	strs_add(&ret->questions[1].choices, "port 465, SSL/TLS");
	strs_add(&ret->questions[1].choices, "port 587, STARTTLS");
	return true;
}

static char *draw_scene(const struct scene *scene, const struct style *style, int rows, int cols)
{
	FILE *nowhere = fopen("/dev/null", "r+");
	struct ui_options options = {.providers = providers,
				     .provider_n = sizeof providers / sizeof *providers,
				     .practices = practices,
				     .practice_n = sizeof practices / sizeof *practices,
				     .profiles = &profiles,
				     .look_up = look_up,
				     .explain = explain,
				     .accounts = accounts,
				     .challenge = challenge,
				     .notice = scene->notice,
				     .open = no_session};
	char *error = NULL;
	struct ui ui;

	if (scene->notice)
		options.provider_n = 0;
	assert_non_null(nowhere);
	assert_non_null(setlocale(LC_ALL, style->locale));
	set_size(rows, cols);
	if (scene->played)
		options.session = standing(scene->file);
	else if (scene->file)
		options.saved = record_in(scene->file);
	assert_true(term_open(style->term, nowhere, nowhere,
			      style->no_color ? THEME_MONO : THEME_AUTO, &error));
	app_init(&ui, &options);
	recent_use(&ui.start.recent, NULL, "someone@example.org", 0);
	recent_use(&ui.start.recent, NULL, "mail.example.org:587", 1795860000);
	recent_use(&ui.start.recent, NULL, "gmail", 1795864100);
	recent_set_result(&ui.start.recent, NULL, "mail.example.org:587", RECENT_FAILS, 1795860000);
	recent_set_result(&ui.start.recent, NULL, "gmail", RECENT_WORKS, 1795864100);
	app_draw(&ui);
	for (size_t i = 0; scene->keys[i]; i++) {
		app_key(&ui, &(struct key_event){scene->keys[i], -1, -1});
		app_draw(&ui);
	}
	char *drawn = read_back(!style->no_color);

	term_close();
	ui.saved = NULL; /* for the next scene */
	app_clear(&ui);
	fclose(nowhere);
	return drawn;
}

static void check_scene(const struct scene *scene, size_t style, size_t size)
{
	char *drawn = draw_scene(scene, &styles[style], sizes[size].rows, sizes[size].cols);
	char *name = mem_printf("%s/tests/screens/golden/%s-%s-%s.txt", SRCDIR, scene->name,
				sizes[size].name, styles[style].name);

	golden_check(name, drawn);
	free(name);
	free(drawn);
}

static unsigned styles_at(const struct scene *scene, size_t size)
{
	if (!size)
		return scene->styles;
	if (scene->styles & preferred[size])
		return preferred[size];
	return scene->styles & STYLE_MONO ? STYLE_MONO : scene->styles & -scene->styles;
}

static void test_golden_screens(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
		for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++)
			for (size_t style = 0; style < sizeof styles / sizeof *styles; style++)
				if (styles_at(&scenes[i], size) & 1u << style)
					check_scene(&scenes[i], style, size);
}

/* At any size, drawing neither crashes nor leaves the screen empty. */
static void test_any_size(void **state)
{
	static const int rows[] = {1, 2, 5, 11, 12, 13, 17, 18, 24, 35, 36, 61};
	static const int cols[] = {1, 10, 39, 40, 41, 75, 76, 80, 149, 150, 151, 300};

	(void)state;
	for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
		for (size_t c = 0; c < sizeof cols / sizeof *cols; c++)
			for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i += 3) {
				char *drawn = draw_scene(&scenes[i], &styles[1], rows[r], cols[c]);

				assert_true(strspn(drawn, " \n") < strlen(drawn));
				free(drawn);
			}
}

static void test_too_small_says_so(void **state)
{
	char *drawn = draw_scene(&scenes[4], &styles[1], 6, 30);

	(void)state;
	assert_non_null(strstr(drawn, "Too small: 40x12 needed"));
	free(drawn);
}

/* A key that changes nothing says so, at any width. */
static void test_keys_without_effect(void **state)
{
	static const struct {
		struct scene scene;
		const char *said;
	} wanted[] = {
	    {{"all-rows", "relay.case", {'a'}, 0}, "Everything is shown already."},
	    {{"copy", "relay.case", {'3', 'c'}, 0}, "No line is selected here."},
	    {{"again", "relay.case", {'r'}, 0}, "This is a saved case"},
	    {{"name", "relay.case", {'T'}, 0}, "No other server's name is proposed"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++) {
			char *drawn = draw_scene(&wanted[i].scene, &styles[1], sizes[size].rows,
						 sizes[size].cols);

			if (!strstr(drawn, wanted[i].said))
				fail_msg("%s at %s says nothing:\n%s", wanted[i].scene.name,
					 sizes[size].name, drawn);
			free(drawn);
		}
}

/* Exactly the account that is chosen is checked. */
static void test_an_account_is_checked(void **state)
{
	const struct scene scene = {"account", NULL, {KEYS_F(8), KEYS_DOWN, KEYS_ENTER}, 0};

	(void)state;
	for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++) {
		free(draw_scene(&scene, &styles[1], sizes[size].rows, sizes[size].cols));
		assert_int_equal(begun, UI_ACCOUNT);
		assert_string_equal(
		    begun_with, "/home/anna/.config/evolution/sources/a.source\nanna@firm.example");
	}
	free(begun_with);
	begun_with = NULL;
}

static void load_providers(struct ui_options *o)
{
	o->providers = providers;
	o->provider_n = sizeof providers / sizeof *providers;
}

/* The first frame waits for no file; the providers follow it. */
static void test_providers_after_the_first_frame(void **state)
{
	FILE *nowhere = fopen("/dev/null", "r+");
	struct ui_options options = {.load = load_providers};
	char *error = NULL;
	struct ui ui;

	(void)state;
	assert_non_null(nowhere);
	set_size(24, 80);
	assert_true(term_open("xterm", nowhere, nowhere, THEME_MONO, &error));
	app_init(&ui, &options);
	app_draw(&ui);
	char *first = read_back(false);

	app_load(&ui);
	app_draw(&ui);
	char *second = read_back(false);

	assert_non_null(strstr(first, "Provider, address or server"));
	assert_null(strstr(first, providers[0].name));
	assert_non_null(strstr(second, providers[0].name));
	term_close();
	app_clear(&ui);
	fclose(nowhere);
	free(first);
	free(second);
}

/* No byte from a server may reach the terminal unescaped. */
static void test_no_foreign_bytes(void **state)
{
	const struct scene scene = {"hostile", "problems.case", {'j', 'j', 'j', 'j', '5'}, 0};

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		struct scene down = scene;

		for (size_t k = 0; k < i; k++)
			down.keys[5 + k] = KEYS_PAGE_DOWN;
		char *drawn = draw_scene(&down, &styles[1], 24, 80);

		assert_null(strchr(drawn, '\033'));
		assert_null(strstr(drawn, "\u202e"));
		free(drawn);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_golden_screens),
	    cmocka_unit_test(test_any_size),
	    cmocka_unit_test(test_too_small_says_so),
	    cmocka_unit_test(test_no_foreign_bytes),
	    cmocka_unit_test(test_keys_without_effect),
	    cmocka_unit_test(test_an_account_is_checked),
	    cmocka_unit_test(test_providers_after_the_first_frame),
	};

	setenv("TZ", "UTC", 1);
	setenv("LC_ALL", "de_AT.UTF-8", 1); /* for the providers that are often asked for */
	unsetenv("NO_COLOR");
	unsetenv("LANGUAGE");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
