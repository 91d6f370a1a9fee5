/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Connected, and then silent: what comparing shows (reason/path/compare.h). If other servers are
 * silent too, something near here passes connections on and stops what is said on them; if others
 * answer, the cause is about this server.
 */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/mem.h"

#include <stdlib.h>

static bool is_word_missing(const struct row *r)
{
	enum outcome word = compare_word(r->e, r->f);

	return (word == OUTCOME_TIMEOUT && !row_has_begun_to_greet(r)) || outcome_is_cut(word);
}

static enum stage first_stage(const struct row *r)
{
	return endpoint_first_word(r->e);
}

static bool is_stopped_row(const struct judge *j, const struct compare_row *c)
{
	(void)j;
	return compare_mostly_stopped(&c->else_port);
}

/* The row of the table of comparisons that says that other servers are stopped on the port too. */
static const struct compare_row *stopped_elsewhere_too(const struct judge *j, const struct row *r)
{
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);

	if (c)
		return is_stopped_row(j, c) ? c : NULL;
	/* Only some ports are compared: if all of those are stopped, the first speaks for the
	 * rest. */
	return row_is_mail(r) && r->e->port == r->service->port
		   ? first_if_all(j, r->e->family, is_stopped_row)
		   : NULL;
}

/* Cites other servers on the port: those that said something, or those that did not. */
static void cite_others(const struct judge *j, struct draft *d, const struct compare_row *c,
			bool heard)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->e->why == WHY_REFERENCE && other->e->port == c->port &&
		    other->e->family == c->family &&
		    (heard ? compare_word(other->e, other->f) == OUTCOME_OK
			   : is_word_missing(other)))
			draft_cite_stage(d, other, first_stage(other));
	}
}

static void cite_row(struct draft *d, const struct row *r)
{
	draft_cite(d, r->f->connected_event);
	draft_cite_stage(d, r, first_stage(r));
}

/* Rows make one finding only if they say the same. */
static void set_key(struct draft *d)
{
	draft_key_print(d, "%s %s", place_name(d->place), certainty_name(d->certainty));
}

/* ---- a middlebox ---- */

/* Whether data gets through at all: a connection that loses large packets stops TLS everywhere. */
static bool data_passes(const struct compare_row *c, const struct row *r)
{
	return c->else_rest.heard >= RULES_LEAST_HOSTS ||
	       (first_stage(r) == STAGE_GREETING && c->here_rest.heard);
}

/* Whether no other port is stopped at other servers. Alone, port 25 says little: mail servers treat
 * many home connections like that, all of them for the same reason. */
static bool is_alone(const struct judge *j, const struct compare_row *c)
{
	for (size_t i = 0; i < j->comparison.n; i++)
		if (&j->comparison.v[i] != c && j->comparison.v[i].family == c->family &&
		    compare_mostly_stopped(&j->comparison.v[i].else_port))
			return false;
	return true;
}

/*
 * Connections that are cut say it at once. Silence is a sign only if no server spoke, and this row
 * was heard for longer than tarpits wait: the other servers are not given that long.
 */
static bool is_surely_stopped(const struct judge *j, const struct compare_row *c,
			      const struct row *r)
{
	const struct compare_cell *others = &c->else_port;
	size_t cut = others->closed + others->reset;
	const struct fact_stage *own = &r->f->stages[first_stage(r)];

	bool doubtful = r->service->purpose == PURPOSE_DELIVERY && c->port == r->e->port;

	if (!data_passes(c, r) || (doubtful && is_alone(j, c)))
		return false;
	if (cut >= RULES_LEAST_HOSTS && cut * 2 > others->tcp.up)
		return true;
	return !others->heard && compare_stopped(others) >= RULES_ENOUGH_HOSTS &&
	       (own->outcome != OUTCOME_TIMEOUT || first_stage(r) == STAGE_TLS ||
		own->us >= FACTS_SILENT_US);
}

