#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The command line as a person or a script meets it: usage errors, exit statuses, files, reports.
# Contacts only this computer's practice servers; other targets are refused before anything begins.
set -u
porthorn=$PWD/porthorn
leaping=$PWD/tests/unit/leaping-porthorn # the same program in time that leaps (tests/unit/leap.h)
[ -x "$leaping" ] || leaping=$porthorn
hold=$PWD/tests/unit/test-report
src=$(cd "${srcdir:-.}" && pwd)
[ -x "$porthorn" ] || { echo "no ./porthorn here"; exit 99; }
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
trap 'exit 99' INT TERM HUP
# The user's own settings must not show: providers, language, remembered targets.
export HOME="$dir" XDG_CONFIG_HOME="$dir/config" XDG_STATE_HOME="$dir/state" LC_ALL=C.UTF-8
cd "$dir" || exit 99
failed=0

complain()
{
	echo "FAILED: $*"
	failed=1
}

# run STATUS ARGUMENTS…: standard output and error in the files out and err. Practice servers are not waited for.
run()
{
	want=$1
	shift
	if [ "${1-}" = demo ]; then
		PORTHORN_DATA=${PORTHORN_DATA-$src/data} "$leaping" "$@" </dev/null >out 2>err
	else
		"$porthorn" "$@" </dev/null >out 2>err
	fi
	got=$?
	[ "$got" = "$want" ] || { complain "porthorn $*: status $got, expected $want"; cat err; }
}

says()
{
	grep -qF -e "$2" "$1" || { complain "$1 does not say: $2"; cat "$1"; }
}

# usage WORDS ARGUMENTS…: status 2, nothing on standard output, and one line on standard error with those words.
usage()
{
	words=$1
	shift
	run 2 "$@"
	says err "$words"
	[ -s out ] && complain "porthorn $*: a usage error writes to standard output"
	[ "$(wc -l <err)" = 1 ] || complain "porthorn $*: more than one line"
	grep -qE '^porthorn: .*[.?]$' err || complain "porthorn $*: not a sentence: $(cat err)"
}

# ---- usage errors: what is wrong, and what would be right -------------------------------------
usage 'porthorn gmail'
usage 'Did you mean --report?' --reprot text gmail
usage 'no option "--frobnicate"' --frobnicate
usage '--no-path, --no-versions, --no-color' --no gmail
usage 'no option "-x"' -x
usage 'needs a value: --report' --report
usage 'has no value' --help=3
usage 'no report format called "xml"' --report xml gmail
usage 'Did you mean json?' --report jsno gmail
usage 'Did you mean imap?' --service imapx gmail
usage 'submission-alt, managesieve' --service fax gmail
usage 'from 1 to 65535' --port 0 gmail
usage 'from 1 to 65535' --port 587x gmail
usage 'not both' -4 -6 gmail
usage 'leave out' --all-services --port 25 gmail
usage '"two" is one too many' gmail two
usage 'nothing to explain about "25 xyzzy"' explain 25 xyzzy
usage '"three" is one too many' providers gmail three
usage 'from 1 to 3600' --timeout 0 gmail
usage 'from 1 to 3600' --timeout soon gmail
usage 'NAME=VALUE' --limit connect gmail
usage 'Did you mean connect?' --limit conect=3 gmail
usage 'limit connect is a number' --limit connect=0 gmail
usage 'HOST:ADDRESS' --resolve mail.example.org gmail
usage 'HOST:ADDRESS' --resolve mail.example.org:somewhere gmail
usage "doesn't use that name" --resolve mail.example.org:127.0.0.1 gmail
usage "doesn't use that name" --resolve bücher.example:127.0.0.1 gmail
usage 'names xn--bcher-kva.example' --resolve bücher.example:127.0.0.1 gmail
usage 'demo --list' --list
usage 'needs --output FILE' --force gmail
usage 'leave out the target' --case x gmail
usage 'already saved' --case x --save-case y
usage 'two different files' --output x --save-case x gmail
usage 'leave out the options' --case x --port 25
usage 'leave out the options' explain --report json 25
usage 'leave out the options' providers --port 25
usage 'gmail' gmial
usage 'Did you mean home?' demo hoem
usage 'demo --list' demo zzz
usage 'No practice scenario has "zzz"' demo --list zzz
for option in --output --save-case --case --ca-file --report --port --service --timeout --limit --resolve; do
	usage "The option $option needs a value: $option " $option '' gmail
	usage "The option $option needs a value: $option " $option= gmail
