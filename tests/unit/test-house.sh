#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# House rules that a machine can read: see HACKING.md.
set -u
cd "${srcdir:-.}" || exit 1
status=0

complain()
{
	echo "$1"
	status=1
}

sources=$(find src ui tests bench -name '*.[ch]' -o -name '*.def' 2>/dev/null | sort)
[ -n "$sources" ] || complain "no sources found"

found=$(awk '
	function end_file() { if (is_c && first !~ /"config\.h"/) print name ": config.h must be included first" }
	FNR == 1 {
		end_file()
		name = FILENAME; is_c = name ~ /\.c$/; first = ""
		if (!/SPDX-License-Identifier: GPL-3\.0-or-later/) print name ": the first line must name the licence"
	}
	/^#include/ && first == "" { first = $0 }
	END { end_file() }' $sources)
[ -z "$found" ] || complain "$found"

banned='\b(strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|gets|sleep|usleep|alloca|system|popen)[ ]*\('
found=$(grep -nE "$banned" $sources /dev/null) && complain "$found: a function that we do not use"
found=$(grep -nE '\b(TODO|FIXME|XXX)\b' $sources /dev/null) && complain "$found: build it, or leave it out"
# The engine never prints and never exits; only base/mem may end the program.
found=$(find src -mindepth 2 -name '*.[ch]' ! -path 'src/base/mem.c' -exec \
	grep -nE '\b(printf|puts|putchar|perror|exit|_exit|vprintf)[ ]*\(' /dev/null {} + |
	grep -vE '__attribute__|format\(printf') && complain "$found: the engine neither prints nor exits"
found=$(grep -nE '\binet_pton[ ]*\(' $(find src ui -name '*.[ch]' ! -path src/base/address.c) /dev/null) &&
	complain "$found: base/address.h reads numeric addresses"

linux='accept4|pipe2|ppoll|eventfd|epoll_[a-z0-9]+|getrandom|SOCK_CLOEXEC|SOCK_NONBLOCK|TCP_INFO|MSG_ERRQUEUE|<linux/'
found=$(grep -nE "(^|[^A-Za-z_])($linux)" $(find src ui -name '*.[ch]' ! -path 'src/net/here/*' ! -path src/base/fd.c) /dev/null) &&
	complain "$found: what only Linux has stands in net/here and base/fd.c, with a portable twin"

# Plain English (HACKING.md): a noun instead of these words. Reads C and scripts, and prints "FILE:LINE: text" for
# each comment with one of them, and with strings=1 for each string too, however many literals it is cut into; {nobody}
# is the name of a rule's argument. The words in $unsaid are for the strings of $sayers alone.
unplain='whoever|nobody|somebody|anybody|anew|all the same|in its place|is told|in between'
unsaid='takes|stands|is none|are none|in place of|no accusation|cleared up|telephone'
# Where a word is right.
allowed='takes seconds' # "{host} takes {seconds} seconds to answer": time
allowed="$allowed|takes over" # a transparent proxy takes over connections
allowed="$allowed|nobody device" # names of a rule's arguments
plain_english() # FILE…
{
	awk -v unplain="$unplain" -v unsaid="$unsaid" -v allowed="$allowed" -v sayers=" $(echo ${sayers:-}) " \
		-v strings="${strings:-0}" '
	function check(text, line, words, plain)
	{
		plain = tolower(text)
		gsub(/\{nobody\}|^"nobody"$/, "", plain)
		gsub(/\{[^}]*\}/, " ", plain)
		gsub(/[^a-z]+/, " ", plain)
		plain = " " plain " "
		gsub(" (" allowed ") ", " ", plain)
		if (plain ~ (" (" words ") "))
			print FILENAME ":" line ": " text
	}
	function check_said()
	{
		if (said != "")
			check(said, said_at, index(sayers, " " FILENAME " ") ? unplain "|" unsaid : unplain)
		said = ""
	}
	# A string goes on in the next literal if nothing but blanks and a \ at the line end is between the two.
	function hear(token)
	{
		if (said == "")
			said_at = FNR
		said = said == "" ? token : substr(said, 1, length(said) - 1) substr(token, 2)
	}
	function read_c(rest, at, token)
	{
		while (rest != "") {
			if (inside) { # a comment; its lines are one text
				at = index(rest, "*/")
				comment = comment " " (at ? substr(rest, 1, at - 1) : rest)
				if (!at)
					return
				check(comment, began, unplain)
				inside = 0
				rest = substr(rest, at + 2)
				continue
			}
			at = match(rest, /"([^"\\]|\\.)*"?|\/\*|\047\\?.\047/)
			if ((at ? substr(rest, 1, at - 1) : rest) ~ /[^ \t\\]/)
				check_said()
			if (!at)
				return
			token = substr(rest, RSTART, RLENGTH)
			rest = substr(rest, RSTART + RLENGTH)
			if (token == "/*") {
				inside = 1
				comment = ""
				began = FNR
			} else if (strings && token ~ /^"/) {
				hear(token)
			}
		}
	}
	FNR == 1 { check_said(); inside = 0; is_c = FILENAME ~ /\.(c|h|def)$/ }
	is_c { read_c($0) }
	!is_c && match($0, /(^|[ \t])(#|dnl )/) { check(substr($0, RSTART), FNR, unplain) }
	END { check_said() }' "$@"
}

# A sample of every place for a comment or a string: each must be caught.
sample=$(mktemp -d) || exit 1
cat >"$sample/a.c" <<'END'
int a; /* nobody */
/* one line, whoever */
/*
 * somebody
 */
/* a comment that says all
 * the same */
char c = '"'; /* anybody */ int b; /* is told */
char *s = "\"anew\"", *t = "/* in its place";
char *u = "is "
	  "told", *v = "it takes " \
"seconds", *w = "takes an \"hour\"";
END
printf '%s\n' '#!/bin/sh' 'x=1 # nobody' '# somebody' "	# in between" >"$sample/run"
printf '%s\n' 'x:' '	# whoever' 'dnl anew' >"$sample/Makefile.am"
found=$(cd "$sample" && strings=1 sayers=a.c plain_english a.c run Makefile.am | wc -l)
[ "$found" = 15 ] || complain "the rule about plain English finds $found of 15 samples"
rm -r "$sample"

scripts=$(find tests bench .ci/run bootstrap Makefile.am configure.ac ! -name test-house.sh -type f 2>/dev/null |
	grep -vE '\.([chdo]|def|o|log|trs|json|golden)$|/golden/' | sort | while IFS= read -r file; do
	case $file in
	*.sh | *.scene | *.conv | *.tsv | *.txt | *.am | *.ac) echo "$file" ;;
	*) [ "$(head -c 2 "$file" | tr -d '\0')" = '#!' ] && echo "$file" ;;
	esac
