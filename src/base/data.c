/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "base/data.h"

#include "base/mem.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void add_beside_program(struct strs *places, const char *part)
{
	char path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);

	if (len <= 0)
		return;
	path[len] = '\0';
	*strrchr(path, '/') = '\0';
	strs_append(places, mem_printf("%s/data/%s", path, part));
}

void data_places(struct strs *places, const char *part)
{
	const char *data = getenv("PORTHORN_DATA");

	if (data && *data) {
		strs_append(places, mem_printf("%s/%s", data, part));
		return;
	}
	add_beside_program(places, part);
	strs_append(places, mem_printf("%s/%s", PORTHORN_DATADIR, part));
}
