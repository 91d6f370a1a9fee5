/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Started by bench/beside, where the servers at 10.9.0.2 and 10.9.0.3 are a known round trip away: how
 * many round trips a report takes, and what others take for the same ports. Times alternate, so that
 * what else the computer does meets all of them.
 */
#include "config.h"

#include "base/mem.h"
#include "bench/chain.h"
#include "bench/terminal.h"

#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>

#define ROUNDS 7
#define WARM 1
/* Bars, see doc/FIGURES. */
#define OF_CHAIN 1.10
#define OF_PARALLEL 1.25
#define FIRST_NEWS_MS 5

extern char **environ;

static double rtt_ms;

static int run_status(const char *command)
{
	const char *args[] = {"bash", "-c", command, NULL};
	pid_t pid;
	int status;

	if (posix_spawnp(&pid, "bash", NULL, NULL, (char *const *)args, environ))
		terminal_give_up("there is no bash");
	if (waitpid(pid, &status, 0) != pid)
		terminal_give_up("a command got lost");
	return status;
}

static double run_ms(const char *command)
{
	double began = terminal_now_ms();

	run_status(command);
	return terminal_now_ms() - began;
}

/* ---- one server or two ---- */

#define S                                                                                          \
	"s() { openssl s_client -connect $1:$2 ${3:+-starttls $3} -CAfile $CA </dev/null >/dev/null 2>&1; }; "
#define ONE "10.9.0.2 "
#define TWO "10.9.0.3 "
#define SENDING(at, end) "s " at "25 smtp" end "s " at "587 smtp" end "s " at "465" end
#define READING(at, end)                                                                           \
	"s " at "143 imap" end "s " at "993" end "s " at "110 pop3" end "s " at "995" end
#define REST(at, end) "s " at "2525 smtp" end "s " at "4190 sieve" end "s " at "443" end
#define RUN                                                                                        \
	"$PORTHORN --report=json --force --save-case=$CASE --ca-file=$CA -4 --only-target "        \
	"--no-path "
#define AT_ONE "--resolve=mail.practice.example:10.9.0.2 "
#define AT_TWO AT_ONE "--resolve=smtp.practice.example:10.9.0.3 "
#define MAIL_PORTS "--port=25 --port=587 --port=465 --port=143 --port=993 --port=110 --port=995 "
#define TO_NULL ">/dev/null 2>&1"

static const struct layout {
	const char *what, *porthorn, *openssl;
	bool has_bars; /* with more ports at a server politeness comes first */
} layouts[] = {
    {"3 ports at one server",
     RUN AT_ONE "--port=587 --port=465 --port=993 mail.practice.example " TO_NULL,
     S "s " ONE "587 smtp & s " ONE "465 & s " ONE "993 & wait", true},
    {"7 ports at one server", RUN AT_ONE MAIL_PORTS "mail.practice.example " TO_NULL,
     S SENDING(ONE, " & ") READING(ONE, " & ") "wait", true},
    {"10 ports at one server", RUN AT_ONE "--all-services mail.practice.example " TO_NULL,
     S SENDING(ONE, " & ") READING(ONE, " & ") REST(ONE, " & ") "wait", false},
    {"8 ports at two servers", RUN AT_TWO "--profile=$WORK/two.xml two " TO_NULL,
     S SENDING(TWO, " & ") READING(ONE, " & ") "s " TWO "2525 smtp & wait", true},
};

/* A provider with its four ports for reading on one server, four for sending on the other. */
static void write_profile(const char *work)
{
	static const char *const reading[] = {"imap", "143", "STARTTLS", "imap", "993", "SSL",
					      "pop3", "110", "STARTTLS", "pop3", "995", "SSL"},
				 *const sending[] = {"587", "STARTTLS", "465",	"SSL",
						     "25",  "STARTTLS", "2525", "STARTTLS"};
	char *name = mem_printf("%s/two.xml", work);
	FILE *f = fopen(name, "we");

	if (!f)
		terminal_give_up("no profile can be written");
	fputs("<clientConfig version=\"1.1\"><emailProvider id=\"two\"><domain>two.example"
	      "</domain><displayName>Two</displayName>\n",
	      f);
	for (size_t i = 0; i < sizeof reading / sizeof *reading; i += 3)
		fprintf(
		    f,
		    "<incomingServer type=\"%s\"><hostname>mail.practice.example</hostname><port>%s"
		    "</port><socketType>%s</socketType><authentication>password-cleartext"
		    "</authentication><username>%%EMAILADDRESS%%</username></incomingServer>\n",
		    reading[i], reading[i + 1], reading[i + 2]);
	for (size_t i = 0; i < sizeof sending / sizeof *sending; i += 2)
		fprintf(
		    f,
		    "<outgoingServer type=\"smtp\"><hostname>smtp.practice.example</hostname><port>%s"
		    "</port><socketType>%s</socketType><authentication>password-cleartext"
		    "</authentication><username>%%EMAILADDRESS%%</username></outgoingServer>\n",
		    sending[i], sending[i + 1]);
	fputs("</emailProvider></clientConfig>\n", f);
	fclose(f);
	free(name);
}

