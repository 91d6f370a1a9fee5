/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "proto/proto.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum { GREETING, CAPA, STLS, CAPA_TLS, QUIT };

/* CAPA came late (RFC 2449): a server without it may still know STLS, so STLS is tried. */
static const struct step steps[] = {
    [GREETING] = {STAGE_GREETING, .ok = CAPA, .fail = QUIT},
    [CAPA] = {STAGE_CAPS, "CAPA", "CAPA", true, .ok = STLS, .fail = QUIT, .unknown = STLS},
    [STLS] = {STAGE_STARTTLS, "STLS", "STLS", .needs = "STLS", .ok = CAPA_TLS, .fail = QUIT,
	      .unknown = QUIT, .skip = QUIT},
    [CAPA_TLS] = {STAGE_CAPS_TLS, "CAPA", "CAPA", true, .ok = QUIT, .fail = QUIT, .unknown = QUIT},
    [QUIT] = {STAGE_QUIT, "QUIT", "QUIT", .ok = STEP_END, .fail = STEP_END},
};

static bool is_ok(const char *line)
{
	return reply_after_word(line, "+OK");
}

/* RFC 1939 section 3: a status line; a list ends with a line of one dot. */
static enum reply_state frame(const struct step *s, const struct reply *before, const char *line)
{
	if (before->lines.n)
		return str_eq(line, ".") ? REPLY_COMPLETE : REPLY_MORE;
	if (is_ok(line))
		return s->learns_caps ? REPLY_MORE : REPLY_COMPLETE;
	return reply_after_word(line, "-ERR") ? REPLY_COMPLETE : REPLY_BAD;
}

/* RFC 1939 section 3: after its greeting a server speaks only when asked. */
static enum stray stray(const char *line)
{
	(void)line;
	return STRAY_ODD;
}

/* The "<process.clock@host>" of a banner that offers APOP (RFC 1939 section 7), or NULL. */
static const char *timestamp(const char *banner)
{
	const char *open = strchr(banner, '<');
	const char *close = open ? strchr(open, '>') : NULL;
	const char *at = open ? strchr(open, '@') : NULL;

	return at && close && at < close && !memchr(open, ' ', (size_t)(close - open)) ? open
										       : NULL;
}

static char *server_name(const char *banner)
{
	char *name = reply_host_name(banner);
	const char *stamp = timestamp(banner);

	if (name || !stamp)
		return name;
	const char *host = strchr(stamp, '@') + 1;
	char *word = mem_strndup(host, strcspn(host, ">"));

	name = reply_host_name(word);
	free(word);
	return name;
}

static void read_caps(struct reply *r, const char *banner)
{
	r->has_caps = true;
	for (size_t i = 1; i + 1 < r->lines.n; i++) {
		const char *line = r->lines.v[i];
		char *cap = mem_strdup(*line == '.' ? line + 1 : line);

		if (*str_trim(cap))
			strs_add(&r->caps, str_trim(cap));
		free(cap);
	}
	if (timestamp(banner))
		strs_add(&r->caps, "APOP");
}

static void read_reply(const struct step *s, struct reply *r, const char *banner)
{
	const char *status = r->lines.v[0];
	bool good = is_ok(status);
	const char *text = reply_after_word(status, good ? "+OK" : "-ERR");

	/* -ERR does not distinguish unknown from refused commands; if the table has a step for
	 * unknown ones, it counts as unknown. */
	r->outcome = good ? OUTCOME_OK : OUTCOME_NOTOFFERED;
	r->text = mem_strdup(status);
	r->enhanced = reply_code_text(text, '[');
	if (!s->verb)
		r->name = server_name(text);
	if (good && s->learns_caps)
		read_caps(r, banner);
}

const struct proto proto_pop3 = {
    .name = "pop3",
    .steps = steps,
    .frame = frame,
    .read = read_reply,
    .stray = stray,
    .doubts = true,
};
