/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "options.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "options_rows.h"
#include "options_value.h"
#include "suggest.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum id {
	ID_SERVICE = 256,
	ID_PORT,
	ID_ALL_SERVICES,
	ID_RESOLVE,
	ID_ERROR,
	ID_ACCOUNTS,
	ID_FROM,
	ID_CA_FILE,
	ID_PROFILE,
	ID_ONLY_TARGET,
	ID_NO_DISCOVERY,
	ID_NO_ADDRESS,
	ID_NO_PATH,
	ID_VERSIONS,
	ID_NO_VERSIONS,
	ID_TIMEOUT,
	ID_LIMIT,
	ID_FOR,
	ID_SYSTEM,
	ID_UNTESTED,
	ID_WRITE,
	ID_TO,
	ID_REPORT,
	ID_OUTPUT,
	ID_FORCE,
	ID_NO_COLOR,
	ID_THEME,
	ID_NO_HISTORY,
	ID_NO_SUMMARY,
	ID_NO_PAGER,
	ID_NO_SANDBOX,
	ID_ACCESSIBLE,
	ID_CASE,
	ID_SAVE_CASE,
	ID_PLAY,
	ID_CHALLENGE,
	ID_LIST,
	ID_CHECK,
	ID_IMPORT,
	ID_IPV4 = '4',
	ID_IPV6 = '6',
	ID_HELP = 'h',
	ID_VERSION = 'V'
};

