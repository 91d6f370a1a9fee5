/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One observation. Events say what was seen, never what it means: "notAfter = …, verify status
 * expired", not "bad certificate". Only reason/ judges.
 *
 * An event is flat: every type uses some of the fields. event_fields is the one description of
 * them; it drives JSON out, JSON in, the evidence view and freeing. event_type_fields() says which
 * fields a type uses.
 *
 * Texts from the network (text, detail, list, cert names …) are kept unchanged and made printable
 * only where they are painted (base/esc.h). They never hold a NUL: net/ writes it as the two
 * characters "\0".
 */
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include "base/str.h"
#include "model/endpoint.h"
#include "model/fields.h"
#include "model/terms.h"

#include <stdint.h>

enum event_type {
	/* time: Unix seconds "now"; text: version of porthorn; list: options of the run */
	EVENT_RUN_BEGIN,
	EVENT_RUN_END, /* outcome: OK, TIMEOUT (whole-run limit) or CANCELLED */
	/* the user asked for this endpoint again (outcome DENIED: the engine tries it alone,
	 * because the server counts connections); a PROBE_BEGIN with attempt + 1 follows */
	EVENT_RETRY,
	EVENT_PROBE_BEGIN, /* service, security, family, why, host, address, port, connect_port */
	EVENT_PROBE_END, /* outcome of the first stage that failed, else OK; stage where it ended */
	EVENT_STAGE_BEGIN, /* stage */
	EVENT_STAGE_END,   /* stage, outcome, err, us since its STAGE_BEGIN */
	/*
	 * host, family, err (EAI_…), list: addresses (v4 or v6, numeric), us, flags: EVENT_HOSTS_FILE.
	 * After that, a bad answer or a late one the name servers were asked directly: text: enum dns_said by name, address: which
	 * server said that, num: its RCODE, detail: "192.0.2.53 silent, 192.0.2.54 address", alias:
	 * the addresses that it gives
	 */
	EVENT_DNS_ANSWER,
	EVENT_CONNECTED, /* host, address:port of the other end; local: own address */
	/* the ICMP message that ended connecting: address: who sent it, icmp_type, icmp_code */
	EVENT_REFUSER,
	EVENT_LINE_SENT,     /* stage, text without CRLF, flags EVENT_UNDER_TLS */
	EVENT_LINE_RECEIVED, /* stage, text without CRLF, flags */
	/* stage, text: first bytes that are not a line of the protocol, size: how many came */
	EVENT_BYTES_RECEIVED,
	EVENT_WAITING, /* the stage has no news; us waited so far */
	/* text: SMTP: what follows the code, lines joined by "\n"; others: from the status word on
	 * ("PREAUTH hello", "-ERR busy").  enhanced: RFC 3463 status, or the response code
	 * ("SYS/TEMP").  outcome: OK or DENIED. */
	EVENT_GREETING, /* code, enhanced, text; detail: name that the server calls itself */
	/* a complete reply: detail: the verb that it answers, code, enhanced, text; IMAP/POP3: code
	 * 0, outcome OK, DENIED, or NOTOFFERED: the server does not know the command and the probe
	 * goes on without it */
	EVENT_REPLY,
	/* stage (CAPS or CAPS_TLS), list: capabilities, one a string ("AUTH PLAIN LOGIN"), flags */
	EVENT_CAPS,
	/* version, cipher, kx (key exchange group), alpn, num: bits of DH or EC group, signature:
	 * of the handshake, flags */
	EVENT_TLS_SESSION,
	/* num: place in chain from 0 (leaf); subject, issuer, list: names; not_before, not_after …;
	 * detail: extended key usage ("serverAuth clientAuth", "any", OIDs), flags */
	EVENT_TLS_CERT,
	/* status: CERT_… bits, text: the library's words, host: name asked for, flags, reason: why
	 * there are no roots */
	EVENT_TLS_VERIFY,
	EVENT_TLS_ALERT, /* num: alert number, text: its name, flags EVENT_SENT if we sent it */
	EVENT_TLS_ERROR, /* err: the library's number, text: its words */
	/* The other end sent records that are not part of the conversation: text: "renegotiation",
	 * "alerts", "empty records", "handshake messages"; num: how many, outcome OK: refused or
	 * ignored, and the session went on; BADREPLY: so many that the session was given up. */
	EVENT_TLS_NOISE,
	/*
	 * A further connection offered this version only. outcome: OK, or that of the stage where
	 * it ended; SKIPPED: this computer's TLS library does not offer it. num: the TLS alert if
	 * there was one, text: its name or other words; sha256 of the leaf and status as in
	 * TLS_VERIFY if a certificate was shown.
	 */
	EVENT_TLS_ACCEPTS,
	/* A further connection offered everything but RSA key exchange: as TLS_ACCEPTS; version:
	 * the version chosen. */
	EVENT_TLS_SECRECY,
	/* A further connection sent no server name: as TLS_ACCEPTS, and with outcome OK subject,
	 * list and sha256 of the leaf. */
	EVENT_TLS_NAMELESS,
	/* A further connection offered something else (detail: tls_offer_name()): as TLS_ACCEPTS;
	 * us: the handshake's time. */
	EVENT_TLS_OFFER,
	EVENT_LEFTOVER, /* bytes after the STARTTLS go-ahead, before the handshake: text, size */
	/* The server sent text without a question, or in answer to another one: stage, lines joined
	 * by "\n", code of the last one, size in bytes. outcome: DENIED: it ends the conversation;
	 * OK: legal there, though no server has a reason to send it; else BADREPLY. */
	EVENT_UNASKED,
	/* The server hung up on EHLO; on a further connection it was asked with HELO: outcome, and
	 * where it answered, code and text. */
	EVENT_HELLO_CHECK,
	EVENT_LIMIT,  /* text: name of the limit that was hit, num: its value */
	EVENT_CLOSED, /* stage, outcome CLOSED or RESET, err */
	/* The stage is about to time out. num: segments that came while one before them was
	 * missing, size: bytes of ours that are not acknowledged */
	EVENT_SEGMENTS,
	/* what the other security mode showed on a second connection: outcome, text, detail */
	EVENT_TLS_CHECK,
	/* port, address, family, role; attempt: number of the sweep, repeated in all its events */
	EVENT_PATH_BEGIN,
	/* role, num: TTL, outcome, address: who answered, icmp_type, icmp_code, err, us, port */
	EVENT_PATH_HOP,
	/* An ordinary connection to the port at the address of the router behind the last one that
	 * let it through; outcome, err, us */
	EVENT_PATH_NEXT,
	EVENT_PATH_NAME, /* address, host: what reverse DNS says */
	EVENT_PATH_END,	 /* role, outcome (SKIPPED: text says why it is not available here) */
	EVENT_PATH_DONE, /* all sweeps that were ordered for this endpoint have ended */
	/* role, text: name of the kernel counter, num: how much it rose, size: number of silent
	 * sockets */
	EVENT_COUNTER,
	/*
	 * DNS records of a mail domain: host: name asked for, lookup: the type (not POLICY),
	 * outcome OK, NOTOFFERED (none), TIMEOUT, BADREPLY, SKIPPED, err: RCODE, list: "10
	 * mail.example.org" and so on, us; alias: the name at the end of host's aliases; dnssec;
	 * reason: why it failed or is not known
	 */
	EVENT_RECORDS,
	/* An MTA-STS policy was asked for: host, outcome OK, NOTOFFERED (HTTP says that there is
	 * none), REFUSED …, code: HTTP status, err: libcurl's number, status: CERT_… if its
	 * certificate did not verify, text: the response, detail: its content type, reason, us */
	EVENT_POLICY,
	/*
	 * A source's answer about the domain's mail servers: source; text: the question, with
	 * %EMAILADDRESS% for the address; host: who was asked; outcome: OK, NOTOFFERED (it has
	 * none), DENIED (reason), REFUSED …; code: HTTP status, err: libcurl's number, status:
	 * CERT_… of a bad certificate, flags: EVENT_UNDER_TLS, alias: the address that it came from
	 * after redirects, detail: content type, us; list: what it says (model/listing.h). With
	 * source GUESS: every source has answered, and the usual names may be tried
	 */
	EVENT_SOURCE,
	/*
	 * The certificates of this session compared with the TLSA records of host, or of alias if
	 * there is one: outcome OK (one matches; text: which), DENIED (none matches), NOTOFFERED
	 * (none is of a kind that SMTP can use), SKIPPED (reason says why); status: CERT_… if the
	 * matching certificate (text) is not good, or CERT_MISSING_ISSUER (subject: whose) if it
	 * was not sent; list: the records
	 */
	EVENT_DANE,
	/* kind, and its fields: address, family, device, state or detail (model/event_local.h) */
	EVENT_LOCAL,
	EVENT_COUNT_
};

