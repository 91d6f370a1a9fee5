/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "practice/server.h"

#include "base/fd.h"
#include "base/mem.h"
#include "net/tls/tls.h"
#include "practice/listener.h"
#include "practice/script.h"
#include "practice/talk.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2" /* as current servers have it */
#define ACCEPTS_MAX 16 /* connections accepted in one turn of the loop */

static const enum family families[] = {FAMILY_IPV4, FAMILY_IPV6};

enum { SIDES = sizeof families / sizeof *families };

struct side { /* one address family */
	struct server *server;
	struct listener listener;
	uv_poll_t poll;
};

struct server {
	struct script *script;
	struct tls_config *tls, *later_tls; /* later_tls: NULL without a later identity */
	struct talk_host host, later;	    /* for the first connection, for all others */
	struct side sides[SIDES];
	struct talk *talks[SERVER_TALKS_MAX];
	size_t talk_n, talk_most, talk_all;
	int turned_away;  /* connections so far */
	bool served;	  /* there was a connection */
	unsigned handles; /* polls not closed yet */
};

static void free_server(struct server *s)
{
	for (size_t i = 0; i < SIDES; i++)
		listener_close(&s->sides[i].listener);
	tls_config_free(s->tls);
	tls_config_free(s->later_tls);
	script_free(s->script);
	free(s);
}

static void talk_over(struct talk *t, void *user)
{
	struct server *s = user;

	for (size_t i = 0; i < s->talk_n; i++)
		if (s->talks[i] == t) {
			s->talks[i] = s->talks[--s->talk_n];
			return;
		}
}

/* Counts a connection; false for those that the script turns away. */
static bool is_wanted(struct server *s)
{
	if (s->turned_away >= s->script->turn_away)
		return true;
	s->turned_away++;
	return false;
}

static void acceptable(uv_poll_t *poll, int status, int events)
{
	struct side *side = poll->data;
	struct server *s = side->server;

	(void)status;
	(void)events;
	for (int i = 0; i < ACCEPTS_MAX; i++) {
		int fd = fd_accept(side->listener.fd);

		if (fd < 0)
			return;
		if (s->talk_n < SERVER_TALKS_MAX)
			s->talks[s->talk_n++] =
			    talk_open(s->served ? &s->later : &s->host, fd, is_wanted(s));
		else
			close(fd);
		s->served = true;
		s->talk_all++;
		if (s->talk_n > s->talk_most)
			s->talk_most = s->talk_n;
	}
}

static bool load_staple(struct server *s, struct identities *ids)
{
	static const enum tls_staple states[] = {[SCRIPT_STAPLE_GOOD] = TLS_STAPLE_GOOD,
						 [SCRIPT_STAPLE_REVOKED] = TLS_STAPLE_REVOKED,
						 [SCRIPT_STAPLE_UNKNOWN] = TLS_STAPLE_UNKNOWN};
	size_t len = 0;

	if (s->script->staple == SCRIPT_STAPLE_NONE)
		return true;
	char *staple = identity_staple(ids, s->script->identity, states[s->script->staple], &len);

	if (!staple)
		return false;
	tls_config_server_staple(s->tls, staple, len);
	free(staple);
	return true;
}

static struct tls_config *config_of(const struct script *script, struct identities *ids,
				    const char *identity, const char *name, char **ret_error)
{
	const char *chain, *key;
	char *why = NULL;

	if (!identity_get(ids, identity, &chain, &key)) {
		*ret_error =
		    mem_printf("%s: the certificate \"%s\" cannot be made", name, identity);
		return NULL;
	}
	struct tls_config *tls = tls_config_server(
	    chain, key, script->priorities ? script->priorities : PRIORITIES, &why);

	if (!tls)
		*ret_error = mem_printf("%s: %s", name, why ? why : "TLS cannot be set up");
	free(why);
	return tls;
}

