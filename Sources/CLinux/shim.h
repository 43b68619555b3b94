// What Linux offers and Swift's Glibc module leaves out. No feature macro is defined here: it would give the shared
// headers another shape than in the Glibc module, and the two would not fit together.
#pragma once
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

// <sys/socket.h> declares this one under _GNU_SOURCE only.
extern int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);

// <spawn.h> likewise.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);
