/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/provider_file.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "discover/hostname.h"
#include "know/policies.h"
#include "know/services.h"

#include <errno.h>
#include <expat.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OURS(name) PROVIDER_NAMESPACE "|" name

/* The state of reading one file. */
struct reader {
	XML_Parser parser;
	const char *path;
	struct provider *p;
	struct buf text;  /* of the innermost element */
	struct strs told; /* codes explained by a note */
	char *error;
	int depth;
	bool in_provider; /* inside the first emailProvider */
	bool seen_provider;
	bool in_server;
	struct target_server server;   /* being read */
	bool incoming_pop, has_socket; /* of that server */
};

static unsigned long line_of(const struct reader *r)
{
#ifdef HAVE_XML_GETCURRENTLINENUMBER64
	return (unsigned long)XML_GetCurrentLineNumber64(r->parser);
#else
	return (unsigned long)XML_GetCurrentLineNumber(r->parser);
#endif
}

static void fail(struct reader *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void fail(struct reader *r, const char *format, ...)
{
	va_list args;

	if (r->error)
		return;
	va_start(args, format);
	char *what = mem_vprintf(format, args);

	va_end(args);
	r->error = mem_printf("%s:%lu: %s", r->path, line_of(r), what);
	free(what);
	XML_StopParser(r->parser, XML_FALSE);
}

/* ---- texts of the provider ---- */

static void set(char **field, const char *text)
{
	free(*field);
	*field = mem_strdup(text);
}

static void put_domain(struct reader *r, const char *text)
{
	const char *name = str_istarts(text, "*.") ? text + 2 : text;

	if (!hostname_valid(name))
		fail(r, _("\"%s\" is not a domain"), text);
	else
		strs_append(&r->p->domains, str_lower(mem_strdup(text)));
}

static void put_name(struct reader *r, const char *text)
{
	set(&r->p->name, text);
}

static void put_short_name(struct reader *r, const char *text)
{
	set(&r->p->short_name, text);
}

static void put_kind(struct reader *r, const char *text)
{
	set(&r->p->kind, text);
}

static void put_region(struct reader *r, const char *text)
{
	set(&r->p->region, text);
}

static void put_confidence(struct reader *r, const char *text)
{
	if (strlen(text) != 1 || *text < 'A' || *text > 'D')
		fail(r, _("the confidence \"%s\" is none of A, B, C and D"), text);
	else
		set(&r->p->confidence, text);
}

static void put_mx(struct reader *r, const char *text)
{
	strs_append(&r->p->mx, str_lower(mem_strdup(text)));
}

static void put_code(struct reader *r, const char *text)
{
	strs_add(&r->p->codes, text);
}

static void put_note(struct reader *r, const char *text)
{
	strs_add(&r->p->notes, text);
}

static void put_user_form(struct reader *r, const char *text)
{
	set(&r->p->user_form, text);
}

static void put_owner(struct reader *r, const char *text)
{
	set(&r->p->owner, text);
}

/* "HOST:PORT", a standard port. */
static void put_reference(struct reader *r, const char *text)
{
	char *host = NULL, *error = NULL;
	int port = 0;
	bool split = hostname_split(text, &host, &port, &error);
	enum service service = port ? service_for_port(port) : SERVICE_COUNT_;
	struct provider *p = r->p;

	free(error);
	if (!split || service == SERVICE_COUNT_ || p->reference_n == TARGET_REFERENCES_MAX) {
		fail(r, _("the control \"%s\" is no HOST:PORT with a usual port, or one too many"),
		     text);
		free(host);
		return;
	}
	p->references = mem_realloc(p->references, p->reference_n + 1, sizeof *p->references);
	p->references[p->reference_n++] = (struct target_reference){service, host, port};
}

/* ---- texts of a server ---- */

static void put_hostname(struct reader *r, const char *text)
{
	char *example = provider_host(text, "example.org");

	if (!hostname_valid(example))
		fail(r, _("\"%s\" is not a server's name"), text);
	else
		set(&r->server.host, text);
	free(example);
}

static void put_port(struct reader *r, const char *text)
{
	long port;

	if (str_number(text, 1, 65535, &port))
		r->server.port = (int)port;
	else
		fail(r, _("\"%s\" is not a port from 1 to 65535"), text);
}

static void put_socket_type(struct reader *r, const char *text)
{
	static const char *const words[SECURITY_COUNT_] = {
	    [SECURITY_NONE] = "plain", [SECURITY_STARTTLS] = "STARTTLS", [SECURITY_TLS] = "SSL"};

	for (int s = 0; s < SECURITY_COUNT_; s++)
		if (str_ieq(text, words[s])) {
			r->server.security = (enum security)s;
			r->has_socket = true;
			return;
		}
	fail(r, _("the socketType \"%s\" is none of plain, STARTTLS and SSL"), text);
}

static void put_authentication(struct reader *r, const char *text)
{
	static const struct {
		const char *theirs, *ours;
	} words[] = {
	    {"password-cleartext", "password"},
	    {"plain", "password"},
	    {"password-encrypted", "cram"},
	    {"secure", "cram"},
	    {"OAuth2", "oauth2"},
	    {"client-IP-address", "client-ip"},
	    {"none", "none"},
	    {"GSSAPI", "gssapi"},
	    {"NTLM", "ntlm"},
	    {"TLS-client-cert", "client-certificate"},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_ieq(text, words[i].theirs)) {
			strs_add(&r->server.login, words[i].ours);
			return;
		}
	fail(r, _("the authentication \"%s\" is not known"), text);
}

/* ---- which element goes where ---- */

static const struct field {
	const char *element;
	void (*put)(struct reader *r, const char *text);
} provider_fields[] =
    {
	{"domain", put_domain},
	{"displayName", put_name},
	{"displayShortName", put_short_name},
	{OURS("kind"), put_kind},
	{OURS("region"), put_region},
	{OURS("confidence"), put_confidence},
	{OURS("mx"), put_mx},
	{OURS("code"), put_code},
	{OURS("note"), put_note},
	{OURS("userForm"), put_user_form},
	{OURS("owner"), put_owner},
	{OURS("control"), put_reference},
	{NULL, NULL},
},
  server_fields[] = {
      {"hostname", put_hostname},
      {"port", put_port},
      {"socketType", put_socket_type},
      {"authentication", put_authentication},
      {NULL, NULL},
};

static const char *attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (str_eq(attributes[0], name))
			return attributes[1];
	return NULL;
}

