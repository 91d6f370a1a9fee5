/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "options_value.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "discover/hostname.h"
#include "know/error_messages.h"
#include "know/services.h"
#include "program_choice.h"
#include "session/session.h"
#include "system_choice.h"
#include "suggest.h"

#include <assert.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

/* The list as "a, b, c"; clears it. */
static char *listed(struct strs *names)
{
	char *all = strs_join(names, ", ");

	strs_clear(names);
	return all;
}

char *options_value_services(void)
{
	struct strs names = {0};

	for (int i = 0; i < SERVICE_COUNT_; i++)
		strs_add(&names, service_name((enum service)i));
	return listed(&names);
}

char *options_value_formats(void)
{
	size_t n;
	const struct report_format *formats = report_formats(&n);
	struct strs names = {0};

	for (size_t i = 0; i < n; i++)
		strs_add(&names, formats[i].name);
	return listed(&names);
}

char *options_value_themes(void)
{
	struct strs names = {0};

	for (int i = 0; i < THEME_COUNT_; i++)
		strs_add(&names, theme_name((enum theme)i));
	return listed(&names);
}

char *options_value_setups(void)
{
	size_t n;
	const struct setup_format *formats = setup_formats(&n);
	struct strs names = {0};

	for (size_t i = 0; i < n; i++)
		strs_add(&names, formats[i].name);
	return listed(&names);
}

void options_value_setup(struct given *s)
{
	size_t n;
	const struct setup_format *formats = setup_formats(&n);
	struct suggest near = suggest_for(s->value);

	s->o->setup = setup_format(s->value);
	if (s->o->setup)
		return;
	for (size_t i = 0; i < n; i++)
		suggest_offer(&near, formats[i].name);
	char *hint = suggest_text(&near), *all = options_value_setups();

	s->error = mem_printf(_("There is no file called \"%s\".%s The names are: %s."), s->value,
			      hint, all);
	free(hint);
	free(all);
}

char *options_value_programs(void)
{
	return program_choice_names();
}

void options_value_program(struct given *s)
{
	s->o->program = program_choice(s->value, &s->error);
}

char *options_value_systems(void)
{
	return system_choice_names();
}

void options_value_system(struct given *s)
{
	s->o->system = system_choice(s->value, &s->error);
}

char *options_value_parties(void)
{
	struct strs names = {0};

	for (unsigned i = 0; i < PARTY_COUNT_; i++)
		strs_add(&names, party_name((enum party)i));
	return listed(&names);
}

void options_value_party(struct given *s)
{
	char *all = options_value_parties();

	s->o->to = party_from_name(s->value);
	s->o->message = true;
	if (s->o->to == PARTY_COUNT_)
		s->error = mem_printf(
		    _("There is no party called \"%s\" to write to. The parties are: %s."),
		    s->value, all);
	free(all);
}

void options_value_theme(struct given *s)
{
	enum theme theme = theme_from_name(s->value);
	char *all = options_value_themes();

	if (theme < THEME_COUNT_)
		s->o->theme = theme;
	else
		s->error = mem_printf(_("There is no theme called \"%s\". The themes are: %s."),
				      s->value, all);
	free(all);
}

void options_value_service(struct given *s)
{
	enum service service = service_by_word(s->value);
	struct suggest near = suggest_for(s->value);

	if (service < SERVICE_COUNT_) {
		if (s->o->service_n < OPTIONS_LIST_MAX)
			s->o->services[s->o->service_n++] = service;
		return;
	}
	for (int i = 0; i < SERVICE_COUNT_; i++)
		suggest_offer(&near, service_name((enum service)i));
	char *hint = suggest_text(&near), *all = options_value_services();

	/* TRANSLATORS: the last %s is empty or " Did you mean …?". */
	s->error = mem_printf(_("There is no service called \"%s\".%s The services are: %s."),
			      s->value, hint, all);
	free(hint);
	free(all);
}

void options_value_port(struct given *s)
{
	enum service service = service_by_word(s->value);
	long port = service < SERVICE_COUNT_ ? service_row(service)->port : 0;

	if (!port && !str_number(s->value, 1, 65535, &port))
		s->error = mem_printf(
		    _("\"%s\" is not a port: give --port a number from 1 to 65535, such as --port "
		      "587, or a service such as imaps."),
		    s->value);
	else if (s->o->port_n < OPTIONS_LIST_MAX)
		s->o->ports[s->o->port_n++] = (int)port;
}

static const struct limits_row *limit_row(const char *name)
{
	for (size_t i = 0; i < limits_row_n; i++)
		if (str_ieq(limits_rows[i].name, name))
			return &limits_rows[i];
	return NULL;
}

void options_value_timeout(struct given *s)
{
	const struct limits_row *run = limit_row("run");
	long seconds;

	assert(run);
	int most = run->most / 1000;

	if (str_number(s->value, 1, most, &seconds))
		limits_set(&s->o->limits, "run", seconds * 1000);
	else
		s->error = mem_printf(
		    _("Give --timeout whole seconds from 1 to %d, such as --timeout 60, not "
		      "\"%s\"."),
		    most, s->value);
}

