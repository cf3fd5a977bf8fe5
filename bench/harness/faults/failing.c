/* Counts the calls by which a process changes files below one folder, and lets one of them fail.

   FAULT_BELOW  the folder; calls on other files pass
   FAULT_AT     the number of the call that fails, from 1 on; 0 for none
   FAULT_ERROR  the errno that it sets
   FAULT_LASTS  the number of calls after it that fail, too
   FAULT_TOLD   a file that a line per call is added to: its number, its name and the path

   The values are read again after a fork by fault_begin(), which a program calls by its name. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char below[PATH_MAX];
static long at, lasts, calls;
static int error, told = -1;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

void fault_begin(const char *folder, long number, int code, long more, const char *log) {
    strncpy(below, folder, sizeof below - 1);
    calls = 0, at = number, error = code, lasts = more;
    told = *log ? REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
}

long fault_calls(void) { return calls; }

static int fails(const char *name, const char *path) {
    if (!*below || strncmp(path, below, strlen(below))) return 0;
    calls++;
    if (told >= 0) {
        char line[PATH_MAX + 64];
        int length = snprintf(line, sizeof line, "%ld\t%s\t%s\n", calls, name, path + strlen(below));
        if (length > 0) { ssize_t done = REAL(write)(told, line, (size_t)length); (void)done; }
    }
    if (!at || calls < at || calls > at + lasts) return 0;
    errno = error;
    return 1;
}

static int fails_at(const char *name, int fd) {
    char link[64], path[PATH_MAX];
    if (!*below || fd == told) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return fails(name, path);
}

ssize_t write(int fd, const void *data, size_t size) {
    return fails_at("write", fd) ? -1 : REAL(write)(fd, data, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t place) {
    return fails_at("pwrite", fd) ? -1 : REAL(pwrite)(fd, data, size, place);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t place) {
    return fails_at("pwrite", fd) ? -1 : REAL(pwrite64)(fd, data, size, place);
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
    return fails_at("write", fd) ? -1 : REAL(writev)(fd, parts, count);
}
int fsync(int fd) { return fails_at("fsync", fd) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fails_at("fsync", fd) ? -1 : REAL(fdatasync)(fd); }
int ftruncate(int fd, off_t size) { return fails_at("ftruncate", fd) ? -1 : REAL(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { return fails_at("ftruncate", fd) ? -1 : REAL(ftruncate64)(fd, size); }
int posix_fallocate(int fd, off_t place, off_t size) {
    return fails_at("fallocate", fd) ? errno : REAL(posix_fallocate)(fd, place, size);
}
int rename(const char *old, const char *new) { return fails("rename", old) ? -1 : REAL(rename)(old, new); }
int unlink(const char *path) { return fails("unlink", path) ? -1 : REAL(unlink)(path); }
int mkdir(const char *path, mode_t mode) { return fails("mkdir", path) ? -1 : REAL(mkdir)(path, mode); }
int chmod(const char *path, mode_t mode) { return fails("chmod", path) ? -1 : REAL(chmod)(path, mode); }
int fchmod(int fd, mode_t mode) { return fails_at("chmod", fd) ? -1 : REAL(fchmod)(fd, mode); }

static int writes(int flags) { return (flags & O_ACCMODE) != O_RDONLY || flags & O_CREAT; }

int open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    return writes(flags) && fails("open", path) ? -1 : REAL(open)(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    return writes(flags) && fails("open", path) ? -1 : REAL(open64)(path, flags, mode);
}
