/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a QR code carries onto a phone: the import format of Thunderbird for Android (its
 * feature/migration/qrcode/qr-code-format.md, version 1 of 2025-02-06), or plain text.
 */
#include "config.h"
#include "report/setup_private.h"

#include "base/i18n.h"
#include "know/programs.h"
#include "words/words.h"

#include <stdlib.h>

#include <jansson.h>

static int security_number(enum security s)
{
	return s == SECURITY_TLS ? 3 : s == SECURITY_STARTTLS ? 2 : 0;
}

static int login_number(const struct setup_side *side)
{
	const struct program *reader = program_find("thunderbird-android");
	bool oauth2 = side->oauth2 || (str_ieq(side->set->auth, "oauth2") &&
				       program_has_oauth2(reader, side->set->host));

	return side->none ? 0 : oauth2 ? 6 : side->encrypted ? 2 : 1;
}

/* [protocol, host, port, security, login, user] */
static json_t *server_array(const struct setup_side *side)
{
	const struct setting *set = side->set;
	json_t *array = json_array();

	json_array_append_new(array, json_integer(set->protocol == PROTOCOL_POP3 ? 1 : 0));
	json_array_append_new(array, json_string(set->host));
	json_array_append_new(array, json_integer(set->port));
	json_array_append_new(array, json_integer(security_number(set->security)));
	json_array_append_new(array, json_integer(login_number(side)));
	json_array_append_new(array, json_string(side->user && !side->none ? side->user : ""));
	return array;
}

void setup_qr(struct buf *out, const struct setup *s)
{
	/* One code of one; one group of an outgoing server and its identity. */
	json_t *root = json_pack("[i, [i, i], o, [[o, [s, s]]]]", 1, 1, 1, server_array(&s->in),
				 server_array(&s->out), s->email, s->email);
	char *text = root ? json_dumps(root, JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;

	buf_puts(out, text ? text : "");
	free(text);
	json_decref(root);
}

static void put_side(struct buf *out, const struct setup_side *side)
{
	const struct setting *set = side->set;

	if (!set)
		return;
	buf_printf(out, "%s %s %d %s\n", words_protocol(set->protocol), set->host, set->port,
		   words_security(set->security));
	if (side->user && !side->none) /* TRANSLATORS: a user name. */
		buf_printf(out, _("User name: %s\n"), side->user);
}

void setup_qr_text(struct buf *out, const struct setup *s)
{
	put_side(out, &s->in);
	put_side(out, &s->out);
}
