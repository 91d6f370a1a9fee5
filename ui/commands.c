/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/commands.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "ui/keys.h"
#include "words/fill.h"

#include <string.h>

#define EVERYWHERE (WHERE_END_ - 1)

static const struct command_row rows[COMMAND_COUNT_] = {
    [COMMAND_NONE] = {"none", {0}, NULL, NULL, 0, 0},
    [COMMAND_HELP] = {"help", {KEYS_F(1), '?'}, N_("Help"), N_("Show this help."), EVERYWHERE, 1},
    [COMMAND_ENTER] =
	{"enter",
	 {KEYS_ENTER},
	 N_("Open"),
	 N_("Show all there is about the selected port or reason on a page of its own; there, go to "
	    "its proof in the log. In the settings: show them on a page of their own. On the start screen: test what is selected; in a form: change it."),
	 EVERYWHERE,
	 2},
    [COMMAND_EXPLAIN] =
	{"explain",
	 {'e', KEYS_F(4)},
	 NULL,
	 N_("Read about the selected port: what it is for, what gets in its way, how to test it by "
	    "hand."),
	 WHERE_RUN,
	 0},
    [COMMAND_SEARCH] = {"search",
			{'/', KEYS_F(3)},
			N_("Search"),
			N_("Search for a word: in this pane, else in the next one that has it."),
			WHERE_RUN | WHERE_READER | WHERE_PICK,
			8},
    [COMMAND_SEARCH_NEXT] = {"search-next",
			     {'n'},
			     NULL,
			     N_("Go to the next line with the word."),
			     WHERE_RUN | WHERE_READER,
			     0},
    [COMMAND_SEARCH_PREVIOUS] = {"search-previous",
				 {'N'},
				 NULL,
				 N_("Go to the previous line with the word."),
				 WHERE_RUN | WHERE_READER,
				 0},
    [COMMAND_FILTER] = {"filter",
			{'f'},
			NULL,
			N_("Show only the lines of this pane that contain a word."),
			WHERE_RUN | WHERE_READER | WHERE_PICK,
			0},
    [COMMAND_RETRY] =
	{"retry", {'r', KEYS_F(5)}, N_("Retry"), N_("Test the selected port again."), WHERE_RUN, 4},
    [COMMAND_RETRY_ALL] = {"retry-all", {'R'}, NULL, N_("Test all ports again."), WHERE_RUN, 0},
    [COMMAND_SETTINGS] = {"settings",
			  {'s', KEYS_F(6)},
			  N_("Settings"),
			  N_("Show the settings to enter in the mail program."),
			  WHERE_RUN,
			  5},
    [COMMAND_PATH] = {"path",
		      {'t', KEYS_F(7)},
		      N_("Trace"),
		      N_("Trace the way to the selected port, and look where it is blocked."),
		      WHERE_RUN,
		      9},
    [COMMAND_WRITE] =
	{"write",
	 {'w', KEYS_F(8)},
	 N_("Report"),
	 N_("Save a report or the case: the file's ending chooses, .txt for people, .json for programs, "
	    ".case to open it again, .pem for certificates. On the page of settings: save a file that sets up "
	    "the program, or the page as text."),
	 WHERE_RUN | WHERE_MESSAGE | WHERE_SHEET,
	 6},
    [COMMAND_COPY_LINE] =
	{"copy-line",
	 {'c'},
	 N_("Copy line"),
	 N_("Copy the selected line: of the settings the value, of a command all of it."),
	 WHERE_RUN | WHERE_SHEET | WHERE_READER,
	 4},
    [COMMAND_COPY] =
	{"copy",
	 {'y', KEYS_F(9)},
	 N_("Copy"),
	 N_("Copy the report, the settings or this pane to the clipboard, over SSH too if the "
	    "terminal allows it (OSC 52)."),
	 WHERE_RUN | WHERE_MESSAGE | WHERE_SHEET | WHERE_READER,
	 7},
    [COMMAND_PHONE] =
	{"phone",
	 {'p'},
	 N_("Phone"),
	 N_("On the page of settings: show them as a QR code for Thunderbird on a phone; again: for any "
	    "other phone; again: the settings."),
	 WHERE_SHEET,
	 4},
    [COMMAND_TEST_NAME] =
	{"test-name",
	 {'T'},
	 NULL,
	 N_("Test the server's name that a reason proposes, such as the one in the "
	    "certificate."),
	 WHERE_RUN,
	 0},
    [COMMAND_MESSAGE] =
	{"message",
	 {'m'},
	 NULL,
	 N_("Write to the party that can help with the reason that is open: the Internet provider, the "
	    "network's administrator, the mail provider, or a helpdesk."),
	 WHERE_RUN | WHERE_READER,
	 0},
    [COMMAND_PROVIDERS] = {"providers",
			   {'p', KEYS_F(2)},
			   NULL,
			   N_("Choose another provider, address or server."),
			   WHERE_RUN,
			   0},
    [COMMAND_AUDIT] =
	{"audit",
	 {'A'},
	 N_("Audit"),
	 N_("Audit the domain: all that it publishes, held against what its servers do, and what to "
	    "change."),
	 WHERE_RUN,
	 3},
    [COMMAND_CASES] = {"cases",
		       {KEYS_F(3)},
		       N_("Case"),
		       N_("On the start screen: open a saved case."),
		       WHERE_START,
		       4},
    [COMMAND_LOOK_UP] =
	{"look-up",
	 {KEYS_F(4)},
	 N_("Look up"),
	 N_("On the start screen: look up an error message, a port or any other words."),
	 WHERE_START,
	 5},
    [COMMAND_PRACTICE] = {"practice",
			  {KEYS_F(5)},
			  N_("Demo"),
			  N_("On the start screen: practise, without any network."),
			  WHERE_START,
			  6},
    [COMMAND_AUDIT_DOMAIN] = {"audit-domain",
			      {KEYS_F(6)},
			      N_("Audit"),
			      N_("On the start screen: audit a domain, for its administrator."),
			      WHERE_START,
			      7},
    [COMMAND_PROFILES] = {"profiles",
			  {KEYS_F(7)},
			  N_("Own"),
			  N_("On the start screen: add and change mail providers of your own."),
			  WHERE_START,
			  8},
    [COMMAND_ACCOUNTS] =
	{"accounts",
	 {KEYS_F(8)},
	 N_("Mine"),
	 N_("On the start screen: check an account that a mail program has on this computer."),
	 WHERE_START,
	 9},
    [COMMAND_FORGET] = {"forget",
			{KEYS_DELETE},
			NULL,
			N_("On the start screen: forget the selected test."),
			WHERE_START,
			0},
    [COMMAND_FORGET_ALL] = {"forget-all",
			    {KEYS_CTRL('x')},
			    NULL,
			    N_("On the start screen: forget all tests."),
			    WHERE_START,
			    0},
    [COMMAND_ADD] =
	{"add", {'a'}, N_("Add"), N_("Among your own providers: add one."), WHERE_PICK, 4},
    [COMMAND_DUPLICATE] =
	{"duplicate",
	 {'d'},
	 N_("Copy"),
	 N_("Among your own providers: make a copy of any provider, to change it."),
	 WHERE_PICK,
	 5},
    [COMMAND_DELETE] = {"delete",
			{KEYS_DELETE, 'D'},
			N_("Delete"),
			N_("Among your own providers: delete one, after a question."),
			WHERE_PICK,
			6},
    [COMMAND_IMPORT] = {"import",
			{'i'},
			N_("Import"),
			N_("Among your own providers: keep an XML file as one of them."),
			WHERE_PICK,
			7},
    [COMMAND_SAVE] =
	{"save", {'w', KEYS_F(8)}, N_("Save"), N_("Save the provider in the form."), WHERE_FORM, 4},
    [COMMAND_STOP] = {"stop",
		      {'S'},
		      N_("Stop"),
		      N_("Stop the run and keep what is known; show a recorded one's end at once."),
		      WHERE_RUN,
		      9},
    [COMMAND_OPEN] =
	{"open",
	 {'+', '-'},
	 NULL,
	 N_("On a port: show or hide each of its addresses. On a reason: what follows from it."),
	 WHERE_RUN,
	 0},
    [COMMAND_ALL_ROWS] =
	{"all-rows",
	 {'a'},
	 NULL,
	 N_("Show or hide every address of every port, and ports that aren't needed."),
	 WHERE_RUN,
	 0},
    [COMMAND_ORDER] = {"order",
		       {'O'},
		       NULL,
		       N_("Sort the ports: by what they are for, by their result, by their time."),
		       WHERE_RUN,
		       0},
    [COMMAND_SYSTEM] =
	{"system",
	 {'o'},
	 NULL,
	 N_("Choose the operating system that steps about firewalls and programs are for: this computer's, or a caller's."),
	 WHERE_RUN | WHERE_READER,
	 0},
    [COMMAND_FREEZE] = {"freeze",
			{'z'},
			N_("Freeze"),
			N_("Freeze the live log, or let it follow again."),
			WHERE_RUN,
			3},
    [COMMAND_PAUSE] = {"pause",
		       {'P'},
		       N_("Pause"),
		       N_("Let a recorded run stand still, or go on."),
		       WHERE_RUN,
		       10},
    [COMMAND_SLOWER] =
	{"slower", {'<'}, NULL, N_("Play a recorded run more slowly."), WHERE_RUN, 0},
    [COMMAND_FASTER] = {"faster", {'>'}, NULL, N_("Play it faster."), WHERE_RUN, 0},
    [COMMAND_SEEK_BACK] =
	{"seek-back", {'['}, NULL, N_("Go back by a second in a recorded run."), WHERE_RUN, 0},
    [COMMAND_SEEK_ON] = {"seek-on", {']'}, NULL, N_("Go on by a second in it."), WHERE_RUN, 0},
    [COMMAND_BACK] = {"back",
		      {KEYS_ESCAPE, KEYS_BACKSPACE},
		      N_("Back"),
		      N_("Back: out of a page, a filter or a prompt, and to the list of ports."),
		      EVERYWHERE,
		      3},
    [COMMAND_QUIT] = {"quit",
		      {KEYS_F(10), 'q'},
		      N_("Quit"),
		      N_("Leave porthorn. Ctrl-C does so at once, everywhere."),
		      EVERYWHERE,
		      0},
    [COMMAND_NEXT_PANE] = {"next-pane", {KEYS_TAB}, NULL, N_("Go to the next pane."), WHERE_RUN, 0},
    [COMMAND_PREVIOUS_PANE] =
	{"previous-pane", {KEYS_BACKTAB}, NULL, N_("Go to the previous pane."), WHERE_RUN, 0},
    [COMMAND_UP] = {"up", {KEYS_UP, 'k'}, NULL, N_("Up one line."), EVERYWHERE, 0},
    [COMMAND_DOWN] = {"down", {KEYS_DOWN, 'j'}, NULL, N_("Down one line."), EVERYWHERE, 0},
    [COMMAND_LEFT] =
	{"left",
	 {KEYS_LEFT, 'h'},
	 NULL,
	 N_(
	     "To the pane or tab on the left; in a form: the choice before; in the settings: the mail "
	     "program before; in a message: the party before."),
	 WHERE_RUN | WHERE_SHEET | WHERE_FORM | WHERE_MESSAGE,
	 0},
    [COMMAND_RIGHT] =
	{"right",
	 {KEYS_RIGHT, 'l'},
	 N_("Program"),
	 N_(
	     "To the pane or tab on the right; in a form: the next choice; in the settings: the next "
	     "mail program; in a message: the next party."),
	 WHERE_RUN | WHERE_SHEET | WHERE_FORM | WHERE_MESSAGE,
	 9},
    [COMMAND_PAGE_UP] =
	{"page-up", {KEYS_PAGE_UP, KEYS_CTRL('b')}, NULL, N_("Up one page."), EVERYWHERE, 0},
    [COMMAND_PAGE_DOWN] = {"page-down",
			   {KEYS_PAGE_DOWN, ' ', KEYS_CTRL('f')},
			   NULL,
			   N_("Down one page."),
			   EVERYWHERE,
			   0},
    [COMMAND_FIRST] = {"first", {KEYS_HOME, 'g'}, NULL, N_("To the first line."), EVERYWHERE, 0},
    [COMMAND_LAST] = {"last", {KEYS_END, 'G'}, NULL, N_("To the last line."), EVERYWHERE, 0},
    [COMMAND_TAB_1] =
	{"why", {'1'}, NULL, N_("Why: the reasons, what to do, and how we know."), WHERE_RUN, 0},
    [COMMAND_TAB_2] = {"tab-settings", {'2'}, NULL, N_("The settings to enter."), WHERE_RUN, 0},
    [COMMAND_TAB_3] = {"way",
		       {'3'},
		       NULL,
		       N_("The way to the selected port's server, if it was traced."),
		       WHERE_RUN,
		       0},
    [COMMAND_TAB_4] =
	{"certificate", {'4'}, NULL, N_("The selected port's certificates."), WHERE_RUN, 0},
    [COMMAND_TAB_5] = {"log",
		       {'5'},
		       NULL,
		       N_("What porthorn and the selected port's server said to each other."),
		       WHERE_RUN,
		       0},
    [COMMAND_TAB_6] =
	{"by-hand", {'6'}, NULL, N_("Commands that repeat the test by hand."), WHERE_RUN, 0},
    [COMMAND_TAB_7] =
	{"live",
	 {'7'},
	 NULL,
	 N_("Everything that happens, on all ports, as it happens."),
	 WHERE_RUN,
	 0},
    [COMMAND_PRIVACY] =
	{
	    "privacy",
	    {'x'},
	    NULL,
	    N_("Hide IP addresses, e-mail addresses and the names of routers, on the screen and in "
	       "what is copied; or show them."),
	    WHERE_RUN | WHERE_MESSAGE | WHERE_SHEET | WHERE_READER,
	    0},
    [COMMAND_REDRAW] = {"redraw", {KEYS_CTRL('l')}, NULL, N_("Redraw the screen."), EVERYWHERE, 0},
};

