/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "practice/identity.h"

#include "base/mem.h"
#include "base/str.h"
#include "practice/tls_make.h"

#include <stdlib.h>
#include <string.h>

#define DAY_S (24 * 60 * 60)

static const char *const own_names[] = {IDENTITY_HOST_MAIL, IDENTITY_HOST_SMTP, IDENTITY_HOST_IMAP,
					IDENTITY_HOST_POP,  "practice.example", NULL};
static const char *const hoster_names[] = {"web42.hoster.example", "*.hoster.example", NULL};
static const char *const close_names[] = {"practice.example", "www.practice.example", NULL};
static const char *const nul_names[] = {IDENTITY_HOST_MAIL "\\0.evil.example", NULL};
static const char *const nul_too_names[] = {IDENTITY_HOST_MAIL, "bank.example\\0.evil.example",
					    NULL};
/* Red on a terminal, many combining marks, and one that runs backwards. */
static const char *const odd_names[] = {IDENTITY_HOST_MAIL,	    "red\x1b[31m.example",
					"\xf0\x9f\x92\xa9.example", "\xe2\x80\xaegro.example",
					"two words.example",	    NULL};
static const char *const portal_names[] = {"login.hotel.example", NULL};

/* Which part of the chain the server sends. */
enum sends {
	SENDS_ALL,
	SENDS_LEAF,
	SENDS_ROOT_TOO,
	SENDS_TWICE,	   /* the root as well, and the issuer twice */
	SENDS_MIXED,	   /* the root before the issuer */
	SENDS_EXPIRED_TOO, /* an old certificate that is no longer needed */
	SENDS_MANY,	   /* its issuer's certificate over and over */
	SENDS_TWIN	   /* another certificate of the same name before its issuer's */
};

#define MANY 20 /* certificates beyond the chain */
#define NAMES_ROOM 2100
#define LONG_NAME_COLS 200