#define DIGITS "0123456789"

/* "2", "0.5": in percent; 0 for anything else. */
static int percent_of(const char *text)
{
	size_t whole = strspn(text, DIGITS);
	const char *rest = text[whole] == '.' ? text + whole + 1 : text + whole;
	size_t digits = strspn(rest, DIGITS);
	int percent = 0;

	if (whole + digits == 0 || whole > 3 || digits > 2 || rest[digits] ||
	    (rest != text + whole && !digits))
		return 0;
	for (size_t i = 0; i < whole; i++)
		percent = percent * 10 + (text[i] - '0');
	for (size_t i = 0; i < 2; i++)
		percent = percent * 10 + (i < digits ? rest[i] - '0' : 0);
	return percent;
}

void options_value_play(struct given *s)
{
	s->o->play = percent_of(s->value);
	if (s->o->play < SESSION_SPEED_MIN || s->o->play > SESSION_SPEED_MAX)
		s->error = mem_printf(_("Give --play how many times as fast, from 0.1 to 100, such "
					"as --play 2, not \"%s\"."),
				      s->value);
}

static char *limit_unknown(const char *name)
{
	struct suggest near = suggest_for(name);
	struct strs names = {0};

	for (size_t i = 0; i < limits_row_n; i++) {
		suggest_offer(&near, limits_rows[i].name);
		strs_add(&names, limits_rows[i].name);
	}
	char *hint = suggest_text(&near), *all = listed(&names);
	char *error = mem_printf(_("There is no limit called \"%s\".%s The limits are: %s."), name,
				 hint, all);

	free(hint);
	free(all);
	return error;
}

void options_value_limit(struct given *s)
{
	const char *sign = strchr(s->value, '=');
	long value;

	if (!sign || sign == s->value) {
		s->error = mem_printf(
		    _("Give --limit NAME=VALUE, such as --limit connect=8000, not \"%s\"."),
		    s->value);
		return;
	}
	char *name = mem_strndup(s->value, (size_t)(sign - s->value));
	const struct limits_row *row = limit_row(name);

	if (!row)
		s->error = limit_unknown(name);
	else if (!str_number(sign + 1, row->least, row->most, &value) ||
		 !limits_set(&s->o->limits, name, value))
		s->error = mem_printf(_("The limit %s is a number from %d to %d, not \"%s\"."),
				      row->name, row->least, row->most, sign + 1);
	free(name);
}

/* The numeric address in text, brackets taken off, or NULL; the caller frees. */
static char *numeric(const char *text, enum family *ret_family)
{
	size_t len = strlen(text);
	char *bare = len > 2 && text[0] == '[' && text[len - 1] == ']'
			 ? mem_strndup(text + 1, len - 2)
			 : mem_strdup(text);

	*ret_family = family_of_address(bare);
	if (*ret_family != FAMILY_ANY)
		return bare;
	free(bare);
	return NULL;
}

void options_value_error(struct given *s)
{
	if (!s->value[strspn(s->value, " \t\n")])
		s->error = mem_strdup(
		    _("--error needs the words or the number of the message: --error 0x800CCC0E."));
	else if (strlen(s->value) > ERROR_TEXT_MAX)
		s->error = mem_printf(
		    _("The text of --error is too long: at most %d bytes. Give the line with the error."),
		    ERROR_TEXT_MAX);
	else
		s->o->error = s->value;
}

void options_value_resolve(struct given *s)
{
	const char *colon = strchr(s->value, ':');
	enum family family = FAMILY_ANY;
	char *address = colon && colon > s->value ? numeric(colon + 1, &family) : NULL;

	if (!address) {
		s->error = mem_printf(
		    _("Give --resolve HOST:ADDRESS with a numeric address, such as --resolve "
		      "mail.example.org:192.0.2.7, not \"%s\"."),
		    s->value);
		return;
	}
	if (s->o->resolve_n == OPTIONS_LIST_MAX) {
		free(address);
		return;
	}
	char *typed = mem_strndup(s->value, (size_t)(colon - s->value));
	char *host = hostname_parse(typed, &s->error); /* as targets have it */

	free(typed);
	if (!host) {
		free(address);
		return;
	}
	s->o->resolve[s->o->resolve_n++] =
	    (struct target_override){.host = host, .family = family, .address = address};
}

void options_value_report(struct given *s)
{
	size_t n;
	const struct report_format *formats = report_formats(&n);
	struct suggest near = suggest_for(s->value);

	s->o->report = report_format(s->value);
	if (s->o->report)
		return;
	for (size_t i = 0; i < n; i++)
		suggest_offer(&near, formats[i].name);
	char *hint = suggest_text(&near), *all = options_value_formats();

	s->error = mem_printf(_("There is no report format called \"%s\".%s The formats are: %s."),
			      s->value, hint, all);
	free(hint);
	free(all);
}
