/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/provider_edit.h"

#include "base/esc.h"
#include "base/mem.h"
#include "discover/expat_place.h"
#include "discover/provider_fields.h"
#include "discover/provider_write.h"

#include <stdlib.h>
#include <string.h>

/* An element of the provider or of one of its servers, as places in the document. */
struct piece {
	char *element; /* as in struct provider_field */
	size_t server; /* where the element of its server begins, 0: of the provider */
	size_t begin, inner, inner_end, end;
	char *text;
};

/* The bytes from begin to end are replaced by text. */
struct edit {
	size_t begin, end;
	char *text;
};

struct editor {
	XML_Parser parser;
	const char *bytes;
	size_t len;
	int depth;
	bool in_provider, seen_provider;
	bool ascii; /* the document's encoding is not UTF-8 */
	struct buf text;
	size_t open[2];	       /* the numbers of the open pieces: of the provider, of a server */
	size_t body, body_end; /* what is inside the provider */
	struct piece *v;
	size_t n;
	struct edit *edits;
	size_t edit_n;
};

/* ---- which element is where ---- */

static void begin_piece(struct editor *ed, const char *element, size_t begin, size_t inner)
{
	ed->v = mem_realloc(ed->v, ed->n + 1, sizeof *ed->v);
	ed->v[ed->n] = (struct piece){.element = mem_strdup(provider_bare(element)),
				      .server = ed->depth == 4 ? ed->v[ed->open[0]].begin : 0,
				      .begin = begin,
				      .inner = inner};
	ed->open[ed->depth - 3] = ed->n++;
}

static void XMLCALL on_start(void *data, const char *name, const char **attributes)
{
	struct editor *ed = data;
	size_t begin = expat_byte(ed->parser);
	size_t inner = begin + expat_bytes(ed->parser);

	(void)attributes;
	buf_reset(&ed->text);
	ed->depth++;
	if (ed->depth == 2 && !ed->seen_provider && str_eq(provider_bare(name), "emailProvider")) {
		ed->in_provider = ed->seen_provider = true;
		ed->body = inner;
	} else if (ed->in_provider && (ed->depth == 3 || ed->depth == 4)) {
		begin_piece(ed, name, begin, inner);
	}
}

static void XMLCALL on_end(void *data, const char *name)
{
	struct editor *ed = data;
	size_t at = expat_byte(ed->parser);
	bool piece = ed->in_provider && (ed->depth == 3 || ed->depth == 4);
	struct piece *p = piece ? &ed->v[ed->open[ed->depth - 3]] : NULL;

	(void)name;
	if (ed->depth == 2 && ed->in_provider) {
		ed->in_provider = false;
		ed->body_end = at;
	}
	if (p) {
		char *text = mem_strdup(buf_text(&ed->text));

		p->inner_end = at;
		p->end = at + expat_bytes(ed->parser);
		p->text = mem_strdup(str_trim(text));
		free(text);
	}
	ed->depth--;
	buf_reset(&ed->text);
}

static void XMLCALL on_text(void *data, const char *text, int len)
{
	struct editor *ed = data;

	buf_append(&ed->text, text, (size_t)len);
}

static void XMLCALL on_declaration(void *data, const char *version, const char *encoding,
				   int standalone)
{
	struct editor *ed = data;

	(void)version, (void)standalone;
	ed->ascii = encoding && !str_ieq(encoding, "UTF-8");
}

static bool find_pieces(struct editor *ed)
{
	bool fine = false;

	ed->parser = XML_ParserCreateNS(NULL, '|');
	if (!ed->parser)
		return false;
	XML_SetUserData(ed->parser, ed);
	XML_SetElementHandler(ed->parser, on_start, on_end);
	XML_SetCharacterDataHandler(ed->parser, on_text);
	XML_SetXmlDeclHandler(ed->parser, on_declaration);
	fine = XML_Parse(ed->parser, ed->bytes, (int)ed->len, XML_TRUE) != XML_STATUS_ERROR;
	XML_ParserFree(ed->parser);
	return fine && ed->body_end > ed->body;
}

static const struct piece *last_of(const struct editor *ed, const char *element, size_t server)
{
	const struct piece *found = NULL;

	for (size_t i = 0; i < ed->n; i++)
		if (ed->v[i].server == server && (!element || str_eq(ed->v[i].element, element)))
			found = &ed->v[i];
	return found;
}

