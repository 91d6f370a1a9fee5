/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Joins the engine, the screens and the reports. */
#include "config.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "accounts_run.h"
#include "allocate.h"
#include "batch.h"
#include "challenge.h"
#include "chosen.h"
#include "begin.h"
#include "case/case.h"
#include "explain.h"
#include "linear.h"
#include "options.h"
#include "pager.h"
#include "practice/practice.h"
#include "practice/recorded.h"
#include "preferences.h"
#include "profile.h"
#include "program_choice.h"
#include "system_choice.h"
#include "screens.h"
#include "spare.h"
#include "run/worker.h"
#include "sandbox.h"
#include "base/save.h"
#include "ui/term_rescue.h"
#include "version.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef PORTABLE
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#define SCENARIO_DEFAULT "home"

/* The screens if the options allow it; else a report. */
static bool wants_screens(const struct options *o)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && !o->report && !o->output &&
	       !o->save_case && !o->settings && !o->message && !linear_is_wanted(o);
}

/* A run is watched, on the screens or line by line; else there is a report. */
static bool wants_show(const struct options *o)
{
	return wants_screens(o) || linear_is_wanted(o);
}

static void warn_of_providers(const struct providers *list)
{
	char *missing = providers_missing(list);

	if (missing)
		batch_complain(missing, 0);
	for (size_t i = 0; i < list->errors.n; i++)
		batch_complain(mem_strdup(list->errors.v[i]), 0);
}

/* Files that cannot be written at the end are refused before anything begins. */
static char *check_files(const struct options *o)
{
	char *error = NULL;

	if ((o->output && !save_check(o->output, o->force, &error)) ||
	    (o->save_case && !save_check(o->save_case, o->force, &error)))
		return error;
	return NULL;
}

/* Shows, tells or reports a live run, and frees it. */
static int present(struct porthorn *p, struct session *s)
{
	if (linear_is_wanted(&p->options)) {
		int told = linear_run(s, NULL, p->options.system);

		session_free(s);
		return told;
	}
	if (wants_screens(&p->options))
		return screens_show(p, s, NULL);
	int status = batch_run(s, &p->options);

	session_free(s);
	return status;
}

/* A report does not wait for versions of TLS that were not asked for: those are the administrator's. */
static void spare_versions(struct options *o, struct target *t)
{
	if (o->versions || t->audit)
		return;
	t->versions_on_reason = true;
	if (o->limits.versions_ms == LIMITS_VERSIONS_MS)
		o->limits.versions_ms = LIMITS_VERSIONS_REPORT_MS;
}

/* Starts probing; takes ownership of target. */
static int probe(struct porthorn *p, struct target *t)
{
	char *error = check_files(&p->options);

	if (error) {
		target_free(t);
		return batch_complain(error, STATUS_COULD_NOT);
	}
	if (!wants_screens(&p->options))
		spare_versions(&p->options, t);
	if (!wants_show(&p->options))
		batch_prepare();
	struct session *s = begin_session(p, t, &error);

	return s ? present(p, s) : batch_complain(error, STATUS_COULD_NOT);
}

/* As it happened. Takes ownership of the record. */
static int play_saved(struct porthorn *p, struct record *saved)
{
	int speed = p->options.play ? p->options.play : 100;

	if (wants_show(&p->options))
		return present(p, session_play(saved, speed));
	record_free(saved);
	return batch_complain(
	    mem_strdup(_(
		"A report has no time of its own: use --play with the screens or with --accessible.")),
	    STATUS_USAGE);
}

static int run_case(struct porthorn *p)
{
	char *error = check_files(&p->options);
	struct record *saved = error ? NULL : case_open(p->options.case_file, &error);

	if (!saved)
		return batch_complain(error, STATUS_COULD_NOT);
	chosen_error(&p->options, saved->target);
	if (p->options.play)
		return play_saved(p, saved);
	if (wants_screens(&p->options))
		return screens_show(p, NULL, saved);
	int status = linear_is_wanted(&p->options) ? linear_run(NULL, saved, p->options.system)
						   : batch_report(saved, &p->options);

	record_free(saved);
	return status;
}

/* The word gave no target: it is wrong, or our files to look it up in are missing. */
static int refuse(const struct porthorn *p, char *error)
{
	char *missing = providers_missing(&p->providers);
	int status = str_eq(error, missing) ? STATUS_COULD_NOT : STATUS_USAGE;

	free(missing);
	return batch_complain(error, status);
}

