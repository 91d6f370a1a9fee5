/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clipboard of the user's terminal (OSC 52): works over SSH. */
#ifndef UI_CLIP_H
#define UI_CLIP_H

#include "base/buf.h"

/* its base64 stays below the 74994 bytes that terminals are known to accept */
#define CLIP_BYTES_MAX 56000

enum clip_wrap {
	CLIP_PLAIN,
	CLIP_TMUX,   /* also wrapped, for a tmux that passes sequences through */
	CLIP_SCREEN, /* in pieces that screen passes through */
	CLIP_NONE    /* this terminal has no clipboard sequence */
};

/* The right wrap for the terminal type and the environment ($TMUX, may be NULL). */
enum clip_wrap clip_wrap(const char *term, const char *tmux);
/* Appends the sequence that puts text on the clipboard.  False if text is too long or wrap is
 * CLIP_NONE. */
bool clip_sequence(struct buf *out, const char *text, size_t len, enum clip_wrap wrap);

#endif