static const struct piece *piece_at(const struct editor *ed, size_t begin)
{
	for (size_t i = 0; i < ed->n; i++)
		if (ed->v[i].begin == begin)
			return &ed->v[i];
	return NULL;
}

/* ---- changes ---- */

/* Takes ownership of text. */
static void change(struct editor *ed, size_t begin, size_t end, char *text)
{
	ed->edits = mem_realloc(ed->edits, ed->edit_n + 1, sizeof *ed->edits);
	ed->edits[ed->edit_n++] = (struct edit){begin, end, text};
}

/* In any encoding whose first half is ASCII. */
static void put_text(const struct editor *ed, struct buf *out, const char *text)
{
	size_t len = strlen(text), used;
	unsigned code;

	for (; len; text += used, len -= used) {
		used = esc_decode(text, len, &code);
		if (!used)
			used = 1;
		else if (ed->ascii && code >= 0x80) {
			buf_printf(out, "&#x%x;", code);
			continue;
		}
		if (*text == '<' || *text == '&')
			buf_puts(out, *text == '<' ? "&lt;" : "&amp;");
		else
			buf_append(out, text, used);
	}
}

static char *written(const struct editor *ed, const char *text)
{
	struct buf out;

	buf_init(&out, 0);
	put_text(ed, &out, text);
	return buf_take(&out);
}

/* Ours names its namespace itself: the document may have no prefix for it. */
static char *whole_element(const struct editor *ed, const char *element, const char *text)
{
	const char *bar = strchr(element, '|'), *name = bar ? bar + 1 : element;
	char *inner = written(ed, text);
	char *whole = mem_printf("<%s%s>%s</%s>", name,
				 bar ? " xmlns=\"" PROVIDER_NAMESPACE "\"" : "", inner, name);

	free(inner);
	return whole;
}

/* With the line that it had to itself. */
static void erase(struct editor *ed, const struct piece *p)
{
	size_t begin = p->begin;

	while (begin && (ed->bytes[begin - 1] == ' ' || ed->bytes[begin - 1] == '\t'))
		begin--;
	if (begin && ed->bytes[begin - 1] == '\n')
		begin--;
	else
		begin = p->begin;
	if (begin && begin < p->begin && ed->bytes[begin - 1] == '\r')
		begin--;
	change(ed, begin, p->end, mem_strdup(""));
}

static void rewrite(struct editor *ed, const struct piece *p, const char *text)
{
	if (p->inner_end == p->end) /* <element/> */
		change(ed, p->begin, p->end, whole_element(ed, p->element, text));
	else
		change(ed, p->inner, p->inner_end, written(ed, text));
}

/* Behind the last of its kind; else first in a server, last in the provider if it is ours. */
static void insert(struct editor *ed, const char *element, size_t server, const char *text)
{
	const struct piece *near = last_of(ed, element, server);
	bool ours = strchr(element, '|') != NULL;

	if (!near && (server || ours))
		near = last_of(ed, NULL, server);
	size_t at = near ? near->end : server ? piece_at(ed, server)->inner : ed->body;
	char *whole = whole_element(ed, element, text);

	change(ed, at, at, mem_printf("\n%*s%s", server ? 6 : 4, "", whole));
	free(whole);
}

/* An element that is there once, or not at all (NULL). */
static void change_one(struct editor *ed, const char *element, size_t server, const char *was,
		       const char *now)
{
	const struct piece *last = last_of(ed, element, server);

	if (str_eq(was, now) || (!was && !now))
		return;
	for (size_t i = 0; !now && i < ed->n; i++)
		if (ed->v[i].server == server && str_eq(ed->v[i].element, element))
			erase(ed, &ed->v[i]);
	if (now && last)
		rewrite(ed, last, now);
	else if (now)
		insert(ed, element, server, now);
}

static void change_list(struct editor *ed, const char *element, const struct strs *was,
			const struct strs *now)
{
	for (size_t i = 0; i < ed->n; i++) {
		const struct piece *p = &ed->v[i];
		bool is_domain = str_eq(element, "domain");
		char *text = is_domain ? provider_domain(p->text) : str_lower(mem_strdup(p->text));

		if (!p->server && str_eq(p->element, element) && text && strs_has(was, text) &&
		    !strs_has(now, text))
			erase(ed, p);
		free(text);
	}
	for (size_t i = 0; i < now->n; i++)
		if (!strs_has(was, now->v[i]))
			insert(ed, element, 0, now->v[i]);
}

/* ---- servers ---- */

