/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/facts/rows.h"

#include "base/address.h"
#include "base/mem.h"
#include "know/registrable.h"
#include "reason/facts/role.h"

#include <stdlib.h>
#include <string.h>

/* TLS 1.0 and 1.1 (RFC 8996) and all SSL, as GnuTLS and others write them. */
bool tls_version_is_old(const char *version)
{
	static const char *const old[] = {"SSL",     "TLS1.0",	"TLS1.1", "TLSv1.0",
					  "TLSv1.1", "TLS 1.0", "TLS 1.1"};

	for (size_t i = 0; i < sizeof old / sizeof *old; i++)
		if (version && str_istarts(version, old[i]))
			return true;
	return str_ieq(version, "TLSv1");
}

static bool is_absent(const struct endpoint_facts *f)
{
	return f->stages[STAGE_DNS].outcome == OUTCOME_NOTOFFERED ||
	       (f->dns && !f->dns->list.n && f->stages[STAGE_DNS].outcome == OUTCOME_NONE &&
		f->end_event);
}

static bool is_no_welcome(enum outcome outcome)
{
	return outcome == OUTCOME_DENIED || outcome == OUTCOME_BADREPLY;
}

/* What is wrong with the certificate.  A program on this computer itself, such as a provider's bridge,
 * makes its own: what is said to it stays here. */
static unsigned faults_of(const struct row *r)
{
	unsigned status = r->f->verify->status;

	if (address_is_localhost(r->e->host) && status & CERT_SELF_SIGNED)
		status &= ~(unsigned)(CERT_SELF_SIGNED | CERT_UNTRUSTED | CERT_WRONG_NAME);
	return status;
}

static struct login login_by(const struct row *r, const struct strs *caps)
{
	return login_of(caps, r->service->protocol, r->f->greeting ? r->f->greeting->text : NULL);
}

static bool offers_login(const struct strs *caps)
{
	for (size_t i = 0; caps && i < caps->n; i++)
		if (str_istarts(caps->v[i], "AUTH ") || str_istarts(caps->v[i], "AUTH="))
			return true;
	return false;
}

/* Port 25 as a mail program's: it was typed, and not as a domain's MX, and one can log in there. */
static bool is_login_on_25(const struct facts *f, const struct endpoint *e)
{
	const struct endpoint_facts *known = facts_of(f, e->id);

	return e->service == SERVICE_SMTP && !f->target->mx_domain && known &&
	       target_asks_for(f->target, e->service, e->port) &&
	       (offers_login(known->caps.list) || offers_login(known->caps_tls.list));
}

static const struct service_row *service_of(const struct facts *f, const struct endpoint *e)
{
	return is_login_on_25(f, e) ? service_login_on_25() : service_row(e->service);
}

enum purpose row_purpose(const struct facts *f, const struct endpoint *e)
{
	return service_of(f, e)->purpose;
}

/* Rows of one host follow each other. */
static const char *owner_of(const struct row *r, const struct row *before)
{
	return before && str_ieq(before->e->host, r->e->host) ? before->owner
							      : registrable_domain(r->e->host);
}

void rows_init(struct rows *rows, const struct facts *f)
{
	*rows = (struct rows){.v = mem_calloc(f->n ? f->n : 1, sizeof *rows->v), .n = f->n};
	for (size_t i = 0; i < f->n; i++) {
		struct row *r = &rows->v[i];

		r->e = &f->plan->v[i];
		r->f = &f->v[i];
		r->service = service_of(f, r->e);
		r->owner = owner_of(r, i ? r - 1 : NULL);
		r->address = facts_address(f, r->e->id);
		r->counted = endpoint_counts(r->e);
		r->ended = r->f->end_event != 0;
		r->absent = is_absent(r->f);
		/* A STARTTLS that PREAUTH rules out is skipped, and yet everything is known. */
		r->cut_off =
		    r->ended &&
		    (r->f->outcome == OUTCOME_CANCELLED ||
		     (r->f->outcome == OUTCOME_SKIPPED && r->f->end_stage != STAGE_STARTTLS));
		r->tcp = r->f->stages[STAGE_TCP].outcome;
		r->greeted = r->f->greeting && !is_no_welcome(r->f->greeting->outcome) &&
			     !is_no_welcome(r->f->stages[STAGE_GREETING].outcome);
		r->secured = r->f->stages[STAGE_TLS].outcome == OUTCOME_OK;
		r->trusted = r->secured && r->f->verify && !faults_of(r) && r->f->session &&
			     !tls_version_is_old(r->f->session->version);
		r->login_in_clear = login_by(r, r->f->caps.event ? r->f->caps.list : NULL);
		r->login =
		    r->f->caps_tls.event ? login_by(r, r->f->caps_tls.list) : r->login_in_clear;
	}
}

void rows_clear(struct rows *rows)
{
	free(rows->v);
	*rows = (struct rows){0};
}

bool row_is_aside(const struct facts *f, const struct endpoint *e)
{
	enum purpose own = row_purpose(f, e);

	if (own != PURPOSE_WEB && own != PURPOSE_DELIVERY)
		return role_is_foreign(f, e) || role_is_superseded(f, e);
	for (size_t i = 0; i < f->plan->n; i++) {
		const struct endpoint *other = &f->plan->v[i];
		enum purpose purpose = row_purpose(f, other);

		if (purpose != PURPOSE_WEB && (purpose != PURPOSE_DELIVERY || own == PURPOSE_WEB) &&
		    !role_is_foreign(f, other))
			return true;
	}
	return false;
}

enum outcome row_outcome(const struct row *r, enum stage stage)
{
	return r->f->stages[stage].outcome;
}

