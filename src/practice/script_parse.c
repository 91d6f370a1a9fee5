/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "practice/script.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "practice/identity.h"
#include "practice/stock.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct parser {
	struct script *script;
	const char *name;
	unsigned line;
	unsigned depth;
	enum script_scope scope;
	/* the block for the next actions; NULL before the first block of this text */
	struct script_block *block;
	char *error; /* the first one */
};

/* A word at the margin: a setting, or the head of a block. */
struct directive {
	const char *word;
	bool takes; /* there is something after the word */
	bool (*parse)(struct parser *p, const struct directive *d, char *arg);
	size_t at;     /* which member of struct script it sets */
	int value;     /* the scope, the kind of block, or the number that "off" means */
	long min, max; /* of a number */
};

static bool parse_text(struct parser *p, const char *text);

static bool fail(struct parser *p, const char *what, const char *which)
{
	if (!p->error)
		p->error = which ? mem_printf("%s:%u: %s \"%s\"", p->name, p->line, what, which)
				 : mem_printf("%s:%u: %s", p->name, p->line, what);
	return false;
}

/* Splits the first word off *rest and returns it; "" at the end. */
static char *word(char **rest)
{
	char *start = *rest + strspn(*rest, " \t");
	size_t len = strcspn(start, " \t");

	*rest = start + len;
	if (**rest) {
		*(*rest)++ = '\0';
		*rest += strspn(*rest, " \t");
	}
	return start;
}

static bool number(struct parser *p, const char *text, long min, long max, long *ret)
{
	if (str_number(text, min, max, ret))
		return true;
	char *range = mem_printf("a number from %ld to %ld is due here, not", min, max);

	fail(p, range, text);
	free(range);
	return false;
}

/* The index of text among the words of choices; -1 (and an error) if none. */
static int choice(struct parser *p, const char *text, const char *choices)
{
	struct strs words = {0};
	int found = -1;

	strs_split(&words, choices, " ");
	for (size_t i = 0; i < words.n; i++)
		if (str_eq(words.v[i], text))
			found = (int)i;
	strs_clear(&words);
	if (found < 0) {
		char *what = mem_printf("one of \"%s\" is due here, not", choices);

		fail(p, what, text);
		free(what);
	}
	return found;
}

/* ---- settings and heads of blocks ---- */

static bool set_like(struct parser *p, const struct directive *d, char *arg)
{
	(void)d;
	const char *stock = stock_find(arg);

	if (!stock)
		return fail(p, "there is no stock server", arg);
	if (p->depth >= SCRIPT_DEPTH_MAX)
		return fail(p, "too many levels of", "like");
	struct parser inner = {.script = p->script, .name = arg, .depth = p->depth + 1};

	if (!parse_text(&inner, stock)) {
		free(p->error);
		p->error = inner.error;
		return false;
	}
	p->block = NULL;
	return true;
}

static bool set_listen(struct parser *p, const struct directive *d, char *arg)
{
	(void)d;
	int i = choice(p, arg, "open full refused");

	p->script->listen = i < 0 ? SCRIPT_LISTEN_OPEN : (enum script_listen)i;
	return i >= 0;
}

static bool set_tls(struct parser *p, const struct directive *d, char *arg)
{
	(void)d;
	int i = choice(p, arg, "off on");

	p->script->tls = i > 0;
	return i >= 0;
}

static bool set_identity(struct parser *p, const struct directive *d, char *arg)
{
	(void)d;
	if (!identity_exists(arg))
		return fail(p, "there is no identity", arg);
	free(p->script->identity);
	p->script->identity = mem_strdup(arg);
	return true;
}

static bool set_issuer(struct parser *p, const struct directive *d, char *arg)
{
	(void)d;
	char *name = identity_by(arg);

	if (!name)
		return fail(p, "an issuer is O=…,CN=… or one of the two, not", arg);
	free(p->script->identity);
	p->script->identity = name;
	return true;
}

static bool set_dh(struct parser *p, const struct directive *d, char *arg)
{
	(void)d;
	static const int bits[] = {768, 1024, 1536};
	int i = choice(p, arg, "768 1024 1536");

	p->script->dh_bits = i < 0 ? 0 : bits[i];
	return i >= 0;
}

static bool set_hello_newest(struct parser *p, const struct directive *d, char *arg)
{
	(void)d;
	p->script->hello_newest = choice(p, arg, "TLS1.0 TLS1.1 TLS1.2 TLS1.3");
	return p->script->hello_newest >= 0;
}

static bool set_client(struct parser *p, const struct directive *d, char *arg)
{
	(void)d;
	int i = choice(p, arg, "none asked required");

	p->script->client = i < 0 ? SCRIPT_CLIENT_NONE : (enum script_client)i;
	return i >= 0;
}