static void print_bar(const char *what, double ratio, double bar, bool has_bar)
{
	printf("%-46s %8.2f", what, ratio);
	if (has_bar)
		printf("     bar %.2f%s", bar, ratio > bar ? "  MISSED" : "");
	putchar('\n');
}

static void measure_layout(const struct layout *l)
{
	double own[ROUNDS], beside[ROUNDS];
	struct chain chain = {0};

	for (int i = -WARM; i < ROUNDS; i++) {
		double a = run_ms(l->porthorn), b = run_ms(l->openssl);

		if (i < 0)
			continue;
		own[i] = a;
		beside[i] = b;
		chain_read(&chain, getenv("CASE"), rtt_ms);
	}
	double ms = terminal_median(own, ROUNDS), other_ms = terminal_median(beside, ROUNDS);

	printf("\n%s (%zu seen), medians of %d\n", l->what, chain.ports, ROUNDS);
	printf("%-46s %8.1f ms\n", "  start to report", ms);
	printf("%-46s %8d round trips\n", "  the slowest port's chain", chain.rounds);
	printf("%-46s %8d round trips\n", "  the last port's, with the wait for its turn",
	       chain.rounds_in_turn);
	print_bar("  report : slowest port's chain", ms / (chain.rounds * rtt_ms), OF_CHAIN,
		  l->has_bars);
	printf("%-46s %8.1f ms\n", "  openssl, all ports in parallel", other_ms);
	print_bar("  report : openssl in parallel", ms / other_ms, OF_PARALLEL, l->has_bars);
	printf("%-46s %8.1f ms     bar %.1f%s\n", "  first news", chain.first_news_ms,
	       rtt_ms + FIRST_NEWS_MS,
	       chain.first_news_ms > rtt_ms + FIRST_NEWS_MS ? "  MISSED" : "");
	fflush(stdout);
}

/* ---- ports and name servers that do not answer ---- */

#define WAIT(address) RUN "--resolve=mail.practice.example:" address " "
/* Kept beyond a limit: what the computer takes to notice. */
static const struct wait {
	const char *what, *command;
	double bar_ms;
} waits[] = {
    {"a dropped port beside answering ones",
     WAIT("10.9.0.4") "--port=587 --port=993 --port=2525 mail.practice.example " TO_NULL, 3050},
    {"a dropped port alone", WAIT("10.9.0.4") "--port=2525 mail.practice.example " TO_NULL, 8050},
    {"all eight ports dropped", WAIT("10.9.0.5") "mail.practice.example " TO_NULL, 8050},
    {"a dead name server", RUN "mail.practice.example " TO_NULL, 6000},
};

static void measure_waits(void)
{
	putchar('\n');
	for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
		struct chain chain;

		run_status(waits[i].command);
		chain_read(&chain, getenv("CASE"), rtt_ms);
		printf("%-46s %8.0f ms     bar %.0f%s\n", waits[i].what, chain.end_ms,
		       waits[i].bar_ms, chain.end_ms > waits[i].bar_ms ? "  MISSED" : "");
		fflush(stdout);
	}
}

/* ---- beside others ---- */

#define EACH_SMTP(command) "for p in 25 587 465; do " command "; done"