const struct command_row *command_row(enum command c)
{
	return &rows[c];
}

enum command command_called(const char *name)
{
	unsigned c = COMMAND_NONE + 1;

	while (c < COMMAND_COUNT_ && !str_ieq(rows[c].name, name))
		c++;
	return c < COMMAND_COUNT_ ? (enum command)c : COMMAND_NONE;
}

static int own_keys[COMMAND_COUNT_][COMMAND_KEYS_MAX];
static bool has_own_keys[COMMAND_COUNT_];

void command_set_keys(enum command c, const int keys[COMMAND_KEYS_MAX])
{
	memcpy(own_keys[c], keys, sizeof own_keys[c]);
	has_own_keys[c] = true;
}

const int *command_key_list(enum command c)
{
	return has_own_keys[c] ? own_keys[c] : rows[c].keys;
}

static bool has_key(enum command c, int key)
{
	const int *keys = command_key_list(c);

	for (size_t i = 0; i < COMMAND_KEYS_MAX && keys[i]; i++)
		if (keys[i] == key)
			return true;
	return false;
}

int command_key_used_twice(enum command *ret_one, enum command *ret_other)
{
	for (unsigned one = COMMAND_NONE + 1; one < COMMAND_COUNT_; one++)
		for (unsigned other = one + 1; other < COMMAND_COUNT_; other++) {
			const int *keys = command_key_list((enum command)one);

			for (size_t i = 0; i < COMMAND_KEYS_MAX && keys[i]; i++) {
				if (!(rows[one].where & rows[other].where) ||
				    !has_key((enum command)other, keys[i]))
					continue;
				*ret_one = (enum command)one;
				*ret_other = (enum command)other;
				return keys[i];
			}
		}
	return 0;
}