static const struct option_row rows[] = {
    {"service", ID_SERVICE, N_("NAME"), GROUP_WHAT, N_("Try only this service; repeatable."),
     options_value_services, .brief = N_("test only this service, such as imaps")},
    {"port", ID_PORT, "N", GROUP_WHAT, N_("Try only this port; repeatable."),
     .brief = N_("test only this port")},
    {"all-services", ID_ALL_SERVICES, NULL, GROUP_WHAT, N_("Try all services.")},
    {"ipv4", ID_IPV4, NULL, GROUP_WHAT, N_("Use IPv4 only."), .brief = N_("use IPv4 only")},
    {"ipv6", ID_IPV6, NULL, GROUP_WHAT, N_("Use IPv6 only."), .brief = N_("use IPv6 only")},
    {"resolve", ID_RESOLVE, N_("HOST:ADDRESS"), GROUP_WHAT,
     N_("Use this address for the name HOST, to test a server before the DNS names "
	"it; repeatable.")},
    {"error", ID_ERROR, N_("TEXT"), GROUP_WHAT,
     N_("Say whether what is seen fits this error message of a mail program, such as 0x800CCC0E."),
     .brief = N_("compare with a mail program's error message")},
    {"accounts", ID_ACCOUNTS, NULL, GROUP_WHAT,
     N_("Check the accounts that mail programs have on this computer, as they are set."),
     .brief = N_("check the accounts that mail programs have here")},
    {"from", ID_FROM, N_("FOLDER"), GROUP_WHAT,
     N_("With --accounts: read a copied profile in this folder instead.")},
    {"ca-file", ID_CA_FILE, N_("FILE"), GROUP_HOW,
     N_("Trust the certificates in this file (PEM) instead of the system's.")},
    {"profile", ID_PROFILE, N_("FILE"), GROUP_HOW,
     N_("Use this provider file before all others; without a target, test its servers.")},
    {"only-target", ID_ONLY_TARGET, NULL, GROUP_HOW, N_("Contact only the target's own servers."),
     .brief = N_("contact only the target's own servers")},
    {"no-discovery", ID_NO_DISCOVERY, NULL, GROUP_HOW,
     N_("Don't ask which servers a domain has: use the provider files and the usual names.")},
    {"no-address", ID_NO_ADDRESS, NULL, GROUP_HOW,
     N_("Keep the part of the e-mail address before the @ on this computer; ask about the domain "
	"only.")},
    {"no-path", ID_NO_PATH, NULL, GROUP_HOW,
     N_("Don't trace the path to find where a port is blocked.")},
    {"versions", ID_VERSIONS, NULL, GROUP_HOW,
     N_("Make further connections before a report, to learn which versions of TLS a port accepts.")},
    {"no-versions", ID_NO_VERSIONS, NULL, GROUP_HOW,
     N_("Don't make further connections to learn which versions of TLS a port accepts.")},
    {"timeout", ID_TIMEOUT, N_("SECONDS"), GROUP_HOW, N_("End the whole run after this time."),
     .brief = N_("end the whole run after this time")},
    {"limit", ID_LIMIT, N_("NAME=VALUE"), GROUP_HOW,
     N_("Set one limit; repeatable; porthorn help limits lists them.")},
    {"for", ID_FOR, N_("PROGRAM"), GROUP_OUT,
     N_("Print what to enter in this mail program, in its own words."), options_value_programs,
     .brief = N_("print what to enter in this mail program")},
    {"system", ID_SYSTEM, N_("SYSTEM"), GROUP_OUT,
     N_("Give the steps for this operating system, not for this computer's: windows, macos or linux."),
     options_value_systems},
    {"untested", ID_UNTESTED, NULL, GROUP_OUT,
     N_("With settings: print what is published, without contacting any server.")},
    {"write", ID_WRITE, N_("FORMAT"), GROUP_OUT,
     N_("Write a file that sets up a mail program, without a password; --output names it."),
     options_value_setups},
    {"to", ID_TO, N_("PARTY"), GROUP_OUT,
     N_("Print a message to this party about what was found, with what it will ask for."),
     options_value_parties},
    {"report", ID_REPORT, N_("FORMAT"), GROUP_OUT,
     N_("Write a report instead of showing the screens. Without a terminal, porthorn writes a "
	"text report."),
     options_value_formats, .brief = N_("write a report: text, full, json or pem")},
    {"output", ID_OUTPUT, N_("FILE"), GROUP_OUT,
     N_("Write the report to this file, whole or not at all, readable only by you."),
     .brief = N_("write the report into this file")},
    {"force", ID_FORCE, NULL, GROUP_OUT,
     N_("Let --output and --save-case replace an existing file.")},
    {"no-color", ID_NO_COLOR, NULL, GROUP_OUT, N_("Use no colors.")},
    {"theme", ID_THEME, N_("NAME"), GROUP_OUT, N_("Colors of the screens."), options_value_themes},
    {"no-history", ID_NO_HISTORY, NULL, GROUP_OUT, N_("Don't show or remember earlier tests.")},
    {"no-summary", ID_NO_SUMMARY, NULL, GROUP_OUT,
     N_("Leave nothing on the normal screen at the end.")},
    {"accessible", ID_ACCESSIBLE, NULL, GROUP_OUT,
     N_("Write lines and a numbered menu: for screen readers and simple terminals."),
     .brief = N_("lines and a menu, for screen readers")},
    {"no-pager", ID_NO_PAGER, NULL, GROUP_OUT,
     N_("Print a long text at once, instead of a page at a time.")},
    {"save-case", ID_SAVE_CASE, N_("FILE"), GROUP_OUT,
     N_("Save everything seen in this file, to open it again later."),
     .brief = N_("save everything seen, to open it again")},
    {"case", ID_CASE, N_("FILE"), GROUP_OUT,
     N_("Open such a file instead of testing, without any connection."),
     .brief = N_("open such a file, without any connection")},
    {"play", ID_PLAY, N_("SPEED"), GROUP_OUT,
     N_("Show a saved case or a recorded network as it happened, SPEED times as fast: 1, 4, 0.5.")},
    {"challenge", ID_CHALLENGE, NULL, GROUP_OTHER,
     N_("With demo: find out yourself what is wrong in a recorded network, today's or the one of a number.")},
    {"no-sandbox", ID_NO_SANDBOX, NULL, GROUP_OTHER,
     N_("Keep all rights: open and save files anywhere, also hidden ones.")},
    {"list", ID_LIST, NULL, GROUP_OTHER,
     N_("With demo: list the scenarios, or those with a word. With explain: list all names that it knows.")},
    {"check", ID_CHECK, N_("FILE"), GROUP_OTHER,
     N_("With providers: check this provider file, and say what to correct.")},
    {"import", ID_IMPORT, N_("FILE"), GROUP_OTHER,
     N_("With providers: add this provider file to your own.")},
    {"help", ID_HELP, NULL, GROUP_OTHER, N_("Show this help."), .brief = N_("show this help")},
    {"version", ID_VERSION, NULL, GROUP_OTHER, N_("Show the version."),
     .brief = N_("show the version")},
};

#define ROW_COUNT (sizeof rows / sizeof *rows)

const struct option_row *options_rows(size_t *n)
{
	*n = ROW_COUNT;
	return rows;
}

static const struct option_row *row_of(int id)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if ((int)rows[i].id == id)
			return &rows[i];
	return NULL;
}

