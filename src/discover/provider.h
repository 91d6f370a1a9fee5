/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mail providers from files in Thunderbird's clientConfig 1.1 format, ours in data/providers/ and
 * a company's in /etc/porthorn/providers/ and the user's own in
 * $XDG_CONFIG_HOME/porthorn/providers/, and one named on the command line; the later ones override
 * the others by id (the file's name without .xml).
 */
#ifndef DISCOVER_PROVIDER_H
#define DISCOVER_PROVIDER_H

#include "model/target.h"

#define PROVIDERS_COMPANY_DIR "/etc/porthorn/providers"
#define PROVIDER_FILE_MAX (256 * 1024) /* bytes of one file */
#define PROVIDER_DEPTH_MAX 16	       /* nesting of elements */

struct provider {
	char *id;	  /* "gmail" */
	char *file;	  /* the file's name */
	char *name;	  /* "Gmail" */
	char *short_name; /* or NULL */
	char *kind;	  /* "mailbox", "isp", … or NULL */
	char *region;	  /* or NULL */
	char *confidence; /* "A" … "D", or NULL */
	char *checked;	  /* when its facts were last looked at, "2026-11-28", or NULL */
	struct strs domains;
	struct strs mx;	   /* MX host patterns that identify hosted domains */
	struct strs codes; /* policy codes */
	/* sentences for the person; a code without a note of its own is shown too, translated */
	struct strs notes;
	char *user_form;	/* "full address", or NULL */
	char *help_url;		/* or NULL */
	char *enable_url;	/* where the person switches mail programs on, or NULL */
	char *instruction;	/* what to do there, in the language that suits best, or NULL */
	int help_liking;	/* provider_language_liking() of help_url's page */
	int instruction_liking; /* provider_language_liking() of it */
	char *owner;		/* the owner's name if it has several providers, or NULL */
	struct target_server *servers;
	size_t server_n;
	struct target_reference *references; /* well-known servers for comparison */
	size_t reference_n;
	struct strs remarks; /* "FILE:LINE: what": values that were left out */
	bool own;	     /* not shipped: from the user's folder, or from the company's */
	bool company;
	bool given; /* named on the command line */
};

struct providers {
	struct provider *v; /* sorted by name */
	size_t n;
	/* "FILE:LINE: what is wrong": files, or parts of them, that were left out */
	struct strs errors;
	/* folders where porthorn's own files were looked for, if there are none */
	struct strs missing;
};

/* Loads all files of data_dir (NULL: $PORTHORN_DATA/providers, else data/providers beside the
 * program's file, else the installed place) and of user_dir (NULL: the XDG place).  A broken file
 * is skipped and named in errors.  Free with providers_clear(). */
void providers_load(struct providers *list, const char *data_dir, const char *user_dir);
/* The same, but of porthorn's own files only those that word may mean and those with servers to compare with: all that a
 * target of it needs, if it is a provider's or has a dot; in a fraction of the time. */
void providers_load_for(struct providers *list, const char *data_dir, const char *user_dir,
			const char *word);
void providers_clear(struct providers *list);
/* Adds a file that wins over all others; the provider in it, or NULL with *ret_error (the caller frees). Providers
 * found before are then invalid. */
const struct provider *providers_give(struct providers *list, const char *file, char **ret_error);
/* A sentence that porthorn's own files are missing, or NULL if they exist; the caller frees. */
char *providers_missing(const struct providers *list);
/* By id, exact (case ignored). */
const struct provider *providers_find(const struct providers *list, const char *id);
const struct provider *providers_for_domain(const struct providers *list, const char *domain);
/* … among those that come with porthorn. */
const struct provider *providers_shipped_for_domain(const struct providers *list,
						    const char *domain);
/* The files that list the domain, at most one of each place, the one that wins first; returns how many. */
#define PROVIDERS_PLACES_MAX 4
size_t providers_listing(const struct providers *list, const char *domain,
			 const struct provider *ret[PROVIDERS_PLACES_MAX]);
/* By the name of one of its servers, in full ("imap.gmail.com"): of several the one with domains of
 * its own, which is the people's. */
const struct provider *providers_for_host(const struct providers *list, const char *host);
/* The closest id or name for "did you mean", or NULL. */
const struct provider *providers_closest(const struct providers *list, const char *word);
/* Whether the provider matches a filter typed by the user: id, name or a domain contains it. */
bool provider_matches(const struct provider *p, const char *word);
/* A target with all the provider's servers (and port 443 of the first incoming host). email may be
 * NULL. */
struct target *provider_target(const struct provider *p, const char *email);

/* An own file does not erase what porthorn knows of the same domain: notes and codes are added. p
 * may be NULL. */
void provider_add_notes(struct target *t, const struct provider *p);

#endif
