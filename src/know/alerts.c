/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/alerts.h"

#include "base/i18n.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

static const struct alert words[] = {
    {0, "close_notify", N_("The other side ends the connection in good order.")},
    {10, "unexpected_message",
     N_("The other side got something that was not its turn; it may not speak TLS on this port.")},
    {20, "bad_record_mac",
     N_("What arrived was damaged or changed on the way, or the keys do not match.")},
    {21, "decryption_failed", N_("The other side could not decrypt what arrived.")},
    {22, "record_overflow",
     N_("What arrived was longer than TLS allows; it may not have been TLS at all.")},
    {30, "decompression_failure", N_("The other side could not decompress what arrived.")},
    {40, "handshake_failure",
     N_("Both sides found no common kind of encryption, or the server has no certificate.")},
    {41, "no_certificate", N_("No certificate was sent, although one was asked for.")},
    {42, "bad_certificate", N_("The other side finds the certificate damaged or wrong.")},
    {43, "unsupported_certificate", N_("The other side does not know this kind of certificate.")},
    {44, "certificate_revoked", N_("The other side knows the certificate as withdrawn.")},
    {45, "certificate_expired",
     N_("The other side finds the certificate expired, or not yet valid.")},
    {46, "certificate_unknown", N_("The other side does not accept the certificate.")},
    {47, "illegal_parameter", N_("The other side got a value that is not allowed.")},
    {48, "unknown_ca", N_("The other side does not know who issued the certificate.")},
    {49, "access_denied",
     N_("The other side accepts the certificate and still refuses the connection.")},
    {50, "decode_error",
     N_("The other side could not make sense of what arrived; it may not have been TLS at all.")},
    {51, "decrypt_error", N_("A signature or a key did not fit.")},
    {60, "export_restriction", N_("The other side refuses for an old rule about key lengths.")},
    {70, "protocol_version",
     N_("Both sides have no common version of TLS; one of them is too old, or insists on new "
	"ones.")},
    {71, "insufficient_security",
     N_("The other side finds the kinds of encryption that are offered too weak.")},
    {80, "internal_error", N_("The server has a fault of its own, such as a broken certificate.")},
    {86, "inappropriate_fallback",
     N_("The connection was tried again with an older version of TLS than both sides have.")},
    {90, "user_canceled", N_("The other side gave up on purpose.")},
    {100, "no_renegotiation", N_("The other side does not agree on keys a second time.")},
    {109, "missing_extension", N_("Something that TLS needs was left out.")},
    {110, "unsupported_extension", N_("The other side got something it had not asked for.")},
    {111, "certificate_unobtainable", N_("The certificate could not be fetched.")},
    {112, "unrecognized_name",
     N_("The server has no certificate for the name that was asked for.")},
    {113, "bad_certificate_status_response",
     N_("The proof that the certificate is not withdrawn does not fit.")},
    {114, "bad_certificate_hash_value", N_("The fingerprint of a certificate does not fit.")},
    {115, "unknown_psk_identity", N_("The other side does not know the shared key.")},
    {116, "certificate_required", N_("The server wants a certificate from this computer.")},
    {120, "no_application_protocol",
     N_("The server does not speak the protocol that was asked for on this connection.")},
};

const struct alert *alert_find(int alert)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (words[i].alert == alert)
			return &words[i];
	return NULL;
}

const struct alert *alert_all(size_t *ret_n)
{
	*ret_n = COUNT(words);
	return words;
}
