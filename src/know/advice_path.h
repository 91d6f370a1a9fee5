/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where it is blocked: rows of know/advice.c, which alone includes this. */

/* Where each system keeps its filters. */
#define FIREWALL_STEPS \
	{YOU, N_("On Windows, open wf.msc (Windows Defender Firewall with advanced security) and look under Outbound Rules " \
	"for a rule that blocks [port|ports] {ports} or the mail program; then do the same in any other security program.")}, \
	{YOU, N_("On Windows, this also shows blocking rules in PowerShell: Get-NetFirewallRule -Direction Outbound " \
	"-Action Block -Enabled True.")}, \
	{YOU, N_("On a Mac, the built-in firewall filters incoming connections only: look at filters such as Little Snitch, " \
	"LuLu or a VPN program, under System Settings, Network, Filters.")}, \
	{YOU, N_("On Linux, list the rules as root with nft list ruleset or iptables-save; ufw status and " \
	"firewall-cmd --list-all show those of ufw and firewalld.")}

/* ---- this computer ---------------------------------------------------------------------------- */
{"path.here.denied", N_("This computer forbids connections to [port|ports] {ports}"),
 N_("The operating system itself refused to connect, before anything was sent. A firewall rule on this "
    "computer does that, or a sandbox, a VPN's kill switch, or security software."),
 {{YOU, N_("Look for [port|ports] {ports} in this computer's firewall and security software, and allow it outbound.")},
  {YOU, N_("If a VPN is set to block traffic outside it, connect the VPN or switch that protection off.")},
  FIREWALL_STEPS},
 "windows-firewall macos-firewall linux-firewall"},

{"path.here.route", N_("This computer has no way to {host}"),
 N_("The operating system has no route to that address, or has one that forbids it, so nothing was sent."),
 {{YOU, N_("Check that the network is connected, and that no VPN has left its routes behind.")},
  {YOU, N_("Switch the network off and on again.")},
  {YOU, N_("On Windows, route print and ipconfig /all show the routes and the gateway; an address that begins with "
	   "169.254 means that the router gave none.")},
  {YOU, N_("On a Mac, netstat -rn shows the routes; under System Settings, Network, a green dot marks a connection "
	   "that works.")},
  {YOU, N_("On Linux, look at the routes with: ip route get {address}.")}},
 "no-answer-or-refused"},

{"path.here.reject", N_("This computer's own firewall refuses [port|ports] {ports}"),
 N_("The refusal came faster than any other machine could have answered, or carries one of this computer's "
    "own addresses. So it is a rule on this computer, and not the router, the provider or the server."),
 {{YOU, N_("Allow [port|ports] {ports} outbound in this computer's firewall or security software.")},
  FIREWALL_STEPS},
 "windows-firewall macos-firewall linux-firewall"},

{"path.here.drop", N_("This computer's own firewall drops [port|ports] {ports}"),
 N_("What was sent to [port|ports] {ports} never left this computer: the kernel counted that it could not send it, "
    "and not even the nearest router saw it."),
 {{YOU, N_("Allow [port|ports] {ports} outbound in this computer's firewall or security software.")},
  FIREWALL_STEPS},
 "windows-firewall macos-firewall linux-firewall"},

{"path.gateway.dead", N_("The router does not answer"),
 N_("This computer knows the way to the router, but nobody answers there, so this computer gave up and said "
    "so itself. The router is off, is starting, or the cable or Wi-Fi in between is broken."),
 {{YOU, N_("Check the cable or Wi-Fi, and whether the router is on.")},
  {YOU, N_("On Windows, ipconfig shows the router as Default Gateway; ping that address, and try arp -a: a router that "
	   "is missing there is not reached at all.")},
  {YOU, N_("On a Mac, System Settings, Network, Details, TCP/IP shows the router; ping that address.")},
  {YOU, N_("If other devices reach the Internet through the same router, switch this computer's network off and on.")},
  {ROUTER, N_("Restart the router and wait until it is online.")}},
 "no-answer-or-refused"},

/* ---- the router at home --------------------------------------------------------------------------- */
{"path.host", N_("The computer that this one runs inside stops [port|ports] {ports}"),
 N_("This is a container, a subsystem or a virtual machine, and the first machine on the way, {next}, is "
    "most likely the computer around it. [Port {ports} ends|Ports {ports} end] there."),
 {{YOU, N_("Try the same outside, on the computer itself: porthorn or a mail program there shows whether it is "
	   "blocked for that one, too.")},
  {YOU, N_("Check the firewall of the surrounding computer for [port|ports] {ports}, and what it lets its "
	     "containers and virtual machines do.")}},
 "linux-firewall windows-firewall"},