/* The middlebox, if some port shows it by a certificate or a greeting that is not the server's. */
static bool place_by_box(const struct judge *j, struct draft *d)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct box *boxes[] = {&j->issuer_box[i], &j->banner_box[i]};

		for (size_t k = 0; j->rows.v[i].counted && k < 2; k++) {
			if (!boxes[k]->known)
				continue;
			d->place = boxes[k]->known->kind == INTERCEPTOR_SCANNER
				       ? PLACE_THIS_COMPUTER
				       : PLACE_PROXY;
			draft_cite(d, boxes[k]->event);
			return true;
		}
	}
	return false;
}

static bool place_by_path(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct trace_verdict *v = row_path(j, r);

	if (!v || v->place != PLACE_PROXY)
		return false;
	d->place = v->place;
	d->hop = v->hop;
	return true;
}

/* Cut sooner than the server, and sooner than from another network: just as possibly here or in the
 * router. */
static bool is_cut_near(const struct row *r)
{
	int64_t us = r->f->stages[first_stage(r)].us;

	return outcome_is_cut(compare_word(r->e, r->f)) && us < RULES_NO_WIRE_US &&
	       us * 2 < r->f->stages[STAGE_TCP].us;
}

static void place_it(const struct judge *j, const struct row *r, const struct compare_row *c,
		     struct draft *d)
{
	if (place_by_path(j, r, d) || place_by_box(j, d))
		return;
	if (c->answered == OUTCOME_OK)
		d->place = PLACE_PROXY;
	else if (is_cut_near(r))
		d->place = PLACE_UNKNOWN;
}

/* {device}: what leaves by a VPN meets the VPN first. */
static void tell_tunnel(const struct judge *j, struct draft *d)
{
	const struct event *tunnel = tunnel_in_use(j);

	draft_cite_event(d, tunnel);
	draft_arg(d, "device", tunnel ? tunnel->device : NULL);
}

static bool is_inspected(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct compare_row *c = stopped_elsewhere_too(j, r);

	if (!c)
		return false;
	cite_row(d, r);
	cite_others(j, d, c, false);
	draft_arg_number(d, "stopped", (long)compare_stopped(&c->else_port));
	draft_arg_number(d, "asked", (long)c->else_port.tcp.up);
	/* Handshakes are large. */
	bool large = first_stage(r) == STAGE_TLS && !data_passes(c, r) &&
		     compare_word(r->e, r->f) == OUTCOME_TIMEOUT;

	draft_arg(d, "large", large ? "yes" : NULL);
	tell_tunnel(j, d);
	place_it(j, r, c, d);
	if (!is_surely_stopped(j, c, r))
		d->certainty = CERTAINTY_POSSIBLE;
	draft_key_print(d, "%s %s%s", place_name(d->place), certainty_name(d->certainty),
			large ? " large" : "");
	return true;
}

RULE(net_inspected_silent)
{
	return compare_word(r->e, r->f) == OUTCOME_TIMEOUT && is_word_missing(r) &&
	       is_inspected(j, r, d);
}

static bool is_of_sending(const struct row *r)
{
	return r->service->purpose == PURPOSE_SEND || r->service->purpose == PURPOSE_DELIVERY;
}

static bool is_cut_as_inspected(const struct judge *j, const struct row *r, struct draft *d)
{
	return outcome_is_cut(compare_word(r->e, r->f)) && is_inspected(j, r, d);
}

/* A port of the host that begins with TLS, for reading or for sending as the row is, that is cut here for every server. */
static bool is_cut_like_another(const struct judge *j, const struct row *r, struct draft *d)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->e->security == SECURITY_TLS &&
		    row_same_host(j, other, r) && is_of_sending(other) == is_of_sending(r) &&
		    row_is_mail(other) && is_cut_as_inspected(j, other, d))
			return true;
	}
	return false;
}

/* Whether a handshake after STARTTLS is cut at the row's host. */
static bool is_starttls_cut_too(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].counted && row_same_host(j, r, &j->rows.v[i]) &&
		    row_is_cut_at_tls(&j->rows.v[i]))
			return true;
	return false;
}

