/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of rules, from broad to narrow.  know/advice has a row of words for
 * every id; a test walks both.  An id is never changed once it was published.
 */
#include "config.h"
#include "reason/rules.h"

#define PROBLEM VERDICT_PROBLEM
#define WARNING VERDICT_WARNING
#define NOTE VERDICT_NOTE
#define CERTAIN CERTAINTY_CERTAIN
#define LIKELY CERTAINTY_LIKELY
#define POSSIBLE CERTAINTY_POSSIBLE

#define TCP_NARROW "tcp.silent tcp.silent.server tcp.unreachable tcp.blocked.*"
#define TLS_NARROW "tls.alert tls.timeout tls.closed tls.reset tls.failed"

const struct rule rules[] = {
    /* The run as a whole: what keeps every row, or a pattern of rows, from working. */
    {"net.captive-portal", PROBLEM, LIKELY, PLACE_PROXY, STAGE_GREETING, MERGE_RUN, GRADE_MAIL,
     rule_net_captive_portal, NULL, "proto.http tls.cert.* tls.intercepted.* " TLS_NARROW},
    {"dns.no-answer", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_DNS, MERGE_RUN, GRADE_ELSE, rule_dns_no_answer},
    {"dns.no-name", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_DNS, MERGE_HOST, GRADE_ELSE, rule_dns_no_name},
    {"dns.no-address", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_DNS, MERGE_HOST, GRADE_ELSE,
     rule_dns_no_address},
    {"dns.failed", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_DNS, MERGE_HOST, GRADE_ELSE, rule_dns_failed, "err"},
    {"dns.same-address", WARNING, LIKELY, PLACE_NETWORK, STAGE_DNS, MERGE_RUN, GRADE_FIXED,
     rule_dns_same_address, NULL, "dns.private"},
    {"dns.sinkhole", PROBLEM, LIKELY, PLACE_UNKNOWN, STAGE_DNS, MERGE_HOST, GRADE_ELSE, rule_dns_sinkhole,
     NULL, TCP_NARROW " tcp.refused*"},
    {"dns.private", NOTE, POSSIBLE, PLACE_UNKNOWN, STAGE_DNS, MERGE_HOST, GRADE_FIXED, rule_dns_private},

    {"net.no-route", PROBLEM, LIKELY, PLACE_EVERYTHING, STAGE_TCP, MERGE_RUN, GRADE_FIXED, rule_net_no_route,
     NULL, TCP_NARROW},
    {"tcp.silent.everything", PROBLEM, LIKELY, PLACE_EVERYTHING, STAGE_TCP, MERGE_RUN, GRADE_FIXED,
     rule_net_everything_silent, NULL, TCP_NARROW},
    {"net.mail-ports-blocked", PROBLEM, LIKELY, PLACE_UNKNOWN, STAGE_TCP, MERGE_RUN, GRADE_FIXED,
     rule_net_mail_ports_blocked, NULL, TCP_NARROW},
    {"net.family-missing", NOTE, CERTAIN, PLACE_UNKNOWN, STAGE_TCP, MERGE_RUN, GRADE_FIXED,
     rule_net_family_missing, "dead alive", TCP_NARROW},
    {"net.family-broken", WARNING, LIKELY, PLACE_UNKNOWN, STAGE_TCP, MERGE_RUN, GRADE_FIXED,
     rule_net_family_broken, "dead alive", TCP_NARROW},

    {"tcp.denied", PROBLEM, CERTAIN, PLACE_THIS_COMPUTER, STAGE_TCP, MERGE_RUN, GRADE_ELSE, rule_tcp_denied},
    {"tcp.refused.all", PROBLEM, LIKELY, PLACE_UNKNOWN, STAGE_TCP, MERGE_HOST, GRADE_ELSE,
     rule_tcp_refused_all, NULL, "tcp.refused"},
    {"tcp.refused.mail", PROBLEM, LIKELY, PLACE_UNKNOWN, STAGE_TCP, MERGE_HOST, GRADE_ELSE,
     rule_tcp_refused_mail, NULL, "tcp.refused"},
    {"tcp.silent.server", PROBLEM, POSSIBLE, PLACE_UNKNOWN, STAGE_TCP, MERGE_HOST, GRADE_ELSE,
     rule_tcp_silent_server, NULL, "tcp.silent tcp.unreachable tcp.blocked.*"},
    {"tcp.blocked.port25", NOTE, LIKELY, PLACE_UNKNOWN, STAGE_TCP, MERGE_RUN, GRADE_FIXED,
     rule_tcp_blocked_port25, "working", "tcp.silent"},
    {"tcp.blocked.submission", PROBLEM, LIKELY, PLACE_UNKNOWN, STAGE_TCP, MERGE_RUN, GRADE_ELSE,
     rule_tcp_blocked_submission, "working", "tcp.silent"},
    {"tcp.blocked.port", PROBLEM, LIKELY, PLACE_UNKNOWN, STAGE_TCP, MERGE_RUN, GRADE_SPARE,
     rule_tcp_blocked_port, "working", "tcp.silent"},
    {"tcp.control", NOTE, CERTAIN, PLACE_UNKNOWN, STAGE_TCP, MERGE_RUN, GRADE_FIXED, rule_tcp_control, NULL,
     "tcp.silent tcp.refused tcp.unreachable tcp.reset"},
    {"tcp.refused", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_TCP, MERGE_HOST, GRADE_SPARE, rule_tcp_refused},
    {"tcp.silent", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_TCP, MERGE_HOST, GRADE_SPARE, rule_tcp_silent},
    {"tcp.unreachable", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_TCP, MERGE_HOST, GRADE_ELSE,
     rule_tcp_unreachable},
    {"tcp.reset", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_TCP, MERGE_HOST, GRADE_ELSE, rule_tcp_reset},

    /* Who answers. */
    {"proto.tls-on-plain-port", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_GREETING, MERGE_HOST, GRADE_ELSE,
     rule_proto_tls_on_plain_port, NULL, "greeting.none greeting.closed greeting.reset proto.garbage"},
    {"proto.plain-on-tls-port", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_TLS, MERGE_HOST, GRADE_ELSE,
     rule_proto_plain_on_tls_port, "text", TLS_NARROW},
    {"proto.http", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_GREETING, MERGE_RUN, GRADE_ELSE, rule_proto_http,
     "text", "proto.limit " TLS_NARROW},
    {"proto.ssh", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_GREETING, MERGE_HOST, GRADE_ELSE, rule_proto_ssh, "text",
     TLS_NARROW},
    {"proto.ftp", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_GREETING, MERGE_HOST, GRADE_ELSE, rule_proto_ftp, "text",
     "proto.refused proto.bad-reply proto.closed starttls.* " TLS_NARROW},
    {"proto.other-mail", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_GREETING, MERGE_HOST, GRADE_ELSE,
     rule_proto_other_mail, "text", TLS_NARROW},
    {"proto.garbage", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_GREETING, MERGE_HOST, GRADE_ELSE,
     rule_proto_garbage, "text", TLS_NARROW},

    /* Greetings. */
    {"greeting.none", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_GREETING, MERGE_HOST, GRADE_ELSE,
     rule_greeting_none},
    {"greeting.closed", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_GREETING, MERGE_HOST, GRADE_ELSE,
     rule_greeting_closed},
    {"greeting.reset", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_GREETING, MERGE_HOST, GRADE_ELSE,
     rule_greeting_reset},
    {"greeting.listed", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_GREETING, MERGE_HOST, GRADE_ELSE,
     rule_greeting_listed, "code text"},
    {"greeting.temporary", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_GREETING, MERGE_HOST, GRADE_ELSE,
     rule_greeting_temporary, "code text"},
    {"greeting.refused", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_GREETING, MERGE_HOST, GRADE_ELSE,
     rule_greeting_refused, "code text"},
    {"greeting.slow", NOTE, CERTAIN, PLACE_SERVER, STAGE_GREETING, MERGE_HOST, GRADE_FIXED,
     rule_greeting_slow, "seconds"},

    /* STARTTLS. */
    {"starttls.injected", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_STARTTLS, MERGE_HOST, GRADE_MAIL,
     rule_starttls_injected, "text", "starttls.cut " TLS_NARROW},
    {"starttls.preauth", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_GREETING, MERGE_HOST, GRADE_MAIL,
     rule_starttls_preauth, NULL, "login.cleartext starttls.missing"},
    {"starttls.stripped", PROBLEM, LIKELY, PLACE_PROXY, STAGE_STARTTLS, MERGE_HOST, GRADE_MAIL,
     rule_starttls_stripped, NULL, "starttls.missing starttls.missing.relay starttls.refused proxy.* login.cleartext"},
    {"starttls.missing.relay", NOTE, CERTAIN, PLACE_UNKNOWN, STAGE_STARTTLS, MERGE_HOST, GRADE_FIXED,
     rule_starttls_missing_relay},
    {"starttls.missing", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_STARTTLS, MERGE_HOST, GRADE_ELSE,
     rule_starttls_missing, NULL, "login.cleartext"},
    {"starttls.temporary", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_STARTTLS, MERGE_HOST, GRADE_ELSE,
     rule_starttls_temporary, "code text", "login.cleartext"},
    {"starttls.refused", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_STARTTLS, MERGE_HOST, GRADE_ELSE,
     rule_starttls_refused, "code text", "login.cleartext"},
    {"starttls.cut", PROBLEM, LIKELY, PLACE_UNKNOWN, STAGE_STARTTLS, MERGE_HOST, GRADE_ELSE,
     rule_starttls_cut, NULL, "login.cleartext"},
    {"proxy.scanner", WARNING, CERTAIN, PLACE_THIS_COMPUTER, STAGE_GREETING, MERGE_RUN, GRADE_MAIL,
     rule_proxy_scanner, "product text"},
    {"proxy.masked", WARNING, LIKELY, PLACE_PROXY, STAGE_GREETING, MERGE_RUN, GRADE_MAIL, rule_proxy_masked,
     "text"},
    {"proxy.gateway", WARNING, LIKELY, PLACE_PROXY, STAGE_GREETING, MERGE_RUN, GRADE_MAIL,
     rule_proxy_gateway, "product text"},

    /* Certificates: first what explains many of them, then one cause each. */
    {"tls.clock.wrong", PROBLEM, LIKELY, PLACE_THIS_COMPUTER, STAGE_TLS, MERGE_RUN, GRADE_MAIL,
     rule_tls_clock_wrong, "today issued", "tls.cert.expired tls.cert.not-yet-valid"},
    {"tls.intercepted.scanner", PROBLEM, CERTAIN, PLACE_THIS_COMPUTER, STAGE_TLS, MERGE_RUN, GRADE_MAIL,
     rule_tls_intercepted_scanner, "product issuer", "tls.cert.* proxy.scanner"},
    {"tls.intercepted.gateway", PROBLEM, CERTAIN, PLACE_PROXY, STAGE_TLS, MERGE_RUN, GRADE_MAIL,
     rule_tls_intercepted_gateway, "product issuer", "tls.cert.*"},
    {"tls.intercepted.tool", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_TLS, MERGE_RUN, GRADE_MAIL,
     rule_tls_intercepted_tool, "product issuer", "tls.cert.*"},
    {"tls.intercepted.portal", PROBLEM, CERTAIN, PLACE_PROXY, STAGE_TLS, MERGE_RUN, GRADE_MAIL,
     rule_tls_intercepted_portal, "product issuer", "tls.cert.*"},
    {"tls.intercepted.unknown", PROBLEM, LIKELY, PLACE_PROXY, STAGE_TLS, MERGE_RUN, GRADE_MAIL,
     rule_tls_intercepted_unknown, "issuer", "tls.cert.*"},
    {"tls.cert.expired", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_TLS, MERGE_RUN, GRADE_MAIL, rule_cert_expired,
     "since days"},
    {"tls.cert.not-yet-valid", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_TLS, MERGE_RUN, GRADE_MAIL,
     rule_cert_not_yet_valid, "from today"},
    {"tls.cert.wrong-name", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_TLS, MERGE_RUN, GRADE_MAIL,
     rule_cert_wrong_name, "asked names"},
    {"tls.cert.no-name", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_TLS, MERGE_RUN, GRADE_MAIL, rule_cert_no_name},
    {"tls.cert.self-signed", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_TLS, MERGE_RUN, GRADE_MAIL,
     rule_cert_self_signed, "subject"},
    {"tls.cert.untrusted", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_TLS, MERGE_RUN, GRADE_MAIL,
     rule_cert_untrusted, "issuer"},
    {"tls.cert.revoked", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_TLS, MERGE_RUN, GRADE_MAIL, rule_cert_revoked},
    {"tls.cert.weak", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_TLS, MERGE_RUN, GRADE_MAIL, rule_cert_weak,
     "key bits signature"},
    {"tls.cert.staple", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_TLS, MERGE_RUN, GRADE_MAIL, rule_cert_staple},
    {"tls.cert.bad", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_TLS, MERGE_RUN, GRADE_MAIL, rule_cert_bad, "text"},
    {"tls.cert.other", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_TLS, MERGE_RUN, GRADE_MAIL, rule_cert_other,
     "text"},
    {"tls.cert.expiring", NOTE, CERTAIN, PLACE_SERVER, STAGE_TLS, MERGE_RUN, GRADE_FIXED, rule_cert_expiring,
     "until days"},
    {"tls.version.old", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_TLS, MERGE_HOST, GRADE_MAIL,
     rule_tls_version_old, "version"},

    /* Handshakes that came to nothing. */
    {"tls.alert", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_TLS, MERGE_HOST, GRADE_ELSE, rule_tls_alert,
     "alert number"},
    {"tls.timeout", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_TLS, MERGE_HOST, GRADE_ELSE, rule_tls_timeout},
    {"tls.closed", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_TLS, MERGE_HOST, GRADE_ELSE, rule_tls_closed},
    {"tls.reset", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_TLS, MERGE_HOST, GRADE_ELSE, rule_tls_reset},
    {"tls.failed", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_TLS, MERGE_HOST, GRADE_ELSE, rule_tls_failed, "text"},

    /* The rest of the talk. */
    {"proto.limit", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_CAPS, MERGE_HOST, GRADE_ELSE, rule_proto_limit,
     "limit most", "proto.bad-reply"},
    {"proto.refused", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_CAPS, MERGE_HOST, GRADE_ELSE, rule_proto_refused,
     "command text"},
    {"proto.timeout", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_CAPS, MERGE_HOST, GRADE_ELSE, rule_proto_timeout},
    {"proto.closed", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_CAPS, MERGE_HOST, GRADE_ELSE, rule_proto_closed},
    {"proto.reset", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_CAPS, MERGE_HOST, GRADE_ELSE, rule_proto_reset},
    {"proto.bad-reply", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_CAPS, MERGE_HOST, GRADE_ELSE,
     rule_proto_bad_reply},

    /* What a login would meet. */
    {"login.cleartext", WARNING, CERTAIN, PLACE_SERVER, STAGE_CAPS, MERGE_RUN, GRADE_FIXED,
     rule_login_cleartext},
    {"login.none", WARNING, CERTAIN, PLACE_SERVER, STAGE_CAPS_TLS, MERGE_HOST, GRADE_FIXED, rule_login_none},
    {"login.disabled", PROBLEM, CERTAIN, PLACE_SERVER, STAGE_CAPS_TLS, MERGE_HOST, GRADE_ELSE,
     rule_login_disabled},
    {"login.oauth2-only", NOTE, CERTAIN, PLACE_SERVER, STAGE_CAPS_TLS, MERGE_RUN, GRADE_FIXED,
     rule_login_oauth2_only},
    {"login.app-password", NOTE, LIKELY, PLACE_SERVER, STAGE_CAPS_TLS, MERGE_RUN, GRADE_FIXED,
     rule_login_app_password},
    {"login.after-tls", VERDICT_OK, CERTAIN, PLACE_SERVER, STAGE_CAPS, MERGE_RUN, GRADE_FIXED,
     rule_login_after_tls},

    {"run.unfinished", VERDICT_UNTESTED, CERTAIN, PLACE_UNKNOWN, STAGE_DNS, MERGE_RUN, GRADE_FIXED,
     rule_run_unfinished},
    {"probe.failed", PROBLEM, CERTAIN, PLACE_UNKNOWN, STAGE_DNS, MERGE_NONE, GRADE_ELSE, rule_probe_failed,
     "stage outcome"},
};
const size_t rule_n = sizeof rules / sizeof *rules;
