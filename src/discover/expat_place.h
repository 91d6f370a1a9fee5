/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where an expat parser is, by the calls that its release wants: later ones deprecate those without the 64. */
#ifndef DISCOVER_EXPAT_PLACE_H
#define DISCOVER_EXPAT_PLACE_H

#include <expat.h>
#include <stddef.h>

#ifdef HAVE_XML_GETCURRENTLINENUMBER64
#define EXPAT_PLACE(call) call##64
#else
#define EXPAT_PLACE(call) call
#endif

static inline unsigned long expat_line(XML_Parser parser)
{
	return (unsigned long)EXPAT_PLACE(XML_GetCurrentLineNumber)(parser);
}

/* The first byte of the current event, and how many it has. */
static inline size_t expat_byte(XML_Parser parser)
{
	return (size_t)EXPAT_PLACE(XML_GetCurrentByteIndex)(parser);
}

static inline size_t expat_bytes(XML_Parser parser)
{
	return (size_t)EXPAT_PLACE(XML_GetCurrentByteCount)(parser);
}

#endif