#define LATE_US 500000 /* no longer "at once" */

/* What cuts TLS from the first byte of every server cuts it after STARTTLS as well. */
RULE(net_inspected_cut)
{
	bool after = row_is_cut_at_tls(r);

	if (after ? !is_cut_like_another(j, r, d) : !is_cut_as_inspected(j, r, d))
		return false;
	draft_arg(d, "late", r->f->stages[first_stage(r)].us > LATE_US ? "yes" : NULL);
	if (after)
		draft_cite_stage(d, r, STAGE_TLS);
	if (after || (first_stage(r) == STAGE_TLS && is_starttls_cut_too(j, r))) {
		draft_arg(d, "handshake", "yes");
		draft_key_print(d, "%s %s starttls", place_name(d->place),
				certainty_name(d->certainty));
	}
	return true;
}

/* ---- large packets ---- */

#define LARGE_BYTES 1200 /* more than this goes into a packet that not every line carries */

/* What came shows that something before it is missing, time and again, while nothing can be
 * read. */
static bool lacks_what_came(const struct row *r)
{
	return r->f->segments && r->f->segments->num > 0;
}

/* Short lines went both ways, and what is large stays without an answer. */
static bool lacks_what_went(const struct row *r)
{
	return r->f->segments && r->f->segments->size >= LARGE_BYTES &&
	       (r->greeted || r->f->hello || r->f->hello_tls);
}

static bool lacks_large(const struct row *r)
{
	const struct event *ev = r->f->segments;

	return ev && row_ended(r, ev->stage, OUTCOME_TIMEOUT) &&
	       (lacks_what_came(r) || lacks_what_went(r));
}

/* A handshake with another host, whose certificate is as large; or NULL. */
static const struct row *large_elsewhere(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].secured && !row_same_host(j, &j->rows.v[i], r))
			return &j->rows.v[i];
	return NULL;
}

/* A first message of TLS that is as large and stays without an answer, where another port of the host shows what becomes of
 * large ones. */
static bool lacks_large_too(const struct judge *j, const struct row *r)
{
	const struct event *ev = r->f->segments;

	if (!ev || ev->size < LARGE_BYTES || !row_ended(r, ev->stage, OUTCOME_TIMEOUT))
		return false;
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->e->family == r->e->family &&
		    row_same_host(j, other, r) && lacks_large(other) && lacks_what_went(other))
			return true;
	}
	return false;
}

/* Over IPv6 what is large is lost, and over IPv4 it arrives. */
static bool is_of_ipv6_alone(const struct judge *j)
{
	bool well = false;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *r = &j->rows.v[i];
		bool six = r->e->family == FAMILY_IPV6;

		if (lacks_large(r) && !six)
			return false;
		well = well || (r->counted && !six && r->secured);
	}
	return well;
}

/* The same at two ports leaves nothing else; one connection may have had bad luck, and one server be at fault. */
RULE(net_large_lost)
{
	const struct event *tunnel = surroundings_told(j->f, LOCAL(TUNNEL));
	size_t n = 0;

	if (!lacks_large(r) && !lacks_large_too(j, r))
		return false;
	for (size_t i = 0; i < j->rows.n; i++)
		n += lacks_large(&j->rows.v[i]);
	const struct row *well = large_elsewhere(j, r);

	if (n < 2 || well)
		d->certainty = CERTAINTY_LIKELY;
	cite_row(d, r);
	draft_cite_event(d, r->f->segments);
	draft_cite_stage(d, r, r->f->segments->stage);
	draft_cite_event(d, well ? well->f->session : NULL);
	draft_arg(d, "fine", well ? well->e->host : NULL);
	draft_arg(d, "link", surroundings_link(j->f, r->f->local_address));
	draft_arg(d, "six", is_of_ipv6_alone(j) ? "IPv6" : NULL);
	draft_arg_number(d, "lost", r->f->segments->num);
	draft_arg_number(d, "unsent", r->f->segments->size);
	draft_arg(d, "device", tunnel ? tunnel->device : NULL);
	return true;
}

