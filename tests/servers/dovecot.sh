# SPDX-License-Identifier: GPL-3.0-or-later
# Dovecot on 143, 993, 110 and 995 of the same address pairs as Postfix, and Postfix's logins.

# Releases from 2.4 on call the same settings by other names.
case $(/usr/sbin/dovecot --version) in
2.[0-3].*) dovecot_new= ;;
*) dovecot_new=1 ;;
esac

dovecot_key() # CERTIFICATE: the lines that name it
{
	if [ "$dovecot_new" ]; then
		echo "ssl_server_cert_file = $certs/$1.crt"
		echo "ssl_server_key_file = $certs/$1.key"
	else
		echo "ssl_cert = <$certs/$1.crt"
		echo "ssl_key = <$certs/$1.key"
	fi
}

dovecot_certificate() # NUMBER CERTIFICATE
{
	local address
	for address in "192.0.2.$1" "2001:db8::$1"; do
		echo "local $address {"
		dovecot_key "$2"
		echo "}"
	done
}

# Any name and any password, for plain connections only inside TLS.
dovecot_logins()
{
	if [ "$dovecot_new" ]; then
		cat <<-END
			auth_allow_cleartext = no
			mail_driver = maildir
			mail_path = $run/mail/%{user}
			passdb static {
			  password = unused
			}
			userdb static {
			  fields {
			    uid = mail
			    gid = mail
			    home = $run/mail/%{user}
			  }
			}
		END
	else
		cat <<-END
			disable_plaintext_auth = yes
			mail_location = maildir:$run/mail/%u
			passdb {
			  driver = static
			  args = password=unused
			}
			userdb {
			  driver = static
			  args = uid=mail gid=mail home=$run/mail/%u
			}
		END
	fi
}

start_dovecot()
{
	mkdir -p $run/dovecot /var/lib/dovecot
	cat >$run/dovecot.conf <<-END
		${dovecot_new:+dovecot_config_version = 2.4.0
		dovecot_storage_version = 2.4.0}
		base_dir = $run/dovecot
		state_dir = /var/lib/dovecot
		log_path = $run/log/dovecot
		protocols = imap pop3
		listen = 192.0.2.10, 192.0.2.11, 192.0.2.12, 2001:db8::10, 2001:db8::11, 2001:db8::12
		auth_mechanisms = plain login
		$(dovecot_logins)
		service auth {
		  unix_listener sasl {
		    mode = 0666
		  }
		}
		ssl = yes
		$(dovecot_key good)
		$(dovecot_certificate 10 good)
		$(dovecot_certificate 11 self)
		$(dovecot_certificate 12 expired)
	END
	/usr/sbin/dovecot -c $run/dovecot.conf >"$run/log/dovecot-start" 2>&1
}
