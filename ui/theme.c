/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/theme.h"

#include "base/str.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>

#include <curses.h>

#define SPINNER_MS 100

/* Foreground and background: a colour number, or -1 for the terminal's own. */
struct look {
	attr_t attributes;
	short fg, bg;
};

/*
 * Colours on the terminal's own background (-1) are readable on every background that the theme is for: black and
 * white alike for the neutral one. High contrast brings its own background everywhere. Eight colours that would be
 * hard to read on the terminal's background bring theirs.
 */
static const struct look
    looks[THEME_COUNT_][DEPTH_COUNT_][ROLE_COUNT_] =
	{
	    [THEME_AUTO] =
		{
		    [DEPTH_8] =
			{
			    [ROLE_NORMAL] = {A_NORMAL, -1, -1},
			    [ROLE_DIM] = {A_NORMAL, -1, -1},
			    [ROLE_STRONG] = {A_BOLD, -1, -1},
			    [ROLE_HEADER] = {A_BOLD, COLOR_WHITE, COLOR_BLUE},
			    [ROLE_TITLE] = {A_BOLD, -1, -1},
			    [ROLE_TITLE_FOCUS] = {A_NORMAL, COLOR_BLACK, COLOR_CYAN},
			    [ROLE_RULE] = {A_NORMAL, -1, -1},
			    [ROLE_OK] = {A_NORMAL, COLOR_GREEN, COLOR_BLACK},
			    [ROLE_NOTE] = {A_NORMAL, COLOR_CYAN, COLOR_BLACK},
			    [ROLE_WARNING] = {A_NORMAL, COLOR_BLACK, COLOR_YELLOW},
			    [ROLE_PROBLEM] = {A_BOLD, COLOR_WHITE, COLOR_RED},
			    [ROLE_RUNNING] = {A_NORMAL, COLOR_CYAN, COLOR_BLACK},
			    [ROLE_SELECTED] =
				{A_NORMAL, COLOR_BLACK, COLOR_WHITE},
			    [ROLE_SELECTED_AWAY] = {A_BOLD, COLOR_WHITE, COLOR_BLACK},
			    [ROLE_MARK] = {A_BOLD, COLOR_YELLOW, COLOR_BLACK},
			    [ROLE_SENT] = {A_NORMAL, COLOR_CYAN, COLOR_BLACK},
			    [ROLE_RECEIVED] =
				{A_NORMAL, COLOR_GREEN, COLOR_BLACK},
			    [ROLE_COMMAND] = {A_BOLD, -1, -1},
			    [ROLE_KEY] = {A_BOLD, COLOR_CYAN, COLOR_BLACK},
			    [ROLE_KEY_LABEL] = {A_NORMAL, -1, -1},
			    [ROLE_INPUT] = {A_UNDERLINE, -1, -1},
			    [ROLE_MESSAGE] = {A_NORMAL, COLOR_BLACK, COLOR_YELLOW},
			},
		    [DEPTH_256] =
			{
			    [ROLE_NORMAL] = {A_NORMAL, -1, -1},
			    [ROLE_DIM] = {A_NORMAL, 243, -1},
			    [ROLE_STRONG] = {A_BOLD, -1, -1},
			    [ROLE_HEADER] = {A_BOLD, 231, 24},
			    [ROLE_TITLE] = {A_BOLD, 63, -1},
			    [ROLE_TITLE_FOCUS] = {A_BOLD, 231, 25},
			    [ROLE_RULE] = {A_NORMAL, 243, -1},
			    [ROLE_OK] = {A_NORMAL, 29, -1},
			    [ROLE_NOTE] = {A_NORMAL, 63, -1},
			    [ROLE_WARNING] = {A_BOLD, -1, -1},
			    [ROLE_PROBLEM] = {A_BOLD, 131, -1},
			    [ROLE_RUNNING] = {A_NORMAL, 63, -1},
			    [ROLE_SELECTED] = {A_NORMAL, 231, 25},
			    [ROLE_SELECTED_AWAY] = {A_NORMAL, 231, 240},
			    [ROLE_MARK] = {A_BOLD, 98, -1},
			    [ROLE_SENT] = {A_NORMAL, 63, -1},
			    [ROLE_RECEIVED] = {A_NORMAL, 29, -1},
			    [ROLE_COMMAND] = {A_BOLD, -1, -1},
			    [ROLE_KEY] = {A_BOLD, 63, -1},
			    [ROLE_KEY_LABEL] = {A_NORMAL, -1, -1},
			    [ROLE_INPUT] = {A_UNDERLINE, -1, -1},
			    [ROLE_MESSAGE] = {A_NORMAL, 16, 179},
			},
		},
	    [THEME_DARK] =
		{
		    [DEPTH_8] =
			{
			    [ROLE_NORMAL] = {A_NORMAL, -1, -1},
			    [ROLE_DIM] = {A_NORMAL, -1, -1},
			    [ROLE_STRONG] = {A_BOLD, -1, -1},
			    [ROLE_HEADER] = {A_BOLD, COLOR_WHITE, COLOR_BLUE},
			    [ROLE_TITLE] = {A_BOLD, COLOR_CYAN, -1},
			    [ROLE_TITLE_FOCUS] = {A_NORMAL, COLOR_BLACK, COLOR_CYAN},
			    [ROLE_RULE] = {A_NORMAL, -1, -1},
			    [ROLE_OK] = {A_NORMAL, COLOR_GREEN, -1},
			    [ROLE_NOTE] = {A_NORMAL, COLOR_CYAN, -1},
			    [ROLE_WARNING] = {A_BOLD, COLOR_YELLOW, -1},
			    [ROLE_PROBLEM] = {A_BOLD, COLOR_WHITE, COLOR_RED},
			    [ROLE_RUNNING] = {A_NORMAL, COLOR_CYAN, -1},
			    [ROLE_SELECTED] = {A_NORMAL, COLOR_BLACK, COLOR_WHITE},
			    [ROLE_SELECTED_AWAY] = {A_NORMAL, COLOR_WHITE, COLOR_BLUE},
			    [ROLE_MARK] = {A_BOLD, COLOR_YELLOW, -1},
			    [ROLE_SENT] = {A_NORMAL, COLOR_CYAN, -1},
			    [ROLE_RECEIVED] = {A_NORMAL, COLOR_GREEN, -1},
			    [ROLE_COMMAND] = {A_BOLD, -1, -1},
			    [ROLE_KEY] = {A_BOLD, COLOR_CYAN, -1},
			    [ROLE_KEY_LABEL] = {A_NORMAL, -1, -1},
			    [ROLE_INPUT] = {A_UNDERLINE, -1, -1},
			    [ROLE_MESSAGE] = {A_NORMAL, COLOR_BLACK, COLOR_YELLOW},
			},
		    [DEPTH_256] =
			{
			    [ROLE_NORMAL] = {A_NORMAL, -1, -1},
			    [ROLE_DIM] = {A_NORMAL, 248, -1},
			    [ROLE_STRONG] = {A_BOLD, -1, -1},
			    [ROLE_HEADER] = {A_BOLD, 231, 24},
			    [ROLE_TITLE] = {A_BOLD, 117, -1},
			    [ROLE_TITLE_FOCUS] = {A_BOLD, 16, 117},
			    [ROLE_RULE] = {A_NORMAL, 248, -1},
			    [ROLE_OK] = {A_NORMAL, 114, -1},
			    [ROLE_NOTE] = {A_NORMAL, 117, -1},
			    [ROLE_WARNING] = {A_BOLD, 221, -1},
			    [ROLE_PROBLEM] = {A_BOLD, 210, -1},
			    [ROLE_RUNNING] = {A_NORMAL, 81, -1},
			    [ROLE_SELECTED] = {A_NORMAL, 231, 25},
			    [ROLE_SELECTED_AWAY] = {A_NORMAL, 231, 240},
			    [ROLE_MARK] = {A_BOLD, 183, -1},
			    [ROLE_SENT] = {A_NORMAL, 117, -1},
			    [ROLE_RECEIVED] = {A_NORMAL, 114, -1},
			    [ROLE_COMMAND] = {A_BOLD, -1, -1},
			    [ROLE_KEY] = {A_BOLD, 117, -1},
			    [ROLE_KEY_LABEL] = {A_NORMAL, -1, -1},
			    [ROLE_INPUT] = {A_UNDERLINE, -1, -1},
			    [ROLE_MESSAGE] = {A_NORMAL, 16, 221},
			},
		},
	    [THEME_LIGHT] =
		{
		    [DEPTH_8] =
			{
			    [ROLE_NORMAL] = {A_NORMAL, -1, -1},
			    [ROLE_DIM] = {A_NORMAL, -1, -1},
			    [ROLE_STRONG] = {A_BOLD, -1, -1},
			    [ROLE_HEADER] = {A_BOLD, COLOR_WHITE, COLOR_BLUE},
			    [ROLE_TITLE] = {A_BOLD, COLOR_BLUE, -1},
			    [ROLE_TITLE_FOCUS] = {A_NORMAL, COLOR_WHITE, COLOR_BLUE},
			    [ROLE_RULE] = {A_NORMAL, -1, -1},
			    [ROLE_OK] = {A_NORMAL, COLOR_BLACK, COLOR_GREEN},
			    [ROLE_NOTE] = {A_NORMAL, COLOR_BLUE, -1},
			    [ROLE_WARNING] = {A_NORMAL, COLOR_BLACK, COLOR_YELLOW},
			    [ROLE_PROBLEM] = {A_BOLD, COLOR_WHITE, COLOR_RED},
			    [ROLE_RUNNING] = {A_NORMAL, COLOR_BLUE, -1},
			    [ROLE_SELECTED] = {A_NORMAL, COLOR_WHITE, COLOR_BLUE},
			    [ROLE_SELECTED_AWAY] = {A_NORMAL, COLOR_BLACK, COLOR_CYAN},
			    [ROLE_MARK] = {A_BOLD, COLOR_BLUE, -1},
			    [ROLE_SENT] = {A_NORMAL, COLOR_BLUE, -1},
			    [ROLE_RECEIVED] = {A_NORMAL, -1, -1},
			    [ROLE_COMMAND] = {A_BOLD, -1, -1},
			    [ROLE_KEY] = {A_BOLD, COLOR_BLUE, -1},
			    [ROLE_KEY_LABEL] = {A_NORMAL, -1, -1},
			    [ROLE_INPUT] = {A_UNDERLINE, -1, -1},
			    [ROLE_MESSAGE] = {A_NORMAL, COLOR_BLACK, COLOR_YELLOW},
			},
		    [DEPTH_256] =
			{
			    [ROLE_NORMAL] = {A_NORMAL, -1, -1},
			    [ROLE_DIM] = {A_NORMAL, 240, -1},
			    [ROLE_STRONG] = {A_BOLD, -1, -1},
			    [ROLE_HEADER] = {A_BOLD, 231, 24},
			    [ROLE_TITLE] = {A_BOLD, 25, -1},
			    [ROLE_TITLE_FOCUS] = {A_BOLD, 231, 25},
			    [ROLE_RULE] = {A_NORMAL, 240, -1},
			    [ROLE_OK] = {A_NORMAL, 22, -1},
			    [ROLE_NOTE] = {A_NORMAL, 25, -1},
			    [ROLE_WARNING] = {A_BOLD, 94, -1},
			    [ROLE_PROBLEM] = {A_BOLD, 124, -1},
			    [ROLE_RUNNING] = {A_NORMAL, 25, -1},
			    [ROLE_SELECTED] = {A_NORMAL, 231, 25},
			    [ROLE_SELECTED_AWAY] = {A_NORMAL, 16, 153},
			    [ROLE_MARK] = {A_BOLD, 54, -1},
			    [ROLE_SENT] = {A_NORMAL, 25, -1},
			    [ROLE_RECEIVED] = {A_NORMAL, 22, -1},
			    [ROLE_COMMAND] = {A_BOLD, -1, -1},
			    [ROLE_KEY] = {A_BOLD, 25, -1},
			    [ROLE_KEY_LABEL] = {A_NORMAL, -1, -1},
			    [ROLE_INPUT] = {A_UNDERLINE, -1, -1},
			    [ROLE_MESSAGE] = {A_NORMAL, 16, 221},
			},
		},
	    [THEME_CONTRAST] =
		{
		    [DEPTH_8] =
			{
			    [ROLE_NORMAL] = {A_NORMAL, COLOR_WHITE, COLOR_BLACK},
			    [ROLE_DIM] = {A_NORMAL, COLOR_WHITE, COLOR_BLACK},
			    [ROLE_STRONG] = {A_BOLD, COLOR_WHITE, COLOR_BLACK},
			    [ROLE_HEADER] = {A_NORMAL, COLOR_BLACK, COLOR_WHITE},
			    [ROLE_TITLE] = {A_BOLD, COLOR_CYAN, COLOR_BLACK},
			    [ROLE_TITLE_FOCUS] = {A_NORMAL, COLOR_BLACK, COLOR_CYAN},
			    [ROLE_RULE] = {A_NORMAL, COLOR_WHITE, COLOR_BLACK},
			    [ROLE_OK] = {A_NORMAL, COLOR_GREEN, COLOR_BLACK},
			    [ROLE_NOTE] = {A_NORMAL, COLOR_CYAN, COLOR_BLACK},
			    [ROLE_WARNING] = {A_BOLD, COLOR_YELLOW, COLOR_BLACK},
			    [ROLE_PROBLEM] = {A_NORMAL, COLOR_BLACK, COLOR_YELLOW},
			    [ROLE_RUNNING] = {A_NORMAL, COLOR_CYAN, COLOR_BLACK},
			    [ROLE_SELECTED] = {A_NORMAL, COLOR_BLACK, COLOR_WHITE},
			    [ROLE_SELECTED_AWAY] = {A_BOLD | A_UNDERLINE, COLOR_WHITE, COLOR_BLACK},
			    [ROLE_MARK] = {A_BOLD, COLOR_YELLOW, COLOR_BLACK},
			    [ROLE_SENT] = {A_NORMAL, COLOR_CYAN, COLOR_BLACK},
			    [ROLE_RECEIVED] = {A_NORMAL, COLOR_GREEN, COLOR_BLACK},
			    [ROLE_COMMAND] = {A_BOLD, COLOR_WHITE, COLOR_BLACK},
			    [ROLE_KEY] = {A_BOLD, COLOR_YELLOW, COLOR_BLACK},
			    [ROLE_KEY_LABEL] = {A_NORMAL, COLOR_WHITE, COLOR_BLACK},
			    [ROLE_INPUT] = {A_UNDERLINE, COLOR_WHITE, COLOR_BLACK},
			    [ROLE_MESSAGE] = {A_NORMAL, COLOR_BLACK, COLOR_YELLOW},
			},
		    [DEPTH_256] =
			{
			    [ROLE_NORMAL] = {A_NORMAL, 231, 16},
			    [ROLE_DIM] = {A_NORMAL, 252, 16},
			    [ROLE_STRONG] = {A_BOLD, 231, 16},
			    [ROLE_HEADER] = {A_BOLD, 16, 231},
			    [ROLE_TITLE] = {A_BOLD, 51, 16},
			    [ROLE_TITLE_FOCUS] = {A_BOLD, 16, 51},
			    [ROLE_RULE] = {A_NORMAL, 231, 16},
			    [ROLE_OK] = {A_BOLD, 46, 16},
			    [ROLE_NOTE] = {A_NORMAL, 51, 16},
			    [ROLE_WARNING] = {A_BOLD, 226, 16},
			    [ROLE_PROBLEM] = {A_BOLD, 231, 124},
			    [ROLE_RUNNING] = {A_NORMAL, 51, 16},
			    [ROLE_SELECTED] = {A_BOLD, 16, 226},
			    [ROLE_SELECTED_AWAY] = {A_BOLD | A_UNDERLINE, 231, 16},
			    [ROLE_MARK] = {A_BOLD, 226, 16},
			    [ROLE_SENT] = {A_NORMAL, 51, 16},
			    [ROLE_RECEIVED] = {A_NORMAL, 46, 16},
			    [ROLE_COMMAND] = {A_BOLD, 231, 16},
			    [ROLE_KEY] = {A_BOLD, 226, 16},
			    [ROLE_KEY_LABEL] = {A_NORMAL, 231, 16},
			    [ROLE_INPUT] = {A_UNDERLINE, 231, 16},
			    [ROLE_MESSAGE] = {A_BOLD, 16, 226},
			},
		},
	    [THEME_MONO] =
		{
		    [DEPTH_MONO] =
			{
			    [ROLE_NORMAL] = {A_NORMAL, -1, -1},
			    [ROLE_DIM] = {A_NORMAL, -1, -1},
			    [ROLE_STRONG] = {A_BOLD, -1, -1},
			    [ROLE_HEADER] = {A_REVERSE, -1, -1},
			    [ROLE_TITLE] = {A_BOLD, -1, -1},
			    [ROLE_TITLE_FOCUS] = {A_REVERSE, -1, -1},
			    [ROLE_RULE] = {A_NORMAL, -1, -1},
			    [ROLE_OK] = {A_NORMAL, -1, -1},
			    [ROLE_NOTE] = {A_NORMAL, -1, -1},
			    [ROLE_WARNING] = {A_BOLD, -1, -1},
			    [ROLE_PROBLEM] = {A_BOLD | A_UNDERLINE, -1, -1},
			    [ROLE_RUNNING] = {A_NORMAL, -1, -1},
			    [ROLE_SELECTED] = {A_REVERSE, -1, -1},
			    [ROLE_SELECTED_AWAY] = {A_BOLD, -1, -1},
			    [ROLE_MARK] = {A_BOLD, -1, -1},
			    [ROLE_SENT] = {A_NORMAL, -1, -1},
			    [ROLE_RECEIVED] = {A_NORMAL, -1, -1},
			    [ROLE_COMMAND] = {A_BOLD, -1, -1},
			    [ROLE_KEY] = {A_BOLD, -1, -1},
			    [ROLE_KEY_LABEL] = {A_NORMAL, -1, -1},
			    [ROLE_INPUT] = {A_UNDERLINE, -1, -1},
			    [ROLE_MESSAGE] = {A_REVERSE, -1, -1},
			},
		},
};

