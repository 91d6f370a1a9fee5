/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The commands that repeat a probe by hand. A host name that is none, as a case file from a stranger
 * could have it, gives no command; a name and an address mean the same in each shell.
 */
#include "config.h"
#include "words/words.h"

#include "base/address.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/services.h"
#include "words/quote.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

/* The name of the protocol for openssl's -starttls and gnutls-cli's --starttls-proto, or NULL. */
static const char *starttls_name(enum protocol p)
{
	static const char *const names[PROTOCOL_COUNT_] = {"smtp", "imap", "pop3", NULL, "sieve"};

	return (unsigned)p < PROTOCOL_COUNT_ ? names[p] : NULL;
}

/* The command that ends the conversation politely, for the comment. */
static const char *goodbye(enum protocol p)
{
	static const char *const words[PROTOCOL_COUNT_] = {"QUIT", "a LOGOUT", "QUIT", NULL,
							   "LOGOUT"};

	return (unsigned)p < PROTOCOL_COUNT_ ? words[p] : NULL;
}

struct hand {
	const struct endpoint *e;
	const struct service_row *row;
	/* what to connect to: the address if known, else the name */
	const char *where;
	const char *ca_file; /* or NULL */
};

static void by_openssl(const struct hand *h, struct strs *ret)
{
	const char *host = h->e->host;
	char *place = address_version(h->where) == 6
			  ? mem_printf("[%s]:%d", h->where, h->e->connect_port)
			  : mem_printf("%s:%d", h->where, h->e->connect_port);
	char *ca = h->ca_file ? quote_word(SHELL_SH, h->ca_file) : NULL;
	struct buf out;

	buf_init(&out, 0);
	buf_printf(&out, "openssl s_client -crlf -connect %s", place);
	if (address_is_numeric(
		h->e->host)) /* RFC 6066 section 3: no numeric address in the server name */
		buf_printf(&out, " -noservername -verify_ip %s", host);
	else
		buf_printf(&out, " -servername %s -verify_hostname %s", host, host);
	if (h->e->security == SECURITY_STARTTLS && starttls_name(h->row->protocol))
		buf_printf(&out, " -starttls %s", starttls_name(h->row->protocol));
	if (ca)
		buf_printf(&out, " -CAfile %s", ca);
	strs_append(ret, buf_take(&out));
	free(place);
	free(ca);
}

static void by_gnutls(const struct hand *h, struct strs *ret)
{
	const char *host = h->e->host;
	char *ca = h->ca_file ? quote_word(SHELL_SH, h->ca_file) : NULL;
	struct buf out;

	buf_init(&out, 0);
	buf_printf(&out, "gnutls-cli --crlf --port %d", h->e->connect_port);
	if (address_is_numeric(h->e->host))
		buf_puts(&out, " --disable-sni");
	else
		buf_printf(&out, " --sni-hostname %s", host);
	buf_printf(&out, " --verify-hostname %s", host);
	if (h->e->security == SECURITY_STARTTLS && starttls_name(h->row->protocol))
		buf_printf(&out, " --starttls-proto %s", starttls_name(h->row->protocol));
	if (ca)
		buf_printf(&out, " --x509cafile %s", ca);
	buf_printf(&out, " %s", h->where);
	strs_append(ret, buf_take(&out));
	free(ca);
}

static void add_tls(const struct hand *h, struct strs *ret)
{
	strs_add(ret,
		 _("# Linux, macOS, BSD: the conversation with encryption, and the certificate."));
	by_openssl(h, ret);
	by_gnutls(h, ret);
	if (goodbye(h->row->protocol))
		/* TRANSLATORS: %s is a command of the mail protocol, "QUIT". */
		strs_append(ret, mem_printf(_("# Type %s to end the conversation."),
					    goodbye(h->row->protocol)));
}

void words_by_hand(const struct record *record, unsigned endpoint, struct strs *ret)
{
	const struct endpoint *e = endpoints_get(&record->plan, endpoint);
	const char *address = facts_address(&record->facts, endpoint);

	if (!e || !address_is_host(e->host))
		return;
	struct hand h = {e, service_row(e->service), e->host, record->target->ca_file};

	if (address_is_numeric(address))
		h.where = address;
	strs_add(ret, _("# Any system: the name's addresses."));
	strs_append(ret, mem_printf("nslookup -type=%s %s", e->family == FAMILY_IPV6 ? "AAAA" : "A",
				    e->host));
	strs_add(ret, _("# Any system: does the port accept a connection? (Windows: switch on the "
			"feature \"Telnet Client\" first.)"));
	strs_append(ret, mem_printf("telnet %s %d", h.where, e->connect_port));
	strs_add(ret, _("# Windows PowerShell: the same; look for \"TcpTestSucceeded : True\"."));
	strs_append(ret, mem_printf("Test-NetConnection -ComputerName %s -Port %d", h.where,
				    e->connect_port));
	if (e->security != SECURITY_NONE)
		add_tls(&h, ret);
}
