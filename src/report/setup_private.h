/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the writers of setup files share. */
#ifndef REPORT_SETUP_PRIVATE_H
#define REPORT_SETUP_PRIVATE_H

#include "report/setup.h"

#include "reason/offer.h"

/* One account: hosts are names or addresses and nothing else, users have no control bytes. */
struct setup_side {
	const struct setting *set; /* NULL: the format does not need it, or it is not there */
	char *user;		   /* NULL: not known */
	bool oauth2;		   /* else a password */
	bool encrypted;		   /* … of which only a challenge is answered */
	bool none;		   /* no login */
};
struct setup {
	const struct record *record;
	struct setup_side in, out;
	const char *email; /* NULL: not known */
	const char *name;  /* what to call the account; never NULL */
	char id[17];	   /* the same for the same account */
	bool works;	   /* false: published, not tested */
};

void setup_muttrc(struct buf *out, const struct setup *s);
void setup_msmtprc(struct buf *out, const struct setup *s);
void setup_mbsyncrc(struct buf *out, const struct setup *s);
void setup_isyncrc(struct buf *out, const struct setup *s);
void setup_fetchmailrc(struct buf *out, const struct setup *s);
void setup_postfix(struct buf *out, const struct setup *s);
void setup_autoconfig(struct buf *out, const struct setup *s);
void setup_mobileconfig(struct buf *out, const struct setup *s);
void setup_evolution_account(struct buf *out, const struct setup *s);
void setup_evolution_identity(struct buf *out, const struct setup *s);
void setup_evolution_transport(struct buf *out, const struct setup *s);
void setup_qr(struct buf *out, const struct setup *s);
void setup_qr_text(struct buf *out, const struct setup *s);

/* "# " and one sentence about the account and its test. */
void setup_comment(struct buf *out, const struct setup *s);
/* [::1] for an IPv6 address; else the host. The caller frees. */
char *setup_host(const struct setting *set);

#endif
