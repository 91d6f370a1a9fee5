/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/authorities.h"

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