done
usage "don't have these services" demo --port 4190
usage 'Did you mean why-25-blocked?' explain why-25-blokced
usage 'Did you mean tcp.blocked.port25?' explain tcp.blocked.prot25
usage 'Did you mean gmail?' providers gmial
usage '65535' 127.0.0.1:99999
usage 'name@example.org' 'someone@'

# ---- help and explanations --------------------------------------------------------------------
run 0 --version
says out 'porthorn '
run 0 --help
says out 'Exit status: 0'
[ "$(wc -l <out)" -le 40 ] || complain "--help is longer than 40 lines"
awk 'length > 80' out | grep . && complain "--help is wider than 80 columns"
cp out help
run 0 help limits
says out 'dns=12000'
run 0 help options
for option in $(grep -oE '^  (-., )?--[a-z0-9-]+' out | grep -oE -e '--[a-z0-9-]+'); do
	for file in man/porthorn.1 completions/porthorn.bash completions/_porthorn completions/porthorn.fish; do
		# Manual pages write a hyphen as \-, fish leaves the two dashes out.
		sed 's/\\-/-/g; s/-l \([a-z]\)/--\1/g' "$src/$file" | grep -qE -e "$option([^a-z-]|\$)" ||
			complain "$file does not know $option"
	done
	grep -qE -e "$option([^a-z-]|\$)" help || complain "--help does not name $option"
done
awk 'length > 80' out | grep . && complain "help options is wider than 80 columns"
run 0 explain
says out 'why-25-blocked'
for word in 25 587 imaps why-25-blocked tcp.blocked.port25; do
	run 0 explain $word
	[ "$(wc -l <out)" -gt 3 ] || complain "explain $word says too little"
done
# Every finding, explained without a particular server: no placeholder, and nothing unknown.
for id in $(grep -oE '^[A-Z_]+\("[^"]*"' "$src/src/reason/rules/rules.def" | cut -d'"' -f2); do
	run 0 explain "$id"
	[ "$(wc -l <out)" -gt 3 ] || complain "explain $id says too little"
	grep -E '<[a-z]|\(unknown\)|[][{}|]' out && complain "explain $id is not filled in"
done
run 0 explain --list
for word in why-25-blocked imaps hetzner spamhaus-pbl tcp.blocked.port25; do
	grep -q "^  $word " out || complain "explain --list lacks $word"
done
for word in $(sed -n 's/^  \([a-z0-9-]*\) .*/\1/p' out | awk 'NR % 8 == 0'); do
	"$porthorn" explain "$word" >more 2>&1 || complain "explain --list names $word, which explain doesn't know"
done
run 0 explain --list hetzner
[ "$(grep -c '^ ' out)" = 1 ] || complain 'explain --list hetzner lists more than that'
usage 'Nothing that porthorn explains has "zzz"' explain --list zzz
run 0 explain networks
says out 'Hetzner Cloud: '
says out 'Speedport'
run 0 explain block-lists
says out 'https://check.spamhaus.org/'
run 0 explain hetzner
[ "$(grep -c 'Cloud' out)" = 1 ] || complain 'explain hetzner tells of others'
says out '2026-05-30'
run 0 explain de
says out 'Telekom (DE)'
run 0 explain spamhaus-pbl
says out 'a home connection then'
run 2 explain zz
# An audit says by its status, and to programs, whether something is to be changed.
run 1 --case "$src/tests/screens/cases/audit.case" --report json
says out '"to_change": true'
says out '"exit_status": 1'
# A provider file on the command line comes before all others, and is what is tested where no word says otherwise.
run 3 --profile nowhere.xml
says err 'nowhere.xml'
usage 'its own servers' demo --profile x
# What to enter in one mail program: of a saved test, of the practice servers, and as published.
run 0 settings --case "$src/tests/screens/cases/good.case" --for thunderbird
says out '  Server Name             imap.gmail.com'
says out 'Each of these worked in this test.'
run 0 demo home --for iphone
says out '  Host Name        imap.practice.example'
run 0 settings anna@gmail.com --untested --for outlook
says out 'anna@gmail.com'
says out 'They were not tested.'
run 1 settings --case "$src/tests/screens/cases/problems.case" --for kmail
says out "Don't enter your password yet"
run 3 settings anna@acme.example --untested
usage 'There is no mail program called "thundrbird". Did you mean thunderbird?' settings gmail --for thundrbird
usage 'Name a provider' settings
usage 'belongs to the command settings' gmail --untested
usage 'for the command settings' explain 587 --for kmail
# A program's own file: whole, for its owner only, never over another one.
run 0 settings anna@gmail.com --untested --write muttrc
says out 'set smtp_url = "smtps://anna%40gmail.com@smtp.gmail.com:465/"'
run 0 settings anna@gmail.com --untested --write msmtprc --output msmtprc
[ "$(stat -c %a msmtprc)" = 600 ] || complain 'a file with settings can be read by others'
run 3 settings anna@gmail.com --untested --write msmtprc --output msmtprc
run 3 settings gmail --untested --write msmtprc --output other
[ ! -e other ] || complain 'half a file is written'
says err 'give your e-mail address'
run 3 --case "$src/tests/screens/cases/problems.case" --write postfix
says err "sending mail doesn't work from here now"
if "$porthorn" --version | grep -q 'without libqrencode'; then
	run 3 settings anna@gmail.com --untested --write qr
