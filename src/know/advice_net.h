/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names, networks and connections: rows of know/advice.c, which alone includes this. */

/* ---- names ---- */
{"dns.no-name", N_("There is no server with the name {host}"),
 N_("The name server answered, and it knows no such name. The usual reason is a typing mistake, "
    "or a server name from old instructions. No port and no encryption setting can help until the "
    "name is right."),
 {{YOU, N_("Compare the name letter by letter with your provider's instructions.")},
  {YOU, N_("Enter your whole e-mail address instead of a server name, so that the servers are "
	   "looked up for you.")},
  {YOU, N_("If the name exists only inside a company, connect to the company's network or VPN "
	   "first.")},
  {PROVIDER, N_("Tell the customer which server names are valid today.")}},
 "server-name"},

{"dns.no-address", N_("The name {host} exists but leads to no computer"),
 N_("The name is known, but it has no address of the kind that was asked for. This happens with a "
    "bare domain such as example.org, which receives mail through other names, and with a server "
    "that has only the other address family (IPv4 or IPv6)."),
 {{YOU, N_("Enter the server's own name, often imap.{host} or mail.{host}, or your whole e-mail "
	   "address.")},
  {YOU, N_("If you allowed only IPv4 or only IPv6 (options -4 and -6), allow both.")},
  {ADMIN, N_("Add an address record for the name, or tell people the name that has one.")}},
 "server-name"},

{"dns.no-answer", N_("The name server does not answer"),
 N_("This computer asked for the address of {hosts} and got no usable answer. Without one nothing "
    "can connect, neither mail nor web pages. Mail programs say \"server not found\" then, "
    "although the mail server may be well."),
 {{YOU, N_("Open a web page that you have not opened today: if that fails too, the Internet "
	   "connection or its name server is the trouble, not mail.")},
  {YOU, N_("Switch the network off and on again, and leave a VPN that you do not need.")},
  {ROUTER, N_("Restart the router, and check which name servers (DNS) it hands out.")},
  {ISP, N_("Check the name servers that customers are given.")}},
 "server-name"},

{"dns.failed", N_("Looking up {host} failed"),
 N_("The name could not be resolved, and the answer (number {err}) is neither \"no such name\" "
    "nor \"try again\". The name's zone may be broken, for example because its DNSSEC signatures "
    "do not fit, or the settings of this computer's resolver may be."),
 {{YOU, N_("Try once more from another network, for example a phone's, to see whether it is the "
	   "name or this network.")},
  {ADMIN, N_("Check the zone of {host}, its name servers and its DNSSEC signatures.")}},
 "server-name"},

{"dns.same-address", N_("Names that have nothing in common lead to one address"),
 N_("Servers of different owners do not share one address, and a private one least of all. Something in this network "
    "answers every question with its own address. Most likely it is a guest network, which does so until you have "
    "signed in; a filtering name server of a household or company may do it too."),
 {{YOU, N_("Open a web browser and sign in to the network, then run this again.")},
  {YOU, N_("If no sign-in page appears, try another network, for example a phone's.")},
  {ROUTER, N_("Check why the name server answers with {address} for names outside.")}},
 "captive-portals server-name"},

{"dns.sinkhole", N_("The name {host} is led nowhere on purpose"),
 N_("A name on the Internet leads to {address}, which means this computer itself or nothing at "
    "all. Filters against advertising and malware do that to names that they block, and so does a "
    "line in the hosts file."),
 {{YOU, N_("Look for the name in the list of blocked names of your filter (Pi-hole, AdGuard, a "
	   "family filter, a filtering name server) and allow it.")},
  {YOU, N_("Look for the name in the hosts file: /etc/hosts, on Windows "
	   "C:\\Windows\\System32\\drivers\\etc\\hosts.")},
  {ROUTER, N_("Allow {host} in the network's name filter.")}},
 "server-name"},

{"dns.private", N_("The name {host} leads to an address inside a local network"),
 N_("The address {address} exists only inside one network. That is right for a company's own mail "
    "server seen from within. For a mail provider on the Internet it is a sign that something "
    "here answers in its place."),
 {{YOU, N_("If this is a company's server, all is well. If it is a public provider, try another "
	   "network.")}},
 "server-name captive-portals"},

/* ---- networks ---- */
{"net.captive-portal", N_("This network wants you to sign in first"),
 N_("Where the servers should answer, a web server or a certificate for another name does, or names without anything "
    "in common all lead to one address. Hotels, trains and guest networks lead every connection to their sign-in "
    "page until somebody has signed in there. Until then a certificate warning in a mail program comes from the "
    "network, not from your provider."),
 {{YOU, N_("Open a web browser, call up any page and complete the sign-in that appears.")},
  {YOU, N_("Do not accept a certificate in the mail program meanwhile: answer the warning with "
	   "Cancel.")},
  {YOU, N_("If no sign-in page appears, use another network, for example a phone's.")},
  {ROUTER, N_("If there is no sign-in page, check which proxy takes over mail ports.")}},
 "captive-portals"},

