/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The screens: one call that opens the terminal, shows the start screen or a run, and restores the
 * terminal. ui/ opens no socket and reads no provider file: main.c lends the list and starts
 * sessions on its behalf.
 */
#ifndef UI_UI_H
#define UI_UI_H

#include "session/session.h"
#include "ui/theme.h"

/* One row of the start screen's list. Borrowed during ui_run(). */
struct ui_provider {
	const char *id;	     /* the argument for open(): "gmail" */
	const char *name;    /* "Gmail" */
	const char *other;   /* another name, or NULL */
	const char *kind;    /* a word or two beside the name, translated: "mailbox"; or NULL */
	const char *domains; /* separated by spaces, searched by the filter and shown; or NULL */
};

struct ui_options {
	const struct ui_provider *providers; /* sorted by name */
	size_t provider_n;
	/* lines to show once, "FILE:LINE: …" of skipped provider files; or NULL */
	const struct strs *warnings;
	const char *notice; /* the start screen's first sentence; or NULL */
	/* The first run, live or saved: owned and freed by ui_run(). Both NULL: the start
	 * screen. */
	struct session *session;
	struct record *saved;
	/* the word that run was asked for with, to remember; NULL: not to be remembered */
	const char *word;
	/*
	 * Starts a session for a provider's id or the user's text (an e-mail address, a server's
	 * name, host:port). Must not wait for the network. NULL with *ret_error: one sentence, the
	 * ui frees it. open may be NULL: then there is no start screen to go back to (a case file,
	 * a practice run).
	 */
	struct session *(*open)(const char *word, void *user, char **ret_error);
	void *user;
	/* "$XDG_STATE_HOME/porthorn", made when needed; NULL: remember nothing */
	const char *state_dir;
	bool no_summary; /* leave nothing on the normal screen */
	enum theme theme;
	const char *
	    program; /* id in know/programs: the settings are in its words; NULL: the one used last */
	bool is_private; /* addresses and names are hidden until a key shows them */
};

/*
 * Returns the exit status: that of the last run's summary, 0 if there was no run, 130 after Ctrl-C,
 * 128 + the number after SIGTERM or SIGHUP. 3 with *ret_error (one sentence, the caller frees) if
 * the terminal cannot be used; session and saved are freed then too. Call setlocale() before.
 */
int ui_run(struct ui_options *options, char **ret_error);

#endif
