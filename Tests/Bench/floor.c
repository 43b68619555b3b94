/* The floor of a WebSocket fan-out on one core: what a program costs that does nothing but upgrade, unmask and send.
 *
 *     cc -O2 -o floor floor.c && ./floor PORT
 *
 * A connection to /room/N is in room N; a message of one member goes to all of them. What a room got in one round of
 * epoll is framed once, into one stretch of bytes, and sent to each member in one call, as tchatter does it. There are
 * no names, no history, no checks of what comes, and nobody who reads too slowly: such a connection is dropped.
 * For measuring on loopback only. It prints "listening" once it does.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROUND = 16, INPUT = 64 * 1024, MAX_DESCRIPTORS = 1 << 20, MAX_ROOMS = 1 << 16, HELD = 16 * 1024 };

typedef struct {
    int *members;
    unsigned count, room_for;
    uint8_t *out; /* this round's frames */
    size_t length, capacity;
    unsigned char is_dirty;
} Room;

typedef struct {
    unsigned room, place; /* place in the room's members */
    unsigned char is_open, is_upgraded;
    unsigned held_length;
    uint8_t *held;    /* input that is no whole frame or request yet */
    uint8_t *unsent;  /* output that the kernel refused */
    size_t unsent_length, unsent_capacity;
} Connection;

static Connection *connections;
static Room *rooms;
static unsigned dirty[MAX_ROOMS], dirty_count;
static uint8_t input[HELD + INPUT];
static int poller;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void *grow(void *old, size_t size) {
    void *memory = realloc(old, size);
    if (!memory) die("realloc");
    return memory;
}

/* ---------------------------------------------------------------- SHA-1 (RFC 3174) and Base64, for the handshake */

static uint32_t rotate(uint32_t word, int bits) { return word << bits | word >> (32 - bits); }

static void sha1_block(uint32_t state[5], const uint8_t *block) {
    uint32_t words[80], a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (int i = 0; i < 16; i++)
        words[i] = (uint32_t)block[4 * i] << 24 | block[4 * i + 1] << 16 | block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < 80; i++) words[i] = rotate(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
    for (int i = 0; i < 80; i++) {
        uint32_t mix = i < 20   ? ((b & c) | (~b & d)) + 0x5a827999
                       : i < 40 ? (b ^ c ^ d) + 0x6ed9eba1
                       : i < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
                                : (b ^ c ^ d) + 0xca62c1d6;
        uint32_t next = rotate(a, 5) + mix + e + words[i];
        e = d, d = c, c = rotate(b, 30), b = a, a = next;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

/* The digest of at most 64 bytes, which is all that a handshake needs: two blocks. */
static void sha1_short(const uint8_t *text, size_t length, uint8_t digest[20]) {
    uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    uint8_t blocks[128] = {0};
    memcpy(blocks, text, length);
    blocks[length] = 0x80;
    blocks[126] = (uint8_t)(length * 8 >> 8), blocks[127] = (uint8_t)(length * 8);
    sha1_block(state, blocks);
    sha1_block(state, blocks + 64);
    for (int i = 0; i < 20; i++) digest[i] = (uint8_t)(state[i / 4] >> (24 - i % 4 * 8));
}

static void base64_digest(const uint8_t digest[20], char text[29]) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint8_t padded[21] = {0};
    memcpy(padded, digest, 20);
    for (int i = 0; i < 7; i++) {
        uint32_t three = (uint32_t)padded[3 * i] << 16 | padded[3 * i + 1] << 8 | padded[3 * i + 2];
        for (int j = 0; j < 4; j++) text[4 * i + j] = letters[three >> (18 - 6 * j) & 63];
    }
    text[27] = '=', text[28] = 0;
}

/* ---------------------------------------------------------------- connections and rooms */

static void watch(int fd, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data.fd = fd};
    epoll_ctl(poller, operation, fd, &event);
}

