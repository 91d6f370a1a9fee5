/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The behaviour of a practice server as a small text. A line that begins at the margin sets
 * something or opens a block; the indented lines below a block are the server's actions, one after
 * the other. A `#` at the start of a line makes it a comment.
 *
 *	like submission             start from a stock server (practice/stock.h)
 *	listen open|full|refused    full: SYNs are dropped; refused: no listener
 *	tls on|off                  TLS from the first byte, or not
 *	identity NAME               the certificate (practice/identity.h); "good" at first
 *	issuer O=…,CN=…             the certificate is of an (untrusted) authority of that name
 *	priorities TEXT             GnuTLS priority string of the server
 *	dh 768|1024|1536            the group for Diffie-Hellman, if the priorities allow it
 *	alert N|off                 answer every ClientHello with that TLS alert
 *	nameless-alert N|off        answer a ClientHello without a server name with that TLS alert
 *	named-alert N|off           answer a ClientHello with a server name with that TLS alert
 *	nameless-identity NAME      the certificate for a ClientHello without a server name
 *	hello-max N|off             a ClientHello of more than N bytes is lost on the way to the server
 *	hello-newest VERSION        hang up on a ClientHello that mentions more than that ("TLS1.0")
 *	later-identity NAME         the certificate from the second connection on
 *	client-certificate none|asked|required
 *	turn-away N                 the first N connections get the block turned-away, not greet
 *	staple none|good|revoked|unknown    the OCSP response sent with the certificate
 *
 *	plain | under-tls | always  when the following blocks apply (at first: always)
 *
 *	greet                       as soon as the conversation begins
 *	turned-away                 the same, for an unwanted connection
 *	secured                     as soon as start-tls's handshake is done
 *	on PATTERN                  a line with these first words, in any case; `*`: any word
 *	on-hello                    a TLS ClientHello came where a line was due
 *	else                        any other line, or ClientHello
 *
 *	  reply TEXT                the text and CRLF
 *	  send TEXT                 the text alone
 *	  drip MS TEXT              the text alone, byte by byte, MS apart
 *	  repeat N reply|send TEXT  N times
 *	  wait MS                   do nothing meanwhile
 *	  start-tls                 begin the handshake
 *	  noise WORD                under TLS, records outside the conversation (net/tls/tls.h):
 *	                            renegotiate, warning, fatal, keys, ticket or empty
 *	  repeat N noise WORD       N times
 *	  close                     end properly (close_notify, FIN)
 *	  cut                       end without close_notify
 *	  reset                     end with RST
 *	  silence                   stay connected, send nothing more
 *
 * TEXT knows \r \n \t \0 \\ \xNN; {tag} is the first word of the client's line.
 * Of several matching blocks the last one wins, so a fault is written after `like`.
 */
#ifndef PRACTICE_SCRIPT_H
#define PRACTICE_SCRIPT_H

#include "net/tls/tls.h"

#include <stdbool.h>
#include <stddef.h>

#define SCRIPT_BLOCKS_MAX 128
#define SCRIPT_ACTIONS_MAX 64 /* of one block */
#define SCRIPT_DEPTH_MAX 4    /* `like` within `like` */
#define SCRIPT_TURN_AWAY_MAX 1000
#define SCRIPT_WAIT_MAX_MS 60000
#define SCRIPT_REPEAT_MAX 100000
/* bytes of one action, all repetitions together; below CONN_OUT_MAX */
#define SCRIPT_SEND_MAX (200 * 1024)

enum script_listen { SCRIPT_LISTEN_OPEN, SCRIPT_LISTEN_FULL, SCRIPT_LISTEN_REFUSED };
enum script_client { SCRIPT_CLIENT_NONE, SCRIPT_CLIENT_ASKED, SCRIPT_CLIENT_REQUIRED };
enum script_staple {
	SCRIPT_STAPLE_NONE,
	SCRIPT_STAPLE_GOOD,
	SCRIPT_STAPLE_REVOKED,
	SCRIPT_STAPLE_UNKNOWN
};
enum script_scope { SCRIPT_ALWAYS, SCRIPT_PLAIN, SCRIPT_UNDER_TLS };
enum script_when {
	SCRIPT_GREET,
	SCRIPT_TURNED_AWAY,
	SCRIPT_SECURED,
	SCRIPT_ON,
	SCRIPT_ON_HELLO,
	SCRIPT_ELSE
};
enum script_verb {
	SCRIPT_SEND, /* a reply is a send whose bytes end in CRLF */
	SCRIPT_DRIP,
	SCRIPT_WAIT,
	SCRIPT_START_TLS,
	SCRIPT_CLOSE,
	SCRIPT_CUT,
	SCRIPT_RESET,
	SCRIPT_SILENCE,
	SCRIPT_NOISE
};

struct script_action {
	enum script_verb verb;
	char *bytes; /* SEND, DRIP */
	size_t len;
	int ms;		/* WAIT, DRIP */
	unsigned times; /* SEND, NOISE */
	enum tls_noise noise;
};

struct script_block {
	enum script_scope scope;
	enum script_when when;
	char *pattern; /* of SCRIPT_ON, else NULL */
	struct script_action *actions;
	size_t n;
};

struct script {
	enum script_listen listen;
	enum script_client client;
	enum script_staple staple;
	bool tls;		 /* from the first byte */
	char *identity;		 /* never NULL */
	char *priorities;	 /* NULL: the library's default */
	int alert;		 /* -1: none */
	int turn_away;		 /* number of connections, from the first */
	int nameless_alert;	 /* -1: none */
	int named_alert;	 /* -1: none */
	int dh_bits;		 /* 0: the library's */
	int hello_max;		 /* 0: any */
	int hello_newest;	 /* enum tls_version, -1: any */
	char *nameless_identity; /* NULL: the same */
	char *later_identity;	 /* NULL: the same */
	struct script_block *blocks;
	size_t n;
};

/* NULL with *ret_error ("NAME:LINE: what is wrong"), which the caller frees. */
struct script *script_parse(const char *name, const char *text, char **ret_error);
void script_free(struct script *s); /* NULL allowed */

/* The block for what happened, or NULL. line (without line end) is for SCRIPT_ON, which falls back
 * to `else`. */
const struct script_block *script_find(const struct script *s, enum script_when when,
				       bool under_tls, const char *line);
/* Whether a conversation can get under TLS at all. */
bool script_uses_tls(const struct script *s);

#endif
