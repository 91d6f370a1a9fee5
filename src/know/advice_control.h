/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comparing with other servers says: rows of know/advice.c, which alone includes this. */

{"proxy.answers-everything", N_("Something here answers on [port|ports] {ports} for everyone"),
 N_("A connection to {nobody} was accepted on this port, and that address belongs to nobody: it stands only in "
    "documents. So whoever answers is not the server but something on this computer or in this network that takes "
    "over such connections: a virus scanner, a company's or a guest network's proxy, or the Internet provider's. "
    "What was seen on this port says nothing about {hosts} unless the certificate proves it."),
 {{YOU, N_("Switch the mail protection of the virus scanner off for a test, and run this again.")},
  {YOU, N_("In a hotel or company, ask whether mail is taken over by a proxy; try a phone's network to compare.")},
  {YOU, N_("Do not accept a certificate that the mail program warns of.")},
  {ROUTER, N_("Look for a rule that redirects [port|ports] {ports}, and leave mail ports out of it.")},
  {ISP, N_("Say whether [port {ports} is|ports {ports} are] redirected on this line.")}},
 "virus-scanners captive-portals"},

{"net.dns-only", N_("The name server answers, the network beyond does not"),
 N_("Names were resolved, but no connection came about: not to {provider}, and not to {others} unrelated servers "
    "either, not even on port 443, which web pages use. The way to the Internet is interrupted behind the name "
    "server, which is often the router itself; or a sign-in to this network is missing; or a firewall lets only "
    "names through."),
 {{YOU, N_("Open a web page that you have not opened today; if a sign-in page appears, sign in.")},
  {YOU, N_("Restart the router and wait two minutes.")},
  {YOU, N_("If web pages open, check the firewall of this computer, and disconnect any VPN.")},
  {ISP, N_("Check the line: names are resolved, and nothing else gets through.")}},
 "no-internet captive-portals"},

{"net.everything-down", N_("Nothing gets through, to no server at all"),
 N_("Neither {provider} nor {others} unrelated well-known servers can be reached, not even on port 443, which web "
    "pages use. So it is not your mail provider and not a mail setting: the connection to the Internet is down, or "
    "a firewall lets nothing through."),
 {{YOU, N_("Open a web page: if that fails too, restart the router and wait two minutes.")},
  {YOU, N_("If web pages open, they may go through a proxy: check the firewall of this computer, and any VPN.")},
  {ROUTER, N_("Look at the router's page whether it is connected.")},
  {ISP, N_("Check the line.")}},
 "no-internet windows-firewall"},

{"net.ipv6-broken", N_("IPv6 is broken here, IPv4 works"),
 N_("Over IPv6 nothing answers, neither {provider} nor unrelated servers, although this computer believes that it has "
    "IPv6. Programs that try IPv6 first have to wait: Thunderbird up to {thunderbird} seconds for each address, "
    "classic Outlook about {outlook} seconds; Apple Mail and web browsers change to IPv4 almost at once. Starting "
    "to fetch mail then feels slow, or ends in a time-out."),
 {{YOU, N_("In Thunderbird, set network.dns.disableIPv6 to true in the config editor until IPv6 is repaired.")},
  {YOU, N_("Leave a VPN for a test: many carry only IPv4.")},
  {ROUTER, N_("Restart the router, and switch IPv6 off there if it still does not work.")},
  {ISP, N_("Repair IPv6 on the line.")}},
 "ipv6"},

{"path.drop.way-back", N_("The answers on [port|ports] {ports} get lost on the way back"),
 N_("What was sent to [port|ports] {ports} got as far as the server's own network, and still no answer came; at {failed} of "
    "{asked} unrelated servers the same port is silent too, while other ports work. So it is not the server. A "
    "filter near you lets the question out and stops the answer: in this computer, in the router, or at the Internet "
    "provider."),
 {{YOU, N_("Switch the firewall of this computer off for a moment, and run this again.")},
  {ROUTER, N_("Look for a rule about incoming packets from [port|ports] {ports}.")},
  {ISP, N_("Say whether answers from [port|ports] {ports} are filtered on this line.")}},
 "why-blocked no-answer-or-refused"},

{"net.port-blocked.port25", N_("Port 25 is closed on this line, at every server"),
 N_("Port 25 failed at {hosts} and at {failed} of {asked} unrelated servers, while other ports work. Most lines at home "
    "are closed so, to keep infected computers from sending spam. Nothing is broken: mail servers use port 25 among "
    "themselves, a mail program sends on 465 or 587."),
 {{YOU, N_("Enter port 465 with SSL/TLS, or 587 with STARTTLS, for outgoing mail.")},
  {YOU, N_("If a program or device can only use port 25, look for a newer one, or send through a relay at home.")},
  {ISP, N_("Open port 25 on this line if a mail server is to run here.")}},
 "why-25-blocked port-25 port-587 networks"},

{"net.port-blocked.everywhere", N_("[Port {ports} is|Ports {ports} are] blocked here, whatever the server"),
 N_("It failed at {hosts}, and at {failed} of {asked} unrelated well-known servers too, while other ports get through. So "
    "it is not your mail provider: something between here and the Internet does not let this port through. Usually "
    "that is the company's or the Internet provider's network; a router or a firewall on this computer looks the "
    "same unless the path was measured."),
 {{YOU, N_("Use one of the settings that work, if there are any above.")},
  {YOU, N_("Try another network, for example a phone's: if it works there, this network blocks it.")},
  {YOU, N_("Check the firewall and the virus scanner of this computer for outgoing rules about [port|ports] {ports}.")},
  {ROUTER, N_("Allow outgoing TCP to [port|ports] {ports}.")},
  {ISP, N_("Say whether [port {ports} is|ports {ports} are] blocked on this line, and what is needed to open it.")}},
 "why-blocked which-port networks"},

