#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A name server far away: far-dns.py ADDRESS SERVER passes each question on to SERVER, and its answer back after as
many seconds as the file "delay" holds.  It fails (SERVFAIL) for SRV records below a label that begins with "failing"."""
import socket
import sys
import threading
import time


def delay():
    try:
        with open("delay") as stream:
            return float(stream.read())
    except FileNotFoundError:
        return 0


def fails(question):
    name = question[12 : question.index(b"\0", 12)]
    kind = question[12 + len(name) + 1 :][:2]
    return b"failing" in name and kind == b"\0\x21"


def pass_on(question, asker):
    if fails(question):
        here.sendto(question[:2] + b"\x81\x82" + question[4:6] + b"\0\0\0\0\0\0" + question[12:].split(b"\0\0\x29")[0], asker)
        return
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as there:
        there.settimeout(5)
        there.sendto(question, (sys.argv[2], 53))
        answer = there.recv(65535)
    time.sleep(delay())
    here.sendto(answer, asker)


here = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
here.bind((sys.argv[1], 53))
while True:
    threading.Thread(target=pass_on, args=here.recvfrom(4096), daemon=True).start()