done)
found=$(plain_english $sources $scripts)
[ -z "$found" ] || complain "$found: say it in plain English"
# Strings too, except rows of advice, which test-advice reads by its own list of such words.
said=$(printf '%s\n' $sources | grep -vE '^src/advice/.*\.def$|^tests/unit/test-advice\.c$')
found=$(strings=1 sayers=$(printf '%s\n' $said | grep -E '^(src|ui)/') plain_english $said)
[ -z "$found" ] || complain "$found: say it in plain English"
found=$(grep -nwiE "$unplain|$unsaid" README man/porthorn.1 completions/* /dev/null)
[ -z "$found" ] || complain "$found: say it in plain English"

# More words are out of place in texts for users, except where tests/unit/plain-allowed.txt says why.
texts_for_users() # FILE…: "FILE:LINE: text" each
{
	xgettext -L C --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=ngettext:1,2 --no-wrap -o - "$@" | awk '
	function flush() { if (text != "" && place != "") print place ": " text; text = "" }
	/^#: / { place = $2 }
	/^msgid / { flush(); sub(/^msgid /, ""); inside = 1 }
	/^msgid_plural / { sub(/^msgid_plural /, " "); inside = 1 }
	/^msgstr/ { inside = 0 }
	/^$/ { flush(); place = "" }
	inside { gsub(/^"|"$/, ""); text = text $0 }
	END { flush() }'
}
user_banned='whoever|nobody|somebody|anybody|anew|all the same|in its place|is told|in between|stands|takes|a blank|blanks|is none'
plain_for_users() # reads "FILE:LINE: text"
{
	allowed=$(sed -e '/^#/d' -e '/^$/d' -e 's/ *	.*//' tests/unit/plain-allowed.txt)
	sed 's/{nobody}//g' | awk -v banned="$user_banned" -v allowed="$allowed" '
	{
		plain = tolower($0)
		n = split(allowed, is_fine, "\n")
		for (i = 1; i <= n; i++)
			gsub(is_fine[i], "", plain)
		gsub(/[^a-z]+/, " ", plain)
		if ((" " plain " ") ~ (" (" banned ") "))
			print
	}'
}
# Users may give a command another key, so no text names one by itself.
named='(^|[ (:])(F[0-9][0-9]?|Esc|Tab|Del|PgUp|PgDn|Space|Ctrl-[A-Z])([ ,.:;)]|$)'
named="$named|[Pp]ress ([a-zA-Z/+?-]|Enter)([ ,.:;)]|\$)|\\(Enter\\)"
acts='opens|shows|tells|lists|asks|goes|tests|copies|makes|saves|stops|starts|traces|forgets|searches|leaves|hides|sorts'
named="$named|(^|[ (:;,])([a-zA-Z/+?]|Enter) ($acts) |[:,] [a-z] (the |this |report|settings)|\\(y, n\\)"
keys_for_users() # reads "FILE:LINE: text"
{
	allowed=$(sed -e '/^#/d' -e '/^$/d' -e 's/ *	.*//' tests/unit/keys-allowed.txt)
	awk -v named="$named" -v allowed="$allowed" '
	{
		text = $0
		sub(/^[^ ]* /, "", text)
		n = split(allowed, is_fine, "\n")
		for (i = 1; i <= n; i++)
			gsub(is_fine[i], "", text)
		if (text ~ named)
			print
	}'
}
if command -v xgettext >/dev/null; then
	found=$(printf 'a.c:%s: text that %s says\n' 1 nobody 2 stands 3 'takes no value' 4 'is plain' | plain_for_users | wc -l)
	[ "$found" = 2 ] || complain "the rule about texts for users finds $found of 2 samples"
	found=$(texts_for_users $(grep -vE '^#|\.def$|^src/advice/topics\.c$' po/POTFILES.in) | plain_for_users)
	[ -z "$found" ] || complain "$found: say it in plain English, or say in tests/unit/plain-allowed.txt why not"
	found=$(printf 'a.c:%s: %s\n' 1 'Press t to trace it.' 2 'gone (a shows them)' 3 'n goes on.' 4 'Esc: nothing' 5 '{path} traces' \
		6 '/ asks for a word' 7 'F4 looks up' 8 'Enter it' 9 'Enter tells more' 10 'a plain key to it' | keys_for_users | wc -l)
	[ "$found" = 7 ] || complain "the rule about keys finds $found of 7 samples"
	found=$(texts_for_users $(grep -v '^#' po/POTFILES.in) | keys_for_users)
	[ -z "$found" ] || complain "$found: let command_text() name the key, or say in tests/unit/keys-allowed.txt why not"