else
	run 0 settings anna@gmail.com --untested --write qr
	[ "$(wc -l <out)" -gt 20 ] || complain 'no QR code'
	run 3 settings gmail --untested --write qr
fi
usage 'Did you mean muttrc?' settings gmail --write mutrc
usage 'leave out --for and --report' settings gmail --write muttrc --for kmail
# A message to the party that can help: the first by the cause, or the one asked for; with what is private in it.
run 0 message --case "$src/data/practice/provider-drops-587.case"
says out 'Subject: Port 587 of smtp.practice.example'
says out 'Is outgoing port 587 blocked on my line'
says err "Private in this message: this computer's IP address"
run 0 demo provider-drops-587 --to helpdesk
says out 'Mail trouble with Practice Mail'
run 0 message --case "$src/data/practice/provider-drops-587.case" --to helpdesk --output "$dir/ticket.md" --force
grep -q '^## Mail trouble' "$dir/ticket.md" || complain "message in Markdown"
run 2 message --case "$src/data/practice/provider-drops-587.case" --to block-list
says err 'A message fits: your Internet provider (isp)'
usage 'There is no party called "neighbour" to write to' message gmail --to neighbour
usage 'Name a provider' message
usage 'for whom the command message is' explain 587 --to isp
usage 'A message has a form of its own' message gmail --report json
# The last program is used again.
run 0 settings anna@gmail.com --untested
says out 'Settings for KMail'
run 0 settings --no-history anna@gmail.com --untested
says out 'Settings for Thunderbird'
# By words: one hit is shown, several are listed; help does the same.
run 0 explain port 587
says out '587'
"$porthorn" help 587 >again || complain "help 587"
cmp -s out again || complain "explain port 587 and help 587 differ"
run 0 explain certificate expired
says out 'expired'
run 0 explain wifi
says out 'Wi-Fi'
run 0 explain thunderbird
says out 'Several entries match'
says out 'program:thunderbird'
# Names of programs and providers, error numbers, messages as they are pasted, words in any order.
run 0 explain program:thunderbird
says out 'Account Settings'
run 0 explain provider:gmail
says out 'IMAP: imap.gmail.com, port 993, SSL/TLS'
run 0 explain gmail
says out 'provider:gmail'
run 0 explain 0x800CCC0E
says out 'outlook-errors'
run 0 explain 535 5.7.8 Error: authentication failed
says out 'What the server means:'
says out 'user name or password is wrong'
run 0 explain 535
says out 'A server that says so means one of these:'
run 0 explain '550 5.7.1 Client host [192.0.2.7] blocked using zen.spamhaus.org'
says out 'Spamhaus'
run 0 explain 'The connection timed out.'
says out 'No answer, refused or reset?'
run 0 explain expired certificate
says out 'tls.cert.expired'
# ---- error messages ---------------------------------------------------------------------------
run 0 explain 'Connection to server imap.example.org timed out'
says out 'Thunderbird, "Connection to server"'
says out 'Usual causes'
run 0 explain 5.7.139
run 0 demo submission-blocked --error 0x800CCC0E --report text
says out 'Outlook (classic), "0x800CCC0E"'
says out 'What was seen here fits it: Port 587 is blocked'
run 0 demo all-good --error 'SMTP AUTH: 535 5.7.8 authentication failed' --report text
says out 'The way to the server is not the cause'
says out 'The password is wrong'
run 0 demo all-good --error 'NET::UNHEARD_OF' --report text
says out "porthorn doesn't know this message"
run 0 demo submission-blocked --error 0x800CCC0E --report json
says out '"cause": "port-blocked"'
says out '"state": "seen"'