static void set(struct given *s, enum id id)
{
	struct options *o = s->o;

	o->chooses |= id != ID_NO_COLOR && id != ID_SYSTEM && id != ID_THEME && id != ID_LIST &&
		      id != ID_CHECK && id != ID_IMPORT && id != ID_FORCE && id != ID_NO_PAGER &&
		      id != ID_NO_SANDBOX;
	switch (id) {
	case ID_SERVICE:
		options_value_service(s);
		break;
	case ID_PORT:
		options_value_port(s);
		break;
	case ID_ALL_SERVICES:
		o->all_services = true;
		break;
	case ID_IPV4:
		o->ipv4 = true;
		break;
	case ID_IPV6:
		o->ipv6 = true;
		break;
	case ID_RESOLVE:
		options_value_resolve(s);
		break;
	case ID_ERROR:
		options_value_error(s);
		break;
	case ID_ACCOUNTS:
		o->accounts = true;
		break;
	case ID_FROM:
		o->from = s->value;
		break;
	case ID_CA_FILE:
		o->ca_file = s->value;
		break;
	case ID_PROFILE:
		o->profile = s->value;
		break;
	case ID_ONLY_TARGET:
		o->only_target = true;
		break;
	case ID_NO_DISCOVERY:
		o->no_discovery = true;
		break;
	case ID_NO_ADDRESS:
		o->no_address = true;
		break;
	case ID_NO_PATH:
		o->no_path = true;
		break;
	case ID_VERSIONS:
		o->versions = true;
		break;
	case ID_NO_VERSIONS:
		o->no_versions = true;
		break;
	case ID_TIMEOUT:
		options_value_timeout(s);
		break;
	case ID_LIMIT:
		options_value_limit(s);
		break;
	case ID_FOR:
		options_value_program(s);
		break;
	case ID_SYSTEM:
		options_value_system(s);
		break;
	case ID_UNTESTED:
		o->untested = true;
		break;
	case ID_WRITE:
		options_value_setup(s);
		break;
	case ID_TO:
		options_value_party(s);
		break;
	case ID_REPORT:
		options_value_report(s);
		break;
	case ID_OUTPUT:
		o->output = s->value;
		break;
	case ID_FORCE:
		o->force = true;
		break;
	case ID_NO_COLOR:
		o->no_color = true;
		break;
	case ID_THEME:
		options_value_theme(s);
		break;
	case ID_NO_HISTORY:
		o->no_history = true;
		break;
	case ID_NO_PAGER:
		o->no_pager = true;
		break;
	case ID_NO_SUMMARY:
		o->no_summary = true;
		break;
	case ID_NO_SANDBOX:
		o->no_sandbox = true;
		break;
	case ID_ACCESSIBLE:
		o->accessible = true;
		break;
	case ID_CASE:
		o->case_file = s->value;
		break;
	case ID_SAVE_CASE:
		o->save_case = s->value;
		break;
	case ID_PLAY:
		options_value_play(s);
		break;
	case ID_CHALLENGE:
		o->challenge = true;
		break;
	case ID_LIST:
		o->list = true;
		break;
	case ID_CHECK:
		o->check_file = s->value;
		break;
	case ID_IMPORT:
		o->import_file = s->value;
		break;
	case ID_HELP:
		o->verb = VERB_HELP;
		break;
	case ID_VERSION:
		o->verb = VERB_VERSION;
		break;
	}
}

/* An option unknown to getopt_long(): misspelt, or an ambiguous abbreviation. */
static char *unknown_error(const char *typed)
{
	if (!str_istarts(typed, "--"))
		return mem_printf(_("There is no option \"%s\"; porthorn --help lists them."),
				  typed);
	char *name = mem_strndup(typed + 2, strcspn(typed + 2, "="));
	struct suggest near = suggest_for(name);
	struct strs begun = {0};

	for (size_t i = 0; i < ROW_COUNT; i++) {
		suggest_offer(&near, rows[i].name);
		if (str_istarts(rows[i].name, name))
			strs_append(&begun, mem_printf("--%s", rows[i].name));
	}
	char *all = strs_join(&begun, ", ");
	char *error =
	    begun.n > 1 ? mem_printf(_("\"--%s\" could be any of these options: %s."), name, all)
	    : near.best
		? mem_printf(_("There is no option \"--%s\". Did you mean --%s?"), name, near.best)
		: mem_printf(_("There is no option \"--%s\"; porthorn --help lists them."), name);

	free(all);
	free(name);
	strs_clear(&begun);
	return error;
}

