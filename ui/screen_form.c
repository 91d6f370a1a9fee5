/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/app.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "words/words.h"
#include "ui/term.h"
#include "ui/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COL_VALUE 24
#define NARROW_COLS 60

/* What the refs of the rows stand for. */
enum form_field {
	FORM_NAME = 1,
	FORM_DOMAINS,
	FORM_USER,
	FORM_SAVE,
	FORM_SERVERS /* the parts of each server */
};
enum part { PART_HOST, PART_PORT, PART_SECURITY, PART_USER, PART_COUNT_ };

static const struct {
	const char *title, *part[PART_COUNT_], *another; /* N_() */
	int tls, other;					 /* the usual ports */
} servers[UI_SERVER_COUNT_] = {
    [UI_SERVER_IMAP] = {N_("Reading with IMAP"),
			{N_("IMAP server"), N_("IMAP port"), N_("IMAP security"), N_("User name")},
			N_("Another IMAP"),
			993,
			143},
    [UI_SERVER_POP3] = {N_("Reading with POP3"),
			{N_("POP3 server"), N_("POP3 port"), N_("POP3 security"), N_("User name")},
			N_("Another POP3"),
			995,
			110},
    [UI_SERVER_SMTP] = {N_("Sending"),
			{N_("SMTP server"), N_("SMTP port"), N_("SMTP security"), N_("User name")},
			N_("Another SMTP"),
			465,
			587},
};

static const enum security security_choices[] = {SECURITY_TLS, SECURITY_STARTTLS, SECURITY_NONE};
static const char *const user_choices[] = {"%EMAILADDRESS%", "%EMAILLOCALPART%", NULL};

void form_clear(struct form *form)
{
	ui_profile_clear(&form->profile);
	list_clear(&form->list);
	*form = (struct form){0};
}

static bool has_host(const struct ui_profile_server *s)
{
	return s->host && *s->host;
}

/* Each kind has a place for one more. */
static void make_room(struct ui_profile *p)
{
	for (int kind = 0; kind < UI_SERVER_COUNT_; kind++) {
		bool room = false;

		for (size_t i = 0; i < p->server_n; i++)
			room |= (int)p->servers[i].kind == kind && !has_host(&p->servers[i]);
		if (!room && p->server_n < UI_SERVERS_MAX)
			p->servers[p->server_n++] =
			    (struct ui_profile_server){.kind = (enum ui_server)kind,
						       .user = mem_strdup(user_choices[0]),
						       .security = SECURITY_TLS};
	}
}

void form_open(struct ui *ui, const char *id, bool copy)
{
	struct form *form = &ui->form;
	struct ui_profile profile = {0};

	if (!ui->options->profiles ||
	    (id && !ui->options->profiles->read(ui->options, id, &profile)))
		return;
	form_clear(form);
	form->profile = profile;
	form->copy = copy;
	if (!id)
		form->profile.user = mem_strdup(user_choices[0]);
	make_room(&form->profile);
	if (copy) {
		/* TRANSLATORS: the name of a copy. */
		form->profile.name = mem_printf(_("%s (copy)"), profile.name);
		free(profile.name);
	}
	ui->screen = SCREEN_FORM;
}

/* ---- the rows ---- */

static size_t server_of(unsigned field)
{
	return (field - FORM_SERVERS) / PART_COUNT_;
}

static enum part part_of(unsigned field)
{
	return (enum part)((field - FORM_SERVERS) % PART_COUNT_);
}

static bool is_server_field(unsigned field)
{
	return field >= FORM_SERVERS;
}

/* The place of the text that a field edits, or NULL: it is a port or a choice. */
static char **text_of(struct ui_profile *p, unsigned field)
{
	if (field == FORM_NAME)
		return &p->name;
	if (field == FORM_DOMAINS)
		return &p->domains;
	return is_server_field(field) && part_of(field) == PART_HOST
		   ? &p->servers[server_of(field)].host
		   : NULL;
}

static int usual_port(enum ui_server kind, enum security security)
{
	return security == SECURITY_TLS ? servers[kind].tls : servers[kind].other;
}

/* The user name that a field chooses, or NULL. */
static char **user_of(struct ui_profile *p, unsigned field)
{
	if (field == FORM_USER)
		return &p->user;
	return is_server_field(field) && part_of(field) == PART_USER
		   ? &p->servers[server_of(field)].user
		   : NULL;
}

static const char *user_words(const char *user)
{
	if (!user || !*user)
		return _("not known");
	if (str_eq(user, user_choices[0]))
		return _("the whole e-mail address");
	return str_eq(user, user_choices[1]) ? _("the part before the @") : user;
}

