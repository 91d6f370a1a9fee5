/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/tls_refusals.h"

#include "base/str.h"

static const char *const names[] = {
    [TLS_TRAIT_DH_UNDER_1024] = "dh-under-1024",
    [TLS_TRAIT_DH_UNDER_2048] = "dh-under-2048",
    [TLS_TRAIT_DHE_ONLY] = "dhe-only",
    [TLS_TRAIT_RSA_ONLY] = "rsa-only",
    [TLS_TRAIT_P384_ONLY] = "p384-only",
    [TLS_TRAIT_P521_ONLY] = "p521-only",
    [TLS_TRAIT_X448_ONLY] = "x448-only",
    [TLS_TRAIT_FFDHE_ONLY] = "ffdhe-only",
    [TLS_TRAIT_OLD_VERSION] = "old-version",
    [TLS_TRAIT_NO_SAFE_RENEGOTIATION] = "no-safe-renegotiation",
    [TLS_TRAIT_SHA1_HANDSHAKE] = "sha1-handshake",
    [TLS_TRAIT_3DES] = "3des",
    [TLS_TRAIT_RC4] = "rc4",
    [TLS_TRAIT_RSA_UNDER_2048] = "rsa-under-2048",
    [TLS_TRAIT_DSA] = "dsa",
    [TLS_TRAIT_EDDSA] = "eddsa",
    [TLS_TRAIT_P521_KEY] = "p521-key",
    [TLS_TRAIT_SHA1_CERTIFICATE] = "sha1-certificate",
    [TLS_TRAIT_AUTHORITY] = "authority",
    [TLS_TRAIT_OTHER_PURPOSE] = "other-purpose",
    [TLS_TRAIT_ANY_PURPOSE] = "any-purpose",
    [TLS_TRAIT_EMPTY_PURPOSE] = "empty-purpose",
    [TLS_TRAIT_NO_PURPOSE] = "no-purpose",
    [TLS_TRAIT_NO_SIGNATURE] = "no-signature",
    [TLS_TRAIT_OVER_825_DAYS] = "over-825-days",
    [TLS_TRAIT_OVER_398_DAYS] = "over-398-days",
    [TLS_TRAIT_NO_CA] = "no-ca",
    [TLS_TRAIT_NO_SIGNING] = "no-signing",
};
_Static_assert(sizeof names / sizeof *names == TLS_TRAIT_COUNT_, "a name for each trait");

const char *tls_trait_name(enum tls_trait t)
{
	return (unsigned)t < TLS_TRAIT_COUNT_ ? names[t] : "?";
}

#define OPENSSL "Python, PHP, Node.js and mutt with OpenSSL 3"
#define NSS "NSS"
#define THUNDERBIRD "Thunderbird"
#define APPLE "Apple Mail (iOS 13, macOS 10.15)"
#define OUTLOOK "Outlook (Windows 10)"
#define ANDROID "Android's mail programs"
#define RUSTLS "programs in Rust (rustls)"
#define RUSTLS_MANUAL                                                                              \
	"docs.rs/rustls, manual::_04_features: no suites without forward secrecy, no Diffie-Hellman over integers"
/* Seen with Debian's openssl 3.0 and libnss3-tools by tests/tlsclients. */
#define RUN "tests/tlsclients"
/* pkixcheck.cpp: CheckBasicConstraints(), CheckExtendedKeyUsage(), CheckKeyUsage(). */
#define PKIX "mozilla::pkix, pkixcheck.cpp"
#define PKIX_KEYS "mozilla::pkix, CheckSubjectPublicKeyInfo(): RSA, P-256, P-384, P-521"
#define HT210176 "support.apple.com/103769 (HT210176)"
#define CURVES "learn.microsoft.com, TLS elliptic curves in Windows 10 1607 and later"
#define BORING_GROUPS "BoringSSL, kDefaultGroups"
#define BORING_SIGNS "BoringSSL, kVerifySignatureAlgorithms"

