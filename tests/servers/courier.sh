# SPDX-License-Identifier: GPL-3.0-or-later
# Courier on 143, 993, 110 and 995 of the fourth address pair, each port a couriertcpd of its own.

courier() # ADDRESS PORT PROGRAM…
{
	local address=$1 port=$2
	shift 2
	(
		export LD_LIBRARY_PATH=$others TCPDOPTS="-nodnslookup $no_ident"
		export COURIERTLS=$root/usr/bin/couriertls TLS_CERTFILE=$certs/other.pem TLS_VERIFYPEER=NONE
		export IMAP_CAPABILITY="IMAP4rev1 IDLE" IMAP_CAPABILITY_TLS="IMAP4rev1 IDLE AUTH=PLAIN"
		export POP3AUTH="" POP3AUTH_TLS="LOGIN PLAIN" IMAP_STARTTLS=YES POP3_STARTTLS=YES
		export IMAP_TLS_REQUIRED=1 POP3_TLS_REQUIRED=1
		[ "$port" = 993 ] && export IMAP_TLS=1
		[ "$port" = 995 ] && export POP3_TLS=1
		exec "$root/usr/sbin/couriertcpd" -address="$address" -nodnslookup $no_ident "$port" "$@"
	) >>"$run/log/courier" 2>&1 &
}

start_courier()
{
	local address login imap pop
	# Later releases never ask ident, and don't know the option.
	no_ident=
	! grep -qa noidentlookup "$root/usr/sbin/couriertcpd" || no_ident=-noidentlookup
	login=$root/usr/lib/courier/courier
	imap="$login/imaplogin $root/usr/bin/imapd Maildir"
	pop="$login/courierpop3login $login/courierpop3d Maildir"
	mkdir -p /run/courier/authdaemon
	getent passwd courier >/dev/null ||
		echo "courier:x:991:991::/var/lib/courier:/usr/sbin/nologin" >>/etc/passwd
	getent group courier >/dev/null || echo "courier:x:991:" >>/etc/group
	for address in 192.0.2.20 2001:db8::20; do
		courier $address 143 $imap
		courier $address 993 "$root/usr/bin/couriertls" -server -tcpd $imap
		courier $address 110 $pop
		courier $address 995 "$root/usr/bin/couriertls" -server -tcpd $pop
	done
}