bool row_ended(const struct row *r, enum stage stage, enum outcome outcome)
{
	return row_outcome(r, stage) == outcome;
}

bool outcome_is_cut(enum outcome outcome)
{
	return outcome == OUTCOME_RESET || outcome == OUTCOME_CLOSED;
}

/* Programs skip blank lines and lines without a code, or give up; none reads them as answers. */
bool row_is_out_of_step(const struct row *r)
{
	const struct event *odd = r->f->unasked;

	if (!odd || !odd->text || !odd->text[strspn(odd->text, "\n")])
		return false;
	return r->service->protocol != PROTOCOL_SMTP || odd->code;
}

bool row_is_mail(const struct row *r)
{
	return r->service->purpose != PURPOSE_WEB;
}

bool row_ready(const struct row *r)
{
	enum stage last = r->e->security == SECURITY_STARTTLS ? STAGE_CAPS_TLS : STAGE_CAPS;

	return r->greeted && r->f->stages[last].outcome == OUTCOME_OK && !row_is_out_of_step(r);
}

/* Under TLS, without any login (RFC 9051 section 7.2.2, RFC 2449 section 6.3). */
static bool lets_nobody_in(const struct row *r)
{
	return login_takes_none(&r->login, r->service->protocol);
}

bool row_hears_mailbox_data(const struct row *r)
{
	return r->f->odd && facts_is_mailbox_data(r->f->odd->text) &&
	       !(r->f->greeting && str_istarts(r->f->greeting->text, "PREAUTH"));
}

static bool is_clear_with_login(const struct row *r)
{
	return r->greeted && !r->secured && r->e->security != SECURITY_TLS &&
	       (r->e->security == SECURITY_NONE ||
		r->f->stages[STAGE_STARTTLS].outcome == OUTCOME_NOTOFFERED) &&
	       login_takes_password(&r->login_in_clear);
}

bool row_is_plain_here(const struct row *r)
{
	return address_is_localhost(r->e->host) && is_clear_with_login(r) &&
	       r->f->stages[STAGE_CAPS].outcome == OUTCOME_OK && !row_is_out_of_step(r);
}

bool row_safe(const struct row *r)
{
	if (row_is_plain_here(r))
		return true;
	return row_ready(r) && r->trusted && !r->f->leftover && !row_hears_mailbox_data(r) &&
	       r->e->security != SECURITY_NONE && !lets_nobody_in(r);
}

bool row_unsafe(const struct row *r)
{
	if (row_ready(r))
		return !row_safe(r) && !lets_nobody_in(r);
	/* No STARTTLS, but a login nevertheless; mail can be read on the way even if the password
	 * cannot. */
	return r->ended && is_clear_with_login(r) && !row_is_plain_here(r);
}

bool row_same_address(const struct row *a, const struct row *b)
{
	return a->address && b->address && str_ieq(a->address, b->address);
}

static bool is_at_another_address(const struct row *a, const struct row *b)
{
	return a != b && b->counted && a->e->service == b->e->service && a->e->port == b->e->port &&
	       a->e->family == b->e->family && str_ieq(a->e->host, b->e->host) && a->address &&
	       b->address && !row_same_address(a, b);
}

static bool has_failed(const struct row *r)
{
	return r->ended && !r->cut_off && !r->absent && !row_ready(r) &&
	       r->f->outcome != OUTCOME_OK;
}

const struct row *row_uneven_twin(const struct rows *rows, const struct row *r)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct row *other = &rows->v[i];

		if (is_at_another_address(r, other) &&
		    ((row_ready(r) && has_failed(other)) || (has_failed(r) && row_ready(other))))
			return other;
	}
	return NULL;
}

const struct row *row_unproven_twin(const struct rows *rows, const struct row *r)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct row *other = &rows->v[i];

		if (is_at_another_address(r, other) && r->secured && row_ready(r) &&
		    (!other->ended ||
		     (other->secured && row_ready(other) && r->trusted != other->trusted)))
			return other;
	}
	return NULL;
}

static bool is_word_at(const char *text, const char *word)
{
	size_t len = strlen(word);

	return str_istarts(text, word) && (!text[len] || text[len] == ' ' || text[len] == '=');
}

bool caps_have(const struct strs *caps, const char *word)
{
	for (size_t i = 0; caps && i < caps->n; i++)
		if (is_word_at(caps->v[i], word))
			return true;
	return false;
}

bool caps_have_starttls(const struct strs *caps)
{
	return caps_have(caps, "STARTTLS") || caps_have(caps, "STLS");
}

bool row_offers_starttls(const struct row *r)
{
	return r->f->caps.event && caps_have_starttls(r->f->caps.list);
}

bool name_is_covered(const char *pattern, const char *name)
{
	const char *rest = name ? strchr(name, '.') : NULL;

	return rest && rest > name && name_can_be_entered(name) && str_istarts(pattern, "*.") &&
	       strchr(pattern + 2, '.') && str_ieq(pattern + 1, rest);
}

bool name_can_be_entered(const char *name)
{
	return strchr(name, '.') && !strpbrk(name, "*\\ /@") && !address_is_numeric(name);
}

/* "example.org" of "mail.example.org"; NULL if the rest has no dot. */
static const char *parent_of(const char *name)
{
	const char *dot = strchr(name, '.');

	return dot && strchr(dot + 1, '.') ? dot + 1 : NULL;
}

bool name_is_close(const char *a, const char *b)
{
	const char *over_a = parent_of(a), *over_b = parent_of(b);

	return (over_a && (str_ieq(over_a, over_b) || str_ieq(over_a, b))) ||
	       (over_b && str_ieq(over_b, a));
}
