/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "explain.h"
#include "explain_example.h"
#include "find.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "advice/advice.h"
#include "know/programs.h"
#include "know/services.h"
#include "advice/topics.h"
#include "words/fill.h"
#include "words/words.h"
#include "words/words_changes.h"
#include "words/words_error.h"
#include "words/page.h"
#include "words/words_remedies.h"
#include "words/words_topic.h"
#include "suggest.h"

#include <stdlib.h>
#include <string.h>

/* A paragraph, or command lines that keep their form. */
static void add_block(struct page *p, const char *block)
{
	struct strs lines = {0};

	if (!str_istarts(block, "    ")) {
		page_paragraph(p, PAGE_PLAIN, "", block);
		return;
	}
	strs_split(&lines, block, "\n");
	for (size_t i = 0; i < lines.n; i++)
		page_line(p, PAGE_PLAIN, "", lines.v[i]);
	strs_clear(&lines);
}

/* Text as in advice/topics: paragraphs with an empty line between them, commands after four
 * spaces. */
static void add_text(struct page *p, const char *text)
{
	for (const char *end; *text; text = end + strspn(end, "\n")) {
		end = strstr(text, "\n\n");
		if (!end)
			end = text + strlen(text);
		char *block = mem_strndup(text, (size_t)(end - text));

		add_block(p, block);
		free(block);
		if (*end)
			page_gap(p);
	}
}

static void add_topic(struct page *p, const struct topic *t)
{
	page_paragraph(p, PAGE_HEADING, "", _(t->title));
	page_gap(p);
	char *text = words_topic(t);

	add_text(p, text);
	free(text);
}

/* On the chosen system. */
static void add_remedies(struct page *p, const char *id)
{
	struct remedy_steps steps;

	words_remedies_of_rule(&steps, id, p->system);
	if (steps.n)
		page_gap(p);
	words_remedies_page(p, &steps, "");
	remedy_steps_clear(&steps);
}

/* All that is known for "windows" or of "avast", with the sources; false if the word is neither. */
static bool add_system(struct page *p, const char *word)
{
	enum operating_system s = system_from_name(word);
	size_t n, shown = 0;
	const struct remedy *all = remedy_all(&n);

	for (size_t i = 0; i < n; i++) {
		if (s > SYSTEM_OWN && s < SYSTEM_COUNT_ ? all[i].system != s
							: !str_ieq(all[i].whose, word))
			continue;
		char *command = words_remedy_example(&all[i]);

		if (shown++)
			page_gap(p);
		page_give(p, PAGE_PLAIN, "", words_remedy_sourced(&all[i]));
		if (command)
			page_line(p, PAGE_PLAIN, "    ", command);
		free(command);
	}
	return shown;
}

/* The networks of a country; false if none is known there. */
static bool add_country(struct page *p, const char *word)
{
	struct strs all = {0};
	bool found;

	words_country(word, &all);
	for (size_t i = 0; i < all.n; i++) {
		if (i)
			page_gap(p);
		page_paragraph(p, PAGE_PLAIN, "", all.v[i]);
	}
	found = all.n > 0;
	strs_clear(&all);
	return found;
}

/* A row of know/networks or know/blocklists, or a country; false if the word is neither. */
static bool add_known(struct page *p, const char *word)
{
	if (network_find(word))
		page_give(p, PAGE_PLAIN, "", words_network(network_find(word)));
	else if (blocklist_by_id(word))
		page_give(p, PAGE_PLAIN, "", words_blocklist(blocklist_by_id(word)));
	else
		return add_system(p, word) || add_country(p, word);
	return true;
}

static void add_filled(struct page *p, const struct advice *a, enum page_role role,
		       const char *text)
{
	page_give(p, role, "", fill_text(_(text), explain_example, a));
}

static void add_advice(struct page *p, const struct advice *a)
{
	add_filled(p, a, PAGE_HEADING, a->title);
	page_gap(p);
	if (a->explanation)
		add_filled(p, a, PAGE_PLAIN, a->explanation);
	for (size_t i = 0; i < ADVICE_STEPS_MAX && a->steps[i].text; i++) {
		const struct advice_step *step = &a->steps[i];
		char *text = fill_text(_(step->text), explain_example, a);

		if (!i) {
			page_gap(p);
			page_paragraph(p, PAGE_PLAIN, "", _("What to do:"));
		}
		if (*text)
			page_give(p, PAGE_PLAIN, "- ",
				  words_step(_(who_title(step->who)), step->who, text));
		else
			free(text);
	}
	add_remedies(p, a->id);
	if (a->topics) {
		page_gap(p);
		/* TRANSLATORS: %s is a list of words for "porthorn explain WORD". */
		page_give(p, PAGE_FAINT, "",
			  mem_printf(_("More: porthorn explain, with one of: %s."), a->topics));
	}
}

