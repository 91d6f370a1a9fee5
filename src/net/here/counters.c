/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "net/here/counters.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES 8192

static const struct {
	const char *file, *group, *name;
} counters[] = {
    [COUNTER_TCP_RETRANS_FAIL] = {"/proc/self/net/netstat", "TcpExt:", "TCPRetransFail"},
    [COUNTER_IP_OUT_REQUESTS] = {"/proc/self/net/snmp", "Ip:", "OutRequests"},
    [COUNTER_IP_OUT_TRANSMITS] = {"/proc/self/net/snmp", "Ip:", "OutTransmits"},
    [COUNTER_TCP_SYN_RETRANS] = {"/proc/self/net/netstat", "TcpExt:", "TCPSynRetrans"},
};
_Static_assert(sizeof counters / sizeof *counters == COUNTER_COUNT_, "a row for each");

/* The file has pairs of lines: "Group: name name …" and "Group: number number …". */
static int64_t find(FILE *file, const char *group, const char *name)
{
	char names[LINE_MAX_BYTES], numbers[LINE_MAX_BYTES];

	while (fgets(names, sizeof names, file) && fgets(numbers, sizeof numbers, file)) {
		if (strncmp(names, group, strlen(group)) != 0)
			continue;
		char *name_rest, *number_rest;
		char *word = strtok_r(names, " \n", &name_rest);
		char *number = strtok_r(numbers, " \n", &number_rest);

		for (; word && number; word = strtok_r(NULL, " \n", &name_rest),
				       number = strtok_r(NULL, " \n", &number_rest))
			if (!strcmp(word, name))
				return strtoll(number, NULL, 10);
	}
	return -1;
}

void counters_read(struct counters *c)
{
	for (int i = 0; i < COUNTER_COUNT_; i++) {
		FILE *file = fopen(counters[i].file, "re");

		c->v[i] = file ? find(file, counters[i].group, counters[i].name) : -1;
		if (file)
			fclose(file);
	}
}

void counters_emit(const struct counters *before, const struct counters *after, int silent,
		   void (*sink)(struct event *e, void *user), void *user)
{
	for (int i = 0; i < COUNTER_COUNT_; i++) {
		if (before->v[i] < 0 || after->v[i] < 0)
			continue;
		struct event *e = event_new(EVENT_COUNTER, 0);

		e->text = mem_strdup(counters[i].name);
		e->num = (int)(after->v[i] - before->v[i]);
		e->size = silent;
		sink(e, user);
	}
}
