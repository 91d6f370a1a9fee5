/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Path sweeps in the log, and the place of a block as shown by comparing the suspect port's with a
 * working port's. Pure.
 */
#ifndef REASON_PATH_TRACE_H
#define REASON_PATH_TRACE_H

#include "reason/facts/facts.h"
#include "reason/facts/judgement.h"
#include "reason/facts/surroundings.h"

#define TRACE_TTL_MAX 24
#define TRACES_MAX 600	       /* further ones in the log are ignored */
#define TRACE_US_MAX 600000000 /* a longer round trip counts as this */

/* One TTL of a sweep. */
enum trace_mark {
	TRACE_UNKNOWN,	   /* not asked, or no answer yet */
	TRACE_PASSED,	   /* a router on the way said "time exceeded": the packet came that far */
	TRACE_OPEN,	   /* a machine accepted the connection */
	TRACE_REFUSED,	   /* RST, or ICMP port unreachable */
	TRACE_UNREACHABLE, /* an ICMP error, or the kernel's own */
	TRACE_DENIED,	   /* forbidden: EPERM or EACCES */
	TRACE_SILENT,
	TRACE_COUNT_
};
const char *trace_mark_name(enum trace_mark m); /* "passed", "open", … */

struct trace_hop {
	enum trace_mark mark;
	const char *address; /* the sender of the answer, or NULL; borrowed from the log */
	const char *name;    /* its reverse name, or NULL */
	int64_t us;	     /* round trip */
	unsigned event;	     /* 0 if none */
	int passes;	     /* how often a router there answered */
	int icmp_type, icmp_code, err;
};

/* All sweeps of one (endpoint, role) combined: the best answer at each TTL. */
struct trace {
	unsigned endpoint; /* the row with that port */
	enum family family;
	int port;
	const char *address;			  /* the other end */
	enum sweep_role role;			  /* suspect or working */
	int sweeps, sweeps_ended;		  /* begun and ended */
	unsigned first_event;			  /* its first PATH_BEGIN */
	unsigned end_event;			  /* its last PATH_END, 0 during a sweep */
	const char *why_not;			  /* why it could not be measured, or NULL */
	struct trace_hop hops[TRACE_TTL_MAX + 1]; /* by TTL, from 1 */
	int reached; /* lowest TTL at which the journey ended, 0 if it did not */
	int passed;  /* highest TTL with TRACE_PASSED, 0 if none */
	int retrans_fail, out_requests, out_transmits,
	    silent; /* counters, added up; -1: not known */
	unsigned counter_event;
	const char *next_router;   /* asked on the port itself, or NULL */
	enum outcome next_outcome; /* its answer */
	unsigned next_event;
	bool agree; /* two ended sweeps showed the same last hop and the same end */
	int sweep_passed[4], sweep_reached[4]; /* by sweep number 1 … 3 */
};

struct traces {
	struct trace *v;
	size_t n;
};

void traces_init(struct traces *list, const struct log *log);
void traces_clear(struct traces *list);
/* The trace of a suspect row, or NULL. */
const struct trace *traces_suspect(const struct traces *list, unsigned endpoint);
/* The trace of a working port to compare it with: the same address, measured as one, else one that
 * was suspected and opened furthest away; NULL if there is none. */
const struct trace *traces_working(const struct traces *list, const struct trace *suspect);

/* That of another address over the family which has the way in common as far as the suspect gets, and gets
 * further: the furthest; or NULL. */
const struct trace *traces_way(const struct traces *list, const struct trace *suspect);

/* One to another address that ends behind the same router, or NULL. */
const struct trace *traces_alike(const struct traces *list, const struct trace *suspect);

/* The conclusion about one suspect row. */
struct trace_verdict {
	const char *id; /* rule id, "path.drop.network"; NULL: the sweeps do not name a place */
	enum place place;
	enum certainty certainty;
	const char *hop; /* address of the last hop that forwarded the port, or NULL */
	/* address of the first hop that answers only for the working port, or NULL */
	const char *next;
	int hop_ttl;	  /* its TTL, 0: not even the first */
	const char *says; /* N_(): what the ICMP message of the one that said no means, or NULL */
	bool from_server; /* that message bears the server's own address */
	/* the named place, or as well its neighbour: the last router before the server; what is behind the computer
	 * around a container */
	bool either;
	enum segment segment;	 /* of the place where it ends */
	struct numbers evidence; /* events; the caller frees v */
};

/*
 * Compares suspect (not NULL) with working, which may be NULL, or may have
 * ended before the server.  Both are among all, where other ports of the
 * address may bear witness.  f gives own addresses and the log.  tcp: how an ordinary
 * connect() ended; tcp_us: how long it took if it was refused, else 0.
 */
void trace_judge(struct trace_verdict *ret, const struct facts *f, const struct traces *all,
		 const struct trace *suspect, const struct trace *working, enum outcome tcp,
		 int64_t tcp_us);
/*
 * For a port that is silent at every server, of an address where no port works: where it ends on the way
 * that they have in common with another server's working port. False, with *ret unset: not known.
 */
bool trace_judge_way(struct trace_verdict *ret, const struct facts *f, const struct traces *all,
		     const struct trace *suspect);
/* The same of a row by its EVENT_REFUSER, which must be there: how it fits with sweeps is for the
 * caller. */
void trace_judge_refuser(struct trace_verdict *ret, const struct facts *f, unsigned endpoint);
/* Whether an EVENT_REFUSER is of a packet that passed more routers than its time to live allows. */
bool trace_refuser_expired(const struct event *refuser, enum family family);

#endif
