/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "accounts/accounts.h"
#include "accounts/entries.h"

#include "base/buf.h"
#include "base/mem.h"
#include "know/account_files.h"
#include "know/pattern.h"
#include "know/registrable.h"
#include "know/services.h"

#include <stdlib.h>
#include <string.h>

/* ---- a group of entries becomes a server ---- */

struct draft {
	char *group;
	struct account_server s;
	bool kind, encryption, tls, starttls, has_tls, has_starttls;
};

struct drafts {
	const struct account_source *source;
	struct draft *v;
	size_t n;
};

static struct draft *draft_of(struct drafts *d, const char *group)
{
	for (size_t i = 0; i < d->n; i++)
		if (str_eq(d->v[i].group, group))
			return &d->v[i];
	d->v = mem_realloc(d->v, d->n + 1, sizeof *d->v);
	d->v[d->n] = (struct draft){.group = mem_strdup(group), .s = {.protocol = PROTOCOL_COUNT_}};
	return &d->v[d->n++];
}

static void put(char **to, const char *value)
{
	if (*to || !*value)
		return; /* the first key of the table has precedence */
	*to = mem_strdup(value);
}

static void mark(struct account_place *p, const struct account_source *source,
		 const struct entry *e)
{
	free(p->key);
	p->line = e->line;
	p->key = source->syntax == SYNTAX_PREFS ? mem_printf("%s.%s", e->group, e->key)
						: mem_strdup(e->key);
}

static enum protocol kind_of(const char *word)
{
	if (str_istarts(word, "imap"))
		return PROTOCOL_IMAP;
	if (str_istarts(word, "pop"))
		return PROTOCOL_POP3;
	return str_istarts(word, "smtp") ? PROTOCOL_SMTP : PROTOCOL_COUNT_;
}

static bool is_yes(const char *word)
{
	return str_ieq(word, "yes") || str_ieq(word, "on") || str_ieq(word, "true") ||
	       str_ieq(word, "1");
}

static bool take_encryption(const char *program, struct draft *d, const char *word)
{
	for (size_t i = 0; i < account_word_n; i++)
		if (str_eq(account_words[i].program, program) &&
		    str_ieq(account_words[i].word, word) &&
		    (account_words[i].protocol == PROTOCOL_COUNT_ ||
		     account_words[i].protocol == d->s.protocol)) {
			d->s.security = account_words[i].security;
			return d->encryption = true;
		}
	return false;
}

/* "[smtp.example.org]:587", "smtp.example.org" */
static void take_host_port(struct draft *d, const char *value)
{
	const char *host = value + (*value == '['),
		   *end = host + strcspn(host, *value == '[' ? "]" : ":");
	const char *colon = strchr(end, ':');
	char *name = mem_strndup(host, (size_t)(end - host));
	long port;

	put(&d->s.host, name);
	if (colon && str_number(colon + 1, 1, 65535, &port))
		d->s.port = (int)port;
	free(name);
}

/* "%40" is "@" (RFC 3986 section 2.1), in place. */
static void decode(char *text)
{
	char *to = text;

	for (const char *at = text; *at; at++) {
		char hex[3] = {0}, *end;

		memcpy(hex, at + (*at == '%'), strnlen(at + (*at == '%'), 2));
		long byte = strtol(hex, &end, 16);

		if (*at == '%' && end == hex + 2 && byte > ' ' && byte < 0x7f) {
			*to++ = (char)byte;
			at += 2;
		} else {
			*to++ = *at;
		}
	}
	*to = '\0';
}

/* "imaps://user@host:993/path": the password that may be in it is passed over. */
static void take_url(struct draft *d, const char *url)
{
	const char *rest = strstr(url, "://");
	enum protocol kind = kind_of(url);

	if (!rest || kind == PROTOCOL_COUNT_)
		return;
	rest += strlen("://");
	size_t len = strcspn(rest, "/ ");
	char *place = mem_strndup(rest, len), *at = strrchr(place, '@');

	d->s.protocol = kind;
	d->s.security = strchr("sS", rest[-4]) ? SECURITY_TLS : SECURITY_STARTTLS;
	d->encryption = true;
	take_host_port(d, at ? at + 1 : place);
	if (at) {
		*at = '\0';
		place[strcspn(place, ":")] = '\0';
		decode(place);
		put(&d->s.user, place);
	}
	free(place);
}