static const struct tls_refusal rows[] = {
    {TLS_TRAIT_DH_UNDER_1024, TLS_JUDGE_OPENSSL, true, OPENSSL, RUN},
    {TLS_TRAIT_DH_UNDER_1024, TLS_JUDGE_NSS, true, NSS, RUN},
    {TLS_TRAIT_DH_UNDER_1024, TLS_JUDGE_THUNDERBIRD, true, "Thunderbird (38)",
     "Mozilla's security blog: 1023 bits at least"},
    {TLS_TRAIT_DH_UNDER_1024, TLS_JUDGE_SCHANNEL, true, OUTLOOK, "ClientMinKeyBitLength 1024"},
    {TLS_TRAIT_DH_UNDER_2048, TLS_JUDGE_OPENSSL, true, OPENSSL, RUN},
    {TLS_TRAIT_DH_UNDER_2048, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_DHE_ONLY, TLS_JUDGE_OPENSSL, false, OPENSSL, RUN},
    {TLS_TRAIT_DHE_ONLY, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_DHE_ONLY, TLS_JUDGE_THUNDERBIRD, true, "Thunderbird (78)", "CVE-2020-12413"},
    {TLS_TRAIT_DHE_ONLY, TLS_JUDGE_ANDROID, true, "mail programs on Android 8",
     "thunderbird-android issue 2723"},
    {TLS_TRAIT_DHE_ONLY, TLS_JUDGE_GO, true, "programs in Go", "crypto/tls has no DHE suites"},
    {TLS_TRAIT_DHE_ONLY, TLS_JUDGE_RUSTLS, true, RUSTLS, RUSTLS_MANUAL},
    {TLS_TRAIT_RSA_ONLY, TLS_JUDGE_OPENSSL, false, OPENSSL, RUN},
    {TLS_TRAIT_RSA_ONLY, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_RSA_ONLY, TLS_JUDGE_GO, true, "programs in Go (1.22)", "golang/go issue 63413"},
    {TLS_TRAIT_RSA_ONLY, TLS_JUDGE_RUSTLS, true, RUSTLS, RUSTLS_MANUAL},
    {TLS_TRAIT_P384_ONLY, TLS_JUDGE_OPENSSL, false, OPENSSL, RUN},
    {TLS_TRAIT_P384_ONLY, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_P384_ONLY, TLS_JUDGE_ANDROID, true, "mail programs on Android 7.0",
     "thunderbird-android issue 2778: P-256 alone; all later ones take it"},
    {TLS_TRAIT_P521_ONLY, TLS_JUDGE_OPENSSL, false, OPENSSL, RUN},
    {TLS_TRAIT_P521_ONLY, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_P521_ONLY, TLS_JUDGE_SCHANNEL, true, OUTLOOK, CURVES},
    {TLS_TRAIT_X448_ONLY, TLS_JUDGE_OPENSSL, false, OPENSSL, RUN},
    {TLS_TRAIT_X448_ONLY, TLS_JUDGE_NSS, true, NSS, RUN},
    {TLS_TRAIT_X448_ONLY, TLS_JUDGE_THUNDERBIRD, true, THUNDERBIRD, "NSS has no X448: " RUN},
    {TLS_TRAIT_X448_ONLY, TLS_JUDGE_SCHANNEL, true, OUTLOOK, CURVES},
    {TLS_TRAIT_X448_ONLY, TLS_JUDGE_ANDROID, true, ANDROID, BORING_GROUPS},
    {TLS_TRAIT_FFDHE_ONLY, TLS_JUDGE_OPENSSL, false, OPENSSL, RUN},
    {TLS_TRAIT_FFDHE_ONLY, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_FFDHE_ONLY, TLS_JUDGE_SCHANNEL, true, OUTLOOK, CURVES},
    {TLS_TRAIT_FFDHE_ONLY, TLS_JUDGE_ANDROID, true, ANDROID, BORING_GROUPS},
    {TLS_TRAIT_OLD_VERSION, TLS_JUDGE_OPENSSL, true, OPENSSL, RUN},
    {TLS_TRAIT_OLD_VERSION, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_OLD_VERSION, TLS_JUDGE_THUNDERBIRD, true, "Thunderbird (78)",
     "security.tls.version.min"},
    {TLS_TRAIT_OLD_VERSION, TLS_JUDGE_ANDROID, true, "mail programs on Android 15",
     "source.android.com, Conscrypt"},
    {TLS_TRAIT_NO_SAFE_RENEGOTIATION, TLS_JUDGE_OPENSSL, true, OPENSSL, RUN},
    {TLS_TRAIT_NO_SAFE_RENEGOTIATION, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_SHA1_HANDSHAKE, TLS_JUDGE_OPENSSL, true, OPENSSL, RUN},
    {TLS_TRAIT_SHA1_HANDSHAKE, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_3DES, TLS_JUDGE_OPENSSL, true, OPENSSL, RUN},
    {TLS_TRAIT_3DES, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_3DES, TLS_JUDGE_THUNDERBIRD, true, "Thunderbird (102)",
     "Mozilla's security blog, 2021-10-05: Firefox 93"},
    {TLS_TRAIT_3DES, TLS_JUDGE_ANDROID, true, ANDROID, "Android's libcore, commit c9d01a45928"},
    {TLS_TRAIT_RC4, TLS_JUDGE_OPENSSL, true, OPENSSL, RUN},
    {TLS_TRAIT_RC4, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_RSA_UNDER_2048, TLS_JUDGE_OPENSSL, true, OPENSSL, RUN},
    {TLS_TRAIT_RSA_UNDER_2048, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_RSA_UNDER_2048, TLS_JUDGE_APPLE, true, APPLE, HT210176},
    {TLS_TRAIT_DSA, TLS_JUDGE_OPENSSL, true, OPENSSL, RUN},
    {TLS_TRAIT_DSA, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_DSA, TLS_JUDGE_THUNDERBIRD, true, THUNDERBIRD, PKIX_KEYS},
    {TLS_TRAIT_DSA, TLS_JUDGE_ANDROID, true, ANDROID, BORING_SIGNS},
    {TLS_TRAIT_EDDSA, TLS_JUDGE_OPENSSL, false, OPENSSL, RUN},
    {TLS_TRAIT_EDDSA, TLS_JUDGE_NSS, true, NSS, RUN},
    {TLS_TRAIT_EDDSA, TLS_JUDGE_THUNDERBIRD, true, THUNDERBIRD, PKIX_KEYS},
    {TLS_TRAIT_EDDSA, TLS_JUDGE_ANDROID, true, ANDROID, BORING_SIGNS},
    {TLS_TRAIT_P521_KEY, TLS_JUDGE_OPENSSL, false, OPENSSL, RUN},
    {TLS_TRAIT_P521_KEY, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_P521_KEY, TLS_JUDGE_SCHANNEL, true, OUTLOOK, CURVES},
    {TLS_TRAIT_P521_KEY, TLS_JUDGE_ANDROID, true, ANDROID, BORING_SIGNS},
    {TLS_TRAIT_SHA1_CERTIFICATE, TLS_JUDGE_OPENSSL, true, OPENSSL, RUN},
    {TLS_TRAIT_SHA1_CERTIFICATE, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_SHA1_CERTIFICATE, TLS_JUDGE_THUNDERBIRD, true, THUNDERBIRD,
     "CertVerifier.cpp: SHA-1 refused"},
    {TLS_TRAIT_SHA1_CERTIFICATE, TLS_JUDGE_APPLE, true, APPLE, HT210176},
    {TLS_TRAIT_AUTHORITY, TLS_JUDGE_OPENSSL, false, OPENSSL, RUN},
    {TLS_TRAIT_AUTHORITY, TLS_JUDGE_NSS, true, NSS, RUN},
    {TLS_TRAIT_AUTHORITY, TLS_JUDGE_THUNDERBIRD, true, THUNDERBIRD, PKIX},
    {TLS_TRAIT_OTHER_PURPOSE, TLS_JUDGE_OPENSSL, true, OPENSSL, RUN},
    {TLS_TRAIT_OTHER_PURPOSE, TLS_JUDGE_NSS, true, NSS, RUN},
    {TLS_TRAIT_OTHER_PURPOSE, TLS_JUDGE_THUNDERBIRD, true, THUNDERBIRD, PKIX},
    {TLS_TRAIT_OTHER_PURPOSE, TLS_JUDGE_APPLE, true, APPLE, HT210176},
    {TLS_TRAIT_ANY_PURPOSE, TLS_JUDGE_OPENSSL, true, OPENSSL, RUN},
    {TLS_TRAIT_ANY_PURPOSE, TLS_JUDGE_NSS, true, NSS, RUN},
    {TLS_TRAIT_ANY_PURPOSE, TLS_JUDGE_THUNDERBIRD, true, THUNDERBIRD, PKIX},
    {TLS_TRAIT_ANY_PURPOSE, TLS_JUDGE_APPLE, true, APPLE, HT210176},
    {TLS_TRAIT_EMPTY_PURPOSE, TLS_JUDGE_OPENSSL, true, OPENSSL, RUN},
    {TLS_TRAIT_EMPTY_PURPOSE, TLS_JUDGE_NSS, true, NSS, RUN},
    {TLS_TRAIT_EMPTY_PURPOSE, TLS_JUDGE_THUNDERBIRD, true, THUNDERBIRD, PKIX},
    {TLS_TRAIT_EMPTY_PURPOSE, TLS_JUDGE_APPLE, true, APPLE, HT210176},
    {TLS_TRAIT_NO_PURPOSE, TLS_JUDGE_OPENSSL, false, OPENSSL, RUN},
    {TLS_TRAIT_NO_PURPOSE, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_NO_PURPOSE, TLS_JUDGE_THUNDERBIRD, false, THUNDERBIRD, PKIX},
    {TLS_TRAIT_NO_PURPOSE, TLS_JUDGE_APPLE, true, APPLE, HT210176},
    {TLS_TRAIT_NO_SIGNATURE, TLS_JUDGE_OPENSSL, false, OPENSSL, RUN},
    {TLS_TRAIT_NO_SIGNATURE, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_OVER_825_DAYS, TLS_JUDGE_OPENSSL, false, OPENSSL, RUN},
    {TLS_TRAIT_OVER_825_DAYS, TLS_JUDGE_NSS, false, NSS, RUN},
    {TLS_TRAIT_OVER_825_DAYS, TLS_JUDGE_APPLE, true, APPLE, HT210176},
    {TLS_TRAIT_OVER_398_DAYS, TLS_JUDGE_APPLE, true, "Apple Mail (iOS 14, macOS 11)",
     "support.apple.com/102028 (HT211025): roots that come with the system only"},
    {TLS_TRAIT_NO_CA, TLS_JUDGE_OPENSSL, true, OPENSSL, RUN},
    {TLS_TRAIT_NO_CA, TLS_JUDGE_NSS, true, NSS, RUN},
    {TLS_TRAIT_NO_CA, TLS_JUDGE_THUNDERBIRD, true, THUNDERBIRD, PKIX},
    {TLS_TRAIT_NO_SIGNING, TLS_JUDGE_OPENSSL, true, OPENSSL, RUN},
    {TLS_TRAIT_NO_SIGNING, TLS_JUDGE_NSS, true, NSS, RUN},
    {TLS_TRAIT_NO_SIGNING, TLS_JUDGE_THUNDERBIRD, true, THUNDERBIRD, PKIX},
};

const struct tls_refusal *tls_refusal_all(size_t *ret_n)
{
	*ret_n = sizeof rows / sizeof *rows;
	return rows;
}

const struct tls_refusal *tls_refusal_find(enum tls_trait trait, enum tls_judge judge)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].trait == trait && rows[i].judge == judge)
			return &rows[i];
	return NULL;
}

char *tls_refusal_programs(enum tls_trait trait)
{
	struct strs programs = {0};
	char *joined = NULL;

	/* NSS by itself is not a program that people know by name. */
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].trait == trait && rows[i].refuses && rows[i].judge != TLS_JUDGE_NSS)
			strs_add(&programs, rows[i].programs);
	if (programs.n)
		joined = strs_join(&programs, ", ");
	strs_clear(&programs);
	return joined;
}
