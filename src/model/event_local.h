/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * EVENT_LOCAL as words, "192.168.1.1 dev eth0 family ipv4 state reachable": as
 * the evidence view shows it, scenes write it, and cases of older versions
 * hold it in detail.
 *
 *   address    {address} dev {device}
 *   gateway    {address} dev {device} family {family} state {state}
 *   no-route   {family}: there is no default route
 *   link-down  {device}: an interface that is switched on but has no carrier
 *   tunnel     {device}: an interface of the kind VPNs use
 *   resolver   {address}
 *   container  {detail}: "docker", "podman", "lxc", "kubernetes", "wsl"
 *   dmi        {detail}: "sys_vendor=Hetzner"
 *   rule       {detail}: "nftables: tcp dport 25 drop", about the endpoint's port
 */
#ifndef MODEL_EVENT_LOCAL_H
#define MODEL_EVENT_LOCAL_H

#include "model/event.h"

/* Sets the fields of e's kind from words; the rest stays in detail. */
void event_local_read(struct event *e, const char *words);
/* The inverse. NULL if the event says only its kind; the caller frees. */
char *event_local_words(const struct event *e);

#endif
