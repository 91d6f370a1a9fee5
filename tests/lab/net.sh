# SPDX-License-Identifier: GPL-3.0-or-later
# The lab's network, sourced by lab.sh.  One lab is six namespaces named after $L:
#
#   c client ── h home router, NAT ── i ISP router 1, carrier side ── j ISP router 2 ── s server
#                                                                     └── p proxy, or servers of others
# and w, where the relay keeps the wires and their delays.  Some situations add a node k or q (further()).
# Addresses are documentation addresses, private and carrier ranges; nothing leaves the namespaces.

nodes="c h i j s p w"
server4=198.51.100.10 server6=2001:db8:4::10
other4="203.0.113.131 203.0.113.132 203.0.113.133"
other6="2001:db8:5::21 2001:db8:5::22 2001:db8:5::23"
proxy4=203.0.113.130 proxy6=2001:db8:5::2

# Runs a command inside node $1.
at()
{
	local node=$1
	shift
	ip netns exec "$L$node" "$@"
}

# nft rules for node $1 from standard input or the arguments.
nft_at()
{
	local node=$1
	shift
	at "$node" nft -f - <<<"$*"
}

# A filter chain in node $1 on hook $2 with rule $3, for both families.
rule_at()
{
	nft_at "$1" "table inet lab { chain $2 { type filter hook $2 priority ${4:-0}; $3; }; }"
}

# A cable between nodes $1 and $2 with addresses and a delay of $7 microseconds each way.
cable()
{
	local a=$1 b=$2 four_a=$3 four_b=$4 six_a=$5 six_b=$6 delay=$7
	ip link add "to$b" netns "$L$a" type veth peer name "$a$b" netns "${L}w"
	ip link add "to$a" netns "$L$b" type veth peer name "$b$a" netns "${L}w"
	local end
	for end in "$a$b" "$b$a"; do
		at w ip link set "$end" promisc on up
	done
	ip -n "$L$a" link set "to$b" up
	ip -n "$L$b" link set "to$a" up
	ip -n "$L$a" addr add "$four_a" dev "to$b"
	ip -n "$L$b" addr add "$four_b" dev "to$a"
	ip -n "$L$a" addr add "$six_a" dev "to$b" nodad
	ip -n "$L$b" addr add "$six_b" dev "to$a" nodad
	wires="$wires $a$b $b$a $delay"
}

node_up()
{
	ip netns add "$L$1"
	ip -n "$L$1" link set lo up
	at "$1" sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 \
		net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 2>/dev/null
	at "$1" sysctl -qw net.ipv4.icmp_ratelimit="$icmp_ratelimit" net.ipv6.icmp.ratelimit="$icmp_ratelimit"
}

# A relay for the cables in $wires, of which the first loses $2 percent; its words go to $work/$1.
relay_up()
{
	# shellcheck disable=SC2086
	ip netns exec "${L}w" "$relay" "$2" $wires >"$work/$1" 2>&1 &
	pids="$pids $!"
	wait_for "$work/$1" ready
}

# One node more, $2, on a cable from node $1; the rest as cable() takes it.
further()
{
	[ -e "/run/netns/$L$2" ] || node_up "$2"
	wires=
	cable "$@"
	relay_up "relay-$1$2" 0
}

lab_up()
{
	local n
	wires=
	for n in $nodes; do node_up "$n"; done
	at w sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
	cable c h 192.168.1.2/24 192.168.1.1/24 2001:db8:1::2/64 2001:db8:1::1/64 300
	cable h i 100.64.0.2/24 100.64.0.1/24 2001:db8:2::2/64 2001:db8:2::1/64 4000
	cable i j 203.0.113.1/25 203.0.113.2/25 2001:db8:3::1/64 2001:db8:3::2/64 6000
	cable j s 198.51.100.1/24 $server4/24 2001:db8:4::1/64 $server6/64 3000
	cable j p 203.0.113.129/25 $proxy4/25 2001:db8:5::1/64 $proxy6/64 500
	for n in $other4; do ip -n "${L}p" addr add "$n/25" dev toj; done
	for n in $other6; do ip -n "${L}p" addr add "$n/64" dev toj nodad; done
	for n in h i j; do
		at $n sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	done
	routes c 192.168.1.1 2001:db8:1::1
	routes h 100.64.0.1 2001:db8:2::1
	routes i 203.0.113.2 2001:db8:3::2
	routes j 203.0.113.1 2001:db8:3::1
	routes s 198.51.100.1 2001:db8:4::1
	routes p 203.0.113.129 2001:db8:5::1
	ip -n "${L}i" -6 route add 2001:db8:1::/64 via 2001:db8:2::2
	nft_at h 'table ip nat { chain post { type nat hook postrouting priority 100; oifname "toi" masquerade; }; }'
	relay_up relay "$loss"
}

# Neighbours get to know each other first: a real network's routers have been talking for long.
warm()
{
	at "$1" timeout 3 bash -c ": </dev/tcp/$2/$3" 2>/dev/null
	at "$1" timeout 3 bash -c ": </dev/tcp/$4/$3" 2>/dev/null
}

routes()
{
	ip -n "$L$1" route add default via "$2"
	ip -n "$L$1" -6 route add default via "$3"
}

# Waits until file $1 has a line $2.
wait_for()
{
	local i
	for i in $(seq 100); do
		grep -q "^$2" "$1" 2>/dev/null && return
		read -r -t 0.05 <> <(:) || :
	done
	echo "lab: no \"$2\" in $1: $(cat "$1")" >&2
	return 1
}

lab_down()
{
	local n
	# shellcheck disable=SC2086
	[ -z "$pids" ] || kill $pids 2>/dev/null
	pids=
	for n in $nodes k q; do ip netns del "$L$n" 2>/dev/null; done
}
