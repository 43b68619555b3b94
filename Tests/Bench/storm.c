/* The storm: many clients come back at once, and each has missed messages.
 *
 *     cc -O2 -o storm storm.c && ./storm --server 127.0.0.1:8080[,127.0.0.1:8081] --server-pid PID[,PID…]
 *                                        [--clients N] [--rooms N] [--messages N]
 *
 * The clients sign in, join a room each, and their connections end. In each room one stays who writes: 100 messages of
 * 128 bytes. Then all others come back with their session and their position. The clock runs from the first connection
 * until the last one has everything; each message has to arrive once and in order, also in what comes behind it. Where
 * two servers are named, the clients and those who write are at the first one, and come back to the other one.
 * Prints the result as JSON, in the words of tchatter-load.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* OPENING: how many clients are on their way at a time; fewer than the queue of a listening socket holds, for whoever finds
 * it full waits for a second. Of a writer's messages 256 may be unanswered. */
enum { SIZE = 128, OPENING = 4000, INPUT = 256 * 1024, WORD = 80, MOST_MESSAGES = 200, MOST_PROCESSES = 16, SECONDS = 120 };

typedef enum { CLOSED, UPGRADING, GREETING, CATCHING_UP, LIVE } Phase;

typedef struct {
    int fd;
    Phase phase;
    unsigned room, number; /* its number among all, which its name tells */
    unsigned seen;         /* of its room's messages */
    unsigned char is_writer;
    char session[WORD], position[WORD];
    double started, taken;
    uint8_t *held; /* input that is no whole frame yet */
    size_t held_length;
} Client;

static unsigned client_count = 5000, room_count = 50, message_count = 100, all_count;
static struct sockaddr_in first_server, last_server;
static pid_t processes[MOST_PROCESSES];
static unsigned process_count;
static Client *clients; /* those who come back, and behind them those who write */
static uint8_t input[2 * INPUT];
static int poller;
static unsigned owed; /* messages, to each client that comes */
static unsigned arrived, answered, ponged;

