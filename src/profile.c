/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "profile.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "batch.h"
#include "discover/profiles.h"
#include "discover/provider_check.h"

#include <stdlib.h>

int profile_check(const char *file, struct buf *out, const struct page_options *layout)
{
	struct strs faults = {0}, good = {0};
	bool fine = provider_check(file, &faults, &good);
	struct page page;

	page_init(&page, out, layout);
	for (size_t i = 0; i < good.n; i++)
		page_paragraph(&page, PAGE_PLAIN, i ? "  " : "", good.v[i]);
	for (size_t i = 0; i < faults.n; i++)
		page_paragraph(&page, PAGE_WARNING, "- ", faults.v[i]);
	if (fine)
		page_paragraph(&page, PAGE_GOOD, "", _("The file is correct."));
	strs_clear(&faults);
	strs_clear(&good);
	batch_print(out);
	buf_reset(out);
	return fine ? 0 : 1;
}

int profile_import(const struct options *o, struct buf *out, const struct page_options *layout)
{
	char *file, *error;
	struct page page;

	if (!profiles_import(o->import_file, o->force, &file, &error))
		return batch_complain(error, STATUS_COULD_NOT);
	page_init(&page, out, layout);
	page_give(&page, PAGE_GOOD, "", mem_printf(_("Saved as %s."), file));
	free(file);
	return 0;
}
