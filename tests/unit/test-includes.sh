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
		reasons = "reason reason/facts reason/domain reason/path reason/plan reason/rules"
		nets = "net net/tls net/here"
		# What a folder may include beside itself, libc and base.
		may["base"] = ""
		may["model"] = ""
		may["know"] = "model"
		may["advice"] = "model know"
		may["reason/facts"] = "model know"
		may["reason/domain"] = may["reason/facts"] " reason/facts"
		may["reason/path"] = may["reason/domain"] " reason/domain"
		may["reason/plan"] = may["reason/path"] " reason/path"
		may["reason/rules"] = may["reason/plan"] " advice reason/plan"
		may["reason"] = may["reason/rules"] " reason/rules"
		may["net/tls"] = "model net"
		may["net/here"] = "model net"
		may["net"] = "model net/tls net/here"
		may["proto"] = "model know " nets
		may["discover"] = "model know"
		may["accounts"] = "model know"
		may["run"] = "model know discover proto " nets
		may["case"] = "model reason"
		may["session"] = "model know run " reasons
		may["words"] = "model know advice " reasons
		may["report"] = may["words"] " words"
		may["practice"] = "model know " nets
		may["ui"] = "model know advice case session words report " reasons
	}
	function said(why) { print $1 " includes " $2 ": " why }
	# Everything before the last slash: "reason/facts"; "" for main.c and a header of libc.
	function folder(path) { return sub(/\/[^\/]*$/, "", path) ? path : "" }
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
		if ($2 ~ /^gnutls\// && $1 !~ /^(net\/tls\/|practice\/tls_)/)
			said("only net/tls/ and practice/tls_* know GnuTLS")
		if ($2 ~ /^curl\// && $1 != "net/curl_calls.h")
			said("only net/curl_calls.h knows libcurl")
		if ($2 ~ /^qrencode\.h$/ && $1 != "report/qr.c")
			said("only report/qr.c knows libqrencode")
		if ($2 ~ /^libpsl\.h$/ && $1 != "know/registrable.c")
			said("only know/registrable.c knows libpsl")
		if ($2 == "seccomp.h")
			said("only confine.c knows libseccomp")
		if ($2 ~ /^unbound\.h$/ && $1 != "net/records.c")
			said("only net/records.c knows libunbound")
		if ($2 == "libtasn1.h" && $1 !~ /^practice\/tls_/)
			said("only practice/tls_* knows libtasn1")
		if ($2 ~ /pthread\.h$/ && $1 !~ /^(run\/(chan|worker)|practice\/)/)
			said("only run/chan, run/worker and practice/ know threads")
		if ($2 ~ /^uv\.h$/ && from !~ /^(net|net\/tls|net\/here|proto|run|practice)$/)
			said("only net, proto, run and practice know the event loop")
		if (from == "ui" && $2 ~ /^(sys\/socket|netdb|netinet|arpa)/)
			said("ui/ knows no sockets")
	}'
}

# The rules must bite: every line of this sample breaks one.
sample='model/x.c net/conn.h
reason/x.c session/session.h
reason/facts/x.c reason/rules/finding.h
discover/x.c net/dns.h
session/x.c discover/discover.h
words/x.c session/session.h
report/x.c session/session.h
case/x.c run/limits.h
ui/run.c curses.h
proto/x.c gnutls/gnutls.h
session/x.c pthread.h
reason/x.c uv.h
cellar/x.c stdio.h
ui/x.c sys/socket.h
run/x.c curl/curl.h
net/x.c unbound.h
run/x.c seccomp.h
discover/x.c libpsl.h
words/x.c qrencode.h
net/tls/x.c libtasn1.h'
bitten=$(echo "$sample" | judge | wc -l)
breaks=$(echo "$sample" | wc -l)
[ "$bitten" = "$breaks" ] || { echo "only $bitten of $breaks wrong includes were noticed"; exit 1; }

wrong=$(includes . | sed 's,^\./,,' | judge)
[ -d ../ui ] && wrong="$wrong$(cd .. && includes ui | judge)"
[ -z "$wrong" ] || { echo "$wrong"; exit 1; }

# The tests are linked without curses, and those of what a saved case needs (src/libpure.a, the panes
# of ui/) without any library of the network too.
cd "$build" || exit 1
network='gnutls|libuv|libcurl|libunbound|libexpat|libidn2'
status=0
for program in tests/unit/test-* tests/conv/* tests/screens/test-panes; do
	case $program in *.*) continue ;; esac
	[ -x "$program" ] && [ -f "$program" ] || continue
	needed=$(LC_ALL=C readelf -d "$program" 2>/dev/null | grep NEEDED)
	case $program in
	*/test-know* | */test-advice* | */test-reason* | */test-facts | */test-plan* | */test-trace* | \
		*/test-diagnose | */test-coverage | */test-compare | */test-summary | */test-record | \
		*/test-case | */test-words* | */test-report | */test-ui-pure)
		unwanted="ncurses|$network" ;;
	*/test-panes) unwanted=$network ;;
	*) unwanted='ncurses' ;;
	esac
	echo "$needed" | grep -E "$unwanted" && { echo "$program is linked with that"; status=1; }
done
exit $status
