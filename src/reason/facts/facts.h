/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is known of each endpoint, recomputed from the log: every value with the number of the event
 * that says so (0: not known). Borrowed texts belong to the log. A retry starts an endpoint's facts
 * afresh.
 */
#ifndef REASON_FACTS_FACTS_H
#define REASON_FACTS_FACTS_H

#include "model/log.h"
#include "model/target.h"

#define FACTS_CHAIN_MAX 16
/* A shorter silence after connecting proves nothing: tarpits wait longer. */
#define FACTS_SILENT_US 20000000

struct fact_stage {
	enum outcome outcome; /* OUTCOME_NONE until it has ended */
	unsigned begin, end;  /* events; 0 if not */
	int err;
	int64_t us;
	int64_t waiting_us; /* last EVENT_WAITING, 0 if none */
};

struct fact_cert {
	unsigned event;
	const struct event *cert; /* the EVENT_TLS_CERT itself */
};

struct fact_caps {
	unsigned event;		 /* 0: none seen */
	const struct strs *list; /* never NULL if event is set */
};

struct endpoint_facts {
	unsigned attempt;	   /* the newest one; 0 before the first begins */
	const struct event *begin; /* the last EVENT_PROBE_BEGIN, NULL before the first begins */
	unsigned begin_event;
	unsigned end_event;   /* the EVENT_PROBE_END; 0 while it runs */
	enum outcome outcome; /* of the probe */
	enum stage end_stage;
	struct fact_stage stages[STAGE_COUNT_];
	const char *address; /* the other end's numeric address, or NULL */
	const char *local_address;
	unsigned connected_event;
	const struct event *dns;      /* the EVENT_DNS_ANSWER, or NULL */
	const struct event *greeting; /* EVENT_GREETING, or NULL */
	/* Of the previous try, if the engine tried once more alone because the server had refused
	 * it: that greeting, and the EVENT_RETRY; else NULL. */
	const struct event *turned_away, *alone;
	const struct event *bytes; /* first EVENT_BYTES_RECEIVED (outside the protocol), or NULL */
	/* first EVENT_REPLY or EVENT_GREETING with outcome DENIED, or NULL */
	const struct event *denial;
	/* the EVENT_REPLY to the first accepted EHLO or HELO, or NULL */
	const struct event *hello;
	const struct event *hello_tls;	    /* the same after STARTTLS */
	const struct event *starttls_reply; /* the EVENT_REPLY to STARTTLS or STLS, or NULL */
	struct fact_caps caps, caps_tls;
	const struct event *session; /* EVENT_TLS_SESSION, or NULL */
	const struct event *verify;  /* EVENT_TLS_VERIFY, or NULL */
	const struct event *alert;   /* EVENT_TLS_ALERT, or NULL */
	const struct event *tls_error;
	const struct event *noise; /* the last EVENT_TLS_NOISE, or NULL */
	const struct event *leftover;
	/* First EVENT_UNASKED that is an answer to something else, before the goodbye; NULL if
	 * none. */
	const struct event *unasked;
	/* EVENT_UNASKED in clear text that is legal and out of place: the first with data of a
	 * mailbox, else the first; NULL if none. */
	const struct event *odd;
	/* the first line of the greeting, complete or not; or NULL */
	const struct event *greeting_line;
	const struct event *wrong_code; /* first greeting or reply with outcome BADREPLY, or NULL */
	const struct event *unknown;	/* first EVENT_REPLY with outcome NOTOFFERED, or NULL */
	const struct event *hello_check; /* EVENT_HELLO_CHECK, or NULL */
	const struct event *closed;
	const struct event *refuser;  /* EVENT_REFUSER, or NULL */
	const struct event *segments; /* the last EVENT_SEGMENTS, or NULL */
	const struct event *limit;
	const struct event *tls_check;
	/* EVENT_DANE by the records of its host, of the host's alias; or NULL */
	const struct event *dane, *dane_at_alias;
	const struct event *accepts[TLS_VERSION_COUNT_]; /* EVENT_TLS_ACCEPTS for each, or NULL */
	const struct event *secrecy;			 /* EVENT_TLS_SECRECY, or NULL */
	const struct event *nameless;			 /* EVENT_TLS_NAMELESS, or NULL */
	const struct event *offers[TLS_OFFER_COUNT_];	 /* EVENT_TLS_OFFER of each, or NULL */
	struct fact_cert chain[FACTS_CHAIN_MAX];
	size_t chain_n;
};

