/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The accounts that mail programs have on this computer: servers, ports, encryption, user names and sign-in methods, with
 * the file and line where each is set. No password and no key store is read, and nothing is written.
 */
#ifndef ACCOUNTS_ACCOUNTS_H
#define ACCOUNTS_ACCOUNTS_H

#include "base/str.h"
#include "model/target.h"

#define ACCOUNTS_MAX 64	       /* more are passed over */
#define ACCOUNT_SERVERS_MAX 16 /* of one account */

/* Where a value is set: line 0: it is not set, and the program's own default holds. */
struct account_place {
	unsigned line;
	char *key; /* "mail.smtpserver.smtp2.port"; or NULL */
};

struct account_server {
	enum protocol protocol;
	enum security security;
	char *host;
	int port;
	char *user; /* or NULL */
	char *auth; /* the program's word for the method, or NULL */
	struct account_place port_at, security_at;
};

struct account {
	const char *program; /* "thunderbird": an id of account_program_name() */
	char *file;	     /* its path */
	char *name; /* of the account, never NULL: an e-mail address, a user at a host, or a host */
	struct account_server *servers;
	size_t server_n;
};

struct accounts {
	struct account *v;
	size_t n;
	struct strs errors; /* "FILE: why it was not read", a sentence each */
};

/*
 * Looks in the usual places below home (and /etc/postfix for home NULL not being given); with from (NULL: not), only in
 * that folder and the folders in it, such as a copied profile.
 */
void accounts_find(struct accounts *ret, const char *home, const char *from);
/* The accounts in the text of one file. file is its path, whose name tells the program. */
void accounts_read(struct accounts *ret, const char *file, const char *text);
void accounts_clear(struct accounts *list);

/* The account as something to check: its servers as they are set, and the usual ports of the same hosts. The caller frees. */
struct target *account_target(const struct account *a);

#endif
