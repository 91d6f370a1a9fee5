#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check.py profile FILE | sources ACCOUNT IDENTITY TRANSPORT: what a profile or Evolution's sources must have."""
import configparser
import plistlib
import re
import sys


def need(truth, what):
    if not truth:
        sys.exit("not as it should be: " + what)


def head(payload):
    need(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", payload["PayloadUUID"]), "PayloadUUID")
    need(payload["PayloadVersion"] == 1 and payload["PayloadIdentifier"], "the payload's version and name")


def profile(name):
    with open(name, "rb") as file:
        top = plistlib.load(file)
    head(top)
    need(top["PayloadType"] == "Configuration", "PayloadType")
    (mail,) = top["PayloadContent"]
    head(mail)
    need(mail["PayloadType"] == "com.apple.mail.managed", "the mail payload")
    need(mail["PayloadUUID"] != top["PayloadUUID"], "two UUIDs")
    need(mail["EmailAccountType"] in ("EmailTypeIMAP", "EmailTypePOP"), "EmailAccountType")
    for side in ("IncomingMailServer", "OutgoingMailServer"):
        need(mail[side + "HostName"].endswith(".practice.example"), side + "HostName")
        need(isinstance(mail[side + "PortNumber"], int), side + "PortNumber")
        need(mail[side + "UseSSL"] is True, side + "UseSSL")
        need(mail[side + "Username"] == "anna@practice.example", side + "Username")
        need(mail[side + "Authentication"] == "EmailAuthPassword", side + "Authentication")
    need(not any("Password" in key and isinstance(mail[key], str) for key in mail), "no password")


def sources(names):
    files = []
    for name in names:
        file = configparser.ConfigParser(strict=True, interpolation=None, delimiters=("=",))
        file.optionxform = str
        need(file.read(name) == [name], name)
        need(file["Data Source"]["Enabled"] == "true", name)
        files.append(file)
    account, identity, transport = files
    own = identity["Data Source"]["Parent"]
    need(own and transport["Data Source"]["Parent"] == own, "one parent")
    need(account["Mail Account"]["IdentityUid"] == own + "-identity", "IdentityUid")
    need(identity["Mail Submission"]["TransportUid"] == own + "-transport", "TransportUid")
    for file in (account, transport):
        need(file["Authentication"]["User"] == "anna@practice.example", "User")
        need(file["Authentication"]["Host"].endswith(".practice.example"), "Host")
        need(file["Security"]["Method"] in ("ssl-on-alternate-port", "starttls-on-standard-port"), "Security")


if sys.argv[1] == "profile":
    profile(sys.argv[2])
else:
    sources(sys.argv[2:])
