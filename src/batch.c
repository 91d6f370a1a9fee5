/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "batch.h"

#include "base/esc.h"
#include "base/fd.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/save.h"
#include "case/case.h"
#include "message.h"
#include "report/qr.h"
#include "report/report.h"
#include "report/report_sheet.h"

#include <errno.h>
#include <langinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COLS_MOST 100 /* longer lines are hard to read */

static volatile sig_atomic_t caught;
/* the signals that waiting blocks: those that porthorn's caller blocked */
static sigset_t waiting_mask;

static void catch (int number)
{
	caught = number;
}

void batch_prepare(void)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {.sa_handler = catch};
	static bool prepared;
	sigset_t block;

	if (prepared)
		return;
	prepared = true;
	sigemptyset(&block);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct sigaction old;

		/* nohup and shells that start background jobs ignore signals for us. */
		if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler == SIG_IGN)
			continue;
		sigaction(numbers[i], &action, NULL);
		sigaddset(&block, numbers[i]);
	}
	sigprocmask(SIG_BLOCK, &block, &waiting_mask);
}

struct page_options batch_layout(bool no_color)
{
	const char *term = getenv("TERM"), *plain = getenv("NO_COLOR");
	bool tty = isatty(STDOUT_FILENO);
	struct winsize size = {0};
	struct page_options layout = {.ascii = !str_ieq(nl_langinfo(CODESET), "UTF-8")};

	if (tty && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		layout.cols = size.ws_col > COLS_MOST ? COLS_MOST : size.ws_col;
	layout.color = tty && !no_color && !(plain && *plain) && term && !str_eq(term, "dumb");
	return layout;
}

int batch_complain(char *sentence, int status)
{
	bool ascii = !str_ieq(nl_langinfo(CODESET), "UTF-8");
	char *shown = esc_text(sentence, strlen(sentence), ascii);

	fprintf(stderr, "porthorn: %s\n", shown);
	free(shown);
	free(sentence);
	return status;
}

int batch_print(const struct buf *text)
{
	if (fwrite(buf_text(text), 1, text->len, stdout) == text->len && fflush(stdout) == 0)
		return 0;
	if (errno == EPIPE) /* the reader has seen enough: porthorn --help | head */
		return STATUS_SIGNAL + SIGPIPE;
	/* TRANSLATORS: %s is the system's words for what went wrong. */
	return batch_complain(
	    mem_printf(_("Standard output can't be written: %s."), strerror(errno)),
	    STATUS_COULD_NOT);
}

/* Waits until the run is over. The first signal ends it cleanly, a second one at once. Returns the
 * number of the first, or 0. */
static int wait_for(struct session *s)
{
	int first = 0;

	while (session_pump(s), !session_done(s)) {
		fd_wait(session_fd(s), &waiting_mask);
		if (!caught)
			continue;
		if (first)
			break;
		first = caught;
		caught = 0;
		session_cancel(s);
	}
	return first;
}

/* What a file with settings has; as a QR code if it is for a phone. */
static bool fill_setup(struct buf *out, const struct record *r, const struct options *o,
		       const struct page_options *layout, char **ret_error)
{
	struct strs lines = {0};
	struct buf text;

	if (!o->setup->qr)
		return setup_write(out, o->setup, r, ret_error);
	buf_init(&text, 0);
	if (setup_write(&text, o->setup, r, ret_error) && !qr_lines(&lines, buf_text(&text),
								    layout->ascii   ? QR_ASCII
								    : layout->color ? QR_COLORED
										    : QR_BLOCKS))
		*ret_error = mem_strdup(_("No QR code can be made: the settings are too long for "
					  "one, or porthorn was built without libqrencode."));
	for (size_t i = 0; i < lines.n; i++)
		buf_printf(out, "%s\n", lines.v[i]);
	strs_clear(&lines);
	buf_clear(&text);
	return !*ret_error;
}

/* Appends what is asked for; false with *ret_error. */
static bool fill(struct buf *out, const struct record *r, const struct options *o, char **ret_error)
{
	const struct report_format *format = o->report ? o->report : report_format("text");
	struct page_options layout = batch_layout(o->no_color);

	layout.system = o->system;

	if (o->output)
		layout = (struct page_options){.ascii = layout.ascii, .system = o->system};
	if (!str_eq(format->suffix, "txt"))
		layout.ascii = false;
	if (o->setup)
		return fill_setup(out, r, o, &layout, ret_error);
	if (o->settings && !o->report)
		report_sheet(out, r, o->program, &layout);
	else
		format->write(out, r, &layout);
	return true;
}

static int write_report(const struct record *r, const struct options *o)
{
	struct buf out;
	char *error = NULL;
	int status = 0;

	buf_init(&out, 0);
	if (o->message)
		status = message_write(&out, r, o);
	else if (!fill(&out, r, o, &error))
		status = batch_complain(error, STATUS_COULD_NOT);
	if (!status && !o->output)
		status = batch_print(&out);
	else if (!status && !save_file(o->output, buf_text(&out), out.len, o->force, &error))
		status = batch_complain(error, STATUS_COULD_NOT);
	buf_clear(&out);
	return status;
}

/* 0, or STATUS_COULD_NOT after a sentence on standard error. */
static int write_files(const struct record *r, const struct options *o)
{
	char *error = NULL;
	int status = write_report(r, o);

	if (o->save_case && !case_save(r, o->save_case, o->force, &error))
		status = batch_complain(error, STATUS_COULD_NOT);
	return status;
}

int batch_report(const struct record *r, const struct options *o)
{
	int status = write_files(r, o);

	return status ? status : record_exit_status(r);
}

int batch_run(struct session *s, const struct options *o)
{
	int stopped_by = wait_for(s);

	if (!stopped_by)
		return batch_report(session_record(s), o);
	int status = write_files(session_record(s), o);

	return status ? status : STATUS_SIGNAL + stopped_by;
}
