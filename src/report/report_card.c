/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer on top: READ, SEND, WHY, DO, a paragraph each. */
#include "config.h"
#include "report/report_text.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "know/account_files.h"
#include "words/words_account.h"
#include "words/words_card.h"
#include "words/words_error.h"

#include <stdlib.h>

#define LABEL_COLS 6

static enum page_role role_of(enum card_mark mark)
{
	static const enum page_role roles[CARD_MARK_COUNT_] = {
	    [CARD_GOOD] = PAGE_GOOD, [CARD_NOTE] = PAGE_PLAIN,	  [CARD_WARNING] = PAGE_WARNING,
	    [CARD_BAD] = PAGE_BAD,   [CARD_UNKNOWN] = PAGE_FAINT, [CARD_RUNNING] = PAGE_FAINT,
	};

	return roles[mark];
}

/* Behind its label, which is padded; takes ownership of text. */
static void line(struct page *p, enum page_role role, const char *label, char *text)
{
	struct buf lead;

	buf_init(&lead, 0);
	buf_puts(&lead, label);
	for (int cols = page_width(label); cols < LABEL_COLS; cols++)
		buf_putc(&lead, ' ');
	page_paragraph(p, role, buf_text(&lead), text);
	buf_clear(&lead);
	free(text);
}

void report_error(struct page *p, const struct record *record)
{
	struct strs lines = {0};

	if (!record->target->error)
		return;
	words_error(record, record->target->error, &lines);
	page_paragraph(p, PAGE_HEADING, "", _("The error message:"));
	for (size_t i = 0; i < lines.n; i++)
		page_paragraph(p, PAGE_PLAIN, "- ", lines.v[i]);
	page_gap(p);
	strs_clear(&lines);
}

void report_account(struct page *p, const struct record *record)
{
	const char *program = record->target->account;
	struct strs lines = {0};

	words_account(record, &lines);
	if (lines.n) { /* TRANSLATORS: %s is a mail program. */
		page_give(p, PAGE_HEADING, "",
			  mem_printf(_("As %s has it:"), account_program_name(program)));
		for (size_t i = 0; i < lines.n; i++)
			page_paragraph(p, PAGE_PLAIN, "- ", lines.v[i]);
		page_gap(p);
	}
	strs_clear(&lines);
}

void report_card(struct page *p, const struct record *record, bool brief)
{
	struct card card;

	report_account(p, record);
	report_error(p, record);
	words_card(&card, record);
	for (size_t i = 0; i < card.answer_n; i++)
		line(p, role_of(card.answers[i].mark), card.answers[i].label,
		     words_card_answer(&card.answers[i], false));
	line(p, role_of(card.why_mark), _("WHY"), words_card_why(&card));
	for (size_t i = 0; i < card.step_n; i++) {
		char *lead = i ? mem_printf("    %zu ", i + 1) : mem_printf(_("DO  %d "), 1);

		line(p, PAGE_PLAIN, lead,
		     mem_strdup(brief ? card.steps[i].brief : card.steps[i].full));
		free(lead);
	}
	if (words_card_next(&card))
		line(p, PAGE_PLAIN, _("DO"), mem_strdup(words_card_next(&card)));
	card_clear(&card);
}
