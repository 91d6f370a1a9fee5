/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The field's standard terms as enumerations. x_name() gives the stable, untranslated word that
 * JSON, case files, rules and tests use; x_from_name() is its inverse and gives X_COUNT_ for an
 * unknown word.
 */
#ifndef MODEL_TERMS_H
#define MODEL_TERMS_H

enum service {
	SERVICE_SMTP,		/* server to server, RFC 5321 */
	SERVICE_SUBMISSION,	/* RFC 6409, STARTTLS */
	SERVICE_SUBMISSIONS,	/* RFC 8314, implicit TLS */
	SERVICE_IMAP,		/* RFC 9051, STARTTLS */
	SERVICE_IMAPS,		/* implicit TLS */
	SERVICE_POP3,		/* RFC 1939, STLS (RFC 2595) */
	SERVICE_POP3S,		/* implicit TLS */
	SERVICE_HTTPS,		/* the web port: TCP and TLS only */
	SERVICE_SUBMISSION_ALT, /* submission on 2525, where a provider has it */
	SERVICE_MANAGESIEVE,	/* RFC 5804 */
	SERVICE_COUNT_
};

enum protocol {
	PROTOCOL_SMTP,
	PROTOCOL_IMAP,
	PROTOCOL_POP3,
	PROTOCOL_HTTPS,
	PROTOCOL_SIEVE,
	PROTOCOL_COUNT_
};

/* What the person needs the service for: the summary has one answer for each of the first two. */
enum purpose {
	PURPOSE_RECEIVE,
	PURPOSE_SEND,
	PURPOSE_DELIVERY, /* "relay": from server to server, on port 25 */
	PURPOSE_WEB,
	PURPOSE_FILTER,
	PURPOSE_COUNT_
};

enum security {
	SECURITY_NONE,	   /* clear text */
	SECURITY_STARTTLS, /* upgraded in band: STARTTLS or STLS */
	SECURITY_TLS,	   /* TLS from the first byte */
	SECURITY_COUNT_
};

enum family { FAMILY_ANY, FAMILY_IPV4, FAMILY_IPV6, FAMILY_COUNT_ };

enum stage {
	STAGE_DNS,
	STAGE_TCP,
	STAGE_TLS,
	STAGE_GREETING,
	STAGE_CAPS,	/* capabilities before TLS, or the only ones on an implicit-TLS port */
	STAGE_STARTTLS, /* the command and the server's go-ahead, not the handshake */
	STAGE_CAPS_TLS, /* capabilities again after STARTTLS */
	STAGE_LOGIN,
	STAGE_QUIT,
	STAGE_COUNT_
};

/* How a stage or a probe ended.  The failures are never merged. */
enum outcome {
	OUTCOME_NONE, /* has not ended (or not begun) */
	OUTCOME_OK,
	OUTCOME_REFUSED,     /* ECONNREFUSED: a RST answered the SYN */
	OUTCOME_RESET,	     /* the connection was torn down with RST */
	OUTCOME_CLOSED,	     /* the other end closed (FIN) where it should not */
	OUTCOME_TIMEOUT,     /* nothing came within the limit */
	OUTCOME_UNREACHABLE, /* no route, host or network unreachable */
	/* forbidden: EPERM or EACCES here, or the server's own words (554, BYE, -ERR) */
	OUTCOME_DENIED,
	OUTCOME_BADREPLY, /* bytes that are not the protocol, or exceed a limit */
	/* the server, or the name, does not have it (no STARTTLS, no IPv6 address) */
	OUTCOME_NOTOFFERED,
	OUTCOME_SKIPPED, /* not tried, for a reason that an event gives */
	OUTCOME_CANCELLED,
	OUTCOME_COUNT_
};