static bool set_staple(struct parser *p, const struct directive *d, char *arg)
{
	(void)d;
	int i = choice(p, arg, "none good revoked unknown");

	p->script->staple = i < 0 ? SCRIPT_STAPLE_NONE : (enum script_staple)i;
	return i >= 0;
}

static bool set_text(struct parser *p, const struct directive *d, char *arg)
{
	char **member = (void *)((char *)p->script + d->at);

	free(*member);
	*member = mem_strdup(arg);
	return true;
}

static bool set_number(struct parser *p, const struct directive *d, char *arg)
{
	long n = 0;

	if (!number(p, arg, d->min, d->max, &n))
		return false;
	*(int *)(void *)((char *)p->script + d->at) = (int)n;
	return true;
}

static bool set_number_or_off(struct parser *p, const struct directive *d, char *arg)
{
	if (!str_eq(arg, "off"))
		return set_number(p, d, arg);
	*(int *)(void *)((char *)p->script + d->at) = d->value;
	return true;
}

static bool set_scope(struct parser *p, const struct directive *d, char *arg)
{
	(void)arg;
	p->scope = (enum script_scope)d->value;
	return true;
}

static bool open_block(struct parser *p, const struct directive *d, char *arg)
{
	struct script *s = p->script;

	if (s->n >= SCRIPT_BLOCKS_MAX)
		return fail(p, "too many blocks", NULL);
	s->blocks = mem_realloc(s->blocks, s->n + 1, sizeof *s->blocks);
	p->block = &s->blocks[s->n++];
	*p->block = (struct script_block){.scope = p->scope,
					  .when = (enum script_when)d->value,
					  .pattern = d->takes ? mem_strdup(arg) : NULL};
	return true;
}

#define AT(member) offsetof(struct script, member)
#define ALERT(member) .at = AT(member), .value = -1, .max = 255

static const struct directive directives[] = {
    {"like", true, set_like},
    {"listen", true, set_listen},
    {"tls", true, set_tls},
    {"identity", true, set_identity},
    {"issuer", true, set_issuer},
    {"priorities", true, set_text, .at = AT(priorities)},
    {"alert", true, set_number_or_off, ALERT(alert)},
    {"nameless-alert", true, set_number_or_off, ALERT(nameless_alert)},
    {"nameless-identity", true, set_text, .at = AT(nameless_identity)},
    {"named-alert", true, set_number_or_off, ALERT(named_alert)},
    {"dh", true, set_dh},
    {"hello-max", true, set_number_or_off, .at = AT(hello_max), .min = 64, .max = 65535},
    {"hello-newest", true, set_hello_newest},
    {"later-identity", true, set_text, .at = AT(later_identity)},
    {"client-certificate", true, set_client},
    {"staple", true, set_staple},
    {"turn-away", true, set_number, .at = AT(turn_away), .max = SCRIPT_TURN_AWAY_MAX},
    {"plain", false, set_scope, .value = SCRIPT_PLAIN},
    {"under-tls", false, set_scope, .value = SCRIPT_UNDER_TLS},
    {"always", false, set_scope, .value = SCRIPT_ALWAYS},
    {"greet", false, open_block, .value = SCRIPT_GREET},
    {"turned-away", false, open_block, .value = SCRIPT_TURNED_AWAY},
    {"secured", false, open_block, .value = SCRIPT_SECURED},
    {"on", true, open_block, .value = SCRIPT_ON},
    {"on-hello", false, open_block, .value = SCRIPT_ON_HELLO},
    {"else", false, open_block, .value = SCRIPT_ELSE},
};

static bool parse_directive(struct parser *p, char *line)
{
	char *rest = line;
	const char *name = word(&rest);

	for (size_t i = 0; i < sizeof directives / sizeof *directives; i++) {
		const struct directive *d = &directives[i];

		if (!str_eq(name, d->word))
			continue;
		if (d->takes && !*rest)
			return fail(p, "something is due after", name);
		if (!d->takes && *rest)
			return fail(p, "nothing may stand after", name);
		return d->parse(p, d, rest);
	}
	return fail(p, "there is no setting or block", name);
}

/* ---- what a block does ---- */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int hex_digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = c ? strchr(digits, lower(c)) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* One escape, *at after its backslash; moves *at past it. */
static bool unescape(struct parser *p, const char **at, char *ret_byte)
{
	static const char from[] = "rnt0\\", to[] = "\r\n\t\0\\";
	const char *known = **at ? strchr(from, **at) : NULL;

	if (known) {
		*ret_byte = to[known - from];
		*at += 1;
		return true;
	}
	if (**at == 'x' && hex_digit((*at)[1]) >= 0 && hex_digit((*at)[2]) >= 0) {
		*ret_byte = (char)(hex_digit((*at)[1]) * 16 + hex_digit((*at)[2]));
		*at += 3;
		return true;
	}
	return fail(p, "unknown escape: a backslash before", *at);
}

