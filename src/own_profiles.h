/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Providers of one's own, as the screens edit them: between the form and the files. */
#ifndef OWN_PROFILES_H
#define OWN_PROFILES_H

#include "ui/ui.h"

/* The options' user is a struct porthorn. */
extern const struct ui_profiles own_profiles;

#endif
