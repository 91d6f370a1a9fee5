/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "report/report.h"

#include "report/report_json.h"
#include "report/report_pem.h"
#include "report/report_text.h"

static const struct report_format formats[] = {
    {"text", "txt", report_text},
    {"full", "txt", report_full},
    {"json", "json", report_json},
    {"pem", "pem", report_pem},
};

const struct report_format *report_formats(size_t *ret_n)
{
	*ret_n = sizeof formats / sizeof *formats;
	return formats;
}

const struct report_format *report_format(const char *name)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (str_ieq(formats[i].name, name))
			return &formats[i];
	return NULL;
}
