/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/curl_calls.h"

#ifdef HAVE_CURL
#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>
#include <uv.h>

static struct curl_calls calls;
static bool complete;

/* Through memcpy(): ISO C converts no object's address into that of a function. */
static bool find(void *library, const char *name, void *ret_call)
{
	void *found = dlsym(library, name);

	memcpy(ret_call, &found, sizeof found);
	return found != NULL;
}

static void load(void)
{
	/* It is never closed: its threads and handlers stay. */
	void *library = dlopen(CURL_LIBRARY, RTLD_NOW | RTLD_LOCAL);

	complete = library != NULL;
#define CURL_CALL(name) complete = complete && find(library, "curl_" #name, &calls.name);
	CURL_CALLS(CURL_CALL)
#undef CURL_CALL
	if (complete)
		calls.global_init(CURL_GLOBAL_DEFAULT);
}

const struct curl_calls *curl_calls(void)
{
	static uv_once_t once = UV_ONCE_INIT;

	uv_once(&once, load);
	return complete ? &calls : NULL;
}

#endif
