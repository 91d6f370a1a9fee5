/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server's TLS session and certificates, the server's own first. */
#include "config.h"
#include "ui/run.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "words/words.h"
#include "words/words_versions.h"

#include <stdlib.h>
#include <string.h>

#define COL_LABEL 1
#define COL_VALUE 14
#define DAY 86400

static void put_pair(struct list *l, const char *label, const char *value, int cols)
{
	if (!value || !*value)
		return;
	list_line(l);
	list_put(l, COL_LABEL, ROLE_DIM, label);
	list_wrap_on(l, COL_VALUE, cols, ROLE_NORMAL, value);
}

static void put_dates(struct list *l, const struct event *cert, int64_t now, int cols)
{
	char *from = words_date(cert->not_before), *until = words_date(cert->not_after);
	long long days = (long long)(cert->not_after - now) / DAY;
	char *text = NULL;

	put_pair(l, _("Valid from"), from, cols);
	if (cert->not_after < now) /* TRANSLATORS: %s is a date, %lld a number of days. */
		text = mem_printf(_("%s (%lld days ago)"), until, -days);
	else /* TRANSLATORS: %s is a date, %lld a number of days. */
		text = mem_printf(_("%s (%lld days left)"), until, days);
	put_pair(l, _("Valid until"), text, cols);
	free(text);
	free(until);
	free(from);
}

static void put_cert(struct list *l, const struct run *run, const struct event *cert, int64_t now,
		     int cols)
{
	bool proof = run_is_proof(run, cert->seq);
	char *names = strs_join(&cert->list, ", ");
	char *key = mem_printf("%s %d", cert->key ? cert->key : "", cert->bits);

	list_item(l, ITEM_HEADING, 0);
	list_line(l);
	if (proof)
		list_put(l, 0, ROLE_MARK, theme_glyph(GLYPH_MARK));
	if (cert->num == 0)
		list_put(l, COL_LABEL, ROLE_TITLE, _("The server's certificate"));
	else /* TRANSLATORS: %d is the place in the chain, from 1. */
		list_putf(l, COL_LABEL, ROLE_TITLE, _("Issuer's certificate %d"), cert->num);
	list_item(l, proof ? ITEM_MARKED : ITEM_TEXT, cert->seq);
	put_pair(l, _("For"), cert->subject, cols);
	put_pair(l, _("Names"), names, cols);
	put_pair(l, _("Issued by"), cert->issuer, cols);
	put_dates(l, cert, now, cols);
	put_pair(l, _("Key"), key, cols);
	put_pair(l, _("Signature"), cert->signature, cols);
	put_pair(l, _("SHA-256"), cert->sha256, cols);
	free(key);
	free(names);
}

static void put_session(struct list *l, const struct run *run, const struct endpoint_facts *f,
			int cols)
{
	char *chosen = words_chosen(f), *secrecy = words_secrecy(f);
	char *verified = f->verify ? words_event(f->verify, theme_ascii()) : NULL;
	char *versions = words_versions(f), *nameless = words_nameless(f);
	char *words = verified ? strstr(verified, "  ") : NULL; /* without the time */

	list_item(l, ITEM_TEXT, 0);
	put_pair(l, _("Chosen"), chosen, cols);
	put_pair(l, _("Secrecy"), secrecy, cols);
	put_pair(l, _("Verified"), words ? words + 2 : verified, cols);
	put_pair(l, _("Versions"),
		 versions ? versions
			  : words_versions_untested(&run->record->facts, run->endpoint - 1, true),
		 cols);
	put_pair(l, _("Name sent"), nameless, cols);
	free(nameless);
	free(versions);
	free(verified);
	free(secrecy);
	free(chosen);
}

/* Why there is no certificate: a port that did not get that far has shown none, good or bad. */
static void put_none(struct list *l, const struct run *run, const struct endpoint_facts *f,
		     int cols)
{
	char *state = words_state(run->record, run->endpoint);
	char *text;

	if (f && f->end_event && f->stages[STAGE_TLS].outcome == OUTCOME_OK)
		text = mem_strdup(_("This port showed no certificate."));
	else if ((f && f->end_event) ||
		 run_is_over(run)) /* TRANSLATORS: %s is a sentence that says how far it got. */
		text =
		    mem_printf(_("Not tested, because encryption did not come about. %s"), state);
	else
		text = mem_strdup(_("No certificate so far."));
	list_item(l, ITEM_TEXT, 0);
	list_wrap(l, 1, cols, ROLE_DIM, text);
	free(text);
	free(state);
}

void pane_certificate_build(struct list *l, const struct run *run, int cols)
{
	const struct endpoint_facts *f = run_facts(run);
	char *name = words_endpoint_name(run->record, run->endpoint);

	list_item(l, ITEM_HEADING, 0);
	list_wrap(l, 1, cols, ROLE_TITLE, name);
	free(name);
	if (f && f->session)
		put_session(l, run, f, cols);
	for (size_t i = 0; f && i < f->chain_n; i++)
		put_cert(l, run, f->chain[i].cert, run->record->facts.now, cols);
	if (f && (f->session || f->chain_n))
		return;
	put_none(l, run, f, cols);
}
