/* SPDX-License-Identifier: Apache-2.0 */
/* A disk that fails: loaded before the C library, it refuses the n-th write, sync or new folder below a folder, once or
   for good. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static char root[4096];
static long at, seen;
static int code, stays;

void trouble(const char *folder, long n, int error, int for_good) {
    snprintf(root, sizeof root, "%s", folder);
    at = n; seen = 0; code = error; stays = for_good;
}

long asked(void) { return seen; }

static int fails_at(const char *path) {
    if (!root[0] || strncmp(path, root, strlen(root))) return 0;
    seen++;
    if (!at || (stays ? seen < at : seen != at)) return 0;
    errno = code;
    return 1;
}

static int fails(int fd) {
    char name[64], path[4096];
    ssize_t length;
    if (!root[0]) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    length = readlink(name, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return fails_at(path);
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *data, size_t count) { REAL(write); return fails(fd) ? -1 : real(fd, data, count); }
ssize_t pwrite(int fd, const void *data, size_t count, off_t offset) { REAL(pwrite); return fails(fd) ? -1 : real(fd, data, count, offset); }
ssize_t pwrite64(int fd, const void *data, size_t count, off64_t offset) { REAL(pwrite64); return fails(fd) ? -1 : real(fd, data, count, offset); }
int mkdir(const char *path, mode_t mode) { REAL(mkdir); return fails_at(path) ? -1 : real(path, mode); }
int fsync(int fd) { REAL(fsync); return fails(fd) ? -1 : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); return fails(fd) ? -1 : real(fd); }
