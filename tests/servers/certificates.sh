# SPDX-License-Identifier: GPL-3.0-or-later
# A root of our own, and for each set of servers a certificate: good, self-signed, expired.
certs=$run/certs

certificate() # NAME HOST CERTTOOL-OPTION…; more lines of the template on standard input
{
	local name=$1 host=$2
	shift 2
	{ printf '%s\n' "cn = \"$host\"" "dns_name = \"$host\"" tls_www_server signing_key; cat; } \
		>"$certs/$name.cfg"
	certtool --generate-privkey --key-type ecdsa --outfile "$certs/$name.key" &&
		certtool "$@" --load-privkey "$certs/$name.key" --template "$certs/$name.cfg" \
			--outfile "$certs/$name.crt" &&
		cat "$certs/$name.key" "$certs/$name.crt" >"$certs/$name.pem"
}

make_certificates()
{
	local signed="--generate-certificate --load-ca-certificate $certs/ca.crt --load-ca-privkey $certs/ca.key"

	mkdir -p "$certs" && {
		certificate ca "porthorn test root" --generate-self-signed <<-END
			ca
			cert_signing_key
			expiration_days = 30
		END
		certificate good mail.good.test $signed <<<'expiration_days = 90'
		certificate self mail.self.test --generate-self-signed <<<'expiration_days = 90'
		certificate expired mail.expired.test $signed <<-END
			activation_date = "2020-01-01 00:00:00"
			expiration_date = "2021-01-01 00:00:00"
		END
		certificate other mail.other.test $signed <<<'expiration_days = 90'
	} >"$run/certtool.log" 2>&1
}
