/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/well.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/privacy.h"
#include "words/words.h"

#include <stdlib.h>

#define COL_ROW 3

/* The likeliest first. The first row is the sign-in; its topic depends on the method. */
static const struct {
	const char *text, *topic;
} rows[] = {
    {NULL, "user-name"},
    {N_("The settings: compare server, port and security, character by character"), WELL_SETTINGS},
    {N_("A virus scanner or firewall on this computer that stops the mail program only"),
     "virus-scanners"},
    {N_("Another network: a Wi-Fi that wants a sign-in, a company, a hotel"), "captive-portals"},
    {N_("A VPN that the mail program goes through"), "vpn"},
    {N_("A mail program that connects from its maker's servers, such as the new Outlook"),
     "new-outlook"},
    {N_("An error message: what the number means"), "outlook-errors"},
};
#define ROW_COUNT (sizeof rows / sizeof *rows)

static const char *auth_of(const struct run *run)
{
	const struct summary *s = &run->record->summary;

	return s->setting_n ? s->settings[0].auth : "";
}

bool well_is(const struct run *run)
{
	const struct summary *s = &run->record->summary;

	return run_is_complete(run) && s->setting_n && !words_cause(run->record) &&
	       (!s->receive_asked || s->receive == ANSWER_OK) &&
	       (!s->send_asked || s->send == ANSWER_OK);
}

/* "The sign-in: user name anna@gmail.com, app password". The caller frees. */
static char *sign_in(const struct run *run)
{
	char *user = pane_settings_user(run->record), *method = words_auth(auth_of(run)), *text;

	if (user) {
		char *shown = privacy_whole(user);

		/* TRANSLATORS: a user name, and how to sign in ("App password"). */
		text = mem_printf(_("The sign-in: user name %s, method %s"), shown, method);
		free(shown);
	} else { /* TRANSLATORS: how to sign in. */
		text = mem_printf(_("The sign-in: the right user name, and the method %s"), method);
	}
	free(method);
	free(user);
	return text;
}

void well_put(struct list *l, const struct run *run, int cols)
{
	char *title = command_text(
	    _("If your mail program still fails, it is one of these[enter: ({enter} tells more)|]"),
	    WHERE_RUN);

	list_item(l, ITEM_HEADING, 0);
	list_wrap(l, 1, cols, ROLE_TITLE, title);
	free(title);
	for (size_t i = 0; i < ROW_COUNT; i++) {
		char *text = rows[i].text ? mem_strdup(_(rows[i].text)) : sign_in(run);

		list_item(l, ITEM_ROW, WELL_FIRST + (unsigned)i);
		list_wrap(l, COL_ROW, cols, ROLE_NORMAL, text);
		free(text);
	}
}

const char *well_topic(const struct run *run, unsigned ref)
{
	if (!well_is(run) || ref < WELL_FIRST || ref >= WELL_FIRST + ROW_COUNT)
		return NULL;
	if (ref > WELL_FIRST)
		return rows[ref - WELL_FIRST].topic;
	if (str_icontains(auth_of(run), "oauth"))
		return "oauth2";
	return str_icontains(auth_of(run), "app") ? "app-passwords" : rows[0].topic;
}
