/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/registrable.h"

#include "base/address.h"
#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

#ifdef HAVE_PSL
#include <libpsl.h>

/* The registrable part's length, 0 without one. */
static size_t registrable_len(const char *name)
{
	char *lower = str_lower(mem_strdup(name));
	const char *found = psl_registrable_domain(psl_builtin(), lower);
	size_t len = found ? strlen(found) : 0;

	free(lower);
	return len;
}

#else

/* A country's registry registers names below these: "example.co.uk". */
static bool is_registry(const char *label, size_t len)
{
	static const char *const words[] = {"co", "com", "ac", "edu", "gov",
					    "ne", "net", "or", "org"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == len && str_istarts(label, words[i]))
			return true;
	return false;
}

/* The label that ends before end; NULL at the name's beginning. */
static const char *label_before(const char *name, const char *end)
{
	if (end == name)
		return NULL;
	while (end > name && end[-1] != '.')
		end--;
	return end;
}

static size_t registrable_len(const char *name)
{
	const char *end = name + strlen(name), *top = label_before(name, end);
	const char *second = top && top > name ? label_before(name, top - 1) : NULL;

	if (second && strlen(top) == 2 && is_registry(second, (size_t)(top - second) - 1))
		second = second > name ? label_before(name, second - 1) : NULL;
	return second ? strlen(second) : 0;
}

#endif

const char *registrable_domain(const char *name)
{
	size_t len = address_is_numeric(name) ? 0 : registrable_len(name);

	return len ? name + strlen(name) - len : name;
}

bool registrable_has(const char *name)
{
	return !address_is_numeric(name) && registrable_len(name);
}

/* The last two labels, or the whole name if it has no more. */
static const char *last_two(const char *name)
{
	const char *at = strrchr(name, '.');

	if (!at)
		return name;
	while (at > name && at[-1] != '.')
		at--;
	return at;
}

/* Names with the same registrable part end with the same two labels: comparing them saves most look-ups in the list. */
bool registrable_same(const char *a, const char *b)
{
	return str_ieq(a, b) || (str_ieq(last_two(a), last_two(b)) &&
				 str_ieq(registrable_domain(a), registrable_domain(b)));
}
