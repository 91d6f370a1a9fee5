/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/start_list.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "know/often.h"
#include "ui/recent.h"
#include "ui/start_match.h"
#include "ui/text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define REF_TYPED 1u
#define REF_RECENT 2u
#define REF_MORE (REF_RECENT + 500u) /* plus the command */
#define REF_PROVIDER (REF_RECENT + 1000u)
#define OFTEN 100000u /* added: the same provider's row in the choice above the list of all */

#define COL_NAME 2
#define COL_KIND 30
#define COL_DOMAINS 46
#define NOTE_COLS 60
#define RESULT_COLS 13 /* for a result at the right edge, where there is no room for its date */

/* The name of the locale for messages, whether the system has it or not. */
static const char *locale_name(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return NULL;
}

static const struct ui_provider *provider_of(const struct ui *ui, const char *id)
{
	for (size_t i = 0; i < ui->options->provider_n; i++)
		if (str_ieq(ui->options->providers[i].id, id))
			return &ui->options->providers[i];
	return NULL;
}

/* An address or a server rather than the beginning of a provider's name or of an address. */
static bool looks_like_address(const char *word)
{
	const char *at = strchr(word, '@');

	return at ? strchr(at, '.') != NULL : strpbrk(word, ":.") != NULL;
}

static void put_typed(struct list *l, const char *word)
{
	list_item(l, ITEM_ROW, REF_TYPED);
	list_line(l);
	/* TRANSLATORS: %s is the e-mail address or server that the user types. */
	list_putf(l, COL_NAME, ROLE_STRONG, _("Check \"%s\""), word);
}

static void put_heading(struct list *l, const char *title)
{
	char *text = command_text(title, WHERE_START);

	list_item(l, ITEM_HEADING, 0);
	list_line(l);
	list_put(l, 0, ROLE_TITLE, text);
	free(text);
}

static void put_provider(struct list *l, unsigned ref, const struct ui_provider *p, int cols)
{
	list_item(l, ITEM_ROW, ref);
	list_line(l);
	char *name = text_clip(p->name, COL_KIND - COL_NAME - 2, theme_ascii());

	list_put(l, COL_NAME, ROLE_NORMAL, name);
	free(name);
	if (p->kind && cols > COL_KIND + 12)
		list_put(l, COL_KIND, ROLE_DIM, p->kind);
	if (p->domains && cols > COL_DOMAINS + 16)
		list_put(l, COL_DOMAINS, ROLE_DIM, p->domains);
}

/* How it went, and when. */
static void put_result(struct list *l, const struct recent_entry *used, int col, int cols)
{
	static const enum role roles[RECENT_COUNT_] = {
	    [RECENT_UNKNOWN] = ROLE_DIM,     [RECENT_WORKS] = ROLE_OK,
	    [RECENT_UNSAFE] = ROLE_PROBLEM,  [RECENT_READING] = ROLE_WARNING,
	    [RECENT_SENDING] = ROLE_WARNING, [RECENT_FAILS] = ROLE_PROBLEM,
	};
	char date[32];
	struct tm tm;
	time_t when = (time_t)used->when_s;

	if (!when)
		return;
	list_put(l, col, roles[used->result], recent_result_words(used->result));
	localtime_r(&when, &tm);
	strftime(date, sizeof date, "%Y-%m-%d %H:%M", &tm);
	if (cols > COL_DOMAINS + 16)
		list_put(l, COL_DOMAINS, ROLE_DIM, date);
}

static void put_used(struct list *l, const struct recent_entry *used, unsigned ref,
		     const struct ui_provider *p, int cols)
{
	int col = cols < NOTE_COLS ? cols - RESULT_COLS : COL_KIND;
	char *name = text_clip(p ? p->name : used->word, (used->when_s ? col : cols) - COL_NAME - 1,
			       theme_ascii());

	list_item(l, ITEM_ROW, ref);
	list_line(l);
	list_put(l, COL_NAME, ROLE_NORMAL, name);
	free(name);
	put_result(l, used, col, cols);
}

static void put_recent(struct list *l, const struct ui *ui, const char *word, int cols)
{
	bool headed = false;

	for (size_t i = 0; i < ui->start.recent.n; i++) {
		const struct recent_entry *used = &ui->start.recent.v[i];
		const struct ui_provider *p = provider_of(ui, used->word);

		if (!str_icontains(used->word, word) &&
		    (strchr(word, '@') || !p || !start_match(p, word)))
			continue;
		if (!headed)
			put_heading(l, cols < NOTE_COLS
					   ? _("Last tested")
					   : _("Last tested[forget: ({forget} forgets one)|]"
					       "[forget-all: ({forget-all} forgets all)|]"));
		headed = true;
		put_used(l, used, REF_RECENT + (unsigned)i, p, cols);
	}
}

static unsigned provider_ref(const struct ui *ui, const struct ui_provider *p)
{
	return REF_PROVIDER + (unsigned)(p - ui->options->providers);
}

/* The user's own and the company's providers come before those that are often asked for where they live. */
static void put_first_choices(struct list *l, const struct ui *ui, int cols)
{
	const char *locale = locale_name();
	struct strs ids = {0};
	bool headed = false;

	for (size_t i = 0; i < ui->options->provider_n; i++) {
		if (!ui->options->providers[i].own)
			continue;
		if (!headed)
			put_heading(l, _("Your own"));
		headed = true;
		put_provider(l, OFTEN + REF_PROVIDER + (unsigned)i, &ui->options->providers[i],
			     cols);
	}
	strs_split(&ids, often_for(locale)->ids, " ");
	headed = false;
	for (size_t i = 0; i < ids.n; i++) {
		const struct ui_provider *p = provider_of(ui, ids.v[i]);

		if (!p || p->own)
			continue;
		if (!headed)
			put_heading(l, _("Often asked for"));
		headed = true;
		put_provider(l, OFTEN + provider_ref(ui, p), p, cols);
	}
	strs_clear(&ids);
}

