/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Proves know/tls_refusals: one practice server for each trait, and this system's real clients with
 * their default settings. A client refuses exactly where its row says so.
 */
#include "config.h"

#include "base/mem.h"
#include "know/tls_refusals.h"
#include "practice/identity.h"
#include "practice/listener.h"
#include "practice/server.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

#define ONLY_12 "priorities NORMAL:-VERS-ALL:+VERS-TLS1.2"
#define ONLY_13 "priorities NORMAL:-VERS-ALL:+VERS-TLS1.3"
#define DHE ONLY_12 ":-KX-ALL:+DHE-RSA:-GROUP-ALL"

/* The server of each trait, after "like imaps"; a trait without one cannot be shown to a client
 * here. */
static const char *const scripts[TLS_TRAIT_COUNT_] = {
    [TLS_TRAIT_DH_UNDER_1024] = "identity rsa\ndh 768\n" DHE "\n",
    [TLS_TRAIT_DH_UNDER_2048] = "identity rsa\ndh 1024\n" DHE "\n",
    [TLS_TRAIT_DHE_ONLY] = "identity rsa\n" ONLY_12 ":-KX-ALL:+DHE-RSA\n",
    [TLS_TRAIT_RSA_ONLY] = "identity rsa\n" ONLY_12 ":-KX-ALL:+RSA\n",
    [TLS_TRAIT_P384_ONLY] = ONLY_13 ":-GROUP-ALL:+GROUP-SECP384R1\n",
    [TLS_TRAIT_P521_ONLY] = ONLY_13 ":-GROUP-ALL:+GROUP-SECP521R1\n",
    [TLS_TRAIT_X448_ONLY] = ONLY_13 ":-GROUP-ALL:+GROUP-X448\n",
    [TLS_TRAIT_FFDHE_ONLY] = ONLY_13 ":-GROUP-ALL:+GROUP-FFDHE2048\n",
    [TLS_TRAIT_OLD_VERSION] =
	"identity rsa\npriorities NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0\n",
    [TLS_TRAIT_NO_SAFE_RENEGOTIATION] = "identity rsa\n" ONLY_12 ":%DISABLE_SAFE_RENEGOTIATION\n",
    [TLS_TRAIT_SHA1_HANDSHAKE] =
	"identity rsa\n" ONLY_12 ":-KX-ALL:+ECDHE-RSA:-SIGN-ALL:+SIGN-RSA-SHA1\n",
    [TLS_TRAIT_3DES] = "identity rsa\n" ONLY_12 ":-CIPHER-ALL:+3DES-CBC\n",
    [TLS_TRAIT_RC4] = "identity rsa\n" ONLY_12 ":-CIPHER-ALL:+ARCFOUR-128\n",
    [TLS_TRAIT_RSA_UNDER_2048] = "identity weak\n",
    [TLS_TRAIT_DSA] =
	"identity dsa\n" ONLY_12 ":-KX-ALL:+DHE-DSS:+SIGN-DSA-SHA256:+SIGN-DSA-SHA1\n",
    [TLS_TRAIT_EDDSA] = "identity ed25519\n",
    [TLS_TRAIT_P521_KEY] = "identity ec521\n",
    [TLS_TRAIT_SHA1_CERTIFICATE] = "identity sha1\n",
    [TLS_TRAIT_AUTHORITY] = "identity authority\n",
    [TLS_TRAIT_OTHER_PURPOSE] = "identity for-clients\n",
    [TLS_TRAIT_ANY_PURPOSE] = "identity any-purpose\n",
    [TLS_TRAIT_EMPTY_PURPOSE] = "identity empty-purpose\n",
    [TLS_TRAIT_NO_PURPOSE] = "identity no-purpose\n",
    [TLS_TRAIT_NO_SIGNATURE] = "identity only-encipherment\n" ONLY_12
			       ":-KX-ALL:+ECDHE-RSA:%DEBUG_ALLOW_KEY_USAGE_VIOLATIONS\n",
    [TLS_TRAIT_OVER_825_DAYS] = "identity three-years\n",
    [TLS_TRAIT_NO_CA] = "identity under-no-authority\n",
    [TLS_TRAIT_NO_SIGNING] = "identity under-no-signer\n",
};

extern char **environ;

struct yard {
	uv_loop_t loop;
	uv_async_t stop;
	uv_thread_t thread;
	struct identities *ids;
	struct server *server;
};