static const char *const glyphs[GLYPHS_COUNT_][GLYPH_COUNT_] = {
    [GLYPHS_UNICODE] =
	{
	    [GLYPH_OK] = "✓",	    [GLYPH_NO] = "✗",	   [GLYPH_SILENT] = "–",
	    [GLYPH_WARNING] = "!",  [GLYPH_NOTE] = "i",	   [GLYPH_PENDING] = "·",
	    [GLYPH_SKIPPED] = " ",  [GLYPH_CURSOR] = "▸",  [GLYPH_MARK] = "»",
	    [GLYPH_BEST] = "★",	    [GLYPH_FOLLOWS] = "└", [GLYPH_RULE] = "─",
	    [GLYPH_UPRIGHT] = "│",  [GLYPH_TEE] = "┬",	   [GLYPH_FOOT] = "┴",
	    [GLYPH_CROSS] = "┼",    [GLYPH_BAR] = "█",	   [GLYPH_BAR_REST] = "░",
	    [GLYPH_ABOVE] = "▲",    [GLYPH_BELOW] = "▼",   [GLYPH_LEFT] = "◂",
	    [GLYPH_RIGHT] = "▸",    [GLYPH_OPENS] = "+",   [GLYPH_POINT] = "●",
	    [GLYPH_STOP] = "✗",	    [GLYPH_DOUBT] = "!",   [GLYPH_LINK] = "━",
	    [GLYPH_UNTESTED] = "?",
	},
    [GLYPHS_CONSOLE] =
	{
	    [GLYPH_OK] = "√",	    [GLYPH_NO] = "×",	   [GLYPH_SILENT] = "-",
	    [GLYPH_WARNING] = "!",  [GLYPH_NOTE] = "i",	   [GLYPH_PENDING] = "·",
	    [GLYPH_SKIPPED] = " ",  [GLYPH_CURSOR] = "►",  [GLYPH_MARK] = "»",
	    [GLYPH_BEST] = "*",	    [GLYPH_FOLLOWS] = "└", [GLYPH_RULE] = "─",
	    [GLYPH_UPRIGHT] = "│",  [GLYPH_TEE] = "┬",	   [GLYPH_FOOT] = "┴",
	    [GLYPH_CROSS] = "┼",    [GLYPH_BAR] = "█",	   [GLYPH_BAR_REST] = "░",
	    [GLYPH_ABOVE] = "▲",    [GLYPH_BELOW] = "▼",   [GLYPH_LEFT] = "◄",
	    [GLYPH_RIGHT] = "►",    [GLYPH_OPENS] = "+",   [GLYPH_POINT] = "■",
	    [GLYPH_STOP] = "×",	    [GLYPH_DOUBT] = "!",   [GLYPH_LINK] = "─",
	    [GLYPH_UNTESTED] = "?",
	},
    [GLYPHS_ASCII] =
	{
	    [GLYPH_OK] = "ok",	    [GLYPH_NO] = "XX",	   [GLYPH_SILENT] = "--",
	    [GLYPH_WARNING] = "!!", [GLYPH_NOTE] = "i",	   [GLYPH_PENDING] = ".",
	    [GLYPH_SKIPPED] = " ",  [GLYPH_CURSOR] = ">",  [GLYPH_MARK] = ">",
	    [GLYPH_BEST] = "*",	    [GLYPH_FOLLOWS] = "`", [GLYPH_RULE] = "-",
	    [GLYPH_UPRIGHT] = "|",  [GLYPH_TEE] = "+",	   [GLYPH_FOOT] = "+",
	    [GLYPH_CROSS] = "+",    [GLYPH_BAR] = "#",	   [GLYPH_BAR_REST] = ".",
	    [GLYPH_ABOVE] = "^",    [GLYPH_BELOW] = "v",   [GLYPH_LEFT] = "<",
	    [GLYPH_RIGHT] = ">",    [GLYPH_OPENS] = "+",   [GLYPH_POINT] = "o",
	    [GLYPH_STOP] = "x",	    [GLYPH_DOUBT] = "!",   [GLYPH_LINK] = "-",
	    [GLYPH_UNTESTED] = "?",
	},
};

