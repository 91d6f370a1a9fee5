/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which versions of TLS a port takes, and how strong what it chooses is; see advice.c. */

{"tls.version.old-accepted", N_("Outdated encryption ({versions}) is still accepted on [port|ports] {ports}"),
 N_("{hosts} uses better versions with current programs, so your mail is safe with them. TLS 1.0 "
    "and 1.1 must not be used any more (RFC 8996), and mail for people needs 1.2 at least (RFC "
    "8314 as changed by RFC 8997). Where it matters, it lets in programs that know nothing newer, among them: {programs} "
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

{"tls.strength.rsa-only", N_("No encryption with forward secrecy on [port|ports] {ports}"),
 N_("{hosts} chose {cipher} and refuses all that would be better. The server's RSA key protects "
    "everything: who records the connection today and gets that key later can read it then. RFC "
    "9325 (section 4.1) says that servers must support forward secrecy and should not use RSA key "
    "exchange. Thunderbird, Outlook and Apple Mail still connect today; programs and systems that "
    "leave this method out will be shut out."),
 {{YOU, N_("Use another server name or port of your provider if there is one.")},
  {ADMIN, N_("Switch cipher suites with ECDHE on and RSA key exchange off, or update the server so "
	     "that it knows TLS 1.3, which has nothing else.")}},
 "tls-or-ssl"},

{"tls.strength.rsa-preferred", N_("Encryption without forward secrecy is preferred on [port|ports] {ports}"),
 N_("{hosts} chose {cipher}, where the server's RSA key protects everything: who records the "
    "connection today and gets that key later can read it then. It has better methods as well and "
    "takes them only when nothing else is offered. RFC 9325 (section 4.1) says that forward secrecy "
    "must be preferred."),
 {{ADMIN, N_("Let the server choose by its own order, put cipher suites with ECDHE first and switch "
	     "RSA key exchange off.")}},
 "tls-or-ssl"},

{"tls.strength.rsa-kx", N_("Encryption without forward secrecy on [port|ports] {ports}"),
 N_("{hosts} chose {cipher}, where the server's RSA key protects everything: who records the "
    "connection today and gets that key later can read it then. Whether it has anything better was "
    "not found out. RFC 9325 (section 4.1) advises against this method."),
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
