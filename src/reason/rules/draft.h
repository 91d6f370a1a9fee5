/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside reason/ only: the finding that a predicate is about to make. */
#ifndef REASON_RULES_DRAFT_H
#define REASON_RULES_DRAFT_H

#include "reason/facts/rows.h"
#include "reason/rules/finding.h"

struct judge;
struct refusal;

#define DRAFT_EVIDENCE_MAX 12
#define DRAFT_ARGS_MAX 14

/* What a predicate says about one endpoint; the first four begin with the rule's values. */
struct draft {
	enum verdict verdict;
	enum certainty certainty;
	enum place place;
	char *key; /* only rows with an equal key share a finding; NULL: all of the rule's merge */
	unsigned evidence[DRAFT_EVIDENCE_MAX];
	size_t evidence_n;
	struct finding_arg args[DRAFT_ARGS_MAX];
	size_t arg_n;
	const char *hop; /* last hop that forwarded the port, or NULL; borrowed */
};

/* Without texts and evidence; cheap, for it happens for each rule and row. Free with draft_clear(). */
void draft_begin(struct draft *d, enum verdict verdict, enum certainty certainty, enum place place);
/* An event is cited once; number 0 and NULL are ignored. */
void draft_cite(struct draft *d, unsigned seq);
void draft_cite_event(struct draft *d, const struct event *ev);
void draft_cite_stage(struct draft *d, const struct row *r, enum stage stage);
/* NULL or "" adds nothing; the texts then say that it is unknown. */
void draft_arg(struct draft *d, const char *name, const char *value);
void draft_arg_number(struct draft *d, const char *name, long value);
void draft_arg_list(struct draft *d, const char *name, const struct strs *values);
/* A date as YYYY-MM-DD (UTC). */
void draft_arg_day(struct draft *d, const char *name, int64_t unix_seconds);
/* Microseconds, in whole seconds, rounded. */
void draft_arg_seconds(struct draft *d, const char *name, int64_t us);
/* {dead}, {alive}: the family that fails, and the other one. */
void draft_families(struct draft *d, enum family dead);
/* {text}: the first line of the words, cut to a length that fits into a sentence. */
void draft_quote(struct draft *d, const char *text);
/* Cites and quotes a reply with its code; NULL: unknown. */
void draft_quote_reply(struct draft *d, const struct event *ev);
/* Cites and quotes a refusal (NULL: says only that it is unknown), with the known meaning of its
 * words. */
void draft_explain(const struct judge *j, const struct row *r, const struct event *ev,
		   struct draft *d);
/* The same for a finding whose own words say that the server is busy or counts connections, and to
 * wait. */
void draft_explain_telling(const struct judge *j, const struct row *r, const struct event *ev,
			   struct draft *d);
/* What know/ has about the refusal's words, or NULL. */
const struct refusal *reply_refusal(const struct judge *j, const struct row *r,
				    const struct event *ev);
void draft_key(struct draft *d, const char *key);
void draft_key_print(struct draft *d, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void draft_clear(struct draft *d);

#endif
