/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/program_tls.h"

#include "base/i18n.h"

#define V0 TLS_VERSION_1_0
#define V2 TLS_VERSION_1_2
#define V3 TLS_VERSION_1_3
#define SCHANNEL "learn.microsoft.com, tls-ssl-schannel-ssp-overview"
#define CONSCRYPT "source.android.com, Conscrypt"
#define ANDROID_SOCKETS "developer.android.com, SSLSocket"
#define APPLE "Apple Platform Security"

/* As in know/tls_programs, by program; a row without a place is for current versions. */
static const struct program_tls rows[] = {
    {"thunderbird", NULL, V2, V3, "security.tls.version.min of Gecko 78", "2026-08-22"},
    {"thunderbird", N_("up to version 60"), V0, V2, "Mozilla's security blog", "2018-08-13"},
    {"outlook", N_("on Windows 11 24H2 and newer"), V2, V3, SCHANNEL, "2026"},
    {"outlook", N_("on Windows 10"), V0, V2, SCHANNEL, "2023"},
    {"outlook", N_("on Windows 7 as it was delivered"), V0, V0, "Microsoft, KB3140245", "2016"},
    {"outlook-mac", NULL, V2, V3, APPLE, "2026"},
    {"apple-mail", NULL, V2, V3, APPLE, "2026"},
    {"apple-mail", N_("up to macOS 10.14.3"), V0, V2, APPLE, "2019"},
    {"ios-mail", NULL, V2, V3, APPLE, "2026"},
    {"ios-mail", N_("up to iOS 12.1"), V0, V2, APPLE, "2019"},
    {"thunderbird-android", N_("on Android 15 and newer"), V2, V3, CONSCRYPT, "2024-04-10"},
    {"thunderbird-android", N_("up to Android 9"), V0, V2, ANDROID_SOCKETS, "2019"},
    {"gmail-app", N_("on Android 15 and newer"), V2, V3, CONSCRYPT, "2025-08-26"},
    {"gmail-app", N_("up to Android 9"), V0, V2, ANDROID_SOCKETS, "2019"},
    {"samsung-email", N_("on Android 15 and newer"), V2, V3, CONSCRYPT, "2024-04-10"},
    {"samsung-email", N_("up to Android 9"), V0, V2, ANDROID_SOCKETS, "2019"},
    {"evolution", N_("with most distributions' settings"), V2, V3, "glib-networking", "2026"},
    {"kmail", NULL, V2, V3, "Qt, SecureProtocols", "2026"},
    {"mutt", NULL, V2, V3, "neomutt ed494b09, conn/config.c", "2026-07-24"},
};

const struct program_tls *program_tls_all(size_t *ret_n)
{
	*ret_n = sizeof rows / sizeof *rows;
	return rows;
}
