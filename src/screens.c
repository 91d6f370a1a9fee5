/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "screens.h"

#include "base/esc.h"
#include "base/mem.h"
#include "accounts_run.h"
#include "batch.h"
#include "challenge.h"
#include "explain.h"
#include "find.h"
#include "base/i18n.h"
#include "own_profiles.h"
#include "know/account_files.h"
#include "practice/recorded.h"
#include "words/words_error.h"

#include <stdlib.h>
#include <string.h>

static struct session *open_run(enum ui_begin how, const char *word, void *user, char **ret_error)
{
	struct porthorn *p = user;

	if (how == UI_PRACTICE && recorded_find(word)) {
		struct record *saved = begin_recorded(word, ret_error);

		return saved ? session_play(saved, 100) : NULL;
	}
	const char *given = p->options.error;

	if (p->looked_up)
		p->options.error = p->looked_up;
	struct target *t = how == UI_AUDIT	? begin_audit(p, word, ret_error)
			   : how == UI_ACCOUNT	? accounts_run_target(p, word, ret_error)
			   : how == UI_PRACTICE ? begin_practice(p, word, ret_error)
						: begin_target(p, word, ret_error);

	p->options.error = given;
	if (t) { /* the message is compared with this run alone */
		free(p->looked_up);
		p->looked_up = NULL;
	}
	return t ? begin_session(p, t, ret_error) : NULL;
}

char *screens_state_dir(void)
{
	const char *xdg = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

	if (xdg && *xdg == '/')
		return mem_printf("%s/porthorn", xdg);
	return home && *home == '/' ? mem_printf("%s/.local/state/porthorn", home) : NULL;
}

static void free_providers(struct ui_options *o)
{
	for (size_t i = 0; i < o->provider_n; i++)
		free((char *)o->providers[i].domains);
	free((struct ui_provider *)o->providers);
	o->providers = NULL;
	o->provider_n = 0;
}

void screens_set_providers(struct ui_options *o)
{
	const struct porthorn *p = o->user;
	const struct providers *list = &p->providers;
	struct ui_provider *rows = mem_calloc(list->n, sizeof *rows);

	free_providers(o);
	for (size_t i = 0; i < list->n; i++)
		rows[i] = (struct ui_provider){list->v[i].id,
					       list->v[i].name,
					       list->v[i].short_name,
					       list->v[i].kind,
					       strs_join(&list->v[i].domains, " "),
					       list->v[i].own,
					       list->v[i].company || list->v[i].given};
	o->providers = rows;
	o->provider_n = list->n;
}

/* Reading all the files takes longer than all else that comes before the first frame. */
static void load(struct ui_options *o)
{
	struct porthorn *p = o->user;

	providers_clear(&p->providers);
	providers_load(&p->providers, NULL, NULL);
	p->unread = false;
	free((char *)o->notice);
	o->notice = providers_missing(&p->providers);
	screens_set_providers(o);
}

/* Recorded networks come after those that are tested for real. The caller frees. */
static struct ui_practice *practice_rows(size_t *ret_n)
{
	size_t live_n, recorded_n;
	const struct practice_scenario *live = practice_scenarios(&live_n);
	const struct recorded *recorded = recorded_all(&recorded_n);
	struct ui_practice *rows = mem_calloc(live_n + recorded_n, sizeof *rows);

	for (size_t i = 0; i < live_n; i++)
		rows[i] = (struct ui_practice){live[i].name, _(live[i].title), false};
	for (size_t i = 0; i < recorded_n; i++)
		rows[live_n + i] =
		    (struct ui_practice){recorded[i].name, _(recorded[i].title), true};
	*ret_n = live_n + recorded_n;
	return rows;
}

static char *shown(const char *text)
{
	return esc_text(text, strlen(text), false);
}

static void list_accounts(struct ui_accounts *ret, void *user)
{
	struct accounts list;

	accounts_run_all(user, &list);
	*ret = (struct ui_accounts){.v = mem_calloc(list.n ? list.n : 1, sizeof *ret->v)};
	for (size_t i = 0; i < list.n; i++)
		ret->v[ret->n++] = (struct ui_account){
		    accounts_run_id(&list.v[i]), shown(list.v[i].name),
		    mem_strdup(account_program_name(list.v[i].program)), shown(list.v[i].file)};
	ret->none = list.n ? NULL : accounts_run_none();
	accounts_clear(&list);
}

/* A line each: what the messages mean, and what causes them; what servers mean. */
static char *meaning_of(const struct find *f)
{
	struct strs lines = {0};
	char *text = NULL;

	if (f->errors.n) {
		words_error_alone(&f->errors, &lines);
		strs_add(&lines, _("The next check says whether what it sees fits this."));
	}
	for (size_t i = 0; i < f->refusal_n; i++)
		strs_append(&lines, mem_printf("%s %s", _(f->refusals[i]->meaning),
					       _(f->refusals[i]->action)));
	if (lines.n)
		text = strs_join(&lines, "\n");
	strs_clear(&lines);
	return text;
}

static void look_up(const char *words, struct ui_found *ret, void *user)
{
	struct porthorn *p = user;
	struct find f;

	find_words(&f, words, &p->providers);
	*ret = (struct ui_found){.v = mem_calloc(f.n ? f.n : 1, sizeof *ret->v), .n = f.n};
	for (size_t i = 0; i < f.n; i++) {
		ret->v[i].id = mem_strdup(f.v[i].id);
		ret->v[i].title = mem_strdup(f.v[i].title);
	}
	ret->said = meaning_of(&f);
	free(p->looked_up);
	p->looked_up = f.errors.n ? mem_strdup(words) : NULL;
	find_clear(&f);
}

static char *explain(const char *id, int cols, void *user)
{
	const struct porthorn *p = user;
	struct page_options layout = {.cols = cols};
	char *error = NULL;
	struct buf out;

	buf_init(&out, 0);
	explain_word(&out, id, &p->providers, &layout, &error);
	free(error);
	return buf_take(&out);
}

int screens_show(struct porthorn *p, struct session *session, struct record *saved)
{
	bool with_start = p->options.verb == VERB_CHECK || p->options.verb == VERB_AUDIT;
	char *state = screens_state_dir(), *error = NULL;
	struct ui_options ui = {.load = (session || saved) && !p->unread ? NULL : load,
				.warnings = &p->providers.errors,
				.profiles = &own_profiles,
				.notice = providers_missing(&p->providers),
				.session = session,
				.saved = saved,
				.word = p->options.verb == VERB_CHECK && !p->options.case_file
					    ? p->options.word
					    : NULL, /* a case was not tested now */
				.open = with_start && !p->options.case_file ? open_run : NULL,
				.look_up = look_up,
				.explain = explain,
				.accounts = list_accounts,
				.challenge = challenge_fill,
				.user = p,
				.state_dir = p->options.no_history ? NULL : state,
				.no_summary = p->options.no_summary,
				.theme = p->options.no_color ? THEME_MONO : p->options.theme,
				.program = p->preferences.program,
				.system = p->options.system,
				.is_private = p->preferences.is_private};
	struct ui_practice *practices = practice_rows(&ui.practice_n);

	ui.practices = practices;
	screens_set_providers(&ui);
	int status = ui_run(&ui, &error);

	free_providers(&ui);
	free(practices);
	free(state);
	free((char *)ui.notice);
	return error ? batch_complain(error, status) : status;
}