static const struct look *open_looks = looks[THEME_MONO][DEPTH_MONO];
static enum glyph_set open_glyphs;

/* What the terminal says of its own colours, "15;0": the last number is the background's. */
static enum theme theme_for_background(const char *colors)
{
	const char *last = colors ? strrchr(colors, ';') : NULL;
	long number;

	if (!last || !str_number(last + 1, 0, 15, &number))
		return THEME_AUTO;
	return number < 7 || number == 8 ? THEME_DARK : THEME_LIGHT;
}

/* Before anything is drawn with colours. */
static bool has_room_for_roles(void)
{
	if (!has_colors())
		return false;
	start_color();
	return COLOR_PAIRS > ROLE_COUNT_;
}

void theme_open(enum theme wanted, enum glyph_set set)
{
	const char *no_color = getenv("NO_COLOR");

	open_glyphs = set;
	open_looks = looks[THEME_MONO][DEPTH_MONO];
	if (wanted == THEME_AUTO)
		wanted =
		    no_color && *no_color ? THEME_MONO : theme_for_background(getenv("COLORFGBG"));
	if (wanted == THEME_MONO || !has_room_for_roles())
		return;
	open_looks = looks[wanted][COLORS >= 256 ? DEPTH_256 : DEPTH_8];
	use_default_colors();
	for (int role = 0; role < ROLE_COUNT_; role++)
		init_pair((short)(role + 1), open_looks[role].fg, open_looks[role].bg);
	if (open_looks[ROLE_NORMAL].bg >= 0)
		bkgd(COLOR_PAIR(ROLE_NORMAL + 1));
}