enum event_flags {
	EVENT_UNDER_TLS = 1,
	EVENT_SENT = 2,
	/* TLS_SESSION, TLS_ALERT: the server asked for a client certificate */
	EVENT_CLIENT_CERT_ASKED = 4,
	/* TLS_SESSION before TLS 1.3: no renegotiation_info (RFC 5746) */
	EVENT_NO_SAFE_RENEGOTIATION = 8,
	/* TLS_CERT: basicConstraints says CA, are missing; keyUsage forbids signing certificates,
	 * signing handshakes; extendedKeyUsage is missing, is an empty list */
	EVENT_CERT_AUTHORITY = 32,
	EVENT_CERT_NO_CONSTRAINTS = 64,
	EVENT_CERT_NO_SIGNING = 128,
	EVENT_CERT_NO_SIGNATURE = 16,
	EVENT_CERT_NO_PURPOSE = 256,
	EVENT_CERT_EMPTY_PURPOSE = 512,
	EVENT_NO_ROOTS = 1024,	/* TLS_VERIFY: this computer trusts no authority */
	EVENT_HOSTS_FILE = 2048 /* DNS_ANSWER: the name is in this computer's hosts file */
};

/* What verification of a certificate chain found: bits of status. */
enum cert_status {
	CERT_UNTRUSTED = 1 << 0,   /* no path to a trusted root */
	CERT_SELF_SIGNED = 1 << 1, /* the leaf is signed by itself */
	CERT_EXPIRED = 1 << 2,	   /* any certificate of the path */
	CERT_NOT_YET_VALID = 1 << 3,
	CERT_WRONG_NAME = 1 << 4,
	CERT_REVOKED = 1 << 5,
	CERT_WEAK = 1 << 6, /* key or signature algorithm too weak */
	CERT_BAD_PURPOSE = 1 << 7,
	CERT_BAD_SIGNATURE = 1 << 8,
	CERT_MISSING_STAPLE = 1 << 9, /* must-staple without a staple */
	CERT_BAD_STAPLE = 1 << 10,
	CERT_BAD_CONSTRAINTS = 1 << 11, /* signer is not a CA, or name or path constraints */
	CERT_NO_NAME = 1 << 12,		/* no subjectAltName at all */
	CERT_OTHER = 1 << 13,
	/* Beside UNTRUSTED: the last issuer is missing, and another one of its organisation is
	 * trusted. */
	CERT_MISSING_ISSUER = 1 << 14
};

