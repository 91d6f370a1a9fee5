/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A typed mail domain: how it publishes its servers, and what may be wrong with that. */
#include "config.h"
#include "tests/sim/invent.h"

#include "model/event.h"
#include "tests/sim/clock.h"

#include <stdlib.h>
#include <string.h>

#define DOMAIN "practice.example"
#define HOST "mail." DOMAIN
#define NEVER_NS (3600 * (int64_t)1000 * CLOCK_MS)

#define SERVER(kind, type, host, port, socket)                                                     \
	"<" kind " type=\"" type "\"><hostname>" host "</hostname><port>" port                     \
	"</port><socketType>" socket "</socketType><username>%EMAILADDRESS%</username>"            \
	"<authentication>password-cleartext</authentication></" kind ">"
#define CONFIG(servers)                                                                            \
	"<?xml version=\"1.0\"?><clientConfig version=\"1.1\"><emailProvider id=\"" DOMAIN         \
	"\"><domain>" DOMAIN "</domain>" servers "</emailProvider></clientConfig>"
#define SERVERS(host)                                                                              \
	SERVER("incomingServer", "imap", host, "993", "SSL")                                       \
	SERVER("outgoingServer", "smtp", host, "465", "SSL")                                       \
	SERVER("outgoingServer", "smtp", host, "587", "STARTTLS")

static const char good[] = CONFIG(SERVERS(HOST));
static const char elsewhere[] = CONFIG(SERVERS("gone." DOMAIN));
static const char no_servers[] = CONFIG("");
static const char cut_short[] = "<?xml version=\"1.0\"?><clientConfig version=\"1.1\"><emailProv";
static const char web_page[] = "<!DOCTYPE html><html><head><title>Welcome</title></head></html>";

enum publishes { BY_SRV = 1, BY_AUTOCONFIG = 2, BY_WELL_KNOWN = 4 };

