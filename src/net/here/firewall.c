/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/here/firewall.h"

#include "base/mem.h"
#include "net/here/child.h"
#include "net/here/ruleset.h"
#include "net/pool.h"

#include <stdlib.h>
#include <unistd.h>

/* Owned by the pool until it is done. */
struct reading {
	int port;
	enum family family;
	struct event *v[LOCAL_ROWS_MAX];
	size_t n;
};

struct firewall {
	struct pool *pool;
	local_sink *sink;
	firewall_done *done;
	void *user;
};

static void keep(struct reading *r, const char *program, const char *rule)
{
	if (r->n == LOCAL_ROWS_MAX)
		return;
	struct event *e = event_new(EVENT_LOCAL, 0);

	e->kind = LOCAL_RULE;
	e->detail = mem_printf("%s: %.*s", program, FIREWALL_RULE_MAX, rule);
	r->v[r->n++] = e;
}

/* ---- the programs that list rules ---- */

enum { NFT, NFT_QUOTING, IPTABLES, IP6TABLES, COMMAND_COUNT };

static const char *const commands[COMMAND_COUNT][6] = {
    [NFT] = {"/usr/sbin/nft", "-n", "-j", "list", "ruleset"},
    [NFT_QUOTING] = {"/usr/sbin/nft", "-n", "-a", "list", "ruleset"},
    [IPTABLES] = {"/usr/sbin/iptables-save", "-c"},
    [IP6TABLES] = {"/usr/sbin/ip6tables-save", "-c"},
};

static char *(*deputy)(unsigned command);

void firewall_by(char *(*list)(unsigned command))
{
	deputy = list;
}

/* A third of the job's time each, as a job that is abandoned keeps its thread. */
char *firewall_list(unsigned command)
{
	if (command >= COMMAND_COUNT)
		return NULL;
	if (deputy)
		return deputy(command);
	return child_output(commands[command], FIREWALL_BYTES_MAX, FIREWALL_MS / 3);
}

static void on_nft_rule(const char *rule, void *user)
{
	keep(user, "nftables", rule);
}

/* An nft without JSON fails with its exit status. */
static void read_nft(struct reading *r)
{
	char *json = firewall_list(NFT), *text = json ? firewall_list(NFT_QUOTING) : NULL;

	if (text)
		ruleset_nft(json, text, r->family, r->port, on_nft_rule, r);
	free(json);
	free(text);
}

static void on_iptables_rule(const char *rule, void *user)
{
	struct reading *r = user;

	keep(r, r->family == FAMILY_IPV6 ? "ip6tables" : "iptables", rule);
}

static void read_iptables(struct reading *r)
{
	char *text = firewall_list(r->family == FAMILY_IPV6 ? IP6TABLES : IPTABLES);

	if (text)
		ruleset_iptables(text, r->port, on_iptables_rule, r);
	free(text);
}

/* ---- the job ---- */

static void work(void *job)
{
	struct reading *r = job;

	read_nft(r);
	if (!r->n)
		read_iptables(r);
}

static void on_done(void *job, enum outcome how, int64_t us, void *user)
{
	struct reading *r = job;
	struct firewall *f = user;

	(void)us;
	for (size_t i = 0; how == OUTCOME_OK && i < r->n; i++) {
		f->sink(r->v[i], f->user);
		r->v[i] = NULL;
	}
	f->done(f->user);
	firewall_cancel(f);
}

static void on_free(void *job)
{
	struct reading *r = job;

	for (size_t i = 0; i < r->n; i++)
		event_free(r->v[i]);
	free(r);
}

static const struct pool_ops reading_ops = {work, NULL, on_done, on_free};

struct firewall *firewall_read(uv_loop_t *loop, int port, enum family family, local_sink *sink,
			       firewall_done *done, void *user)
{
	if (geteuid() != 0)
		return NULL;
	struct firewall *f = mem_calloc(1, sizeof *f);
	struct reading *r = mem_calloc(1, sizeof *r);

	r->port = port;
	r->family = family;
	f->pool = pool_new(loop);
	f->sink = sink;
	f->done = done;
	f->user = user;
	pool_start(f->pool, &reading_ops, r, FIREWALL_MS, f);
	return f;
}

void firewall_cancel(struct firewall *f)
{
	if (!f)
		return;
	pool_free(f->pool);
	free(f);
}
