/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "tests/unit/leap.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <uv.h>

typedef void *run_thread(void *user);

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attr, run_thread *run,
			  void *user);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr, run_thread *run,
			  void *user);
int __real_pthread_join(pthread_t thread, void **ret);
int __wrap_pthread_join(pthread_t thread, void **ret);
int __real_uv_thread_create(uv_thread_t *thread, uv_thread_cb run, void *user);
int __wrap_uv_thread_create(uv_thread_t *thread, uv_thread_cb run, void *user);
int __real_uv_thread_join(uv_thread_t *thread);
int __wrap_uv_thread_join(uv_thread_t *thread);
int __real_uv_queue_work(uv_loop_t *loop, uv_work_t *work, uv_work_cb run, uv_after_work_cb after);
int __wrap_uv_queue_work(uv_loop_t *loop, uv_work_t *work, uv_work_cb run, uv_after_work_cb after);

#if defined __linux__ && defined __LP64__

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S INT64_C(1000000000)
#define NS_PER_MS INT64_C(1000000)
#define NEVER INT64_MAX
#define TICK_NS 1000 /* each look at the clock */
#define SETTLE_NS                                                                                  \
	100000 /* real time in which what the kernel still carries arrives, before a leap */
#define LOOK_NS (200 * NS_PER_MS)
#define FDS_MAX 256

/* ---- who works and who waits ---- */

