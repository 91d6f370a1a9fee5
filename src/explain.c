/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "explain.h"
#include "explain_example.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "advice/advice.h"
#include "know/services.h"
#include "advice/topics.h"
#include "words/fill.h"
#include "words/words.h"
#include "words/page.h"
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
		return add_country(p, word);
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
			page_give(p, PAGE_PLAIN, "- ", words_step(step->who, text));
		else
			free(text);
	}
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

#define HITS_MAX 20

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c & 0x80);
}

/* The ends that a word may have in a text and not in a question. */
static bool ends_word(const char *at)
{
	static const char *const ends[] = {"", "s", "d", "ed", "es", "ing"};

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t len = strlen(ends[i]);

		if (str_istarts(at, ends[i]) && !is_letter(at[len]))
			return true;
	}
	return false;
}

static bool has_word(const char *text, const char *word)
{
	for (const char *at = str_icontains(text, word); at; at = str_icontains(at + 1, word))
		if ((at == text || !is_letter(at[-1])) && ends_word(at + strlen(word)))
			return true;
	return false;
}

/* Whether every word is in one of the texts, which may be NULL. */
static bool has_words(const struct strs *words, const char *const *texts, size_t n)
{
	for (size_t i = 0; i < words->n; i++) {
		bool found = false;

		for (size_t k = 0; k < n && !found; k++)
			found = texts[k] && has_word(texts[k], words->v[i]);
		if (!found)
			return false;
	}
	return words->n > 0;
}

struct hits {
	const struct topic *topics[HITS_MAX];
	const struct advice *findings[HITS_MAX];
	size_t topic_n, finding_n;
};

/* In titles and names, or in texts too. */
static void find_words(struct hits *h, const struct strs *words, bool texts_too)
{
	size_t n;
	const struct topic *topics = topic_all(&n);

	*h = (struct hits){0};
	for (size_t i = 0; i < n && h->topic_n < HITS_MAX; i++) {
		const char *texts[] = {topics[i].id, _(topics[i].title), _(topics[i].text)};

		if (has_words(words, texts, texts_too ? 3 : 2))
			h->topics[h->topic_n++] = &topics[i];
	}
	const struct advice *findings = advice_all(&n);

	for (size_t i = 0; i < n && h->finding_n < HITS_MAX; i++) {
		const char *texts[] = {findings[i].id, _(findings[i].title),
				       findings[i].explanation ? _(findings[i].explanation) : NULL};

		if (has_words(words, texts, texts_too ? 3 : 2))
			h->findings[h->finding_n++] = &findings[i];
	}
}

static void list_hits(struct page *p, const struct hits *h)
{
	page_paragraph(p, PAGE_HEADING, "",
		       _("Several things are about that; porthorn explain NAME tells one:"));
	for (size_t i = 0; i < h->topic_n; i++) {
		char *lead = mem_printf("  %-28s ", h->topics[i]->id);

		page_paragraph(p, PAGE_PLAIN, lead, _(h->topics[i]->title));
		free(lead);
	}
	for (size_t i = 0; i < h->finding_n; i++) {
		char *lead = mem_printf("  %-28s ", h->findings[i]->id);

		char *title = fill_text(_(h->findings[i]->title), explain_example, h->findings[i]);

		page_paragraph(p, PAGE_PLAIN, lead, title);
		free(title);
		free(lead);
	}
}

/* Titles first, then texts: the one thing that has all the words, or a list of them. */
static bool add_found(struct page *p, const char *word)
{
	struct strs words = {0};
	struct hits h;

	strs_split(&words, word, " ");
	find_words(&h, &words, false);
	if (!h.topic_n && !h.finding_n)
		find_words(&h, &words, true);
	strs_clear(&words);
	if (h.topic_n == 1 && !h.finding_n)
		add_topic(p, h.topics[0]);
	else if (!h.topic_n && h.finding_n == 1)
		add_advice(p, h.findings[0]);
	else if (h.topic_n || h.finding_n)
		list_hits(p, &h);
	return h.topic_n || h.finding_n;
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

bool explain_word(struct buf *out, const char *word, const struct page_options *layout,
		  char **ret_error)
{
	struct page p;
	bool found = true;

	page_init(&p, out, layout);
	*ret_error = NULL;
	if (!word)
		list_topics(&p);
	else if (topic_find(word))
		add_topic(&p, topic_find(word));
	else if (advice_find(word))
		add_advice(&p, advice_find(word));
	else if (service_from_name(word) < SERVICE_COUNT_)
		found = add_port(&p, service_row(service_from_name(word))->port);
	else if (!add_known(&p, word))
		found = port_of(word) ? add_port(&p, (int)port_of(word)) : add_found(&p, word);
	if (!found)
		*ret_error = unknown_word(word);
	return found;
}
