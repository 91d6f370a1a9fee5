#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# data/providers.am names every file of data/providers/ and no other.
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
