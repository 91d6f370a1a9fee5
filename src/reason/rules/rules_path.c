/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where it is blocked: the path sweeps of a row (reason/path/trace.h), one rule for each kind of
 * obstacle.
 */
#include "config.h"
#include "reason/rules/rules.h"

#include "base/address.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "know/network_names.h"
#include "know/registrable.h"

#include <stdlib.h>
#include <string.h>

#define NEAR_HOPS 3 /* a router that is no further belongs to this network or its provider */

const struct trace_verdict *row_path(const struct judge *j, const struct row *r)
{
	const struct trace_verdict *v = j->path ? &j->path[r->e->id - 1] : NULL;

	return v && v->id ? v : NULL;
}

bool row_is_rejected(const struct judge *j, const struct row *r)
{
	const struct trace_verdict *v = row_path(j, r);

	return (v && v->from_server) ||
	       (r->f->refuser && str_eq(r->f->refuser->address, r->address));
}

static void tell_other_way(const struct judge *j, const struct trace *t, const char *name,
			   struct draft *d)
{
	const struct endpoint *e = t ? endpoints_get(j->f->plan, t->endpoint) : NULL;

	if (!e)
		return;
	draft_arg(d, name, e->host);
	draft_cite(d, t->first_event);
}

void row_tell_way(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct trace *s = traces_suspect(&j->traces, r->e->id);

	if (!s || !s->sweeps_ended || s->reached || !s->passed)
		return;
	tell_other_way(j, traces_way(&j->traces, s), "onward", d);
	tell_other_way(j, traces_alike(&j->traces, s), "alike", d);
}

void row_tell_end(const struct judge *j, const struct row *r, const struct trace_verdict *v,
		  struct draft *d)
{
	if (!v)
		return;
	draft_cite(d, v->evidence.n ? v->evidence.v[0] : 0);
	d->hop = v->hop;
	draft_arg(d, "hop", v->hop);
	draft_arg_number(d, "number", v->hop_ttl);
	row_tell_way(j, r, d);
}

bool draft_behind(struct draft *d, const struct trace_verdict *v)
{
	if (!v || v->place != PLACE_PROXY || v->hop_ttl < 2)
		return false;
	d->hop = v->hop;
	d->place = PLACE_NETWORK;
	draft_arg(d, "hop", v->hop);
	draft_arg_number(d, "number", v->hop_ttl);
	return true;
}

/* ---- what this computer knows of itself ---- */

/* Whether the firewall's rule names the port; one that names none may be meant for all. */
static bool names_port(const struct event *e, int port)
{
	char *number = mem_printf("%d", port);
	bool found = str_icontains(e->detail, number) != NULL;

	free(number);
	return found;
}

/* Whether the firewall's rule does what was observed: silence, a reset, or an ICMP message. */
static bool fits_what_was_seen(const struct event *e, enum firewall firewall, enum outcome tcp)
{
	bool resets =
	    str_icontains(e->detail, "tcp reset") || str_icontains(e->detail, "tcp-reset");
	bool rejects = str_icontains(e->detail, "reject") != NULL;

	if (firewall == FIREWALL_DROPS)
		return !rejects;
	return rejects && (!resets || tcp == OUTCOME_REFUSED);
}

/* As root: the first of the firewall's rules that would look like this, preferably one that names
 * the port. */
static void quote_firewall(const struct rule *rule, const struct judge *j, const struct row *r,
			   struct draft *d)
{
	const struct event *line = NULL;

	for (size_t i = 0; i < j->f->local_n; i++) {
		const struct event *e = j->f->local[i];

		if (e->endpoint == r->e->id && e->kind == LOCAL_RULE && e->detail &&
		    fits_what_was_seen(e, rule->firewall, r->tcp) &&
		    (!line || (!names_port(line, r->e->port) && names_port(e, r->e->port))))
			line = e;
	}
	if (!line)
		return;
	draft_cite_event(d, line);
	draft_arg(d, FINDING_ARG_RULE, line->detail);
}

