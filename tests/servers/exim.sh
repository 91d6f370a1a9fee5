# SPDX-License-Identifier: GPL-3.0-or-later
# Exim on 25, 587 and 465 of the fourth address pair, unpacked, with our configuration in the copy of /etc.

start_exim()
{
	getent passwd Debian-exim >/dev/null ||
		echo "Debian-exim:x:990:990::/var/spool/exim4:/usr/sbin/nologin" >>/etc/passwd
	getent group Debian-exim >/dev/null || echo "Debian-exim:x:990:" >>/etc/group
	mkdir -p /etc/exim4 /var/lib/exim4 /var/spool/exim4 $run/log/exim &&
		chown -R Debian-exim: /var/spool/exim4 $run/log/exim && chmod 755 $certs && chmod 644 $certs/other.key
	cat >/etc/exim4/exim4.conf <<-END
		primary_hostname = mail.other.test
		local_interfaces = <; 192.0.2.20 ; 2001:db8::20
		daemon_smtp_ports = 25 : 587 : 465
		tls_on_connect_ports = 465
		spool_directory = /var/spool/exim4
		log_file_path = $run/log/exim/%slog
		host_lookup =
		rfc1413_query_timeout = 0s
		tls_advertise_hosts = *
		tls_certificate = $certs/other.crt
		tls_privatekey = $certs/other.key
		auth_advertise_hosts = \${if eq{\$tls_in_cipher}{}{}{*}}
		begin authenticators
		plain:
		  driver = plaintext
		  public_name = PLAIN
		  server_prompts = :
		  server_condition = false
	END
	chmod 644 /etc/exim4/exim4.conf
	LD_LIBRARY_PATH=$others "$root/usr/sbin/exim4" -bd >"$run/log/exim-start" 2>&1
}
others=$root/usr/lib:$(echo $root/usr/lib/*-linux-gnu)
