/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where each mail program keeps its accounts, and what its keys and values mean. */
#ifndef KNOW_ACCOUNT_FILES_H
#define KNOW_ACCOUNT_FILES_H

#include "model/terms.h"

#include <stdbool.h>
#include <stddef.h>

enum syntax {
	SYNTAX_PREFS, /* Mozilla: user_pref("GROUP.key", value); the group is all but the last part */
	SYNTAX_INI,   /* [group] and key=value */
	SYNTAX_TOML,  /* [group], key = "value"; a dotted key belongs to GROUP.rest */
	SYNTAX_WORDS, /* msmtp, mbsync: key value; "account" and "…Account" begin a group */
	SYNTAX_POLL,  /* fetchmail: poll HOST and then words, over any lines */
	SYNTAX_SET,   /* mutt: set key = value, in one group */
	SYNTAX_PLAIN, /* Postfix: key = value, in one group */
	SYNTAX_COUNT_
};

/* What a value is. */
enum account_field {
	ACCOUNT_HOST,
	ACCOUNT_PORT,
	ACCOUNT_ENCRYPTION, /* one of account_words */
	ACCOUNT_USER,
	ACCOUNT_METHOD,
	ACCOUNT_KIND,	   /* "imap", "pop3", "smtp", in the program's words */
	ACCOUNT_TLS,	   /* a switch: encryption at all, from the first byte if not STARTTLS */
	ACCOUNT_STARTTLS,  /* a switch: not from the first byte */
	ACCOUNT_URL,	   /* "imaps://user@host:993/" */
	ACCOUNT_HOST_PORT, /* "[host]:port" */
};

/* A mail program's files. */
struct account_source {
	const char *program; /* "thunderbird" */
	const char *name;    /* "Thunderbird" */
	const char *
	    files; /* patterns of glob(7) below the home folder, separated by spaces; "/…": as it is */
	const char *file; /* a pattern of know/pattern for the file's own name */
	enum syntax syntax;
	bool one_server;     /* all of the file is one server, whatever its groups */
	enum security unset; /* what holds where nothing is set */
	bool relay;	     /* its usual port for sending is 25 */
};

/* A key of a program. A server is a group with a host. */
struct account_key {
	const char *program;
	const char *group; /* a pattern of know/pattern */
	const char *key;   /* the same */
	enum account_field field;
	enum protocol protocol; /* that such a group is of; PROTOCOL_COUNT_: another key says it */
};

/* A program's word for an encryption, as it writes it. */
struct account_word {
	const char *program;
	enum protocol protocol; /* PROTOCOL_COUNT_: any */
	const char *word;
	enum security security;
};

extern const struct account_source account_sources[];
extern const size_t account_source_n;
extern const struct account_key account_keys[];
extern const size_t account_key_n;
extern const struct account_word account_words[];
extern const size_t account_word_n;

/* Whose file it is, by its name; NULL: none of these. */
const struct account_source *account_source_of(const char *file);
const char *account_program_name(const char *program); /* "Thunderbird" */
/* What the program writes for an encryption ("2"); NULL where it has no such word. */
const char *account_security_word(const char *program, enum protocol protocol,
				  enum security security);
/* What the program writes for these settings where it wants a URL; NULL if it does not. The caller frees. */
char *account_url(const char *program, enum protocol protocol, enum security security,
		  const char *host, int port);

#endif
