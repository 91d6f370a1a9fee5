/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/facts/judgement.h"

const char *verdict_name(enum verdict v)
{
	static const char *const names[] = {"ok", "note", "warning", "problem", "untested"};

	return (unsigned)v < VERDICT_COUNT_ ? names[v] : "?";
}

const char *certainty_name(enum certainty c)
{
	static const char *const names[] = {"possible", "likely", "certain"};

	return (unsigned)c < CERTAINTY_COUNT_ ? names[c] : "?";
}

const char *place_name(enum place p)
{
	static const char *const names[] = {
	    "unknown",	 "this-computer", "home-router", "home-router-or-network",
	    "network",	 "proxy",	  "server",	 "server-or-way-back",
	    "everything"};

	_Static_assert(sizeof names / sizeof *names == PLACE_COUNT_, "a name for each");

	return (unsigned)p < PLACE_COUNT_ ? names[p] : "?";
}