struct event {
	unsigned seq;  /* 1, 2, 3 … given by log_append() */
	int64_t at_us; /* microseconds since the run began, monotonic */
	enum event_type type;
	unsigned endpoint; /* endpoint id, or 0: about the run */
	unsigned attempt;  /* 1 for the first try of this endpoint */

	enum stage stage;
	enum outcome outcome;
	enum service service;
	enum security security;
	enum family family;
	enum why why;
	enum local_kind kind;
	enum neighbour state; /* of a gateway */
	enum lookup_type lookup;
	enum source source;
	enum dnssec dnssec; /* of all steps of the answer */
	enum sweep_role role;
	int port, connect_port;
	int err;  /* errno, EAI_… or the TLS library's number, as the type says */
	int code; /* SMTP reply code, 0 if none */
	int num;
	int size;
	int icmp_type, icmp_code;
	unsigned status;	       /* enum cert_status bits */
	unsigned flags;		       /* enum event_flags */
	int64_t us;		       /* a duration in microseconds */
	int64_t time;		       /* Unix seconds */
	int64_t not_before, not_after; /* Unix seconds */
	int bits;		       /* of a key */
	char *host, *address, *local;
	char *device; /* an interface of this computer; NULL: not known */
	char *text, *detail, *enhanced;
	char *version, *cipher, *kx, *alpn;
	char *subject, *issuer, *key, *signature, *sha256, *serial, *pem;
	char *reason; /* why something is not known; library's words, or marked N_() */
	char *alias;
	struct strs list;
};

extern const struct fields event_fields; /* the fields in which types of events differ */

const char *event_type_name(enum event_type type); /* "probe.begin" */
enum event_type event_type_from_name(const char *name);
/* The fields of event_fields that events of this type use, separated by spaces. */
const char *event_type_fields(enum event_type type);

/* A zeroed event of that type.  Free with event_free(). */
struct event *event_new(enum event_type type, unsigned endpoint);
void event_free(struct event *e); /* NULL allowed */
/* Stores a copy of len bytes at *text_field, NULs written as "\0" (two characters). */
void event_set_bytes(char **text_field, const char *bytes, size_t len);

/* One event as one line of JSON without a newline.  The caller frees. */
char *event_to_json(const struct event *e);
/* The inverse. NULL if the line is not an event; *ret_error (may be NULL) then says why, the caller
 * frees it. */
struct event *event_from_json(const char *line, char **ret_error);

#endif
