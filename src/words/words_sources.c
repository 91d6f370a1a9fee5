/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_sources.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/listing.h"
#include "reason/domain/domain.h"
#include "reason/domain/sources.h"
#include "words/words.h"

#include <stdlib.h>
#include <string.h>

const char *words_source(enum source s)
{
	static const char *const words[] = {
	    [SOURCE_NONE] = N_("not known"),
	    [SOURCE_TYPED] = N_("typed"),
	    [SOURCE_PROVIDER] = N_("a provider file"),
	    [SOURCE_MX] = N_("the owner of its MX"),
	    [SOURCE_AUTOCONFIG] = N_("autoconfig"),
	    [SOURCE_SRV] = N_("SRV records"),
	    [SOURCE_ISPDB] = N_("Thunderbird's collection (ISPDB)"),
	    [SOURCE_AUTODISCOVER] = N_("Autodiscover"),
	    [SOURCE_GUESS] = N_("guesses from the usual names"),
	};

	return (unsigned)s < SOURCE_COUNT_ ? _(words[s]) : "?";
}

static char *escaped(const char *text)
{
	return esc_text(text, strlen(text), false);
}

/* The name that the winning source gives its owner, or NULL. */
static const char *owner_of(const struct record *record)
{
	const struct log *log = &record->log;

	for (size_t i = 0; i < log->n; i++)
		if (log->v[i]->type == EVENT_SOURCE && log->v[i]->outcome == OUTCOME_OK &&
		    log->v[i]->source == record->target->found_by)
			return listing_find(&log->v[i]->list, "name");
	return NULL;
}

char *words_servers_from(const struct record *record)
{
	const struct target *t = record->target;
	const char *owner = t->discover && t->found_by ? owner_of(record) : NULL;

	if (t->source)
		return escaped(t->source);
	if (!t->found_by)
		return NULL;
	if (!owner || !*owner)
		return mem_strdup(words_source(t->found_by));
	char *name = escaped(owner);
	/* TRANSLATORS: a kind of source ("the owner of its MX"), and a provider's name. */
	char *text = mem_printf(_("%s (%s)"), words_source(t->found_by), name);

	free(name);
	return text;
}

/* ---- what came of a question ---- */

/* "imap.example.org 993, smtp.example.org 465" */
static char *servers(const struct event *e)
{
	struct strs list = {0};

	for (size_t i = 0; i < e->list.n; i++) {
		struct target_server s;

		if (!listing_read_server(e->list.v[i], &s))
			continue;
		char *one = mem_printf("%s %d", s.host, s.port);

		if (strs_has(&list, one))
			free(one);
		else
			strs_append(&list, one);
		target_server_clear(&s);
	}
	char *joined = strs_join(&list, ", "), *text = escaped(joined);

	free(joined);
	strs_clear(&list);
	return text;
}

/* What the records mean: "mx.example.net → Example Mail". */
static char *meaning(const struct event *e, bool ascii)
{
	const char *arrow = ascii ? "->" : "\xe2\x86\x92";
	const char *name = listing_find(&e->list, "name"), *kind = listing_find(&e->list, "kind");
	static const struct {
		const char *kind, *words;
	} kinds[] = {
	    {"filter", N_("a filter; the mailbox is elsewhere")},
	    {"archive", N_("an archive; the mailbox is elsewhere")},
	    {"forwarder", N_("passes mail on; there is no mailbox")},
	    {"parking", N_("an unused domain")},
	    {"no-mailbox", N_("hands mail to a program; there is no mailbox")},
	    {"panel", N_("a hosting panel")},
	    {LISTING_WEAK_SIGN, N_("a sign of it, and no proof")},
	};
	const char *what = NULL;

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_eq(kinds[i].kind, kind))
			what = _(kinds[i].words);
	char *host = escaped(e->alias ? e->alias : ""), *owner = escaped(name ? name : "");
	char *text = what     ? mem_printf("%s %s %s: %s", host, arrow, owner, what)
		     : *owner ? mem_printf("%s %s %s", host, arrow, owner)
			      : mem_strdup(host);

	free(host);
	free(owner);
	return text;
}

/* Its text is a kind of question and its name; a document's is an address. */
static bool is_meaning(const struct event *e)
{
	return e->type == EVENT_SOURCE && e->alias && e->text && strchr(e->text, ' ');
}

