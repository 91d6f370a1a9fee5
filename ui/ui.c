/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop: wait for keys, the session and signals; then draw if anything has changed. */
#include "config.h"
#include "ui/ui.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/app.h"
#include "ui/privacy.h"
#include "report/report_text.h"
#include "ui/signals.h"
#include "ui/term.h"
#include "ui/theme.h"
#include "words/words.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define FRAME_MS 33 /* at most about 30 drawings a second */
#define ANSWER_MS 4 /* a key is answered sooner */
#define NEWS_MS 16  /* what comes within this time is thought about together */
#define TICK_MS 100 /* the spinner and the clock, during a run */
#define EMPTY_MAX 50

struct loop {
	struct ui ui;
	int signals_fd;
	int64_t drawn_ms; /* when the screen was drawn last */
	int64_t heard_ms; /* when news were thought about last */
	bool dirty;
	bool pressed;	/* by a key */
	unsigned empty; /* how often in a row the terminal was readable without a byte to read */
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool is_running(const struct ui *ui)
{
	return ui->session && !session_done(ui->session);
}

static int64_t frame_ms(const struct loop *l)
{
	return l->pressed ? ANSWER_MS : FRAME_MS;
}

/* How long to wait: until the next frame or tick; -1: for news only. */
static int wait_ms(const struct loop *l)
{
	int64_t since = now_ms() - l->drawn_ms;
	int64_t due = l->dirty ? frame_ms(l) : is_running(&l->ui) ? TICK_MS : -1;

	if (due < 0)
		return -1;
	return since >= due ? 0 : (int)(due - since);
}

/* How long no news are wanted: all findings follow from each, and a key must not wait for a thousand of them. */
static int deaf_ms(const struct loop *l)
{
	int64_t since = now_ms() - l->heard_ms;

	return since >= NEWS_MS ? 0 : (int)(NEWS_MS - since);
}

static void leave(struct loop *l, int status)
{
	l->ui.quit = true;
	l->ui.status = status;
}

static void act_on_signal(struct loop *l, int number)
{
	switch (number) {
	case SIGINT:
	case SIGTERM:
	case SIGHUP:
		leave(l, 128 + number);
		break;
	case SIGTSTP:
		term_leave();
		signals_stop_here();
		term_return();
		break;
	case SIGCONT:
		term_return();
		break;
	default:
		break;
	}
	l->dirty = true;
}

static void read_keys(struct loop *l)
{
	struct key_event e;

	while (!l->ui.quit && keys_read(&e)) {
		app_key(&l->ui, &e);
		l->dirty = l->pressed = true;
	}
}

/* Readable, but with nothing to read, again and again: the terminal is gone.  Once means nothing: Ctrl-Z throws away
 * what poll() has seen, and so does an end of file that was typed while the terminal was the shell's. */
static bool is_gone(struct loop *l, const struct pollfd *in)
{
	int waiting = 0;

	if (in->revents & (POLLHUP | POLLERR | POLLNVAL))
		return true;
	if ((in->revents & POLLIN) && ioctl(in->fd, FIONREAD, &waiting) == 0 && waiting == 0)
		l->empty++;
	else
		l->empty = 0;
	return l->empty > EMPTY_MAX;
}

static void pump(struct loop *l)
{
	struct run *run = &l->ui.run;
	bool was_running = is_running(&l->ui);

	if (!l->ui.session)
		return;
	size_t news = session_pump(l->ui.session);

	if (news)
		l->heard_ms = now_ms();
	if (news || was_running != is_running(&l->ui)) {
		session_record(l->ui.session); /* the conclusions, for run->record */
		run_stale(run);
		reader_stale(&l->ui.reader);
		l->dirty = true;
	}
	if (was_running && !is_running(&l->ui))
		app_note_result(&l->ui);
	if (is_running(&l->ui) && now_ms() - l->drawn_ms >= TICK_MS) {
		run->built_cols[PANE_PORTS] = 0;
		l->dirty = true;
	}
}

static void wait_for_news(struct loop *l)
{
	int deaf = deaf_ms(l), wait = wait_ms(l);
	struct pollfd fds[] = {
	    {STDIN_FILENO, POLLIN, 0},
	    {l->signals_fd, POLLIN, 0},
	    {l->ui.session && !deaf ? session_fd(l->ui.session) : -1, POLLIN, 0},
	};

	if (deaf && (wait < 0 || wait > deaf))
		wait = deaf;
	if (poll(fds, 3, wait) < 0 && errno != EINTR)
		leave(l, 3);
	for (int number; (number = signals_next());)
		act_on_signal(l, number);
	if (is_gone(l, &fds[0]))
		leave(l, 128 + SIGHUP);
}

/* The first frame is there: now for what it could do without. */
static void load(struct loop *l)
{
	if (!l->ui.options->load)
		return;
	app_load(&l->ui);
	l->dirty = l->pressed = true;
}

static void run_loop(struct loop *l)
{
	l->dirty = l->pressed = true; /* the first frame waits for nothing */
	while (!l->ui.quit) {
		read_keys(l);			/* also lets curses notice a new size */
		if (!l->pressed && !deaf_ms(l)) /* a key is answered before the next news */
			pump(l);
		if (l->dirty && !l->ui.quit && now_ms() - l->drawn_ms >= frame_ms(l)) {
			app_draw(&l->ui);
			l->drawn_ms = now_ms();
			l->dirty = l->pressed = false;
			load(l);
		}
		if (!l->ui.quit)
			wait_for_news(l);
	}
}

/* What READ and SEND leave out of the settings. */
static void put_sign_in(struct page *page, const struct record *record)
{
	char *user = pane_settings_user(record);

	if (record->summary.setting_n) {
		char *method = words_auth(record->summary.settings[0].auth);

		/* TRANSLATORS: a user name, then how to sign in ("Normal password"), or that alone. */
		page_give(page, PAGE_PLAIN, "",
			  user ? mem_printf(_("Sign-in: %s, %s"), user, method)
			       : mem_printf(_("Sign-in: %s"), method));
		free(method);
	}
	free(user);
}

/* The answer and the settings stay on the normal screen. */
static void leave_answer(const struct ui *ui, int cols)
{
	struct page_options options = {.cols = cols, .ascii = theme_ascii()};
	struct page page;
	struct buf out;

	if (!ui->run.record)
		return;
	buf_init(&out, 0);
	page_init(&page, &out, &options);
	report_card(&page, ui->run.record, false);
	put_sign_in(&page, ui->run.record);
	char *shown = privacy_text(buf_text(&out));

	fputs(shown, stdout);
	fflush(stdout);
	free(shown);
	buf_clear(&out);
}

int ui_run(struct ui_options *options, char **ret_error)
{
	struct loop l = {.signals_fd = signals_open()};

	if (l.signals_fd < 0)
		*ret_error = mem_strdup(strerror(errno));
	if (l.signals_fd < 0 || !term_open(NULL, stdout, stdin, options->theme, ret_error)) {
		signals_close();
		session_free(options->session);
		record_free(options->saved);
		return 3;
	}
	signals_follow_size();
	app_init(&l.ui, options);
	run_loop(&l);
	int status = l.ui.status, rows, cols;

	term_size(&rows, &cols);

	term_close(); /* before anything that may take a moment */
	if (!options->no_summary && status < 128)
		leave_answer(&l.ui, cols);
	signals_close();
	app_clear(&l.ui);
	return status;
}
