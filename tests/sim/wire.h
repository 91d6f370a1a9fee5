/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simulated byte stream (net/conn.h without sockets), and TLS as what it leads to (net/tls/tls.h without
 * cryptography). */
#ifndef TESTS_SIM_WIRE_H
#define TESTS_SIM_WIRE_H

#include "net/conn.h"
#include "practice/script.h"

/* The configuration of a server that follows the script. */
struct tls_config *tls_of_script(const struct script *script, const char *identity);

/* What a handshake leads to, by both configurations. */
enum tls_end { TLS_END_OK, TLS_END_ALERT, TLS_END_HANGS_UP, TLS_END_SILENT };
struct tls_meeting {
	enum tls_end end;
	int alert;
	enum tls_version version;
	const char *identity;
};
struct tls_hello { /* what a client asks for */
	enum tls_offer offer;
	enum tls_version oldest, newest;
	bool named;
};
struct tls_hello tls_hello_of(const struct tls *tls);
struct tls_meeting tls_meet(const struct tls_hello *client, const struct tls *by);
void tls_met(struct tls *tls, const struct tls_meeting *m);
void tls_alerted(struct tls *tls, int alert);
/* "not a TLS record". */
void tls_confused(struct tls *tls);

/* The most of our connections that one address had when another one was opened there, since the last
 * wires_forget(). */
int wires_crowd(void);
/* What a client has done to a server that is not polite, or NULL. */
const char *wires_impolite(void);
/* Frees the connections that are left, none after a run; returns how many there were. */
size_t wires_forget(void);

#endif
