/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a mail domain publishes for other servers: rows of know/advice.c, which alone includes this. */

{"mx.null", N_("{domain} takes no mail at all"),
 N_("Its only MX record is \"0 .\", which says that nobody there receives mail (RFC 7505). Servers refuse mail to "
    "such addresses at once."),
 {{YOU, N_("Check the part of the address after the @.")},
  {ADMIN, N_("If mail is wanted, replace the null MX by the names of the servers that take it.")}},
 NULL},

{"mx.bogus", N_("The MX records of {domain} fail DNSSEC"),
 N_("The domain is signed, and the signatures of its MX records do not verify: {reason}. Servers that check DNSSEC "
    "cannot find out where its mail goes, and mail to it is delayed and then returned."),
 {{ADMIN, N_("Check the DS record at the parent, expired signatures and forgotten key changes of {domain}, for example "
	     "with delv or dnsviz.")}},
 NULL},

{"mx.bad", N_("The MX records of {domain} name no server"),
 N_("There are MX records, and none of them holds a usable host name. A null MX (\"0 .\") beside other records is a "
    "mistake too (RFC 7505)."),
 {{ADMIN, N_("Let each MX record name a host that has an address; neither an IP address nor an empty name will "
	     "do.")}},
 NULL},

{"mx.host-bogus", N_("The addresses of {names} fail DNSSEC"),
 N_("The zone is signed, and the signatures of the mail server's address records do not verify. Servers that check "
    "DNSSEC cannot find out where it is, and mail to {domain} that would go there is delayed and then returned."),
 {{ADMIN, N_("Check the DS record at the parent, expired signatures and forgotten key changes of the zone that holds "
	     "{names}, for example with delv or dnsviz.")}},
 NULL},

{"mx.none", N_("{domain} has no MX record"),
 N_("Mail for the domain then goes to the domain's own address (RFC 5321, section 5.1). That works, and is seldom "
    "meant: often this address belongs to the web server."),
 {{ADMIN, N_("Publish an MX record with the name of the server that takes the mail, or a null MX (\"0 .\") if none "
	     "does.")}},
 NULL},

{"mx.untested", N_("The MX records of {domain} were not tested"),
 N_("It is not known which servers take the domain's mail. Nothing can be said about them, neither good nor bad."),
 {{YOU, N_("Test again, perhaps from another network.")}},
 NULL},

{"dane.fails", N_("The certificate of {host} fits no TLSA record"),
 N_("The domain promises with DANE, by signed TLSA records, which certificates its mail servers show. This server shows "
    "another one, so that senders that check DANE do not deliver (RFC 7672)."),
 {{ADMIN, N_("Publish TLSA records for the certificate that is in use, and wait until the old ones have left the caches "
	     "before a certificate is changed.")},
  {ADMIN, N_("Records \"3 1 1\" stay right over renewals as long as the key is kept.")}},
 NULL},

{"dane.anchor-missing", N_("{host} does not send the issuer of its TLSA record"),
 N_("The record is for an issuer (usage 2, DANE-TA): {issuer}. This issuer did sign the server's certificates, but its own "
    "is not among those that the server sends, and it has to be (RFC 7671, section 5.2). Senders that check DANE "
    "do not deliver."),
 {{ADMIN, N_("Add the certificate of {issuer} to the chain that the server sends, the root included if the record is for "
	     "it.")},
  {ADMIN, N_("Or publish a record of usage 3, best \"3 1 1\" with the SHA-256 of the server's public key.")}},
 "certificates"},

{"dane.no-tls", N_("{host} has TLSA records but offers no STARTTLS"),
 N_("With signed TLSA records a domain promises that its mail servers encrypt. Senders that check DANE do not deliver "
    "in clear text (RFC 7672). Something on the way here could also have taken STARTTLS out."),
 {{ADMIN, N_("Switch STARTTLS on for port {port}, or take the TLSA records away.")},
  {YOU, N_("Test from another network before you rely on this.")}},
 "starttls"},

{"dane.unusable", N_("No TLSA record of {host} is of a kind for mail servers"),
 N_("Between mail servers only the usages 2 (DANE-TA) and 3 (DANE-EE) count (RFC 7672, section 3.1). With nothing but "
    "other records senders encrypt and check no certificate."),
 {{ADMIN, N_("Publish records of usage 3, best \"3 1 1\" with the SHA-256 of the server's public key.")}},
 NULL},

{"dane.bogus", N_("The TLSA records of {names} fail DNSSEC"),
 N_("Their signatures do not verify, or a signed proof that there are none is missing. Senders that check DANE must "
    "then put the mail off (RFC 7672, section 2.1)."),
 {{ADMIN, N_("Check the signatures of the zone that holds _25._tcp.{names}, and whether its name servers answer "
	     "questions for TLSA at all.")}},
 NULL},