static bool supports_finding(const struct event *e, unsigned kinds, enum family family)
{
	return kinds & 1u << e->kind && (e->kind != LOCAL_NO_ROUTE || e->family == family);
}

/* This computer's facts that matter for the finding. */
static void cite_local(const struct rule *rule, const struct judge *j, const struct row *r,
		       struct draft *d)
{
	for (size_t i = 0; i < j->f->local_n; i++)
		if (supports_finding(j->f->local[i], rule->locals, r->e->family))
			draft_cite_event(d, j->f->local[i]);
	if (rule->firewall != FIREWALL_UNASKED)
		quote_firewall(rule, j, r, d);
}

/* One obstacle, whatever ports and families it stops: a server's by its address, a router's by its
 * distance. */
static void set_key(struct draft *d, const struct row *r, const struct trace_verdict *v)
{
	if (v->place == PLACE_SERVER || v->place == PLACE_SERVER_OR_WAY_BACK)
		draft_key(d, r->address ? r->address : r->e->host);
	else
		draft_key_print(d, "%d", v->hop_ttl);
}

/* ---- whose the network is ---- */

/* What reverse DNS calls the router at the address, from whichever sweep met it; NULL if
 * nothing. */
static const char *name_of(const struct judge *j, const char *address)
{
	for (size_t i = 0; address && i < j->traces.n; i++)
		for (int ttl = 1; ttl <= TRACE_TTL_MAX; ttl++)
			if (j->traces.v[i].hops[ttl].name &&
			    str_eq(j->traces.v[i].hops[ttl].address, address))
				return j->traces.v[i].hops[ttl].name;
	return NULL;
}

/* In a rented machine or behind a VPN, a carrier's range is the cloud's or the VPN's own. */
static bool is_carriers(const struct judge *j, const char *address)
{
	struct surroundings around;

	surroundings_init(&around, j->f, NULL, NULL);
	return address && address_is(address, ADDRESS_CARRIER) && !around.rented &&
	       !around.tunnelled;
}

static const char *owner_of(const struct judge *j, const char *address)
{
	const char *name = name_of(j, address);
	const struct network *known = network_names_find(name);

	if (known)
		return known->name;
	if (name)
		return registrable_domain(name);
	return is_carriers(j, address) ? N_("Your Internet provider") : NULL;
}

/* A refusal names its sender; silence is between two routers, which may have two owners. */
static const char *blocker(const struct judge *j, const struct trace_verdict *v)
{
	const char *next = owner_of(j, v->next), *hop = owner_of(j, v->hop);

	if (strncmp(v->id, "path.drop.", 10) != 0)
		return next;
	if (v->segment == SEGMENT_HOME) /* the next one has freed the router */
		return next;
	return !hop || !next || str_ieq(hop, next) ? hop ? hop : next : NULL;
}

/* The network's own rule for the port, where the table has it. */
static void tell_policy(const struct judge *j, const struct row *r, const char *address,
			struct draft *d)
{
	const struct network *n = network_names_find(name_of(j, address));

	if (!n || !network_blocks(n, r->e->port))
		return;
	draft_arg(d, "network", n->name);
	draft_arg(d, FINDING_ARG_MEANING, n->policy);
	draft_arg(d, "ask", network_lift_step(n));
}

static const char *first_hop(const struct judge *j, const struct row *r)
{
	const struct trace *s = traces_suspect(&j->traces, r->e->id);

	return s ? s->hops[1].address : NULL;
}

/* The VPN that connections possibly leave by. */
static void tell_tunnel(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct event *tunnel = surroundings_told(j->f, LOCAL(TUNNEL));
	struct surroundings around;

	surroundings_init(&around, j->f, r->address, first_hop(j, r));
	if (!around.unclear)
		return;
	draft_cite_event(d, tunnel);
	draft_arg(d, "device", tunnel->device);
}

static bool is_domain(const struct judge *j, const char *owner, const char *address)
{
	const char *name = name_of(j, address);

	return name && !network_names_find(name) && str_ieq(owner, registrable_domain(name));
}

