/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The screens: one call that opens the terminal, shows the start screen or a run, and restores the
 * terminal. ui/ opens no socket and reads no provider file: main.c lends the list and starts
 * sessions on its behalf.
 */
#ifndef UI_UI_H
#define UI_UI_H

#include "know/systems.h"
#include "session/session.h"
#include "ui/theme.h"

/* One row of the start screen's list. Borrowed during ui_run(). */
struct ui_provider {
	const char *id;	     /* the argument for open(): "gmail" */
	const char *name;    /* "Gmail" */
	const char *other;   /* another name, or NULL */
	const char *kind;    /* a word or two beside the name, translated: "mailbox"; or NULL */
	const char *domains; /* separated by spaces, searched by the filter and shown; or NULL */
	bool own;	     /* not shipped: the user's own, or a company's */
	bool company;	     /* it can be read and not changed */
};

/* A provider of one's own, as the form has it; its texts are owned, NULL or "": nothing. */
enum ui_server { UI_SERVER_IMAP, UI_SERVER_POP3, UI_SERVER_SMTP, UI_SERVER_COUNT_ };
#define UI_SERVERS_MAX 72 /* all of a provider file, and room for more */
struct ui_profile_server {
	enum ui_server kind;
	char *host, *user;
	int port; /* 0: the usual one */
	enum security security;
	size_t from; /* which server of the file it is, from 1; 0: a new one */
};
struct ui_profile {
	char *id; /* of the provider that it is from; NULL: a new one */
	char *name;
	char *domains;	/* separated by spaces */
	char *user;	/* the user name, perhaps with %EMAILADDRESS% and the like */
	bool each_user; /* it differs: each server's own counts */
	struct ui_profile_server servers[UI_SERVERS_MAX];
	size_t server_n;
};
void ui_profile_clear(struct ui_profile *p);

struct ui_options;
/*
 * What the screens may do with providers of one's own. False with *ret_error: one sentence, the ui frees it, and nothing
 * has changed. After a change the options have a new list of providers.
 */
struct ui_profiles {
	/* A provider of any kind; false if there is none of that id. */
	bool (*read)(struct ui_options *o, const char *id, struct ui_profile *ret);
	/* Over the file that it is from or, copy or new, as a new file. *ret_id (the caller frees): its id. */
	bool (*save)(struct ui_options *o, const struct ui_profile *p, bool copy, char **ret_id,
		     char **ret_error);
	bool (*remove)(struct ui_options *o, const char *id, char **ret_error);
	/* *ret_exists: refused only since there is one of that name; replace does it then. */
	bool (*import)(struct ui_options *o, const char *file, bool replace, bool *ret_exists,
		       char **ret_error);
};

/* What is known about a person's words. Its texts are owned. */
struct ui_found {
	struct {
		char *id, *title;
	} * v;
	size_t n;
	char *said; /* what a server means that says so, a paragraph a line; or NULL */
};
void ui_found_clear(struct ui_found *f);

/* What a run may be about. */
enum ui_begin {
	UI_CHECK, /* a provider's id or the user's text: an e-mail address, a server, host:port */
	UI_AUDIT, /* a domain, or an address in it */
	UI_PRACTICE, /* the name of a practice scenario */
	UI_ACCOUNT,  /* the id of an account that a mail program has here */
};

/* The accounts that mail programs have on this computer; their texts are owned. */
struct ui_accounts {
	struct ui_account {
		char *id;   /* the argument for open() */
		char *name; /* an e-mail address, a user at a host, or a host */
		char *program, *file;
	} * v;
	size_t n;
	char *none; /* a sentence for an empty list; or NULL */
};
void ui_accounts_clear(struct ui_accounts *list);

/* A practice scenario. */
struct ui_practice {
	const char *name;  /* "home" */
	const char *title; /* translated */
	bool recorded;	   /* a network that was recorded, and is played */
};

/* A broken mailbox: what was seen, and what the person says about it. Its texts are owned and translated. */
#define UI_QUESTIONS 2
struct ui_challenge {
	char *title, *truth;
	char *seen; /* lines, without any finding */
	struct ui_question {
		char *text;
		struct strs choices;
		unsigned right; /* a bit for each: any of those */
		size_t said;	/* the chosen one, from 1; 0: none yet */
	} questions[UI_QUESTIONS];
	char *network; /* the argument for open(), with UI_PRACTICE */
};
void ui_challenge_clear(struct ui_challenge *c);

struct ui_options {
	/* Puts in the providers, the warnings and the notice, after the first frame; NULL: they are here. */
	void (*load)(struct ui_options *o);
	const struct ui_provider *providers; /* sorted by name */
	size_t provider_n;
	const struct ui_practice *practices;
	size_t practice_n;
	const struct ui_profiles *profiles; /* NULL: none can be kept */
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
	 * Starts a session. Must not wait for the network. NULL with *ret_error: one sentence, the
	 * ui frees it. open may be NULL: then there is no start screen to go back to.
	 */
	struct session *(*open)(enum ui_begin how, const char *word, void *user, char **ret_error);
	/* What there is about an error message or any other words; explain is all about one such id, in lines of that
	 * many columns, or NULL: the ui frees it. Both may be NULL. */
	void (*look_up)(const char *words, struct ui_found *ret, void *user);
	char *(*explain)(const char *id, int cols, void *user);
	/* Reads the mail programs' files; NULL: it can't be done here. */
	void (*accounts)(struct ui_accounts *ret, void *user);
	/* Today's, for a screen of that width; false if it can't be had. NULL: there is none. */
	bool (*challenge)(struct ui_challenge *ret, int cols, void *user);
	void *user;
	/* "$XDG_STATE_HOME/porthorn", made when needed; NULL: remember nothing */
	const char *state_dir;
	bool no_summary; /* leave nothing on the normal screen */
	enum theme theme;
	const char *
	    program; /* id in know/programs: the settings are in its words; NULL: the one used last */
	enum operating_system system; /* whose steps are shown; SYSTEM_OWN: that of the last time */
	bool is_private;	      /* addresses and names are hidden until a key shows them */
};

/*
 * Returns the exit status: that of the last run's summary, 0 if there was no run, 130 after Ctrl-C,
 * 128 + the number after SIGTERM or SIGHUP. 3 with *ret_error (one sentence, the caller frees) if
 * the terminal cannot be used; session and saved are freed then too. Call setlocale() before.
 */
int ui_run(struct ui_options *options, char **ret_error);

#endif