# ---- the accounts of mail programs --------------------------------------------------------------
run 1 --accounts --from "$src/tests/accounts/geary" --only-target --no-path --resolve imap.example.org:127.0.0.1 \
	--resolve smtp.example.org:127.0.0.1 --report text
says out 'As Geary has it'
says out 'IMAP imap.example.org, port 993, SSL/TLS'
run 1 --accounts --from "$src/tests/accounts" mbsync --only-target --no-path --resolve imap.example.org:127.0.0.1 \
	--report json
says out '"program": "mbsync"'
usage '--accounts --from FOLDER' --from . gmail
usage 'leave out the command' --accounts --case x
"$porthorn" --accounts --from /nowhere 2>err && complain '--from without a folder'
says err '"/nowhere" isn'
"$porthorn" --accounts --from "$src/po" 2>err && complain '--from without an account'
says err 'Thunderbird'
"$porthorn" --accounts --from "$src/tests/accounts/geary" zzz 2>err && complain '--accounts with a word that none has'
says err 'No account here has "zzz"'
usage 'needs the words or the number' --error ' ' gmail
usage 'is too long: at most 4096 bytes' --error "$(printf '%05000d' 0)" gmail
usage 'porthorn explain TEXT' --error 0x800CCC0E providers
run 0 explain why does my hotel wifi block mail
says out 'Hotel and guest Wi-Fi'
usage 'nothing to explain about "12345"' explain 12345
for topic in $(sed -n '/sayings\[\]/,/^};/s/.*, "\([a-z0-9-]*\)"},/\1/p' "$src/src/find.c" | sort -u); do
	run 0 explain "$topic"
done
# A text for a pipe is printed as it is.
run 0 --no-pager explain networks
cp out plain
PAGER='sed s/^/paged:/' "$porthorn" explain networks >paged </dev/null || complain "explain networks with PAGER"
cmp -s plain paged || complain "a pipe gets a pager"
"$porthorn" --help >again
run 0 help
cmp -s out again || complain "porthorn help is not --help"
usage 'Did you mean hetzner?' explain hetzne
run 0 providers gmail
says out 'gmail'
run 0 providers
[ "$(grep -c . out)" -gt 20 ] || complain "porthorn providers lists too few"
run 0 demo --list
for scenario in home all-good submission-blocked starttls-stripped wrong-name expired intercepted \
	captive-portal plain-on-tls-port refusing slow-greeting server-down; do
	grep -q "^$scenario " out || complain "demo --list lacks $scenario"
done
for recorded in provider-drops-587 router-list hotel vpn-drops server-bans ipv6-dead cloud-25 virus-scanner web-only \
	no-network; do
	grep -q "^$recorded " out || complain "demo --list lacks $recorded"
done
says out 'Sending works with port'
# A recorded network: the same report as its case, and what it teaches in the first lines.
recorded()
{
	run "$1" demo "$2"
	sed 's/^      *//' out | tr '\n' ' ' | grep -qF "$3" || { complain "demo $2 does not say: $3"; cat out; }
	cp out played
	run "$1" --case "$src/data/practice/$2.case"
	cmp -s out played || complain "demo $2 is not its case"
}
recorded 0 provider-drops-587 'WHY   Your Internet provider (examplenet.example) blocks port 587. (likely)'
recorded 1 router-list 'WHY   Your router lets ports 25, 465 and 587 through only to listed servers.'
recorded 1 hotel 'WHY   Sign in to this network first'
recorded 1 vpn-drops 'WHY   The VPN (wg0) blocks ports 25, 465 and 587.'
recorded 1 server-bans 'your IP address on ports'
recorded 0 ipv6-dead "WHY   IPv6 doesn't work here; IPv4 does."
recorded 1 cloud-25 'Hetzner Cloud'
recorded 1 virus-scanner 'Switch off the virus scanner'
recorded 1 web-only 'blocks ports 25, 143, 465, 587, 993 and 995'
recorded 1 no-network "WHY   This computer isn't connected to a network."
usage 'do not go with it' demo hotel --port 25
# A challenge: no finding before the answers, the right ones by number, each network once in ten days.
printf '1\n2\n3\n4\n2\n4\n' | "$porthorn" demo --challenge 3 >out || complain "challenge 3: right answers are not right"
says out 'Right: the router at home'
says out 'Right: nothing works from here as it is'
says out 'WHY: Your router lets ports'
sed '/^Who is to blame/,$d' out >before
says before 'port 465: no answer beyond here'
says before 'mail.other1.example: 465 SSL/TLS, IPv4, works'
grep -qE 'lets ports|WHY|blocks' before && complain "challenge 3 tells its answer beforehand"
printf 'x\n4\n9\n1\n1\n' | "$porthorn" demo --challenge 3 >out && complain "challenge 3: wrong answers are right"
says out 'Type a number from 1 to 4'
says out 'Not quite. It is: the router at home'
for number in 1 2 3 4 5 6 7 8 9 10; do
	"$porthorn" demo --challenge $number </dev/null | awk '/^Not quite/ { told = 1; next } told { print; exit }'
