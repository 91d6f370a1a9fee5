/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TLS, certificates and who sits in between: rows of know/advice.c, which alone includes this. */

{"tls.clock.wrong", N_("This computer's clock is probably wrong"),
 N_("The certificates of several servers all seem out of date at once. This computer believes "
    "that today is {today}, while one of the certificates was issued on {issued}. A wrong date is "
    "far more likely than several careless providers. Thunderbird, Outlook, Apple Mail and web browsers "
    "warn of every certificate until it is set right."),
 {{YOU, N_("Set date, time and time zone right, best by switching on \"set time automatically\".")},
  {YOU, N_("If the clock is wrong again after each start, have the small battery on the "
	   "mainboard replaced.")},
  {YOU, N_("Then test again.")}},
 "certificates"},

/* ---- somebody in between ---- */
{"tls.intercepted.scanner", N_("{product} on this computer reads your mail connections"),
 N_("The certificate was not issued for your provider but made on the spot by {product} "
    "({issuer}). Virus scanners do this to look into encrypted mail. Mail programs that do not "
    "trust the scanner then warn of an unknown issuer."),
 {{YOU, N_("Switch off the scanning of mail connections in {product}, often called mail shield "
	   "or SSL scanning, and try again.")},
  {YOU, N_("Do not accept the certificate in the mail program: that would hide real attacks "
	   "later.")},
  {YOU, N_("If you want to keep the scanning, let {product} install its certificate in the mail "
	   "program.")}},
 "interceptors certificates"},

{"tls.intercepted.gateway", N_("A device in this network reads your mail connections"),
 N_("The certificate comes from {product} ({issuer}), not from your mail provider. Companies and "
    "schools use such devices to look into encrypted traffic. Whoever runs it can read your mail "
    "and your password."),
 {{YOU, N_("Ask whoever runs this network whether that is intended before you log in.")},
  {YOU, N_("Use another network, for example a phone's, for private mail.")},
  {ROUTER, N_("Take ports 465, 587, 993 and 995 out of TLS inspection, or install the device's "
	   "certificate on the computers.")}},
 "interceptors certificates"},

{"tls.intercepted.tool", N_("A debugging tool ({product}) reads your mail connections"),
 N_("The certificate was issued by {issuer}, which developers use to look into connections. If "
    "you did not start such a tool, somebody else did."),
 {{YOU, N_("Stop the tool and take its certificate out of the trusted ones.")},
  {YOU, N_("If you do not know of it, do not log in, and have the computer checked.")}},
 "interceptors"},

{"tls.intercepted.unknown", N_("Somebody in between seems to read your mail connections"),
 N_("Different servers of {provider} all show certificates of the same unknown issuer ({issuer}). "
    "A public provider does not do that. A device in this network, or a program on this computer, "
    "is likely to stand in between."),
 {{YOU, N_("Do not log in and do not accept the certificate.")},
  {YOU, N_("Try another network: if the certificates are good there, it is this network.")},
  {YOU, N_("If it is the same everywhere, look for a virus scanner or filter program on this "
	   "computer.")},
  {ROUTER, N_("Take mail ports out of TLS inspection.")}},
 "interceptors certificates"},

{"tls.intercepted.some-ports", N_("Somebody in between seems to read some of your mail connections"),
 N_("[Port|Ports] {ports} shows a certificate of the unknown issuer {issuer}, while port {otherport} of the same "
    "provider shows one of {other}, as it should. A provider has no reason to do that. A virus scanner on "
    "this computer or a device in this network is likely to look into some ports and not into others."),
 {{YOU, N_("Do not log in on [port|ports] {ports} and do not accept the certificate.")},
  {YOU, N_("Use port {otherport} if it serves the purpose.")},
  {YOU, N_("Look for mail protection in a virus scanner on this computer, and switch it off for a test.")},
  {YOU, N_("Try another network: if all ports are well there, it is this network.")},
  {ROUTER, N_("Take mail ports out of TLS inspection.")}},
 "interceptors certificates"},

