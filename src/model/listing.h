/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a source says about a domain's mail servers, one thing a line, as the list of an
 * EVENT_SOURCE:
 *
 *   server SERVICE SECURITY HOST PORT [login=A,B] [alternative] [unconfirmed] [user=TEMPLATE]
 *   provider ID    name TEXT    code WORD    note SENTENCE    help ADDRESS    form WORDS
 *   kind WORD      what an MX is that has no mailboxes: filter, forwarder, parking, no-mailbox …;
 *                  sign: the records are left over perhaps
 *   exchange ADDRESS  a computer with Exchange, or the address of its Autodiscover
 *
 * The texts are foreign.
 */
#ifndef MODEL_LISTING_H
#define MODEL_LISTING_H

#include "model/target.h"

/* A server as a line; the caller frees. */
char *listing_server(const struct target_server *s);
/* The inverse. False if the line is none; *ret then holds nothing. Free with
 * target_server_clear(). */
bool listing_read_server(const char *line, struct target_server *ret);
/* Appends "KEY VALUE" unless value is NULL or "". */
void listing_add(struct strs *list, const char *key, const char *value);
/* The rest of the line if it begins with key, else NULL. */
const char *listing_value(const char *line, const char *key);
/* The value of the first such line, or NULL. */
const char *listing_find(const struct strs *list, const char *key);
#define LISTING_WEAK_SIGN "sign"
#define LISTING_EXCHANGE "exchange"
/* "mail.example.org" of "https://mail.example.org/path"; NULL if it is no such address. The caller
 * frees. */
char *listing_web_host(const char *address);
/* How many servers it names. */
size_t listing_servers(const struct strs *list);
/* Whether both name the same servers, in the same order and words. */
bool listing_same_servers(const struct strs *a, const struct strs *b);

#endif
