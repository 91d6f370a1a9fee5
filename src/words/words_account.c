/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_account.h"

#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/account_files.h"
#include "know/services.h"
#include "words/words.h"

#include <stdlib.h>
#include <string.h>

static const struct setting *setting_like(const struct record *r, const struct target_server *s)
{
	for (size_t i = 0; i < r->summary.setting_n; i++) {
		const struct setting *set = &r->summary.settings[i];

		if (set->port == s->port && set->security == s->security &&
		    str_ieq(set->host, s->host))
			return set;
	}
	return NULL;
}

/* Works instead: of the same protocol, at its own host rather than another. */
static const struct setting *setting_instead(const struct record *r, const struct target_server *s)
{
	enum protocol protocol = service_row(s->service)->protocol;
	const struct setting *best = NULL;

	for (size_t i = 0; i < r->summary.setting_n; i++) {
		const struct setting *set = &r->summary.settings[i];

		if (set->protocol == protocol &&
		    (!best || (str_ieq(set->host, s->host) && !str_ieq(best->host, s->host))))
			best = set;
	}
	return best;
}

/* "IMAP imap.example.org, port 993, SSL/TLS" */
static char *place_text(const struct target_server *s)
{
	char *host = esc_text(s->host, strlen(s->host), false);
	/* TRANSLATORS: IMAP, a server, a port, SSL/TLS. */
	char *text =
	    mem_printf(_("%s %s, port %d, %s"), words_protocol(service_row(s->service)->protocol),
		       host, s->port, words_security(s->security));

	free(host);
	return text;
}

/* "prefs.js, line 48: ", or the file alone where the program's default holds. */
static char *place_in_file(const struct target_server *s, int line)
{
	char *file = esc_text(s->set_in, strlen(s->set_in), false);
	/* TRANSLATORS: a file and a line in it; what to change there follows. */
	char *text = line ? mem_printf(_("%s, line %d"), file, line) : mem_strdup(file);

	free(file);
	return text;
}

static void add_change(struct strs *ret, const struct target_server *s, const char *key, int line,
		       const char *was, const char *is)
{
	char *place = place_in_file(s, line), *shown = esc_text(key, strlen(key), false);

	strs_append(
	    ret, line
		     ? /* TRANSLATORS: file and line, a key in it, its value now, its value then. */
		     mem_printf(_("%s: %s %s \xe2\x86\x92 %s"), place, shown, was, is)
		     : /* TRANSLATORS: file, a key that is missing there, its value then. */
		     mem_printf(_("%s: add %s %s"), place, shown, is));
	free(place);
	free(shown);
}

/* In a program that has one value for all of it. */
static bool change_url(const struct target *t, const struct target_server *s,
		       const struct setting *set, struct strs *ret)
{
	char *is = account_url(t->account, set->protocol, set->security, set->host, set->port);
	char *was = account_url(t->account, set->protocol, s->security, s->host, s->port);

	if (is)
		add_change(ret, s, s->port_key ? s->port_key : "", s->port_line, was, is);
	free(is);
	free(was);
	return is != NULL;
}

static void change_values(const struct target *t, const struct target_server *s,
			  const struct setting *set, struct strs *ret)
{
	const char *was = account_security_word(t->account, set->protocol, s->security);
	const char *is = account_security_word(t->account, set->protocol, set->security);
	char *port_was = mem_printf("%d", s->port), *port_is = mem_printf("%d", set->port);

	if (!str_ieq(s->host, set->host))
		add_change(ret, s, _("the server"), 0, s->host, set->host);
	if (s->port != set->port)
		add_change(ret, s, s->port_key ? s->port_key : _("the port"), s->port_line,
			   port_was, port_is);
	if (s->security != set->security)
		add_change(ret, s, s->security_key ? s->security_key : _("the encryption"),
			   s->security_line, was ? was : words_security(s->security),
			   is ? is : words_security(set->security));
	free(port_was);
	free(port_is);
}

static void add_server(const struct record *r, const struct target_server *s, struct strs *ret)
{
	const struct setting *set = setting_instead(r, s);
	char *place = place_text(s);

	if (setting_like(r, s)) {
		/* TRANSLATORS: settings of a mail program. */
		strs_append(ret, mem_printf(_("%s: works as it is set."), place));
	} else if (!set) {
		strs_append(
		    ret,
		    mem_printf(_("%s: doesn't work from here, and nothing was found that does."),
			       place));
	} else {
		strs_append(
		    ret,
		    mem_printf(
			_("%s: doesn't work from here. What does, to change in the program or its file:"),
			place));
		if (!change_url(r->target, s, set, ret))
			change_values(r->target, s, set, ret);
	}
	free(place);
}

void words_account(const struct record *record, struct strs *ret)
{
	const struct target *t = record->target;

	if (!t->account || !record->summary.all_done)
		return;
	for (size_t i = 0; i < t->server_n; i++)
		if (t->servers[i].set_in)
			add_server(record, &t->servers[i], ret);
}