/* Whether all that is known of the owner is the domain in its routers' names. */
static bool is_domain_of(const struct judge *j, const char *owner, const struct trace_verdict *v)
{
	return is_domain(j, owner, v->hop) || is_domain(j, owner, v->next);
}

/* A domain alone doesn't say whose network it is. An address for an Internet provider's customers does, unless the line
 * is not a person's own. */
static void tell_domain(const struct judge *j, const struct row *r, const struct trace_verdict *v,
			const char *domain, struct draft *d)
{
	bool carrier = (address_is(v->hop, ADDRESS_CARRIER) && is_domain(j, domain, v->hop)) ||
		       (address_is(v->next, ADDRESS_CARRIER) && is_domain(j, domain, v->next));
	struct surroundings around;

	surroundings_init(&around, j->f, r->address, first_hop(j, r));
	if (carrier && !surroundings_organisation(j->f) && !surroundings_lack_home(&around)) {
		draft_arg(d, "owner", N_("Your Internet provider"));
		draft_arg(d, "of", domain);
	} else {
		draft_arg(d, "owner", domain);
		draft_arg(d, "net", "yes");
	}
}

/* Right behind the computer around a container comes no Internet provider, but a cloud that uses its range. */
static bool is_platforms(const char *owner, const struct trace_verdict *v)
{
	return v->hop_ttl <= 2 && v->hop && address_is(v->hop, ADDRESS_CARRIER) &&
	       str_eq(owner, "Your Internet provider");
}

static const char *around_here(const struct judge *j, const struct trace_verdict *v)
{
	bool silent = !strncmp(v->id, "path.drop.", 10);

	if (v->hop_ttl > NEAR_HOPS)
		return N_("A network on the way");
	if (!surroundings_told(j->f, LOCAL(CONTAINER)))
		return N_("The network around this computer");
	return silent ? N_("The network around this container, or its provider or cloud,")
		      : N_("The network around this container");
}

static void tell_owner(const struct judge *j, const struct row *r, const struct trace_verdict *v,
		       struct draft *d)
{
	const char *owner = v->place == PLACE_NETWORK ? blocker(j, v) : NULL;
	struct surroundings around;

	/* The line lets the port through to others. */
	if (!owner && v->place == PLACE_NETWORK && row_is_fine_elsewhere(j, r)) {
		owner = N_("A network on the way to the server");
		draft_arg(d, "afar", N_("Other mail servers answer me there"));
	}
	/* Behind a second private router it is usually still the same network. */
	if (!owner && v->place == PLACE_NETWORK && address_is_inside(v->hop) &&
	    surroundings_organisation(j->f))
		owner = N_("This network's firewall or its Internet provider");
	surroundings_init(&around, j->f, r->address, first_hop(j, r));
	if (!owner && v->place == PLACE_NETWORK && around.mobile && !around.tunnelled)
		owner = N_("The mobile network's operator");
	if (!owner && v->place == PLACE_NETWORK && surroundings_lack_home(&around))
		owner = v->hop_ttl > NEAR_HOPS ? N_("A network on the way")
					       : N_("The network around this computer");
	if (v->place == PLACE_NETWORK && surroundings_standing(j->f) != STANDING_OWN &&
	    (!owner || is_platforms(owner, v)))
		owner = around_here(j, v);
	if (!owner)
		return;
	if (is_domain_of(j, owner, v))
		tell_domain(j, r, v, owner, d);
	else
		draft_arg(d, "owner", owner);
	tell_policy(j, r, name_of(j, v->next) ? v->next : v->hop, d);
}

void draft_managed(struct draft *d, const struct judge *j)
{
	const struct event *sign = surroundings_organisation(j->f);

	if (!sign)
		return;
	draft_cite_event(d, sign);
	draft_arg(d, "managed", sign->detail ? sign->detail : sign->address);
}