static void take(struct drafts *drafts, struct draft *d, const struct account_key *k,
		 const struct entry *e)
{
	const char *program = drafts->source->program;
	long port;

	if (k->protocol != PROTOCOL_COUNT_)
		d->s.protocol = k->protocol;
	switch (k->field) {
	case ACCOUNT_HOST:
		put(&d->s.host, e->value);
		break;
	case ACCOUNT_PORT:
		if (str_number(e->value, 1, 65535, &port)) {
			d->s.port = (int)port;
			mark(&d->s.port_at, drafts->source, e);
		}
		break;
	case ACCOUNT_ENCRYPTION:
		if (take_encryption(program, d, e->value))
			mark(&d->s.security_at, drafts->source, e);
		break;
	case ACCOUNT_USER:
		put(&d->s.user, e->value);
		break;
	case ACCOUNT_METHOD:
		put(&d->s.auth, e->value);
		break;
	case ACCOUNT_KIND:
		d->s.protocol = kind_of(e->value);
		d->kind = true;
		break;
	case ACCOUNT_TLS:
		d->tls = is_yes(e->value);
		d->has_tls = true;
		mark(&d->s.security_at, drafts->source, e);
		break;
	case ACCOUNT_STARTTLS:
		d->starttls = is_yes(e->value);
		d->has_starttls = true;
		mark(&d->s.security_at, drafts->source, e);
		break;
	case ACCOUNT_HOST_PORT:
		take_host_port(d, e->value);
		mark(&d->s.port_at, drafts->source, e);
		break;
	case ACCOUNT_URL:
		take_url(d, e->value);
		mark(&d->s.port_at, drafts->source, e);
		mark(&d->s.security_at, drafts->source, e);
		break;
	}
}

/* A URL is a server of its own, whatever else is in its group. */
static char *group_of(const struct account_source *s, const struct account_key *k,
		      const struct entry *e)
{
	if (s->one_server)
		return mem_strdup("");
	return k->field == ACCOUNT_URL
		   ? mem_printf("%s/%s", e->group, str_ieq(e->key, "spoolfile") ? "folder" : e->key)
		   : mem_strdup(e->group);
}

/* Keys in the table's order, since the first of two for one field has precedence. */
static void draft_all(struct drafts *drafts, const struct entries *entries)
{
	for (size_t i = 0; i < account_key_n; i++) {
		const struct account_key *k = &account_keys[i];

		if (!str_eq(k->program, drafts->source->program))
			continue;
		for (size_t j = 0; j < entries->n; j++) {
			const struct entry *e = &entries->v[j];

			if (!pattern_match(k->key, e->key) || !pattern_match(k->group, e->group))
				continue;
			char *group = group_of(drafts->source, k, e);

			take(drafts, draft_of(drafts, group), k, e);
			free(group);
		}
	}
}

/* msmtp's "defaults" hold for its accounts. */
static void inherit(struct draft *d, const struct draft *from)
{
	if (!d->s.port)
		d->s.port = from->s.port;
	if (!d->has_tls) {
		d->tls = from->tls;
		d->has_tls = from->has_tls;
	}
	if (!d->has_starttls) {
		d->starttls = from->starttls;
		d->has_starttls = from->has_starttls;
	}
	if (from->s.user)
		put(&d->s.user, from->s.user);
}

/* ---- what is not set ---- */

static enum protocol protocol_by_port(int port)
{
	enum service service = service_for_port(port);

	return service < SERVICE_COUNT_ ? service_row(service)->protocol : PROTOCOL_COUNT_;
}

static int usual_port(const struct account_source *source, const struct account_server *s)
{
	bool tls = s->security == SECURITY_TLS;

	switch (s->protocol) {
	case PROTOCOL_IMAP:
		return tls ? 993 : 143;
	case PROTOCOL_POP3:
		return tls ? 995 : 110;
	default:
		return tls ? 465 : source->relay || s->security == SECURITY_NONE ? 25 : 587;
	}
}

/* False if it is no mail server, or names none. */
static bool finish(const struct account_source *source, struct draft *d)
{
	struct account_server *s = &d->s;

	if (s->protocol == PROTOCOL_COUNT_ && !d->kind)
		s->protocol = protocol_by_port(s->port);
	if (!s->host || s->protocol > PROTOCOL_POP3)
		return false;
	if (d->has_tls || d->has_starttls) {
		bool tls = d->has_tls ? d->tls : source->unset == SECURITY_TLS;
		bool upgrades =
		    source->syntax == SYNTAX_WORDS ? !d->has_starttls || d->starttls : d->starttls;

		s->security = tls && !upgrades ? SECURITY_TLS
			      : upgrades && (tls || source->syntax != SYNTAX_WORDS)
				  ? SECURITY_STARTTLS
				  : source->unset;
	} else if (!d->encryption) {
		s->security = source->unset;
	}
	if (!s->port)
		s->port = usual_port(source, s);
	return true;
}

