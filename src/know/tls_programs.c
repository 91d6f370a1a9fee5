/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/tls_programs.h"

#include "base/str.h"

/*
 * What is on by default; each row was read in the source below. Programs without a source (Windows
 * Live Mail, telephones' own programs) are left out. Outlook and its predecessors use what Windows
 * has.
 *
 * - Microsoft, KB3140245 and Schannel's table: TLS 1.1 and 1.2 are missing in Vista, off in
 *   Windows 7 until an update and a setting switch them on, on from 8.1; 1.3 is on from Windows 11.
 * - Android's SSLSocket: 1.1 and 1.2 on from API level 20 (5.0); behaviour changes of Android 10:
 *   1.3.
 * - Apple Platform Security: 1.3 on from iOS 12.2, the contemporary of macOS 10.14.4. Providers
 *   report that old Mail stays at 1.0; some say up to OS X 10.11 and iOS 9.
 * - MozillaZine, security.tls.version: Gecko 24 has 1.0 on; Mozilla's security blog, 2018-08-13:
 *   the final 1.3 comes with Gecko 63, that is Thunderbird 68.
 */
static const struct tls_program programs[] = {
    {"Outlook (Windows 7 as it was delivered)", TLS_VERSION_1_0},
    {"Outlook Express and Windows Mail (Windows Vista)", TLS_VERSION_1_0},
    {"Android 4.4", TLS_VERSION_1_0},
    {"Apple Mail (OS X 10.8)", TLS_VERSION_1_0},
    {"Thunderbird 24", TLS_VERSION_1_0},
    {"Outlook (Windows 10)", TLS_VERSION_1_2},
    {"Android 9", TLS_VERSION_1_2},
    {"Apple Mail (macOS 10.14.3, iOS 12.1)", TLS_VERSION_1_2},
    {"Thunderbird 60", TLS_VERSION_1_2},
};

char *tls_programs_between(enum tls_version from, enum tls_version to)
{
	struct strs names = {0};
	char *joined = NULL;

	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
		if (programs[i].newest >= from && programs[i].newest <= to)
			strs_add(&names, programs[i].name);
	if (names.n)
		joined = strs_join(&names, ", ");
	strs_clear(&names);
	return joined;
}
