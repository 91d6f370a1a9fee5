/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The command line. One table of options drives the parsing, --help and, through a test, the manual
 * page and the completions.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "base/buf.h"
#include "know/programs.h"
#include "know/systems.h"
#include "model/target.h"
#include "preferences.h"
#include "reason/parties.h"
#include "report/report.h"
#include "report/setup.h"
#include "run/limits.h"
#include "ui/theme.h"

#define OPTIONS_LIST_MAX 64 /* how often --service, --port and --resolve may be given */

enum verb {
	VERB_CHECK,    /* porthorn [TARGET] */
	VERB_AUDIT,    /* porthorn audit DOMAIN */
	VERB_SETTINGS, /* porthorn settings TARGET */
	VERB_MESSAGE,  /* porthorn message TARGET */
	VERB_PROVIDERS,
	VERB_EXPLAIN,
	VERB_DEMO,
	VERB_HELP,
	VERB_VERSION,
	VERB_COUNT_
};

struct options {
	enum verb verb;
	const char
	    *word;	/* the target, filter, topic or scenario; NULL if none; argv's, or words */
	char *words;	/* several, joined by spaces; or NULL */
	bool list;	/* demo --list, explain --list */
	bool challenge; /* demo --challenge */
	int play;	/* how fast a recorded run is shown, in percent; 0: --play is not given */
	bool chooses;	/* an option was given that needs something to try or to show */
	const struct report_format *report; /* NULL: not asked for */
	bool settings;			    /* what to enter is printed, and no screens are shown */
	bool untested;			    /* … as published, without contacting any server */
	const struct setup_format *setup;   /* a program's file is written; NULL: not asked for */
	const struct program *program;	    /* in whose words; NULL: --for is not given */
	enum operating_system system; /* whose steps are given; SYSTEM_OWN: --system is not given */
	bool message;		      /* a message to send is printed, and no screens are shown */
	enum party to;		      /* … to whom; PARTY_COUNT_: --to is not given */
	/* argv's, or NULL */
	const char *error, *from, *output, *ca_file, *case_file, *save_case, *check_file,
	    *import_file, *profile;
	enum theme theme;
	bool accounts, force, all_services, ipv4, ipv6, no_color, no_history, no_summary, no_pager,
	    no_sandbox, accessible, only_target, no_discovery, no_address, no_path, versions,
	    no_versions;
	enum service services[OPTIONS_LIST_MAX];
	size_t service_n;
	int ports[OPTIONS_LIST_MAX];
	size_t port_n;
	struct target_override resolve[OPTIONS_LIST_MAX]; /* family, host and address set */
	size_t resolve_n;
	struct limits limits;
};

/*
 * Reads the command line into *o, where it leaves room for what the user prefers. False with *ret_error: one or two whole sentences that say what
 * is wrong and what would be right; the caller frees. Call options_clear() either way.
 */
bool options_parse(struct options *o, const struct preferences *preferred, int argc, char **argv,
		   char **ret_error);
void options_clear(struct options *o);
/* The text of --help, on one screen. */
void options_help(struct buf *out, const struct page_options *layout);
/* The whole of it: all about every option ("options"), or about every limit ("limits"). False for another word. */
bool options_help_about(struct buf *out, const char *word, const struct page_options *layout);

#endif