{"path.drop.home", N_("[Port {ports} is|Ports {ports} are] dropped at your router"),
 N_("A port that works passes your router and the hops beyond it. For [port|ports] {ports} nothing beyond the router "
    "answers. So the router drops it on its way out, or the very next machine drops it on its way in: the "
    "two cannot always be told apart from here. In a company, a hotel or a hall of residence that router is "
    "theirs."),
 {{ROUTER, N_("Look for a filter in the router: parental control, an e-mail filter, a list of allowed mail servers, "
	      "or a firewall rule for [port|ports] {ports}; switch it off or add {host} to it.")},
  {ISP, N_("If the router has no such filter, ask whether [port {ports} is|ports {ports} are] blocked on this line.")},
  {YOU, N_("Meanwhile use a port that works: see the Settings.")}},
 "router why-25-blocked"},

{"path.reset.home", N_("Your router refuses [port|ports] {ports}"),
 N_("The refusal came from nearer than the server, after the time that a way to the router and back takes. "
    "The router turns [port|ports] {ports} away."),
 {{ROUTER, N_("Look for a filter or firewall rule for [port|ports] {ports} in the router, and allow it.")},
  {YOU, N_("Meanwhile use a port that works: see the Settings.")}},
 "router"},

{"path.reject.home", N_("Your router says that [port {ports} is|ports {ports} are] not allowed"),
 N_("The router {next} answered with its own address that it will not pass [port|ports] {ports} on."),
 {{ROUTER, N_("Look for a filter or firewall rule for [port|ports] {ports} in the router, and allow it.")},
  {YOU, N_("Meanwhile use a port that works: see the Settings.")}},
 "router"},

/* ---- the network beyond ------------------------------------------------------------------------------ */
{"path.drop.network", N_("The network beyond your router drops [port|ports] {ports}"),
 N_("[Port {ports} gets|Ports {ports} get] as far as hop {number} ({hop}) and no further, while a port that works passes it. The "
    "machine there, or the one behind it, drops [port|ports] {ports}. Near this computer it belongs to the Internet "
    "provider, the company, the hotel, the VPN or the cloud that this computer is connected through, or is a "
    "second router at home; near the server it may belong to those who run the server."),
 {{YOU, N_("Use a port that works: see the Settings. Sending works on 465 and 587 alike.")},
  {ISP, N_("Say whether outbound [port {ports} is|ports {ports} are] blocked on this line, and what is needed to open it.")},
  {YOU, N_("To make sure, try once over another network, for example a phone's.")}},
 "why-25-blocked which-port networks"},

{"path.reset.network", N_("The network beyond your router refuses [port|ports] {ports}"),
 N_("The refusal came from nearer than the server and sooner than the server can answer. Something behind hop "
    "{number} answers in its place and turns [port|ports] {ports} away. Near the server it may belong to those who "
    "run the server."),
 {{YOU, N_("Use a port that works: see the Settings. Sending works on 465 and 587 alike.")},
  {ISP, N_("Say why [port {ports} is|ports {ports} are] refused on this line, and what is needed to open it.")}},
 "why-25-blocked which-port networks"},

{"path.reject.network", N_("A router on the way says that [port {ports} is|ports {ports} are] not allowed"),
 N_("The router {next} answered with its own address that it will not pass [port|ports] {ports} on. It belongs to the "
    "Internet provider, the company, the hotel, the VPN or the cloud that this computer is connected through or, "
    "near the server, to those who run the server."),
 {{YOU, N_("Use a port that works: see the Settings. Sending works on 465 and 587 alike.")},
  {ISP, N_("Say why the router {next} refuses [port|ports] {ports}, and what is needed to open it.")}},
 "why-25-blocked which-port networks"},

{"path.loop", N_("The way to {host} goes round in circles"),
 N_("The same routers ({hop} and {next}) answer in turns, again and again: they send what comes for this "
    "address to each other. Only the network's people can mend that; it often takes minutes to hours."),
 {{YOU, N_("Wait, and try again later or from another network.")},
  {ISP, N_("Traffic for {address} loops between {hop} and {next}.")}},
 "no-answer-or-refused"},

{"path.loop.suspected", N_("The way to {host} seems to go round in circles"),
 N_("The router {hop} answered at distances that are too far apart for one machine, and nothing answers for {address} "
    "behind it. Packets that two routers send back and forth look like that. Few answers came, since routers limit how "
    "often they give them, so it is not sure."),
 {{YOU, N_("Wait, and try again later or from another network. If it looks the same then, it is a circle.")},
  {ISP, N_("Say whether traffic for {address} loops at {hop}.")}},
 "no-answer-or-refused"},