static void keep_unsent(int fd, const uint8_t *bytes, size_t length) {
    Connection *one = &connections[fd];
    if (one->unsent_length + length > one->unsent_capacity) {
        one->unsent_capacity = 2 * (one->unsent_length + length);
        one->unsent = grow(one->unsent, one->unsent_capacity);
    }
    memcpy(one->unsent + one->unsent_length, bytes, length);
    if (one->unsent_length == 0) watch(fd, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
    one->unsent_length += length;
}

static void join(int fd, unsigned number) {
    Room *room = &rooms[number % MAX_ROOMS];
    if (room->count == room->room_for) {
        room->room_for = room->room_for ? 2 * room->room_for : 8;
        room->members = grow(room->members, room->room_for * sizeof(int));
    }
    connections[fd].room = number % MAX_ROOMS;
    connections[fd].place = room->count;
    room->members[room->count++] = fd;
}

static void drop(int fd) {
    Connection *one = &connections[fd];
    if (!one->is_open) return;
    if (one->is_upgraded) {
        Room *room = &rooms[one->room];
        int last = room->members[--room->count];
        room->members[one->place] = last;
        connections[last].place = one->place;
    }
    free(one->held);
    free(one->unsent);
    memset(one, 0, sizeof *one);
    close(fd);
}

static void put(int fd, const uint8_t *bytes, size_t length) {
    ssize_t sent = connections[fd].unsent_length ? 0 : send(fd, bytes, length, MSG_NOSIGNAL);
    if (sent < 0) sent = 0; /* a broken connection is found when it is read */
    if ((size_t)sent < length) keep_unsent(fd, bytes + sent, length - (size_t)sent);
}

static void put_unsent(int fd) {
    Connection *one = &connections[fd];
    ssize_t sent = send(fd, one->unsent, one->unsent_length, MSG_NOSIGNAL);
    if (sent <= 0) return;
    one->unsent_length -= (size_t)sent;
    memmove(one->unsent, one->unsent + sent, one->unsent_length);
    if (one->unsent_length == 0) watch(fd, EPOLL_CTL_MOD, EPOLLIN);
}

/* With -DURING, what a round sends goes by io_uring (infra/bench uring). */
#ifdef URING
#include "uring.h"
#else
static void open_ring(void) {}
static void queue_send(int fd, unsigned number) { put(fd, rooms[number].out, rooms[number].length); }
static void submit_sends(void) {}
#endif

/* Frames a message once for the room, to be sent at the end of the round. */
static void publish(unsigned number, const uint8_t *text, size_t length) {
    Room *room = &rooms[number];
    if (room->length + length + 4 > room->capacity) {
        room->capacity = 2 * (room->length + length + 4);
        room->out = grow(room->out, room->capacity);
    }
    uint8_t *out = room->out + room->length;
    *out++ = 0x81;
    if (length < 126) {
        *out++ = (uint8_t)length;
    } else {
        *out++ = 126, *out++ = (uint8_t)(length >> 8), *out++ = (uint8_t)length;
    }
    memcpy(out, text, length);
    room->length = (size_t)(out - room->out) + length;
    if (!room->is_dirty) room->is_dirty = 1, dirty[dirty_count++] = number;
}

static void end_round(void) {
    for (unsigned i = 0; i < dirty_count; i++) {
        Room *room = &rooms[dirty[i]];
        for (unsigned member = 0; member < room->count; member++) queue_send(room->members[member], dirty[i]);
    }
    submit_sends();
    for (unsigned i = 0; i < dirty_count; i++) rooms[dirty[i]].length = 0, rooms[dirty[i]].is_dirty = 0;
    dirty_count = 0;
}

/* ---------------------------------------------------------------- what comes */

/* Answers the request to upgrade that `bytes` (ended by a zero) holds. Returns its length, 0 when it is not whole, −1
 * when it is none. */
static long upgrade(int fd, uint8_t *bytes) {
    static const char magic[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    char *text = (char *)bytes, *end = strstr(text, "\r\n\r\n"), *key = strcasestr(text, "Sec-WebSocket-Key: ");
    unsigned room = 0;
    if (!end) return 0;
    if (!key || sscanf(text, "GET /room/%u ", &room) != 1) return -1;
    uint8_t both[60], digest[20];
    char accept[29], answer[160];
    memcpy(both, key + 19, 24);
    memcpy(both + 24, magic, 36);
    sha1_short(both, 60, digest);
    base64_digest(digest, accept);
    int length = snprintf(answer, sizeof answer,
                          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Accept: %s\r\n\r\n",
                          accept);
    put(fd, (uint8_t *)answer, (size_t)length);
    join(fd, room);
    connections[fd].is_upgraded = 1;
    return end + 4 - text;
}

/* Takes one frame of up to 64 KiB. Returns its length, 0 when it is not whole, −1 to end the connection. */
static long take_frame(int fd, uint8_t *bytes, size_t count) {
    if (count < 6) return 0;
    size_t length = bytes[1] & 127, head = 6;
    if (length == 127) return -1;
    if (length == 126) {
        if (count < 8) return 0;
        length = (size_t)bytes[2] << 8 | bytes[3], head = 8;
    }
    if (count < head + length) return 0;
    uint8_t *mask = bytes + head - 4, *payload = bytes + head;
    if ((bytes[0] & 15) > 2) return (bytes[0] & 15) == 8 ? -1 : (long)(head + length);
    for (size_t i = 0; i < length; i++) payload[i] ^= mask[i & 3];
    publish(connections[fd].room, payload, length);
    return (long)(head + length);
}

static void receive(int fd) {
    Connection *one = &connections[fd];
    size_t count = one->held_length;
    if (count) memcpy(input, one->held, count);
    ssize_t got = recv(fd, input + count, INPUT - 1, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        drop(fd);
        return;
    }
    count += (size_t)got;
    size_t used = 0;
    while (used < count) {
        input[count] = 0;
        long length = one->is_upgraded ? take_frame(fd, input + used, count - used) : upgrade(fd, input + used);
        if (length < 0 || (length == 0 && count - used > HELD)) {
            drop(fd);
            return;
        }
        if (length == 0) break;
        used += (size_t)length;
    }
    one->held_length = (unsigned)(count - used);
    if (one->held_length == 0) return;
    one->held = grow(one->held, HELD);
    memcpy(one->held, input + used, one->held_length);
}

static void accept_all(int listener) {
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        connections[fd].is_open = 1;
        watch(fd, EPOLL_CTL_ADD, EPOLLIN);
    }
}

static int listen_on(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); /* accepted sockets inherit it */
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) die("bind");
    if (listen(fd, 4096) < 0) die("listen");
    return fd;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: floor PORT\n");
        return 2;
    }
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max < MAX_DESCRIPTORS ? files.rlim_max : MAX_DESCRIPTORS;
    setrlimit(RLIMIT_NOFILE, &files);
    connections = calloc(MAX_DESCRIPTORS, sizeof *connections);
    rooms = calloc(MAX_ROOMS, sizeof *rooms);
    poller = epoll_create1(EPOLL_CLOEXEC);
    if (!connections || !rooms || poller < 0) die("start");
    open_ring();
    int listener = listen_on(atoi(argv[1]));
    watch(listener, EPOLL_CTL_ADD, EPOLLIN);
    puts("listening");
    fflush(stdout);
    for (;;) {
        struct epoll_event events[ROUND];
        int count = epoll_wait(poller, events, ROUND, -1);
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (fd == listener) {
                accept_all(listener);
                continue;
            }
            if (events[i].events & EPOLLOUT && connections[fd].unsent_length) put_unsent(fd);
            if (events[i].events & ~(uint32_t)EPOLLOUT) receive(fd);
        }
        end_round();
    }
}
