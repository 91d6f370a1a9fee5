/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contrast, computed as WCAG 2 does (relative luminance): every role in every theme has at least 4.5 to 1, on every
 * background that the theme is for where it has none of its own; in high contrast each has its own, and 7 to 1.
 */
#include "config.h"
#include "ui/theme.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct rgb {
	int red, green, blue;
};

/* xterm's palette: 16 colours, a cube of six levels, 24 greys. */
static struct rgb palette(int n)
{
	static const struct rgb first[] = {
	    {0, 0, 0},	     {205, 0, 0},   {0, 205, 0},   {205, 205, 0},
	    {0, 0, 238},     {205, 0, 205}, {0, 205, 205}, {229, 229, 229},
	    {127, 127, 127}, {255, 0, 0},   {0, 255, 0},   {255, 255, 0},
	    {92, 92, 255},   {255, 0, 255}, {0, 255, 255}, {255, 255, 255}};
	static const int levels[] = {0, 95, 135, 175, 215, 255};

	if (n < 16)
		return first[n];
	if (n >= 232)
		return (struct rgb){8 + 10 * (n - 232), 8 + 10 * (n - 232), 8 + 10 * (n - 232)};
	n -= 16;
	return (struct rgb){levels[n / 36], levels[n / 6 % 6], levels[n % 6]};
}

static double linear(int value)
{
	double part = value / 255.0;

	return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double luminance(struct rgb c)
{
	return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

static double contrast(struct rgb a, struct rgb b)
{
	double one = luminance(a) + 0.05, other = luminance(b) + 0.05;

	return one > other ? one / other : other / one;
}

/* The terminals that a theme is for: their backgrounds from end to end. */
static const struct {
	double least;
	struct rgb ends[2];
	bool own_background;
} wanted[THEME_COUNT_] = {
    [THEME_AUTO] = {4.5, {{0, 0, 0}, {255, 255, 255}}, false},
    [THEME_DARK] = {4.5, {{0, 0, 0}, {0x30, 0x30, 0x30}}, false},
    [THEME_LIGHT] = {4.5, {{255, 255, 255}, {0xee, 0xee, 0xee}}, false},
    [THEME_MONO] = {4.5, {{0, 0, 0}, {255, 255, 255}}, false},
    [THEME_CONTRAST] = {7, {{0, 0, 0}, {0, 0, 0}}, true},
};

static void check(enum theme theme, enum depth depth, enum role role, struct rgb fg, struct rgb bg)
{
	if (contrast(fg, bg) < wanted[theme].least)
		fail_msg("theme %s, depth %d, role %d: contrast %.2f", theme_name(theme),
			 (int)depth, (int)role, contrast(fg, bg));
}

static bool check_role(enum theme theme, enum depth depth, enum role role)
{
	short fg, bg;

	theme_colors(theme, depth, role, &fg, &bg);
	/* A terminal's own two colours are its user's choice. */
	assert_true(fg >= 0 || bg < 0);
	assert_true(bg >= 0 || !wanted[theme].own_background);
	assert_true(depth == DEPTH_256 || (fg < 8 && bg < 8));
	if (fg < 0)
		return false;
	/* The eight colours of terminals with a grey background differ too much to be computed. */
	for (size_t end = 0; end < (depth == DEPTH_256 ? 2 : 1); end++)
		check(theme, depth, role, palette(fg),
		      bg < 0 ? wanted[theme].ends[end] : palette(bg));
	return true;
}

static void every_role_can_be_read(void **state)
{
	(void)state;
	for (int t = 0; t < THEME_COUNT_; t++)
		for (int d = 0; d < DEPTH_COUNT_; d++) {
			unsigned colored = 0;

			for (int r = 0; r < ROLE_COUNT_; r++)
				colored += check_role((enum theme)t, (enum depth)d, (enum role)r);
			assert_true(t == THEME_MONO ? !colored : colored >= 14);
		}
}

/* What is selected can be told from what is not, and a problem from what is well. */
static void roles_differ(void **state)
{
	static const enum role pairs[][2] = {
	    {ROLE_NORMAL, ROLE_SELECTED}, {ROLE_OK, ROLE_PROBLEM}, {ROLE_NORMAL, ROLE_MESSAGE}};

	(void)state;
	for (int t = 0; t < THEME_COUNT_; t++)
		for (int d = 0; d < DEPTH_COUNT_; d++)
			for (size_t i = 0; t != THEME_MONO && i < sizeof pairs / sizeof *pairs;
			     i++) {
				short fg[2], bg[2];

				for (size_t k = 0; k < 2; k++)
					theme_colors((enum theme)t, (enum depth)d, pairs[i][k],
						     &fg[k], &bg[k]);
				assert_true(fg[0] != fg[1] || bg[0] != bg[1]);
			}
}

static void names_lead_to_themes(void **state)
{
	(void)state;
	for (int t = 0; t < THEME_COUNT_; t++)
		assert_int_equal(theme_from_name(theme_name((enum theme)t)), t);
	assert_int_equal(theme_from_name("HIGH-CONTRAST"), THEME_CONTRAST);
	assert_int_equal(theme_from_name("solarized"), THEME_COUNT_);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_role_can_be_read),
					   cmocka_unit_test(roles_differ),
					   cmocka_unit_test(names_lead_to_themes)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
