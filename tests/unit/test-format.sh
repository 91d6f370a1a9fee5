#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every C file is as .clang-format has it.  Releases of clang-format differ in details, so only the
# one that formatted the files is asked.
set -u
cd "${srcdir:-.}" || exit 1
release=14

version=$(clang-format --version 2>/dev/null | sed -E 's/.*version ([0-9]+).*/\1/')
[ "$version" = "$release" ] || { echo "clang-format $release is not installed"; exit 77; }
found=$(find src ui tests bench -name '*.[ch]' -exec clang-format --dry-run -Werror {} + 2>&1 |
	sed -nE 's/^([^:]+):.*error:.*/\1/p' | sort -u)
[ -z "$found" ] || { echo "$found: run clang-format -i"; exit 1; }