{"net.port-fine.elsewhere", N_("[Port {ports} fails|Ports {ports} fail] only at {host}, not at other servers"),
 N_("{up} of {asked} unrelated servers accept connections on this port from here, so neither this computer nor your "
    "Internet provider blocks it as such. It is this server, or something on the way to it or back: it may be out of "
    "order, not offer this port, or refuse your address."),
 {{YOU, N_("Wait some minutes and try again.")},
  {YOU, N_("Check in the provider's instructions that {host} is right and that it offers [port|ports] {ports}.")},
  {YOU, N_("Try from another network, for example a phone's: if it works there, your address may be on a list.")},
  {PROVIDER, N_("Check the server, and whether the customer's address is blocked there.")}},
 "no-answer-or-refused which-port"},

{"net.inspected.silent", N_("[Port {ports} connects, and then nothing passes|Ports {ports} connect, and then nothing passes]"),
 N_("The connection to {hosts} is made, and then not a word comes, even after a long wait. At {stopped} of {asked} "
    "unrelated servers it is the same on [this port|these ports]. So it is hardly your mail provider: something between here and the "
    "Internet accepts or passes the connection and then stops what is said on it. A virus scanner's mail protection on "
    "this computer, a company's firewall, or the network of a hotel or school may do that. Where only encryption hangs, "
    "large packets may get lost on the line (MTU). Rarely it is only slow: a name server that does not answer for this "
    "network's address makes mail servers everywhere wait."),
 {{YOU, N_("Switch the mail protection of the virus scanner off for a test, and run this again: if a greeting comes, it "
	   "was that.")},
  {YOU, N_("Try another network, for example a phone's: if it works there, this network holds it back.")},
  {YOU, N_("Use one of the settings that work, if there are any above.")},
  {YOU, N_("If only encryption hangs, set the MTU of this computer's network connection to 1300 for a test: if it works "
	   "then, large packets get lost.")},
  {ROUTER, N_("Look for a firewall that inspects mail (SMTP, IMAP, POP3 or TLS), and leave [port|ports] {ports} out of it.")},
  {ISP, N_("Say whether mail on [port|ports] {ports} is filtered on this line.")}},
 "interceptors virus-scanners proxies slow-greeting"},

{"net.inspected.reset", N_("[Port {ports} connects, and is cut off|Ports {ports} connect, and are cut off] at once"),
 N_("The connection to {hosts} is made and ended before a word is said. At {stopped} of {asked} unrelated servers it is "
    "the same on [this port|these ports]. So it is hardly your mail provider: something between here and the Internet lets the "
    "connection come about and then cuts it off. A company's or school's firewall that looks into connections, a "
    "virus scanner on this computer, or a guest network may do that."),
 {{YOU, N_("Try another network, for example a phone's: if it works there, this network cuts it off.")},
  {YOU, N_("Switch the mail protection of the virus scanner off for a test, and run this again.")},
  {YOU, N_("Use one of the settings that work, if there are any above.")},
  {ROUTER, N_("Look for a firewall that inspects mail (SMTP, IMAP, POP3 or TLS), and leave [port|ports] {ports} out of it.")},
  {ISP, N_("Say whether mail on [port|ports] {ports} is filtered on this line.")}},
 "interceptors virus-scanners proxies"},

{"net.answers.elsewhere", N_("{host} says nothing on [port|ports] {ports}, others do"),
 N_("{heard} of {asked} unrelated servers answer on [this port|these ports] from here, so neither this computer nor this network "
    "holds back what is said on it as such. It is this server, or a filter that is meant for it alone: the server "
    "may be out of order or overloaded, or turn your address away without a word, as after many failed logins."),
 {{YOU, N_("Wait an hour without trying, close other programs that fetch mail, then try again.")},
  {YOU, N_("Try from another network, for example a phone's: if it answers there, it turns your address away, or "
	   "something here filters this one server.")},
  {YOU, N_("Check in the provider's instructions that {host} is right and that it offers [port|ports] {ports}.")},
  {ADMIN, N_("Look into the log of the service, its connection limits, and lists of banned addresses.")}},
 "no-answer-or-refused which-port"},

{"net.cloud.known", N_("This computer runs at {network}, which blocks [port|ports] {ports}"),
 N_("What the machine says of its own hardware names {network}. {policy} {lift} Rented machines are closed so to keep "
    "them from sending spam."),
 {{YOU, N_("Send on a port that it leaves open, if one of the settings above works.")},
  {ADMIN, N_("Ask {network} to open [port|ports] {ports}, as said above.")}},
 "why-25-blocked networks clouds"},

{"net.tunnel", N_("A VPN is in use on this computer ({device})"),
 N_("An interface of the kind that VPNs use is up. If the traffic goes through it, then the VPN's network decides which "
    "ports get through, and not your Internet provider; many VPNs block port 25 and some all mail ports."),
 {{YOU, N_("Disconnect the VPN for a moment, and run this again.")},
  {YOU, N_("If it works without the VPN, look in its settings for exceptions (split tunnelling), or ask its provider.")}},
 "why-blocked"},

{"net.container", N_("This runs inside a container or subsystem ({container})"),
 N_("Connections from here pass the host's own network rules first, and in WSL the Windows firewall and VPN too. A port "
    "that fails here may work on the host itself."),
 {{YOU, N_("Run this on the host too, and compare.")},
  {ADMIN, N_("Check the host's firewall and the container network's rules for outgoing [port|ports] {ports}.")}},
 "linux-firewall"},
