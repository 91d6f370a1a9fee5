/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who answers, greetings, STARTTLS and the talk: rows of know/advice.c, which alone includes this. */

/* ---- who answers ---- */
{"proto.tls-on-plain-port", N_("[Port {ports} speaks|Ports {ports} speak] TLS from the first byte"),
 N_("A mail program that is set to STARTTLS waits here for a greeting in clear text that never "
    "comes, and so does the server wait for the program. The port is a good one; only the setting "
    "has to fit."),
 {{YOU, N_("Set the connection security for [port|ports] {ports} to SSL/TLS, not STARTTLS. Outlook calls "
	   "it the encryption method, Apple Mail \"Use TLS/SSL\".")},
  {ADMIN, N_("Offer TLS from the first byte on 465, 993 and 995, and STARTTLS on 587, 143 and "
	   "110.")}},
 "tls-or-ssl"},

{"proto.plain-on-tls-port", N_("Clear text where TLS is expected ([port|ports] {ports})"),
 N_("The server began with \"{text}\" instead of TLS. It is a STARTTLS port under another number, "
    "or a box in between has taken the encryption off. Mail programs report this as \"wrong "
    "version number\", as an SSL error, or not at all."),
 {{YOU, N_("Use a port that works, from the settings found here; do not switch encryption off to "
	   "make this one work.")},
  {YOU, N_("If the provider really documents STARTTLS on this port, choose STARTTLS in the mail "
	   "program.")},
  {ADMIN, N_("Switch TLS on for [port|ports] {ports} (in Postfix smtpd_tls_wrappermode, in Dovecot ssl "
	   "= yes on that listener).")}},
 "tls-or-ssl"},

{"proto.http", N_("A web server answers on the mail [port|ports] {ports}"),
 N_("The answer \"{text}\" belongs to the web. Guest networks and web proxies answer so in place "
    "of the mail server; less often the port or the server name is that of a web server."),
 {{YOU, N_("Open a web browser: if the network shows a sign-in page, sign in and try again.")},
  {YOU, N_("Try another network; if it is the same there, check server name and port.")},
  {ROUTER, N_("Take mail ports out of the web proxy.")}},
 "captive-portals"},

{"proto.ssh", N_("[Port {ports} is|Ports {ports} are] a remote login (SSH), not mail"),
 N_("The server introduced itself with \"{text}\". Somebody put SSH on that port, or the port "
    "number is wrong."),
 {{YOU, N_("Check the port in your provider's instructions.")},
  {ADMIN, N_("Move SSH to a port of its own if mail should answer here.")}},
 NULL},

{"proto.ftp", N_("[Port {ports} is|Ports {ports} are] a file server (FTP), not mail"),
 N_("The server introduced itself with \"{text}\"."),
 {{YOU, N_("Check server name and port in your provider's instructions.")}},
 NULL},

{"proto.other-mail", N_("Another mail protocol answers on [port|ports] {ports}"),
 N_("The server began with \"{text}\", which is not what {service} expects. IMAP, POP3 and SMTP "
    "are three languages: the port and the account type must belong together. IMAP uses 993 or "
    "143, POP3 995 or 110, sending 465 or 587."),
 {{YOU, N_("Compare port and account type (IMAP, POP3, outgoing) in the mail program.")},
  {ADMIN, N_("Check which service listens on [port|ports] {ports}.")}},
 "imap-or-pop3"},

{"proto.garbage", N_("Something that is not mail answers on [port|ports] {ports}"),
 N_("The bytes \"{text}\" are not the beginning of {service}. Another service runs there, or a "
    "box in between answers in the server's place."),
 {{YOU, N_("Check server name and port, then try another network.")},
  {ADMIN, N_("Check what listens on [port|ports] {ports}.")}},
 "check-by-hand"},