static const struct target_server *same_element(const struct provider *p, size_t element)
{
	for (size_t i = 0; i < p->server_n; i++)
		if (p->servers[i].element == element)
			return &p->servers[i];
	return NULL;
}

static void change_server(struct editor *ed, const struct target_server *was,
			  const struct target_server *now)
{
	char *old_port = mem_printf("%d", was->port), *port = mem_printf("%d", now->port);

	change_one(ed, "hostname", was->element, was->host, now->host);
	change_one(ed, "port", was->element, old_port, port);
	change_one(ed, "socketType", was->element, provider_socket_type(was->security),
		   provider_socket_type(now->security));
	change_one(ed, "username", was->element, was->user, now->user);
	free(old_port);
	free(port);
}

/* Behind the server before it, or before the one behind it. */
static void add_server(struct editor *ed, const struct provider *p, size_t at)
{
	const struct piece *near = NULL;
	size_t i = at;

	while (i && !p->servers[i - 1].element)
		i--;
	if (i)
		near = piece_at(ed, p->servers[i - 1].element);
	size_t where = near ? near->end : ed->body;

	for (i = at; !near && i < p->server_n; i++)
		if (p->servers[i].element) {
			near = piece_at(ed, p->servers[i].element);
			where = near ? near->begin : where;
		}
	if (!near) {
		near = last_of(ed, "displayName", 0);
		near = near ? near : last_of(ed, "domain", 0);
		where = near ? near->end : ed->body;
	}
	char *text = provider_write_server(&p->servers[at]);
	bool before = near && where == near->begin;

	change(ed, where, where,
	       before ? mem_printf("%s\n    ", text) : mem_printf("\n    %s", text));
	free(text);
}

static void change_servers(struct editor *ed, const struct provider *before,
			   const struct provider *after)
{
	for (size_t i = 0; i < before->server_n; i++) {
		const struct target_server *was = &before->servers[i];
		const struct target_server *now = same_element(after, was->element);

		if (now)
			change_server(ed, was, now);
		else
			erase(ed, piece_at(ed, was->element));
	}
	for (size_t i = 0; i < after->server_n; i++)
		if (!after->servers[i].element)
			add_server(ed, after, i);
}

/* ---- the new document ---- */

static char *apply(const struct editor *ed)
{
	size_t done = 0;
	struct buf out;

	/* In the order of the places; of one place in the order of making. */
	for (size_t i = 1; i < ed->edit_n; i++) {
		struct edit moving = ed->edits[i];
		size_t k = i;

		for (; k && ed->edits[k - 1].begin > moving.begin; k--)
			ed->edits[k] = ed->edits[k - 1];
		ed->edits[k] = moving;
	}
	buf_init(&out, 0);
	for (size_t i = 0; i < ed->edit_n; i++) {
		const struct edit *e = &ed->edits[i];

		if (e->begin > done)
			buf_append(&out, ed->bytes + done, e->begin - done);
		buf_puts(&out, e->text);
		done = e->end > done ? e->end : done;
	}
	buf_append(&out, ed->bytes + done, ed->len - done);
	return buf_take(&out);
}

static void clear(struct editor *ed)
{
	for (size_t i = 0; i < ed->n; i++) {
		free(ed->v[i].element);
		free(ed->v[i].text);
	}
	for (size_t i = 0; i < ed->edit_n; i++)
		free(ed->edits[i].text);
	free(ed->v);
	free(ed->edits);
	buf_clear(&ed->text);
}

/* Two bytes a letter: nothing can be put between them as it is. */
static bool is_wide(const char *bytes, size_t len)
{
	return memchr(bytes, '\0', len) != NULL;
}

char *provider_edit(const char *bytes, size_t len, const struct provider *before,
		    const struct provider *after)
{
	struct editor ed = {.bytes = bytes, .len = len};
	char *text = NULL;

	buf_init(&ed.text, 0);
	if (!is_wide(bytes, len) && find_pieces(&ed)) {
		change_one(&ed, "displayName", 0, before->name, after->name);
		change_one(&ed, "displayShortName", 0, before->short_name, after->short_name);
		change_list(&ed, "domain", &before->domains, &after->domains);
		change_servers(&ed, before, after);
		change_list(&ed, OURS("mx"), &before->mx, &after->mx);
		change_one(&ed, OURS("checked"), 0, before->checked, after->checked);
		change_one(&ed, OURS("userForm"), 0, before->user_form, after->user_form);
		text = apply(&ed);
	}
	clear(&ed);
	return text;
}
