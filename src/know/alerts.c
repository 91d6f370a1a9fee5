/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/alerts.h"

#include "base/i18n.h"
#include "base/str.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

#define TELL_SERVER                                                                                \
	N_("Tell the provider or the server's administrator which port fails, and with which "     \
	   "alert: only they can repair it.")
#define OUTDATED N_("Ask the provider whether there is a server name with newer encryption.")
#define PERSONAL                                                                                   \
	N_("Ask the server's administrator whether you need a personal certificate (client "       \
	   "certificate), and how to install it.")
#define GARBLED                                                                                    \
	N_("Try another network: if it works there, something on the way changes the data. If "    \
	   "not, tell the server's administrator: the TLS software may need an update.")
#define TRY_AGAIN N_("Try again. If it fails again, tell the server's administrator.")
#define NAME N_("Compare the server's name with your provider's instructions.")

static const struct alert words[] = {
    {0, "close_notify", N_("The other side closes the connection normally."), TRY_AGAIN},
    {10, "unexpected_message",
     N_("The other side got an unexpected message; it may not speak TLS on this port."), GARBLED},
    {20, "bad_record_mac",
     N_("The data was damaged or changed on the way, or the keys don't match."), GARBLED},
    {21, "decryption_failed", N_("The other side couldn't decrypt the data."), GARBLED},
    {22, "record_overflow",
     N_("The data was longer than TLS allows; it may not have been TLS at all."), GARBLED},
    {30, "decompression_failure", N_("The other side couldn't decompress the data."), GARBLED},
    {40, "handshake_failure",
     N_("Both sides found no common kind of encryption, as with servers that know only outdated "
	"ones, or the server has no usable certificate."),
     TELL_SERVER},
    {41, "no_certificate", N_("The other side asked for a certificate and got none."), PERSONAL},
    {42, "bad_certificate", N_("The other side calls the certificate damaged or wrong."), PERSONAL},
    {43, "unsupported_certificate", N_("The other side doesn't know this kind of certificate."),
     PERSONAL},
    {44, "certificate_revoked", N_("The other side calls the certificate revoked."), PERSONAL},
    {45, "certificate_expired",
     N_("The other side calls the certificate expired, or not yet valid."), PERSONAL},
    {46, "certificate_unknown", N_("The other side doesn't accept the certificate."), PERSONAL},
    {47, "illegal_parameter", N_("The other side got a forbidden value."), GARBLED},
    {48, "unknown_ca", N_("The other side doesn't know the certificate's issuer."), PERSONAL},
    {49, "access_denied",
     N_("The other side accepts the certificate, but still refuses the connection."), PERSONAL},
    {50, "decode_error",
     N_("The other side couldn't understand the data; it may not have been TLS at all."), GARBLED},
    {51, "decrypt_error", N_("A signature or a key didn't fit."), GARBLED},
    {60, "export_restriction",
     N_("The other side refuses because of an old rule about key lengths."), OUTDATED},
    {70, "protocol_version",
     N_("The two sides have no TLS version in common; one of them is too old, or insists on new "
	"versions."),
     OUTDATED},
    {71, "insufficient_security", N_("The other side calls the offered encryption too weak."),
     OUTDATED},
    {80, "internal_error", N_("The server itself has a fault, such as a broken certificate."),
     TELL_SERVER},
    {86, "inappropriate_fallback",
     N_("The connection was retried with an older version of TLS than both sides have."), OUTDATED},
    {90, "user_canceled", N_("The other side gave up on purpose."), TRY_AGAIN},
    {100, "no_renegotiation", N_("The other side refuses to renegotiate keys."), TELL_SERVER},
    {109, "missing_extension", N_("A message lacks something that TLS needs."), GARBLED},
    {110, "unsupported_extension", N_("The other side got something unasked."), GARBLED},
    {111, "certificate_unobtainable", N_("The other side couldn't fetch the certificate."),
     TELL_SERVER},
    {112, "unrecognized_name", N_("The server has no certificate for the requested name."), NAME},
    {113, "bad_certificate_status_response",
     N_("The proof of the certificate's validity (OCSP) doesn't fit."), TELL_SERVER},
    {114, "bad_certificate_hash_value", N_("The fingerprint of a certificate doesn't fit."),
     TELL_SERVER},
    {115, "unknown_psk_identity", N_("The other side doesn't know the shared key."), TELL_SERVER},
    {116, "certificate_required", N_("The server wants a certificate from this computer."),
     PERSONAL},
    {120, "no_application_protocol",
     N_("The server doesn't speak the requested protocol on this connection."), TELL_SERVER},
};

const struct alert *alert_find(int alert)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (words[i].alert == alert)
			return &words[i];
	return NULL;
}

const char *alert_action_for_one_service(const struct alert *a)
{
	return str_eq(a->action, NAME) || str_eq(a->action, GARBLED) ? TELL_SERVER : a->action;
}

const struct alert *alert_all(size_t *ret_n)
{
	*ret_n = COUNT(words);
	return words;
}