static void list_topics(struct page *p)
{
	size_t n;
	const struct topic *all = topic_all(&n);

	page_paragraph(p, PAGE_HEADING, "", _("porthorn explain knows these topics:"));
	for (size_t i = 0; i < n; i++) {
		char *lead = mem_printf("  %-22s ", all[i].id);

		page_paragraph(p, PAGE_PLAIN, lead, _(all[i].title));
		free(lead);
	}
	page_gap(p);
	page_paragraph(
	    p, PAGE_PLAIN, "",
	    _("It also explains a port (porthorn explain 587), a service (porthorn "
	      "explain imaps), a network (porthorn explain hetzner), a country's networks "
	      "(porthorn explain DE), a block list (porthorn explain spamhaus-pbl) and "
	      "every finding of a report by its name."));
}

static char *unknown_word(const char *word)
{
	struct suggest near = suggest_for(word);
	size_t n;
	const struct topic *topics = topic_all(&n);

	for (size_t i = 0; i < n; i++)
		suggest_offer(&near, topics[i].id);
	const struct network *networks = network_all(&n);

	for (size_t i = 0; i < n; i++)
		suggest_offer(&near, networks[i].id);
	const struct advice *findings = advice_all(&n);

	for (size_t i = 0; i < n; i++)
		suggest_offer(&near, findings[i].id);
	char *shown = esc_text(word, strlen(word), false), *hint = suggest_text(&near);
	char *error = mem_printf(
	    _("porthorn has nothing to explain about \"%s\".%s porthorn explain lists what it "
	      "knows."),
	    shown, hint);

	free(shown);
	free(hint);
	return error;
}

/* ---- by a person's words ---- */

static void list_hits(struct page *p, const struct find *f)
{
	page_paragraph(
	    p, PAGE_HEADING, "",
	    f->partly
		? _("Nothing has all of these words. The closest; porthorn explain NAME tells one:")
		: _("Several entries match; porthorn explain NAME shows one:"));
	for (size_t i = 0; i < f->n; i++) {
		char *lead = mem_printf("  %-28s ", f->v[i].id);

		page_paragraph(p, PAGE_PLAIN, lead, f->v[i].title);
		free(lead);
	}
}

/* What a server means that answers so. */
static void add_refusals(struct page *p, const struct find *f)
{
	if (f->refusal_n)
		page_paragraph(p, PAGE_HEADING, "",
			       f->refusal_n > 1 ? _("A server that says so means one of these:")
						: _("What the server means:"));
	for (size_t i = 0; i < f->refusal_n; i++) {
		const struct refusal *r = f->refusals[i];

		/* TRANSLATORS: what a server means, and what to do: whole sentences. */
		page_give(p, PAGE_PLAIN, "- ", mem_printf(_("%s %s"), _(r->meaning), _(r->action)));
	}
	if (f->refusal_n && f->n)
		page_gap(p);
}

/* What mail programs mean that say so. */
static void add_errors(struct page *p, const struct find *f)
{
	struct strs lines = {0};

	if (!f->errors.n)
		return;
	words_error_alone(&f->errors, &lines);
	for (size_t i = 0; i < lines.n; i++) {
		bool message = i < f->errors.n;

		if (i == f->errors.n)
			page_paragraph(p, PAGE_PLAIN, "", _("Usual causes, the likeliest first:"));
		page_paragraph(p, message ? PAGE_HEADING : PAGE_PLAIN, message ? "" : "- ",
			       lines.v[i]);
	}
	page_gap(p);
	page_paragraph(
	    p, PAGE_PLAIN, "",
	    _("Whether one of them is the case: porthorn --error TEXT ADDRESS, with the message and the e-mail "
	      "address."));
	if (f->n || f->refusal_n)
		page_gap(p);
	strs_clear(&lines);
}

static void add_program(struct page *p, const struct program *program)
{
	static const struct {
		enum security security;
		const char *lead; /* N_() */
	} names[] = {{SECURITY_TLS, N_("SSL/TLS is called there:")},
		     {SECURITY_STARTTLS, N_("STARTTLS is called there:")}};

	page_paragraph(p, PAGE_HEADING, "", program->name);
	page_gap(p);
	page_give(p, PAGE_PLAIN, "", mem_printf(_("Reading: %s"), _(program->path_receive)));
	page_give(p, PAGE_PLAIN, "", mem_printf(_("Sending: %s"), _(program->path_send)));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (program->security[names[i].security])
			page_give(p, PAGE_PLAIN, "",
				  mem_printf("%s %s", _(names[i].lead),
					     _(program->security[names[i].security])));
}