/* Whether the word names a saved case rather than a server. */
static bool is_case_file(const char *word)
{
	static const char suffix[] = ".case";
	size_t len = word ? strlen(word) : 0;

	return len >= sizeof suffix && str_eq(word + len - (sizeof suffix - 1), suffix) &&
	       access(word, F_OK) == 0;
}

/* All of them; the one on the command line is what is checked, where no word says otherwise. */
static bool load_providers(struct porthorn *p, char **ret_error)
{
	providers_load(&p->providers, NULL, NULL);
	if (!p->options.profile)
		return true;
	const struct provider *given = providers_give(&p->providers, p->options.profile, ret_error);

	if (given && !p->options.word &&
	    (p->options.verb == VERB_CHECK || p->options.verb == VERB_MESSAGE))
		p->options.word = given->id;
	return given != NULL;
}

/* What the screens need before their first frame; false: all files are needed to say what the word means. */
static bool begin_early(struct porthorn *p, struct target **ret)
{
	const char *word = p->options.word;
	char *error = NULL;

	if (!word || !*word || p->options.profile || !wants_screens(&p->options))
		return false;
	providers_load_for(&p->providers, NULL, NULL, word);
	*ret = begin_target(p, word, &error);
	if (*ret && ((*ret)->provider || strchr(word, '.'))) {
		p->unread = true;
		return true;
	}
	target_free(*ret);
	free(error);
	providers_clear(&p->providers);
	return false;
}

static const char no_case[] = N_(
    "--play shows what was recorded: a saved case, or one of the recorded networks of porthorn demo --list.");

static int run_check(struct porthorn *p)
{
	struct target *t = NULL;
	char *error = NULL;

	if (!p->options.case_file && is_case_file(p->options.word))
		p->options.case_file = p->options.word;
	if (p->options.case_file)
		return run_case(p);
	if (p->options.play)
		return batch_complain(mem_strdup(_(no_case)), STATUS_USAGE);
	if (!p->options.word && !p->options.profile && !p->options.accounts &&
	    wants_screens(&p->options))
		return screens_show(p, NULL, NULL);
	if (!p->options.accounts && begin_early(p, &t))
		return probe(p, t);
	if (!load_providers(p, &error))
		return batch_complain(error, STATUS_COULD_NOT);
	if (p->options.accounts)
		return accounts_run(p, probe);
	char *asked = !p->options.word && linear_is_wanted(&p->options) ? linear_ask() : NULL;
	const char *word = asked ? asked : p->options.word;

	if (!word || !*word) {
		free(asked);
		return batch_complain(
		    mem_strdup(
			_("Name a provider, an e-mail address or a server, such as porthorn gmail; "
			  "porthorn --help says more.")),
		    STATUS_USAGE);
	}
	t = begin_target(p, word, &error);
	free(asked);
	if (!t)
		return refuse(p, error);
	if (!wants_screens(&p->options))
		warn_of_providers(&p->providers);
	return probe(p, t);
}

/* The folder of what is remembered; NULL: nothing is. The caller frees. */
static char *state_of(const struct options *o)
{
	return o->no_history ? NULL : screens_state_dir();
}

/* In whose words settings are printed: as asked for, as configured, as the last time. */
static void choose_program(struct porthorn *p)
{
	struct options *o = &p->options;
	char *state = state_of(o);

	if (o->program)
		program_choice_keep(state, o->program);
	else if (p->preferences.program)
		o->program = program_find(p->preferences.program);
	else
		o->program = program_choice_last(state);
	free(state);
}

/* Whose steps are told: as asked for, as configured, as the last time, else this computer's. */
static void choose_system(struct porthorn *p)
{
	struct options *o = &p->options;
	char *state = state_of(o);

	if (o->system)
		system_choice_keep(state, o->system);
	else if (p->preferences.system)
		o->system = p->preferences.system;
	else
		o->system = system_choice_last(state);
	free(state);
}

/* What is published, without a test. */
static int tell_published(struct porthorn *p)
{
	struct log none = {0};
	char *error = NULL;

	if (!load_providers(p, &error))
		return batch_complain(error, STATUS_COULD_NOT);
	struct target *t = begin_target(p, p->options.word, &error);

	if (!t)
		return refuse(p, error);
	bool known = t->server_n;
	struct record *r = record_of_log(t, &none, &error);

	if (!r || !known) {
		record_free(r);
		return batch_complain(
		    error ? error
			  : mem_strdup(_("The servers are not known without asking the domain: "
					 "leave out --untested.")),
		    STATUS_COULD_NOT);
	}
	int status = batch_report(r, &p->options);

	record_free(r);
	return status == STATUS_COULD_NOT ? status : 0;
}

