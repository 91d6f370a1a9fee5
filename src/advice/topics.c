/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "advice/topics.h"

#include "base/i18n.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* In the order in which `porthorn explain` lists them. */
/* clang-format off */
static const struct topic topics[] = {
    {"which-port", N_("Which port do I enter?"),
     N_("For sending choose port 465 with TLS (many programs call it SSL/TLS), or port 587 "
        "with STARTTLS. For reading choose IMAP on port 993 with TLS, or POP3 on port 995 with "
        "TLS.\n\n"
        "It depends on what your provider offers, and the connection must be encrypted. If "
        "both 465 and 587 work, either is good; RFC 8314 prefers 465, where everything is "
        "encrypted from the first byte. Always log in, with your user name and password or "
        "with OAuth2.\n\n"
        "Port 25 is not for mail programs. Mail servers use it among themselves, and most home "
        "networks block it.\n\n"
        "Your provider's help pages have the last word on server names and ports; porthorn "
        "shows what really works from here."),
     NULL},
    {"port-25", N_("Port 25: mail from server to server"),
     N_("Port 25 is the port of SMTP, the protocol that carries mail over the Internet. IANA, "
        "which registers port numbers, assigned it in the days of RFC 821 (1982); RFC 5321 "
        "describes it today. Mail servers use it to relay mail to each other: if you write "
        "from Gmail to Yahoo, Gmail's server connects to port 25 of Yahoo's.\n\n"
        "A mail program does not need port 25. To send your own mail use port 465 or 587 with "
        "a login. Very old set-ups, and devices such as scanners, still have 25 entered; "
        "change it there too.\n\n"
        "Is port 25 encrypted? It can be: a server may offer STARTTLS (RFC 3207) and the other "
        "one may accept. Between servers this is done only if both can, and mail goes "
        "unencrypted otherwise, so port 25 promises nothing. For your own password and mail, "
        "465 or 587 with TLS required is the safe choice.\n\n"
        "Many networks block outgoing connections to port 25 against spam. A mail program "
        "loses nothing by that."),
     "25"},
    {"port-587", N_("Port 587: sending with STARTTLS"),
     N_("Port 587 is the message submission port (RFC 6409): mail programs such as Outlook or "
        "Thunderbird use it to send new mail to the provider's server. The server wants a "
        "login, which keeps spam out, and Internet providers hardly ever block it.\n\n"
        "Yes, you can and should use 587 instead of 25 in a mail program.\n\n"
        "The connection begins in clear text and then changes to TLS with the command STARTTLS "
        "(RFC 3207). In the mail program choose \"STARTTLS\", not \"SSL/TLS\". A few providers "
        "differ: Spectrum in the USA speaks TLS from the first byte on 587.\n\n"
        "Make sure that the program requires the encryption. With a setting such as \"TLS, if "
        "available\", your password goes in the clear when something on the way removes the "
        "offer."),
     "587"},
    {"port-465", N_("Port 465: sending with TLS"),
     N_("Port 465 is for sending mail with TLS from the first byte. Its name in the register "
        "of ports is \"submissions\"; RFC 8314 (2018) registered it and prefers it to port "
        "587, because there is no step that an attacker could remove.\n\n"
        "In the mail program choose \"SSL/TLS\", not \"STARTTLS\". Both words mean the same "
        "TLS; older programs say SSL and still use TLS.\n\n"
        "The server wants a login. It says nothing before the connection is encrypted, so a "
        "tool that only connects sees an empty screen. That's normal."),
     "465"},
    {"port-2525", N_("Port 2525 and its relatives"),
     N_("Port 2525 is no standard. Sending services offer it, with STARTTLS and a login, for "
        "networks and clouds that block 25, 465 and 587. Use it only if your own provider "
        "names it.\n\n"
        "The same goes for 26, 586, 588, 2465, 2587, 3535 and 8025. On 2465 and 586 TLS "
        "usually begins with the first byte, on the others with STARTTLS.\n\n"
        "Ports 1025 and 1143 on this computer itself (127.0.0.1) belong to Proton Mail Bridge."),
     "2525 26 80 586 588 1025 2465 2587 3535 8025"},
    {"port-110", N_("Port 110: POP3"),
     N_("Port 110 is for POP3 (RFC 1939), the classic protocol that fetches mail from the "
        "server to one computer. The connection begins in clear text. It becomes safe only if "
        "the server and the program change to TLS with the command STLS (RFC 2595); mail "
        "programs call that STARTTLS.\n\n"
        "Better is port 995, where POP3 speaks TLS from the first byte.\n\n"
        "Today IMAP is the more usual choice, because it leaves the mail on the server and all "
        "your devices see the same."),
     "110 1110"},
    {"port-995", N_("Port 995: POP3 with TLS"),
     N_("Port 995 is POP3 with TLS from the first byte, often written POP3S. In the mail "
        "program choose \"POP3\" and \"SSL/TLS\". RFC 8314 prefers it to port 110.\n\n"
        "POP3 removes mail from the server unless you set the program to leave it there. If "
        "you read mail on more than one device, use IMAP on port 993."),
     "995 1995"},
    {"port-143", N_("Port 143: IMAP"),
     N_("Port 143 is for IMAP (RFC 9051), the protocol with which mail programs read mail that "
        "stays on the server. It keeps computer, phone and web page alike: what you read, move "
        "or delete on one changes on all.\n\n"
        "The connection begins in clear text. It becomes safe only if the server and the "
        "program change to TLS with STARTTLS; a good server doesn't let you log in before that.\n\n"
        "Better is port 993, where IMAP speaks TLS from the first byte."),
     "143 1143 10143"},
    {"port-993", N_("Port 993: IMAP with TLS"),
     N_("Port 993 is IMAP with TLS from the first byte, often written IMAPS. It is the best "
        "choice for reading mail, and RFC 8314 prefers it to port 143. In the mail program "
        "choose \"IMAP\" and \"SSL/TLS\".\n\n"
        "The server says nothing before the connection is encrypted, so a tool that only "
        "connects sees an empty screen. That's normal."),
     "993 1993 10993"},
    {"port-443", N_("Port 443: the web, for comparison"),
     N_("Port 443 is for HTTPS: web pages and programs that use the web, encrypted. Nearly "
        "every network lets it through.\n\n"
        "Mail programs don't use it. SMTP over TLS has its own port, 465; a page that calls "
        "443 a mail port is mistaken. Web mail in the browser does use 443, and so do Outlook "
        "and phones that reach an Exchange or Microsoft 365 mailbox without IMAP.\n\n"
        "porthorn tries 443 for comparison: if it works while the mail ports don't, the "
        "Internet connection is fine and something filters mail. A mail server without a web "
        "page may refuse it; that's no fault."),
     "443"},
    {"port-4190", N_("Port 4190: filter rules on the server"),
     N_("Port 4190 is for ManageSieve (RFC 5804). Mail programs use it to keep rules on the "
        "server that sort incoming mail. Reading and sending work without it, and many "
        "providers don't offer it."),
     "4190"},
    {"relay-or-submission", N_("Relay or submission: what is the difference?"),
     N_("Submission means that you send your mail to your own provider. The provider knows "
        "you, so it wants a login, on port 465 or 587.\n\n"
        "Relay means that one mail server passes mail on to another, on port 25. The receiving "
        "server doesn't know the sender. It accepts mail only for its own customers, and looks "
        "at the IP address that the connection comes from.\n\n"
        "This is why port 25 answers \"relay access denied\" when a mail program tries to send "
        "to other providers through it, and why port 587 answers \"authentication required\" "
        "to a program that didn't log in. In both cases, choose 465 or 587 and switch the "
        "login on.\n\n"
        "A server that relays for everyone is called an open relay. Spammers find it within "
        "hours, and other servers then refuse its mail."),
     NULL},
    {"why-25-blocked", N_("Why is port 25 blocked?"),
     N_("Port 25 needs no password, because servers use it among themselves. A computer with "
        "malicious software can therefore send spam to the whole world over it, and so can a "
        "badly configured server that relays for everyone (an open relay).\n\n"
        "This is why most Internet providers block outgoing connections to port 25 on lines at "
        "home and in mobile networks, and nearly all clouds on their virtual machines. M3AAWG, "
        "an association of mail operators, recommends it. It is normal and not your fault.\n\n"
        "What to do: use port 465 or 587 with a login. They are made for you, and RFC 5068 "
        "asks networks not to block 587.\n\n"
        "If you run a mail server of your own, ask the Internet provider to open port 25. Some "
        "have a switch in the customer pages, many open it only for business lines or fixed "
        "addresses. Or send through your provider's server, a smart host, on port 465 or 587."),
     NULL},
    {"why-blocked", N_("Why are mail ports blocked here?"),
     N_("Networks block mail ports for different reasons. At home it is mostly port 25 alone, "
        "against spam, and you lose nothing by that. Guest networks, companies, schools, VPNs "
        "and some clouds block more: 465 and 587 as well, to keep visitors from sending spam, "
        "and at times 993 and 995, because mail to outside providers isn't wanted.\n\n"
        "It can also be this computer: a firewall or virus scanner with rules of its own.\n\n"
        "What helps: try the other port for the same purpose (465 and 587, 993 and 143 with "
        "STARTTLS). Try a phone's mobile connection once; if mail works there, the first "
        "network blocks it. Ask that network's owner, and meanwhile use web mail, the phone, "
        "or a VPN.\n\n"
        "RFC 5068 asks networks not to block port 587."),
     NULL},
    {"no-internet", N_("Nothing answers at all"),
     N_("If no port of any server answers, mail isn't the cause: the Internet connection is.\n\n"
        "Open a web page that you haven't opened before. Check the cable or the Wi-Fi, and "
        "switch the router off for half a minute and on again. Switch a VPN off for a test. In "
        "a guest network open the browser; it may want you to sign in first.\n\n"
        "If only this computer is without Internet, check its firewall and its network "
        "settings; if all devices are, ask the Internet provider."),
     NULL},
    {"enable-25", N_("How do I open port 25?"),
     N_("First decide what it is for, because the answer differs.\n\n"
        "For a mail program: not at all. Enter port 465 or 587 instead. Nothing has to be "
        "opened for it on this computer; Windows, macOS and most Linux systems let outgoing "
        "connections through.\n\n"
        "For a mail server that you run: others must reach it on port 25. Let port 25 in "
        "through this computer's firewall (an inbound rule, TCP), forward it in the router, "
        "and ask the Internet provider, who often blocks it in one or both directions. On a "
        "virtual machine in a cloud, ask the cloud's support.\n\n"
        "The topics windows-firewall, macos-firewall, linux-firewall and router have the steps.\n\n"
        "An inbound rule for port 25 does not help a mail program: it opens your computer to "
        "others and doesn't change your own way out."),
     NULL},
    {"windows-firewall", N_("Ports in Windows Defender Firewall"),
     N_("Windows lets outgoing connections through unless a rule forbids them, so a mail "
        "program normally needs nothing here. An outbound rule is for a mail program that "
        "wants to reach a server; an inbound rule is only for a mail server that runs on this "
        "computer.\n\n"
        "If outgoing connections are forbidden on this computer, this allows them for a mail "
        "program: open Control Panel, Windows Defender Firewall, Advanced settings, Outbound "
        "Rules, New Rule. Choose \"Port\", then \"TCP\", enter 465, 587, 993, 995 as specific "
        "remote ports, choose \"Allow the connection\" and give it a name. Or in PowerShell as "
        "administrator:\n\n"
        "    New-NetFirewallRule -DisplayName \"Mail program\" -Direction Outbound -Action "
        "Allow -Protocol TCP -RemotePort 465,587,993,995\n\n"
        "A rule that forbids wins over one that allows. This lists the forbidding ones:\n\n"
        "    Get-NetFirewallRule -Direction Outbound -Action Block -Enabled True\n\n"
        "Only to run a mail server: the same under Inbound Rules, \"Port\", \"TCP\", 25 as "
        "specific local port, \"Allow the connection\". In PowerShell:\n\n"
        "    New-NetFirewallRule -DisplayName \"Mail server\" -Direction Inbound -Action Allow "
        "-Protocol TCP -LocalPort 25\n\n"
        "Even then, many Internet providers block port 25 at home.\n\n"
        "A virus scanner often has a firewall of its own; look there as well. On a computer of "
        "a company or school, ask its administrator."),
     NULL},
    {"macos-firewall", N_("Ports in the macOS firewall"),
     N_("The firewall in System Settings, Network, Firewall looks only at incoming "
        "connections. It can't keep a mail program from sending or reading, and nothing has to "
        "be opened for one.\n\n"
        "Outgoing connections are filtered only by additional programs such as Little Snitch "
        "or LuLu, by virus scanners, or by a profile of a company or school. Look there for a "
        "rule about Mail or about the ports 465, 587, 993 and 995.\n\n"
        "To run a mail server, add the server program under Options in the firewall's settings "
        "and allow incoming connections."),
     NULL},
    {"linux-firewall", N_("Ports in a Linux firewall"),
     N_("Most Linux systems let outgoing connections through. These commands show whether "
        "yours does; look for \"drop\" or \"reject\" in the output rules:\n\n"
        "    sudo nft list ruleset\n"
        "    sudo iptables -S OUTPUT\n"
        "    sudo ufw status verbose\n"
        "    sudo firewall-cmd --list-all\n\n"
        "A mail program needs an outgoing rule only where outgoing connections are forbidden. "
        "With ufw:\n\n"
        "    sudo ufw allow out proto tcp to any port 465,587,993,995\n\n"
        "An incoming rule is only for a mail server on this computer:\n\n"
        "    sudo ufw allow in 25/tcp"),
     NULL},
    {"router", N_("Ports in the router"),
     N_("A home router lets outgoing connections through, unless a filter is switched on: a "
        "list of allowed mail servers, a child protection profile, a \"mail filter\", or a "
        "security service of the Internet provider.\n\n"
        "Known ones: Telekom Speedport routers have a list of allowed mail servers and let "
        "ports 25 and 587 through only to these; switch the list off, or add your server's "
        "name. FRITZ!Box routers possibly have a filter for mail on port 25 under Internet, "
        "Filters, Lists. Customers of Free in France possibly find a switch for port 25 in the "
        "customer pages.\n\n"
        "Port forwarding is for the other direction: you need it only to run a server, never "
        "for a mail program.\n\n"
        "To find out whether the router is the cause, try a phone's mobile connection once. If "
        "mail works there, it is the router, the Internet provider, or the network that you "
        "are in."),
     NULL},
    {"check-by-hand", N_("How do I check a port by hand?"),
     N_("On Windows, in PowerShell, nothing has to be installed. \"TcpTestSucceeded : True\" "
        "means that the port can be reached:\n\n"
        "    Test-NetConnection -ComputerName smtp.example.org -Port 587\n\n"
        "With telnet, on Windows: open Control Panel, Programs, \"Turn Windows features on or "
        "off\", tick \"Telnet Client\" and confirm. Then, in the command prompt:\n\n"
        "    telnet smtp.example.org 25\n\n"
        "What the answer means. \"220\" and a line of text: a mail server answers, and the "
        "port is open. A message that the connection was refused or that the host couldn't be "
        "reached: look at the firewall, the Internet provider and the server's settings. Long "
        "waiting and then a failure: something drops the connection silently. An empty screen: "
        "something accepted the connection, and that is all it proves. On 465, 993 and 995 "
        "it's normal, because the server waits for TLS. On 25, 587, 143 and 110 a server "
        "should greet you, so a virus scanner, a proxy or a slow server may be the cause.\n\n"
        "With OpenSSL, on Linux and macOS, a port that speaks TLS from the first byte:\n\n"
        "    openssl s_client -connect imap.example.org:993 -servername imap.example.org -crlf\n\n"
        "and one that changes to TLS with STARTTLS (smtp, imap or pop3):\n\n"
        "    openssl s_client -starttls smtp -connect smtp.example.org:587 -crlf\n\n"
        "\"Verify return code: 0 (ok)\" is what you want to see. The same with GnuTLS:\n\n"
        "    gnutls-cli --port 993 imap.example.org\n"
        "    gnutls-cli --starttls-proto=smtp --port 587 smtp.example.org\n\n"
        "Type QUIT (for IMAP: a LOGOUT) to leave. Don't type your password in these tools.\n\n"
        "A test of port 25 fails on most home lines, although everything is fine: test the "
        "port that your mail program uses."),
     NULL},
    {"tls-or-ssl", N_("TLS or SSL?"),
     N_("They are two names for the same. SSL was the first version; its last one was "
        "withdrawn in 2015 (RFC 7568) and must not be used any more. TLS is its successor. "
        "Where a mail program says \"SSL\" or \"SSL/TLS\", it uses TLS.\n\n"
        "In mail programs the two words mark something else. \"SSL/TLS\" means encrypted from "
        "the first byte, which belongs to the ports 465, 993 and 995. \"STARTTLS\", in some "
        "programs just \"TLS\", means that the connection begins in clear text and then "
        "changes to TLS, which belongs to 587, 143 and 110.\n\n"
        "So port 587 is TLS, not SSL: it changes to TLS with STARTTLS. Port 465 is TLS too, "
        "from the first byte; what some call \"implicit SSL\" is the same as implicit TLS.\n\n"
        "TLS 1.2 and 1.3 are good. TLS 1.0 and 1.1 must not be used any more (RFC 8996)."),
     NULL},
    {"starttls", N_("What is STARTTLS?"),
     N_("STARTTLS is a command: the connection begins in clear text, the mail program says "
        "\"STARTTLS\", the server agrees, and from then on everything is encrypted (RFC 3207 "
        "for sending, RFC 9051 for IMAP; POP3 calls it STLS, RFC 2595).\n\n"
        "It is as strong as TLS from the first byte, if the mail program insists on it. "
        "Something on the way can remove the offer. A program that insists then rightly stops "
        "with an error; a program set to \"if available\" goes on and sends the password "
        "readable to everyone on the way.\n\n"
        "Between mail servers on port 25 the same command is used without insisting, which is "
        "called opportunistic (RFC 7435): better than nothing, but no promise."),
     NULL},
    {"tcp-or-udp", N_("TCP or UDP?"),
     N_("Mail uses TCP on all its ports: 25, 465, 587, 143, 993, 110 and 995. TCP delivers "
        "every byte in order and repeats what got lost; mail couldn't do without that.\n\n"
        "There is no mail service over UDP. Some lists show 25/UDP, because the register of "
        "ports used to hold each number for both; no mail server uses it. A firewall rule for "
        "mail therefore needs TCP only."),
     NULL},
    {"imap-or-pop3", N_("IMAP or POP3?"),
     N_("IMAP leaves mail on the server. All your devices show the same folders, and what you "
        "read or delete on one is read or deleted on all. It is the right choice for almost "
        "everyone: port 993 with TLS.\n\n"
        "POP3 fetches mail to one device and, unless set otherwise, deletes it on the server. "
        "It suits one computer with little room on the server: port 995 with TLS.\n\n"
        "Both only read mail. Sending is always SMTP, on port 465 or 587, so reading may work "
        "while sending doesn't."),
     NULL},
    {"clear-text", N_("Why not without encryption?"),
     N_("Without encryption everyone on the way can read your password and your mail: in the "
        "same Wi-Fi, at the Internet provider, and beyond. RFC 8314 calls mail access in clear "
        "text obsolete.\n\n"
        "If a mail program asks whether to go on without encryption, say no. When encryption "
        "fails, the cause is a wrong port, a wrong setting or something that intercepts the "
        "connection; without encryption the warning is gone, but not the cause."),
     NULL},
    {"no-answer-or-refused", N_("No answer, refused, reset: what is the difference?"),
     N_("\"Refused\" means that a clear no came at once: the computer is there, and no program "
        "listens on that port, or a firewall answers in its place.\n\n"
        "\"No answer\" means that nothing came back in time. A firewall that drops packets "
        "looks like this, and so does a server that is switched off. If other ports of the "
        "same server answer, it is usually a firewall.\n\n"
        "\"Unreachable\" means that a router on the way, or this computer itself, knows no way "
        "to the server.\n\n"
        "\"Reset\" and \"closed\" mean that the connection was made and then cut. If it "
        "happens at the same moment each time, such as just after STARTTLS, something on the "
        "way probably does it.\n\n"
        "The difference decides who can repair it; porthorn never mixes them up."),
     NULL},
    {"server-name", N_("The server's name is not found"),
     N_("Name servers (DNS) translate names like imap.example.org to addresses. A name that "
        "isn't found is mostly misspelt: compare it letter by letter with the provider's help "
        "page. The part after the @ of your e-mail address is often not the server's name.\n\n"
        "If no name is found at all, the name server isn't answering: restart the router, or "
        "check whether the Internet works at all. Child protection filters and some virus "
        "scanners also hide names.\n\n"
        "If the mailbox has just been moved to another provider, it can be some hours before "
        "its new names are known everywhere."),
     NULL},
    {"certificates", N_("The certificate is not trusted"),
     N_("A certificate shows that the server is the one you wanted. The mail program checks "
        "four things: that the name fits, that today lies between its two dates, that an "
        "issuer known to this computer signed it, and that the chain up to this issuer is "
        "complete.\n\n"
        "Wrong name: mostly the wrong server name was entered. Enter the name that the "
        "certificate has, if it belongs to your provider.\n\n"
        "Expired, or not yet valid: check this computer's date first. If it is right, the "
        "provider must renew the certificate.\n\n"
        "Unknown issuer, or self-signed: a virus scanner, a company's firewall or an attacker "
        "shows a certificate of its own; or the server is a private one, whose owner can tell "
        "you the right fingerprint.\n\n"
        "Don't click the warning away on a network that you don't know: an attacker there "
        "could read your password. Certificate names are checked as RFC 7817 describes."),
     NULL},
    {"clock", N_("The date and time of this computer"),
     N_("Certificates are valid from one date to another. If this computer's clock is wrong by "
        "months or years, all certificates seem expired, or not yet valid, on all servers at "
        "once.\n\n"
        "Correct the date, time and time zone, preferably automatically. On Windows: Settings, "
        "Time and language, Date and time. On macOS: System Settings, General, Date and Time. "
        "On Linux:\n\n"
        "    timedatectl set-ntp true\n\n"
        "A computer that forgets the time when it is switched off needs a new battery on its "
        "main board."),
     NULL},
    {"interceptors", N_("Intercepted connections"),
     N_("Some programs and devices intercept the connection between the mail program and the "
        "server and look at what passes: a virus scanner on this computer, a firewall of a "
        "company or school, a guest network's sign-in page, in rare cases an attacker.\n\n"
        "The signs: a certificate from an issuer that the provider doesn't use, a greeting "
        "that isn't the provider's, STARTTLS that is missing although the provider offers it, "
        "or a server that seems to be nearer than it can be.\n\n"
        "First find out whether it is on this computer: switch the virus scanner's mail shield "
        "off for a test. Then find out whether it is the network: try a phone's mobile "
        "connection once, and compare.\n\n"
        "Until you know what it is, don't accept the certificate and don't enter your "
        "password: its operator can read it. The topics virus-scanners, proxies and "
        "captive-portals say more."),
     NULL},
    {"virus-scanners", N_("Virus scanners and mail"),
     N_("Many virus scanners intercept the connection between the mail program and the server "
        "to look at mail. They show a certificate of their own, which the mail program may not "
        "trust, and sometimes make connections slow or fail.\n\n"
        "You recognise them by the certificate's issuer, such as \"avast! Web/Mail Shield\", "
        "\"Kaspersky Anti-Virus Personal Root\" or \"ESET SSL Filter CA\", by their names in "
        "the greeting, or by a connection that is made in a thousandth of a second although "
        "the server is far away.\n\n"
        "The file scanner looks at mail that has arrived anyway. So switching off the "
        "scanner's mail shield, or its scan of encrypted connections, is a fair test: if mail "
        "works then, leave it off or update the scanner. Don't switch off the whole scanner."),
     NULL},
    {"proxies", N_("Company and school networks"),
     N_("Companies and schools often let only some ports out, or look into encrypted "
        "connections with a device of their own. Mail to an outside provider may not be wanted "
        "there at all.\n\n"
        "You recognise it by a certificate whose issuer is the company, the school, or a maker "
        "of firewalls such as Fortinet, Zscaler or Sophos.\n\n"
        "On a computer of the company such a certificate can be in order; the administrator "
        "knows. On a device of your own, don't accept it: use web mail, or a phone's mobile "
        "connection.\n\n"
        "Some firewalls overwrite the greeting of a mail server with stars and remove "
        "STARTTLS. On devices by Cisco the setting is \"inspect esmtp\", and only their "
        "administrator can change it."),
     NULL},
    {"captive-portals", N_("Hotel and guest Wi-Fi"),
     N_("Guest networks often let nothing through before you have agreed to their terms in a "
        "web browser. Until then mail programs get no answer, a wrong certificate, or a web "
        "page instead of a mail server.\n\n"
        "Open the browser, go to any page, and sign in. If no page comes up by itself, try an "
        "address that begins with http:// instead of https://.\n\n"
        "Some guest networks keep port 25, or 465 and 587 too, blocked even then. Use web "
        "mail, a phone's mobile connection or a VPN."),
     NULL},
    {"vpn", N_("VPNs and mail"),
     N_("A VPN sends everything through another network. Many commercial ones block port 25, "
        "some also 465 and 587, or allow only the servers of big providers.\n\n"
        "Switch the VPN off and try again. If mail works then, ask the VPN's support to allow "
        "your mail server, or leave mail out of the VPN (often called split tunnelling).\n\n"
        "The other way round, a VPN can get mail out of a network that blocks it."),
     NULL},
    {"clouds", N_("Mail from a cloud server"),
     N_("Nearly all clouds block outgoing port 25 on their virtual machines, silently and for "
        "all destinations. Some, such as DigitalOcean, Linode or Scaleway, block 465 and 587 "
        "as well; Hetzner blocks 25 and 465 on cloud servers.\n\n"
        "The firewall on the machine looks clean, because the block is outside. Some clouds "
        "lift it on request for customers in good standing, others never.\n\n"
        "Send through a provider or a sending service on port 587 or 465, or on 2525 where "
        "those are blocked."),
     NULL},
    {"networks", N_("Who blocks mail ports, and how it is lifted"),
     N_("This is what porthorn knows of clouds, access providers and routers that block mail "
        "ports. Nothing here was tested on your line: what a check shows counts more, and "
        "rules change.\n\n"
        "porthorn explain with a country's two letters, such as porthorn explain DE, tells "
        "only those of that country; with a name, such as porthorn explain hetzner, only that "
        "one.\n\n"
        "Blocking port 25 on home lines is good practice, not a fault; send on 465 or 587 with "
        "a login. RFC 5068 asks access providers to leave 587 open."),
     NULL, TOPIC_TABLE_NETWORKS},
    {"block-lists", N_("Refused because of the IP address"),
     N_("Mail servers ask block lists whether the IP address that a connection comes from is "
        "known for spam. Almost every home connection is on one (the Spamhaus PBL), because no "
        "mail should come from it directly. That's normal and not your fault.\n\n"
        "It concerns only port 25. Send through your provider on 465 or 587 with a login, and "
        "the list doesn't matter. A few providers ask such lists on those ports too; then "
        "another IP address helps, and only the provider can repair it.\n\n"
        "If your own server's address is listed, the refusal names the list, and the list's "
        "web page says why and how to be removed. You don't have to pay for that.\n\n"
        "These lists are known to porthorn:"),
     NULL, TOPIC_TABLE_BLOCKLISTS},
    {"app-passwords", N_("App passwords"),
     N_("With two-factor sign-in, a mail program can't answer the second question. Many "
        "providers therefore refuse the account's own password in mail programs, and let you "
        "make a separate one: an app password, app-specific password, authorization code or "
        "secure mail key.\n\n"
        "Make it on the provider's web page, under security or sign-in. Enter it in the mail "
        "program instead of your password, for reading and for sending. It is shown only once; "
        "if in doubt, make a new one.\n\n"
        "If a password is refused although it is typed right, an app password is probably "
        "wanted."),
     NULL},
    {"oauth2", N_("Signing in with OAuth2"),
     N_("With OAuth2 the mail program opens the provider's own sign-in page and gets a token "
        "instead of a password. It never learns the password, and two-factor sign-in works.\n\n"
        "Microsoft accepts nothing else for reading mail, and Google prefers it. In the mail "
        "program choose \"OAuth2\" as the method, or remove the account and add it again, so "
        "that the program asks again. Programs that don't have it, such as old versions of "
        "Outlook, can't be used with these providers."),
     NULL},
    {"user-name", N_("User name and password"),
     N_("Most providers want the whole e-mail address as user name; some want only the part "
        "before the @. Some have a password for mail that is not the one for the web page.\n\n"
        "For sending, switch on the login (\"My outgoing server requires authentication\") "
        "with the same user name and password as for reading. Without it the server answers "
        "\"relay access denied\" or \"authentication required\".\n\n"
        "After several wrong attempts many servers stay silent for a while. Wait, and don't "
        "let the program try again and again."),
     NULL},
    {"access-switch", N_("Mail programs must be allowed first"),
     N_("Many providers let mail programs in only after a switch in the settings of their web "
        "page: \"IMAP access\", \"POP3 and IMAP\", \"mail programs\", \"third-party access\". "
        "On new accounts it is often off.\n\n"
        "With the switch off, the password is refused although it is right, or the server says "
        "that IMAP is not enabled."),
     NULL},
    {"ipv6", N_("IPv4 and IPv6"),
     N_("Servers can have two kinds of IP address. If one of the two doesn't work in your "
        "network, programs that try it first wait for it, up to about twenty seconds for each "
        "address, and then seem slow or give up. The web can look fine at the same time, "
        "because browsers try both at once.\n\n"
        "If only IPv6 fails, restart the router; if that doesn't help, tell the Internet "
        "provider. Switching IPv6 off on this computer is a test, not a lasting solution."),
     NULL},
    {"slow-greeting", N_("The server answers late"),
     N_("Some servers wait on purpose before they greet, several seconds up to half a minute, "
        "because spam programs don't have that patience. RFC 5321 says that programs should "
        "wait five minutes for the greeting.\n\n"
        "Postfix calls it postscreen and waits six seconds, two when it is busy; others, "
        "called tarpits, wait half a minute. Such a server is healthy. Delays that aren't on "
        "purpose come from servers that look up the name of each client and get no answer.\n\n"
        "Thunderbird waits 100 seconds, classic Outlook one minute, FairEmail 20 seconds "
        "unless set otherwise. Thunderbird's search for settings gives up after ten seconds: "
        "enter them by hand then. To make the limit longer in classic Outlook: File, Account "
        "Settings, the account, Change, More Settings, Advanced, Server Timeouts; in "
        "Thunderbird the value mailnews.tcptimeout in the config editor."),
     NULL},
    {"try-later", N_("\"Try again later\""),
     N_("Answers that begin with 4, such as 421 or 451, are for now only: the server is busy, "
        "limits the number of connections, or wants to see the same mail again a little later "
        "(greylisting). Your settings are right. Wait, and close other programs and phones "
        "that read the same mailbox.\n\n"
        "Servers that count connections count all from one IP address: Courier allows four "
        "unless set otherwise, and Thunderbird keeps up to five for each mailbox. Let it open "
        "fewer under Account Settings, Server Settings, Advanced, \"Maximum number of server "
        "connections to cache\". porthorn itself checks many ports at once; a port that is "
        "refused for that is tried once more, alone.\n\n"
        "Where failed logins are counted, every further attempt makes the wait longer: stop "
        "all programs first, and look for one with an old password."),
     NULL},
    {"outlook-errors", N_("Outlook's error numbers"),
     N_("These numbers say in Outlook where it went wrong:\n\n"
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
        "\"Connection interrupted\" is often a virus scanner or a firewall. \"Encryption "
        "failed\" is mostly the wrong kind of encryption for the port: SSL/TLS belongs to 465, "
        "993 and 995, STARTTLS to 587, 143 and 110. The last two mostly mean that the login "
        "for sending is switched off."),
     NULL},
    {"new-outlook", N_("The new Outlook, and Outlook on phones"),
     N_("The new Outlook for Windows and Outlook for phones don't connect to an IMAP server "
        "themselves. Microsoft's computers do, and pass the mail on. A port blocked here "
        "therefore doesn't matter to them; a server that can be reached only inside your house "
        "or company can't be used, and a self-signed certificate can't be accepted.\n\n"
        "porthorn tests from this computer. For these programs its result says whether the "
        "server works, not whether Microsoft's computers reach it."),
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
