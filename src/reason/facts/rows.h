/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside reason/ only: each endpoint with its facts, reduced to the few questions that the rules
 * and the summary keep asking.
 */
#ifndef REASON_FACTS_ROWS_H
#define REASON_FACTS_ROWS_H

#include "know/services.h"
#include "reason/facts/facts.h"
#include "reason/facts/login.h"

struct row {
	const struct endpoint *e;
	const struct endpoint_facts *f;
	const struct service_row *service;
	const char *owner;   /* the registrable part of its host's name */
	const char *address; /* reached, or the one that was tried; NULL until known */
	bool counted;	     /* the target asks for it, directly or as a further address */
	bool ended;
	bool absent;	  /* the name has no address of this family (it may have none at all) */
	bool cut_off;	  /* cancelled or skipped: nothing is known */
	enum outcome tcp; /* how connecting ended; OUTCOME_NONE until then */
	bool greeted;	  /* a greeting that welcomes */
	bool secured;	  /* TLS is up, with any certificate */
	bool trusted;	  /* … and the certificate verified, with TLS 1.2 or newer */
	struct login login_in_clear, login; /* before TLS, and at the end of the conversation */
};

struct rows {
	struct row *v; /* v[id - 1] */
	size_t n;
};

void rows_init(struct rows *rows, const struct facts *f);
void rows_clear(struct rows *rows);

/* What the endpoint is for here: port 25 that a person typed and that offers a login is for sending (RFC 6409). */
enum purpose row_purpose(const struct facts *f, const struct endpoint *e);
/* A row that the person does not need: the web port, or port 25, if the plan has more than that; what
 * the server's name does not stand for; and a server that only a worse source names (role.h). */
bool row_is_aside(const struct facts *f, const struct endpoint *e);
/* How the stage ended, OUTCOME_NONE until then. */
enum outcome row_outcome(const struct row *r, enum stage stage);
bool row_ended(const struct row *r, enum stage stage, enum outcome outcome);
bool outcome_is_cut(enum outcome outcome); /* the connection was closed or torn down */
/* It sends unasked what a mail program reads as the answer to its next command. */
bool row_is_out_of_step(const struct row *r);
/* Data of a mailbox came in clear text before any login: not from the server. */
bool row_hears_mailbox_data(const struct row *r);
/* Any service but the web's. */
bool row_is_mail(const struct row *r);
/* It answered as a mail server should: a login would be the next step. */
bool row_ready(const struct row *r);
/* A server on this computer itself that takes logins and has no encryption: what is said to it
 * leaves no computer. */
bool row_is_plain_here(const struct row *r);
/* It is ready, and safe from eavesdroppers: TLS with a certificate that verified; or plain here. */
bool row_safe(const struct row *r);
/* A password could be sent, but only in clear text or to an unproven server. */
bool row_unsafe(const struct row *r);
/* Both are about the same machine, as far as addresses show; both must have one. */
bool row_same_address(const struct row *a, const struct row *b);
/* The same service at another address of the same name and family, if one of the two works and the
 * other has failed: a mail program succeeds by chance. NULL if not. */
const struct row *row_uneven_twin(const struct rows *rows, const struct row *r);
/* … if both answer, and one of the two alone proves itself by its certificate, or still may. */
const struct row *row_unproven_twin(const struct rows *rows, const struct row *r);

/* Whether one of the capabilities is word ("STARTTLS"), followed by its end, a space or "=". */
bool caps_have(const struct strs *caps, const char *word);
/* Whether one of them is STARTTLS or STLS. */
bool caps_have_starttls(const struct strs *caps);
/* Whether the row's server lists it before TLS. */
bool row_offers_starttls(const struct row *r);
/* Whether a certificate's name could be entered as a server: no pattern, no address. */
bool name_can_be_entered(const char *name);
/* Whether the two are neighbours: smtp.example.org, mail.example.org and example.org. */
bool name_is_close(const char *a, const char *b);
/* Whether "*.example.org" covers name (RFC 6125 section 6.4.3: one label); either may be NULL. */
bool name_is_covered(const char *pattern, const char *name);
bool tls_version_is_old(const char *version);

#endif
