/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/tls_programs.h"

#include "base/str.h"

/*
 * What is on by default.  Outlook takes what Windows has: Windows 7 knows TLS 1.1 and 1.2 but
 * WinHTTP uses them only after KB3140245; TLS 1.3 is in Windows from 11 on.  Android has 1.2 on
 * from 5.0, 1.3 from 10; Apple 1.2 from OS X 10.9 and iOS 5, 1.3 from macOS 10.14.4 and iOS 12.2;
 * Thunderbird 1.2 from 31, 1.3 from 68.
 */
static const struct tls_program programs[] = {
    {"Outlook (Windows 7, without KB3140245)", TLS_VERSION_1_0},
    {"Windows Live Mail (Windows 7)", TLS_VERSION_1_0},
    {"Outlook Express", TLS_VERSION_1_0},
    {"Android 4.4", TLS_VERSION_1_0},
    {"Apple Mail (OS X 10.8)", TLS_VERSION_1_0},
    {"Thunderbird 24", TLS_VERSION_1_0},
    {"Outlook (Windows 10)", TLS_VERSION_1_2},
    {"Android 9", TLS_VERSION_1_2},
    {"Apple Mail (macOS 10.14.3, iOS 12.1)", TLS_VERSION_1_2},
    {"Thunderbird 60", TLS_VERSION_1_2},
};

const struct tls_program *tls_program_all(size_t *ret_n)
{
	*ret_n = sizeof programs / sizeof *programs;
	return programs;
}

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
