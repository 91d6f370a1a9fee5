/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Evolution's sources, key files in ~/.config/evolution/sources: an account, its identity and its
 * transport, which name each other by their files' names.
 */
#include "config.h"
#include "report/setup_private.h"

#include <string.h>

static void begin(struct buf *out, const struct setup *s, bool child)
{
	setup_comment(out, s);
	buf_puts(out, "[Data Source]\nDisplayName=");
	for (const char *p = s->name; *p; p++) /* GKeyFile */
		buf_puts(out, *p == '\\' ? "\\\\" : (char[]){*p, '\0'});
	buf_puts(out, "\nEnabled=true\nParent=");
	if (child)
		buf_printf(out, "porthorn-%s", s->id);
	buf_puts(out, "\n\n");
}

static void put_server(struct buf *out, const struct setup_side *side)
{
	static const char *const methods[] = {[SECURITY_NONE] = "none",
					      [SECURITY_STARTTLS] = "starttls-on-standard-port",
					      [SECURITY_TLS] = "ssl-on-alternate-port"};
	const struct setting *set = side->set;
	/* An empty method is the server's plain login; SMTP without one does not sign in. */
	const char *login = side->none			     ? "none"
			    : side->encrypted		     ? "CRAM-MD5"
			    : set->protocol == PROTOCOL_POP3 ? ""
							     : "PLAIN";

	buf_printf(out, "[Authentication]\nHost=%s\nMethod=%s\nPort=%d\n", set->host, login,
		   set->port);
	if (side->user && !side->none)
		buf_printf(out, "User=%s\n", side->user);
	buf_printf(out, "RememberPassword=true\n\n[Security]\nMethod=%s\n", methods[set->security]);
}

void setup_evolution_account(struct buf *out, const struct setup *s)
{
	begin(out, s, false);
	buf_printf(out,
		   "[Mail Account]\nBackendName=%s\nIdentityUid=porthorn-%s-identity\n"
		   "NeedsInitialSetup=true\n\n",
		   s->in.set->protocol == PROTOCOL_POP3 ? "pop" : "imapx", s->id);
	put_server(out, &s->in);
}

void setup_evolution_identity(struct buf *out, const struct setup *s)
{
	begin(out, s, true);
	buf_printf(out,
		   "[Mail Identity]\nAddress=%s\nName=\n\n[Mail Submission]\n"
		   "TransportUid=porthorn-%s-transport\n",
		   s->email, s->id);
}

void setup_evolution_transport(struct buf *out, const struct setup *s)
{
	begin(out, s, true);
	buf_puts(out, "[Mail Transport]\nBackendName=smtp\n\n");
	put_server(out, &s->out);
}
