/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "report/value.h"

#include "base/esc.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

json_t *value_octets(const char *text)
{
	if (!text)
		return json_null();
	char *escaped = esc_octets(text, strlen(text));
	json_t *value = json_string(escaped);

	free(escaped);
	return value;
}

json_t *value_sentence(char *text)
{
	json_t *value = json_string(text);

	free(text);
	return value ? value : json_null();
}

json_t *value_list(const struct strs *strs)
{
	json_t *array = json_array();

	for (size_t i = 0; strs && i < strs->n; i++)
		json_array_append_new(array, value_octets(strs->v[i]));
	return array;
}

json_t *value_ms(int64_t us)
{
	return json_real((double)us / 1000.0);
}

json_t *value_date(int64_t unix_s)
{
	time_t at = (time_t)unix_s;
	struct tm tm;
	char text[64];

	if (!unix_s || !gmtime_r(&at, &tm) ||
	    !strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm))
		return json_null();
	return json_string(text);
}

void value_set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value);
}
