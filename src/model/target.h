/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the user wants to be true: "I can read and send mail with this provider". Plain data, made
 * by discover/ or main.c, owned by the session.
 */
#ifndef MODEL_TARGET_H
#define MODEL_TARGET_H

#include "base/str.h"
#include "model/terms.h"

#include <stdbool.h>

#define TARGET_SERVERS_MAX 64 /* server lines of one target */
#define TARGET_OVERRIDES_MAX 64
#define TARGET_REFERENCES_MAX 32 /* other people's servers to compare with */

struct json_t;

/* One server that the target names. */
struct target_server {
	enum service service;
	enum security security;
	char *host; /* a name, or a numeric address (IPv6 without brackets) */
	int port;   /* the port that the person knows about, 1 to 65535 */
	/* login methods in the provider's documentation: "password", "oauth2", … */
	struct strs login;
	/* the user name, perhaps with %EMAILADDRESS%, %EMAILLOCALPART% or %EMAILDOMAIN%; or NULL */
	char *user;
	enum source source; /* SOURCE_NONE: as the target's */
	bool unconfirmed;   /* from an unconfirmed source */
	/* named by a stranger: an address inside this computer or its network is not contacted */
	bool public_only;
	/* Where a mail program's file sets it: the file's name, the keys and their lines (0: not set); or NULL */
	char *set_in, *port_key, *security_key;
	int port_line, security_line;
	/* Where its element begins in the provider file that it was read from, in bytes; 0: in none */
	size_t element;
	bool alternative; /* a second choice of the provider: probed, proposed last */
	/* Found, but a better source names other servers for its purpose: it decides nothing. Follows
	 * from the answers, and is not saved. */
	bool superseded;
};

/* --resolve HOST:ADDRESS, and the practice servers: the real address of a name or port. */
struct target_override {
	char *host; /* the name it is for */
	enum family family;
	char *address;	  /* numeric; NULL does not change the address */
	int port;	  /* the port it is for, 0 for all */
	int connect_port; /* connect there instead, 0 for the same port */
};

/* A well-known server of another provider, on the service's own port, to compare a failing port
 * with. */
struct target_reference {
	enum service service;
	char *host; /* a name */
	int port;
};

struct target {
	char *label;	/* what to call it: "Gmail", "mail.example.org"; never NULL */
	char *provider; /* provider id ("gmail"), or NULL */
	char *email;	/* the address that the user typed, or NULL */
	char *domain;	/* the domain in question, or NULL */
	/* the domain whose MX servers are tested on port 25, with its published records, or NULL */
	char *mx_domain;
	char *source; /* where the servers are from, in words: "built in (gmail)"; or NULL */
	enum source found_by;
	/* the form of user name that the provider expects ("full address"), or NULL */
	char *user_form;
	char *checked;	/* when the provider's facts were last looked up, "2026-11-28", or NULL */
	char *help_url; /* the provider's help page, or NULL */
	char *meant;	/* the provider's server that a typed name of its domain means, or NULL */
	char *account;	/* the mail program whose account it is ("thunderbird"), or NULL */
	char *error;	/* the message that a mail program shows, as pasted, or NULL */
	struct strs notes; /* notes for the person from the provider file, one sentence each */
	struct strs codes; /* the provider's policy codes: "app-password", "oauth2-only", … */
	/* What a person typed by itself, "imaps" or "587" (--service, --port, HOST:PORT): servers that are yet
	 * to be found must fit, and it is never spare */
	struct strs asked;
	struct target_server *servers;
	size_t server_n;
	struct target_override *overrides;
	size_t override_n;
	/* of other providers; not used with only_target */
	struct target_reference *references;
	size_t reference_n;
	bool want_ipv4, want_ipv6; /* at least one is set */
	bool discover;		   /* the domain's servers are to be found out */
	bool audit;		   /* all that the domain publishes is held against what is */
	bool no_address;	   /* the address's local part leaves this computer nowhere */
	bool only_target;	   /* contact no other servers */
	bool no_path;		   /* no path probes */
	bool no_versions;	   /* no further connections to find out a port's TLS versions */
	bool versions_on_reason;   /* such connections only where the first handshake gave reason */
	bool practice;		   /* the built-in practice servers */
	char *ca_file;		   /* trusted instead of the system's, or NULL */
	char *scenario;		   /* the practice scenario, or NULL */
};

/* A new target that wants both families and has no server.  Free with target_free(). */
struct target *target_new(const char *label);
void target_free(struct target *t); /* NULL allowed */
struct target *target_copy(const struct target *t);
/* The target as a JSON object (a new reference), and back. Unknown members are ignored. NULL with
 * *ret_wrong: the member with a wrong value. */
struct json_t *target_to_json(const struct target *t);
struct target *target_from_json(const struct json_t *json, const char **ret_wrong);
/* Appends a server and returns it (owned by t, valid until the next call), or NULL at
 * TARGET_SERVERS_MAX. */
struct target_server *target_add(struct target *t, enum service service, enum security security,
				 const char *host, int port);
/* Frees what it holds, and zeroes it. */
void target_server_clear(struct target_server *s);
/* address may be NULL.  False at TARGET_OVERRIDES_MAX. */
bool target_override(struct target *t, const char *host, enum family family, const char *address,
		     int port, int connect_port);
/* False at TARGET_REFERENCES_MAX. */
bool target_reference(struct target *t, enum service service, const char *host, int port);
/* Whether a person typed that port or service. */
bool target_asks_for(const struct target *t, enum service service, int port);
/* Whether every server of t is on loopback, by its numeric address, an override, or the name
 * localhost. */
bool target_is_loopback(const struct target *t);

#endif