static bool is_around(enum place place)
{
	return place == PLACE_HOME_ROUTER || place == PLACE_HOME_OR_NETWORK ||
	       place == PLACE_NETWORK;
}

RULE(path)
{
	const struct trace_verdict *v = row_path(j, r);

	/* A row that got through after all is not blocked, whatever a sweep missed. */
	if (!v || !str_eq(v->id, rule->id) || (r->tcp == OUTCOME_OK && v->place != PLACE_PROXY))
		return false;
	d->certainty = v->certainty;
	d->place = v->place;
	draft_cite_stage(d, r, STAGE_TCP);
	for (size_t i = 0; i < v->evidence.n; i++)
		draft_cite(d, v->evidence.v[i]);
	cite_local(rule, j, r, d);
	d->hop = v->hop;
	draft_arg(d, "says", v->says);
	draft_arg(d, "either", v->either ? "yes" : NULL);
	draft_arg(d, "reading", r->service->purpose == PURPOSE_RECEIVE ? "yes" : NULL);
	draft_arg(d, "first", v->hop_ttl ? NULL : "yes");
	if (str_eq(v->id, "path.drop.home"))
		draft_arg(d, "edge", v->hop_ttl ? v->hop : NULL);
	draft_arg(d, "hop", v->hop ? v->hop : "-");
	draft_arg(d, "next", v->next ? v->next : "-");
	draft_arg_number(d, "number", v->hop_ttl);
	draft_arg_number(d, "beyond", v->hop_ttl + 1);
	if (!str_eq(v->id, "path.vpn"))
		tell_owner(j, r, v, d);
	if (is_around(v->place) && !str_eq(v->id, "path.vpn")) {
		draft_managed(d, j);
		draft_cloud(d, j, r->e->port);
	}
	set_key(d, r, v);
	return true;
}

/* What a container calls its gateway is a bridge of the computer around it, and no router. */
RULE(path_gateway)
{
	const struct event *container = surroundings_told(j->f, LOCAL(CONTAINER));

	if (!rule_path(rule, j, r, d))
		return false;
	if (!container)
		return true;
	d->place = PLACE_THIS_COMPUTER;
	draft_key(d, "container"); /* one way out, however its loss showed */
	draft_cite_event(d, container);
	draft_arg(d, "container", container->detail);
	return true;
}

/* Where the other family gets through, the container only lacks this one. */
RULE(path_around)
{
	return !row_twin_up(j, r) && rule_path(rule, j, r, d);
}

/* The machine around this one: it forwarded the port, or was the first that did not. */
RULE(path_host)
{
	const struct trace_verdict *v = row_path(j, r);

	if (!rule_path(rule, j, r, d))
		return false;
	draft_arg(d, "around", v->hop ? v->hop : v->next);
	draft_arg(d, "vm", surroundings_told(j->f, LOCAL(CONTAINER)) ? NULL : "yes");
	bool clouds = v->either && surroundings_standing(j->f) == STANDING_CLUSTER;

	draft_arg(d, "platform", clouds || surroundings_foreign_bridge(j->f) ? "yes" : NULL);
	return true;
}

RULE(path_vpn)
{
	const struct event *tunnel = surroundings_told(j->f, LOCAL(TUNNEL));

	if (!rule_path(rule, j, r, d))
		return false;
	draft_arg(d, "device", tunnel ? tunnel->device : NULL);
	return true;
}

/* The service runs: its port answers over the other family. */
static void tell_twin(const struct judge *j, const struct row *r, struct draft *d)
{
	const struct row *twin = row_twin_up(j, r);

	if (!twin)
		return;
	draft_cite(d, twin->f->connected_event);
	draft_families(d, r->e->family);
	draft_key_print(d, "%s|twin", r->address ? r->address : r->e->host);
}

/* {well}: another MX of the domain that greets. */
static void tell_other_mx(const struct judge *j, const struct row *r, struct draft *d)
{
	for (size_t i = 0; i < j->rows.n && domain_is_mx(j->f->target, r->e); i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && other->greeted && domain_is_mx(j->f->target, other->e) &&
		    !row_same_host(j, other, r)) {
			draft_arg(d, "well", other->e->host);
			draft_cite_stage(d, other, STAGE_GREETING);
			return;
		}
	}
}

