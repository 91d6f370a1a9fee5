/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "know/often.h"
#include "ui/paint.h"
#include "ui/recent.h"
#include "ui/start_match.h"
#include "ui/term.h"
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
#define ROOMY_ROWS 20
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
	list_item(l, ITEM_HEADING, 0);
	list_line(l);
	list_put(l, 0, ROLE_TITLE, title);
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
					   : _("Last tested (Del forgets one, Ctrl-X all)"));
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
	};
	char room[16];

	put_heading(l, _("More"));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if ((rows[i].command == COMMAND_PROFILES && !ui->options->profiles) ||
		    (rows[i].command == COMMAND_LOOK_UP && !ui->options->look_up))
			continue;
		list_item(l, ITEM_ROW, REF_MORE + (unsigned)rows[i].command);
		list_line(l);
		list_put(l, COL_NAME, ROLE_KEY,
			 keys_name(command_row(rows[i].command)->keys[0], room));
		list_put(l, COL_NAME + 4, ROLE_NORMAL, _(rows[i].text));
	}
}

static void build(struct ui *ui, int cols)
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
	if (!*word) {
		put_first_choices(&s->list, ui, cols);
		put_more(&s->list, ui);
	}
	put_providers(&s->list, ui, word, cols);
	if (*word && !looks_like_address(word))
		put_typed(&s->list, word);
	list_end(&s->list);
}

static int draw_intro(int row, int cols)
{
	static const char *const text =
	    N_("Find out why mail doesn't work here, and which settings will. Type your e-mail "
	       "address, your mail provider or a mail server. No password is ever asked for.");
	struct strs lines = {0};
	int at = row;

	text_wrap(&lines, _(text), cols < 100 ? cols - 2 : 98);
	for (size_t i = 0; i < lines.n; i++)
		paint_text(at++, 1, cols - 1, ROLE_NORMAL, lines.v[i]);
	strs_clear(&lines);
	return at + 1;
}

static int draw_input(struct ui *ui, int row, int cols)
{
	struct start *s = &ui->start;
	const char *label = cols < 60 ? _("Search:") : _("Provider, address or server:");
	const char *text = s->text.bytes;
	int col = 2 + paint_text(row, 1, cols - 2, ROLE_STRONG, label);

	while (*text && text_cols(text) > cols - col - 2)
		text++;
	int used = paint_text(row, col, cols - col - 1, ROLE_INPUT, text);

	paint_blank(row, col + used, (cols < 80 ? cols - 1 : 78) - col - used, ROLE_INPUT);
	if (!ui->prompt.open)
		paint_cursor(row, col + used);
	row++;
	if (s->error) {
		struct strs lines = {0};

		text_wrap(&lines, s->error, cols - 2);
		for (size_t i = 0; i < lines.n && i < 3; i++)
			paint_text(row++, 1, cols - 2, ROLE_PROBLEM, lines.v[i]);
		strs_clear(&lines);
	}
	return row;
}

static void draw(struct ui *ui)
{
	int rows, cols, row = 0;

	term_size(&rows, &cols);
	paint_blank(row, 0, cols, ROLE_HEADER);
	paint_text(row, 1, cols - 2, ROLE_HEADER, "porthorn");
	row = rows >= ROOMY_ROWS ? 2 : 1;
	if (rows >= ROOMY_ROWS)
		row = draw_intro(row, cols);
	row = draw_input(ui, row, cols);
	paint_rule(row++, 0, cols);
	ui->start.room = (struct rect){row, 1, rows - row - 1, cols - 2};
	build(ui, ui->start.room.cols);
	list_draw(&ui->start.list, &ui->start.room, true);
	bar_draw(ui, rows - 1, cols);
}

static void typed(struct ui *ui)
{
	free(ui->start.error);
	ui->start.error = NULL;
	ui->start.built_cols = 0;
	ui->start.list.selected = 0; /* the best match, not where the cursor was */
	ui->start.list.top = 0;
}

