/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One provider file: a clientConfig document (provider_xml.h) on the disk. */
#ifndef DISCOVER_PROVIDER_FILE_H
#define DISCOVER_PROVIDER_FILE_H

#include "discover/provider.h"

/*
 * Reads the file at path into *ret (uninitialised before), with that id.
 * False: *ret_error is "FILE:LINE: what is wrong" and *ret holds nothing.
 * Otherwise free with provider_clear().
 */
bool provider_read(struct provider *ret, const char *path, const char *id, char **ret_error);
/* Whether the file at path has one of the two words in it, case ignored; true if that can't be said. */
bool provider_mentions(const char *path, const char *word, const char *other);
void provider_clear(struct provider *p);
/* After reading: told are the codes that a note explains. */
void provider_finish(struct provider *p, const struct strs *told);
/*
 * text with %EMAILADDRESS%, %EMAILLOCALPART%, %EMAILDOMAIN% and %REALNAME% filled in; NULL if it
 * asks for something that is not known. email may be NULL, or "@example.org" where only the domain
 * is known. The caller frees.
 */
char *provider_filled(const char *text, const char *email);
/* The same for a server's name. */
char *provider_host(const char *host, const char *email);
/* How much the person likes a text in that language ("de", "en-GB"; NULL: not said): the more, the
 * better. */
int provider_language_liking(const char *language);
/* Whether it begins with http:// or https://; false for NULL. */
bool provider_is_web_address(const char *url);

#endif
