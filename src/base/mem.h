/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocators that never return NULL. Running out of memory ends the program in this one place. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stdarg.h>
#include <stddef.h>

/* Zeroed room for count objects of size bytes.  The caller frees with free(). */
void *mem_calloc(size_t count, size_t size) __attribute__((returns_nonnull, warn_unused_result));
/* Grows or shrinks old (NULL allowed) to count objects of size bytes; new bytes are not zeroed. */
void *mem_realloc(void *old, size_t count, size_t size) __attribute__((warn_unused_result));
/* A copy of text. NULL gives NULL. The caller frees. */
char *mem_strdup(const char *text);
/* A copy of the first len bytes of bytes with a NUL after them.  bytes may be NULL if len is 0. */
char *mem_strndup(const char *bytes, size_t len) __attribute__((returns_nonnull));
/* printf into new memory.  The caller frees. */
char *mem_printf(const char *format, ...)
    __attribute__((format(printf, 1, 2), returns_nonnull, warn_unused_result));
char *mem_vprintf(const char *format, va_list args)
    __attribute__((format(printf, 1, 0), returns_nonnull, warn_unused_result));
/* Ends the program when memory runs out. Also for library calls that can fail for that reason
 * alone. */
void mem_exhausted(void) __attribute__((noreturn));
/* What mem_exhausted() calls first, in the thread that ran out: it must not allocate, and may end the
 * program by itself. Without one, the program aborts. Set before any thread starts. */
void mem_on_exhausted(void (*tell)(void));

#endif