/* What a field shows; the caller frees. */
static char *value_of(const struct ui_profile *p, unsigned field)
{
	char *const *text = text_of((struct ui_profile *)p, field);
	char *const *user = user_of((struct ui_profile *)p, field);

	if (text)
		return mem_strdup(*text ? *text : "");
	if (user)
		return mem_strdup(user_words(*user));
	const struct ui_profile_server *s = &p->servers[server_of(field)];

	if (part_of(field) == PART_SECURITY)
		return mem_strdup(words_security(s->security));
	return mem_printf("%d", s->port ? s->port : usual_port(s->kind, s->security));
}

static bool is_choice(unsigned field)
{
	return field == FORM_USER || (is_server_field(field) && part_of(field) >= PART_SECURITY);
}

static void put_field(struct list *l, const struct ui_profile *p, unsigned field, const char *label,
		      int cols)
{
	char *value = value_of(p, field);
	int col = cols < NARROW_COLS ? 16 : COL_VALUE;

	list_item(l, ITEM_ROW, field);
	list_line(l);
	list_put(l, 2, ROLE_NORMAL, label);
	if (is_choice(field)) {
		char *choice = mem_printf("%s %s %s", theme_glyph(GLYPH_LEFT), value,
					  theme_glyph(GLYPH_RIGHT));

		list_wrap_on(l, col, cols, ROLE_STRONG, choice);
		free(choice);
	} else if (*value)
		list_wrap_on(l, col, cols, ROLE_STRONG, value);
	else
		list_put(l, col, ROLE_DIM, "-");
	free(value);
}

static void put_server(struct list *l, const struct ui_profile *p, size_t server, bool another,
		       int cols)
{
	const struct ui_profile_server *s = &p->servers[server];
	unsigned first = FORM_SERVERS + PART_COUNT_ * (unsigned)server;
	unsigned last = p->each_user ? PART_USER : PART_SECURITY;

	put_field(l, p, first, _(another ? servers[s->kind].another : servers[s->kind].part[0]),
		  cols);
	/* Without a server there is nothing to say about its port. */
	for (unsigned part = PART_PORT; part <= last && has_host(s); part++)
		put_field(l, p, first + part, _(servers[s->kind].part[part]), cols);
}

/* The servers of a kind, then the place for one more. */
static void put_kind(struct list *l, const struct ui_profile *p, enum ui_server kind, int cols)
{
	size_t n = 0;

	pick_heading(l, _(servers[kind].title));
	for (size_t i = 0; i < p->server_n; i++)
		if (p->servers[i].kind == kind && has_host(&p->servers[i])) {
			put_server(l, p, i, false, cols);
			n++;
		}
	for (size_t i = 0; i < p->server_n; i++)
		if (p->servers[i].kind == kind && !has_host(&p->servers[i])) {
			put_server(l, p, i, n > 0, cols);
			return;
		}
}

static void build(struct form *form, int cols)
{
	struct list *l = &form->list;

	if (!cols) /* a key before the first drawing */
		cols = NARROW_COLS;
	if (form->built_cols == cols)
		return;
	form->built_cols = cols;
	list_begin(l);
	put_field(l, &form->profile, FORM_NAME, _("Name"), cols);
	put_field(l, &form->profile, FORM_DOMAINS, _("Domains"), cols);
	if (!form->profile.each_user)
		put_field(l, &form->profile, FORM_USER, _("User name"), cols);
	for (int kind = 0; kind < UI_SERVER_COUNT_; kind++)
		put_kind(l, &form->profile, (enum ui_server)kind, cols);
	list_item(l, ITEM_ROW, FORM_SAVE);
	list_line(l);
	list_put(l, 2, ROLE_STRONG, _("Save"));
	list_end(l);
}

static void draw(struct ui *ui)
{
	struct form *form = &ui->form;
	const char *title = !form->profile.id ? _("A new provider")
			    : form->copy      ? _("A copy of a provider")
					      : _("Your own provider");
	int rows, cols;

	term_size(&rows, &cols);
	bar_draw_head(title, cols);
	form->room = (struct rect){1, 1, rows - 2, cols - 2};
	build(form, form->room.cols);
	list_draw(&form->list, &form->room, true);
	bar_draw(ui, rows - 1, cols);
}

/* ---- changing it ---- */

static void set(char **field, const char *text)
{
	free(*field);
	*field = mem_strdup(text);
}

static void changed(struct form *form)
{
	form->changed = true;
	form->built_cols = 0;
}

static void text_entered(struct ui *ui, const char *text)
{
	struct form *form = &ui->form;
	char **field = text_of(&form->profile, form->list.selected);
	char *copy = mem_strdup(text);

	if (field)
		set(field, str_trim(copy));
	make_room(&form->profile);
	changed(form);
	free(copy);
}