static bool parse_bytes(struct parser *p, const char *text, bool crlf, struct script_action *a)
{
	struct buf b;

	buf_init(&b, 0);
	while (*text) {
		char c = *text++;

		if (c == '\\' && !unescape(p, &text, &c)) {
			buf_clear(&b);
			return false;
		}
		buf_putc(&b, c);
	}
	if (crlf)
		buf_puts(&b, "\r\n");
	a->len = b.len;
	a->bytes = buf_take(&b);
	if (a->len * a->times > SCRIPT_SEND_MAX)
		return fail(p, "too many bytes for one action", NULL);
	return true;
}

enum arg { ARG_NONE, ARG_TEXT, ARG_MS, ARG_MS_TEXT, ARG_NOISE };

static const struct action_word {
	const char *word;
	enum script_verb verb;
	enum arg arg;
	bool crlf;
} action_words[] = {
    {"reply", SCRIPT_SEND, ARG_TEXT, true},	      {"send", SCRIPT_SEND, ARG_TEXT, false},
    {"drip", SCRIPT_DRIP, ARG_MS_TEXT, false},	      {"wait", SCRIPT_WAIT, ARG_MS, false},
    {"start-tls", SCRIPT_START_TLS, ARG_NONE, false}, {"noise", SCRIPT_NOISE, ARG_NOISE, false},
    {"close", SCRIPT_CLOSE, ARG_NONE, false},	      {"cut", SCRIPT_CUT, ARG_NONE, false},
    {"reset", SCRIPT_RESET, ARG_NONE, false},	      {"silence", SCRIPT_SILENCE, ARG_NONE, false},
};

static bool parse_args(struct parser *p, const struct action_word *w, char *rest,
		       struct script_action *a)
{
	long ms = 0;

	a->verb = w->verb;
	if (w->arg == ARG_NONE)
		return !*rest || fail(p, "nothing may stand after", w->word);
	if (w->arg == ARG_NOISE) {
		a->noise = tls_noise_from_name(rest);
		return a->noise < TLS_NOISE_COUNT_ || fail(p, "there is no such noise:", rest);
	}
	if (w->arg != ARG_TEXT && !number(p, word(&rest), 0, SCRIPT_WAIT_MAX_MS, &ms))
		return false;
	a->ms = (int)ms;
	if (w->arg == ARG_MS)
		return !*rest || fail(p, "nothing may stand after the number of", w->word);
	return parse_bytes(p, rest, w->crlf, a);
}

static bool parse_action(struct parser *p, char *line)
{
	struct script_action a = {.times = 1};
	char *rest = line;
	const char *name = word(&rest);
	bool repeated = str_eq(name, "repeat");
	long times = 1;

	if (!p->block)
		return fail(p, "an action needs a block (greet, on, else) above it:", name);
	if (p->block->n >= SCRIPT_ACTIONS_MAX)
		return fail(p, "too many actions in one block", NULL);
	if (repeated) {
		if (!number(p, word(&rest), 1, SCRIPT_REPEAT_MAX, &times))
			return false;
		name = word(&rest);
	}
	a.times = (unsigned)times;
	for (size_t i = 0; i < sizeof action_words / sizeof *action_words; i++) {
		const struct action_word *w = &action_words[i];

		if (!str_eq(name, w->word) ||
		    (repeated && w->verb != SCRIPT_SEND && w->verb != SCRIPT_NOISE))
			continue;
		if (!parse_args(p, w, rest, &a)) {
			free(a.bytes);
			return false;
		}
		struct script_block *b = p->block;

		b->actions = mem_realloc(b->actions, b->n + 1, sizeof *b->actions);
		b->actions[b->n++] = a;
		return true;
	}
	return fail(p, repeated ? "this cannot be repeated:" : "there is no action", name);
}

static bool parse_text(struct parser *p, const char *text)
{
	while (*text && !p->error) {
		size_t len = strcspn(text, "\n");
		char *line = mem_strndup(text, len);
		char *trimmed = str_trim(line);
		bool indented = *text == ' ' || *text == '\t';

		p->line++;
		if (*trimmed && *trimmed != '#') {
			if (indented)
				parse_action(p, trimmed);
			else
				parse_directive(p, trimmed);
		}
		free(line);
		text += len + (text[len] == '\n');
	}
	return !p->error;
}

struct script *script_parse(const char *name, const char *text, char **ret_error)
{
	struct script *s = mem_calloc(1, sizeof *s);
	struct parser p = {.script = s, .name = name};

	s->identity = mem_strdup("good");
	s->alert = s->nameless_alert = s->named_alert = s->hello_newest = -1;
	if (parse_text(&p, text))
		return s;
	*ret_error = p.error;
	script_free(s);
	return NULL;
}
