/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "allocate.h"

#include "base/mem.h"

/* Sanitizers have allocators of their own. */
#ifdef HARDENED

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* A request so large is one that its library checks: a server may have named the size. */
#define CHECKED_BY_ITSELF (16u << 20)

static bool guarded;

void allocate_guard(void)
{
	guarded = true;
}

static void *checked(void *memory, size_t size)
{
	if (!memory && guarded && size && size < CHECKED_BY_ITSELF)
		mem_exhausted();
	return memory;
}

/* The allocator that would have been called. It finds itself without memory. */
static void find(void *ret, const char *name)
{
	*(void **)ret = dlsym(RTLD_NEXT, name);
}

void *malloc(size_t size)
{
	static void *(*next)(size_t);

	if (!next)
		find(&next, "malloc");
	return checked(next(size), size);
}

void *calloc(size_t count, size_t size)
{
	static void *(*next)(size_t, size_t);
	static _Thread_local bool searching;

	if (!next && searching)
		return NULL; /* dlsym() does without */
	if (!next) {
		searching = true;
		find(&next, "calloc");
		searching = false;
	}
	return checked(next(count, size), count && size < CHECKED_BY_ITSELF / count ? size : 0);
}

void *realloc(void *old, size_t size)
{
	static void *(*next)(void *, size_t);

	if (!next)
		find(&next, "realloc");
	return checked(next(old, size), size);
}

#else

void allocate_guard(void)
{
}

#endif