enum glyph_set theme_glyphs(const char *term)
{
	if (!str_ieq(nl_langinfo(CODESET), "UTF-8"))
		return GLYPHS_ASCII;
	if (term && (str_istarts(term, "vt") || str_eq(term, "ansi") || str_eq(term, "dumb")))
		return GLYPHS_ASCII;
	return term && str_eq(term, "linux") ? GLYPHS_CONSOLE : GLYPHS_UNICODE;
}

void theme_colors(enum theme theme, enum depth depth, enum role role, short *ret_fg, short *ret_bg)
{
	depth = theme == THEME_MONO ? DEPTH_MONO : depth;
	*ret_fg = looks[theme][depth][role].fg;
	*ret_bg = looks[theme][depth][role].bg;
}

const char *theme_glyph(enum glyph g)
{
	return glyphs[open_glyphs][g];
}

const char *theme_spinner(long long elapsed_ms)
{
	static const char *const fine[] = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
	static const char *const plain[] = {"|", "/", "-", "\\"};
	unsigned frame = (unsigned)(elapsed_ms / SPINNER_MS);

	return open_glyphs == GLYPHS_UNICODE ? fine[frame % 10] : plain[frame % 4];
}

bool theme_ascii(void)
{
	return open_glyphs == GLYPHS_ASCII;
}

unsigned long theme_style(enum role role, short *ret_pair)
{
	*ret_pair = open_looks == looks[THEME_MONO][DEPTH_MONO] ? 0 : (short)(role + 1);
	return open_looks[role].attributes;
}