{"dane.no-answer", N_("Questions for the TLSA records of {names} fail"),
 N_("The same name server answers for the addresses, which are signed, and for TLSA it gives no answer. Senders that check "
    "DANE cannot tell whether there are such records, and have to put the mail off (RFC 7672, section 2.1.2)."),
 {{ADMIN, N_("Ask each name server of the zone for it (dig _25._tcp and the server's name, type TLSA): old ones, and "
	     "firewalls before them, drop questions for types that they do not know.")},
  {YOU, N_("Test again: if this comes and goes, it is the network's loss and no fault of the zone.")}},
 NULL},

{"dane.unproven", N_("TLSA records without DNSSEC do nothing"),
 N_("There are TLSA records for {names}, but the way to them is not signed all through: DANE needs DNSSEC for the MX "
    "records of {domain}, for the addresses of the server and for the TLSA records. Senders pass over what is not "
    "proven."),
 {{ADMIN, N_("Sign the zones with DNSSEC, and have the DS records entered at the parent.")}},
 NULL},

{"dane.unsigned-mx", N_("TLSA records of {names} count for some senders only"),
 N_("They are signed, and so are the addresses, but not the MX records of {domain} that name the server. Whoever can "
    "forge those sends mail elsewhere. Senders may pass over the TLSA records then; some, Postfix among them, still hold "
    "the server to them (RFC 7672, section 2.2.1)."),
 {{ADMIN, N_("Sign the zone of {domain} with DNSSEC, and have its DS record entered at the parent.")}},
 NULL},

{"dane.none", N_("No TLSA records (DANE) for {names}"),
 N_("With DANE a domain publishes, signed by DNSSEC, which certificate its mail servers show, so that nobody on the way "
    "can read along unnoticed. Mail works without it."),
 {{ADMIN, N_("If the zones are signed with DNSSEC, publish TLSA records at _25._tcp and the server's name.")}},
 NULL},

{"dane.untested", N_("DANE was not tested for {names}"),
 N_("Nothing can be said about it, neither good nor bad."),
 {{YOU, N_("Test again where the reason that is named does not hold.")}},
 NULL},

{"dane.ok", N_("The certificate of {host} is proven by DANE"),
 N_("It fits a TLSA record, and DNSSEC proves that record, the server's addresses and the MX records that name it."),
 {{YOU, N_("Do nothing.")}},
 NULL},

{"mta-sts.cert-fails", N_("The certificate of {host} fails the MTA-STS policy"),
 N_("The policy says that the mail servers show certificates that verify for their names. This one does not. In the "
    "mode \"enforce\" senders that keep to MTA-STS do not deliver; in the mode \"testing\" they only report it "
    "(RFC 8461)."),
 {{ADMIN, N_("Give {host} a certificate of a public authority for this very name, with its intermediates.")}},
 "certificates"},

{"mta-sts.no-tls", N_("{host} fails the MTA-STS policy: no STARTTLS"),
 N_("The policy promises encryption. In the mode \"enforce\" senders that keep to MTA-STS do not deliver in clear "
    "text (RFC 8461). Something on the way here could also have taken STARTTLS out."),
 {{ADMIN, N_("Switch STARTTLS on for port {port}.")},
  {YOU, N_("Test from another network before you rely on this.")}},
 "starttls"},

{"mta-sts.mismatch", N_("The MTA-STS policy of {domain} leaves out {names}"),
 N_("The MX records name servers that no \"mx:\" line of the policy covers. In the mode \"enforce\" senders that keep "
    "to MTA-STS do not deliver to them; in the mode \"testing\" they only report it (RFC 8461, section 4.1)."),
 {{ADMIN, N_("Add the names to the policy, or take the servers out of the MX records; then change the id in the "
	     "_mta-sts record.")}},
 NULL},

{"mta-sts.record", N_("The _mta-sts record of {domain} is not valid"),
 N_("There must be exactly one TXT record that begins with \"v=STSv1;\", and it needs an \"id=\" (RFC 8461, section "
    "3.1). Otherwise senders act as if there were no MTA-STS."),
 {{ADMIN, N_("Keep one record, for example \"v=STSv1; id=20260101000000\".")}},
 NULL},

{"mta-sts.unreachable", N_("The MTA-STS policy of {domain} cannot be fetched"),
 N_("A TXT record announces a policy, but https://mta-sts.{domain}/.well-known/mta-sts.txt does not give it. Senders "
    "without an older copy then act as if there were none."),
 {{ADMIN, N_("Serve the file at that address, with status 200, without a redirect and as text/plain.")}},
 NULL},