/* ---- greetings ---- */
{"greeting.none.server", N_("{host} encrypts, and then stays silent"),
 N_("Encryption on [port|ports] {ports} works, and this computer trusts the certificate, so that this is most likely "
    "the server itself and nobody in between. The greeting that has to come then does not come: the server is "
    "overloaded, or something that it waits for hangs."),
 {{YOU, N_("Try again later.")},
  {YOU, N_("Try another port from the settings found here.")},
  {ADMIN, N_("Check the load and the log of the service, and whether its name lookups of "
	   "clients hang.")}},
 "check-by-hand"},

{"greeting.none", N_("[Port {ports} connects, then stays|Ports {ports} connect, then stay] silent"),
 N_("The connection is made, but no greeting comes. Firewalls and virus scanners that look into "
    "mail do this when they accept a connection and then cannot or will not pass it on. A server "
    "in trouble, or one that expects TLS at once, does it too."),
 {{YOU, N_("Switch the mail protection of a virus scanner off for a test, and try again.")},
  {YOU, N_("Try another network, for example a phone's: if a greeting comes there, this computer or "
	   "this network stops it here; if none comes there either, it is the server.")},
  {YOU, N_("Try another port from the settings found here.")},
  {ADMIN, N_("Check the load and the log of the service, and whether its name lookups of "
	   "clients hang.")}},
 "check-by-hand"},

{"greeting.closed", N_("The server hangs up before it says a word ([port|ports] {ports})"),
 N_("The connection to {hosts} was made and closed again without a greeting. The server may limit "
    "connections from your address, for example after failed logins (fail2ban), or a firewall "
    "ends what it does not allow."),
 {{YOU, N_("Wait an hour without trying, close other programs that fetch mail, then try again.")},
  {YOU, N_("Try another network: if it works there, your address is being turned away.")},
  {ADMIN, N_("Look into the service's log, its connection limits, and lists of banned "
	   "addresses.")}},
 NULL},

{"greeting.reset", N_("The connection is reset before a greeting comes ([port|ports] {ports})"),
 N_("The connection to {hosts} was made and then torn down without a greeting. A firewall on the "
    "way that looks into connections does this; so does a server whose service crashes at once."),
 {{YOU, N_("Try another network: if it works there, a firewall in this network is the reason.")},
  {ROUTER, N_("Check inspection rules for mail on [port|ports] {ports}.")},
  {ADMIN, N_("Look into the service's log.")}},
 NULL},

{"greeting.listed.mistake", N_("{host} turns this address away by mistake ({list})"),
 N_("The server said \"{text}\". It asks a list of unwelcome addresses ({list}), and what it takes for an entry "
    "is very likely none: your address need not stand on any list."),
 {{YOU, N_("Change nothing here, and pay nobody for being taken off a list.")},
  {YOU, N_("Until it is mended, reach the people there in another way.")},
  {ADMIN, N_("Check how the server asks its block lists: ask through a name server of its own, take lists out "
	   "that do not exist any more, and do not take an error code (127.255.255.x) for an entry.")}},
 "block-lists"},

{"greeting.listed", N_("{host} turns this address away ({list})"),
 N_("The server said \"{text}\". It asks a list of addresses that should not deliver mail directly ({list}). "
    "Such lists are meant for port 25, where servers deliver to each other, and not for sending with a login."),
 {{YOU, N_("Send through your provider on port 465 or 587 with your login; then the list does "
	   "not matter.")},
  {ISP, N_("Give a mail server a fixed address with a matching reverse name, and have it taken "
	   "off the list.")}},
 "block-lists why-25-blocked"},

{"greeting.listed.login", N_("{host} shuts this address out before any login ({list})"),
 N_("The server said \"{text}\", before anybody could log in. It looks up where a connection comes from in a list "
    "({list}). Where people log in this is unusual: such lists are made for port 25, and many lines at home stand "
    "on them. The settings of the mail program are not the reason."),
 {{YOU, N_("Switch the router off for some minutes: many lines get another address then.")},
  {YOU, N_("Try another network, such as a telephone's mobile connection; if it works there, the address is the "
	   "reason.")},
  {PROVIDER, N_("Let this address in, or do not ask such a list where people log in.")},
  {ISP, N_("Give the line another address, or have this one taken off the list.")},
  {ADMIN, N_("Take block lists out of the services with a login; in Postfix, reject_rbl_client belongs to port 25 "
	   "alone.")}},
 "block-lists"},

