/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "golden.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *read_file(const char *name)
{
	FILE *file = fopen(name, "r");
	struct buf out;
	int c;

	buf_init(&out, 0);
	while (file && (c = getc(file)) != EOF)
		buf_putc(&out, (char)c);
	if (file)
		fclose(file);
	return buf_take(&out);
}

static void write_file(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void compare(const char *name, const char *golden, const char *drawn)
{
	const char *g = golden, *d = drawn;

	for (int line = 1; *g || *d; line++) {
		size_t g_len = strcspn(g, "\n"), d_len = strcspn(d, "\n");

		if (g_len != d_len || memcmp(g, d, g_len) != 0)
			fail_msg("%s:%d:\n  golden |%.*s|\n  drawn  |%.*s|\n"
				 "UPDATE_GOLDEN=1 in the test's environment writes the files "
				 "again; look at them before you commit.",
				 name, line, (int)g_len, g, (int)d_len, d);
		g += g_len + (g[g_len] == '\n');
		d += d_len + (d[d_len] == '\n');
	}
}

void golden_check(const char *file, const char *text)
{
	if (getenv("UPDATE_GOLDEN"))
		write_file(file, text);
	char *golden = read_file(file);

	compare(file, golden, text);
	free(golden);
}
