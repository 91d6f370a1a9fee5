# SPDX-License-Identifier: GPL-3.0-or-later
# Dovecot on 143, 993, 110 and 995 of the same address pairs as Postfix, and Postfix's logins.

dovecot_certificate() # NUMBER CERTIFICATE
{
	local address
	for address in "192.0.2.$1" "2001:db8::$1"; do
		echo "local $address {"
		echo "  ssl_cert = <$certs/$2.crt"
		echo "  ssl_key = <$certs/$2.key"
		echo "}"
	done
}

start_dovecot()
{
	mkdir -p $run/dovecot /var/lib/dovecot
	cat >$run/dovecot.conf <<-END
		base_dir = $run/dovecot
		state_dir = /var/lib/dovecot
		log_path = $run/log/dovecot
		protocols = imap pop3
		listen = 192.0.2.10, 192.0.2.11, 192.0.2.12, 2001:db8::10, 2001:db8::11, 2001:db8::12
		disable_plaintext_auth = yes
		auth_mechanisms = plain login
		mail_location = maildir:$run/mail/%u
		passdb {
		  driver = static
		  args = password=unused
		}
		userdb {
		  driver = static
		  args = uid=mail gid=mail home=$run/mail/%u
		}
		service auth {
		  unix_listener sasl {
		    mode = 0666
		  }
		}
		ssl = yes
		ssl_cert = <$certs/good.crt
		ssl_key = <$certs/good.key
		$(dovecot_certificate 10 good)
		$(dovecot_certificate 11 self)
		$(dovecot_certificate 12 expired)
	END
	/usr/sbin/dovecot -c $run/dovecot.conf >"$run/log/dovecot-start" 2>&1
}