static void on_stop(uv_async_t *stop)
{
	struct yard *y = stop->data;

	server_close(y->server);
	uv_close((uv_handle_t *)stop, NULL);
}

static void serve(void *user)
{
	uv_run(&((struct yard *)user)->loop, UV_RUN_DEFAULT);
}

/* The port, or 0 with a complaint. */
static int open_yard(struct yard *y, struct identities *ids, const char *script)
{
	char *error = NULL, *text = mem_printf("like imaps\n%s", script);

	uv_loop_init(&y->loop);
	y->stop.data = y;
	uv_async_init(&y->loop, &y->stop, on_stop);
	y->server = server_open(&y->loop, ids, "server", text, &error);
	free(text);
	if (!y->server) {
		printf("FAILED: no server: %s\n", error);
		free(error);
		return 0;
	}
	uv_thread_create(&y->thread, serve, y);
	return server_port(y->server, FAMILY_IPV4);
}

static void close_yard(struct yard *y)
{
	uv_async_send(&y->stop);
	uv_thread_join(&y->thread);
	while (uv_loop_close(&y->loop) == UV_EBUSY)
		uv_run(&y->loop, UV_RUN_ONCE);
}

/* The command that asks the client of that judge, or NULL.  The caller frees. */
static char *command_of(enum tls_judge judge, int port)
{
	switch (judge) {
	case TLS_JUDGE_OPENSSL:
		return mem_printf("timeout 20 openssl s_client -connect 127.0.0.1:%d -CAfile "
				  "root.pem -verify_return_error -servername " IDENTITY_HOST_MAIL
				  " -verify_hostname " IDENTITY_HOST_MAIL
				  " </dev/null >client.log 2>&1",
				  port);
	case TLS_JUDGE_NSS:
		return mem_printf("timeout 20 tstclnt -h 127.0.0.1 -a " IDENTITY_HOST_MAIL
				  " -p %d -d sql:nssdb -O -Q </dev/null >client.log 2>&1",
				  port);
	default:
		return NULL;
	}
}

/* Whether the command, a line for the shell, ends well. */
static bool runs(const char *line)
{
	char *const argv[] = {(char *)"sh", (char *)"-c", (char *)line, NULL};
	int status = 1;
	pid_t pid;

	return posix_spawn(&pid, "/bin/sh", NULL, NULL, argv, environ) == 0 &&
	       waitpid(pid, &status, 0) == pid && WIFEXITED(status) && !WEXITSTATUS(status);
}

static void show_log(void)
{
	char line[400];
	FILE *log = fopen("client.log", "re");

	while (log && fgets(line, sizeof line, log))
		printf("  %s", line);
	if (log)
		fclose(log);
}

/* Whether the client's verdict is that of the row. */
static bool prove(const struct tls_refusal *row, int port)
{
	char *command = command_of(row->judge, port);
	bool refuses = !runs(command);

	free(command);
	if (refuses == row->refuses)
		return true;
	printf("FAILED: %s: %s %s it\n", tls_trait_name(row->trait), row->programs,
	       refuses ? "refuses" : "takes");
	show_log();
	return false;
}

static void prove_trait(enum tls_trait trait, struct identities *ids, unsigned counts[2])
{
	struct yard y = {0};
	int port = open_yard(&y, ids, scripts[trait]);

	for (unsigned judge = TLS_JUDGE_OPENSSL; port && judge <= TLS_JUDGE_NSS; judge++) {
		const struct tls_refusal *row = tls_refusal_find(trait, (enum tls_judge)judge);

		if (row)
			counts[prove(row, port)]++;
	}
	if (port)
		close_yard(&y);
	else
		counts[0]++;
}

int main(void)
{
	struct identities *ids = identities_new((int64_t)time(NULL));
	const char *root = identity_root(ids);
	FILE *file = fopen("root.pem", "we");
	unsigned counts[2] = {0, 0};

	if (!file || fputs(root, file) < 0 || fclose(file))
		return 1;
	if (!runs("rm -rf nssdb && mkdir nssdb && certutil -N -d sql:nssdb --empty-password && "
		  "certutil -A -d sql:nssdb -n root -t C,, -i root.pem"))
		return 1;
	for (unsigned t = 0; t < TLS_TRAIT_COUNT_; t++)
		if (scripts[t])
			prove_trait((enum tls_trait)t, ids, counts);
	identities_free(ids);
	printf("%u passed, %u failed\n", counts[1], counts[0]);
	return counts[0] > 0;
}