{"net.no-route", N_("This computer has no way out to the network"),
 N_("Every connection ended at once with \"unreachable\": there is no route to the servers. Most "
    "often the network is not connected, or a VPN has taken over and is not up."),
 {{YOU, N_("Check the cable or Wi-Fi, switch airplane mode off, and reconnect.")},
  {YOU, N_("Disconnect the VPN if you use one, or connect it again.")},
  {ROUTER, N_("Check that the router hands out an address and a gateway.")}},
 "no-internet"},

{"tcp.silent.everything", N_("Nothing answers, on any port, at any server"),
 N_("Not one of {hosts} answered. When unrelated servers are silent at the same time, the "
    "Internet connection is the likely reason, not mail. A firewall that lets nothing through "
    "looks the same."),
 {{YOU, N_("Open a web page: if that fails too, restart the router and wait two minutes.")},
  {YOU, N_("If web pages open, check the firewall and the virus scanner of this computer, and "
	   "any VPN.")},
  {ISP, N_("Check the line if everything is still silent.")}},
 "no-internet windows-firewall"},

{"net.mail-ports-blocked", N_("Web pages get through, mail ports do not"),
 N_("Port 443, which web pages use, answers, while every mail port ({ports}) stays silent. "
    "Company, school and guest networks often let only the web through. If the server is no mail "
    "server at all, it would look the same."),
 {{YOU, N_("Try another network, for example a phone's: if mail works there, this network blocks "
	   "it.")},
  {YOU, N_("Use the provider's web mail meanwhile, or a VPN if the network's rules allow it.")},
  {ROUTER, N_("Allow outgoing TCP to ports 993 (reading) and 465 or 587 (sending).")}},
 "why-blocked port-443 networks"},

{"net.family-missing", N_("There is no {dead} here; {alive} works"),
 N_("Connections over {dead} are impossible from here and fail at once, so programs change to "
    "{alive} without waiting. Mail works. This is common and needs no repair."),
 {{YOU, N_("Do nothing: programs use {alive} by themselves.")}},
 "ipv6"},

{"net.family-broken", N_("{dead} does not get through, {alive} does"),
 N_("The servers have {dead} addresses and this computer tries them, but no answer comes. "
    "Programs that try {dead} first wait before they change to {alive}: Apple Mail a fraction of "
    "a second, Thunderbird and Outlook much longer, so that starting to fetch mail feels slow or "
    "ends in a time-out."),
 {{YOU, N_("In Thunderbird, set network.dns.disableIPv6 to true in the config editor if IPv6 is "
	   "the broken one, until it is repaired.")},
  {ROUTER, N_("Restart the router, and switch {dead} off there if it still does not work.")},
  {ISP, N_("Repair {dead} on the line.")}},
 "ipv6"},

/* ---- one server, one port ---- */
{"tcp.denied", N_("This computer itself forbids the connection"),
 N_("The system refused to send anything at all to [port|ports] {ports}. The rule is on this computer: "
    "its firewall, a security program, a VPN that blocks everything outside it, or a sandbox that "
    "this program runs in."),
 {{YOU, N_("Look into the firewall or security program for a rule about outgoing connections, "
	   "and allow your mail program TCP to [port|ports] {ports}.")},
  {YOU, N_("On Windows the rule is under Windows Defender Firewall > Advanced Settings > "
	   "Outbound Rules. An inbound rule is needed only to run a mail server.")},
  {YOU, N_("Switch a VPN's \"kill switch\" off for a test.")}},
 "windows-firewall"},

{"tcp.refused.all", N_("Every connection is refused"),
 N_("{hosts} answered [the connection to port {ports}|each of the ports {ports}] with a plain no. A computer is there, or a "
    "firewall in front of it, but no mail service is running or none is meant for you. Just after "
    "a restart of the server this is normal for a minute."),
 {{YOU, N_("Wait some minutes and try again.")},
  {YOU, N_("Check that the server name is the one that your provider gives for mail.")},
  {YOU, N_("Try another network: if it works there, a firewall in this network refuses.")},
  {ADMIN, N_("Start the mail services, and check that they listen on the outer address and that "
	   "the firewall lets [port|ports] {ports} in.")}},
 "no-answer-or-refused"},

{"tcp.refused.mail", N_("{host} answers web requests but no mail"),
 N_("The web port answers, and each mail port ({ports}) says no. Most likely this is a web "
    "server, and mail is handled under another name."),
 {{YOU, N_("Look up the server names for mail in your provider's instructions, or enter your "
	   "whole e-mail address here.")},
  {ADMIN, N_("If mail should run here, start the services and let [port|ports] {ports} in.")}},
 "no-answer-or-refused"},

{"tcp.silent.server", N_("{host} does not answer at all"),
 N_("No port of {host} answered, not even with a no. The server may be switched off or "
    "unreachable, a firewall may drop connections to it, or this computer may have no Internet "
    "connection."),
 {{YOU, N_("Open a web page to see whether the Internet connection works.")},
  {YOU, N_("Look at your provider's status page, and try again later.")},
  {YOU, N_("Try another network, for example a phone's: if it works there, something in this "
	   "network is in the way.")},
  {ADMIN, N_("Check that the server is up and reachable from outside.")}},
 "no-answer-or-refused no-internet"},

