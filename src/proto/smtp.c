/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "proto/proto.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum { GREETING, EHLO, HELO, STARTTLS, EHLO_TLS, HELO_TLS, QUIT };

static const struct step steps[] = {
    [GREETING] = {STAGE_GREETING, .ok = EHLO, .fail = QUIT},
    [EHLO] = {STAGE_CAPS, "EHLO", "EHLO %s", true, .ok = STARTTLS, .fail = QUIT, .unknown = HELO},
    [HELO] = {STAGE_CAPS, "HELO", "HELO %s", true, .ok = STARTTLS, .fail = QUIT},
    [STARTTLS] = {STAGE_STARTTLS, "STARTTLS", "STARTTLS", .needs = "STARTTLS", .ok = EHLO_TLS,
		  .fail = QUIT, .skip = QUIT},
    [EHLO_TLS] = {STAGE_CAPS_TLS, "EHLO", "EHLO %s", true, .ok = QUIT, .fail = QUIT,
		  .unknown = HELO_TLS},
    [HELO_TLS] = {STAGE_CAPS_TLS, "HELO", "HELO %s", true, .ok = QUIT, .fail = QUIT},
    [QUIT] = {STAGE_QUIT, "QUIT", "QUIT", .ok = STEP_END, .fail = STEP_END},
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_code(const char *line)
{
	return line[0] >= '2' && line[0] <= '5' && is_digit(line[1]) && is_digit(line[2]);
}

static int code_of(const char *line)
{
	return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

/* RFC 5321 section 4.3.2 and RFC 3207: the one code with which each step goes well. */
static int good_code(const struct step *s)
{
	if (!s->verb || s->needs)
		return 220;
	return s->stage == STAGE_QUIT ? 221 : 250;
}

/* Blank lines between replies, and a positive reply instead of a goodbye, do not answer a
 * question. */
static bool is_no_answer(const struct step *s, const struct reply *before, const char *line)
{
	if (before->lines.n)
		return false;
	if (!*line)
		return s->verb;
	return s->stage == STAGE_QUIT && line[0] < '4' && code_of(line) != good_code(s);
}

/* RFC 5321 section 4.2: three digits, then "-" if more lines follow. */
static enum reply_state frame(const struct step *s, const struct reply *before, const char *line)
{
	if (!*line && is_no_answer(s, before, line))
		return REPLY_STRAY;
	if (!is_code(line))
		return REPLY_BAD;
	if (is_no_answer(s, before, line))
		return REPLY_STRAY;
	switch (line[3]) {
	case '-':
		return REPLY_MORE;
	case ' ':
	case '\0':
		return REPLY_COMPLETE;
	default:
		return REPLY_BAD;
	}
}

/* The text after the code. */
static const char *text_of(const char *line)
{
	return line[3] ? line + 4 : line + 3;
}

/*
 * "AUTH=LOGIN PLAIN" was for old clients, often beside the proper form; it becomes "AUTH LOGIN
 * PLAIN", once.
 */
static void add_cap(struct strs *caps, const char *text)
{
	char *copy = mem_strdup(text), *cap = str_trim(copy);

	if (str_istarts(cap, "AUTH="))
		cap[4] = ' ';
	if (*cap && !strs_has(caps, cap))
		strs_add(caps, cap);
	free(copy);
}

static enum outcome outcome_of(const struct step *s, int code)
{
	if (code >= 500 && code <= 504)
		return OUTCOME_NOTOFFERED; /* unknown, not implemented, bad arguments */
	if (code >= 400)
		return OUTCOME_DENIED;
	return code == good_code(s) ? OUTCOME_OK : OUTCOME_BADREPLY;
}

static void read_reply(const struct step *s, struct reply *r, const char *banner)
{
	const char *last = reply_last_line(r);
	struct buf text;

	(void)banner;
	buf_init(&text, 0);
	for (size_t i = 0; i < r->lines.n; i++)
		buf_printf(&text, "%s%s", i ? "\n" : "", text_of(r->lines.v[i]));
	r->text = buf_take(&text);
	r->code = code_of(last);
	r->outcome = outcome_of(s, r->code);
	r->enhanced = reply_enhanced(text_of(last));
	if (!s->verb)
		r->name = reply_host_name(text_of(r->lines.v[0]));
	if (!s->learns_caps || r->outcome != OUTCOME_OK)
		return;
	r->has_caps = true; /* HELO: certainly none */
	for (size_t i = 1; i < r->lines.n && str_eq(s->verb, "EHLO"); i++)
		add_cap(&r->caps, text_of(r->lines.v[i]));
}

/* RFC 5321 section 3.8: a server that closes says so with 421, at any time. */
static enum stray stray(const char *line)
{
	return str_istarts(line, "421") ? STRAY_GOODBYE : STRAY_ODD;
}

/* Only EHLO is answered with a list of extensions. */
static bool is_late(const struct step *s, const struct reply *r)
{
	static const char *const extensions[] = {"STARTTLS", "PIPELINING", "8BITMIME",
						 "SIZE",     "AUTH",	   "ENHANCEDSTATUSCODES",
						 "CHUNKING", "DSN"};

	for (size_t i = 1; i < r->lines.n && r->code == 250 && str_eq(s->verb, "HELO"); i++)
		for (size_t k = 0; k < sizeof extensions / sizeof *extensions; k++)
			if (reply_after_word(text_of(r->lines.v[i]), extensions[k]))
				return true;
	return false;
}

const struct proto proto_smtp = {
    .name = "smtp",
    .steps = steps,
    .frame = frame,
    .read = read_reply,
    .stray = stray,
    .is_late = is_late,
};