static const struct recipe {
	const char *name;
	const char *issuer; /* another row, above this one; NULL: itself */
	const char *common_name, *organization;
	const char *const *names;
	int from_days, to_days; /* validity, counted from now */
	bool is_ca, must_staple, sha1;
	int long_names; /* number of long names besides the others */
	int name_cols;	/* their length; 0: LONG_NAME_COLS */
	enum tls_make_key key;
	int bits; /* of an RSA key */
	enum tls_make_purpose purpose;
	int extra_bytes; /* the certificate is about that large */
	bool extra_critical, broken;
	bool no_constraints, no_signing, no_signature, is_ca_too, no_key_ids;
	enum sends sends;
} rows[] = {
    /* The authorities. The target trusts "root", and "old-root" too if a test wants it. */
    {"root", NULL, "Practice Root", "porthorn practice", NULL, -700, 3000, .is_ca = true},
    {"issuer", "root", "Practice Issuer 1", "porthorn practice", NULL, -600, 1500, .is_ca = true},
    {"stranger", NULL, "Some Company Root", "Some Company", NULL, -700, 3000, .is_ca = true},
    {"scanner", NULL, "Practice Web/Mail Shield Root", "Practice Web/Mail Shield", NULL, -90, 3000,
     .is_ca = true},
    {"old-issuer", "root", "Practice Issuer 0", "porthorn practice", NULL, -600, -20,
     .is_ca = true},

    {"old-root", NULL, "Practice Root 0", "porthorn practice", NULL, -3000, -20, .is_ca = true},

    {"good", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60},
    {"expired", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -128, -38},
    {"not-yet-valid", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, 30, 120},
    {"soon", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -85, 5},
    {"wrong-name", "issuer", "web42.hoster.example", NULL, hoster_names, -30, 60},
    {"close-name", "issuer", "practice.example", NULL, close_names, -30, 60},
    {"expired-wrong-name", "issuer", "web42.hoster.example", NULL, hoster_names, -128, -38},
    {"self-signed", NULL, IDENTITY_HOST_MAIL, NULL, own_names, -30, 3000},
    {"unknown-issuer", "stranger", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60},
    {"antivirus", "scanner", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60},
    {"missing-intermediate", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60,
     .sends = SENDS_LEAF},
    {"expired-intermediate", "old-issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60},
    {"expired-root", "old-root", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60},
    {"root-too", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .sends = SENDS_ROOT_TOO},
    {"issuer-twice", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .sends = SENDS_TWICE},
    {"wrong-order", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .sends = SENDS_MIXED},
    {"expired-extra", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60,
     .sends = SENDS_EXPIRED_TOO},
    {"long-chain", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .sends = SENDS_MANY},
    {"huge-names", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .long_names = 110},
    {"long-name", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .long_names = 1,
     .name_cols = 3000},
    {"no-san", "issuer", IDENTITY_HOST_MAIL, NULL, NULL, -30, 60},
    {"weak", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .key = TLS_KEY_RSA,
     .bits = 1024},
    {"weak-issuer", "root", "Practice Issuer 2", "porthorn practice", NULL, -600, 1500,
     .is_ca = true, .key = TLS_KEY_RSA, .bits = 1024},
    {"under-weak", "weak-issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60},
    {"rsa", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .key = TLS_KEY_RSA,
     .bits = 2048},
    {"sha1", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .sha1 = true},
    {"huge", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .extra_bytes = 90 * 1024},
    {"too-huge", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .extra_bytes = 110 * 1024},
    {"nul-name", "issuer", "evil.example", NULL, nul_names, -30, 60},
    {"nul-name-too", "issuer", IDENTITY_HOST_MAIL, NULL, nul_too_names, -30, 60},
    {"odd-names", "issuer", "red\x1b[31m", "\xe2\x80\xaegro \xf0\x9f\x92\xa9", odd_names, -30, 60},
    {"for-clients", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60,
     .purpose = TLS_PURPOSE_CLIENT},
    {"under-a-leaf", "good", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60},
    {"broken", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .broken = true},
    {"unknown-extension", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .extra_bytes = 8,
     .extra_critical = true},
    {"must-staple", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .must_staple = true},
    /* Good for GnuTLS and refused by others, or the other way round. */
    {"six-days", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -3, 3},
    {"six-days-late", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -5, 1},
    {"many-names", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .long_names = 130,
     .name_cols = 8},
    {"too-many-names", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .long_names = 2010,
     .name_cols = 4},
    {"authority", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .is_ca_too = true},
    {"any-purpose", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60,
     .purpose = TLS_PURPOSE_ANY},
    {"empty-purpose", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60,
     .purpose = TLS_PURPOSE_EMPTY},
    {"no-purpose", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60,
     .purpose = TLS_PURPOSE_NONE},
    {"three-years", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 1065},
    {"dsa", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .key = TLS_KEY_DSA},
    {"ed25519", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .key = TLS_KEY_ED25519},
    {"ec521", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60, .key = TLS_KEY_EC521},
    {"only-encipherment", "issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60,
     .key = TLS_KEY_RSA, .bits = 2048, .no_signature = true},
    {"no-authority", "root", "Practice Issuer 3", "porthorn practice", NULL, -600, 1500,
     .is_ca = true, .no_constraints = true},
    {"under-no-authority", "no-authority", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60},
    {"no-signer", "root", "Practice Issuer 4", "porthorn practice", NULL, -600, 1500, .is_ca = true,
     .no_signing = true},
    {"under-no-signer", "no-signer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60},
    {"twin-issuer", "root", "Practice Issuer 5", "porthorn practice", NULL, -600, 1500,
     .is_ca = true, .no_key_ids = true},
    {"other-twin", "root", "Practice Issuer 5", "porthorn practice", NULL, -600, 1500,
     .is_ca = true, .no_key_ids = true},
    {"under-a-twin", "twin-issuer", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60,
     .no_key_ids = true, .sends = SENDS_TWIN},
    {"root-yr", NULL, "Root YR", "ISRG", NULL, -180, 3000, .is_ca = true},
    {"yr1", "root-yr", "YR1", "Let's Encrypt", NULL, -170, 900, .is_ca = true},
    {"root-x1", NULL, "ISRG Root X1", "Internet Security Research Group", NULL, -900, 3000,
     .is_ca = true},
    {"r11", "root-x1", "R11", "Let's Encrypt", NULL, -170, 900, .is_ca = true},
    {"old-list", "r11", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60},
    {"generation-y", "yr1", IDENTITY_HOST_MAIL, NULL, own_names, -30, 60},
    {"portal", "issuer", "login.hotel.example", "Hotel Practice", portal_names, -30, 60},
};

enum { ROWS = sizeof rows / sizeof *rows };

#define BY "by " /* how the name of an identity of a named authority begins */

/* One of an authority named by a script. */
struct foreign {
	char *name;
	struct tls_identity *authority, *leaf;
	char *chain; /* the certificates sent */
};

struct identities {
	int64_t now;
	struct tls_identity *made[ROWS]; /* NULL until asked for */
	char *chains[ROWS];		 /* the certificates sent */
	struct foreign *foreign;
	size_t foreign_n;
};

static size_t row_of(const char *name)
{
	size_t i = 0;

	while (i < ROWS && !str_eq(rows[i].name, name))
		i++;
	return i;
}

struct identities *identities_new(int64_t now)
{
	struct identities *ids = mem_calloc(1, sizeof *ids);

	ids->now = now;
	return ids;
}

void identities_free(struct identities *ids)
{
	if (!ids)
		return;
	for (size_t i = 0; i < ROWS; i++) {
		tls_identity_free(ids->made[i]);
		free(ids->chains[i]);
	}
	for (size_t i = 0; i < ids->foreign_n; i++) {
		tls_identity_free(ids->foreign[i].leaf);
		tls_identity_free(ids->foreign[i].authority);
		free(ids->foreign[i].chain);
		free(ids->foreign[i].name);
	}
	free(ids->foreign);
	free(ids);
}

bool identity_exists(const char *name)
{
	return row_of(name) < ROWS || str_istarts(name, BY);
}

/* ---- of a named authority ---- */

/* The value of "CN" or "O" in "O=…,CN=…", or NULL. The caller frees. */
static char *value_of(const char *dn, const char *attribute)
{
	struct strs parts = {0};
	size_t len = strlen(attribute);
	char *value = NULL;

	strs_split(&parts, dn, ",");
	for (size_t i = 0; i < parts.n && !value; i++)
		if (str_istarts(parts.v[i], attribute) && parts.v[i][len] == '=')
			value = mem_strdup(parts.v[i] + len + 1);
	strs_clear(&parts);
	return value;
}

char *identity_by(const char *issuer)
{
	char *cn = value_of(issuer, "CN"), *o = value_of(issuer, "O");
	char *name = cn || o ? mem_printf(BY "%s", issuer) : NULL;

	free(cn);
	free(o);
	return name;
}

static bool make_foreign(struct foreign *f, int64_t now)
{
	char *cn = value_of(f->name + strlen(BY), "CN"), *o = value_of(f->name + strlen(BY), "O");
	struct tls_make_spec authority = {.common_name = cn,
					  .organization = o,
					  .not_before = now - 700 * DAY_S,
					  .not_after = now + 3000 * DAY_S,
					  .is_ca = true};
	struct tls_make_spec leaf = {.common_name = IDENTITY_HOST_MAIL,
				     .names = own_names,
				     .not_before = now - 30 * DAY_S,
				     .not_after = now + 60 * DAY_S};

	f->authority = tls_make(&authority, NULL);
	f->leaf = f->authority ? tls_make(&leaf, f->authority) : NULL;
	free(cn);
	free(o);
	if (f->leaf)
		f->chain = mem_printf("%s%s", f->leaf->cert_pem, f->authority->cert_pem);
	return f->leaf;
}

static const struct foreign *foreign_of(struct identities *ids, const char *name)
{
	for (size_t i = 0; i < ids->foreign_n; i++)
		if (str_eq(ids->foreign[i].name, name))
			return ids->foreign[i].leaf ? &ids->foreign[i] : NULL;
	if (!str_istarts(name, BY))
		return NULL;
	ids->foreign = mem_realloc(ids->foreign, ids->foreign_n + 1, sizeof *ids->foreign);
	struct foreign *f = &ids->foreign[ids->foreign_n++];

	*f = (struct foreign){.name = mem_strdup(name)};
	return make_foreign(f, ids->now) ? f : NULL;
}

const char *identity_name(size_t i)
{
	return i < ROWS ? rows[i].name : NULL;
}

/* Its names, including the long ones; a NULL at the end. */
static void names_of(const struct recipe *row, struct strs *ret)
{
	for (size_t i = 0; row->names && row->names[i]; i++)
		strs_add(ret, row->names[i]);
	for (int i = 0; i < row->long_names; i++)
		strs_append(ret, mem_printf("%0*d.practice.example",
					    row->name_cols ? row->name_cols : LONG_NAME_COLS, i));
}

static const struct tls_identity *make(struct identities *ids, size_t i)
{
	if (ids->made[i])
		return ids->made[i];
	const struct recipe *row = &rows[i];
	const struct tls_identity *issuer = NULL;

	if (row->issuer) {
		issuer = make(ids, row_of(row->issuer));
		if (!issuer)
			return NULL;
	}
	const char *list[NAMES_ROOM] = {NULL};
	struct strs names = {0};

	names_of(row, &names);
	for (size_t k = 0; k < names.n && k < NAMES_ROOM - 1; k++)
		list[k] = names.v[k];
	struct tls_make_spec spec = {
	    .common_name = row->common_name,
	    .organization = row->organization,
	    .names = row->names ? list : NULL,
	    .not_before = ids->now + (int64_t)row->from_days * DAY_S,
	    .not_after = ids->now + (int64_t)row->to_days * DAY_S,
	    .is_ca = row->is_ca,
	    .must_staple = row->must_staple,
	    .key = row->key,
	    .bits = row->bits,
	    .purpose = row->purpose,
	    .no_constraints = row->no_constraints,
	    .no_signing = row->no_signing,
	    .no_signature = row->no_signature,
	    .is_ca_too = row->is_ca_too,
	    .no_key_ids = row->no_key_ids,
	    .sha1 = row->sha1,
	    .broken = row->broken,
	    .extra_bytes = row->extra_bytes,
	    .extra_critical = row->extra_critical,
	};

	ids->made[i] = tls_make(&spec, issuer);
	strs_clear(&names);
	return ids->made[i];
}

static char *chain_of(struct identities *ids, size_t i)
{
	const struct tls_identity *made = ids->made[i], *other;
	char *chain, *longer;

	switch (rows[i].sends) {
	case SENDS_LEAF:
		return mem_strdup(made->cert_pem);
	case SENDS_ROOT_TOO:
		return mem_printf("%s%s", made->chain_pem, identity_root(ids));
	case SENDS_TWICE:
		other = make(ids, row_of(rows[i].issuer));
		return mem_printf("%s%s%s%s", made->cert_pem, other->cert_pem, other->cert_pem,
				  identity_root(ids));
	case SENDS_MIXED:
		other = make(ids, row_of(rows[i].issuer));
		return mem_printf("%s%s%s", made->cert_pem, identity_root(ids), other->cert_pem);
	case SENDS_EXPIRED_TOO:
		other = make(ids, row_of("old-issuer"));
		return mem_printf("%s%s", made->chain_pem, other->cert_pem);
	case SENDS_TWIN:
		other = make(ids, row_of("other-twin"));
		return mem_printf("%s%s%s", made->cert_pem, other->cert_pem,
				  ids->made[row_of(rows[i].issuer)]->cert_pem);
	case SENDS_MANY:
		other = make(ids, row_of(rows[i].issuer));
		chain = mem_strdup(made->chain_pem);
		for (int k = 0; k < MANY; k++, chain = longer) {
			longer = mem_printf("%s%s", chain, other->cert_pem);
			free(chain);
		}
		return chain;
	default:
		return mem_strdup(made->chain_pem);
	}
}

bool identity_get(struct identities *ids, const char *name, const char **ret_chain,
		  const char **ret_key)
{
	size_t i = row_of(name);
	const struct foreign *foreign = i < ROWS ? NULL : foreign_of(ids, name);

	if (foreign) {
		*ret_chain = foreign->chain;
		*ret_key = foreign->leaf->key_pem;
		return true;
	}
	if (i >= ROWS || !make(ids, i))
		return false;
	if (!ids->chains[i])
		ids->chains[i] = chain_of(ids, i);
	*ret_chain = ids->chains[i];
	*ret_key = ids->made[i]->key_pem;
	return true;
}

char *identity_staple(struct identities *ids, const char *name, enum tls_staple state,
		      size_t *ret_len)
{
	size_t i = row_of(name);

	if (i >= ROWS || !rows[i].issuer || !make(ids, i))
		return NULL;
	return tls_make_staple(ids->made[i], make(ids, row_of(rows[i].issuer)), state,
			       ids->now - DAY_S, ids->now + DAY_S, ret_len);
}

const char *identity_root(struct identities *ids)
{
	const struct tls_identity *root = make(ids, row_of("root"));

	return root ? root->cert_pem : NULL;
}

char *identity_trusted(struct identities *ids)
{
	const char *root = identity_root(ids);
	const struct tls_identity *old = make(ids, row_of("old-root"));

	return root && old ? mem_printf("%s%s", root, old->cert_pem) : NULL;
}
