/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/error_messages.h"

#include "base/buf.h"
#include "base/str.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define PIECE_MIN 4 /* bytes */

#define MESSAGE(program, pattern, at, way, causes, surety)                                         \
	{(program), (pattern), ERROR_AT_##at, ERROR_WAY_##way, (causes), ERROR_##surety},
static const struct error_message messages[] = {
#include "know/error_messages.def"
};

static const struct {
	const char *id, *name;
} programs[] = {
    {"apple-mail", "Apple Mail"},
    {"camera", "A camera"},
    {"curl", "curl"},
    {"dotnet", ".NET"},
    {"em-client", "eM Client"},
    {"evolution", "Evolution"},
    {"gmail-android", "Gmail for Android"},
    {"gnutls", "GnuTLS"},
    {"go", "Go"},
    {"imap", "IMAP"},
    {"ios-mail", "Mail on iPhone and iPad"},
    {"java-mail", "Java (Jakarta Mail)"},
    {"kmail", "KMail"},
    {"msmtp", "msmtp"},
    {"nas:qnap", "QNAP"},
    {"nas:synology", "Synology"},
    {"nas:truenas", "TrueNAS"},
    {"neomutt", "NeoMutt"},
    {"node", "Node.js"},
    {"nodemailer", "Nodemailer"},
    {"openssl", "OpenSSL"},
    {"outlook-classic", "Outlook (classic)"},
    {"outlook-new", "Outlook (new)"},
    {"php", "PHP"},
    {"phpmailer", "PHPMailer"},
    {"pop3", "POP3"},
    {"printer:brother", "Brother"},
    {"printer:canon", "Canon"},
    {"printer:epson", "Epson"},
    {"printer:hp", "HP"},
    {"printer:konica", "Konica Minolta"},
    {"printer:kyocera", "Kyocera"},
    {"printer:ricoh", "Ricoh"},
    {"printer:xerox", "Xerox"},
    {"python", "Python"},
    {"samsung-email", "Samsung Email"},
    {"smtp", "SMTP"},
    {"smtp:gmail", "Gmail (SMTP)"},
    {"smtp:gmail-relay", "Google's relay (SMTP)"},
    {"smtp:gmx-webde", "GMX and WEB.DE (SMTP)"},
    {"smtp:icloud", "iCloud (SMTP)"},
    {"smtp:microsoft", "Microsoft (SMTP)"},
    {"smtp:qq", "QQ (SMTP)"},
    {"smtp:t-online", "T-Online (SMTP)"},
    {"smtp:yahoo", "Yahoo (SMTP)"},
    {"thunderbird", "Thunderbird"},
    {"thunderbird-android", "Thunderbird for Android"},
    {"windows-mail", "Windows Mail"},
};

const char *error_program_name(const char *program)
{
	for (size_t i = 0; i < COUNT(programs); i++)
		if (str_eq(programs[i].id, program))
			return programs[i].name;
	return program;
}

bool error_is_by_server(const struct error_message *m)
{
	return str_istarts(m->program, "smtp") || str_eq(m->program, "imap") ||
	       str_eq(m->program, "pop3");
}

const struct error_message *error_messages_all(size_t *ret_n)
{
	*ret_n = COUNT(messages);
	return messages;
}

/* ---- the text as it is compared ---- */

/* Quotation marks of print, in UTF-8, and what is typed for them. */
static const struct {
	const char *print, *typed;
} quotes[] = {{"\xe2\x80\x98", "'"},  {"\xe2\x80\x99", "'"}, {"\xe2\x80\x9c", "\""},
	      {"\xe2\x80\x9d", "\""}, {"\xc2\xa0", " "},     {"\xe2\x80\xaf", " "}};

static size_t put_typed(struct buf *out, const char *at)
{
	for (size_t i = 0; i < COUNT(quotes); i++)
		if (str_istarts(at, quotes[i].print)) {
			buf_puts(out, quotes[i].typed);
			return strlen(quotes[i].print);
		}
	buf_putc(out, *at);
	return 1;
}

/* One blank for each run of white space and control characters, none at the ends. */
static void normalize(struct buf *out, const char *text)
{
	size_t len = strnlen(text, ERROR_TEXT_MAX);
	bool blank = false;

	buf_init(out, 0);
	for (size_t i = 0; i < len;) {
		if ((unsigned char)text[i] <= ' ' || text[i] == '\x7f') {
			blank = out->len > 0;
			i++;
			continue;
		}
		if (blank)
			buf_putc(out, ' ');
		blank = false;
		i += put_typed(out, text + i);
	}
}

/* ---- a pattern in it ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) ||
	       c == '_';
}

/* Whether a word, or a number with dots, goes on over the edge between a and b. */
static bool is_inside(char a, char b)
{
	return is_word(a) && is_word(b);
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool begins(const char *text, const char *piece, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (lower(text[i]) != lower(piece[i]))
			return false;
	return true;
}

/* The end of piece in text at or after from, at most ERROR_GAP_MAX away; NULL if it is not there. */
static const char *find_piece(const char *from, const char *piece, size_t len)
{
	for (const char *at = from; *at && at - from <= ERROR_GAP_MAX; at++)
		if (begins(at, piece, len))
			return at + len;
	return NULL;
}

/* The end of the pattern that begins at text, or NULL. */
static const char *match_here(const char *pattern, const char *text)
{
	size_t len = strcspn(pattern, "%");

	if (!begins(text, pattern, len))
		return NULL;
	const char *end = text + len;

	for (pattern += len; *pattern == '%' && end; pattern += len) {
		pattern++;
		len = strcspn(pattern, "%");
		end = find_piece(end, pattern, len);
	}
	return end;
}

/* "5.7.1" is not in "5.7.139", nor 110 in "192.0.2.110". */
static bool number_goes_on(const char *text, const char *begin, const char *end)
{
	bool before =
	    begin - text >= 2 && begin[-1] == '.' && is_digit(begin[-2]) && is_digit(*begin);

	return before || (end[0] == '.' && is_digit(end[1]) && is_digit(end[-1]));
}

static bool occurs(const char *pattern, const char *text)
{
	for (const char *at = text; *at; at++) {
		const char *end = match_here(pattern, at);

		if (end && !(at > text && is_inside(at[-1], at[0])) &&
		    !is_inside(end[-1], end[0]) && !number_goes_on(text, at, end))
			return true;
	}
	return false;
}

static bool is_digits(const char *pattern)
{
	return pattern[strspn(pattern, "0123456789")] == '\0';
}

/* An SMTP reply's code begins a line or follows a colon, and a blank or "-" follows it. */
static bool is_reply_code(const char *code, const char *text)
{
	size_t len = strlen(code);

	for (const char *at = strstr(text, code); at; at = strstr(at + 1, code)) {
		bool first = at == text ||
			     (at - text >= 2 && at[-1] == ' ' && strchr(":;(", at[-2])) ||
			     strchr("(\"':", at[-1]);

		if (first && (!at[len] || strchr(" -,)", at[len])))
			return true;
	}
	return false;
}

static bool fits(const struct error_message *m, const char *text)
{
	if (!is_digits(m->pattern))
		return occurs(m->pattern, text);
	return str_eq(m->pattern, text) ||
	       (error_is_by_server(m) && is_reply_code(m->pattern, text)) ||
	       (occurs(error_program_name(m->program), text) && occurs(m->pattern, text));
}

/* ---- the best ones ---- */

static bool is_named(const struct error_message *m, const char *text)
{
	return occurs(error_program_name(m->program), text);
}

/* One whose program is named comes before a longer one. */
static size_t weight(const struct error_message *m, const char *text)
{
	return strlen(m->pattern) + (is_named(m, text) ? 100 : 0);
}

/* Whether one is enough: the other tells nothing more. */
static bool says_the_same(const struct error_message *a, const struct error_message *b)
{
	if (str_ieq(a->pattern, b->pattern) || (a->at == b->at && str_eq(a->causes, b->causes)))
		return true;
	return str_eq(a->program, b->program) &&
	       (str_icontains(a->pattern, b->pattern) || str_icontains(b->pattern, a->pattern));
}

/* A device's few words are in other programs' messages too. */
static bool is_by_device(const struct error_message *m)
{
	return str_istarts(m->program, "printer:") || str_istarts(m->program, "nas:") ||
	       str_eq(m->program, "camera");
}

static void take_out(struct error_hits *hits, size_t at)
{
	hits->n--;
	memmove(&hits->v[at], &hits->v[at + 1], (hits->n - at) * sizeof *hits->v);
}

static void insert(struct error_hits *hits, const struct error_message *m, const char *text)
{
	size_t at = 0;

	for (size_t i = 0; i < hits->n; i++)
		if (says_the_same(hits->v[i], m)) {
			if (weight(hits->v[i], text) >= weight(m, text))
				return;
			take_out(hits, i);
			break;
		}
	while (at < hits->n && weight(hits->v[at], text) >= weight(m, text))
		at++;
	if (at == ERROR_HITS_MAX)
		return;
	if (hits->n < ERROR_HITS_MAX)
		hits->n++;
	memmove(&hits->v[at + 1], &hits->v[at], (hits->n - 1 - at) * sizeof *hits->v);
	hits->v[at] = m;
}

static void find(struct error_hits *ret, const char *text, bool devices)
{
	for (size_t i = 0; i < COUNT(messages); i++)
		if ((devices || !is_by_device(&messages[i]) || is_named(&messages[i], text)) &&
		    fits(&messages[i], text))
			insert(ret, &messages[i], text);
}

/* A piece of a message that tells it from others: "5.7.139". */
static void find_by_piece(struct error_hits *ret, const char *text)
{
	if (strlen(text) < PIECE_MIN || !strpbrk(text, "0123456789") || strchr(text, '%'))
		return;
	for (size_t i = 0; i < COUNT(messages); i++)
		if (occurs(text, messages[i].pattern))
			insert(ret, &messages[i], text);
}

void error_messages_find(struct error_hits *ret, const char *text)
{
	struct buf plain;

	*ret = (struct error_hits){0};
	normalize(&plain, text);
	find(ret, buf_text(&plain), false);
	if (!ret->n)
		find(ret, buf_text(&plain), true);
	if (!ret->n)
		find_by_piece(ret, buf_text(&plain));
	buf_clear(&plain);
}
