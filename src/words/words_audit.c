/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_audit.h"

#include "base/buf.h"
#include "base/esc.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "words/fill.h"
#include "words/words.h"
#include "words/words_sources.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *fault, *remedy;
} sentences[AUDIT_COUNT_] = {
    [AUDIT_NO_NAME] = {N_("{question} names {subject}, but no such server exists."),
		       N_("Correct the name there, or give it an address (A or AAAA record).")},
    [AUDIT_DEAD] = {N_("{question} names {subject}, which can't be reached ({outcome})."),
		    N_("Delete that entry, or let the server answer on that port.")},
    [AUDIT_MODE] =
	{N_("{question} publishes {subject} with the wrong security: the server uses {mode}."),
	 N_("Publish it as {mode}, or move it to the usual port for the published security.")},
    [AUDIT_CERTIFICATE] =
	{N_("{question} names {subject}, whose certificate isn't trusted."),
	 N_("Give the server a certificate for that name from a known issuer, or publish the name "
	    "in its certificate.")},
    [AUDIT_UNSAFE] = {N_("{question} names {subject}, which offers no safe login."),
		      N_("Let the server offer encryption there, or delete that entry.")},
    [AUDIT_PLAIN] = {N_("{question} publishes {subject} without encryption."),
		     N_("Write STARTTLS as its socketType, or SSL with the port for that.")},
    [AUDIT_METHOD] =
	{N_("{question} publishes the login method {detail} for {subject}, which doesn't offer it."),
	 N_("Delete that method there, or let the server offer it.")},
    [AUDIT_ALIAS] = {N_("{question} leads to {subject}, which is an alias of {detail}."),
		     N_("Name {detail} in the SRV record: its target must not be an alias (RFC "
			"2782).")},
    [AUDIT_CONTRADICTS] = {N_("{question} names {subject}, but {other} names {detail}."),
			   N_("Let all sources name the same servers.")},
    [AUDIT_BROKEN] = {N_("{question} can't be used: {detail}"),
		      N_("Correct the document or its web server; mail programs ignore it now.")},
    [AUDIT_REMARK] = {N_("A part of {question} can't be used: {detail}"), N_("Correct that line.")},
    [AUDIT_HTTP_ONLY] =
	{N_("The autoconfig document of {domain} is only published without encryption."),
	 N_("Serve https://autoconfig.{domain}/mail/config-v1.1.xml with a "
	    "certificate for that name.")},
    [AUDIT_MEDIA_TYPE] = {N_("{question} is served as {detail}."),
			  N_("Serve it with the Content-Type text/xml or application/xml.")},
    [AUDIT_ELSEWHERE] =
	{N_("{question} redirects off the domain, to {detail}."),
	 N_("Serve the document at the domain itself, or make sure that you trust the other one.")},
    [AUDIT_NO_SRV] =
	{N_("{domain} has no SRV records for mail programs."),
	 N_("Publish SRV records (RFC 6186, RFC 8314): those for what works are below.")},
    [AUDIT_NO_DOCUMENT] =
	{N_("{domain} has no autoconfig document."),
	 N_("Serve one as https://autoconfig.{domain}/mail/config-v1.1.xml: the one for "
	    "what works is below.")},
};

/* Of SRV records for reading or for sending alone. */
#define SOME_MISSING                                                                               \
	N_("{domain} has SRV records for mail programs, but none such as {detail}._tcp.{domain}.")

#define OTHER_NAME N_("{question} names {subject}, whose certificate isn't for that name.")

/* Of a server in a provider's own list. */
#define ASK_PROVIDER N_("Ask the provider: \"Should your customers still use {subject}?\"")

struct about {
	const struct audit_fault *fault;
	const char *domain;
};

static char *escaped(const char *text)
{
	return text ? esc_text(text, strlen(text), false) : NULL;
}

/* Where it is published; owner: the provider whose list it is, or NULL. */
static char *place(const char *question, const char *owner)
{
	if (!owner)
		return escaped(question);
	char *name = escaped(owner);
	/* TRANSLATORS: %s is a mail provider's name; often the beginning of a sentence. */
	char *text = mem_printf(_("the provider %s"), name);

	free(name);
	return text;
}

static char *value(const char *name, const void *user)
{
	const struct about *about = user;
	const struct audit_fault *f = about->fault;

	if (str_eq(name, "question"))
		return place(f->question, f->owner);
	if (str_eq(name, "other"))
		return place(f->other, f->other_owner);
	if (str_eq(name, "subject"))
		return escaped(f->subject);
	if (str_eq(name, "detail"))
		return escaped(f->detail ? _(f->detail) : _("reason unknown"));
	if (str_eq(name, "domain"))
		return escaped(about->domain);
	if (str_eq(name, "mode"))
		return mem_strdup(words_security(security_from_name(f->detail ? f->detail : "")));
	if (str_eq(name, "outcome"))
		return mem_strdup(words_outcome(outcome_from_name(f->detail ? f->detail : "")));
	return NULL;
}

static const char *sentence_of(const struct audit_fault *fault)
{
	if (fault->kind == AUDIT_NO_SRV && fault->detail)
		return SOME_MISSING;
	if (fault->kind == AUDIT_CERTIFICATE && str_eq(fault->detail, "name"))
		return OTHER_NAME;
	return sentences[fault->kind].fault;
}

char *words_audit_fault(const struct audit_fault *fault, const char *domain)
{
	char *text = fill_text(_(sentence_of(fault)), value, &(struct about){fault, domain});

	/* "your own provider file" begins the sentence, and is no address. */
	if ((fault->source == SOURCE_PROVIDER || fault->owner) && *text >= 'a' && *text <= 'z')
		*text = (char)(*text - 'a' + 'A');
	return text;
}