{"tls.same-certificate", N_("Different servers of {provider} show one foreign certificate"),
 N_("{hosts} are different servers, and all show the certificate for {names}, which is none of them. One "
    "machine answers for all of them: the sign-in page of a guest network, a web filter, or somebody who "
    "wants to read along."),
 {{YOU, N_("Open a web browser: if the network shows a sign-in page, sign in and try again.")},
  {YOU, N_("Do not accept the certificate and do not log in.")},
  {YOU, N_("Try another network, for example a phone's.")},
  {ROUTER, N_("Do not redirect mail ports.")}},
 "captive-portals interceptors"},

{"tls.issuers-differ", N_("Ports {ports} and {otherport} have certificates of different issuers"),
 N_("[Port|Ports] {ports} shows a certificate of {issuer}, which this computer does not know, and port {otherport} "
    "one of {other}, which it does. Either one of the certificates is home-made, or a virus scanner on this "
    "computer or a company's proxy looks into one port only."),
 {{YOU, N_("Use port {otherport} if it serves the purpose.")},
  {YOU, N_("Try another network: if the issuers are the same there, this network interferes.")},
  {ADMIN, N_("Use the certificate of port {otherport} for all mail services.")}},
 "certificates interceptors"},

/* ---- certificates ---- */
{"tls.cert.expired", N_("The certificate of {host} expired on {since}"),
 N_("A certificate is valid for a limited time, and the time of this one is over; somebody "
    "forgot to renew it. The connection is still encrypted, but nothing proves any more that it "
    "leads to the right server. Thunderbird offers an exception, Outlook warns at each start, "
    "Apple Mail says that it cannot verify the server. [Port|Ports]: {ports}."),
 {{YOU, N_("Check that the date of this computer is right.")},
  {YOU, N_("Wait until it is renewed; do not store an exception for it.")},
  {ADMIN, N_("Renew the certificate, restart or reload the mail services, and make the renewal "
	   "automatic.")}},
 "certificates"},

{"tls.cert.chain-expired", N_("An issuer's certificate that {host} sends has expired"),
 N_("The server's own certificate is in its time, but one above it, {issuer}, ran out on {since}. With it the "
    "whole chain is void. Outlook and Apple Mail sometimes find another way to a trusted root by "
    "themselves; Thunderbird and older systems report an unknown or expired issuer. Ports: {ports}."),
 {{YOU, N_("Wait until it is put right; do not store an exception for it.")},
  {ADMIN, N_("Install the issuer's current intermediate certificate (fullchain.pem of a fresh renewal) and "
	     "reload the mail services.")}},
 "certificates"},

{"tls.cert.root-expired", N_("The root certificate that vouches for {host} has expired"),
 N_("All that the server sends is in its time. What has run out is the certificate at the top, the root of "
    "{issuer}, which is not sent but is in this computer's list of authorities. Either that list is out of "
    "date, or the server sends an old chain that ends there. Outlook and Apple Mail use the system's list "
    "and warn; Thunderbird brings a list of its own and may be content. [Port|Ports]: {ports}."),
 {{YOU, N_("Install the updates of this computer's system; they renew the list of authorities.")},
  {YOU, N_("Do not store an exception for the certificate.")},
  {ADMIN, N_("Send the issuer's current chain (with Let's Encrypt fullchain.pem of a fresh renewal), which "
	     "leads to a root that is in its time.")}},
 "certificates"},

{"tls.cert.expired-extra", N_("{host} sends an expired certificate that nobody needs"),
 N_("Beside a chain that is good it sends {issuer}, which expired on {since}: often an old cross-sign. "
    "Current versions of Thunderbird, Outlook and Apple Mail pass it over. Old programs (OpenSSL 1.0, Android before 7, old Outlook and Apple Mail) "
    "follow it and call the whole certificate expired."),
 {{YOU, N_("If your mail program alone reports an expired certificate, update it or the system.")},
  {ADMIN, N_("Take the expired certificate out of the chain file.")}},
 "certificates"},

