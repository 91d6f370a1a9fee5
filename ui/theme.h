/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How things look: roles × schemes, and glyphs × sets. A role says what a piece of text is, never
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

enum scheme { SCHEME_MONO, SCHEME_8, SCHEME_256, SCHEME_COUNT_ };

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

/* Chooses scheme and glyphs, after the terminal is open; defines the colours. */
void theme_open(enum scheme scheme, enum glyph_set glyphs);
/* The right scheme for the open terminal, TERM, NO_COLOR and the locale. */
enum scheme theme_scheme(bool no_color);
enum glyph_set theme_glyphs(const char *term);
/* The colours of a role in a scheme: numbers of the terminal's palette, -1 for its own. */
void theme_colors(enum scheme scheme, enum role role, short *ret_fg, short *ret_bg);
const char *theme_glyph(enum glyph g);		 /* static; one or two columns */
const char *theme_spinner(long long elapsed_ms); /* static; one column */
bool theme_ascii(void);				 /* whether only ASCII may be painted */
/* Attributes (curses' attr_t) and colour pair of a role in the open scheme. */
unsigned long theme_style(enum role role, short *ret_pair);

#endif