char *words_source_meaning(const struct event *e, bool ascii)
{
	return is_meaning(e) ? meaning(e, ascii) : NULL;
}

char *words_source_servers(const struct event *e)
{
	return e->type == EVENT_SOURCE && listing_servers(&e->list) ? servers(e) : NULL;
}

static char *records(const struct event *e)
{
	char *joined = strs_join(&e->list, ", "), *text;

	if (joined[0] == '0' && str_eq(joined, "0 0 0 .")) {
		free(joined);
		return mem_strdup(_("not offered"));
	}
	text = escaped(joined);
	free(joined);
	return text;
}

/* Why there is no good answer. */
static char *failure(const struct event *e)
{
	bool dns = e->type == EVENT_RECORDS;

	/* Why DNSSEC proves nothing is no reason for that. */
	if (e->outcome == OUTCOME_NOTOFFERED && dns)
		return mem_strdup(e->err == DOMAIN_RCODE_NXDOMAIN ? _("no such name") : _("none"));
	if (e->reason && *e->reason) {
		char *reason = escaped(_(e->reason));
		size_t len = strlen(reason);

		if (len && reason[len - 1] == '.')
			reason[len - 1] = '\0';
		return reason;
	}
	if (e->outcome == OUTCOME_BADREPLY && dns)
		return mem_strdup(_("the name server failed"));
	if (e->outcome == OUTCOME_NOTOFFERED && e->code)
		/* TRANSLATORS: the status of a web server's answer, such as 404. */
		return mem_printf(_("none (HTTP status %d)"), e->code);
	return mem_strdup(words_outcome(e->outcome));
}

/* Another place that a document names instead of servers, or NULL. */
static const char *leads_to(const struct event *e)
{
	const char *exchange = listing_find(&e->list, LISTING_EXCHANGE);

	return listing_servers(&e->list) ? NULL
	       : exchange		 ? exchange
					 : listing_find(&e->list, "redirect");
}

static char *leading(const struct event *e)
{
	char *host = listing_web_host(leads_to(e)), *text = escaped(host ? host : leads_to(e));
	/* TRANSLATORS: %s is a computer's name. */
	char *words = mem_printf(_("leads to %s"), text);

	free(text);
	free(host);
	return words;
}

static char *said(const struct source_said *s)
{
	const struct event *e = s->answer;

	if (!e)
		return mem_strdup(_("not answered yet"));
	if (s->meaning)
		return meaning(s->meaning, false);
	if (e->type == EVENT_SOURCE && leads_to(e))
		return leading(e);
	if (e->outcome != OUTCOME_OK)
		return failure(e);
	return e->type == EVENT_RECORDS ? records(e) : servers(e);
}

static char *question(const struct source_said *s)
{
	const char *type = s->answer && s->answer->type == EVENT_RECORDS
			       ? lookup_type_name(s->answer->lookup)
			       : NULL;
	char *name = escaped(s->question);
	char *text = type ? mem_printf("%s %s", type, name) : mem_strdup(name);

	free(name);
	return text;
}

/* "autoconfig at autoconfig.example.org", for a person. */
static char *short_question(const struct source_said *s)
{
	const char *at = strstr(s->question, "://");

	if (!at)
		return question(s);
	at += strlen("://");
	char *host = mem_strndup(at, strcspn(at, "/")), *name = escaped(host), *text;

	/* TRANSLATORS: a kind of source, and the name of the computer that was asked. */
	text = mem_printf(str_istarts(s->question, "https:") ? _("%s at %s")
							     : _("%s at %s, without encryption"),
			  words_source(s->source), name);
	free(host);
	free(name);
	return text;
}

/* ---- all of them ---- */

static bool found_nothing(const struct source_said *s)
{
	return s->answer && s->answer->outcome == OUTCOME_NOTOFFERED && !s->meaning &&
	       s->answer->type == EVENT_RECORDS;
}

/* Whether a source's questions have all found nothing, so that one line says it. */
static bool is_empty(const struct sources_said *all, enum source source)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].source == source && !found_nothing(&all->v[i]))
			return false;
	return true;
}

/* Records that say nothing, beside others that do. */
static bool is_left_out(const struct source_said *s)
{
	bool sign = s->source == SOURCE_AUTODISCOVER && s->answer &&
		    s->answer->type == EVENT_RECORDS && !s->meaning;

	return sign || (s->source == SOURCE_SRV && found_nothing(s));
}