{"greeting.limit", N_("{host} counts connections, and turned one away at first"),
 N_("While several ports were checked at the same time, the server said \"{text}\". Tried once more and alone, it "
    "answered. The limit is the server's, and the settings are right. Mail programs open several connections, too "
    "(Thunderbird five for a mailbox), and can meet the limit when several devices or people come from one address."),
 {{YOU, N_("Do nothing as long as mail works.")},
  {YOU, LOWER_CONNECTIONS},
  {ADMIN, RAISE_LIMIT}},
 "try-later"},

{"greeting.too-many", N_("{host} counts connections, and takes no more from here"),
 N_("The server said \"{text}\". It limits the connections from one address, at once or in a short time; some "
    "servers have the same words for both. Not all of them need be yours: telephones, other people behind the same "
    "router or provider, and programs that ended without a goodbye count as well. The settings are right."),
 {{YOU, N_("Close other programs and devices that use this server, wait some minutes, and try again.")},
  {YOU, LOWER_CONNECTIONS},
  {ADMIN, RAISE_LIMIT}},
 "try-later"},

{"greeting.attempts", N_("{host} has counted too many attempts, and makes you wait"),
 N_("The server said \"{text}\". It counts sign-ins, mistakes or questions from this address or for this mailbox, "
    "and takes none for a while. Every further attempt can make that longer. A usual reason is a program or "
    "telephone that still tries with an old password. The server's name and port are right."),
 {{YOU, N_("Stop all programs and devices that use this server, wait an hour, then try with one of them.")},
  {YOU, N_("Enter the present password wherever an old one may be kept.")},
  {YOU, N_("Let mail programs look for new mail every ten minutes or less often.")},
  {ADMIN, N_("Look into the limits of attempts, and into the lists of banned addresses (fail2ban).")}},
 "try-later user-name"},

{"greeting.temporary", N_("{host} cannot take you just now"),
 N_("The server said \"{text}\". That is a temporary no: it is busy or under maintenance, or does "
    "not say why. The settings are not the trouble."),
 {{YOU, N_("Wait some minutes and try again, and change nothing meanwhile.")},
  {ADMIN, N_("Check the load, and whether all parts of the service run.")}},
 NULL},

{"greeting.refused", N_("{host} refuses to serve this address"),
 N_("The server said \"{text}\". It is reachable, and it has decided against you before any "
    "login. Usually it does not serve clients on this port, or not from this network."),
 {{YOU, N_("Use a port that works, from the settings found here.")},
  {YOU, N_("Try another network, and ask the provider with the words quoted above.")},
  {ADMIN, N_("Check the access rules for the client's address.")}},
 NULL},

{"greeting.stranger", N_("{host} does not greet as {provider} is known to"),
 N_("It said \"{text}\". The provider's servers usually say something else. They may have changed their words; "
    "or somebody in between, such as a virus scanner, a company's proxy or the Internet provider, answers in "
    "their place."),
 {{YOU, N_("Use a port with SSL/TLS from the settings found here: its certificate proves who answers.")},
  {YOU, N_("Compare with another network, for example a phone's.")}},
 "interceptors"},

{"greeting.hello-name", N_("{host} gives two names for itself on one connection"),
 N_("It greets as {name} and answers EHLO as {other}. A server says its own name in both places (RFC 5321). A box "
    "that greets by itself and passes the rest on looks so: most likely a mail gateway of a company or the Internet "
    "provider, or a virus scanner on this computer. A server that is set up so on purpose looks the same, and no "
    "certificate that could be verified tells them apart here."),
 {{YOU, N_("Use a port with SSL/TLS from the settings found here: its certificate proves who answers.")},
  {YOU, N_("Try another network: if both names agree there, something in this network speaks for the server.")},
  {ADMIN, N_("Give the server one name in both places (in Postfix myhostname and smtpd_banner).")}},
 "interceptors"},

