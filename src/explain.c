/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "explain.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "advice/advice.h"
#include "know/services.h"
#include "advice/topics.h"
#include "practice/practice.h"
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

/* Takes ownership of text. */
static bool add_paragraph(struct page *p, char *text)
{
	page_paragraph(p, PAGE_PLAIN, "", text);
	free(text);
	return true;
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
		return add_paragraph(p, words_network(network_find(word)));
	if (blocklist_by_id(word))
		return add_paragraph(p, words_blocklist(blocklist_by_id(word)));
	return add_country(p, word);
}

/* The values of the names in a text that is not about a particular server. */
static const struct {
	const char *name, *text;
} examples[] = {
    {"address", "192.0.2.25"},
    {"addresses", "192.0.2.25"},
    {"alert", N_("an alert")},
    {"alive", "IPv4"},
    {"answered", "IPv4"},
    {"answering", "587"},
    {"any", "www.example.com"},
    {"ask", N_("It opens the port on request.")},
    {"asked", "3"},
    {"bad", "192.0.2.26"},
    {"beyond", "3"},
    {"bits", "1024"},
    {"check", N_("the list's web page")},
    {"cipher", N_("a method without forward secrecy")},
    {"command", "EHLO"},
    {"container", N_("a container")},
    {"days", "7"},
    {"dead", "IPv6"},
    {"device", "tun0"},
    {"domain", "example.org"},
    {"enter", "mail.example.org"},
    {"err", "-1"},
    {"failed", "3"},
    {"family", "IPv4"},
    {"found", "www.example.com"},
    {"from", "2030-01-01"},
    {"good", "192.0.2.25"},
    {"heard", "3"},
    {"group", "secp521r1"},
    {"hello", "EHLO"},
    {"hop", "198.51.100.1"},
    {"host", "smtp.example.org"},
    {"hosts", "smtp.example.org"},
    {"inside", "10.0.0.9"},
    {"instead", N_("the ones that the report lists")},
    {"instead-tls", N_("the ones with SSL/TLS that the report lists")},
    {"issued", "2026-01-01"},
    {"issuer", N_("an unknown issuer")},
    {"key", "RSA"},
    {"lift", N_("It opens the port on request.")},
    {"limit", N_("of a line's length")},
    {"line", "mode:"},
    {"list", N_("a block list")},
    {"meant", "imap.mail.example.org"},
    {"most", "4096"},
    {"name", "mx1.example.net"},
    {"named", "mail.example.net"},
    {"names", "mail.example.net"},
    {"network", "Example Cloud"},
    {"next", "198.51.100.2"},
    {"nobody", "192.0.2.1"},
    {"number", "2"},
    {"other", "mx2.example.net"},
    {"otherport", "993"},
    {"others", "3"},
    {"outcome", N_("no answer")},
    {"over", ""},
    {"own", "198.51.100.9"},
    {"owner", "Example Telecom"},
    {"policy", N_("It blocks this port by default.")},
    {"port", "587"},
    {"ports", "587"},
    {"product", "Example Antivirus"},
    {"programs", N_("Outlook 2010")},
    {"provider", "Example Mail"},
    {"proxy", "Cloudflare"},
    {"purposes", "clientAuth"},
    {"reason", N_("a signature has expired")},
    {"says", "Communication administratively prohibited"},
    {"seconds", "6"},
    {"server", "192.0.2.53"},
    {"servers", N_("192.0.2.53: no answer")},
    {"service", N_("the mail service")},
    {"silent", "IPv6"},
    {"signature", "RSA-SHA1"},
    {"since", "2026-01-01"},
    {"stage", "TLS"},
    {"starttls", "587"},
    {"stopped", "3"},
    {"stub", "127.0.0.53"},
    {"subject", "mail.example.org"},
    {"text", "…"},
    {"thunderbird", "100"},
    {"outlook", "60"},
    {"today", "2020-01-01"},
    {"told", "203.0.113.9"},
    {"type", "text/html"},
    {"types", "SRV"},
    {"until", "2026-12-31"},
    {"unused", "106"},
    {"up", "3"},
    {"validator", "127.0.0.53"},
    {"version", "TLS 1.0"},
    {"versions", "TLS 1.0, TLS 1.1"},
    {"vpn", "tun0"},
    {"well", "143, 993"},
    {"where", "mailto:tls-reports@example.org"},
    {"words", "SIZE"},
    {"working", "465"},
    {"zone", "mail.example.org"},
};

