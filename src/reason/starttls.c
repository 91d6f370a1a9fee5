/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/starttls.h"

#include "reason/domain/sources.h"
#include "reason/facts/role.h"
#include "reason/facts/rows.h"

#include <assert.h>

const char *starttls_use_name(enum starttls_use use)
{
	static const char *const names[STARTTLS_USE_COUNT_] = {
	    [STARTTLS_REQUIRED] = "required",
	    [STARTTLS_IF_AVAILABLE] = "if-available",
	    [STARTTLS_UNPROVEN] = "unproven",
	    [STARTTLS_UNTESTED] = "untested",
	};

	assert((unsigned)use < STARTTLS_USE_COUNT_);
	return names[use];
}

/* Servers among themselves use encryption if it is offered (RFC 3207 section 4.2): port 25 does not
 * count. On this computer itself none is needed. */
static bool is_asked(const struct row *r)
{
	enum purpose purpose = r->service->purpose;

	return r->counted && !r->absent && r->e->security == SECURITY_STARTTLS &&
	       !row_is_plain_here(r) &&
	       (purpose == PURPOSE_RECEIVE || purpose == PURPOSE_SEND || purpose == PURPOSE_FILTER);
}

/* A greeting came, and then no encryption; PREAUTH skips it. */
static bool is_without(const struct row *r)
{
	enum outcome outcome = row_outcome(r, STAGE_STARTTLS);

	if (!r->greeted || r->secured)
		return false;
	return outcome == OUTCOME_NOTOFFERED || outcome == OUTCOME_DENIED ||
	       outcome == OUTCOME_SKIPPED || outcome_is_cut(outcome) ||
	       outcome_is_cut(row_outcome(r, STAGE_TLS));
}

static enum starttls_use use_of(const struct row *r, enum verdict verdict)
{
	if (!is_asked(r))
		return STARTTLS_NONE;
	if (!r->ended || r->cut_off)
		return STARTTLS_UNTESTED;
	if (is_without(r))
		return STARTTLS_IF_AVAILABLE;
	if (row_safe(r) && verdict != VERDICT_PROBLEM)
		return STARTTLS_REQUIRED;
	return r->secured ? STARTTLS_UNPROVEN : STARTTLS_UNTESTED;
}

/* A usual name where no mail server answers. */
static bool is_vain_guess(const struct facts *f, const struct row *r)
{
	return !r->greeted && (sources_guessed(f->target) || role_is_only_tried(f, r->e));
}

void starttls_uses(enum starttls_use *v, const struct facts *f, const struct findings *findings)
{
	struct rows rows;

	rows_init(&rows, f);
	for (size_t i = 0; i < rows.n; i++)
		v[i] = is_vain_guess(f, &rows.v[i])
			   ? STARTTLS_NONE
			   : use_of(&rows.v[i], findings_verdict(findings, f, rows.v[i].e->id));
	rows_clear(&rows);
}
