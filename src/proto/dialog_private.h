/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The runner's own parts: dialog.c goes from step to step, dialog_reply.c reads replies,
 * dialog_stray.c reads lines that answer nothing. */
#ifndef PROTO_DIALOG_PRIVATE_H
#define PROTO_DIALOG_PRIVATE_H

#include "proto/dialog.h"

struct dialog {
	const struct proto *proto;
	const struct dialog_ops *ops;
	void *user;
	struct dialog_limits limits;
	bool wants_starttls;
	bool under_tls;
	bool only_greet;
	bool only_secure;
	bool old_hello;
	char *own_literal;
	int step, next; /* next: after SETTLES */
	enum dialog_state state;
	struct reply reply; /* to the step, so far */
	char *banner;	    /* the greeting's text */
	bool caps_known;
	struct strs caps;
	bool greeted; /* by a server of the protocol */
	bool logged_in;
	bool asked;	    /* the step's line was sent */
	bool heard;	    /* the server has begun to answer the step's line */
	bool prompted;	    /* the step's later line was sent */
	int doubted;	    /* the step that the server called unknown; STEP_NONE: none */
	char *doubted_text; /* … and its words */
	bool pauses;	    /* after a reply that may be a stray line: SETTLES within the stage */
	bool has_paused;    /* … and no more text came */
	bool is_realigned;  /* its true answer came late: the step's own is still due */
	struct buf stray;   /* unrequested lines, not reported yet */
	size_t stray_bytes;
	bool dismissed;	 /* QUIT was answered, though not with the goodbye that may still come */
	bool stray_open; /* the next line belongs to them */
};

/* dialog.c */
const struct step *dialog_step(const struct dialog *d);
/* A new event about the current stage. */
struct event *dialog_news(const struct dialog *d, enum event_type type);
void dialog_emit(struct dialog *d, struct event *e);
void dialog_emit_bytes(struct dialog *d, enum event_type type, const struct buf *in);
enum dialog_state dialog_give_up(struct dialog *d);
void dialog_set_step(struct dialog *d, int step);
/* Enters a step. The current stage has ended, or is this step's own. */
enum dialog_state dialog_enter(struct dialog *d, int step, bool same_stage, struct buf *in);
enum dialog_state dialog_take_step(struct dialog *d, int step, struct buf *in);
/* The server has said goodbye without a question. */
enum dialog_state dialog_taken_leave(struct dialog *d, struct buf *in);

/* dialog_reply.c: after the pause that a doubtful reply made.  What has come since is the true
 * one. */
enum dialog_state dialog_resume(struct dialog *d, struct buf *in);
/* The connection went down in that pause: the "no" was meant. */
void dialog_refused(struct dialog *d);

/* dialog_stray.c */
/* Keeps a line for dialog_tell_stray(), which makes one event of all of them. */
void dialog_add_stray(struct dialog *d, const char *text, size_t bytes);
void dialog_tell_stray(struct dialog *d, enum outcome outcome);
/* A line of the reply has been received. */
void dialog_note_line(struct dialog *d, const char *line);
/* Takes a line that came before the step's own was heard. False: the server ends the conversation
 * with it. */
bool dialog_take_stray(struct dialog *d, struct buf *in, size_t len, size_t whole);
/* Takes what came before a line is sent. False: the server ends the conversation with it. */
bool dialog_take_strays(struct dialog *d, struct buf *in);

#endif