struct waiter {
	struct pollfd fds[FDS_MAX + 1]; /* the last one wakes it */
	nfds_t n;
	int64_t until;
	const sigset_t *mask; /* while it waits; NULL: the thread's */
	struct waiter *next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct waiter *waiters;
static int waiting, working = 1; /* of which one is main() */
static int64_t now = NS_PER_S;	 /* a second after the start, as if */

static int real_ppoll(struct pollfd *fds, nfds_t n, int64_t ns, const sigset_t *mask)
{
	struct timespec t = {ns / NS_PER_S, ns % NS_PER_S};

	return (int)syscall(SYS_ppoll, fds, n, &t, mask, _NSIG / 8);
}

static int real_poll(struct pollfd *fds, nfds_t n, int64_t ns)
{
	return real_ppoll(fds, n, ns, NULL);
}

static bool has_news(struct waiter *w)
{
	return w->n && real_poll(w->fds, w->n, 0) != 0;
}

static bool any_has_news(void)
{
	for (struct waiter *w = waiters; w; w = w->next)
		if (w->until <= now || has_news(w))
			return true;
	return false;
}

static void wake(struct waiter *w)
{
	uint64_t one = 1;

	if (write(w->fds[w->n].fd, &one, sizeof one) < 0)
		abort();
}

static int64_t next_moment(void)
{
	int64_t next = NEVER;

	for (struct waiter *w = waiters; w; w = w->next)
		if (w->until < next)
			next = w->until;
	return next;
}

/* Under the lock. */
static void leap_if_all_wait(void)
{
	int64_t next = next_moment();

	if (waiting < working || next == NEVER || any_has_news())
		return;
	real_poll(NULL, 0, SETTLE_NS);
	if (any_has_news())
		return;
	now = next;
	for (struct waiter *w = waiters; w; w = w->next)
		if (w->until <= now)
			wake(w);
}

static void count_working(int more)
{
	pthread_mutex_lock(&lock);
	working += more;
	leap_if_all_wait();
	pthread_mutex_unlock(&lock);
}

void leap_over(int jobs)
{
	count_working(-jobs);
}

/* ---- waiting ---- */

static void begin_waiting(struct waiter *w, int ms)
{
	w->fds[w->n] = (struct pollfd){eventfd(0, EFD_CLOEXEC), POLLIN, 0};
	if (w->fds[w->n].fd < 0)
		abort();
	pthread_mutex_lock(&lock);
	w->until = ms < 0 ? NEVER : now + ms * NS_PER_MS;
	w->next = waiters;
	waiters = w;
	waiting++;
}

static void end_waiting(struct waiter *w)
{
	struct waiter **at = &waiters;

	while (*at != w)
		at = &(*at)->next;
	*at = w->next;
	waiting--;
	pthread_mutex_unlock(&lock);
	int err = errno;

	close(w->fds[w->n].fd);
	errno = err;
}

/* Until there is news, or it is time: like poll(). */
static int wait_for(struct waiter *w, int ms)
{
	int n = 0;

	begin_waiting(w, ms);
	for (;;) {
		leap_if_all_wait();
		n = w->n ? real_poll(w->fds, w->n, 0) : 0;
		if (n || w->until <= now)
			break;
		pthread_mutex_unlock(&lock);
		int woken = real_ppoll(w->fds, w->n + 1, LOOK_NS, w->mask);

		pthread_mutex_lock(&lock);
		if (woken < 0) {
			n = -1;
			break;
		}
	}
	end_waiting(w);
	return n;
}

static int wait_for_all(struct pollfd *fds, nfds_t n, int ms, const sigset_t *mask)
{
	struct waiter w = {.n = n, .mask = mask};

	if (!ms || n > FDS_MAX)
		return real_ppoll(fds, n, ms ? LOOK_NS : 0, mask);
	if (n)
		memcpy(w.fds, fds, n * sizeof *fds);
	int ready = wait_for(&w, ms);

	if (n)
		memcpy(fds, w.fds, n * sizeof *fds);
	return ready;
}

int poll(struct pollfd *fds, nfds_t n, int ms)
{
	return wait_for_all(fds, n, ms, NULL);
}

int ppoll(struct pollfd *fds, nfds_t n, const struct timespec *limit, const sigset_t *mask)
{
	int64_t ms =
	    limit ? limit->tv_sec * 1000 + (limit->tv_nsec + NS_PER_MS - 1) / NS_PER_MS : -1;

	return wait_for_all(fds, n, (int)ms, mask);
}

/* For what can be read, without a limit: what a portable build calls. */
int pselect(int n, fd_set *restrict in, fd_set *restrict out, fd_set *restrict odd,
	    const struct timespec *restrict limit, const sigset_t *restrict mask)
{
	struct waiter w = {.mask = mask};

	if (out || odd || limit)
		abort();
	for (int fd = 0; fd < n; fd++)
		if (FD_ISSET(fd, in) && w.n < FDS_MAX)
			w.fds[w.n++] = (struct pollfd){fd, POLLIN, 0};
	int ready = wait_for(&w, -1);

	FD_ZERO(in);
	for (nfds_t i = 0; ready > 0 && i < w.n; i++)
		if (w.fds[i].revents)
			FD_SET(w.fds[i].fd, in);
	return ready;
}

int __ppoll_chk(struct pollfd *fds, nfds_t n, const struct timespec *limit, const sigset_t *mask,
		size_t size);

int __ppoll_chk(struct pollfd *fds, nfds_t n, const struct timespec *limit, const sigset_t *mask,
		size_t size)
{
	(void)size;
	return ppoll(fds, n, limit, mask);
}

int __poll_chk(struct pollfd *fds, nfds_t n, int ms, size_t size);

/* What a fortified program calls. */
int __poll_chk(struct pollfd *fds, nfds_t n, int ms, size_t size)
{
	(void)size;
	return poll(fds, n, ms);
}

int epoll_pwait(int fd, struct epoll_event *events, int room, int ms, const sigset_t *mask)
{
	struct waiter w = {0};

	(void)mask;
	for (;;) {
		int n = (int)syscall(SYS_epoll_pwait, fd, events, room, 0, NULL, 0);

		if (n || !ms)
			return n;
		w.n = 1;
		w.fds[0] = (struct pollfd){fd, POLLIN, 0};
		n = wait_for(&w, ms);
		if (n < 0)
			return n;
		if (!n) /* it is time */
			return (int)syscall(SYS_epoll_pwait, fd, events, room, 0, NULL, 0);
	}
}

int epoll_wait(int fd, struct epoll_event *events, int room, int ms)
{
	return epoll_pwait(fd, events, room, ms, NULL);
}

int clock_gettime(clockid_t id, struct timespec *ret)
{
	if (id != CLOCK_MONOTONIC && id != CLOCK_MONOTONIC_COARSE)
		return (int)syscall(SYS_clock_gettime, id, ret);
	pthread_mutex_lock(&lock);
	int64_t ns = now += TICK_NS;

	pthread_mutex_unlock(&lock);
	ret->tv_sec = ns / NS_PER_S;
	ret->tv_nsec = ns % NS_PER_S;
	return 0;
}

#else

void leap_over(int jobs)
{
	(void)jobs;
}

static void count_working(int more)
{
	(void)more;
}

#endif

/* ---- threads and jobs ---- */

struct thread {
	run_thread *run;
	uv_thread_cb uv_run;
	void *user;
};

static void *run_thread_of(void *user)
{
	struct thread t = *(struct thread *)user;

	free(user);
	void *ret = t.run(t.user);

	count_working(-1);
	return ret;
}

static void run_uv_thread_of(void *user)
{
	struct thread t = *(struct thread *)user;

	free(user);
	t.uv_run(t.user);
	count_working(-1);
}

static struct thread *new_thread(struct thread t)
{
	struct thread *ret = malloc(sizeof *ret);