{"greeting.two-names", N_("One server introduces itself by two names"),
 N_("On [port|ports] {ports} it calls itself {name}, on port {otherport} {other}. That may be on purpose. It is also what "
    "it looks like when your Internet provider or company sends port 25 to a server of its own."),
 {{YOU, N_("Do nothing as long as your mail program does not use port 25.")},
  {ADMIN, N_("If the server is yours and knows only one of the names, look for a redirection of port 25.")}},
 "port-25 interceptors"},

{"greeting.other-address", N_("The server sees you at another address than your own"),
 N_("This computer's address is {own}, and the server says that you come from {told}. Both are public, so no home "
    "router translates between them. A proxy, a VPN or a cloud's gateway is likely to stand in between."),
 {{YOU, N_("Do nothing if you use a VPN or proxy on purpose.")},
  {ROUTER, N_("Check whether connections to mail ports are taken over by a proxy.")}},
 "interceptors"},

{"greeting.slow", N_("{host} waits {seconds} seconds before it greets"),
 N_("Many servers delay their greeting on purpose, because programs that send spam do not wait: Postfix (postscreen) "
    "six seconds, others, called tarpits, up to half a minute. Such a server is healthy, and what it says afterwards "
    "counts. Mail programs wait longer than that as a rule: classic Outlook a minute, Thunderbird 100 seconds, but only "
    "ten while it searches for settings. Where no delay is meant, the server may be waiting for a name server."),
 {{YOU, N_("Do nothing as long as mail works.")},
  {YOU, N_("If a mail program gives up earlier, set its server time-out to a minute or more, and enter the settings "
	   "by hand.")},
  {ADMIN, N_("Leave delays to port 25, where servers meet; if none is meant, check the lookups of clients' names.")}},
 "slow-greeting"},

/* ---- a box in between, by its own words ---- */
{"proxy.scanner", N_("{product} on this computer answers in the server's place"),
 N_("The greeting \"{text}\" was written by the virus scanner. It stands between your mail "
    "program and the server, reads along, and decides what gets through; a connection that "
    "succeeds here does not prove that the server was reached."),
 {{YOU, N_("If mail does not work, switch the scanner's mail protection (mail shield) off for a "
	   "test.")},
  {YOU, N_("If it works then, leave that part off: attachments are still scanned when you open "
	   "them.")}},
 "interceptors"},

{"proxy.masked", N_("A firewall rewrites what the mail server says"),
 N_("The greeting \"{text}\" has its letters replaced by stars. Cisco firewalls do that (ESMTP "
    "inspection), and the same function often takes STARTTLS away, so that mail goes unencrypted. "
    "Most likely it is the firewall of the company or school whose network this is; less often it "
    "stands in front of the server."),
 {{YOU, N_("Use port 465 with SSL/TLS: what is encrypted from the first byte cannot be "
	   "rewritten.")},
  {ROUTER, N_("Switch ESMTP inspection off (no inspect esmtp), or allow TLS in it (allow-tls).")}},
 "interceptors"},

{"proxy.gateway", N_("A box in between answers in the server's place ({product})"),
 N_("The greeting \"{text}\" is that of a proxy or mail gateway, not of the server that was asked "
    "for. Companies and schools run such gateways, Internet providers less often, and programs that "
    "share one connection among several computers. There it may be on purpose; it reads what passes."),
 {{YOU, N_("Ask whoever runs this network whether mail is meant to go through it.")},
  {YOU, N_("Try another network to see the server itself.")},
  {ROUTER, N_("Let outgoing connections to ports 465, 587 and 993 pass untouched.")}},
 "interceptors"},

