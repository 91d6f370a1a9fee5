/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "reason/domain/domain.h"

#include "base/i18n.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#define HOST_LEN_MAX 253      /* RFC 1035 section 2.3.4 */
#define MAX_AGE_MOST 31557600 /* RFC 8461 section 3.2: about a year */

/* ---- the domain and its MX ---- */

static bool has_address(const struct target *t, const char *host)
{
	for (size_t i = 0; i < t->override_n; i++)
		if (t->overrides[i].address && str_ieq(t->overrides[i].host, host))
			return true;
	return false;
}

const char *domain_to_ask(const struct target *t)
{
	return t->mx_domain && (t->email || !has_address(t, t->mx_domain)) ? t->mx_domain : NULL;
}

bool domain_stands_for_mx(const struct target *t, const struct target_server *s)
{
	return s->service == SERVICE_SMTP && domain_to_ask(t) && str_ieq(s->host, domain_to_ask(t));
}

bool domain_is_mx(const struct target *t, const struct endpoint *e)
{
	const char *domain = domain_to_ask(t);

	return domain && e->service == SERVICE_SMTP && (t->email || !str_ieq(e->host, domain));
}

bool domain_is_host(const char *name)
{
	static const char fine[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
	size_t len = name ? strlen(name) : 0;

	return len && len <= HOST_LEN_MAX && strspn(name, fine) == len && *name != '.' &&
	       *name != '-';
}

char *domain_undoubled(const char *host, const char *domain)
{
	char *twice = mem_printf(".%s.%s", domain, domain);
	char *dotted = mem_printf(".%s", host);
	size_t n = strlen(dotted), end = strlen(twice);
	char *meant = NULL;

	if (n >= end && str_ieq(dotted + n - end, twice))
		meant = mem_strndup(host, strlen(host) - strlen(domain) - 1);
	free(dotted);
	free(twice);
	return meant;
}

/* The name in an MX record, behind its preference; "" without one. */
static const char *host_in(const char *record)
{
	const char *blank = strchr(record, ' ');

	return blank ? blank + 1 : "";
}

bool domain_is_null_mx(const char *record)
{
	return str_eq(host_in(record), ".");
}

bool domain_is_useless_mx(const char *record)
{
	return !domain_is_null_mx(record) && !domain_is_host(host_in(record));
}

enum domain_mx domain_mx(const struct event *records, struct strs *ret_hosts)
{
	struct strs hosts = {0};

	if (records && records->outcome == OUTCOME_NOTOFFERED)
		return DOMAIN_MX_NONE;
	if (!records || records->outcome != OUTCOME_OK || !records->list.n)
		return DOMAIN_MX_UNKNOWN;
	if (records->list.n == 1 && domain_is_null_mx(records->list.v[0]))
		return DOMAIN_MX_NULL;
	for (size_t i = 0; i < records->list.n; i++) {
		const char *host = host_in(records->list.v[i]);

		if (domain_is_host(host) && !strs_has(&hosts, host) && hosts.n < DOMAIN_MX_MAX)
			strs_add(&hosts, host);
	}
	enum domain_mx found = hosts.n ? DOMAIN_MX_SOME : DOMAIN_MX_UNKNOWN;

	if (ret_hosts)
		strs_copy(ret_hosts, &hosts);
	strs_clear(&hosts);
	return found;
}

char *domain_tlsa_name(const char *host, int port)
{
	return mem_printf("_%d._tcp.%s", port, host);
}

char *domain_sts_name(const char *domain)
{
	return mem_printf("_mta-sts.%s", domain);
}

char *domain_policy_host(const char *domain)
{
	return mem_printf("mta-sts.%s", domain);
}

char *domain_rpt_name(const char *domain)
{
	return mem_printf("_smtp._tls.%s", domain);
}

/* ---- TXT records ---- */

/* The version must come first, as a field of its own (RFC 8461 section 3.1, RFC 8460 section 3). */
static bool has_version(const char *text, const char *version)
{
	size_t len = strlen(version);

	return !strncmp(text, version, len) && text[len + strspn(text + len, " \t")] == ';';
}

const char *domain_txt(const struct event *records, const char *version, size_t *ret_n)
{
	const char *found = NULL;

	*ret_n = 0;
	for (size_t i = 0; records && i < records->list.n; i++)
		if (has_version(records->list.v[i], version)) {
			found = records->list.v[i];
			(*ret_n)++;
		}
	return found;
}

char *domain_txt_field(const char *record, const char *name)
{
	struct strs fields = {0};
	char *value = NULL;

	strs_split(&fields, record, ";");
	for (size_t i = 0; i < fields.n && !value; i++) {
		char *equals = strchr(fields.v[i], '=');

		if (!equals)
			continue;
		*equals = '\0';
		if (str_eq(str_trim(fields.v[i]), name))
			value = mem_strdup(str_trim(equals + 1));
	}
	strs_clear(&fields);
	return value;
}

#define ID_LEN_MAX 32 /* RFC 8461 section 3.1 */

static bool is_id(const char *id)
{
	static const char fine[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	size_t len = strlen(id);

	return len && len <= ID_LEN_MAX && strspn(id, fine) == len;
}

const char *domain_sts_record_fault(const char *record)
{
	char *id = domain_txt_field(record, "id");
	const char *fault = !id ? N_("It has no \"id=\".")
			    : is_id(id)
				? NULL
				: N_("Its id is not 1 to 32 letters and digits, and nothing else.");

	free(id);
	return fault;
}

static bool is_place(const char *uri)
{
	const char *at = strchr(uri, '@');

	if (str_istarts(uri, "mailto:"))
		return at && at > uri + strlen("mailto:") && at[1];
	return str_istarts(uri, "https://") && uri[strlen("https://")];
}

bool domain_rua_fine(const char *rua)
{
	struct strs places = {0};
	bool fine = true;

	strs_split(&places, rua ? rua : "", ",");
	for (size_t i = 0; i < places.n; i++)
		fine = fine && is_place(str_trim(places.v[i]));
	fine = fine && places.n;
	strs_clear(&places);
	return fine;
}

bool domain_is_plain_text(const char *type)
{
	static const char plain[] = "text/plain";
	size_t len = strlen(plain);

	return str_istarts(type, plain) && (!type[len] || strchr("; \t", type[len]));
}

/* ---- the policy ---- */

static const char *const modes[] = {"none", "testing", "enforce"};

static bool take_mode(struct domain_policy *p, const char *value)
{
	for (int m = 0; m < DOMAIN_MODE_COUNT_; m++)
		if (str_eq(modes[m], value)) {
			p->mode = (enum domain_mode)m;
			return true;
		}
	return false;
}

struct seen {
	bool version, mode, max_age;
};

/* One "key: value" line; unknown keys are left to later versions. False if the value is wrong. */
static bool take_line(struct domain_policy *p, struct seen *seen, const char *key,
		      const char *value)
{
	if (str_eq(key, "version") && !seen->version) {
		seen->version = str_eq(value, "STSv1");
		return seen->version;
	}
	if (str_eq(key, "mode") && !seen->mode) {
		seen->mode = take_mode(p, value);
		return seen->mode;
	}
	if (str_eq(key, "max_age") && !seen->max_age) {
		seen->max_age = str_number(value, 0, MAX_AGE_MOST, &p->max_age);
		return seen->max_age;
	}
	if (str_eq(key, "mx") && p->mx.n < DOMAIN_POLICY_MX_MAX)
		strs_add(&p->mx, value);
	return true;
}

bool domain_policy_read(struct domain_policy *p, const char *text, const char **ret_wrong)
{
	struct strs lines = {0};
	struct seen seen = {0};

	*p = (struct domain_policy){0};
	strs_split(&lines, text, "\r\n");
	for (size_t i = 0; i < lines.n; i++) {
		char *colon = strchr(lines.v[i], ':');

		if (!colon)
			continue;
		*colon = '\0';
		if (!take_line(p, &seen, str_trim(lines.v[i]), str_trim(colon + 1)))
			break;
	}
	strs_clear(&lines);
	*ret_wrong = !seen.version			       ? "version"
		     : !seen.mode			       ? "mode"
		     : !seen.max_age			       ? "max_age"
		     : !p->mx.n && p->mode != DOMAIN_MODE_NONE ? "mx"
							       : NULL;
	return !*ret_wrong;
}

void domain_policy_clear(struct domain_policy *p)
{
	strs_clear(&p->mx);
}

bool domain_policy_covers(const struct domain_policy *p, const char *host)
{
	const char *rest = strchr(host, '.');

	for (size_t i = 0; i < p->mx.n; i++) {
		const char *pattern = p->mx.v[i];
		bool star = !strncmp(pattern, "*.", 2);

		if (star ? rest && str_ieq(rest, pattern + 1) : str_ieq(host, pattern))
			return true;
	}
	return false;
}
