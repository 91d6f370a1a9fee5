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
     N_("For sending choose port 465 with TLS (many programs call it SSL/TLS), or port 587 with "
        "STARTTLS. For reading choose IMAP on port 993 with TLS, or POP3 on port 995 with TLS.\n\n"
        "It depends on two things: what your provider offers, and that the connection is "
        "encrypted. If both 465 and 587 work, either is good; RFC 8314 prefers 465, where "
        "everything is encrypted from the first byte. Always sign in with your user name and "
        "password, or with OAuth2.\n\n"
        "Port 25 is not for mail programs. It is the port on which mail servers pass mail to "
        "each other, and most networks at home block it.\n\n"
        "Your provider's help pages have the last word on server names and ports; porthorn "
        "shows what really works from here."),
     NULL},
    {"port-25", N_("Port 25: mail from server to server"),
     N_("Port 25 is the port of SMTP, the protocol that carries mail over the Internet. IANA, "
        "which registers port numbers, assigned it in the days of RFC 821 (1982); RFC 5321 "
        "describes it today. Mail servers use it to relay mail to each other: when someone at "
        "Gmail writes to someone at Yahoo, Gmail's server connects to port 25 of Yahoo's.\n\n"
        "A mail program does not need port 25. To hand in your own mail use port 465 or 587 "
        "with a sign-in. Very old set-ups, and devices such as scanners, still have 25 entered; "
        "change it there too.\n\n"
        "Is port 25 encrypted? It can be: a server may offer STARTTLS (RFC 3207) and the other "
        "one may take it up. Between servers this is done only if both can, and mail goes "
        "unencrypted otherwise, so port 25 promises nothing. For your own password and mail, "
        "465 or 587 with TLS required is the safe choice.\n\n"
        "Many networks block outgoing connections to port 25 against spam. For a mail program "
        "that is no loss."),
     "25"},
    {"port-587", N_("Port 587: sending with STARTTLS"),
     N_("Port 587 is the message submission port (RFC 6409): made for mail programs such as "
        "Outlook or Thunderbird, to hand new mail to the provider's server. The server wants a "
        "sign-in, which keeps spam out, and Internet providers hardly ever block it.\n\n"
        "Yes, you can and should use 587 instead of 25 in a mail program.\n\n"
        "The connection begins in clear text and then changes to TLS with the command STARTTLS "
        "(RFC 3207). In the mail program choose \"STARTTLS\", not \"SSL/TLS\". A few providers "
        "differ: Spectrum in the USA speaks TLS from the first byte on 587.\n\n"
        "Make sure that the program requires the encryption. A setting such as \"TLS, if "
        "available\" sends your password in the clear when somebody in between removes the "
        "offer."),
     "587"},
    {"port-465", N_("Port 465: sending with TLS"),
     N_("Port 465 is for handing in mail with TLS from the first byte. Its name in the register "
        "of ports is \"submissions\"; RFC 8314 (2018) registered it and prefers it to port 587, "
        "because there is no step that somebody in between could take away.\n\n"
        "In the mail program choose \"SSL/TLS\", not \"STARTTLS\". Both words mean the same "
        "TLS; older programs say SSL and use TLS nevertheless.\n\n"
        "The server wants a sign-in. Nothing on this port is sent before the encryption stands, "
        "so a tool that only connects sees an empty screen. That is normal."),
     "465"},
    {"port-2525", N_("Port 2525 and its relatives"),
     N_("Port 2525 is no standard. Sending services offer it, with STARTTLS and a sign-in, for "
        "networks and clouds that block 25, 465 and 587. Use it only if your own provider names "
        "it; a provider that does not name it does not answer there.\n\n"
        "The same holds for 26, 586, 588, 2465, 2587, 3535 and 8025. On 2465 and 586 TLS "
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
        "POP3 takes mail away from the server unless the program is told to leave it there. If "
        "you read mail on more than one device, use IMAP on port 993."),
     "995 1995"},
    {"port-143", N_("Port 143: IMAP"),
     N_("Port 143 is for IMAP (RFC 9051), the protocol with which mail programs read mail that "
        "stays on the server. It keeps computer, telephone and web page alike: what you read, "
        "move or delete on one changes on all.\n\n"
        "The connection begins in clear text. It becomes safe only if server and program change "
        "to TLS with STARTTLS; a good server does not let you sign in before that.\n\n"
        "Better is port 993, where IMAP speaks TLS from the first byte."),
     "143 1143 10143"},
    {"port-993", N_("Port 993: IMAP with TLS"),
     N_("Port 993 is IMAP with TLS from the first byte, often written IMAPS. It is the best "
        "choice for reading mail, and RFC 8314 prefers it to port 143. In the mail program "
        "choose \"IMAP\" and \"SSL/TLS\".\n\n"
        "The server says nothing before the encryption stands, so a tool that only connects "
        "sees an empty screen. That is normal."),
     "993 1993 10993"},
    {"port-443", N_("Port 443: the web, for comparison"),
     N_("Port 443 is for HTTPS: web pages and programs that use the web, encrypted. Nearly "
        "every network lets it through.\n\n"
        "Mail programs do not use it. SMTP over TLS has its own port, 465; a page that calls "
        "443 a mail port is mistaken. Web mail in the browser does use 443, and so do Outlook "
        "and telephones that reach an Exchange or Microsoft 365 mailbox without IMAP.\n\n"
        "porthorn tries 443 for comparison: if it works while the mail ports do not, the "
        "Internet is there and somebody filters mail. A mail server that has no web page may "
        "refuse it; that is no fault."),
     "443"},
    {"port-4190", N_("Port 4190: filter rules on the server"),
     N_("Port 4190 is for ManageSieve (RFC 5804). Mail programs use it to keep rules on the "
        "server that sort incoming mail. Reading and sending work without it, and many "
        "providers do not offer it."),
     "4190"},
    {"relay-or-submission", N_("Relay or submission: what is the difference?"),
     N_("Submission is you handing your mail to your own provider. The provider knows you, so "
        "it wants a sign-in, on port 465 or 587.\n\n"
        "Relay is one mail server passing mail on to another, on port 25. The receiving server "
        "does not know the sender; it takes mail only for its own customers, and looks at the "
        "address that the connection comes from.\n\n"
        "This is why port 25 answers \"relay access denied\" when a mail program tries to send "
        "to somebody elsewhere through it, and why port 587 answers \"authentication required\" "
        "to a program that did not sign in. In both cases: choose 465 or 587 and switch the "
        "sign-in on.\n\n"
        "A server that relays for everybody is called an open relay. Spammers find it within "
        "hours, and other servers then refuse its mail."),
     NULL},
    {"why-25-blocked", N_("Why is port 25 blocked?"),
     N_("Port 25 needs no password, because servers use it among themselves. A computer that "
        "has caught malicious software can therefore send spam to the whole world over it, and "
        "so can a badly set up server that relays for everybody (an open relay).\n\n"
        "This is why most Internet providers block outgoing connections to port 25 on lines at "
        "home and in mobile networks, and nearly all clouds on their virtual machines. M3AAWG, "
        "an association of mail operators, recommends it. It is not a fault, and not an "
        "accusation.\n\n"
        "What to do: use port 465 or 587 with a sign-in. They are made for you, and RFC 5068 "
        "asks networks not to block 587.\n\n"
        "If you run a mail server of your own, ask the Internet provider to open port 25 (some "
        "have a switch in the customer pages, many only for business lines or fixed addresses), "
        "or send through your provider's server, a so-called smart host, on port 465 or 587."),
     NULL},
    {"why-blocked", N_("Why are mail ports blocked here?"),
     N_("Networks block mail ports for different reasons. At home it is mostly port 25 alone, "
        "against spam, and that is no loss. Guest networks, companies, schools, VPNs and some "
        "clouds block more: 465 and 587 as well, to keep visitors from sending spam, and at "
        "times 993 and 995, because mail to outside providers is not wanted.\n\n"
        "It can also be this computer: a firewall or virus scanner with rules of its own.\n\n"
        "What helps: try the other port for the same thing (465 and 587, 993 and 143 with "
        "STARTTLS). Try once through a telephone's mobile connection; if mail works there, the "
        "block is in the network that you were in. Ask whoever runs that network, and meanwhile "
        "use web mail, the telephone, or a VPN.\n\n"
        "RFC 5068 asks networks not to block port 587."),
     NULL},
    {"no-internet", N_("Nothing answers at all"),
     N_("If no port of any server answers, mail is not the trouble: the connection to the "
        "Internet is.\n\n"
        "Look whether a web page opens that you have not opened before. Look at the cable or "
        "the Wi-Fi, and switch the router off for half a minute and on again. Switch a VPN off "
        "for a test. In a guest network open the browser; it may want you to sign in first.\n\n"
        "If only this computer is without Internet, look at its firewall and its network "
        "settings; if all devices are, ask the Internet provider."),
     NULL},
    {"enable-25", N_("How do I open port 25?"),
     N_("First decide what it is for, because the answer differs.\n\n"
        "For a mail program: not at all. Enter port 465 or 587 instead. Nothing has to be "
        "opened for it on this computer; Windows, macOS and most Linux systems let outgoing "
        "connections through.\n\n"
        "For a mail server that you run: it must be reached from outside on port 25. Let port "
        "25 in through this computer's firewall (an inbound rule, TCP), forward it in the "
        "router, and ask the Internet provider, who often blocks it in one or both directions. "
        "On a virtual machine in a cloud ask the cloud's support.\n\n"
        "The topics windows-firewall, macos-firewall, linux-firewall and router have the steps.\n\n"
        "An inbound rule for port 25 does not help a mail program: it opens your computer to "
        "others and leaves your own way out as it was."),
     NULL},
    {"windows-firewall", N_("Ports in Windows Defender Firewall"),
     N_("Windows lets outgoing connections through unless a rule forbids them, so a mail "
        "program normally needs nothing here. Which rule is for which: an outbound rule is for "
        "a mail program that wants to reach a server; an inbound rule is only for a mail server "
        "that runs on this computer.\n\n"
        "If outgoing connections are forbidden on this computer, this allows them for a mail "
        "program: open Control Panel, Windows Defender Firewall, Advanced settings, Outbound "
        "Rules, New Rule. Choose \"Port\", then \"TCP\", enter 465, 587, 993, 995 as specific "
        "remote ports, choose \"Allow the connection\" and give it a name. Or in PowerShell as "
        "administrator:\n\n"
        "    New-NetFirewallRule -DisplayName \"Mail program\" -Direction Outbound -Action "
        "Allow -Protocol TCP -RemotePort 465,587,993,995\n\n"
        "A rule that forbids wins over one that allows. This lists the forbidding ones:\n\n"
        "    Get-NetFirewallRule -Direction Outbound -Action Block -Enabled True\n\n"
        "Only to run a mail server: the same way under Inbound Rules, \"Port\", \"TCP\", 25 as "
        "specific local port, \"Allow the connection\". In PowerShell:\n\n"
        "    New-NetFirewallRule -DisplayName \"Mail server\" -Direction Inbound -Action Allow "
        "-Protocol TCP -LocalPort 25\n\n"
        "Even then many Internet providers block port 25 at home.\n\n"
        "A virus scanner often brings a firewall of its own; look there as well. On a computer "
        "of a company or school ask its administrator."),
     NULL},
    {"macos-firewall", N_("Ports in the macOS firewall"),
     N_("The firewall in System Settings, Network, Firewall looks only at incoming connections. "
        "It cannot keep a mail program from sending or reading, and nothing has to be opened "
        "for one.\n\n"
        "Outgoing connections are filtered only by additional programs such as Little Snitch or "
        "LuLu, by virus scanners, or by a profile of a company or school. Look for a rule about "
        "Mail or about the ports 465, 587, 993 and 995 there.\n\n"
        "To run a mail server, add the server program under Options in the firewall's settings "
        "and allow incoming connections."),
     NULL},
    {"linux-firewall", N_("Ports in a Linux firewall"),
     N_("Most Linux systems let outgoing connections through. These commands show whether yours "
        "does; look for \"drop\" or \"reject\" in the output rules:\n\n"
        "    sudo nft list ruleset\n"
        "    sudo iptables -S OUTPUT\n"
        "    sudo ufw status verbose\n"
        "    sudo firewall-cmd --list-all\n\n"
        "For a mail program an outgoing rule is needed only where outgoing connections are "
        "forbidden. With ufw:\n\n"
        "    sudo ufw allow out proto tcp to any port 465,587,993,995\n\n"
        "An incoming rule is only for a mail server on this computer:\n\n"
        "    sudo ufw allow in 25/tcp"),
     NULL},
    {"router", N_("Ports in the router"),
     N_("A router at home lets outgoing connections through, unless a filter is switched on: a "
        "list of allowed mail servers, a child protection profile, a \"mail filter\", or a "
        "security service of the Internet provider.\n\n"
        "Known ones: Telekom Speedport routers have a list of allowed mail servers and let "
        "ports 25 and 587 through only to these; switch the list off, or add your server's "
        "name. FRITZ!Box routers possibly have a filter for mail on port 25 under Internet, "
        "Filters, Lists. Customers of Free in France possibly find a switch for port 25 in the "
        "customer pages.\n\n"
        "Port forwarding is for the other direction: it is needed only to run a server, never "
        "for a mail program.\n\n"
        "To find out whether it is the router, try once through a telephone's mobile "
        "connection. If mail works there, it is the router, the Internet provider, or the "
        "network that you are in."),
     NULL},
    {"check-by-hand", N_("How do I check a port by hand?"),
     N_("On Windows, in PowerShell, nothing has to be installed. \"TcpTestSucceeded : True\" "
        "means that the port can be reached:\n\n"
        "    Test-NetConnection -ComputerName smtp.example.org -Port 587\n\n"
        "With telnet, on Windows: open Control Panel, Programs, \"Turn Windows features on or "
        "off\", tick \"Telnet Client\" and confirm. Then, in the command prompt:\n\n"
        "    telnet smtp.example.org 25\n\n"
        "What the answer means. \"220\" and a line of text: a mail server answers, and the port "
        "is open. A message that the connection was refused or that the host could not be "
        "reached: look at the firewall, the Internet provider and the server's settings. Long "
        "waiting and then a failure: something drops the connection without a word. An empty "
        "screen: something took the connection, and that is all it proves. On 465, 993 and 995 "
        "it is normal, because the server waits for TLS; on 25, 587, 143 and 110 a server "
        "should greet you, so the emptiness may come from a virus scanner, a proxy or a slow "
        "server.\n\n"
        "With OpenSSL, on Linux and macOS, a port that speaks TLS from the first byte:\n\n"
        "    openssl s_client -connect imap.example.org:993 -servername imap.example.org -crlf\n\n"
        "and one that changes to TLS with STARTTLS (smtp, imap or pop3):\n\n"
        "    openssl s_client -starttls smtp -connect smtp.example.org:587 -crlf\n\n"
        "\"Verify return code: 0 (ok)\" is what you want to see. The same with GnuTLS:\n\n"
        "    gnutls-cli --port 993 imap.example.org\n"
        "    gnutls-cli --starttls-proto=smtp --port 587 smtp.example.org\n\n"
        "Type QUIT (for IMAP: a LOGOUT) to leave. Do not type your password in these tools.\n\n"
        "A test to port 25 fails on most lines at home, although everything is well: test the "
        "port that your mail program uses."),
     NULL},
    {"tls-or-ssl", N_("TLS or SSL?"),
     N_("They are one thing under two names. SSL was the first version; its last one was "
        "withdrawn in 2015 (RFC 7568) and must not be used any more. TLS is its successor. "
        "Where a mail program says \"SSL\" or \"SSL/TLS\", it uses TLS.\n\n"
        "In mail programs the two words mark something else. \"SSL/TLS\" means encrypted from "
        "the first byte, which belongs to the ports 465, 993 and 995. \"STARTTLS\", in some "
        "programs just \"TLS\", means that the connection begins in clear text and then changes "
        "to TLS, which belongs to 587, 143 and 110.\n\n"
        "So port 587 is TLS, not SSL: it changes to TLS with STARTTLS. Port 465 is TLS too, "
        "from the first byte; what some call \"implicit SSL\" is the same as implicit TLS.\n\n"
        "TLS 1.2 and 1.3 are good. TLS 1.0 and 1.1 must not be used any more (RFC 8996)."),
     NULL},
    {"starttls", N_("What is STARTTLS?"),
     N_("STARTTLS is a command: the connection begins in clear text, the mail program says "
        "\"STARTTLS\", the server agrees, and from then on everything is encrypted (RFC 3207 "
        "for sending, RFC 9051 for IMAP; POP3 calls it STLS, RFC 2595).\n\n"
        "It is as strong as TLS from the first byte, if the mail program insists on it. "
        "Somebody in between can take the offer away. A program that insists then stops with an "
        "error, and that is right; a program set to \"if available\" goes on and sends the "
        "password readable to everybody on the way.\n\n"
        "Between mail servers on port 25 the same command is used without insisting, which is "
        "called opportunistic (RFC 7435): better than nothing, but no promise."),
     NULL},
    {"tcp-or-udp", N_("TCP or UDP?"),
     N_("Mail uses TCP on all its ports: 25, 465, 587, 143, 993, 110 and 995. TCP brings every "
        "byte in order and repeats what got lost; mail could not do without that.\n\n"
        "There is no mail service over UDP. Some lists show 25/UDP, because the register of "
        "ports used to hold each number for both; no mail server uses it. A firewall rule for "
        "mail therefore needs TCP only."),
     NULL},
    {"imap-or-pop3", N_("IMAP or POP3?"),
     N_("IMAP leaves mail on the server. All your devices show the same folders, and what you "
        "read or delete on one is read or deleted on all. It is the right choice for almost "
        "everybody: port 993 with TLS.\n\n"
        "POP3 fetches mail to one device and, unless told otherwise, deletes it on the server. "
        "It suits one computer with little room on the server: port 995 with TLS.\n\n"
        "Both only read mail. Sending is always SMTP, on port 465 or 587, so a program can read "
        "well and yet be unable to send."),
     NULL},
    {"clear-text", N_("Why not without encryption?"),
     N_("Without encryption everybody on the way can read your password and your mail: in the "
        "same Wi-Fi, at the Internet provider, and beyond. RFC 8314 calls mail access in clear "
        "text obsolete.\n\n"
        "If a mail program asks whether to go on without encryption, say no. When encryption "
        "fails, the cause is a wrong port, a wrong setting or somebody in between; leaving it "
        "out removes the warning, not the cause."),
     NULL},
    {"no-answer-or-refused", N_("No answer, refused, reset: what is the difference?"),
     N_("\"Refused\" means that somebody said no at once: the computer is there, and no program "
        "listens on that port, or a firewall answers in its place.\n\n"
        "\"No answer\" means that nothing came back within the time. A firewall that drops "
        "packets looks like this, and so does a server that is switched off. If other ports of "
        "the same server answer, it is a firewall.\n\n"
        "\"Unreachable\" means that a router on the way, or this computer itself, knows no way "
        "to the server.\n\n"
        "\"Reset\" and \"closed\" mean that the connection stood and was then torn down. If it "
        "happens at the same moment each time, such as just after STARTTLS, somebody in between "
        "does it.\n\n"
        "Which of them it was decides who can mend it; porthorn never mixes them up."),
     NULL},
    {"server-name", N_("The server's name is not found"),
     N_("Names like imap.example.org are translated to addresses by name servers (DNS). If a "
        "name is not found, it is mostly misspelt: compare it letter by letter with the "
        "provider's help page. The part after the @ of your address is often not the server's "
        "name.\n\n"
        "If no name is found at all, the name server does not answer: restart the router, or "
        "look whether the Internet works at all. Filters of child protection and some virus "
        "scanners also make names vanish.\n\n"
        "If the mailbox has just been moved to another provider, its new names can take some "
        "hours to be known everywhere."),
     NULL},
    {"certificates", N_("The certificate is not trusted"),
     N_("A certificate shows that the server is the one you wanted. The mail program checks "
        "four things: that the name fits, that today lies between its two dates, that an issuer "
        "known to this computer signed it, and that the chain up to this issuer is whole.\n\n"
        "Wrong name: mostly the wrong server name was entered. Enter the name that the "
        "certificate has, if it belongs to your provider.\n\n"
        "Expired, or not yet valid: look at this computer's date first. If it is right, the "
        "provider must renew the certificate.\n\n"
        "Unknown issuer, or self-signed: a virus scanner, a company's firewall or somebody in "
        "between shows a certificate of its own; or the server is a private one, whose owner "
        "can tell you the right fingerprint.\n\n"
        "Do not click the warning away on a network that you do not know: whoever is in between "
        "reads your password then. Certificate names are checked as RFC 7817 describes."),
     NULL},
    {"clock", N_("The date and time of this computer"),
     N_("Certificates are valid from one date to another. If this computer's clock is wrong by "
        "months or years, all certificates seem expired, or not yet valid, on all servers at "
        "once.\n\n"
        "Set date, time and time zone right, best automatically. On Windows: Settings, Time and "
        "language, Date and time. On macOS: System Settings, General, Date and Time. On Linux:\n\n"
        "    timedatectl set-ntp true\n\n"
        "A computer that forgets the time when it is switched off needs a new battery on its "
        "main board."),
     NULL},
    {"interceptors", N_("Somebody in between"),
     N_("Some programs and devices put themselves between the mail program and the server and "
        "look at what passes: a virus scanner on this computer, a firewall of a company or "
        "school, a guest network's sign-in page, in rare cases an attacker.\n\n"
        "The signs: a certificate from an issuer that the provider does not use, a greeting "
        "that is not the provider's, STARTTLS that is missing although the provider offers it, "
        "or a server that seems to be nearer than it can be.\n\n"
        "First find out whether it is on this computer: switch the virus scanner's mail shield "
        "off for a test. Then whether it is the network: try once through a telephone's mobile "
        "connection, and compare.\n\n"
        "As long as you do not know who it is, do not accept the certificate and do not enter "
        "your password: whoever is in between can read it. The topics virus-scanners, proxies "
        "and captive-portals say more."),
     NULL},
    {"virus-scanners", N_("Virus scanners and mail"),
     N_("Many virus scanners put themselves between the mail program and the server to look at "
        "mail. They show a certificate of their own, which the mail program may not trust, and "
        "at times they make connections slow or fail.\n\n"
        "You recognise them by the certificate's issuer, such as \"avast! Web/Mail Shield\", "
        "\"Kaspersky Anti-Virus Personal Root\" or \"ESET SSL Filter CA\", by their names in "
        "the greeting, or by a connection that stands in a thousandth of a second although the "
        "server is far away.\n\n"
        "Mail that has arrived is looked at by the file scanner anyway. So switching off the "
        "scanner's mail shield, or its scan of encrypted connections, is a fair test: if mail "
        "works then, leave it off or update the scanner. Do not switch off the whole scanner."),
     NULL},
    {"proxies", N_("Company and school networks"),
     N_("Companies and schools often let only some ports out, or look into encrypted "
        "connections with a device of their own. Mail to an outside provider may not be wanted "
        "there at all.\n\n"
        "You recognise it by a certificate whose issuer is the company, the school, or a maker "
        "of firewalls such as Fortinet, Zscaler or Sophos.\n\n"
        "On a computer of the company such a certificate can be in order; the administrator "
        "knows. On a device of your own, do not accept it: use web mail, or a telephone's "
        "mobile connection.\n\n"
        "Some firewalls overwrite the greeting of a mail server with stars and remove STARTTLS; "
        "the setting is \"inspect esmtp\" on devices by Cisco, and only their administrator can "
        "change it."),
     NULL},
    {"captive-portals", N_("Hotel and guest Wi-Fi"),
     N_("Guest networks often let nothing through before you have agreed to their terms in a "
        "web browser. Until then mail programs get no answer, a wrong certificate, or a web "
        "page in place of a mail server.\n\n"
        "Open the browser, go to any page, and sign in. If no page comes up by itself, try an "
        "address that begins with http:// instead of https://.\n\n"
        "Some guest networks keep port 25, or 465 and 587 too, blocked even then. Web mail, a "
        "telephone's mobile connection or a VPN gets around it."),
     NULL},
    {"vpn", N_("VPNs and mail"),
     N_("A VPN sends everything through another network. Many commercial ones block port 25, "
        "some also 465 and 587, or allow only the servers of big providers.\n\n"
        "Switch the VPN off and try again. If mail works then, ask the VPN's support to allow "
        "your mail server, or leave mail out of the VPN (often called split tunnelling).\n\n"
        "The other way round, a VPN can get mail out of a network that blocks it."),
     NULL},
    {"clouds", N_("Mail from a cloud server"),
     N_("Nearly all clouds block outgoing port 25 on their virtual machines, without an answer "
        "and for all destinations. Some, such as DigitalOcean, Linode or Scaleway, block 465 "
        "and 587 as well; Hetzner blocks 25 and 465 on cloud servers.\n\n"
        "The firewall on the machine looks clean, because the block is outside. Some clouds "
        "lift it on request for customers in good standing, others never.\n\n"
        "Send through a provider or a sending service on port 587 or 465, or on 2525 where "
        "those are blocked."),
     NULL},
    {"networks", N_("Who blocks mail ports, and how it is lifted"),
     N_("This is what porthorn knows of clouds, access providers and routers that block mail "
        "ports. Nothing here was tested on your line: what a check shows of it wins, and rules "
        "change.\n\n"
        "porthorn explain with a country's two letters, such as porthorn explain DE, tells only "
        "those of that country; with a name, such as porthorn explain hetzner, only that one.\n\n"
        "To block port 25 on lines at home is good practice and no fault; send on 465 or 587 with "
        "a sign-in. RFC 5068 asks access providers to leave 587 open."),
     NULL, TOPIC_TABLE_NETWORKS},
    {"block-lists", N_("Refused because of the address"),
     N_("Mail servers ask block lists whether the address that a connection comes from is known "
        "for spam. Addresses of lines at home stand on such lists as a matter of course (the "
        "Spamhaus PBL), because no mail should come from them directly. That is not an "
        "accusation.\n\n"
        "It concerns only port 25. Send through your provider on 465 or 587 with a sign-in, and "
        "the list does not matter. A few providers ask such lists on those ports too; then "
        "another address helps, and only the provider can mend it.\n\n"
        "If the address of your own server is listed, the refusal names the list, and the "
        "list's web page says why and how to be removed. Nobody has to be paid for that.\n\n"
        "These lists are known to porthorn:"),
     NULL, TOPIC_TABLE_BLOCKLISTS},
    {"app-passwords", N_("App passwords"),
     N_("With sign-in in two steps, a mail program cannot answer the second question. Many "
        "providers therefore refuse the account's own password in mail programs, and let you "
        "make a separate one: an app password, app-specific password, authorization code or "
        "secure mail key.\n\n"
        "Make it on the provider's web page, under security or sign-in. Enter it in the mail "
        "program in place of the password, for reading and for sending. It is shown only once; "
        "if in doubt, make a new one.\n\n"
        "A refused password although it is typed right is the usual sign that an app password "
        "is wanted."),
     NULL},
    {"oauth2", N_("Signing in with OAuth2"),
     N_("With OAuth2 the mail program opens the provider's own sign-in page and gets a token in "
        "place of a password. It never learns the password, and a second step works.\n\n"
        "Microsoft takes nothing else for reading mail, and Google prefers it. In the mail "
        "program choose \"OAuth2\" as the method, or remove the account and add it again, so "
        "that the program asks anew. Programs that do not have it, such as old versions of "
        "Outlook, cannot be used with these providers."),
     NULL},
    {"user-name", N_("User name and password"),
     N_("Most providers want the whole e-mail address as user name; some want only the part "
        "before the @. Some have a password for mail that is not the one for the web page.\n\n"
        "For sending, switch on the sign-in (\"My outgoing server requires authentication\") "
        "with the same user name and password as for reading. Without it the server answers "
        "\"relay access denied\" or \"authentication required\".\n\n"
        "After several wrong attempts many servers stay silent for a while. Wait, and do not "
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
     N_("Servers can have two kinds of address. If one of the two ways is broken in your "
        "network, programs that try the broken one first wait for it, up to about twenty "
        "seconds for each address, and then seem slow or give up. The web can look well at the "
        "same time, because browsers try both ways at once.\n\n"
        "If only IPv6 fails, restart the router; if that does not help, tell the Internet "
        "provider. Switching IPv6 off on this computer is a test, and no lasting cure."),
     NULL},
    {"slow-greeting", N_("The server answers late"),
     N_("Some servers wait on purpose before they greet, several seconds up to half a minute, "
        "because spam programs do not have that patience. RFC 5321 tells programs to wait five "
        "minutes for the greeting.\n\n"
        "Postfix calls it postscreen and waits six seconds, two when it is busy; others, called "
        "tarpits, wait half a minute. Such a server is healthy. Delays that nobody meant come "
        "from servers that look up the name of each client and get no answer.\n\n"
        "Thunderbird waits 100 seconds, classic Outlook one minute, FairEmail 20 seconds unless "
        "told otherwise. Thunderbird's search for settings gives up after ten seconds: enter them "
        "by hand then. To make the limit longer in classic Outlook: File, Account Settings, the "
        "account, Change, More Settings, Advanced, Server Timeouts; in Thunderbird the value "
        "mailnews.tcptimeout in the config editor."),
     NULL},
    {"try-later", N_("\"Try again later\""),
     N_("Answers that begin with 4, such as 421 or 451, are for now only: the server is busy, "
        "limits the number of connections, or wants to see the same mail again a little later "
        "(greylisting). The settings are right. Wait, and close other programs and telephones "
        "that read the same mailbox.\n\n"
        "Servers that count connections count all from one address: Courier allows four unless "
        "told otherwise, and Thunderbird keeps up to five for each mailbox. Let it open fewer "
        "under Account Settings, Server Settings, Advanced, \"Maximum number of server connections "
        "to cache\". porthorn itself checks many ports at once; who is turned away for that is "
        "tried once more, alone.\n\n"
        "Where failed sign-ins are counted, every further attempt makes the wait longer: stop all "
        "programs first, and look for one with an old password."),
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
        "    0x800CCC92  sign-in refused\n"
        "    0x800CCC78  sender refused\n"
        "    0x800CCC79  relaying refused\n\n"
        "\"Connection interrupted\" is often a virus scanner or a firewall. \"Encryption "
        "failed\" is mostly the wrong kind of encryption for the port: SSL/TLS belongs to 465, "
        "993 and 995, STARTTLS to 587, 143 and 110. The last two mostly mean that the sign-in "
        "for sending is switched off."),
     NULL},
    {"new-outlook", N_("The new Outlook, and Outlook on telephones"),
     N_("The new Outlook for Windows and Outlook for telephones do not connect to an IMAP "
        "server themselves. Microsoft's computers do, and hand the mail on. A port blocked here "
        "therefore does not matter to them; a server that can be reached only inside your house "
        "or company cannot be used, and a self-signed certificate cannot be accepted.\n\n"
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