{"tls.cert.not-yet-valid", N_("The certificate of {host} is not valid before {from}"),
 N_("This computer believes that today is {today}. Either its clock is slow, or the server got a "
    "certificate from the future. Thunderbird, Outlook and Apple Mail all warn of it."),
 {{YOU, N_("Check date, time and time zone of this computer first.")},
  {ADMIN, N_("Check the server's clock and the certificate's dates.")}},
 "certificates"},

{"tls.cert.other-name", N_("The right server by another name: enter {enter}"),
 N_("{hosts} was asked for, and the certificate is for {names}. The name {enter} leads to the same address, so it "
    "is the same server, and by that name its certificate is good. Thunderbird offers an exception, Outlook and "
    "Apple Mail warn that the name does not match. Ports: {ports}."),
 {{YOU, N_("Enter {enter} as the name of the server instead of {hosts}, and do not store an exception.")},
  {ADMIN, N_("Get a certificate that contains {hosts} too.")}},
 "certificates"},

{"tls.cert.close-name", N_("The certificate is for a name next to this one: {enter}"),
 N_("{hosts} was asked for, and the certificate is for {names}. It may be the same server by another name; whether "
    "{enter} leads to the same address was not checked. Thunderbird, Outlook and Apple Mail warn that the name "
    "does not match. Ports: {ports}."),
 {{YOU, N_("Test {enter} here, and enter it as the name of the server if all is well with it.")},
  {YOU, N_("Until then do not accept the certificate.")},
  {ADMIN, N_("Get a certificate that contains {hosts}.")}},
 "certificates"},

{"tls.cert.wrong-name", N_("The certificate is for another name"),
 N_("{hosts} [hosts:was|were] asked for, and the certificate is for {names}. Thunderbird and Outlook "
    "warn that the name is wrong, and Apple Mail that it cannot verify the server, because it does "
    "not prove that you reached the server that you wanted. Often the server is "
    "the right one and only the name differs: the hoster's own name, or mail. where smtp. was "
    "asked for. [Port|Ports]: {ports}."),
 {{YOU, N_("If one of the names above is documented by your provider or hoster, enter that name "
	   "as the server.")},
  {YOU, N_("If you know none of them, do not accept the certificate: you may be talking to "
	   "somebody else.")},
  {ADMIN, N_("Get a certificate that contains {hosts}.")}},
 "certificates"},

{"tls.cert.bad-name", N_("A name in the certificate of {host} is no name"),
 N_("It is issued for {name}, among others, with bytes that no server's name can have. A zero byte "
    "(shown as \\0) makes badly written programs stop reading there and take the certificate for "
    "somebody else's: that is how one is passed off as another. Current versions of Thunderbird, "
    "Outlook and Apple Mail compare the whole name, so that it fits nothing. [Port|Ports]: {ports}."),
 {{YOU, N_("If a zero byte is shown, do not log in: try another network first.")},
  {ADMIN, N_("Get a certificate that lists plain names only; names in other scripts are written "
	     "as xn--….")}},
 "certificates"},

{"tls.cert.no-name", N_("The certificate of {host} contains no server name"),
 N_("It has no subjectAltName, which today's programs look at alone (RFC 7817, RFC 9525). Apple "
    "Mail and Thunderbird reject it even if the old common name fits; Outlook may still take it."),
 {{ADMIN, N_("Get a certificate that lists the server's names as subjectAltName.")}},
 "certificates"},

{"tls.cert.self-signed", N_("{host} vouches for itself only"),
 N_("The certificate was signed by its own owner ({subject}), so nobody else confirms whose it "
    "is. Small and home-made servers do that, Proton Bridge on this computer does, and so could "
    "anybody who sits in between. Thunderbird offers to store an exception, Outlook asks at each "
    "start, Apple Mail asks whether to connect anyway; the new Outlook and Outlook on phones cannot "
    "accept it at all."),
 {{YOU, N_("If it is your own server or Proton Bridge, compare the fingerprint with the one "
	   "shown here, then store the exception in the mail program.")},
  {YOU, N_("If it is a public provider, do not accept it.")},
  {ADMIN, N_("Get a certificate from a public authority; Let's Encrypt gives them free of "
	   "charge.")}},
 "certificates"},