	if (!ret)
		abort();
	*ret = t;
	count_working(1);
	return ret;
}

static int began(struct thread *t, int err)
{
	if (err) {
		free(t);
		count_working(-1);
	}
	return err;
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr, run_thread *run,
			  void *user)
{
	struct thread *t = new_thread((struct thread){.run = run, .user = user});

	return began(t, __real_pthread_create(thread, attr, run_thread_of, t));
}

int __wrap_uv_thread_create(uv_thread_t *thread, uv_thread_cb run, void *user)
{
	struct thread *t = new_thread((struct thread){.uv_run = run, .user = user});

	return began(t, __real_uv_thread_create(thread, run_uv_thread_of, t));
}

/* Who joins a thread waits, and has no moment of its own. */
int __wrap_pthread_join(pthread_t thread, void **ret)
{
	count_working(-1);
	int err = __real_pthread_join(thread, ret);

	count_working(1);
	return err;
}

int __wrap_uv_thread_join(uv_thread_t *thread)
{
	count_working(-1);
	int err = __real_uv_thread_join(thread);

	count_working(1);
	return err;
}

struct job {
	uv_work_t *work;
	uv_work_cb run;
	uv_after_work_cb after;
	struct job *next;
};

static pthread_mutex_t jobs_lock = PTHREAD_MUTEX_INITIALIZER;
static struct job *jobs;

static void run_job(uv_work_t *work)
{
	pthread_mutex_lock(&jobs_lock);
	struct job *j = jobs;

	while (j->work != work)
		j = j->next;
	pthread_mutex_unlock(&jobs_lock);
	j->run(work);
}

/* A job works until its loop has heard of its end. */
static void job_is_back(uv_work_t *work, int status)
{
	pthread_mutex_lock(&jobs_lock);
	struct job **at = &jobs;

	while ((*at)->work != work)
		at = &(*at)->next;
	struct job *j = *at;

	*at = j->next;
	pthread_mutex_unlock(&jobs_lock);
	uv_after_work_cb after = j->after;

	free(j);
	count_working(-1);
	after(work, status);
}

int __wrap_uv_queue_work(uv_loop_t *loop, uv_work_t *work, uv_work_cb run, uv_after_work_cb after)
{
	struct job *j = malloc(sizeof *j);

	if (!j)
		abort();
	*j = (struct job){work, run, after, NULL};
	count_working(1);
	pthread_mutex_lock(&jobs_lock);
	j->next = jobs;
	jobs = j;
	pthread_mutex_unlock(&jobs_lock);
	return __real_uv_queue_work(loop, work, run_job, job_is_back);
}
