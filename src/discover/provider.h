/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Mail providers from files in Thunderbird's clientConfig 1.1 format, ours in
 * data/providers/ and the user's own in $XDG_CONFIG_HOME/porthorn/providers/,
 * which win over ours by id (the file's name without .xml).
 */
#ifndef DISCOVER_PROVIDER_H
#define DISCOVER_PROVIDER_H

#include "model/target.h"

#define PROVIDER_FILE_MAX (256 * 1024) /* bytes of one file */
#define PROVIDER_DEPTH_MAX 16	       /* nesting of elements */

struct provider {
	char *id;	  /* "gmail" */
	char *file;	  /* where it is from */
	char *name;	  /* "Gmail" */
	char *short_name; /* or NULL */
	char *kind;	  /* "mailbox", "isp", … or NULL */
	char *region;	  /* or NULL */
	char *confidence; /* "A" … "D", or NULL */
	struct strs domains;
	struct strs mx;	   /* MX host patterns by which hosted domains are known */
	struct strs codes; /* policy codes */
	struct strs notes; /* sentences for the person; a code without a note of its own is told
			      too, translated */
	char *user_form;   /* "full address", or NULL */
	char *help_url;	   /* or NULL */
	char *owner;	   /* who owns it, where several providers have one owner, or NULL */
	struct target_server *servers;
	size_t server_n;
	struct target_reference *references; /* well-known servers for comparison */
	size_t reference_n;
	bool own; /* from the user's folder */
};

struct providers {
	struct provider *v; /* sorted by name */
	size_t n;
	struct strs errors;  /* "FILE:LINE: what is wrong": files that were skipped */
	struct strs missing; /* where porthorn's own files were looked for, if there are none */
};

/* Loads all files of data_dir (NULL: $PORTHORN_DATA/providers, else data/providers beside the
 * program's file, else the installed place) and of user_dir (NULL: the XDG place).  A broken file
 * is skipped and named in errors.  Free with providers_clear(). */
void providers_load(struct providers *list, const char *data_dir, const char *user_dir);
void providers_clear(struct providers *list);
/* A sentence about porthorn's own files that are not there, or NULL if they are; the caller frees. */
char *providers_missing(const struct providers *list);
/* By id, exact (case ignored). */
const struct provider *providers_find(const struct providers *list, const char *id);
const struct provider *providers_for_domain(const struct providers *list, const char *domain);
/* By the name of one of its servers, in full ("imap.gmail.com"): of several the one with domains of
 * its own, which is the people's. */
const struct provider *providers_for_host(const struct providers *list, const char *host);
/* The closest id or name for "did you mean", or NULL. */
const struct provider *providers_closest(const struct providers *list, const char *word);
/* Whether the provider matches a filter typed by the user: id, name or a domain contains it. */
bool provider_matches(const struct provider *p, const char *word);
/* A target that wants all the provider's servers (and the 443 control of the first incoming host).
 * email may be NULL. */
struct target *provider_target(const struct provider *p, const char *email);

#endif
