/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How things look: roles × themes, and glyphs × sets. A role says what a piece of text is, never
 * its colour; every colour is paired with a word or a glyph, so monochrome loses nothing.
 */
#ifndef UI_THEME_H
#define UI_THEME_H

#include <stdbool.h>

enum role {
	ROLE_NORMAL,
	ROLE_DIM,
	ROLE_STRONG,
	ROLE_HEADER,
	ROLE_TITLE,
	ROLE_TITLE_FOCUS, /* of the focused pane, and the tab in front */
	ROLE_RULE,
	ROLE_OK,
	ROLE_NOTE,
	ROLE_WARNING,
	ROLE_PROBLEM,
	ROLE_RUNNING,
	ROLE_SELECTED,
	ROLE_SELECTED_AWAY, /* the selected row of a pane without the focus */
	ROLE_MARK,	    /* evidence that a finding cites */
	ROLE_SENT,
	ROLE_RECEIVED,
	ROLE_COMMAND,
	ROLE_KEY,
	ROLE_KEY_LABEL,
	ROLE_INPUT,
	ROLE_MESSAGE,
	ROLE_COUNT_
};

enum theme {
	THEME_AUTO, /* neutral: readable on any background; dark or light where the terminal says which it is */
	THEME_DARK,
	THEME_LIGHT,
	THEME_MONO,
	THEME_CONTRAST, /* its own background, and a contrast of 7 to 1 */
	THEME_COUNT_
};
/* How many colours the terminal has. THEME_MONO needs none. */
enum depth { DEPTH_8, DEPTH_256, DEPTH_COUNT_, DEPTH_MONO = DEPTH_8 };

enum glyph {
	GLYPH_OK,
	GLYPH_NO,     /* the other end or something before it refused */
	GLYPH_SILENT, /* no answer */
	GLYPH_WARNING,
	GLYPH_NOTE,
	GLYPH_PENDING,
	GLYPH_SKIPPED,	/* it does not apply, or an earlier step failed */
	GLYPH_UNTESTED, /* stopped before there was a result: neither good nor bad */
	GLYPH_CURSOR,	/* before the selected row */
	GLYPH_MARK,	/* before cited evidence */
	GLYPH_BEST,	/* before the recommended settings */
	GLYPH_FOLLOWS,	/* before a finding folded under another */
	GLYPH_RULE,
	GLYPH_UPRIGHT,
	GLYPH_TEE,   /* where an upright line leaves a rule downwards */
	GLYPH_FOOT,  /* where it ends on a rule */
	GLYPH_CROSS, /* where it crosses a rule */
	GLYPH_BAR,   /* the filled part of the progress bar */
	GLYPH_BAR_REST,
	GLYPH_ABOVE, /* there is more above */
	GLYPH_BELOW, /* there is more below */
	GLYPH_LEFT,  /* there is more on the left */
	GLYPH_RIGHT,
	GLYPH_OPENS, /* the row stands for several, which a key shows */
	GLYPH_POINT, /* a stage of a row's bar that came about */
	GLYPH_STOP,  /* one that did not */
	GLYPH_DOUBT, /* one that did, and is not to be trusted */
	GLYPH_LINK,  /* between two of them */
	GLYPH_COUNT_
};

enum glyph_set {
	GLYPHS_UNICODE,
	GLYPHS_CONSOLE /* the Linux console's font */,
	GLYPHS_ASCII,
	GLYPHS_COUNT_
};

/*
 * Chooses theme and glyphs, after the terminal is open; defines the colours. THEME_AUTO heeds NO_COLOR and COLORFGBG;
 * a terminal without colours gets THEME_MONO.
 */
void theme_open(enum theme wanted, enum glyph_set glyphs);
const char *theme_name(enum theme theme);     /* "high-contrast" */
enum theme theme_from_name(const char *name); /* THEME_COUNT_ if there is none */
/* The right glyphs for TERM and the locale. */
enum glyph_set theme_glyphs(const char *term);
/* The colours of a role in a theme: numbers of the terminal's palette, -1 for its own. */
void theme_colors(enum theme theme, enum depth depth, enum role role, short *ret_fg, short *ret_bg);
const char *theme_glyph(enum glyph g);		 /* static; one or two columns */
const char *theme_spinner(long long elapsed_ms); /* static; one column */
bool theme_ascii(void);				 /* whether only ASCII may be painted */
/* Attributes (curses' attr_t) and colour pair of a role in the open theme. */
unsigned long theme_style(enum role role, short *ret_pair);

#endif
