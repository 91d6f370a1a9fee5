/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/blocklists.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "know/normalize.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

#define SPAMHAUS "https://check.spamhaus.org/"
#define NO_MORE                                                                                    \
	N_("This list no longer exists. A server that still asks it mistakes any reply for an "    \
	   "entry.")
#define TELL_ADMIN                                                                                 \
	N_("Tell the server's administrator, with the words of the refusal: only they can repair " \
	   "it.")
#define ASK_THERE                                                                                  \
	N_("Look the address up at {check}, and ask for its removal there once the cause is gone.")

/* Most telling first: mistakes, single lists, families, then what servers judge themselves. */
static const struct blocklist lists[] = {
    {"spamhaus-error",
     {"127.255.255.25", "spamhaus.org/returnc", "Error: open resolver",
      "spamhaus.org*open resolver"},
     "Spamhaus",
     N_("The server asks Spamhaus through a public name server, which Spamhaus doesn't answer, "
	"and mistakes the error message for an entry."),
     TELL_ADMIN,
     SPAMHAUS,
     true,
     false,
     true},
    {"sorbs",
     {"sorbs.net"},
     "SORBS",
     N_("This list was shut down on 5 June 2024. A server that still asks it mistakes any reply "
	"for an entry."),
     TELL_ADMIN,
     NULL,
     true,
     false,
     true},
    {"nixspam",
     {"dnsbl.manitu.net"},
     "NiX Spam",
     N_("This list was shut down in January 2025. A server that still asks it mistakes any reply "
	"for an entry."),
     TELL_ADMIN,
     NULL,
     true,
     false,
     true},
    {"njabl", {"dnsbl.njabl.org"}, "NJABL", NO_MORE, TELL_ADMIN, NULL, true, false, true},
    {"ahbl", {"dnsbl.ahbl.org"}, "AHBL", NO_MORE, TELL_ADMIN, NULL, true, false, true},
    {"ordb", {"relays.ordb.org"}, "ORDB", NO_MORE, TELL_ADMIN, NULL, true, false, true},
    {"inps", {"dnsbl.inps.de"}, "inps.de", NO_MORE, TELL_ADMIN, NULL, true, false, true},

    {"spamhaus-pbl",
     {"pbl.spamhaus.org", "spamhaus.org/pbl", "spamhaus.org*127.0.0.10", "spamhaus.org*127.0.0.11",
      "Spamhaus PBL"},
     "Spamhaus PBL",
     N_("The PBL lists home connections and mobile networks, which is normal: mail from there "
	"should go out through a provider."),
     N_("See at {check} whether it is the PBL alone; a home connection then needs no removal. "
	"Only a mail server with a fixed address can be removed there."),
     SPAMHAUS,
     false,
     true,
     true},
    {"spamhaus-dbl",
     {"dbl.spamhaus.org", "spamhaus.org/dbl"},
     "Spamhaus DBL",
     N_("The DBL lists names, not addresses: this address's name in reverse DNS, or the name that "
	"this computer gave."),
     N_("Look the name up at {check}; its owner can ask for its removal there."),
     SPAMHAUS,
     false,
     false,
     true},
    {"spamhaus-families",
     {"sbl-xbl.spamhaus.org"},
     "Spamhaus SBL, XBL",
     N_("The XBL lists addresses with infected devices, the SBL senders of spam."),
     N_("Look the address up at {check}: the page names the list, the reason, and who can remove "
	"the address."),
     SPAMHAUS,
     false,
     false,
     true},
    {"spamhaus-xbl",
     {"xbl.spamhaus.org", "spamhaus.org/xbl", "spamhaus.org*127.0.0.4"},
     "Spamhaus XBL",
     N_("The XBL lists addresses from which malicious software sends: a device behind this "
	"address is probably infected, or a neighbour's device if you share the address."),
     N_("First look for malicious software on all computers, phones and other devices here; then "
	"remove the address at {check}. It comes back while the cause is there."),
     SPAMHAUS,
     false,
     false,
     true},
    {"spamhaus-sbl",
     {"/sbl.spamhaus.org", " sbl.spamhaus.org", "spamhaus.org/sbl"},
     "Spamhaus SBL",
     N_("The SBL lists addresses that Spamhaus connects with senders of spam, often a hosting "
	"company's whole range."),
     N_("Read the reason at {check}. Only the Internet provider or hosting company that owns the "
	"address can ask for its removal."),
     SPAMHAUS,
     false,
     false,
     true},
    {"spamhaus-css",
     {"css.spamhaus.org", "spamhaus.org/css"},
     "Spamhaus CSS",
     N_("The CSS is made automatically: it lists addresses that sent unwanted mail, or mail from "
	"a badly configured server."),
     ASK_THERE,
     SPAMHAUS,
     false,
     false,
     true},
    {"spamhaus",
     {"spamhaus", "[BL2#]", "IPBL0001", "AUP\\#I*-1220", "AUP\\#I*-1230", "AUP\\#I*-1240",
      "AUP\\#I*-1250"},
     "Spamhaus",
     N_("Spamhaus keeps several lists: the PBL of home connections (normal, and not your fault), "
	"the XBL of infected devices, the SBL and CSS of senders of spam."),
     N_("Look the address up at {check}: the page names the list, the reason, and who can remove "
	"the address."),
     SPAMHAUS,
     false,
     false,
     true},
    /* Known to be part of the XBL now, but without a source. */
    {"cbl",
     {"cbl.abuseat.org"},
     "CBL",
     N_("It lists addresses with infected devices."),
     ASK_THERE,
     SPAMHAUS,
     false,
     false,
     false},

    {"spamcop",
     {"spamcop.net", "using SpamCop"},
     "SpamCop",
     N_("SpamCop lists addresses from which its users reported spam."),
     N_("Look the address up at {check}. The entry ends by itself a day after the last report, "
	"without a request."),
     "https://www.spamcop.net/bl.shtml",
     false,
     false,
     true},
    {"barracuda",
     {"barracudacentral", "Barracuda Reputation", "using Barracuda", "barracuda.com/reputation"},
     "Barracuda",
     N_("Barracuda lists addresses from which its filters and traps received spam."),
     ASK_THERE,
     "https://www.barracudacentral.org/lookups",
     false,
     false,
     true},
    {"uceprotect-1",
     {"dnsbl-1.uceprotect"},
     "UCEPROTECT level 1",
     N_("It lists single addresses from which spam reached its traps."),
     N_("Look the address up at {check}. The entry ends by itself seven days after the last spam; "
	"you don't have to pay for an earlier end."),
     "https://www.uceprotect.net/en/rblcheck.php",
     false,
     false,
     true},
    {"uceprotect-networks",
     {"dnsbl-2.uceprotect", "dnsbl-3.uceprotect"},
     "UCEPROTECT level 2 or 3",
     N_("It lists whole networks because of other addresses in them: this address itself may be "
	"innocent."),
     N_("See {check}. Only the Internet provider or hosting company can change it, by cleaning "
	"its network; you don't have to pay for an exception."),
     "https://www.uceprotect.net/en/rblcheck.php",
     false,
     false,
     true},
    {"uceprotect",
     {"uceprotect.net"},
     "UCEPROTECT",
     N_("Level 1 lists single addresses that sent spam, levels 2 and 3 whole networks "
	"around them."),
     N_("Look the address up at {check}. Entries end by themselves when no more spam comes; you "
	"don't have to pay."),
     "https://www.uceprotect.net/en/rblcheck.php",
     false,
     false,
     true},
    {"abusix-policy",
     {"dynamic.mail.abusix", "policy.mail.abusix"},
     "Abusix policy list",
     N_("It lists addresses whose name in reverse DNS is missing or looks like a home "
	"connection's. That's normal and not your fault."),
     N_("A home connection needs no removal; remove your own mail server at {check}."),
     "https://lookup.abusix.com/",
     false,
     true,
     true},
    {"abusix",
     {"abusix"},
     "Abusix",
     N_("Abusix lists senders of spam, infected devices, and home connections (normal, and not "
	"your fault)."),
     ASK_THERE,
     "https://lookup.abusix.com/",
     false,
     false,
     true},
    {"cloudmark",
     {"cloudmark", "CSI-Global", "IPBL1000"},
     "Cloudmark",
     N_("Cloudmark rates senders instead of listing them; this address has a bad rating."),
     N_("Ask for a reset at {check} once the cause is gone."),
     "https://csi.cloudmark.com/en/reset/",
     false,
     false,
     true,
     true},
    {"proofpoint",
     {"ipcheck.proofpoint.com", "proofpoint.com/dnsbl-lookup"},
     "Proofpoint",
     N_("Proofpoint rates addresses by the mail from them."),
     ASK_THERE,
     "https://ipcheck.proofpoint.com/",
     false,
     false,
     true,
     true},
    {"talos",
     {"sending MTA's poor reputation", "talosintelligence.com", "senderbase.org"},
     "Cisco Talos",
     N_("Cisco rates addresses by the mail from them; this address has a poor rating."),
     N_("Stop what sends unwanted mail from there, then look the address up at {check}: it has a form for complaints."),
     "https://talosintelligence.com/reputation_center",
     false,
     false,
     true,
     true},
    {"psbl",
     {"psbl.surriel.com", "psbl.org"},
     "PSBL",
     N_("It lists addresses from which mail reached its traps."),
     ASK_THERE,
     "https://psbl.org/listing",
     false,
     false,
     true},
    {"dronebl",
     {"dronebl.org"},
     "DroneBL",
     N_("It lists addresses with open proxies or infected devices behind them."),
     ASK_THERE,
     "https://dronebl.org/lookup",
     false,
     false,
     true},
    {"spamrats",
     {"spamrats.com"},
     "SpamRATS",
     N_("It lists addresses from which infected devices seem to send mail."),
     ASK_THERE,
     "https://spamrats.com/lookup.php",
     false,
     false,
     true},

    /* A provider's private lists. */
    {"outlook",
     {"(S3140)", "(S3150)"},
     N_("Outlook.com's own list"),
     N_("Microsoft lists the address or the network around it, often a provider's whole range."),
     N_("The owner of the mail server or its network can ask for removal at {check}."),
     "https://olcsupport.office.com/",
     false,
     false,
     true},
    {"microsoft365",
     {"banned sending IP", "sender.office.com"},
     N_("Microsoft 365's own list"),
     N_("Microsoft blocks the address because of mail from it."),
     N_("Enter the address at {check}; Microsoft removes it within a day or two."),
     "https://sender.office.com/",
     false,
     false,
     true},
    {"yahoo",
     {"[TSS09]", "[TSS11]"},
     N_("Yahoo's own judgement"),
     N_("Yahoo refuses mail from this address permanently, because of complaints or unusual "
	"amounts."),
     N_("The mail server's administrator can write to Yahoo as {check} describes."),
     "https://senders.yahooinc.com/smtp-error-codes/",
     false,
     false,
     true,
     true},
    {"spectrum",
     {"AUP\\#I*-10#"},
     N_("Spectrum's own list"),
     N_("Spectrum blocks the address for a while because of mail from it."),
     N_("Look up the meaning of the number at {check}; such blocks often end by themselves."),
     "https://www.spectrum.net/support/internet/understanding-email-error-codes",
     false,
     false,
     true},
    {"cox",
     {"CXBL"},
     N_("Cox's own list"),
     N_("Cox blocks the address because of mail from it."),
     N_("The mail server's administrator can ask for removal with the form at {check}."),
     "http://postmaster.cox.net/",
     false,
     false,
     true},
    {"cox-day",
     {"CDRBL"},
     N_("Cox's own list"),
     N_("Cox blocks the address for a while, a day at most."),
     N_("Wait a day; {check} explains the code."),
     "http://postmaster.cox.net/",
     false,
     false,
     true},
    {"t-online",
     {"None/bad reputation", "IP=*A problem occurred"},
     N_("T-Online's own judgement"),
     N_("T-Online accepts mail only from servers that it knows. An address without mail for a "
	"long time counts as unknown."),
     N_("The mail server's administrator can write to the e-mail address in the answer; {check} "
	"says what must be in order first."),
     "https://postmaster.t-online.de/",
     false,
     false,
     true,
     true},
    {"gmx",
     {"IP address is block listed", "IP address is black listed"},
     N_("the own list of GMX and WEB.DE"),
     N_("GMX, WEB.DE, mail.com and IONOS share a list of addresses that sent unwanted mail."),
     N_("Open the page named in the answer, or {check}: it says why, and has a form."),
     "https://postmaster.gmx.net/",
     false,
     false,
     true},
    {"free",
     {"too many spams from your ip", "too many errors from your ip"},
     N_("Free's own list"),
     N_("Free blocks an address for a day at most, after spam or many errors from it."),
     N_("Wait a day; {check} says more."),
     "http://postmaster.free.fr/",
     false,
     false,
     true},
    {"kpn",
     {"blacklist.kpnmail.nl"},
     N_("KPN's own list"),
     N_("KPN blocks an address for about an hour, usually after wrong passwords."),
     N_("Enter the right password, wait an hour, and try again; {check} says more."),
     "http://blacklist.kpnmail.nl/",
     false,
     false,
     true},
    {"proximus",
     {"investigation for spam abuse"},
     N_("Proximus's own list"),
     N_("Proximus blocks the address because of reported spam."),
     N_("Ask Proximus, with the words of the refusal."),
     NULL,
     false,
     false,
     true},
    {"dynamic",
     {"dynamic ip", "dialup", "dial-up", "transient ip"},
     N_("a rule against home connections"),
     N_("The server accepts no mail directly from the changing addresses of home connections. "
	"That's normal and not your fault."),
     N_("Send through your own provider's outgoing server with a login; no removal is needed."),
     NULL,
     false,
     true,
     true,
     true},
    {"reputation",
     {"reputation"},
     N_("the address's reputation"),
     N_("The server, or a service that it asks, rates addresses; this address has a bad rating."),
     N_("Ask the server's administrator whose rating it is, with the words of the refusal."),
     NULL,
     false,
     false,
     true,
     true},
};