static void clear_server(struct target_server *s)
{
	free(s->host);
	strs_clear(&s->login);
	*s = (struct target_server){0};
}

/* Exchange and other protocols that are not ours are skipped. */
static void begin_server(struct reader *r, const char *element, const char **attributes)
{
	const char *type = attribute(attributes, "type");
	bool incoming = str_eq(element, "incomingServer");
	bool pop = incoming && str_ieq(type, "pop3");

	if (incoming ? !pop && !str_ieq(type, "imap") : !str_ieq(type, "smtp"))
		return;
	clear_server(&r->server);
	r->in_server = true;
	r->has_socket = false;
	r->incoming_pop = pop;
	r->server.service = pop ? SERVICE_POP3 : incoming ? SERVICE_IMAP : SERVICE_SUBMISSION;
	r->server.alternative = str_ieq(attribute(attributes, OURS("alternative")), "yes");
	r->server.unconfirmed = str_ieq(attribute(attributes, OURS("unconfirmed")), "yes");
}

/* The service follows from the protocol, the security and, for sending, the port. */
static enum service service_of(const struct target_server *s)
{
	bool tls = s->security == SECURITY_TLS;

	if (s->service == SERVICE_IMAP)
		return tls ? SERVICE_IMAPS : SERVICE_IMAP;
	if (s->service == SERVICE_POP3)
		return tls ? SERVICE_POP3S : SERVICE_POP3;
	if (tls)
		return SERVICE_SUBMISSIONS;
	if (s->port == 25)
		return SERVICE_SMTP;
	return s->port == 2525 ? SERVICE_SUBMISSION_ALT : SERVICE_SUBMISSION;
}