static char *needs_value(const struct option_row *row)
{
	return mem_printf(_("The option --%s needs a value: --%s %s."), row->name, row->name,
			  _(row->argument));
}

static char *getopt_error(int result, char **argv)
{
	const struct option_row *row = row_of(optopt);
	const char *typed = argv[optind - 1];

	if (result == ':' && row)
		return needs_value(row);
	if (row && !row->argument && str_istarts(typed, "--"))
		return mem_printf(_("The option --%s has no value."), row->name);
	if (optopt && !row && !str_istarts(typed, "--"))
		return mem_printf(_("There is no option \"-%c\"; porthorn --help lists them."),
				  optopt);
	return unknown_error(typed);
}

static bool parse_options(struct options *o, int argc, char **argv, char **ret_error)
{
	struct option longs[ROW_COUNT + 1] = {0};
	int result;

	for (size_t i = 0; i < ROW_COUNT; i++)
		longs[i] = (struct option){rows[i].name,
					   rows[i].argument ? required_argument : no_argument, NULL,
					   (int)rows[i].id};
	opterr = 0;
	optind = 1;
	while ((result = getopt_long(argc, argv, ":46hV", longs, NULL)) != -1) {
		struct given s = {o, optarg, NULL};

		if (result == '?' || result == ':')
			s.error = getopt_error(result, argv);
		else if (optarg && !*optarg)
			s.error = needs_value(row_of(result));
		else
			set(&s, (enum id)result);
		if (s.error) {
			*ret_error = s.error;
			return false;
		}
	}
	return true;
}

/* A person's words are one question: "port 587". */
static void join_words(struct options *o, int argc, char **argv, int *at)
{
	struct strs words = {0};

	strs_add(&words, o->word);
	while (*at < argc)
		strs_add(&words, argv[(*at)++]);
	free(o->words);
	o->words = strs_join(&words, " ");
	o->word = o->words;
	strs_clear(&words);
}

static bool parse_words(struct options *o, int argc, char **argv, char **ret_error)
{
	static const struct {
		const char *name;
		enum verb verb;
	} verbs[] = {{"providers", VERB_PROVIDERS},
		     {"audit", VERB_AUDIT},
		     {"settings", VERB_SETTINGS},
		     {"message", VERB_MESSAGE},
		     {"explain", VERB_EXPLAIN},
		     {"help", VERB_EXPLAIN},
		     {"demo", VERB_DEMO}};
	int at = optind;

	for (size_t i = 0; at < argc && i < sizeof verbs / sizeof *verbs; i++) {
		if (!str_eq(argv[at], verbs[i].name))
			continue;
		if (o->verb == VERB_CHECK)
			o->verb = verbs[i].verb;
		at++;
		break;
	}
	if (at < argc)
		o->word = argv[at++];
	else if (at > optind && str_eq(argv[at - 1], "help"))
		o->verb = VERB_HELP;
	if (o->verb == VERB_EXPLAIN && at < argc)
		join_words(o, argc, argv, &at);
	if (at == argc)
		return true;
	*ret_error =
	    o->verb == VERB_CHECK
		? mem_printf(_("porthorn checks one target at a time; \"%s\" is one too many."),
			     argv[at])
		: mem_printf(_("This command accepts one word; \"%s\" is one too many."), argv[at]);
	return false;
}

