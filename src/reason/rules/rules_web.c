/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A web server where mail is expected: on the web's own port, with the mail server's certificate, or neither. */
#include "config.h"
#include "reason/rules/rules.h"

RULE(proto_http)
{
	const struct event *answer = row_is_mail(r) ? row_speaks_http(r) : NULL;

	if (!answer)
		return false;
	bool web = service_port_is_webs(r->e->port), proven = !web && row_is_proven(j, r),
	     reading = r->service->purpose == PURPOSE_RECEIVE;

	draft_cite_event(d, answer);
	draft_quote(d, answer->text);
	if (web || proven)
		d->place = PLACE_SERVER;
	draft_arg(d, "webport", web ? "yes" : NULL);
	draft_arg(d, "through", reading ? "993 (IMAP)" : "587 or 465");
	draft_arg(d, "proven", proven ? "yes" : NULL);
	draft_arg(d, "reading", reading ? "yes" : NULL);
	if (proven)
		draft_cite_event(d, r->f->verify);
	draft_key_print(d, "%s %s",
			web	 ? "web"
			: proven ? "proven"
				 : "",
			web && reading ? "r" : "");
	return true;
}
