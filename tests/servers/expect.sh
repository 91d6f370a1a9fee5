# SPDX-License-Identifier: GPL-3.0-or-later
# Asking porthorn and holding its JSON report against expectations, each one line of jq.
passed=0 failed=0
seven="--service smtp --service submission --service submissions --service imap --service imaps
	--service pop3 --service pop3s"
services=$seven
slow=$("$top/tests/slow")

# ask STATUS HOST NUMBER OPTION…: runs porthorn; the report is in $report
ask()
{
	local status=$1 host=$2 number=$3 got
	shift 3
	asked="$host $services $*"
	report=$run/report.json
	timeout $((90 * slow)) "${PORTHORN:-$top/porthorn}" --report json --ca-file "$certs/ca.crt" --only-target \
		--resolve "$host:192.0.2.$number" --resolve "$host:2001:db8::$number" \
		$services "$@" "$host" >"$report" 2>"$run/log/porthorn"
	got=$?
	if [ $got = "$status" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL: $asked: exit status $got instead of $status"
		[ -s "$report" ] || cat "$run/log/porthorn"
	fi
}

# expect WHAT JQ-EXPRESSION: holds of the last report
expect()
{
	if [ "$(jq --arg host "${asked%% *}" "$2" "$report" 2>&1)" = true ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL: $asked: $1"
		jq -c '[.summary.receive, .summary.send, .findings[].id], (.endpoints[] |
			[.service, .address, .verdict, (.stages | map_values(.outcome))])' "$report"
	fi
}
