/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "discover/autodiscover.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "discover/hostname.h"
#include "model/listing.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#define DEPTH_MAX 16
#define TEXT_MAX 1000
#define ANSWER_SCHEMA                                                                              \
	"http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"

char *autodiscover_question(const char *email)
{
	struct buf out;

	buf_init(&out, 0);
	buf_puts(&out, "<?xml version=\"1.0\" encoding=\"utf-8\"?><Autodiscover xmlns=\"http://"
		       "schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006\">"
		       "<Request><EMailAddress>");
	for (const char *c = email; *c; c++)
		if (strchr("<>&\"'", *c))
			buf_printf(&out, "&#%d;", *c);
		else
			buf_putc(&out, *c);
	buf_puts(&out, "</EMailAddress><AcceptableResponseSchema>" ANSWER_SCHEMA
		       "</AcceptableResponseSchema></Request></Autodiscover>");
	return buf_take(&out);
}

/* One <Protocol>, as far as it has been read. */
struct spoken {
	char *type, *server, *port, *ssl, *encryption, *login;
};

struct reader {
	XML_Parser parser;
	struct strs *list;
	struct buf text;
	struct spoken now;
	int depth;
	bool in_protocol, is_answer;
	const char *refusal;
};

static char **field_of(struct spoken *p, const char *element)
{
	const struct {
		const char *element;
		char **field;
	} fields[] = {{"Type", &p->type}, {"Server", &p->server},	  {"Port", &p->port},
		      {"SSL", &p->ssl},	  {"Encryption", &p->encryption}, {"LoginName", &p->login}};

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (str_ieq(fields[i].element, element))
			return fields[i].field;
	return NULL;
}

static void clear_protocol(struct spoken *p)
{
	char *texts[] = {p->type, p->server, p->port, p->ssl, p->encryption, p->login};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		free(texts[i]);
	*p = (struct spoken){0};
}

/* MS-OXDSCLI: Encryption (SSL, TLS, None, Auto) replaces SSL (on, off), which is on by default;
 * what is called TLS there is STARTTLS. */
static enum security security_of(const struct spoken *p, long port)
{
	bool implicit = port == 465 || port == 993 || port == 995;

	if (str_ieq(p->encryption, "SSL"))
		return SECURITY_TLS;
	if (str_ieq(p->encryption, "TLS"))
		return implicit ? SECURITY_TLS : SECURITY_STARTTLS;
	if (str_ieq(p->encryption, "None") || (!p->encryption && str_ieq(p->ssl, "off")))
		return SECURITY_NONE;
	return implicit ? SECURITY_TLS : SECURITY_STARTTLS;
}

static enum service service_of(const char *type, enum security security)
{
	bool tls = security == SECURITY_TLS;

	if (str_ieq(type, "IMAP"))
		return tls ? SERVICE_IMAPS : SERVICE_IMAP;
	if (str_ieq(type, "POP3"))
		return tls ? SERVICE_POP3S : SERVICE_POP3;
	if (str_ieq(type, "SMTP"))
		return tls ? SERVICE_SUBMISSIONS : SERVICE_SUBMISSION;
	return SERVICE_COUNT_;
}

/* The host of "https://host/path", if it can be a server's; the caller frees. */
static char *web_host(const char *address)
{
	const char *at = address ? strstr(address, "://") : NULL;
	char *error = NULL;

	if (!at)
		return NULL;
	at += strlen("://");
	char *host = mem_strndup(at, strcspn(at, ":/?#")), *name = hostname_parse(host, &error);

	free(error);
	free(host);
	return name;
}

static void end_protocol(struct reader *r)
{
	const struct spoken *p = &r->now;
	long port = 0;
	char *error = NULL, *host = p->server ? hostname_parse(p->server, &error) : NULL;

	free(error);
	if (host && str_number(p->port ? p->port : "", 1, 65535, &port)) {
		struct target_server s = {.security = security_of(p, port),
					  .host = host,
					  .port = (int)port,
					  .user = p->login};

		s.service = service_of(p->type, s.security);
		if (s.service != SERVICE_COUNT_)
			strs_append(r->list, listing_server(&s));
	}
	if (host &&
	    (str_ieq(p->type, "EXCH") || str_ieq(p->type, "EXPR") || str_ieq(p->type, "WEB")))
		listing_add(r->list, "exchange", host);
	free(host);
	clear_protocol(&r->now);
}

