/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside discover/ only: what the texts of a clientConfig document mean, an element a row. */
#ifndef DISCOVER_PROVIDER_FIELDS_H
#define DISCOVER_PROVIDER_FIELDS_H

#include "base/buf.h"
#include "discover/provider_xml.h"

#include <expat.h>

#define OURS(name) PROVIDER_NAMESPACE "|" name

/* The state of reading one document. */
struct reader {
	XML_Parser parser;
	const char *place;
	struct provider *p;
	struct buf text;  /* of the innermost element */
	bool too_long;	  /* that text */
	struct strs told; /* codes explained by a note */
	char *error;
	int depth;
	bool in_provider; /* inside the first emailProvider */
	bool seen_provider;
	bool in_server;
	struct target_server server; /* being read */
	bool has_socket, has_method; /* of that server */
	char *fault;		     /* why that server is left out, or NULL */
	char *language;		     /* of the innermost instruction or description */
	char *purpose;		     /* of the innermost domain */
	char *page;		     /* the address of the documentation being read, or NULL */
	bool described;		     /* … and some language of it has a description */
};

struct provider_field {
	const char *element; /* without its namespace, unless it is ours */
	void (*put)(struct reader *r, const char *text);
};
/* Elements of the provider, of a server, of what the provider asks for; each ends with NULL. */
extern const struct provider_field provider_fields[], provider_server_fields[],
    provider_enable_fields[];

/* Documents are published with and without a default namespace: an element without it, unless it is ours. */
const char *provider_bare(const char *element);
/* The name in ASCII without a final dot, with "*." before it if it had that; NULL if it is none. The caller frees. */
char *provider_domain(const char *text);
/* The documentation has ended: its page may be the one to show. */
void provider_end_page(struct reader *r);

/* Something is left out; the document goes on. */
void provider_remark(struct reader *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
