/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "model/event_local.h"

#include "base/mem.h"

#include <stdlib.h>

#define UNKNOWN_DEVICE "?"

/* A word in braces is a field; NULL: detail alone. */
static const char *const shapes[LOCAL_COUNT_] = {
    [LOCAL_ADDRESS] = "{address} dev {device}",
    [LOCAL_GATEWAY] = "{address} dev {device} family {family} state {state}",
    [LOCAL_NO_ROUTE] = "{family}",
    [LOCAL_LINK_DOWN] = "{device}",
    [LOCAL_TUNNEL] = "{device}",
    [LOCAL_RESOLVER] = "{address}",
};

static void set(char **field, const char *text)
{
	free(*field);
	*field = mem_strdup(text);
}

static bool read_word(struct event *e, const char *shape, const char *word)
{
	if (str_eq(shape, "{address}"))
		set(&e->address, word);
	else if (str_eq(shape, "{device}"))
		set(&e->device, str_eq(word, UNKNOWN_DEVICE) ? NULL : word);
	else if (str_eq(shape, "{family}"))
		return (e->family = family_from_name(word)) < FAMILY_COUNT_;
	else if (str_eq(shape, "{state}"))
		return (e->state = neighbour_from_name(word)) < NEIGHBOUR_COUNT_;
	else
		return str_eq(shape, word);
	return true;
}

static bool read_words(struct event *e, const struct strs *shape, const struct strs *words)
{
	bool fits = words->n <= shape->n;

	for (size_t i = 0; fits && i < words->n; i++)
		fits = read_word(e, shape->v[i], words->v[i]);
	return fits;
}

static void forget(struct event *e)
{
	set(&e->address, NULL);
	set(&e->device, NULL);
	e->family = FAMILY_ANY;
	e->state = NEIGHBOUR_UNKNOWN;
}

void event_local_read(struct event *e, const char *words)
{
	char *whole = mem_strdup(words);
	struct strs shape = {0}, list = {0};

	forget(e);
	set(&e->detail, NULL);
	if (shapes[e->kind] && whole) {
		strs_split(&shape, shapes[e->kind], " ");
		strs_split(&list, whole, " ");
	}
	if (!list.n || !read_words(e, &shape, &list)) {
		forget(e);
		set(&e->detail, whole);
	}
	if (e->address && e->family == FAMILY_ANY)
		e->family = family_of_address(e->address);
	strs_clear(&shape);
	strs_clear(&list);
	free(whole);
}

/* NULL for a field that has no value. */
static const char *written(const struct event *e, const char *shape)
{
	if (str_eq(shape, "{address}"))
		return e->address;
	if (str_eq(shape, "{device}"))
		return e->device ? e->device : UNKNOWN_DEVICE;
	if (str_eq(shape, "{family}"))
		return family_name(e->family);
	return str_eq(shape, "{state}") ? neighbour_name(e->state) : shape;
}

char *event_local_words(const struct event *e)
{
	struct strs shape = {0}, words = {0};
	bool whole = true;

	if (e->detail || !shapes[e->kind])
		return mem_strdup(e->detail);
	strs_split(&shape, shapes[e->kind], " ");
	for (size_t i = 0; i < shape.n && whole; i++) {
		whole = written(e, shape.v[i]) != NULL;
		if (whole)
			strs_add(&words, written(e, shape.v[i]));
	}
	char *text = whole ? strs_join(&words, " ") : NULL;

	strs_clear(&shape);
	strs_clear(&words);
	return text;
}
