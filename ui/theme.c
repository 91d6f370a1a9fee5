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

static const struct look looks[SCHEME_COUNT_][ROLE_COUNT_] =
    {
	[SCHEME_MONO] =
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
	/* Colours on the terminal's own background would be hard to read on a light one: they bring theirs. */
	[SCHEME_8] =
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
		[ROLE_SELECTED] = {A_NORMAL, COLOR_BLACK, COLOR_WHITE},
		[ROLE_SELECTED_AWAY] = {A_BOLD, COLOR_WHITE, COLOR_BLACK},
		[ROLE_MARK] = {A_BOLD, COLOR_YELLOW, COLOR_BLACK},
		[ROLE_SENT] = {A_NORMAL, COLOR_CYAN, COLOR_BLACK},
		[ROLE_RECEIVED] = {A_NORMAL, COLOR_GREEN, COLOR_BLACK},
		[ROLE_COMMAND] = {A_BOLD, -1, -1},
		[ROLE_KEY] = {A_BOLD, COLOR_CYAN, COLOR_BLACK},
		[ROLE_KEY_LABEL] = {A_NORMAL, -1, -1},
		[ROLE_INPUT] = {A_UNDERLINE, -1, -1},
		[ROLE_MESSAGE] = {A_NORMAL, COLOR_BLACK, COLOR_YELLOW},
	    },
	/* Colours on the terminal's own background are as far from black as from white: 4.5 to 1. */
	[SCHEME_256] =
	    {
		[ROLE_NORMAL] = {A_NORMAL, -1, -1},    [ROLE_DIM] = {A_NORMAL, 243, -1},
		[ROLE_STRONG] = {A_BOLD, -1, -1},      [ROLE_HEADER] = {A_BOLD, 231, 24},
		[ROLE_TITLE] = {A_BOLD, 63, -1},       [ROLE_TITLE_FOCUS] = {A_BOLD, 231, 25},
		[ROLE_RULE] = {A_NORMAL, 243, -1},     [ROLE_OK] = {A_NORMAL, 29, -1},
		[ROLE_NOTE] = {A_NORMAL, 63, -1},      [ROLE_WARNING] = {A_BOLD, -1, -1},
		[ROLE_PROBLEM] = {A_BOLD, 131, -1},    [ROLE_RUNNING] = {A_NORMAL, 63, -1},
		[ROLE_SELECTED] = {A_NORMAL, 231, 25}, [ROLE_SELECTED_AWAY] = {A_NORMAL, 231, 240},
		[ROLE_MARK] = {A_BOLD, 98, -1},	       [ROLE_SENT] = {A_NORMAL, 63, -1},
		[ROLE_RECEIVED] = {A_NORMAL, 29, -1},  [ROLE_COMMAND] = {A_BOLD, -1, -1},
		[ROLE_KEY] = {A_BOLD, 63, -1},	       [ROLE_KEY_LABEL] = {A_NORMAL, -1, -1},
		[ROLE_INPUT] = {A_UNDERLINE, -1, -1},  [ROLE_MESSAGE] = {A_NORMAL, 16, 179},
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

static enum scheme open_scheme;
static enum glyph_set open_glyphs;

void theme_open(enum scheme scheme, enum glyph_set set)
{
	open_scheme = scheme;
	open_glyphs = set;
	if (scheme == SCHEME_MONO)
		return;
	start_color();
	use_default_colors();
	for (int role = 0; role < ROLE_COUNT_; role++)
		init_pair((short)(role + 1), looks[scheme][role].fg, looks[scheme][role].bg);
}

enum scheme theme_scheme(bool no_color)
{
	const char *env = getenv("NO_COLOR");

	if (no_color || (env && *env) || !has_colors())
		return SCHEME_MONO;
	start_color();
	if (COLOR_PAIRS <= ROLE_COUNT_)
		return SCHEME_MONO;
	return COLORS >= 256 ? SCHEME_256 : SCHEME_8;
}

enum glyph_set theme_glyphs(const char *term)
{
	if (!str_ieq(nl_langinfo(CODESET), "UTF-8"))
		return GLYPHS_ASCII;
	if (term && (str_istarts(term, "vt") || str_eq(term, "ansi") || str_eq(term, "dumb")))
		return GLYPHS_ASCII;
	return term && str_eq(term, "linux") ? GLYPHS_CONSOLE : GLYPHS_UNICODE;
}

void theme_colors(enum scheme scheme, enum role role, short *ret_fg, short *ret_bg)
{
	*ret_fg = looks[scheme][role].fg;
	*ret_bg = looks[scheme][role].bg;
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
	*ret_pair = open_scheme == SCHEME_MONO ? 0 : (short)(role + 1);
	return looks[open_scheme][role].attributes;
}
