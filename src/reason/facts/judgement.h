/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The terms in which reason/ judges: how bad, how certain, and where. x_name() gives the stable,
 * untranslated word that JSON, rules and tests use.
 */
#ifndef REASON_FACTS_JUDGEMENT_H
#define REASON_FACTS_JUDGEMENT_H

#include <stddef.h>

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
	/* the home router's way out, or the way into the network behind it */
	PLACE_HOME_OR_NETWORK,
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

#endif