static enum match best_match(const struct ui *ui, const char *word)
{
	enum match best = MATCH_NONE;

	for (size_t i = 0; i < ui->options->provider_n; i++) {
		enum match match = start_match(&ui->options->providers[i], word);

		best = match > best ? match : best;
	}
	return best;
}

/* While an e-mail address is typed: the address that it becomes with that provider. */
static void put_completed(struct list *l, unsigned ref, const struct ui_provider *p,
			  const char *word)
{
	char *address = start_complete(p, word);
	int col = COL_NAME + text_cols(address) + 2;

	list_item(l, ITEM_ROW, ref);
	list_line(l);
	list_put(l, COL_NAME, ROLE_NORMAL, address);
	list_put(l, col > COL_KIND ? col : COL_KIND, ROLE_DIM, p->name);
	free(address);
}

/* Providers whose name begins with the typed text come first; guesses only if nothing else fits. */
static void put_providers(struct list *l, const struct ui *ui, const char *word, int cols)
{
	enum match least = best_match(ui, word) > MATCH_NEAR ? MATCH_INSIDE : MATCH_NEAR;
	bool headed = false, address = strchr(word, '@') != NULL;

	for (int wanted = MATCH_START; wanted >= (int)least; wanted--)
		for (size_t i = 0; i < ui->options->provider_n; i++) {
			const struct ui_provider *p = &ui->options->providers[i];

			if (start_match(p, word) != (enum match)wanted)
				continue;
			if (!headed)
				put_heading(l, wanted == MATCH_NEAR ? _("Did you mean")
								    : _("Providers"));
			headed = true;
			if (address)
				put_completed(l, REF_PROVIDER + (unsigned)i, p, word);
			else
				put_provider(l, REF_PROVIDER + (unsigned)i, p, cols);
		}
}

/* What else there is, each with its key. */
static void put_more(struct list *l, const struct ui *ui)
{
	static const struct {
		enum command command;
		const char *text;
	} rows[] = {
	    {COMMAND_CASES, N_("Open a saved case")},
	    {COMMAND_LOOK_UP, N_("Look up an error message")},
	    {COMMAND_PRACTICE, N_("Practise: see what goes wrong")},
	    {COMMAND_AUDIT_DOMAIN, N_("Audit a domain that you run")},
	    {COMMAND_PROFILES, N_("Mail providers of your own")},
	    {COMMAND_ACCOUNTS, N_("Accounts of mail programs here")},
	};
	char room[16];

	put_heading(l, _("More"));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if ((rows[i].command == COMMAND_PROFILES && !ui->options->profiles) ||
		    (rows[i].command == COMMAND_ACCOUNTS && !ui->options->accounts) ||
		    (rows[i].command == COMMAND_LOOK_UP && !ui->options->look_up))
			continue;
		list_item(l, ITEM_ROW, REF_MORE + (unsigned)rows[i].command);
		list_line(l);
		int key = command_key(rows[i].command, WHERE_START);

		if (key)
			list_put(l, COL_NAME, ROLE_KEY, keys_name(key, room));
		list_put(l, COL_NAME + 4, ROLE_NORMAL, _(rows[i].text));
	}
}

void start_build(struct ui *ui, int cols)
{
	struct start *s = &ui->start;
	const char *word = s->text.bytes;

	if (s->built_cols && s->built_cols == cols)
		return;
	s->built_cols = cols;
	list_begin(&s->list);
	if (*word && looks_like_address(word))
		put_typed(&s->list, word);
	put_recent(&s->list, ui, word, cols);
	if (!*word && !ui->options->load) { /* otherwise it comes in a moment */
		put_first_choices(&s->list, ui, cols);
		put_more(&s->list, ui);
	}
	put_providers(&s->list, ui, word, cols);
	if (*word && !looks_like_address(word))
		put_typed(&s->list, word);
	list_end(&s->list);
}

char *start_selected_word(const struct ui *ui)
{
	unsigned ref = ui->start.list.selected;

	if (ref == REF_TYPED)
		return start_canonical(ui->options, ui->start.text.bytes);
	if (ref >= REF_PROVIDER) {
		const struct ui_provider *p = &ui->options->providers[(ref - REF_PROVIDER) % OFTEN];
		char *address = start_complete(p, ui->start.text.bytes);

		return address ? address : mem_strdup(p->id);
	}
	return ref >= REF_RECENT
		   ? start_canonical(ui->options, ui->start.recent.v[ref - REF_RECENT].word)
		   : NULL;
}

enum command start_selected_command(const struct ui *ui)
{
	unsigned ref = ui->start.list.selected;

	return ref >= REF_MORE && ref < REF_PROVIDER ? (enum command)(ref - REF_MORE)
						     : COMMAND_NONE;
}

const char *start_selected_recent(const struct ui *ui)
{
	unsigned ref = ui->start.list.selected;

	return ref >= REF_RECENT && ref < REF_MORE ? ui->start.recent.v[ref - REF_RECENT].word
						   : NULL;
}
