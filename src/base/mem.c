/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The one place where porthorn gives up when memory runs out. */
static void (*tell_exhausted)(void);

void mem_on_exhausted(void (*tell)(void))
{
	tell_exhausted = tell;
}

void mem_exhausted(void)
{
	if (tell_exhausted)
		tell_exhausted();
	abort();
}

static void *checked(void *memory)
{
	if (!memory)
		mem_exhausted();
	return memory;
}

void *mem_calloc(size_t count, size_t size)
{
	return checked(calloc(count ? count : 1, size ? size : 1));
}

void *mem_realloc(void *old, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		mem_exhausted();
	size_t bytes = count * size;

	return checked(realloc(old, bytes ? bytes : 1));
}

char *mem_strdup(const char *text)
{
	return text ? mem_strndup(text, strlen(text)) : NULL;
}

char *mem_strndup(const char *bytes, size_t len)
{
	char *copy = mem_realloc(NULL, len + 1, 1);

	if (len)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	return copy;
}

char *mem_vprintf(const char *format, va_list args)
{
	char *text = NULL;

	if (vasprintf(&text, format, args) < 0)
		mem_exhausted();
	return text;
}

char *mem_printf(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	char *text = mem_vprintf(format, args);
	va_end(args);
	return text;
}
