/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "practice/practice.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/save.h"
#include "base/str.h"
#include "know/services.h"
#include "practice/identity.h"
#include "practice/listener.h"
#include "practice/scenario.h"
#include "practice/server.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <uv.h>

static const enum family families[] = {FAMILY_IPV4, FAMILY_IPV6};

enum { FAMILIES = sizeof families / sizeof *families };

struct practice {
	const struct practice_scenario *scenario;
	struct identities *identities;
	char *ca_file;	/* NULL until it exists */
	uv_loop_t loop; /* the thread's, once it runs */
	uv_async_t stop;
	uv_thread_t thread;
	struct server **servers; /* the thread's, once it runs */
	size_t server_n;
	struct ports {
		int of[FAMILIES]; /* 0: no such loopback address */
	} * ports;		  /* one for each of scenario_places */
};

const struct practice_scenario *practice_scenarios(size_t *ret_n)
{
	*ret_n = scenario_row_n;
	return scenario_rows;
}

const struct practice_scenario *practice_scenario(const char *name)
{
	for (size_t i = 0; i < scenario_row_n; i++)
		if (str_eq(scenario_rows[i].name, name))
			return &scenario_rows[i];
	return NULL;
}

/* ---- start ---- */

char *practice_root_begin(void)
{
	const char *dir = getenv("TMPDIR");

	return mem_printf("%s/porthorn-practice", dir && *dir ? dir : "/tmp");
}

/* The practice root's certificate as a file, readable only by the user. */
static bool write_root(struct practice *p, char **ret_error)
{
	const char *pem = identity_root(p->identities);
	char *begin = practice_root_begin();

	if (pem)
		p->ca_file = save_temporary(begin, pem, strlen(pem), ret_error);
	else
		*ret_error = mem_printf("%s: %s", begin, "no certificate");
	free(begin);
	return p->ca_file;
}

static bool open_servers(struct practice *p, char **ret_error)
{
	p->servers = mem_calloc(scenario_place_n, sizeof *p->servers);
	p->ports = mem_calloc(scenario_place_n, sizeof *p->ports);
	for (size_t i = 0; i < scenario_place_n; i++) {
		enum service service = scenario_places[i].service;
		char *script = scenario_script(p->scenario->name, service);
		struct server *s =
		    server_listen(&p->loop, service_name(service), script, ret_error);

		free(script);
		if (!s)
			return false;
		for (size_t f = 0; f < FAMILIES; f++)
			p->ports[i].of[f] = server_port(s, families[f]);
		p->servers[p->server_n++] = s;
	}
	return true;
}

static void stop_now(uv_async_t *async)
{
	struct practice *p = async->data;

	for (size_t i = 0; i < p->server_n; i++)
		server_close(p->servers[i]);
	p->server_n = 0;
	uv_close((uv_handle_t *)&p->stop, NULL);
}

/* Clients wait meanwhile; a server without its certificate refuses them. */
static void certify_servers(struct practice *p)
{
	size_t n = p->server_n;

	p->server_n = 0;
	for (size_t i = 0; i < n; i++) {
		struct server *s = p->servers[i];
		char *error = NULL;

		if (server_certify(s, p->identities, service_name(scenario_places[i].service),
				   &error))
			p->servers[p->server_n++] = s;
		else
			server_close(s);
		free(error);
	}
}

static void serve(void *user)
{
	struct practice *p = user;

	certify_servers(p);
	uv_run(&p->loop, UV_RUN_DEFAULT);
}

/* The main thread handles all signals. */
static int start_thread(struct practice *p)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int err = uv_thread_create(&p->thread, serve, p);

	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return err;
}

static void clear(struct practice *p)
{
	uv_loop_close(&p->loop);
	if (p->ca_file)
		save_remove(p->ca_file);
	free(p->ca_file);
	free(p->servers);
	free(p->ports);
	identities_free(p->identities);
	free(p);
}

struct practice *practice_start(const char *scenario, char **ret_error)
{
	const struct practice_scenario *row = practice_scenario(scenario);

	if (!row) {
		*ret_error = mem_printf("there is no practice scenario \"%s\"", scenario);
		return NULL;
	}
	struct practice *p = mem_calloc(1, sizeof *p);
	int err = uv_loop_init(&p->loop);

	if (err) {
		*ret_error = mem_strdup(uv_strerror(err));
		free(p);
		return NULL;
	}
	p->scenario = row;
	p->identities = identities_new(time(NULL));
	p->stop.data = p;
	uv_async_init(&p->loop, &p->stop, stop_now);
	bool ready = write_root(p, ret_error) && open_servers(p, ret_error);

	if (ready && (err = start_thread(p)) != 0)
		*ret_error = mem_strdup(uv_strerror(err));
	if (ready && !err)
		return p;
	stop_now(&p->stop);
	serve(p); /* lets the handles go */
	clear(p);
	return NULL;
}

void practice_stop(struct practice *p)
{
	if (!p)
		return;
	uv_async_send(&p->stop);
	uv_thread_join(&p->thread);
	clear(p);
}

/* ---- the target ---- */

static void add_server(struct target *t, const struct practice *p, size_t i)
{
	const struct scenario_place *place = &scenario_places[i];
	const struct service_row *row = service_row(place->service);
	struct target_server *server =
	    target_add(t, place->service, row->security, place->host, row->port);

	strs_add(&server->login, "password");
	for (size_t f = 0; f < FAMILIES; f++) {
		int port = p->ports[i].of[f];

		if (port)
			target_override(t, place->host, families[f], listener_address(families[f]),
					row->port, port);
		else
			t->want_ipv6 = false;
	}
}

struct target *practice_target(const struct practice *p)
{
	/* TRANSLATORS: %s is the title of a practice scenario. */
	char *label = mem_printf(_("Practice: %s"), _(p->scenario->title));
	struct target *t = target_new(label);

	free(label);
	for (size_t i = 0; i < scenario_place_n; i++)
		add_server(t, p, i);
	t->domain = mem_strdup("practice.example");
	t->source = mem_strdup("practice servers of this program");
	t->scenario = mem_strdup(p->scenario->name);
	t->ca_file = mem_strdup(p->ca_file);
	t->only_target = true;
	t->no_path = true;
	t->practice = true;
	return t;
}
