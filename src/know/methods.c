/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/methods.h"

#include "base/str.h"

static const struct method methods[] = {
    {"PLAIN", METHOD_PASSWORD}, /* RFC 4616 */
    {"LOGIN", METHOD_PASSWORD},
    {"CRAM-MD5", METHOD_ENCRYPTED},    /* RFC 2195 */
    {"DIGEST-MD5", METHOD_ENCRYPTED},  /* RFC 2831 */
    {"SCRAM-SHA-1", METHOD_ENCRYPTED}, /* RFC 5802 */
    {"SCRAM-SHA-1-PLUS", METHOD_ENCRYPTED},
    {"SCRAM-SHA-224", METHOD_ENCRYPTED},
    {"SCRAM-SHA-256", METHOD_ENCRYPTED}, /* RFC 7677 */
    {"SCRAM-SHA-256-PLUS", METHOD_ENCRYPTED},
    {"SCRAM-SHA-384", METHOD_ENCRYPTED},
    {"SCRAM-SHA-512", METHOD_ENCRYPTED},
    {"SCRAM-SHA-512-PLUS", METHOD_ENCRYPTED},
    {"SCRAM-SHA3-512", METHOD_ENCRYPTED},
    {"SCRAM-SHA3-512-PLUS", METHOD_ENCRYPTED},
    {"SRP", METHOD_ENCRYPTED},
    {"NTLM", METHOD_NTLM},
    {"MSN", METHOD_NTLM},	    /* NTLM's older name */
    {"XOAUTH2", METHOD_OAUTH2},	    /* Google's, adopted by all large providers */
    {"OAUTHBEARER", METHOD_OAUTH2}, /* RFC 7628 */
    {"GSSAPI", METHOD_KERBEROS},    /* RFC 4752 */
    {"GSS-SPNEGO", METHOD_KERBEROS},
    {"GS2-KRB5", METHOD_KERBEROS}, /* RFC 5801 */
    {"GS2-KRB5-PLUS", METHOD_KERBEROS},
    {"KERBEROS_V4", METHOD_KERBEROS},
    {"EXTERNAL", METHOD_CERTIFICATE}, /* RFC 4422 appendix A */
};

const char *method_kind_name(enum method_kind k)
{
	static const char *const names[] = {"password", "password-encrypted", "ntlm",
					    "oauth2",	"kerberos",	      "client-certificate"};

	return (unsigned)k < METHOD_COUNT_ ? names[k] : "?";
}

const struct method *method_find(const char *name)
{
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (str_ieq(methods[i].name, name))
			return &methods[i];
	return NULL;
}