static bool load_tls(struct server *s, struct identities *ids, const char *name, char **ret_error)
{
	const struct script *script = s->script;
	const char *chain, *key;

	s->tls = config_of(script, ids, script->identity, name, ret_error);
	if (!s->tls)
		return false;
	if (script->later_identity) {
		s->later_tls = config_of(script, ids, script->later_identity, name, ret_error);
		if (!s->later_tls)
			return false;
	}
	if (!load_staple(s, ids)) {
		*ret_error = mem_printf("%s: the OCSP response cannot be made", name);
		return false;
	}
	if (script->alert >= 0)
		tls_config_server_refuse(s->tls, script->alert);
	if (script->nameless_alert >= 0)
		tls_config_server_refuse_nameless(s->tls, script->nameless_alert);
	if (script->named_alert >= 0)
		tls_config_server_refuse_named(s->tls, script->named_alert);
	if (script->nameless_identity &&
	    (!identity_get(ids, script->nameless_identity, &chain, &key) ||
	     !tls_config_server_nameless(s->tls, chain, key))) {
		*ret_error = mem_printf("%s: the certificate \"%s\" cannot be made", name,
					script->nameless_identity);
		return false;
	}
	if (script->dh_bits && !tls_config_server_group(s->tls, script->dh_bits)) {
		*ret_error = mem_printf("%s: the group cannot be had", name);
		return false;
	}
	if (script->hello_max)
		tls_config_server_swallow(s->tls, (unsigned)script->hello_max);
	if (script->hello_newest >= 0)
		tls_config_server_newest(s->tls, (enum tls_version)script->hello_newest);
	if (script->client != SCRIPT_CLIENT_NONE)
		tls_config_server_ask_client(s->tls, script->client == SCRIPT_CLIENT_REQUIRED);
	return true;
}

static bool open_sides(struct server *s, uv_loop_t *loop, const char *name, char **ret_error)
{
	for (size_t i = 0; i < SIDES; i++) {
		struct side *side = &s->sides[i];
		int err = listener_open(&side->listener, families[i], s->script->listen);

		if (err && families[i] == FAMILY_IPV4) {
			*ret_error = mem_printf("%s: %s: %s", name, listener_address(families[i]),
						strerror(err));
			return false;
		}
		if (err || s->script->listen != SCRIPT_LISTEN_OPEN)
			continue;
		if (uv_poll_init(loop, &side->poll, side->listener.fd) < 0) {
			listener_close(&side->listener);
			continue;
		}
		side->server = s;
		side->poll.data = side;
		s->handles++;
		uv_poll_start(&side->poll, UV_READABLE, acceptable);
	}
	return true;
}

struct server *server_listen(uv_loop_t *loop, const char *name, const char *script,
			     char **ret_error)
{
	struct script *parsed = script_parse(name, script, ret_error);

	if (!parsed)
		return NULL;
	struct server *s = mem_calloc(1, sizeof *s);

	s->script = parsed;
	for (size_t i = 0; i < SIDES; i++)
		s->sides[i].listener.fd = -1;
	s->host = (struct talk_host){.loop = loop, .script = parsed, .ended = talk_over, .user = s};
	s->later = s->host;
	if (open_sides(s, loop, name, ret_error))
		return s;
	server_close(s);
	return NULL;
}

bool server_certify(struct server *s, struct identities *ids, const char *name, char **ret_error)
{
	if (script_uses_tls(s->script) && !load_tls(s, ids, name, ret_error))
		return false;
	s->host.tls = s->tls;
	s->later.tls = s->later_tls ? s->later_tls : s->tls;
	return true;
}

struct server *server_open(uv_loop_t *loop, struct identities *ids, const char *name,
			   const char *script, char **ret_error)
{
	struct server *s = server_listen(loop, name, script, ret_error);

	if (!s || server_certify(s, ids, name, ret_error))
		return s;
	server_close(s);
	return NULL;
}

int server_port(const struct server *s, enum family family)
{
	for (size_t i = 0; i < SIDES; i++)
		if (families[i] == family)
			return s->sides[i].listener.port;
	return 0;
}

size_t server_all(const struct server *s)
{
	return s->talk_all;
}

size_t server_most(const struct server *s)
{
	return s->talk_most;
}

static void poll_closed(uv_handle_t *handle)
{
	struct side *side = handle->data;

	if (--side->server->handles == 0)
		free_server(side->server);
}

void server_close(struct server *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->talk_n; i++)
		talk_close(s->talks[i]);
	s->talk_n = 0;
	if (!s->handles) {
		free_server(s);
		return;
	}
	for (size_t i = 0; i < SIDES; i++)
		if (s->sides[i].poll.data)
			uv_close((uv_handle_t *)&s->sides[i].poll, poll_closed);
}
