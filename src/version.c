/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "version.h"

#include "base/i18n.h"
#include "sandbox.h"

/* configure says the same at its end. */
static const char *const without[] = {
#ifndef HAVE_LIBIDN2
    N_("Built without libidn2: names outside ASCII must be typed as xn--."),
#endif
#ifndef HAVE_PSL
    N_("Built without libpsl: whose a name is follows from a short list of registries."),
#endif
#ifndef HAVE_QRENCODE
    N_("Built without libqrencode: settings are not shown as QR codes."),
#endif
#ifndef HAVE_DANE
    N_("Built without libgnutls-dane: TLSA records are not tested."),
#endif
#ifndef HAVE_UNBOUND
    N_("Built without libunbound: DNS records of mail domains are not tested."),
#endif
#ifndef HAVE_CURL
    N_("Built without libcurl: MTA-STS policies are not tested."),
#endif
#if !defined HAVE_SECCOMP && !defined PORTABLE
    N_("Built without libseccomp: the sandbox does not limit system calls."),
#endif
#ifdef PORTABLE
    N_("A portable build: paths are not traced, and gateways and missing segments are not known."),
#endif
    NULL,
};

void version_text(struct buf *out)
{
	buf_printf(out, "porthorn %s\n", PACKAGE_VERSION);
	for (size_t i = 0; without[i]; i++)
		buf_printf(out, "%s\n", _(without[i]));
	sandbox_text(out);
}