static const char *bare(const char *element)
{
	const char *bar = strrchr(element, '|');

	return bar ? bar + 1 : element;
}

static void XMLCALL on_start(void *data, const char *name, const char **attributes)
{
	struct reader *r = data;
	const char *element = bare(name);

	(void)attributes;
	buf_reset(&r->text);
	if (++r->depth > DEPTH_MAX) {
		r->refusal = N_("The document is nested too deeply.");
		XML_StopParser(r->parser, XML_FALSE);
	} else if (r->depth == 1) {
		r->is_answer = str_ieq(element, "Autodiscover");
	} else if (str_ieq(element, "Protocol")) {
		clear_protocol(&r->now);
		r->in_protocol = true;
	}
}

static void XMLCALL on_end(void *data, const char *name)
{
	struct reader *r = data;
	const char *element = bare(name);
	char **field = r->in_protocol ? field_of(&r->now, element) : NULL;
	char *text = mem_strdup(buf_text(&r->text)), *trimmed = str_trim(text);

	if (field && *trimmed) {
		free(*field);
		*field = mem_strdup(trimmed);
	}
	if (str_ieq(element, "RedirectUrl"))
		listing_add(r->list, "redirect", trimmed);
	if (str_ieq(element, "RedirectAddr"))
		listing_add(r->list, "address", trimmed);
	if (r->in_protocol && str_ieq(element, "Protocol")) {
		end_protocol(r);
		r->in_protocol = false;
	}
	free(text);
	buf_reset(&r->text);
	r->depth--;
}

static void XMLCALL on_text(void *data, const char *text, int len)
{
	struct reader *r = data;

	(void)buf_append(&r->text, text, (size_t)len);
}

static void XMLCALL on_doctype(void *data, const char *name, const char *system, const char *public,
			       int has_subset)
{
	struct reader *r = data;

	(void)name, (void)system, (void)public, (void)has_subset;
	r->refusal = N_("A document type (DOCTYPE) isn't allowed there.");
	XML_StopParser(r->parser, XML_FALSE);
}

bool autodiscover_read(struct strs *list, const char *bytes, size_t len, char **ret_error)
{
	struct strs found = {0};
	struct reader r = {.list = &found, .parser = XML_ParserCreateNS(NULL, '|')};
	bool fine = r.parser && len <= AUTODISCOVER_BYTES_MAX;

	*ret_error = NULL;
	buf_init(&r.text, TEXT_MAX);
	if (fine) {
		XML_SetUserData(r.parser, &r);
		XML_SetElementHandler(r.parser, on_start, on_end);
		XML_SetCharacterDataHandler(r.parser, on_text);
		XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
		fine = XML_Parse(r.parser, bytes, (int)len, XML_TRUE) != XML_STATUS_ERROR;
	}
	if (!fine || !r.is_answer)
		*ret_error =
		    mem_strdup(r.refusal ? _(r.refusal) : _("It isn't an Autodiscover answer."));
	XML_ParserFree(r.parser);
	buf_clear(&r.text);
	clear_protocol(&r.now);
	for (size_t i = 0; i < found.n && !*ret_error; i++)
		strs_add(list, found.v[i]);
	strs_clear(&found);
	return !*ret_error;
}

char *autodiscover_read_json(const char *bytes, size_t len)
{
	json_t *answer = len <= AUTODISCOVER_BYTES_MAX ? json_loadb(bytes, len, 0, NULL) : NULL;
	const char *url = json_string_value(json_object_get(answer, "Url"));
	char *host = web_host(url), *copy = host ? mem_strdup(url) : NULL;

	free(host);
	json_decref(answer);
	return copy;
}
