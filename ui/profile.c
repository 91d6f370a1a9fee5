/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "ui/ui.h"

#include <stdlib.h>

void ui_profile_clear(struct ui_profile *p)
{
	free(p->id);
	free(p->name);
	free(p->domains);
	free(p->user);
	for (size_t i = 0; i < p->server_n; i++) {
		free(p->servers[i].host);
		free(p->servers[i].user);
	}
	*p = (struct ui_profile){0};
}
