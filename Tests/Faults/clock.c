// Has a program see another time of day than the machine's (LD_PRELOAD): by as many seconds as stand in the file that it makes in
// the folder CLOCK_FOLDER and calls after its process. Only instances and Redis do; timers go by another clock, and are as ever.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int64_t none;
static volatile int64_t *ahead = &none;

__attribute__((constructor)) static void begin(void) {
  const char *folder = getenv("CLOCK_FOLDER"), *name = program_invocation_short_name;
  if (!folder || (strcmp(name, "tchatter") && strcmp(name, "redis-server"))) return;
  char path[4096];
  snprintf(path, sizeof path, "%s/%d", folder, getpid());
  int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || ftruncate(file, sizeof none)) return;
  void *place = mmap(NULL, sizeof none, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (place != MAP_FAILED) ahead = place;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = syscall(SYS_clock_gettime, clock, now);
  if (!result && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += *ahead;
  return result;
}

int gettimeofday(struct timeval *now, void *zone) {
  int result = syscall(SYS_gettimeofday, now, zone);
  if (!result) now->tv_sec += *ahead;
  return result;
}

time_t time(time_t *place) {
  struct timespec now = {0};
  clock_gettime(CLOCK_REALTIME, &now);
  if (place) *place = now.tv_sec;
  return now.tv_sec;
}
