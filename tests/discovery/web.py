#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Web servers for the tests: what each host answers is in a file of lines HOST PATH HOW [ARGUMENT].

web.py ANSWERS LOG ADDRESS:PORT[:CERTIFICATE:KEY[:CERTIFICATE:KEY]] …

The second certificate is for names with one dot.

PATH is compared without what follows "?".  HOW: file NAME, status N, redirect URL, slow SECONDS NAME, cut NAME (half
of it, then the connection ends), long MIB, type MEDIA-TYPE NAME, silent.  Anything else is 404.  Every request is
logged as METHOD HOST TARGET BODY.

If there is a file "delay", its seconds are waited for each round trip that a computer far away costs: TCP, TLS and the
answer.
"""
import http.server
import socketserver
import ssl
import sys
import threading
import time

answers = {}
log_lock = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def give(self, status, body=b"", media="application/xml", length=None, extra=()):
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Connection", "close")
        for name, value in extra:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def setup(self):
        wait(2 if isinstance(self.request, ssl.SSLSocket) else 1)
        super().setup()

    def answer(self):
        wait(1)
        host = self.headers.get("Host", "").split(":")[0]
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length).decode("utf-8", "replace")
        with log_lock, open(sys.argv[2], "a") as log:
            print(self.command, host, self.path, body, file=log)
        how = answers.get((host, self.path.split("?")[0])) or answers.get((host, "*"))
        if not how:
            self.give(404, b"not here", "text/plain")
            return
        kind, arguments = how[0], how[1:]
        if kind == "file":
            self.give(200, read(arguments[0]))
        elif kind == "status":
            self.give(int(arguments[0]), b"<html>no</html>", "text/html")
        elif kind == "redirect":
            self.give(302, extra=[("Location", arguments[0])])
        elif kind == "slow":
            time.sleep(float(arguments[0]))
            self.give(200, read(arguments[1]))
        elif kind == "cut":
            whole = read(arguments[0])
            self.give(200, whole[: len(whole) // 2], length=len(whole))
        elif kind == "long":
            self.send_response(200)
            self.end_headers()
            for _ in range(int(arguments[0]) * 16):
                self.wfile.write(b"<!-- " + b"x" * 65526 + b" -->")
            self.close_connection = True
        elif kind == "type":
            self.give(200, read(arguments[1]), arguments[0])
        elif kind == "silent":
            time.sleep(60)

    do_GET = do_POST = answer


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        pass


def wait(round_trips):
    try:
        with open("delay") as stream:
            time.sleep(round_trips * float(stream.read()))
    except FileNotFoundError:
        pass


def read(name):
    with open(name, "rb") as stream:
        return stream.read()


def with_certificate(files):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files[0], files[1])
    return context


def serve(place):
    address, port, *files = place.split(":")
    server = Server((address, int(port)), Handler)
    if files:
        context = with_certificate(files)
        if files[2:]:
            short = with_certificate(files[2:])

            def choose(sock, name, _):
                if name and name.count(".") == 1:
                    sock.context = short

            context.sni_callback = choose
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever).start()


with open(sys.argv[1]) as lines:
    for line in lines:
        words = line.split()
        if words:
            answers[(words[0], words[1])] = words[2:]
for one in sys.argv[3:]:
    serve(one)
