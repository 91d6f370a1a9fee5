/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a step calls the things around this computer: a home's, a container's, a cluster's, a rented machine's. */
#ifndef WORDS_PLACE_H
#define WORDS_PLACE_H

#include "advice/advice.h"
#include "reason/record.h"

/* "#place": the number of enum standing; "#box": 1 in a cluster of containers, 2 in WSL, else 0; "#vpn-in-use": 1 behind a VPN; "#away": what other network there
 * is to try (0 a phone's, 1 any that lets mail servers through, 2 another computer's, 3 the one without the VPN); "#mobile": 1 behind a modem; "my-line": what an Internet
 * provider or a hosting company connects. NULL if it is none of these. The caller frees. */
char *words_place_value(const struct record *record, bool servers, const char *name, bool number);
/* The network is a company's, a school's or a hotel's, or wants its guests to sign in: its router is not the reader's
 * ("#own-router" is 1). */
bool words_place_is_managed(const struct record *record);
/* A rented machine, or a container on one, as far as is known. */
bool words_place_is_rented(const struct record *record);
/* Whether the program can be run in another network, or around its container. */
bool words_place_may_change(const struct record *record);
/* words_place() of the finding, as it is called there. */
const char *words_place_of(const struct record *record, const struct finding *f);
/* who_title(), translated, as it fits there. */
const char *words_who(const struct record *record, enum who who);

#endif
