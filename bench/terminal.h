/* SPDX-License-Identifier: GPL-3.0-or-later */
/* porthorn on a terminal of its own, typed at and read; any failure ends the bench. */
#ifndef BENCH_TERMINAL_H
#define BENCH_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define TAIL_LEN 4096

struct run {
	pid_t pid;
	int fd; /* our end of its terminal */
	double began_ms;
	long peak_kib;
	char tail[TAIL_LEN + 1]; /* the last bytes that it wrote */
	size_t tail_len;
	size_t bytes; /* all that it wrote */
};

double terminal_now_ms(void);
double terminal_median(double *v, size_t n); /* sorts them by size; n at least 1 */
void terminal_give_up(const char *what) __attribute__((noreturn));
/* Starts args[0] at 80x24. */
void terminal_start(struct run *r, const char *const *args);
/* Reads until the output since terminal_forget() has text (true) or limit_ms have passed. text NULL: until then. */
bool terminal_await(struct run *r, const char *text, double limit_ms);
void terminal_forget(struct run *r);
void terminal_press(struct run *r, const char *key);
/* Waits for its end; returns its status, and sets the peak of its memory. */
int terminal_end(struct run *r);
void terminal_quit(struct run *r);

#endif