/* The end of a VPN knows no way; or the server is only lost over one family. */
RULE(path_unreachable)
{
	const struct event *tunnel = surroundings_told(j->f, LOCAL(TUNNEL));
	const struct trace_verdict *v = row_path(j, r);

	if (!rule_path(rule, j, r, d))
		return false;
	tell_twin(j, r, d);
	tell_other_mx(j, r, d);
	if (!tunnel || !surroundings_behind_tunnel(j->f, v->next))
		return true;
	d->place = PLACE_NETWORK;
	draft_cite_event(d, tunnel);
	draft_arg(d, "vpn", tunnel->device);
	return true;
}

/* Another mail port of the address that connects, or NULL. */
static const struct row *mail_beside(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && row_same_address(other, r) && other->tcp == OUTCOME_OK &&
		    row_is_mail(other))
			return other;
	}
	return NULL;
}

/* Bans shut all that one program listens on: none of the address's ports for reading, or none for sending, has an answer. */
static bool may_be_ban(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct row *other = &j->rows.v[i];

		if (other->counted && row_same_address(other, r) &&
		    other->service->purpose == r->service->purpose &&
		    (other->tcp == OUTCOME_OK || other->tcp == OUTCOME_REFUSED))
			return false;
	}
	return r->service->purpose == PURPOSE_RECEIVE || r->service->purpose == PURPOSE_SEND;
}

/* Where another mail port of the address answers, a ban of this line is not the first thing to think of. */
RULE(path_drop_server)
{
	if (!rule_path(rule, j, r, d))
		return false;
	const struct row *mail = mail_beside(j, r);

	tell_twin(j, r, d);
	draft_arg(d, "ban", may_be_ban(j, r) ? "yes" : NULL);
	if (mail) {
		draft_cite(d, mail->f->connected_event);
		draft_arg_number(d, "answering", mail->e->port);
	}
	return true;
}

/* No mail port of the address connects, and its firewall has no word about one: the services may be stopped. */
static bool is_mail_down(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].counted && row_same_address(&j->rows.v[i], r) &&
		    row_is_rejected(j, &j->rows.v[i]))
			return false;
	return !mail_beside(j, r);
}

/* In this computer's own network no router comes between. */
RULE(path_refused_server)
{
	const struct event *container = surroundings_told(j->f, LOCAL(CONTAINER));

	if (!rule_path(rule, j, r, d))
		return false;
	draft_arg(d, "down", is_mail_down(j, r) ? "yes" : NULL);
	if (!surroundings_beside(j->f, r->address))
		return true;
	draft_arg(d, "lan", "yes");
	draft_cite_event(d, container);
	draft_arg(d, "container", container ? container->detail : NULL);
	return true;
}

/* How far it gets, where nothing at the address answers. */
RULE(path_ends)
{
	if (!rule_path(rule, j, r, d))
		return false;
	if (row_path(j, r)->segment == SEGMENT_HOME)
		draft_arg(d, "home", "yes");
	row_tell_way(j, r, d);
	return true;
}

/* The server's own firewall said so in ICMP. */
static bool is_rejected_by_server(const struct judge *j, const struct row *r)
{
	const struct trace_verdict *v = row_path(j, r);

	return r->tcp == OUTCOME_REFUSED && v && str_eq(v->id, "path.refused.server") &&
	       row_is_rejected(j, r);
}

/* A reset from as far away as the open port. Without a sweep, the time tells, and that no ICMP message
 * came. */
static bool is_reset_by_server(const struct judge *j, const struct row *r, const struct row *open)
{
	const struct trace_verdict *v = row_path(j, r);

	if (r->tcp != OUTCOME_REFUSED || row_is_rejected(j, r))
		return false;
	if (v)
		return str_eq(v->id, "path.refused.server");
	return !r->f->refuser && 2 * r->f->stages[STAGE_TCP].us >= open->f->stages[STAGE_TCP].us;
}

