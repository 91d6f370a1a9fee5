#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# data/providers.am and data/practice.am name every file of their folders and no other; every recorded network of
# practice/recorded.c has its file, and its line in tests/lab/practice.tsv.
set -eu
top=${srcdir:-.}
listed=$(sed -n 's/^\t\(data\/providers\/[^ ]*\).*/\1/p' "$top/data/providers.am" | LC_ALL=C sort)
there=$(cd "$top" && find data/providers -name '*.xml' | LC_ALL=C sort)
[ -n "$listed" ] || { echo "data/providers.am lists no file"; exit 1; }
[ "$listed" = "$there" ] || {
	echo "data/providers.am and data/providers/ differ (in only one of them):"
	printf '%s\n%s\n' "$listed" "$there" | LC_ALL=C sort | uniq -u
	exit 1
}
listed=$(sed -n 's/^\t\(data\/practice\/[^ ]*\).*/\1/p' "$top/data/practice.am" | LC_ALL=C sort)
there=$(cd "$top" && find data/practice -name '*.case' | LC_ALL=C sort)
named=$(sed -n 's/^    {"\([a-z0-9-]*\)", N_(.*/data\/practice\/\1.case/p' "$top/src/practice/recorded.c" | LC_ALL=C sort)
made=$(sed -n 's/^\([a-z][a-z0-9-]*\)\t.*/data\/practice\/\1.case/p' "$top/tests/lab/practice.tsv" | LC_ALL=C sort)
for list in "$there" "$named" "$made"; do
	[ -n "$listed" ] && [ "$listed" = "$list" ] || {
		echo "data/practice.am, data/practice/, src/practice/recorded.c and tests/lab/practice.tsv differ:"
		printf '%s\n%s\n' "$listed" "$list" | LC_ALL=C sort | uniq -u
		exit 1
	}
done
# No path of the computer that recorded, and no name of its user.
! grep -l '/tmp/\|/home/\|/work/\|"container"' "$top"/data/practice/*.case
