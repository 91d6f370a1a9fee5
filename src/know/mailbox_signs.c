/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/mailbox_signs.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

#define STRONG false
#define WEAK true
#define SIGN(record, where, text, provider, mx, weak)                                              \
	{SIGN_##record, (where), (text), (provider), (mx), (weak)},
static const struct mailbox_sign signs[] = {
#include "know/mailbox_signs.def"
};

static const struct {
	enum lookup_type lookup;
	const char *where; /* if the row has none; NULL: the domain itself */
} records[] = {
    [SIGN_ALIAS] = {LOOKUP_CNAME, "autodiscover"},
    [SIGN_FINDER] = {LOOKUP_SRV, "_autodiscover._tcp"},
    [SIGN_SELECTOR] = {LOOKUP_CNAME, NULL},
    [SIGN_KEY] = {LOOKUP_TXT, NULL},
    [SIGN_SPF] = {LOOKUP_TXT, NULL},
    [SIGN_TEXT] = {LOOKUP_TXT, NULL},
    [SIGN_EXCHANGE] = {LOOKUP_AUTODISCOVER_JSON, NULL},
};
_Static_assert(COUNT(records) == SIGN_COUNT_, "a record for each");

const struct mailbox_sign *mailbox_signs(size_t *ret_n)
{
	*ret_n = COUNT(signs);
	return signs;
}

enum lookup_type mailbox_sign_lookup(const struct mailbox_sign *sign)
{
	return records[sign->record].lookup;
}

char *mailbox_sign_name(const struct mailbox_sign *sign, const char *domain)
{
	const char *where = sign->where ? sign->where : records[sign->record].where;

	return where ? mem_printf("%s.%s", where, domain) : mem_strdup(domain);
}

/* RFC 7208 section 4.6: "+" is what a word without a sign means. */
static bool has_word(const char *spf, const char *wanted)
{
	struct strs words = {0};
	bool found = false;

	strs_split(&words, spf, " ");
	for (size_t i = 0; i < words.n && !found; i++)
		found = str_ieq(words.v[i] + strspn(words.v[i], "+?~"), wanted);
	strs_clear(&words);
	return found;
}

static bool fits(const struct mailbox_sign *sign, const char *record)
{
	const char *target = strrchr(record, ' ');

	switch (sign->record) {
	case SIGN_FINDER: /* "0 1 443 autodiscover.example.org" */
		return target && str_is_within(target + 1, sign->text);
	case SIGN_ALIAS:
	case SIGN_SELECTOR:
		return str_is_within(record, sign->text);
	case SIGN_SPF:
		return str_istarts(record, "v=spf1 ") && has_word(record, sign->text);
	default:
		return str_istarts(record, sign->text);
	}
}

static bool is_of(const struct mailbox_sign *sign, enum lookup_type type, const char *name,
		  const char *domain)
{
	char *asked = mailbox_sign_name(sign, domain);
	bool same = mailbox_sign_lookup(sign) == type && str_ieq(asked, name);

	free(asked);
	return same;
}

const struct mailbox_sign *mailbox_sign_find(enum lookup_type type, const char *name,
					     const char *domain, const struct strs *list)
{
	const struct mailbox_sign *weak = NULL;

	for (size_t i = 0; i < COUNT(signs); i++) {
		if (!is_of(&signs[i], type, name, domain))
			continue;
		for (size_t k = 0; k < list->n; k++) {
			if (!fits(&signs[i], list->v[k]))
				continue;
			if (!signs[i].weak)
				return &signs[i];
			if (!weak)
				weak = &signs[i];
		}
	}
	return weak;
}

const struct mailbox_sign *mailbox_sign_of_exchange(const char *host)
{
	for (size_t i = 0; host && i < COUNT(signs); i++)
		if (signs[i].record == SIGN_EXCHANGE && str_is_within(host, signs[i].text))
			return &signs[i];
	return NULL;
}
