/* What a round sends, by io_uring in place of a system call for each member: all sends of a round are written into the
 * ring and handed to the kernel in one call, which has done them when it returns. Included by floor.c; needs Linux 6.1.
 */
#include <linux/io_uring.h>
#include <sys/mman.h>
#include <sys/syscall.h>

enum { ENTRIES = 4096 };

static struct {
    int fd;
    unsigned *tail, mask, *done_head, *done_tail, done_mask;
    struct io_uring_sqe *entries;
    struct io_uring_cqe *done;
    unsigned waiting; /* entries that the kernel was not given yet */
} ring;

static void *map_ring(size_t size, off_t part) {
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring.fd, part);
    if (memory == MAP_FAILED) die("mmap of the ring");
    return memory;
}

static void open_ring(void) {
    struct io_uring_params how = {.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN};
    ring.fd = (int)syscall(SYS_io_uring_setup, ENTRIES, &how);
    if (ring.fd < 0) die("io_uring_setup");
    uint8_t *queue = map_ring(how.sq_off.array + how.sq_entries * sizeof(unsigned), IORING_OFF_SQ_RING);
    uint8_t *done = map_ring(how.cq_off.cqes + how.cq_entries * sizeof(struct io_uring_cqe), IORING_OFF_CQ_RING);
    ring.entries = map_ring(how.sq_entries * sizeof(struct io_uring_sqe), IORING_OFF_SQES);
    ring.tail = (unsigned *)(queue + how.sq_off.tail), ring.mask = how.sq_entries - 1;
    ring.done_head = (unsigned *)(done + how.cq_off.head), ring.done_tail = (unsigned *)(done + how.cq_off.tail);
    ring.done_mask = how.cq_entries - 1, ring.done = (struct io_uring_cqe *)(done + how.cq_off.cqes);
    unsigned *order = (unsigned *)(queue + how.sq_off.array);
    for (unsigned i = 0; i < how.sq_entries; i++) order[i] = i;
}

static void submit_sends(void) {
    unsigned count = ring.waiting;
    if (count == 0) return;
    long taken = syscall(SYS_io_uring_enter, ring.fd, count, count, IORING_ENTER_GETEVENTS, NULL, 0);
    if (taken != (long)count) die("io_uring_enter");
    unsigned head = *ring.done_head, tail = __atomic_load_n(ring.done_tail, __ATOMIC_ACQUIRE);
    for (; head != tail; head++, ring.waiting--) {
        struct io_uring_cqe *one = &ring.done[head & ring.done_mask];
        Room *room = &rooms[(unsigned)one->user_data];
        size_t sent = one->res < 0 ? 0 : (size_t)one->res;
        if (sent < room->length) keep_unsent((int)(one->user_data >> 32), room->out + sent, room->length - sent);
    }
    __atomic_store_n(ring.done_head, head, __ATOMIC_RELEASE);
    if (ring.waiting) die("a send is not done");
}

static void queue_send(int fd, unsigned number) {
    Room *room = &rooms[number];
    if (connections[fd].unsent_length) {
        keep_unsent(fd, room->out, room->length);
        return;
    }
    unsigned tail = *ring.tail;
    ring.entries[tail & ring.mask] = (struct io_uring_sqe){
        .opcode = IORING_OP_SEND, .fd = fd, .addr = (uint64_t)(uintptr_t)room->out,
        .len = (unsigned)room->length, .msg_flags = MSG_NOSIGNAL | MSG_DONTWAIT, .user_data = (uint64_t)fd << 32 | number};
    __atomic_store_n(ring.tail, tail + 1, __ATOMIC_RELEASE);
    if (++ring.waiting == ENTRIES) submit_sends();
}