static void end_server(struct reader *r)
{
	struct provider *p = r->p;

	r->in_server = false;
	if (!r->server.host || !r->server.port || !r->has_socket) {
		fail(r, _("a server needs hostname, port and socketType"));
		return;
	}
	if (p->server_n == TARGET_SERVERS_MAX) {
		fail(r, _("there are more than %d servers"), TARGET_SERVERS_MAX);
		return;
	}
	r->server.service = service_of(&r->server);
	p->servers = mem_realloc(p->servers, p->server_n + 1, sizeof *p->servers);
	p->servers[p->server_n++] = r->server;
	r->server = (struct target_server){0};
}

static void XMLCALL on_start(void *data, const char *element, const char **attributes)
{
	struct reader *r = data;

	buf_reset(&r->text);
	if (++r->depth > PROVIDER_DEPTH_MAX) {
		fail(r, _("elements are nested more than %d deep"), PROVIDER_DEPTH_MAX);
	} else if (r->depth == 1) {
		if (!str_eq(element, "clientConfig"))
			fail(r, _("the root element is \"%s\", not clientConfig"), element);
	} else if (r->depth == 2 && str_eq(element, "emailProvider")) {
		if (r->seen_provider)
			fail(r, _("there is a second emailProvider; one file holds one"));
		r->seen_provider = r->in_provider = true;
	} else if (r->depth == 3 && r->in_provider) {
		const char *codes = attribute(attributes, "for");

		if (str_eq(element, OURS("note")) && codes)
			strs_split(&r->told, codes, " ");
		if (str_eq(element, "incomingServer") || str_eq(element, "outgoingServer"))
			begin_server(r, element, attributes);
		const char *url = attribute(attributes, "url");

		if (str_eq(element, "documentation") && url && !r->p->help_url)
			r->p->help_url = mem_strdup(url);
	}
}

static void put_field(struct reader *r, const struct field *fields, const char *element)
{
	for (; fields->element; fields++)
		if (str_eq(fields->element, element)) {
			char *text = mem_strdup(buf_text(&r->text));
			char *trimmed = str_trim(text);

			if (*trimmed)
				fields->put(r, trimmed);
			free(text);
			return;
		}
}

static void XMLCALL on_end(void *data, const char *element)
{
	struct reader *r = data;

	if (r->error)
		return;
	if (r->depth == 4 && r->in_server)
		put_field(r, server_fields, element);
	else if (r->depth == 3 && r->in_server)
		end_server(r);
	else if (r->depth == 3 && r->in_provider)
		put_field(r, provider_fields, element);
	else if (r->depth == 2)
		r->in_provider = false;
	r->depth--;
	buf_reset(&r->text);
}

static void XMLCALL on_text(void *data, const char *text, int len)
{
	struct reader *r = data;

	if (!r->error && !buf_append(&r->text, text, (size_t)len))
		fail(r, _("a text is longer than %d bytes"), PROVIDER_TEXT_MAX);
}

static void XMLCALL on_doctype(void *data, const char *name, const char *system, const char *public,
			       int has_subset)
{
	(void)name, (void)system, (void)public, (void)has_subset;
	fail(data, _("a document type (DOCTYPE) is not allowed here"));
}

/* ---- the file ---- */

