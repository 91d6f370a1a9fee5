/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bench/chain.h"

#include "base/str.h"
#include "bench/terminal.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PORTS_MAX 256

struct port {
	int rounds;
	double began_ms; /* to connect */
	bool begun;
};

static const char *text(const json_t *e, const char *key)
{
	const char *s = json_string_value(json_object_get(e, key));

	return s ? s : "";
}

/* What an event says about waiting for the other end. */
static int rounds_of(const json_t *e, const char *type)
{
	if (str_eq(type, "connected") || str_eq(type, "greeting"))
		return 1;
	if (str_eq(type, "tls.session"))
		return str_eq(text(e, "version"), "TLS1.3") ? 1 : 2;
	return str_eq(type, "line.sent") && !str_eq(text(e, "stage"), "quit");
}

void chain_read(struct chain *ret, const char *case_file, double rtt_ms)
{
	static struct port ports[PORTS_MAX];
	double first_ms = -1, news_ms = -1;
	FILE *f = fopen(case_file, "re");
	char *line = NULL;
	size_t cap = 0;

	if (!f)
		terminal_give_up("a run has saved no case");
	memset(ports, 0, sizeof ports);
	*ret = (struct chain){0};
	while (getline(&line, &cap, f) > 0) {
		json_t *e = json_loads(line, 0, NULL);
		const char *type = text(e, "type");
		struct port *p =
		    &ports[json_integer_value(json_object_get(e, "endpoint")) % PORTS_MAX];
		double at_ms = (double)json_integer_value(json_object_get(e, "at_us")) / 1000;

		if (str_eq(type, "stage.begin") && str_eq(text(e, "stage"), "tcp")) {
			p->begun = true;
			p->began_ms = at_ms;
			first_ms = first_ms < 0 ? at_ms : first_ms;
		}
		if (str_eq(type, "connected") && news_ms < 0)
			news_ms = at_ms;
		p->rounds += rounds_of(e, type);
		if (str_eq(type, "probe.end"))
			ret->end_ms = at_ms;
		json_decref(e);
	}
	free(line);
	fclose(f);
	ret->first_news_ms = news_ms - first_ms;
	for (size_t i = 1; i < PORTS_MAX; i++) {
		int in_turn =
		    ports[i].rounds + (int)lround((ports[i].began_ms - first_ms) / rtt_ms);

		if (!ports[i].begun)
			continue;
		ret->ports++;
		if (ports[i].rounds > ret->rounds)
			ret->rounds = ports[i].rounds;
		if (in_turn > ret->rounds_in_turn)
			ret->rounds_in_turn = in_turn;
	}
}
