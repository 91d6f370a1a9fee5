/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/hostname.h"

#include "base/address.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "know/services.h"

#include <stdlib.h>
#include <string.h>
#ifdef HAVE_LIBIDN2
#include <idn2.h>
#endif

static bool letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* RFC 1123 section 2.1: the last label of a name is never all digits, so this was meant to be an
 * address. */
static bool looks_like_ipv4(const char *name)
{
	const char *last = strrchr(name, '.');

	last = last ? last + 1 : name;
	return last[strspn(last, "0123456789")] == '\0';
}

/* One label of len bytes; NULL if it is right. */
static char *label_error(const char *label, size_t len)
{
	if (!len)
		return mem_strdup(
		    _("The name has two dots in a row, or begins with a dot; put one dot between "
		      "two parts."));
	if (len > HOSTNAME_LABEL_MAX)
		/* TRANSLATORS: %.20s is the beginning of the part that is too long. */
		return mem_printf(
		    _("The part \"%.20s…\" of the name is too long; at most 63 characters may be "
		      "between two dots."),
		    label);
	for (size_t i = 0; i < len; i++) {
		if (letter_or_digit(label[i]) || label[i] == '-')
			continue;
		if ((unsigned char)label[i] < ' ' || label[i] == 0x7f)
			return mem_strdup(
			    _("The name contains a control character; a server's name has only "
			      "letters, digits, hyphens and dots."));
		return mem_printf(
		    _("The name contains the character \"%c\"; a server's name has only letters, "
		      "digits, hyphens and dots."),
		    label[i]);
	}
	if (label[0] == '-' || label[len - 1] == '-')
		return mem_printf(
		    _("The part \"%.*s\" of the name must not begin or end with a hyphen."),
		    (int)len, label);
	return NULL;
}

/* What is wrong with an ASCII name, or NULL. */
static char *name_error(const char *name)
{
	if (!*name)
		return mem_strdup(_("The name is empty; type a server's name, for example "
				    "mail.example.org."));
	if (strlen(name) > HOSTNAME_MAX)
		return mem_strdup(
		    _("The name is too long; a server's name has at most 253 characters."));
	for (const char *label = name;; label++) {
		size_t len = strcspn(label, ".");
		char *error = label_error(label, len);

		if (error)
			return error;
		label += len;
		if (!*label)
			break;
	}
	if (looks_like_ipv4(name))
		return mem_printf(
		    _("\"%s\" isn't a whole IPv4 address; type four numbers from 0 to 255 with "
		      "dots, for example 192.0.2.1."),
		    name);
	return NULL;
}

/* The ASCII form of a name with other letters (IDNA2008, RFC 5891). */
static char *idn_to_ascii(const char *name, char **ret_error)
{
#ifdef HAVE_LIBIDN2
	uint8_t *ascii = NULL;
	int rc =
	    idn2_lookup_u8((const uint8_t *)name, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);

	if (rc == IDN2_OK) {
		char *copy = mem_strdup((const char *)ascii);

		idn2_free(ascii);
		return copy;
	}
	*ret_error = mem_printf(
	    _("\"%s\" can't be a server's name: it contains forbidden characters."), name);
#else
	*ret_error = mem_printf(
	    _("\"%s\" has letters outside ASCII, which this build can't convert; type the form "
	      "that begins with \"xn--\" instead."),
	    name);
#endif
	return NULL;
}

char *hostname_parse(const char *text, char **ret_error)
{
	size_t len = strlen(text);

	if (address_is_numeric(text))
		return mem_strdup(text);
	/* A final dot means "the whole name"; DNS asks the same without it. */
	if (len > 1 && text[len - 1] == '.' && text[len - 2] != '.')
		len--;
	if (strpbrk(text, " \t\r\n")) {
		*ret_error = mem_strdup(
		    _("The name contains a space; type one name without spaces, for example "
		      "mail.example.org."));
		return NULL;
	}
	char *name = mem_strndup(text, len);

	if (!is_ascii(name)) {
		char *ascii = idn_to_ascii(name, ret_error);

		free(name);
		if (!ascii)
			return NULL;
		name = ascii;
	}
	*ret_error = name_error(name);
	if (*ret_error) {
		free(name);
		return NULL;
	}
	return str_lower(name);
}

bool hostname_valid(const char *text)
{
	char *error;

	if (address_is_numeric(text))
		return true;
	if (!is_ascii(text) || strpbrk(text, " \t\r\n"))
		return false;
	error = name_error(text);
	free(error);
	return !error;
}

static bool parse_port(const char *text, int *ret_port, char **ret_error)
{
	long port;
	enum service service = service_by_word(text);

	if (service != SERVICE_COUNT_) {
		*ret_port = service_row(service)->port;
		return true;
	}
	if (str_number(text, 1, 65535, &port)) {
		*ret_port = (int)port;
		return true;
	}
	if (!*text)
		*ret_error = mem_strdup(_("The port is missing after the colon; type a number, for "
					  "example :993, or leave the colon out."));
	else if (text[strspn(text, "0123456789")])
		*ret_error = mem_printf(
		    _("\"%s\" isn't a port; a port is a number from 1 to 65535, for example 993, "
		      "or a service such as imaps."),
		    text);
	else
		*ret_error = mem_printf(_("There is no port %s; ports go from 1 to 65535."), text);
	return false;
}

static bool split_brackets(const char *word, char **ret_host, int *ret_port, char **ret_error)
{
	const char *end = strchr(word, ']');

	if (!end) {
		*ret_error = mem_strdup(
		    _("The closing bracket is missing; type an IPv6 address with a port like "
		      "[2001:db8::1]:993."));
		return false;
	}
	char *host = mem_strndup(word + 1, (size_t)(end - word - 1));

	if (address_version(host) != 6) {
		*ret_error = mem_printf(
		    _("\"%s\" in the brackets isn't an IPv6 address; type names and IPv4 "
		      "addresses without brackets."),
		    host);
	} else if (end[1] && end[1] != ':') {
		*ret_error = mem_strdup(_("After the closing bracket only a colon and a port can "
					  "follow, like [2001:db8::1]:993."));
	} else if (!end[1] || parse_port(end + 2, ret_port, ret_error)) {
		*ret_host = host;
		return true;
	}
	free(host);
	return false;
}

bool hostname_split(const char *word, char **ret_host, int *ret_port, char **ret_error)
{
	const char *colon = strchr(word, ':');

	*ret_port = 0;
	*ret_error = NULL;
	if (*word == '[')
		return split_brackets(word, ret_host, ret_port, ret_error);
	if (!colon || address_version(word) == 6) {
		*ret_host = hostname_parse(word, ret_error);
		return *ret_host != NULL;
	}
	if (strchr(colon + 1, ':')) {
		*ret_error = mem_printf(
		    _("\"%s\" has more than one colon and isn't an IPv6 address; a port goes "
		      "after one colon, and after brackets for IPv6: [2001:db8::1]:993."),
		    word);
		return false;
	}
	if (!parse_port(colon + 1, ret_port, ret_error))
		return false;
	char *host = mem_strndup(word, (size_t)(colon - word));

	*ret_host = hostname_parse(host, ret_error);
	free(host);
	return *ret_host != NULL;
}