/* Why an endpoint is in the plan. */
enum why {
	WHY_TARGET,    /* the target names it */
	WHY_ADDRESS,   /* a further address of the same name */
	WHY_REFERENCE, /* the same port, or 443, at an unrelated well-known server */
	WHY_TLS_CHECK, /* a second connection that tries the other security mode */
	/* the same port at an address that cannot exist: a machine that answers there answers for
	 * every address */
	WHY_IMPOSSIBLE,
	WHY_NAME, /* another name in a certificate: looked up, not connected to */
	WHY_COUNT_
};

/* What can be asked about a mail domain besides addresses. */
enum lookup_type {
	LOOKUP_MX,
	LOOKUP_TXT,
	LOOKUP_TLSA,   /* RFC 6698 */
	LOOKUP_POLICY, /* the MTA-STS policy of RFC 8461, over HTTPS */
	LOOKUP_A,      /* of a mail server, for its DNSSEC status */
	LOOKUP_AAAA,
	LOOKUP_CNAME,
	LOOKUP_SRV,	     /* RFC 2782 */
	LOOKUP_CONFIG,	     /* a clientConfig document, over HTTP(S); the name is its address */
	LOOKUP_AUTODISCOVER, /* Exchange's answer without a login: a POX document … */
	LOOKUP_AUTODISCOVER_JSON,
	LOOKUP_NS,
	/* the IPv4 addresses that one of the domain's own name servers gives, asked directly; the
	 * name is "HOST@NAMESERVER" */
	LOOKUP_OWN,
	LOOKUP_OWN6, /* the IPv6 addresses */
	LOOKUP_COUNT_
};

/* Where a target's servers are from, the words of target.source in JSON. */
enum source {
	SOURCE_NONE,
	SOURCE_TYPED,
	SOURCE_PROVIDER,     /* a provider file: the person's, the company's or one of porthorn's */
	SOURCE_MX,	     /* the owner of the domain's mail exchanger */
	SOURCE_AUTOCONFIG,   /* a clientConfig document of the domain, or of its MX's domain */
	SOURCE_SRV,	     /* RFC 6186, RFC 8314 */
	SOURCE_ISPDB,	     /* Thunderbird's public collection */
	SOURCE_AUTODISCOVER, /* Exchange's way */
	SOURCE_GUESS,	     /* usual names, tried without being told */
	SOURCE_COUNT_
};
const char *source_name(enum source s);
enum source source_from_name(const char *name);

const char *
lookup_type_name(enum lookup_type l); /* "MX", "TXT", "TLSA", "POLICY", "A", "CONFIG" … */
enum lookup_type lookup_type_from_name(const char *name);

/* What DNSSEC says of an answer. */
enum dnssec {
	DNSSEC_NONE, /* there is no answer */
	DNSSEC_SECURE,
	DNSSEC_INSECURE, /* not signed */
	DNSSEC_BOGUS,
	DNSSEC_UNKNOWN, /* it could not be validated here */
	DNSSEC_COUNT_
};

/* Why a sweep measures a port. */
enum sweep_role {
	SWEEP_NONE,
	SWEEP_SUSPECT, /* the port that fails */
	SWEEP_WORKING, /* the port that it is compared with */
	SWEEP_COUNT_
};

/* What this computer knows of its own place in the network. */
enum local_kind {
	LOCAL_NONE,
	LOCAL_ADDRESS,
	LOCAL_GATEWAY,
	LOCAL_NO_ROUTE,	 /* there is no default route */
	LOCAL_LINK_DOWN, /* an interface that is switched on and has no carrier */
	LOCAL_TUNNEL,	 /* an interface of the kind VPNs use */
	LOCAL_RESOLVER,
	LOCAL_CONTAINER,
	LOCAL_DMI,    /* what the hardware is called */
	LOCAL_RULE,   /* of the firewall */
	LOCAL_DOMAIN, /* in which short names are looked up, as the network or a person has set it */
	LOCAL_COUNT_
};

/* What the kernel knows of a neighbour's hardware address. */
enum neighbour {
	NEIGHBOUR_UNKNOWN,
	NEIGHBOUR_REACHABLE,
	NEIGHBOUR_STALE,
	NEIGHBOUR_FAILED,
	NEIGHBOUR_INCOMPLETE,
	NEIGHBOUR_COUNT_
};

