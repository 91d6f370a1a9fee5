/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_starttls.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "reason/starttls.h"
#include "words/fill.h"
#include "words/words.h"

#include <stdlib.h>

const char *words_starttls_title(void)
{
	return _("STARTTLS: safe if required");
}

/* {rows} is a list of rows, "submission 587, imap 143 (IPv6)". */
static const char *const sentences[STARTTLS_USE_COUNT_] = {
    [STARTTLS_REQUIRED] =
	N_("Safe with \"STARTTLS\" as the connection security, which requires encryption: {rows}."),
    [STARTTLS_IF_AVAILABLE] = N_(
	"No encryption, so a mail program set to \"STARTTLS\" rightly stops: {rows}. Don't choose "
	"\"STARTTLS, if available\", \"Auto\" or \"None\": they send the password in clear text "
	"wherever encryption isn't offered, which an attacker can arrange."),
    [STARTTLS_UNPROVEN] = N_("Encrypted, but don't log in before the findings are solved: {rows}."),
    [STARTTLS_UNTESTED] = N_("Not tested, because the connection ended earlier: {rows}."),
};

static bool is_same_port(const struct endpoint *a, const struct endpoint *b)
{
	return a->service == b->service && a->port == b->port && str_ieq(a->host, b->host);
}

/* Whether another address of the same port has no encryption: then the port is not safe. */
static bool is_spoiled(const struct endpoints *plan, const enum starttls_use *uses, size_t i)
{
	for (size_t k = 0; k < plan->n; k++)
		if (uses[k] == STARTTLS_IF_AVAILABLE && is_same_port(&plan->v[k], &plan->v[i]))
			return true;
	return false;
}

/* Whether a program can rely on another address of the same port in another way. */
static bool is_split(const struct endpoints *plan, const enum starttls_use *uses, size_t i)
{
	for (size_t k = 0; k < plan->n; k++)
		if (uses[k] && uses[k] != uses[i] && is_same_port(&plan->v[k], &plan->v[i]) &&
		    plan->v[k].family == plan->v[i].family)
			return true;
	return false;
}

/* The rows, each with its address where another address of its port differs. */
static char *names_of(const struct record *record, const enum starttls_use *uses,
		      const struct numbers *rows)
{
	struct strs names = {0};
	struct numbers whole = {mem_calloc(rows->n + 1, sizeof *whole.v), 0};

	for (size_t i = 0; i < rows->n; i++)
		if (!is_split(&record->plan, uses, rows->v[i] - 1))
			whole.v[whole.n++] = rows->v[i];
	if (whole.n)
		strs_append(&names, words_rows(record, &whole));
	for (size_t i = 0; i < rows->n; i++) {
		const struct endpoint *e = endpoints_get(&record->plan, rows->v[i]);
		const char *address = facts_address(&record->facts, rows->v[i]);

		if (is_split(&record->plan, uses, rows->v[i] - 1) && e && address)
			/* TRANSLATORS: a service, its port and the server's IP address. */
			strs_append(&names, mem_printf(_("%s %d at %s"), service_name(e->service),
						       e->port, address));
	}
	char *text = strs_join(&names, ", ");

	strs_clear(&names);
	free(whole.v);
	return text;
}

static char *value(const char *name, const void *rows)
{
	return str_eq(name, "rows") ? mem_strdup(rows) : NULL;
}

static void add(const struct record *record, const enum starttls_use *uses, enum starttls_use use,
		struct strs *ret)
{
	const struct endpoints *plan = &record->plan;
	struct numbers rows = {mem_calloc(plan->n + 1, sizeof *rows.v), 0};

	for (size_t i = 0; i < plan->n; i++)
		if (uses[i] == use && (use != STARTTLS_REQUIRED || !is_spoiled(plan, uses, i)))
			rows.v[rows.n++] = plan->v[i].id;
	if (rows.n) {
		char *names = names_of(record, uses, &rows);

		strs_append(ret, fill_text(_(sentences[use]), value, names));
		free(names);
	}
	free(rows.v);
}

void words_starttls(const struct record *record, struct strs *ret)
{
	enum starttls_use *uses = mem_calloc(record->plan.n + 1, sizeof *uses);

	starttls_uses(uses, &record->facts, &record->findings);
	for (int use = STARTTLS_REQUIRED; use < STARTTLS_USE_COUNT_; use++)
		add(record, uses, (enum starttls_use)use, ret);
	free(uses);
}