{"mta-sts.host-cert", N_("The certificate of mta-sts.{domain} is not good"),
 N_("The MTA-STS policy may be taken only over HTTPS with a certificate that verifies for this name (RFC 8461, section "
    "3.3). Senders pass over it otherwise."),
 {{ADMIN, N_("Give the web server a certificate for mta-sts.{domain}.")}},
 "certificates"},

{"mta-sts.policy", N_("The MTA-STS policy of {domain} is not valid"),
 N_("Its line \"{line}\" is missing or wrong. A policy needs \"version: STSv1\", \"mode:\" with none, testing or enforce, "
    "\"max_age:\" in seconds, and an \"mx:\" line for each server (RFC 8461, section 3.2)."),
 {{ADMIN, N_("Correct the line \"{line}\", then change the id in the _mta-sts record.")}},
 NULL},

{"mta-sts.media-type", N_("The MTA-STS policy of {domain} is not served as text/plain"),
 N_("It comes as \"{type}\". Senders should take a policy only as text/plain (RFC 8461, section 3.2), so that some of "
    "them pass over it."),
 {{ADMIN, N_("Let the web server say \"Content-Type: text/plain\" for this file.")}},
 NULL},

{"mta-sts.short", N_("The MTA-STS policy of {domain} is soon forgotten"),
 N_("Senders may keep it for {seconds} seconds (\"max_age\"). Whoever can hide it for that long undoes its protection; "
    "weeks or more are expected (RFC 8461, section 3.2)."),
 {{ADMIN, N_("Set \"max_age\" to a week or more, for example 2419200 for four weeks, and change the id in the _mta-sts "
	     "record.")}},
 NULL},

{"mta-sts.missing", N_("{domain} has no MTA-STS policy"),
 N_("With MTA-STS a domain tells other servers to deliver only encrypted and to a verified certificate (RFC 8461). It "
    "needs no DNSSEC. Mail works without it."),
 {{ADMIN, N_("Publish a policy, at first with \"mode: testing\", and a TLS-RPT record to get the reports.")}},
 NULL},

{"mta-sts.off", N_("The MTA-STS policy of {domain} is switched off"),
 N_("It has \"mode: none\", which tells senders to forget what they knew (RFC 8461, section 8.3)."),
 {{ADMIN, N_("Leave it so while MTA-STS is being taken away; otherwise set the mode to testing or enforce.")}},
 NULL},

{"mta-sts.testing", N_("The MTA-STS policy of {domain} is only being tested"),
 N_("It has \"mode: testing\": senders report what fails and deliver all the same. All MX servers are covered."),
 {{ADMIN, N_("Change to \"mode: enforce\" once the reports show no failures.")}},
 NULL},

{"mta-sts.untested", N_("The MTA-STS policy of {domain} was not tested"),
 N_("Whether it is in order is not known, which is neither good nor bad."),
 {{YOU, N_("Test again where the reason that is named does not hold.")}},
 NULL},

{"mta-sts.ok", N_("The MTA-STS policy of {domain} is in force and kept"),
 N_("It names all MX servers, and each showed a certificate that verifies for its name."),
 {{YOU, N_("Do nothing.")}},
 NULL},

{"tls-rpt.bad", N_("The TLS-RPT record of {domain} is not valid"),
 N_("At _smtp._tls.{domain} there must be exactly one TXT record that begins with \"v=TLSRPTv1;\" and says with \"rua=\" "
    "where reports go, as mailto: or https: (RFC 8460, section 3)."),
 {{ADMIN, N_("Keep one record, for example \"v=TLSRPTv1; rua=mailto:tls-reports@{domain}\".")}},
 NULL},

{"tls-rpt.missing", N_("{domain} asks for no reports about encryption (TLS-RPT)"),
 N_("With a TLS-RPT record other servers report when they cannot deliver encrypted (RFC 8460). Mail works without it; "
    "failures of DANE or MTA-STS then go unnoticed."),
 {{ADMIN, N_("Publish a TXT record at _smtp._tls.{domain}, such as \"v=TLSRPTv1; "
	     "rua=mailto:tls-reports@{domain}\".")}},
 NULL},

{"tls-rpt.untested", N_("The TLS-RPT record of {domain} was not tested"),
 N_("Nothing can be said about it, neither good nor bad."),
 {{YOU, N_("Test again where the reason that is named does not hold.")}},
 NULL},

{"tls-rpt.present", N_("{domain} gets reports about encryption (TLS-RPT)"),
 N_("Other servers report failures of encryption to {where}."),
 {{YOU, N_("Do nothing.")}},
 NULL},
