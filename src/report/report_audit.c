/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a domain publishes, and what to change. */
#include "config.h"
#include "report/report_text.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "words/words_audit.h"

#include <stdlib.h>

static void write_lines(struct page *p, const char *title, const struct strs *lines)
{
	if (lines->n)
		page_section(p, title);
	for (size_t i = 0; i < lines->n; i++)
		page_line(p, PAGE_PLAIN, "  ", lines->v[i]);
}

/* Takes ownership of text, which may be NULL. */
static void write_document(struct page *p, const char *title, char *text)
{
	struct strs lines = {0};

	if (text)
		strs_split(&lines, text, "\n");
	write_lines(p, title, &lines);
	strs_clear(&lines);
	free(text);
}

static void write_publish(struct page *p, const struct record *record)
{
	struct strs srv = {0};

	words_publish_srv(record, &srv);
	write_lines(p, _("SRV records to publish"), &srv);
	write_document(p, _("Autoconfig document to publish"), words_publish_autoconfig(record));
	write_document(p, _("Autodiscover answer to publish"), words_publish_autodiscover(record));
	strs_clear(&srv);
}

void report_audit(struct page *p, const struct record *record)
{
	const char *domain = record->target->domain;
	struct audit audit;

	if (!record->target->audit)
		return;
	audit_init(&audit, &record->facts);
	page_section(p, _("What is published, and what to change"));
	for (size_t i = 0; i < audit.n; i++) {
		page_give(p, PAGE_WARNING, "  - ", words_audit_fault(&audit.v[i], domain));
		page_give(p, PAGE_PLAIN, "    ", words_audit_remedy(&audit.v[i], domain));
	}
	if (!audit.n)
		page_paragraph(p, PAGE_GOOD, "  ", _("Everything published is correct."));
	write_publish(p, record);
	audit_clear(&audit);
}