static const struct row *open_beside(const struct judge *j, const struct row *r)
{
	for (size_t i = 0; i < j->rows.n; i++)
		if (j->rows.v[i].counted && row_same_address(&j->rows.v[i], r) &&
		    j->rows.v[i].tcp == OUTCOME_OK)
			return &j->rows.v[i];
	return NULL;
}

static const struct row *reset_beside(const struct judge *j, const struct row *r,
				      const struct row *open)
{
	for (size_t i = 0; open && i < j->rows.n; i++)
		if (j->rows.v[i].counted && row_same_address(&j->rows.v[i], r) &&
		    is_reset_by_server(j, &j->rows.v[i], open))
			return &j->rows.v[i];
	return NULL;
}

/*
 * Ports without a listener are refused with RST, and this port with the server's own ICMP message: a
 * rule of its firewall, beside open ports. Servers do this to addresses that failed to log in.
 */
RULE(path_banned)
{
	const struct row *open = open_beside(j, r), *unused = reset_beside(j, r, open);

	if (!is_rejected_by_server(j, r) || !unused)
		return false;
	const struct trace_verdict *v = row_path(j, r), *plain = row_path(j, unused);

	draft_cite_stage(d, r, STAGE_TCP);
	for (size_t i = 0; i < v->evidence.n; i++)
		draft_cite(d, v->evidence.v[i]);
	draft_cite_stage(d, unused, STAGE_TCP);
	draft_cite(d, plain && plain->evidence.n ? plain->evidence.v[0] : 0);
	draft_cite(d, open->f->connected_event);
	draft_arg_number(d, "working", open->e->port);
	draft_arg_number(d, "unused", unused->e->port);
	d->hop = v->hop;
	return true;
}

/* What goes round in circles need not do so at each port. */
RULE(path_loop)
{
	if (!rule_path(rule, j, r, d))
		return false;
	draft_key_print(d, "%s|%s", d->hop ? d->hop : "", certainty_name(d->certainty));
	return true;
}

/* Whether the table of networks knows more access networks than routers that block the port. */
static bool is_of_lines(int port)
{
	return network_count(NETWORK_ACCESS, port) > network_count(NETWORK_ROUTER, port);
}

static bool is_known_to_block(const struct judge *j, const struct row *r, const char *address)
{
	const struct network *n = network_names_find(name_of(j, address));

	return n && network_blocks(n, r->e->port);
}

/* The router's way out, or the way into the provider's network: for all ports that end there. */
RULE(path_edge)
{
	const struct trace_verdict *mine = row_path(j, r);
	bool lines = true;

	if (!mine || row_is_off_list(j, r) || row_is_of_only_web(j, r) || !rule_path(rule, j, r, d))
		return false;
	for (size_t i = 0; i < j->rows.n; i++) {
		const struct trace_verdict *v = row_path(j, &j->rows.v[i]);

		lines =
		    lines && (!v || !str_eq(v->id, rule->id) || is_of_lines(j->rows.v[i].e->port));
	}
	tell_tunnel(j, r, d);
	bool isp = lines || is_known_to_block(j, r, mine->next),
	     boxed = mine->segment != SEGMENT_HOME;

	draft_arg(d, "isp", isp ? "likelier" : NULL);
	draft_arg(d, "boxed", boxed ? "yes" : NULL);
	draft_arg(d, "who",
		  surroundings_organisation(j->f)
		      ? N_("This network's firewall or its Internet provider")
		  : boxed ? N_("The network around this container, or its provider or cloud,")
		  : isp	  ? N_("Your Internet provider or your router")
			  : N_("Your router or your Internet provider"));
	tell_policy(j, r, mine->next, d);
	return true;
}

/* A computer without the whole family lacks nothing by that: net.family-missing says so. */
RULE(path_here_route)
{
	return !row_lacks_family(j, r) && rule_path(rule, j, r, d);
}
