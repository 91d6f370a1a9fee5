/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The operating systems that steps are given for. */
#ifndef KNOW_SYSTEMS_H
#define KNOW_SYSTEMS_H

enum operating_system {
	SYSTEM_OWN, /* this computer's */
	SYSTEM_WINDOWS,
	SYSTEM_MACOS,
	SYSTEM_LINUX,
	SYSTEM_COUNT_
};

const char *system_name(enum operating_system s); /* stable: "windows"; "own" */
const char *
system_title(enum operating_system s); /* a proper name: "Windows"; of SYSTEM_OWN that system's */
/* SYSTEM_COUNT_ for an unknown name. */
enum operating_system system_from_name(const char *name);
/* That of this computer for SYSTEM_OWN, else the same. */
enum operating_system system_meant(enum operating_system s);
/* The next one to choose, never SYSTEM_OWN. */
enum operating_system system_next(enum operating_system s);

#endif