__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *format, ...) {
    char text[400];
    va_list words;
    va_start(words, format);
    vsnprintf(text, sizeof text, format, words);
    va_end(words);
    for (char *at = text; *at; at++)
        if (*at == '"' || *at == '\\' || (unsigned char)*at < ' ') *at = '\'';
    printf("{\"mode\":\"storm\",\"failure\":\"%s\"}\n", text);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* ---------------------------------------------------------------- the servers' CPU */

/* Seconds that a process has used, the sum over its threads. */
static double cpu_of(pid_t process) {
    char path[300];
    double sum = 0;
    snprintf(path, sizeof path, "/proc/%d/task", process);
    DIR *threads = opendir(path);
    if (!threads) fail("there is no process %d (--server-pid)", process);
    for (struct dirent *thread; (thread = readdir(threads));) {
        if (thread->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", process, thread->d_name);
        FILE *file = fopen(path, "r");
        double nanoseconds = 0;
        if (!file) continue; /* it has ended */
        if (fscanf(file, "%lf", &nanoseconds) == 1) sum += nanoseconds / 1e9;
        fclose(file);
    }
    closedir(threads);
    return sum;
}

/* Waits until the servers have done what came before. */
static void settle(void) {
    double deadline = now() + SECONDS;
    for (;;) {
        double before = 0, after = 0;
        for (unsigned i = 0; i < process_count; i++) before += cpu_of(processes[i]);
        usleep(100000);
        for (unsigned i = 0; i < process_count; i++) after += cpu_of(processes[i]);
        if (after - before < 0.005) return;
        if (now() > deadline) fail("the servers did not come to rest");
    }
}

/* ---------------------------------------------------------------- what is sent */

static void put(Client *one, const void *bytes, size_t length) {
    if (send(one->fd, bytes, length, MSG_NOSIGNAL) != (ssize_t)length) fail("client %u could not send", one->number);
}

/* Appends a frame with a mask of zeros, by which the text stays what it is. */
static size_t frame(uint8_t *to, unsigned opcode, const char *text, size_t length) {
    size_t head = 0;
    to[head++] = (uint8_t)(0x80 | opcode);
    if (length < 126) {
        to[head++] = (uint8_t)(0x80 | length);
    } else {
        to[head++] = 0x80 | 126, to[head++] = (uint8_t)(length >> 8), to[head++] = (uint8_t)length;
    }
    memset(to + head, 0, 4);
    memcpy(to + head + 4, text, length);
    return head + 4 + length;
}

__attribute__((format(printf, 3, 4))) static size_t say(uint8_t *to, Client *one, const char *format, ...) {
    char text[600];
    va_list words;
    va_start(words, format);
    int length = vsnprintf(text, sizeof text, format, words);
    va_end(words);
    if (length < 0 || (size_t)length >= sizeof text) fail("client %u has too much to say", one->number);
    return frame(to, 1, text, (size_t)length);
}

static size_t say_join(uint8_t *to, Client *one) {
    if (!one->position[0]) return say(to, one, "{\"type\":\"join\",\"id\":\"j\",\"room\":\"storm-%u\"}", one->room);
    return say(to, one, "{\"type\":\"join\",\"id\":\"j\",\"room\":\"storm-%u\",\"after\":\"%s\"}", one->room, one->position);
}

/* By its session, where it has one, and into its room. */
static void greet(Client *one) {
    uint8_t both[1400];
    size_t length = one->session[0]
        ? say(both, one, "{\"type\":\"hello\",\"id\":\"h\",\"version\":1,\"session\":\"%s\"}", one->session)
        : say(both, one, "{\"type\":\"hello\",\"id\":\"h\",\"version\":1,\"name\":\"guest-%u\"}", one->number);
    put(one, both, length + say_join(both + length, one));
    one->phase = GREETING;
}

static void write_messages(Client *one) {
    static uint8_t all[MOST_MESSAGES * 3 * SIZE];
    size_t length = 0;
    char text[SIZE + 1];
    for (unsigned i = 0; i < message_count; i++) {
        memset(text, 'x', SIZE);
        text[SIZE] = 0;
        text[snprintf(text, SIZE, "~S%06u%06u", one->room, i)] = 'x';
        length += say(all + length, one, "{\"type\":\"send\",\"id\":\"m%u\",\"room\":\"storm-%u\",\"text\":\"%s\"}", i,
                      one->room, text);
    }
    put(one, all, length);
}

static void ping(Client *one) {
    uint8_t bytes[100];
    put(one, bytes, say(bytes, one, "{\"type\":\"ping\",\"id\":\"p\"}"));
}

/* ---------------------------------------------------------------- what comes */

static int begins(const char *text, size_t length, const char *with) {
    size_t count = strlen(with);
    return length >= count && memcmp(text, with, count) == 0;
}

/* Takes a string that stands behind `key` in `text`. */
static int find(const char *text, size_t length, const char *key, char value[WORD]) {
    const char *at = memmem(text, length, key, strlen(key));
    if (!at) return 0;
    at += strlen(key);
    const char *end = memchr(at, '"', length - (size_t)(at - text));
    if (!end || end - at >= WORD) return 0;
    memcpy(value, at, (size_t)(end - at));
    value[end - at] = 0;
    return 1;
}

/* Once it is up with its room and has all that it missed. */
static void arrive(Client *one) {
    if (one->phase != CATCHING_UP || (one->seen < owed && !one->is_writer)) return;
    one->phase = LIVE;
    one->taken = now() - one->started;
    arrived++;
}

/* The text is the object's last member. */
static void take_message(Client *one, const char *text, size_t length) {
    if (one->is_writer) return;
    const char *marker = text + length - SIZE - 2;
    char wanted[16];
    snprintf(wanted, sizeof wanted, "~S%06u%06u", one->room, one->seen);
    if (length < SIZE + 2 || memcmp(marker, wanted, 14) != 0)
        fail("client %u got another message than the %u. of its room: %.*s", one->number, one->seen + 1, (int)length, text);
    one->seen++;
}

static void take_object(Client *one, const char *text, size_t length) {
    if (begins(text, length, "{\"type\":\"message\"")) {
        take_message(one, text, length);
    } else if (begins(text, length, "{\"type\":\"welcome\"")) {
        if (!find(text, length, "\"session\":\"", one->session) && !one->session[0])
            fail("client %u got no session", one->number);
    } else if (begins(text, length, "{\"type\":\"joined\"")) {
        if (one->position[0] && memmem(text, length, "\"recovered\":false", 17))
            fail("client %u was not recovered", one->number);
        if (!find(text, length, "\"position\":\"", one->position)) fail("client %u got no position", one->number);
        one->phase = CATCHING_UP;
        /* The next page is asked for at once, and comes behind this one's messages. */
        if (memmem(text, length, "\"more\":true", 11)) {
            uint8_t bytes[700];
            one->phase = GREETING;
            put(one, bytes, say_join(bytes, one));
        }
    } else if (begins(text, length, "{\"type\":\"sent\"")) {
        answered++;
    } else if (begins(text, length, "{\"type\":\"pong\"")) {
        ponged++;
    } else if (!begins(text, length, "{\"type\":\"presence\"")) {
        fail("client %u was told %.*s", one->number, (int)(length > 200 ? 200 : length), text);
    }
}

/* - Returns: the length of a frame, 0 while it is not whole. */
static size_t take_frame(Client *one, const uint8_t *bytes, size_t count) {
    if (count < 2) return 0;
    size_t length = bytes[1] & 127, head = 2;
    if (length == 126) {
        if (count < 4) return 0;
        length = (size_t)bytes[2] << 8 | bytes[3], head = 4;
    } else if (length == 127) {
        fail("client %u got a frame beyond 64 KiB", one->number);
    }
    if (count < head + length) return 0;
    const char *text = (const char *)bytes + head;
    switch (bytes[0]) {
    case 0x81: take_object(one, text, length); break;
    case 0x89: {
        uint8_t pong[200];
        if (length > 125) fail("client %u got a ping of %zu bytes", one->number, length);
        put(one, pong, frame(pong, 10, text, length));
        break;
    }
    default: fail("client %u got a frame of type %u", one->number, bytes[0]);
    }
    return head + length;
}

/* - Returns: the length of the answer to the upgrade, 0 while it is not whole. */
static size_t take_upgrade(Client *one, const uint8_t *bytes, size_t count) {
    const uint8_t *end = memmem(bytes, count, "\r\n\r\n", 4);
    if (!end) return 0;
    if (!begins((const char *)bytes, count, "HTTP/1.1 101 "))
        fail("client %u was not upgraded: %.*s", one->number, (int)strcspn((const char *)bytes, "\r"), bytes);
    greet(one);
    return (size_t)(end + 4 - bytes);
}

static void receive(Client *one) {
    size_t count = one->held_length, used = 0;
    if (count) memcpy(input, one->held, count);
    ssize_t got = recv(one->fd, input + count, INPUT, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) fail("the connection of client %u ended: %s", one->number, got ? strerror(errno) : "by the server");
    count += (size_t)got;
    for (size_t length; used < count; used += length) {
        length = one->phase == UPGRADING ? take_upgrade(one, input + used, count - used)
                                         : take_frame(one, input + used, count - used);
        if (length == 0) break;
    }
    one->held_length = count - used;
    if (one->held_length) {
        one->held = realloc(one->held, one->held_length);
        if (!one->held) fail("there is no memory left");
        memcpy(one->held, input + used, one->held_length);
    }
    arrive(one);
}

/* ---------------------------------------------------------------- the phases */

static void start(Client *one, const struct sockaddr_in *server) {
    static const char request[] = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    int on = 1, much = 8 * INPUT;
    one->started = now();
    one->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (one->fd < 0) fail("socket: %s", strerror(errno));
    setsockopt(one->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (one->is_writer) setsockopt(one->fd, SOL_SOCKET, SO_SNDBUF, &much, sizeof much);
    /* On loopback it is connected when the call returns, as fast as no loop would tell it. */
    if (connect(one->fd, (const struct sockaddr *)server, sizeof *server) < 0) fail("connect: %s", strerror(errno));
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = one};
    epoll_ctl(poller, EPOLL_CTL_ADD, one->fd, &event);
    one->phase = UPGRADING;
    put(one, request, sizeof request - 1);
}

static void end(Client *one) {
    close(one->fd);
    free(one->held);
    one->held = NULL, one->held_length = 0, one->phase = CLOSED;
}

/* One round of what came. */
static void turn(double deadline, const char *what) {
    struct epoll_event events[256];
    int count = epoll_wait(poller, events, 256, 1000);
    for (int i = 0; i < count; i++) receive(events[i].data.ptr);
    if (now() > deadline) fail("after %d s %s", SECONDS, what);
}

/* Has clients come, until each has all that it is owed. */
static void gather(unsigned from, unsigned to, const struct sockaddr_in *server) {
    double deadline = now() + SECONDS;
    unsigned started = from;
    arrived = 0;
    while (arrived < to - from) {
        while (started < to && started - from - arrived < OPENING) start(&clients[started++], server);
        turn(deadline, "not all clients had what they missed");
    }
}

static void have_messages_written(void) {
    double deadline = now() + SECONDS;
    for (unsigned i = client_count; i < all_count; i++) write_messages(&clients[i]);
    while (answered < room_count * message_count) turn(deadline, "not all messages were stored");
}

/* What comes behind the last message would come before the answer to a ping. */
static void look_for_more(void) {
    double deadline = now() + SECONDS;
    for (unsigned i = 0; i < client_count; i++) ping(&clients[i]);
    while (ponged < client_count) turn(deadline, "not all clients were answered");
}

/* ---------------------------------------------------------------- the whole */

static int ascending(const void *one, const void *other) {
    double difference = ((const Client *)one)->taken - ((const Client *)other)->taken;
    return difference < 0 ? -1 : difference > 0;
}

static double own_cpu(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void come_back(void) {
    double before[MOST_PROCESSES], used[MOST_PROCESSES], sum = 0, own = own_cpu();
    for (unsigned i = 0; i < process_count; i++) before[i] = cpu_of(processes[i]);
    double begun = now();
    gather(0, client_count, &last_server);
    double seconds = now() - begun;
    for (unsigned i = 0; i < process_count; i++) sum += used[i] = cpu_of(processes[i]) - before[i];
    own = own_cpu() - own;
    look_for_more();
    qsort(clients, client_count, sizeof *clients, ascending);
    printf("{\"mode\":\"storm\",\"clients\":%u,\"rooms\":%u,\"messages\":%u,\"size\":%d,", client_count, room_count, message_count,
           SIZE);
    printf("\"seconds\":%.6f,\"connectionsPerSecond\":%.1f,", seconds, client_count / seconds);
    printf("\"latency\":{\"p50\":%.1f,\"p99\":%.1f,\"maximum\":%.1f},", clients[client_count / 2].taken * 1e6,
           clients[client_count * 99 / 100].taken * 1e6, clients[client_count - 1].taken * 1e6);
    printf("\"serverMicroseconds\":%.3f,\"serverCores\":%.3f,\"loadCores\":%.3f,", sum * 1e6 / client_count, sum / seconds,
           own / seconds);
    printf("\"processMicroseconds\":[");
    for (unsigned i = 0; i < process_count; i++) printf("%s%.3f", i ? "," : "", used[i] * 1e6 / client_count);
    puts("]}");
}

static void read_address(const char *text, struct sockaddr_in *address) {
    char host[64];
    unsigned port;
    *address = (struct sockaddr_in){.sin_family = AF_INET};
    if (sscanf(text, "%63[0-9.]:%u", host, &port) != 2 || inet_pton(AF_INET, host, &address->sin_addr) != 1)
        fail("%s is no address", text);
    address->sin_port = htons((uint16_t)port);
}

static void read_processes(const char *text) {
    for (const char *at = text; *at && process_count < MOST_PROCESSES; at += strcspn(at, ","), at += *at == ',')
        processes[process_count++] = (pid_t)atoi(at);
}

static unsigned read_number(const char *text, unsigned most) {
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    if (*end || end == text || number > most) fail("%s is no number up to %u", text, most);
    return (unsigned)number;
}

static void read_arguments(int count, char **words) {
    static const struct option options[] = {
        {"server", required_argument, NULL, 's'},  {"server-pid", required_argument, NULL, 'p'},
        {"clients", required_argument, NULL, 'c'}, {"rooms", required_argument, NULL, 'r'},
        {"messages", required_argument, NULL, 'm'}, {"dialect", required_argument, NULL, 'd'},
        {"json", no_argument, NULL, 'j'},          {"quiet", no_argument, NULL, 'q'},
        {NULL, 0, NULL, 0}};
    for (int option; (option = getopt_long(count, words, "", options, NULL)) != -1;) switch (option) {
        case 's':
            read_address(optarg, &first_server);
            read_address(strrchr(optarg, ',') ? strrchr(optarg, ',') + 1 : optarg, &last_server);
            break;
        case 'p': read_processes(optarg); break;
        case 'c': client_count = read_number(optarg, 100000); break;
        case 'r': room_count = read_number(optarg, client_count); break;
        case 'm': message_count = read_number(optarg, MOST_MESSAGES); break;
        case 'd': case 'j': case 'q': break; /* tchatter-load's, which this program is asked for as well */
        default: fail("an option is wrong");
        }
    if (!first_server.sin_port || !client_count || !room_count) fail("--server is missing, or nobody would come");
}

int main(int argc, char **argv) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    read_arguments(argc, argv);
    all_count = client_count + room_count;
    clients = calloc(all_count, sizeof *clients);
    poller = epoll_create1(EPOLL_CLOEXEC);
    if (!clients || poller < 0) fail("there is no memory left");
    for (unsigned i = 0; i < all_count; i++)
        clients[i].number = i, clients[i].room = i % room_count, clients[i].is_writer = i >= client_count;
    gather(0, all_count, &first_server);
    for (unsigned i = 0; i < client_count; i++) end(&clients[i]);
    settle();
    have_messages_written();
    settle();
    owed = message_count;
    come_back();
    return 0;
}
