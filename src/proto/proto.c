/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "proto/proto.h"

const struct proto *proto_of(enum protocol p)
{
	switch (p) {
	case PROTOCOL_SMTP:
		return &proto_smtp;
	case PROTOCOL_IMAP:
		return &proto_imap;
	case PROTOCOL_POP3:
		return &proto_pop3;
	case PROTOCOL_SIEVE:
		return &proto_sieve;
	case PROTOCOL_HTTPS:
	case PROTOCOL_COUNT_:
		break;
	}
	return NULL;
}

/* A conversation that fails at its beginning has nothing else to say. */
int proto_goodbye(const struct proto *proto)
{
	return proto->steps[0].fail;
}