done | sort -u >out
[ "$(wc -l <out)" = 10 ] || complain "ten challenges are $(wc -l <out) networks"
"$porthorn" demo --challenge </dev/null >out
says out "Today's challenge, $(($(date +%s) / 86400)):"
usage 'from 1 to 999999999' demo --challenge zzz
usage 'belongs to the command demo' --challenge gmail
# A saved case, played.
"$leaping" "$src/data/practice/hotel.case" --play 100 --accessible </dev/null >out
says out 'Testing: Practice Mail'
says out 'Result: 993 IMAP, IPv4'
says out 'WHY: Sign in to this network first'
usage 'with the screens or with --accessible' "$src/data/practice/hotel.case" --play 2 --report text
usage 'what was recorded' gmail --play 2
usage 'what was recorded' demo home --play 2
usage 'as it happened' settings gmail --play 2
for speed in 0 0.05 100.5 1. .5x 1e1 -1; do
	usage 'from 0.1 to 100' "$src/data/practice/hotel.case" --play $speed
done
PORTHORN_DATA=$dir run 3 demo hotel
says err 'recording hotel was not found'
run 0 demo --list certificate
says out wrong-name
[ "$(grep -c '^[a-z]' out)" -lt 4 ] || complain "demo --list certificate lists scenarios without that word"

# ---- a reader that has seen enough is no error worth a sentence ------------------------------------
{ "$porthorn" providers 2>err; echo $? >status; } | :
[ -s err ] && complain "a reader that left is complained about: $(cat err)"
case $(cat status) in 0 | 141) ;; *) complain "a reader that left gives status $(cat status)" ;; esac

# ---- a program without its files: it says so, and does not call its providers unknown -----------
mkdir -p moved
cp "$porthorn" moved/porthorn
moved()
{
	want=$1 words=$2
	shift 2
	env "$@" </dev/null >out 2>err
	got=$?
	[ $got = "$want" ] || complain "$*: status $got, expected $want"
	says err "$words"
	[ "$(wc -l <err)" = 1 ] || complain "$*: more than one line: $(cat err)"
}
for command in gmail providers 'providers gmail'; do
	# If porthorn is installed for good, the moved one finds those files.
	if ! moved/porthorn providers >out 2>&1; then
		moved 3 "looked here: $dir/moved/data/providers, " moved/porthorn $command
		moved 3 'make install' moved/porthorn $command
	fi
	moved 3 "looked here: $dir/nowhere/providers." PORTHORN_DATA="$dir/nowhere" "$porthorn" $command
done
moved 2 'name@example.org' moved/porthorn someone@
# Commands that need no provider still work, and say that the files are missing.
moved 1 'looked here' PORTHORN_DATA="$dir/nowhere" "$porthorn" 127.0.0.1:1 --service imaps --report text
says out '127.0.0.1'
mkdir -p moved/data
cp -r "$src/data/providers" moved/data/
run 0 providers
cp out known
(cd moved && ./porthorn providers) >out 2>err
cmp -s out known || complain 'data beside the program is not found'
rm -rf moved

