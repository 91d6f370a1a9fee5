/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A struct described by a table of its fields. The table writes the struct as a JSON object, reads
 * it back and frees its contents; no other code does that for event, target and the lists of
 * target.
 *
 * Texts are written by base/esc.h, so foreign bytes survive.
 */
#ifndef MODEL_FIELDS_H
#define MODEL_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

struct json_t;

enum field_kind {
	FIELD_BOOL,
	FIELD_INT,
	FIELD_PORT, /* an int from 0 to 65535 */
	FIELD_INT64,
	FIELD_TEXT,  /* char *, owned */
	FIELD_LIST,  /* struct strs */
	FIELD_ROWS,  /* an array of structs of their own, owned, and a size_t that counts them */
	FIELD_STAGE, /* the enumerations of model/terms.h are written by name */
	FIELD_OUTCOME,
	FIELD_SERVICE,
	FIELD_SECURITY,
	FIELD_FAMILY,
	FIELD_WHY,
	FIELD_LOOKUP_TYPE,
	FIELD_DNSSEC,
	FIELD_SWEEP_ROLE,
	FIELD_LOCAL_KIND,
	FIELD_NEIGHBOUR,
	FIELD_SOURCE
};

struct field {
	const char *name; /* in JSON too, unless it has a key: published, never changed */
	enum field_kind kind;
	size_t offset;
	/* Written even if it is 0, false, NULL or empty. Enumerations always are, except those
	 * where 0 means nothing. */
	bool always;
	/* FIELD_ROWS only: */
	const struct fields *rows; /* of one element */
	size_t count_offset;
	size_t max; /* elements */
	/* JSON key where an older version wrote this as a text under the name; else NULL. */
	const char *key;
};

struct fields {
	const struct field *v;
	size_t n;
	size_t size; /* of the struct */
};

/* A table for struct type; rows is an array. */
#define FIELDS(type, rows)                                                                         \
	{                                                                                          \
		(rows), sizeof(rows) / sizeof *(rows), sizeof(type)                                \
	}

/* The address of the field in object. */
void *field_at(const struct field *field, const void *object);

/* Adds the fields in names (NULL: all of them) to the JSON object. */
void fields_to_json(const struct fields *fields, const char *names, const void *object,
		    struct json_t *json);
/*
 * Fills the object, which is zeroed or holds defaults, from those members that json has. Returns
 * NULL, or the name of the first field whose value has the wrong type.
 */
const char *fields_from_json(const struct fields *fields, const char *names, void *object,
			     const struct json_t *json);
/* Frees the object's contents, and zeroes it. */
void fields_clear(const struct fields *fields, void *object);

#endif
