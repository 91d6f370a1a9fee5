/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/here/firewall.h"

#include "base/buf.h"
#include "base/mem.h"
#include "net/here/ruleset.h"
#include "net/pool.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
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

/* Starts a program and returns a descriptor to read its output; -1 if it is not installed. */
static int spawn_reader(const char *const argv[], pid_t *ret_pid)
{
	static char path[] = "PATH=/usr/sbin:/sbin:/usr/bin:/bin";
	char *const environment[] = {path, NULL};
	int ends[2];
	posix_spawn_file_actions_t actions;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	int failed = posix_spawn(ret_pid, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv,
				 environment);

	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	if (!failed)
		return ends[0];
	close(ends[0]);
	return -1;
}

/* All that the program prints; NULL if it is not installed, fails or prints too much. The caller
 * frees. */
static char *output_of(const char *const argv[])
{
	pid_t pid = -1;
	int fd = spawn_reader(argv, &pid), status = -1;
	struct buf out;
	char bytes[4096];
	ssize_t n = 0;
	bool fits = true;

	if (fd < 0)
		return NULL;
	buf_init(&out, FIREWALL_BYTES_MAX);
	while (fits && (n = read(fd, bytes, sizeof bytes)) > 0)
		fits = buf_append(&out, bytes, (size_t)n);
	close(fd);
	char *text = buf_take(&out);

	if (waitpid(pid, &status, 0) == pid && status == 0 && fits && n == 0)
		return text;
	free(text);
	return NULL;
}

static void on_nft_rule(const char *rule, void *user)
{
	keep(user, "nftables", rule);
}

/* An nft without JSON fails with its exit status. */
static void read_nft(struct reading *r)
{
	static const char *const argv[] = {"/usr/sbin/nft", "-n", "-j", "list", "ruleset", NULL};
	static const char *const quoting[] = {"/usr/sbin/nft", "-n", "-a", "list", "ruleset", NULL};
	char *json = output_of(argv), *text = json ? output_of(quoting) : NULL;

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
	static const char *const four[] = {"/usr/sbin/iptables-save", "-c", NULL};
	static const char *const six[] = {"/usr/sbin/ip6tables-save", "-c", NULL};
	char *text = output_of(r->family == FAMILY_IPV6 ? six : four);

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
