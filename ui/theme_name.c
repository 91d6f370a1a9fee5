/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of the themes, without curses. */
#include "config.h"
#include "ui/theme.h"

#include "base/str.h"

static const char *const names[THEME_COUNT_] = {
    [THEME_AUTO] = "auto",
    [THEME_DARK] = "dark",
    [THEME_LIGHT] = "light",
    [THEME_MONO] = "mono",
    [THEME_CONTRAST] = "high-contrast",
};

const char *theme_name(enum theme theme)
{
	return names[theme];
}

enum theme theme_from_name(const char *name)
{
	unsigned theme = 0;

	while (theme < THEME_COUNT_ && !str_ieq(names[theme], name))
		theme++;
	return (enum theme)theme;
}
