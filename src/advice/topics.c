/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "advice/topics.h"

#include "base/i18n.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
const char topic_contacts_brief[] =
    N_("If a port fails, Gmail's and other well-known servers are contacted too, to compare; for an unknown domain, "
       "the sources of its settings.");

/* In the order in which `porthorn explain` lists them. */
static const struct topic topics[] = {
    {"which-port", N_("Which port do I enter?"),
     N_("For sending, enter port 465 with TLS (\"SSL/TLS\" in most programs) or 587 with "
        "STARTTLS. For reading, enter IMAP on port 993 or POP3 on 995, both with TLS. Always "
        "encrypt and log in.\n\n"
        "The choice depends on what your provider offers; its help pages have the last word. "
        "RFC 8314 prefers 465, but either is good.\n\n"
        "Port 25 is not for mail programs: mail servers use it among themselves."),
     NULL},
    {"port-25", N_("Port 25: mail from server to server"),
     N_("Port 25 is the standard port of SMTP, assigned by IANA in the days of RFC 821 (1982), "
        "today described by RFC 5321. Mail servers relay mail to each other over it, such as "
        "Gmail's to Yahoo's.\n\n"
        "A mail program does not need port 25: use port 465 or 587 with a login. Old set-ups "
        "and devices such as scanners may still have 25; change it there too.\n\n"
        "Encryption is optional: a server may offer STARTTLS (RFC 3207), and servers use it "
        "only if both can. To be safe, choose 465 or 587 with TLS.\n\n"
        "Many networks block outgoing connections to port 25 against spam; mail programs lose "
        "nothing."),
     "25"},
    {"port-587", N_("Port 587: sending with STARTTLS"),
     N_("Port 587 is the message submission port (RFC 6409): mail programs such as Outlook or "
        "Thunderbird send through it instead of 25. The server wants a login, which keeps spam "
        "out, and Internet providers hardly ever block it.\n\n"
        "The connection begins in clear text and changes to TLS with STARTTLS (RFC 3207): "
        "choose \"STARTTLS\", not \"SSL/TLS\". A few providers, such as Spectrum in the USA, "
        "use TLS from the first byte.\n\n"
        "Don't choose \"TLS, if available\": your password goes out in clear text when "
        "something removes the offer."),
     "587"},
    {"port-465", N_("Port 465: sending with TLS"),
     N_("Port 465 is for sending with TLS from the first byte. RFC 8314 (2018) registered it as "
        "\"submissions\" and prefers it to 587, because it has no step that an attacker could "
        "remove. The server wants a login.\n\n"
        "Choose \"SSL/TLS\", not \"STARTTLS\". Both mean TLS, as does \"SSL\" in older "
        "programs."),
     "465"},
    {"port-2525", N_("Port 2525 and its relatives"),
     N_("Port 2525 is not a standard. Sending services offer it, with STARTTLS and a login, "
        "where 25, 465 and 587 are blocked. Use it only if your provider names it.\n\n"
        "The same goes for 26, 586, 588, 2465, 2587, 3535 and 8025; TLS usually begins at once "
        "on 2465 and 586.\n\n"
        "Ports 1025 and 1143 on this computer (127.0.0.1) belong to Proton Mail Bridge."),
     "2525 26 80 586 588 1025 2465 2587 3535 8025"},
    {"port-110", N_("Port 110: POP3"),
     N_("Port 110 is for POP3 (RFC 1939), the classic protocol that fetches mail to one "
        "computer. It begins in clear text and is safe only after STLS (RFC 2595), called "
        "STARTTLS in mail programs.\n\n"
        "Use port 995 instead, with TLS from the first byte, or the more usual IMAP, which "
        "leaves mail on the server for all your devices."),
     "110 1110"},
    {"port-995", N_("Port 995: POP3 with TLS"),
     N_("Port 995 is POP3 with TLS from the first byte (POP3S). Choose \"POP3\" and "
        "\"SSL/TLS\". RFC 8314 prefers it to 110.\n\n"
        "POP3 removes mail from the server unless set otherwise. For several devices, use IMAP "
        "on port 993."),
     "995 1995"},
    {"port-143", N_("Port 143: IMAP"),
     N_("Port 143 is for IMAP (RFC 9051). Mail stays on the server: what you read, move or "
        "delete on one device changes on all.\n\n"
        "It begins in clear text and is safe only after STARTTLS; a good server allows no login "
        "before. Use port 993 instead, with TLS from the first byte."),
     "143 1143 10143"},
    {"port-993", N_("Port 993: IMAP with TLS"),
     N_("Port 993 is IMAP with TLS from the first byte (IMAPS): the best choice for reading "
        "mail. Choose \"IMAP\" and \"SSL/TLS\". RFC 8314 prefers it to 143."),
     "993 1993 10993"},
    {"port-443", N_("Port 443: the web, for comparison"),
     N_("Port 443 is for HTTPS: encrypted web pages and programs that use the web, such as web "
        "mail, or Outlook and phones for Exchange and Microsoft 365 without IMAP. It isn't a "
        "mail port: SMTP over TLS has its own port, 465.\n\n"
        "porthorn tries 443 for comparison, because nearly every network allows it: if it works "
        "and mail doesn't, something filters mail. A mail server without a web page may refuse "
        "it."),
     "443"},
    {"port-4190", N_("Port 4190: filter rules on the server"),
     N_("Port 4190 is for ManageSieve (RFC 5804): rules on the server that sort incoming mail. "
        "Reading and sending work without it, and many providers don't offer it."),
     "4190"},
    {"relay-or-submission", N_("Relay or submission?"),
     N_("Submission: you send mail to your own provider, who knows you and wants a login, on "
        "port 465 or 587.\n\n"
        "Relay: one mail server passes mail on to another, on port 25. The receiver doesn't "
        "know the sender, accepts mail only for its own customers, and judges by IP address.\n\n"
        "So port 25 answers \"relay access denied\" to a mail program, and 587 \"authentication "
        "required\" without a login. Choose 465 or 587 and switch the login on.\n\n"
        "A server that relays for everyone is an open relay: spammers find it within hours, and "
        "other servers refuse its mail."),
     NULL},
    {"why-25-blocked", N_("Why is port 25 blocked?"),
     N_("Port 25 needs no password: malicious software can send spam over it, as can a server "
        "that relays for everyone (an open relay).\n\n"
        "Most Internet providers therefore block it on lines at home and in mobile networks, as "
        "nearly all clouds do; M3AAWG, an association of mail operators, recommends that. It's "
        "normal and not your fault.\n\n"
        "Use port 465 or 587 with a login; RFC 5068 asks networks not to block 587.\n\n"
        "For your own mail server, send through your provider's (a smart host), or ask the "
        "Internet provider to open port 25: some have a switch in the customer pages, many want "
        "a business line or fixed address."),
     NULL},
    {"why-blocked", N_("Why are mail ports blocked here?"),
     N_("Home networks usually block only port 25, against spam. Guest networks, companies, "
        "schools, VPNs and some clouds also block 465 and 587 against visitors' spam, at times "
        "even 993 and 995. A firewall or virus scanner on this computer can block too.\n\n"
        "Try the other port for the same purpose: 465 or 587, 993 or 143 with STARTTLS. Try a "
        "phone's mobile connection: if mail works there, the first network blocks it. Ask its "
        "owner; meanwhile use web mail, the phone or a VPN."),
     NULL},
    {"no-internet", N_("Nothing answers at all"),
     N_("If no port of any server answers, the fault is in the Internet connection, not in "
        "mail.\n\n"
        "Open a web page that you haven't visited before. Check the cable or Wi-Fi. Switch the "
        "router off for half a minute, and a VPN off for a test. In a guest network, sign in "
        "with the browser.\n\n"
        "If only this computer is offline, check its firewall and network settings; otherwise "
        "ask the Internet provider."),
     NULL},
    {"enable-25", N_("How do I open port 25?"),
     N_("For a mail program: not at all. Enter port 465 or 587; they don't have to be opened.\n\n"
        "For your own mail server: allow port 25 in this computer's firewall (an inbound rule, "
        "TCP), forward it in the router, and ask the Internet provider or cloud, who often "
        "block it in one or both directions.\n\n"
        "An inbound rule for port 25 does not help a mail program: it only lets others in.\n\n"
        "Steps: topics windows-firewall, macos-firewall, linux-firewall and router."),
     NULL},
    {"windows-firewall", N_("Ports in Windows Defender Firewall"),
     N_("Windows lets outgoing connections through unless a rule forbids them. An outbound rule "
        "is for a mail program that can't reach its server; an inbound rule is only for a mail "
        "server on this computer.\n\n"
        "Open Control Panel, Windows Defender Firewall, Advanced settings, Outbound Rules, New "
        "Rule. Choose \"Port\" and \"TCP\", enter 465, 587, 993, 995 as specific remote ports, "
        "and choose \"Allow the connection\". Or in PowerShell as administrator:\n\n"
        "    New-NetFirewallRule -DisplayName \"Mail program\" -Direction Outbound -Action "
        "Allow -Protocol TCP -RemotePort 465,587,993,995\n\n"
        "Rules that forbid win. This lists them:\n\n"
        "    Get-NetFirewallRule -Direction Outbound -Action Block -Enabled True\n\n"
        "For a mail server: the same under Inbound Rules, with 25 as specific local port. In "
        "PowerShell:\n\n"
        "    New-NetFirewallRule -DisplayName \"Mail server\" -Direction Inbound -Action Allow "
        "-Protocol TCP -LocalPort 25\n\n"
        "Even then, many Internet providers block port 25 at home.\n\n"
        "A virus scanner often has its own firewall. On a company's or school's computer, ask "
        "its administrator."),
     NULL},
    {"macos-firewall", N_("Ports in the macOS firewall"),
     N_("The firewall in System Settings, Network, Firewall filters incoming connections only; "
        "nothing has to be opened for a mail program.\n\n"
        "Little Snitch, LuLu, virus scanners, and profiles of companies and schools filter "
        "outgoing connections: look there for rules about Mail or ports 465, 587, 993 and 995.\n\n"
        "For a mail server, add its program under Options and allow incoming connections."),
     NULL},
    {"linux-firewall", N_("Ports in a Linux firewall"),
     N_("Most Linux systems allow outgoing connections. To check yours, look for \"drop\" or "
        "\"reject\" in the output rules:\n\n"
        "    sudo nft list ruleset\n"
        "    sudo iptables -S OUTPUT\n"
        "    sudo ufw status verbose\n"
        "    sudo firewall-cmd --list-all\n\n"
        "If they are forbidden, allow mail, for example with ufw:\n\n"
        "    sudo ufw allow out proto tcp to any port 465,587,993,995\n\n"
        "For a mail server on this computer only:\n\n"
        "    sudo ufw allow in 25/tcp"),
     NULL},
    {"router", N_("Ports in the router"),
     N_("A home router allows outgoing connections unless a filter is on: allowed mail servers, "
        "child protection, a \"mail filter\", or the Internet provider's security service.\n\n"
        "Telekom Speedport routers allow ports 25 and 587 only to listed mail servers: switch "
        "the list off, or add your server. FRITZ!Box routers possibly filter port 25 (Internet, "
        "Filters, Lists). Free in France possibly has a switch for port 25 in its customer "
        "pages.\n\n"
        "Port forwarding is for servers, never for a mail program.\n\n"
        "If mail works over a phone's mobile connection, the cause is the router, the Internet "
        "provider, or your present network."),
     NULL},
    {"check-by-hand", N_("How do I check a port by hand?"),
     N_("In PowerShell on Windows, \"TcpTestSucceeded : True\" means that the port can be "
        "reached:\n\n"
        "    Test-NetConnection -ComputerName smtp.example.org -Port 587\n\n"
        "For telnet on Windows, open Control Panel, Programs, \"Turn Windows features on or "
        "off\", and tick \"Telnet Client\". Then, in the command prompt:\n\n"
        "    telnet smtp.example.org 25\n\n"
        "\"220\" and a line of text: the port is open. Refused or unreachable: look at the "
        "firewall, the Internet provider and the server's settings. A long wait, then a "
        "failure: something drops the connection silently. An empty screen proves only that "
        "something accepted the connection. It's normal on 465, 993 and 995, where the server "
        "waits for TLS; on 25, 587, 143 and 110 suspect a virus scanner, a proxy or a slow "
        "server.\n\n"
        "With OpenSSL, TLS from the first byte and STARTTLS (smtp, imap or pop3):\n\n"
        "    openssl s_client -connect imap.example.org:993 -servername imap.example.org -crlf\n"
        "    openssl s_client -starttls smtp -connect smtp.example.org:587 -crlf\n\n"
        "\"Verify return code: 0 (ok)\" is the good answer. With GnuTLS:\n\n"
        "    gnutls-cli --port 993 imap.example.org\n"
        "    gnutls-cli --starttls-proto=smtp --port 587 smtp.example.org\n\n"
        "Leave with QUIT (IMAP: a LOGOUT). Don't type your password.\n\n"
        "Port 25 fails on most home lines: test the port that your mail program uses."),
     NULL},
    {"tls-or-ssl", N_("TLS or SSL?"),
     N_("TLS is the successor of SSL, withdrawn in 2015 (RFC 7568). Mail programs that say "
        "\"SSL\" use TLS.\n\n"
        "In mail programs, \"SSL/TLS\" means encrypted from the first byte: ports 465, 993 and "
        "995. \"STARTTLS\", in some programs \"TLS\", means a start in clear text and then a "
        "change to TLS: ports 587, 143 and 110.\n\n"
        "So port 587 is TLS, not SSL. Port 465 is TLS too; \"implicit SSL\" is implicit TLS.\n\n"
        "TLS 1.2 and 1.3 are good; SSL, TLS 1.0 and 1.1 must not be used any more (RFC 8996)."),
     NULL},
    {"starttls", N_("What is STARTTLS?"),
     N_("The connection begins in clear text, the mail program says \"STARTTLS\", the server "
        "agrees, and from then on everything is encrypted (RFC 3207 for sending, RFC 9051 for "
        "IMAP; POP3 calls it STLS, RFC 2595).\n\n"
        "It is as strong as TLS from the first byte if the program insists: when something "
        "removes the offer, it rightly stops. Set to \"if available\", it sends the password "
        "readable to everyone on the way.\n\n"
        "Mail servers use it on port 25 without insisting. This is called opportunistic (RFC "
        "7435): better than nothing."),
     NULL},
    {"tcp-or-udp", N_("TCP or UDP?"),
     N_("Mail uses TCP on all its ports. TCP delivers every byte in order and repeats what got "
        "lost; mail needs that.\n\n"
        "There is no mail service over UDP. Lists show 25/UDP only because numbers used to be "
        "registered for both. A firewall rule for mail needs TCP only."),
     NULL},
    {"imap-or-pop3", N_("IMAP or POP3?"),
     N_("IMAP leaves mail on the server. All your devices show the same. It's right for almost "
        "everyone: port 993 with TLS.\n\n"
        "POP3 fetches mail to one device and, unless set otherwise, deletes it on the server. "
        "It suits one computer with little room on the server: port 995 with TLS.\n\n"
        "Both only read. Sending is always SMTP, on port 465 or 587, so one may work without "
        "the other."),
     NULL},
    {"clear-text", N_("Why not without encryption?"),
     N_("Without encryption everyone on the way can read your password and mail: in the same "
        "Wi-Fi, at the Internet provider, and beyond. RFC 8314 calls it obsolete.\n\n"
        "If a mail program asks whether to go on without encryption, say no. The cause, a wrong "
        "port, a wrong setting or an intercepted connection, would remain."),
     NULL},
    {"no-answer-or-refused", N_("No answer, refused or reset?"),
     N_("\"Refused\": a clear no came at once. No program listens on that port, or a firewall "
        "answers for it.\n\n"
        "\"No answer\": nothing came back in time. A firewall drops packets, or the server is "
        "off. If its other ports answer, it's usually a firewall.\n\n"
        "\"Unreachable\": a router on the way, or this computer, knows no way to the server.\n\n"
        "\"Reset\" and \"closed\": the connection was made and then cut. If it's always at the "
        "same moment, such as after STARTTLS, something on the way probably does it."),
     NULL},
    {"server-name", N_("The server's name is not found"),
     N_("Name servers (DNS) translate names to IP addresses. A name that isn't found is usually "
        "misspelt: compare it with the provider's help page. The part after the @ is often not "
        "the server's name.\n\n"
        "If no name is found, the name server isn't answering: restart the router or check the "
        "Internet connection. Child protection filters and some virus scanners also hide names.\n\n"
        "After a move to another provider, new names can be unknown for some hours."),
     NULL},
    {"certificates", N_("The certificate is not trusted"),
     N_("A certificate shows that the server is the one you wanted: its name fits (RFC 7817), "
        "today lies between its two dates, an issuer known to this computer signed it, and its "
        "chain is complete.\n\n"
        "Wrong name: enter the name in the certificate, if it belongs to your provider.\n\n"
        "Expired, or not yet valid: check this computer's date. If it's right, the provider "
        "must renew the certificate.\n\n"
        "Unknown issuer, or self-signed: a virus scanner, a company's firewall or an attacker "
        "shows its own; or the server is private, and its owner knows the fingerprint.\n\n"
        "Don't click the warning away on an unknown network: an attacker could read your "
        "password."),
     NULL},
    {"clock", N_("This computer's date and time"),
     N_("If this computer's clock is wrong by months or years, the certificates of all servers "
        "seem expired, or not yet valid.\n\n"
        "Correct the date, time and time zone, preferably automatically. Windows: Settings, "
        "Time and language, Date and time. macOS: System Settings, General, Date and Time. "
        "Linux:\n\n"
        "    timedatectl set-ntp true\n\n"
        "A computer that forgets the time needs a new battery on its main board."),
     NULL},
    {"interceptors", N_("Intercepted connections"),
     N_("A virus scanner on this computer, a company's or school's firewall, a guest network "
        "or, rarely, an attacker can intercept the connection and look at what passes.\n\n"
        "The signs: a certificate issuer or greeting that isn't the provider's, STARTTLS "
        "missing, or a server that seems nearer than it can be.\n\n"
        "Switch the virus scanner's mail shield off for a test, then try a phone's mobile "
        "connection and compare.\n\n"
        "Until you know what it is, don't accept the certificate or enter your password: its "
        "operator can read it. More: topics virus-scanners, proxies and captive-portals."),
     NULL},
    {"virus-scanners", N_("Virus scanners and mail"),
     N_("Many virus scanners intercept mail connections with a certificate of their own, which "
        "the mail program may not trust. Connections sometimes become slow or fail.\n\n"
        "The signs: an issuer such as \"avast! Web/Mail Shield\", \"Kaspersky Anti-Virus "
        "Personal Root\" or \"ESET SSL Filter CA\", the scanner's name in the greeting, or a "
        "connection made in a thousandth of a second to a distant server.\n\n"
        "For a test, switch off the mail shield, or its scan of encrypted connections, not the "
        "whole scanner, which still checks mail that has arrived. If mail works then, leave it "
        "off or update the scanner."),
     NULL},
    {"proxies", N_("Company and school networks"),
     N_("Companies and schools often allow only some ports, or look into encrypted connections; "
        "they may not want outside mail at all. The sign is a certificate issued by them or by "
        "a maker of firewalls such as Fortinet, Zscaler or Sophos.\n\n"
        "On the company's computer it can be in order: ask the administrator. On your own "
        "device, don't accept it; use web mail or a phone's mobile connection.\n\n"
        "Some firewalls overwrite a greeting with stars and remove STARTTLS. On Cisco devices, "
        "the administrator can switch that off (\"inspect esmtp\")."),
     NULL},
    {"captive-portals", N_("Hotel and guest Wi-Fi"),
     N_("Until you accept a guest network's terms in a web browser, mail programs often get no "
        "answer, a wrong certificate, or a web page.\n\n"
        "Open the browser and sign in. If no page appears, try an address with http:// instead "
        "of https://.\n\n"
        "Some still block port 25, or 465 and 587 too (topic why-blocked)."),
     NULL},
    {"vpn", N_("VPNs and mail"),
     N_("Many commercial VPNs block port 25; some also block 465 and 587, or allow only big "
        "providers' servers.\n\n"
        "Switch the VPN off and try again. If mail works then, ask its support to allow your "
        "mail server, or leave mail out of the VPN (split tunnelling)."),
     NULL},
    {"clouds", N_("Mail from a cloud server"),
     N_("Nearly all clouds block outgoing port 25 on virtual machines, silently, to all "
        "destinations and outside the machine's own firewall. DigitalOcean, Linode and Scaleway "
        "also block 465 and 587; Hetzner blocks 25 and 465. Some lift it on request for "
        "customers in good standing.\n\n"
        "Send through a provider or sending service on port 587 or 465, or on 2525 where those "
        "are blocked."),
     NULL},
    {"networks", N_("Who blocks mail ports"),
     N_("porthorn knows these clouds, Internet providers and routers that block mail ports. "
        "Nothing here was tested on your line: a check counts more, and rules change.\n\n"
        "To list fewer, name a country (porthorn explain DE) or a network (porthorn explain "
        "hetzner).\n\n"
        "Blocking port 25 on home lines is good practice; RFC 5068 asks Internet providers to "
        "leave 587 open."),
     NULL, TOPIC_TABLE_NETWORKS},
    {"systems", N_("Where a block is seen and lifted"),
     N_("By system, scanner, router, VPN, cloud and Internet provider, each step with its source. For one of them: porthorn "
	"explain windows, macos, linux, avast, FRITZ!Box. With --system, a finding's steps are for another system than "
	"this computer's."),
     NULL, TOPIC_TABLE_REMEDIES},
    {"contacts", N_("What porthorn contacts"),
     N_("Your name server, also for the names of the routers on the way, and the mail servers that you or your "
        "provider's entry name: at most six connections to one server at a time. Routers on the way to a port that "
        "fails. No password is ever sent.\n\n"
        "For a domain, if a port of its own server fails, and in an audit: two of the domain's own name servers.\n\n"
        "For comparison with a port that fails, or that connects and says nothing: up to three well-known providers' "
        "servers (of Gmail, Fastmail, Yahoo and others; it reads the greeting and says goodbye) and one address that "
        "belongs to no computer.\n\n"
        "For an address whose domain it doesn't know: the domain's DNS records, autoconfig and Autodiscover servers, "
        "those of its mail exchangers, and Thunderbird's collection of settings, which learns only the domain. The "
        "whole address goes only to autoconfig and Autodiscover servers, over HTTPS, and not with --no-address.\n\n"
        "An audit, or a check of a domain's port 25, also fetches its MTA-STS policy.\n\n"
        "--only-target leaves out all but your name server, your servers and those of their domain, --no-discovery what finds out about a "
        "domain. Practice networks and saved cases contact nothing."),
     NULL},
    {"dates", N_("Provider rules that change with time"),
     N_("porthorn compares these days with the day of the test, and a saved case with its own day. Each has its source. "
	"Announced days may still move."),
     NULL, TOPIC_TABLE_CHANGES},
    {"block-lists", N_("Refused because of the IP address"),
     N_("Mail servers ask block lists whether an IP address is known for spam. Almost every "
        "home connection is on one (the Spamhaus PBL), because it should send no mail directly. "
        "That's normal and not your fault.\n\n"
        "Only port 25 is concerned: send through your provider on 465 or 587 with a login. A "
        "few providers ask lists there too; then try another IP address, and tell the provider.\n\n"
        "If your own server is listed, the refusal names the list, whose web page says why and "
        "how to be removed. You don't have to pay.\n\n"
        "porthorn knows these lists:"),
     NULL, TOPIC_TABLE_BLOCKLISTS},
    {"app-passwords", N_("App passwords"),
     N_("Mail programs can't answer the second question of two-factor sign-in. Many providers "
        "therefore refuse the account's own password and want a separate one: an app password, "
        "app-specific password, authorization code or secure mail key.\n\n"
        "Make it on the provider's web page, under security or sign-in, and enter it for "
        "reading and sending. It is shown only once.\n\n"
        "If a correctly typed password is refused, you probably need an app password."),
     NULL},
    {"oauth2", N_("Signing in with OAuth2"),
     N_("With OAuth2 the mail program opens the provider's sign-in page and gets a token, not "
        "the password. Two-factor sign-in works.\n\n"
        "Microsoft accepts nothing else for reading, and Google prefers it. Choose \"OAuth2\" "
        "in the mail program, or remove the account and add it again. Old versions of Outlook "
        "don't have it."),
     NULL},
    {"user-name", N_("User name and password"),
     N_("Most providers want the whole e-mail address as user name; some only the part before "
        "the @. Some have a separate password for mail.\n\n"
        "For sending, switch on the login (\"My outgoing server requires authentication\") with "
        "the same user name and password.\n\n"
        "After several wrong attempts many servers stay silent for a while. Stop the program "
        "and wait."),
     NULL},
    {"access-switch", N_("Mail programs must be allowed first"),
     N_("Many providers admit mail programs only after a switch in their web settings: \"IMAP "
        "access\", \"POP3 and IMAP\", \"mail programs\", \"third-party access\". It is often "
        "off on new accounts.\n\n"
        "Until then the right password is refused, or the server says that IMAP is not enabled."),
     NULL},
    {"ipv6", N_("IPv4 and IPv6"),
     N_("If one kind of IP address (IPv4 or IPv6) doesn't work in your network, programs that "
        "try it first wait up to twenty seconds for each address, and seem slow or give up. "
        "Browsers try both kinds at once, so the web looks fine.\n\n"
        "If IPv6 fails, restart the router or tell the Internet provider. Switching it off on "
        "this computer is a test, not a lasting solution."),
     NULL},
    {"slow-greeting", N_("The server answers late"),
     N_("Some servers greet late on purpose, because spam programs don't wait: Postfix's "
        "postscreen after six seconds (two when busy), tarpits after half a minute. Such a "
        "server is healthy; RFC 5321 asks programs to wait five minutes. Other delays come from "
        "servers that look up each client's name and get no answer.\n\n"
        "Unless set otherwise, Thunderbird waits 100 seconds, classic Outlook 60, FairEmail 20. "
        "Thunderbird's search for settings gives up after ten: enter them by hand. To wait "
        "longer in classic Outlook: File, Account Settings, the account, Change, More Settings, "
        "Advanced, Server Timeouts; in Thunderbird: mailnews.tcptimeout in the config editor."),
     NULL},
    {"try-later", N_("\"Try again later\""),
     N_("Answers that begin with 4, such as 421, are temporary: the server is busy, limits "
        "connections, or wants the same mail again later (greylisting). Your settings are "
        "right. Wait, and close other programs and phones on the same mailbox.\n\n"
        "Limits often count all connections from one IP address: Courier allows four unless set "
        "otherwise, Thunderbird keeps up to five a mailbox. Lower that under Account Settings, "
        "Server Settings, Advanced, \"Maximum number of server connections to cache\". porthorn "
        "checks many ports at once, and tries a port refused for that once more, alone.\n\n"
        "Where failed logins are counted, every attempt makes the wait longer: stop all "
        "programs first, and find the one with an old password."),
     NULL},
    {"outlook-errors", N_("Outlook's error numbers"),
     N_("Outlook's error numbers mean:\n\n"
        "    0x800CCC0D  server name not found\n"
        "    0x800CCC0E  no connection: port or firewall\n"
        "    0x80042108  no connection to the incoming server\n"
        "    0x80042109  no connection to the outgoing server\n"
        "    0x800CCC0F  connection interrupted\n"
        "    0x800CCC19  no answer in time (also 0x8004210A, B)\n"
        "    0x800CCC1A  encryption failed (also 0x800CCC18)\n"
        "    0x800CCC92  login refused\n"
        "    0x800CCC78  sender refused\n"
        "    0x800CCC79  relaying refused\n\n"
        "\"Interrupted\" is often a virus scanner or firewall. \"Encryption failed\" is mostly "
        "the wrong kind for the port (topic tls-or-ssl). The last two mostly mean that the "
        "login for sending is off."),
     NULL},
    {"new-outlook", N_("The new Outlook, also on phones"),
     N_("The new Outlook for Windows and Outlook for phones let Microsoft's computers connect "
        "to the server. A port blocked here doesn't matter to them, but they can't use a server "
        "inside your house or company, nor a self-signed certificate.\n\n"
        "For them, porthorn shows whether the server works, not whether Microsoft reaches it."),
     NULL},
};
/* clang-format on */

#define TOPIC_COUNT (sizeof topics / sizeof *topics)

const struct topic *topic_find(const char *id)
{
	for (size_t i = 0; i < TOPIC_COUNT; i++)
		if (str_ieq(topics[i].id, id))
			return &topics[i];
	return NULL;
}

const struct topic *topic_all(size_t *ret_n)
{
	*ret_n = TOPIC_COUNT;
	return topics;
}

/* Whether the number is one of the blank-separated ones. */
static bool lists_port(const char *ports, int port)
{
	while (ports && *ports) {
		char *end;

		if (strtol(ports, &end, 10) == port)
			return true;
		ports = end + strspn(end, " ");
	}
	return false;
}

const struct topic *topic_for_port(int port)
{
	for (size_t i = 0; i < TOPIC_COUNT; i++)
		if (lists_port(topics[i].ports, port))
			return &topics[i];
	return NULL;
}