/* ---- this server ---- */

/* Whether TLS with the same name works on another port, so that no filter dislikes the name. */
static bool is_name_let_through(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->secured && other->e->family == r->e->family &&
		    str_ieq(other->e->host, r->e->host))
			return true;
	}
	return false;
}

/* Whether the row, or another of its address, waits in vain for a greeting: that is short, so no packet
 * was too large. */
static bool is_hanging(const struct row *other, const struct row *r)
{
	return other->counted && row_same_address(other, r) && is_word_missing(other) &&
	       compare_word(other->e, other->f) == OUTCOME_TIMEOUT;
}

/* {hanging}: the ports of the row's address that hang, if there are several. */
static bool tell_hanging(const struct judge *j, const struct row *r, struct draft *d)
{
	struct strs ports = {0};
	bool greeting = false;

	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (!is_hanging(other, r))
			continue;
		char *port = mem_printf("%d", other->e->port);

		if (!strs_has(&ports, port))
			strs_add(&ports, port);
		free(port);
		greeting = greeting || first_stage(other) == STAGE_GREETING;
	}
	bool several = ports.n > 1 && greeting;

	if (several)
		draft_arg_list(d, "hanging", &ports);
	strs_clear(&ports);
	return several;
}

/* Each connection for mail that begins with TLS is cut nearer than the server, at two ports at least. */
static bool is_each_cut_near(const struct judge *j, const struct row *r)
{
	size_t n = 0;

	for (size_t i = 0; i < j->rows.n && is_cut_near(r); i++) {
		const struct row *other = &j->rows.v[i];

		if (!other->counted || other->tcp != OUTCOME_OK || !row_is_mail(other))
			continue;
		if (!is_cut_near(other))
			return false;
		n++;
	}
	return n > 1;
}

/* {near}: something nearer than the server cuts; {cut}: the machine's ports without a word are cut, and none hangs. */
static void tell_cut(const struct judge *j, const struct row *r, struct draft *d)
{
	bool hangs = false;

	for (size_t i = 0; i < j->rows.n; i++)
		hangs = hangs || is_hanging(&j->rows.v[i], r) ||
			(j->rows.v[i].counted && row_same_host(j, &j->rows.v[i], r) &&
			 is_word_missing(&j->rows.v[i]) &&
			 !outcome_is_cut(compare_word(j->rows.v[i].e, j->rows.v[i].f)));
	draft_arg(d, "cut", hangs ? NULL : "yes");
	if (!is_each_cut_near(j, r))
		return;
	draft_arg(d, "near", "yes");
	d->place = PLACE_UNKNOWN;
	d->certainty = CERTAINTY_LIKELY;
}

/* A filter for this one address would look the same: the place is the server, or the way there. */
RULE(net_answers_elsewhere)
{
	const struct compare_row *c = compare_row(&j->comparison, r->e->port, r->e->family);

	if (!is_word_missing(r) || !c || c->answered == OUTCOME_OK)
		return false;
	bool several = is_hanging(r, r) && tell_hanging(j, r, d);

	/* Beside a second port that hangs, one other server's word is enough. */
	if (!compare_mostly_heard(&c->else_port) &&
	    !(several && c->else_port.heard && !compare_stopped(&c->else_port)))
		return false;
	cite_row(d, r);
	cite_others(j, d, c, true);
	draft_arg_number(d, "heard", (long)c->else_port.heard);
	draft_arg_number(d, "asked", (long)c->else_port.tcp.up);
	draft_arg(d, "single", c->else_port.tcp.up == 1 ? "yes" : NULL);
	place_by_path(j, r, d);
	if (first_stage(r) == STAGE_TLS && !is_name_let_through(j, r))
		d->certainty = CERTAINTY_POSSIBLE;
	tell_cut(j, r, d);
	set_key(d);
	return true;
}