{"proxy.portal", N_("The network's sign-in page answers in the server's place"),
 N_("The answer \"{text}\" comes from a guest network that wants to be signed in to with a web "
    "browser first. The mail server itself was not reached."),
 {{YOU, N_("Open a web browser, call up any page and complete the sign-in that appears, then "
	   "try again.")}},
 "captive-portals"},

/* ---- STARTTLS ---- */
{"starttls.injected", N_("Somebody slipped data in before encryption began"),
 N_("Between the go-ahead for STARTTLS and the encryption came bytes that nobody asked for: "
    "\"{text}\". A program that took them for protected could be deceived. Either the server has "
    "a fault, or somebody on the way tampers with the connection."),
 {{YOU, N_("Do not log in on [port|ports] {ports}; use a port with SSL/TLS from the settings found here.")},
  {YOU, N_("Try another network: if it is gone there, this network tampers with connections.")},
  {ADMIN, N_("Update the mail server: what comes after STARTTLS in clear text must be thrown "
	   "away (RFC 3207).")}},
 "starttls"},

{"starttls.preauth", N_("The server calls you logged in without any encryption"),
 N_("It greeted with PREAUTH, which skips both login and STARTTLS. On the open Internet that is "
    "either a wrong setting or an attempt to keep your mail unencrypted."),
 {{YOU, N_("Use port 993 with SSL/TLS instead.")},
  {ADMIN, N_("Never greet with PREAUTH on a port that is open to the network.")}},
 "starttls"},

{"starttls.stripped", N_("Somebody in between takes encryption off [port|ports] {ports}"),
 N_("The server's offer of STARTTLS is masked, refused after being offered, or there by one way "
    "in and not by another. Most likely that is the firewall of the company or school whose network "
    "this is, or the Internet provider or guest network: they inspect mail, and cannot once it is "
    "encrypted. Whoever wants to read along does the same. A mail program set to STARTTLS stops here, and rightly so; one set to \"if "
    "available\" would send your password in clear text."),
 {{YOU, N_("Use 465, 993 or 995 with SSL/TLS: encryption from the first byte cannot be taken "
	   "off.")},
  {YOU, N_("Never choose \"None\" or \"if available\" as connection security to get around this.")},
  {ROUTER, N_("Switch off mail inspection (on Cisco: no inspect esmtp, or allow-tls).")},
  {ISP, N_("Do not alter customers' mail connections.")}},
 "starttls interceptors"},

{"starttls.uneven", N_("Encryption is there on port {otherport} and missing on [port|ports] {ports}"),
 N_("The same server offers STARTTLS on one port and not on the other. It may be set up that way; but firewalls and "
    "Internet providers that look into mail take the offer away on some ports only."),
 {{YOU, N_("Use a port with SSL/TLS from the settings found here.")},
  {YOU, N_("Try another network: if STARTTLS is there on both ports, this network takes it away.")},
  {YOU, N_("Never choose \"None\" or \"if available\" as connection security to get around this.")},
  {ADMIN, N_("Offer STARTTLS on [port|ports] {ports} too.")}},
 "starttls interceptors"},

{"starttls.missing.relay", N_("Mail on port 25 is taken without encryption only"),
 N_("Between mail servers encryption is wanted but not required. Mail programs do not use this "
    "port."),
 {{ADMIN, N_("Offer STARTTLS on port 25; most servers elsewhere expect it today.")}},
 "starttls port-25"},

{"starttls.missing", N_("No encryption is offered on [port|ports] {ports}"),
 N_("What {hosts} can do there does not include STARTTLS. A login would send the password in "
    "clear text. RFC 8314 calls that obsolete, and mail programs that insist on STARTTLS stop "
    "(Thunderbird: \"it doesn't advertise that feature\"). If your provider documents STARTTLS "
    "here, something in between may have removed it."),
 {{YOU, N_("Use a port with SSL/TLS from the settings found here: 993, 995 or 465.")},
  {YOU, N_("Try another network: if STARTTLS is there, this network takes it away.")},
  {YOU, N_("Never choose \"None\" or \"if available\" as connection security to get around this.")},
  {ADMIN, N_("Set up a certificate and switch STARTTLS on for [port|ports] {ports}.")}},
 "starttls tls-or-ssl"},

