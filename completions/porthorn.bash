# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of porthorn's command line for bash.

# What may follow the option $before, begun with $word; false if it has no value.
_porthorn_value()
{
	case $before in
	--service) COMPREPLY=($(compgen -W "$services" -- "$word")) ;;
	--port) COMPREPLY=($(compgen -W '25 110 143 443 465 587 993 995 2525 4190' -- "$word")) ;;
	--theme) COMPREPLY=($(compgen -W 'auto dark light mono high-contrast' -- "$word")) ;;
	--to) COMPREPLY=($(compgen -W 'block-list cloud hoster network isp mail helpdesk' -- "$word")) ;;
	--system) COMPREPLY=($(compgen -W 'windows macos linux' -- "$word")) ;;
	--for) COMPREPLY=($(compgen -W 'thunderbird outlook-new outlook outlook-mac thunderbird-android fairemail apple-mail ios-mail gmail-app samsung-email em-client evolution kmail mutt msmtp printer other' -- "$word")) ;;
	--write) COMPREPLY=($(compgen -W 'autoconfig mobileconfig muttrc msmtprc mbsyncrc isyncrc fetchmailrc evolution-account evolution-identity evolution-transport postfix qr qr-text' -- "$word")) ;;
	--report) COMPREPLY=($(compgen -W 'text full json pem' -- "$word")) ;;
	--from) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
	--ca-file | --profile | --output | --case | --save-case | --check | --import)
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		compopt -o filenames 2>/dev/null
		;;
	--limit)
		COMPREPLY=($(compgen -S = -W "$(porthorn help limits 2>/dev/null | sed -n 's/^  \([a-z-]*\)=[0-9]*$/\1/p')" -- "$word"))
		;;
	--play) COMPREPLY=($(compgen -W '1 2 4' -- "$word")) ;;
	--timeout | --resolve | --error) ;;
	*) return 1 ;;
	esac
	return 0
}

_porthorn()
{
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb= i
	local options='--service --port --all-services --ipv4 -4 --ipv6 -6 --resolve --error --accounts --from --ca-file --profile --only-target
		--no-discovery --no-address --no-path --versions --no-versions --timeout --limit --for --system --untested --write --to --report --output --force --no-color --theme --no-history --no-summary --no-pager --no-sandbox --accessible --save-case --case --play --challenge --check --import --list --help -h --version -V'
	local services='smtp submission submissions imap imaps pop3 pop3s https submission-alt managesieve'

	COMPREPLY=()
	# "--report=te" comes as three words, or as one if COMP_WORDBREAKS has no "=".
	if [[ $word == --*=* ]]; then
		before=${word%%=*} word=${word#*=}
		_porthorn_value
		COMPREPLY=("${COMPREPLY[@]/#/$before=}")
		return
	fi
	[[ $word != = ]] || word=
	[[ $before != = ]] || before=${COMP_WORDS[COMP_CWORD-2]}
	_porthorn_value && return
	if [[ $word == -* ]]; then
		COMPREPLY=($(compgen -W "$options" -- "$word"))
		return
	fi
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in audit | settings | message | providers | explain | help | demo) verb=${COMP_WORDS[i]} ;; esac
	done
	case $verb in
	demo) COMPREPLY=($(compgen -W "$(porthorn demo --list 2>/dev/null | sed -n 's/^\([a-z][a-z0-9-]*\) .*/\1/p')" -- "$word")) ;;
	explain | help) COMPREPLY=($(compgen -W "options limits $(porthorn explain --list 2>/dev/null | sed -n 's/^  \([a-z0-9.-]*\) .*/\1/p')" -- "$word")) ;;
	settings | message) COMPREPLY=($(compgen -W "$(porthorn providers 2>/dev/null | sed -n 's/^\([a-z0-9.-]*\) .*/\1/p')" -- "$word")) ;;
	audit | providers) ;;
	*) COMPREPLY=($(compgen -W "audit settings message providers explain help demo $(porthorn providers 2>/dev/null | sed -n 's/^\([a-z0-9.-]*\) .*/\1/p')" -- "$word")) ;;
	esac
}
complete -F _porthorn porthorn