/* ---- the server ----------------------------------------------------------------------------------------- */
{"path.drop.server", N_("[Port {ports} gets|Ports {ports} get] all the way to the server, and no answer comes back"),
 N_("The last router before the server still sees [port|ports] {ports}, and a working port of the same server "
    "answers from there. So the server's own firewall or the router in front of it drops it, nothing takes "
    "it there, or the answers are lost on their way back."),
 {{YOU, N_("Use a port that works: see the Settings.")},
  {ADMIN, N_("Check the firewall in front of and on the server for [port|ports] {ports}, and that the service runs.")}},
 "which-port"},

{"path.refused.server", N_("The server itself refuses [port|ports] {ports}"),
 N_("As far as can be seen, the refusal comes from the server's own distance and not from something on the "
    "way. No service is listening on [port|ports] {ports} there, or the server's firewall refuses it."),
 {{YOU, N_("Check the port number with the provider's instructions, or use a port that works: see the "
	   "Settings.")},
  {ADMIN, N_("Check that the service for [port|ports] {ports} runs and that the server's firewall allows it.")}},
 "which-port"},

{"path.unreachable.host", N_("A router says that the server cannot be reached"),
 N_("The router {next} answered that it knows no way to {address}, or that nobody answers there. The server or "
    "its connection is down."),
 {{YOU, N_("Wait, and try again later.")},
  {ADMIN, N_("Check that the server is up and that {address} is still its address.")}},
 "no-answer-or-refused"},

/* ---- somebody in between ------------------------------------------------------------------------------ */
{"path.proxy.here", N_("A program on this computer answers [port|ports] {ports} in the server's place"),
 N_("The connection was accepted faster than any other machine could have. A virus scanner's mail shield, a "
    "local proxy or a VPN program takes the connection over before it leaves this computer."),
 {{YOU, N_("Look for a mail or web shield in the virus scanner, and switch its scanning of encrypted mail off, "
	   "or let the mail program trust its certificate.")},
  {YOU, N_("Compare the certificate: its issuer often gives the program's name.")}},
 "virus-scanners"},

{"path.proxy.near", N_("Something on the way answers [port|ports] {ports} in the server's place"),
 N_("The connection was accepted nearer than the server is: a working port of the same address is answered "
    "from further away. A proxy or firewall of the network takes these connections over. What it passes on, "
    "and what it reads, cannot be seen from here."),
 {{YOU, N_("Compare the certificate and the greeting with those of a port that is not taken over.")},
  {ROUTER, N_("Say whether a transparent proxy or firewall handles [port|ports] {ports}.")}},
 "virus-scanners captive-portals"},

{"path.proxy.syn", N_("Something on the way answers [port|ports] {ports} and passes nothing on"),
 N_("The connection was accepted nearer than the server is: a working port of the same address is answered from "
    "further away. After that not a word came, or the connection was ended before the first one. Firewalls "
    "with protection against floods of connections, filters against attacks and boxes that inspect mail do that: "
    "they answer in the server's name first and turn to the server afterwards. Either the one around hop {beyond} "
    "holds [port|ports] {ports} back, or the server behind it does not answer there."),
 {{YOU, N_("Use a port that works: see the Settings. To make sure, try once over another network, for example a phone's.")},
  {ROUTER, N_("Say whether a firewall or inspection box around hop {beyond} answers connections to [port|ports] {ports} "
	      "itself, and let them through to {host}.")},
  {ADMIN, N_("If a filter against attacks stands in front of the server, check that the service for [port|ports] {ports} "
	     "runs and that the filter reaches it.")}},
 "virus-scanners which-port"},

{"path.proxy.redirect", N_("[Port {ports} is|Ports {ports} are] led to another machine than the server"),
 N_("On the way a router rewrites the address: from hop {beyond} on, routers answer in the server's name, which "
    "they do not for a port that is left alone. The connection ends at another machine, and works only as far "
    "as that one answers."),
 {{YOU, N_("Use a port that works and is not redirected: see the Settings.")},
  {YOU, N_("If the port answers, compare its certificate and greeting with those of a port that is not redirected.")},
  {ROUTER, N_("Say where [port {ports} is|ports {ports} are] redirected to, and why.")},
  {ISP, N_("Say whether [port {ports} is|ports {ports} are] redirected to a mail server of your own.")}},
 "virus-scanners why-25-blocked"},
