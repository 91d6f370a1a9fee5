/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libcurl, loaded with the first document that is fetched: it and the twenty libraries that it needs would make every start
 * wait longer than all others together. Inside the fetches only.
 */
#ifndef NET_CURL_CALLS_H
#define NET_CURL_CALLS_H

#ifdef HAVE_CURL
#include <curl/curl.h>

#define CURL_CALLS(X)                                                                              \
	X(global_init)                                                                             \
	X(easy_init)                                                                               \
	X(easy_setopt)                                                                             \
	X(easy_getinfo)                                                                            \
	X(easy_perform)                                                                            \
	X(easy_reset)                                                                              \
	X(easy_cleanup)                                                                            \
	X(easy_strerror)                                                                           \
	X(slist_append)                                                                            \
	X(slist_free_all)                                                                          \
	X(url)                                                                                     \
	X(url_set)                                                                                 \
	X(url_get)                                                                                 \
	X(url_cleanup)                                                                             \
	X(free)

/* curl_easy_init() is ->easy_init(), and so on. */
struct curl_calls {
#define CURL_CALL(name) __typeof__(curl_##name) *name;
	CURL_CALLS(CURL_CALL)
#undef CURL_CALL
};

/* NULL: the library is not there, or lacks one of these. From any thread; the first call may wait for the disk. */
const struct curl_calls *curl_calls(void);

#endif
#endif