/* The rules about port 25 only; all others are explained with the table's example. */
static bool is_about_port_25(const char *id)
{
	return str_istarts(id, "mx.") || str_istarts(id, "dane.") || str_istarts(id, "mta-sts.") ||
	       strstr(id, "port25") || str_eq(id, "starttls.missing.relay");
}

static char *stand_in(const char *name, const void *user)
{
	const struct advice *a = user;

	if (*name == '#')
		return mem_strdup("0");
	if ((str_eq(name, "port") || str_eq(name, "ports")) && is_about_port_25(a->id))
		return mem_strdup("25");
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
		if (str_eq(examples[i].name, name))
			return mem_strdup(*examples[i].text ? _(examples[i].text) : "");
	return NULL;
}

static void add_filled(struct page *p, const struct advice *a, enum page_role role,
		       const char *text)
{
	char *filled = fill_text(_(text), stand_in, a);

	page_paragraph(p, role, "", filled);
	free(filled);
}

static void add_advice(struct page *p, const struct advice *a)
{
	add_filled(p, a, PAGE_HEADING, a->title);
	page_gap(p);
	if (a->explanation)
		add_filled(p, a, PAGE_PLAIN, a->explanation);
	for (size_t i = 0; i < ADVICE_STEPS_MAX && a->steps[i].text; i++) {
		const struct advice_step *step = &a->steps[i];

		if (!i) {
			page_gap(p);
			page_paragraph(p, PAGE_PLAIN, "", _("What to do:"));
		}
		char *text = words_step(step->who, fill_text(_(step->text), stand_in, a));

		page_paragraph(p, PAGE_PLAIN, "- ", text);
		free(text);
	}
	if (a->topics) {
		page_gap(p);
		/* TRANSLATORS: %s is a list of words for "porthorn explain WORD". */
		char *more = mem_printf(_("More: porthorn explain, with one of: %s."), a->topics);

		page_paragraph(p, PAGE_FAINT, "", more);
		free(more);
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

		char *title = fill_text(_(h->findings[i]->title), stand_in, h->findings[i]);

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

static char *domains_of(const struct provider *p)
{
	char *all = strs_join(&p->domains, " ");
	char *shown = esc_text(all, strlen(all), false);

	free(all);
	return shown;
}

bool explain_providers(struct buf *out, const struct providers *list, const char *word,
		       const struct page_options *layout, char **ret_error)
{
	struct page p;
	size_t shown = 0;

	page_init(&p, out, layout);
	*ret_error = NULL;
	for (size_t i = 0; i < list->n; i++) {
		if (word && !provider_matches(&list->v[i], word))
			continue;
		char *lead = mem_printf("%-16s ", list->v[i].id),
		     *domains = domains_of(&list->v[i]);
		char *name = esc_text(list->v[i].name, strlen(list->v[i].name), false);
		char *text = *domains ? mem_printf("%s: %s", name, domains) : mem_strdup(name);

		page_paragraph(&p, PAGE_PLAIN, lead, text);
		free(lead);
		free(domains);
		free(name);
		free(text);
		shown++;
	}
	if (shown || !word)
		return true;
	const struct provider *near = providers_closest(list, word);
	struct suggest hint = {word, near ? near->id : NULL, 0};
	char *typed = esc_text(word, strlen(word), false), *more = suggest_text(&hint);

	*ret_error = mem_printf(
	    _("No provider has \"%s\" in its name or domains.%s porthorn providers lists all."),
	    typed, more);
	free(typed);
	free(more);
	return false;
}

bool explain_scenarios(struct buf *out, const char *word, const struct page_options *layout,
		       char **ret_error)
{
	struct page p;
	size_t n, shown = 0;
	const struct practice_scenario *all = practice_scenarios(&n);

	page_init(&p, out, layout);
	*ret_error = NULL;
	for (size_t i = 0; i < n; i++) {
		const char *title = _(all[i].title);

		if (word && !str_icontains(all[i].name, word) && !str_icontains(title, word))
			continue;
		char *lead = mem_printf("%-20s ", all[i].name);

		page_paragraph(&p, PAGE_PLAIN, lead, title);
		free(lead);
		shown++;
	}
	if (shown || !word)
		return true;
	char *typed = esc_text(word, strlen(word), false);

	*ret_error = mem_printf(_("No practice scenario has \"%s\" in its name or title. porthorn "
				  "demo --list lists all."),
				typed);
	free(typed);
	return false;
}
