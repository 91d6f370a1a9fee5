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

for file in $sources; do
	sed -n 1p "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' ||
		complain "$file: the first line must name the licence"
	case $file in
	*.c)
		grep -m1 '^#include' "$file" | grep -q '"config.h"' ||
			complain "$file: config.h must be included first"
		;;
	esac
done

banned='\b(strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|gets|sleep|usleep|alloca|system|popen)[ ]*\('
found=$(grep -nE "$banned" $sources /dev/null) && complain "$found: a function that we do not use"
found=$(grep -nE '\b(TODO|FIXME|XXX)\b' $sources /dev/null) && complain "$found: build it, or leave it out"
# The engine never prints and never exits; only base/mem may end the program.
found=$(find src -mindepth 2 -name '*.[ch]' ! -path 'src/base/mem.c' -exec \
	grep -nE '\b(printf|puts|putchar|perror|exit|_exit|vprintf)[ ]*\(' /dev/null {} + |
	grep -vE '__attribute__|format\(printf') && complain "$found: the engine neither prints nor exits"
found=$(grep -nE '\binet_pton[ ]*\(' $(find src ui -name '*.[ch]' ! -path src/base/address.c) /dev/null) &&
	complain "$found: base/address.h reads numeric addresses"

# Plain English (HACKING.md): a noun instead of these words, in comments and strings. Not yet held to it:
# src/advice and the sentences for users (N_() and _(), continued lines among them) of the files below, which
# are being rewritten, and the tests that quote these; {nobody} is the name of a rule's argument.
unplain='\\b(whoever|nobody|somebody|anew|all the same|in its place|is told)\\b'
texts='src/know/blocklists.c src/options.c src/practice/scenario.c src/reason/rules/rules_cert_names.c
	src/words/words_compare.c src/words/words_endpoint.c src/words/words_event.c src/words/words_path.c
	src/words/words_starttls.c ui/commands.c tests/unit/test-words-path.c'
found=$(find src ui tests bench \( -name '*.[ch]' -o -name '*.def' -o -name '*.sh' \) ! -path 'src/advice/*' \
	! -name test-house.sh -exec grep -niE "$unplain" /dev/null {} + | grep -vE '"nobody"[,;]' |
	while IFS= read -r line; do
		case " $(echo $texts) " in
		*" ${line%%:*} "*) echo "$line" | grep -qE '^[^"]*(/\*|:\s\*)' && echo "$line" ;;
		*) echo "$line" ;;
		esac
	done)
[ -z "$found" ] || complain "$found: say it in plain English"

# Every file with a sentence for translators is in po/POTFILES.in, and no others are.
marked=$(grep -lE '(^|[^A-Za-z0-9_])(_|N_|ngettext)\(("|$)' $sources /dev/null |
	grep -vE '^(tests|bench)/|/i18n\.h$' | LC_ALL=C sort)
listed=$(grep -v '^#' po/POTFILES.in | LC_ALL=C sort)
[ "$marked" = "$listed" ] || {
	complain "po/POTFILES.in differs from the files that hold _(…) or N_(…):"
	printf '%s\n' "$marked" "$listed" | LC_ALL=C sort | uniq -u
}
exit $status