# ---- runs, their statuses and reports (every scenario: test-demo) -------------------------------
# The report for a ticket: the answer on top, about 25 lines.
run 0 demo all-good
says out 'READ  works: IMAP imap.practice.example, port 993, SSL/TLS'
says out 'SEND  works: SMTP smtp.practice.example, port 465, SSL/TLS'
says out 'WHY   Nothing blocks mail here.'
says out 'DO  1 Enter these settings'
[ "$(wc -l <out)" -le 25 ] || complain "demo all-good: a report of $(wc -l <out) lines"
run 1 demo server-down --report text
says out 'DO  1 Wait some minutes and try again.'
[ "$(wc -l <out)" -le 25 ] || complain "demo server-down: a report of $(wc -l <out) lines"
run 0 demo all-good --report full
says out 'You can read mail: IMAP on port 993 (SSL/TLS) or 143 (STARTTLS)'
says out 'You can send mail: SMTP on port 465 (SSL/TLS)'
says out 'SSL/TLS'
[ -s err ] && complain "a good run writes to standard error: $(cat err)"
grep -q "$(printf '\033')" out && complain "colors in a file"
grep -q '^Next step: ' out && complain "demo all-good asks for a step"
run 1 demo server-down --report full
sed -n 1,12p out | grep -q '^Next step: ' || complain "demo server-down names no step on top"
says out 'You can'\''t read or send mail from here.'
run 1 demo expired --report json
"$hold" out || complain "the JSON report does not fit its schema"
run 0 demo all-good --report json --service submission -4
"$hold" out || complain "the JSON report does not fit its schema"
[ "$(grep -c '"service": "submission"' out)" = 1 ] || complain "--service and -4 leave more than one row"
says out '"receive": "untested"'
says out '"send": "ok"'
run 0 demo all-good --report pem --service imaps --service submission -4
[ "$(grep -c '^-----BEGIN CERTIFICATE-----$' out)" = 2 ] || complain "a chain of two is not told once"
says out 'shown by'
run 1 demo refusing --report full
tr -s ' \n' ' ' <out >line
says line 'refuses your IP address on port 25 (Spamhaus PBL)'
says line 'refuses your IP address before any login (Spamhaus PBL)'
says line 'See what the list says at https://check.spamhaus.org/.'
says line 'See at https://check.spamhaus.org/ whether it is the PBL alone'
says line 'The refusal is about the IP address 198.51.100.9.'
grep -E '[{}]|\(unknown\)' out && complain "a value is missing in demo refusing"
run 0 demo all-good --port 993
run 1 demo plain-on-tls-port --service imaps
run 0 demo all-good --service https --report full
says out 'Everything tested works.'
run 0 demo all-good --no-versions --report full
tr -s ' \n' ' ' <out >line
says line 'which versions of TLS it accepts and whether it needs its name (SNI), because --no-versions was given.'
says line 'which requires encryption: submission 587, imap 143, pop3 110'
run 0 demo all-good --report full
tr -s ' \n' ' ' <out >line
says line 'which versions of TLS it accepts and whether it needs its name (SNI), because --versions was not given.'
run 0 demo all-good --versions --report full
tr -s ' \n' ' ' <out >line
says line 'Accepts TLS 1.2 and TLS 1.3. Refuses TLS 1.0 and TLS 1.1.'
run 1 demo starttls-stripped --service submission --report full
tr -s ' \n' ' ' <out >line
says line 'No encryption, so a mail program set to "STARTTLS" rightly stops: submission 587.'
run 0 demo home --timeout 2 --report json
says out '"complete": false'
run 0 demo home --timeout 2
says out "The run's time was up"
LC_ALL=C "$porthorn" demo all-good >out 2>err || complain "a run in the C locale"
LC_ALL=C grep -q '[^ -~]' out && complain "more than ASCII in the C locale"
LC_ALL=C "$porthorn" explain "$(printf '\303\233')" 2>err && complain "an unknown word in the C locale"
LC_ALL=C grep -q '[^ -~]' err && complain "an error has more than ASCII in the C locale"

