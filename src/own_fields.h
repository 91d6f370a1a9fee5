/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A provider file's fields in the form, and back: what is not changed there stays as it is. */
#ifndef OWN_FIELDS_H
#define OWN_FIELDS_H

#include "discover/provider.h"
#include "ui/ui.h"

/* Free with ui_profile_clear(). */
void own_fields_read(struct ui_profile *ret, const struct provider *p);
/* The sentence that says what to correct, or NULL; the caller frees. */
char *own_fields_fault(const struct ui_profile *form);
/* p: the provider that the form is from, or an empty one. */
void own_fields_fill(struct provider *p, const struct ui_profile *form);

#endif