{"tls.cert.incomplete", N_("{host} leaves out a certificate that belongs to its chain"),
 N_("The last certificate that it sends was issued by {issuer}, and that one is missing. It is no root: the "
    "authority is well known, but this step up to it has to come from the server. Browsers, and sometimes "
    "Outlook, fetch or remember missing steps and so hide the fault; Thunderbird, Apple Mail and telephones "
    "often report an unknown issuer. Ports: {ports}."),
 {{YOU, N_("Do not store an exception; tell whoever runs the server.")},
  {ADMIN, N_("Send the whole chain: with Let's Encrypt fullchain.pem instead of cert.pem, elsewhere the "
	     "intermediate certificate of {issuer} behind the server's own.")}},
 "certificates"},

{"tls.cert.untrusted", N_("Nobody known vouches for the certificate of {host}"),
 N_("Its issuer ({issuer}) is not among those that this computer trusts. It may be a company's "
    "own authority, the server may have forgotten to send the certificate in between (browsers "
    "often hide that, mail programs do not), or somebody in between made it. Thunderbird, "
    "Outlook and Apple Mail warn and can be told to go on; the new Outlook and Outlook on phones "
    "refuse."),
 {{YOU, N_("At work, ask for the company's root certificate and how to install it.")},
  {YOU, N_("With a public provider, try another network before you accept anything.")},
  {ADMIN, N_("Send the whole chain (fullchain.pem instead of cert.pem).")}},
 "certificates interceptors"},

{"tls.cert.revoked", N_("The certificate of {host} has been revoked"),
 N_("Its issuer has declared it invalid before its time, for example because the key was stolen. "
    "Thunderbird looks at such a statement and refuses; Outlook and Apple Mail do not always look."),
 {{YOU, N_("Do not log in there until it is replaced.")},
  {ADMIN, N_("Replace the certificate, with a new key.")}},
 "certificates"},

{"tls.cert.weak", N_("A certificate that {host} sends is too weak"),
 N_("The certificate of {subject} has the key {key} with {bits} bits and the signature {signature}. RSA keys of "
    "less than 2048 bits and signatures with MD5 or SHA-1 can be forged with today's means, so "
    "Apple Mail rejects it, and current versions of Thunderbird and Outlook mostly do."),
 {{ADMIN, N_("Get a certificate with RSA of at least 2048 bits or ECDSA P-256, signed with "
	   "SHA-256.")}},
 "certificates"},

{"tls.cert.staple", N_("{host} does not prove that its certificate still holds"),
 N_("The certificate demands a fresh confirmation by its issuer with each connection (OCSP "
    "must-staple), and the server sent none or a bad one. Thunderbird looks for it and refuses; Outlook "
    "and Apple Mail usually do not look."),
 {{YOU, N_("Try again in an hour; servers fetch it from time to time.")},
  {ADMIN, N_("Switch OCSP stapling on and check that the server can reach its issuer, or get a "
	   "certificate without must-staple.")}},
 "certificates"},

{"tls.cert.order", N_("{host} sends its certificates in the wrong order"),
 N_("After a certificate of {issuer} comes {subject}. TLS up to 1.2 demands that each certificate vouches for "
    "the one before it. Outlook, Thunderbird and Apple Mail sort them; some telephones, scanners and older "
    "programs give up."),
 {{ADMIN, N_("Put the chain file in order: the server's own certificate first, then its issuer, then the issuer's "
	     "issuer; the root is not needed.")}},
 "certificates"},

