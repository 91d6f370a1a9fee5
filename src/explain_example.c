/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "explain_example.h"

#include "advice/advice.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

#include <string.h>

/* The values of the names in a text that is not about a particular server. */
static const struct {
	const char *name, *text;
} examples[] = {
    {"address", "192.0.2.25"},
    {"addresses", "192.0.2.25"},
    {"afar", N_("Other mail servers answer me there")},
    {"alert", N_("an alert")},
    {"alive", "IPv4"},
    {"alone", "yes"},
    {"another", "mx2.example.net"},
    {"answered", "IPv4"},
    {"answering", "587"},
    {"any", "www.example.com"},
    {"ask", N_("It opens the port on request.")},
    {"around", "172.17.0.1"},
    {"asked", "3"},
    {"authority", "Let's Encrypt"},
    {"bad", "192.0.2.26"},
    {"bare", "yes"},
    {"beside", "587"},
    {"beyond", "3"},
    {"bits", "1024"},
    {"bridge", "Example Mail"},
    {"busy", "yes"},
    {"certified", "smtp.example.org"},
    {"quits", "smtp.example.org"},
    {"via", "192.168.178.1"},
    {"known", "993"},
    {"link", "eth0"},
    {"change", N_("Since 2024-09-16: Passwords are refused.")},
    {"check", N_("the list's web page")},
    {"cipher", N_("a method without forward secrecy")},
    {"closed", "465, 587"},
    {"cloud", "Example Cloud"},
    {"command", "EHLO"},
    {"container", N_("a container")},
    {"days", "7"},
    {"dead", "IPv6"},
    {"denying", "192.168.1.1"},
    {"device", "tun0"},
    {"domain", "example.org"},
    {"doubted", "yes"},
    {"enable", "SMTP"},
    {"enter", "mail.example.org"},
    {"err", "-1"},
    {"failed", "3"},
    {"family", "IPv4"},
    {"found", "www.example.com"},
    {"from", "2030-01-01"},
    {"gate", "login.example.net"},
    {"good", "192.0.2.25"},
    {"keep", "smtp.example.org"},
    {"hanging", "25, 443"},
    {"heard", "3"},
    {"group", "secp521r1"},
    {"guess", "yes"},
    {"hello", "EHLO"},
    {"here", "yes"},
    {"hop", "198.51.100.1"},
    {"host", "smtp.example.org"},
    {"hosts", "smtp.example.org"},
    {"inside", "10.0.0.9"},
    {"instead", N_("the ones that the report lists")},
    {"instead-tls", N_("the ones with SSL/TLS that the report lists")},
    {"issued", "2026-01-01"},
    {"issuer", N_("an unknown issuer")},
    {"key", "RSA"},
    {"knowing", "192.0.2.53"},
    {"lan", "yes"},
    {"late", "yes"},
    {"lift", N_("It opens the port on request.")},
    {"limit", N_("of a line's length")},
    {"line", "mode:"},
    {"list", N_("a block list")},
    {"local", "yes"},
    {"maker", N_("an unknown issuer")},
    {"managed", "corp.example.com"},
    {"mask", "XXXXXXXA"},
    {"meant", "imap.mail.example.org"},
    {"most", "4096"},
    {"my-line", N_("my line")},
    {"name", "mx1.example.net"},
    {"named", "mail.example.net"},
    {"names", "mail.example.net"},
    {"near", "192.0.2.1"},
    {"network", "Example Cloud"},
    {"next", "198.51.100.2"},
    {"nobody", "192.0.2.1"},
    {"number", "2"},
    {"oddport", "587"},
    {"open", "25"},
    {"other", "mx2.example.net"},
    {"typed", "b\xc3\xbc"
	      "cher.example"},
    {"there", "203.0.113.9"},
    {"here", "198.51.100.9"},
    {"otherenter", "smtp.example.net"},
    {"otherhost", "smtp.example.org"},
    {"otherport", "993"},
    {"others", "3"},
    {"outcome", N_("no answer")},
    {"over", ""},
    {"own", "198.51.100.9"},
    {"owner", "Example Telecom"},
    {"policy", N_("It blocks this port by default.")},
    {"port", "587"},
    {"ports", "587"},
    {"preset", "yes"},
    {"product", "Example Antivirus"},
    {"programs", N_("Outlook 2010")},
    {"part", N_("mail")},
    {"provider", "Example Mail"},
    {"proxied", "yes"},
    {"proxy", "Cloudflare"},
    {"protocol", "IMAP"},
    {"published", "_imaps._tcp.example.org"},
    {"purposes", "clientAuth"},
    {"record", "0 ."},
    {"refused", "143, 993"},
    {"cut", "587"},
    {"reason", N_("a signature has expired")},
    {"remedy",
     N_("Get the certificate once more, without the test option (--staging, --test-cert).")},
    {"says", "Communication administratively prohibited"},
    {"seconds", "6"},
    {"server", "192.0.2.53"},
    {"servers", N_("192.0.2.53: no answer")},
    {"service", N_("the mail service")},
    {"services", N_("the mail service")},
    {"silent", "IPv6"},
    {"signature", "RSA-SHA1"},
    {"since", "2026-01-01"},
    {"stage", "TLS"},
    {"speaks", "IMAP"},
    {"starttls", "587"},
    {"stopped", "3"},
    {"suspected", "yes"},
    {"stub", "127.0.0.53"},
    {"subject", "mail.example.org"},
    {"text", "…"},
    {"thunderbird", "100"},
    {"outlook", "60"},
    {"same", "imap.example.org"},
    {"some", "yes"},
    {"today", "2020-01-01"},
    {"told", "203.0.113.9"},
    {"type", "text/html"},
    {"usual", "imap.example.org"},
    {"types", "SRV"},
    {"unusual", "yes"},
    {"until", "2026-12-31"},
    {"unused", "106"},
    {"up", "3"},
    {"validator", "127.0.0.53"},
    {"version", "TLS 1.0"},
    {"versions", "TLS 1.0, TLS 1.1"},
    {"vpn", "tun0"},
    {"well", "143, 993"},
    {"what", N_("Something here")},
    {"where", "mailto:tls-reports@example.org"},
    {"who", N_("Your router or your Internet provider")},
    {"words", "SIZE"},
    {"working", "465"},
    {"zone", "mail.example.org"},
};

/* The rules about port 25 only; all others are explained with the table's example. */
static bool is_about_port_25(const char *id)
{
	return str_istarts(id, "mx.") || str_istarts(id, "dane.") || str_istarts(id, "mta-sts.") ||
	       strstr(id, "port25") || str_eq(id, "starttls.missing.relay") ||
	       str_eq(id, "starttls.cut.relay");
}

char *explain_example(const char *name, const void *advice)
{
	const struct advice *a = advice;

	if (*name == '#')
		return mem_strdup("0");
	if ((str_eq(name, "port") || str_eq(name, "ports")) && is_about_port_25(a->id))
		return mem_strdup("25");
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
		if (str_eq(examples[i].name, name))
			return mem_strdup(*examples[i].text ? _(examples[i].text) : "");
	return NULL;
}