/* Options that exclude each other in a command, in a sentence; NULL if all is well. */
static const char *conflict(const struct options *o)
{
	if (o->verb == VERB_HELP || o->verb == VERB_VERSION)
		return NULL;
	if (o->ipv4 && o->ipv6)
		return N_("Give -4 or -6, not both; without them, porthorn tries IPv4 and IPv6.");
	if (o->all_services && (o->service_n || o->port_n))
		return N_(
		    "--all-services already means every service; leave out --service and --port.");
	if (o->list && o->verb != VERB_DEMO && o->verb != VERB_EXPLAIN)
		return N_("--list belongs to the commands demo and explain: porthorn demo --list.");
	if (o->check_file && (o->verb != VERB_PROVIDERS || o->word))
		return N_("--check belongs to the command providers, without a word: porthorn "
			  "providers --check FILE.");
	if (o->import_file && (o->verb != VERB_PROVIDERS || o->word || o->check_file))
		return N_("--import belongs to the command providers, without a word: porthorn "
			  "providers --import FILE.");
	if (o->untested && (o->verb != VERB_SETTINGS || o->case_file || o->save_case))
		return N_("--untested belongs to the command settings with a target: porthorn "
			  "settings gmail --untested.");
	if (o->setup && (o->program || o->report))
		return N_("--write makes a file for one program; leave out --for and --report.");
	if ((o->program || o->setup) && o->verb != VERB_CHECK && o->verb != VERB_SETTINGS &&
	    o->verb != VERB_DEMO)
		return N_("--for and --write choose a mail program for the command settings: "
			  "porthorn settings gmail --for thunderbird.");
	if (o->to != PARTY_COUNT_ && o->verb != VERB_CHECK && o->verb != VERB_MESSAGE &&
	    o->verb != VERB_DEMO)
		return N_("--to says for whom the command message is: porthorn message gmail --to "
			  "isp.");
	if (o->message && (o->program || o->setup || o->report))
		return N_(
		    "A message has a form of its own; leave out --report, --for and --write.");
	if (o->case_file && (o->word || (o->verb != VERB_CHECK && o->verb != VERB_SETTINGS &&
					 o->verb != VERB_MESSAGE)))
		return N_("--case opens a saved case; leave out the target.");
	if (o->case_file && (o->service_n || o->port_n || o->all_services || o->resolve_n ||
			     o->ca_file || o->profile))
		return N_(
		    "--case shows an earlier test; leave out the options that choose what to try.");
	if (o->profile && o->verb == VERB_DEMO)
		return N_("--profile names a mail provider, but demo has its own servers.");
	if (o->accounts && (o->verb != VERB_CHECK || o->case_file || o->profile))
		return N_(
		    "--accounts checks what mail programs have here; leave out the command, --case and --profile.");
	if (o->from && !o->accounts)
		return N_("--from belongs to --accounts: porthorn --accounts --from FOLDER.");
	if (o->error && o->verb != VERB_CHECK && o->verb != VERB_DEMO)
		return N_(
		    "--error compares a message with a check: porthorn --error TEXT ADDRESS. Without a "
		    "check: porthorn explain TEXT.");
	if (o->case_file && o->save_case)
		return N_("Leave out --save-case: with --case, the case is already saved.");
	if (o->force && !o->output && !o->save_case && !o->import_file)
		return N_("--force needs --output FILE, --save-case FILE or --import FILE.");
	if (o->output && o->save_case && str_eq(o->output, o->save_case))
		return N_("--output and --save-case need two different files.");
	if (o->play && o->verb != VERB_CHECK && o->verb != VERB_DEMO)
		return N_("--play shows a saved case as it happened: porthorn FILE.case --play 2.");
	if (o->challenge && (o->verb != VERB_DEMO || o->list || o->play))
		return N_("--challenge belongs to the command demo: porthorn demo --challenge.");
	if (o->chooses && (o->list || o->verb == VERB_PROVIDERS || o->verb == VERB_EXPLAIN))
		return N_(
		    "This command only lists or explains; leave out the options for a check.");
	return NULL;
}

/* Where the command line says nothing else. A program that reads our output is not asked numbers. */
static void prefer(struct options *o, const struct preferences *p)
{
	o->no_history |= p->no_history;
	o->no_summary |= p->no_summary;
	o->no_color |= o->theme == THEME_MONO;
	o->accessible |= p->accessible && !o->settings && !o->message && isatty(STDIN_FILENO) &&
			 isatty(STDOUT_FILENO);
}

bool options_parse(struct options *o, const struct preferences *preferred, int argc, char **argv,
		   char **ret_error)
{
	*o = (struct options){.verb = VERB_CHECK,
			      .to = PARTY_COUNT_,
			      .theme = preferred->theme,
			      .limits = preferred->limits};
	*ret_error = NULL;
	if (!parse_options(o, argc, argv, ret_error) || !parse_words(o, argc, argv, ret_error))
		return false;
	o->settings = o->verb == VERB_SETTINGS || o->program || o->setup;
	o->message |= o->verb == VERB_MESSAGE;
	prefer(o, preferred);
	const char *wrong = conflict(o);

	if (wrong)
		*ret_error = mem_strdup(_(wrong));
	return !wrong;
}

void options_clear(struct options *o)
{
	for (size_t i = 0; i < o->resolve_n; i++) {
		free(o->resolve[i].host);
		free(o->resolve[i].address);
	}
	o->resolve_n = 0;
	free(o->words);
	o->words = NULL;
}
