#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The map of the house, held against the #include lines: which folder may know which, and which
# files may name curses, GnuTLS, threads and the event loop.  Then the same by the link line.
set -u
cd "${srcdir:-.}/src" || exit 1
build=$OLDPWD

# One "FILE HEADER" a line for every #include below the folders given.
includes()
{
	grep -rn --include='*.[ch]' -E '^[ \t]*#[ \t]*include' "$@" |
		sed -E 's/^([^:]+):[0-9]+:[^"<]*["<]([^">]+)[">].*/\1 \2/'
}

# Reads such lines and prints the ones that break the rules.
judge()
{
	awk '
	BEGIN {
		may["base"] = ""
		may["model"] = ""
		may["know"] = "model"
		may["reason"] = "model know"
		may["net"] = "model"
		may["proto"] = "model know net"
		may["discover"] = "model know net"
		may["run"] = "model know net proto discover"
		may["session"] = "model know reason run discover"
		may["report"] = "model know reason session"
		may["practice"] = "model know net"
		may["ui"] = "model know reason session report"
	}
	function said(why) { print $1 " includes " $2 ": " why }
	function folder(path) { return path ~ /\// ? substr(path, 1, index(path, "/") - 1) : "" }
	{
		from = folder($1); to = folder($2)
		if (from == "")
			next # main.c and its headers join everything
		if (to in may && to != from && to != "base" && index(" " may[from] " ", " " to " ") == 0)
			said(from "/ may not know " to "/")
		if (!(from in may))
			said("the folder is not on the map (ARCHITECTURE.md, tests/unit/test-includes.sh)")
		if ($2 ~ /curses\.h$/ && $1 !~ /^ui\/(term|paint|theme|keys)/)
			said("only term, paint, theme and keys of ui/ know curses")
		if ($2 ~ /^gnutls\// && $1 !~ /^net\/tls/)
			said("only net/tls* know GnuTLS")
		if ($2 ~ /^curl\// && $1 != "net/fetch.c")
			said("only net/fetch.c knows libcurl")
		if ($2 ~ /^unbound\.h$/ && $1 != "net/records.c")
			said("only net/records.c knows libunbound")
		if ($2 ~ /pthread\.h$/ && $1 !~ /^(run\/(chan|worker)|practice\/)/)
			said("only run/chan, run/worker and practice/ know threads")
		if ($2 ~ /^uv\.h$/ && from !~ /^(net|proto|run|practice)$/)
			said("only net, proto, run and practice know the event loop")
		if (from == "ui" && $2 ~ /^(sys\/socket|netdb|netinet|arpa)/)
			said("ui/ knows no sockets")
	}'
}

# The rules must bite: every line of this sample breaks one.
sample='model/x.c net/conn.h
reason/x.c session/session.h
ui/run.c curses.h
proto/x.c gnutls/gnutls.h
session/x.c pthread.h
reason/x.c uv.h
cellar/x.c stdio.h
ui/x.c sys/socket.h
run/x.c curl/curl.h
net/x.c unbound.h'
bitten=$(echo "$sample" | judge | wc -l)
[ "$bitten" = 10 ] || { echo "only $bitten of 10 wrong includes were noticed"; exit 1; }

wrong=$(includes . | sed 's,^\./,,' | judge)
[ -d ../ui ] && wrong="$wrong$(cd .. && includes ui | judge)"
[ -z "$wrong" ] || { echo "$wrong"; exit 1; }

# The tests of the engine are linked without curses, those of the pure half without GnuTLS too.
cd "$build" || exit 1
status=0
for program in tests/unit/test-* tests/conv/*; do
	case $program in *.*) continue ;; esac
	[ -x "$program" ] && [ -f "$program" ] || continue
	needed=$(LC_ALL=C readelf -d "$program" 2>/dev/null | grep NEEDED)
	case $program in
	*/test-know* | */test-reason* | */test-facts* | */test-plan* | */test-rules | */test-advice*)
		unwanted='ncurses|gnutls|libuv' ;;
	*) unwanted='ncurses' ;;
	esac
	echo "$needed" | grep -E "$unwanted" && { echo "$program is linked with that"; status=1; }
done
exit $status
