// libwebsockets.
#include <libwebsockets.h>
#include <stdio.h>
#include <string.h>

// The strings of the arguments, in their order: the value of the request's one field, and the texts.
static char strings[8][1024], ending[256];
static int count, said = 1, is_open, is_over;

static signed char on_json(struct lejp_ctx *json, char reason) {
  if (reason == LEJPCB_VAL_STR_CHUNK || reason == LEJPCB_VAL_STR_END) strncat(strings[count], json->buf, json->npos);
  if (reason == LEJPCB_VAL_STR_END) count++;
  return 0;
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length) {
  unsigned char frame[LWS_PRE + sizeof *strings];
  switch (reason) {
  case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER: {
    unsigned char **at = in;
    unsigned char *name = (unsigned char *)"Authorization:", *value = (unsigned char *)strings[0];
    return lws_add_http_header_by_name(wsi, name, value, strlen(strings[0]), at, *at + length);
  }
  case LWS_CALLBACK_CLIENT_ESTABLISHED:
    lws_callback_on_writable(wsi);
    break;
  case LWS_CALLBACK_CLIENT_WRITEABLE:
    if (said == count) break;
    length = strlen(strings[said]);
    memcpy(frame + LWS_PRE, strings[said++], length);
    return lws_write(wsi, frame + LWS_PRE, length, LWS_WRITE_TEXT) < (int)length ? -1 : 0;
  case LWS_CALLBACK_CLIENT_RECEIVE:
    if (!lws_is_final_fragment(wsi) || lws_remaining_packet_payload(wsi)) break;
    if (said < count) {
      lws_callback_on_writable(wsi);
    } else if (!is_open) {
      is_open = 1;
      puts("open");
      while (getchar() != EOF) {}
    }
    break;
  case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE: {
    const unsigned char *payload = in;
    if (length < 2) break;
    snprintf(ending, sizeof ending, "WS_PEER_INITIATED_CLOSE %d %.*s, ", payload[0] << 8 | payload[1], (int)length - 2, payload + 2);
    break;
  }
  case LWS_CALLBACK_CLIENT_CLOSED:
    printf("end %sCLIENT_CLOSED\n", ending);
    is_over = 1;
    break;
  case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
    printf("end CLIENT_CONNECTION_ERROR %s, status %u\n", in ? (char *)in : "", lws_http_client_http_response(wsi));
    is_over = 1;
    break;
  default:
    break;
  }
  return lws_callback_http_dummy(wsi, reason, user, in, length);
}

static const struct lws_protocols protocols[] = {{"chat", on_event, 0, 0}, {0}};

int main(int argc, char **argv) {
  char json[8192], address[128], path[128];
  const char *scheme, *rest;
  struct lejp_ctx reader;
  struct lws_context_creation_info info = {.port = CONTEXT_PORT_NO_LISTEN, .protocols = protocols};
  struct lws_client_connect_info to = {0};

  setlinebuf(stdout);
  snprintf(json, sizeof json, "{\"fields\": %s, \"texts\": %s}", argv[2], argv[3]);
  lejp_construct(&reader, on_json, NULL, NULL, 0);
  lejp_parse(&reader, (unsigned char *)json, strlen(json));
  lejp_destruct(&reader);

  lws_set_log_level(LLL_ERR, NULL);
  to.context = lws_create_context(&info);
  snprintf(address, sizeof address, "%s", argv[1]);
  if (lws_parse_uri(address, &scheme, &to.address, &to.port, &rest)) return 1;
  snprintf(path, sizeof path, "/%s", rest);
  to.path = path;
  to.host = to.origin = to.address;
  lws_client_connect_via_info(&to);
  while (!is_over && lws_service(to.context, 0) >= 0) {}
  lws_context_destroy(to.context);
}