fi
# A {name} on the screens is that of a command (those of ui/waiting.c are other values).
texts=$(grep -hoE '[[{][a-z-]+[}:]' $(find ui -name '*.c' ! -name waiting.c) | tr -d '[{}:' | sort -u)
for name in $texts; do
	grep -qE "\"$name\",\$|\{\"$name\"," ui/commands.c || complain "ui: {$name} names no command"
done

# README is for newcomers: no more than they need.
[ "$(wc -l <README)" -lt 120 ] || complain "README: 120 lines or more"

# ARCHITECTURE.md names every folder of the sources and the tests.
for folder in $(find src ui tests -mindepth 1 -maxdepth 2 -type d ! -path '*/.*' ! -path 'tests/*/*') ui; do
	[ -z "$(find "$folder" -maxdepth 1 -type f ! -name '*.o' ! -name '*.a')" ] && continue
	grep -qF "\`$folder/\`" ARCHITECTURE.md || complain "ARCHITECTURE.md does not name the folder $folder"
done

# Every file with a sentence for translators is in po/POTFILES.in, and no others are.
marked=$(grep -lE '(^|[^A-Za-z0-9_])(_|N_|ngettext)\(("|$)' $sources /dev/null |
	grep -vE '^(tests|bench)/|/i18n\.h$' | LC_ALL=C sort)
listed=$(grep -v '^#' po/POTFILES.in | LC_ALL=C sort)
[ "$marked" = "$listed" ] || {
	complain "po/POTFILES.in differs from the files that hold _(…) or N_(…):"
	printf '%s\n' "$marked" "$listed" | LC_ALL=C sort | uniq -u
}
exit $status
