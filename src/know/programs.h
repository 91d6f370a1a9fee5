/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mail programs: where server, port and encryption are set, the fields of that form in the
 * program's own order and words, and what the program cannot do. A new program is a row.
 */
#ifndef KNOW_PROGRAMS_H
#define KNOW_PROGRAMS_H

#include "know/methods.h"
#include "model/terms.h"

#include <stdbool.h>
#include <stddef.h>

/* What is entered in a field. */
enum entry {
	ENTRY_END_, /* ends a form */
	ENTRY_PROTOCOL,
	ENTRY_SERVER,
	ENTRY_PORT,
	ENTRY_SECURITY,
	ENTRY_AUTH,
	ENTRY_USER,
	ENTRY_PASSWORD,
	ENTRY_EMAIL,
	ENTRY_FIXED,	  /* the same for every server: .choice[0] */
	ENTRY_NEEDS_AUTH, /* .choice[0]: with a login, .choice[1]: without one */
	ENTRY_URL,	  /* "imaps://imap.example.org:993/" */
	ENTRY_USER_URL,	  /* "smtps://anna%40example.org@smtp.example.org:465/" */
	ENTRY_COUNT_
};
enum entry_only { ENTRY_ALWAYS, ENTRY_IMAP, ENTRY_POP3 };

struct program_field {
	enum entry what;
	const char *label; /* N_(): the program's word for it */
	/* N_(): what is chosen, by security, where the program's names do not fit; NULL leaves the
	 * field out */
	const char *choice[SECURITY_COUNT_];
	enum entry_only only; /* shown for that protocol alone */
};

/* When something that the program cannot do, or does differently, matters. */
enum program_limit_when {
	LIMIT_NEVER_, /* ends a list */
	LIMIT_ALWAYS,
	LIMIT_STARTTLS,	    /* the settings have STARTTLS */
	LIMIT_TLS,	    /* … or TLS from the first byte */
	LIMIT_LOCAL_SERVER, /* a server has a private address */
	LIMIT_OWN_CA,	    /* a certificate may be trusted on this computer only */
	LIMIT_MICROSOFT,    /* … by OAuth2 at one of Microsoft's servers */
	LIMIT_OAUTH2,	    /* the login is OAuth2, which the program knows for this server */
	LIMIT_COUNT_
};
struct program_limit {
	enum program_limit_when when;
	const char *text; /* N_(): one or two sentences */
};

#define PROGRAM_LIMITS_MAX 6

struct program {
	const char *id;		  /* "thunderbird" */
	const char *name;	  /* "Thunderbird" */
	const char *path_receive; /* N_(): the path through the menus to the incoming server */
	const char *path_send;	  /* N_(): and to the outgoing one */
	/* N_(): what the menu calls none, STARTTLS and TLS; NULL if it has no such entry */
	const char *security[SECURITY_COUNT_];
	bool local;	/* false: the maker's servers connect, not this computer */
	bool confirmed; /* menus and times read in a source */
	/* at most this many seconds until it tries the next address if one is silent; 0:
	 * negligible, or not known */
	int silent_address_s;
	/* The forms, ended by ENTRY_END_: of the incoming server (NULL: it only sends), the outgoing
	 * one, and what is asked once for both (NULL: nothing). */
	const struct program_field *incoming, *outgoing, *sign_in;
	/* N_(): what it calls each way of signing in; NULL: it cannot */
	const char *auth[METHOD_COUNT_];
	const char *auth_none;
	/* The ends of the server names that it can sign in to by OAuth2, separated by spaces; "*":
	 * any; NULL: none. */
	const char *oauth2_hosts;
	struct program_limit limits[PROGRAM_LIMITS_MAX];
	const char *setup;   /* the file that sets it up, a name of report/setup; NULL: none */
	bool general;	     /* it stands for many: the names are no program's own */
	const char *version; /* whose words these are, or NULL */
	const char *date;    /* when they were read; NULL: from memory */
};

const struct program *program_find(const char *id); /* NULL if there is none */
const struct program *program_all(size_t *ret_n);   /* for the test that walks the table */
/* Whether it can sign in by OAuth2 at that server. */
bool program_has_oauth2(const struct program *p, const char *host);
bool program_host_is_microsoft(const char *host);

#endif