char *words_audit_remedy(const struct audit_fault *fault, const char *domain)
{
	bool theirs = fault->owner && fault->kind != AUDIT_CONTRADICTS;

	return fill_text(theirs ? _(ASK_PROVIDER) : _(sentences[fault->kind].remedy), value,
			 &(struct about){fault, domain});
}

/* ---- what to publish ---- */

/* RFC 6186 section 3.1, RFC 8314 section 5.1; in the order of preference. */
static const struct {
	enum service service;
	const char *label;
} srv[] = {
    {SERVICE_IMAPS, "_imaps"},
    {SERVICE_IMAP, "_imap"},
    {SERVICE_POP3S, "_pop3s"},
    {SERVICE_POP3, "_pop3"},
    {SERVICE_SUBMISSIONS, "_submissions"},
    {SERVICE_SUBMISSION, "_submission"},
};

static const struct setting *setting_of(const struct record *record, enum service service)
{
	for (size_t i = 0; i < record->summary.setting_n; i++)
		if (record->summary.settings[i].service == service)
			return &record->summary.settings[i];
	return NULL;
}

/* Not unless it was tried: a record may also say that there is none. */
static void publish_filter(const struct record *record, struct strs *ret)
{
	bool works;
	const struct endpoint *e = audit_filter(&record->facts, &works);

	if (e && works)
		strs_append(ret, mem_printf("_sieve._tcp.%s. 3600 IN SRV 0 1 %d %s.",
					    record->target->domain, e->port, e->host));
	else if (e)
		strs_append(
		    ret, mem_printf("_sieve._tcp.%s. 3600 IN SRV 0 0 0 .", record->target->domain));
}

void words_publish_srv(const struct record *record, struct strs *ret)
{
	for (size_t i = 0; i < sizeof srv / sizeof *srv && record->summary.setting_n; i++) {
		const struct setting *s = setting_of(record, srv[i].service);

		strs_append(ret, s ? mem_printf("%s._tcp.%s. 3600 IN SRV 0 1 %d %s.", srv[i].label,
						record->target->domain, s->port, s->host)
				   : mem_printf("%s._tcp.%s. 3600 IN SRV 0 0 0 .", srv[i].label,
						record->target->domain));
	}
	if (record->summary.setting_n)
		publish_filter(record, ret);
}

static const char *method_of(const struct setting *s)
{
	if (str_eq(s->auth, "oauth2"))
		return "OAuth2";
	return str_eq(s->auth, "password-encrypted") ? "password-encrypted" : "password-cleartext";
}

static void put_server(struct buf *out, const struct setting *s)
{
	static const char *const types[] = {
	    [PROTOCOL_SMTP] = "smtp", [PROTOCOL_IMAP] = "imap", [PROTOCOL_POP3] = "pop3"};
	const char *element = s->protocol == PROTOCOL_SMTP ? "outgoingServer" : "incomingServer";

	buf_printf(out,
		   "    <%s type=\"%s\">\n      <hostname>%s</hostname>\n      <port>%d</port>\n"
		   "      <socketType>%s</socketType>\n      <authentication>%s</authentication>\n"
		   "      <username>%s</username>\n    </%s>\n",
		   element, types[s->protocol], s->host, s->port,
		   s->security == SECURITY_TLS ? "SSL" : "STARTTLS", method_of(s),
		   s->user && !strpbrk(s->user, "<>&") ? s->user : "%EMAILADDRESS%", element);
}

char *words_publish_autoconfig(const struct record *record)
{
	const char *domain = record->target->domain;
	struct buf out;

	if (!record->summary.setting_n)
		return NULL;
	buf_init(&out, 0);
	buf_printf(&out,
		   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<clientConfig version=\"1.1\">\n"
		   "  <emailProvider id=\"%s\">\n    <domain>%s</domain>\n"
		   "    <displayName>%s</displayName>\n",
		   domain, domain, domain);
	for (size_t i = 0; i < record->summary.setting_n; i++)
		put_server(&out, &record->summary.settings[i]);
	buf_puts(&out, "  </emailProvider>\n</clientConfig>\n");
	return buf_take(&out);
}

static void put_protocol(struct buf *out, const struct setting *s)
{
	static const char *const types[] = {
	    [PROTOCOL_SMTP] = "SMTP", [PROTOCOL_IMAP] = "IMAP", [PROTOCOL_POP3] = "POP3"};

	buf_printf(out,
		   "      <Protocol>\n        <Type>%s</Type>\n        <Server>%s</Server>\n"
		   "        <Port>%d</Port>\n        <SPA>off</SPA>\n"
		   "        <Encryption>%s</Encryption>\n        <AuthRequired>on</AuthRequired>\n"
		   "      </Protocol>\n",
		   types[s->protocol], s->host, s->port,
		   s->security == SECURITY_TLS ? "SSL" : "TLS");
}

char *words_publish_autodiscover(const struct record *record)
{
	struct buf out;

	if (!record->summary.setting_n)
		return NULL;
	buf_init(&out, 0);
	buf_puts(
	    &out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Autodiscover "
	    "xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006\">\n"
	    "  <Response xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/"
	    "responseschema/2006a\">\n    <Account>\n      <AccountType>email</AccountType>\n"
	    "      <Action>settings</Action>\n");
	for (size_t i = 0; i < record->summary.setting_n; i++)
		if (record->summary.settings[i].best)
			put_protocol(&out, &record->summary.settings[i]);
	buf_puts(&out, "    </Account>\n  </Response>\n</Autodiscover>\n");
	return buf_take(&out);
}
