// Loaded before libc into a process under test (LD_PRELOAD). It does two things
// to the files of one SQLite database, each asked for in the environment:
//
//   DUBAN_TEST_PRELOAD_DATABASE  the database, as a canonical path; required
//   DUBAN_TEST_PRELOAD_LOG       record every change of the database, its WAL and its
//                           journal, and every sync, into this file
//   DUBAN_TEST_PRELOAD_SYNC_US   make every sync of them take so many microseconds more
//
// A record is a header and, for a write, the bytes written. Writes are recorded
// before they are made and in the order in which they are made. A sync is
// recorded twice, when it begins and when it has ended: what was written between
// the two it need not cover.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { OP_CREATE = 1, OP_WRITE, OP_TRUNCATE, OP_UNLINK, OP_RENAME, OP_SYNCING, OP_SYNCED };
enum { NONE, DATABASE, WAL, JOURNAL, FOLDER };

struct record {
	uint64_t at; // nanoseconds, CLOCK_REALTIME
	uint32_t op, file;
	uint64_t offset, length;
};

static char database[4096], wal[4096], journal[4096], folder[4096];
static int sink = -1;
static long delay;
static uint8_t of_fd[65536];
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

static void *next(const char *name) {
	void *found = dlsym(RTLD_NEXT, name);
	if (!found) abort();
	return found;
}

__attribute__((constructor)) static void begin(void) {
	const char *path = getenv("DUBAN_TEST_PRELOAD_DATABASE"), *log = getenv("DUBAN_TEST_PRELOAD_LOG"), *us = getenv("DUBAN_TEST_PRELOAD_SYNC_US");
	if (!path || strlen(path) + 16 > sizeof database) return;
	strcpy(database, path);
	strcat(strcpy(wal, path), "-wal");
	strcat(strcpy(journal, path), "-journal");
	strcpy(folder, path);
	char *slash = strrchr(folder, '/');
	if (slash) *slash = 0;
	if (us) delay = atol(us);
	if (log && *log) sink = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (log && *log && sink < 0) abort(); // a record with holes would prove nothing
}

static int named(const char *path) {
	if (!*database || !path) return NONE;
	if (!strcmp(path, database)) return DATABASE;
	if (!strcmp(path, wal)) return WAL;
	if (!strcmp(path, journal)) return JOURNAL;
	if (!strcmp(path, folder)) return FOLDER;
	return NONE;
}

static int opened(int fd) { return fd >= 0 && fd < (int)sizeof of_fd ? of_fd[fd] : NONE; }

// note appends one record. Its caller holds order.
static void note(int op, int file, uint64_t offset, const void *data, uint64_t length) {
	if (sink < 0) return;
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	struct record r = {(uint64_t)t.tv_sec * 1000000000u + t.tv_nsec, op, file, offset, length};
	struct iovec parts[2] = {{&r, sizeof r}, {(void *)data, data ? length : 0}};
	if (syscall(SYS_writev, sink, parts, 2) != (long)(sizeof r + parts[1].iov_len)) abort();
}

static int opening(const char *path, int flags, mode_t mode, int (*real)(const char *, int, ...)) {
	int file = named(path);
	if (!file) return real(path, flags, mode);
	int saved;
	pthread_mutex_lock(&order);
	int there = syscall(SYS_faccessat, AT_FDCWD, path, F_OK, 0) == 0;
	int fd = real(path, flags, mode);
	saved = errno;
	if (fd >= 0 && fd < (int)sizeof of_fd) of_fd[fd] = file;
	if (fd >= 0 && !there && file != FOLDER) note(OP_CREATE, file, 0, NULL, 0);
	if (fd >= 0 && there && (flags & O_TRUNC)) note(OP_TRUNCATE, file, 0, NULL, 0);
	pthread_mutex_unlock(&order);
	errno = saved;
	return fd;
}

#define OPEN(name) \
	int name(const char *path, int flags, ...) { \
		static int (*real)(const char *, int, ...); \
		if (!real) real = next(#name); \
		va_list rest; \
		va_start(rest, flags); \
		mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
		va_end(rest); \
		return opening(path, flags, mode, real); \
	}
OPEN(open)
OPEN(open64)

int close(int fd) {
	static int (*real)(int);
	if (!real) real = next("close");
	if (opened(fd)) of_fd[fd] = NONE;
	return real(fd);
}

ssize_t write(int fd, const void *data, size_t length) {
	static ssize_t (*real)(int, const void *, size_t);
	if (!real) real = next("write");
	int file = opened(fd);
	if (!file) return real(fd, data, length);
	pthread_mutex_lock(&order);
	note(OP_WRITE, file, lseek(fd, 0, SEEK_CUR), data, length);
	ssize_t n = real(fd, data, length);
	int saved = errno;
	pthread_mutex_unlock(&order);
	errno = saved;
	return n;
}

#define PWRITE(name, offset_t) \
	ssize_t name(int fd, const void *data, size_t length, offset_t offset) { \
		static ssize_t (*real)(int, const void *, size_t, offset_t); \
		if (!real) real = next(#name); \
		int file = opened(fd); \
		if (!file) return real(fd, data, length, offset); \
		pthread_mutex_lock(&order); \
		note(OP_WRITE, file, offset, data, length); \
		ssize_t n = real(fd, data, length, offset); \
		int saved = errno; \
		pthread_mutex_unlock(&order); \
		errno = saved; \
		return n; \
	}
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(name, offset_t) \
	int name(int fd, offset_t length) { \
		static int (*real)(int, offset_t); \
		if (!real) real = next(#name); \
		int file = opened(fd); \
		if (!file) return real(fd, length); \
		pthread_mutex_lock(&order); \
		note(OP_TRUNCATE, file, length, NULL, 0); \
		int done = real(fd, length); \
		int saved = errno; \
		pthread_mutex_unlock(&order); \
		errno = saved; \
		return done; \
	}
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int unlink(const char *path) {
	static int (*real)(const char *);
	if (!real) real = next("unlink");
	int file = named(path);
	if (!file) return real(path);
	pthread_mutex_lock(&order);
	int done = real(path);
	int saved = errno;
	if (done == 0) note(OP_UNLINK, file, 0, NULL, 0);
	pthread_mutex_unlock(&order);
	errno = saved;
	return done;
}

int rename(const char *from, const char *to) {
	static int (*real)(const char *, const char *);
	if (!real) real = next("rename");
	int file = named(from) ? named(from) : named(to);
	if (file) {
		pthread_mutex_lock(&order);
		note(OP_RENAME, file, 0, NULL, 0);
		pthread_mutex_unlock(&order);
	}
	return real(from, to);
}

static int syncing(int fd, int (*real)(int)) {
	int file = opened(fd);
	if (!file) return real(fd);
	pthread_mutex_lock(&order);
	note(OP_SYNCING, file, 0, NULL, 0);
	pthread_mutex_unlock(&order);
	int done = real(fd);
	int saved = errno;
	if (delay > 0) {
		struct timespec t = {delay / 1000000, delay % 1000000 * 1000}, left;
		while (clock_nanosleep(CLOCK_MONOTONIC, 0, &t, &left) == EINTR) t = left;
	}
	if (done == 0) {
		pthread_mutex_lock(&order);
		note(OP_SYNCED, file, 0, NULL, 0);
		pthread_mutex_unlock(&order);
	}
	errno = saved;
	return done;
}

#define SYNC(name) \
	int name(int fd) { \
		static int (*real)(int); \
		if (!real) real = next(#name); \
		return syncing(fd, real); \
	}
SYNC(fsync)
SYNC(fdatasync)
