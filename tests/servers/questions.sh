# SPDX-License-Identifier: GPL-3.0-or-later
# What is asked of which servers, and what must come back.

all_rows() # JQ-CONDITION: holds for each of the fourteen rows (seven services, two families)
{
	echo "(.endpoints | length == 14) and all(.endpoints[]; $1)"
}
has() { echo "any(.findings[]; .id == \"$1\")"; }
lacks() { echo "($(has "$1")) | not"; }
# A line of the conversation with one service, as the saved case has it.
said() # TYPE SERVICE PATTERN
{
	jq -s "(.[] | select(.type == \"probe.begin\" and .service == \"$2\") | .endpoint) as \$row |
		any(.[]; .endpoint == \$row and .type == \"$1\" and (.text | test(\"$3\")))" "$run/case" |
		grep -q true
}
transcript() # TYPE SERVICE PATTERN
{
	said "$@" && passed=$((passed + 1)) && return
	failed=$((failed + 1))
	echo "FAIL: $asked: no $1 of $2 like $3"
}

# A healthy server pair: everything works, and the order of preference is RFC 8314's.
healthy()
{
	expect "mail can be read and sent" '.summary.receive == "ok" and .summary.send == "ok"'
	expect "every row is well" "$(all_rows '.outcome == "ok" and (.verdict == "ok" or .verdict == "note")')"
	expect "every row verified its certificate" "$(all_rows '.tls.verified')"
	expect "STARTTLS rows went through TLS" 'all(.endpoints[] | select(.security == "starttls");
		.stages.starttls.outcome == "ok" and .stages.tls.outcome == "ok" and
		.stages["caps-tls"].outcome == "ok")'
	expect "no warning and no problem" \
		'all(.findings[]; .verdict == "ok" or .verdict == "note")'
	expect "no sign of a middlebox" \
		'all(.findings[]; .id | test("^(greeting|starttls|proxy)[.]") | not)'
	expect "the settings begin with implicit TLS" '([.settings[] | select(.purpose == "receive")][0] |
		.protocol == "imap" and .port == 993 and .security == "tls") and
		([.settings[] | select(.purpose == "send")][0] |
		.protocol == "smtp" and .port == 465 and .security == "tls")'
	expect "every setting is one that worked" 'all(.settings[]; .host == $host)'
}

certificate_problem() # RULE WORD-OF-VERIFICATION
{
	expect "$1 is named" "$(has "$1")"
	expect "mail cannot be had safely" '.summary.receive != "ok" and .summary.send != "ok"'
	expect "no setting is proposed" '.settings == []'
	expect "every row says $2" "$(all_rows ".tls.verify_problems | index(\"$2\") != null")"
	expect "each conversation went on to its end" "$(all_rows '.stages.caps.outcome == "ok"')"
}

ask 0 mail.good.test 10 --save-case "$run/case" --force
healthy
transcript line.received smtp '^220 mail.good.test ESMTP Postfix'
transcript line.sent submission '^EHLO '
transcript line.sent submission '^STARTTLS'
transcript line.received submission '^250.AUTH PLAIN LOGIN'
transcript line.received imap '^[*] OK .*Dovecot'
transcript line.sent imap 'STARTTLS'
transcript line.received pop3 '^[+]OK'
transcript line.sent pop3 '^STLS'
transcript line.sent imaps 'LOGOUT'

ask 0 mail.other.test 20 --save-case "$run/case" --force
healthy
transcript line.received smtp '^220 mail.other.test ESMTP Exim'
transcript line.received imaps 'Courier'

ask 1 mail.self.test 11
certificate_problem tls.cert.self-signed self-signed
expect "nothing is said of expiry" "$(lacks tls.cert.expired)"

ask 1 mail.expired.test 12
certificate_problem tls.cert.expired expired
expect "nothing is said of the signature" "$(lacks tls.cert.self-signed)"

# The good servers under a name that their certificate does not have.
ask 1 mail.wrong.test 10
certificate_problem tls.cert.wrong-name wrong-name

# STARTTLS asked of Postfix's port for implicit TLS, and the reverse.
services='--service submission --port 465'
ask 1 mail.good.test 10
expect "a TLS port is distinguished from a STARTTLS port" "$(has proto.tls-on-plain-port)"
services='--service submissions --port 587'
ask 1 mail.good.test 10
expect "a STARTTLS port is distinguished from a TLS port" "$(has proto.starttls-on-tls-setting)"

# An address of this computer where nothing listens.
services=$seven
ask 1 mail.closed.test 13
expect "a port without a listener is refused" "$(all_rows '.stages.tcp.outcome == "refused" and .verdict != "ok"')"
