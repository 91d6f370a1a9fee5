/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Begins runs: from what was typed or chosen to a session. */
#ifndef BEGIN_H
#define BEGIN_H

#include "accounts/accounts.h"
#include "discover/provider.h"
#include "options.h"
#include "preferences.h"
#include "practice/practice.h"
#include "session/session.h"

struct porthorn {
	struct preferences preferences;
	struct options options;
	struct providers providers;
	bool unread; /* there are more provider files, to be read after the first frame */
	/* The practice servers of the run in front and, until the next one begins, of the one before: its session
	 * may still use them. NULL: none. */
	struct practice *practice, *before;
	char *looked_up; /* an error message that the next run is compared with; NULL: none */
};

/* Targets with the command line's options applied; NULL with *ret_error (the caller frees). */
struct target *begin_target(const struct porthorn *p, const char *word, char **ret_error);
struct target *begin_audit(const struct porthorn *p, const char *word, char **ret_error);
/* An account of a mail program on this computer. */
struct target *begin_account(const struct porthorn *p, const struct account *a, char **ret_error);
/* Starts the servers of a practice scenario, too. */
struct target *begin_practice(struct porthorn *p, const char *name, char **ret_error);
/* A recorded network, from its file. NULL with *ret_error (the caller frees). */
struct record *begin_recorded(const char *name, char **ret_error);
/* Takes ownership of target. NULL with *ret_error (the caller frees). */
struct session *begin_session(const struct porthorn *p, struct target *t, char **ret_error);

#endif
