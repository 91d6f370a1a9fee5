/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/provider_xml.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "discover/expat_place.h"
#include "discover/provider_fields.h"
#include "discover/provider_file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static unsigned long line_of(const struct reader *r)
{
	return expat_line(r->parser);
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
	r->error = mem_printf("%s:%lu: %s", r->place, line_of(r), what);
	free(what);
	XML_StopParser(r->parser, XML_FALSE);
}

void provider_remark(struct reader *r, const char *format, ...)
{
	va_list args;

	if (r->p->remarks.n == PROVIDER_REMARKS_MAX)
		return;
	va_start(args, format);
	char *what = mem_vprintf(format, args);

	va_end(args);
	strs_append(&r->p->remarks, mem_printf("%s:%lu: %s", r->place, line_of(r), what));
	free(what);
}

static const char *attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (str_eq(attributes[0], name))
			return attributes[1];
	return NULL;
}

const char *provider_bare(const char *element)
{
	const char *bar = strrchr(element, '|');

	return bar && !str_istarts(element, PROVIDER_NAMESPACE "|") ? bar + 1 : element;
}

/* ---- servers ---- */

/* Exchange and other protocols that are not ours are skipped. */
static void begin_server(struct reader *r, const char *element, const char **attributes)
{
	const char *type = attribute(attributes, "type");
	bool incoming = str_eq(element, "incomingServer");
	bool pop = incoming && str_ieq(type, "pop3");

	if (incoming ? !pop && !str_ieq(type, "imap") : !str_ieq(type, "smtp"))
		return;
	target_server_clear(&r->server);
	free(r->fault);
	r->fault = NULL;
	r->in_server = true;
	r->server.element = expat_byte(r->parser);
	r->has_socket = r->has_method = false;
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

/* Why the server that has just been read cannot be used, or NULL. */
static const char *server_fault(const struct reader *r)
{
	if (r->fault)
		return r->fault;
	if (!r->server.host || !r->server.port || !r->has_socket)
		return _("a server needs hostname, port and socketType");
	if (r->has_method && !r->server.login.n)
		return _(
		    "its authentication methods are all unknown; add password-cleartext or OAuth2");
	return NULL;
}

static void end_server(struct reader *r)
{
	struct provider *p = r->p;
	const char *fault = server_fault(r);

	r->in_server = false;
	if (!fault && p->server_n == TARGET_SERVERS_MAX) {
		provider_remark(r, _("there are more than %d servers"), TARGET_SERVERS_MAX);
		return;
	}
	if (fault) {
		/* TRANSLATORS: %s says why, without a full stop. */
		provider_remark(r, _("porthorn ignores this server: %s"), fault);
		return;
	}
	r->server.service = service_of(&r->server);
	p->servers = mem_realloc(p->servers, p->server_n + 1, sizeof *p->servers);
	p->servers[p->server_n++] = r->server;
	r->server = (struct target_server){0};
}

/* ---- elements ---- */

static void note_attributes(struct reader *r, const char **attributes)
{
	const char *language = attribute(attributes, "lang");

	if (!language)
		language = attribute(attributes, "http://www.w3.org/XML/1998/namespace|lang");
	free(r->language);
	r->language = mem_strdup(language);
	free(r->purpose);
	r->purpose = mem_strdup(attribute(attributes, "purpose"));
}

static void begin_in_provider(struct reader *r, const char *element, const char **attributes)
{
	const char *codes = attribute(attributes, "for"), *url = attribute(attributes, "url");
	const char *visit = attribute(attributes, "visiturl");
	struct provider *p = r->p;

	if (str_eq(element, OURS("note")) && codes)
		strs_split(&r->told, codes, " ");
	if (str_eq(element, "incomingServer") || str_eq(element, "outgoingServer"))
		begin_server(r, element, attributes);
	if (str_eq(element, "documentation") && provider_is_web_address(url)) {
		free(r->page);
		r->page = mem_strdup(url);
		r->described = false;
	}
	if (str_eq(element, "enable") && provider_is_web_address(visit) && !p->enable_url)
		p->enable_url = mem_strdup(visit);
}

static void XMLCALL on_start(void *data, const char *name, const char **attributes)
{
	struct reader *r = data;
	const char *element = provider_bare(name);

	buf_reset(&r->text);
	r->too_long = false;
	note_attributes(r, attributes);
	if (++r->depth > PROVIDER_DEPTH_MAX) {
		fail(r, _("elements are nested more than %d deep"), PROVIDER_DEPTH_MAX);
	} else if (r->depth == 1) {
		if (!str_eq(element, "clientConfig"))
			fail(r, _("the root element is \"%s\", not clientConfig"), element);
	} else if (r->depth == 2 && str_eq(element, "emailProvider")) {
		if (r->seen_provider)
			provider_remark(
			    r, _("porthorn ignores a second emailProvider; give it a file of "
				 "its own"));
		r->in_provider = !r->seen_provider;
		r->seen_provider = true;
	} else if (r->depth == 3 && r->in_provider) {
		begin_in_provider(r, element, attributes);
	}
}

static void put_field(struct reader *r, const struct provider_field *fields, const char *element)
{
	for (; fields->element; fields++)
		if (str_eq(fields->element, element)) {
			char *text = mem_strdup(buf_text(&r->text));
			char *trimmed = str_trim(text);

			if (r->too_long)
				provider_remark(r, _("a text is longer than %d bytes; shorten it"),
						PROVIDER_TEXT_MAX);
			else if (*trimmed)
				fields->put(r, trimmed);
			free(text);
			return;
		}
}

static void XMLCALL on_end(void *data, const char *name)
{
	struct reader *r = data;
	const char *element = provider_bare(name);

	if (r->error)
		return;
	if (r->depth == 4 && r->in_server)
		put_field(r, provider_server_fields, element);
	else if (r->depth == 4 && r->in_provider)
		put_field(r, provider_enable_fields, element);
	else if (r->depth == 3 && r->in_server)
		end_server(r);
	else if (r->depth == 3 && r->in_provider && str_eq(element, "documentation"))
		provider_end_page(r);
	else if (r->depth == 3 && r->in_provider)
		put_field(r, provider_fields, element);
	else if (r->depth == 2)
		r->in_provider = false;
	r->depth--;
	buf_reset(&r->text);
	r->too_long = false;
}

static void XMLCALL on_text(void *data, const char *text, int len)
{
	struct reader *r = data;

	if (!r->error && !buf_append(&r->text, text, (size_t)len))
		r->too_long = true;
}

static void XMLCALL on_doctype(void *data, const char *name, const char *system, const char *public,
			       int has_subset)
{
	(void)name, (void)system, (void)public, (void)has_subset;
	fail(data, _("a document type (DOCTYPE) isn't allowed here; delete it"));
}

/* ---- the document ---- */

static void parse(struct reader *r, const char *bytes, size_t len)
{
	XML_SetUserData(r->parser, r);
	XML_SetElementHandler(r->parser, on_start, on_end);
	XML_SetCharacterDataHandler(r->parser, on_text);
	XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
	if (XML_Parse(r->parser, bytes, (int)len, XML_TRUE) == XML_STATUS_ERROR)
		fail(r, "%s", XML_ErrorString(XML_GetErrorCode(r->parser)));
	else if (!r->seen_provider)
		fail(r, _("the file has no emailProvider; put one into clientConfig"));
}

bool provider_xml_read(struct provider *p, const char *place, const char *bytes, size_t len,
		       char **ret_error)
{
	struct reader r = {.place = place, .p = p};

	if (len > PROVIDER_FILE_MAX) {
		*ret_error = mem_printf("%s:1: %s", place, _("the file is larger than 256 KiB"));
		return false;
	}
	buf_init(&r.text, PROVIDER_TEXT_MAX);
	r.parser = XML_ParserCreateNS(NULL, '|');
	if (r.parser)
		parse(&r, bytes, len);
	else
		r.error = mem_printf("%s:1: %s", place, strerror(ENOMEM));
	XML_ParserFree(r.parser);
	buf_clear(&r.text);
	target_server_clear(&r.server);
	free(r.fault);
	free(r.language);
	free(r.page);
	free(r.purpose);
	if (!r.error)
		provider_finish(p, &r.told);
	strs_clear(&r.told);
	*ret_error = r.error;
	return !r.error;
}