{"tls.cert.alternates", N_("{host} shows a good certificate and a bad one"),
 N_("Of several connections to the same address, one was shown a certificate that is in order, and another one a "
    "certificate that is not. Several machines may stand behind one address, of which one was forgotten at a "
    "renewal, or the server keeps one certificate for each version of TLS. Outlook, Thunderbird and Apple Mail "
    "then work at one time and warn at another."),
 {{YOU, N_("If the mail program warns of a certificate, do not accept it: cancel, wait a little and try again.")},
  {PROVIDER, N_("Renew the certificate on every machine that answers for {host}, and restart its services.")},
  {ADMIN, N_("Compare what each machine behind {host} sends, for every version of TLS, and put the same good "
	     "certificate everywhere.")}},
 "certificates"},

{"tls.cert.limit", N_("{host} sends too many or too large certificates"),
 N_("What it sends breaks the limit \"{limit}\" ({most}); what is beyond it was not looked at. Thunderbird, "
    "Outlook and Apple Mail each have limits of their own and may take it or give up; programs with "
    "OpenSSL stop at 100 KiB. It slows down every connection."),
 {{ADMIN, N_("Send only the server's own certificate and its intermediate ones, and split a certificate with "
	     "very many names.")}},
 "certificates"},

{"tls.cert.bad", N_("The certificate chain of {host} is broken"),
 N_("Checking it gave: {text} A signature does not fit, or a certificate is used for what it was "
    "not made for. Thunderbird refuses most of these without offering an exception; Outlook and "
    "Apple Mail say that they cannot verify the certificate."),
 {{YOU, N_("Do not accept it; try another network.")},
  {ADMIN, N_("Install certificate and chain afresh.")}},
 "certificates"},

{"tls.cert.other", N_("The certificate of {host} was not accepted"),
 N_("Checking it gave: {text} It is none of the usual reasons. Thunderbird, Outlook and Apple Mail "
    "may refuse it as well, each in words of its own."),
 {{YOU, N_("Do not accept it before you know the reason.")},
  {ADMIN, N_("Check certificate and chain.")}},
 "certificates"},

{"tls.cert.expiring", N_("The certificate of {host} expires on {until}"),
 N_("Until then it is good. Certificates that renew themselves are replaced earlier "
    "than that. After that day Thunderbird, Outlook and Apple Mail will all warn."),
 {{ADMIN, N_("Check that the automatic renewal works and that the mail services load the new "
	   "certificate.")}},
 "certificates"},

{"tls.version.old", N_("Only outdated encryption ({version}) on [port|ports] {ports}"),
 N_("{hosts} [hosts:knows|know] nothing newer. TLS 1.0 and 1.1 must not be used any more (RFC 8996). RFC 8314 "
    "and 8997 ask for 1.2 at least where people read and send mail. Current versions of Thunderbird and "
    "current systems, and with these Outlook and Apple Mail, refuse the old ones or are about to, so mail "
    "stops working with an update, and what still connects is not safe."),
 {{YOU, N_("Use another server name or port of your provider if there is one.")},
  {ADMIN, N_("Update the server's TLS to 1.2 and 1.3.")}},
 "tls-or-ssl"},

/* ---- handshakes that came to nothing ---- */
{"tls.client-certificate", N_("{host} demands a certificate from you"),
 N_("It broke off because this computer showed none. Some companies let only their own devices in that way; a "
    "password is not enough there. Thunderbird and Outlook can use such a certificate once it is installed, "
    "Apple Mail as well."),
 {{YOU, N_("Ask whoever runs the server for your personal certificate and how to install it.")},
  {YOU, N_("Use another port from the settings found here if one works without.")},
  {ADMIN, N_("If it is not meant so, switch the demand for client certificates off (in Postfix "
	     "smtpd_tls_req_ccert, in Dovecot auth_ssl_require_client_cert).")}},
 "certificates"},

{"tls.client-certificate.asked", N_("{host} asks for a certificate, and goes on without"),
 N_("The server would take a personal certificate in place of a password, and is content without one. Some mail "
    "programs, Apple Mail above all, then ask which certificate to use."),
 {{YOU, N_("If the mail program asks, cancel or choose none, unless you were given one.")}},
 "certificates"},