{"starttls.changed", N_("A login is offered before encryption and not after it ([port|ports] {ports})"),
 N_("In clear text {host} invites a password, under TLS it wants none. A server has no reason for that; whoever "
    "collects passwords has: a box in this network or at the Internet provider that answers in clear text by itself. "
    "A server that is set up the wrong way round looks the same. A mail program that insists on encryption is safe."),
 {{YOU, N_("Set the connection security to SSL/TLS or STARTTLS, never to \"None\" or \"if available\".")},
  {YOU, N_("Try another network: if the offer is gone there, this network adds it.")},
  {ADMIN, N_("Offer logins after encryption, and only then (in Postfix smtpd_tls_auth_only, in Dovecot "
	   "disable_plaintext_auth or auth_allow_cleartext = no).")}},
 "starttls interceptors"},

{"starttls.other-name", N_("Another machine answers once encryption is up ([port|ports] {ports})"),
 N_("In clear text it calls itself {name}, under encryption {other}: two machines speak on one connection. So one of "
    "them ends the encryption and reads along. Where the certificate is good, that is most likely the provider's own "
    "machine in front of its servers, or the proxy of a company whose certificate this computer trusts. Where it is "
    "not, it is most likely a virus scanner on this computer or a proxy of the company, school or guest network."),
 {{YOU, N_("Look at the certificate and its issuer before you log in; do not accept one that your mail program warns "
	   "of.")},
  {YOU, N_("Switch the mail protection of a virus scanner off for a test, then try another network: where both names "
	   "agree, nobody stands in between.")},
  {ADMIN, N_("If the machine that ends TLS is yours, let it use the server's name.")}},
 "starttls interceptors"},

{"starttls.fewer", N_("{host} can do less once encryption is up"),
 N_("Under TLS it no longer mentions {words} on [port|ports] {ports}. One server tells both times the same, but for encryption and logins. A "
    "machine that ends TLS in front of it answers with a list of its own: most likely one of the provider's, else a "
    "company's proxy or a virus scanner."),
 {{YOU, N_("Do nothing if the certificate is good; else see who issued it.")},
  {ADMIN, N_("Compare the lists with those of the server itself.")}},
 "starttls"},

{"starttls.again", N_("{host} offers encryption a second time under encryption"),
 N_("Once TLS is up the server must not offer STARTTLS any more (RFC 3207). A box that ends the encryption in "
    "front of the server and passes its words on forgets that. Mail works; but that box sees everything."),
 {{YOU, N_("Do nothing if the box belongs to your provider; you cannot tell from here.")},
  {ADMIN, N_("Check which proxy ends TLS for [port|ports] {ports}, and whether it is yours.")}},
 "starttls"},

{"starttls.temporary", N_("The server cannot encrypt just now ([port|ports] {ports})"),
 N_("{hosts} [hosts:offers|offer] STARTTLS and then [hosts:says|say] \"{text}\". The server has a fault with its "
    "certificate or key, or is overloaded."),
 {{YOU, N_("Try again later, or use a port with SSL/TLS from the settings found here.")},
  {YOU, N_("Never choose \"None\" or \"if available\" as connection security to get around this.")},
  {ADMIN, N_("Look for certificate and key errors in the server's log.")}},
 "starttls"},

{"starttls.refused", N_("{host} offers encryption and then refuses it"),
 N_("It answered STARTTLS with \"{text}\". Without it a login would go in clear text."),
 {{YOU, N_("Use a port with SSL/TLS from the settings found here.")},
  {YOU, N_("Try another network: if STARTTLS works there, this network interferes.")},
  {YOU, N_("Never choose \"None\" or \"if available\" as connection security to get around this.")},
  {ADMIN, N_("Check the TLS settings of the service on [port|ports] {ports}.")}},
 "starttls"},