const struct blocklist *blocklist_find(const char *text)
{
	const struct blocklist *found = NULL;
	char *line = text ? normalize_line(text) : NULL;

	for (size_t i = 0; line && i < COUNT(lists) && !found; i++)
		for (size_t k = 0; k < BLOCKLIST_FRAGMENTS_MAX && lists[i].fragments[k]; k++)
			if (normalize_has(line, lists[i].fragments[k])) {
				found = &lists[i];
				break;
			}
	free(line);
	return found;
}

const struct blocklist *blocklist_by_id(const char *id)
{
	for (size_t i = 0; i < COUNT(lists); i++)
		if (str_ieq(lists[i].id, id))
			return &lists[i];
	return NULL;
}

const struct blocklist *blocklist_all(size_t *ret_n)
{
	*ret_n = COUNT(lists);
	return lists;
}

/* ---- lists that have no row ---- */

bool blocklist_is_named(const char *text)
{
	static const char *const words[] = {"blocked using", "blacklist",  "black list",
					    "blocklist",     "block list", "dnsbl"};
	char *name = blocklist_name_in(text);
	bool found = name || blocklist_find(text);

	for (size_t i = 0; text && !found && i < COUNT(words); i++)
		found = str_icontains(text, words[i]);
	free(name);
	return found;
}

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The host name at the start of text, up to 64 bytes and with a last part of letters; or NULL. */
static char *host_name(const char *text)
{
	static const char used[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
	size_t len = strspn(text, used);

	while (len && (text[len - 1] == '.' || text[len - 1] == '-'))
		len--;
	if (!len || len > BLOCKLIST_NAME_MAX || *text == '.' || *text == '-')
		return NULL;
	char *name = mem_strndup(text, len);
	const char *dot = strrchr(name, '.');

	if (dot && !strstr(name, "..") && letter(dot[1]) && letter(dot[2]))
		return name;
	free(name);
	return NULL;
}

char *blocklist_name_in(const char *text)
{
	static const char *const before[] = {"blocked using ", "RBL at ", "listed at ",
					     "listed by "};
	char *line = text ? normalize_line(text) : NULL, *name = NULL;

	for (size_t i = 0; line && i < COUNT(before) && !name; i++) {
		const char *at = str_icontains(line, before[i]);

		name = at ? host_name(at + strlen(before[i])) : NULL;
	}
	free(line);
	return name;
}