static void port_entered(struct ui *ui, const char *text)
{
	struct form *form = &ui->form;
	long port = 0;

	if (!str_number(text, 1, 65535, &port)) {
		app_say(ui, mem_strdup(_("A port is a number from 1 to 65535.")));
		return;
	}
	form->profile.servers[server_of(form->list.selected)].port = (int)port;
	changed(form);
}

/* Round and round; a text of one's own has its place behind the choices. */
static void next_user(char **user, int step)
{
	const size_t n = sizeof user_choices / sizeof *user_choices;
	size_t at = 0;

	while (at < n && !str_eq(*user && **user ? *user : NULL, user_choices[at]))
		at++;
	set(user, user_choices[(at % n + n + (size_t)step) % n]);
}

static void next_security(struct ui_profile_server *s, int step)
{
	const size_t n = sizeof security_choices / sizeof *security_choices;
	enum security before = s->security;
	size_t at = 0;

	while (security_choices[at] != before)
		at++;
	enum security after = security_choices[(at + n + (size_t)step) % n];

	s->security = after;
	if (s->port == usual_port(s->kind, before))
		s->port = usual_port(s->kind, after);
}

static void choose(struct form *form, int step)
{
	unsigned field = form->list.selected;

	if (!is_choice(field))
		return;
	char **user = user_of(&form->profile, field);

	if (user)
		next_user(user, step);
	else
		next_security(&form->profile.servers[server_of(field)], step);
	changed(form);
}

static char *label_of(const struct ui_profile *p, unsigned field)
{
	if (field == FORM_NAME)
		return mem_strdup(_("Name:"));
	if (field == FORM_DOMAINS)
		return mem_strdup(_("Domains, with spaces:"));
	return mem_printf("%s:",
			  _(servers[p->servers[server_of(field)].kind].part[part_of(field)]));
}

static void save(struct ui *ui)
{
	struct form *form = &ui->form;
	char *id = NULL, *error = NULL;

	if (!ui->options->profiles->save(ui->options, &form->profile, form->copy, &id, &error)) {
		app_say(ui, error ? error : mem_strdup(_("Nothing was saved.")));
		return;
	}
	form_clear(form);
	ui->start.built_cols = 0;
	pick_select(&ui->pick, id);
	free(id);
	ui->screen = SCREEN_PICK;
	app_say(ui, mem_strdup(_("Saved: porthorn finds it by its name and domains.")));
}

static void enter(struct ui *ui)
{
	struct form *form = &ui->form;
	unsigned field = form->list.selected;
	char **text = text_of(&form->profile, field);

	if (field == FORM_SAVE) {
		save(ui);
	} else if (is_choice(field)) {
		choose(form, 1);
	} else if (field) {
		char *label = label_of(&form->profile, field);
		char *value =
		    text ? mem_strdup(*text ? *text : "") : value_of(&form->profile, field);

		prompt_line(&ui->prompt, label, value, text ? text_entered : port_entered);
		free(value);
		free(label);
	}
}

static void leave(struct ui *ui)
{
	form_clear(&ui->form);
	ui->screen = SCREEN_PICK;
}

static void leave_answer(struct ui *ui, const char *answer)
{
	if (*answer == 'y')
		leave(ui);
}

static void go_back(struct ui *ui)
{
	if (ui->form.changed) /* TRANSLATORS: y and n stay as they are. */
		prompt_choice(&ui->prompt, _("Leave without saving? (y, n)"), "yn", leave_answer);
	else
		leave(ui);
}

static void command(struct ui *ui, enum command c)
{
	struct form *form = &ui->form;

	build(form, form->room.cols); /* keys may come faster than drawings */
	if (list_command(&form->list, c, form->room.rows))
		return;
	if (c == COMMAND_ENTER)
		enter(ui);
	else if (c == COMMAND_BACK)
		go_back(ui);
	else if (c == COMMAND_SAVE)
		save(ui);
	else if (c == COMMAND_LEFT || c == COMMAND_RIGHT)
		choose(form, c == COMMAND_LEFT ? -1 : 1);
}

static void mouse(struct ui *ui, const struct key_event *e)
{
	if (list_mouse(&ui->form.list, &ui->form.room, e))
		enter(ui);
}

static const char *label(const struct ui *ui, enum command c)
{
	if (c == COMMAND_ENTER)
		return ui->form.list.selected == FORM_SAVE ? _("Save") : _("Change");
	return c == COMMAND_RIGHT ? NULL : _(command_row(c)->bar);
}

const struct screen_row screen_form = {WHERE_FORM, draw, app_page_key, command, mouse, label};