static const struct tool {
	const char *name, *what, *version, *command;
	int rounds; /* fewer where once takes long */
} tools[] = {
    {"porthorn", "7 ports: names, capabilities, certificates, verdict", "$PORTHORN --version",
     RUN AT_ONE MAIL_PORTS "mail.practice.example " TO_NULL, ROUNDS},
    {"openssl", "7 ports in parallel: TLS", "openssl version",
     S SENDING(ONE, " & ") READING(ONE, " & ") "wait", ROUNDS},
    {"openssl", "7 ports in sequence: TLS", "openssl version",
     S SENDING(ONE, "; ") READING(ONE, "; "), ROUNDS},
    {"gnutls-cli", "7 ports in parallel: TLS", "gnutls-cli --version | head -1",
     "g() { gnutls-cli --x509cafile=$CA --verify-hostname=mail.practice.example "
     "${2:+--starttls-proto=$2} -p $1 10.9.0.2 </dev/null >/dev/null 2>&1; }; "
     "g 25 smtp & g 587 smtp & g 465 & g 143 imap & g 993 & g 110 pop3 & g 995 & wait",
     ROUNDS},
    {"nmap -sT", "7 ports: open or not", "nmap --version | head -1",
     "nmap -sT -Pn -n -p25,587,465,143,993,110,995 10.9.0.2 " TO_NULL, ROUNDS},
    {"nmap with scripts", "7 ports: capabilities, certificates", "nmap --version | head -1",
     "nmap -sT -Pn -n -p25,587,465,143,993,110,995 --script "
     "smtp-commands,imap-capabilities,pop3-capabilities,ssl-cert 10.9.0.2 " TO_NULL,
     ROUNDS},
    {"msmtp --serverinfo", "3 ports in sequence: extensions, certificate",
     "msmtp --version | head -1",
     EACH_SMTP("msmtp --serverinfo --host=10.9.0.2 --port=$p --tls=on --tls-certcheck=off "
	       "--tls-starttls=$([ $p = 465 ] && echo off || echo on) " TO_NULL),
     ROUNDS},
    {"swaks", "3 ports in sequence: extensions", "swaks --version | head -1",
     EACH_SMTP("swaks --server 10.9.0.2 --port $p --quit-after TLS "
	       "$([ $p = 465 ] && echo --tls-on-connect || echo --tls) " TO_NULL),
     ROUNDS},
    {"posttls-finger", "3 ports in sequence: certificate",
     "postconf mail_version 2>/dev/null || dpkg-query -W postfix",
     EACH_SMTP(
	 "posttls-finger -c -l may -t 5 $([ $p = 465 ] && echo -w) \"[10.9.0.2]:$p\" " TO_NULL),
     ROUNDS},
    {"porthorn --versions", "1 port, and which versions of TLS", "$PORTHORN --version",
     RUN AT_ONE "--versions --port=587 mail.practice.example " TO_NULL, ROUNDS},
    {"testssl -p", "1 port: which versions of TLS (measured once)", "dpkg-query -W testssl.sh",
     "testssl --quiet --warnings off --ip one -p --starttls smtp 10.9.0.2:587 " TO_NULL, 1},
};
#define TOOLS (sizeof tools / sizeof *tools)

/* The first word of the name is the program's. */
static bool is_there(const struct tool *t)
{
	int len = (int)strcspn(t->name, " ");
	char *command = mem_printf("command -v %.*s >/dev/null", len, t->name);
	bool there = !strncmp(t->name, "porthorn", (size_t)len) || !run_status(command);

	free(command);
	return there;
}

/* The first line that the command prints. */
static void print_version(const char *command)
{
	char *file = mem_printf("%s/version", getenv("WORK")), line[200] = "";
	char *to_file = mem_printf("{ %s; } >%s", command, file);

	run_status(to_file);
	FILE *f = fopen(file, "re");

	if (f && fgets(line, sizeof line, f))
		line[strcspn(line, "\n")] = '\0';
	if (f)
		fclose(f);
	printf("%s", line);
	free(to_file);
	free(file);
}

static void measure_tools(void)
{
	static double took[TOOLS][ROUNDS];
	bool there[TOOLS];
	time_t now = time(NULL);
	char day[32];
	struct utsname of;

	for (size_t k = 0; k < TOOLS; k++)
		there[k] = is_there(&tools[k]);
	for (int i = 0; i < ROUNDS; i++)
		for (size_t k = 0; k < TOOLS; k++)
			if (there[k] && i < tools[k].rounds)
				took[k][i] = run_ms(tools[k].command);
	strftime(day, sizeof day, "%Y-%m-%d", localtime(&now));
	uname(&of);
	printf(
	    "\nMeasured on %s (Linux %s), %.0f ms there and back, medians of %d, alternating.\n\n",
	    day, of.release, rtt_ms, ROUNDS);
	printf("| program | what it answers | time | beside porthorn | version |\n");
	printf("|---|---|---:|---:|---|\n");
	double own = 0;

	for (size_t k = 0; k < TOOLS; k++) {
		if (!there[k]) {
			printf("| %s | %s | not installed here | | |\n", tools[k].name,
			       tools[k].what);
			continue;
		}
		double ms =
		    tools[k].rounds < ROUNDS ? took[k][0] : terminal_median(took[k], ROUNDS);

		if (!strncmp(tools[k].name, "porthorn", 8))
			own = ms;
		printf("| %s | %s | %.2f s | %.2f | ", tools[k].name, tools[k].what, ms / 1000,
		       ms / own);
		print_version(tools[k].version);
		printf(" |\n");
	}
}

int main(int argc, char **argv)
{
	if (argc != 4)
		terminal_give_up("bench/beside starts this program");
	rtt_ms = strtod(argv[1], NULL);
	setenv("WORK", argv[2], 1);
	setenv("PORTHORN", argv[3], 1);
	char *file = mem_printf("%s/ca.pem", argv[2]);

	setenv("CA", file, 1);
	free(file);
	file = mem_printf("%s/last.case", argv[2]);
	setenv("CASE", file, 1);
	free(file);
	write_profile(argv[2]);
	for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
		measure_layout(&layouts[i]);
	measure_waits();
	measure_tools();
	return 0;
}
