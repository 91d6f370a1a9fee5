# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of porthorn's command line for fish.

set -l services smtp submission submissions imap imaps pop3 pop3s https submission-alt managesieve
set -l verbs audit providers explain demo

complete -c porthorn -f
complete -c porthorn -n "not __fish_seen_subcommand_from $verbs" -a "$verbs"
complete -c porthorn -n "not __fish_seen_subcommand_from $verbs" -a "(porthorn providers 2>/dev/null | string match -r '^[a-z0-9.-]+(?= )')"
complete -c porthorn -n "__fish_seen_subcommand_from demo" -a "(porthorn demo --list 2>/dev/null | string match -r '^[a-z-]+(?= )')"
complete -c porthorn -n "__fish_seen_subcommand_from explain" -a "$services (porthorn explain 2>/dev/null | string replace -rf '^  ([a-z0-9-]+) .*' '\$1')"
complete -c porthorn -l service -x -a "$services" -d "Try only this service"
complete -c porthorn -l port -x -a "25 110 143 443 465 587 993 995 2525 4190" -d "Try only this port"
complete -c porthorn -l all-services -d "Try all services"
complete -c porthorn -s 4 -l ipv4 -d "Use IPv4 only"
complete -c porthorn -s 6 -l ipv6 -d "Use IPv6 only"
complete -c porthorn -l resolve -x -d "Take this address for a name"
complete -c porthorn -l ca-file -r -F -d "Trust these certificates in place of the system's"
complete -c porthorn -l only-target -d "Contact nobody but the target"
complete -c porthorn -l no-discovery -d "Ask no one which servers a domain has"
complete -c porthorn -l no-address -d "Keep the part before the @ on this computer"
complete -c porthorn -l import -r -d "Keep this provider file as your own"
complete -c porthorn -l check -r -d "Look through this provider file"
complete -c porthorn -l no-path -d "Do not look along the way"
complete -c porthorn -l no-versions -d "Do not ask which TLS versions a port takes"
complete -c porthorn -l timeout -x -d "Seconds for the whole run"
complete -c porthorn -l limit -x -d "Set a single limit" -a "(porthorn --help | string replace -rf '^  ([a-z-]+)=[0-9]+\$' '\$1=')"
complete -c porthorn -l report -x -a "text full json pem" -d "Write a report"
complete -c porthorn -l output -r -F -d "Write the report to a file"
complete -c porthorn -l force -d "Let files be replaced"
complete -c porthorn -l no-color -d "Use no colors"
complete -c porthorn -l no-history -d "Neither show nor remember what was tested"
complete -c porthorn -l no-summary -d "Leave nothing on the normal screen"
complete -c porthorn -l accessible -d "Tell everything in lines, with a menu of numbers"
complete -c porthorn -l save-case -r -F -d "Keep all that was seen"
complete -c porthorn -l case -r -F -d "Open a kept case"
complete -c porthorn -n "__fish_seen_subcommand_from demo" -l list -d "List the scenarios"
complete -c porthorn -s h -l help -d "Show a help text"
complete -c porthorn -s V -l version -d "Show the version"
