/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings: what the rules conclude, how sure it is, and the events that prove it. */
#ifndef REASON_FINDING_H
#define REASON_FINDING_H

#include "base/str.h"
#include "reason/facts.h"

enum verdict {
	VERDICT_OK,
	VERDICT_NOTE,
	VERDICT_WARNING,
	VERDICT_PROBLEM,
	VERDICT_UNTESTED,
	VERDICT_COUNT_
};
enum certainty { CERTAINTY_POSSIBLE, CERTAINTY_LIKELY, CERTAINTY_CERTAIN, CERTAINTY_COUNT_ };
enum place {
	PLACE_UNKNOWN,
	PLACE_THIS_COMPUTER,
	PLACE_HOME_ROUTER,
	PLACE_NETWORK,
	PLACE_PROXY,
	PLACE_SERVER,
	PLACE_SERVER_OR_WAY_BACK,
	PLACE_EVERYTHING,
	PLACE_COUNT_
};

const char *verdict_name(enum verdict v);     /* "ok", "note", "warning", "problem", "untested" */
const char *certainty_name(enum certainty c); /* "possible", "likely", "certain" */
const char *place_name(enum place p); /* "unknown", "this-computer", "home-router", "network", … */

struct numbers { /* a list of event or endpoint numbers */
	unsigned *v;
	size_t n;
};

struct finding_arg { /* a value for {name} in the advice's texts; foreign text, unescaped */
	char *name, *value;
};
/* Two arguments are sentences of know/ marked N_(), to be translated: what the server's own words
 * mean, beside the explanation, and what to do about them, before the steps. */
#define FINDING_ARG_MEANING "meaning"
#define FINDING_ARG_ACTION "action"
#define FINDING_ARG_LISTED "listed" /* an address: words_explanation() says that it is meant */
#define FINDING_ARG_RULE "rule" /* a line of nft or iptables: words_explanation() quotes it */

struct finding {
	const char *id; /* the rule's id, "tcp.blocked.port25"; static */
	enum verdict verdict;
	enum certainty certainty;
	enum place place;
	struct numbers endpoints; /* the rows it is about; none: the whole run */
	struct numbers evidence;  /* never empty: the events that prove it */
	struct finding_arg *args;
	size_t arg_n;
	int under; /* index of the finding that it follows from and is folded under, -1 if none */
	char *hop; /* address of the last hop that let the port through, or NULL */
};

struct findings {
	struct finding *v; /* worst first, folded ones after the one they are under */
	size_t n;
};

/* Pure: reads no clock, locale, environment or file.  Free with findings_clear(). */
void diagnose(struct findings *ret, const struct facts *f);
void findings_clear(struct findings *list);
/* The value of an argument, or NULL. */
const char *finding_arg(const struct finding *f, const char *name);
/* The verdict of one endpoint: the worst of the findings about it, at most a note for the control
 * and the relay beside other services, OK if it worked, UNTESTED while it runs or if it was skipped
 * or the name has no address of that family. */
enum verdict findings_verdict(const struct findings *list, const struct facts *f,
			      unsigned endpoint);

#endif