/* The selected word, or all of them. */
static void forget(struct ui *ui, bool all)
{
	struct start *s = &ui->start;
	unsigned ref = s->list.selected;
	bool recent = ref >= REF_RECENT && ref < REF_MORE;

	if (!s->recent.n)
		app_say(ui, mem_strdup(_("Nothing is remembered.")));
	else if (!all && !recent)
		app_say(ui, mem_strdup(_("Choose something under \"Last tested\" first.")));
	else
		recent_forget(&s->recent, ui->options->state_dir,
			      all ? NULL : s->recent.v[ref - REF_RECENT].word);
	s->built_cols = 0;
}

static bool key(struct ui *ui, int key)
{
	if (key == KEYS_DELETE || key == KEYS_CTRL('x')) {
		forget(ui, key != KEYS_DELETE);
		return true;
	}
	/* No name or address begins with a question mark or a space. */
	if (key == '?' || (key == ' ' && !ui->start.text.len))
		return false;
	if (!prompt_text_key(&ui->start.text, key))
		return false;
	typed(ui);
	return true;
}

/* The word that the selected row stands for, or NULL. The caller frees. */
static char *selected_word(const struct ui *ui)
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

static void open_selected(struct ui *ui)
{
	unsigned ref = ui->start.list.selected;

	if (ref >= REF_MORE && ref < REF_PROVIDER) {
		app_command(ui, (enum command)(ref - REF_MORE));
		return;
	}
	char *word = selected_word(ui);

	if (word)
		app_open(ui, UI_CHECK, word);
	else
		app_say(ui, mem_strdup(_("Type something first.")));
	free(word);
}

static void go_back(struct ui *ui)
{
	if (ui->start.text.len) {
		prompt_text_set(&ui->start.text, "");
		typed(ui);
	} else if (ui->run.record) {
		ui->screen = SCREEN_RUN;
	} else {
		app_command(ui, COMMAND_QUIT);
	}
}

static void look_up_asked(struct ui *ui, const char *text)
{
	char *copy = mem_strdup(text);
	const char *words = str_trim(copy);

	if (*words)
		pick_look_up(ui, words);
	free(copy);
}

static void audit_asked(struct ui *ui, const char *text)
{
	char *copy = mem_strdup(text);
	const char *domain = str_trim(copy);

	if (*domain)
		audit_open(ui, domain);
	free(copy);
}

/* What is typed already is the domain, or has it after the @. */
static void ask_audit(struct ui *ui)
{
	const char *typed = ui->start.text.bytes, *at = strrchr(typed, '@');

	prompt_line(&ui->prompt, _("Domain to audit:"), at ? at + 1 : typed, audit_asked);
}

static void command(struct ui *ui, enum command c)
{
	build(ui, ui->start.room.cols); /* keys may come faster than drawings */
	if (list_command(&ui->start.list, c, ui->start.room.rows))
		return;
	switch (c) {
	case COMMAND_ENTER:
		open_selected(ui);
		break;
	case COMMAND_BACK:
		go_back(ui);
		break;
	case COMMAND_CASES:
		pick_open(ui, PICK_CASES);
		break;
	case COMMAND_LOOK_UP:
		if (ui->options->look_up)
			prompt_line(&ui->prompt, _("Error message, port or words:"),
				    ui->start.text.bytes, look_up_asked);
		break;
	case COMMAND_PRACTICE:
		pick_open(ui, PICK_PRACTICE);
		break;
	case COMMAND_AUDIT_DOMAIN:
		ask_audit(ui);
		break;
	case COMMAND_PROFILES:
		if (ui->options->profiles)
			pick_open(ui, PICK_PROFILES);
		break;
	default:
		break;
	}
}

static void mouse(struct ui *ui, const struct key_event *e)
{
	if (list_mouse(&ui->start.list, &ui->start.room, e))
		open_selected(ui);
}

static const char *label(const struct ui *ui, enum command c)
{
	if (c == COMMAND_ENTER)
		return _("Check");
	if (c == COMMAND_BACK)
		return ui->start.text.len ? _("Clear") : ui->run.record ? _("Back") : NULL;
	return _(command_row(c)->bar);
}

const struct screen_row screen_start = {WHERE_START, draw, key, command, mouse, label};
