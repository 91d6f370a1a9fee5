/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/authorities.h"

#include "base/i18n.h"
#include "base/str.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* As O= is written in a distinguished name, commas escaped. */
static const char *const names[] = {
    "Actalis S.p.A.",
    "Amazon",
    "Certainly",
    "cPanel\\, Inc.",
    "cPanel\\, LLC",
    "Corporation Service Company",
    "DigiCert Inc",
    "DigiCert\\, Inc.",
    "Entrust\\, Inc.",
    "Gandi SAS",
    "GEANT Vereniging",
    "GlobalSign nv-sa",
    "GoDaddy.com\\, Inc.",
    "Google Trust Services",
    "Google Trust Services LLC",
    "Hellenic Academic and Research Institutions CA",
    "Internet Security Research Group",
    "ISRG", /* of Let's Encrypt's generation Y since 2026: Root YR, Root YE */
    "Let's Encrypt",
    "Network Solutions L.L.C.",
    "Sectigo Limited",
    "SSL Corporation",
    "SSL Corp",
    "Starfield Technologies\\, Inc.",
    "SwissSign AG",
    "TrustAsia Technologies\\, Inc.",
    "ZeroSSL",
};

/* As CN= is written, of those above and their relatives; Debian's ca-certificates 20230311 has them
 * all. */
static const char *const roots[] = {
    "AAA Certificate Services",
    "Actalis Authentication Root CA",
    "Amazon Root CA 1",
    "Amazon Root CA 2",
    "Amazon Root CA 3",
    "Amazon Root CA 4",
    "Baltimore CyberTrust Root",
    "Certainly Root E1",
    "Certainly Root R1",
    "COMODO ECC Certification Authority",
    "COMODO RSA Certification Authority",
    "DigiCert Assured ID Root CA",
    "DigiCert Assured ID Root G2",
    "DigiCert Global Root CA",
    "DigiCert Global Root G2",
    "DigiCert Global Root G3",
    "DigiCert High Assurance EV Root CA",
    "DigiCert TLS ECC P384 Root G5",
    "DigiCert TLS RSA4096 Root G5",
    "Entrust Root Certification Authority - EC1",
    "Entrust Root Certification Authority - G2",
    "GlobalSign",
    "GlobalSign Root CA",
    "GlobalSign Root E46",
    "GlobalSign Root R46",
    "Go Daddy Root Certificate Authority - G2",
    "GTS Root R1",
    "GTS Root R2",
    "GTS Root R3",
    "GTS Root R4",
    "HARICA TLS ECC Root CA 2021",
    "HARICA TLS RSA Root CA 2021",
    "ISRG Root X1",
    "ISRG Root X2",
    "Sectigo Public Server Authentication Root E46",
    "Sectigo Public Server Authentication Root R46",
    "SSL.com Root Certification Authority ECC",
    "SSL.com Root Certification Authority RSA",
    "Starfield Root Certificate Authority - G2",
    "Starfield Services Root Certificate Authority - G2",
    "SwissSign Gold CA - G2",
    "T-TeleSec GlobalRoot Class 2",
    "T-TeleSec GlobalRoot Class 3",
    "USERTrust ECC Certification Authority",
    "USERTrust RSA Certification Authority",
};

/* Whether dn has that attribute with exactly that value. */
static bool has_value(const char *dn, const char *attribute, const char *value)
{
	size_t len = strlen(value), name = strlen(attribute);

	for (const char *at = dn; (at = str_icontains(at, attribute)); at++)
		if ((at == dn || at[-1] == ',') && str_istarts(at + name, value) &&
		    (!at[name + len] || at[name + len] == ','))
			return true;
	return false;
}

bool authority_is_root(const char *issuer_dn)
{
	for (size_t i = 0; issuer_dn && i < COUNT(roots); i++)
		if (has_value(issuer_dn, "CN=", roots[i]))
			return true;
	return false;
}

const char *authority_find(const char *issuer_dn)
{
	for (size_t i = 0; issuer_dn && i < COUNT(names); i++)
		if (has_value(issuer_dn, "O=", names[i]))
			return names[i];
	return NULL;
}

/* letsencrypt.org/docs/staging-environment; developers.cloudflare.com/ssl/origin-configuration/origin-ca; Traefik's and
 * ingress-nginx's documentation of their default certificates; Exim's tls_install_selfsign(), Debian's dovecot-core of
 * 2018, Courier's imapd.cnf, mailcow's generate_config.sh; 2026-11-28. */
static const struct stock_issuer stock[] = {
    {"(STAGING)",
     N_("It is a test certificate (Let's Encrypt's staging), which no program trusts."),
     N_("Get the certificate once more, without the test option (--staging, --test-cert).")},
    {"CloudFlare Origin",
     N_("Cloudflare issues it for web servers behind its own proxy; no mail program trusts it."),
     N_("Give the mail services a certificate of a public authority, such as Let's Encrypt.")},
    {"TRAEFIK DEFAULT CERT",
     N_("It is the stand-in that Traefik shows while it has no certificate for the name."),
     N_("Let Traefik get a certificate for the name (certResolver), or pass TLS on to the mail "
	"services.")},
    {"Kubernetes Ingress Controller Fake Certificate",
     N_("It is the stand-in that an ingress controller shows without a certificate for the name."),
     N_("Give the ingress a certificate for the name, or let it pass TLS on to the mail services.")},
    {"Caddy Local Authority",
     N_("Caddy made it itself, as it does for names without a public certificate."),
     N_("Let Caddy get a public certificate for the name, and give that to the mail services.")},
    {"Synology Inc. CA", N_("It is the certificate that comes with a Synology device."),
     N_("In the device's control panel (Security, Certificate), get one for the server's name.")},
    {"O=Exim Developers",
     N_("Exim makes it for itself, for a few hours at a time, while none is set up."),
     N_("Give Exim a certificate for the server's name (tls_certificate, tls_privatekey).")},
    {"O=Dovecot mail server", N_("It was made when Dovecot was installed."),
     N_("Give Dovecot a certificate for the server's name (ssl_cert, ssl_key).")},
    {"O=Courier Mail Server", N_("It was made when Courier was installed."),
     N_("Give Courier a certificate for the server's name (TLS_CERTFILE).")},
    {"O=mailcow", N_("mailcow shows it until it has a certificate for the name."),
     N_("See in the log of mailcow's acme container why no certificate came.")},
    {"QNAP Systems", N_("It is the certificate that comes with a QNAP device."),
     N_("In the device's control panel (Security, SSL Certificate), get one for the server's name.")},
};

const struct stock_issuer *stock_issuer_find(const char *issuer_dn)
{
	for (size_t i = 0; issuer_dn && i < COUNT(stock); i++)
		if (str_icontains(issuer_dn, stock[i].match))
			return &stock[i];
	return NULL;
}
