/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ClientHellos of uncommon size: sent today by programs with post-quantum key shares, and refused
 * by some old servers and middleboxes.
 */
#include "config.h"
#include "net/tls/tls_private.h"

#include <string.h>

#define PADDING 21 /* RFC 7685: zeros without a meaning */
/* An X25519MLKEM768 share has 1216 bytes, which makes a ClientHello longer than an Ethernet
 * segment. */
#define PADDING_BYTES 1300
#define RECORD_HEADER 5	      /* type, version, length (RFC 8446 section 5.1) */
#define SUPPORTED_VERSIONS 43 /* RFC 8446 section 4.2.1 */
#define SUPPORTED_GROUPS 10   /* RFC 8422, RFC 7919 */
#define FFDHE_HIGH_BYTE 1     /* 0x0100 and the following */
#define UNKNOWN_HIGH_BYTE 0x3b
#define HELLO_FIXED (2 + 32) /* legacy_version, random */

static int send_padding(gnutls_session_t session, gnutls_buffer_t extension)
{
	static const unsigned char zeros[PADDING_BYTES];

	(void)session;
	return gnutls_buffer_append_data(extension, zeros, sizeof zeros) < 0 ? -1 : PADDING_BYTES;
}

static int take_padding(gnutls_session_t session, const unsigned char *bytes, size_t len)
{
	(void)session;
	(void)bytes;
	(void)len;
	return 0;
}

void tls_pad_hello(gnutls_session_t session)
{
	/* The library has its own padding, for hellos that are too short. */
	(void)gnutls_session_ext_register(
	    session, "padding", PADDING, GNUTLS_EXT_TLS, take_padding, send_padding, NULL, NULL,
	    NULL, GNUTLS_EXT_FLAG_OVERRIDE_INTERNAL | GNUTLS_EXT_FLAG_CLIENT_HELLO);
}

bool tls_is_lost(struct tls *tls, const unsigned char *bytes, size_t len)
{
	size_t room = RECORD_HEADER - tls->header_len;

	if (!tls->config->swallow || tls->swallowed || !room)
		return tls->swallowed;
	if (len > room)
		len = room;
	memcpy(tls->header + tls->header_len, bytes, len);
	tls->header_len += len;
	if (tls->header_len == RECORD_HEADER)
		tls->swallowed =
		    (unsigned)(tls->header[3] << 8 | tls->header[4]) > tls->config->swallow;
	return tls->swallowed;
}

/* Skips a vector whose length field has that many bytes; false if it is cut short. */
static bool skip(const unsigned char **at, const unsigned char *end, int length_bytes)
{
	size_t len = 0;

	for (; length_bytes && *at < end; length_bytes--)
		len = len << 8 | *(*at)++;
	if (length_bytes || len > (size_t)(end - *at))
		return false;
	*at += len;
	return true;
}

static bool has_supported_versions(const unsigned char *at, const unsigned char *end)
{
	while (end - at >= 4) {
		if ((at[0] << 8 | at[1]) == SUPPORTED_VERSIONS)
			return true;
		at += 2;
		if (!skip(&at, end, 2))
			return false;
	}
	return false;
}

/*
 * An old server does not know RFC 7919 and uses its own group; the library would rather use none
 * than one that the client did not name. So the client's groups become unknown ones at a moment
 * when the library has hashed the message and has not read its extensions yet.
 */
void tls_forget_groups(struct tls *tls)
{
	unsigned char *at = tls->extensions;

	while (at && tls->extensions_end - at >= 4) {
		size_t len = (size_t)(at[2] << 8 | at[3]);
		bool groups = (at[0] << 8 | at[1]) == SUPPORTED_GROUPS;

		at += 4;
		if (len > (size_t)(tls->extensions_end - at))
			break;
		for (size_t i = 2; groups && i + 1 < len; i += 2)
			if (at[i] == FFDHE_HIGH_BYTE)
				at[i] = UNKNOWN_HIGH_BYTE;
		at += len;
	}
	tls->extensions = NULL;
}

int tls_on_client_hello(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
			const gnutls_datum_t *hello)
{
	struct tls *tls = gnutls_session_get_ptr(session);
	const unsigned char *at = hello->data, *end = at + hello->size;

	(void)type;
	(void)when;
	(void)incoming;
	if (hello->size < HELLO_FIXED)
		return 0;
	const struct tls_config *config = tls->config;
	/* TLS 1.0 is 3.1 on the wire. */
	bool newer = at[1] > (unsigned)config->newest + 1;

	at += HELLO_FIXED;
	if (!skip(&at, end, 1) || !skip(&at, end, 2) || !skip(&at, end, 1) || end - at <= 2)
		at = end - 2; /* no extensions */
	at += 2;
	tls->hangs_up = config->intolerant && (newer || has_supported_versions(at, end));
	if (config->own_group) {
		tls->extensions = hello->data + (at - hello->data);
		tls->extensions_end = end;
	}
	return 0;
}