static void add_provider(struct page *p, const struct provider *provider)
{
	char *domains = strs_join(&provider->domains, ", ");

	page_give(p, PAGE_HEADING, "", esc_text(provider->name, strlen(provider->name), false));
	page_gap(p);
	if (*domains)
		page_give(p, PAGE_PLAIN, "", mem_printf(_("For addresses at %s."), domains));
	free(domains);
	for (size_t i = 0; i < provider->server_n; i++) {
		const struct target_server *s = &provider->servers[i];

		/* TRANSLATORS: a protocol, a server's name, a port, "SSL/TLS". */
		page_give(p, PAGE_PLAIN, "  ",
			  mem_printf(_("%s: %s, port %d, %s"),
				     words_protocol(service_row(s->service)->protocol), s->host,
				     s->port, words_security(s->security)));
	}
	for (size_t i = 0; i < provider->notes.n; i++)
		page_give(p, PAGE_PLAIN, "- ",
			  esc_text(provider->notes.v[i], strlen(provider->notes.v[i]), false));
	struct strs dated = {0};

	words_changes_of(provider->id, 0, &dated);
	for (size_t i = 0; i < dated.n; i++)
		page_paragraph(p, PAGE_PLAIN, "- ", dated.v[i]);
	strs_clear(&dated);
	if (provider->help_url)
		page_give(p, PAGE_FAINT, "",
			  esc_text(provider->help_url, strlen(provider->help_url), false));
}

/* "program:thunderbird", "provider:gmail"; false if it is neither. */
static bool add_named(struct page *p, const char *word, const struct providers *providers)
{
	const struct program *program = NULL;
	const struct provider *provider = NULL;

	if (str_istarts(word, FIND_PROGRAM_PREFIX))
		program = program_find(word + strlen(FIND_PROGRAM_PREFIX));
	if (str_istarts(word, FIND_PROVIDER_PREFIX) && providers)
		provider = providers_find(providers, word + strlen(FIND_PROVIDER_PREFIX));
	if (program)
		add_program(p, program);
	else if (provider)
		add_provider(p, provider);
	return program || provider;
}

/* What has an id of its own, in full. */
static bool add_exactly(struct page *p, const char *word, const struct providers *providers)
{
	if (topic_find(word))
		add_topic(p, topic_find(word));
	else if (advice_find(word))
		add_advice(p, advice_find(word));
	else
		return add_named(p, word, providers);
	return true;
}

/* The one thing that has the words, or a list of them. */
static bool add_found(struct page *p, const char *word, const struct providers *providers)
{
	struct find f;

	find_words(&f, word, providers);
	bool found = f.n || f.refusal_n || f.errors.n;

	add_errors(p, &f);
	add_refusals(p, &f);
	if (f.n == 1 && !f.partly && !f.refusal_n && !f.errors.n)
		add_exactly(p, f.v[0].id, providers);
	else if (f.n)
		list_hits(p, &f);
	find_clear(&f);
	return found;
}

/* The number of "587" or "port 587"; 0: neither. */
static long port_of(const char *word)
{
	long port = 0;

	if (str_istarts(word, "port "))
		word += strlen("port ");
	return str_number(word, 1, 65535, &port) ? port : 0;
}

/* The topic of a port, or the services that usually use it; false if porthorn knows neither. */
static bool add_port(struct page *p, int port)
{
	const struct topic *t = topic_for_port(port);
	enum service service = service_for_port(port);

	if (t)
		add_topic(p, t);
	else if (service < SERVICE_COUNT_)
		page_paragraph(p, PAGE_PLAIN, "", _(service_row(service)->what));
	return t || service < SERVICE_COUNT_;
}

bool explain_asks_providers(const char *word)
{
	return !topic_find(word) && !advice_find(word);
}

bool explain_word(struct buf *out, const char *word, const struct providers *providers,
		  const struct page_options *layout, char **ret_error)
{
	struct page p;
	bool found = true;

	page_init(&p, out, layout);
	*ret_error = NULL;
	if (!word)
		list_topics(&p);
	else if (add_exactly(&p, word, providers))
		;
	else if (service_from_name(word) < SERVICE_COUNT_)
		found = add_port(&p, service_row(service_from_name(word))->port);
	else if (!add_known(&p, word))
		found = (port_of(word) && add_port(&p, (int)port_of(word))) ||
			add_found(&p, word, providers);
	if (!found)
		*ret_error = unknown_word(word);
	return found;
}