/* ---- servers become accounts ---- */

static void server_clear(struct account_server *s)
{
	free(s->host);
	free(s->user);
	free(s->auth);
	free(s->port_at.key);
	free(s->security_at.key);
}

static bool goes_with(const struct account *a, const struct account_server *s)
{
	const struct account_server *in = &a->servers[0];

	for (size_t i = 0; i < a->server_n; i++)
		if (a->servers[i].protocol == s->protocol)
			return false;
	if (s->protocol != PROTOCOL_SMTP || in->protocol == PROTOCOL_SMTP)
		return false;
	return (in->user && s->user && str_ieq(in->user, s->user)) ||
	       registrable_same(in->host, s->host);
}

static char *name_of(const struct account_server *s)
{
	if (s->user && strchr(s->user, '@'))
		return mem_strdup(s->user);
	return s->user ? mem_printf("%s, %s", s->user, s->host) : mem_strdup(s->host);
}

static void add_server(struct account *a, const struct account_server *s)
{
	a->servers = mem_realloc(a->servers, a->server_n + 1, sizeof *a->servers);
	a->servers[a->server_n++] = *s;
}

/* Takes what s holds. */
static void place(struct accounts *list, size_t first, const struct account_source *source,
		  const char *file, const struct account_server *s)
{
	for (size_t i = first; i < list->n; i++)
		if (goes_with(&list->v[i], s)) {
			add_server(&list->v[i], s);
			return;
		}
	if (list->n == ACCOUNTS_MAX) {
		struct account_server gone = *s;

		server_clear(&gone);
		return;
	}
	list->v = mem_realloc(list->v, list->n + 1, sizeof *list->v);
	list->v[list->n] = (struct account){
	    .program = source->program, .file = mem_strdup(file), .name = name_of(s)};
	add_server(&list->v[list->n++], s);
}

/* Reading first, so that the servers for sending find theirs. */
static void place_all(struct accounts *list, struct drafts *d, const char *file)
{
	size_t first = list->n;

	for (int sending = 0; sending < 2; sending++)
		for (size_t i = 0; i < d->n; i++)
			if (d->v[i].s.host &&
			    (d->v[i].s.protocol == PROTOCOL_SMTP) == (sending == 1)) {
				place(list, first, d->source, file, &d->v[i].s);
				d->v[i].s = (struct account_server){.protocol = PROTOCOL_COUNT_};
			}
}

/* All keys of the program, for the reader to keep. */
static char *keys_of(const char *program)
{
	struct buf keys;

	buf_init(&keys, 0);
	for (size_t i = 0; i < account_key_n; i++)
		if (str_eq(account_keys[i].program, program))
			buf_printf(&keys, "%s ", account_keys[i].key);
	return buf_take(&keys);
}

static const struct draft *defaults_of(const struct drafts *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (str_istarts(d->v[i].group, "defaults"))
			return &d->v[i];
	return NULL;
}

void accounts_read(struct accounts *ret, const char *file, const char *text)
{
	struct drafts d = {.source = account_source_of(file)};
	struct entries entries = {0};

	if (!d.source)
		return;
	char *keys = keys_of(d.source->program);

	entries_read(&entries, d.source->syntax, text, keys);
	draft_all(&d, &entries);
	const struct draft *defaults = defaults_of(&d);

	for (size_t i = 0; i < d.n; i++) {
		if (defaults && &d.v[i] != defaults)
			inherit(&d.v[i], defaults);
		if (!finish(d.source, &d.v[i])) {
			server_clear(&d.v[i].s);
			d.v[i].s = (struct account_server){.protocol = PROTOCOL_COUNT_};
		}
	}
	place_all(ret, &d, file);
	for (size_t i = 0; i < d.n; i++)
		free(d.v[i].group);
	free(d.v);
	free(keys);
	entries_clear(&entries);
}

void accounts_clear(struct accounts *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct account *a = &list->v[i];

		for (size_t k = 0; k < a->server_n; k++)
			server_clear(&a->servers[k]);
		free(a->servers);
		free(a->file);
		free(a->name);
	}
	free(list->v);
	strs_clear(&list->errors);
	*list = (struct accounts){0};
}