enum command command_for_key(int key, enum command_where where)
{
	for (unsigned c = COMMAND_NONE + 1; c < COMMAND_COUNT_; c++)
		if ((rows[c].where & where) && has_key((enum command)c, key))
			return (enum command)c;
	return COMMAND_NONE;
}

char *command_keys(enum command c, const char *separator)
{
	const int *keys = command_key_list(c);
	struct buf out;
	char room[16];

	buf_init(&out, 0);
	for (size_t i = 0; i < COMMAND_KEYS_MAX && keys[i]; i++) {
		buf_puts(&out, i ? separator : "");
		buf_puts(&out, keys_name(keys[i], room));
	}
	return buf_take(&out);
}

/* On the start screen it begins or goes on with a word; no name or address begins with a question mark. */
static bool is_typed(int key, enum command_where where)
{
	return where == WHERE_START && key > ' ' && key < KEYS_SPECIAL && key != '?';
}

int command_key(enum command c, enum command_where where)
{
	const int *keys = command_key_list(c);

	for (size_t i = 0; i < COMMAND_KEYS_MAX && keys[i]; i++)
		if (!is_typed(keys[i], where))
			return keys[i];
	return 0;
}

/* For fill_text(): a name's key, and for "#name" which form says so. */
static char *key_value(const char *name, const void *user)
{
	const enum command_where *where = user;
	bool asked = *name == '#';
	int key = command_key(command_called(name + asked), *where);
	char room[16];

	if (asked)
		return mem_strdup(key ? "0" : "1");
	return key ? mem_strdup(keys_name(key, room)) : NULL;
}

char *command_text(const char *text, enum command_where where)
{
	return fill_text(text, key_value, &where);
}
