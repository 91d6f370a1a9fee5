/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contrast, computed as WCAG 2 does (relative luminance): every role in every scheme has at least 4.5 to 1, on a black
 * and on a white terminal where it has no background of its own.
 */
#include "config.h"
#include "ui/theme.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define CONTRAST_LEAST 4.5

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

static void check(enum scheme scheme, enum role role, struct rgb fg, struct rgb bg)
{
	if (contrast(fg, bg) < CONTRAST_LEAST)
		fail_msg("scheme %d, role %d: contrast %.2f", scheme, role, contrast(fg, bg));
}

static void every_role_can_be_read(void **state)
{
	const struct rgb black = {0, 0, 0}, white = {255, 255, 255};
	unsigned colored = 0;

	(void)state;
	for (int s = 0; s < SCHEME_COUNT_; s++)
		for (int r = 0; r < ROLE_COUNT_; r++) {
			short fg, bg;

			theme_colors((enum scheme)s, (enum role)r, &fg, &bg);
			/* A terminal's own two colours are its user's choice. */
			assert_true(fg >= 0 || bg < 0);
			if (fg < 0)
				continue;
			colored++;
			check((enum scheme)s, (enum role)r, palette(fg),
			      bg < 0 ? black : palette(bg));
			check((enum scheme)s, (enum role)r, palette(fg),
			      bg < 0 ? white : palette(bg));
		}
	assert_true(colored > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_role_can_be_read)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
