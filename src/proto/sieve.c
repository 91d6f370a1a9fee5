/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "proto/proto.h"

#include "base/buf.h"
#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { GREETING, CAPABILITY, STARTTLS, CAPABILITY_TLS, LOGOUT };

/* The server lists its capabilities as its greeting, and again, unasked, after the handshake (RFC
 * 5804 section 2.2); servers older than that rule wait for a question. */
static const struct step steps[] = {
    [GREETING] = {STAGE_GREETING, .learns_caps = true, .ok = CAPABILITY, .fail = LOGOUT},
    [CAPABILITY] = {STAGE_CAPS, "CAPABILITY", "CAPABILITY", true, .ok = STARTTLS, .fail = LOGOUT},
    [STARTTLS] = {STAGE_STARTTLS, "STARTTLS", "STARTTLS", .needs = "STARTTLS", .ok = CAPABILITY_TLS,
		  .fail = LOGOUT, .skip = LOGOUT},
    [CAPABILITY_TLS] = {STAGE_CAPS_TLS, "CAPABILITY", .learns_caps = true, .later = "CAPABILITY",
			.ok = LOGOUT, .fail = LOGOUT},
    [LOGOUT] = {STAGE_QUIT, "LOGOUT", "LOGOUT", .ok = STEP_END, .fail = STEP_END},
};

/* The status word at the start of line, or NULL. */
static const char *status_of(const char *line)
{
	static const char *const words[] = {"OK", "NO", "BYE"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t len = strlen(words[i]);

		if (str_istarts(line, words[i]) && (!line[len] || strchr(" (\"", line[len])))
			return words[i];
	}
	return NULL;
}

static enum reply_state frame(const struct step *s, const struct reply *before, const char *line)
{
	(void)before;
	if (status_of(line))
		return REPLY_COMPLETE;
	if (s->stage == STAGE_QUIT && *line == '"')
		return REPLY_STRAY; /* a requested list that also came unasked comes twice */
	return *line == '"' && s->learns_caps ? REPLY_MORE : REPLY_BAD;
}

/* RFC 5804 section 1.2: BYE may come at any time. */
static enum stray stray(const char *line)
{
	return str_eq(status_of(line), "BYE") ? STRAY_GOODBYE : STRAY_ODD;
}

/* Appends the string at the start of text, quoted or literal, to out; returns the rest. */
static const char *take_string(const char *text, struct buf *out)
{
	if (*text == '{') {
		const char *lf = strchr(text, '\n');
		size_t len = lf ? strlen(lf + 1) : 0, said = strtoul(text + 1, NULL, 10);

		buf_append(out, lf ? lf + 1 : "", said < len ? said : len);
		return lf ? lf + 1 + (said < len ? said : len) : text + strlen(text);
	}
	if (*text != '"') {
		buf_puts(out, text);
		return text + strlen(text);
	}
	for (text++; *text && *text != '"'; text++) {
		if (*text == '\\' && text[1])
			text++;
		buf_putc(out, *text);
	}
	return *text ? text + 1 : text;
}

/* A capability line: "SASL" "PLAIN LOGIN" becomes "SASL PLAIN LOGIN". */
static void add_cap(struct strs *caps, const char *line)
{
	struct buf cap;

	buf_init(&cap, 0);
	while (*line) {
		line = take_string(line, &cap);
		line += strspn(line, " ");
		if (*line)
			buf_putc(&cap, ' ');
	}
	strs_append(caps, buf_take(&cap));
}

static void read_reply(const struct step *s, struct reply *r, const char *banner)
{
	const char *last = reply_last_line(r);
	const char *status = status_of(last);
	struct buf text;

	(void)banner;
	assert(status); /* frame() found one */
	const char *rest = last + strlen(status);

	rest += strspn(rest, " ");
	r->outcome = str_eq(status, "OK") ? OUTCOME_OK : OUTCOME_DENIED;
	r->enhanced = reply_code_text(rest, '(');
	if (r->enhanced) {
		rest = strchr(rest, ')') + 1;
		rest += strspn(rest, " ");
	}
	buf_init(&text, 0);
	buf_puts(&text, status);
	if (*rest) {
		buf_putc(&text, ' ');
		take_string(rest, &text);
	}
	r->text = buf_take(&text);
	if (!s->learns_caps || r->outcome != OUTCOME_OK)
		return;
	r->has_caps = true;
	for (size_t i = 0; i + 1 < r->lines.n; i++)
		add_cap(&r->caps, r->lines.v[i]);
}

const struct proto proto_sieve = {
    .name = "managesieve",
    .steps = steps,
    .frame = frame,
    .read = read_reply,
    .stray = stray,
    .literals = true,
};