/* Two kinds of question to one place. */
static bool says_the_same(const struct source_words *a, const struct source_words *b)
{
	return a->source == b->source && str_eq(a->question, b->question) &&
	       str_eq(a->said, b->said);
}

static void add(struct sources_words *ret, const struct source_said *s, bool folded, bool one)
{
	struct source_words *w = &ret->v[ret->n++];

	*w = (struct source_words){.source = s->source,
				   .outcome = s->answer ? s->answer->outcome : OUTCOME_NONE,
				   .us = s->answer ? s->answer->us : 0,
				   .used = s->used};
	w->question = one      ? mem_strdup(words_source(s->source))
		      : folded ? short_question(s)
			       : question(s);
	w->said = said(s);
	if (folded && ret->n > 1 && says_the_same(&w[-1], w)) {
		w[-1].used |= w->used;
		free(w->question);
		free(w->said);
		ret->n--;
	}
}

static bool has_source(const struct sources_words *list, enum source source)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].source == source)
			return true;
	return false;
}

/* ---- sources that were not asked ---- */

static void put(struct sources_words *ret, struct source_words w)
{
	ret->v = mem_realloc(ret->v, ret->n + 1, sizeof *ret->v);
	ret->v[ret->n++] = w;
}

/* A provider file is a source, too, and nothing is asked for it. */
static void add_provider(struct sources_words *ret, const struct target *t)
{
	struct strs list = {0};

	for (size_t i = 0; i < t->server_n; i++)
		if (t->servers[i].service != SERVICE_HTTPS && t->servers[i].service != SERVICE_SMTP)
			strs_append(&list,
				    mem_printf("%s %d", t->servers[i].host, t->servers[i].port));
	char *joined = strs_join(&list, ", ");

	put(ret, (struct source_words){.source = SOURCE_PROVIDER,
				       .question = escaped(t->source ? t->source : ""),
				       .said = escaped(joined),
				       .outcome = OUTCOME_OK,
				       .used = true});
	free(joined);
	strs_clear(&list);
}

static char *unasked_question(const struct source_row *row, const struct target *t)
{
	char *text = sources_question(row, t->domain, NULL);
	char *safe = escaped(text ? text : row->question);

	free(text);
	return safe;
}

static void add_unasked(struct sources_words *ret, const struct target *t, bool folded)
{
	bool provider = t->found_by == SOURCE_PROVIDER && !t->discover, told = false;
	size_t n;
	const struct source_row *rows = sources_all(&n);

	for (size_t i = 0; i < n; i++) {
		const char *why = sources_why_unasked(&rows[i], t);

		if (!why || (folded && (provider ? told : has_source(ret, rows[i].source))))
			continue;
		char *question = !folded    ? unasked_question(&rows[i], t)
				 : provider ? mem_strdup(_("all other sources"))
					    : mem_strdup(words_source(rows[i].source));

		told = true;
		put(ret, (struct source_words){.source = rows[i].source,
					       .question = question,
					       .said = mem_strdup(_(why)),
					       .outcome = OUTCOME_SKIPPED});
	}
}

void words_sources(struct sources_words *ret, const struct record *record, bool folded)
{
	struct sources_said all;

	sources_said_init(&all, record->target, &record->log);
	*ret = (struct sources_words){.v = mem_calloc(all.n + 1, sizeof *ret->v)};
	for (size_t i = 0; i < all.n; i++) {
		const struct source_said *s = &all.v[i];
		bool one = folded && s->source == SOURCE_SRV && is_empty(&all, s->source);

		if (s->source == SOURCE_NONE || (one && has_source(ret, s->source)))
			continue;
		if (folded && !one && is_left_out(s))
			continue;
		add(ret, s, folded, one);
	}
	sources_said_clear(&all);
	if (record->target->found_by == SOURCE_PROVIDER && record->target->email &&
	    !record->target->discover)
		add_provider(ret, record->target);
	if (record->target->domain)
		add_unasked(ret, record->target, folded);
}

void sources_words_clear(struct sources_words *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->v[i].question);
		free(s->v[i].said);
	}
	free(s->v);
	*s = (struct sources_words){0};
}