struct facts {
	const struct target *target;
	const struct log *log;
	const struct endpoints *plan;
	int64_t now; /* Unix seconds */
	bool run_ended;
	const struct event *run_end;  /* the EVENT_RUN_END, or NULL during the run; one
				       * that follows another without a probe says nothing new */
	const struct event **lookups; /* EVENT_RECORDS and EVENT_POLICY, oldest first */
	size_t lookup_n;
	const struct event **local; /* EVENT_LOCAL, oldest first: facts/surroundings.h */
	size_t local_n;
	struct endpoint_facts *v; /* v[id - 1] for each endpoint of the plan */
	size_t n;
	size_t seen;	/* events of the log that the facts know */
	bool worked;	/* a probe since the last end */
	bool overtaken; /* an event came before its endpoint */
};

/* Computes the facts; all three must outlive them.  Free with facts_clear(). */
void facts_init(struct facts *f, const struct target *target, const struct log *log,
		const struct endpoints *plan);
/* Adds what log and plan have more than at the last call; pointers to endpoints' facts become invalid. */
void facts_follow(struct facts *f);
void facts_clear(struct facts *f);
const struct endpoint_facts *facts_of(const struct facts *f,
				      unsigned endpoint); /* NULL if there is none */
/* The numeric address that the endpoint's probe used, or NULL; for a failed connection the first
 * one of the answer. */
const char *facts_address(const struct facts *f, unsigned endpoint);
/* This computer's address as the server saw it and says in its answer to EHLO; NULL if it doesn't. The caller frees. */
char *facts_address_told(const struct endpoint_facts *f);
/* The newest answer about name, or NULL. */
const struct event *facts_lookup(const struct facts *f, enum lookup_type type, const char *name);
/* Whether an odd line of IMAP is data of a mailbox, which no server has before a login. */
bool facts_is_mailbox_data(const char *line);
/* The last capability list: after STARTTLS if there is one. NULL if there was none. */
const struct strs *facts_caps(const struct endpoint_facts *e);

/* Whether the port accepts a version of TLS. Unknown is neither good nor bad. */
enum acceptance { ACCEPTANCE_UNTESTED, ACCEPTANCE_ACCEPTED, ACCEPTANCE_REFUSED, ACCEPTANCE_COUNT_ };
const char *acceptance_name(enum acceptance a); /* "not tested", "accepted", "refused" */
/* By the main session, else by the connection that offered only that version. */
enum acceptance facts_acceptance(const struct endpoint_facts *e, enum tls_version v);
/* Whether recorded connections stay secret even if the server's key becomes known one day. */
enum secrecy {
	SECRECY_UNTESTED,
	SECRECY_CHOSEN,	 /* by the main session */
	SECRECY_OFFERED, /* only if nothing else is offered */
	SECRECY_REFUSED,
	SECRECY_COUNT_
};
const char *secrecy_name(enum secrecy s); /* "not tested", "chosen", "offered", "refused" */
enum secrecy facts_secrecy(const struct endpoint_facts *e);
/* The main session has no forward secrecy. */
bool facts_lacks_secrecy(const struct endpoint_facts *e);
/* The result of a connection with another offer (EVENT_TLS_OFFER, or any other about a
 * handshake). */
enum acceptance facts_offer(const struct endpoint_facts *e, const struct event *ev);
/* The main handshake was refused, cut off or never answered. */
bool facts_handshake_failed(const struct endpoint_facts *e);
/* The result of the connection without a server name. */
enum nameless {
	NAMELESS_UNTESTED,
	NAMELESS_SAME,	/* the same certificate */
	NAMELESS_OTHER, /* another certificate */
	NAMELESS_REFUSED,
	NAMELESS_COUNT_
};
const char *nameless_name(enum nameless n); /* "not tested", "same certificate", … */
enum nameless facts_nameless(const struct endpoint_facts *e);

#endif