static int run_message(struct porthorn *p)
{
	const struct options *o = &p->options;

	if (!o->word && !o->case_file && !o->profile)
		return batch_complain(
		    mem_strdup(_("Name a provider, an e-mail address or a server: "
				 "porthorn message gmail --to isp.")),
		    STATUS_USAGE);
	return run_check(p);
}

static int run_settings(struct porthorn *p)
{
	const struct options *o = &p->options;

	if (!o->word && !o->case_file && !o->profile)
		return batch_complain(
		    mem_strdup(_("Name a provider, an e-mail address or a server: porthorn "
				 "settings gmail --for thunderbird.")),
		    STATUS_USAGE);
	return o->untested ? tell_published(p) : run_check(p);
}

/* All that a domain publishes, held against what its servers do. */
static int run_audit(struct porthorn *p)
{
	char *error = NULL;

	if (!p->options.word)
		return batch_complain(
		    mem_strdup(_("Name the domain to audit: porthorn audit example.org.")),
		    STATUS_USAGE);
	if (!load_providers(p, &error))
		return batch_complain(error, STATUS_COULD_NOT);
	struct target *t = begin_audit(p, p->options.word, &error);

	return t ? probe(p, t) : batch_complain(error, STATUS_USAGE);
}

/* A recorded network: played, or reported at once. */
static int play(struct porthorn *p, const char *name)
{
	const struct options *o = &p->options;
	char *error = check_files(o);

	if (o->service_n || o->port_n || o->all_services || o->resolve_n || o->ca_file || o->ipv4 ||
	    o->ipv6)
		return batch_complain(
		    mem_strdup(_("A recorded network shows what was seen; options "
				 "that choose what to try do not go with it.")),
		    STATUS_USAGE);
	struct record *saved = error ? NULL : begin_recorded(name, &error);

	if (!saved)
		return batch_complain(error, STATUS_COULD_NOT);
	if (o->play || wants_show(o))
		return play_saved(p, saved);
	int status = batch_report(saved, o);

	record_free(saved);
	return status;
}

static int run_demo(struct porthorn *p, struct buf *out, const struct page_options *layout)
{
	const char *name = p->options.word ? p->options.word : SCENARIO_DEFAULT;
	char *error = NULL;

	if (p->options.list)
		return explain_scenarios(out, p->options.word, layout, &error)
			   ? 0
			   : batch_complain(error, STATUS_USAGE);
	if (p->options.challenge)
		return challenge_run(p->options.word);
	if (recorded_find(name))
		return play(p, name);
	if (p->options.play)
		return batch_complain(mem_strdup(_(no_case)), STATUS_USAGE);
	if (!wants_show(&p->options))
		batch_prepare();
	struct target *t = begin_practice(p, name, &error);

	if (t)
		return probe(p, t);
	return batch_complain(error, p->practice || !practice_scenario(name) ? STATUS_USAGE
									     : STATUS_COULD_NOT);
}

static int tell_providers(struct porthorn *p, struct buf *out, const struct page_options *layout)
{
	char *error = NULL;

	if (p->options.import_file)
		return profile_import(&p->options, out, layout);
	if (p->options.check_file)
		return profile_check(p->options.check_file, out, layout);
	providers_load(&p->providers, NULL, NULL);
	warn_of_providers(&p->providers);
	if (!p->providers.n)
		return STATUS_COULD_NOT;
	if (explain_providers(out, &p->providers, p->options.word, layout, &error))
		return 0;
	return batch_complain(error, STATUS_USAGE);
}

static int tell_explained(struct porthorn *p, struct buf *out, const struct page_options *layout)
{
	const char *word = p->options.word;
	char *error = NULL;
	bool found;

	if (p->options.list) {
		found = explain_names(out, word, layout, &error);
	} else if (word && options_help_about(out, word, layout)) {
		found = true;
	} else {
		if (word && explain_asks_providers(word))
			providers_load(&p->providers, NULL, NULL);
		found = explain_word(out, word, &p->providers, layout, &error);
	}
	return found ? 0 : batch_complain(error, STATUS_USAGE);
}

/* Whether the command reads what others sent. */
static bool is_run(const struct options *o)
{
	return o->verb == VERB_CHECK || o->verb == VERB_AUDIT || o->verb == VERB_SETTINGS ||
	       o->verb == VERB_MESSAGE || (o->verb == VERB_DEMO && !o->list);
}

