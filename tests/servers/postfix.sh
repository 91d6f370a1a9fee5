# SPDX-License-Identifier: GPL-3.0-or-later
# Postfix on 25, 587 and 465 of three address pairs, one a certificate.

postfix_services() # NUMBER CERTIFICATE: lines of master.cf
{
	local address tls="-o smtpd_tls_cert_file=$certs/$2.crt -o smtpd_tls_key_file=$certs/$2.key
	  -o myhostname=mail.$2.test"

	for address in "192.0.2.$1" "[2001:db8::$1]"; do
		cat <<-END
			$address:25 inet n - n - - smtpd
			  $tls
			$address:587 inet n - n - - smtpd
			  $tls -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes
			$address:465 inet n - n - - smtpd
			  $tls -o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes
		END
	done
}

start_postfix()
{
	local etc=$run/postfix

	mkdir -p "$etc" $run/log /var/spool/postfix /var/lib/postfix &&
		chown postfix /var/lib/postfix
	cat >"$etc/main.cf" <<-END
		compatibility_level = 3.6
		mail_owner = postfix
		setgid_group = postdrop
		queue_directory = /var/spool/postfix
		data_directory = /var/lib/postfix
		command_directory = /usr/sbin
		daemon_directory = /usr/lib/postfix/sbin
		maillog_file = $run/log/postfix
		maillog_file_prefixes = $run/log
		inet_interfaces = all
		mynetworks =
		mydestination =
		smtpd_peername_lookup = no
		disable_dns_lookups = yes
		default_transport = discard:
		local_transport = discard:
		smtpd_tls_security_level = may
		smtpd_tls_auth_only = yes
		smtpd_sasl_type = dovecot
		smtpd_sasl_path = $run/dovecot/sasl
		smtpd_relay_restrictions = permit_sasl_authenticated, reject
	END
	cat >"$etc/master.cf" <<-END
		postlog unix-dgram n - n - 1 postlogd
		pickup unix n - n 60 1 pickup
		cleanup unix n - n - 0 cleanup
		qmgr unix n - n 300 1 qmgr
		tlsmgr unix - - n 1000? 1 tlsmgr
		rewrite unix - - n - - trivial-rewrite
		bounce unix - - n - 0 bounce
		proxymap unix - - n - - proxymap
		anvil unix - - n - 1 anvil
		discard unix - - n - - discard
		$(postfix_services 10 good)
		$(postfix_services 11 self)
		$(postfix_services 12 expired)
	END
	/usr/sbin/postfix -c "$etc" start >"$run/log/postfix-start" 2>&1
}
