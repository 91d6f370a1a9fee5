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

const char *authority_find(const char *issuer_dn)
{
	for (const char *at = issuer_dn; (at = str_icontains(at, "O=")); at++) {
		if (at != issuer_dn && at[-1] != ',')
			continue;
		for (size_t i = 0; i < COUNT(names); i++) {
			size_t len = strlen(names[i]);

			if (str_istarts(at + 2, names[i]) && (!at[2 + len] || at[2 + len] == ','))
				return names[i];
		}
	}
	return NULL;
}
