/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "know/often.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/* By what the large providers say of themselves and where they sell access; a dozen at most. */
static const struct often rows[] = {
    {"US", "gmail outlook icloud yahoo microsoft365 gworkspace comcast att verizon spectrum aol "
	   "godaddy"},
    {"CA", "gmail outlook icloud microsoft365 gworkspace bell rogers telus shaw videotron yahoo "
	   "cogeco"},
    {"GB UK", "gmail outlook icloud microsoft365 gworkspace bt sky virginmedia talktalk yahoo "
	      "plusnet ionos"},
    {"IE", "gmail outlook icloud microsoft365 eir yahoo gworkspace"},
    {"AU", "gmail outlook icloud microsoft365 telstra optus iinet tpg gworkspace yahoo"},
    {"NZ", "gmail outlook icloud microsoft365 xtra gworkspace yahoo"},
    {"IN", "gmail outlook rediff zoho-in yahoo microsoft365 gworkspace godaddy"},
    {"DE", "gmx-de webde t-online gmail ionos outlook microsoft365 icloud strato vodafone-de "
	   "freenet posteo"},
    {"AT", "gmx-de gmail a1 outlook microsoft365 icloud webde ionos"},
    {"CH LI", "bluewin gmail gmx-de outlook icloud infomaniak microsoft365 sunrise proton"},
    {"FR", "orange-fr gmail free-fr sfr laposte outlook ovh microsoft365 bbox icloud yahoo ionos"},
    {"BE LU", "telenet proximus scarlet gmail outlook icloud microsoft365 combell"},
    {"NL", "gmail ziggo kpn outlook icloud microsoft365 xs4all freedom-nl soverin"},
    {"IT",
     "libero gmail virgilio tim aruba aruba-pec outlook tiscali-it icloud fastweb microsoft365 "
     "email-it"},
    {"ES", "gmail outlook movistar microsoft365 icloud yahoo ionos gworkspace"},
    {"PT", "sapo gmail outlook icloud microsoft365 yahoo"},
    {"PL", "wp onet o2pl interia gmail homepl outlook microsoft365"},
    {"CZ", "seznam gmail outlook microsoft365 icloud"},
    {"HU", "freemail-hu gmail outlook microsoft365 icloud"},
    {"BG", "abv gmail outlook microsoft365 icloud"},
    {"EE", "mail-ee gmail outlook microsoft365"},
    {"LV", "inboxlv gmail outlook microsoft365"},
    {"SE", "gmail outlook telia loopia bahnhof icloud microsoft365 one-com"},
    {"DK", "gmail outlook one-com icloud microsoft365"},
    {"NO FI IS", "gmail outlook icloud microsoft365 one-com gworkspace"},
    {"UA", "ukrnet gmail outlook icloud microsoft365"},
    {"RU BY KZ", "yandex mailru rambler gmail outlook"},
    {"JP",
     "gmail yahoo-jp docomo au softbank icloud ocn nifty biglobe so-net outlook microsoft365"},
    {"CN", "qq 163 126 qq-ex aliyun 139 sina sohu 189 outlook icloud"},
    {"KR", "naver daum gmail nate kakao outlook microsoft365"},
    {"BR", "gmail outlook uol bol terra-br ig globomail icloud microsoft365"},
    {"", "gmail outlook icloud microsoft365 gworkspace yahoo gmx-com proton zoho-us fastmail aol "
	 "mailcom"},
};

#define ROW_COUNT (sizeof rows / sizeof *rows)

static const struct often *row_for(const char *country)
{
	for (size_t i = 0; i + 1 < ROW_COUNT; i++) {
		struct strs codes = {0};

		strs_split(&codes, rows[i].region, " ");
		bool here = strs_has(&codes, country);

		strs_clear(&codes);
		if (here)
			return &rows[i];
	}
	return &rows[ROW_COUNT - 1];
}

const struct often *often_for(const char *locale)
{
	const char *at = locale ? strchr(locale, '_') : NULL;
	char *country = at ? mem_strndup(at + 1, strcspn(at + 1, ".@")) : mem_strdup("");
	const struct often *row = row_for(country);

	free(country);
	return row;
}

const struct often *often_all(size_t *ret_n)
{
	*ret_n = ROW_COUNT;
	return rows;
}