/* What is wrong, and with which way of publishing. */
static const struct domain_fault {
	const char *kind;
	enum publishes needs;
	enum lookup_type type; /* COUNT_: every type */
	enum name_fault names;
	struct world_document document; /* if it has a type or an outcome of failure */
	const char *srv;		/* the words of its record that stand for port and host */
	const char *mx;
	bool any_name, no_domain;
	const char *proves; /* what may be said because of it, and of nothing else */
} faults[] = {
    {"SRV fails", BY_SRV, LOOKUP_SRV, NAME_SERVFAIL},
    {"SRV is not answered", BY_SRV, LOOKUP_SRV, NAME_SILENT},
    {"SRV is hidden", BY_SRV, LOOKUP_SRV, NAME_NO_DATA},
    {"MX fails", 0, LOOKUP_MX, NAME_SERVFAIL},
    {"MX is not answered", 0, LOOKUP_MX, NAME_SILENT},
    {"TXT fails", 0, LOOKUP_TXT, NAME_SERVFAIL},
    {"records fail", 0, LOOKUP_COUNT_, NAME_SERVFAIL},
    {"records are slow", 0, LOOKUP_COUNT_, NAME_SLOW},
    {"SRV to no host", BY_SRV, .srv = "gone." DOMAIN},
    {"SRV to a closed port", BY_SRV, .srv = HOST},
    {"null MX", .mx = "0 .", .proves = "discover.null-mx"},
    {"every name exists", .any_name = true, .proves = "discover.any-name"},
    {"no such domain", .no_domain = true, .proves = "discover.no-domain"},
    {"document missing", BY_AUTOCONFIG, .document = {.outcome = OUTCOME_NOTOFFERED, .http = 404}},
    {"document is a web page", BY_AUTOCONFIG, .document = {.bytes = web_page, .type = "text/html"}},
    {"document cut short", BY_AUTOCONFIG, .document = {.bytes = cut_short, .type = "text/xml"}},
    {"document without servers", BY_AUTOCONFIG,
     .document = {.bytes = no_servers, .type = "text/xml"}},
    {"document of another host", BY_AUTOCONFIG,
     .document = {.bytes = elsewhere, .type = "text/xml"}},
    {"document slow", BY_AUTOCONFIG,
     .document = {.bytes = good, .type = "text/xml", .ns = 2500 * (int64_t)CLOCK_MS}},
    {"document not answered", BY_AUTOCONFIG,
     .document = {.bytes = good, .type = "text/xml", .ns = NEVER_NS}},
    {"document not trusted", BY_AUTOCONFIG,
     .document = {.outcome = OUTCOME_BADREPLY, .status = CERT_WRONG_NAME}},
    {"document leads elsewhere", BY_AUTOCONFIG,
     .document = {.outcome = OUTCOME_DENIED, .http = 302}},
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

bool domain_only_if(const char *id)
{
	for (size_t i = 0; i < COUNT(faults); i++)
		if (faults[i].proves && !strcmp(faults[i].proves, id))
			return true;
	return false;
}

static void add_web_host(struct world *w, const char *name)
{
	struct world_host *h = world_add_host(w, name, 4 + (int)dice_below(&w->dice, 4));

	h->unasked = true;
	h->address[1][0] = '\0';
	world_add_port(h, SERVICE_HTTPS, "tls on\n");
}

static void add_srv(struct world *w, const struct domain_fault *f)
{
	static const struct {
		const char *name;
		int port;
	} rows[] = {{"_imaps._tcp." DOMAIN, 993},
		    {"_submissions._tcp." DOMAIN, 465},
		    {"_submission._tcp." DOMAIN, 587}};
	char value[WORLD_TEXT];

	for (size_t i = 0; i < COUNT(rows); i++) {
		bool closed = f && f->srv && !strcmp(f->srv, HOST);

		snprintf(value, sizeof value, "0 1 %d %s", rows[i].port + (closed ? 1000 : 0),
			 f && f->srv ? f->srv : HOST);
		world_add_record(w, LOOKUP_SRV, rows[i].name, value);
	}
}

static void add_document(struct world *w, const char *url, const struct world_document *d)
{
	struct world_document *added = &w->domain.documents[w->domain.document_n++];

	*added = *d;
	snprintf(added->url, sizeof added->url, "%s", url);
	if (!added->outcome)
		added->outcome = OUTCOME_OK;
	if (added->outcome == OUTCOME_OK)
		added->http = 200;
}

static void publish(struct world *w, unsigned ways, const struct domain_fault *f)
{
	static const struct world_document fine = {.bytes = good, .type = "text/xml"};
	bool wrong = f && (f->document.bytes || f->document.outcome);

	world_add_record(w, LOOKUP_MX, DOMAIN, f && f->mx ? f->mx : "10 " HOST);
	world_add_record(w, LOOKUP_TXT, DOMAIN, "v=spf1 mx -all");
	world_add_record(w, LOOKUP_NS, DOMAIN, "ns1." DOMAIN);
	if (ways & BY_SRV)
		add_srv(w, f);
	add_web_host(w, DOMAIN);
	if (ways & BY_AUTOCONFIG) {
		add_web_host(w, "autoconfig." DOMAIN);
		add_document(w, "https://autoconfig." DOMAIN "/mail/config-v1.1.xml",
			     wrong ? &f->document : &fine);
	}
	if (ways & BY_WELL_KNOWN)
		add_document(w, "https://" DOMAIN "/.well-known/autoconfig/mail/config-v1.1.xml",
			     &fine);
	add_web_host(w, "v1.ispdb.net");
}

static void spoil_names(struct world *w, const struct domain_fault *f)
{
	struct world_domain *d = &w->domain;

	for (int type = 0; f->names && type < LOOKUP_COUNT_; type++)
		if (f->type == LOOKUP_COUNT_ || (int)f->type == type)
			d->types_are[type] = f->names;
	d->any_name = f->any_name;
	if (!f->no_domain)
		return;
	d->record_n = 0;
	for (size_t i = 0; i < w->host_n; i++)
		if (strstr(w->hosts[i].name, DOMAIN))
			w->hosts[i].name_is[0] = w->hosts[i].name_is[1] = NAME_NONE;
}

void invent_domain(struct world *w, struct plot *plot, uint64_t number, const struct cuts *cuts)
{
	static const unsigned usual[] = {
	    BY_SRV, BY_AUTOCONFIG, BY_WELL_KNOWN, BY_SRV | BY_AUTOCONFIG, BY_SRV | BY_WELL_KNOWN,
	    0};
	struct dice dice;

	dice_init(&dice, number * 5 + 2);
	WORLD_SET(w->domain.name, DOMAIN);
	w->domain.whole_address = dice_chance(&dice, 700);
	unsigned ways = usual[dice_below(&dice, COUNT(usual))];
	const struct domain_fault *f =
	    dice_chance(&dice, 600) ? &faults[dice_below(&dice, COUNT(faults))] : NULL;
	struct plant *p = f ? plot_plant(plot, cuts, f->kind, f->kind) : NULL;

	if (p)
		*p = (struct plant){
		    .where = PLANT_SOURCE, .by_names = f->names != NAME_THERE, .proves = f->proves};
	publish(w, f ? ways | (unsigned)f->needs : ways, p ? f : NULL);
	if (p)
		spoil_names(w, f);
}
