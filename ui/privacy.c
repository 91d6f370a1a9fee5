/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/privacy.h"

#include "base/address.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

static bool is_on;
static struct strs names; /* of routers along the way, and of this computer's networks */
static size_t learnt;	  /* events of the log that were read */

void privacy_switch(bool on)
{
	is_on = on;
}

bool privacy_is_on(void)
{
	return is_on;
}

void privacy_learn(const struct record *record)
{
	size_t n = record ? record->log.n : 0;

	if (n < learnt || !record) {
		strs_clear(&names);
		learnt = 0;
	}
	for (; learnt < n; learnt++) {
		const struct event *e = record->log.v[learnt];

		if (e->type == EVENT_PATH_NAME && e->host && *e->host && !strs_has(&names, e->host))
			strs_add(&names, e->host);
	}
}

static bool is_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c >= 0x80;
}

/* ---- IP addresses ---- */

#define ADDRESS_LETTERS "0123456789abcdefABCDEF:."

static bool is_address(const char *text, size_t len)
{
	char room[ADDRESS_TEXT_MAX + 1];

	if (len < 2 || len > ADDRESS_TEXT_MAX)
		return false;
	memcpy(room, text, len);
	room[len] = '\0';
	return address_is_numeric(room) && (strchr(room, ':') || strchr(room, '.'));
}

/* Bytes of the address that text begins with, or 0: without a port or a full stop behind it. */
static size_t address_len(const char *text)
{
	size_t len = strspn(text, ADDRESS_LETTERS);

	if (is_letter((unsigned char)text[len]))
		return 0;
	while (len && !is_address(text, len))
		do
			len--;
		while (len && text[len] != ':' && text[len] != '.');
	if (len && text[len] == '%') /* the interface */
		len += 1 + strspn(text + len + 1, "abcdefghijklmnopqrstuvwxyz0123456789.-");
	return len;
}

/* ---- e-mail addresses ---- */

#define LOCAL_LETTERS                                                                              \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&*+-/=?^_`{|}~."

/* Bytes of the e-mail address that text begins with, or 0. */
static size_t mail_len(const char *text)
{
	size_t len = 0;

	while (text[len] && (strchr(LOCAL_LETTERS, text[len]) || (unsigned char)text[len] >= 0x80))
		len++;
	if (!len || text[len] != '@' || !is_letter((unsigned char)text[len + 1]))
		return 0;
	for (len++; is_letter((unsigned char)text[len]) ||
		    (strchr(".-", text[len]) && is_letter((unsigned char)text[len + 1]));)
		len++;
	return len;
}

/* ---- names ---- */

static size_t name_len(const char *text)
{
	for (size_t i = 0; i < names.n; i++) {
		size_t len = strlen(names.v[i]);

		if (str_istarts(text, names.v[i]) && !is_letter((unsigned char)text[len]))
			return len;
	}
	return 0;
}

/* What is private at the beginning of a word, and what is shown for it; 0: nothing. */
static size_t private_len(const char *text, const char **ret_shown)
{
	size_t len = mail_len(text);

	*ret_shown = _("[e-mail address]");
	if (len)
		return len;
	len = name_len(text);
	*ret_shown = _("[router]");
	if (len)
		return len;
	*ret_shown = _("[IP address]");
	return address_len(text);
}

char *privacy_text(const char *text)
{
	unsigned char before = ' ';
	const char *shown;
	struct buf out;

	if (!is_on)
		return mem_strdup(text);
	buf_init(&out, 0);
	while (*text) {
		bool begins = !is_letter(before) && !strchr(".-_%@", before);
		size_t len = begins ? private_len(text, &shown) : 0;

		if (len)
			buf_puts(&out, shown);
		else
			buf_putc(&out, *text);
		before = (unsigned char)text[len ? len - 1 : 0];
		text += len ? len : 1;
	}
	return buf_take(&out);
}

char *privacy_whole(const char *text)
{
	return mem_strdup(is_on ? _("[hidden]") : text);
}
