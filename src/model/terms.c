/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "model/terms.h"

#include "base/address.h"
#include "base/str.h"

#define NAMES(type, count, ...)                                                                    \
	static const char *const type##_names[] = {__VA_ARGS__};                                   \
	_Static_assert(sizeof type##_names / sizeof *type##_names == (count), "a name for each");  \
	const char *type##_name(enum type x)                                                       \
	{                                                                                          \
		return (unsigned)x < (count) ? type##_names[x] : "?";                              \
	}

#define NAMES_BOTH_WAYS(type, count, ...)                                                          \
	NAMES(type, count, __VA_ARGS__)                                                            \
	enum type type##_from_name(const char *name)                                               \
	{                                                                                          \
		unsigned x = 0;                                                                    \
		while (x < (count) && !str_ieq(type##_names[x], name))                             \
			x++;                                                                       \
		return (enum type)x;                                                               \
	}

NAMES_BOTH_WAYS(service, SERVICE_COUNT_, "smtp", "submission", "submissions", "imap", "imaps",
		"pop3", "pop3s", "https", "submission-alt", "managesieve")
NAMES(protocol, PROTOCOL_COUNT_, "smtp", "imap", "pop3", "https", "managesieve")
NAMES(purpose, PURPOSE_COUNT_, "receive", "send", "relay", "control", "filter")
NAMES_BOTH_WAYS(security, SECURITY_COUNT_, "none", "starttls", "tls")
NAMES_BOTH_WAYS(family, FAMILY_COUNT_, "any", "ipv4", "ipv6")
NAMES_BOTH_WAYS(stage, STAGE_COUNT_, "dns", "tcp", "tls", "greeting", "caps", "starttls",
		"caps-tls", "login", "quit")
NAMES_BOTH_WAYS(outcome, OUTCOME_COUNT_, "none", "ok", "refused", "reset", "closed", "timeout",
		"unreachable", "denied", "badreply", "notoffered", "skipped", "cancelled")
NAMES_BOTH_WAYS(why, WHY_COUNT_, "target", "address", "control", "sniff", "impossible", "name")
NAMES_BOTH_WAYS(lookup_type, LOOKUP_COUNT_, "MX", "TXT", "TLSA", "POLICY", "A", "AAAA", "CNAME",
		"SRV", "CONFIG", "AUTODISCOVER", "AUTODISCOVER-JSON", "NS", "OWN", "OWN6")
NAMES_BOTH_WAYS(source, SOURCE_COUNT_, "none", "typed", "provider", "mx", "autoconfig", "srv",
		"ispdb", "autodiscover", "guess")
NAMES_BOTH_WAYS(dnssec, DNSSEC_COUNT_, "none", "secure", "insecure", "bogus", "unknown")
NAMES_BOTH_WAYS(sweep_role, SWEEP_COUNT_, "none", "suspect", "working")
NAMES_BOTH_WAYS(local_kind, LOCAL_COUNT_, "none", "address", "gateway", "no-route", "link-down",
		"tunnel", "resolver", "container", "dmi", "rule", "domain")
NAMES_BOTH_WAYS(neighbour, NEIGHBOUR_COUNT_, "unknown", "reachable", "stale", "failed",
		"incomplete")
NAMES_BOTH_WAYS(dns_said, DNS_SAID_COUNT_, "none", "address", "no-data", "no-name", "servfail",
		"refused", "other", "silent", "closed", "unreachable", "no-server")
NAMES_BOTH_WAYS(tls_version, TLS_VERSION_COUNT_, "TLS1.0", "TLS1.1", "TLS1.2", "TLS1.3")
NAMES_BOTH_WAYS(tls_offer, TLS_OFFER_COUNT_, "TLS1.0", "TLS1.1", "TLS1.2", "TLS1.3", "secrecy",
		"common", "small", "large", "nameless")

enum family family_of_address(const char *address)
{
	int version = address_version(address);

	return version == 4 ? FAMILY_IPV4 : version == 6 ? FAMILY_IPV6 : FAMILY_ANY;
}

const char *tls_version_words(const char *name)
{
	static const char *const words[] = {"TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3", NULL};
	const char *known = words[tls_version_from_name(name ? name : "")];

	return known ? known : name;
}
