/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "proto/proto.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum { GREETING, CAPABILITY, STARTTLS, CAPABILITY_TLS, LOGOUT };

/* The first word of each sent line is the tag. */
static const struct step steps[] = {
    [GREETING] = {STAGE_GREETING, .learns_caps = true, .ok = CAPABILITY, .fail = LOGOUT},
    [CAPABILITY] = {STAGE_CAPS, "CAPABILITY", "A1 CAPABILITY", true, .ok = STARTTLS,
		    .fail = LOGOUT},
    [STARTTLS] = {STAGE_STARTTLS, "STARTTLS", "A2 STARTTLS", .needs = "STARTTLS",
		  .ok = CAPABILITY_TLS, .fail = LOGOUT, .skip = LOGOUT},
    [CAPABILITY_TLS] = {STAGE_CAPS_TLS, "CAPABILITY", "A3 CAPABILITY", true, .ok = LOGOUT,
			.fail = LOGOUT},
    [LOGOUT] = {STAGE_QUIT, "LOGOUT", "A4 LOGOUT", .ok = STEP_END, .fail = STEP_END},
};

/* The text after "* ", or NULL. */
static const char *untagged(const char *line)
{
	return reply_after_word(line, "*");
}

/* The text after the tag of s, or NULL. */
static const char *tagged(const struct step *s, const char *line)
{
	char *tag = mem_strndup(s->send, strcspn(s->send, " "));
	const char *rest = reply_after_word(line, tag);

	free(tag);
	return rest;
}

/* The text after the first word if that is one of these (separated by spaces), or NULL. */
static const char *after_status(const char *text, const char *a, const char *b, const char *c)
{
	const char *rest = reply_after_word(text, a);

	if (!rest)
		rest = reply_after_word(text, b);
	return rest ? rest : reply_after_word(text, c);
}

/* What a server knows of mailboxes, which it cannot before a login (RFC 9051 section 7.3 and
 * 7.4). */
static bool is_mailbox_data(const char *rest)
{
	static const char *const words[] = {"LIST", "LSUB", "STATUS", "SEARCH", "FLAGS"};
	static const char *const numbered[] = {"EXISTS", "RECENT", "EXPUNGE", "FETCH"};
	size_t digits = strspn(rest, "0123456789");

	for (size_t i = 0; !digits && i < sizeof words / sizeof *words; i++)
		if (reply_after_word(rest, words[i]))
			return true;
	for (size_t i = 0; digits && rest[digits] == ' ' && i < sizeof numbered / sizeof *numbered;
	     i++)
		if (reply_after_word(rest + digits + 1, numbered[i]))
			return true;
	return false;
}

/* A tagged NO to a command that we did not send, as its tag shows. */
static bool is_no_to_another(const char *line)
{
	size_t tag = strcspn(line, " ");

	return tag && line[tag] && !strchr("*+", *line) &&
	       (reply_after_word(line + tag + 1, "NO") || reply_after_word(line + tag + 1, "BAD"));
}

static enum reply_state frame(const struct step *s, const struct reply *before, const char *line)
{
	const char *rest = untagged(line);

	(void)before;
	if (!s->verb && rest && is_mailbox_data(rest))
		return REPLY_STRAY;
	if (!s->verb)
		return rest && after_status(rest, "OK", "PREAUTH", "BYE") ? REPLY_COMPLETE
									  : REPLY_BAD;
	if (rest) /* BYE is the server's last word, unless it answers LOGOUT */
		return reply_after_word(rest, "BYE") && s->stage != STAGE_QUIT ? REPLY_COMPLETE
									       : REPLY_MORE;
	rest = tagged(s, line);
	if (rest && after_status(rest, "OK", "NO", "BAD"))
		return REPLY_COMPLETE;
	return !rest && is_no_to_another(line) ? REPLY_STRAY : REPLY_BAD;
}

/* RFC 9051 section 7: untagged responses may come at any time, and BYE is the last of them. */
static enum stray stray(const char *line)
{
	const char *rest = untagged(line);

	if (!rest)
		return STRAY_ODD;
	return reply_after_word(rest, "BYE") ? STRAY_GOODBYE : STRAY_LEGAL;
}

/* Data of a mailbox before any login, another server's address, and an unrequested list. */
static bool odd(const struct step *s, const char *line)
{
	const char *rest = untagged(line);

	if (s->stage == STAGE_QUIT)
		return false;
	if (str_icontains(line, "[REFERRAL "))
		return true;
	return rest && (is_mailbox_data(rest) ||
			(reply_after_word(rest, "CAPABILITY") && !str_eq(s->verb, "CAPABILITY")));
}

/* The list of an untagged CAPABILITY response or of a [CAPABILITY …] response code. */
static void read_caps(struct reply *r, const char *line)
{
	const char *list = untagged(line) ? reply_after_word(untagged(line), "CAPABILITY") : NULL;
	const char *code = str_icontains(line, "[CAPABILITY ");

	if (!list && code)
		list = code + strlen("[CAPABILITY ");
	if (!list)
		return;
	char *words = mem_strndup(list, code ? strcspn(list, "]") : strlen(list));

	strs_clear(&r->caps);
	strs_split(&r->caps, words, " ");
	r->has_caps = true;
	free(words);
}

static void read_reply(const struct step *s, struct reply *r, const char *banner)
{
	const char *last = reply_last_line(r);
	const char *status = untagged(last) ? untagged(last) : tagged(s, last);
	const char *text = strchr(status, ' ');

	(void)banner;
	text = text ? text + strspn(text, " ") : "";
	r->logged_in = reply_after_word(status, "PREAUTH");
	r->outcome = r->logged_in || reply_after_word(status, "OK") ? OUTCOME_OK : OUTCOME_DENIED;
	r->text = mem_strdup(status);
	r->enhanced = reply_code_text(text, '[');
	if (r->enhanced && reply_after_word(r->enhanced, "CAPABILITY")) {
		free(r->enhanced);
		r->enhanced = NULL;
	}
	if (!s->verb) {
		const char *human = *text == '[' ? strchr(text, ']') : NULL;

		human = human ? human + 1 : text;
		r->name = reply_host_name(human + strspn(human, " "));
	}
	for (size_t i = 0; i < r->lines.n && s->learns_caps && r->outcome == OUTCOME_OK; i++)
		read_caps(r, r->lines.v[i]);
}

const struct proto proto_imap = {
    .name = "imap",
    .steps = steps,
    .frame = frame,
    .read = read_reply,
    .stray = stray,
    .odd = odd,
    .literals = true,
};
