/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/systems.h"

#include "base/str.h"

#ifdef __APPLE__
#define OWN SYSTEM_MACOS
#else
#define OWN SYSTEM_LINUX
#endif

static const struct {
	const char *name, *title;
} rows[SYSTEM_COUNT_] = {
    [SYSTEM_OWN] = {"own", NULL},
    [SYSTEM_WINDOWS] = {"windows", "Windows"},
    [SYSTEM_MACOS] = {"macos", "macOS"},
    [SYSTEM_LINUX] = {"linux", "Linux"},
};

const char *system_name(enum operating_system s)
{
	return (unsigned)s < SYSTEM_COUNT_ ? rows[s].name : "?";
}

const char *system_title(enum operating_system s)
{
	return (unsigned)s < SYSTEM_COUNT_ ? rows[system_meant(s)].title : "?";
}

enum operating_system system_from_name(const char *name)
{
	unsigned s = 0;

	while (s < SYSTEM_COUNT_ && !str_ieq(rows[s].name, name))
		s++;
	return (enum operating_system)s;
}

enum operating_system system_meant(enum operating_system s)
{
	return s == SYSTEM_OWN ? OWN : s;
}

enum operating_system system_next(enum operating_system s)
{
	unsigned next = system_meant(s) + 1;

	return next < SYSTEM_COUNT_ ? (enum operating_system)next : SYSTEM_OWN + 1;
}