/* What a name server itself says of a name, from the most to the least. */
enum dns_said {
	DNS_SAID_NONE,	      /* it was not asked */
	DNS_SAID_ADDRESS,     /* addresses */
	DNS_SAID_NO_DATA,     /* the name exists, and has no address of that family */
	DNS_SAID_NO_NAME,     /* NXDOMAIN */
	DNS_SAID_SERVFAIL,    /* it tried and failed */
	DNS_SAID_REFUSED,     /* it refuses to answer this computer */
	DNS_SAID_OTHER,	      /* another RCODE */
	DNS_SAID_SILENT,      /* nothing */
	DNS_SAID_CLOSED,      /* no name server listens at the address (ICMP port unreachable) */
	DNS_SAID_UNREACHABLE, /* no way there */
	DNS_SAID_NO_SERVER,   /* none is configured */
	DNS_SAID_COUNT_
};
const char *dns_said_name(enum dns_said s); /* "no-name", "servfail" … */
enum dns_said dns_said_from_name(const char *name);

/* The TLS versions that are asked about, oldest first. */
enum tls_version {
	TLS_VERSION_1_0,
	TLS_VERSION_1_1,
	TLS_VERSION_1_2,
	TLS_VERSION_1_3,
	TLS_VERSION_COUNT_
};

const char *tls_version_name(enum tls_version v); /* "TLS1.2" */
enum tls_version tls_version_from_name(const char *name);
/* In the usual spelling, "TLS 1.2" for "TLS1.2"; an unknown name is returned unchanged. NULL
 * allowed. */
const char *tls_version_words(const char *name);

/* What a further connection to a TLS port offers, out of what the first one offered. */
enum tls_offer {
	TLS_OFFER_1_0, /* that version alone: numbers of enum tls_version */
	TLS_OFFER_1_1,
	TLS_OFFER_1_2,
	TLS_OFFER_1_3,
	TLS_OFFER_SECRECY, /* no RSA key exchange: forward secrecy alone */
	TLS_OFFER_COMMON,  /* P-256 and X25519 alone, as every current program has them */
	TLS_OFFER_SMALL,   /* the shortest ClientHello in use today: no post-quantum key share */
	TLS_OFFER_LARGE, /* one of two segments, as sent by programs with post-quantum key shares */
	TLS_OFFER_NAMELESS, /* everything, without a server name */
	TLS_OFFER_COUNT_
};
const char *tls_offer_name(enum tls_offer t); /* "TLS1.0", "secrecy", "common", "small", … */
enum tls_offer tls_offer_from_name(const char *name);
const char *service_name(enum service s);
enum service service_from_name(const char *name);
const char *protocol_name(enum protocol p);
const char *purpose_name(enum purpose p);
const char *security_name(enum security s); /* "none", "starttls", "tls" */
enum security security_from_name(const char *name);
const char *family_name(enum family f); /* "any", "ipv4", "ipv6" */
enum family family_from_name(const char *name);
/* a numeric address; FAMILY_ANY for anything else and NULL */
enum family family_of_address(const char *address);
const char *stage_name(enum stage s);
enum stage stage_from_name(const char *name);
const char *outcome_name(enum outcome o);
enum outcome outcome_from_name(const char *name);
const char *why_name(enum why w);
enum why why_from_name(const char *name);
const char *dnssec_name(enum dnssec d);
enum dnssec dnssec_from_name(const char *name);
const char *sweep_role_name(enum sweep_role r);
enum sweep_role sweep_role_from_name(const char *name);
const char *local_kind_name(enum local_kind k); /* "address", "no-route" … */
enum local_kind local_kind_from_name(const char *name);
const char *neighbour_name(enum neighbour n);
enum neighbour neighbour_from_name(const char *name);

#endif
