/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings: what the rules conclude, how certain it is, and the events that prove it. */
#ifndef REASON_RULES_FINDING_H
#define REASON_RULES_FINDING_H

#include "base/str.h"
#include "reason/facts/facts.h"
#include "reason/facts/judgement.h"

struct finding_arg { /* a value for {name} in the advice's texts; foreign text, unescaped */
	char *name, *value;
};
/* Two arguments are sentences of know/ marked N_(), to be translated: the meaning of the server's
 * own words, for the explanation, and what to do about them, before the steps. */
#define FINDING_ARG_MEANING "meaning"
#define FINDING_ARG_ACTION "action"
/* an address: words_explanation() says that it is the one meant */
#define FINDING_ARG_LISTED "listed"
#define FINDING_ARG_CHANGE                                                                         \
	"change"		/* the id of a row of know/changes, told with the log's own day */
#define FINDING_ARG_RULE "rule" /* a line of nft or iptables: words_explanation() quotes it */

/* Which finding, as a note, may be the cause when all that was asked for works and a mail program
 * still fails: the likelier, the higher. */
enum hint {
	HINT_NONE,
	HINT_PLACE,    /* it works here, and may not elsewhere */
	HINT_FAMILY,   /* one family does not work */
	HINT_WAIT,     /* the server limits or delays */
	HINT_PORT25,   /* a mail program can be set to port 25 */
	HINT_STRICT,   /* other programs refuse what is accepted here */
	HINT_ONLY_25,  /* the only port that was asked for serves no mail program */
	HINT_SWITCH,   /* the provider lets some programs in only */
	HINT_PASSWORD, /* the usual password is the wrong one */
	HINT_PORT,     /* a port that was asked for and that this provider does not have */
};

struct finding {
	const char *id; /* the rule's id, "tcp.blocked.port25"; static */
	enum verdict verdict;
	enum certainty certainty;
	enum place place;
	struct numbers endpoints; /* the rows it is about; none: the whole run */
	struct numbers evidence;  /* never empty: the events that prove it */
	struct finding_arg *args;
	size_t arg_n;
	/* index of the finding that explains it and that it is folded under, -1 if none */
	int under;
	enum hint hint;
	bool for_operator; /* concerns the administrator of the server or domain, not the person */
	int wait_ms;	   /* a live run shows it this long after its last proof; 0: at once */
	char *hop;	   /* address of the last hop that forwarded the port, or NULL */
};

struct findings {
	struct finding *v; /* worst first, folded ones after the one that they are under */
	size_t n;
};

void findings_clear(struct findings *list);
/* Takes away each finding whose place in drop is set, and those that are under one. */
void findings_drop(struct findings *list, const bool *drop);
/* Whether f is under one whose place agrees with its own: what says another place is explained away, and no
 * consequence to tell a person. */
bool finding_follows(const struct findings *list, const struct finding *f);
/* Whether f (NULL: false) is about the row. */
bool finding_is_about(const struct finding *f, unsigned endpoint);
/* The first finding about the row with an id that str_is_listed() finds in ids, or NULL. */
const struct finding *findings_about(const struct findings *list, unsigned endpoint,
				     const char *ids);
/* Whether any finding, whatever it is about, has such an id. */
bool findings_have(const struct findings *list, const char *ids);
/* The value of an argument, or NULL. */
const char *finding_arg(const struct finding *f, const char *name);
/* The finding's ports and hosts, each once: ports in decimal by size, hosts by their rows. */
void finding_ports(const struct finding *f, const struct endpoints *plan, struct strs *ret);
void finding_hosts(const struct finding *f, const struct endpoints *plan, struct strs *ret);
/* The verdict of one endpoint: the worst of the findings about it, at most a note for the web port
 * and port 25 beside other services, OK if it worked, UNTESTED while it runs or if it was skipped
 * or the name has no address of that family. */
enum verdict findings_verdict(const struct findings *list, const struct facts *f,
			      unsigned endpoint);

#endif
