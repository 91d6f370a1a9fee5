/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What each rule's finding says to a person.  One row a rule id; the rule
 * itself is in reason/.  Texts are marked N_() and may hold {name} for the
 * finding's arguments; every finding also has {host}, {port}, {service},
 * {address} and {family} of its first endpoint, {ports}, {hosts}, {addresses} and
 * {services} of all, and {provider}: a rule that can be about several servers names all ({hosts}).  "[port|ports] {ports}" has a form for one and one for several,
 * "[hosts:was|were]" goes by {hosts}, and "[isp:without|with]" by whether the
 * finding has the argument isp; a list is said as "25, 143 and 587".  "[mx:for people|for owners]"
 * goes by whether WHEN_MX is true.
 *
 * No text names a port to enter: {instead} is the settings that have just worked for the same
 * purposes at other ports, {instead-tls} those of them with SSL/TLS. {beside} is
 * a port that greets, where nothing works. {over} is " over IPv4" where
 * the other family connects, else nothing. A step that lacks a value, or has no words left, is left out.
 */
#ifndef ADVICE_ADVICE_H
#define ADVICE_ADVICE_H

#include <stdbool.h>
#include <stddef.h>

enum who { WHO_YOU, WHO_ROUTER, WHO_ISP, WHO_PROVIDER, WHO_ADMIN, WHO_COUNT_ };
const char *who_title(enum who w); /* N_(): "You", "Ask your Internet provider", … */
/* Whether the steps are written so that the reader can read them aloud to a third party. */
bool who_is_asked(enum who w);

/* When a step is shown. */
enum when {
	WHEN_ALWAYS,
	WHEN_NOTHING_WORKS, /* reading or sending, whichever the rows are for, works in no way */
	WHEN_TYPED_HOST,    /* a server's name was typed, no e-mail address, domain or provider */
	WHEN_ONE_FAMILY,    /* only IPv4 or only IPv6 was asked for */
	WHEN_NO_ACTION,	    /* the server's own words do not say what to do */
	WHEN_IPV6,	    /* it is IPv6 that fails ({dead}) */
	WHEN_RELAY,	    /* only port 25 was asked for, as for a mail server */
	WHEN_MAIL,	    /* the contrary */
	WHEN_MX,    /* it is about mail servers' port 25 alone, which no mail program connects to */
	WHEN_NO_MX, /* the contrary */
	WHEN_OUTSIDE, /* the contrary of: a typed server in a local network, which no other network reaches */
	WHEN_INSIDE,
	WHEN_PROVIDED, /* as WHEN_OUTSIDE and WHEN_NO_MX: a mail provider may have it */
	/* mail fails here, on a computer that can be carried to another network */
	WHEN_AWAY,
	WHEN_NEAR,    /* other servers do not answer there either, as far as is known ({afar}) */
	WHEN_SENDING, /* it is about sending alone, and sending works in no way */
	WHEN_RENTED,  /* this computer is a rented one, or may well be */
	WHEN_COUNT_
};

#define ADVICE_STEPS_MAX 13

struct advice_step {
	enum who who;
	/* N_(): whole sentences, an imperative; to the Internet and the mail provider what the
	 * reader can say or paste: a question or a request. */
	const char *text;
	enum when when;
};

struct advice {
	const char *id;				    /* "tcp.blocked.port25" */
	const char *title;			    /* N_(): one line, at most about 70 columns */
	const char *explanation;		    /* N_(): what it means, a few whole sentences */
	struct advice_step steps[ADVICE_STEPS_MAX]; /* ends at the first without a text */
	/* blank-separated topic ids of advice/topics for "more about this", or NULL */
	const char *topics;
};

/* The row of a rule id, or NULL. */
const struct advice *advice_find(const char *id);
/* All rows, for `porthorn explain` and the test that walks the table. */
const struct advice *advice_all(size_t *ret_n);

#endif
