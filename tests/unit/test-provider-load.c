/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are read before the first frame give the same target as all of them. */
#include "config.h"
#include "base/buf.h"
#include "base/mem.h"
#include "discover/discover.h"
#include "discover/provider.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define DATA SRCDIR "/data/providers"
#define NO_FOLDER "/nonexistent"

static struct providers all;

static int load(void **state)
{
	(void)state;
	providers_load(&all, DATA, NO_FOLDER);
	return all.n ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	providers_clear(&all);
	return 0;
}

static char *told(const struct providers *list, const char *word)
{
	struct discover_options find = {.find_out = true};
	char *error = NULL;
	struct target *t = discover_target(list, word, &find, &error);
	struct buf out;

	if (!t)
		return error;
	buf_init(&out, 0);
	buf_printf(&out, "%s of %s, %s, %s", t->label, t->provider ? t->provider : "-",
		   t->source ? t->source : "-", t->domain ? t->domain : "-");
	for (size_t i = 0; i < t->server_n; i++)
		buf_printf(&out, "; %d %s %d", (int)t->servers[i].service, t->servers[i].host,
			   t->servers[i].port);
	for (size_t i = 0; i < t->reference_n; i++)
		buf_printf(&out, "; reference %d %s", (int)t->references[i].service,
			   t->references[i].host);
	for (size_t i = 0; i < t->notes.n; i++)
		buf_printf(&out, "; %s", t->notes.v[i]);
	target_free(t);
	return buf_take(&out);
}

/* What a person may type for it; the caller frees. */
static char *word_for(const struct provider *p, size_t kind)
{
	const char *domain = p->domains.n ? p->domains.v[(kind / 4) % p->domains.n] : NULL;

	if (kind % 4 == 0)
		return mem_printf(" %s ", p->name);
	if (kind % 4 == 1 && domain)
		return mem_printf("Anna@%s%s", *domain == '*' ? "sub" : "",
				  *domain == '*' ? domain + 1 : domain);
	if (kind % 4 == 2 && p->server_n && !strchr(p->servers[0].host, '%'))
		return mem_printf("%s:%d", p->servers[0].host, p->servers[0].port);
	return mem_strdup(p->id);
}

static size_t assert_same(const char *word)
{
	struct providers some;

	providers_load_for(&some, DATA, NO_FOLDER, word);
	char *by_some = told(&some, word), *by_all = told(&all, word);
	size_t n = some.n;

	assert_string_equal(by_some, by_all);
	free(by_some);
	free(by_all);
	providers_clear(&some);
	return n;
}

static void every_file_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < all.n; i++) {
		char *word = word_for(&all.v[i], i);

		assert_same(word);
		free(word);
	}
}

static void what_no_file_knows(void **state)
{
	static const char *const words[] = {"anna@example.org",	  "example.org",
					    "mail.example.co.uk", "anna@mueller.example",
					    "192.0.2.1",	  "imap.nowhere.example:993"};

	(void)state;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		assert_same(words[i]);
}

static void a_fraction_is_read(void **state)
{
	(void)state;
	assert_true(assert_same("gmail") < all.n / 5);
	assert_true(assert_same("anna@gmx.de") < all.n / 5);
}

/* Names that are written in more ways than one are looked up in all of them. */
static void a_name_in_other_letters_reads_all(void **state)
{
	(void)state;
	assert_int_equal(assert_same("m\303\274ller.de"), all.n);
	assert_int_equal(assert_same("anna@xn--mller-kva.de"), all.n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_file_is_found),
	    cmocka_unit_test(what_no_file_knows),
	    cmocka_unit_test(a_fraction_is_read),
	    cmocka_unit_test(a_name_in_other_letters_reads_all),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
