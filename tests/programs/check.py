#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check.py profile FILE | sources ACCOUNT IDENTITY TRANSPORT | import FILE: what these files must have.

check.py picture FILE: a QR code of letters as a picture."""
import configparser
import json
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


def imported(name):
    """Thunderbird for Android, feature/migration/qrcode/qr-code-format.md, version 1."""
    with open(name, encoding="utf-8") as file:
        version, misc, incoming, groups = json.load(file)
    need(version == 1 and misc == [1, 1], "the version and the sequence")
    ((outgoing, identity),) = groups
    for server in (incoming, outgoing):
        protocol, host, port, security, login, user = server
        need(protocol in (0, 1) and re.fullmatch(r"[a-z0-9.-]+", host), "protocol and host")
        need(0 < port < 65536 and security in (0, 2, 3) and login in range(7), "port, security and login")
        need(user == "anna@gmail.com", "user")
    need(outgoing[0] == 0 and identity[0] == "anna@gmail.com" and len(identity) == 2, "the identity")


def picture(name, size=4, edge=4):
    with open(name, encoding="ascii") as file:
        lines = [line.rstrip("\n") for line in file]
    cols = max(map(len, lines)) // 2 + 2 * edge
    rows = [""] * edge + [" " * 2 * edge + line for line in lines] + [""] * edge
    print("P2", cols * size, len(rows) * size, 255)
    for row in rows:
        row = row.ljust(2 * cols)
        for _ in range(size):
            print(" ".join("0" if row[2 * col] == "#" else "255" for col in range(cols) for _ in range(size)))


if sys.argv[1] == "profile":
    profile(sys.argv[2])
elif sys.argv[1] == "import":
    imported(sys.argv[2])
elif sys.argv[1] == "picture":
    picture(sys.argv[2])
else:
    sources(sys.argv[2:])
