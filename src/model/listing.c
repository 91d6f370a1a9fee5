/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "model/listing.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_SERVER, WORD_SERVICE, WORD_SECURITY, WORD_HOST, WORD_PORT, WORD_COUNT };

char *listing_server(const struct target_server *s)
{
	struct buf out;

	buf_init(&out, 0);
	buf_printf(&out, "server %s %s %s %d", service_name(s->service), security_name(s->security),
		   s->host, s->port);
	for (size_t i = 0; i < s->login.n; i++)
		buf_printf(&out, "%s%s", i ? "," : " login=", s->login.v[i]);
	if (s->alternative)
		buf_puts(&out, " alternative");
	if (s->unconfirmed)
		buf_puts(&out, " unconfirmed");
	if (s->user)
		buf_printf(&out, " user=%s", s->user);
	return buf_take(&out);
}

static void read_option(struct target_server *s, const char *word)
{
	static const char login[] = "login=";

	if (str_istarts(word, login))
		strs_split(&s->login, word + strlen(login), ",");
	s->alternative |= str_eq(word, "alternative");
	s->unconfirmed |= str_eq(word, "unconfirmed");
}

static bool read_words(const struct strs *words, struct target_server *s)
{
	long port;

	if (words->n < WORD_COUNT || !str_eq(words->v[WORD_SERVER], "server") ||
	    !str_number(words->v[WORD_PORT], 1, 65535, &port))
		return false;
	s->service = service_from_name(words->v[WORD_SERVICE]);
	s->security = security_from_name(words->v[WORD_SECURITY]);
	s->port = (int)port;
	if (s->service == SERVICE_COUNT_ || s->security == SECURITY_COUNT_)
		return false;
	s->host = mem_strdup(words->v[WORD_HOST]);
	for (size_t i = WORD_COUNT; i < words->n; i++)
		read_option(s, words->v[i]);
	return true;
}

bool listing_read_server(const char *line, struct target_server *ret)
{
	static const char mark[] = " user=";
	const char *user = strstr(line, mark); /* the last one: it may hold spaces */
	char *front = user ? mem_strndup(line, (size_t)(user - line)) : mem_strdup(line);
	struct strs words = {0};

	*ret = (struct target_server){0};
	strs_split(&words, front, " ");
	bool fine = read_words(&words, ret);

	if (fine && user)
		ret->user = mem_strdup(user + strlen(mark));
	strs_clear(&words);
	free(front);
	return fine;
}

void listing_add(struct strs *list, const char *key, const char *value)
{
	if (value && *value)
		strs_append(list, mem_printf("%s %s", key, value));
}

const char *listing_value(const char *line, const char *key)
{
	size_t len = strlen(key);

	return !strncmp(line, key, len) && line[len] == ' ' ? line + len + 1 : NULL;
}

const char *listing_find(const struct strs *list, const char *key)
{
	const char *value = NULL;

	for (size_t i = 0; i < list->n && !value; i++)
		value = listing_value(list->v[i], key);
	return value;
}

size_t listing_servers(const struct strs *list)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		n += listing_value(list->v[i], "server") != NULL;
	return n;
}

char *listing_web_host(const char *address)
{
	static const char start[] = "https://";
	const char *host = str_istarts(address, start) ? address + strlen(start) : NULL;
	size_t len = host ? strcspn(host, ":/?#") : 0;

	return len && !memchr(host, '@', len) ? mem_strndup(host, len) : NULL;
}

static size_t next_server(const struct strs *list, size_t at)
{
	while (at < list->n && !listing_value(list->v[at], "server"))
		at++;
	return at;
}

bool listing_same_servers(const struct strs *a, const struct strs *b)
{
	size_t i = next_server(a, 0), k = next_server(b, 0);

	while (i < a->n && k < b->n && str_eq(a->v[i], b->v[k])) {
		i = next_server(a, i + 1);
		k = next_server(b, k + 1);
	}
	return i == a->n && k == b->n;
}