{"starttls.cut", N_("The connection breaks off as soon as encryption begins"),
 N_("Everything went well in clear text until STARTTLS; then the connection was closed or torn "
    "down. Most likely that is a virus scanner on this computer or the firewall of a company's network, "
    "which must see everything and cannot see through encryption; or the server has no usable "
    "certificate."),
 {{YOU, N_("Use a port with SSL/TLS from the settings found here, or another network.")},
  {YOU, N_("Switch the mail protection of a virus scanner off for a test.")},
  {YOU, N_("Never choose \"None\" or \"if available\" as connection security to get around this.")},
  {ROUTER, N_("Let STARTTLS pass on [port|ports] {ports}.")},
  {ADMIN, N_("Check the certificate and key of the service.")}},
 "starttls interceptors"},

{"starttls.ignored", N_("{host} agrees to encrypt, and then does not"),
 N_("It agreed to STARTTLS, and the beginning of encryption was answered with \"{text}\", which is none. "
    "Either the program behind this port knows nothing of encryption and somebody in front of it agreed "
    "in its place, or its settings promise what it cannot do. A mail program calls this a wrong version "
    "or an SSL error."),
 {{YOU, N_("Use a port with SSL/TLS from the settings found here, or another network.")},
  {YOU, N_("Never choose \"None\" or \"if available\" as connection security to get around this.")},
  {ADMIN, N_("Begin a handshake on the server itself, and look for a firewall or mail filter in front of it "
	   "that changes the conversation.")},
  {ADMIN, N_("Check the TLS settings, the certificate and the key of the service.")}},
 "starttls interceptors"},

/* ---- the rest of the talk ---- */
{"proto.limit", N_("{host} sends more than any mail server would"),
 N_("The answer broke the limit {limit} ({most}). It was not read to its end. Mail servers answer "
    "in short lines, so something else speaks here, or the server has a fault."),
 {{YOU, N_("Check server name and port.")},
  {ADMIN, N_("Check what answers on [port|ports] {ports}.")}},
 NULL},

{"proto.refused", N_("{host} refuses to go on"),
 N_("It greeted, and then answered {command} with \"{text}\"."),
 {{YOU, N_("Try again later, and ask the provider with the words quoted above.")},
  {ADMIN, N_("Look into the server's log for the reason.")}},
 NULL},

{"proto.timeout", N_("{host} stops answering in the middle of the talk"),
 N_("It greeted and then fell silent. An overloaded server does this, and so does a firewall that "
    "lets only the beginning through, or a link on which large packets get lost (MTU)."),
 {{YOU, N_("Try again, and from another network.")},
  {YOU, N_("If you use a VPN, switch it off for a test.")},
  {ADMIN, N_("Check the load of the server and the packet size (MTU) on its link.")}},
 NULL},

{"proto.closed", N_("{host} hangs up in the middle of the talk"),
 N_("It greeted and then closed the connection without the answer that was due."),
 {{YOU, N_("Try again later, and from another network.")},
  {ADMIN, N_("Look into the service's log.")}},
 NULL},

{"proto.reset", N_("The connection to {host} is reset in the middle"),
 N_("The server greeted and then the connection was reset, by the server or by a firewall on the "
    "way that did not like what it saw."),
 {{YOU, N_("Try another network: if it works there, a firewall in this network is the reason.")},
  {YOU, N_("Use a port with SSL/TLS from the settings found here.")},
  {ADMIN, N_("Look into the service's log.")}},
 NULL},

{"proto.bad-reply", N_("{host} gives an answer that makes no sense"),
 N_("It greeted as a mail server, and then sent something that is not part of the protocol. A "
    "faulty server or a box in between may be the reason."),
 {{YOU, N_("Try another network to see whether the answer is the same there.")},
  {ADMIN, N_("Repeat the conversation by hand and look into the log.")}},
 "check-by-hand"},
