#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The completions of bash and fish offer every name that porthorn itself lists.
set -u
src=$(cd "${srcdir:-.}" && pwd)
[ -x ./porthorn ] || { echo "no ./porthorn here"; exit 99; }
PATH=$PWD:$PATH
export LC_ALL=C.UTF-8
failed=0

complain()
{
	echo "FAILED: $*"
	failed=1
}

# offered WORD…: what bash offers for the last word, which may be empty.
offered()
{
	COMP_WORDS=(porthorn "$@")
	COMP_CWORD=$#
	_porthorn
	printf '%s\n' "${COMPREPLY[@]}"
}

# fish_offered WORD…: the same of fish.
fish_offered()
{
	fish --no-config -c "source $src/completions/porthorn.fish; complete -C 'porthorn $*'" | cut -f 1
}

# expect HOW NAMES WORD…: each of the names is offered after the words.
expect()
{
	local how=$1 names=$2 all name
	shift 2
	all=$($how "$@")
	[ -n "$names" ] || complain "nothing is known for: porthorn $*"
	for name in $names; do
		grep -qxF -e "$name" -e "$name=" <<<"$all" || complain "$how porthorn $*: no $name"
	done
}

# expect_after HOW OPTION NAMES…: the same after "OPTION=", in one word, where the shell keeps it whole.
expect_after()
{
	local how=$1 option=$2 all name
	shift 2
	all=$($how "$option=")
	for name; do
		grep -qxF -e "$option=$name" <<<"$all" || complain "$how porthorn $option=: no $name"
	done
}

. "$src/completions/porthorn.bash"
# What explain lists by itself, whatever --list says: topics, findings, networks, block lists.
topics=$(porthorn explain | sed -n 's/^  \([a-z][a-z0-9-]*\) .*/\1/p')
findings=$(grep -oE '^[A-Z_]+\("[^"]*"' "$src/src/reason/rules/rules.def" | cut -d'"' -f2)
networks=$(grep -oE '^    \{"[a-z0-9-]+", ("|$)' "$src/src/know/networks.c" | cut -d'"' -f2)
blocklists=$(grep -oE '^    \{"[a-z0-9-]+",( *\{|$)' "$src/src/know/blocklists.c" | cut -d'"' -f2)
scenarios=$(porthorn demo --list | sed -n 's/^\([a-z][a-z0-9-]*\) .*/\1/p')
providers=$(porthorn providers | sed -n 's/^\([a-z0-9][a-z0-9.-]*\) .*/\1/p')
limits=$(porthorn help limits | sed -n 's/^  \([a-z-]*\)=.*/\1/p')
options=$(porthorn help options | grep -oE '^  (-., )?--[a-z0-9-]+' | grep -oE -e '--[a-z0-9-]+')
# The values of options: "OPTION NAME…", a line each, as help options lists them.
values=$(porthorn help options | awk '
	/^  (-., )?--/ { option = $0; sub(/.*--/, "--", option); sub(/ .*/, "", option); text = "" }
	/^      / { sub(/^ +/, " "); text = text $0 }
	match(text, /The names are: [^.]*\./) && !done[option]++ {
		names = substr(text, RSTART + 15, RLENGTH - 16); gsub(",", "", names); print option, names }')
hows=offered
command -v fish >/dev/null && hows="$hows fish_offered"
for how in $hows; do
	for names in "$topics" "$findings" "$networks" "$blocklists"; do
		expect $how "$names" explain ''
	done
	[ "$(wc -l <<<"$values")" -ge 6 ] || complain "help options lists the values of few options: $values"
	while read -r option names; do
		expect $how "$names" "$option" ''
		expect_after $how "$option" $names
	done <<<"$values"
	expect $how "$scenarios" demo ''
	expect $how "$providers providers explain demo" ''
	expect $how "$limits" --limit ''
	expect $how "$options" demo --
done
expect offered "$(offered --report '')" --report =
expect offered submissions --service = subm
[ "$(offered --report = js)" = json ] || complain "--report=js is not completed"
exit $failed
