#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The built program has what the compiler and the linker offer against memory errors, and gives up what it could gain
# by running others.
set -u
program=./porthorn
command -v readelf >/dev/null || { echo "readelf is not installed here"; exit 77; }
flags=$(sed -n 's/^HARDEN_CFLAGS = //p' Makefile) linked=$(sed -n 's/^HARDEN_LDFLAGS = //p' Makefile)
failed=0
complain() { echo "FAILED: $*"; failed=1; }
has() { readelf -W "$1" "$program" 2>/dev/null | grep -qE "$2" || complain "$3"; }
asked() { case " $flags $linked " in *" $1 "*) return 0 ;; esac; return 1; }

check_program()
{
	for flag in -fstack-clash-protection -fPIE; do
		asked $flag || complain "configure did not take $flag"
	done
	has -h 'Type: +DYN' 'it is at a fixed address'
	has -l 'GNU_RELRO' 'its tables can be written to'
	has -d 'BIND_NOW|FLAGS_1.*NOW' 'its functions are not bound at the start'
	readelf -W -l "$program" | grep -qE 'GNU_STACK.* RWE ' && complain 'its stack can be executed'
	readelf -W -l "$program" | grep -qE 'LOAD.* RWE ' && complain 'a segment can be written and executed'
	readelf -W -d "$program" | grep -qE 'RPATH|RUNPATH|TEXTREL' && complain 'it looks for libraries in folders of its own'
	# The C library's own start is not marked everywhere, so the program as a whole may not be.
	if asked -fcf-protection; then
		readelf -W -n src/main.o | grep -q 'IBT, SHSTK' || complain 'control flow is not protected'
	fi
	readelf -W --dyn-syms "$program" | grep -q __stack_chk_fail || complain 'the stack has no canary'
	case " $(sed -n 's/^CFLAGS = //p' Makefile) " in
	*' -O0 '*) ;;
	*) readelf -W --dyn-syms "$program" | grep -q '_chk@' || complain 'calls of the C library are not checked' ;;
	esac
}
# Sanitizers have checks of their own instead.
[ -z "$flags" ] || check_program

[ $failed = 0 ] || exit 1
[ -d /proc/self ] && ! grep -q '^#define PORTABLE' config.h || exit 0
# From its start on, no program that it runs can have more rights than it.
XDG_STATE_HOME=$PWD/no-state XDG_CONFIG_HOME=$PWD/no-state PORTHORN_DATA=${srcdir:-.}/data \
	"$program" demo home --report text >/dev/null 2>&1 </dev/null &
pid=$!
until grep -q '^NoNewPrivs:.*1' "/proc/$pid/status" 2>/dev/null; do
	kill -0 $pid 2>/dev/null || { complain 'it may still gain rights'; break; }
done
kill $pid 2>/dev/null
wait $pid
exit $failed