{"tcp.blocked.port25", N_("Port 25 is blocked, which is normal for home connections"),
 N_("Other ports of the same server answer; port 25 stays silent. Most Internet providers and "
    "clouds close port 25 so that infected computers cannot send spam. It is the port on which "
    "mail servers talk to each other. A mail program does not need it: it sends on 465 or 587, "
    "with a login."),
 {{YOU, N_("If a mail program is set to send on port 25, change it to 465 with SSL/TLS or 587 "
	   "with STARTTLS.")},
  {YOU, N_("If you run a mail server here, send through a relay (smarthost) on port 587 or 465.")},
  {ISP, N_("Open outgoing port 25 on request, usually on business lines or with a fixed address "
	   "only.")}},
 "why-25-blocked port-25 port-587 networks"},

{"tcp.blocked.submission", N_("Sending on [port {ports} is|ports {ports} are] blocked"),
 N_("Port {working} of the same server answers, but [port|ports] {ports}, on which "
    "mail programs send, [stays|stay] silent. Something between here and the server drops it, or the server does not offer "
    "it. Some routers and guest networks close sending ports against spam."),
 {{YOU, N_("Use a sending port from the settings found here: 465 with SSL/TLS and 587 with "
	   "STARTTLS do the same job.")},
  {YOU, N_("If none is left, send from another network, or ask your provider for another port "
	   "such as 2525.")},
  {ROUTER, N_("Allow outgoing TCP to ports 465 and 587. Some routers (Telekom Speedport) let 25 "
	   "and 587 through only to a list of mail servers: add {host} to it.")},
  {ISP, N_("Do not block port 587: RFC 5068 asks access networks to keep it open.")}},
 "why-blocked port-587 port-465 networks"},

{"tcp.blocked.port", N_("[Port {ports} does|Ports {ports} do] not answer, others of {host} do"),
 N_("Port {working} of the same server answers, but [port {ports} stays|ports {ports} stay] "
    "silent. Either something on the way drops it, or the server's own firewall does because it does not offer this "
    "service."),
 {{YOU, N_("Use a port that works, from the settings found here: for IMAP 993, for POP3 995, "
	   "with SSL/TLS.")},
  {YOU, N_("Try another network to see whether this network blocks the port.")},
  {ROUTER, N_("Allow outgoing TCP to [port|ports] {ports}.")},
  {ADMIN, N_("Open [port|ports] {ports} if the service is meant to be there.")}},
 "why-blocked no-answer-or-refused"},

{"tcp.control", N_("No web server at {host}; mail is not affected"),
 N_("Port 443 is tried for comparison only. Many mail servers have no web server, so this says "
    "nothing against your mail."),
 {{YOU, N_("Do nothing.")}},
 "port-443"},

{"tcp.refused", N_("Connections to [port|ports] {ports} are refused"),
 N_("The answer of {hosts} was a plain no: either nothing runs on that port there, or a firewall "
    "refuses in the server's name. A refusal comes quickly and is certain; waiting longer would "
    "not help."),
 {{YOU, N_("Use another port from the settings found here, or check the port in your provider's "
	   "instructions.")},
  {YOU, N_("Try another network: if it works there, a firewall in this network refuses.")},
  {ADMIN, N_("Start the service on [port|ports] {ports}, or allow it in the firewall.")}},
 "no-answer-or-refused"},

{"tcp.silent", N_("No answer on [port|ports] {ports}"),
 N_("{hosts} [hosts:was|were] asked several times for a connection, and nobody answered, "
    "neither yes nor no. A firewall that drops connections looks like this, and so does a server that is switched off."),
 {{YOU, N_("Try another network, for example a phone's: if it works there, something in this "
	   "network drops it.")},
  {YOU, N_("Check the firewall and the virus scanner of this computer.")},
  {ADMIN, N_("Check that the server is up and that its firewall lets [port|ports] {ports} in.")}},
 "no-answer-or-refused windows-firewall"},

{"tcp.unreachable", N_("There is no way to {host} from here"),
 N_("A computer or router on the way reported that it cannot reach {address}. The network there "
    "may be down, the address may be wrong, or a firewall may answer so on purpose."),
 {{YOU, N_("Try again in a few minutes, and from another network.")},
  {ADMIN, N_("Check the server's address and its connection to the network.")}},
 "no-answer-or-refused"},

{"tcp.reset", N_("The connection to {host} was torn down while it was made"),
 N_("Instead of a yes or no the connection was reset. Firewalls and overloaded servers do this."),
 {{YOU, N_("Try again, and from another network to see whether this network does it.")},
  {ADMIN, N_("Look for connection limits and firewall rules on [port|ports] {ports}.")}},
 "no-answer-or-refused"},
