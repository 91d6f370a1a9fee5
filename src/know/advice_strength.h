/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which versions of TLS a port takes, and how strong what it chooses is; see advice.c. */

{"tls.version.old-accepted", N_("Outdated encryption ({versions}) is still accepted on [port|ports] {ports}"),
 N_("{hosts} uses better versions with current programs, so your mail is safe with them. TLS 1.0 "
    "and 1.1 must not be used any more (RFC 8996), and mail for people needs 1.2 at least (RFC "
    "8997). Where it matters, it lets in programs that know nothing newer, among them: {programs} "
    "and older. These should be updated or replaced before the server drops the old versions."),
 {{YOU, N_("If you use one of those programs, update it: its connection is not well protected.")},
  {ADMIN, N_("Switch TLS 1.0 and 1.1 off once no user's program needs them.")}},
 "tls-or-ssl"},

{"tls.version.no-12", N_("Only TLS 1.3 is accepted on [port|ports] {ports}"),
 N_("{hosts} refuses TLS 1.2. That is safe, but RFC 9325 asks servers to offer 1.2 as well, "
    "because many programs know nothing newer. Shut out are among others: {programs} and older."),
 {{YOU, N_("If your program cannot connect, update it or the system.")},
  {ADMIN, N_("Allow TLS 1.2 beside 1.3 if people with such programs are to get their mail.")}},
 "tls-or-ssl"},

{"tls.strength.rsa-kx", N_("Encryption without forward secrecy on [port|ports] {ports}"),
 N_("{hosts} chose {cipher}, where the server's RSA key protects everything: who records the "
    "connection today and gets that key later can read it then. Newer methods do not have this "
    "weakness, and RFC 9325 advises against this one."),
 {{ADMIN, N_("Put cipher suites with ECDHE first and switch RSA key exchange off; TLS 1.3 has "
	   "nothing else.")}},
 "tls-or-ssl"},

{"tls.sni.needed", N_("{host} wants programs to say its name first (SNI)"),
 N_("When the name of the server is not sent as encryption begins, {host} shows another "
    "certificate or breaks off. Every mail program of the last ten years sends the name; "
    "very old ones (on Android 2 or Windows XP) and some devices such as printers and scanners "
    "do not, and then complain about the certificate or cannot connect."),
 {{YOU, N_("Enter the server's name, never its numeric address.")},
  {ADMIN, N_("If such devices matter, make this certificate the default one of the address.")}},
 "certificates"},

{"tls.version.modern", N_("Only current encryption (TLS 1.2 or newer) on [port|ports] {ports}"),
 N_("The server refuses TLS 1.0 and 1.1, as RFC 8996 asks. That shuts out programs that know "
    "nothing newer, among them: {programs} and older."),
 {{YOU, N_("If one of these programs cannot connect, update it or the system under it.")}},
 "tls-or-ssl"},