# ---- files ---------------------------------------------------------------------------------
run 0 demo all-good --output report.txt
[ -s out ] && complain "--output writes to standard output, too"
[ "$(stat -c %a report.txt)" = 600 ] || complain "--output: mode $(stat -c %a report.txt)"
cp report.txt before
run 3 demo server-down --output report.txt
says err '--force'
cmp -s report.txt before || complain "--output touched a file that was there"
run 1 demo server-down --output report.txt --force
cmp -s report.txt before && complain "--force did not replace the file"
run 3 demo all-good --output no/such/folder
run 3 demo all-good --output .
run 3 demo all-good --output /dev/null --force
says err "isn't an ordinary file"
# Without a root nothing is trusted; that is a finding, not an error.
run 1 demo all-good --ca-file no-such-file
says out 'trusts no authority'
says out 'no-such-file'
echo nonsense >not-a-certificate
run 1 demo all-good --ca-file not-a-certificate
says out 'not-a-certificate'
run 1 demo expired --save-case kept.case --output live.json --report json
[ "$(stat -c %a kept.case)" = 600 ] || complain "--save-case: mode $(stat -c %a kept.case)"
run 1 --case kept.case --report json
cmp -s out live.json || complain "a case does not give the report of its run"
run 1 --case kept.case
says out 'expired'
run 1 kept.case
says out 'expired'
run 3 --case no.case
sed '3s/.*/{"type":/' kept.case >broken.case
run 3 --case broken.case
says err 'broken.case:3:'
find . | grep -E '\.[A-Za-z0-9]{6}$' && complain "a temporary file was left behind"

# ---- in lines: text and newlines only, no line written again, whatever is asked -------------------
printf '2\n3\n4\n5\n6\n7\n\n0\n' | TERM=xterm "$porthorn" demo expired --accessible >out 2>err
[ $? = 1 ] || complain "--accessible: its status is not that of the run"
LC_ALL=C grep -qP '[\x00-\x09\x0b-\x1f\x7f]' out && complain "--accessible writes control bytes"
says out 'Run: 0.000 s  the run begins'
grep -q '^993 IMAP, IPv4: [0-9.]* s  TCP: ok after' out || complain "--accessible does not tell the connection"
grep -q '^993 IMAP, IPv4: [0-9.]* s  the certificate was checked' out ||
	complain "--accessible does not tell the certificate"
[ "$(grep -n '^READ: ' out | cut -d: -f1)" -gt "$(grep -n 'the run ends' out | head -n1 | cut -d: -f1)" ] ||
	complain "--accessible tells the answer before the last event"
says out 'Result: 993 IMAP, IPv4, answers, but isn'
says out 'READ: not safe. '
says out 'WHY: The certificate of several servers expired'
says out 'DO 1: Check that this computer'
says out '2 What to do'
says out 'How we know: '
says out 'the run ends'
[ "$(grep -c '^READ: ' out)" = 1 ] || complain "--accessible tells the answer again without being asked"
ACCESSIBLE=1 "$porthorn" demo all-good </dev/null >out 2>err || complain "ACCESSIBLE=1 at the end of the input"
says out 'READ: works. IMAP, server imap.practice.example, port 993, security SSL/TLS'
ACCESSIBLE=1 run 1 --case kept.case --report json
cmp -s out live.json || complain "ACCESSIBLE=1 changes a report that was asked for"
echo | "$porthorn" --accessible >out 2>err
[ $? = 2 ] || complain "--accessible without a target"
says out 'Type a provider'

# ---- standard output that cannot be written --------------------------------------------------
for words in 'demo all-good' '--help' 'explain 25' 'providers' '--version'; do
	"$porthorn" $words >/dev/full 2>err </dev/null
	[ $? = 3 ] || complain "porthorn $words >/dev/full"
	says err "Standard output can't be written"
	"$porthorn" $words >&- 2>err </dev/null
	[ $? = 3 ] || complain "porthorn $words >&-"
done

# ---- Ctrl-C: stops at once, and says what is known ----------------------------------------------
# How long a run is here and now says how long one that waits for port 25 needs for all else.
begun=$(date +%s%N)
"$porthorn" demo all-good >out 2>err </dev/null || complain "demo all-good"
slow=$(((($(date +%s%N) - begun) / 1000000 + 100) * 5)) # milliseconds
seconds=$((slow / 1000)).$(printf %03d $((slow % 1000)))
waits='--limit connect=600000 --limit connect-sibling=600000'
timeout --foreground --preserve-status -s INT $seconds "$porthorn" demo home $waits >out 2>err </dev/null
got=$?
[ $got = 130 ] || complain "an interrupted run has status $got"
says out 'READ  works'
says out 'The run was stopped'
timeout --foreground --preserve-status -s TERM $seconds "$porthorn" demo home $waits >out 2>err </dev/null
[ $? = 143 ] || complain "a run ended by SIGTERM"

exit $failed