/* NULL, or why not. The caller frees. */
static char *begin_sandbox(const struct options *o)
{
	char *state = state_of(o);
	char *error = is_run(o) ? sandbox_begin(o, state) : NULL, *shortage = NULL;

	if (error && !spare_files(&shortage)) { /* says what to do about it */
		free(error);
		error = shortage;
	}
	free(state);
	return error;
}

static int run_command(struct porthorn *p, struct buf *out)
{
	choose_system(p);
	if (p->options.settings)
		choose_program(p);
	char *error = begin_sandbox(&p->options);

	if (error)
		return batch_complain(error, STATUS_COULD_NOT);
	struct page_options layout = batch_layout(p->options.no_color);

	layout.system = p->options.system;
	switch (p->options.verb) {
	case VERB_AUDIT:
		return run_audit(p);
	case VERB_SETTINGS:
		return run_settings(p);
	case VERB_MESSAGE:
		return run_message(p);
	case VERB_PROVIDERS:
		return tell_providers(p, out, &layout);
	case VERB_EXPLAIN:
		return tell_explained(p, out, &layout);
	case VERB_DEMO:
		return run_demo(p, out, &layout);
	case VERB_HELP:
		options_help(out, &layout);
		return 0;
	case VERB_VERSION:
		version_text(out);
		return 0;
	default:
		return run_check(p);
	}
}

static const char *no_memory; /* the sentence, translated while there is memory */

/* Memory is gone: one sentence, on a terminal that shows it. */
static void end_exhausted(int number)
{
	static volatile sig_atomic_t ending;

	if (number && ending) /* another thread is out of memory, too: what has begun goes on */
		return;
	ending = 1;
	term_rescue();
	if (write(STDERR_FILENO, no_memory, strlen(no_memory)) >= 0)
		_exit(STATUS_COULD_NOT);
	_exit(STATUS_SIGNAL + SIGABRT); /* a status that shows what no sentence could */
}

/* Only the main thread draws: it is interrupted to end the program, and cannot draw after that. */
static void tell_exhausted(void)
{
#ifndef PORTABLE
	/* kill() would choose another thread while the main one has a signal to handle. */
	if (syscall(SYS_gettid) != getpid() &&
	    syscall(SYS_tgkill, getpid(), getpid(), SIGUSR2) == 0)
		for (;;)
			pause();
#endif
	end_exhausted(0);
}

/* NULL: that of the environment. */
static void set_language(const char *language)
{
	if (language)
		setenv("LANGUAGE", language, 1);
	setlocale(LC_ALL, "");
#ifdef ENABLE_NLS
	bindtextdomain(PACKAGE, PORTHORN_LOCALEDIR);
	textdomain(PACKAGE);
#endif
	no_memory =
	    _("porthorn: There isn't enough memory. Close other programs, and start again.\n");
	signal(SIGUSR2, end_exhausted);
	mem_on_exhausted(tell_exhausted);
	allocate_guard();
}

/* A socket would get a descriptor that our caller closed, and the report would go there. */
static void open_standard_files(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null",
			     fd == STDIN_FILENO ? O_WRONLY : O_RDONLY); /* so that using it fails */
}

/* What we run (the firewall's programs) cannot become more than we are. */
static void give_up_rights(void)
{
#ifndef PORTABLE
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
#endif
}

int main(int argc, char **argv)
{
	struct porthorn p = {0};
	struct buf out;
	char *error = NULL, *complaint;
	int status;

	open_standard_files();
	give_up_rights();
	set_language(NULL);
	bool preferred = preferences_load(&p.preferences, &complaint);

	if (p.preferences.language)
		set_language(p.preferences.language);
	signal(SIGPIPE, SIG_IGN); /* when the reader leaves, write() reports it */
	buf_init(&out, 0);
	if (!options_parse(&p.options, &p.preferences, argc, argv, &error))
		status = batch_complain(error, STATUS_USAGE);
	else if (!preferred && p.options.verb != VERB_HELP && p.options.verb != VERB_VERSION)
		status = batch_complain(mem_strdup(complaint), STATUS_USAGE);
	else
		status = run_command(&p, &out);
	free(complaint);
	if (out.len && !status)
		status = pager_print(&out, p.options.no_pager);
	practice_stop(p.before);
	practice_stop(p.practice);
	free(p.looked_up);
	providers_clear(&p.providers);
	options_clear(&p.options);
	preferences_clear(&p.preferences);
	buf_clear(&out);
	sandbox_end();
	if (worker_left_behind()) { /* exit() would wait for the name server */
		fflush(NULL);
		_exit(status);
	}
	return status;
}
