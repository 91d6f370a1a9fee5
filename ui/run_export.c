/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports into a file or onto the clipboard. */
#include "config.h"
#include "ui/run_commands.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/save.h"
#include "case/case.h"
#include "report/report.h"
#include "report/report_sheet.h"
#include "report/setup.h"
#include "ui/app.h"
#include "ui/clip.h"
#include "ui/privacy.h"
#include "ui/term.h"
#include "ui/text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COPY_COLS 78
#define FILE_COLS_MAX 24 /* of the target's name in a file's name */

static char *file_asked; /* the name that waits for "yes, replace it" */
static void (*saver)(struct ui *ui, const char *file, bool force); /* what is written there */

/* By the name's end; text where that says nothing. */
static const struct report_format *format_for(const char *file)
{
	size_t n, len = strlen(file);
	const struct report_format *all = report_formats(&n);

	for (size_t i = 0; i < n; i++) {
		size_t suffix = strlen(all[i].suffix);

		if (len > suffix + 1 && file[len - suffix - 1] == '.' &&
		    str_ieq(file + len - suffix, all[i].suffix))
			return &all[i];
	}
	return report_format("text");
}

static void report_bytes(const struct ui *ui, const struct report_format *format, struct buf *out)
{
	struct page_options options = {.cols = COPY_COLS, .ascii = theme_ascii()};

	buf_init(out, 0);
	format->write(out, ui->run.record, &options);
}

/* A report for people hides what the screen hides. */
static void hide(struct buf *out)
{
	char *text = privacy_text(buf_text(out));

	buf_reset(out);
	buf_puts(out, text);
	free(text);
}

static bool ends_with(const char *file, const char *suffix)
{
	size_t len = strlen(file), n = strlen(suffix);

	return len > n && str_ieq(file + len - n, suffix);
}

/* Whether to say that the file has what the screen hides. */
static bool whole_is_told(bool hides)
{
	return privacy_is_on() && !hides;
}

static void save(struct ui *ui, const char *file, bool force)
{
	struct buf out;
	char *error = NULL;

	if (ends_with(file, ".case")) {
		if (case_save(ui->run.record, file, force,
			      &error)) /* TRANSLATORS: %s is a file name. */
			app_say(ui,
				mem_printf(whole_is_told(false)
					       ? _("The case is in %s, with what the screen hides.")
					       : _("The case is in %s."),
					   file));
		else
			app_say(ui, error);
		return;
	}
	const struct report_format *format = format_for(file);
	bool hides =
	    privacy_is_on() && (str_eq(format->name, "text") || str_eq(format->name, "full"));

	report_bytes(ui, format, &out);
	if (hides)
		hide(&out);
	if (save_file(file, out.data, out.len, force, &error)) /* TRANSLATORS: %s is a file name. */
		app_say(ui, mem_printf(whole_is_told(hides)
					   ? _("The report is in %s, with what the screen hides.")
					   : _("The report is in %s."),
				       file));
	else
		app_say(ui, error);
	buf_clear(&out);
}

static void replace(struct ui *ui, const char *answer)
{
	char *file = file_asked;

	file_asked = NULL;
	if (*answer == 'y')
		saver(ui, file, true);
	else
		app_say(ui, mem_strdup(_("Nothing was written.")));
	free(file);
}

static void write_asked(struct ui *ui, const char *text)
{
	char *file = text_home(text);

	if (!*file) {
		app_say(ui, mem_strdup(_("Nothing was written.")));
	} else if (access(file, F_OK) == 0) {
		/* TRANSLATORS: %s is a file name; y and n stay as they are. */
		char *label = mem_printf(_("%s is there already. Replace it? (y, n)"), file);

		prompt_choice(&ui->prompt, label, "yn", replace);
		free(label);
		free(file_asked);
		file_asked = file;
		return;
	} else {
		saver(ui, file, false);
	}
	free(file);
}

