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

/* A second greeting where an answer is due: what it says is no list of abilities. */
static bool is_greeting_again(const struct step *s, const char *line)
{
	return s->learns_caps && str_istarts(line, "220");
}

/* RFC 5321 section 4.2: three digits, then "-" if more lines follow. */
static enum reply_state frame(const struct step *s, const struct reply *before, const char *line)
{
	(void)before;
	if (is_greeting_again(s, line))
		return REPLY_BAD;
	if (line[0] < '2' || line[0] > '5' || !is_digit(line[1]) || !is_digit(line[2]))
		return REPLY_BAD;
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

/* What follows the code. */
static const char *text_of(const char *line)
{
	return line[3] ? line + 4 : line + 3;
}

/*
 * "AUTH=LOGIN PLAIN" is how servers told old clients, often beside the proper
 * form; it becomes "AUTH LOGIN PLAIN", once.
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

static enum outcome outcome_of(int code)
{
	if (code >= 500 && code <= 504)
		return OUTCOME_NOTOFFERED; /* unknown, not implemented, bad arguments */
	return code >= 400 ? OUTCOME_DENIED : OUTCOME_OK;
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
	r->code = (last[0] - '0') * 100 + (last[1] - '0') * 10 + (last[2] - '0');
	r->outcome = outcome_of(r->code);
	r->enhanced = reply_enhanced(text_of(last));
	if (!s->verb)
		r->name = reply_host_name(text_of(r->lines.v[0]));
	if (!s->learns_caps || r->outcome != OUTCOME_OK)
		return;
	r->has_caps = true; /* HELO: none, for certain */
	for (size_t i = 1; i < r->lines.n && str_eq(s->verb, "EHLO"); i++)
		add_cap(&r->caps, text_of(r->lines.v[i]));
}

const struct proto proto_smtp = {
    .name = "smtp",
    .steps = steps,
    .frame = frame,
    .read = read_reply,
};