/* All bytes of a regular file, or NULL with *ret_error. */
static char *read_bytes(const char *path, size_t *ret_len, char **ret_error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	char *bytes = NULL;
	size_t len = 0;
	ssize_t got = -1;

	if (fd >= 0 && !fstat(fd, &st) && !S_ISREG(st.st_mode)) {
		*ret_error = mem_printf("%s:1: %s", path, _("this is not a regular file"));
		close(fd);
		return NULL;
	}
	if (fd >= 0) {
		bytes = mem_calloc(PROVIDER_FILE_MAX + 1, 1);
		while ((got = read(fd, bytes + len, PROVIDER_FILE_MAX + 1 - len)) > 0)
			len += (size_t)got;
	}
	if (got < 0)
		*ret_error = mem_printf("%s:1: %s", path, strerror(errno));
	else if (len > PROVIDER_FILE_MAX)
		*ret_error = mem_printf("%s:1: %s", path, _("the file is larger than 256 KiB"));
	if (fd >= 0)
		close(fd);
	if (*ret_error) {
		free(bytes);
		return NULL;
	}
	*ret_len = len;
	return bytes;
}

static void parse(struct reader *r, const char *bytes, size_t len)
{
	XML_SetUserData(r->parser, r);
	XML_SetElementHandler(r->parser, on_start, on_end);
	XML_SetCharacterDataHandler(r->parser, on_text);
	XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
	if (XML_Parse(r->parser, bytes, (int)len, XML_TRUE) == XML_STATUS_ERROR)
		fail(r, "%s", XML_ErrorString(XML_GetErrorCode(r->parser)));
	else if (!r->seen_provider)
		fail(r, _("there is no emailProvider"));
}

/* Rows without confirmation (HACKING.md) make each server unconfirmed; a code without a note gets
 * the general sentence. */
static void finish(struct provider *p, const struct strs *told)
{
	bool doubtful = p->confidence && *p->confidence >= 'C';

	if (!p->name)
		p->name = mem_strdup(p->id);
	for (size_t i = 0; i < p->server_n; i++)
		p->servers[i].unconfirmed |= doubtful;
	for (size_t i = 0; i < p->codes.n; i++) {
		const struct policy *policy = policy_find(p->codes.v[i]);

		if (policy && !strs_has(told, p->codes.v[i]))
			strs_add(&p->notes, _(policy->sentence));
	}
}

bool provider_read(struct provider *ret, const char *path, const char *id, char **ret_error)
{
	struct reader r = {.path = path, .p = ret};
	size_t len;

	*ret_error = NULL;
	*ret = (struct provider){.id = mem_strdup(id), .file = mem_strdup(path)};
	char *bytes = read_bytes(path, &len, ret_error);

	if (bytes) {
		buf_init(&r.text, PROVIDER_TEXT_MAX);
		r.parser = XML_ParserCreateNS(NULL, '|');
		if (r.parser)
			parse(&r, bytes, len);
		else
			r.error = mem_printf("%s:1: %s", path, strerror(ENOMEM));
		XML_ParserFree(r.parser);
		buf_clear(&r.text);
		clear_server(&r.server);
		free(bytes);
		*ret_error = r.error;
	}
	if (*ret_error)
		provider_clear(ret);
	else
		finish(ret, &r.told);
	strs_clear(&r.told);
	return !*ret_error;
}

void provider_clear(struct provider *p)
{
	char *texts[] = {p->id,	    p->file,	   p->name,	 p->short_name, p->kind,
			 p->region, p->confidence, p->user_form, p->help_url,	p->owner};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		free(texts[i]);
	for (size_t i = 0; i < p->server_n; i++)
		clear_server(&p->servers[i]);
	free(p->servers);
	for (size_t i = 0; i < p->reference_n; i++)
		free(p->references[i].host);
	free(p->references);
	strs_clear(&p->domains);
	strs_clear(&p->mx);
	strs_clear(&p->codes);
	strs_clear(&p->notes);
	*p = (struct provider){0};
}

char *provider_host(const char *host, const char *domain)
{
	static const char mark[] = "%EMAILDOMAIN%";
	const char *at = strstr(host, mark);

	if (!at)
		return mem_strdup(host);
	if (!domain)
		return NULL;
	return mem_printf("%.*s%s%s", (int)(at - host), host, domain, at + strlen(mark));
}