{"tls.alert", N_("{host} breaks off encryption: {alert}"),
 N_("The server broke encryption off with an alert (number {number}) and hung up. "
    "Typical reasons are that it does not know the name {host}, demands a certificate from you, "
    "or has no encryption method in common with today's programs."),
 {{YOU, N_("Check the server's name in your provider's instructions.")},
  {ADMIN, N_("Look into the server's log for this handshake, and check its certificate for "
	   "{host} and its TLS settings.")}},
 "tls-or-ssl"},

{"tls.flood", N_("{host} sends too much that says nothing"),
 N_("After encryption was set up it kept sending what is no part of a conversation ({text}), so often "
    "that the connection was given up. No server that works does so: it is broken, or somebody "
    "wants to tire programs out."),
 {{YOU, N_("Use another server name or port of your provider if there is one.")},
  {YOU, N_("Try another network: if all is well there, something in this one sends it.")},
  {ADMIN, N_("Update the server, or what stands before it and ends its TLS.")}},
 "tls-or-ssl"},

{"tls.renegotiation", N_("{host} wants to agree on keys in mid-conversation"),
 N_("It asked for new keys on a connection that was already encrypted (renegotiation), which TLS 1.3 "
    "has done away with. It was refused, and the conversation went on. Programs may refuse as well, "
    "and some may break off."),
 {{ADMIN, N_("Switch renegotiation off. If it is there to ask for client certificates, ask when the "
	     "connection begins, and allow TLS 1.3.")}},
 "tls-or-ssl"},

{"tls.timeout", N_("No answer when encryption begins ([port|ports] {ports})"),
 N_("The connection to {hosts} is made, then no answer comes to the TLS greeting. Firewalls that "
    "look into connections let things hang like this, and so does a server that expects clear "
    "text, or a link on which large packets get lost (MTU)."),
 {{YOU, N_("Switch the mail protection of a virus scanner and any VPN off for a test.")},
  {YOU, N_("Try another network, for example a phone's: if it works there, this computer or this "
	   "network stops it here; if not, it is the server.")},
  {YOU, N_("Try another port from the settings found here.")},
  {YOU, N_("If encryption hangs everywhere and short answers come, set the MTU of this computer's network "
	   "connection to 1300 for a test: if it works then, large packets get lost.")},
  {ADMIN, N_("Check that [port {ports} really speaks|ports {ports} really speak] TLS where it should: from the first "
	     "byte on ports such as 465, 993 and 995, and after STARTTLS on ports such as 587 and 143.")}},
 "tls-or-ssl interceptors"},

{"tls.closed", N_("The server hangs up when encryption begins ([port|ports] {ports})"),
 N_("The connection to {hosts} was made, and closed without an answer to the TLS greeting. The "
    "port may not speak TLS, your address may be turned away, or a filter dislikes the server's "
    "name."),
 {{YOU, N_("Try another port from the settings found here, and another network.")},
  {ADMIN, N_("Check the service's log, its certificate, and lists of banned addresses.")}},
 "tls-or-ssl"},

{"tls.reset", N_("The connection is reset when encryption begins ([port|ports] {ports})"),
 N_("Right after the TLS greeting the connection to {hosts} was torn down. Filters that look at "
    "the server's name do that; less often the server's own fault does."),
 {{YOU, N_("Try another network: if it works there, a filter in this network is the reason.")},
  {ROUTER, N_("Allow {hosts} and [port|ports] {ports} in the network's filter.")},
  {ADMIN, N_("Look into the service's log.")}},
 "tls-or-ssl interceptors"},

{"tls.failed", N_("Encryption with {host} could not be set up"),
 N_("The TLS handshake failed: {text}."),
 {{YOU, N_("Try another port from the settings found here, and another network.")},
  {ADMIN, N_("Test the port with openssl s_client and look into the log.")}},
 "check-by-hand tls-or-ssl"},
