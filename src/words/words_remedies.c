/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "words/words_remedies.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "know/networks.h"
#include "reason/facts/surroundings.h"
#include "words/fill.h"
#include "words/quote.h"
#include "words/words_place.h"

#include <stdlib.h>
#include <string.h>

/* Which findings are about which cause; "*" at the end stands for any letters. */
static const struct {
	const char *id;
	enum remedy_cause cause;
} causes[] = {
    {"path.here.route", REMEDY_VPN},
    {"path.here.*", REMEDY_FIREWALL},
    {"path.drop.first", REMEDY_FIREWALL},
    {"tcp.denied", REMEDY_FIREWALL},
    {"tcp.refused.here", REMEDY_FIREWALL},
    {"tls.intercepted.scanner", REMEDY_SCANNER},
    {"proxy.scanner", REMEDY_SCANNER},
    {"proxy.no-server", REMEDY_SCANNER},
    {"path.proxy.here", REMEDY_SCANNER},
    {"path.drop.list", REMEDY_ROUTER},
    {"path.drop.edge", REMEDY_ROUTER},
    {"path.drop.home", REMEDY_ROUTER},
    {"path.reset.home", REMEDY_ROUTER},
    {"path.reject.home", REMEDY_ROUTER},
    {"path.vpn", REMEDY_VPN},
    {"net.tunnel", REMEDY_VPN},
    {"net.cloud.*", REMEDY_CLOUD},
    {"path.drop.network", REMEDY_PROVIDER},
    {"path.reset.network", REMEDY_PROVIDER},
    {"path.reject.network", REMEDY_PROVIDER},
};

static enum remedy_cause cause_of(const char *id)
{
	for (size_t i = 0; i < sizeof causes / sizeof *causes; i++) {
		size_t len = strlen(causes[i].id) - 1;

		if (causes[i].id[len] == '*' ? !strncmp(causes[i].id, id, len)
					     : str_eq(causes[i].id, id))
			return causes[i].cause;
	}
	return REMEDY_CAUSE_COUNT_;
}

/* ---- values ---- */

struct values {
	enum remedy_shell shell;
	const struct record *record; /* NULL: examples */
	const struct finding *f;
};

static char *quoted(const struct values *v, const char *text)
{
	return text ? quote_word(v->shell, text) : NULL;
}

/* "587,465", without quotes in any shell. */
static char *ports_of(const struct values *v)
{
	struct strs ports = {0};

	if (!v->record)
		return mem_strdup("587,465");
	finding_ports(v->f, &v->record->plan, &ports);
	char *joined = ports.n ? strs_join(&ports, ",") : NULL;

	strs_clear(&ports);
	return joined;
}

/* The first of them as a word: a list in PowerShell holds texts. */
static char *port_of(const struct values *v)
{
	char *ports = ports_of(v);

	if (!ports)
		return NULL;
	ports[strcspn(ports, ",")] = '\0';
	char *word = quoted(v, ports);

	free(ports);
	return word;
}

static char *value(const char *name, const void *user)
{
	const struct values *v = user;

	if (*name == '#')
		return mem_strdup("0");
	if (str_eq(name, "ports"))
		return ports_of(v);
	if (str_eq(name, "port"))
		return port_of(v);
	if (str_eq(name, "label"))
		return quoted(v, _("Mail program"));
	if (str_eq(name, "device"))
		return quoted(v, v->record ? finding_arg(v->f, "device") : "tun0");
	return NULL;
}

/* ---- steps ---- */

/* The product or network that the finding names, as know/remedies has it; NULL: none. */
static const char *whose_of(const struct finding *f, enum remedy_cause cause)
{
	if (cause == REMEDY_SCANNER)
		return finding_arg(f, "product");
	if (cause == REMEDY_ROUTER && str_eq(f->id, "path.drop.list"))
		return "Speedport"; /* no other has such a list */
	if (cause == REMEDY_ROUTER)
		return finding_arg(f, "router");
	const char *name = finding_arg(f, "network");
	size_t n;
	const struct network *all = network_all(&n);

	for (size_t i = 0; name && i < n; i++)
		if (str_eq(all[i].name, name))
			return all[i].id;
	return NULL;
}

/* How a network lifts its block is among the finding's own steps: where that is from. */
static char *page_of(const struct remedy *r)
{
	/* TRANSLATORS: a cloud or Internet provider, a web page, a day. */
	return mem_printf(_("More about %s: %s (%s)"), _(network_find(r->whose)->name), r->source,
			  r->date);
}

