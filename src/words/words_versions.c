/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_versions.h"

#include "base/buf.h"
#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/services.h"

#include <stdlib.h>
#include <string.h>

/* Each way of not being tested has its own reason. */
enum kind { ACCEPTED, REFUSED, NOT_OFFERED, NOT_ANSWERED, KIND_COUNT_ };

static enum kind kind_of(const struct endpoint_facts *f, enum tls_version v)
{
	switch (facts_acceptance(f, v)) {
	case ACCEPTANCE_ACCEPTED:
		return ACCEPTED;
	case ACCEPTANCE_REFUSED:
		return REFUSED;
	default:
		return f->accepts[v] && f->accepts[v]->outcome == OUTCOME_SKIPPED ? NOT_OFFERED
										  : NOT_ANSWERED;
	}
}

/* "TLS 1.0, TLS 1.1 and TLS 1.2"; NULL for none. */
static char *list_of(const struct endpoint_facts *f, enum kind kind)
{
	char *list = NULL, *last = NULL;

	for (unsigned v = 0; v < TLS_VERSION_COUNT_; v++) {
		if (kind_of(f, (enum tls_version)v) != kind)
			continue;
		char *longer = list ? mem_printf("%s, %s", list, last) : mem_strdup(last);

		free(list);
		free(last);
		list = longer;
		last = mem_strdup(tls_version_words(tls_version_name((enum tls_version)v)));
	}
	if (!list)
		return last;
	/* TRANSLATORS: the end of a list, "TLS 1.0, TLS 1.1" and "TLS 1.2". */
	char *whole = mem_printf(_("%s and %s"), list, last);

	free(list);
	free(last);
	return whole;
}

static char *sentence_of(enum kind kind, const char *list)
{
	switch (kind) {
	case ACCEPTED: /* TRANSLATORS: %s is a list of versions of TLS, here and below. */
		return mem_printf(_("Accepts %s."), list);
	case REFUSED:
		return mem_printf(_("Refuses %s."), list);
	case NOT_OFFERED:
		return mem_printf(
		    _("Not tested: %s, because this computer's TLS library doesn't offer it."),
		    list);
	default:
		return mem_printf(_("Not tested: %s, because no clear answer came."), list);
	}
}

static bool has_versions(const struct endpoint_facts *f)
{
	bool any = false;

	for (unsigned v = 0; v < TLS_VERSION_COUNT_; v++)
		any |= f->accepts[v] != NULL;
	return any;
}

/* None of the versions was accepted with the server's name, and one without it. */
static bool refuses_name(const struct endpoint_facts *f)
{
	for (unsigned v = 0; v < TLS_VERSION_COUNT_; v++)
		if (facts_acceptance(f, (enum tls_version)v) == ACCEPTANCE_ACCEPTED)
			return false;
	return !f->session && facts_offer(f, f->nameless) == ACCEPTANCE_ACCEPTED;
}

char *words_versions(const struct endpoint_facts *f)
{
	struct buf out;

	if (!has_versions(f))
		return NULL;
	if (refuses_name(f))
		return mem_strdup(
		    _("Refuses the server's name (SNI), whatever the version of TLS."));
	buf_init(&out, 0);
	for (unsigned kind = 0; kind < KIND_COUNT_; kind++) {
		char *list = list_of(f, (enum kind)kind);

		if (list) {
			char *sentence = sentence_of((enum kind)kind, list);

			buf_printf(&out, "%s%s", out.len ? " " : "", sentence);
			free(sentence);
		}
		free(list);
	}
	return buf_take(&out);
}

/* Another address of the same port was asked. */
static bool is_asked_elsewhere(const struct facts *f, size_t i)
{
	const struct endpoint *e = &f->plan->v[i];

	for (size_t k = 0; k < f->n; k++) {
		const struct endpoint *other = &f->plan->v[k];

		if (other->service == e->service && other->port == e->port &&
		    str_ieq(other->host, e->host) && has_versions(&f->v[k]))
			return true;
	}
	return false;
}

const char *words_versions_untested(const struct facts *f, size_t i, bool elsewhere)
{
	const struct endpoint *e = &f->plan->v[i];

	if (!f->v[i].session || has_versions(&f->v[i]) || !endpoint_counts(e) ||
	    service_row(e->service)->purpose == PURPOSE_WEB)
		return NULL;
	if (f->target->no_versions)
		return _("Not tested: which versions of TLS it accepts and whether it needs its "
			 "name (SNI), because --no-versions was "
			 "given.");
	if (f->target->versions_on_reason)
		return _("Not tested: which versions of TLS it accepts and whether it needs its "
			 "name (SNI), because --versions was not given.");
	if (is_asked_elsewhere(f, i))
		return elsewhere ? _("Not tested: which versions of TLS it accepts and whether it "
				     "needs its name (SNI), because "
				     "another address of "
				     "this port was asked.")
				 : NULL;
	if (!f->run_end)
		return NULL;
	if (f->run_end->outcome != OUTCOME_OK)
		return _("Not tested: which versions of TLS it accepts and whether it needs its "
			 "name (SNI), because the run ended too "
			 "early.");
	return _("Not tested: which versions of TLS it accepts and whether it needs its name "
		 "(SNI), because no further connections "
		 "were made.");
}

char *words_secrecy(const struct endpoint_facts *f)
{
	static const char *const sentences[SECRECY_COUNT_] = {
	    N_("Forward secrecy was not chosen; it is unknown whether the server supports it."),
	    NULL,
	    N_("Forward secrecy was not chosen; the server supports it when nothing else is "
	       "offered."),
	    N_("Encryption with forward secrecy is refused."),
	};

	return facts_lacks_secrecy(f) ? mem_strdup(_(sentences[facts_secrecy(f)])) : NULL;
}

char *words_chosen(const struct endpoint_facts *f)
{
	const struct event *session = f->session;

	if (!session || !session->version)
		return NULL;
	const char *version = tls_version_words(session->version);
	char *both =
	    session->cipher ? mem_printf("%s, %s", version, session->cipher) : mem_strdup(version);
	char *text = esc_text(both, strlen(both), false);

	free(both);
	return text;
}

char *words_nameless(const struct endpoint_facts *f)
{
	static const char *const sentences[NAMELESS_COUNT_] = {
	    N_("Not tested: a handshake without the server's name, because no clear answer came."),
	    N_("The server's name (SNI) isn't needed."),
	    N_("Without the server's name (SNI), another certificate is shown."),
	    N_("Without the server's name (SNI), encryption is refused."),
	};

	return f->nameless ? mem_strdup(_(sentences[facts_nameless(f)])) : NULL;
}
