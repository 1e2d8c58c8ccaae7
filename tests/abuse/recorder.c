/* Writes down what a process does to the files below one folder, in order, so that a test can rebuild the disk
 * as it would be had the power failed at any point in between. Loaded with LD_PRELOAD.
 *
 * POWER_ROOT  the folder; POWER_LOG  the log, outside of it.
 * One record: operation (1 byte), inode-like number of the open file (8), offset (8), length (8), then the bytes.
 * O open (bytes: path), W write, T truncate, S synchronise, C close, R rename (old\0new), U unlink, L link,
 * D synchronise a folder (bytes: path).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 65536
static char known[MOST];            /* 1: a file below the root, 2: a folder below it */
static char *folder_of[MOST];
static int log_fd = -1;
static const char *root;
static size_t root_length;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void begin(void) {
  const char *log;
  if (log_fd >= 0 || (root = getenv("POWER_ROOT")) == NULL || (log = getenv("POWER_LOG")) == NULL) return;
  root_length = strlen(root);
  log_fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_APPEND | O_CREAT, 0600);
}

static void whole(const void *bytes, size_t length) {
  const char *at = bytes;
  while (length > 0) {
    long done = syscall(SYS_write, log_fd, at, length);
    if (done <= 0) _exit(71);
    at += done;
    length -= (size_t)done;
  }
}

static void note(char operation, uint64_t file, uint64_t offset, const void *bytes, uint64_t length) {
  char head[25];
  head[0] = operation;
  memcpy(head + 1, &file, 8);
  memcpy(head + 9, &offset, 8);
  memcpy(head + 17, &length, 8);
  pthread_mutex_lock(&lock);
  whole(head, 25);
  if (length > 0) whole(bytes, length);
  pthread_mutex_unlock(&lock);
}

static int below(const char *path, char *full) {
  begin();
  if (log_fd < 0 || path == NULL) return 0;
  if (path[0] == '/') {
    strncpy(full, path, PATH_MAX - 1);
    full[PATH_MAX - 1] = 0;
  } else {
    return 0; /* the writer under test uses absolute paths */
  }
  return strncmp(full, root, root_length) == 0;
}

static uint64_t number_of(int fd) {
  struct stat facts;
  return fstat(fd, &facts) == 0 ? (uint64_t)facts.st_ino : 0;
}

static void opened(int fd, const char *path, int flags) {
  char full[PATH_MAX];
  struct stat facts;
  if (fd < 0 || fd >= MOST) return;
  known[fd] = 0;
  if (!below(path, full) || fstat(fd, &facts) != 0) return;
  if (S_ISDIR(facts.st_mode)) {
    known[fd] = 2;
    free(folder_of[fd]);
    folder_of[fd] = strdup(full);
    return;
  }
  known[fd] = 1;
  note('O', facts.st_ino, (uint64_t)flags, full, strlen(full));
  if (flags & O_TRUNC) note('T', facts.st_ino, 0, NULL, 0);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define OPENER(name)                                                             \
  int name(const char *path, int flags, ...) {                                   \
    va_list rest;                                                                \
    va_start(rest, flags);                                                       \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0;    \
    va_end(rest);                                                                \
    int fd = REAL(name)(path, flags, mode);                                      \
    opened(fd, path, flags);                                                     \
    return fd;                                                                   \
  }
OPENER(open)
OPENER(open64)

#define AT_OPENER(name)                                                          \
  int name(int at, const char *path, int flags, ...) {                           \
    va_list rest;                                                                \
    va_start(rest, flags);                                                       \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0;    \
    va_end(rest);                                                                \
    int fd = REAL(name)(at, path, flags, mode);                                  \
    opened(fd, path, flags);                                                     \
    return fd;                                                                   \
  }
AT_OPENER(openat)
AT_OPENER(openat64)

static int is_file(int fd) { return fd >= 0 && fd < MOST && known[fd] == 1; }

ssize_t write(int fd, const void *bytes, size_t length) {
  if (!is_file(fd)) return syscall(SYS_write, fd, bytes, length);
  int append = (fcntl(fd, F_GETFL) & O_APPEND) != 0;
  off_t at = append ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
  ssize_t done = syscall(SYS_write, fd, bytes, length);
  if (done > 0) note('W', number_of(fd), (uint64_t)at, bytes, (uint64_t)done);
  return done;
}

#define PWRITER(name, offset_type)                                                      \
  ssize_t name(int fd, const void *bytes, size_t length, offset_type at) {              \
    ssize_t done = REAL(name)(fd, bytes, length, at);                                   \
    if (done > 0 && is_file(fd)) note('W', number_of(fd), (uint64_t)at, bytes, (uint64_t)done); \
    return done;                                                                        \
  }
PWRITER(pwrite, off_t)
PWRITER(pwrite64, off64_t)

ssize_t writev(int fd, const struct iovec *parts, int count) {
  ssize_t sum = 0;
  for (int i = 0; i < count; i++) {
    ssize_t done = write(fd, parts[i].iov_base, parts[i].iov_len);
    if (done < 0) return sum > 0 ? sum : done;
    sum += done;
    if ((size_t)done < parts[i].iov_len) break;
  }
  return sum;
}

#define TRUNCATER(name, length_type)                                                    \
  int name(int fd, length_type length) {                                                \
    int done = REAL(name)(fd, length);                                                  \
    if (done == 0 && is_file(fd)) note('T', number_of(fd), (uint64_t)length, NULL, 0);  \
    return done;                                                                        \
  }
TRUNCATER(ftruncate, off_t)
TRUNCATER(ftruncate64, off64_t)

static void synchronised(int fd) {
  if (fd < 0 || fd >= MOST) return;
  if (known[fd] == 1) note('S', number_of(fd), 0, NULL, 0);
  if (known[fd] == 2) note('D', 0, 0, folder_of[fd], strlen(folder_of[fd]));
}

int fsync(int fd) {
  int done = REAL(fsync)(fd);
  if (done == 0) synchronised(fd);
  return done;
}

int fdatasync(int fd) {
  int done = REAL(fdatasync)(fd);
  if (done == 0) synchronised(fd);
  return done;
}

int close(int fd) {
  if (fd >= 0 && fd < MOST) known[fd] = 0;
  return (int)syscall(SYS_close, fd);
}

static void pair(char operation, const char *old, const char *new) {
  char from[PATH_MAX], to[PATH_MAX], both[2 * PATH_MAX];
  if (!below(old, from) || !below(new, to)) return;
  size_t first = strlen(from), second = strlen(to);
  memcpy(both, from, first + 1);
  memcpy(both + first + 1, to, second);
  note(operation, 0, 0, both, first + 1 + second);
}

int rename(const char *old, const char *new) {
  int done = REAL(rename)(old, new);
  if (done == 0) pair('R', old, new);
  return done;
}

int link(const char *old, const char *new) {
  int done = REAL(link)(old, new);
  if (done == 0) pair('L', old, new);
  return done;
}

int unlink(const char *path) {
  char full[PATH_MAX];
  int done = REAL(unlink)(path);
  if (done == 0 && below(path, full)) note('U', 0, 0, full, strlen(full));
  return done;
}
