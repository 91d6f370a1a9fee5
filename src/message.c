/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "message.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "batch.h"
#include "words/words.h"
#include "words/words_message.h"

#include <stdlib.h>
#include <string.h>

/* A ticket system's form, by the file's name. */
static bool is_markdown(const char *file)
{
	static const char suffix[] = ".md";
	size_t len = file ? strlen(file) : 0;

	return len >= sizeof suffix && str_ieq(file + len - (sizeof suffix - 1), suffix);
}

static int complain_of(const struct record *r, enum party p, const enum party *fitting, size_t n)
{
	char *list = words_parties(r, fitting, n);
	/* TRANSLATORS: a party ("your Internet provider"), then a list of parties. */
	char *text = mem_printf(_("Nothing was found that %s could help with. A message fits: %s."),
				words_party(r, p), list);

	free(list);
	return batch_complain(text, STATUS_USAGE);
}

int message_write(struct buf *out, const struct record *r, const struct options *o)
{
	const struct finding *cause = words_cause(r), *about;
	enum party fitting[PARTY_COUNT_], to = o->to;
	size_t n = parties_of_run(r, cause, fitting);
	struct message m;

	if (to == PARTY_COUNT_)
		to = fitting[0];
	if (!party_finding(r, cause, to, &about))
		return complain_of(r, to, fitting, n);
	words_message(&m, r, about, to, is_markdown(o->output));
	/* TRANSLATORS: as e-mail programs call the line above a message. */
	buf_printf(out, _("Subject: %s"), m.subject);
	buf_printf(out, "\n\n%s", m.text);
	char *revealed = words_revealed(&m);

	if (revealed)
		batch_complain(revealed, 0);
	message_clear(&m);
	return 0;
}