static void add(struct remedy_steps *list, const struct remedy *r, const struct values *values)
{
	struct values v = *values;
	const char *text = remedy_text(r);

	v.shell = r->shell;
	if (!text || (!r->text && r->likely) ||
	    (r->command && !fill_complete(r->command, value, &v)))
		return;
	list->v = mem_realloc(list->v, list->n + 1, sizeof *list->v);
	list->v[list->n++] =
	    (struct remedy_step){r->text ? mem_strdup(_(text)) : page_of(r),
				 r->command ? fill_text(r->command, value, &v) : NULL, r};
	list->by_system |= r->system != SYSTEM_OWN;
}

/* A network whose rules are unknown says nothing more than the finding does. */
static bool is_known(enum remedy_cause cause, const char *whose)
{
	return (cause != REMEDY_CLOUD && cause != REMEDY_PROVIDER) || whose;
}

static void add_all(struct remedy_steps *list, enum remedy_cause cause, enum operating_system s,
		    const char *whose, const struct values *values)
{
	size_t n;
	const struct remedy *all = remedy_all(&n);

	for (size_t i = 0; is_known(cause, whose) && i < n; i++)
		if (remedy_fits(&all[i], cause, s, whose))
			add(list, &all[i], values);
}

/* A container or a rented machine is behind no home's router, nor is a company's or hotel's guest. */
static bool has_cause(const struct record *record, enum remedy_cause cause)
{
	return cause != REMEDY_ROUTER || (surroundings_standing(&record->facts) == STANDING_OWN &&
					  !words_place_is_managed(record));
}

void words_remedies(struct remedy_steps *ret, const struct record *record, const struct finding *f,
		    enum operating_system s)
{
	enum remedy_cause cause = cause_of(f->id);
	struct values values = {.record = record, .f = f};

	*ret = (struct remedy_steps){0};
	if (cause < REMEDY_CAUSE_COUNT_ && has_cause(record, cause))
		add_all(ret, cause, s, whose_of(f, cause), &values);
}

void words_remedies_of_rule(struct remedy_steps *ret, const char *id, enum operating_system s)
{
	enum remedy_cause cause = cause_of(id);
	struct values values = {0};

	*ret = (struct remedy_steps){0};
	if (cause < REMEDY_CAUSE_COUNT_)
		add_all(ret, cause, s, NULL, &values);
}

void remedy_steps_clear(struct remedy_steps *list)
{
	for (size_t i = 0; i < list->n; i++) {
		free(list->v[i].text);
		free(list->v[i].command);
	}
	free(list->v);
	*list = (struct remedy_steps){0};
}

char *words_remedies_title(const struct remedy_steps *list, enum operating_system s)
{
	/* TRANSLATORS: %s is an operating system: "Windows". */
	return list->by_system ? mem_printf(_("On %s"), system_title(s))
			       : mem_strdup(_("Where it is switched off"));
}

void words_remedies_page(struct page *p, const struct remedy_steps *list, const char *indent)
{
	if (!list->n)
		return;
	char *title = words_remedies_title(list, p->system);
	char *lead = mem_printf("%s- ", indent), *command = mem_printf("%s    ", indent);

	/* TRANSLATORS: "On Windows", a heading. */
	page_give(p, PAGE_PLAIN, indent, mem_printf(_("%s:"), title));
	for (size_t i = 0; i < list->n; i++) {
		page_paragraph(p, PAGE_PLAIN, lead, list->v[i].text);
		if (list->v[i].command)
			page_line(p, PAGE_PLAIN, command, list->v[i].command);
	}
	free(title);
	free(lead);
	free(command);
}

char *words_remedy_sourced(const struct remedy *r)
{
	const char *text = _(remedy_text(r));
	const char *whose = !r->text && r->whose ? network_find(r->whose)->name : NULL;
	char *step = whose ? mem_printf(_("%s: %s"), _(whose), text) : mem_strdup(text);
	char *line = r->likely ? /* TRANSLATORS: a step, where it is from, and the day. */
			 mem_printf(_("%s (Not confirmed; %s, %s)"), step, r->source, r->date)
			       : mem_printf(_("%s (%s, %s)"), step, r->source, r->date);

	free(step);
	return line;
}

char *words_remedy_example(const struct remedy *r)
{
	struct values values = {.shell = r->shell};

	return r->command ? fill_text(r->command, value, &values) : NULL;
}