/* "porthorn-gmail.txt": from the label, with nothing in it that a shell would stumble over. */
static char *file_proposed(const struct target *t)
{
	char *name = str_lower(mem_strdup(t->scenario ? t->scenario : t->label));
	size_t len = 0;

	/* One dash for all that is between two words; short enough to be in sight as a whole. */
	for (const char *at = name; *at && len < FILE_COLS_MAX; at++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789.", *at))
			name[len++] = *at;
		else if (len && name[len - 1] != '-')
			name[len++] = '-';
	while (len && strchr(".-", name[len - 1]))
		len--;
	name[len] = '\0';
	char *file = mem_printf("porthorn-%s.txt", name);

	free(name);
	return file;
}

void run_ask_write(struct ui *ui)
{
	char *file = file_proposed(ui->run.record->target);

	saver = save;
	prompt_line(&ui->prompt, _("Save as (.txt, .json, .case, .pem):"), file, write_asked);
	ui->prompt.brief = _("Save as:");
	free(file);
}

/* ---- the settings' sheet ---- */

/* The program's own file if its name says so; else the sheet as text. */
static bool sheet_bytes(const struct ui *ui, const char *file, struct buf *out, char **ret_error)
{
	const struct setup_format *format = setup_format_of_file(file);
	struct page_options options = {.cols = COPY_COLS, .ascii = theme_ascii()};

	if (format)
		return setup_write(out, format, ui->run.record, ret_error);
	report_sheet(out, ui->run.record, run_program(&ui->run), &options);
	hide(out);
	return true;
}

static void save_sheet(struct ui *ui, const char *file, bool force)
{
	char *error = NULL;
	struct buf out;

	buf_init(&out, 0);
	if (sheet_bytes(ui, file, &out, &error) &&
	    save_file(file, buf_text(&out), out.len, force, &error))
		/* TRANSLATORS: %s is a file name. */
		app_say(ui, mem_printf(_("The settings are in %s. No password is in it."), file));
	else
		app_say(ui, error);
	buf_clear(&out);
}

void run_ask_write_sheet(struct ui *ui)
{
	const char *setup = run_program(&ui->run)->setup;
	char *file = setup ? setup_file_name(setup_format(setup), ui->run.record)
			   : mem_strdup("porthorn-settings.txt");

	saver = save_sheet;
	prompt_line(&ui->prompt, _("Save the settings as:"), file, write_asked);
	ui->prompt.brief = _("Save as:");
	free(file);
}

static void save_message(struct ui *ui, const char *file, bool force)
{
	char *error = NULL;
	struct message m;
	struct buf out;

	message_page_write(ui, ends_with(file, ".md"), &m);
	buf_init(&out, 0);
	/* TRANSLATORS: as e-mail programs call the line above a message. */
	buf_printf(&out, _("Subject: %s"), m.subject);
	buf_printf(&out, "\n\n%s", m.text);
	hide(&out);
	if (save_file(file, buf_text(&out), out.len, force, &error))
		/* TRANSLATORS: %s is a file name. */
		app_say(ui, mem_printf(_("The message is in %s."), file));
	else
		app_say(ui, error);
	buf_clear(&out);
	message_clear(&m);
}

void run_ask_write_message(struct ui *ui)
{
	const struct message_page *page = &ui->letter;
	char *file = mem_printf("porthorn-%s.txt", party_name(page->parties[page->at]));

	saver = save_message;
	prompt_line(&ui->prompt, _("Save the message as (.txt, .md):"), file, write_asked);
	ui->prompt.brief = _("Save as:");
	free(file);
}

/* What is copied is as wide as a letter, whatever the screen is. */
static char *pane_text(const struct run *run, enum pane pane)
{
	struct list list = {0};

	if (pane_rows[pane].copied)
		return pane_rows[pane].copied(run);
	list_begin(&list);
	pane_rows[pane].build(&list, run, COPY_COLS);
	list_end(&list);
	char *text = list_text(&list);

	list_clear(&list);
	return text;
}

static char *text_for(const struct ui *ui, char choice)
{
	struct buf out;

	if (choice == 's')
		return pane_text(&ui->run, PANE_SETTINGS);
	if (choice == 'v')
		return pane_text(&ui->run, ui->run.focus);
	report_bytes(ui, report_format("text"), &out);
	hide(&out);
	return buf_take(&out);
}

void run_copy(struct ui *ui, char *text, char *said)
{
	enum clip_wrap wrap = clip_wrap(term_type(), getenv("TMUX"));
	struct buf out;

	buf_init(&out, 0);
	if (wrap == CLIP_NONE) {
		app_say(ui, mem_strdup(_("This terminal has no clipboard. w writes a file.")));
	} else if (clip_sequence(&out, text, strlen(text), wrap)) {
		term_send(out.data, out.len);
		app_say(ui, said);
		said = NULL;
	} else {
		app_say(ui, mem_strdup(_(
				"That is too long for a terminal's clipboard. w writes a file.")));
	}
	buf_clear(&out);
	free(said);
	free(text);
}

static size_t lines_of(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static void copy_asked(struct ui *ui, const char *choice)
{
	char *text = text_for(ui, *choice);
	size_t n = lines_of(text);
	const char *what = *choice == 's'   ? _("the settings")
			   : *choice == 'v' ? _(pane_rows[ui->run.focus].title)
					    : _("the report");
	char *said = mem_printf(ngettext("Copied, if your terminal allows it: %s, %zu line.",
					 /* TRANSLATORS: what was copied, and how many lines. */
					 "Copied, if your terminal allows it: %s, %zu lines.", n),
				what, n);

	run_copy(ui, text, said);
}

void run_copy_line(struct ui *ui)
{
	struct run *run = &ui->run;
	char *plain = list_copied(&run->lists[run->focus]);

	if (!plain) {
		app_hint(ui, mem_strdup(_("No line is selected here.")),
			 _("[copy:{copy} copies the report, the settings or this view.|]"));
		return;
	}
	char *text = privacy_text(plain);
	/* TRANSLATORS: what was copied. */
	char *said = mem_printf(_("Copied, if your terminal allows it: %s"), text);

	run_copy(ui, text, said);
	free(plain);
}

void run_ask_copy(struct ui *ui)
{
	prompt_choice(&ui->prompt,
		      _("Copy: r the report, s the settings, v this view (Esc: nothing)"), "rsv",
		      copy_asked);
	/* TRANSLATORS: at most 38 columns. */
	ui->prompt.brief = _("Copy: r report, s settings, v view");
}
