/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For tests that go through a table: a failure names its row, and says names instead of numbers. To
 * be included after cmocka.h. */
#ifndef TESTS_NAMED_H
#define TESTS_NAMED_H

/* Fails unless got is wanted, in words: name_of() gives the name of a value; the rest is printf's,
 * and describes the row. */
#define assert_named(name_of, got, wanted, ...)                                                    \
	do {                                                                                       \
		if ((got) != (wanted)) {                                                           \
			print_error(__VA_ARGS__);                                                  \
			fail_msg(": %s instead of %s", name_of(got), name_of(wanted));             \
		}                                                                                  \
	} while (0)

#define assert_row(condition, ...)                                                                 \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			print_error(__VA_ARGS__);                                                  \
			fail_msg(": not true: %s", #condition);                                    \
		}                                                                                  \
	} while (0)

/* cmocka 2 deprecates assert_in_range(), and 1 has nothing else. */
#define assert_within(value, least, most)                                                          \
	do {                                                                                       \
		long long within_ = (long long)(value);                                            \
		if (within_ < (long long)(least) || within_ > (long long)(most))                   \
			fail_msg("%s is %lld, and not from %s to %s", #value, within_, #least,     \
				 #most);                                                           \
	} while (0)

#endif
